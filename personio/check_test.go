package personio_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func warning(code employee.WarningCode, f employee.Field, text string) employee.Warning {
	return employee.Warning{Code: code, Field: f, Text: text,
		Where: "Settings > Integrations > API credentials > readable attributes"}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	hidden := personiotest.Config{Hidden: []string{"department", "dynamic_1"}, Fields: attributes()}
	fields := []employee.Field{employee.FieldDepartment, employee.FieldBirthDate, "custom.Size", "custom.Budget",
		employee.FieldWorkEmail}
	for _, tt := range []struct {
		name      string
		api       personio.API
		employees int
		cfg       personiotest.Config
		requests  int
		want      employee.Access // with the starts of the warnings
	}{
		{name: "v1", api: personio.APIV1, employees: 500, cfg: personiotest.Config{Fields: attributes()}, requests: 3,
			want: employee.Access{Tenant: "acme", People: 500, Withheld: []employee.Field{"custom.Size"},
				Warnings: []employee.Warning{
					warning("withheld", "custom.Size", "custom.Size is withheld: more than one")}}},
		{name: "v1, hidden", api: personio.APIV1, employees: 500, cfg: hidden, requests: 3,
			want: employee.Access{Tenant: "acme", People: 500,
				Withheld: []employee.Field{"department", "birth_date", "custom.Size"}, Warnings: []employee.Warning{
					warning("withheld", "department", `department is withheld: let the credentials read the attribute "Department"`),
					warning("withheld", "birth_date", "birth_date is withheld"),
					warning("withheld", "custom.Size", "custom.Size is withheld")}}},
		{name: "v1, no employee", api: personio.APIV1, cfg: personiotest.Config{Fields: attributes()}, requests: 3,
			want: employee.Access{Tenant: "acme",
				Warnings: []employee.Warning{
					warning("no_employees", "", "the credentials see no employees: let them read all")}}},
		{name: "v1 without a count", api: personio.APIV1, employees: 500, cfg: personiotest.Config{NoMetadata: true},
			requests: 3,
			want: employee.Access{Tenant: "acme", People: -1,
				Withheld: []employee.Field{"custom.Size", "custom.Budget"},
				Warnings: []employee.Warning{
					warning("withheld", "custom.Size", "custom.Size"),
					warning("withheld", "custom.Budget", "custom.Budget")}}},
		{name: "v2", api: personio.APIV2, employees: 500, cfg: hidden, requests: 5,
			want: employee.Access{Tenant: "acme", People: -1,
				Withheld: []employee.Field{"department", "birth_date", "custom.Size"},
				Warnings: []employee.Warning{
					warning("withheld", "department", "department"),
					warning("withheld", "birth_date", "birth_date"),
					warning("withheld", "custom.Size", "custom.Size")}}},
		{name: "v2, few", api: personio.APIV2, employees: 5, cfg: personiotest.Config{Fields: attributes()},
			requests: 4,
			want: employee.Access{Tenant: "acme", People: 5, Withheld: []employee.Field{"custom.Size"},
				Warnings: []employee.Warning{warning("withheld", "custom.Size", "custom.Size")}}},
		{name: "v2, no employee", api: personio.APIV2, cfg: personiotest.Config{}, requests: 2,
			want: employee.Access{Tenant: "acme",
				Warnings: []employee.Warning{
					warning("no_employees", "", "the credentials see no employees: let them read all")}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, cfg := fakeOf(personiotest.People(tt.employees)...)
			fake.Configure(tt.cfg)
			cfg.API, cfg.Fields = tt.api, fields
			got, err := newClient(t, cfg).Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for i, warning := range got.Warnings {
				if i < len(tt.want.Warnings) && strings.HasPrefix(warning.Text, tt.want.Warnings[i].Text) {
					got.Warnings[i].Text = tt.want.Warnings[i].Text
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if n := len(fake.Requests()); n != tt.requests {
				t.Errorf("requests %q, want %d", paths(fake), tt.requests)
			}
		})
	}
}

// TestCheckSupervisors: whether supervisors have names shows in those who have a
// supervisor.
func TestCheckSupervisors(t *testing.T) {
	t.Parallel()
	named := employee.Access{Tenant: "acme", People: 3}
	nameless := employee.Access{Tenant: "acme", People: 3, Withheld: []employee.Field{employee.FieldManagerName},
		Warnings: []employee.Warning{
			warning("withheld", "manager.name",
				"manager.name is withheld: Personio names the supervisors for some accounts only; use "+
					"manager.id")}}
	for _, tt := range []struct {
		employees []personiotest.Person
		full      bool
		want      employee.Access
	}{
		{employees: personiotest.People(3), full: true, want: named},
		{employees: personiotest.People(3), full: false, want: nameless},
		{employees: personiotest.People(1), full: false, want: employee.Access{Tenant: "acme", People: 1}},
		// who has none
	} {
		fake, cfg := fakeOf(tt.employees...)
		fake.Configure(personiotest.Config{FullSupervisor: tt.full})
		cfg.Fields = []employee.Field{employee.FieldManagerName}
		access, err := newClient(t, cfg).Check(t.Context())
		if diff := cmp.Diff(tt.want, access); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
	}
}

// TestCheckLooksAtTheEmployed: what employments have shows in an employee who has one.
func TestCheckLooksAtTheEmployed(t *testing.T) {
	t.Parallel()
	_, cfg := fakeOf(
		personiotest.Person{ID: "1", Values: map[string]any{"status": "inactive"}, Employments: []map[string]any{}},
		personiotest.Person{ID: "2", Values: map[string]any{"status": "active", "hire_date": "2020-01-01"}},
	)
	cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
	access, err := newClient(t, cfg).Check(t.Context())
	if diff := cmp.Diff(employee.Access{Tenant: "acme", People: 2}, access); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// TestCheckOfFewRights: credentials that see what is asked for and no more are good.
func TestCheckOfFewRights(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		fake, cfg := fakeOf(personiotest.People(3)...)
		fake.Configure(personiotest.Config{Hidden: []string{"first_name", "preferred_name", "supervisor", "department"}})
		cfg.API, cfg.Fields = api, []employee.Field{employee.FieldWorkEmail}
		access, err := newClient(t, cfg).Check(t.Context())
		if diff := cmp.Diff(employee.Access{Tenant: "acme", People: 3}, access); diff != "" || err != nil {
			t.Errorf("%v: error %v (-want +got):\n%s", api, err, diff)
		}
	}
}

// TestCheckLacksForSome: a field that only some employees lack is a warning and not
// withheld.
func TestCheckLacksForSome(t *testing.T) {
	t.Parallel()
	employees := personiotest.People(3)
	employees[1].Hidden = []string{"status"}
	_, cfg := fakeOf(employees...)
	cfg.Fields = []employee.Field{}
	access, err := newClient(t, cfg).Check(t.Context())
	want := employee.Access{Tenant: "acme", People: 3,
		Warnings: []employee.Warning{
			warning("withheld_for_some", "status", "status is withheld for 1 of 3 employees looked at")}}
	if diff := cmp.Diff(want, access); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}
