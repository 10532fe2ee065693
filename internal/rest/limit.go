package rest

import (
	"errors"
	"time"

	"golang.org/x/time/rate"
)

// A Limit is the number of requests that a vendor allows in any period of
// length Per. The zero Limit means that none is published.
type Limit struct {
	Requests int
	Per      time.Duration
	// Burst is how many requests may go out at once, for vendors that limit this
	// too. It only lowers the usual number, about 5 % of Requests. 0: the usual.
	Burst int
}

func (l Limit) validate() error {
	switch {
	case l == Limit{}, l.Requests > 0 && l.Per > 0 && l.Burst >= 0:
		return nil
	}
	return errors.New("Limit needs positive Requests and Per")
}

// A limiter grants requests below a Limit. A nil limiter grants all at once.
type limiter struct {
	bucket *rate.Limiter
	good   time.Duration // how late after its grant a request may be sent
}

// newLimiter sizes a token bucket so that no window can hold more than the
// limit. A bucket lets burst + rate x Per through in a window of length Per.
// One request is kept back: it may be granted before a window and, being slow
// on its way, arrive within it. What is left is still 95 % of the limit. Small
// limits are spaced evenly, 2 % wider than the limit asks, so that a window
// with both its ends does not hold one too many.
func newLimiter(l Limit) *limiter {
	if l.Requests <= 0 {
		return nil
	}
	n := float64(l.Requests)
	burst, perPeriod := l.Requests/20-1, n/1.02
	if burst >= 1 {
		if l.Burst > 0 {
			burst = min(burst, l.Burst)
		}
		perPeriod = n - float64(burst) - 1
	}
	return &limiter{
		bucket: rate.NewLimiter(rate.Limit(perPeriod/l.Per.Seconds()), max(burst, 1)),
		good:   min(l.Per/100, l.Per/time.Duration(l.Requests)),
	}
}

// reserve takes the next free place and returns how long to wait for it, and
// what gives the place back.
func (l *limiter) reserve() (delay time.Duration, cancel func()) {
	if l == nil {
		return 0, nil
	}
	now := time.Now()
	r := l.bucket.ReserveN(now, 1)
	return r.DelayFrom(now), r.Cancel
}

// fresh says whether a request granted then may still be sent.
func (l *limiter) fresh(granted time.Time) bool {
	return l == nil || time.Since(granted) <= l.good
}
