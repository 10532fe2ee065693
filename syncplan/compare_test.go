package syncplan_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestCompare edits one thing in the settings of a company of twenty, two of
// whom, Abe and Bea, work in R&D; Cyd has no user yet, and Dee has left.
func TestCompare(t *testing.T) {
	t.Parallel()
	people, users := company(18, func(i int, e *employee.Employee) {
		if i < 2 {
			e.FirstName, e.Department = [...]string{"Abe", "Bea"}[i], "R&D"
		}
	})
	for i, first := range []string{"Abe", "Bea"} {
		users[i].Attributes = syncplan.Attributes{
			syncplan.TextAttribute("first_name", first), syncplan.TextAttribute("department", "R&D"),
		}
	}
	people = append(people, emp("e100", "Cyd", "cyd@example.com"),
		emp("e101", "Dee", "dee@example.com", field("termination_date", yesterday)))
	inSales := mapping.Condition{Field: "department", Op: mapping.OpEquals, Values: []string{"Sales"}}
	type edit = func(*syncplan.Settings)
	scope := func(s *syncplan.Settings) { s.Mapping.Scope = inSales }
	for _, tt := range []struct {
		name          string
		before, after edit
		want          string
	}{
		{"nothing", nil, nil, "nothing changes\n"},
		{"a narrower scope", nil, scope, `2 people leave it

leave scope:
  Abe Example (employee e000): present -> out_of_scope
  Bea Example (employee e001): present -> out_of_scope
`},
		{"a wider scope", scope, nil, `2 people enter scope

enter scope:
  Abe Example (employee e000): out_of_scope -> present
  Bea Example (employee e001): out_of_scope -> present
`},
		{"another form of the name", nil, func(s *syncplan.Settings) {
			s.Mapping.Rules[1] = mapping.Rule{Target: "first_name", From: []employee.Field{"first_name"}, Case: "upper"}
		}, `19 people get another first_name, 1 guard would hold

first_name:
  Abe Example (employee e000): "Abe" -> "ABE"
  Bea Example (employee e001): "Bea" -> "BEA"
  Ada Example (employee e002): "Ada" -> "ADA"
  Ada Example (employee e003): "Ada" -> "ADA"
  Ada Example (employee e004): "Ada" -> "ADA"
  and 14 more

update actions: 0 -> 18

the guard changes would hold: 18 users would get another first_name, more than the limit of 5 for 19 linked users: ` +
			`look at them, then approve the hold or correct the HR data (a threshold, not a refusal: 5 or fewer run without an approval)
`},
		{"an attribute less", nil, func(s *syncplan.Settings) {
			s.Mapping.Rules = s.Mapping.Rules[:2]
		}, `1 person gets another department

department:
  Cyd Example (employee e100): "Sales" -> nothing
`},
		{"blocked", nil, func(s *syncplan.Settings) {
			s.Policy.Block = inSales
		}, `17 people are treated otherwise, 1 guard would hold

other treatment:
  Ada Example (employee e002): present -> blocked
  Ada Example (employee e003): present -> blocked
  Ada Example (employee e004): present -> blocked
  Ada Example (employee e005): present -> blocked
  Ada Example (employee e006): present -> blocked
  and 12 more

create actions: 1 -> 0
deactivate actions: 0 -> 16

the guard deactivations would hold: 16 deactivations, more than the limit of 5 for 18 linked users: ` +
			`look at them, then approve the hold or correct the HR data (a threshold, not a refusal: 5 or fewer run without an approval)
`},
		{"users for leavers", nil, func(s *syncplan.Settings) {
			s.Policy.Left = syncplan.TreatmentSync
		}, `nobody's treatment changes

create actions: 1 -> 2
`},
		{"a guard no longer holds", func(s *syncplan.Settings) {
			s.Policy.Limits = syncplan.Limits{Creates: &syncplan.Limit{}}
		}, nil, `nobody's treatment changes

the guard creates would no longer hold
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			planner := func(e edit) *syncplan.Planner {
				s := settings()
				if e != nil {
					e(&s)
				}
				return prepare(t, roster(t, people...), users, s)
			}
			c, err := syncplan.Compare(planner(tt.before), planner(tt.after))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, c.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
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
	people, users := company(4, nil)
	before := prepare(t, roster(t, people[:3]...), users, settings())
	after := prepare(t, roster(t, people[1:]...), users, settings())
	c, err := syncplan.Compare(before, after)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(c.Enter, c.Leave)
	if want := "[{e003 Ada Example no_record present}] [{e000 Ada Example present no_record}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
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
