package syncplan_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/sweeptest"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// nights is how many nights TestLawGrace follows a world.
const nights = 12

// TestLawGrace: over nightly runs, more days of grace never deactivate a user earlier.
func TestLawGrace(t *testing.T) {
	t.Parallel()
	sweep.Each(t, func(t *testing.T, seed uint64) {
		if seed%10 != 0 && *sweep == (sweeptest.Range{}) {
			return // a world is a dozen plans, twice
		}
		judgeWorld(t, worlds.New(seed), "", func(w worlds.World) string { return sooner(t, w) })
	})
}

// sooner names a user that is deactivated earlier with more grace. One that is never
// deactivated with less of it is another matter: a claim of another employee kept it
// until the word of its own became a contradiction.
func sooner(t *testing.T, w worlds.World) string {
	t.Helper()
	w.Origin.AsOf = time.Time{}
	less := lastNights(t, w)
	more := w
	more.Settings.Policy.DeactivateAfter += 1 + int(w.Seed%4)
	for id, night := range lastNights(t, more) {
		if before, gone := less[id]; gone && night < before {
			return fmt.Sprintf("user %s is deactivated on night %d with more grace, and on %d with less", id, night, before)
		}
	}
	return ""
}

// lastNights carries out the plan of every night, holds and all, and returns on which
// one a user is first deactivated.
func lastNights(t *testing.T, w worlds.World) map[string]int {
	t.Helper()
	gone := make(map[string]int)
	w.At = w.At.AddDate(0, 0, -5)
	for night := range nights {
		approvals := make([]syncplan.Approval, 0)
		for _, h := range plan(t, w).Held {
			approvals = append(approvals, h.ApproveAll("a test", w.At.AddDate(0, 0, 1)))
		}
		p := plan(t, w, approvals...)
		for _, a := range p.Actions {
			if _, before := gone[a.UserID]; a.Kind == syncplan.KindDeactivate && !before {
				gone[a.UserID] = night
			}
		}
		w.Existing = syncplantest.Apply(w.Existing, p)
		w.Existing.Users = slices.Clone(w.Existing.Users)
		w.At = w.At.AddDate(0, 0, 1)
	}
	return gone
}
