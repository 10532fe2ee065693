package main

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// today is when the HR system was read.
var today = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)

// people are what the HR system lists. A real program gets the same from a
// provider's Client.Roster.
func people() *employee.Roster {
	person := func(id, first, last, location, hired, leaves string, status employee.Status) employee.Employee {
		e := employee.Employee{ID: id, FirstName: first, LastName: last, WorkEmail: id + "@example.com", Location: location, Status: status}
		for field, day := range map[employee.Field]string{employee.FieldHireDate: hired, employee.FieldTerminationDate: leaves} {
			value := employee.Empty()
			if day != "" {
				value = employee.Text(day)
			}
			if err := e.Set(field, value); err != nil {
				panic(err) // the days below are days
			}
		}
		return e
	}
	r, err := employee.NewRoster(employee.Origin{Provider: "csv", Tenant: "acme", AsOf: today},
		person("aroha", "Aroha", "Ngata", "Auckland", "2020-05-04", "2026-03-13", employee.StatusActive),
		person("ben", "Ben", "Olsen", "Lisbon", "2019-01-07", "", employee.StatusActive),
		person("carla", "Carla", "Dias", "Lisbon", "2021-09-01", "2026-03-28", employee.StatusActive), // the day before summer time
		person("dora", "Dora", "Kim", "Denver", "2022-02-14", "2026-03-13", employee.StatusActive),
		person("eli", "Eli", "Stone", "Denver", "2026-03-16", "", employee.StatusPending),
		person("fay", "Fay", "Moreau", "Lisbon", "2026-04-01", "2026-04-10", employee.StatusActive), // ten days only
		person("gus", "Gus", "Meyer", "Lisbon", "2018-03-01", "2026-02-27", employee.StatusInactive),
		person("hui", "Hui", "Tan", "Auckland", "2026-06-01", "", employee.StatusPending), // beyond six weeks
	)
	if err != nil {
		panic(err) // every employee has an id of their own
	}
	return r
}

// users are what the product has.
func users() syncplan.Existing {
	var x syncplan.Existing
	for _, u := range []struct{ id, name string }{{"aroha", "Aroha Ngata"}, {"ben", "Ben Olsen"}, {"carla", "Carla Dias"}, {"dora", "Dora Kim"}, {"gus", "Gus Meyer"}} {
		x.Users = append(x.Users, syncplan.User{ID: "u-" + u.id, Link: syncplan.Link{Source: "csv/acme", EmployeeID: u.id},
			Email: u.id + "@example.com", Active: true, Attributes: syncplan.Attributes{syncplan.TextAttribute("name", u.name)}})
	}
	return x
}
