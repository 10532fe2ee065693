package bamboohr_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

func warning(code employee.WarningCode, f employee.Field, text string) employee.Warning {
	return employee.Warning{Code: code, Field: f, Text: text,
		Where: "Settings > Access Levels > the level of the login whose key it is"}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const noList = "this account does not serve the list of employees: a blank field cannot be told from a withheld one"
	some := bamboohrtest.People(300)
	for i := range 3 {
		some[10*i].Restricted = []string{"hireDate"}
	}
	budgets := bamboohrtest.People(300)
	for i := range budgets {
		budgets[i].Values["customBudget"] = "1"
	}
	numbers := bamboohrtest.People(300)
	for i := range numbers {
		numbers[i].Values["4567"] = "1"
	}
	const byDataset = "a blank custom field is empty where the employee dataset names no restriction"
	some[200].Restricted = []string{"departmentName"} // not in the sample
	for _, tt := range []struct {
		name      string
		employees []bamboohrtest.Person
		config    bamboohrtest.Config
		fields    []employee.Field
		want      employee.Access
		calls     string
	}{
		{name: "a good key", employees: bamboohrtest.People(300), config: bamboohrtest.Config{},
			want: employee.Access{Tenant: "acme", People: 300}, calls: "GET /employees"},
		{name: "sees what is asked for and no more", employees: bamboohrtest.People(3),
			config: bamboohrtest.Config{Hidden: []string{"employeeNumber", "preferredName", "jobTitle", "department",
				"division", "location", "supervisorEId", "originalHireDate", "employmentHistoryStatus"}},
			fields: []employee.Field{employee.FieldWorkEmail, employee.FieldLastName},
			want:   employee.Access{Tenant: "acme", People: 3}, calls: "GET /employees"},
		{name: "without a record of its own", employees: bamboohrtest.People(3),
			config: bamboohrtest.Config{Owner: "", Refuse: map[string]int{"/employees/0": 404}},
			want:   employee.Access{Tenant: "acme", People: 3}, calls: "GET /employees"},
		{name: "withheld for all", employees: bamboohrtest.People(300),
			config: bamboohrtest.Config{Hidden: []string{"hireDate", "homeEmail"}},
			want: employee.Access{Tenant: "acme", People: 300, Withheld: []employee.Field{employee.FieldHireDate},
				Warnings: []employee.Warning{
					warning("withheld", "hire_date",
						"hire_date is withheld: let the access level view it")}}, calls: "GET /employees"},
		{name: "withheld for some", employees: some, config: bamboohrtest.Config{},
			want: employee.Access{Tenant: "acme", People: 300,
				Warnings: []employee.Warning{
					warning("withheld_for_some", "hire_date",
						"hire_date is withheld for 3 of 25 employees looked at: the access level does "+
							"not cover them alike")}}, calls: "GET /employees"},
		{name: "unknown to an older list", employees: bamboohrtest.People(3),
			config: bamboohrtest.Config{ListWithout: []string{"teams"}},
			want: employee.Access{Tenant: "acme", People: 3, Withheld: []employee.Field{employee.FieldTeams},
				Warnings: []employee.Warning{
					warning("withheld", "teams", "teams is withheld: let the access level view it")}}, calls: "GET /employees"},
		{name: "no employee", config: bamboohrtest.Config{}, fields: []employee.Field{"custom.x"},
			want: employee.Access{Tenant: "acme",
				Warnings: []employee.Warning{
					warning("no_employees", "", "the credentials see no employees: let their access level see all of them")}},
			calls: "GET /employees"},
		{name: "custom fields", employees: budgets,
			config: bamboohrtest.Config{Fields: []bamboohrtest.Field{{ID: "4567"}, {Alias: "customBudget"}},
				Hidden: []string{"4567"}},
			fields: []employee.Field{"custom.4567", "custom.customBudget", "custom.customBudgt"},
			want: employee.Access{Tenant: "acme", People: 300,
				Withheld: []employee.Field{"custom.4567", "custom.customBudgt"}, Warnings: []employee.Warning{
					warning("withheld", "custom.4567", "custom.4567 is withheld: let the access level view it, or correct its name"),
					warning("withheld", "custom.customBudgt",
						"custom.customBudgt is withheld: let the access level view it, or correct its name"),
				}, Notes: []string{byDataset}},
			calls: "GET /employees, POST /reports/custom, GET /datasets/employee/fields, GET /meta/fields, " +
				"POST /datasets/employee/data"},
		{name: "single reads", employees: numbers, config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent,
			Fields: []bamboohrtest.Field{{ID: "4567"}}}, fields: []employee.Field{"custom.4567"},
			want: employee.Access{Tenant: "acme", People: 300, Notes: []string{"a blank custom field is empty where " +
				"a read of the employee alone shows the field: 1000 of them a listing, and no inactive employee"}},
			calls: "GET /employees, POST /reports/custom, GET /datasets/employee/fields, " +
				"POST /datasets/employee/data, POST /reports/custom, GET /employees/1001"},
		{name: "no proof", employees: numbers[:3], config: bamboohrtest.Config{
			Refuse: map[string]int{"/datasets/employee/fields": 403, "/employees/1001": 403, "/employees/1002": 403,
				"/employees/1003": 403},
			Fields: []bamboohrtest.Field{{ID: "4567"}}}, fields: []employee.Field{"custom.4567"},
			want: employee.Access{Tenant: "acme", People: 3, Warnings: []employee.Warning{
				warning("blank", "",
					"a blank custom field is withheld, because the key may not see it: set OneAccessLevel if the login "+
						"has one access level and no other, or let it read the employee dataset")}},
			calls: "GET /employees, POST /reports/custom, GET /datasets/employee/fields, POST /reports/custom, " +
				"GET /employees/1001, GET /employees/1002, GET /employees/1003"},
		{name: "without the list", employees: bamboohrtest.People(300),
			config: bamboohrtest.Config{Refuse: map[string]int{"/employees": 404}, Hidden: []string{"hireDate"}},
			fields: []employee.Field{employee.FieldWorkEmail},
			want: employee.Access{Tenant: "acme", People: 300, Withheld: []employee.Field{employee.FieldHireDate},
				Warnings: []employee.Warning{
					warning("withheld", "hire_date", "hire_date is withheld: let the access level view it"),
					warning("blank", "", noList),
				}}, calls: "GET /employees, POST /reports/custom, POST /reports/custom"},
		{name: "no employee, without the list", config: bamboohrtest.Config{Refuse: map[string]int{"/employees": 403}},
			want: employee.Access{Tenant: "acme",
				Warnings: []employee.Warning{
					warning("no_employees", "", "the credentials see no employees: let their access level see all of them"),
					warning("blank", "", noList)}},
			calls: "GET /employees, POST /reports/custom"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New(apiKey, tt.employees...)
			fake.Configure(tt.config)
			got, err := newClient(t, fake, tt.fields...).Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("access (-want +got):\n%s", diff)
			}
			if got := calls(fake); got != tt.calls {
				t.Errorf("requests %s, want %s", got, tt.calls)
			}
		})
	}
}

