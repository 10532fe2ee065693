package mapping_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// with returns a person whose custom field "x" has the value.
func with(v employee.Value) Subject {
	e := &employee.Employee{ID: "1"}
	_ = e.Set("custom.x", v)
	return Subject{Employee: e, Today: employee.NewDate(2026, time.March, 10)}
}

func number(t *testing.T, s string) employee.Value {
	t.Helper()
	v, err := employee.Number(s)
	if err != nil {
		t.Fatalf("Number(%q): %v", s, err)
	}
	return v
}

func compile(t *testing.T, c Condition) *Test {
	t.Helper()
	test, err := CompileCondition(c, nil, nil)
	if err != nil {
		t.Fatalf("CompileCondition(%+v): %v", c, err)
	}
	return test
}

func TestOps(t *testing.T) {
	t.Parallel()
	text, list := employee.Text, employee.List
	day := func(s string) employee.Value {
		d, err := employee.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return employee.Day(d)
	}
	tests := []struct {
		op     Op
		values string // separated by |
		value  employee.Value
		want   Truth
	}{
		{OpEquals, "Full time", text(" FULL TIME "), TruthTrue},
		{OpEquals, "Réunion", text("RÉUNION"), TruthTrue},
		{OpEquals, "kelvin", text("\u212aelvin"), TruthTrue},
		{OpEquals, "straße", text("STRASSE"), TruthTrue},
		{OpEquals, "réunion", text("Re\u0301union"), TruthTrue},
		{OpEquals, "Full time", text("Vollzeit"), TruthFalse},
		{OpEquals, "a|b|c", text("C"), TruthTrue},
		{OpEquals, "a|b|c", text("d"), TruthFalse},
		{OpEquals, "ab", text("a"), TruthFalse},
		{OpEquals, "a", text("ab"), TruthFalse},
		{OpEquals, "a", text(" \t"), TruthUnknown},
		{OpEquals, "Red", list("Blue", "red "), TruthTrue},
		{OpEquals, "Red", list("Blue", "Green"), TruthFalse},
		{OpEquals, "Red", list(" ", ""), TruthUnknown},
		{OpEquals, "7.0", number(t, "7"), TruthTrue},
		{OpEquals, "70", number(t, "7"), TruthFalse},
		{OpEquals, "seven", number(t, "7"), TruthFalse},
		{OpEquals, "7.0", text("7"), TruthFalse},
		{OpEquals, "ja", employee.Bool(true), TruthTrue},
		{OpEquals, "nein", employee.Bool(true), TruthFalse},
		{OpEquals, "nein", employee.Bool(false), TruthTrue},
		{OpEquals, "2026-03-10", day("2026-03-10"), TruthTrue},
		{OpEquals, "today", day("2026-03-10"), TruthTrue},
		{OpEquals, "today+1", day("2026-03-10"), TruthFalse},
		{OpEquals, "--03-10", day("1990-03-10"), TruthTrue},
		{OpEquals, "--03-11", day("1990-03-10"), TruthFalse},
		{OpEquals, "2026-03-10", day("--03-10"), TruthUnknown},
		{OpEquals, "2026-03-11", day("--03-10"), TruthFalse},
		{OpEquals, "soon", day("2026-03-10"), TruthFalse},

		{OpNotEquals, "a", text("A"), TruthFalse},
		{OpNotEquals, "a|b", text("c"), TruthTrue},
		{OpNotEquals, "Red", list("Blue", "Red"), TruthFalse},
		{OpNotEquals, "Red", list("Blue"), TruthTrue},
		{OpNotEquals, "2026-03-10", day("--03-10"), TruthUnknown},

		{OpContains, "TIME", text("Full time"), TruthTrue},
		{OpContains, "tim", text("Full temp"), TruthFalse},
		{OpContains, "éu", text("RÉUNION"), TruthTrue},
		{OpContains, "x|ul", text("Full"), TruthTrue},
		{OpContains, "2", number(t, "127"), TruthTrue},
		{OpContains, "2026", day("2026-03-10"), TruthUnknown},
		{OpContains, "true", employee.Bool(true), TruthUnknown},
		{OpContains, "ed", list("Blue", "Red"), TruthTrue},
		{OpStartsWith, "full", text(" Full time"), TruthTrue},
		{OpStartsWith, "time", text("Full time"), TruthFalse},
		{OpStartsWith, "longer than it", text("long"), TruthFalse},
		{OpEndsWith, "TIME", text("Full time "), TruthTrue},
		{OpEndsWith, "ÉE", text("Année"), TruthTrue},
		{OpEndsWith, "full", text("Full time"), TruthFalse},

		{OpPresent, "", text("a"), TruthTrue},
		{OpPresent, "", text("  "), TruthUnknown},
		{OpPresent, "", list("a"), TruthTrue},
		{OpPresent, "", employee.Bool(false), TruthTrue},
		{OpNotPresent, "", text("a"), TruthFalse},
		{OpNotPresent, "", text("  "), TruthUnknown},

		{OpYes, "", text("Oui"), TruthTrue},
		{OpYes, "", text("sí "), TruthTrue},
		{OpYes, "", text("NEIN"), TruthFalse},
		{OpYes, "", text("vielleicht"), TruthUnknown},
		{OpYes, "", number(t, "1"), TruthTrue},
		{OpYes, "", employee.Bool(false), TruthFalse},
		{OpYes, "", list("yes"), TruthTrue},
		{OpYes, "", list("yes", "no"), TruthUnknown},
		{OpYes, "", day("2026-03-10"), TruthUnknown},
		{OpNo, "", text("nee"), TruthTrue},
		{OpNo, "", text("yes"), TruthFalse},
		{OpNo, "", text("vielleicht"), TruthUnknown},

		{OpBefore, "2026-03-10", day("2026-03-09"), TruthTrue},
		{OpBefore, "2026-03-10", day("2026-03-10"), TruthFalse},
		{OpBefore, "today+14", day("2026-03-23"), TruthTrue},
		{OpBefore, "today", text(" 2026-01-31 "), TruthTrue},
		{OpBefore, "today", text("31.01.2026"), TruthUnknown},
		{OpBefore, "today", number(t, "2026"), TruthUnknown},
		{OpBefore, "today", day("--03-09"), TruthUnknown},
		{OpBefore, "today", list("2026-01-31"), TruthTrue},
		{OpAfter, "today-30", day("2026-02-09"), TruthTrue},
		{OpAfter, "today-30", day("2026-02-08"), TruthFalse},
		{OpOnOrBefore, "today", day("2026-03-10"), TruthTrue},
		{OpOnOrBefore, "today", day("2026-03-11"), TruthFalse},
		{OpOnOrAfter, "today", day("2026-03-10"), TruthTrue},
		{OpOnOrAfter, "today", day("2026-03-09"), TruthFalse},

		{OpLessThan, "10", number(t, "9.99"), TruthTrue},
		{OpLessThan, "10", number(t, "10"), TruthFalse},
		{OpLessThan, "-10", number(t, "-10.5"), TruthTrue},
		{OpLessThan, "0.1", text("0.09"), TruthTrue},
		{OpLessThan, "10", text("nine"), TruthUnknown},
		{OpLessThan, "10", employee.Bool(true), TruthUnknown},
		{OpAtMost, "10.0", number(t, "10"), TruthTrue},
		{OpAtMost, "9007199254740992", number(t, "9007199254740993"), TruthFalse}, // beyond a float
		{OpAtLeast, "10", number(t, "10.00"), TruthTrue},
		{OpAtLeast, "10", number(t, "9"), TruthFalse},
		{OpGreaterThan, "9", number(t, "10"), TruthTrue},
		{OpGreaterThan, "0", number(t, "-0"), TruthFalse},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %s", tt.op, tt.values), func(t *testing.T) {
			c := Condition{Field: "custom.x", Op: tt.op}
			if tt.values != "" {
				c.Values = strings.Split(tt.values, "|")
			}
			if got := compile(t, c).Eval(with(tt.value)); got != tt.want {
				t.Errorf("%s %q on %q = %v, want %v", tt.op, tt.values, tt.value, got, tt.want)
			}
		})
	}
}

