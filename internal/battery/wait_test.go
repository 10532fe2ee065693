package battery

import (
	"context"
	"fmt"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// waitProperties are about time, which is fake.
func waitProperties() []property {
	return []property{
		{name: "Deadline", test: testDeadline},
		{name: "DeadlineInWait", test: testDeadlineInWait},
	}
}

// testDeadline: the context's deadline ends a request that gets no answer.
func testDeadline(t reporter, s subject) {
	for step := range stepCount(t, s) {
		for _, w := range ways() {
			// The time that a healthy listing waits for the vendor's rate limit
			// is not the point here.
			const patience = time.Hour
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			g := inMemory(t, w.name+": no answer"+ordinal(step), s, s.several(), onStep(step, silence()))
			o := w.read(g, ctx)
			if !wraps(o.err, context.DeadlineExceeded) {
				g.errorf("error %v, want context.DeadlineExceeded", o.err)
			}
			if o.took != patience {
				g.errorf("it took %v, want %v", o.took, patience)
			}
			g.notAfter(step)
			g.settle()
			cancel()
		}
	}
}

// notAfter wants no other attempt at a request that stalled.
func (g *rig) notAfter(step int) {
	g.Helper()
	for _, x := range g.exchanges() {
		if x.step == step && x.again > 0 {
			g.errorf("the request was repeated after the deadline")
		}
	}
}

// testDeadlineInWait: no call sleeps up to a deadline that would pass.
func testDeadlineInWait(t reporter, s subject) {
	const patience, hint = 20 * time.Second, 30 * time.Second
	for _, code := range []int{429, 503} {
		for _, w := range ways() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			label := fmt.Sprintf("%s: %d with a wait beyond the deadline", w.name, code)
			g := inMemory(t, label, s, s.several(), onListing(status(code, "Retry-After", "30")))
			o := w.read(g, ctx)
			fe := g.wantError(o, employee.ErrRateLimited)
			if !wraps(o.err, context.DeadlineExceeded) || fe.RetryAfter != hint {
				g.errorf("error %v, want context.DeadlineExceeded, too, and %v", o.err, hint)
			}
			if o.took > patience/2 {
				g.errorf("it took %v, with a deadline after %v", o.took, patience)
			}
			g.settle()
			cancel()
		}
	}
}
