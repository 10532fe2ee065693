package syncplan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// A world is a random case: small, so that ids and addresses collide.
type world struct {
	people   []employee.Employee
	x        syncplan.Existing
	settings syncplan.Settings
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func newWorld(r *rand.Rand) world {
	w := world{settings: settings(), x: syncplan.Existing{Groups: map[string][]string{"department": {"Sales"}}}}
	email := func() string {
		return pick(r, "a@example.com", "b@example.com", "B@example.com", "c@example.com", "d@example.com", "e@example.com", "")
	}
	for i := range r.IntN(7) {
		e := emp(fmt.Sprintf("e%d", i), pick(r, "Ada", "Bob"), "x@example.com",
			field("work_email", pick(r, email(), "withheld")), field("status", pick(r, "active", "active", "inactive", "leave", "pending", "empty", "withheld")),
			field("hire_date", pick(r, longAgo, longAgo, tomorrow, "empty", "withheld")), field("termination_date", pick(r, "empty", "empty", yesterday, lastYear, nextYear, "withheld")),
			field("department", pick(r, "Sales", "R&D", "empty", "withheld")), field("custom.sync", pick(r, "yes", "yes", "no", "empty", "withheld")),
			field("personal_email", pick(r, "empty", "p@example.com", "a@example.com")), field("manager.id", pick(r, "empty", "e0", "e1", "e2", "e3")))
		if e.WorkEmail == "" && e.Value("work_email").State() == employee.StateKnown {
			set(&e, "work_email", employee.Empty())
		}
		w.people = append(w.people, e)
	}
	for i := range r.IntN(7) {
		u := syncplan.User{ID: fmt.Sprintf("u%d", i), Email: email(), Active: r.IntN(4) > 0, Protected: r.IntN(8) == 0, Ignored: r.IntN(8) == 0,
			DeactivatedBySync: r.IntN(2) == 0, ManagerID: pick(r, "", "u0", "u1", "u2"),
			Attributes: syncplan.Attributes{syncplan.Text("department", pick(r, "Sales", "R&D", "")), syncplan.Text("first_name", pick(r, "Ada", "Bob"))}}
		if slices.ContainsFunc(w.x.Users, func(o syncplan.User) bool { return strings.EqualFold(o.Email, u.Email) }) {
			u.Email = fmt.Sprintf("u%d@example.com", i) // a product's addresses are unique
		}
		switch r.IntN(4) {
		case 0, 1:
			u.Link = syncplan.Link{Source: "test/acme", EmployeeID: fmt.Sprintf("e%d", r.IntN(8))}
		case 2:
			u.Link = syncplan.Link{Source: "other/acme", EmployeeID: "e1"}
		}
		w.x.Users = append(w.x.Users, u)
	}
	s := &w.settings
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}, OnEmpty: pick(r, mapping.OnEmptyLeave, mapping.OnEmptyClear)})
	if r.IntN(2) == 0 {
		s.Mapping.Scope = mapping.Condition{Field: "custom.sync", Op: mapping.Yes}
	}
	s.Policy = syncplan.Policy{CreateAhead: pick[syncplan.Days](r, 0, 3, syncplan.AnyDays), LeavingEvidence: pick(r, syncplan.EvidenceBoth, syncplan.EvidenceBoth, syncplan.EvidenceEndDate, syncplan.EvidenceStatus),
		Left: pick(r, "", syncplan.TreatKeep, syncplan.TreatSync), OutOfScope: pick(r, "", syncplan.TreatDeactivate), Reactivate: pick(r, "", syncplan.ReactivateAlways, syncplan.ReactivateNever), FirstPlan: pick(r, "", "", syncplan.FirstPlanHold),
		NoRecord: pick(r, "", syncplan.TreatDeactivate, syncplan.TreatDeactivateEnded)}
	if r.IntN(3) == 0 {
		s.Policy.Block = mapping.Condition{Field: "department", Op: mapping.Equals, Values: []string{"R&D"}}
	}
	return w
}

// held returns what a plan holds, without the reasons.
func held(p *syncplan.Plan) map[string]bool {
	set := make(map[string]bool)
	for _, h := range p.Held {
		for _, a := range h.Actions {
			set[string(a.Kind)+a.EmployeeID+a.UserID] = true
		}
	}
	return set
}

func TestLaws(t *testing.T) {
	t.Parallel()
	const cases = 10_000
	kinds := make(map[syncplan.Kind]int)
	for seed := range uint64(cases) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(r)
		people := roster(t, w.people...)
		p, err := syncplan.Build(people, w.x, w.settings, now)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, a := range p.Actions {
			kinds[a.Kind]++
		}
		fail := func(law, format string, args ...any) {
			t.Fatalf("seed %d: %s: %s\n%s", seed, law, fmt.Sprintf(format, args...), p)
		}
		checkOrder(t, r, w, p, fail)
		checkSteps(w, p, fail)
		checkActions(w, p, fail)
		again, err := syncplan.Build(people, syncplantest.Apply(w.x, p), w.settings, now)
		if err != nil {
			fail("convergence", "%v", err)
		}
		if len(again.Actions) > 0 {
			fail("convergence", "the second plan is\n%s", again)
		}
		before := held(p)
		for id := range held(again) {
			if !before[id] && !strings.Contains(id, "new-") {
				fail("convergence", "the second plan holds %s\n%s", id, again)
			}
		}
	}
	for _, k := range []syncplan.Kind{syncplan.CreateGroup, syncplan.Update, syncplan.LinkUser, syncplan.Reactivate, syncplan.Create, syncplan.SetManager, syncplan.Deactivate} {
		if kinds[k] < cases/200 {
			t.Errorf("only %d actions of kind %s in %d cases: the generator is too tame", kinds[k], k, cases)
		}
	}
}

