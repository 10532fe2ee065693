package battery

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// listingProperties are about a server that is well.
func listingProperties() []property {
	return []property{
		{name: "Pages", test: testPages},
		{name: "Requests", test: testRequests},
		{name: "Ranges", test: testRanges},
		{name: "Break", test: testBreak},
		{name: "Origin", test: testOrigin},
		{name: "Laws", test: testLaws},
		{name: "Concurrency", test: testConcurrency},
		{name: "Removal", test: testRemoval},
		{name: "Loop", test: testLoop},
	}
}

// testPages: every employee of every page, in the order of the fake, both ways.
func testPages(t reporter, s subject) {
	for _, n := range s.sizes() {
		trial(t, "healthy", s, n, nil, (*rig).wantWhole)
	}
}

// testRequests: a listing costs the documented number of requests, to the one.
func testRequests(t reporter, s subject) {
	for _, n := range s.sizes() {
		trial(t, "healthy", s, n, nil, func(g *rig, _ outcome) {
			if got, want := len(g.exchanges()), s.requests(n); got != want {
				g.errorf("%d requests, want %d", got, want)
			}
		})
	}
}

// testRanges: nothing is sent before a range starts, and each range starts from
// the first employee.
func testRanges(t reporter, s subject) {
	g := inMemory(t, "ranges", s, s.several(), nil)
	seq := g.client.Employees(context.Background())
	synctest.Wait()
	if n := len(g.exchanges()); n != 0 {
		g.errorf("New and Employees sent %d requests before the range", n)
	}
	var ranges [2][]employee.Employee
	for i := range ranges {
		for e, err := range seq {
			if err != nil {
				g.errorf("range %d: %v", i+1, err)
				break
			}
			ranges[i] = append(ranges[i], e)
		}
	}
	if len(ranges[0]) != g.employees {
		g.errorf("the first range has %d employees", len(ranges[0]))
	}
	if diff := cmp.Diff(texts(ranges[0]), texts(ranges[1])); diff != "" {
		g.errorf("two ranges over one sequence differ (-first +second):\n%s", diff)
	}
	g.settle()
}

// texts are employees as JSON, by which they can be compared.
func texts(employees []employee.Employee) []string {
	var all []string
	for i := range employees {
		b, err := json.Marshal(employees[i])
		if err != nil {
			b = []byte(err.Error())
		}
		all = append(all, string(b))
	}
	return all
}

// testBreak: a caller that stops early pays for no more, and hears nothing more.
func testBreak(t reporter, s subject) {
	g := inMemory(t, "break after the first employee", s, s.many(), nil)
	atBreak := 0
	for _, err := range g.client.Employees(context.Background()) {
		if err != nil {
			g.errorf("error %v", err)
		}
		// What was asked for ahead has been sent before the count is taken; what
		// comes later comes because of the break or in spite of it.
		synctest.Wait()
		atBreak = len(g.exchanges())
		break
	}
	synctest.Wait()
	if n := len(g.exchanges()); n != atBreak {
		g.errorf("%d requests after the break", n-atBreak)
	}
	if whole := s.requests(g.employees); s.pageSize > 0 && atBreak >= whole {
		g.errorf("%d requests for the first employee, as many as for all", atBreak)
	}
	g.settle()
}

// testOrigin: a roster says where it comes from and when its listing began,
// which is before the first request, however long the answer took.
func testOrigin(t reporter, s subject) {
	g := inMemory(t, "a slow start", s, 3, inTurn(0, status(503, "Retry-After", "7")))
	r, err := g.client.Roster(context.Background())
	if err != nil || r == nil {
		g.errorf("error %v", err)
		return
	}
	o := r.Origin()
	if o.Provider == "" || o.Tenant == "" || o.AsOf.IsZero() {
		g.errorf("the origin is %+v, want a provider, a tenant and an instant", o)
	}
	for _, x := range g.exchanges() {
		if x.step == 0 && x.again == 0 && o.AsOf.After(x.at) {
			g.errorf("the origin's instant is %v after the listing began", o.AsOf.Sub(x.at))
		}
	}
}

// testLaws: what holds for each employee of each provider.
func testLaws(t reporter, s subject) {
	trial(t, "laws", s, s.many(), nil, func(g *rig, o outcome) {
		g.wantWhole(o)
		seen := map[string]bool{}
		for i := range o.employees {
			e := &o.employees[i]
			if len(bytes.TrimSpace([]byte(e.ID))) == 0 || seen[e.ID] {
				g.errorf("employee %d has the id %q, which is blank or not the first", i+1, e.ID)
			}
			seen[e.ID] = true
			if diff := survives(e); diff != "" {
				g.errorf("employee %s does not survive JSON: %s", e.ID, diff)
			}
			g.checkProblems(e)
		}
	})
}

