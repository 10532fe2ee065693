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

// employeeWith returns an employee with the given custom fields.
func employeeWith(values map[string]employee.Value) Subject {
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
		{x: known, y: other, leave: set(known, x), clear: set(known, x)},
		{x: empty, y: other, leave: set(other, y), clear: set(other, y)},
		{x: absent, y: other, leave: set(other, y), clear: set(other, y)},
		{x: blanks, y: other, leave: set(other, y), clear: set(other, y)},
		{x: withheld, y: other, leave: stopped(x), clear: stopped(x)},
		{x: known, y: withheld, leave: set(known, x), clear: set(known, x)},
		{x: empty, y: withheld, leave: stopped(y), clear: stopped(y)},
		{x: absent, y: withheld, leave: stopped(y), clear: stopped(y)},
		{x: empty, y: empty, clear: Outcome{Verdict: VerdictClear}},
		{x: empty, y: absent, clear: Outcome{Verdict: VerdictClear}},
		{x: absent, y: empty, clear: Outcome{Verdict: VerdictClear}},
		{x: absent, y: absent},
		{x: blanks, y: empty, leave: blank(x), clear: blank(x)},
		{x: empty, y: blanks, leave: blank(y), clear: blank(y)},
		{x: absent, y: blanks, leave: blank(y), clear: blank(y)},
	}
	for _, tt := range tests {
		s := employeeWith(map[string]employee.Value{"x": tt.x, "y": tt.y})
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
		{
			x: known, y: known, two: Outcome{Verdict: VerdictSet, Value: employee.Text("A A")},
			one: Outcome{Verdict: VerdictSet, Value: employee.Text("<A>"), Field: "custom.x"},
		},
		{
			x: known, y: withheld, two: Outcome{Stopped: true, Field: "custom.y", Problem: "custom.y is withheld"},
			one: Outcome{Verdict: VerdictSet, Value: employee.Text("<A>"), Field: "custom.x"},
		},
		{
			y: known, two: Outcome{Verdict: VerdictSet, Value: employee.Text("A")},
			one: Outcome{Verdict: VerdictSet, Value: employee.Text("<A>"), Field: "custom.y"},
		},
		{x: empty, two: Outcome{Verdict: VerdictClear}, one: Outcome{Verdict: VerdictClear}},
		{},
	}
	for _, tt := range tests {
		s := employeeWith(map[string]employee.Value{"x": tt.x, "y": tt.y})
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
		{
			lifecycle: "left", vip: employee.Withheld(),
			want: Outcome{Verdict: VerdictSet, Value: employee.Text("Alumni"), Rule: 0},
		},
		{
			lifecycle: "active", vip: employee.Text("ja"),
			want: Outcome{Verdict: VerdictSet, Value: employee.Text("VIP"), Rule: 2, Authority: AuthorityFill},
		},
		{lifecycle: "active", vip: employee.Text("no"), want: Outcome{Rule: -1}},
		{
			lifecycle: "active", vip: employee.Text("hm"),
			want: Outcome{
				Rule: 2, Stopped: true, Problem: "its condition is unknown (rules[2].when)", Authority: AuthorityFill,
			},
		},
		{
			vip:  employee.Text("ja"),
			want: Outcome{Rule: 0, Stopped: true, Problem: "its condition is unknown (rules[0].when)"},
		},
	}
	for _, tt := range tests {
		s := employeeWith(map[string]employee.Value{"vip": tt.vip})
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
		{value: text(" Ada "), want: text("Ada")},
		{value: number(t, "1.50"), want: text("1.5")},
		{value: employee.Bool(true), want: text("true")},
		{value: day, want: text("2026-01-31")},
		{value: list("a ", "", "b"), want: text("a, b")},
		{rule: Rule{Separator: "/"}, value: list("a", "b"), want: text("a/b")},
		{rule: Rule{Case: "upper"}, value: text("réunion"), want: text("RÉUNION")},
		{rule: Rule{Case: "lower"}, value: text("ADA@Example.com"), want: text("ada@example.com")},
		{rule: Rule{Case: "title"}, value: text("DUPONT-MARTIN"), want: text("Dupont-Martin")},
		{rule: Rule{Case: "title"}, value: text("O'NEIL"), want: text("O'Neil")},
		{rule: Rule{Case: "title"}, value: text("d’angelo"), want: text("D’Angelo")},
		{rule: Rule{Case: "title"}, value: text("BEN'S"), want: text("Ben's")},
		{rule: Rule{Case: "title"}, value: text("Ronald McDonald"), want: text("Ronald McDonald")},
		{rule: Rule{Case: "title"}, value: text("éva nagy 2ND"), want: text("Éva Nagy 2nd")},
		{rule: Rule{Lookup: lookup}, value: text(" r&d"), want: text("Research")},
		{rule: Rule{Lookup: lookup}, value: text("IT"), problem: "custom.x: not a word of the lookup table"},
		{rule: Rule{Lookup: other}, value: text("IT"), want: text("Others")},
		{rule: Rule{Lookup: map[string]string{"true": "admin"}}, value: employee.Bool(true), want: text("admin")},

		{rule: Rule{Type: "number"}, value: number(t, "27000"), want: number(t, "27000")},
		{rule: Rule{Type: "number"}, value: text(" -1234.50 "), want: number(t, "-1234.5")},
		{rule: Rule{Type: "number"}, value: text("1,234.50"), problem: "custom.x: not a number of the form -1234.50"},
		{rule: Rule{Type: "number"}, value: text("1.234,50 €"), problem: "custom.x: not a number of the form -1234.50"},
		{rule: Rule{Type: "number"}, value: text("12e3"), problem: "custom.x: not a number of the form -1234.50"},
		{
			rule: Rule{Type: "number"}, value: text(strings.Repeat("9", 101)),
			problem: "custom.x: not a number of the form -1234.50",
		},
		{rule: Rule{Type: "number"}, value: day, problem: "custom.x: not a number of the form -1234.50"},
		{rule: Rule{Type: "number", Decimal: ","}, value: text("1.234,50"), want: number(t, "1234.5")},
		{rule: Rule{Type: "number", Decimal: ","}, value: text("-1.234.567"), want: number(t, "-1234567")},
		{rule: Rule{Type: "number", Decimal: ","}, value: text("1234,5"), want: number(t, "1234.5")},
		{rule: Rule{Type: "number", Decimal: ","}, value: text("1\u202f234,5"), want: number(t, "1234.5")},
		{rule: Rule{Type: "number", Decimal: ","}, value: text("0,5"), want: number(t, "0.5")},
		{
			rule: Rule{Type: "number", Decimal: ","}, value: text("0.125"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{
			rule: Rule{Type: "number", Decimal: ","}, value: text("12.34"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{
			rule: Rule{Type: "number", Decimal: ","}, value: text("1.234 567"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{
			rule: Rule{Type: "number", Decimal: ","}, value: text("1234.567"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{
			rule: Rule{Type: "number", Decimal: ","}, value: text(",5"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{
			rule: Rule{Type: "number", Decimal: ","}, value: text("5,"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{
			rule: Rule{Type: "number", Decimal: ","}, value: text("€ 5"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{rule: Rule{Type: "number", Decimal: "."}, value: text("1,234.50"), want: number(t, "1234.5")},
		{rule: Rule{Type: "number", Decimal: "."}, value: text("1'234.50"), want: number(t, "1234.5")},
		{
			rule: Rule{Type: "number", Decimal: "."}, value: text("1.234,50"),
			problem: "custom.x: not a number of the form -1,234.50",
		},
		{
			rule: Rule{Type: "number", Decimal: ",", Units: []string{"EUR", " € "}}, value: text("1.234,50 €"),
			want: number(t, "1234.5"),
		},
		{
			rule: Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, value: text("eur 1.234,50"),
			want: number(t, "1234.5"),
		},
		{
			rule: Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, value: text("-5\u00a0EUR"),
			want: number(t, "-5"),
		},
		{
			rule: Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, value: text("1.234,50"),
			want: number(t, "1234.5"),
		},
		{
			rule: Rule{Type: "number", Decimal: ",", Units: []string{"EUR", "€"}}, value: text("1.234,50 $"),
			problem: "custom.x: not a number of the form -1.234,50",
		},
		{
			rule: Rule{Type: "number", Units: []string{"EUR"}}, value: text("EUR"),
			problem: "custom.x: not a number of the form -1234.50",
		},
		{
			rule: Rule{Type: "number", Units: []string{"EUR"}}, value: text("EUR 5 EUR"),
			problem: "custom.x: not a number of the form -1234.50",
		},
		{rule: Rule{Type: "number", Units: []string{"%"}}, value: number(t, "80"), want: number(t, "80")},
		{rule: Rule{Type: "number", Lookup: map[string]string{"senior": "3"}}, value: text("Senior"), want: number(t, "3")},

		{rule: Rule{Type: "bool"}, value: employee.Bool(false), want: employee.Bool(false)},
		{rule: Rule{Type: "bool"}, value: text("Oui"), want: employee.Bool(true)},
		{rule: Rule{Type: "bool"}, value: number(t, "0"), want: employee.Bool(false)},
		{rule: Rule{Type: "bool"}, value: text("vielleicht"), problem: "custom.x: not a listed word for yes or no"},
		{rule: Rule{Type: "bool"}, value: day, problem: "custom.x: not a listed word for yes or no"},

		{rule: Rule{Type: "date"}, value: day, want: day},
		{rule: Rule{Type: "date"}, value: text(" 2026-01-31"), want: day},
		{rule: Rule{Type: "date"}, value: text("31/01/2026"), problem: "custom.x: not a date of the form 2006-01-02"},
		{rule: Rule{Type: "date"}, value: birthday, problem: "custom.x: a day without a year"},

		{rule: Rule{Type: "list", Separator: ";"}, value: text("a; b;;a "), want: list("a", "b")},
		{rule: Rule{Type: "list"}, value: text("a; b"), want: list("a; b")},
		{rule: Rule{Type: "list"}, value: list("a", " b"), want: list("a", "b")},
		{rule: Rule{Type: "list", Separator: ";"}, value: text(" ; ;"), problem: "custom.x: the field holds only blanks"},
		{rule: Rule{Type: "list", Case: "upper"}, value: list("a", "A"), want: list("A")},
		{rule: Rule{Type: "list", Lookup: lookup}, value: list("hr", "R&D"), want: list("People", "Research")},
		{
			rule: Rule{Type: "list", Lookup: lookup}, value: list("hr", "IT"),
			problem: "custom.x: not a word of the lookup table",
		},
	}
	for _, tt := range tests {
		rule := tt.rule
		rule.Target, rule.From = "t", []employee.Field{"custom.x"}
		got := program(t, rule).Apply(0, employeeWith(map[string]employee.Value{"x": tt.value}))
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
	p := program(t,
		Rule{
			Target: "t", Type: "list", From: []employee.Field{"department", "custom.x", "teams"}, Separator: "|",
			OnEmpty: OnEmptyClear,
		})
	e := &employee.Employee{Department: "IT", Teams: []string{"Web", "IT"}}
	tests := []struct {
		x    employee.Value
		want Outcome
	}{
		{x: employee.Text("A | B"), want: Outcome{Verdict: VerdictSet, Value: employee.List("IT", "A", "B", "Web")}},
		{x: employee.Empty(), want: Outcome{Verdict: VerdictSet, Value: employee.List("IT", "Web")}},
		{x: employee.Withheld(), want: Outcome{Stopped: true, Field: "custom.x", Problem: "custom.x is withheld"}},
	}
	for _, tt := range tests {
		_ = e.Set("custom.x", tt.x)
		if diff := cmp.Diff(tt.want, p.Apply(0, Subject{Employee: e})); diff != "" {
			t.Errorf("%#v (-want +got):\n%s", tt.x, diff)
		}
	}
	of := func(x employee.Value) Subject {
		e := &employee.Employee{ID: "1", Custom: map[string]employee.Value{"x": x}}
		for _, f := range []employee.Field{"department", "teams"} {
			if err := e.Set(f, employee.Empty()); err != nil {
				t.Fatal(err)
			}
		}
		return Subject{Employee: e}
	}
	if got := p.Apply(0, of(employee.Empty())); got.Verdict != VerdictClear {
		t.Errorf("nothing anywhere: %+v", got)
	}
	if got := p.Apply(0, of(employee.Text("B"))); got.Field != "custom.x" {
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
	want := []employee.Value{
		number(t, "1234.5"), employee.Bool(true), employee.Day(employee.NewDate(2026, 1, 31)), employee.List("a", "b"),
		employee.Text("a"),
	}
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
		{target: text, a: employee.Text("a"), b: employee.Text("a"), want: true},
		{target: text, a: employee.Text("a"), b: employee.Text("A")},
		{target: text, a: employee.Text("7"), b: number(t, "7"), want: true},
		{target: text, a: employee.Empty(), want: true},
		{target: text, a: employee.Text("a"), b: employee.Empty()},
		{target: num, a: employee.Text("27000.00"), b: number(t, "27000"), want: true},
		{target: num, a: employee.Text("27000.01"), b: number(t, "27000")},
		{target: num, a: employee.Text("-0"), b: number(t, "0"), want: true},
		{target: num, a: employee.Text("lots"), b: number(t, "0")},
		{target: boolean, a: employee.Text("yes"), b: employee.Bool(true), want: true},
		{target: boolean, a: employee.Text("no"), b: employee.Bool(true)},
		{target: boolean, a: employee.Text("hm"), b: employee.Bool(true)},
		{target: date, a: employee.Text("2026-01-31"), b: day, want: true},
		{target: date, a: employee.Text("2026-02-01"), b: day},
		{target: list, a: employee.List("a", "b"), b: employee.List("a", "b"), want: true},
		{target: list, a: employee.List("a", "b"), b: employee.List("b", "a")},
		{target: list, a: employee.List("a"), b: employee.Text("a"), want: true},
		{target: list, a: employee.List("a, b"), b: employee.List("a", "b")},
		{target: 99, a: employee.Text("7.0"), b: number(t, "7")},
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
			{
				Target: "a", From: []employee.Field{"work_email", "personal_email"},
				When: Condition{Field: FieldLifecycle, Op: OpPresent},
			},
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
