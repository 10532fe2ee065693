package syncplan_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestManager: who is set as the manager of Ada, named in HR by number.
func TestManager(t *testing.T) {
	t.Parallel()
	left := options{field("termination_date", lastYear), field("status", "inactive")}
	person := func(id, number string, with ...func(*employee.Employee)) employee.Employee {
		return emp(id, "Ada", id+"@example.com", append(options{field("number", number), field("manager.number", "empty")}, with...)...)
	}
	ada, u1 := person("e1", "1", field("manager.number", "2")), linked("u1", "e1", "e1@example.com")
	u2, u3 := linked("u2", "e2", "e2@example.com"), linked("u3", "e3", "e3@example.com")
	for _, tt := range []struct {
		name   string
		people []employee.Employee
		users  []syncplan.User
		want   string
	}{
		{"has a user", []employee.Employee{person("e2", "2")}, []syncplan.User{u2}, "manager: user u2"},
		{"a leaver with the same number does not compete", []employee.Employee{person("e2", "2"), person("e3", "2", left...)}, []syncplan.User{u2, inactive(u3, true)}, "manager: user u2"},
		{"two with the same number", []employee.Employee{person("e2", "2"), person("e3", "2")}, []syncplan.User{u2, u3}, "several employees match the manager in HR"},
		{"two with the same number, one without a user", []employee.Employee{person("e2", "2"), person("e3", "2", field("custom.sync", "no"))}, []syncplan.User{u2}, "several employees match the manager in HR"},
		{"is created", []employee.Employee{person("e2", "2")}, nil, "manager: employee e2"},
		{"is nobody", nil, nil, "the manager in HR has no user"},
		{"is out of scope", []employee.Employee{person("e2", "2", field("custom.sync", "no"))}, nil, "the manager in HR has no user"},
		{"is ignored", []employee.Employee{person("e2", "2")}, []syncplan.User{ignored(u2)}, "the user of the manager in HR is ignored"},
		{"is inactive", []employee.Employee{person("e2", "2")}, []syncplan.User{inactive(u2, false)}, "the user of the manager in HR is inactive"},
		{"is reactivated", []employee.Employee{person("e2", "2")}, []syncplan.User{inactive(u2, true)}, "manager: user u2"},
		{"is deactivated", []employee.Employee{person("e2", "2", left...)}, []syncplan.User{u2}, "the user of the manager in HR is about to be deactivated"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Scope = cond("custom.sync", mapping.OpNotEquals, "no")
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.number"}})
			p := build(t, roster(t, append(tt.people, ada)...), append(tt.users, u1), s)
			if !strings.Contains(p.String(), tt.want) {
				t.Errorf("want %q\n%s", tt.want, p)
			}
		})
	}
}
