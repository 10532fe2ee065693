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
		"custom.hidden": employee.Withheld(), "custom.none": employee.Empty(), "custom.ticked": employee.Bool(true), "custom.word": employee.Text("1"),
		"teams": employee.List("Blue", "Red"),
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
		{contract, `false: custom.contract is "Vollzeit", not "Full time"`},
		{Condition{Field: "custom.contract", Op: OpEquals, Values: []string{"vollzeit"}}, `true: custom.contract is "Vollzeit", the same as "vollzeit"`},
		{Condition{Field: "custom.contract", Op: OpEquals, Values: []string{"Vollzeit"}}, `true: custom.contract is "Vollzeit"`},
		{Condition{Field: "custom.contract", Op: OpNotEquals, Values: []string{"Vollzeit"}}, `false: custom.contract is "Vollzeit"`},
		{Condition{Field: "custom.contract", Op: OpNotEquals, Values: []string{"Full time", "Intern"}}, `true: custom.contract is "Vollzeit", not "Full time" or "Intern"`},
		{department, `true: department is "R&D", one of "R&D" or "IT"`},
		{Condition{Field: "custom.none", Op: OpEquals, Values: []string{"R&D"}}, `false: custom.none is empty, not "R&D"`},
		{Condition{Field: "custom.hidden", Op: OpNotEquals, Values: []string{"R&D", "IT"}}, `cannot tell: custom.hidden is withheld, so nothing tells whether it is "R&D" or "IT"`},
		{Condition{Field: "teams", Op: OpEquals, Values: []string{"Red"}}, `true: teams is "Blue, Red", of which one is "Red"`},
		{Condition{Field: "teams", Op: OpContains, Values: []string{"Green", "Black"}}, `false: teams is "Blue, Red", which does not contain "Green" or "Black"`},
		{Condition{Field: "custom.contract", Op: OpStartsWith, Values: []string{"Voll"}}, `true: custom.contract is "Vollzeit", which starts with "Voll"`},
		{Condition{Field: "custom.contract", Op: OpEndsWith, Values: []string{"time"}}, `false: custom.contract is "Vollzeit", which does not end with "time"`},
		{Condition{Field: "custom.hidden", Op: OpEndsWith, Values: []string{"time"}}, `cannot tell: custom.hidden is withheld, so nothing tells whether it ends with "time"`},
		{hidden, `cannot tell: custom.hidden is withheld, so nothing tells whether it is present`},
		{Condition{Field: "custom.other", Op: OpNotPresent}, `cannot tell: custom.other is absent, so nothing tells whether it is present`},
		{Condition{Field: "custom.none", Op: OpPresent}, `false: custom.none is empty`},
		{Condition{Field: "custom.none", Op: OpNotPresent}, `true: custom.none is empty`},
		{Condition{Field: "hire_date", Op: OpPresent}, `true: hire_date is 2026-04-01`},
		{Condition{Field: "hire_date", Op: OpNotPresent}, `false: hire_date is 2026-04-01, not empty`},
		{Condition{Field: "custom.sync", Op: OpYes}, `cannot tell: custom.sync is "vielleicht", not a listed word for yes or no, so nothing tells whether it is yes`},
		{Condition{Field: "custom.none", Op: OpYes}, `false: custom.none is empty, not yes`},
		{Condition{Field: "custom.none", Op: OpNo}, `true: custom.none is empty, which counts as no`},
		{Condition{Field: "custom.ticked", Op: OpYes}, `true: custom.ticked is yes`},
		{Condition{Field: "custom.ticked", Op: OpNo}, `false: custom.ticked is yes, not no`},
		{Condition{Field: "custom.word", Op: OpYes}, `true: custom.word is "1", which means yes`},
		{Condition{Field: "custom.word", Op: OpNo}, `false: custom.word is "1", not no`},
		{Condition{Field: "hire_date", Op: OpOnOrBefore, Values: []string{"today+14"}}, `false: hire_date is 2026-04-01, not on or before today+14 (2026-03-24)`},
		{Condition{Field: "hire_date", Op: OpAfter, Values: []string{"today"}}, `true: hire_date is 2026-04-01, after today (2026-03-10)`},
		{Condition{Field: "custom.none", Op: OpBefore, Values: []string{"2026-01-01"}}, `false: custom.none is empty, not before 2026-01-01`},
		{Condition{Field: "custom.contract", Op: OpAtLeast, Values: []string{"50"}}, `cannot tell: custom.contract is "Vollzeit", not a number of the form -1234.50, so nothing tells whether it is at least 50`},
		{Condition{Field: "custom.word", Op: OpGreaterThan, Values: []string{"0.5"}}, `true: custom.word is "1", more than 0.5`},
		{Condition{All: []Condition{department, hidden, contract}}, `false: custom.contract is "Vollzeit", not "Full time"`},
		{Condition{All: []Condition{department, hidden}}, `cannot tell: custom.hidden is withheld, so nothing tells whether it is present`},
		{Condition{Any: []Condition{contract, department}}, `true: department is "R&D", one of "R&D" or "IT"`},
		{Condition{Any: []Condition{contract, {Not: &department}}}, `false: custom.contract is "Vollzeit", not "Full time"; department is "R&D", one of "R&D" or "IT"`},
		{Condition{}, `true: no condition`},
	}
	for _, tt := range tests {
		told, why := compile(t, tt.c).Explain(s)
		if got := told.String() + ": " + why; got != tt.want {
			t.Errorf("Explain(%+v) =\n%s\nwant\n%s", tt.c, got, tt.want)
		}
	}
}

// The text stays short whatever the settings and the person hold.
func TestExplainIsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 400)
	c := Condition{Any: make([]Condition, 100)}
	for i := range c.Any {
		c.Any[i] = Condition{Field: "custom.x", Op: OpEquals, Values: []string{long + fmt.Sprint(i), "b", "c", "d", "e", "f", "g"}}
	}
	_, why := compile(t, c).Explain(with(employee.Text(strings.Repeat("é", 5000))))
	if len(why) > 1100 || !strings.Contains(why, "or 2 more") {
		t.Errorf("%d bytes: %s", len(why), why)
	}
}
