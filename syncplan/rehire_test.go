package syncplan_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestRehireUnderANewID: a relink is proposed for an inactive user as for an active one,
// and reactivates what a reactivation may.
func TestRehireUnderANewID(t *testing.T) {
	t.Parallel()
	left, back := field("termination_date", "2026-06-30"), field("hire_date", "2026-11-01")
	inactiveStatus := field("status", "inactive")
	old := emp("e1", "Ada", "ada@example.com", left, inactiveStatus)
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		user      syncplan.User
		policy    syncplan.Policy
		want      string // the relink, "" for none
		active    bool   // the user once all is approved
	}{
		{
			name:      "deactivated by the sync",
			employees: []employee.Employee{old, emp("e9", "Ada", "ada@example.com", back)},
			user:      inactive(linked("u1", "e1", "ada@example.com"), true),
			want:      `relink user u1 employee e9 "Ada Example": returned`,
			active:    true,
		},
		{
			name: "the old record has another address since",
			employees: []employee.Employee{
				emp("e1", "Ada", "ada@example.com_x1", left, inactiveStatus), emp("e9", "Ada", "ada@example.com", back),
			},
			user:   inactive(linked("u1", "e1", "ada@example.com"), true),
			want:   `relink user u1 employee e9 "Ada Example": returned`,
			active: true,
		},
		{
			name:      "the old record is gone",
			employees: []employee.Employee{emp("e9", "Ada", "ada@example.com", back)},
			user:      inactive(linked("u1", "e1", "ada@example.com"), true),
			want:      `relink user u1 employee e9 "Ada Example": returned`,
			active:    true,
		},
		{
			name:      "not deactivated yet",
			employees: []employee.Employee{old, emp("e9", "Ada", "ada@example.com", back)},
			user:      linked("u1", "e1", "ada@example.com"),
			want:      `relink user u1 employee e9 "Ada Example": moved`,
			active:    true,
		},
		{
			name:      "deactivated by an operator",
			employees: []employee.Employee{old, emp("e9", "Ada", "ada@example.com", back)},
			user:      inactive(linked("u1", "e1", "ada@example.com"), false),
			want:      `relink user u1 employee e9 "Ada Example": moved`,
		},
		{
			name:      "deactivated by an operator, reactivate always",
			employees: []employee.Employee{old, emp("e9", "Ada", "ada@example.com", back)},
			user:      inactive(linked("u1", "e1", "ada@example.com"), false),
			policy:    syncplan.Policy{Reactivate: syncplan.ReactivationAlways},
			want:      `relink user u1 employee e9 "Ada Example": returned`,
			active:    true,
		},
		{
			name:      "reactivate never",
			employees: []employee.Employee{old, emp("e9", "Ada", "ada@example.com", back)},
			user:      inactive(linked("u1", "e1", "ada@example.com"), true),
			policy:    syncplan.Policy{Reactivate: syncplan.ReactivationNever, Inactive: syncplan.InactiveUpdate},
			want:      `relink user u1 employee e9 "Ada Example": moved`,
		},
		{
			name:      "in the window",
			employees: []employee.Employee{old, emp("e9", "Ada", "ada@example.com", field("hire_date", "2026-11-24"))},
			user:      inactive(linked("u1", "e1", "ada@example.com"), true),
			policy:    syncplan.Policy{CreateAhead: 2},
			want:      `relink user u1 employee e9 "Ada Example": returned`,
			active:    true,
		},
		{
			name:      "before the window",
			employees: []employee.Employee{old, emp("e9", "Ada", "ada@example.com", field("hire_date", "2026-11-25"))},
			user:      inactive(linked("u1", "e1", "ada@example.com"), true),
			policy:    syncplan.Policy{CreateAhead: 2},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy = tt.policy
			tt.user.Attributes[1] = syncplan.TextAttribute("department", "Support")
			users := []syncplan.User{tt.user}
			p := build(t, roster(t, tt.employees...), users, s)
			got := ""
			for _, a := range held(p) {
				got += a.String()
			}
			if got != tt.want || len(p.Actions) > 0 {
				t.Fatalf("held %q, want %q\n%s", got, tt.want, p)
			}
			var approvals []syncplan.Approval
			for _, h := range p.Held {
				approvals = append(approvals, h.ApproveAll("a test", now.Add(time.Hour)))
			}
			after := syncplantest.Apply(
				syncplan.Existing{Users: users},
				build(t, roster(t, tt.employees...), users, s, approvals...),
			)
			u := after.Users[0]
			if u.Active != tt.active {
				t.Errorf("active is %t, want %t\n%s", u.Active, tt.active, p)
			}
			if tt.want == "" {
				return
			}
			if diff := cmp.Diff(syncplan.Link{Source: "test/acme", EmployeeID: "e9"}, u.Link); diff != "" {
				t.Error(diff)
			}
			if again := build(t, roster(t, tt.employees...), after.Users, s); len(again.Actions)+len(again.Held) > 0 {
				t.Errorf("there is still to do:\n%s", again)
			}
		})
	}
}