// TestCheckReadsASample looks at what Check asks for.
func TestCheckReadsASample(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(300)...)
	if _, err := unproving(t, fake, "custom.x").Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	requests := fake.Requests()
	if got := requests[0].Query.Get("page[limit]"); got != "25" {
		t.Errorf("page[limit]=%s, want 25", got)
	}
	want := `{"title":"rosterkit","fields":["x"],"filters":{"employeeIds":[`
	for i := range 25 {
		want += fmt.Sprint(1001+i, ",")
	}
	if got := string(requests[1].Body); got != want[:len(want)-1]+"]}}" {
		t.Errorf("report %s", got)
	}
}

func TestCheckFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault []bamboohrtest.Fault
		calls int
		class error
	}{
		{name: "a wrong key", fault: []bamboohrtest.Fault{bamboohrtest.Unauthorized()}, calls: 1,
			class: employee.ErrCredentials},
		{name: "no report", fault: []bamboohrtest.Fault{nil, bamboohrtest.Forbidden()}, calls: 2,
			class: employee.ErrPermission},
		{name: "nothing at all", fault: []bamboohrtest.Fault{bamboohrtest.Forbidden(), bamboohrtest.Forbidden()},
			calls: 2, class: employee.ErrPermission},
		{name: "no sample", fault: []bamboohrtest.Fault{bamboohrtest.Forbidden(), nil, bamboohrtest.Forbidden()},
			calls: 3, class: employee.ErrPermission},
	} {
		fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
		fake.Next(tt.fault...)
		got, err := newClient(t, fake, "custom.x").Check(t.Context())
		if diff := cmp.Diff(employee.Access{}, got); diff != "" || !errors.Is(err, tt.class) {
			t.Errorf("%s: access %+v, error %v", tt.name, got, err)
		}
		if n := len(fake.Requests()); n != tt.calls {
			t.Errorf("%s: %d requests, want %d", tt.name, n, tt.calls)
		}
	}
}

// TestCheckWithoutATotal: -1 is the number of employees where no total is given.
func TestCheckWithoutATotal(t *testing.T) {
	t.Parallel()
	got, err := newClient(t,
		answers{list: `{"data":[{"employeeId":"7"}],"meta":{"page":{"nextCursor":"b"}}}`}).Check(t.Context())
	if err != nil || got.People != -1 {
		t.Errorf("access %+v, error %v, want -1 employees", got, err)
	}
}
