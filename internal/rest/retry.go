package rest

import (
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	maxHint    = 60 * time.Second // longer waits are the caller's to plan
	maxBackoff = 30 * time.Second
)

// backoff is the wait after the nth attempt: between 1 and 2 s after the first,
// doubling, at most 30 s. The spread keeps clients that failed together apart.
func backoff(n int) time.Duration {
	top := min(time.Second<<n, maxBackoff)
	return top/2 + rand.N(top/2)
}

// retryAfter reads Retry-After: seconds or an HTTP date. A date is measured by
// the server's own clock where it tells the time; one in the past is 0. What is
// neither, or negative, is no hint. A number too large is the largest duration.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(h.Get("Retry-After"))
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err == nil || errors.Is(err, strconv.ErrRange) {
		switch {
		case seconds < 0:
			return 0, false
		case seconds > math.MaxInt64/int64(time.Second):
			return math.MaxInt64, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if told, err := http.ParseTime(h.Get("Date")); err == nil {
		now = told
	}
	return max(date.Sub(now), 0), true
}
