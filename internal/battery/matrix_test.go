package battery

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/internal/race"
)

// TestFaults: every fault at every place, by both ways to list.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range faults() {
				t.Run(r.name, func(t *testing.T) { testFault(t, s, r) })
			}
		})
	}
}

func testFault(t *testing.T, s subject, r row) {
	const n = 5
	last := s.lastPage(n)
	if s.Token && errors.Is(r.passing.class, employee.ErrCredentials) {
		r.passing = everybody() // another token is fetched
	}
	for i, p := range places() {
		for j, way := range conntest.Ways() {
			if race.Enabled && (s.second || (i+j)%2 == 1) {
				continue // one interface, and one way at each place, are enough for races
			}
			if r.heavy && (race.Enabled || s.second || i+j > 0) {
				continue
			}
			t.Run(p.name+" "+way.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					g := newRig(t, s, n, nil, func(x exchange) *fault {
						if p.hits(x, last) {
							return &r.fault
						}
						return nil
					})
					if diff := p.wants(r).differs(g.read(t.Context(), t, way).Err); diff != "" {
						t.Error(diff)
					}
				})
			})
		}
	}
}

// differs says what of an error is not as wanted.
func (w want) differs(err error) string {
	if w.class == nil || err == nil {
		if (w.class == nil) != (err == nil) {
			return fmt.Sprintf("got the error %v, want %v", err, w.class)
		}
		return ""
	}
	fe, _ := errors.AsType[*employee.FetchError](err)
	if !errors.Is(err, w.class) || fe.StatusCode != w.status || fe.RetryAfter != w.retry {
		return fmt.Sprintf("got %v, want %v, status %d, retry after %v", err, w.class, w.status, w.retry)
	}
	return ""
}
