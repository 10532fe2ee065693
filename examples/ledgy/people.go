package main

import (
	"net/http"
	"strings"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// An employeeRecord is an employee of the company, whichever HR system lists it.
type employeeRecord struct {
	id, first, last string
	email           string // "": made of the name
	street, city    string
	hired           string // "": 2021-05-03; "none": HR has no date
	left            string // the last day employed; "": still there
	partTime        bool
	department      string
}

// company is invented; with users.json each of them shows something else.
func company() []employeeRecord {
	return []employeeRecord{
		{id: "601", first: "Anna", last: "Keller", street: "Neuweg 2", city: "Bern"}, // has an identifier, and another name in Ledgy
		{id: "602", first: "Ben", last: "Frei"},                                      // has none: the name finds him
		{id: "603", first: "Cleo", last: "Moser"},                                    // has a namesake
		{id: "604", first: "Dario", last: "Huber", left: "2026-01-31"},
		{id: "605", first: "Eva", last: "Lang", partTime: true},
	}
}

func (p employeeRecord) mail() string {
	if p.email != "" {
		return p.email
	}
	return strings.ToLower(p.first+"."+p.last) + "@example.com"
}

func (p employeeRecord) start() any {
	switch p.hired {
	case "":
		return "2021-05-03"
	case "none":
		return nil
	}
	return p.hired
}

// or is a if what is so, else b; blank is nothing.
func or(what bool, a, b string) any {
	if !what {
		a = b
	}
	return known(a)
}

func known(text string) any {
	if text == "" {
		return nil
	}
	return text
}

const (
	secret = "not-a-secret" // of the fakes
	client = "demo-client"
)

// each converts all employees with become.
func each[T any](employees []employeeRecord, become func(employeeRecord) T) []T {
	all := make([]T, len(employees))
	for i, p := range employees {
		all[i] = become(p)
	}
	return all
}

func onBambooHR(employees ...employeeRecord) http.Handler {
	return bamboohrtest.New(secret, each(employees, func(p employeeRecord) bamboohrtest.Person {
		return bamboohrtest.Person{ID: "b" + p.id, Values: map[string]any{
			"employeeNumber": p.id, "firstName": p.first, "lastName": p.last, "workEmail": p.mail(),
			"addressLine1": known(p.street), "city": known(p.city), "jobTitleName": "Specialist", "departmentName": known(p.department),
			"status": or(p.left != "", "Inactive", "Active"), "employmentStatusName": or(p.partTime, "Part-Time", "Full Time"),
			"hireDate": p.start(), "originalHireDate": p.start(), "terminationDate": known(p.left),
		}}
	})...)
}

// onPersonio has the postal address in an attribute that the admin has made:
// Personio has none of its own.
func onPersonio(employees ...employeeRecord) http.Handler {
	fake := personiotest.New(client, secret, each(employees, func(p employeeRecord) personiotest.Person {
		return personiotest.Person{ID: p.id, Values: map[string]any{
			"first_name": p.first, "last_name": p.last, "email": p.mail(), "position": "Specialist", "department": known(p.department),
			"dynamic_800": known(p.street), "weekly_working_hours": or(p.partTime, "20", "40"),
			"status": or(p.left != "", "inactive", "active"), "hire_date": p.start(), "termination_date": known(p.left),
		}}
	})...)
	fake.Configure(personiotest.Config{Fields: []personiotest.Field{{ID: "dynamic_800", Name: "Home address"}}})
	return fake
}

func onHiBob(employees ...employeeRecord) http.Handler {
	return hibobtest.New(client, secret, each(employees, func(p employeeRecord) hibobtest.Person {
		return hibobtest.Person{ID: "3332880000000000" + p.id, Values: map[string]any{
			"work.employeeIdInCompany": p.id, "root.firstName": p.first, "root.surname": p.last, "root.email": p.mail(),
			"address.line1": known(p.street), "address.city": known(p.city), "work.title": "253271802", "work.department": known(p.department),
			"payroll.employment.contract": or(p.partTime, "244000202", "244000201"),
			"internal.lifecycleStatus":    or(p.left != "", "terminated", "employed"),
			"work.startDate":              p.start(), "work.originalStartDate": p.start(), "internal.terminationDate": known(p.left),
		}}
	})...)
}

func onHumaans(employees ...employeeRecord) http.Handler {
	return humaanstest.New(secret, each(employees, func(p employeeRecord) humaanstest.Person {
		return humaanstest.Person{
			ID: "person000000000000000" + p.id,
			Values: map[string]any{
				"employeeId": p.id, "firstName": p.first, "lastName": p.last, "email": p.mail(),
				"address": known(p.street), "city": known(p.city), "contractType": or(p.partTime, "Part time", "Full time"),
				"status": or(p.left != "", "offboarded", "active"), "employmentStartDate": p.start(), "employmentEndDate": known(p.left),
				"locationId": "remote",
			},
			Roles: []humaanstest.Role{{JobTitle: "Specialist", Department: known(p.department), EffectiveDate: "2021-05-03"}},
		}
	})...)
}

// onLucca has the contract in a list that the admin has made: Lucca gives its own
// types of contracts as numbers alone.
func onLucca(employees ...employeeRecord) http.Handler {
	fake := luccatest.New(luccatest.Credentials{APIKey: secret}, each(employees, func(p employeeRecord) luccatest.Person {
		entry := 1
		if p.partTime {
			entry = 2
		}
		return luccatest.Person{
			ID: p.id, Number: p.id, FirstName: p.first, LastName: p.last, Login: p.mail(), Mail: p.mail(), Address: p.street,
			JobTitle: "Specialist", Department: p.department, Contracts: []luccatest.Contract{{Start: "2021-05-03", End: p.left}},
			Extended: map[string]any{"e_contract": map[string]any{"id": 1, "value": entry}},
		}
	})...)
	fake.Configure(luccatest.Config{Today: "2026-03-02", Fields: []luccatest.Field{
		{ID: "e_contract", Name: "Contract", Format: "select", Options: []string{"Full time", "Part time"}},
	}})
	return fake
}
