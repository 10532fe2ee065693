// Package hiding has no code. Its tests hide fields of the fakes, by each means that a
// fake has: of one employee, of a third and of all, before a listing and between any two
// of its requests. A hidden field is Withheld, never Empty and never another value; other
// fields are what they are. A plan that is built on such a roster takes from no user what
// the plan with everything visible would have left: access, a value, an item of a list, a
// manager.
//
// A seeded share runs with every test. -triples hides every field in every form before
// every request, every pair of fields, and so many triples:
//
//	go test ./internal/hiding -triples 2000
package hiding

import (
	"flag"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/internal/leaktest"
)

var triples = flag.Int("triples", 0,
	"triples of fields to hide, for each interface, after all fields and pairs; 0: a share of all")

func TestMain(m *testing.M) { leaktest.Main(m) }

// bubble runs a test on a day of 2026, so that waits take no time.
func bubble(t *testing.T, test func(*testing.T)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)))
		test(t)
	})
}
