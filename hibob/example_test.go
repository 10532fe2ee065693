package hibob_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

func Example() {
	// In place of https://api.hibob.com, a fake with two employees.
	server := httptest.NewServer(hibobtest.New("service-user", "token",
		hibobtest.Person{ID: "41", Values: map[string]any{
			"root.firstName": "Grace", "internal.lifecycleStatus": "employed", "work.department": "209192104"}},
		hibobtest.Person{ID: "42", Values: map[string]any{
			"root.firstName": "Ada", "internal.lifecycleStatus": "parental leave", "work.manager": "41"},
			Hidden: []string{"work.department"}},
	))
	defer server.Close()

	client, err := hibob.New(hibob.Config{
		Tenant:        "acme",
		ServiceUserID: "service-user",
		Token:         "token",
		Fields:        []employee.Field{employee.FieldDepartment},
		BaseURL:       server.URL, // leave out
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
	// roster of hibob/acme: 2 employees
	// 41 Grace, active: department known "R&D"
	// 42 Ada, leave: department withheld ""
}
