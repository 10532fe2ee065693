package syncplan_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// TestLawNextDue: until a plan is due again, time alone changes nothing of it.
func TestLawNextDue(t *testing.T) {
	t.Parallel()
	sweep.Each(t, func(t *testing.T, seed uint64) {
		judgeWorld(t, worlds.New(seed), "(-at once +just before it is due)\n", func(w worlds.World) string {
			return changesBeforeDue(t, w)
		})
	})
}

func changesBeforeDue(t *testing.T, w worlds.World) string {
	approvals := w.Approvals(plan(t, w).Held)
	p := plan(t, w, approvals...)
	later := w
	later.At = w.At.AddDate(10, 0, 0)
	if due := p.NextDue.Add(-time.Second); !p.NextDue.IsZero() && due.Before(later.At) {
		later.At = due
	}
	q := plan(t, later, approvals...)
	switch {
	case !q.NextDue.Equal(p.NextDue):
		return "due " + q.NextDue.String() + ", not " + p.NextDue.String()
	case q.Hash() != p.Hash():
		return cmp.Diff(p.String(), q.String())
	}
	return ""
}
