package rest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Limit is the number of requests that a vendor allows in any period of
// length Per. The zero Limit means that none is published.
type Limit struct {
	Requests int
	Per      time.Duration
	// Burst is how many requests may go out at once, for vendors that limit this
	// too. It only lowers the usual number, half of Requests. 0: the usual.
	Burst int
}

func (l Limit) validate() error {
	switch {
	case l == Limit{}, l.Requests > 0 && l.Per > 0 && l.Burst >= 0:
		return nil
	}
	return errors.New("Limit needs positive Requests and Per")
}

// A limiter grants requests below a Limit.
//
// Half of the limit may go out at once, so that a listing of a few pages waits for
// nothing; half is left for another program that uses the same HR account. The
// other half flows evenly, so that a long listing goes on at a steady pace instead
// of a burst and a silent period. A busy caller is never behind one whose requests
// are spaced evenly, at 95 % of the limit.
//
// Each place is a rate.Limiter. The first flows evenly, and lets a caller that was
// slow for a moment catch up with slack requests. Each of the others grants one
// request and is free again after held. The limit holds in every window, because
// each place keeps to its share: in a closed window shorter than held, one of the
// others grants at most 1, and the first at most slack + its rate x held, which is
// less than its share + 1. Held is 2 % longer than Per, for rounding and for
// requests that arrive later than they were granted; it costs 2 % of the limit.
type limiter struct {
	mu     sync.Mutex
	places []*rate.Limiter
}

// newLimiter returns nil for the zero Limit.
func newLimiter(l Limit) *limiter {
	if l.Requests <= 0 {
		return nil
	}
	burst := max(l.Requests/2, 1)
	if l.Burst > 0 {
		burst = min(burst, l.Burst)
	}
	slack := max(min(burst, l.Requests/60), 1)
	others := burst - slack
	share := l.Requests - others
	held := l.Per + l.Per/50
	perHeld := func(n int) rate.Limit { return rate.Limit(float64(n) / held.Seconds()) }
	places := []*rate.Limiter{rate.NewLimiter(perHeld(share+1-slack), slack)}
	for range others {
		places = append(places, rate.NewLimiter(perHeld(1), 1))
	}
	return &limiter{places: places}
}

// reserve takes the place that is free first. It returns how long to wait for
// it, and what gives it back.
func (l *limiter) reserve(now time.Time) (delay time.Duration, cancel func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	next, soonest := l.places[0], untilFree(l.places[0], now)
	for _, place := range l.places[1:] {
		if soonest == 0 {
			break
		}
		if wait := untilFree(place, now); wait < soonest {
			next, soonest = place, wait
		}
	}
	taken := next.ReserveN(now, 1)
	return taken.DelayFrom(now), taken.Cancel
}

// full reports whether no grant of the past counts any more.
func (l *limiter) full(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !slices.ContainsFunc(l.places, func(p *rate.Limiter) bool { return p.TokensAt(now) < float64(p.Burst()) })
}

// untilFree is in seconds.
func untilFree(place *rate.Limiter, now time.Time) float64 {
	return max(1-place.TokensAt(now), 0) / float64(place.Limit())
}

type unlimited struct{}

// Unlimited returns a context for calls that no Limit holds back. It is for
// measures of the work that a listing is, which with the vendor's limit would
// measure the limit. A test sees to it that no connector calls it.
func Unlimited(ctx context.Context) context.Context {
	return context.WithValue(ctx, unlimited{}, true)
}

func isUnlimited(ctx context.Context) bool { return ctx.Value(unlimited{}) != nil }
