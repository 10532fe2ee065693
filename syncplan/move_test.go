package syncplan_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// movesFrom are settings of a source that replaces old/acme.
func movesFrom(sameIDs bool) syncplan.Settings {
	s := withLastName()
	s.MovesFrom = []syncplan.Move{{Source: "old/acme", SameIDs: sameIDs}}
	return s
}

// approved is the plan with every hold of it approved.
func approved(t *testing.T, p *syncplan.Planner) *syncplan.Plan {
	t.Helper()
	var approvals []syncplan.Approval
	for _, h := range p.Plan().Held {
		approvals = append(approvals, h.ApproveAll("an operator", now.AddDate(0, 0, 7)))
	}
	return p.Plan(approvals...)
}

// TestRenamedSource: the same employees under another name of the account, with other
// addresses. One hold has everything, and once it is approved nothing is left to do.
func TestRenamedSource(t *testing.T) {
	t.Parallel()
	employees, users := lookalikes(60)
	for i := range users {
		users[i] = of("old/acme", employees[i].ID, users[i])
		users[i].Attributes = append(users[i].Attributes, syncplan.TextAttribute("department", "Support"))
	}
	r := roster(t, employees...)
	for _, first := range []syncplan.FirstPlan{syncplan.FirstPlanRun, syncplan.FirstPlanHold} {
		s := movesFrom(true)
		s.Policy.FirstPlan = first
		p := prepare(t, r, users, s)
		plan := p.Plan()
		if got := plan.Summary().String(); got != "nothing to do; 60 held by move" {
			t.Fatalf("first plan %q: %s", first, got)
		}
		relink := plan.Held[0].Actions[0]
		var has []string
		for _, c := range relink.Changes {
			has = append(has, c.Attribute)
		}
		if relink.Kind != syncplan.KindRelink || relink.Linked != users[0].Link ||
			relink.Link != (syncplan.Link{Source: "test/acme", EmployeeID: "e0"}) ||
			!slices.Equal(has, []string{"email", "department"}) {
			t.Errorf("the first action: %+v", relink)
		}
		plan = approved(t, p)
		if got := plan.Summary().String(); got != "60 relink" {
			t.Errorf("first plan %q, approved: %s", first, got)
		}
		after := syncplantest.Apply(syncplan.Existing{Users: users}, plan)
		if got := build(t, r, after.Users, s).Summary().String(); got != "nothing to do" {
			t.Errorf("first plan %q, afterwards: %s", first, got)
		}
	}
}

// TestOtherVendor: the employees have other ids, and are matched by the keys. What the
// settings do not name is a possible duplicate.
func TestOtherVendor(t *testing.T) {
	t.Parallel()
	employees, users := lookalikes(60)
	for i := range users {
		users[i] = of("old/acme", fmt.Sprint(1000+i), users[i])
		users[i].Email = employees[i].WorkEmail
	}
	r := roster(t, employees...)
	if got := counted(build(t, r, users, movesFrom(false))); got != "nothing to do; 60 held by move" {
		t.Errorf("with moves_from: %s", got)
	}
	if got := counted(build(t, r, users, withLastName())); got != "nothing to do; 60 held by relinks and email_changes" {
		t.Errorf("without: %s", got)
	}
	for i := range users { // another domain, too
		users[i].Email = fmt.Sprintf("ada%d@old.example.com", i)
	}
	p := build(t, r, users, movesFrom(false))
	if got := counted(p); got != "nothing to do; 60 held by possible_duplicates and creates" {
		t.Errorf("with moves_from, and nothing to match by: %s", got)
	}
	if n := p.Notes[0]; n.Kind != syncplan.NoteKindAlert || n.Reason != syncplan.ReasonLeftBehind || len(n.UserIDs) != 60 {
		t.Errorf("the first note: %+v", n)
	}
}

