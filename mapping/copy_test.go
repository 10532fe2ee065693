package mapping_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// TestCopies: a rule that copies a text has a fast path in Apply, which allocates
// nothing. It gives what the same rule gives under a condition that is always true,
// and so without the fast path.
func TestCopies(t *testing.T) {
	for _, tt := range []struct {
		name string
		rule Rule
		want string // "": no value is set
	}{
		{name: "the same text", rule: Rule{From: []employee.Field{"department"}}, want: "Sales"},
		{name: "a custom field", rule: Rule{From: []employee.Field{"custom.team"}}, want: "Web"},
		{name: "absent", rule: Rule{From: []employee.Field{"division"}}},
		{name: "empty", rule: Rule{From: []employee.Field{"cost_center"}}},
		{name: "withheld", rule: Rule{From: []employee.Field{"legal_entity"}}},
		{name: "empty, to be cleared", rule: Rule{From: []employee.Field{"cost_center"}, OnEmpty: OnEmptyClear}},
		{
			name: "empty, with a default",
			rule: Rule{From: []employee.Field{"cost_center"}, OnEmpty: OnEmptyDefault, Default: "1"}, want: "1",
		},
		{name: "a letter of another script at the end", rule: Rule{From: []employee.Field{"first_name"}}, want: "Chloé"},
		{name: "blanks around it", rule: Rule{From: []employee.Field{"job_title"}}, want: "Boss"},
		{name: "a blank of another script", rule: Rule{From: []employee.Field{"location"}}, want: "Paris"},
		{name: "only blanks", rule: Rule{From: []employee.Field{"middle_name"}}},
		{name: "the second field", rule: Rule{From: []employee.Field{"division", "department"}}, want: "Sales"},
		{name: "a list", rule: Rule{From: []employee.Field{"teams"}}, want: "Web"},
		{name: "a number", rule: Rule{From: []employee.Field{"number"}, Type: "number"}, want: "7"},
		{name: "a case", rule: Rule{From: []employee.Field{"department"}, Case: "upper"}, want: "SALES"},
		{
			name: "a lookup",
			rule: Rule{From: []employee.Field{"department"}, Lookup: map[string]string{"Sales": "S"}}, want: "S",
		},
		{name: "a format", rule: Rule{Format: "{department}"}, want: "Sales"},
		{name: "a constant", rule: Rule{Constant: "Sales"}, want: "Sales"},
		{name: "no address", rule: Rule{From: []employee.Field{"department"}, Check: CheckEmail}},
		{name: "an address", rule: Rule{From: []employee.Field{"work_email"}, Check: CheckEmail}, want: "ada@example.com"},
		{name: "an authority", rule: Rule{From: []employee.Field{"department"}, Authority: AuthorityFill}, want: "Sales"},
	} {
		e := employee.Employee{
			ID: "1", Number: "7", Department: "Sales", FirstName: "Chloé", MiddleName: " \t", JobTitle: " Boss",
			Location: "Paris\u2003", Teams: []string{"Web"}, WorkEmail: "ada@example.com",
		}
		_ = e.Set("custom.team", employee.Text("Web"))
		_ = e.Set("cost_center", employee.Empty())
		_ = e.Set("legal_entity", employee.Withheld())
		s := Subject{Employee: &e}
		tt.rule.Target = "x"
		p := program(t, tt.rule)
		tt.rule.When = Condition{Field: "id", Op: OpPresent}
		out, slow := p.Apply(0, s), program(t, tt.rule).Apply(0, s)
		if diff := cmp.Diff(slow, out); diff != "" || out.Value.String() != tt.want {
			t.Errorf("%s: %+v, want %q (-under a condition +without)\n%s", tt.name, out, tt.want, diff)
		}
	}
}

func TestCopiesAllocateNothing(t *testing.T) {
	e := employee.Employee{ID: "1", Department: "Sales", WorkEmail: "ada@example.com"}
	_ = e.Set("custom.team", employee.Text("Web"))
	_ = e.Set("cost_center", employee.Empty())
	p := program(t,
		Rule{
			Target: "email", From: []employee.Field{"work_email"},
		}, Rule{Target: "department", From: []employee.Field{"department"}},
		Rule{
			Target: "team", From: []employee.Field{"custom.team"},
		}, Rule{Target: "center", From: []employee.Field{"cost_center"}},
		Rule{Target: "division", From: []employee.Field{"division"}})
	s := Subject{Employee: &e}
	for i, target := range p.Targets() {
		if n := testing.AllocsPerRun(10, func() { p.Apply(i, s) }); n != 0 {
			t.Errorf("%s: %v allocations", target.Name, n)
		}
	}
}
