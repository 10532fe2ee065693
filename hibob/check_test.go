package hibob_test

import (
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

func warning(code employee.WarningCode, f employee.Field, text string) employee.Warning {
	return employee.Warning{Code: code, Field: f, Text: text,
		Where: "the permission group of the service user"}
}

// checked calls Check in a bubble: its requests wait for each other.
func checked(t *testing.T, c *hibob.Client) (access employee.Access, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { access, err = c.Check(t.Context()) })
	return access, err
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const twice = "POST /people/search, POST /people/search"
	const thrice = twice + ", POST /people/search"
	some := hibobtest.People(200)
	for i := range 24 {
		some[8*i].Hidden = []string{"work.startDate"} // of every employee in the sample but one
	}
	some[199].Hidden = []string{"work.department"} // not in the sample
	employed := hibobtest.People(3)
	for i := range employed {
		employed[i].Values["work.startDate"] = "no date" // unreadable is not withheld
	}
	onlyEmployed := "no leaver and no future starter is listed: unless there are none, let the permission group's " +
		"access include the lifecycle statuses Hired and Terminated, and all kinds of leave"
	for _, tt := range []struct {
		name      string
		employees []hibobtest.Person
		config    hibobtest.Config
		fields    []employee.Field
		want      employee.Access
		calls     string
	}{
		{name: "good credentials", employees: hibobtest.People(300), config: hibobtest.Config{},
			fields: []employee.Field{}, want: employee.Access{Tenant: "acme", People: 300}, calls: thrice},
		{name: "sees what is asked for and no more", employees: hibobtest.People(300),
			config: hibobtest.Config{Hidden: []string{"work.employeeIdInCompany", "work.manager", "work.reportsTo",
				"work.title", "root.firstName"}},
			fields: []employee.Field{employee.FieldWorkEmail},
			want:   employee.Access{Tenant: "acme", People: 300}, calls: thrice},
		{name: "withheld for all", employees: hibobtest.People(300),
			config: hibobtest.Config{Hidden: []string{"work.startDate", "home.privateEmail"}},
			fields: []employee.Field{},
			want: employee.Access{Tenant: "acme", People: 300, Withheld: []employee.Field{employee.FieldHireDate},
				Warnings: []employee.Warning{
					warning("withheld", "hire_date", "hire_date is withheld: let the permission group view the category Work")}},
			calls: thrice},
		{name: "withheld for some", employees: some, config: hibobtest.Config{},
			fields: []employee.Field{employee.FieldDepartment},
			want: employee.Access{Tenant: "acme", People: 200,
				Warnings: []employee.Warning{
					warning("withheld_for_some", "hire_date",
						"hire_date is withheld for 24 of 25 employees looked at: the permission group "+
							"does not cover them alike")}}, calls: thrice},
		{name: "no employee", config: hibobtest.Config{},
			want: employee.Access{Tenant: "acme",
				Warnings: []employee.Warning{
					warning("no_employees", "", "the credentials see no employees: add the service user to a permission group "+
						"with access to the data of all employees")}},
			calls: "POST /people/search"},
		{name: "no employee has left", employees: employed, config: hibobtest.Config{}, fields: []employee.Field{},
			want: employee.Access{Tenant: "acme", People: 3, Warnings: []employee.Warning{
				warning("no_leavers", "", onlyEmployed)}}, calls: thrice},
		{name: "an employee has left", employees: hibobtest.People(25), config: hibobtest.Config{},
			fields: []employee.Field{}, want: employee.Access{Tenant: "acme", People: 25}, calls: twice},
		{name: "custom fields", employees: hibobtest.People(300),
			config: hibobtest.Config{Fields: []hibobtest.Field{{ID: "work.custom.field_1"},
				{ID: "work.custom.field_2"}}, Hidden: []string{"work.custom.field_2"}},
			fields: []employee.Field{"custom.work.custom.field_1", "custom.work.custom.field_2", "custom.field_3"},
			want: employee.Access{Tenant: "acme", People: 300,
				Withheld: []employee.Field{"custom.work.custom.field_2", "custom.field_3"}, Warnings: []employee.Warning{
					warning("withheld", "custom.work.custom.field_2",
						"custom.work.custom.field_2 is withheld: let the permission group view its category, or correct "+
							"its name"),
					warning("withheld", "custom.field_3",
						"custom.field_3 is withheld: let the permission group view its category, or correct its name"),
				}}, calls: "GET /company/people/fields, " + thrice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := newFake(tt.employees...)
			fake.Configure(tt.config)
			got, err := checked(t, newClient(t, fake, tt.fields...))
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
	for _, tt := range []struct{ employees, sample, step int }{{employees: 1, sample: 1, step: 1},
		{employees: 25, sample: 25, step: 1}, {employees: 26, sample: 13, step: 2},
		{employees: 50, sample: 25, step: 2}, {employees: 51, sample: 13, step: 4},
		{employees: 200, sample: 25, step: 8}, {employees: 1000, sample: 16, step: 64}} {
		fake := newFake(hibobtest.People(tt.employees)...)
		if _, err := checked(t, newClient(t, fake)); err != nil {
			t.Fatal(err)
		}
		requests := fake.Requests()
		if diff := cmp.Diff(`{"fields":["root.id"],"showInactive":true,"humanReadable":"REPLACE"}`,
			string(requests[0].Body)); diff != "" {
			t.Errorf("first request (-want +got):\n%s", diff)
		}
		var second struct {
			ShowInactive  bool
			HumanReadable string
			Filters       []struct {
				FieldPath, Operator string
				Values              []string
			}
		}
		if err := json.Unmarshal(requests[1].Body, &second); err != nil {
			t.Fatal(err)
		}
		if f := second.Filters; !second.ShowInactive || second.HumanReadable != "APPEND" || len(f) != 1 ||
			f[0].FieldPath != "root.id" || f[0].Operator != "equals" {
			t.Errorf("second request %s", requests[1].Body)
		}
		employees := hibobtest.People(tt.employees)
		var want []string
		for i := 0; i < tt.employees; i += tt.step {
			want = append(want, employees[i].ID)
		}
		if diff := cmp.Diff(want, second.Filters[0].Values); diff != "" || len(want) != tt.sample {
			t.Errorf("sample of %d employees, want %d (-want +got):\n%s", tt.employees, tt.sample, diff)
		}
	}
}

func TestCheckFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault []hibobtest.Fault
		calls int
		class error
	}{
		{name: "a wrong token", fault: []hibobtest.Fault{hibobtest.Unauthorized()}, calls: 1,
			class: employee.ErrCredentials},
		{name: "no permission group", fault: []hibobtest.Fault{nil, hibobtest.Forbidden()}, calls: 2,
			class: employee.ErrPermission},
		{name: "no sample", fault: []hibobtest.Fault{nil, nil, hibobtest.Forbidden()}, calls: 3,
			class: employee.ErrPermission},
	} {
		fake := newFake(hibobtest.People(3)...)
		fake.Next(tt.fault...)
		got, err := checked(t, newClient(t, fake, "custom.x"))
		if diff := cmp.Diff(employee.Access{}, got); diff != "" || !errors.Is(err, tt.class) {
			t.Errorf("%s: access %+v, error %v", tt.name, got, err)
		}
		if n := len(fake.Requests()); n != tt.calls {
			t.Errorf("%s: %d requests, want %d", tt.name, n, tt.calls)
		}
	}
}