// TestMove: what becomes of one user of the replaced source.
func TestMove(t *testing.T) {
	t.Parallel()
	user := of("old/acme", "e1", userNamed("u1", "ada@example.com", "Ada", "Example"))
	user.Attributes = append(user.Attributes, syncplan.TextAttribute("department", "Sales"))
	with := func(change func(*syncplan.User)) syncplan.User {
		u := user
		change(&u)
		return u
	}
	left := []func(*employee.Employee){field("termination_date", "2026-10-31"), field("status", "inactive")}
	for _, tt := range []struct {
		name     string
		employee employee.Employee
		user     syncplan.User
		sameIDs  bool
		policy   syncplan.Policy
		want     string // Ada is the employee and the user
		active   bool   // the user once all is approved
	}{
		{
			name: "found by the address", employee: emp("e9", "Ada", "ada@example.com"), user: user,
			want: `held by move; relink user u1 employee e9 "Ada Example": moved`, active: true,
		},
		{
			name: "found by the id", employee: emp("e1", "Ada", "ada@new.example.com"), user: user, sameIDs: true,
			want: `held by move; relink user u1 employee e1 "Ada Example": moved`, active: true,
		},
		{
			name: "the ids are not the same ones", employee: emp("e1", "Bob", "bob@new.example.com"), user: user,
			want: `create employee e1 "Bob Example": hired; alert user u1 left_behind`, active: true,
		},
		{
			name: "the same id, and neither name nor address", employee: emp("e1", "Bob", "bob@new.example.com",
				func(e *employee.Employee) { e.LastName = "Beispiel" }), user: user, sameIDs: true,
			want:   `create employee e1 "Bob Beispiel": hired; alert user u1 left_behind; hint employee e1 user u1 other_name`,
			active: true,
		},
		{
			name: "the same address, and another id", employee: emp("e2", "Ada", "ada@example.com"), user: user, sameIDs: true,
			want: `alert user u1 left_behind; hint employee e2 user u1 other_name`, active: true,
		},
		{
			name: "has left in the new source", employee: emp("e9", "Ada", "ada@example.com", left...), user: user,
			want: `held by move; deactivate user u1 employee e9 "Ada Example": left`,
		},
		{
			name: "deactivated by the sync", employee: emp("e9", "Ada", "ada@example.com"), user: inactive(user, true),
			want: `held by move; relink user u1 employee e9 "Ada Example": returned`, active: true,
		},
		{
			name: "deactivated by an operator", employee: emp("e9", "Ada", "ada@example.com"), user: inactive(user, false),
			want: `held by move; relink user u1 employee e9 "Ada Example": moved; hint employee e9 user u1 "Ada Example" manual`,
		},
		{
			name: "deactivated, and has left", employee: emp("e9", "Ada", "ada@example.com", left...),
			user: inactive(user, true),
		},
		{
			name: "ignored", employee: emp("e9", "Ada", "ada@example.com"),
			user: with(func(u *syncplan.User) { u.Ignored = true }), active: true,
			want: `skipped employee e9 user u1 "Ada Example" ignored`,
		},
		{
			name: "left behind by no_record deactivate", employee: emp("e9", "Bob", "bob@example.com"), user: user,
			policy: syncplan.Policy{NoRecord: syncplan.TreatmentDeactivate}, active: true,
			want: `create employee e9 "Bob Example": hired; alert user u1 left_behind`,
		},
		{
			name:     "the remembered end date stays",
			employee: emp("e9", "Ada", "ada@example.com", field("termination_date", "2027-01-31")),
			active:   true, user: with(func(u *syncplan.User) { u.EndsOn = date("2027-01-31") }),
			policy: syncplan.Policy{NoRecord: syncplan.TreatmentDeactivateEnded},
			want:   `held by move; relink user u1 employee e9 "Ada Example": moved`,
		},
		{
			name: "same_person lets no move run", employee: emp("e9", "Ada", "ada@example.com"), user: user,
			policy: syncplan.Policy{Relink: syncplan.RelinkPolicySamePerson}, active: true,
			want: `held by move; relink user u1 employee e9 "Ada Example": moved`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := movesFrom(tt.sameIDs)
			s.Policy = tt.policy
			r, x := roster(t, tt.employee), syncplan.Existing{Users: []syncplan.User{tt.user}}
			p := prepare(t, r, x.Users, s)
			var parts []string
			for part := range strings.SplitSeq(heads(p.Plan()), "; ") {
				switch kind, _, _ := strings.Cut(part, " "); kind {
				case "relink", "create", "deactivate":
					parts = append(parts, part)
				case "held", "alert", "hint", "skipped":
					head, _, _ := strings.Cut(part, ": ")
					parts = append(parts, head)
				}
			}
			if got := strings.Join(parts, "; "); got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, p.Plan())
			}
			after := syncplantest.Apply(x, approved(t, p))
			if got := after.Users[0]; got.Active != tt.active || got.EndsOn != tt.user.EndsOn {
				t.Errorf("afterwards active is %v and ends_on %v", got.Active, got.EndsOn)
			}
			syncplantest.CheckLaws(t, r, x, s, now)
		})
	}
}

