package bamboohr_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	const noList = "this account does not serve the list of employees: nothing tells a blank field from a withheld one"
	some := bamboohrtest.People(300)
	for i := range 3 {
		some[10*i].Restricted = []string{"hireDate"}
	}
	some[200].Restricted = []string{"departmentName"} // not in the sample
	for _, tt := range []struct {
		name   string
		people []bamboohrtest.Person
		config bamboohrtest.Config
		fields []employee.Field
		want   employee.Access
		calls  string
	}{
		{"a good key", bamboohrtest.People(300), bamboohrtest.Config{}, nil,
			employee.Access{Tenant: "acme", People: 300}, "GET /employees"},
		{"without a record of its own", bamboohrtest.People(3), bamboohrtest.Config{Owner: "", Refuse: map[string]int{"/employees/0": 404}}, nil,
			employee.Access{Tenant: "acme", People: 3}, "GET /employees"},
		{"withheld for all", bamboohrtest.People(300), bamboohrtest.Config{Hidden: []string{"hireDate", "homeEmail"}}, nil,
			employee.Access{Tenant: "acme", People: 300, Withheld: []employee.Field{employee.FieldHireDate},
				Warnings: []string{"hire_date is withheld: let the access level view it"}}, "GET /employees"},
		{"withheld for some", some, bamboohrtest.Config{}, nil,
			employee.Access{Tenant: "acme", People: 300,
				Warnings: []string{"hire_date is withheld for 3 of 25 employees looked at: the access level does not cover them alike"}}, "GET /employees"},
		{"unknown to an older list", bamboohrtest.People(3), bamboohrtest.Config{ListWithout: []string{"teams"}}, nil,
			employee.Access{Tenant: "acme", People: 3, Withheld: []employee.Field{employee.FieldTeams},
				Warnings: []string{"teams is withheld: let the access level view it"}}, "GET /employees"},
		{"nobody", nil, bamboohrtest.Config{}, []employee.Field{"custom.x"},
			employee.Access{Tenant: "acme", Warnings: []string{"the credentials see no employees: let their access level see all of them"}}, "GET /employees"},
		{"custom fields", bamboohrtest.People(300), bamboohrtest.Config{Fields: []bamboohrtest.Field{{ID: "4567"}, {Alias: "customBudget"}}, Hidden: []string{"4567"}},
			[]employee.Field{"custom.4567", "custom.customBudget", "custom.customBudgt"},
			employee.Access{Tenant: "acme", People: 300, Withheld: []employee.Field{"custom.4567", "custom.customBudgt"}, Warnings: []string{
				"custom.4567 is withheld: let the access level view it, or correct its name",
				"custom.customBudgt is withheld: let the access level view it, or correct its name",
			}}, "GET /employees, POST /reports/custom"},
		{"without the list", bamboohrtest.People(300), bamboohrtest.Config{Refuse: map[string]int{"/employees": 404}, Hidden: []string{"hireDate"}},
			[]employee.Field{employee.FieldWorkEmail},
			employee.Access{Tenant: "acme", People: 300, Withheld: []employee.Field{employee.FieldHireDate}, Warnings: []string{
				"hire_date is withheld: let the access level view it",
				noList,
			}}, "GET /employees, POST /reports/custom, POST /reports/custom"},
		{"nobody, without the list", nil, bamboohrtest.Config{Refuse: map[string]int{"/employees": 403}}, nil,
			employee.Access{Tenant: "acme", Warnings: []string{"the credentials see no employees: let their access level see all of them", noList}},
			"GET /employees, POST /reports/custom"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New(apiKey, tt.people...)
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
	if _, err := newClient(t, fake, "custom.x").Check(t.Context()); err != nil {
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
		{"a wrong key", []bamboohrtest.Fault{bamboohrtest.Unauthorized()}, 1, employee.ErrCredentials},
		{"no report", []bamboohrtest.Fault{nil, bamboohrtest.Forbidden()}, 2, employee.ErrPermission},
		{"nothing at all", []bamboohrtest.Fault{bamboohrtest.Forbidden(), bamboohrtest.Forbidden()}, 2, employee.ErrPermission},
		{"no sample", []bamboohrtest.Fault{bamboohrtest.Forbidden(), nil, bamboohrtest.Forbidden()}, 3, employee.ErrPermission},
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

// TestCheckWithoutATotal: -1 is the number of people that nobody says.
func TestCheckWithoutATotal(t *testing.T) {
	t.Parallel()
	got, err := newClient(t, answers{list: `{"data":[{"employeeId":"7"}],"meta":{"page":{"nextCursor":"b"}}}`}).Check(t.Context())
	if err != nil || got.People != -1 {
		t.Errorf("access %+v, error %v, want -1 people", got, err)
	}
}
