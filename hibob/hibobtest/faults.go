package hibobtest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Fault stands in front of the fake: it may answer in its place, change the
// answer, or do something first and pass the request on. Any middleware is one.
type Fault = fakehr.Fault

// A Request is one that the fake received, whatever it answered, without credentials.
type Request = fakehr.Request

// Next queues faults, each for one of the next requests, in order. A nil among
// them lets its request pass.
func (f *Fake) Next(faults ...Fault) { f.core.Next(faults...) }

// Always puts a fault in front of every request from now on; nil takes it away.
// For a request that has one from [Fake.Next], that one is in front of it.
func (f *Fake) Always(fault Fault) { f.core.Always(fault) }

// Requests returns what was received since [Fake.ResetRequests], in order of
// arrival. Do not change what its items hold.
func (f *Fake) Requests() []Request { return f.core.Requests() }

// ResetRequests forgets the requests received so far.
func (f *Fake) ResetRequests() { f.core.ResetRequests() }

// RateLimited answers 429 with a Retry-After in whole seconds, about which the
// sources differ, and with the vendor's headers X-RateLimit-Limit,
// X-RateLimit-Remaining and X-RateLimit-Reset, which is that wait from now as well.
// 0 leaves Retry-After out.
func RateLimited(retryAfter time.Duration) Fault {
	return fakehr.Refusal(func(w http.ResponseWriter, r *http.Request, _ int) {
		limited(w, r, searches, retryAfter)
	}).RateLimited(retryAfter)
}

// Unavailable answers 503 with a page.
func Unavailable() Fault { return Status(http.StatusServiceUnavailable) }

// ServerError answers 500.
func ServerError() Fault { return Status(http.StatusInternalServerError) }

// Unauthorized answers 401 without a body: the credentials are wrong or revoked,
// or they are a token of the kind that HiBob no longer takes.
func Unauthorized() Fault { return Status(http.StatusUnauthorized) }

// Forbidden answers 403: the service user is in no permission group, or may not
// read this.
func Forbidden() Fault { return Status(http.StatusForbidden) }

// NotFound answers 404.
func NotFound() Fault { return Status(http.StatusNotFound) }

// Status answers with a status in the vendor's form of an error.
func Status(status int) Fault { return fakehr.Refusal(refuse).Status(status) }

// BadGateway answers 502 with a page, as a proxy does.
func BadGateway() Fault { return fakehr.BadGateway() }

// HTML answers 200 with a page, such as the login page of a wrong address.
func HTML() Fault { return fakehr.HTML() }

// Truncated is TruncatedAt the half.
func Truncated() Fault { return TruncatedAt(0.5) }

// TruncatedAt breaks the true answer off after a part of it, 0.5 for the half. Its
// Content-Length is that of the whole.
func TruncatedAt(part float64) Fault { return fakehr.TruncatedAt(part) }

// WithHeader answers as a fault does, with another value of a header; "" is none.
func WithHeader(fault Fault, name, value string) Fault { return fakehr.WithHeader(fault, name, value) }

// Blocked answers 403 with a page, as the vendor's firewall does for five minutes
// after 50 refusals.
func Blocked() Fault { return fakehr.Page(http.StatusForbidden, "Blocked") }

// searches is the vendor's limit of them in a minute.
const searches = 50

// limited is 429 with the vendor's three headers: the limit, what is left of it,
// and when it begins anew, a Unix time.
func limited(w http.ResponseWriter, r *http.Request, limit int, wait time.Duration) {
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(limit))
	w.Header().Set("X-RateLimit-Remaining", "0")
	reset := time.Now().Add(wait + time.Second - 1) // not too early
	w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	refuse(w, r, http.StatusTooManyRequests)
}

// refuse is how the API fails: 401 without a word, 503 with a page, and anything
// else in JSON.
func refuse(w http.ResponseWriter, r *http.Request, status int) {
	switch status {
	case http.StatusUnauthorized:
		w.WriteHeader(status)
	case http.StatusServiceUnavailable:
		fakehr.Page(status, "Service Unavailable")(nil).ServeHTTP(w, r)
	case http.StatusTooManyRequests:
		fail(w, status, "too.many.requests", "the rate limit is exceeded")
	case http.StatusForbidden:
		fail(w, status, "insufficient.permissions", "the service user lacks a permission")
	case http.StatusInternalServerError:
		fail(w, status, "internal.error", "an internal error occurred")
	default:
		fail(w, status, "refused", http.StatusText(status))
	}
}

// fail is the vendor's error.
func fail(w http.ResponseWriter, status int, key, words string) {
	fakehr.WriteJSON(w, status, "application/json", fakehr.Object{"key", key, "error", words})
}