// Every operator on what is not known.
func TestOpsWithoutAValue(t *testing.T) {
	t.Parallel()
	values := map[Op]string{OpBefore: "today", OpAfter: "today", OpOnOrBefore: "today", OpOnOrAfter: "today", OpLessThan: "1", OpAtMost: "1", OpAtLeast: "1", OpGreaterThan: "1"}
	for _, op := range Ops() {
		c := Condition{Field: "custom.x", Op: op}
		switch v := values[op]; {
		case v != "":
			c.Values = []string{v}
		case op != OpPresent && op != OpNotPresent && op != OpYes && op != OpNo:
			c.Values = []string{"a"}
		}
		test := compile(t, c)
		want := TruthFalse
		if op == OpNotEquals || op == OpNotPresent || op == OpNo {
			want = TruthTrue
		}
		if got := test.Eval(with(employee.Empty())); got != want {
			t.Errorf("%s on Empty = %v, want %v", op, got, want)
		}
		for name, s := range map[string]Subject{"Absent": with(employee.Value{}), "Withheld": with(employee.Withheld()), "nobody": {}} {
			if got := test.Eval(s); got != TruthUnknown {
				t.Errorf("%s on %s = %v, want cannot tell", op, name, got)
			}
		}
	}
}

func TestExact(t *testing.T) {
	t.Parallel()
	tests := []struct {
		op    Op
		value string
		on    employee.Value
		want  Truth
	}{
		{OpEquals, "Ada", employee.Text("Ada"), TruthTrue},
		{OpEquals, "Ada", employee.Text("ada"), TruthFalse},
		{OpEquals, "Ada", employee.Text("Ada "), TruthFalse},
		{OpEquals, " ", employee.Text(" "), TruthTrue},
		{OpNotEquals, "Ada", employee.Text("ADA"), TruthTrue},
		{OpContains, "d", employee.Text("aDa"), TruthFalse},
		{OpStartsWith, "A", employee.Text("ada"), TruthFalse},
		{OpEndsWith, "a", employee.Text("Ada"), TruthTrue},
		{OpEquals, "red", employee.List("Red"), TruthFalse},
	}
	for _, tt := range tests {
		test := compile(t, Condition{Field: "custom.x", Op: tt.op, Values: []string{tt.value}, Exact: true})
		if got := test.Eval(with(tt.on)); got != tt.want {
			t.Errorf("exact %s %q on %q = %v, want %v", tt.op, tt.value, tt.on, got, tt.want)
		}
	}
}

