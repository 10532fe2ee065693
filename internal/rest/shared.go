package rest

import (
	"context"
	"sync"
	"time"
)

// A Budget is the vendor's limits for one account, which several Clients share: each
// call whose context has the Budget is counted there, and not by the Client's own
// limiter. Clients with the same Limit share one limiter. It is safe for concurrent use.
type Budget struct {
	mu       sync.Mutex
	limiters map[Limit]*limiter
}

// limiter returns the one for a Limit, nil for the zero Limit.
func (b *Budget) limiter(l Limit) *limiter {
	if l == (Limit{}) {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.limiters == nil {
		b.limiters = make(map[Limit]*limiter)
	}
	if b.limiters[l] == nil {
		b.limiters[l] = newLimiter(l)
	}
	return b.limiters[l]
}

// Full reports whether a new Budget would grant no more than this one.
func (b *Budget) Full(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range b.limiters {
		if !l.full(now) {
			return false
		}
	}
	return true
}

// An Event is what a listing does: it has read so many rows of a list, or it waits.
type Event struct {
	Op    string        // "list employees"
	SoFar int           // rows of the list that Op reads
	Wait  time.Duration // for the rate limit, or before the request is repeated; 0: no wait
}

type (
	budgetKey   struct{}
	observerKey struct{}
)

// WithBudget returns a context for calls that share a Budget.
func WithBudget(ctx context.Context, b *Budget) context.Context {
	return context.WithValue(ctx, budgetKey{}, b)
}

// WithObserver returns a context for calls whose events go to observe, which several
// goroutines may call at the same time.
func WithObserver(ctx context.Context, observe func(Event)) context.Context {
	return context.WithValue(ctx, observerKey{}, observe)
}

func observe(ctx context.Context, e Event) {
	if f, ok := ctx.Value(observerKey{}).(func(Event)); ok {
		f(e)
	}
}

// limiterOf returns what grants the calls of a context, nil if nothing limits them.
func (c *Client) limiterOf(ctx context.Context) *limiter {
	if isUnlimited(ctx) {
		return nil
	}
	if b, ok := ctx.Value(budgetKey{}).(*Budget); ok {
		return b.limiter(c.published)
	}
	return c.limit
}
