package conntest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// failureProperties are about servers that refuse or fail, and about callers
// who give up.
func failureProperties() []property {
	return []property{
		{"Errors", testErrors},
		{"Unauthorized", testUnauthorized},
		{"Forbidden", testForbidden},
		{"NotFound", testNotFound},
		{"ServerErrors", testServerErrors},
		{"PassingFaults", testPassingFaults},
		{"CancelledBefore", testCancelledBefore},
		{"CancelledByConsumer", testCancelledByConsumer},
		{"CancelledInRequest", testCancelledInRequest},
	}
}

// testErrors: an error comes once and last, alone, and instead of a roster. The
// readers see to that; here they get errors on each request.
func testErrors(t reporter, c Connector) {
	for _, status := range []int{400, 403, 500} {
		for page := range pageCount(t, c, c.several()) {
			trial(t, fmt.Sprint(status, ordinal(page)), c, c.several(), onPage(page, refused(status)), (*rig).wantErrorOrWhole)
		}
		trial(t, fmt.Sprint(status), c, c.several(), onListing(refused(status)), func(g *rig, o outcome) {
			if fe := g.wantError(o); o.err != nil && fe.StatusCode != status {
				g.errorf("StatusCode is %d, want %d", fe.StatusCode, status)
			}
			if len(o.people) > 0 {
				g.errorf("%d people of a server that never answered", len(o.people))
			}
		})
	}
}

// testUnauthorized: a credential that was refused is not tried again, which
// could lock an account.
func testUnauthorized(t reporter, c Connector) {
	most := 1
	if c.Token {
		most = 2 // with another token
	}
	testFinal(t, c, http.StatusUnauthorized, most, employee.ErrCredentials)
	trial(t, "401 for everything", c, c.several(), everywhere(refused(401)), func(g *rig, o outcome) {
		g.wantError(o, employee.ErrCredentials)
		g.notRepeated(401, most)
	})
}

// testForbidden: a permission that lacks is not asked for again.
func testForbidden(t reporter, c Connector) {
	testFinal(t, c, http.StatusForbidden, 1, employee.ErrPermission)
}

func testFinal(t reporter, c Connector, status, most int, class error) {
	t.Helper()
	trial(t, fmt.Sprint(status), c, c.several(), onListing(refused(status)), func(g *rig, o outcome) {
		if fe := g.wantError(o, class); fe.StatusCode != status {
			g.errorf("StatusCode is %d, want %d", fe.StatusCode, status)
		}
		g.notRepeated(status, most)
	})
	// One refusal alone may be got over by other means.
	eachPage(t, fmt.Sprint(status), c, c.several(), func(page int) fault {
		return onPage(page, refused(status))
	}, func(g *rig, o outcome) {
		g.wantErrorOrWhole(o)
		if o.err != nil && !errors.Is(o.err, class) {
			g.errorf("the error is %v, want %v", o.err, class)
		}
		g.notRepeated(status, most)
	})
}

// notRepeated wants no request answered with status more often than most.
func (g *rig) notRepeated(status, most int) {
	g.Helper()
	times := map[string]int{}
	for _, x := range g.sent() {
		if x.status == status {
			times[x.key]++
		}
	}
	for key, n := range times {
		if n > most {
			g.errorf("%d attempts at a request that got %d, want at most %d: %s", n, status, most, key)
		}
	}
	if len(times) == 0 {
		g.errorf("no request got %d", status)
	}
}

// testNotFound: a wrong address is an error with its status, not an empty
// company.
func testNotFound(t reporter, c Connector) {
	trial(t, "404", c, c.several(), onListing(refused(404)), func(g *rig, o outcome) {
		if fe := g.wantError(o); fe.StatusCode != 404 {
			g.errorf("StatusCode is %d, want 404", fe.StatusCode)
		}
	})
	eachPage(t, "404", c, c.several(), func(page int) fault {
		return onPage(page, refused(404))
	}, (*rig).wantErrorOrWhole)
}

