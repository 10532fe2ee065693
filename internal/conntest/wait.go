package conntest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// waitProperties are about time, which is fake.
func waitProperties() []property {
	return []property{
		{"RetryAfter", testRetryAfter},
		{"NoRetryAfter", testNoRetryAfter},
		{"LongRetryAfter", testLongRetryAfter},
		{"Deadline", testDeadline},
		{"DeadlineInWait", testDeadlineInWait},
	}
}

// testRetryAfter: the server says when to come again, in seconds or as a date,
// and that is when the client comes: neither sooner nor later.
func testRetryAfter(t reporter, c Connector) {
	for _, status := range []int{429, 503} {
		for _, wait := range []time.Duration{7 * time.Second, 45 * time.Second} {
			for _, form := range []func(time.Duration) []string{inSeconds, asDate} {
				headers := form(wait)
				label := fmt.Sprintf("%d with Retry-After %q", status, headers[1])
				eachPage(t, label, c, c.several(), func(page int) fault {
					return inTurn(page, func(next http.Handler) http.Handler {
						return refused(status, form(wait)...)(next)
					})
				}, func(g *rig, o outcome) {
					g.wantWhole(o)
					if waits := g.waits(status); len(waits) != 1 || waits[0] != wait {
						g.errorf("it waited %v, want %v once", waits, wait)
					}
				})
			}
		}
	}
}

func inSeconds(d time.Duration) []string {
	return []string{"Retry-After", strconv.Itoa(int(d.Seconds()))}
}

// asDate comes with the server's own time, as an answer of a real server does.
func asDate(d time.Duration) []string {
	now := time.Now().UTC().Truncate(time.Second)
	return []string{"Retry-After", now.Add(d).Format(http.TimeFormat), "Date", now.Format(http.TimeFormat)}
}

// waits are the times between each answer of a status and the next attempt at
// the same request.
func (g *rig) waits(status int) []time.Duration {
	var waits []time.Duration
	sent := g.sent()
	for i, x := range sent {
		if x.status != status {
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

// testNoRetryAfter: without a hint the client waits by itself, and not for
// nothing.
func testNoRetryAfter(t reporter, c Connector) {
	for _, status := range []int{429, 503} {
		eachPage(t, fmt.Sprintf("%d without Retry-After", status), c, c.several(), func(page int) fault {
			return inTurn(page, refused(status))
		}, func(g *rig, o outcome) {
			g.wantWhole(o)
			waits := g.waits(status)
			if len(waits) != 1 || waits[0] < 100*time.Millisecond || waits[0] > 5*time.Minute {
				g.errorf("it waited %v, want once, between 100 ms and 5 minutes", waits)
			}
		})
	}
}

// testLongRetryAfter: a wait that nobody sits through is the caller's to plan,
// at once.
func testLongRetryAfter(t reporter, c Connector) {
	const day = 24 * time.Hour
	for _, form := range []func(time.Duration) []string{inSeconds, asDate} {
		h := func(next http.Handler) http.Handler { return refused(429, form(day)...)(next) }
		judge := func(g *rig, o outcome) {
			fe := g.wantError(o, employee.ErrRateLimited)
			if fe.RetryAfter != day || fe.StatusCode != 429 {
				g.errorf("RetryAfter is %v and StatusCode %d, want %v and 429", fe.RetryAfter, fe.StatusCode, day)
			}
			if o.took > time.Minute {
				g.errorf("it took %v", o.took)
			}
			g.notRepeated(429, 1)
		}
		trial(t, "429 for a day", c, c.several(), onListing(h), judge)
		eachPage(t, "429 for a day", c, c.several(), func(page int) fault { return onPage(page, h) }, judge)
	}
}

// testDeadline: the context's deadline ends a request that gets no answer.
func testDeadline(t reporter, c Connector) {
	for page := range pageCount(t, c, c.several()) {
		for _, r := range readers() {
			// The time that a healthy listing waits for the vendor's rate limit
			// is not the point here.
			const patience = time.Hour
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			g := newRig(t, r.name+": no answer"+ordinal(page), c, c.several(), onPage(page, stall))
			o := r.read(g, ctx)
			if !wraps(o.err, context.DeadlineExceeded) {
				g.errorf("error %v, want context.DeadlineExceeded", o.err)
			}
			if o.took != patience {
				g.errorf("it took %v, want %v", o.took, patience)
			}
			g.notAfter(page)
			g.settle()
			cancel()
		}
	}
}

// notAfter wants no other attempt at a request that stalled.
func (g *rig) notAfter(page int) {
	g.Helper()
	for _, x := range g.sent() {
		if x.page == page && x.again > 0 {
			g.errorf("the request was repeated after the deadline")
		}
	}
}

// testDeadlineInWait: a wait never lasts beyond the deadline.
func testDeadlineInWait(t reporter, c Connector) {
	const patience = 10 * time.Second
	for _, status := range []int{429, 503} {
		for _, r := range readers() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			h := refused(status, "Retry-After", "30")
			g := newRig(t, fmt.Sprintf("%s: %d with a wait beyond the deadline", r.name, status), c, c.several(), onListing(h))
			o := r.read(g, ctx)
			if !wraps(o.err, context.DeadlineExceeded) {
				g.errorf("error %v, want context.DeadlineExceeded", o.err)
			}
			if o.took > patience {
				g.errorf("it took %v, beyond the deadline of %v", o.took, patience)
			}
			g.settle()
			cancel()
		}
	}
}
