package syncplan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestImpossibleInput is what Build refuses, and in which words.
func TestImpossibleInput(t *testing.T) {
	t.Parallel()
	user := func(id string) syncplan.User { return syncplan.User{ID: id, Active: true} }
	scope := func(s *syncplan.Settings) {
		s.Mapping.Scope = mapping.Condition{Field: "department", Op: mapping.OpEquals}
	}
	for _, tt := range []struct {
		name   string
		users  []syncplan.User
		change func(*syncplan.Settings)
		want   string
	}{
		{
			name:  "two users with one id",
			users: []syncplan.User{user("u1"), user("u2"), user("u1")},
			want:  `syncplan: existing users: users[2]: a second user with the id "u1"`,
		},
		{
			name:  "two employees linked to one user",
			users: []syncplan.User{linked("u1", "e1", "ada@example.com"), linked("u1", "e2", "ada@example.com")},
			want:  `syncplan: existing users: users[1]: a second user with the id "u1"`,
		},
		{
			name:  "a user with a blank id",
			users: []syncplan.User{user(" ")},
			want:  "syncplan: existing users: users[0]: no id",
		},
		{
			name:  "half a link",
			users: []syncplan.User{{ID: "u1", Link: syncplan.Link{EmployeeID: "e1"}}},
			want:  `syncplan: existing users: users[0]: user "u1" has half a link: give source and employee id, or neither`,
		},
		{
			name:   "a zone that does not exist",
			change: func(s *syncplan.Settings) { s.Zone = "Europe/Berlni" },
			want:   `zone: this machine knows no zone "Europe/Berlni": correct the name, or import time/tzdata in your program`,
		},
		{
			name:   "no zone",
			change: func(s *syncplan.Settings) { s.Zone = "" },
			want:   `zone: missing: name an IANA zone such as "Europe/Berlin"`,
		},
		{
			name: "a zone rule for a zone that does not exist",
			change: func(s *syncplan.Settings) {
				s.Zones = []syncplan.ZoneRule{
					{When: mapping.Condition{Field: "location", Op: mapping.OpPresent}, Zone: "Mars/Base"},
				}
			},
			want: `zones[0].zone: this machine knows no zone "Mars/Base": ` +
				`correct the name, or import time/tzdata in your program`,
		},
		{name: "a condition that tests against nothing", change: scope, want: `mapping.scope.values: `},
		{
			name: "every employee in scope is blocked",
			change: func(s *syncplan.Settings) {
				s.Mapping.Scope = mapping.Condition{Field: "department", Op: mapping.OpPresent}
				s.Policy.Block = s.Mapping.Scope
			},
			want: "policy.block: the same as mapping.scope: every employee in scope would be blocked",
		},
		{
			name: "a name before an identifier",
			change: func(s *syncplan.Settings) {
				s.Match = []syncplan.Key{{Targets: []string{"first_name"}, Name: true}, {Targets: []string{"email"}}}
			},
			want: "match[0].name: a name matches only where no identifier is set: put it after the other keys",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			if tt.change != nil {
				tt.change(&s)
			}
			p, err := syncplan.Build(roster(t, emp("e1", "Ada", "ada@example.com")), syncplan.Existing{Users: tt.users}, s, now)
			if err == nil {
				t.Fatalf("no error, but\n%s", p)
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestAmbiguousInput is what Build plans around: an employee concerned is in a
// note, and all others in the plan.
func TestAmbiguousInput(t *testing.T) {
	t.Parallel()
	eve := emp("e9", "Eve", "eve@example.com")
	for _, tt := range []struct {
		name      string
		employees []employee.Employee
		users     []syncplan.User
		want      string
	}{
		{
			name:      "two employees fit one user",
			employees: []employee.Employee{emp("e1", "Ada", "ada@example.com"), emp("e2", "Bob", "ADA@example.com")},
			users:     []syncplan.User{free("u1", "ada@example.com")},
			want: `create employee e9 "Eve Example": hired; ` +
				`conflict employees e1, e2 user u1 same_email: several employees have the same address in HR: ` +
				`give each their own`,
		},
		{
			name:      "an employee linked twice",
			employees: []employee.Employee{emp("e1", "Ada", "ada@example.com")},
			users:     []syncplan.User{linked("u1", "e1", "ada@example.com"), linked("u2", "e1", "a@example.com")},
			want: `create employee e9 "Eve Example": hired; ` +
				`conflict employee e1 users u1, u2 linked_twice: several users are linked to one employee: unlink all but one`,
		},
		{
			name:      "users' addresses that differ in case",
			employees: []employee.Employee{emp("e1", "Ada", "ada@example.com")},
			users:     []syncplan.User{free("u1", "Ada@example.com"), free("u2", "ADA@example.com")},
			want: `create employee e9 "Eve Example": hired; ` +
				`conflict employee e1 users u1, u2 several_users: several users match one employee: ` +
				`link the right one, or give the others another email`,
		},
		{
			name:      "users' addresses that differ in Unicode form",
			employees: []employee.Employee{emp("e1", "Zoë", "zoe\u0308@example.com")},
			users:     []syncplan.User{free("u1", "zo\u00eb@example.com"), free("u2", "ZOE\u0308@example.com")},
			want: `create employee e9 "Eve Example": hired; ` +
				`conflict employee e1 users u1, u2 several_users: several users match one employee: ` +
				`link the right one, or give the others another email`,
		},
		{
			name: "employees' addresses that differ in Unicode form",
			employees: []employee.Employee{
				emp("e1", "Zoë", "zo\u00eb@example.com"),
				emp("e2", "Zoë", "zoe\u0308@example.com"),
			},
			want: `create employee e9 "Eve Example": hired; ` +
				`conflict employees e1, e2 same_email: several employees have the same address and name in HR: ` +
				`if they are two records of one employee, leave one of them out of the scope, or end it; ` +
				`if not, give each their own address`,
		},
		{
			name:      "a user's address that differs in Unicode form",
			employees: []employee.Employee{emp("e1", "Zoë", "zo\u00eb@example.com")},
			users:     []syncplan.User{linked("u1", "e1", "zoe\u0308@example.com")},
			want:      `update user u1 employee e1 "Zoë Example": changed; create employee e9 "Eve Example": hired`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := heads(build(t, roster(t, append(tt.employees, eve)...), tt.users, settings())); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestNothingIsLost: an employee in no action, and not up to date, is in a
// note.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	for seed := range uint64(race.Pick(2_000, 200)) {
		w := worlds.New(seed)
		r := w.Roster()
		planner, err := syncplan.Prepare(r, w.Existing, w.Settings, w.At)
		if err != nil {
			t.Fatal(err)
		}
		p := planner.Plan()
		for e := range r.All() {
			x, ok := planner.Explain(p, e.ID)
			if !ok || x.Gate == "" {
				t.Fatalf("seed %d: %s is not explained", seed, e.ID)
			}
			if len(x.Actions)+len(x.Held)+len(x.Notes) > 0 {
				continue
			}
			// As HR has it: an active user of a present employee, or an
			// inactive one of an employee who must not be active.
			at := slices.IndexFunc(w.Existing.Users, func(u syncplan.User) bool { return u.ID == x.UserID })
			mayBeActive := x.Disposition == "present" || x.Disposition == "pre_hire" ||
				(x.Disposition == "left" || x.Disposition == "grace") && w.Settings.Policy.Left == syncplan.TreatmentSync
			mayBeInactive := slices.Contains([]syncplan.Disposition{"left", "grace", "blocked", "out_of_scope"}, x.Disposition)
			if at < 0 || w.Existing.Users[at].Active && !mayBeActive || !w.Existing.Users[at].Active && !mayBeInactive {
				t.Fatalf("seed %d: %s is lost:\n%s%s", seed, e.ID, x, p)
			}
		}
		for _, u := range w.Existing.Users {
			x, ok := planner.ExplainUser(p, u.ID)
			if !ok || x.Gate == "" {
				t.Fatalf("seed %d: %s is not explained", seed, u.ID)
			}
		}
	}
}

// within fails the test where a Build takes as long as quadratic time would. A
// Build of these sizes takes about a second.
func within(t *testing.T, employees []employee.Employee, users []syncplan.User, s syncplan.Settings) *syncplan.Plan {
	t.Helper()
	r := roster(t, employees...)
	started := time.Now()
	p := build(t, r, users, s)
	if took := time.Since(started); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
	return p
}

func TestManyUsersWithOneAddress(t *testing.T) {
	t.Parallel()
	n := race.Pick(200_000, 20_000)
	users := make([]syncplan.User, n)
	for i := range users {
		users[i] = free(fmt.Sprintf("u%06d", i), "same@example.com")
	}
	p := within(t, []employee.Employee{emp("e1", "Ada", "same@example.com"), emp("e2", "Bob", "bob@example.com")},
		users, settings())
	if len(p.Notes) != 1 || p.Notes[0].Reason != syncplan.ReasonSeveralUsers || len(p.Notes[0].UserIDs) != n ||
		len(p.Actions) != 1 {
		t.Errorf("got %s", p.Summary())
	}
	if text := p.String(); len(text) > 2_000 {
		t.Errorf("the text has %d bytes", len(text))
	}
}

// TestManyLeaversWithOneAddress: all of them are to have a user, and none gets one.
func TestManyLeaversWithOneAddress(t *testing.T) {
	t.Parallel()
	n := race.Pick(200_000, 20_000)
	employees := make([]employee.Employee, n)
	for i := range employees {
		employees[i] = emp(fmt.Sprintf("e%06d", i), "Ada", "gone@example.com", field("termination_date", yesterday))
	}
	s := settings()
	s.Policy.Left = syncplan.TreatmentSync
	p := within(t, employees, nil, s)
	if len(p.Actions) != 0 || len(p.Notes) != n || p.Notes[0].Reason != syncplan.ReasonEmailTaken {
		t.Errorf("got %s", p.Summary())
	}
}

func TestManyEmployeesWithOneNumber(t *testing.T) {
	t.Parallel()
	n := race.Pick(50_000, 5_000)
	employees, users := make([]employee.Employee, n), make([]syncplan.User, n)
	for i := range n { // whose users are linked to records that are gone
		employees[i] = emp(fmt.Sprintf("e%06d", i), "Ada", fmt.Sprintf("%d@example.com", i), field("number", "7"))
		users[i] = linked(fmt.Sprintf("u%06d", i), fmt.Sprintf("old%d", i), fmt.Sprintf("%d@old.example.com", i))
		users[i].Attributes = append(users[i].Attributes, syncplan.TextAttribute("number", "7"))
	}
	s := settings()
	s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
	p := within(t, employees, users, s)
	if len(p.Actions) != 0 || p.Notes[0].Reason != syncplan.ReasonLinkedOther || len(p.Notes[0].EmployeeIDs) != 2*n ||
		len(p.Notes[0].UserIDs) != n {
		t.Errorf("got %s", p.Summary())
	}
}

// TestChainOfManagers: 100,000 employees, each reports to the next.
func TestChainOfManagers(t *testing.T) {
	t.Parallel()
	n := race.Pick(100_000, 10_000)
	employees, users := chain(n, func(i int) string { return fmt.Sprintf("e%06d", i+1) })
	p := within(t, employees, users, withManagers())
	if got := p.Summary().Actions[syncplan.KindSetManager]; got != n-1 {
		t.Errorf("%d managers are set, want %d: %s", got, n-1, p.Summary())
	}
}

// TestCirclesThatOpenOneAnother: the first two report to each other and
// all others to the first, but the old managers are a chain up from her.
func TestCirclesThatOpenOneAnother(t *testing.T) {
	t.Parallel()
	n := race.Pick(50_000, 5_000)
	employees, users := chain(n, func(i int) string {
		if i == 0 {
			return "e000001"
		}
		return "e000000"
	})
	for i := range n - 1 {
		users[i].ManagerID = fmt.Sprintf("u%06d", i+1)
	}
	users[0].ManagerID = "u000002"
	p := within(t, employees, users, withManagers())
	after := syncplantest.Apply(syncplan.Existing{Users: users}, p)
	above := make(map[string]string, n)
	for _, u := range after.Users {
		above[u.ID] = u.ManagerID
	}
	for _, a := range p.Actions { // no user whose manager is set is in a reporting cycle
		id, steps := above[a.UserID], 0
		for ; id != "" && id != a.UserID && steps <= n; steps++ {
			id = above[id]
		}
		if id == a.UserID {
			t.Fatalf("%s is in a reporting cycle of %d steps", a.UserID, steps)
		}
		if steps > 100 {
			break // one long way up is enough
		}
	}
}

// chain returns n linked employees with the managers that boss names.
func chain(n int, boss func(i int) string) ([]employee.Employee, []syncplan.User) {
	employees, users := make([]employee.Employee, n), make([]syncplan.User, n)
	for i := range n {
		email := fmt.Sprintf("%d@example.com", i)
		employees[i] = emp(fmt.Sprintf("e%06d", i), "Ada", email, field("manager.id", boss(i)))
		users[i] = linked(fmt.Sprintf("u%06d", i), employees[i].ID, email)
	}
	return employees, users
}

func withManagers() syncplan.Settings {
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}})
	return s
}
