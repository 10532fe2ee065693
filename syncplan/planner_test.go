package syncplan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
		approvals[i] = h.Approve("admin@example.com", now.AddDate(0, 0, 1))
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
