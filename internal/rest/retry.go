package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

const (
	maxAttempts = 5 // the one with a renewed token may be a sixth
	maxGarbled  = 3
	maxHint     = 60 * time.Second // longer waits are the caller's to plan
	maxBackoff  = 30 * time.Second
)

// A verdict says what an attempt that failed is worth.
type verdict int

const (
	final  verdict = iota // repeating cannot help
	repeat                // a later attempt may succeed
	reread                // the body was whole but not understood
	renew                 // the bearer token was refused
)

// byStatus returns what a status other than 2xx means.
func byStatus(status int, hinted bool) (verdict, error) {
	switch {
	case status == http.StatusUnauthorized:
		return final, employee.ErrCredentials
	case status == http.StatusForbidden:
		return final, employee.ErrPermission
	case status == http.StatusTooManyRequests,
		status == http.StatusServiceUnavailable && hinted:
		return repeat, employee.ErrRateLimited
	case status == http.StatusNotImplemented:
		return final, employee.ErrUnavailable
	case status == http.StatusRequestTimeout, status >= 500:
		return repeat, employee.ErrUnavailable
	default:
		return final, employee.ErrMalformed
	}
}

// again decides on another attempt after a.err, and on the wait before it.
func (a *call) again(v verdict) bool {
	if v == renew && !a.renewed {
		a.c.token.invalidate(a.token)
	}
	switch {
	case v == final, !a.repeatable:
		return false
	case v == renew:
		if a.renewed {
			return false
		}
		a.renewed, a.wait = true, 0
		return true
	case v == reread:
		a.garbled++
		if a.garbled >= maxGarbled {
			return false
		}
	}
	if a.attempt >= maxAttempts {
		return false
	}
	a.wait = a.hint
	if a.hint < 0 {
		a.wait = backoff(a.attempt)
	}
	if a.wait > maxHint {
		return false
	}
	if a.wait > 0 && a.late(a.wait) {
		a.err.Err = &cause{a.err.Err, context.DeadlineExceeded}
		return false
	}
	return true
}

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

func isCertificate(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	_, ok := errors.AsType[x509.CertificateInvalidError](err)
	return ok
}
