// Alleo is a recognition platform that takes its people from BambooHR or
// Personio. This recipe keeps what it documents about that: the README lists
// each promise with the setting that keeps it.
//
//	go run ./examples/alleo
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
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

var (
	//go:embed bamboohr.json
	bambooSettings []byte
	//go:embed bamboohr_users.json
	bambooUsers []byte
	//go:embed personio.json
	personioSettings []byte
	//go:embed personio_users.json
	personioUsers []byte
)

func main() {
	if err := recipe.Print(os.Stdout, onBambooHR, onPersonio); err != nil {
		log.Fatal(err)
	}
}

const (
	secret = "not-a-secret" // of the fakes
	client = "demo-client"
)

// onBambooHR is the connection of a customer who has just set it up.
func onBambooHR() (recipe.Connection, error) {
	c, err := recipe.New(bambooSettings, bambooUsers)
	c.HR = bambooAccount(bambooPeople()...)
	c.At = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)
	c.Open = func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
		return bamboohr.New(bamboohr.Config{Company: "companyname", APIKey: secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return c, err
}

// onPersonio is the connection of a customer who has had it for a while.
func onPersonio() (recipe.Connection, error) {
	c, err := recipe.New(personioSettings, personioUsers)
	c.HR = personioAccount(personioPeople()...)
	c.At = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)
	c.Open = func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
		return personio.New(personio.Config{Tenant: "companyname", ClientID: client, ClientSecret: secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
	}
	return c, err
}

// bambooAccount is a BambooHR with the two fields that the admin has made.
func bambooAccount(people ...bamboohrtest.Person) *bamboohrtest.Fake {
	fake := bamboohrtest.New(secret, people...)
	fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{
		{ID: "4101", Alias: "alleo_access", Name: "Alleo access", Type: "bool"},
		{ID: "4102", Alias: "alleo_budget", Name: "Alleo budget"},
	}})
	return fake
}

// personioAccount is a Personio with the attributes that the admin has made; the
// birthday is one of them in every account.
func personioAccount(people ...personiotest.Person) *personiotest.Fake {
	fake := personiotest.New(client, secret, people...)
	fake.Configure(personiotest.Config{Fields: []personiotest.Field{
		{ID: "dynamic_1", Name: "Birthday", UniversalID: "date_of_birth", Type: "date"},
		{ID: "dynamic_700", Name: "Alleo", Type: "list", Options: []string{"Yes", "No"}},
		{ID: "dynamic_701", Name: "Alleo budget", Type: "decimal"},
	}})
	return fake
}

func bambooPeople() []bamboohrtest.Person {
	type v = recipe.Values
	return []bamboohrtest.Person{
		recipe.BambooHR("301", "Nora", "Lund", v{"alleo_access": true, "birthDate": "1990-02-28", "alleo_budget": "1.250,50", "locationName": "Berlin"}),
		recipe.BambooHR("302", "Karim", "Aziz", v{"alleo_access": true, "workEmail": nil, "homeEmail": "karim@home.example.com", "alleo_budget": "300"}),
		recipe.BambooHR("303", "Pia", "Holt", v{"alleo_access": false}),
		recipe.BambooHR("304", "Sam", "Oduya", nil), // the box is not ticked
		recipe.BambooHR("305", "Vera", "Blum", v{"alleo_access": true, "alleo_budget": "fifty"}),
	}
}

func personioPeople() []personiotest.Person {
	type v = recipe.Values
	return []personiotest.Person{
		recipe.Personio("401", "Jonas", "Weber", v{"dynamic_700": "Yes", "dynamic_1": "1988-07-04", "dynamic_701": "75.50"}),
		recipe.Personio("402", "Emma", "Roth", v{"dynamic_700": "Yes", "status": "inactive", "termination_date": "2026-02-28", "dynamic_701": "50"}),
		recipe.Personio("403", "Lars", "Koch", v{"dynamic_700": "Yes", "hire_date": "2026-03-01", "dynamic_701": "50"}),      // back again
		recipe.Personio("404", "Ella", "Brandt", v{"dynamic_700": "Yes", "status": "onboarding", "hire_date": "2026-04-01"}), // yet to come
		recipe.Personio("405", "Finn", "Busch", v{"dynamic_700": "No"}),
		recipe.Personio("406", "Rosa", "Maier", v{"dynamic_700": "Yes", "dynamic_701": "50"}),
	}
}
