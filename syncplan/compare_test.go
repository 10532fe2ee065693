package syncplan_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestCompare edits one thing in the settings of a company of twenty, two of
// which, Abe and Bea, are in R&D; Cyd has no user yet, and Dee has left.
func TestCompare(t *testing.T) {
	t.Parallel()
	employees, users := company(18, func(i int, e *employee.Employee) {
		if i < 2 {
			e.FirstName, e.Department = [...]string{"Abe", "Bea"}[i], "R&D"
		}
	})
	for i, first := range []string{"Abe", "Bea"} {
		users[i].Attributes = syncplan.Attributes{
			syncplan.TextAttribute("first_name", first), syncplan.TextAttribute("department", "R&D"),
		}
	}
	employees = append(employees, emp("e100", "Cyd", "cyd@example.com"),
		emp("e101", "Dee", "dee@example.com", field("termination_date", yesterday)))
	inSales := mapping.Condition{Field: "department", Op: mapping.OpEquals, Values: []string{"Sales"}}
	type edit = func(*syncplan.Settings)
	scope := func(s *syncplan.Settings) { s.Mapping.Scope = inSales }
	for _, tt := range []struct {
		name          string
		before, after edit
		golden        string
	}{
		{name: "nothing", golden: "nothing.txt"},
		{
			name:   "a narrower scope",
			after:  scope,
			golden: "narrower_scope.txt",
		},
		{
			name:   "a wider scope",
			before: scope,
			golden: "wider_scope.txt",
		},
		{
			name: "another form of the name",
			after: func(s *syncplan.Settings) {
				s.Mapping.Rules[1] = mapping.Rule{Target: "first_name", From: []employee.Field{"first_name"}, Case: "upper"}
			},
			golden: "upper_case.txt",
		},
		{
			name: "an attribute less",
			after: func(s *syncplan.Settings) {
				s.Mapping.Rules = s.Mapping.Rules[:2]
			},
			golden: "fewer_attributes.txt",
		},
		{
			name: "blocked",
			after: func(s *syncplan.Settings) {
				s.Policy.Block = inSales
			},
			golden: "blocked.txt",
		},
		{
			name: "users for leavers",
			after: func(s *syncplan.Settings) {
				s.Policy.Left = syncplan.TreatmentSync
			},
			golden: "leavers_synced.txt",
		},
		{
			name: "a guard no longer holds",
			before: func(s *syncplan.Settings) {
				s.Policy.Limits = syncplan.Limits{Creates: &syncplan.Limit{}}
			},
			golden: "guard_released.txt",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			planner := func(e edit) *syncplan.Planner {
				s := settings()
				if e != nil {
					e(&s)
				}
				return prepare(t, roster(t, employees...), users, s)
			}
			c, err := syncplan.Compare(planner(tt.before), planner(tt.after))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "compare/"+tt.golden, c.String())
			data, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			var back syncplan.Comparison
			if err := json.Unmarshal(data, &back); err != nil || back.String() != c.String() {
				t.Errorf("read back: %v\n%s", err, data)
			}
		})
	}
}

// TestCompareRosters: the same settings on what HR lists a day later.
func TestCompareRosters(t *testing.T) {
	t.Parallel()
	employees, users := company(4, nil)
	before := prepare(t, roster(t, employees[:3]...), users, settings())
	after := prepare(t, roster(t, employees[1:]...), users, settings())
	c, err := syncplan.Compare(before, after)
	if err != nil {
		t.Fatal(err)
	}
	type changes = employee.Batch[syncplan.EmployeeChange]
	want := syncplan.Comparison{
		Enter: changes{{EmployeeID: "e003", Name: "Ada Example",
			Before: syncplan.DispositionNoRecord, After: syncplan.DispositionPresent}},
		Leave: changes{{EmployeeID: "e000", Name: "Ada Example",
			Before: syncplan.DispositionPresent, After: syncplan.DispositionNoRecord}},
	}
	if diff := cmp.Diff(want, syncplan.Comparison{Enter: c.Enter, Leave: c.Leave}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompareRefuses(t *testing.T) {
	t.Parallel()
	p := prepare(t, roster(t, emp("e1", "Ada", "ada@example.com")), nil, settings())
	elsewhere := employee.Origin{Provider: "test", Tenant: "other"}
	other, err := employee.NewRoster(elsewhere, emp("e1", "Ada", "ada@example.com"))
	if err != nil {
		t.Fatal(err)
	}
	for name, after := range map[string]*syncplan.Planner{
		"nil": nil, "another source": prepare(t, other, nil, settings()),
	} {
		for _, pair := range [][2]*syncplan.Planner{{p, after}, {after, p}} {
			if _, err := syncplan.Compare(pair[0], pair[1]); err == nil {
				t.Errorf("%s: no error", name)
			}
		}
	}
}
