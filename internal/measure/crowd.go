package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A crowd is one company: its employees as a provider lists them and its users as a
// product reads them from its database, and both as records for the join.
type crowd struct {
	settings syncplan.Settings
	roster   *employee.Roster
	x        syncplan.Existing

	employees []record
	rows      []record // of the users, in the same order
}

// newCrowd makes n employees and about as many users, who come in another order.
// With churn one percent have joined, one percent have left, and of five percent
// one attribute differs; without it every user is as it should be.
func newCrowd(n int, churn bool) (*crowd, error) {
	rng := rand.New(rand.NewPCG(1, 2))
	c := &crowd{settings: syncplan.Settings{Zone: "Europe/Berlin"}}
	for _, m := range copied {
		c.settings.Mapping.Rules = append(c.settings.Mapping.Rules, mapping.Rule{Target: m.target, From: []employee.Field{m.field}})
	}
	employees := make([]employee.Employee, n)
	for i := range employees {
		r := invented(rng, i)
		r.Left = churn && i%100 == 1
		employees[i] = r.employee()
		c.employees = append(c.employees, r)
	}
	origin := employee.Origin{Provider: "bamboohr", Tenant: "acme", AsOf: noon()}
	for _, i := range rng.Perm(n) {
		if churn && i%100 == 0 {
			continue // has just joined
		}
		row := c.employees[i].read()
		if churn && i%20 == 2 {
			at := row.fields()[rng.IntN(len(copied))]
			*at = "old." + *at
		}
		c.rows, c.x.Users = append(c.rows, row), append(c.x.Users, row.user(origin.Source(), i))
	}
	var err error
	c.roster, err = employee.NewRoster(origin, employees...)
	return c, err
}

// copied are the twelve attributes, and the fields that they are copied from, in
// the order of details.
var copied = [12]struct {
	target string
	field  employee.Field
}{
	{"email", "work_email"}, {"first_name", "first_name"}, {"last_name", "last_name"}, {"display_name", "display_name"},
	{"title", "job_title"}, {"department", "department"}, {"division", "division"}, {"office", "location"},
	{"company", "legal_entity"}, {"cost_center", "cost_center"}, {"phone", "work_phone"}, {"number", "number"},
}

// invented returns employee number i.
func invented(rng *rand.Rand, i int) record {
	pick := func(words ...string) string { return strings.Clone(words[rng.IntN(len(words))]) }
	return record{EmployeeID: fmt.Sprintf("employee-%07d", i), details: details{
		Email: fmt.Sprintf("person.%07d@example.com", i), FirstName: pick("Anna", "Boris", "Chloé", "Dmitri"),
		LastName: fmt.Sprintf("Example%d", rng.IntN(50_000)), DisplayName: fmt.Sprintf("Person No. %d", i),
		Title: pick("Engineer", "Accountant", "Designer"), Department: fmt.Sprintf("Department %d", rng.IntN(200)),
		Division: fmt.Sprintf("Division %d", rng.IntN(20)), Office: pick("Berlin", "Paris", "Utrecht", "London"),
		Company: fmt.Sprintf("Company %d", rng.IntN(30)), CostCenter: fmt.Sprintf("CC-%05d", rng.IntN(3000)),
		Phone: fmt.Sprintf("+49 30 %07d", i), Number: fmt.Sprintf("N%07d", i),
	}}
}

// employee returns the employee as a provider does.
func (r *record) employee() employee.Employee {
	e := employee.Employee{
		ID: r.EmployeeID, Number: r.Number, FirstName: r.FirstName, LastName: r.LastName, DisplayName: r.DisplayName,
		WorkEmail: r.Email, WorkPhone: r.Phone, JobTitle: r.Title, Department: r.Department, Division: r.Division,
		Location: r.Office, LegalEntity: r.Company, CostCenter: r.CostCenter,
		Status: employee.StatusActive, HireDate: employee.NewDate(2015, 4, 1).AddDays(len(r.LastName) * len(r.Department)),
	}
	_ = e.Set(employee.FieldTerminationDate, employee.Empty()) // a date may be Empty
	if r.Left {
		e.Status, e.TerminationDate = employee.StatusInactive, employee.NewDate(2025, 6, 30)
	}
	return e
}

// read returns the record as it comes out of a database: every text anew, in
// memory of its own.
func (r *record) read() record {
	row := record{EmployeeID: strings.Clone(r.EmployeeID), details: r.details}
	for _, s := range row.fields() {
		*s = strings.Clone(*s)
	}
	return row
}

// user returns the user of a row, written as most programs will: one line for
// each attribute.
func (r *record) user(source string, i int) syncplan.User {
	return syncplan.User{
		ID:     fmt.Sprintf("user-%07d", i),
		Link:   syncplan.Link{Source: source, EmployeeID: r.EmployeeID},
		Email:  r.Email,
		Active: true,
		Attributes: syncplan.Attributes{
			syncplan.TextAttribute("first_name", r.FirstName),
			syncplan.TextAttribute("last_name", r.LastName),
			syncplan.TextAttribute("display_name", r.DisplayName),
			syncplan.TextAttribute("title", r.Title),
			syncplan.TextAttribute("department", r.Department),
			syncplan.TextAttribute("division", r.Division),
			syncplan.TextAttribute("office", r.Office),
			syncplan.TextAttribute("company", r.Company),
			syncplan.TextAttribute("cost_center", r.CostCenter),
			syncplan.TextAttribute("phone", r.Phone),
			syncplan.TextAttribute("number", r.Number),
		},
	}
}
