package battery

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// faulty is how many employees TestFaults lists.
const faulty = 5

// TestFaults: every fault at every place, by both ways to list, over connections.
func TestFaults(t *testing.T) {
	t.Parallel()
	healthy := row{name: "no fault", fault: edited(func(b []byte) []byte { return b })}
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			last := 0
			synctest.Test(t, func(t *testing.T) { last = lastPage(t, s, faulty) })
			for _, r := range append(faults(), healthy) {
				t.Run(r.name, func(t *testing.T) { testFault(t, s, r, last) })
			}
		})
	}
}

func testFault(t *testing.T, s subject, r row, last int) {
	r = r.of(s)
	for i, p := range places() {
		for j, w := range ways() {
			if race.Enabled && (s.second || (i+j)%2 == 1) {
				continue // one interface, and one way at each place, are enough for races
			}
			if r.heavy && (race.Enabled || s.second || i+j > 0) {
				continue
			}
			synctest.Test(t, func(t *testing.T) {
				hits := func(x exchange) bool { return p.hits(x, last) }
				g := overPipes(t, p.name+" "+w.name, s, faulty, on(r.fault, hits))
				g.differs(p.wanted(s, r), g.read(t.Context(), w))
			})
		}
	}
}

// wanted is what a fault at a place leads to. Personio refuses a cursor with 400 once the
// person before it is gone: the walk is void then, and there are three.
func (p place) wanted(s subject, r row) want {
	w := p.wants(r)
	if !strings.HasPrefix(s.name, "personio v2") || r.lasting.status != 400 || p.name == "every request" {
		return w
	}
	if p.name == "the last page" {
		return want{class: employee.ErrIncomplete, status: 400}
	}
	return want{}
}

// of is the row for a subject. Where there are tokens, another one is fetched.
func (r row) of(s subject) row {
	if s.Token && errors.Is(r.passing.class, employee.ErrCredentials) {
		r.passing = want{}
	}
	embedded := strings.HasPrefix(s.name, "personio v1") || strings.HasPrefix(s.name, "bamboohr")
	if embedded && r.name == "an error of the limit with 200" {
		r.lasting.class = employee.ErrRateLimited // these two say it so
	}
	return r
}

// differs reports what of an outcome is not as wanted.
func (g *rig) differs(w want, o outcome) {
	g.Helper()
	if w.class == nil || o.err == nil {
		if (w.class == nil) != (o.err == nil) {
			g.errorf("%d employees without an error or the error %v, want %v", len(o.ids), o.err, w.class)
		}
		return
	}
	fe := g.checkError(o.err)
	if !errors.Is(o.err, w.class) || fe.StatusCode != w.status || fe.RetryAfter != w.retry {
		g.errorf("got %v, with StatusCode %d, want %v, status %d, retry after %v",
			o.err, fe.StatusCode, w.class, w.status, w.retry)
	}
}

// testRow is the fault on all requests of a listing, on each of them for good, and, if
// it is a refusal, on each of them once. TestFaults has the others once.
func testRow(t reporter, s subject, r row) {
	t.Helper()
	most := 10
	if r.lasting.status == 408 {
		most = 20 // Lucca asks for smaller pages in between
	}
	if r.final() {
		most = 1
	}
	if r = r.of(s); r.lasting.status == 401 && s.Token {
		most = 2 // with another token
	}
	trial(t, "for ever", s, s.several(), onListing(r.fault), func(g *rig, o outcome) {
		g.wantErrorOrWhole(o)
		g.differs(r.lasting, o)
		if r.lasting.status >= 400 && len(o.ids) > 0 {
			g.errorf("%d employees of a server that never answered", len(o.ids))
		}
		g.gaveUp(o, most)
	})
	lasting := func(g *rig, o outcome) {
		g.wantErrorOrWhole(o) // one refusal alone may be got over by other means
		if o.err != nil && most <= 2 && !errors.Is(r.lasting.class, employee.ErrMalformed) {
			g.differs(r.lasting, o)
		}
		g.gaveUp(o, most)
	}
	passing := func(g *rig, o outcome) {
		g.wantErrorOrWhole(o)
		if r.passing.class == nil {
			g.wantWhole(o)
			g.checkWait(r)
		}
	}
	if race.Enabled && r.lasting.status < 400 {
		return // the same code as for the other rows, on other bytes
	}
	waits := r.lasting.status == 429 || r.lasting.status == 503
	rejects := r.final() || errors.Is(r.lasting.class, employee.ErrMalformed) ||
		r.lasting.status == 500 || r.lasting.status == 502
	for step := range stepCount(t, s) {
		for i, w := range ways() {
			// Of rows that are alike, one meets a request in one way, another in the other.
			mine := (step+i+len(r.name))%2 == 0
			if mine || rejects && !race.Enabled {
				w.trial(t, "for ever"+ordinal(step), s, s.several(), onStep(step, r.fault), lasting)
			}
			if waits && (mine || !race.Enabled) || mine && r.lasting.status >= 400 {
				w.trial(t, "once"+ordinal(step), s, s.several(), inTurn(step, r.fault), passing)
			}
		}
	}
}

