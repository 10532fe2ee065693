package fakehr

import (
	"slices"
	"sync"
	"time"
)

// A Limit counts requests in any 60 seconds. The zero Limit has counted none.
type Limit struct {
	mu       sync.Mutex
	arrivals []time.Time
}

// Take counts a request of most that are allowed, 0 being all, or returns how
// long it comes too early.
func (l *Limit) Take(most int) (wait time.Duration) {
	if most <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.arrivals = slices.DeleteFunc(l.arrivals, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(l.arrivals) >= most {
		return l.arrivals[0].Add(time.Minute).Sub(now)
	}
	l.arrivals = append(l.arrivals, now)
	return 0
}
