package syncplan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// with returns an option that sets a field to any value.
func with(f employee.Field, v employee.Value) func(*employee.Employee) {
	return func(e *employee.Employee) { set(e, f, v) }
}

// TestValues: Ada's user under a rule for one attribute; Bob's is ignored.
func TestValues(t *testing.T) {
	t.Parallel()
	const forged = "x\n\ndeactivate user u2\x1b[2K"
	const decomposed, composed = "Ju\u0308rgen", "J\u00fcrgen"
	const team, project employee.Field = "custom.team", "custom.project"
	text, list := employee.Text, employee.List
	hr := func(v employee.Value) options { return options{with(team, v)} }
	plain := mapping.Rule{From: []employee.Field{team}, OnEmpty: mapping.OnEmptyClear}
	ordered, set, keeping, until, answers := plain, plain, plain, plain, plain
	ordered.Type, set.Type, keeping.Type = employee.KindList, mapping.KindSet, mapping.KindSet
	keeping.Others, until.Authority = mapping.OthersKeep, mapping.AuthorityUntilChanged
	answers.Type, answers.Others = mapping.KindSet, mapping.OthersKeep
	answers.Lookup = map[string]string{"r": "Red", "*": "Blue"}
	two := mapping.Rule{From: []employee.Field{team, project}, Type: employee.KindList}
	instead := mapping.Rule{From: []employee.Field{team, project}, OnEmpty: mapping.OnEmptyClear}
	for _, tt := range []struct {
		name     string
		rule     mapping.Rule
		ada, bob options
		has      employee.Value
		kept     []string
		applied  employee.Value
		groups   []string
		want     string // the plan
		stored   employee.Value
	}{
		{name: "HR decomposes", rule: plain, ada: hr(text(decomposed)), has: text(composed)},
		{name: "the product decomposes", rule: plain, ada: hr(text(composed)), has: text(decomposed)},
		{name: "a set in another order", rule: set, ada: hr(list("Red", "Blue")), has: list("Red", "Blue")},
		{
			name: "a list in another order", rule: ordered, ada: hr(list("Red", "Blue")), has: list("Blue", "Red"),
			want: `update Ada: changed; t: "Blue", "Red" -> "Red", "Blue" from custom.team (rules[1])`,
		},
		{
			name: "a set with others", rule: set, ada: hr(list("Red")), has: list("Chess", "Red"),
			want: `update Ada: changed; t: "Chess", "Red" -> "Red" from custom.team (rules[1])`,
		},
		{name: "others stay", rule: keeping, ada: hr(list("Red")), has: list("Red", "Chess")},
		{
			name: "an item of another employee goes", rule: keeping, ada: hr(list("Red")),
			bob: hr(list("blue")), has: list("Chess", "Blue"),
			want: `update Ada: changed; t: "Chess", "Blue" -> "Chess", "Red" from custom.team (rules[1])`,
		},
		{
			name: "others stay where HR has none", rule: keeping, ada: hr(employee.Empty()), bob: hr(list("Red")),
			has:  list("Chess", "Red"),
			want: `update Ada: changed; t: "Chess", "Red" -> "Chess" from custom.team (rules[1])`,
		},
		{
			name: "an answer goes", rule: answers, ada: hr(text("r")), has: list("Chess", "Blue"),
			want: `update Ada: changed; t: "Chess", "Blue" -> "Chess", "Red" from custom.team (rules[1])`,
		},
		{
			name: "a field is absent, and is a source of a list", rule: two, ada: hr(text("Red")),
			bob: options{with(team, text("Blue")), with(project, text("Mars"))}, has: list("Red", "Apollo"),
			want: `problem Ada value: t is not changed: custom.project is absent`,
		},
		{
			name: "a source of a list that is absent for all", rule: two, ada: hr(text("Red")), has: list("Red", "Apollo"),
			want: "held by unreadable_field: custom.project (the rule for t needs it) was not asked for: " +
				"give Settings.Fields to the client, or change the settings if the HR system has no such field; " +
				"problem Ada value: t is not changed: custom.project is absent",
		},
		{
			name: "a field is absent, and another has none", rule: instead,
			ada: options{with(project, employee.Empty())}, bob: hr(text("Red")), has: text("Blue"),
			want: `problem Ada value: t is not changed: custom.team is absent`,
		},
		{
			name: "an operator keeps it", rule: plain, ada: hr(text("Red")), has: text("Blue"), kept: []string{"t"},
			want: `skipped employee e1 user u1 kept: 1 value kept by operators, though HR has another: t of 1 user`,
		},
		{name: "kept, and HR has the same", rule: plain, ada: hr(text("Red")), has: text("Red"), kept: []string{"t"}},
		{
			name: "an operator keeps none", rule: plain, ada: hr(text("Red")), kept: []string{"t"},
			want: `skipped employee e1 user u1 kept: 1 value kept by operators, though HR has another: t of 1 user`,
		},
		{name: "the product has edited it", rule: until, ada: hr(text("Red")), has: text("Blue"), applied: text("Red")},
		{
			name: "HR clears, and the product has edited", rule: until, ada: hr(employee.Empty()), bob: hr(text("Red")),
			has: text("Blue"), applied: employee.Empty(),
		},
		{
			name: "HR has another value", rule: until, ada: hr(text("Green")), has: text("Blue"), applied: text("Red"),
			want:   `update Ada: changed; t: "Blue" -> "Green" from custom.team (rules[1])`,
			stored: text("Green"),
		},
		{
			name: "nothing was applied, so it is the user's value", rule: until, ada: hr(text("Red")), has: text("Blue"),
			want:   `update Ada: changed; t: "Blue" -> "Red" from custom.team (rules[1])`,
			stored: text("Red"),
		},
		{name: "the user has it already", rule: until, ada: hr(text("Red")), has: text("Red"), stored: text("Red")},
		{
			name: "HR catches up", rule: until, ada: hr(text("Red")), has: text("Red"), applied: text("Blue"),
			stored: text("Red"),
		},
		{
			name: "a value of HR that is unreadable changes nothing", rule: until,
			ada: hr(employee.Withheld()), bob: hr(text("Red")), has: text("Blue"), applied: text("Red"),
			want: `problem Ada value: t is not changed: custom.team is withheld`,
		},
		{
			name: "a group in its spelling", rule: plain, ada: hr(text("r &  d")), has: text("Sales"),
			groups: []string{"R & D"},
			want:   `update Ada: changed; t: "Sales" -> "R & D" from custom.team (rules[1])`,
		},
		{
			name: "the group that is spelled so", rule: plain, ada: hr(text("r & d")), has: text("Sales"),
			groups: []string{"R & D", "r & d"},
			want:   `update Ada: changed; t: "Sales" -> "r & d" from custom.team (rules[1])`,
		},
		{
			name: "groups of a set", rule: keeping, ada: hr(list("red", "Blue")), has: list("Chess"),
			groups: []string{"RED", "Blue"},
			want:   `update Ada: changed; t: "Chess" -> "Blue", "Chess", "RED" from custom.team (rules[1])`,
		},
		{
			name: "an end date that HR withdrew",
			rule: mapping.Rule{From: []employee.Field{"termination_date"}, OnEmpty: mapping.OnEmptyClear},
			has:  text("2026-03-31"), want: `update Ada: changed; t: "2026-03-31" -> nothing from termination_date (rules[1])`,
		},
		{
			name: "the end of a contract that became open", has: text("2026-03-31"),
			ada:  options{field("contract_end_date", "empty")},
			rule: mapping.Rule{From: []employee.Field{"termination_date", "contract_end_date"}, OnEmpty: mapping.OnEmptyClear},
			want: `update Ada: changed; t: "2026-03-31" -> nothing (rules[1])`,
		},
		{
			name: "a value of a field that no employee has", rule: plain, has: text("Red"),
			ada: hr(employee.Empty()), bob: hr(employee.Empty()),
			want: `hint employee e1 user u1 not_cleared: 1 value not cleared, because no employee has the field any more: ` +
				`check what the credentials can see, or clear by hand: t of 1 user`,
		},
		{
			name: "a text that forges a paragraph", rule: plain, ada: hr(text(forged)), has: text("Sales"),
			want: `update Ada: changed; t: "Sales" -> "x\n\ndeactivate user u2\x1b[2K" from custom.team (rules[1])`,
		},
		{
			name: "such a text that is no answer", has: text("Sales"), ada: hr(text(forged)),
			rule: mapping.Rule{From: []employee.Field{team}, Lookup: map[string]string{"Sales": "Sales"}},
			want: `problem Ada value: t is not changed: custom.team: not a word of the lookup table`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.rule.Target = "t"
			s := settings()
			s.Mapping.Rules = append(s.Mapping.Rules[:1:1], tt.rule)
			s.Policy.Limits.Clears = &syncplan.Limit{Count: 5}
			u, bob := linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "bob@example.com")
			u.Attributes, u.Kept, bob.Ignored = syncplan.Attributes{{Name: "t", Value: tt.has}}, tt.kept, true
			if tt.applied != (employee.Value{}) {
				u.Applied = syncplan.Attributes{{Name: "t", Value: tt.applied}}
			}
			x := syncplan.Existing{Users: []syncplan.User{u, bob}}
			if tt.groups != nil {
				x.Groups = map[string][]string{"t": tt.groups}
			}
			r := roster(t, emp("e1", "Ada", "ada@example.com", tt.ada...), emp("e2", "Bob", "bob@example.com", tt.bob...))
			p, err := syncplan.Build(r, x, s, now)
			if err != nil {
				t.Fatal(err)
			}
			const ofBob = `skipped employee e2 user u2 "Bob Example" ignored: the user is ignored`
			got := strings.TrimSuffix(strings.TrimSuffix(short(told(p)), ofBob), "; ")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			then := syncplantest.Apply(x, p)
			want := u.Applied
			if tt.stored != (employee.Value{}) {
				want = syncplan.Attributes{{Name: "t", Value: tt.stored}}
			}
			if diff := cmp.Diff(want, then.Users[0].Applied); diff != "" {
				t.Errorf("to remember (-want +got):\n%s", diff)
			}
			if p, err = syncplan.Build(r, then, s, now); err != nil || len(p.Actions)+len(p.Applied) > 0 {
				t.Errorf("then: %v %s", err, p)
			}
		})
	}
}