// gaveUp wants few attempts at any request, within minutes; one that is refused for
// good is given up at once.
func (g *rig) gaveUp(o outcome, most int) {
	g.Helper()
	met := false
	for _, x := range g.exchanges() {
		met = met || x.fault != nil
		most := most
		switch {
		case x.status == 404 && strings.HasSuffix(x.URL.Path, "/employments"):
			most = max(most, 3) // Personio answers 404 now and then for employees who exist
		case x.status == 400 && x.URL.Query().Has("cursor"):
			most = max(most, 3) // a lost cursor voids the walk, of which there are three
		}
		if x.fault != nil && x.again == most {
			g.errorf("more than %d attempts at one request that got %d: %s", most, x.status, x.key)
		}
	}
	if !met {
		g.errorf("no request met the fault")
	}
	longest := 10 * time.Minute
	if most <= 2 {
		longest = time.Minute
	}
	if o.took > longest {
		g.errorf("it took %v, want %v at most", o.took, longest)
	}
}

// checkWait wants one wait: as long as the server says, or, where it refuses without
// saying so, of some length.
func (g *rig) checkWait(r row) {
	g.Helper()
	w := r.lasting
	least, most := w.retry, w.retry
	switch {
	case w.status != 429 && w.status != 503:
		return
	case r.soon:
		most = spacing
	case w.retry == 0:
		least, most = 100*time.Millisecond, 5*time.Minute
	}
	if waits := g.waits(); len(waits) != 1 || waits[0] < least || waits[0] > most {
		g.errorf("it waited %v, want once, %v to %v", waits, least, most)
	}
}

// waits are the times between each answer that was a fault and the next attempt at the
// same request.
func (g *rig) waits() (waits []time.Duration) {
	sent := g.exchanges()
	for i, x := range sent {
		if x.fault == nil {
			continue
		}
		for _, next := range sent[i+1:] {
			if next.key == x.key {
				waits = append(waits, next.at.Sub(x.at))
				break
			}
		}
	}
	return waits
}

// TestTokenFaults: whatever happens to the request for a token, the listing has
// an error of its kind, or comes through.
func TestTokenFaults(t *testing.T) {
	t.Parallel()
	for _, s := range subjects() {
		if !s.Token {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range faults() {
				if r.heavy {
					continue
				}
				if s.name == "personio v1" && strings.HasPrefix(r.name, "an error ") && !strings.Contains(r.name, "limit") {
					r.passing = refusedAccess(employee.ErrCredentials, 200) // its words for a wrong password
				}
				t.Run(r.name, func(t *testing.T) { testTokenFault(t, s, r) })
			}
		})
	}
}

func testTokenFault(t *testing.T, s subject, r row) {
	for _, once := range []bool{false, true} {
		w := r.lasting
		if once {
			w = r.passing
		}
		synctest.Test(t, func(t *testing.T) {
			hits := func(x exchange) bool { return x.kind == kindToken && (!once || x.again == 0) }
			g := overPipes(t, fmt.Sprint("once: ", once), s, 3, on(r.fault, hits))
			if o := g.read(t.Context(), ways()[1]); (w.class == nil) != (o.err == nil) {
				g.errorf("got %v, want %v", o.err, w.class)
			}
			if n := g.count(kindToken); n > 10 { // Lucca's 429 without a time has two rounds
				g.errorf("%d requests for tokens", n)
			}
		})
	}
}
