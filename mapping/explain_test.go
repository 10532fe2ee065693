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
		"custom.hidden": employee.Withheld(), "custom.none": employee.Empty(),
	} {
		_ = e.Set(f, v)
	}
	s := Subject{Employee: e, Today: employee.NewDate(2026, time.March, 10)}
	contract := Condition{Field: "custom.contract", Op: Equals, Values: []string{"Full time"}}
	department := Condition{Field: "department", Op: Equals, Values: []string{"R&D", "IT"}}
	hidden := Condition{Field: "custom.hidden", Op: Present}
	tests := []struct {
		c    Condition
		want string
	}{
		{contract, `false: custom.contract = "Full time" failed on "Vollzeit"`},
		{department, `true: department = "R&D" or "IT" held on "R&D"`},
		{hidden, `cannot tell: custom.hidden is present cannot be told: the field is withheld`},
		{Condition{Field: "custom.other", Op: Present}, `cannot tell: custom.other is present cannot be told: the field is absent`},
		{Condition{Field: "custom.none", Op: Present}, `false: custom.none is present failed on an empty field`},
		{Condition{Field: "custom.sync", Op: Yes}, `cannot tell: custom.sync is yes cannot be told from "vielleicht": not a listed word for yes or no`},
		{Condition{Field: "hire_date", Op: OnOrBefore, Values: []string{"today+14"}}, `false: hire_date on or before today+14 (2026-03-24) failed on "2026-04-01"`},
		{Condition{All: []Condition{department, hidden, contract}}, `false: custom.contract = "Full time" failed on "Vollzeit"`},
		{Condition{All: []Condition{department, hidden}}, `cannot tell: custom.hidden is present cannot be told: the field is withheld`},
		{Condition{Any: []Condition{contract, department}}, `true: department = "R&D" or "IT" held on "R&D"`},
		{Condition{Any: []Condition{contract, {Not: &department}}}, `false: custom.contract = "Full time" failed on "Vollzeit" and not (department = "R&D" or "IT" held on "R&D")`},
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
		c.Any[i] = Condition{Field: "custom.x", Op: Equals, Values: []string{long + fmt.Sprint(i), "b", "c", "d", "e", "f", "g"}}
	}
	_, why := compile(t, c).Explain(with(employee.Text(strings.Repeat("é", 5000))))
	if len(why) > 1100 || !strings.Contains(why, "or 2 more") {
		t.Errorf("%d bytes: %s", len(why), why)
	}
}
