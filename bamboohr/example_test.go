package bamboohr_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

func Example() {
	// In place of https://acme.bamboohr.com, a fake with two employees.
	server := httptest.NewServer(bamboohrtest.New("key",
		bamboohrtest.Person{ID: "41",
			Values: map[string]any{"firstName": "Grace", "status": "Active", "departmentName": "R&D"}},
		bamboohrtest.Person{ID: "42",
			Values:     map[string]any{"firstName": "Ada", "status": "Active", "reportsToId": "41"},
			Restricted: []string{"departmentName"}},
	))
	defer server.Close()

	client, err := bamboohr.New(bamboohr.Config{
		Company: "acme",
		APIKey:  "key",
		Fields:  []employee.Field{employee.FieldDepartment},
		BaseURL: server.URL, // leave out
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	roster, err := client.Roster(context.Background())
	if err != nil {
		fmt.Println(err) // and there is no roster, not even a shorter one
		return
	}
	fmt.Println(roster)
	for e := range roster.All() {
		department := e.Value(employee.FieldDepartment)
		fmt.Printf("%s %s, %s: department %s %q\n", e.ID, e.FirstName, e.Status, department.State(), department)
	}
	// Output:
	// roster of bamboohr/acme: 2 employees
	// 41 Grace, active: department known "R&D"
	// 42 Ada, active: department withheld ""
}

func ExampleClient_Check() {
	fake := bamboohrtest.New("key", bamboohrtest.People(300)...)
	fake.Configure(bamboohrtest.Config{Hidden: []string{"hireDate"}})
	server := httptest.NewServer(fake)
	defer server.Close()

	client, err := bamboohr.New(bamboohr.Config{Company: "acme", APIKey: "key", BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	access, err := client.Check(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(access.Tenant, access.People, access.Withheld)
	for _, warning := range access.Warnings {
		fmt.Println(warning.Text)
	}
	// Output:
	// acme 300 [hire_date]
	// hire_date is withheld: let the access level view it
}