// survives encodes and decodes e and says what is lost.
func survives(e *employee.Employee) string {
	text, err := json.Marshal(e)
	if err != nil {
		return err.Error()
	}
	var back employee.Employee
	if err := json.Unmarshal(text, &back); err != nil {
		return err.Error()
	}
	fields := employee.Fields()
	for key := range e.Custom {
		fields = append(fields, employee.CustomField(key))
	}
	for _, f := range fields {
		if e.Value(f) != back.Value(f) {
			return fmt.Sprintf("%s is %s and was %s", f, back.Value(f).State(), e.Value(f).State())
		}
	}
	again, err := json.Marshal(&back)
	if err != nil {
		return err.Error()
	}
	return cmp.Diff(string(text), string(again))
}

// testConcurrency: one client serves many callers at once, some of which give up. The
// race detector does the rest.
func testConcurrency(t reporter, s subject) {
	const callers = 32
	g := inMemory(t, "32 listings at once", s, s.several(), nil)
	var outcomes [callers]outcome
	var wg sync.WaitGroup
	for i := range outcomes {
		wg.Go(func() { outcomes[i] = ways()[i%2].read(g, context.Background()) })
	}
	wg.Wait()
	for i, o := range outcomes {
		g.wantWhole(o)
		if diff := cmp.Diff(texts(outcomes[i%2].employees), texts(o.employees)); diff != "" {
			g.errorf("two of the listings differ:\n%s", diff)
		}
	}
	if got, most := len(g.exchanges()), callers*s.requests(g.employees); got > most {
		g.errorf("%d requests, want at most %d", got, most)
	}
	for i := range callers {
		wg.Go(func() {
			g.wantWhole(ways()[i%2].read(g, context.Background()))
			_, checked := g.client.Check(context.Background())
			ctx, cancel := context.WithCancel(context.Background())
			if i%4 == 0 {
				cancel()
			}
			_, offered := g.client.Catalog(ctx)
			cancel()
			if checked != nil || offered != nil && !errors.Is(offered, context.Canceled) {
				g.errorf("Check: %v, Catalog: %v", checked, offered)
			}
		})
	}
	wg.Wait()
	g.settle()
}

// testRemoval: employees who leave the company while it is listed do not take
// others with them. A listing that began again may lack those who left.
func testRemoval(t reporter, s subject) {
	if s.resize == nil {
		return
	}
	n := 2*s.pageSize + 1
	for _, left := range [][2]int{{1, n}, {0, n - 1}, {s.pageSize, n}, {0, s.pageSize}, {0, 0}} {
		label := fmt.Sprintf("with employees %d to %d left after the first page", left[0], left[1])
		for _, w := range ways() {
			g := inMemory(t, w.name+": "+label, s, n, nil)
			resized := false
			g.fault = func(x exchange) *fault {
				if x.step == 1 && !resized {
					resized = true
					s.resize(g.fake, n, left[0], left[1])
				}
				return nil
			}
			o := w.read(g, context.Background())
			if !resized {
				g.errorf("the listing has no second request")
			}
			if o.err != nil || !g.beganAgain() {
				g.wantErrorOrWhole(o)
			} else {
				g.wantOf(o, s.IDs(n)[left[0]:left[1]])
			}
			g.settle()
		}
	}
}

// beganAgain reports whether the first request of the listing was repeated.
func (g *rig) beganAgain() bool {
	return slices.ContainsFunc(g.exchanges(), func(x exchange) bool { return x.step == 0 && x.again > 0 })
}

// wantOf wants every employee who is left, each once, and no other but those who
// were there at first.
func (g *rig) wantOf(o outcome, left []string) {
	g.Helper()
	ids := slices.Sorted(slices.Values(o.ids))
	known := g.s.IDs(g.employees)
	stranger := func(id string) bool { return !slices.Contains(known, id) }
	for _, id := range left {
		if !slices.Contains(ids, id) {
			g.errorf("a listing that began again lacks %q", id)
		}
	}
	if len(slices.Compact(ids)) != len(o.ids) || slices.ContainsFunc(ids, stranger) {
		g.errorf("a listing that began again has an employee twice, or a stranger")
	}
}

// testLoop: a server that gives the first page again and again neither keeps
// the client for ever nor doubles an employee in a roster.
func testLoop(t reporter, s subject) {
	if s.pageSize == 0 {
		return
	}
	for _, w := range ways() {
		var first []byte
		again := edited(func(body []byte) []byte {
			if first == nil {
				first = body
			}
			return first
		})
		w.trial(t, "the first page again and again", s, s.several(), onListing(again), func(g *rig, o outcome) {
			if w.name == "Roster" || o.err != nil {
				g.wantError(o)
			}
		})
	}
}
