package syncplan_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestLawQuick: for nearly all employees nothing changes, and rules that only
// copy a text find that out on a way of their own. A rule that asks something
// that holds for every employee goes the long way: the plan must be the same.
func TestLawQuick(t *testing.T) {
	t.Parallel()
	sweep.Each(t, func(t *testing.T, seed uint64) {
		judgeWorld(t, settled(t, worlds.New(seed)), "(-long way +quick way)\n", func(w worlds.World) string {
			return quickDiffers(t, w)
		})
	})
}

const always employee.Field = "custom.always"

// settled returns w after a plan has been carried out whole, and since then a few
// things have happened to employees and users. In every other world, rules only copy.
func settled(t *testing.T, w worlds.World) worlds.World {
	r := rand.New(rand.NewPCG(w.Seed, 9))
	for i := range w.People {
		set(&w.People[i], always, employee.Text("yes"))
	}
	if w.Seed%2 == 0 {
		w.Settings.Mapping.Rules = copyRules(w.Settings.Mapping.Rules)
	}
	p := plan(t, w)
	var approvals []syncplan.Approval
	for _, h := range p.Held {
		approvals = append(approvals, h.ApproveAll("a test", w.At.AddDate(1, 0, 0)))
	}
	w.Existing = syncplantest.Apply(w.Existing, plan(t, w, approvals...))
	for range r.IntN(4) {
		if len(w.Existing.Users) > 0 {
			disturbUser(r, &w.Existing.Users[r.IntN(len(w.Existing.Users))])
		}
	}
	if len(w.People) > 0 && r.IntN(4) > 0 {
		fields := []employee.Field{
			"work_email", "personal_email", "first_name", "department", "number", "manager.id", "status", "termination_date",
			"hire_date", "custom.sync",
		}
		values := []employee.Value{
			employee.Withheld(),
			employee.Empty(),
			{},
			employee.Text("Sales"),
			employee.Text(" Sales"),
			employee.Text("A@example.com"),
			employee.Text("0@example.com"),
		}
		// What does not fit the field leaves it as it is.
		_ = w.People[r.IntN(len(w.People))].Set(fields[r.IntN(len(fields))], values[r.IntN(len(values))])
	}
	if r.IntN(2) == 0 {
		w.At = w.At.AddDate(0, 0, r.IntN(4))
	}
	return w
}

// copyRules returns the rules that take a text from HR, without what changes it.
func copyRules(rules []mapping.Rule) []mapping.Rule {
	var copies []mapping.Rule
	for _, r := range rules {
		if len(r.From) > 0 && r.Type == "" {
			r.Case, r.Lookup, r.NoValue, r.When = "", nil, nil, mapping.Condition{}
			copies = append(copies, r)
		}
	}
	return copies
}

func disturbUser(r *rand.Rand, u *syncplan.User) {
	switch r.IntN(11) {
	case 0:
		u.Email = strings.ToUpper(u.Email)
	case 1:
		u.Active, u.DeactivatedBySync = false, r.IntN(2) == 0
	case 2:
		u.Ignored = true
	case 3:
		u.Protected = true
	case 4:
		u.Link = syncplan.Link{Source: "test/acme", EmployeeID: "e0"}
	case 5:
		u.EndsOn = date("2026-11-20")
	case 6:
		u.ManagerID = ""
	case 7:
		u.Attributes = slices.DeleteFunc(u.Attributes, func(a syncplan.Attribute) bool { return a.Name == "other" })
		u.Attributes = slices.Insert(u.Attributes, 0, syncplan.TextAttribute("other", strings.Repeat("x", 300)))
	default:
		if len(u.Attributes) == 0 {
			return
		}
		slices.Reverse(u.Attributes)
		a := &u.Attributes[r.IntN(len(u.Attributes))]
		text := a.Value.String()
		a.Value = []employee.Value{
			employee.Text(text + " "),
			employee.List(text),
			employee.Empty(),
			employee.Text(text + strings.Repeat("x", 5000)),
			employee.Bool(true),
		}[r.IntN(5)]
	}
}

func planner(t *testing.T, w worlds.World) *syncplan.Planner {
	p, err := syncplan.Prepare(w.Roster(), w.Existing, w.Settings, w.At)
	if err != nil {
		t.Fatalf("world %d: %v", w.Seed, err)
	}
	return p
}

func plan(t *testing.T, w worlds.World, approvals ...syncplan.Approval) *syncplan.Plan {
	p, err := syncplan.Build(w.Roster(), w.Existing, w.Settings, w.At, approvals...)
	if err != nil {
		t.Fatalf("world %d: %v", w.Seed, err)
	}
	return p
}

// quickDiffers compares the plan of w, and what it explains, with what comes out
// where no rule only copies.
func quickDiffers(t *testing.T, w worlds.World) string {
	quick := allTold(t, w)
	rules := slices.Clone(w.Settings.Mapping.Rules)
	for i := range rules {
		if rules[i].When.IsZero() {
			rules[i].When = mapping.Condition{Field: always, Op: mapping.OpPresent}
		}
	}
	w.Settings.Mapping.Rules = rules
	return cmp.Diff(allTold(t, w), quick)
}

// allTold returns all that a plan says, but for how values came about.
func allTold(t *testing.T, w worlds.World) string {
	planner := planner(t, w)
	p := planner.Plan()
	var b strings.Builder
	b.WriteString(p.String() + p.Hash())
	add := func(x syncplan.Explanation, ok bool) {
		if x.Values = nil; !ok {
			t.Errorf("world %d: an employee is not explained", w.Seed)
		}
		b.WriteString(x.String())
	}
	for i := range w.People {
		add(planner.Explain(p, w.People[i].ID))
	}
	for i := range w.Existing.Users {
		add(planner.ExplainUser(p, w.Existing.Users[i].ID))
	}
	return b.String()
}
