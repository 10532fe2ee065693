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
		{Equals, "Full time", text(" FULL TIME "), True},
		{Equals, "Réunion", text("RÉUNION"), True},
		{Equals, "kelvin", text("\u212aelvin"), True},
		{Equals, "straße", text("STRASSE"), True},
		{Equals, "réunion", text("Re\u0301union"), True},
		{Equals, "Full time", text("Vollzeit"), False},
		{Equals, "a|b|c", text("C"), True},
		{Equals, "a|b|c", text("d"), False},
		{Equals, "ab", text("a"), False},
		{Equals, "a", text("ab"), False},
		{Equals, "a", text(" \t"), CannotTell},
		{Equals, "Red", list("Blue", "red "), True},
		{Equals, "Red", list("Blue", "Green"), False},
		{Equals, "Red", list(" ", ""), CannotTell},
		{Equals, "7.0", number(t, "7"), True},
		{Equals, "70", number(t, "7"), False},
		{Equals, "seven", number(t, "7"), False},
		{Equals, "7.0", text("7"), False},
		{Equals, "ja", employee.Bool(true), True},
		{Equals, "nein", employee.Bool(true), False},
		{Equals, "nein", employee.Bool(false), True},
		{Equals, "2026-03-10", day("2026-03-10"), True},
		{Equals, "today", day("2026-03-10"), True},
		{Equals, "today+1", day("2026-03-10"), False},
		{Equals, "--03-10", day("1990-03-10"), True},
		{Equals, "--03-11", day("1990-03-10"), False},
		{Equals, "2026-03-10", day("--03-10"), CannotTell},
		{Equals, "2026-03-11", day("--03-10"), False},
		{Equals, "soon", day("2026-03-10"), False},

		{NotEquals, "a", text("A"), False},
		{NotEquals, "a|b", text("c"), True},
		{NotEquals, "Red", list("Blue", "Red"), False},
		{NotEquals, "Red", list("Blue"), True},
		{NotEquals, "2026-03-10", day("--03-10"), CannotTell},

		{Contains, "TIME", text("Full time"), True},
		{Contains, "tim", text("Full temp"), False},
		{Contains, "éu", text("RÉUNION"), True},
		{Contains, "x|ul", text("Full"), True},
		{Contains, "2", number(t, "127"), True},
		{Contains, "2026", day("2026-03-10"), CannotTell},
		{Contains, "true", employee.Bool(true), CannotTell},
		{Contains, "ed", list("Blue", "Red"), True},
		{StartsWith, "full", text(" Full time"), True},
		{StartsWith, "time", text("Full time"), False},
		{StartsWith, "longer than it", text("long"), False},
		{EndsWith, "TIME", text("Full time "), True},
		{EndsWith, "ÉE", text("Année"), True},
		{EndsWith, "full", text("Full time"), False},

		{Present, "", text("a"), True},
		{Present, "", text("  "), CannotTell},
		{Present, "", list("a"), True},
		{Present, "", employee.Bool(false), True},
		{NotPresent, "", text("a"), False},
		{NotPresent, "", text("  "), CannotTell},

		{Yes, "", text("Oui"), True},
		{Yes, "", text("sí "), True},
		{Yes, "", text("NEIN"), False},
		{Yes, "", text("vielleicht"), CannotTell},
		{Yes, "", number(t, "1"), True},
		{Yes, "", employee.Bool(false), False},
		{Yes, "", list("yes"), True},
		{Yes, "", list("yes", "no"), CannotTell},
		{Yes, "", day("2026-03-10"), CannotTell},
		{No, "", text("nee"), True},
		{No, "", text("yes"), False},
		{No, "", text("vielleicht"), CannotTell},

		{Before, "2026-03-10", day("2026-03-09"), True},
		{Before, "2026-03-10", day("2026-03-10"), False},
		{Before, "today+14", day("2026-03-23"), True},
		{Before, "today", text(" 2026-01-31 "), True},
		{Before, "today", text("31.01.2026"), CannotTell},
		{Before, "today", number(t, "2026"), CannotTell},
		{Before, "today", day("--03-09"), CannotTell},
		{Before, "today", list("2026-01-31"), True},
		{After, "today-30", day("2026-02-09"), True},
		{After, "today-30", day("2026-02-08"), False},
		{OnOrBefore, "today", day("2026-03-10"), True},
		{OnOrBefore, "today", day("2026-03-11"), False},
		{OnOrAfter, "today", day("2026-03-10"), True},
		{OnOrAfter, "today", day("2026-03-09"), False},

		{LessThan, "10", number(t, "9.99"), True},
		{LessThan, "10", number(t, "10"), False},
		{LessThan, "-10", number(t, "-10.5"), True},
		{LessThan, "0.1", text("0.09"), True},
		{LessThan, "10", text("nine"), CannotTell},
		{LessThan, "10", employee.Bool(true), CannotTell},
		{AtMost, "10.0", number(t, "10"), True},
		{AtMost, "9007199254740992", number(t, "9007199254740993"), False}, // beyond a float
		{AtLeast, "10", number(t, "10.00"), True},
		{AtLeast, "10", number(t, "9"), False},
		{GreaterThan, "9", number(t, "10"), True},
		{GreaterThan, "0", number(t, "-0"), False},
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
	values := map[Op]string{Before: "today", After: "today", OnOrBefore: "today", OnOrAfter: "today", LessThan: "1", AtMost: "1", AtLeast: "1", GreaterThan: "1"}
	for _, op := range Ops() {
		c := Condition{Field: "custom.x", Op: op}
		switch v := values[op]; {
		case v != "":
			c.Values = []string{v}
		case op != Present && op != NotPresent && op != Yes && op != No:
			c.Values = []string{"a"}
		}
		test := compile(t, c)
		want := False
		if op == NotEquals || op == NotPresent || op == No {
			want = True
		}
		if got := test.Eval(with(employee.Empty())); got != want {
			t.Errorf("%s on Empty = %v, want %v", op, got, want)
		}
		for name, s := range map[string]Subject{"Absent": with(employee.Value{}), "Withheld": with(employee.Withheld()), "nobody": {}} {
			if got := test.Eval(s); got != CannotTell {
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
		{Equals, "Ada", employee.Text("Ada"), True},
		{Equals, "Ada", employee.Text("ada"), False},
		{Equals, "Ada", employee.Text("Ada "), False},
		{Equals, " ", employee.Text(" "), True},
		{NotEquals, "Ada", employee.Text("ADA"), True},
		{Contains, "d", employee.Text("aDa"), False},
		{StartsWith, "A", employee.Text("ada"), False},
		{EndsWith, "a", employee.Text("Ada"), True},
		{Equals, "red", employee.List("Red"), False},
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
	left := Condition{Field: Lifecycle, Op: Equals, Values: []string{"left"}}
	if got := compile(t, left).Eval(Subject{Lifecycle: "left"}); got != True {
		t.Errorf("lifecycle left = %v", got)
	}
	if got := compile(t, left).Eval(Subject{}); got != CannotTell {
		t.Errorf("lifecycle unknown = %v", got)
	}
	teams := Condition{Field: employee.FieldTeams, Op: Equals, Values: []string{"core"}}
	if got := compile(t, teams).Eval(Subject{Employee: &employee.Employee{Teams: []string{"Web", "Core"}}}); got != True {
		t.Errorf("teams = %v", got)
	}
	soon := Condition{Field: employee.FieldHireDate, Op: Before, Values: []string{"today+7"}}
	s := Subject{Employee: &employee.Employee{HireDate: employee.NewDate(2026, 1, 1)}}
	if got := compile(t, soon).Eval(s); got != CannotTell {
		t.Errorf("without today = %v", got)
	}
}

func TestWordsOfOnesOwn(t *testing.T) {
	t.Parallel()
	test, err := CompileCondition(Condition{Field: "custom.x", Op: Yes}, []string{"Sync me"}, []string{"Leave me"})
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]Truth{"SYNC ME": True, "leave me ": False, "yes": CannotTell} {
		if got := test.Eval(with(employee.Text(word))); got != want {
			t.Errorf("yes on %q = %v, want %v", word, got, want)
		}
	}
}

// TestUsualWords for yes and no, in five languages.
func TestUsualWords(t *testing.T) {
	t.Parallel()
	yes, no := compile(t, Condition{Field: "custom.x", Op: Yes}), compile(t, Condition{Field: "custom.x", Op: No})
	for _, words := range [][2]string{
		{"Yes", "No"}, {"Y", "N"}, {"TRUE", "FALSE"}, {"1", "0"}, {"on", "off"},
		{"Ja", "Nein"}, {"wahr", "falsch"}, // German
		{"Oui", "Non"}, {"vrai", "faux"}, // French
		{"ja", "nee"}, {"waar", "onwaar"}, // Dutch
		{"Sí", "No"}, {"SI", "no"}, {"verdadero", "falso"}, // Spanish
	} {
		for i, want := range []Truth{True, False} {
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
		{Field: "teams", Op: Present},
		{Any: []Condition{{Field: Lifecycle, Op: Present}, {Field: "department", Op: Present}}},
		{Not: &Condition{Field: "teams", Op: Present}},
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
	for _, c := range []Condition{{All: []Condition{}}, {Any: []Condition{}}, {Not: &Condition{}}, {Field: "id"}, {Op: Present}, {Values: []string{}}, {Exact: true}} {
		if c.IsZero() {
			t.Errorf("%+v is not set", c)
		}
	}
}