// checkOrder: the order of the input is irrelevant, and the input is unchanged.
func checkOrder(t *testing.T, r *rand.Rand, w world, p *syncplan.Plan, fail func(law, format string, args ...any)) {
	before := fmt.Sprintf("%#v", w.x.Users)
	people, users := slices.Clone(w.people), slices.Clone(w.x.Users)
	r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	r.Shuffle(len(users), func(i, j int) { users[i], users[j] = users[j], users[i] })
	again, err := syncplan.Build(roster(t, people...), syncplan.Existing{Users: users, Groups: w.x.Groups}, w.settings, now)
	if err != nil {
		fail("order", "%v", err)
	}
	if diff := cmp.Diff(p.String(), again.String()); diff != "" || p.Hash() != again.Hash() {
		fail("order", "%s", diff)
	}
	if fmt.Sprintf("%#v", w.x.Users) != before {
		fail("purity", "the users changed")
	}
}

// checkSteps: no two users have one address, after any number of actions.
func checkSteps(w world, p *syncplan.Plan, fail func(law, format string, args ...any)) {
	for state := range syncplantest.Steps(w.x, p) {
		owner := make(map[string]string)
		for _, u := range state.Users {
			email := strings.ToLower(strings.TrimSpace(u.Email))
			if other := owner[email]; other != "" && email != "" {
				fail("one address", "%s and %s have %s", other, u.ID, email)
			}
			owner[email] = u.ID
		}
	}
}

// checkActions: one action for a user beside set_manager, and none for those
// that the plan must not touch.
func checkActions(w world, p *syncplan.Plan, fail func(law, format string, args ...any)) {
	users := make(map[string]syncplan.User)
	for _, u := range w.x.Users {
		users[u.ID] = u
	}
	seen := make(map[string]bool)
	for _, a := range p.Actions {
		u := users[a.UserID]
		if a.Kind != syncplan.SetManager && a.Kind != syncplan.CreateGroup {
			if id := a.UserID + "/" + a.EmployeeID; seen[id] || a.UserID != "" && seen[a.UserID] {
				fail("one action", "%s has two", id)
			} else {
				seen[id], seen[a.UserID] = true, a.UserID != ""
			}
		}
		if u.Ignored || u.Link.Source == "other/acme" {
			fail("hands off", "%v", a)
		}
		if u.Protected && (a.Kind == syncplan.Deactivate || u.Email != "" && slices.ContainsFunc(a.Changes, func(c syncplan.Change) bool { return c.Attribute == "email" })) {
			fail("protected", "%v", a)
		}
	}
}

// TestMonotoneRemoval hides each field of each person: nobody loses access who
// had kept it under some value of that field.
func TestMonotoneRemoval(t *testing.T) {
	t.Parallel()
	removed := func(w world) map[string]bool {
		p, err := syncplan.Build(roster(t, w.people...), w.x, w.settings, now)
		if err != nil {
			t.Fatal(err)
		}
		gone := make(map[string]bool)
		for _, a := range p.Actions {
			if a.Kind == syncplan.Deactivate {
				gone[a.UserID] = true
			}
		}
		for _, h := range p.Held { // before guards: a guard looks at numbers
			for _, a := range h.Actions {
				if a.Kind == syncplan.Deactivate {
					gone[a.UserID] = true
				}
			}
		}
		return gone
	}
	values := map[employee.Field][]string{
		"status": {"active", "leave", "pending", "inactive", "empty"}, "hire_date": {longAgo, yesterday, today, tomorrow, "2025-07-01", "empty"},
		"termination_date": {"empty", yesterday, lastYear, today, nextYear}, "custom.sync": {"yes", "no", "empty"}, "department": {"Sales", "R&D", "empty"},
	}
	for seed := range uint64(2_000) {
		w := newWorld(rand.New(rand.NewPCG(seed, 2)))
		if len(w.people) == 0 {
			continue
		}
		r := rand.New(rand.NewPCG(seed, 3))
		at := r.IntN(len(w.people))
		f := pick(r, "status", "hire_date", "termination_date", "custom.sync", "department")
		with := func(value string) map[string]bool {
			v := w
			v.people = slices.Clone(w.people)
			v.people[at] = w.people[at].Clone()
			field(employee.Field(f), value)(&v.people[at])
			return removed(v)
		}
		for _, hidden := range []string{"withheld", "absent"} {
			for user := range with(hidden) {
				for _, value := range values[employee.Field(f)] {
					if !with(value)[user] {
						t.Fatalf("seed %d: with %s of %s %s, %s is deactivated, though not with %q", seed, f, w.people[at].ID, hidden, user, value)
					}
				}
			}
		}
	}
}