// TestCheckBrokenOff counts no employee twice, though the first answers break off.
func TestCheckBrokenOff(t *testing.T) {
	t.Parallel()
	employees := hibobtest.People(300)
	employees[0].Hidden = []string{"work.startDate"}
	fake := newFake(employees...)
	fake.Next(hibobtest.Truncated(), nil, hibobtest.Truncated())
	got, err := checked(t, newClient(t, fake, employee.FieldID))
	want := employee.Access{Tenant: "acme", People: 300, Warnings: []employee.Warning{
		warning("withheld_for_some", "hire_date",
			"hire_date is withheld for 1 of 19 employees looked at: the permission group does not cover them alike")}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, access (-want +got):\n%s", err, diff)
	}
	if got := len(fake.Requests()); got != 5 {
		t.Errorf("%d requests, want 5", got)
	}
}

// TestCheckAllEmployeesGone has employees who leave between the two requests.
func TestCheckAllEmployeesGone(t *testing.T) {
	t.Parallel()
	serve := records{[]string{`{"employees":[{"id":"1"}]}`, `{"employees":[]}`}, 0}
	access, err := checked(t, newClient(t, &serve))
	want := employee.Access{Tenant: "acme", People: 1,
		Warnings: []employee.Warning{
			warning("check_again", "", "HiBob gave ids, but no employees with these ids: check again")}}
	if diff := cmp.Diff(want, access); diff != "" || err != nil {
		t.Errorf("error %v, access (-want +got):\n%s", err, diff)
	}
}
