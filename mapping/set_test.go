package mapping_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

const decomposed, composed = "Ju\u0308rgen", "J\u00fcrgen"

// Text is written composed, wherever it comes from.
func TestComposed(t *testing.T) {
	t.Parallel()
	e := employeeWith(map[string]employee.Value{"x": employee.Text(decomposed), "l": employee.List(decomposed)})
	for _, rule := range []Rule{
		{From: []employee.Field{"custom.x"}},
		{From: []employee.Field{"custom.x"}, Case: "title"},
		{From: []employee.Field{"custom.x"}, Lookup: map[string]string{"*": decomposed}},
		{From: []employee.Field{"custom.l"}, Type: employee.KindList},
		{From: []employee.Field{"custom.l"}, Type: KindSet},
		{From: []employee.Field{"custom.none"}, Type: KindSet},
		{Format: "{custom.x}"},
		{Constant: decomposed},
	} {
		rule.Target = "t"
		if len(rule.From) > 0 && rule.From[0] == "custom.none" {
			rule.OnEmpty, rule.Default = OnEmptyDefault, decomposed
			e.Employee.Custom["none"] = employee.Empty()
		}
		if got := program(t, rule).Apply(0, e); got.Value.String() != composed {
			t.Errorf("%+v: %+q", rule, got.Value.String())
		}
	}
	lower := program(t, Rule{Target: "t", Constant: "x"},
		Rule{Target: "l", From: []employee.Field{"custom.x"}, Case: "lower"})
	e.Employee.Custom["x"] = employee.Text("J\u030c") // composed as a small letter alone
	if got := lower.Apply(1, e); got.Value.String() != "\u01f0" {
		t.Errorf("in lower case: %+q", got.Value.String())
	}
}

// A set has no order, and a list has; both are compared composed.
func TestSameOfSets(t *testing.T) {
	t.Parallel()
	p := program(t, Rule{Target: "s", Constant: "x", Type: KindSet},
		Rule{Target: "l", Constant: "x", Type: employee.KindList}, Rule{Target: "t", Constant: "x"})
	list := employee.List
	for _, tt := range []struct {
		target int
		a, b   employee.Value
		want   bool
	}{
		{target: 0, a: list("Red", "Blue"), b: list("Blue", "Red"), want: true},
		{target: 0, a: list("Red", "Blue"), b: list("Blue", "Red", "Red"), want: true},
		{target: 0, a: list("Red", "Blue"), b: list("Blue")},
		{target: 0, a: list(composed, "A"), b: list("A", decomposed), want: true},
		{target: 0, a: list("A"), b: employee.Text("A"), want: true},
		{target: 1, a: list("Red", "Blue"), b: list("Blue", "Red")},
		{target: 1, a: list(composed), b: list(decomposed), want: true},
		{target: 2, a: employee.Text(composed), b: employee.Text(decomposed), want: true},
		{target: 2, a: employee.Text("a"), b: employee.Text("A")},
	} {
		if got := p.Same(tt.target, tt.a, tt.b); got != tt.want {
			t.Errorf("target %d: %q and %q are the same: %v", tt.target, tt.a, tt.b, got)
		}
	}
	if got := program(t, Rule{Target: "s", From: []employee.Field{"custom.x"}, Type: KindSet, Separator: ","}).
		Apply(0, employeeWith(map[string]employee.Value{"x": employee.Text("b, a,b")})); got.Value != list("a", "b") {
		t.Errorf("a set is written as %q", got.Value)
	}
}