// testServerErrors: a server that is down for good is given up after a bounded
// number of attempts and a bounded time, and the error says what it said.
func testServerErrors(t reporter, c Connector) {
	for _, status := range []int{500, 502, 0} {
		h := middleware(reset)
		if status != 0 {
			h = refused(status)
		}
		trial(t, fmt.Sprintf("status %d for ever", status), c, c.several(), onListing(h), func(g *rig, o outcome) {
			fe := g.wantError(o, employee.ErrUnavailable)
			if fe.StatusCode != status {
				g.errorf("StatusCode is %d", fe.StatusCode)
			}
			g.gaveUp(o)
		})
		eachPage(t, fmt.Sprintf("status %d for ever", status), c, c.several(), func(page int) fault {
			return onPage(page, h)
		}, func(g *rig, o outcome) {
			g.wantErrorOrWhole(o)
			g.gaveUp(o)
		})
	}
}

// gaveUp wants few attempts at any request, within minutes.
func (g *rig) gaveUp(o outcome) {
	g.Helper()
	const most = 10
	for _, x := range g.sent() {
		if x.again == most {
			g.errorf("more than %d attempts at one request: %s", most, x.key)
		}
	}
	if o.took > 10*time.Minute {
		g.errorf("it took %v", o.took)
	}
}

// testPassingFaults: what passes by itself is waited for, and nobody notices.
func testPassingFaults(t reporter, c Connector) {
	eachPage(t, "500, a broken connection and 503", c, c.several(), func(page int) fault {
		return inTurn(page, refused(500), reset, refused(503))
	}, (*rig).wantWhole)
	eachPage(t, "502 and 504", c, c.several(), func(page int) fault {
		return inTurn(page, refused(502), refused(504))
	}, (*rig).wantWhole)
}

// testCancelledBefore: a context that has ended costs no request.
func testCancelledBefore(t reporter, c Connector) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := map[string]func(*rig) error{
		"Employees": func(g *rig) error { return g.stream(ctx).err },
		"Roster":    func(g *rig) error { return g.roster(ctx).err },
		"Check":     func(g *rig) error { _, err := g.client.Check(ctx); return err },
	}
	for name, call := range calls {
		g := newRig(t, name+": cancelled before", c, 3, nil)
		if err := call(g); !errors.Is(err, context.Canceled) {
			g.errorf("error %v, want context.Canceled", err)
		}
		if n := len(g.sent()); n != 0 {
			g.errorf("%d requests", n)
		}
	}
}

// testCancelledByConsumer: who cancels between two people gets the error
// instead of the next page.
func testCancelledByConsumer(t reporter, c Connector) {
	if c.PageSize == 0 {
		return // everybody has arrived
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	g := newRig(t, "cancelled after the first person", c, c.many(), nil)
	sent := -1
	var last error
	for _, err := range g.client.Employees(ctx) {
		if last = err; err == nil && sent < 0 {
			cancel()
			synctest.Wait()
			sent = len(g.sent())
		}
	}
	if !errors.Is(last, context.Canceled) {
		g.errorf("the listing ends with %v, want context.Canceled", last)
	}
	synctest.Wait()
	if n := len(g.sent()); n != sent {
		g.errorf("%d requests after the context was cancelled", n-sent)
	}
	g.settle()
}

// testCancelledInRequest: a context that ends while a request is under way ends
// the listing, and nothing is repeated.
func testCancelledInRequest(t reporter, c Connector) {
	for page := range pageCount(t, c, c.several()) {
		for _, r := range readers() {
			ctx, cancel := context.WithCancel(context.Background())
			g := newRig(t, r.name+": cancelled"+ordinal(page), c, c.several(), nil)
			sent := -1
			g.fault = func(x *exchange, _ http.Handler) http.Handler {
				if x.page == page && sent < 0 {
					cancel()
					sent = len(g.sent())
				}
				return nil
			}
			if o := r.read(g, ctx); !errors.Is(o.err, context.Canceled) {
				g.errorf("error %v, want context.Canceled", o.err)
			}
			synctest.Wait()
			if n := len(g.sent()); n != sent {
				g.errorf("%d requests after the context was cancelled", n-sent)
			}
			g.settle()
			cancel()
		}
	}
}
