package battery

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/internal/race"
)

// spacing is how long a request may wait for the vendor's published limit, beside
// what else it waits for.
const spacing = 2 * time.Second

// gaps are the times between the attempts at the first page of people.
func (r *rig) gaps() (gaps []time.Duration) {
	var before time.Time
	for _, x := range r.exchanges() {
		if x.kind != people || x.page != 0 {
			continue
		}
		if x.again > 0 {
			gaps = append(gaps, x.at.Sub(before))
		}
		before = x.at
	}
	return gaps
}

// onPeople is a fault on every request for a page of people.
func onPeople(f fault) func(exchange) *fault {
	return func(x exchange) *fault {
		if x.kind == people {
			return &f
		}
		return nil
	}
}

// TestBackoff: without a hint the waits double, spread, and end.
func TestBackoff(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		g := newRig(t, s, 3, nil, onPeople(status(500)))
		g.read(t.Context(), t, way)
		gaps := g.gaps()
		if len(gaps) != 4 {
			t.Fatalf("%s: %d waits, want 4", way.Name, len(gaps))
		}
		for i, gap := range gaps {
			if least := time.Second << i; gap < least || gap > 2*least+spacing {
				t.Errorf("%s: wait %d took %v, want %v to %v", way.Name, i+1, gap, least, 2*least)
			}
		}
	})
}

// TestBackoffSpreads: clients that failed together do not come back together.
func TestBackoffSpreads(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		seen := map[time.Duration]bool{}
		for range 8 {
			g := newRig(t, s, 1, nil, onPeople(status(500)))
			g.read(t.Context(), t, way)
			seen[g.gaps()[0]] = true
		}
		if len(seen) < 4 {
			t.Errorf("%s: 8 clients waited %d different times", way.Name, len(seen))
		}
	})
}

// TestHint: what the server asks for is waited out to the second, up to a minute;
// what is longer is the caller's to plan, at once.
func TestHint(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		for _, tt := range []struct {
			after string
			wait  time.Duration // 0: none
		}{{"1", time.Second}, {"60", time.Minute}, {"61", 0}, {"3600", 0}} {
			g := newRig(t, s, 1, nil, onPeople(status(429, "Retry-After", tt.after)))
			got := g.read(t.Context(), t, way)
			gaps := g.gaps()
			if tt.wait == 0 && len(gaps) > 0 || tt.wait > 0 && len(gaps) != 4 {
				t.Errorf("%s, Retry-After %s: %d waits", way.Name, tt.after, len(gaps))
			}
			for _, gap := range gaps {
				if gap < tt.wait || gap > tt.wait+spacing {
					t.Errorf("%s, Retry-After %s: waited %v", way.Name, tt.after, gap)
				}
			}
			if !errors.Is(got.Err, employee.ErrRateLimited) {
				t.Errorf("%s, Retry-After %s: %v", way.Name, tt.after, got.Err)
			}
		}
	})
}

// TestDeadlineBeforeHint: nobody sleeps up to a deadline that would pass.
func TestDeadlineBeforeHint(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		const patience, hint = 20 * time.Second, 30 * time.Second
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		g := newRig(t, s, 1, nil, onPeople(status(429, "Retry-After", "30")))
		got := g.read(ctx, t, way)
		fe, _ := errors.AsType[*employee.FetchError](got.Err)
		if fe == nil || !errors.Is(fe, employee.ErrRateLimited) || !errors.Is(fe, context.DeadlineExceeded) || fe.RetryAfter != hint {
			t.Errorf("%s: got %v, want ErrRateLimited, the deadline and %v", way.Name, got.Err, hint)
		}
		if got.Took > 10*time.Second {
			t.Errorf("%s: it took %v", way.Name, got.Took)
		}
	})
}

// TestCancel: whatever a call waits for, the context ends it at that instant.
func TestCancel(t *testing.T) {
	t.Parallel()
	hang := fault{speak: func(c *line, _ answer) { c.hearOut() }}
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		for _, tt := range []struct {
			name  string
			fault func(exchange) *fault
		}{
			{"in the wait for an answer", onPeople(hang)},
			{"in a body", onPeople(fault{speak: func(c *line, a answer) {
				c.say(a.whole(string(a.body))[:len(a.head())+40])
				c.hearOut()
			}})},
			{"in a slow body", onPeople(slowly(time.Minute))},
			{"in the back-off", onPeople(status(500, "Retry-After", "50"))},
			{"in the request for a token", func(x exchange) *fault {
				if x.kind == token || !s.Token {
					return &hang
				}
				return nil
			}},
		} {
			const at = 31 * time.Second
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(at, cancel)
			g := newRig(t, s, 3, nil, tt.fault)
			got := g.read(ctx, t, way)
			if !errors.Is(got.Err, context.Canceled) || got.Took != at {
				t.Errorf("%s, %s: %v after %v, want context.Canceled after %v", way.Name, tt.name, got.Err, got.Took, at)
			}
			cancel()
		}
	})
}

// TestCancelInLimiter: so does a wait for the vendor's limit.
func TestCancelInLimiter(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		if s.limit == 0 {
			return
		}
		const at = 30 * time.Second
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		time.AfterFunc(at, cancel)
		g := newRig(t, s, 1, nil, nil)
		for ctx.Err() == nil {
			if got := way.Read(ctx, t, s.Connector, 1, g.client); got.Err != nil && !errors.Is(got.Err, context.Canceled) {
				t.Fatal(got.Err)
			}
		}
		start := g.exchanges()[0].at
		if took := time.Since(start); took != at {
			t.Errorf("%s: it took %v, want %v", way.Name, took, at)
		}
		g.settle(t)
	})
}

// TestWindow: eight callers in a hurry never send more than the vendor's limit in
// any minute, and hardly less; what is repeated counts like anything else.
func TestWindow(t *testing.T) {
	t.Parallel()
	minutes := race.Pick(4, 2)
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		if s.limit == 0 || way.Name != "Employees" {
			return
		}
		overloaded := status(503, "Retry-After", "1")
		g := newRig(t, s, 2, nil, func(x exchange) *fault {
			if x.again%7 == 5 && x.kind == people {
				return &overloaded
			}
			return nil
		})
		ctx, cancel := context.WithCancel(t.Context()) // a deadline would end the last waits at once
		time.AfterFunc(time.Duration(minutes)*time.Minute, cancel)
		defer cancel()
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for ctx.Err() == nil {
					way.Read(ctx, t, s.Connector, 2, g.client)
				}
			})
		}
		wg.Wait()
		synctest.Wait()
		g.settle(t)
		checkWindow(t, g, minutes)
	})
}

func checkWindow(t *testing.T, g *rig, minutes int) {
	t.Helper()
	var sent []time.Time
	for _, x := range g.exchanges() {
		if x.kind != token { // tokens have limits of their own
			sent = append(sent, x.at)
		}
	}
	if n := most(sent, time.Minute); n > g.s.limit {
		t.Errorf("%d requests within a minute, the limit is %d", n, g.s.limit)
	}
	if least := g.s.limit * minutes * 95 / 100; len(sent) < least {
		t.Errorf("%d requests in %d minutes, want %d at least", len(sent), minutes, least)
	}
}
