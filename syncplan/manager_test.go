package syncplan_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestManagers: a manager is set last, reported where there is none, and never
// in the way of another action.
func TestManagers(t *testing.T) {
	t.Parallel()
	boss := func(id string) func(*employee.Employee) { return field("manager.id", id) }
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		before    map[string]string // manager by user
		want      string
	}{
		{
			name:      "set",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")},
			want:      `set_manager user u1 employee e1 "Ada Example": manager; manager: user u2 employee e2 "Ada Example"`,
		},
		{
			name:      "the same",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e2")), emp("e2", "Ada", "2@example.com")},
			before:    map[string]string{"u1": "u2"},
		},
		{
			name:      "cleared",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com"), emp("e2", "Ada", "2@example.com", boss("e1"))},
			before:    map[string]string{"u1": "u2"},
			want: `set_manager user u1 employee e1 "Ada Example": manager; ` +
				`manager: none; ` +
				`set_manager user u2 employee e2 "Ada Example": manager; ` +
				`manager: user u1 employee e1 "Ada Example"`,
		},
		{
			name: "withheld",
			employees: []employee.Employee{
				emp("e1", "Ada", "1@example.com", boss("withheld")),
				emp("e2", "Ada", "2@example.com"),
			},
			before: map[string]string{"u1": "u2"},
			want:   `problem employee e1 user u1 "Ada Example" value: manager is not changed: manager.id is withheld`,
		},
		{
			name:      "an employee is their own manager",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e1"))},
			want: `problem employee e1 manager_cycle: these employees form a reporting cycle in HR: ` +
				`their managers are not changed; ` +
				`correct the HR data`,
		},
		{
			name: "each other",
			employees: []employee.Employee{
				emp("e1", "Ada", "1@example.com", boss("e2")),
				emp("e2", "Ada", "2@example.com", boss("e1")),
			},
			want: `problem employees e1, e2 manager_cycle: these employees form a reporting cycle in HR: ` +
				`their managers are not changed; ` +
				`correct the HR data`,
		},
		{
			name:      "not in the roster",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e9"))},
			before:    map[string]string{"u1": "u1"},
			want: `hint employee e1 user u1 "Ada Example" no_manager: the manager is not changed: ` +
				`the manager in HR has no user`,
		},
		{
			name:      "a joiner of the same plan",
			employees: []employee.Employee{emp("e1", "Ada", "1@example.com", boss("e9")), emp("e9", "Bob", "9@example.com")},
			want: `create employee e9 "Bob Example": hired; email: "9@example.com" from work_email (rules[0]); ` +
				`first_name: "Bob" from first_name (rules[1]); department: "Sales" from department (rules[2]); ` +
				`set_manager user u1 employee e1 "Ada Example": manager; ` +
				`manager: employee e9 "Bob Example"`,
		},
		{
			name: "left",
			employees: []employee.Employee{
				emp("e1", "Ada", "1@example.com", boss("e2")),
				emp("e2", "Ada", "2@example.com", field("termination_date", yesterday)),
				emp("e3", "Ada", "3@example.com"),
			},
			want: `deactivate user u2 employee e2 "Ada Example": left; ` +
				`hint employee e1 user u1 "Ada Example" no_manager: the manager is not changed: ` +
				`the user of the manager in HR is about to be deactivated`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules,
				mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}, OnEmpty: mapping.OnEmptyClear})
			var users []syncplan.User
			for _, e := range tt.employees {
				if e.ID == "e9" {
					continue
				}
				u := linked("u"+e.ID[1:], e.ID, e.WorkEmail)
				u.ManagerID = tt.before[u.ID]
				users = append(users, u)
			}
			if got := told(build(t, roster(t, tt.employees...), users, s)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestManager: which manager Ada gets, where HR names the manager by number.
func TestManager(t *testing.T) {
	t.Parallel()
	left := options{field("termination_date", lastYear), field("status", "inactive")}
	numbered := func(id, number string, with ...func(*employee.Employee)) employee.Employee {
		return emp(id, "Ada", id+"@example.com", append(options{
			field("number", number),
			field("manager.number", "empty"),
		}, with...)...)
	}
	ada, u1 := numbered("e1", "1", field("manager.number", "2")), linked("u1", "e1", "e1@example.com")
	u2, u3 := linked("u2", "e2", "e2@example.com"), linked("u3", "e3", "e3@example.com")
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		want      string
	}{
		{
			name:      "has a user",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{u2},
			want:      "manager: user u2",
		},
		{
			name:      "a leaver with the same number does not compete",
			employees: []employee.Employee{numbered("e2", "2"), numbered("e3", "2", left...)},
			users:     []syncplan.User{u2, inactive(u3, true)},
			want:      "manager: user u2",
		},
		{
			name:      "two with the same number",
			employees: []employee.Employee{numbered("e2", "2"), numbered("e3", "2")},
			users:     []syncplan.User{u2, u3},
			want:      "several employees match the manager in HR",
		},
		{
			name:      "two with the same number, one without a user",
			employees: []employee.Employee{numbered("e2", "2"), numbered("e3", "2", field("custom.sync", "no"))},
			users:     []syncplan.User{u2},
			want:      "several employees match the manager in HR",
		},
		{name: "is created", employees: []employee.Employee{numbered("e2", "2")}, want: "manager: employee e2"},
		{name: "does not exist", want: "the manager in HR has no user"},
		{
			name:      "is out of scope",
			employees: []employee.Employee{numbered("e2", "2", field("custom.sync", "no"))},
			want:      "the manager in HR has no user",
		},
		{
			name:      "is ignored",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{ignored(u2)},
			want:      "the user of the manager in HR is ignored",
		},
		{
			name:      "is inactive",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{inactive(u2, false)},
			want:      "the user of the manager in HR is inactive",
		},
		{
			name:      "is reactivated",
			employees: []employee.Employee{numbered("e2", "2")},
			users:     []syncplan.User{inactive(u2, true)},
			want:      "manager: user u2",
		},
		{
			name:      "is deactivated",
			employees: []employee.Employee{numbered("e2", "2", left...)},
			users:     []syncplan.User{u2},
			want:      "the user of the manager in HR is about to be deactivated",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Scope = cond("custom.sync", mapping.OpNotEquals, "no")
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.number"}})
			p := build(t, roster(t, append(tt.employees, ada)...), append(tt.users, u1), s)
			if !strings.Contains(p.String(), tt.want) {
				t.Errorf("want %q\n%s", tt.want, p)
			}
		})
	}
}
