package mapping_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// TestKeeps: what Keeps says, Apply says as well.
func TestKeeps(t *testing.T) {
	for _, tt := range []struct {
		name string
		rule Rule
		have string
		want bool
	}{
		{"the same text", Rule{From: []employee.Field{"department"}}, "Sales", true},
		{"a custom field", Rule{From: []employee.Field{"custom.team"}}, "Web", true},
		{"another text", Rule{From: []employee.Field{"department"}}, "sales", false},
		{"nothing", Rule{From: []employee.Field{"division"}}, "", false},
		{"blanks around it", Rule{From: []employee.Field{"job_title"}}, " Boss", false},
		{"a blank of another script", Rule{From: []employee.Field{"location"}}, "Paris\u2003", false},
		{"the second source", Rule{From: []employee.Field{"division", "department"}}, "Sales", false},
		{"a list", Rule{From: []employee.Field{"teams"}}, "Web", false},
		{"a number", Rule{From: []employee.Field{"number"}, Type: "number"}, "7", false},
		{"a case", Rule{From: []employee.Field{"department"}, Case: "upper"}, "Sales", false},
		{"a table", Rule{From: []employee.Field{"department"}, Lookup: map[string]string{"Sales": "S"}}, "Sales", false},
		{"a condition", Rule{From: []employee.Field{"department"}, When: Condition{Field: "department", Op: NotPresent}}, "Sales", false},
		{"a format", Rule{Format: "{department}"}, "Sales", false},
		{"a constant", Rule{Constant: "Sales"}, "Sales", false},
		{"no address", Rule{From: []employee.Field{"department"}, Check: CheckEmail}, "Sales", false},
		{"an address", Rule{From: []employee.Field{"work_email"}, Check: CheckEmail}, "ada@example.com", true},
	} {
		e := employee.Employee{ID: "1", Number: "7", Department: "Sales", JobTitle: " Boss", Location: "Paris\u2003", Teams: []string{"Web"}, WorkEmail: "ada@example.com"}
		_ = e.Set("custom.team", employee.Text("Web"))
		tt.rule.Target = "x"
		p := program(t, tt.rule)
		s := Subject{Employee: &e}
		got := p.Keeps(0, &s, tt.have)
		if out := p.Apply(0, s); got != tt.want || got && (out.Problem != "" || out.Verdict != Set || out.Value != employee.Text(tt.have)) {
			t.Errorf("%s: %v, want %v; Apply: %+v", tt.name, got, tt.want, out)
		}
		if n := testing.AllocsPerRun(10, func() { p.Keeps(0, &s, tt.have) }); n != 0 {
			t.Errorf("%s: %v allocations", tt.name, n)
		}
	}
}