func TestGives(t *testing.T) {
	t.Parallel()
	x := []employee.Field{"custom.x"}
	s := employeeWith(map[string]employee.Value{"x": employee.List("Red", "bad@")})
	r := rosterOf(t, s, map[string]employee.Value{"x": employee.Text("Blue"), "y": employee.Text("Green")})
	never := Condition{Field: "custom.z", Op: OpPresent}
	for _, tt := range []struct {
		name string
		rule Rule
		item string
		want bool
	}{
		{name: "held", rule: Rule{From: x}, item: "Red", want: true},
		{name: "held by another", rule: Rule{From: x}, item: " blue", want: true},
		{name: "of another field", rule: Rule{From: x}, item: "Green"},
		{name: "whatever the condition", rule: Rule{From: x, When: never}, item: "Blue", want: true},
		{name: "as it is written", rule: Rule{From: x, Case: "upper"}, item: "BLUE", want: true},
		{name: "an answer", rule: Rule{From: x, Lookup: map[string]string{"Mauve": "Purple"}}, item: "Purple", want: true},
		{name: "no answer", rule: Rule{From: x, Lookup: map[string]string{"Mauve": "Purple"}}, item: "Red"},
		{
			name: "the other answer", rule: Rule{From: x, Lookup: map[string]string{"*": "Purple"}},
			item: "Purple", want: true,
		},
		{name: "the default", rule: Rule{From: x, OnEmpty: OnEmptyDefault, Default: "None"}, item: "None", want: true},
		{name: "the constant", rule: Rule{Constant: "A,B", Separator: ","}, item: "B", want: true},
		{name: "a format", rule: Rule{Format: "{custom.x}!"}, item: "Blue!", want: true},
		{name: "no format", rule: Rule{Format: "{custom.x}!"}, item: "Blue"},
	} {
		tt.rule.Target, tt.rule.Type = "t", KindSet
		if got := program(t, tt.rule).Gives(0, r)(tt.item); got != tt.want {
			t.Errorf("%s: %q: %v", tt.name, tt.item, got)
		}
	}
	if program(t, Rule{Target: "t", From: x}).Gives(0, r) != nil {
		t.Error("a text has no items")
	}
}

// Text is compared as it looks, in conditions, lookups and words, but to the letter where
// the condition is exact.
func TestLooks(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"R & D", "R  &\u00a0D", "\u200bR & D", "R & D\u00ad", "r\u2003&\td"} {
		e := employeeWith(map[string]employee.Value{"x": employee.Text(in), "l": employee.List("x", in)})
		for _, c := range []Condition{
			{Field: "custom.x", Op: OpEquals, Values: []string{"R & D"}},
			{Field: "custom.l", Op: OpEquals, Values: []string{"R\u00a0&  D\u200b"}},
			{Field: "custom.x", Op: OpContains, Values: []string{"& d"}},
			{Field: "custom.x", Op: OpStartsWith, Values: []string{"r &"}},
			{Field: "custom.x", Op: OpEndsWith, Values: []string{"& d"}},
		} {
			test, err := CompileCondition(c, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := test.Eval(e); got != TruthTrue {
				t.Errorf("%s of %+q is %s", c.Op, in, got)
			}
			c.Exact = true
			if test, err = CompileCondition(c, nil, nil); err != nil {
				t.Fatal(err)
			}
			if got := test.Eval(e); in != "R & D" && c.Op == OpEquals && got != TruthFalse {
				t.Errorf("%s, exact, of %+q is %s", c.Op, in, got)
			}
		}
		rule := Rule{Target: "t", From: []employee.Field{"custom.x"}, Lookup: map[string]string{"R & D": "Research"}}
		if got := program(t, rule).Apply(0, e); got.Value != employee.Text("Research") {
			t.Errorf("%+q is not looked up: %+v", in, got)
		}
	}
	nothing := employeeWith(map[string]employee.Value{"x": employee.Text("\u200b")})
	for _, op := range []Op{OpPresent, OpNotPresent, OpYes, OpEquals, OpNotEquals, OpContains} {
		c := Condition{Field: "custom.x", Op: op}
		if op != OpPresent && op != OpNotPresent && op != OpYes {
			c.Values = []string{"x"}
		}
		if test, err := CompileCondition(c, nil, nil); err != nil || test.Eval(nothing) != TruthUnknown {
			t.Errorf("%s of what shows nothing: %v, %v", op, test.Eval(nothing), err)
		}
	}
	if got := program(t, Rule{Target: "t", From: []employee.Field{"custom.x"}}).Apply(0, nothing); got.Problem == "" {
		t.Errorf("what shows nothing is written: %+v", got)
	}
}
