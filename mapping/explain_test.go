package mapping_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	e := &employee.Employee{ID: "1", Department: "R&D", HireDate: employee.NewDate(2026, time.April, 1)}
	for f, v := range map[employee.Field]employee.Value{
		"custom.contract": employee.Text("Vollzeit"), "custom.sync": employee.Text("vielleicht"),
		"custom.hidden": employee.Withheld(), "custom.none": employee.Empty(), "custom.ticked": employee.Bool(true),
		"custom.word": employee.Text("1"),
		"teams":       employee.List("Blue", "Red"),
	} {
		_ = e.Set(f, v)
	}
	s := Subject{Employee: e, Today: employee.NewDate(2026, time.March, 10)}
	contract := Condition{Field: "custom.contract", Op: OpEquals, Values: []string{"Full time"}}
	department := Condition{Field: "department", Op: OpEquals, Values: []string{"R&D", "IT"}}
	hidden := Condition{Field: "custom.hidden", Op: OpPresent}
	tests := []struct {
		c    Condition
		want string
	}{
		{c: contract, want: `false: custom.contract is "Vollzeit", not "Full time"`},
		{
			c:    Condition{Field: "custom.contract", Op: OpEquals, Values: []string{"vollzeit"}},
			want: `true: custom.contract is "Vollzeit", the same as "vollzeit"`,
		},
		{
			c:    Condition{Field: "custom.contract", Op: OpEquals, Values: []string{"Vollzeit"}},
			want: `true: custom.contract is "Vollzeit"`,
		},
		{
			c:    Condition{Field: "custom.contract", Op: OpNotEquals, Values: []string{"Vollzeit"}},
			want: `false: custom.contract is "Vollzeit"`,
		},
		{
			c:    Condition{Field: "custom.contract", Op: OpNotEquals, Values: []string{"Full time", "Intern"}},
			want: `true: custom.contract is "Vollzeit", not "Full time" or "Intern"`,
		},
		{c: department, want: `true: department is "R&D", one of "R&D" or "IT"`},
		{
			c:    Condition{Field: "custom.none", Op: OpEquals, Values: []string{"R&D"}},
			want: `false: custom.none is empty, not "R&D"`,
		},
		{
			c:    Condition{Field: "custom.hidden", Op: OpNotEquals, Values: []string{"R&D", "IT"}},
			want: `unknown: custom.hidden is withheld, so it is unknown whether it is "R&D" or "IT"`,
		},
		{
			c:    Condition{Field: "teams", Op: OpEquals, Values: []string{"Red"}},
			want: `true: teams is "Blue, Red", of which one is "Red"`,
		},
		{
			c:    Condition{Field: "teams", Op: OpContains, Values: []string{"Green", "Black"}},
			want: `false: teams is "Blue, Red", which does not contain "Green" or "Black"`,
		},
		{
			c:    Condition{Field: "custom.contract", Op: OpStartsWith, Values: []string{"Voll"}},
			want: `true: custom.contract is "Vollzeit", which starts with "Voll"`,
		},
		{
			c:    Condition{Field: "custom.contract", Op: OpEndsWith, Values: []string{"time"}},
			want: `false: custom.contract is "Vollzeit", which does not end with "time"`,
		},
		{
			c:    Condition{Field: "custom.hidden", Op: OpEndsWith, Values: []string{"time"}},
			want: `unknown: custom.hidden is withheld, so it is unknown whether it ends with "time"`,
		},
		{c: hidden, want: `unknown: custom.hidden is withheld, so it is unknown whether it is present`},
		{
			c:    Condition{Field: "custom.other", Op: OpNotPresent},
			want: `unknown: custom.other is absent, so it is unknown whether it is present`,
		},
		{c: Condition{Field: "custom.none", Op: OpPresent}, want: `false: custom.none is empty`},
		{c: Condition{Field: "custom.none", Op: OpNotPresent}, want: `true: custom.none is empty`},
		{c: Condition{Field: "hire_date", Op: OpPresent}, want: `true: hire_date is 2026-04-01`},
		{c: Condition{Field: "hire_date", Op: OpNotPresent}, want: `false: hire_date is 2026-04-01, not empty`},
		{
			c: Condition{Field: "custom.sync", Op: OpYes},
			want: `unknown: custom.sync is "vielleicht", not a listed word for yes or no, so it is unknown whether it ` +
				`is yes`,
		},
		{c: Condition{Field: "custom.none", Op: OpYes}, want: `false: custom.none is empty, not yes`},
		{c: Condition{Field: "custom.none", Op: OpNo}, want: `true: custom.none is empty, which counts as no`},
		{c: Condition{Field: "custom.ticked", Op: OpYes}, want: `true: custom.ticked is yes`},
		{c: Condition{Field: "custom.ticked", Op: OpNo}, want: `false: custom.ticked is yes, not no`},
		{c: Condition{Field: "custom.word", Op: OpYes}, want: `true: custom.word is "1", which means yes`},
		{c: Condition{Field: "custom.word", Op: OpNo}, want: `false: custom.word is "1", not no`},
		{
			c:    Condition{Field: "hire_date", Op: OpOnOrBefore, Values: []string{"today+14"}},
			want: `false: hire_date is 2026-04-01, not on or before today+14 (2026-03-24)`,
		},
		{
			c:    Condition{Field: "hire_date", Op: OpAfter, Values: []string{"today"}},
			want: `true: hire_date is 2026-04-01, after today (2026-03-10)`,
		},
		{
			c:    Condition{Field: "custom.none", Op: OpBefore, Values: []string{"2026-01-01"}},
			want: `false: custom.none is empty, not before 2026-01-01`,
		},
		{
			c: Condition{Field: "custom.contract", Op: OpAtLeast, Values: []string{"50"}},
			want: `unknown: custom.contract is "Vollzeit", not a number of the form -1234.50, so it is unknown ` +
				`whether it is at least 50`,
		},
		{
			c:    Condition{Field: "custom.word", Op: OpGreaterThan, Values: []string{"0.5"}},
			want: `true: custom.word is "1", more than 0.5`,
		},
		{
			c:    Condition{All: []Condition{department, hidden, contract}},
			want: `false: custom.contract is "Vollzeit", not "Full time"`,
		},
		{
			c:    Condition{All: []Condition{department, hidden}},
			want: `unknown: custom.hidden is withheld, so it is unknown whether it is present`,
		},
		{c: Condition{Any: []Condition{contract, department}}, want: `true: department is "R&D", one of "R&D" or "IT"`},
		{
			c:    Condition{Any: []Condition{contract, {Not: &department}}},
			want: `false: custom.contract is "Vollzeit", not "Full time"; department is "R&D", one of "R&D" or "IT"`,
		},
		{c: Condition{}, want: `true: no condition`},
	}
	for _, tt := range tests {
		answer, why := compile(t, tt.c).Explain(s)
		if got := answer.String() + ": " + why; got != tt.want {
			t.Errorf("Explain(%+v) =\n%s\nwant\n%s", tt.c, got, tt.want)
		}
	}
}

// The text stays short, however long the settings and the values are.
func TestExplainIsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 400)
	c := Condition{Any: make([]Condition, 100)}
	for i := range c.Any {
		c.Any[i] = Condition{
			Field: "custom.x", Op: OpEquals, Values: []string{long + fmt.Sprint(i), "b", "c", "d", "e", "f", "g"},
		}
	}
	_, why := compile(t, c).Explain(with(employee.Text(strings.Repeat("é", 5000))))
	if len(why) > 1100 || !strings.Contains(why, "or 2 more") {
		t.Errorf("%d bytes: %s", len(why), why)
	}
}
