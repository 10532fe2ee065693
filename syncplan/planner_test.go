package syncplan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestPlannerGivesManyPlans asks one planner for a plan without approvals, for
// one with them, and for the first one again.
func TestPlannerGivesManyPlans(t *testing.T) {
	t.Parallel()
	left := emp("e1", "Ada", "ada@example.com", field("termination_date", yesterday))
	r := roster(t, left, emp("e2", "Bob", "bob@example.com"))
	x := syncplan.Existing{Users: []syncplan.User{free("u1", "ada@example.com")}}
	p, err := syncplan.Prepare(r, x, settings(), now)
	if err != nil {
		t.Fatal(err)
	}
	first := p.Plan()
	if len(first.Held) == 0 {
		t.Fatal("nothing is held")
	}
	approvals := make([]syncplan.Approval, len(first.Held))
	for i, h := range first.Held {
		approvals[i] = h.ApproveAll("admin@example.com", now.AddDate(0, 0, 1))
	}
	approved := p.Plan(approvals...)
	if len(approved.Held) > 0 || len(approved.Actions) != len(first.Actions)+1 {
		t.Errorf("with approvals %d are held and %d run, want 0 and %d",
			len(approved.Held), len(approved.Actions), len(first.Actions)+1)
	}
	if diff := cmp.Diff(first.Hash(), p.Plan().Hash()); diff != "" {
		t.Errorf("the planner's next plan is another one:\n%s", diff)
	}
}

// TestGateNamesWhatStops has employees with a problem in the record that stops
// nothing, beside what does.
func TestGateNamesWhatStops(t *testing.T) {
	t.Parallel()
	mars := field("time_zone", "Mars/Base")
	for _, tt := range []struct {
		name     string
		employee employee.Employee
		users    []syncplan.User
		gate     string
	}{
		{
			name:     "a decision",
			employee: emp("e1", "Ada", "ada@example.com", mars, field("hire_date", "withheld")),
			gate:     "unknown: ",
		},
		{
			name:     "a finding",
			employee: emp("e1", "Ada", "ada@example.com", mars),
			users:    []syncplan.User{free("u1", "ada@example.com"), free("u2", "ada@example.com")},
			gate:     "several_users: ",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := syncplan.Prepare(roster(t, tt.employee), syncplan.Existing{Users: tt.users}, settings(), now)
			if err != nil {
				t.Fatal(err)
			}
			if x, _ := p.Explain(p.Plan(), "e1"); !strings.HasPrefix(x.Gate, tt.gate) {
				t.Errorf("the gate is %q, want %q first", x.Gate, tt.gate)
			}
			for _, u := range tt.users {
				if x, _ := p.ExplainUser(p.Plan(), u.ID); !strings.HasPrefix(x.Gate, tt.gate) {
					t.Errorf("the gate of %s is %q, want %q first", u.ID, x.Gate, tt.gate)
				}
			}
		})
	}
}

// TestPlannersDiffer: planners of two instants are not compared, and a plan made under
// other settings is not explained.
func TestPlannersDiffer(t *testing.T) {
	t.Parallel()
	r := roster(t, emp("e1", "Ada", "ada@example.com"))
	one := prepare(t, r, nil, settings())
	later, err := syncplan.Prepare(r, syncplan.Existing{}, settings(), now.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := syncplan.Compare(one, later); err == nil || !strings.Contains(err.Error(), "two instants") {
		t.Errorf("Compare: %v, want an error about two instants", err)
	}
	other := settings()
	other.Policy.CreateAhead = 7
	if _, ok := prepare(t, r, nil, other).Explain(one.Plan(), "e1"); ok {
		t.Error("a plan made under other settings was explained")
	}
	if _, ok := prepare(t, r, nil, settings()).Explain(one.Plan(), "e1"); !ok {
		t.Error("a plan made under the same settings was not explained")
	}
}
