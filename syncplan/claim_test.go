package syncplan_test

import (
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestClaims: people who share a key with a user of another record. Each case
// is planned in both orders of people and users.
func TestClaims(t *testing.T) {
	t.Parallel()
	person := func(id, number, email string, with ...func(*employee.Employee)) employee.Employee {
		return emp(id, "Ada", email, append(with, field("number", number))...)
	}
	user := func(id, employeeID, number, email string) syncplan.User {
		u := syncplan.User{ID: id, Email: email, Active: true,
			Attributes: syncplan.Attributes{syncplan.TextAttribute("first_name", "Ada"), syncplan.TextAttribute("department", "Sales"), syncplan.TextAttribute("number", number)}}
		if employeeID != "" {
			u.Link = syncplan.Link{Source: "test/acme", EmployeeID: employeeID}
		}
		return u
	}
	gone := field("termination_date", yesterday)
	for _, tt := range []struct {
		name   string
		people []employee.Employee
		users  []syncplan.User
		want   []string // actions before guards, but for creates
	}{
		{
			name:   "rehired under a new id",
			people: []employee.Employee{person("e1", "1", "old@example.com", gone), person("e2", "2", "ada@example.com")},
			users:  []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
			want:   []string{"relink u1"},
		},
		{
			name:   "the claim is by a later key, and by an earlier one somebody else's user is claimed",
			people: []employee.Employee{person("e1", "1", "old@example.com", gone), person("e2", "2", "ada@example.com"), person("e3", "2", "bob@example.com")},
			users:  []syncplan.User{user("u1", "e1", "1", "ada@example.com"), user("u3", "e3", "2", "bob@example.com")},
		},
		{
			name:   "two claim one user by different keys",
			people: []employee.Employee{person("e2", "2", "ada@example.com"), person("e3", "1", "bob@example.com")},
			users:  []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
		},
		{
			name:   "two claim one of two users that are linked to one record",
			people: []employee.Employee{person("e2", "1", "ada@example.com"), person("e3", "1", "bob@example.com")},
			users:  []syncplan.User{user("u1", "e1", "1", "old@example.com"), user("u2", "e1", "9", "nine@example.com")},
		},
		{
			name:   "the claimant shares another key with somebody who is created",
			people: []employee.Employee{person("e2", "2", "ada@example.com"), person("e3", "2", "bob@example.com")},
			users:  []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
		},
		{
			name:   "parties of a conflict still keep the user that they claim",
			people: []employee.Employee{person("e1", "1", "old@example.com", gone), person("e2", "2", "ada@example.com"), person("e3", "3", "ada@example.com")},
			users:  []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
		},
		{
			name:   "the user of a living record is updated all the same",
			people: []employee.Employee{person("e1", "1", "ada@example.com", field("department", "R&D")), person("e2", "1", "bob@example.com")},
			users:  []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
			want:   []string{"update u1"},
		},
		{
			name:   "a leaver matches nobody by a later key while an earlier one is shared with somebody living",
			people: []employee.Employee{person("e1", "1", "ada@example.com", gone), person("e2", "1", "bob@example.com")},
			users:  []syncplan.User{user("u1", "", "", "ada@example.com"), user("u2", "", "1", "bob@example.com")},
			want:   []string{"link u2"},
		},
		{
			name:   "a leaver who has a user does not compete with another leaver",
			people: []employee.Employee{person("e1", "1", "ada@example.com", gone), person("e2", "1", "bob@example.com", gone)},
			users:  []syncplan.User{user("u1", "e1", "", "ada@example.com"), user("u2", "", "1", "x@example.com")},
			want:   []string{"deactivate u2", "deactivate u1"},
		},
		{
			name:   "a leaver claims nobody",
			people: []employee.Employee{person("e1", "1", "old@example.com", gone), person("e2", "1", "ada@example.com", gone)},
			users:  []syncplan.User{user("u1", "e1", "1", "old@example.com")},
			want:   []string{"deactivate u1"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
			var first string
			for range 2 {
				p := build(t, roster(t, tt.people...), tt.users, s)
				var got []string
				for _, a := range slices.Concat(p.Actions, held(p)) {
					if a.Kind != syncplan.KindCreate {
						got = append(got, string(a.Kind)+" "+a.UserID)
					}
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("got %q, want %q\n%s", got, tt.want, p)
				}
				if first == "" {
					first = p.String()
				} else if p.String() != first {
					t.Errorf("in reverse order the plan is\n%s\nnot\n%s", p, first)
				}
				slices.Reverse(tt.people)
				slices.Reverse(tt.users)
			}
		})
	}
}

// held returns the actions that guards withhold.
func held(p *syncplan.Plan) []syncplan.Action {
	var actions []syncplan.Action
	for _, h := range p.Held {
		actions = append(actions, h.Actions...)
	}
	return actions
}
