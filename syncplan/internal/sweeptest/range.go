// Package sweeptest runs the laws of plans on ranges of random worlds.
package sweeptest

import (
	"errors"
	"flag"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/internal/race"
)

// A Range is the seeds from From to the one before To.
type Range struct{ From, To uint64 }

// Flag defines the flag with which a law is tested on other worlds than the
// usual ones: -worlds 5000:6000.
func Flag() *Range {
	r := new(Range)
	flag.Var(r, "worlds", "test on the worlds of these seeds, as in 5000:6000, instead of the usual ones")
	return r
}

func (r *Range) String() string { return fmt.Sprintf("%d:%d", r.From, r.To) }

// Set reads a range as String writes it.
func (r *Range) Set(s string) error {
	from, to, ok := strings.Cut(s, ":")
	var errs [2]error
	r.From, errs[0] = strconv.ParseUint(from, 10, 64)
	r.To, errs[1] = strconv.ParseUint(to, 10, 64)
	if !ok || errs[0] != nil || errs[1] != nil || r.From >= r.To {
		return errors.New("want two seeds, the lower one first, as in 5000:6000")
	}
	return nil
}

// Each runs check on the seeds of r or, for the zero Range, on as many as a law
// is tested on, with the race detector and in short tests on fewer. The seeds
// are spread over as many subtests as there are processors. A law's own test
// ends at a failure; a range is swept to its end.
func (r Range) Each(t *testing.T, check func(t *testing.T, seed uint64)) {
	t.Helper()
	sweeping := r != Range{}
	if !sweeping {
		r.To = uint64(race.Pick(10_000, 250))
		if testing.Short() {
			r.To = uint64(race.Pick(1_000, 100))
		}
	}
	parts := uint64(runtime.GOMAXPROCS(0))
	for part := range parts {
		t.Run(strconv.FormatUint(part, 10), func(t *testing.T) {
			t.Parallel()
			for seed := r.From + part; seed < r.To && (sweeping || !t.Failed()); seed += parts {
				check(t, seed)
			}
		})
	}
}
