package syncplan_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// now is a morning in Berlin on which it is still the day before in Los
// Angeles.
var now = time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)

var origin = employee.Origin{Provider: "test", Tenant: "acme", AsOf: now}

func date(s string) employee.Date {
	d, err := employee.ParseDate(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return d
}

// emp returns somebody employed: every field that Build looks at is readable.
func emp(id, first, email string, with ...func(*employee.Employee)) employee.Employee {
	e := employee.Employee{ID: id, FirstName: first, LastName: "Example", WorkEmail: email, Department: "Sales",
		Status: employee.Active, StatusText: "Active", HireDate: date("2020-01-01")}
	for _, f := range []employee.Field{"termination_date", "personal_email", "manager.id", "custom.sync"} {
		set(&e, f, employee.Empty())
	}
	for _, w := range with {
		w(&e)
	}
	return e
}

func set(e *employee.Employee, f employee.Field, v employee.Value) {
	if err := e.Set(f, v); err != nil {
		panic(err)
	}
}

// field returns an option that sets a field: "empty", "withheld" and "absent"
// are states, everything else is a text.
func field(f employee.Field, value string) func(*employee.Employee) {
	return func(e *employee.Employee) {
		switch value {
		case "empty":
			set(e, f, employee.Empty())
		case "withheld":
			set(e, f, employee.Withheld())
		case "absent":
			set(e, f, employee.Value{})
		default:
			set(e, f, employee.Text(value))
		}
	}
}

func roster(t testing.TB, people ...employee.Employee) *employee.Roster {
	t.Helper()
	r, err := employee.NewRoster(origin, people...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func linked(id, employeeID, email string) syncplan.User {
	return syncplan.User{ID: id, Link: syncplan.Link{Source: "test/acme", EmployeeID: employeeID}, Email: email, Active: true,
		Attributes: syncplan.Attributes{syncplan.Text("first_name", "Ada"), syncplan.Text("department", "Sales")}}
}

// inactive returns u deactivated, by the sync or by a person.
func inactive(u syncplan.User, bySync bool) syncplan.User {
	u.Active, u.DeactivatedBySync = false, bySync
	return u
}

func settings() syncplan.Settings {
	return syncplan.Settings{
		Zone: "Europe/Berlin",
		Mapping: mapping.Mapping{Rules: []mapping.Rule{
			{Target: "email", From: []employee.Field{"work_email", "personal_email"}, Required: true},
			{Target: "first_name", From: []employee.Field{"first_name"}},
			{Target: "department", From: []employee.Field{"department"}, OnEmpty: mapping.OnEmptyClear},
		}},
	}
}

func build(t testing.TB, r *employee.Roster, users []syncplan.User, s syncplan.Settings, approvals ...syncplan.Approval) *syncplan.Plan {
	t.Helper()
	p, err := syncplan.Build(r, syncplan.Existing{Users: users}, s, now, approvals...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// lead drops the indentation that makes expectations readable.
func lead(s string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimLeft(s, "\n")) {
		b.WriteString(strings.TrimPrefix(strings.TrimRight(line, "\t\n"), "\t\t\t") + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func check(t testing.TB, want, got string) {
	t.Helper()
	want = lead(want)
	if want == "\n" {
		want = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlanText(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Name = "Acme HR"
	s.Mapping.Scope = mapping.Condition{Field: "custom.sync", Op: mapping.Yes}
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}})
	yes := field("custom.sync", "yes")
	r := roster(t,
		emp("e1", "Ada", "ada@example.com", yes, field("department", "R&D"), field("manager.id", "e5")),
		emp("e2", "Bob", "bob@example.com", yes, field("termination_date", "2026-11-20"), field("status", "inactive"), field("status_text", "Inactive")),
		emp("e3", "Eve", "eve@example.com", yes, field("manager.id", "e1")),
		emp("e4", "Zoe", "zoe@example.com"),
		emp("e5", "Dan", "dan@example.com", yes, field("termination_date", "2026-12-24")),
		emp("e6", "Kim", "same@example.com", yes), emp("e7", "Lee", "SAME@example.com ", yes),
	)
	users := []syncplan.User{
		linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "bob@example.com"),
		{ID: "u5", Email: "Dan@Example.com", Active: true},
		linked("u8", "e8", "ida@example.com"), linked("u9", "e9", "ivy@example.com"),
	}
	users[3].Protected = true
	plan, err := syncplan.Build(r, syncplan.Existing{Users: users, Groups: map[string][]string{"department": {"R & D"}}}, s, now)
	if err != nil {
		t.Fatal(err)
	}
	check(t, `
			plan for "Acme HR" (test/acme) at 2026-11-22T06:00:00Z: 2 create_group, 1 update, 1 link, 1 create, 2 set_manager, 1 deactivate; 1 conflict, 3 hint, 1 skipped
			next due 2026-12-25T00:00:00+01:00

			create_group "R&D": group
			  department: "R&D" from department

			create_group "Sales": group
			  department: "Sales" from department

			update user u1 employee e1 "Ada Example": changed
			  department: "Sales" -> "R&D" from department by rule 2

			link user u5 employee e5 "Dan Example": matched
			  first_name: "Dan" from first_name by rule 1
			  department: "Sales" from department by rule 2
			  because email is the same in HR

			create employee e3 "Eve Example": hired
			  email: "eve@example.com" from work_email by rule 0
			  first_name: "Eve" from first_name by rule 1
			  department: "Sales" from department by rule 2
			  because status is active
			  because hire_date is 2020-01-01
			  because termination_date is empty
			  because the status says active, on 2026-11-22 in Europe/Berlin

			set_manager user u1 employee e1 "Ada Example": manager
			  manager: user u5 employee e5
			  because manager.id is e5

			set_manager employee e3 "Eve Example": manager
			  manager: user u1 employee e1
			  because manager.id is e1

			deactivate user u2 employee e2 "Bob Example": left
			  first_name: "Ada" -> "Bob" from first_name by rule 1
			  because status is inactive
			  because hire_date is 2020-01-01
			  because termination_date is 2026-11-20
			  because the end date has passed, on 2026-11-22 in Europe/Berlin

			conflict employees e6, e7 same_email: several people have the same address in HR: give each their own
			  because email is "same@example.com"
			hint "R&D" near_duplicate: a new department is spelled almost like "R & D": correct HR, or map the one to the other, if they are the same
			hint employee e8 user u8 no_record: HR no longer lists the record that this user is linked to: left alone
			hint employee e9 user u9 no_record: HR no longer lists the record that this user is linked to: left alone
			skipped employee e4 "Zoe Example" out_of_scope: not in scope
			  because custom.sync is yes failed on an empty field
`, plan.String())
}
