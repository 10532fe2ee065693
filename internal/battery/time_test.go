package battery

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// spacing is how long a request may wait for the vendor's published limit, beside
// what else it waits for.
const spacing = 2 * time.Second

// gaps are the times between the attempts at the first page of employees.
func (r *rig) gaps() (gaps []time.Duration) {
	var before time.Time
	for _, x := range r.exchanges() {
		if x.kind != kindEmployees || x.page != 0 {
			continue
		}
		if x.again > 0 {
			gaps = append(gaps, x.at.Sub(before))
		}
		before = x.at
	}
	return gaps
}

// TestBackoff: without a hint the waits double, spread, and end.
func TestBackoff(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, w way) {
		g := overPipes(t, w.name, s, 3, onKind(kindEmployees, status(500)))
		g.read(t.Context(), w)
		gaps := g.gaps()
		if len(gaps) != 4 {
			t.Fatalf("%s: %d waits, want 4", w.name, len(gaps))
		}
		for i, gap := range gaps {
			if least := time.Second << i; gap < least || gap > 2*least+spacing {
				t.Errorf("%s: wait %d took %v, want %v to %v", w.name, i+1, gap, least, 2*least)
			}
		}
	})
}

// TestBackoffSpreads: clients that failed together do not come back together.
func TestBackoffSpreads(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, w way) {
		seen := map[time.Duration]bool{}
		for range 8 {
			g := overPipes(t, w.name, s, 1, onKind(kindEmployees, status(500)))
			g.read(t.Context(), w)
			seen[g.gaps()[0]] = true
		}
		if len(seen) < 4 {
			t.Errorf("%s: 8 clients waited %d different times", w.name, len(seen))
		}
	})
}

// TestHint: what the server asks for is waited out to the second, up to a minute;
// what is longer is the caller's to plan, at once.
func TestHint(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, w way) {
		for _, tt := range []struct {
			after string
			wait  time.Duration // 0: none
		}{
			{after: "1", wait: time.Second}, {after: "60", wait: time.Minute}, {after: "61"}, {after: "3600"},
		} {
			g := overPipes(t, w.name, s, 1, onKind(kindEmployees, status(429, "Retry-After", tt.after)))
			got := g.read(t.Context(), w)
			gaps := g.gaps()
			if tt.wait == 0 && len(gaps) > 0 || tt.wait > 0 && len(gaps) != 4 {
				t.Errorf("%s, Retry-After %s: %d waits", w.name, tt.after, len(gaps))
			}
			for _, gap := range gaps {
				if gap < tt.wait || gap > tt.wait+spacing {
					t.Errorf("%s, Retry-After %s: waited %v", w.name, tt.after, gap)
				}
			}
			if !errors.Is(got.err, employee.ErrRateLimited) {
				t.Errorf("%s, Retry-After %s: %v", w.name, tt.after, got.err)
			}
		}
	})
}

// TestCancel: whatever a call waits for, the context ends it at that instant.
func TestCancel(t *testing.T) {
	t.Parallel()
	hang := silence()
	each(t, func(t *testing.T, s subject, w way) {
		for _, tt := range []struct {
			name  string
			fault func(exchange) *fault
		}{
			{name: "in the wait for an answer", fault: onKind(kindEmployees, hang)},
			{name: "in a body", fault: onKind(kindEmployees, fault{speak: func(c *line, a answer) {
				c.say(a.whole(string(a.body))[:len(a.head())+40])
				c.hearOut()
			}})},
			{name: "in a slow body", fault: onKind(kindEmployees, slowly(time.Minute))},
			{name: "in the back-off", fault: onKind(kindEmployees, status(500, "Retry-After", "50"))},
			{name: "in the request for a token", fault: func(x exchange) *fault {
				if x.kind == kindToken || !s.Token {
					return &hang
				}
				return nil
			}},
		} {
			const at = 31 * time.Second
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(at, cancel)
			g := overPipes(t, w.name+" "+tt.name, s, 3, tt.fault)
			got := g.read(ctx, w)
			if !errors.Is(got.err, context.Canceled) || got.took != at {
				t.Errorf("%s, %s: %v after %v, want context.Canceled after %v", w.name, tt.name, got.err, got.took, at)
			}
			cancel()
		}
	})
}

// TestCancelInLimiter: so does a wait for the vendor's limit.
func TestCancelInLimiter(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, w way) {
		if s.limit == 0 {
			return
		}
		const at = 30 * time.Second
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		time.AfterFunc(at, cancel)
		g := overPipes(t, w.name, s, 1, nil)
		for ctx.Err() == nil {
			if got := w.read(g, ctx); got.err != nil && !errors.Is(got.err, context.Canceled) {
				t.Fatal(got.err)
			}
		}
		start := g.exchanges()[0].at
		if took := time.Since(start); took != at {
			t.Errorf("%s: it took %v, want %v", w.name, took, at)
		}
		g.settle()
	})
}

// TestWindow: eight callers in a hurry never send more than the vendor's limit in
// any minute, and hardly less; what is repeated counts like anything else.
func TestWindow(t *testing.T) {
	t.Parallel()
	minutes := race.Pick(4, 2)
	each(t, func(t *testing.T, s subject, w way) {
		if s.limit == 0 || w.name != "Employees" {
			return
		}
		overloaded := status(503, "Retry-After", "1")
		g := overPipes(t, w.name, s, 2, func(x exchange) *fault {
			if x.again%7 == 5 && x.kind == kindEmployees {
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
					w.read(g, ctx)
				}
			})
		}
		wg.Wait()
		synctest.Wait()
		g.settle()
		checkWindow(t, g, minutes)
	})
}

func checkWindow(t *testing.T, g *rig, minutes int) {
	t.Helper()
	sent := g.instants()
	if n := most(sent, time.Minute); n > g.s.limit {
		t.Errorf("%d requests within a minute, the limit is %d", n, g.s.limit)
	}
	if least := g.s.limit * minutes * 95 / 100; len(sent) < least {
		t.Errorf("%d requests in %d minutes, want %d at least", len(sent), minutes, least)
	}
}
