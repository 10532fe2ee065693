package syncplan_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

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
