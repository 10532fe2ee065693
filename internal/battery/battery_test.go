package battery

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/internal/leaktest"
)

func TestMain(m *testing.M) { leaktest.Main(m) }

// A reporter is the part of [testing.TB] that a property may use, so that the
// suite can itself be tested.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// A property is one clause of the contract that every provider keeps. Its test runs in
// a bubble of testing/synctest. It looks at what users see (employees, errors, log
// records, printed values) and at what the server sees (requests), never at how the
// provider is made.
type property struct {
	name string
	test func(reporter, subject)
	row  bool // it is a row of the table of faults
}

func properties() []property {
	all := slices.Concat(listingProperties(), failureProperties(), waitProperties(),
		bodyProperties(), accessProperties(), originProperties())
	for _, r := range faults() {
		if !r.wired {
			test := func(t reporter, s subject) { testRow(t, s, r) }
			all = append(all, property{name: r.name, test: test, row: true})
		}
	}
	return all
}

// TestProviders tests each interface of each provider for every property.
func TestProviders(t *testing.T) {
	t.Parallel()
	for _, s := range interfaces() {
		t.Run(s.name, func(t *testing.T) { run(t, s) })
	}
}

func run(t *testing.T, s subject) {
	t.Parallel()
	if fault := s.fault(); fault != "" {
		t.Fatal(fault)
	}
	for _, p := range properties() {
		t.Run(p.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { p.test(t, s) })
		})
	}
}

// A rig is a new client of a new fake, over a wire of their own. What goes wrong is
// reported under its label.
type rig struct {
	reporter
	*wire
	label     string
	s         subject
	employees int
	fake      http.Handler
	client    client
	hc        *http.Client
	logger    *slog.Logger // nil but in the tests of what is logged
	log       *journal
}

// inMemory returns a rig that needs no connections.
func inMemory(t reporter, label string, s subject, n int, f func(exchange) *fault) *rig {
	t.Helper()
	g := newRig(t, label, s, n, f)
	g.hc = &http.Client{Transport: g.wire.inMemory()}
	g.connect()
	return g
}

// overPipes returns a rig with connections, which end when they should not.
func overPipes(t reporter, label string, s subject, n int, f func(exchange) *fault) *rig {
	t.Helper()
	g := newRig(t, label, s, n, f)
	g.hc = &http.Client{Timeout: patience, Transport: g.wire.overPipes()}
	g.connect()
	return g
}

func newRig(t reporter, label string, s subject, n int, f func(exchange) *fault) *rig {
	fake := s.Fake(n)
	w := &wire{handler: fake, kind: s.kind, lists: s.lists, fault: f}
	return &rig{reporter: t, wire: w, label: label, s: s, employees: n, fake: fake}
}

// connect makes a client.
func (g *rig) connect() {
	g.Helper()
	var err error
	if g.client, err = g.s.New(baseURL, g.hc, g.logger); err != nil {
		g.errorf("New: %v", err)
		g.client = unmade{err}
	}
}

func (g *rig) errorf(format string, args ...any) {
	g.Helper()
	g.Errorf("%s, %d employees: "+format, append([]any{g.label, g.employees}, args...)...)
}

// read lists every employee in one way, and reports what must hold whatever the server
// does: there is an error, a FetchError with a class unless ctx has ended, once, last
// and alone; or every employee, each once.
func (g *rig) read(ctx context.Context, w way) outcome {
	g.Helper()
	o := w.read(g, ctx)
	if o.err == nil {
		g.wantWhole(o)
	} else if ctx.Err() == nil {
		g.checkError(o.err)
	}
	g.settle()
	return o
}

// settle reports what the wire has seen that may not be: bodies that were left open,
// requests without end, and requests to another server.
func (g *rig) settle() {
	g.Helper()
	g.lines.Wait()
	if n := g.open.Load(); n != 0 {
		g.errorf("%d bodies are still open", n)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.overrun {
		g.errorf("the client sent %d requests and would not stop", g.most)
	}
	if len(g.strays) > 0 {
		g.errorf("requests went to %q instead of %s", g.strays, baseURL)
	}
}

// count counts the requests of a kind.
func (g *rig) count(k kind) (n int) {
	for _, x := range g.exchanges() {
		if x.kind == k {
			n++
		}
	}
	return n
}

// each runs a test for every subject and both ways to list, in a bubble.
func each(t *testing.T, test func(*testing.T, subject, way)) {
	t.Helper()
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, w := range ways() {
				synctest.Test(t, func(t *testing.T) { test(t, s, w) })
			}
		})
	}
}

// on is a fault on the requests that it hits.
func on(f fault, hits func(exchange) bool) func(exchange) *fault {
	return func(x exchange) *fault {
		if hits(x) {
			return &f
		}
		return nil
	}
}

// everywhere is a fault on every request, those for tokens included.
func everywhere(f fault) func(exchange) *fault { return on(f, func(exchange) bool { return true }) }

// onListing is a fault on every request of a listing.
func onListing(f fault) func(exchange) *fault {
	return on(f, func(x exchange) bool { return x.step >= 0 })
}

// onKind is a fault on every request of a kind.
func onKind(k kind, f fault) func(exchange) *fault {
	return on(f, func(x exchange) bool { return x.kind == k })
}

// onStep is a fault on one request of a listing, however often it is repeated.
func onStep(step int, f fault) func(exchange) *fault {
	return on(f, func(x exchange) bool { return x.step == step })
}

// inTurn puts one fault before each of the first attempts at a request of a listing;
// later attempts succeed.
func inTurn(step int, fs ...fault) func(exchange) *fault {
	return func(x exchange) *fault {
		if x.step != step || x.again >= len(fs) {
			return nil
		}
		return &fs[x.again]
	}
}

func ordinal(step int) string { return fmt.Sprintf(" on request %d of the listing", step+1) }
