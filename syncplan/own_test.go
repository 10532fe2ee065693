package syncplan_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestPlanIsYourOwn overwrites all that two plans hold, at the same time: the next
// plan of the same planner is as the first was.
func TestPlanIsYourOwn(t *testing.T) {
	t.Parallel()
	left := emp("e1", "Ada", "ada@example.com", field("termination_date", yesterday))
	r := roster(t, left, emp("e2", "Bob", "bob@example.com"),
		emp("e3", "Kim", "same@example.com"), emp("e4", "Lee", "same@example.com", field("status", "withheld")))
	p := prepare(t, r, []syncplan.User{free("u1", "ada@example.com")}, settings())
	want := p.Plan()
	held := 0
	var redacting sync.WaitGroup
	for range 2 {
		plan := p.Plan()
		for _, h := range plan.Held {
			held += len(h.Actions)
		}
		redacting.Go(func() { redact(plan) })
	}
	redacting.Wait()
	if held == 0 || len(want.Actions) == 0 || len(want.Notes) == 0 {
		t.Fatalf("the plan lacks something to overwrite:\n%s", want)
	}
	if diff := cmp.Diff(want, p.Plan()); diff != "" {
		t.Errorf("the next plan (-before +after):\n%s", diff)
	}
}

// redact overwrites every item of every list of a plan.
func redact(p *syncplan.Plan) {
	evidence := func(list []syncplan.Evidence) {
		for i := range list {
			list[i] = syncplan.Evidence{Detail: "redacted"}
		}
	}
	texts := func(list []string) {
		for i := range list {
			list[i] = "redacted"
		}
	}
	actions := func(list []syncplan.Action) {
		for i := range list {
			for j := range list[i].Changes {
				list[i].Changes[j].To = employee.Text("redacted")
			}
			evidence(list[i].Evidence)
			list[i].Name = "redacted"
		}
	}
	actions(p.Actions)
	for _, h := range p.Held {
		actions(h.Actions)
	}
	for _, n := range p.Notes {
		texts(n.EmployeeIDs)
		texts(n.UserIDs)
		evidence(n.Evidence)
	}
}
