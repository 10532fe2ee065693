package syncplantest

import (
	"flag"
	"runtime/debug"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/sweeptest"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

var (
	world = flag.Int64("world", -1, "check the laws on the world of this seed alone, hiding every field of every employee")
	plans = flag.Int("plans", 4, "about how many plans each world makes for the law of monotone removal")
	sweep = sweeptest.Flag()
)

func check(w worlds.World, plans int) []string {
	c := &checker{
		planner: syncplan.Build, roster: w.Roster(), existing: w.Existing, settings: w.Settings, at: w.At, plans: plans,
		sample: w.Seed * 7919,
	}
	c.check()
	return c.broken
}

// TestLaws checks every law on random worlds. Each world hides other fields of
// other employees.
func TestLaws(t *testing.T) {
	t.Parallel()
	if *world >= 0 {
		checkWorld(t, uint64(*world), 1<<30)
		return
	}
	old := debug.SetGCPercent(400) // small worlds soon fill a small heap
	t.Cleanup(func() { debug.SetGCPercent(old) })
	sweep.Each(t, func(t *testing.T, seed uint64) { checkWorld(t, seed, *plans) })
}

// checkWorld reports the laws that a world breaks, on the smallest part of it
// that still breaks the same.
func checkWorld(t *testing.T, seed uint64, plans int) {
	t.Helper()
	w := worlds.New(seed)
	broken := check(w, plans)
	if len(broken) == 0 {
		return
	}
	law, _, _ := strings.Cut(broken[0], ":")
	small := w.Shrunk(func(w worlds.World) bool {
		broken := check(w, max(plans, 2_000))
		return len(broken) > 0 && strings.HasPrefix(broken[0], law)
	})
	t.Errorf("world %d; go test ./syncplan/syncplantest -run TestLaws -world %d\n%s\nshrunk to %s\n%s",
		seed, seed, strings.Join(broken, "\n"), small, strings.Join(check(small, max(plans, 2_000)), "\n"))
}
