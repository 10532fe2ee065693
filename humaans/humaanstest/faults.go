package humaanstest

import (
	"fmt"
	"net/http"
	"strings"
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

// RateLimited answers 429 with a Retry-After in whole seconds; 0 leaves it out.
func RateLimited(retryAfter time.Duration) Fault {
	return fakehr.Refusal(refuse).RateLimited(retryAfter)
}

// Unavailable answers 503.
func Unavailable() Fault { return Status(http.StatusServiceUnavailable) }

// ServerError answers 500.
func ServerError() Fault { return Status(http.StatusInternalServerError) }

// Unauthorized answers 401, as for a token that was deleted or whose owner's
// company was closed.
func Unauthorized() Fault { return Status(http.StatusUnauthorized) }

// Forbidden answers 403, as for a list whose scope the token lacks.
func Forbidden() Fault { return Status(http.StatusForbidden) }

// NotFound answers 404, which may also mean that the token must not see it.
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

// refuse is how the API fails.
func refuse(w http.ResponseWriter, r *http.Request, status int) {
	message := http.StatusText(status)
	switch status {
	case http.StatusUnauthorized:
		message = "The access token is missing or not valid"
	case http.StatusForbidden:
		message = "The access token lacks a scope"
	case http.StatusInternalServerError:
		message = "Something went wrong"
	}
	(&answer{ResponseWriter: w, view: &view{}, r: r}).fail(status, message)
}

// An issue says what is wrong with one field of a request.
type issue struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// fail answers with the vendor's error envelope.
func (a *answer) fail(status int, message string, issues ...issue) {
	if issues == nil {
		issues = []issue{}
	}
	name := strings.ReplaceAll(http.StatusText(status), " ", "")
	if status == http.StatusUnauthorized {
		name = "NotAuthenticated"
	}
	code := any(status)
	if a.TextCodes {
		code = name
	}
	a.writeJSON(status, fakehr.Object{
		"id", fmt.Sprintf("fake-%06d", fakehr.Number(a.r)), "code", code, "name", name, "message", message, "issues", issues,
	})
}
