package syncplan_test

import (
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// TestLawLost: where what a caller stores is lost, for all users or for the customer, no
// user is deactivated that the plan would not have deactivated with it; but with the
// approvals an operator's refusals are lost.
func TestLawLost(t *testing.T) {
	t.Parallel()
	losses := []struct {
		name string
		user func(*syncplan.User)
		rest func(*syncplan.Existing)
	}{
		{name: "link", user: func(u *syncplan.User) { u.Link = syncplan.Link{} }},
		{name: "active", user: func(u *syncplan.User) { u.Active = false }},
		{name: "deactivated_by_sync", user: func(u *syncplan.User) { u.DeactivatedBySync = false }},
		{name: "ends_on", user: func(u *syncplan.User) { u.EndsOn = employee.Date{} }},
		{name: "kept", user: func(u *syncplan.User) { u.Kept = nil }},
		{name: "applied", user: func(u *syncplan.User) { u.Applied = nil }},
		{name: "unfinished", rest: func(x *syncplan.Existing) { x.Unfinished = nil }},
		{name: "seats", rest: func(x *syncplan.Existing) { x.Seats = 0 }},
		{name: "groups", rest: func(x *syncplan.Existing) { x.Groups = nil }},
	}
	sweep.Each(t, func(t *testing.T, seed uint64) {
		w := worlds.New(seed)
		first := plan(t, w)
		approvals := w.Approvals(first.Held)
		first = plan(t, w, approvals...)
		if broken, ok := brokenOff(w, first); ok {
			w = broken
		}
		with := deactivates(plan(t, w, approvals...))
		for _, id := range deactivates(plan(t, w)) {
			refused := slices.ContainsFunc(approvals, func(a syncplan.Approval) bool {
				return slices.ContainsFunc(a.Shown, func(m syncplan.Member) bool { return m.UserID == id })
			})
			if !slices.Contains(with, id) && !refused {
				t.Errorf("world %d: with the approvals lost, user %s is deactivated", seed, id)
			}
		}
		lost := losses[seed%uint64(len(losses))]
		w.Existing.Users = slices.Clone(w.Existing.Users)
		for i := range w.Existing.Users {
			if lost.user != nil {
				lost.user(&w.Existing.Users[i])
			}
		}
		if lost.rest != nil {
			lost.rest(&w.Existing)
		}
		for _, id := range deactivates(plan(t, w, approvals...)) {
			if !slices.Contains(with, id) {
				t.Errorf("world %d: with %s lost, user %s is deactivated", seed, lost.name, id)
			}
		}
	})
}
