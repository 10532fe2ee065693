// Betterworks is a performance platform that takes its employees from BambooHR.
// This recipe keeps what it documents about that: the README lists each promise
// with the setting that keeps it.
//
//	go run ./examples/betterworks
package main

import (
	_ "embed"
	"log"
	"net/http"
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

// connection is the one of the customer Companyname.
func connection() (recipe.Connection, error) {
	c, err := recipe.New(settings, users)
	c.HR = account(employees()...)
	c.At = time.Date(2026, time.March, 2, 11, 0, 0, 0, time.UTC) // 3 am Pacific
	c.Open = func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
		return bamboohr.New(bamboohr.Config{
			Company:    "https://companyname.bamboohr.com/", // as the admin pasted it
			APIKey:     key,
			Fields:     fields,
			BaseURL:    to.BaseURL,
			HTTPClient: to.HTTPClient,
		})
	}
	return c, err
}

func account(employees ...bamboohrtest.Person) http.Handler {
	return bamboohrtest.New(key, employees...)
}

// employees are invented; each of them shows something else in the plan.
func employees() []bamboohrtest.Person {
	type v = recipe.Values
	return []bamboohrtest.Person{
		recipe.BambooHR("201", "Maya", "Ortiz", v{"departmentName": "Management", "jobTitleName": "Chief Executive", "city": "Portland"}),
		recipe.BambooHR("202", "Tom", "Becker", v{"reportsToId": "201", "city": "Boise"}), // his title was edited by hand
		recipe.BambooHR("203", "Lena", "Vogt", v{ // signed, and starts in half a year
			"status": "Inactive", "employmentStatusName": "Pending New Hires", "hireDate": "2026-09-01",
			"departmentName": "Customer-Success", "reportsToId": "202", "preferredName": "Leni", "workPhone": "+1 555 0103",
		}),
		recipe.BambooHR("204", "Ines", "Duarte", v{ // left; HR entered it days later
			"status": "Inactive", "employmentStatusName": "Terminated", "terminationDate": "2026-02-20", "reportsToId": "201",
		}),
		recipe.BambooHR("205", "Pavel", "Sykora", v{"employmentStatusName": "Contractor", "reportsToId": "201"}),
		recipe.BambooHR("206", "Otto", "Lang", v{"employmentStatusName": nil, "reportsToId": "201"}), // blank counts as blocked
		owner(),
	}
}

// owner is the employee of the API key: BambooHR shows no employee their own status.
func owner() bamboohrtest.Person {
	p := recipe.BambooHR("207", "Sync", "Owner", recipe.Values{"departmentName": "Management", "jobTitleName": "HR Systems", "reportsToId": "201"})
	p.Restricted = []string{"status", "employmentStatusName"}
	return p
}