// TestLeftBehindInAConflict: a user that only a party of a conflict matches is named, too.
func TestLeftBehindInAConflict(t *testing.T) {
	t.Parallel()
	s := movesFrom(false)
	s.Match = []syncplan.Key{{Targets: []string{"email"}}, {Targets: []string{"department"}}}
	employees := []employee.Employee{emp("e1", "Ada", "ada@example.com"), emp("e2", "Ada", "ada2@example.com")}
	users := []syncplan.User{
		of("old/acme", "1", userNamed("u1", "ada@example.com", "Ada", "Example")),
		of("old/acme", "2", userNamed("u2", "other@example.com", "Ada", "Example")),
	}
	users[1].Attributes = append(users[1].Attributes, syncplan.TextAttribute("department", "Sales"))
	p := build(t, roster(t, employees...), users, s)
	if n := p.Notes[0]; n.Reason != syncplan.ReasonLeftBehind || !slices.Equal(n.UserIDs, []string{"u1", "u2"}) {
		t.Errorf("the first note names %v:\n%s", n.UserIDs, p)
	}
	syncplantest.CheckLaws(t, roster(t, employees...), syncplan.Existing{Users: users}, s, now)
}

// TestMoveCountsNowhereElse: a move of all addresses, names and departments, with leavers,
// trips no other guard, and the base of the others has the users of the replaced source.
func TestMoveCountsNowhereElse(t *testing.T) {
	t.Parallel()
	const n = 150
	employees, users := lookalikes(n)
	for i := range users {
		users[i] = of("old/acme", employees[i].ID, users[i])
		users[i].Attributes = syncplan.Attributes{
			syncplan.TextAttribute("first_name", "Addie"), users[i].Attributes[1],
			syncplan.TextAttribute("department", "Support"),
		}
		if i < 60 {
			field("termination_date", "2026-10-31")(&employees[i])
			field("status", "inactive")(&employees[i])
		}
	}
	for i := range 30 { // a fifth of 150
		employees = append(employees, emp(fmt.Sprintf("j%d", i), "Joiner", fmt.Sprintf("j%d@example.com", i)))
	}
	r, s := roster(t, employees...), movesFrom(true)
	if got := counted(build(t, r, users, s)); got != "30 create; 150 held by move" {
		t.Errorf("30 joiners: %s", got)
	}
	employees = append(employees, emp("j30", "Joiner", "j30@example.com"))
	p := build(t, roster(t, employees...), users, s)
	if got := counted(p); got != "nothing to do; 181 held by move and creates" {
		t.Errorf("31 joiners: %s", got)
	}
	p = build(t, roster(t), users, s)
	if len(p.Held) != 1 || p.Held[0].Guard != syncplan.GuardEmptyRoster {
		t.Errorf("an empty roster: %s", p.Summary())
	}
}

// TestFaultsOfMoves: each fault has its path, and says what to do.
func TestFaultsOfMoves(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		moves []syncplan.Move
		want  string
	}{
		{name: "several", moves: []syncplan.Move{{Source: "old/acme", SameIDs: true}, {Source: "older/acme"}}},
		{name: "none", moves: []syncplan.Move{}},
		{
			name: "no source", moves: []syncplan.Move{{}},
			want: `moves_from[0].source: missing: name the source of the old links, such as "bamboohr/acme"`,
		},
		{
			name: "no tenant", moves: []syncplan.Move{{Source: "old/acme"}, {Source: "bamboohr"}},
			want: `moves_from[1].source: "bamboohr" is no source: ` +
				`want provider and tenant as in the old links, such as "bamboohr/acme"`,
		},
		{
			name: "a blank", moves: []syncplan.Move{{Source: " old/acme"}},
			want: `moves_from[0].source: " old/acme" is no source: ` +
				`want provider and tenant as in the old links, such as "bamboohr/acme"`,
		},
		{
			name: "twice", moves: []syncplan.Move{{Source: "old/acme"}, {Source: "old/acme"}},
			want: `moves_from[1].source: "old/acme" is named twice: name each source once`,
		},
		{
			name:  "two with the same ids",
			moves: []syncplan.Move{{Source: "old/acme", SameIDs: true}, {Source: "older/acme", SameIDs: true}},
			want:  `moves_from[1].same_ids: moves_from[0].same_ids is set, too: an id can be that of one source only`,
		},
		{
			name: "its own source", moves: []syncplan.Move{{Source: "test/acme"}},
			want: `moves_from[0].source: "test/acme" is the source of the roster itself: name the one that it replaces`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := withLastName()
			s.MovesFrom = tt.moves
			_, err := syncplan.Build(roster(t), syncplan.Existing{}, s, now)
			got := ""
			if faults, ok := errors.AsType[mapping.Faults](err); ok && len(faults) == 1 {
				got = faults[0].Path + ": " + faults[0].Message
			} else if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
