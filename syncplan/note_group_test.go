package syncplan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestNoteGroups: five notes that say the same are one in the text, four are four. The
// evidence that all have in common is shown.
func TestNoteGroups(t *testing.T) {
	t.Parallel()
	const unknown = "unknown: no user is created, because employment is unknown: the status cannot be read"
	const withheld = "  because status is withheld: give the credentials permission to read it"
	for _, tt := range []struct {
		name  string
		notes int
		want  []string // lines
	}{
		{name: "one", notes: 1, want: []string{`problem employee 0 "Ada Example" ` + unknown, withheld,
			"  because hire_date is 2020-01-01", "  because termination_date is empty"}},
		{name: "five", notes: 5, want: []string{"problem 5 employees " + unknown, "  of employees 0, 1, 2, 3, 4",
			withheld, "  because termination_date is empty"}},
		{name: "ten", notes: 10, want: []string{"problem 10 employees " + unknown,
			"  of employees 0, 1, 2, 3, 4, 5, 6, 7 and 2 more",
			withheld, "  because termination_date is empty"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := doubtful(t, tt.notes)
			if groups := p.NoteGroups(); len(groups) != 1 || len(groups[0].Notes) != tt.notes {
				t.Fatalf("%d groups", len(groups))
			}
			var got []string
			for line := range strings.Lines(p.String()) {
				if line = strings.TrimRight(line, "\n"); len(got) > 0 || strings.HasPrefix(line, "problem ") {
					if line == "" {
						break
					}
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			row := "| problem | Ada Example (employee 0) |"
			if tt.notes > 1 {
				row = fmt.Sprintf("| problem | %d employees (employees 0, 1,", tt.notes)
			}
			if n := strings.Count(p.Markdown(), "| problem |"); n != 1 || !strings.Contains(p.Markdown(), row) {
				t.Errorf("%d rows, want %q in\n%s", n, row, p.Markdown())
			}
		})
	}
	if four := doubtful(t, 4); len(four.NoteGroups()) != 4 {
		t.Errorf("four notes that say the same are %d groups", len(four.NoteGroups()))
	}
}

// doubtful returns a plan with a note about each of n employees, hired on different days.
func doubtful(t *testing.T, n int) *syncplan.Plan {
	t.Helper()
	var employees []employee.Employee
	for i := range n {
		id := fmt.Sprint(i)
		e := emp(id, "Ada", id+"@example.com", field("status", "withheld"))
		e.HireDate = date(fmt.Sprintf("2020-01-%02d", 1+i))
		e.StatusText = ""
		employees = append(employees, e)
	}
	for i := range 5 * n { // so that few are without a status
		id := fmt.Sprint("x", i)
		employees = append(employees, emp(id, "Bob", id+"@example.com"))
	}
	return build(t, roster(t, employees...), nil, settings())
}

// TestQuestions: every hold has a question, and says what happens until it is answered.
func TestQuestions(t *testing.T) {
	t.Parallel()
	seen := make(map[string]syncplan.Guard)
	for _, g := range []syncplan.Guard{
		syncplan.GuardEmptyRoster, syncplan.GuardMissingRecords, syncplan.GuardUnreadableField,
		syncplan.GuardUnreadableStatus, syncplan.GuardFirstPlan, syncplan.GuardRelinks,
		syncplan.GuardUnlinkedDeactivations, syncplan.GuardDeactivations,
		syncplan.GuardEmailChanges, syncplan.GuardChanges, syncplan.GuardClears, syncplan.GuardCreates, syncplan.GuardSeats,
	} {
		h := syncplan.Hold{Guard: g, Target: "office"}
		if q := h.Question(); !strings.HasSuffix(q, "?") || h.Unanswered() == "" || seen[q] != "" {
			t.Errorf("%s asks %q, as %s; until then %q", g, q, seen[q], h.Unanswered())
		}
		seen[h.Question()] = g
	}
}
