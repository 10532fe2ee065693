package syncplan_test

import (
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestClaims: employees who share a key with a user of another record. Each case
// is planned in both orders of employees and users.
func TestClaims(t *testing.T) {
	t.Parallel()
	numbered := func(id, number, email string, with ...func(*employee.Employee)) employee.Employee {
		return emp(id, "Ada", email, append(with, field("number", number))...)
	}
	user := func(id, employeeID, number, email string) syncplan.User {
		u := syncplan.User{ID: id, Email: email, Active: true,
			Attributes: syncplan.Attributes{
				syncplan.TextAttribute("first_name", "Ada"),
				syncplan.TextAttribute("department", "Sales"),
				syncplan.TextAttribute("number", number),
			}}
		if employeeID != "" {
			u.Link = syncplan.Link{Source: "test/acme", EmployeeID: employeeID}
		}
		return u
	}
	leaver := field("termination_date", yesterday)
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		want      []string // actions before guards, but for creates
	}{
		{
			name: "rehired under a new id",
			employees: []employee.Employee{
				numbered("e1", "1", "old@example.com", leaver),
				numbered("e2", "2", "ada@example.com"),
			},
			users: []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
			want:  []string{"relink u1"},
		},
		{
			name: "the claim is by a later key, and by an earlier one another employee's user is claimed",
			employees: []employee.Employee{
				numbered("e1", "1", "old@example.com", leaver),
				numbered("e2", "2", "ada@example.com"),
				numbered("e3", "2", "bob@example.com"),
			},
			users: []syncplan.User{user("u1", "e1", "1", "ada@example.com"), user("u3", "e3", "2", "bob@example.com")},
		},
		{
			name:      "two claim one user by different keys",
			employees: []employee.Employee{numbered("e2", "2", "ada@example.com"), numbered("e3", "1", "bob@example.com")},
			users:     []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
		},
		{
			name:      "two claim one of two users that are linked to one record",
			employees: []employee.Employee{numbered("e2", "1", "ada@example.com"), numbered("e3", "1", "bob@example.com")},
			users:     []syncplan.User{user("u1", "e1", "1", "old@example.com"), user("u2", "e1", "9", "nine@example.com")},
		},
		{
			name:      "the claimant shares another key with a joiner",
			employees: []employee.Employee{numbered("e2", "2", "ada@example.com"), numbered("e3", "2", "bob@example.com")},
			users:     []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
		},
		{
			name: "parties of a conflict still keep the user that they claim",
			employees: []employee.Employee{
				numbered("e1", "1", "old@example.com", leaver),
				numbered("e2", "2", "ada@example.com"),
				numbered("e3", "3", "ada@example.com"),
			},
			users: []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
		},
		{
			name: "the user of a current employee is updated all the same",
			employees: []employee.Employee{
				numbered("e1", "1", "ada@example.com", field("department", "R&D")),
				numbered("e2", "1", "bob@example.com"),
			},
			users: []syncplan.User{user("u1", "e1", "1", "ada@example.com")},
			want:  []string{"update u1"},
		},
		{
			name: "a leaver matches no user by a later key while an earlier one is shared with a current employee",
			employees: []employee.Employee{
				numbered("e1", "1", "ada@example.com", leaver),
				numbered("e2", "1", "bob@example.com"),
			},
			users: []syncplan.User{user("u1", "", "", "ada@example.com"), user("u2", "", "1", "bob@example.com")},
			want:  []string{"link u2"},
		},
		{
			name: "a leaver who has a user does not compete with another leaver",
			employees: []employee.Employee{
				numbered("e1", "1", "ada@example.com", leaver),
				numbered("e2", "1", "bob@example.com", leaver),
			},
			users: []syncplan.User{user("u1", "e1", "", "ada@example.com"), user("u2", "", "1", "x@example.com")},
			want:  []string{"deactivate u2", "deactivate u1"},
		},
		{
			name: "a leaver claims no user",
			employees: []employee.Employee{
				numbered("e1", "1", "old@example.com", leaver),
				numbered("e2", "1", "ada@example.com", leaver),
			},
			users: []syncplan.User{user("u1", "e1", "1", "old@example.com")},
			want:  []string{"deactivate u1"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
			s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
			var first string
			for range 2 {
				p := build(t, roster(t, tt.employees...), tt.users, s)
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
				slices.Reverse(tt.employees)
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
