package conntest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// listingProperties are about a server that is well.
func listingProperties() []property {
	return []property{
		{"Pages", testPages},
		{"Requests", testRequests},
		{"Ranges", testRanges},
		{"Break", testBreak},
		{"Origin", testOrigin},
		{"Laws", testLaws},
		{"Concurrency", testConcurrency},
		{"Removal", testRemoval},
		{"Loop", testLoop},
	}
}

// testPages: everybody of every page, in the order of the fake, both ways.
func testPages(t reporter, c Connector) {
	for _, n := range c.sizes() {
		trial(t, "healthy", c, n, nil, (*rig).wantWhole)
	}
}

// testRequests: a listing costs the documented number of requests, to the one.
func testRequests(t reporter, c Connector) {
	for _, n := range c.sizes() {
		trial(t, "healthy", c, n, nil, func(g *rig, _ outcome) {
			if got, want := len(g.sent()), c.Requests(n); got != want {
				g.errorf("%d requests, want %d", got, want)
			}
		})
	}
}

// testRanges: nothing is sent before a range starts, and each range starts from
// the first person.
func testRanges(t reporter, c Connector) {
	g := newRig(t, "ranges", c, c.several(), nil)
	seq := g.client.Employees(context.Background())
	synctest.Wait()
	if n := len(g.sent()); n != 0 {
		g.errorf("New and Employees sent %d requests before anybody ranged", n)
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
	if len(ranges[0]) != g.people {
		g.errorf("the first range has %d people", len(ranges[0]))
	}
	if diff := cmp.Diff(texts(ranges[0]), texts(ranges[1])); diff != "" {
		g.errorf("two ranges over one sequence differ (-first +second):\n%s", diff)
	}
	g.settle()
}

// texts are the people as JSON, by which they can be compared.
func texts(people []employee.Employee) []string {
	var all []string
	for i := range people {
		b, err := json.Marshal(people[i])
		if err != nil {
			b = []byte(err.Error())
		}
		all = append(all, string(b))
	}
	return all
}

// testBreak: whoever stops early pays for no more, and hears nothing more.
func testBreak(t reporter, c Connector) {
	g := newRig(t, "break after the first person", c, c.many(), nil)
	atBreak := 0
	for _, err := range g.client.Employees(context.Background()) {
		if err != nil {
			g.errorf("error %v", err)
		}
		// What was asked for ahead has been sent before the count is taken; whatever
		// comes later comes because of the break or in spite of it.
		synctest.Wait()
		atBreak = len(g.sent())
		break
	}
	synctest.Wait()
	if n := len(g.sent()); n != atBreak {
		g.errorf("%d requests after the break", n-atBreak)
	}
	if whole := c.Requests(g.people); c.PageSize > 0 && atBreak >= whole {
		g.errorf("%d requests for the first person, as many as for everybody", atBreak)
	}
	g.settle()
}

// testOrigin: a roster says where it comes from and when its listing began,
// which is before the first request, however long the answer took.
func testOrigin(t reporter, c Connector) {
	g := newRig(t, "a slow start", c, 3, inTurn(0, refused(503, "Retry-After", "7")))
	r, err := g.client.Roster(context.Background())
	if err != nil || r == nil {
		g.errorf("error %v", err)
		return
	}
	o := r.Origin()
	if o.Provider == "" || o.Tenant == "" || o.AsOf.IsZero() {
		g.errorf("the origin is %+v, want a provider, a tenant and an instant", o)
	}
	for _, x := range g.sent() {
		if x.page == 0 && x.again == 0 && o.AsOf.After(x.at) {
			g.errorf("the origin's instant is %v after the listing began", o.AsOf.Sub(x.at))
		}
	}
}

// testLaws: what holds for each person, whoever lists them.
func testLaws(t reporter, c Connector) {
	trial(t, "laws", c, c.many(), nil, func(g *rig, o outcome) {
		g.wantWhole(o)
		seen := map[string]bool{}
		for i := range o.people {
			e := &o.people[i]
			if len(bytes.TrimSpace([]byte(e.ID))) == 0 || seen[e.ID] {
				g.errorf("person %d has the id %q, which is blank or not the first", i+1, e.ID)
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

// testConcurrency: one client serves many callers at once. The race detector
// does the rest.
func testConcurrency(t reporter, c Connector) {
	g := newRig(t, "16 listings at once", c, c.several(), nil)
	var outcomes [16]outcome
	var wg sync.WaitGroup
	for i := range outcomes {
		wg.Go(func() {
			if i%2 == 0 {
				outcomes[i] = g.stream(context.Background())
			} else {
				outcomes[i] = g.roster(context.Background())
			}
		})
	}
	wg.Wait()
	for i, o := range outcomes {
		g.wantWhole(o)
		if diff := cmp.Diff(texts(outcomes[i%2].people), texts(o.people)); diff != "" {
			g.errorf("two of the listings differ:\n%s", diff)
		}
	}
	if got, most := len(g.sent()), 16*c.Requests(g.people); got > most {
		g.errorf("%d requests, want at most %d", got, most)
	}
	g.settle()
}

// testRemoval: people who leave the company while it is listed do not take
// others with them. A listing that began again may lack those who left.
func testRemoval(t reporter, c Connector) {
	if c.Resize == nil {
		return
	}
	n := 2*c.PageSize + 1
	for _, left := range [][2]int{{1, n}, {0, n - 1}, {c.PageSize, n}, {0, c.PageSize}, {0, 0}} {
		label := fmt.Sprintf("with people %d to %d left after the first page", left[0], left[1])
		for _, r := range readers() {
			g := newRig(t, r.name+": "+label, c, n, nil)
			resized := false
			g.fault = func(x *exchange, _ http.Handler) http.Handler {
				if x.page == 1 && !resized {
					resized = true
					c.Resize(g.fake, n, left[0], left[1])
				}
				return nil
			}
			o := r.read(g, context.Background())
			if !resized {
				g.errorf("the listing has no second request")
			}
			if o.err != nil || !g.beganAgain() {
				g.wantErrorOrWhole(o)
			} else {
				g.wantOf(o, c.IDs(n)[left[0]:left[1]])
			}
			g.settle()
		}
	}
}

// beganAgain reports whether the first request of the listing was repeated.
func (g *rig) beganAgain() bool {
	return slices.ContainsFunc(g.sent(), func(x exchange) bool { return x.page == 0 && x.again > 0 })
}

// wantOf wants everybody who is left, each once, and nobody else but those who
// were there at first.
func (g *rig) wantOf(o outcome, left []string) {
	g.Helper()
	ids := slices.Sorted(slices.Values(o.ids))
	known := g.c.IDs(g.people)
	for _, id := range left {
		if !slices.Contains(ids, id) {
			g.errorf("a listing that began again lacks %q", id)
		}
	}
	if len(slices.Compact(ids)) != len(o.ids) || slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(known, id) }) {
		g.errorf("a listing that began again has somebody twice, or a stranger")
	}
}

// testLoop: a server that gives the first page again and again neither keeps
// the client for ever nor doubles anybody in a roster.
func testLoop(t reporter, c Connector) {
	if c.PageSize == 0 {
		return
	}
	n := c.several()
	for _, r := range readers() {
		g := newRig(t, r.name+": the first page again and again", c, n, nil)
		var mu sync.Mutex
		var first []byte
		g.fault = func(x *exchange, next http.Handler) http.Handler {
			if x.page < 0 {
				return nil
			}
			return edited(func(body []byte) []byte {
				mu.Lock()
				defer mu.Unlock()
				if first == nil {
					first = bytes.Clone(body)
				}
				return first
			})(next)
		}
		if o := r.read(g, context.Background()); r.name == "Roster" || o.err != nil {
			g.wantError(o)
		}
		g.settle()
	}
}
