// Ally is a platform for objectives and key results that takes its employees from
// BambooHR. This recipe keeps what it documents about that: the README lists
// each promise with the setting that keeps it.
//
//	go run ./examples/ally
package main

import (
	_ "embed"
	"log"
	"os"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/connect"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
)

//go:embed settings.json
var settings []byte

//go:embed users.json
var users []byte

func main() {
	if err := recipe.Print(os.Stdout, connection); err != nil {
		log.Fatal(err)
	}
}

const key = "not-a-secret" // of the fake

// connection is what the admin has entered: a name, which the settings have, a
// key and a subdomain.
func connection() (recipe.Connection, error) {
	c, err := recipe.New(settings, users)
	c.HR = account(employees()...)
	c.At = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC) // 12 am Pacific
	c.Open = func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
		return bamboohr.New(bamboohr.Config{Company: "allydemo.bamboohr.com", APIKey: key, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return c, err
}

// account is a BambooHR whose key sees the six fields of the documentation alone,
// neither status nor hire date.
func account(employees ...bamboohrtest.Person) *bamboohrtest.Fake {
	fake := bamboohrtest.New(key, employees...)
	fake.Configure(bamboohrtest.Config{
		Fields: []bamboohrtest.Field{{ID: "4201", Alias: "okrTeams", Name: "OKR teams"}},
		Hidden: []string{"status", "employmentStatusName", "hireDate", "originalHireDate", "preferredName", "jobTitleName", "departmentName", "employeeNumber"},
	})
	return fake
}

// employees are invented; each of them shows something else in the plan.
func employees() []bamboohrtest.Person {
	type v = recipe.Values
	return []bamboohrtest.Person{
		recipe.BambooHR("501", "June", "Park", v{"okrTeams": "Leadership"}),
		recipe.BambooHR("502", "Omar", "Diaz", v{"okrTeams": "Growth, Platform", "reportsToId": "501"}), // his name was edited by hand
		recipe.BambooHR("503", "Ruth", "Cole", v{"reportsToId": "501", "status": "Inactive", "terminationDate": "2026-02-28"}),
		recipe.BambooHR("504", "Yuki", "Mori", v{"okrTeams": "Growth", "reportsToId": "502"}), // has a user that no sync has linked
		recipe.BambooHR("505", "Lars", "Holm", v{"okrTeams": "Platform", "reportsToId": "502", "terminationDate": "2026-12-31"}),
	}
}
