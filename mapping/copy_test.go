package mapping_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

const leave = "(left alone)"

// TestCopy: what Copy says, Apply says as well.
func TestCopy(t *testing.T) {
	for _, tt := range []struct {
		name string
		rule Rule
		want string // "": only Apply can tell
	}{
		{"the same text", Rule{From: []employee.Field{"department"}}, "Sales"},
		{"a custom field", Rule{From: []employee.Field{"custom.team"}}, "Web"},
		{"nothing known", Rule{From: []employee.Field{"division"}}, leave},
		{"nothing there", Rule{From: []employee.Field{"cost_center"}}, leave},
		{"withheld", Rule{From: []employee.Field{"legal_entity"}}, ""},
		{"nothing there, to be cleared", Rule{From: []employee.Field{"cost_center"}, OnEmpty: OnEmptyClear}, ""},
		{"nothing there, with a default", Rule{From: []employee.Field{"cost_center"}, OnEmpty: OnEmptyDefault, Default: "1"}, ""},
		{"a letter of another script at the end", Rule{From: []employee.Field{"first_name"}}, "Chloé"},
		{"blanks around it", Rule{From: []employee.Field{"job_title"}}, ""},
		{"a blank of another script", Rule{From: []employee.Field{"location"}}, ""},
		{"the second source", Rule{From: []employee.Field{"division", "department"}}, ""},
		{"a list", Rule{From: []employee.Field{"teams"}}, ""},
		{"a number", Rule{From: []employee.Field{"number"}, Type: "number"}, ""},
		{"a case", Rule{From: []employee.Field{"department"}, Case: "upper"}, ""},
		{"a table", Rule{From: []employee.Field{"department"}, Lookup: map[string]string{"Sales": "S"}}, ""},
		{"a condition", Rule{From: []employee.Field{"department"}, When: Condition{Field: "department", Op: OpNotPresent}}, ""},
		{"a format", Rule{Format: "{department}"}, ""},
		{"a constant", Rule{Constant: "Sales"}, ""},
		{"no address", Rule{From: []employee.Field{"department"}, Check: CheckEmail}, ""},
		{"an address", Rule{From: []employee.Field{"work_email"}, Check: CheckEmail}, "ada@example.com"},
	} {
		e := employee.Employee{ID: "1", Number: "7", Department: "Sales", FirstName: "Chloé", JobTitle: " Boss", Location: "Paris\u2003", Teams: []string{"Web"}, WorkEmail: "ada@example.com"}
		_ = e.Set("custom.team", employee.Text("Web"))
		_ = e.Set("cost_center", employee.Empty())
		_ = e.Set("legal_entity", employee.Withheld())
		tt.rule.Target = "x"
		p := program(t, tt.rule)
		s := Subject{Employee: &e}
		got, ok := p.Copy(0, &s)
		out := p.Apply(0, s)
		quick := got
		if ok && got == "" && out.Verdict == VerdictLeave {
			quick = leave
		}
		if ok != (tt.want != "") || ok && (quick != tt.want || out.Problem != "" || got != "" && (out.Verdict != VerdictSet || out.Value != employee.Text(got))) {
			t.Errorf("%s: %q, %v, want %q; Apply: %+v", tt.name, got, ok, tt.want, out)
		}
		if n := testing.AllocsPerRun(10, func() { p.Copy(0, &s) }); n != 0 {
			t.Errorf("%s: %v allocations", tt.name, n)
		}
	}
}