// TestSamePerson: under relink "same_person" a relink runs only where nothing is in doubt.
func TestSamePerson(t *testing.T) {
	t.Parallel()
	left, back := field("termination_date", "2026-06-30"), field("hire_date", "2026-11-01")
	first, over := field("original_hire_date", "2020-01-01"), field("status", "inactive")
	number := func(n string) func(*employee.Employee) { return field("number", n) }
	for _, tt := range []struct {
		name     string
		old, new []func(*employee.Employee)
		number   string // of the user
		elsewhere,
		runs bool
	}{
		{name: "only the address", new: []func(*employee.Employee){back}},
		{name: "the original hire date", new: []func(*employee.Employee){back, first}, runs: true},
		{
			name: "an original hire date after the old end",
			new:  []func(*employee.Employee){back, field("original_hire_date", "2026-11-01")},
		},
		{name: "the number", new: []func(*employee.Employee){back, number("7")}, number: "7", runs: true},
		{name: "another number", new: []func(*employee.Employee){back, first, number("8")}, number: "7"},
		{name: "a withheld number", new: []func(*employee.Employee){back, first, number("withheld")}, number: "7"},
		{name: "another last name", new: []func(*employee.Employee){back, first, field("last_name", "Other")}},
		{
			name: "another last name of the old record",
			old:  []func(*employee.Employee){field("last_name", "Other")}, new: []func(*employee.Employee){back, first},
		},
		{name: "a user of another source", new: []func(*employee.Employee){back, first}, elsewhere: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.Relink = syncplan.RelinkPolicySamePerson
			s.Match = []syncplan.Key{{Targets: []string{"email"}}, {Targets: []string{"number"}}}
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_name", From: []employee.Field{"last_name"}},
				mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			user := inactive(linked("u1", "e1", "ada@example.com"), true)
			user.Attributes = syncplan.Attributes{syncplan.TextAttribute("first_name", "Ada"),
				syncplan.TextAttribute("last_name", "Example"), syncplan.TextAttribute("number", tt.number)}
			if tt.elsewhere {
				user.Link.Source = "test/other"
			}
			ended := append([]func(*employee.Employee){left, over, number("empty")}, tt.old...)
			rehired := append([]func(*employee.Employee){number("empty")}, tt.new...)
			p := build(
				t,
				roster(t, emp("e1", "Ada", "ada@example.com", ended...), emp("e9", "Ada", "ada@example.com", rehired...)),
				[]syncplan.User{user},
				s,
			)
			runs := slices.ContainsFunc(p.Actions, func(a syncplan.Action) bool { return a.Kind == syncplan.KindRelink })
			if runs != tt.runs {
				t.Errorf("runs: %t, want %t\n%s", runs, tt.runs, p)
			}
		})
	}
}
