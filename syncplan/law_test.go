package syncplan_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// The laws of single plans are tested on random worlds by package syncplantest,
// which users run on their own settings. Here are those that need more than one
// world: no way in for a partial listing, every combination of evidence, and an
// oracle.

// judgeWorld reports a world of which wrong has something to say, shrunk to the smallest
// that still has it. Legend explains what wrong returns.
func judgeWorld(t *testing.T, w worlds.World, legend string, wrong func(worlds.World) string) {
	t.Helper()
	if wrong(w) == "" {
		return
	}
	w = w.Shrunk(func(w worlds.World) bool { return wrong(w) != "" })
	t.Errorf("world %d, shrunk to\n%s%s%s", w.Seed, w, legend, wrong(w))
}

// deactivated returns the users that a plan takes access from before its
// guards.
func deactivated(p *syncplan.Plan) []string {
	var users []string
	for _, a := range slices.Concat(p.Actions, held(p)) {
		if a.Kind == syncplan.KindDeactivate {
			users = append(users, a.UserID)
		}
	}
	slices.Sort(users)
	return users
}

// TestLawPartialListing: a listing that ends with an error, or short of the
// vendor's own count, gives no roster, and no roster gives no plan, wherever it
// ends.
func TestLawPartialListing(t *testing.T) {
	t.Parallel()
	const n = 40
	broken := errors.New("the connection broke")
	listing := func(end int, err error) func(yield func(employee.Employee, error) bool) {
		return func(yield func(employee.Employee, error) bool) {
			for i := range end {
				if !yield(emp(fmt.Sprintf("e%d", i), "Ada", fmt.Sprintf("%d@example.com", i)), nil) {
					return
				}
			}
			if err != nil {
				yield(employee.Employee{}, err)
			}
		}
	}
	refused := func(end int, o employee.Origin, err, want error) {
		t.Helper()
		r, got := employee.Collect(o, listing(end, err))
		if r != nil || !errors.Is(got, want) {
			t.Errorf("a listing that ends after %d of %d employees: roster %v, error %v", end, n, r, got)
		}
		if p, err := syncplan.Build(r, syncplan.Existing{}, settings(), now); p != nil || err == nil {
			t.Errorf("a plan of no roster: %v, %v", p, err)
		}
	}
	counted := origin
	counted.Total = n
	for end := range n {
		refused(end, origin, broken, broken)
		refused(end, counted, nil, employee.ErrIncomplete)
	}
	refused(n, origin, broken, broken) // all of them, and still not the end
	r, err := employee.Collect(counted, listing(n, nil))
	if err != nil || r.Len() != n {
		t.Errorf("a whole listing: %v, %v", r, err)
	}
}
