package battery

import (
	"context"
	"errors"
	"testing/synctest"
)

// failureProperties are about servers that refuse or fail, and about callers
// who give up.
func failureProperties() []property {
	return []property{
		{name: "PassingFaults", test: testPassingFaults},
		{name: "CancelledBefore", test: testCancelledBefore},
		{name: "CancelledByConsumer", test: testCancelledByConsumer},
		{name: "CancelledInRequest", test: testCancelledInRequest},
	}
}

// testPassingFaults: what passes by itself is waited for, and the listing is whole.
func testPassingFaults(t reporter, s subject) {
	down := []fault{status(500), brokenOff(0, 0), status(503)}
	eachStep(t, "500, a broken connection and 503", s, func(step int) func(exchange) *fault {
		return inTurn(step, down...)
	}, (*rig).wantWhole)
	eachStep(t, "502 and 504", s, func(step int) func(exchange) *fault {
		return inTurn(step, status(502), status(504))
	}, (*rig).wantWhole)
}

// testCancelledBefore: a context that has ended costs no request.
func testCancelledBefore(t reporter, s subject) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := map[string]func(*rig) error{
		"Employees": func(g *rig) error { return g.stream(ctx).err },
		"Roster":    func(g *rig) error { return g.roster(ctx).err },
		"Check":     func(g *rig) error { _, err := g.client.Check(ctx); return err },
	}
	for name, call := range calls {
		g := inMemory(t, name+": cancelled before", s, 3, nil)
		if err := call(g); !errors.Is(err, context.Canceled) {
			g.errorf("error %v, want context.Canceled", err)
		}
		if n := len(g.exchanges()); n != 0 {
			g.errorf("%d requests", n)
		}
	}
}

// testCancelledByConsumer: a caller that cancels between two employees gets the error
// instead of the next page.
func testCancelledByConsumer(t reporter, s subject) {
	if s.pageSize == 0 {
		return // all have arrived
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	g := inMemory(t, "cancelled after the first employee", s, s.many(), nil)
	sent := -1
	var last error
	for _, err := range g.client.Employees(ctx) {
		if last = err; err == nil && sent < 0 {
			cancel()
			synctest.Wait()
			sent = len(g.exchanges())
		}
	}
	if !errors.Is(last, context.Canceled) {
		g.errorf("the listing ends with %v, want context.Canceled", last)
	}
	synctest.Wait()
	if n := len(g.exchanges()); n != sent {
		g.errorf("%d requests after the context was cancelled", n-sent)
	}
	g.settle()
}

// testCancelledInRequest: a context that ends while a request is under way ends
// the listing, and nothing is repeated.
func testCancelledInRequest(t reporter, s subject) {
	for step := range stepCount(t, s) {
		for _, w := range ways() {
			ctx, cancel := context.WithCancel(context.Background())
			g := inMemory(t, w.name+": cancelled"+ordinal(step), s, s.several(), nil)
			all, sent := 0, 0 // requests, and those up to the end of the context
			g.fault = func(x exchange) *fault {
				if all++; x.step == step && sent == 0 {
					cancel()
					sent = all
				}
				return nil
			}
			if o := w.read(g, ctx); !errors.Is(o.err, context.Canceled) {
				g.errorf("error %v, want context.Canceled", o.err)
			}
			synctest.Wait()
			if n := len(g.exchanges()); n != sent {
				g.errorf("%d requests after the context was cancelled", n-sent)
			}
			g.settle()
			cancel()
		}
	}
}