func TestLifecycleTeamsAndToday(t *testing.T) {
	t.Parallel()
	left := Condition{Field: FieldLifecycle, Op: OpEquals, Values: []string{"left"}}
	if got := compile(t, left).Eval(Subject{Lifecycle: "left"}); got != TruthTrue {
		t.Errorf("lifecycle left = %v", got)
	}
	if got := compile(t, left).Eval(Subject{}); got != TruthUnknown {
		t.Errorf("lifecycle unknown = %v", got)
	}
	teams := Condition{Field: employee.FieldTeams, Op: OpEquals, Values: []string{"core"}}
	if got := compile(t, teams).Eval(Subject{Employee: &employee.Employee{Teams: []string{"Web", "Core"}}}); got != TruthTrue {
		t.Errorf("teams = %v", got)
	}
	soon := Condition{Field: employee.FieldHireDate, Op: OpBefore, Values: []string{"today+7"}}
	s := Subject{Employee: &employee.Employee{HireDate: employee.NewDate(2026, 1, 1)}}
	if got := compile(t, soon).Eval(s); got != TruthUnknown {
		t.Errorf("without today = %v", got)
	}
}

func TestWordsOfOnesOwn(t *testing.T) {
	t.Parallel()
	test, err := CompileCondition(Condition{Field: "custom.x", Op: OpYes}, []string{"Sync me"}, []string{"Leave me"})
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]Truth{"SYNC ME": TruthTrue, "leave me ": TruthFalse, "yes": TruthUnknown} {
		if got := test.Eval(with(employee.Text(word))); got != want {
			t.Errorf("yes on %q = %v, want %v", word, got, want)
		}
	}
}

// TestUsualWords for yes and no, in five languages.
func TestUsualWords(t *testing.T) {
	t.Parallel()
	yes, no := compile(t, Condition{Field: "custom.x", Op: OpYes}), compile(t, Condition{Field: "custom.x", Op: OpNo})
	for _, words := range [][2]string{
		{"Yes", "No"}, {"Y", "N"}, {"TRUE", "FALSE"}, {"1", "0"}, {"on", "off"},
		{"Ja", "Nein"}, {"wahr", "falsch"}, // German
		{"Oui", "Non"}, {"vrai", "faux"}, // French
		{"ja", "nee"}, {"waar", "onwaar"}, // Dutch
		{"Sí", "No"}, {"SI", "no"}, {"verdadero", "falso"}, // Spanish
	} {
		for i, want := range []Truth{TruthTrue, TruthFalse} {
			s := with(employee.Text(" " + words[i] + " "))
			if got, opposite := yes.Eval(s), no.Eval(s); got != want || opposite == got {
				t.Errorf("%q is yes: %v, is no: %v", words[i], got, opposite)
			}
		}
	}
	for _, word := range append(DefaultYes(), DefaultNo()...) {
		if slices.Contains(DefaultYes(), word) == slices.Contains(DefaultNo(), word) {
			t.Errorf("%q is in both lists", word)
		}
	}
}

func TestConditionFields(t *testing.T) {
	t.Parallel()
	c := Condition{All: []Condition{
		{Field: "teams", Op: OpPresent},
		{Any: []Condition{{Field: FieldLifecycle, Op: OpPresent}, {Field: "department", Op: OpPresent}}},
		{Not: &Condition{Field: "teams", Op: OpPresent}},
	}}
	want := []employee.Field{"department", "teams"}
	if diff := cmp.Diff(want, c.Fields()); diff != "" {
		t.Errorf("Fields (-want +got):\n%s", diff)
	}
	if got := (Condition{}).Fields(); got != nil {
		t.Errorf("Fields of the zero Condition = %v, want nil", got)
	}
}

func TestConditionIsZero(t *testing.T) {
	t.Parallel()
	if !(Condition{}).IsZero() {
		t.Error("the zero Condition is set")
	}
	for _, c := range []Condition{{All: []Condition{}}, {Any: []Condition{}}, {Not: &Condition{}}, {Field: "id"}, {Op: OpPresent}, {Values: []string{}}, {Exact: true}} {
		if c.IsZero() {
			t.Errorf("%+v is not set", c)
		}
	}
}
