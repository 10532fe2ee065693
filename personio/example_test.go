package personio_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func Example() {
	fake := personiotest.New("id", "secret",
		personiotest.Person{ID: "101", Values: map[string]any{
			"first_name": "Ada", "email": "ada@example.com", "status": "active", "department": "IT",
			"hire_date": "2020-02-01", "dynamic_12": "Yes",
		}},
		personiotest.Person{ID: "102", Values: map[string]any{
			"first_name": "Grace", "email": "grace@example.com", "status": "onboarding", "supervisor": "101",
			"hire_date": "2099-05-01", "dynamic_12": "",
		}},
	)
	fake.Configure(personiotest.Config{Fields: []personiotest.Field{{ID: "dynamic_12", Name: "Bonus", Type: "list"}}})
	server := httptest.NewServer(fake) // a real program leaves BaseURL out
	defer server.Close()

	client, err := personio.New(personio.Config{
		Tenant: "acme", ClientID: "id", ClientSecret: "secret", BaseURL: server.URL,
		Fields: []employee.Field{employee.FieldWorkEmail, employee.FieldDepartment, employee.FieldManagerEmail,
			"custom.dynamic_12"},
	})
	if err != nil {
		panic(err)
	}
	roster, err := client.Roster(context.Background())
	if err != nil {
		panic(err)
	}
	fmt.Println(roster)
	for e := range roster.All() {
		fmt.Printf("%s %s, %s from %s, department %s, bonus %q, manager %q\n", e.ID, e.FirstName, e.Status, e.HireDate,
			e.Value("department").State(), e.Value("custom.dynamic_12").String(), e.Manager.Email)
	}
	// Output:
	// roster of personio/acme: 2 employees
	// 101 Ada, active from 2020-02-01, department known, bonus "Yes", manager ""
	// 102 Grace, pending from 2099-05-01, department empty, bonus "", manager "ada@example.com"
}
