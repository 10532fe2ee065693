package rest

import (
	"errors"
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

// A limiter grants requests below a Limit. A nil limiter grants all at once.
//
// It deals out two kinds of places. Half of the limit may go out at once, so
// that a listing of a few pages waits for nothing, and each of these places
// comes back a period after its use. The other half flows evenly over a period,
// so that a long listing goes on at a pace that one can watch: all of the limit
// at once would be followed by a period of silence. At no time has a busy caller
// been granted fewer than with all of them spaced evenly, at 95 % of the limit; and
// half of it is left for another program of the same account in that moment.
//
// No window holds more than the limit, because none holds more than its share
// of either kind. A request arrives when it was granted, or later by good at
// most; so those that arrive in a window of length Per were granted in one of
// Per + good. A place at once is taken for held, which is longer. Of the others,
// slack + rate x length are granted in a window at most, which is less than one
// more than their share while it is shorter than held. Held is longer than Per
// by twice good or more, so that both ends of a window and rounding do not
// matter. It costs 2 % of the limit, and the slack, by which a caller that was
// slow for a moment catches up, 2 % of a large one.
type limiter struct {
	good time.Duration // how late after its grant a request may be sent
	held time.Duration // how long a place at once is taken

	mu     sync.Mutex
	even   *rate.Limiter // the places that flow evenly
	atOnce []time.Time   // when each of the places at once is free again
}

func newLimiter(l Limit) *limiter {
	if l.Requests <= 0 {
		return nil
	}
	burst := max(l.Requests/2, 1)
	if l.Burst > 0 {
		burst = min(burst, l.Burst)
	}
	slack := max(min(burst, l.Requests/60), 1)
	atOnce := burst - slack // the slack goes out with them
	held := l.Per + l.Per/50
	return &limiter{
		// Those granted within good may arrive together: few, for Burst's sake.
		good:   min(l.Per/100, l.Per/time.Duration(l.Requests)),
		held:   held,
		even:   rate.NewLimiter(rate.Limit(float64(l.Requests-atOnce+1-slack)/held.Seconds()), slack),
		atOnce: make([]time.Time, atOnce),
	}
}

// reserve takes the next free place and returns how long to wait for it, and
// what gives the place back.
func (l *limiter) reserve() (delay time.Duration, cancel func()) {
	if l == nil {
		return 0, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	even := l.even.ReserveN(now, 1)
	delay = even.DelayFrom(now)
	place := l.soonest()
	if delay == 0 || place == nil || place.Sub(now) > delay {
		return delay, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			even.Cancel()
		}
	}
	even.CancelAt(now)
	free := *place
	delay = max(free.Sub(now), 0)
	taken := now.Add(delay + l.held)
	*place = taken
	return delay, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if place.Equal(taken) { // nobody waits for it behind this one
			*place = free
		}
	}
}

// soonest is the place at once that is free first; nil: there is none.
func (l *limiter) soonest() (first *time.Time) {
	for i := range l.atOnce {
		if first == nil || l.atOnce[i].Before(*first) {
			first = &l.atOnce[i]
		}
	}
	return first
}

// fresh says whether a request granted then may still be sent.
func (l *limiter) fresh(granted time.Time) bool {
	return l == nil || time.Since(granted) <= l.good
}
