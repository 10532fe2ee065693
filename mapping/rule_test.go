package mapping_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func program(t *testing.T, rules ...Rule) *Program {
	t.Helper()
	p, err := Compile(Mapping{Rules: rules})
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return p
}

// person has the given custom fields.
func person(values map[string]employee.Value) Subject {
	return Subject{Employee: &employee.Employee{ID: "1", Custom: values}}
}

// What becomes of every combination of two sources, under each OnEmpty.
func TestSources(t *testing.T) {
	t.Parallel()
	var (
		known, other = employee.Text("A"), employee.Text("B")
		empty        = employee.Empty()
		withheld     = employee.Withheld()
		absent       employee.Value
		blanks       = employee.Text(" \t")
	)
	set := func(v employee.Value, f employee.Field) Outcome {
		return Outcome{Verdict: VerdictSet, Value: v, Field: f}
	}
	stopped := func(f employee.Field) Outcome {
		return Outcome{Stopped: true, Field: f, Problem: string(f) + " is withheld"}
	}
	blank := func(f employee.Field) Outcome {
		return Outcome{Field: f, Problem: string(f) + ": the field holds only blanks"}
	}
	const x, y employee.Field = "custom.x", "custom.y"
	tests := []struct {
		x, y         employee.Value
		leave, clear Outcome
	}{
		{known, other, set(known, x), set(known, x)},
		{empty, other, set(other, y), set(other, y)},
		{absent, other, set(other, y), set(other, y)},
		{blanks, other, set(other, y), set(other, y)},
		{withheld, other, stopped(x), stopped(x)},
		{known, withheld, set(known, x), set(known, x)},
		{empty, withheld, stopped(y), stopped(y)},
		{absent, withheld, stopped(y), stopped(y)},
		{empty, empty, Outcome{}, Outcome{Verdict: VerdictClear}},
		{empty, absent, Outcome{}, Outcome{Verdict: VerdictClear}},
		{absent, empty, Outcome{}, Outcome{Verdict: VerdictClear}},
		{absent, absent, Outcome{}, Outcome{}},
		{blanks, empty, blank(x), blank(x)},
		{empty, blanks, blank(y), blank(y)},
		{absent, blanks, blank(y), blank(y)},
	}
	for _, tt := range tests {
		s := person(map[string]employee.Value{"x": tt.x, "y": tt.y})
		from := []employee.Field{x, y}
		p := program(t, Rule{Target: "leave", From: from}, Rule{Target: "clear", From: from, OnEmpty: OnEmptyClear},
			Rule{Target: "default", From: from, OnEmpty: OnEmptyDefault, Default: "D"})
		want := []Outcome{tt.leave, tt.clear, tt.clear}
		if tt.clear.Verdict == VerdictClear {
			want[2] = set(employee.Text("D"), "")
		}
		for i := range want {
			want[i].Rule = i
			if diff := cmp.Diff(want[i], p.Apply(i, s)); diff != "" {
				t.Errorf("%#v, %#v, %s (-want +got):\n%s", tt.x, tt.y, p.Targets()[i].Name, diff)
			}
		}
	}
}