// TestKeptByOperators: the address and the manager are values like any other, and one note
// counts all.
func TestKeptByOperators(t *testing.T) {
	t.Parallel()
	boss := field("manager.id", "e3")
	r := roster(t, emp("e1", "Ada", "new.ada@example.com", boss), emp("e2", "Bob", "bob@example.com", boss),
		emp("e3", "Eve", "eve@example.com"))
	users := []syncplan.User{
		linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "bob@example.com"), linked("u3", "e3", "eve@example.com"),
	}
	users[0].Kept, users[1].Kept = []string{"email", "manager"}, []string{"first_name", "manager"}
	users[2].Kept = []string{"first_name", "other"}
	const want = "skipped employees e1, e2, e3 users u1, u2, u3 kept: " +
		"5 values kept by operators, though HR has another: email of 1 user, first_name of 2 users, manager of 2 users"
	if got := told(build(t, r, users, withManagers())); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWithheldAtCreation: joiners whose preferred name is withheld are created with the
// first name. Where nothing of a name can be read, the plan is held.
func TestWithheldAtCreation(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		first string
		want  string
	}{
		{name: "the preferred name alone", first: "Ada", want: `create employee e1 "Ada Example": hired; ` +
			`email: "ada@example.com" from work_email (rules[0]); name: "Ada Example" (rules[1])`},
		{
			name: "the first name too", first: "withheld",
			want: "held by unreadable_field: no record has a readable preferred_name or first_name " +
				"(the rule for name needs it): " +
				`let the credentials read it, or change the settings; create employee e1 "Example": hired; ` +
				`problem employee e1 "Example" value: name is not changed: preferred_name is withheld`,
		},
	} {
		s := settings()
		name := mapping.Rule{Target: "name", Format: "{preferred_name|first_name} {last_name}"}
		s.Mapping.Rules = append(s.Mapping.Rules[:1:1], name)
		r := roster(t, emp("e1", "", "ada@example.com", field("first_name", tt.first), field("preferred_name", "withheld")))
		if diff := cmp.Diff(tt.want, told(build(t, r, nil, s))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestExplainStays: an explanation says which values of a user stay, and why.
func TestExplainStays(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Rules[1].Authority = mapping.AuthorityUntilChanged
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{
		Target: "teams", From: []employee.Field{"teams"}, Type: mapping.KindSet, Others: mapping.OthersKeep,
	})
	u := linked("u1", "e1", "ada@example.com")
	u.Kept, u.Applied = []string{"department"}, syncplan.Attributes{syncplan.TextAttribute("first_name", "Augusta")}
	u.Attributes = append(u.Attributes, syncplan.ListAttribute("teams", "Red", "Chess"))
	planner := prepare(t, roster(t, emp("e1", "Augusta", "ada@example.com", field("department", "R&D"),
		with("teams", employee.List("Blue", "Red")))), []syncplan.User{u}, s)
	x, _ := planner.Explain(planner.Plan(), "e1")
	want := []string{
		"first_name: HR's value has not changed since it was applied, so what the product has stays",
		"department: an operator keeps the value",
		`teams: the rule gives none of "Chess", so they stay`,
	}
	if diff := cmp.Diff(want, x.Stays); diff != "" {
		t.Error(diff)
	}
	for _, line := range want {
		if !strings.Contains(x.String(), "\n  stays: "+line+"\n") {
			t.Errorf("no line %q in\n%s", line, x)
		}
	}
}

// TestRecheckValues: a store that composes Unicode and keeps no order has not moved, and
// what an operator has fixed since has.
func TestRecheckValues(t *testing.T) {
	t.Parallel()
	list, text := employee.List, employee.Text
	const valid, done, stale = syncplan.RecheckValid, syncplan.RecheckDone, syncplan.RecheckStale
	for _, tt := range []struct {
		name          string
		from, to, now employee.Value
		kept          []string
		want          syncplan.Recheck
	}{
		{name: "composed", from: text("Jose\u0301"), to: text("Joe"), now: text("Jos\u00e9"), want: valid},
		{name: "done, and composed", from: text("Joe"), to: text("Jose\u0301"), now: text("Jos\u00e9"), want: done},
		{name: "in another order", from: list("a", "b"), to: list("c"), now: list("b", "a"), want: valid},
		{name: "done, in another order", from: list("c"), to: list("a", "b"), now: list("b", "a"), want: done},
		{name: "an order to change", from: list("b", "a"), to: list("a", "b"), now: list("b", "a"), want: valid},
		{name: "an order that has moved", from: list("b", "a", "c"), to: list("a", "b", "c"), now: list("c", "b", "a"),
			want: stale},
		{name: "kept since", from: text("a"), to: text("b"), now: text("a"), kept: []string{"t"}, want: stale},
		{name: "kept, and done", from: text("a"), to: text("b"), now: text("b"), kept: []string{"t"}, want: done},
		{name: "another is kept", from: text("a"), to: text("b"), now: text("a"), kept: []string{"x"}, want: valid},
	} {
		change := syncplan.Change{Attribute: "t", From: tt.from, To: tt.to}
		a := syncplan.Action{Kind: syncplan.KindUpdate, UserID: "u1", Changes: []syncplan.Change{change}}
		u := syncplan.User{ID: "u1", Active: true, Kept: tt.kept, Attributes: syncplan.Attributes{{Name: "t", Value: tt.now}}}
		if got, _ := a.Recheck(u); got != tt.want {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
	manage := syncplan.Action{Kind: syncplan.KindSetManager, UserID: "u1", Manager: syncplan.Ref{UserID: "u2"}}
	if got, _ := manage.Recheck(syncplan.User{ID: "u1", Kept: []string{"manager"}}); got != syncplan.RecheckStale {
		t.Errorf("a manager who is kept since: %s", got)
	}
}

// TestExplainNotCleared: an explanation says what the plan does with a blank field: an end
// date that HR withdrew is cleared, a value of a field that no employee has stays.
func TestExplainNotCleared(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, want string }{
		{field: "termination_date", want: "t: cleared (rules[3])"},
		{field: "cost_center", want: "t: left alone (rules[3]): not cleared, because no employee has the field"},
	} {
		s := settings()
		rule := mapping.Rule{Target: "t", From: []employee.Field{employee.Field(tt.field)}, OnEmpty: mapping.OnEmptyClear}
		s.Mapping.Rules, s.Policy.Limits.Clears = append(s.Mapping.Rules, rule), &syncplan.Limit{Count: 1}
		u := linked("u1", "e1", "ada@example.com")
		u.Attributes = append(u.Attributes, syncplan.TextAttribute("t", "old"))
		ada := emp("e1", "Ada", "ada@example.com", field(rule.From[0], "empty"))
		planner := prepare(t, roster(t, ada), []syncplan.User{u}, s)
		plan := planner.Plan()
		if x, _ := planner.Explain(plan, "e1"); !strings.Contains(x.String(), "\n  "+tt.want+"\n") {
			t.Errorf("no line %q in\n%s", tt.want, x)
		}
		if cleared := len(plan.Actions) == 1; cleared != strings.Contains(tt.want, "cleared (") {
			t.Errorf("%s: planned is\n%s", tt.field, plan)
		}
	}
}

// TestInactiveEndDate: an inactive user whose values follow HR loses an end date that HR
// withdrew after the deactivation, in the attribute and where it is remembered.
func TestInactiveEndDate(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.Inactive, s.Policy.NoRecord = syncplan.InactiveUpdate, syncplan.TreatmentDeactivateEnded
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{
		Target: "ends", From: []employee.Field{"termination_date"}, OnEmpty: mapping.OnEmptyClear,
	})
	s.Policy.Limits.Clears = &syncplan.Limit{Count: 1}
	u := inactive(linked("u1", "e1", "ada@example.com"), true)
	u.EndsOn = date("2026-03-31")
	u.Attributes = append(u.Attributes, syncplan.TextAttribute("ends", "2026-03-31"))
	r := roster(t, emp("e1", "Ada", "ada@example.com", field("status", "inactive")))
	x := syncplan.Existing{Users: []syncplan.User{u}}
	p, err := syncplan.Build(r, x, s, now)
	if err != nil {
		t.Fatal(err)
	}
	then := syncplantest.Apply(x, p).Users[0]
	if then.Active || !then.EndsOn.IsZero() || len(then.Attributes) != 2 {
		t.Errorf("%s\nmakes the user %+v with %v, which ends on %s", p, then, then.Attributes, then.EndsOn)
	}
}
