package battery

import (
	"context"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/internal/leaktest"
)

func TestMain(m *testing.M) { leaktest.Main(m) }

// A rig is a new client of a new fake, over a wire of their own.
type rig struct {
	*wire
	s      subject
	people int
	fake   http.Handler
	client conntest.Client
	hc     *http.Client
}

// newRig returns a rig in the bubble of t. Handler may change what the fake
// says, and be nil; so may f.
func newRig(t *testing.T, s subject, n int, handler func(http.Handler) http.Handler, f func(exchange) *fault) *rig {
	t.Helper()
	r := &rig{s: s, people: n, fake: s.Fake(n)}
	h := r.fake
	if handler != nil {
		h = handler(h)
	}
	r.wire = &wire{handler: h, fault: f}
	r.hc = &http.Client{Timeout: patience, Transport: newTransport(r.wire, s.kind, r.wire.overPipes)}
	r.connect(t, nil)
	return r
}

// connect makes another client, which logs to l.
func (r *rig) connect(t *testing.T, l *slog.Logger) {
	t.Helper()
	client, err := r.s.New(baseURL, r.hc, l)
	if err != nil {
		t.Fatal(err)
	}
	r.client = client
}

// read lists everybody in one way. What may never happen is reported: fewer
// people than there are, an error that does not say what to do, a body left
// open, a request to somebody else.
func (r *rig) read(ctx context.Context, t *testing.T, way conntest.Way) conntest.Reading {
	t.Helper()
	got := way.Read(ctx, t, r.s.Connector, r.people, r.client)
	r.settle(t)
	return got
}

// settle reports what the wire has seen that may not be.
func (r *rig) settle(t *testing.T) {
	t.Helper()
	r.lines.Wait()
	if n := r.open.Load(); n != 0 {
		t.Errorf("%d bodies are still open", n)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.strays) > 0 {
		t.Errorf("requests went to %q", r.strays)
	}
}

// each runs a test for every subject and both ways to list, in a bubble.
func each(t *testing.T, test func(*testing.T, subject, conntest.Way)) {
	t.Helper()
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, way := range conntest.Ways() {
				synctest.Test(t, func(t *testing.T) { test(t, s, way) })
			}
		})
	}
}

// lastPage is the last page of a listing of n people.
func (s subject) lastPage(n int) int {
	switch {
	case s.PageSize == 0:
		return 0
	case s.name == "lucca by key":
		return (n - 2) / s.PageSize
	}
	return (n - 1) / s.PageSize
}

// TestHealthy: the rig itself harms nobody.
func TestHealthy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		for _, n := range []int{1, pageSize, 2 * pageSize, 8} {
			r := newRig(t, s, n, nil, nil)
			if got := r.read(t.Context(), t, way); got.Err != nil {
				t.Errorf("%s, %d people: %v", way.Name, n, got.Err)
			}
			last := -1
			for _, x := range r.exchanges() {
				if x.kind == people {
					last = max(last, x.page)
				}
			}
			if last != s.lastPage(n) {
				t.Errorf("%s, %d people: the last page is %d, want %d", way.Name, n, last, s.lastPage(n))
			}
		}
	})
}
