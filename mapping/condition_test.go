package mapping_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// with returns an employee whose custom field "x" has the value.
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
		{op: OpEquals, values: "Full time", value: text(" FULL TIME "), want: TruthTrue},
		{op: OpEquals, values: "Réunion", value: text("RÉUNION"), want: TruthTrue},
		{op: OpEquals, values: "kelvin", value: text("\u212aelvin"), want: TruthTrue},
		{op: OpEquals, values: "straße", value: text("STRASSE"), want: TruthTrue},
		{op: OpEquals, values: "réunion", value: text("Re\u0301union"), want: TruthTrue},
		{op: OpEquals, values: "Full time", value: text("Vollzeit"), want: TruthFalse},
		{op: OpEquals, values: "a|b|c", value: text("C"), want: TruthTrue},
		{op: OpEquals, values: "a|b|c", value: text("d"), want: TruthFalse},
		{op: OpEquals, values: "ab", value: text("a"), want: TruthFalse},
		{op: OpEquals, values: "a", value: text("ab"), want: TruthFalse},
		{op: OpEquals, values: "a", value: text(" \t"), want: TruthUnknown},
		{op: OpEquals, values: "Red", value: list("Blue", "red "), want: TruthTrue},
		{op: OpEquals, values: "Red", value: list("Blue", "Green"), want: TruthFalse},
		{op: OpEquals, values: "Red", value: list(" ", ""), want: TruthUnknown},
		{op: OpEquals, values: "7.0", value: number(t, "7"), want: TruthTrue},
		{op: OpEquals, values: "70", value: number(t, "7"), want: TruthFalse},
		{op: OpEquals, values: "seven", value: number(t, "7"), want: TruthFalse},
		{op: OpEquals, values: "7.0", value: text("7"), want: TruthFalse},
		{op: OpEquals, values: "ja", value: employee.Bool(true), want: TruthTrue},
		{op: OpEquals, values: "nein", value: employee.Bool(true), want: TruthFalse},
		{op: OpEquals, values: "nein", value: employee.Bool(false), want: TruthTrue},
		{op: OpEquals, values: "2026-03-10", value: day("2026-03-10"), want: TruthTrue},
		{op: OpEquals, values: "today", value: day("2026-03-10"), want: TruthTrue},
		{op: OpEquals, values: "today+1", value: day("2026-03-10"), want: TruthFalse},
		{op: OpEquals, values: "--03-10", value: day("1990-03-10"), want: TruthTrue},
		{op: OpEquals, values: "--03-11", value: day("1990-03-10"), want: TruthFalse},
		{op: OpEquals, values: "2026-03-10", value: day("--03-10"), want: TruthUnknown},
		{op: OpEquals, values: "2026-03-11", value: day("--03-10"), want: TruthFalse},
		{op: OpEquals, values: "soon", value: day("2026-03-10"), want: TruthFalse},

		{op: OpNotEquals, values: "a", value: text("A"), want: TruthFalse},
		{op: OpNotEquals, values: "a|b", value: text("c"), want: TruthTrue},
		{op: OpNotEquals, values: "Red", value: list("Blue", "Red"), want: TruthFalse},
		{op: OpNotEquals, values: "Red", value: list("Blue"), want: TruthTrue},
		{op: OpNotEquals, values: "2026-03-10", value: day("--03-10"), want: TruthUnknown},

		{op: OpContains, values: "TIME", value: text("Full time"), want: TruthTrue},
		{op: OpContains, values: "tim", value: text("Full temp"), want: TruthFalse},
		{op: OpContains, values: "éu", value: text("RÉUNION"), want: TruthTrue},
		{op: OpContains, values: "x|ul", value: text("Full"), want: TruthTrue},
		{op: OpContains, values: "2", value: number(t, "127"), want: TruthTrue},
		{op: OpContains, values: "2026", value: day("2026-03-10"), want: TruthUnknown},
		{op: OpContains, values: "true", value: employee.Bool(true), want: TruthUnknown},
		{op: OpContains, values: "ed", value: list("Blue", "Red"), want: TruthTrue},
		{op: OpStartsWith, values: "full", value: text(" Full time"), want: TruthTrue},
		{op: OpStartsWith, values: "time", value: text("Full time"), want: TruthFalse},
		{op: OpStartsWith, values: "longer than it", value: text("long"), want: TruthFalse},
		{op: OpEndsWith, values: "TIME", value: text("Full time "), want: TruthTrue},
		{op: OpEndsWith, values: "ÉE", value: text("Année"), want: TruthTrue},
		{op: OpEndsWith, values: "full", value: text("Full time"), want: TruthFalse},

		{op: OpPresent, value: text("a"), want: TruthTrue},
		{op: OpPresent, value: text("  "), want: TruthUnknown},
		{op: OpPresent, value: list("a"), want: TruthTrue},
		{op: OpPresent, value: employee.Bool(false), want: TruthTrue},
		{op: OpNotPresent, value: text("a"), want: TruthFalse},
		{op: OpNotPresent, value: text("  "), want: TruthUnknown},

		{op: OpYes, value: text("Oui"), want: TruthTrue},
		{op: OpYes, value: text("sí "), want: TruthTrue},
		{op: OpYes, value: text("NEIN"), want: TruthFalse},
		{op: OpYes, value: text("vielleicht"), want: TruthUnknown},
		{op: OpYes, value: number(t, "1"), want: TruthTrue},
		{op: OpYes, value: employee.Bool(false), want: TruthFalse},
		{op: OpYes, value: list("yes"), want: TruthTrue},
		{op: OpYes, value: list("yes", "no"), want: TruthUnknown},
		{op: OpYes, value: day("2026-03-10"), want: TruthUnknown},
		{op: OpNo, value: text("nee"), want: TruthTrue},
		{op: OpNo, value: text("yes"), want: TruthFalse},
		{op: OpNo, value: text("vielleicht"), want: TruthUnknown},

		{op: OpBefore, values: "2026-03-10", value: day("2026-03-09"), want: TruthTrue},
		{op: OpBefore, values: "2026-03-10", value: day("2026-03-10"), want: TruthFalse},
		{op: OpBefore, values: "today+14", value: day("2026-03-23"), want: TruthTrue},
		{op: OpBefore, values: "today", value: text(" 2026-01-31 "), want: TruthTrue},
		{op: OpBefore, values: "today", value: text("31.01.2026"), want: TruthUnknown},
		{op: OpBefore, values: "today", value: number(t, "2026"), want: TruthUnknown},
		{op: OpBefore, values: "today", value: day("--03-09"), want: TruthUnknown},
		{op: OpBefore, values: "today", value: list("2026-01-31"), want: TruthTrue},
		{op: OpAfter, values: "today-30", value: day("2026-02-09"), want: TruthTrue},
		{op: OpAfter, values: "today-30", value: day("2026-02-08"), want: TruthFalse},
		{op: OpOnOrBefore, values: "today", value: day("2026-03-10"), want: TruthTrue},
		{op: OpOnOrBefore, values: "today", value: day("2026-03-11"), want: TruthFalse},
		{op: OpOnOrAfter, values: "today", value: day("2026-03-10"), want: TruthTrue},
		{op: OpOnOrAfter, values: "today", value: day("2026-03-09"), want: TruthFalse},

		{op: OpLessThan, values: "10", value: number(t, "9.99"), want: TruthTrue},
		{op: OpLessThan, values: "10", value: number(t, "10"), want: TruthFalse},
		{op: OpLessThan, values: "-10", value: number(t, "-10.5"), want: TruthTrue},
		{op: OpLessThan, values: "0.1", value: text("0.09"), want: TruthTrue},
		{op: OpLessThan, values: "10", value: text("nine"), want: TruthUnknown},
		{op: OpLessThan, values: "10", value: employee.Bool(true), want: TruthUnknown},
		{op: OpAtMost, values: "10.0", value: number(t, "10"), want: TruthTrue},
		{op: OpAtMost, values: "9007199254740992", value: number(t, "9007199254740993"), want: TruthFalse}, // beyond a float
		{op: OpAtLeast, values: "10", value: number(t, "10.00"), want: TruthTrue},
		{op: OpAtLeast, values: "10", value: number(t, "9"), want: TruthFalse},
		{op: OpGreaterThan, values: "9", value: number(t, "10"), want: TruthTrue},
		{op: OpGreaterThan, values: "0", value: number(t, "-0"), want: TruthFalse},
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
	values := map[Op]string{
		OpBefore: "today", OpAfter: "today", OpOnOrBefore: "today", OpOnOrAfter: "today", OpLessThan: "1", OpAtMost: "1",
		OpAtLeast: "1", OpGreaterThan: "1",
	}
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
		for name, s := range map[string]Subject{
			"Absent": with(employee.Value{}), "Withheld": with(employee.Withheld()), "no employee": {},
		} {
			if got := test.Eval(s); got != TruthUnknown {
				t.Errorf("%s on %s = %v, want unknown", op, name, got)
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
		{op: OpEquals, value: "Ada", on: employee.Text("Ada"), want: TruthTrue},
		{op: OpEquals, value: "Ada", on: employee.Text("ada"), want: TruthFalse},
		{op: OpEquals, value: "Ada", on: employee.Text("Ada "), want: TruthFalse},
		{op: OpEquals, value: " ", on: employee.Text(" "), want: TruthTrue},
		{op: OpNotEquals, value: "Ada", on: employee.Text("ADA"), want: TruthTrue},
		{op: OpContains, value: "d", on: employee.Text("aDa"), want: TruthFalse},
		{op: OpStartsWith, value: "A", on: employee.Text("ada"), want: TruthFalse},
		{op: OpEndsWith, value: "a", on: employee.Text("Ada"), want: TruthTrue},
		{op: OpEquals, value: "red", on: employee.List("Red"), want: TruthFalse},
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
	if got := compile(t, teams).Eval(Subject{
		Employee: &employee.Employee{Teams: []string{"Web", "Core"}},
	}); got != TruthTrue {
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
	for _, c := range []Condition{
		{All: []Condition{}}, {Any: []Condition{}}, {Not: &Condition{}}, {Field: "id"}, {Op: OpPresent},
		{Values: []string{}}, {Exact: true},
	} {
		if c.IsZero() {
			t.Errorf("%+v is not set", c)
		}
	}
}

// TestWords: one word for each answer and verdict, in text and in JSON.
func TestWords(t *testing.T) {
	t.Parallel()
	truths := map[Truth]string{TruthUnknown: "unknown", TruthFalse: "false", TruthTrue: "true"}
	for truth, want := range truths {
		back := TruthTrue
		if data, err := json.Marshal(truth); err != nil || string(data) != `"`+want+`"` || truth.String() != want ||
			json.Unmarshal(data, &back) != nil || back != truth {
			t.Errorf("%v is %s, error %v, read back as %v; want %q", truth, data, err, back, want)
		}
	}
	verdicts := map[Verdict]string{VerdictLeave: "leave", VerdictSet: "set", VerdictClear: "clear"}
	for verdict, want := range verdicts {
		back := VerdictSet
		if data, err := json.Marshal(verdict); err != nil || string(data) != `"`+want+`"` || verdict.String() != want ||
			json.Unmarshal(data, &back) != nil || back != verdict {
			t.Errorf("%v is %s, error %v, read back as %v; want %q", verdict, data, err, back, want)
		}
	}
	truth, verdict := TruthTrue, VerdictSet
	if err := truth.UnmarshalText([]byte("cannot tell")); err == nil || truth != TruthTrue {
		t.Errorf("an unknown answer: error %v, left %v", err, truth)
	}
	if err := verdict.UnmarshalText([]byte("drop")); err == nil || verdict != VerdictSet {
		t.Errorf("an unknown verdict: error %v, left %v", err, verdict)
	}
}