// The same rules hold for a format.
func TestFormatSources(t *testing.T) {
	t.Parallel()
	p := program(t,
		Rule{Target: "two", Format: "{custom.x} {custom.y}", OnEmpty: OnEmptyClear},
		Rule{Target: "one", Format: "<{custom.x|custom.y}>", OnEmpty: OnEmptyClear})
	known, empty, withheld := employee.Text("A"), employee.Empty(), employee.Withheld()
	tests := []struct {
		x, y     employee.Value
		two, one Outcome
	}{
		{known, known, Outcome{Verdict: VerdictSet, Value: employee.Text("A A")}, Outcome{Verdict: VerdictSet, Value: employee.Text("<A>"), Field: "custom.x"}},
		{known, withheld, Outcome{Stopped: true, Field: "custom.y", Problem: "custom.y is withheld"}, Outcome{Verdict: VerdictSet, Value: employee.Text("<A>"), Field: "custom.x"}},
		{employee.Value{}, known, Outcome{Verdict: VerdictSet, Value: employee.Text("A")}, Outcome{Verdict: VerdictSet, Value: employee.Text("<A>"), Field: "custom.y"}},
		{empty, employee.Value{}, Outcome{Verdict: VerdictClear}, Outcome{Verdict: VerdictClear}},
		{employee.Value{}, employee.Value{}, Outcome{}, Outcome{}},
	}
	for _, tt := range tests {
		s := person(map[string]employee.Value{"x": tt.x, "y": tt.y})
		tt.one.Rule = 1
		if diff := cmp.Diff([]Outcome{tt.two, tt.one}, []Outcome{p.Apply(0, s), p.Apply(1, s)}); diff != "" {
			t.Errorf("%#v, %#v (-want +got):\n%s", tt.x, tt.y, diff)
		}
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	left := Condition{Field: FieldLifecycle, Op: OpEquals, Values: []string{"left"}}
	vip := Condition{Field: "custom.vip", Op: OpYes}
	p := program(t,
		Rule{Target: "group", Constant: "Alumni", When: left},
		Rule{Target: "other", Constant: "x"},
		Rule{Target: "group", Constant: "VIP", When: vip, Authority: AuthorityFill},
		Rule{Target: "role", Constant: "VIP", When: vip, Authority: AuthorityFill})
	tests := []struct {
		lifecycle Lifecycle
		vip       employee.Value
		want      Outcome
	}{
		{"left", employee.Withheld(), Outcome{Verdict: VerdictSet, Value: employee.Text("Alumni"), Rule: 0}},
		{"active", employee.Text("ja"), Outcome{Verdict: VerdictSet, Value: employee.Text("VIP"), Rule: 2, Authority: AuthorityFill}},
		{"active", employee.Text("no"), Outcome{Rule: -1}},
		{"active", employee.Text("hm"), Outcome{Rule: 2, Stopped: true, Problem: "whether rules[2].when holds cannot be told", Authority: AuthorityFill}},
		{"", employee.Text("ja"), Outcome{Rule: 0, Stopped: true, Problem: "whether rules[0].when holds cannot be told"}},
	}
	for _, tt := range tests {
		s := person(map[string]employee.Value{"vip": tt.vip})
		s.Lifecycle = tt.lifecycle
		if diff := cmp.Diff(tt.want, p.Apply(0, s)); diff != "" {
			t.Errorf("%s, %q (-want +got):\n%s", tt.lifecycle, tt.vip, diff)
		}
	}
	want := []Target{
		{Name: "group", Type: employee.KindText, Rules: []int{0, 2}},
		{Name: "other", Type: employee.KindText, Rules: []int{1}},
		{Name: "role", Type: employee.KindText, Authority: AuthorityFill, Rules: []int{3}},
	}
	if diff := cmp.Diff(want, p.Targets()); diff != "" {
		t.Errorf("Targets (-want +got):\n%s", diff)
	}
	for _, target := range []int{-1, 3} {
		if got := p.Apply(target, Subject{}); got != (Outcome{Rule: -1}) {
			t.Errorf("Apply(%d) = %+v", target, got)
		}
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	day := employee.Day(employee.NewDate(2026, time.January, 31))
	birthday := employee.Day(employee.NewMonthDay(time.July, 4))
	text, list := employee.Text, employee.List
	lookup := map[string]string{"R&D": "Research", "HR": "People"}
	other := map[string]string{"R&D": "Research", "*": "Others"}
	tests := []struct {
		rule    Rule
		value   employee.Value
		want    employee.Value // not known: a problem
		problem string
	}{
		{Rule{}, text(" Ada "), text("Ada"), ""},
		{Rule{}, number(t, "1.50"), text("1.5"), ""},
		{Rule{}, employee.Bool(true), text("true"), ""},
		{Rule{}, day, text("2026-01-31"), ""},
		{Rule{}, list("a ", "", "b"), text("a, b"), ""},
		{Rule{Separator: "/"}, list("a", "b"), text("a/b"), ""},
		{Rule{Case: "upper"}, text("réunion"), text("RÉUNION"), ""},
		{Rule{Case: "lower"}, text("ADA@Example.com"), text("ada@example.com"), ""},
		{Rule{Case: "title"}, text("DUPONT-MARTIN"), text("Dupont-Martin"), ""},
		{Rule{Case: "title"}, text("O'NEIL"), text("O'Neil"), ""},
		{Rule{Case: "title"}, text("d’angelo"), text("D’Angelo"), ""},
		{Rule{Case: "title"}, text("BEN'S"), text("Ben's"), ""},
		{Rule{Case: "title"}, text("Ronald McDonald"), text("Ronald McDonald"), ""},
		{Rule{Case: "title"}, text("éva nagy 2ND"), text("Éva Nagy 2nd"), ""},
		{Rule{Lookup: lookup}, text(" r&d"), text("Research"), ""},
		{Rule{Lookup: lookup}, text("IT"), employee.Value{}, "custom.x: not a word of the lookup table"},
		{Rule{Lookup: other}, text("IT"), text("Others"), ""},
		{Rule{Lookup: map[string]string{"true": "admin"}}, employee.Bool(true), text("admin"), ""},

		{Rule{Type: "number"}, number(t, "27000"), number(t, "27000"), ""},
		{Rule{Type: "number"}, text(" -1234.50 "), number(t, "-1234.5"), ""},
		{Rule{Type: "number"}, text("1,234.50"), employee.Value{}, "custom.x: not a number of the form -1234.50"},
		{Rule{Type: "number"}, text("1.234,50 €"), employee.Value{}, "custom.x: not a number of the form -1234.50"},
		{Rule{Type: "number"}, text("12e3"), employee.Value{}, "custom.x: not a number of the form -1234.50"},
		{Rule{Type: "number"}, text(strings.Repeat("9", 101)), employee.Value{}, "custom.x: not a number of the form -1234.50"},
		{Rule{Type: "number"}, day, employee.Value{}, "custom.x: not a number of the form -1234.50"},
		{Rule{Type: "number", Decimal: ","}, text("1.234,50"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: ","}, text("-1.234.567"), number(t, "-1234567"), ""},
		{Rule{Type: "number", Decimal: ","}, text("1234,5"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: ","}, text("1\u202f234,5"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: ","}, text("0,5"), number(t, "0.5"), ""},
		{Rule{Type: "number", Decimal: ","}, text("0.125"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Decimal: ","}, text("12.34"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Decimal: ","}, text("1.234 567"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Decimal: ","}, text("1234.567"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Decimal: ","}, text(",5"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Decimal: ","}, text("5,"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Decimal: ","}, text("€ 5"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Decimal: "."}, text("1,234.50"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: "."}, text("1'234.50"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: "."}, text("1.234,50"), employee.Value{}, "custom.x: not a number of the form -1,234.50"},
		{Rule{Type: "number", Decimal: ",", Units: []string{"EUR", " € "}}, text("1.234,50 €"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, text("eur 1.234,50"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, text("-5\u00a0EUR"), number(t, "-5"), ""},
		{Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, text("1.234,50"), number(t, "1234.5"), ""},
		{Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, text("1.234,50 $"), employee.Value{}, "custom.x: not a number of the form -1.234,50"},
		{Rule{Type: "number", Units: []string{"EUR"}}, text("EUR"), employee.Value{}, "custom.x: not a number of the form -1234.50"},
		{Rule{Type: "number", Units: []string{"EUR"}}, text("EUR 5 EUR"), employee.Value{}, "custom.x: not a number of the form -1234.50"},
		{Rule{Type: "number", Units: []string{"%"}}, number(t, "80"), number(t, "80"), ""},
		{Rule{Type: "number", Lookup: map[string]string{"senior": "3"}}, text("Senior"), number(t, "3"), ""},

		{Rule{Type: "bool"}, employee.Bool(false), employee.Bool(false), ""},
		{Rule{Type: "bool"}, text("Oui"), employee.Bool(true), ""},
		{Rule{Type: "bool"}, number(t, "0"), employee.Bool(false), ""},
		{Rule{Type: "bool"}, text("vielleicht"), employee.Value{}, "custom.x: not a listed word for yes or no"},
		{Rule{Type: "bool"}, day, employee.Value{}, "custom.x: not a listed word for yes or no"},

		{Rule{Type: "date"}, day, day, ""},
		{Rule{Type: "date"}, text(" 2026-01-31"), day, ""},
		{Rule{Type: "date"}, text("31/01/2026"), employee.Value{}, "custom.x: not a date of the form 2006-01-02"},
		{Rule{Type: "date"}, birthday, employee.Value{}, "custom.x: a day without a year"},

		{Rule{Type: "list", Separator: ";"}, text("a; b;;a "), list("a", "b"), ""},
		{Rule{Type: "list"}, text("a; b"), list("a; b"), ""},
		{Rule{Type: "list"}, list("a", " b"), list("a", "b"), ""},
		{Rule{Type: "list", Separator: ";"}, text(" ; ;"), employee.Value{}, "custom.x: the field holds only blanks"},
		{Rule{Type: "list", Case: "upper"}, list("a", "A"), list("A"), ""},
		{Rule{Type: "list", Lookup: lookup}, list("hr", "R&D"), list("People", "Research"), ""},
		{Rule{Type: "list", Lookup: lookup}, list("hr", "IT"), employee.Value{}, "custom.x: not a word of the lookup table"},
	}
	for _, tt := range tests {
		rule := tt.rule
		rule.Target, rule.From = "t", []employee.Field{"custom.x"}
		got := program(t, rule).Apply(0, person(map[string]employee.Value{"x": tt.value}))
		want := Outcome{Verdict: VerdictSet, Value: tt.want, Field: "custom.x"}
		if tt.problem != "" {
			want = Outcome{Field: "custom.x", Problem: tt.problem}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %s %q (-want +got):\n%s", tt.rule.Type, tt.rule.Decimal, tt.value, diff)
		}
	}
}

func TestListOfSeveralFields(t *testing.T) {
	t.Parallel()
	p := program(t, Rule{Target: "t", Type: "list", From: []employee.Field{"department", "custom.x", "teams"}, Separator: "|", OnEmpty: OnEmptyClear})
	e := &employee.Employee{Department: "IT", Teams: []string{"Web", "IT"}}
	tests := []struct {
		x    employee.Value
		want Outcome
	}{
		{employee.Text("A | B"), Outcome{Verdict: VerdictSet, Value: employee.List("IT", "A", "B", "Web")}},
		{employee.Empty(), Outcome{Verdict: VerdictSet, Value: employee.List("IT", "Web")}},
		{employee.Withheld(), Outcome{Stopped: true, Field: "custom.x", Problem: "custom.x is withheld"}},
	}
	for _, tt := range tests {
		_ = e.Set("custom.x", tt.x)
		if diff := cmp.Diff(tt.want, p.Apply(0, Subject{Employee: e})); diff != "" {
			t.Errorf("%#v (-want +got):\n%s", tt.x, diff)
		}
	}
	if got := p.Apply(0, person(map[string]employee.Value{"x": employee.Empty()})); got.Verdict != VerdictClear {
		t.Errorf("nothing anywhere: %+v", got)
	}
	if got := p.Apply(0, person(map[string]employee.Value{"x": employee.Text("B")})); got.Field != "custom.x" {
		t.Errorf("one giver: %+v", got)
	}
}

func TestConstant(t *testing.T) {
	t.Parallel()
	p := program(t,
		Rule{Target: "n", Constant: "1.234,50", Type: "number", Decimal: ","},
		Rule{Target: "b", Constant: "ja", Type: "bool"},
		Rule{Target: "d", Constant: "2026-01-31", Type: "date"},
		Rule{Target: "l", Constant: "a, b", Type: "list", Separator: ","},
		Rule{Target: "t", Constant: " a "})
	want := []employee.Value{number(t, "1234.5"), employee.Bool(true), employee.Day(employee.NewDate(2026, 1, 31)), employee.List("a", "b"), employee.Text("a")}
	for i, v := range want {
		if got := p.Apply(i, Subject{}); got != (Outcome{Verdict: VerdictSet, Value: v, Rule: i}) {
			t.Errorf("%s = %+v", p.Targets()[i].Name, got)
		}
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	rule := func(kind employee.Kind) Rule {
		return Rule{Target: string(kind), From: []employee.Field{"custom.x"}, Type: kind}
	}
	p := program(t, rule("text"), rule("number"), rule("bool"), rule("date"), rule("list"))
	const text, num, boolean, date, list = 0, 1, 2, 3, 4
	day := employee.Day(employee.NewDate(2026, 1, 31))
	tests := []struct {
		target int
		a, b   employee.Value
		want   bool
	}{
		{text, employee.Text("a"), employee.Text("a"), true},
		{text, employee.Text("a"), employee.Text("A"), false},
		{text, employee.Text("7"), number(t, "7"), true},
		{text, employee.Empty(), employee.Value{}, true},
		{text, employee.Text("a"), employee.Empty(), false},
		{num, employee.Text("27000.00"), number(t, "27000"), true},
		{num, employee.Text("27000.01"), number(t, "27000"), false},
		{num, employee.Text("-0"), number(t, "0"), true},
		{num, employee.Text("lots"), number(t, "0"), false},
		{boolean, employee.Text("yes"), employee.Bool(true), true},
		{boolean, employee.Text("no"), employee.Bool(true), false},
		{boolean, employee.Text("hm"), employee.Bool(true), false},
		{date, employee.Text("2026-01-31"), day, true},
		{date, employee.Text("2026-02-01"), day, false},
		{list, employee.List("a", "b"), employee.List("a", "b"), true},
		{list, employee.List("a", "b"), employee.List("b", "a"), false},
		{list, employee.List("a"), employee.Text("a"), true},
		{list, employee.List("a, b"), employee.List("a", "b"), false},
		{99, employee.Text("7.0"), number(t, "7"), false},
	}
	for _, tt := range tests {
		if got := p.Same(tt.target, tt.a, tt.b); got != tt.want {
			t.Errorf("Same(%d, %q, %q) = %v, want %v", tt.target, tt.a, tt.b, got, tt.want)
		}
		if got := p.Same(tt.target, tt.b, tt.a); got != tt.want {
			t.Errorf("Same(%d, %q, %q) = %v, want %v", tt.target, tt.b, tt.a, got, tt.want)
		}
	}
}

func TestMappingFieldsAndNeeds(t *testing.T) {
	t.Parallel()
	m := Mapping{
		Scope: Condition{Field: "custom.Site", Op: OpPresent},
		Rules: []Rule{
			{Target: "a", From: []employee.Field{"work_email", "personal_email"}, When: Condition{Field: FieldLifecycle, Op: OpPresent}},
			{Target: "b", Format: "{preferred_name|first_name} {last_name} {lifecycle}"},
			{Target: "c", From: []employee.Field{"work_email"}},
			{Target: "d", Constant: "x"},
		},
	}
	want := []employee.Field{"custom.Site", "first_name", "last_name", "personal_email", "preferred_name", "work_email"}
	if diff := cmp.Diff(want, m.Fields()); diff != "" {
		t.Errorf("Fields (-want +got):\n%s", diff)
	}
	needs := [][]employee.Field{{"preferred_name", "first_name"}, {"last_name"}}
	if diff := cmp.Diff(needs, m.Rules[1].Needs()); diff != "" {
		t.Errorf("Needs (-want +got):\n%s", diff)
	}
	if got := m.Rules[3].Needs(); got != nil {
		t.Errorf("Needs of a constant = %v", got)
	}
}

// Compile keeps nothing of the mapping that its owner may change.
func TestCompiledIsItsOwn(t *testing.T) {
	t.Parallel()
	m := Mapping{
		Scope: Condition{Field: "id", Op: OpEquals, Values: []string{"1"}, Exact: true},
		Rules: []Rule{{Target: "a", From: []employee.Field{"id"}, Lookup: map[string]string{"1": "one"}}},
	}
	p, err := Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	m.Scope.Values[0], m.Rules[0].From[0], m.Rules[0].Lookup["1"] = "2", "number", "two"
	p.Targets()[0].Rules[0] = 7
	s := Subject{Employee: &employee.Employee{ID: "1"}}
	if p.Scope(s) != TruthTrue || p.Apply(0, s).Value != employee.Text("one") || p.Targets()[0].Rules[0] != 0 {
		t.Error("a change reached the program")
	}
}
