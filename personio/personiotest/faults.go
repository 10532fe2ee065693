package personiotest

import (
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

// RateLimited answers 429. Personio is not known to send a
// Retry-After: 0 leaves it out, and another wait is in it in whole seconds.
func RateLimited(retryAfter time.Duration) Fault {
	return fakehr.Refusal(refuse).RateLimited(retryAfter)
}

// Unavailable answers 503.
func Unavailable() Fault { return Status(http.StatusServiceUnavailable) }

// ServerError answers 500.
func ServerError() Fault { return Status(http.StatusInternalServerError) }

// Unauthorized answers 401, as for a token that has expired.
func Unauthorized() Fault { return Status(http.StatusUnauthorized) }

// Forbidden answers 403, as for a right that is missing.
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

// EmbeddedError answers 200 with an error of v1 in the body.
func EmbeddedError(code int, message string) Fault {
	return fakehr.Answer(func(w http.ResponseWriter, _ *http.Request) { failV1(w, http.StatusOK, code, message) })
}

// refuse is how the API fails; a 404 is in German, as v1 has it for an employee
// who does not exist.
func refuse(w http.ResponseWriter, r *http.Request, status int) {
	switch status {
	case http.StatusNotFound:
		fail(w, r, status, notFound)
	case http.StatusInternalServerError:
		fail(w, r, status, "Something went wrong")
	default:
		fail(w, r, status, http.StatusText(status))
	}
}

const timestamp = "2026-01-02T03:04:05Z" // of every error

// fail answers with an error in the form of the API that the path belongs to.
func fail(w http.ResponseWriter, r *http.Request, status int, message string) {
	if strings.HasPrefix(r.URL.Path, "/v2/") {
		failV2(w, status, http.StatusText(status), message)
		return
	}
	failV1(w, status, status, message)
}

// failV1 is how v1 fails. The code repeats the status, or is 0.
func failV1(w http.ResponseWriter, status, code int, message string) {
	writeJSON(w, status, map[string]any{"success": false, "error": map[string]any{"code": code, "message": message}})
}

// failV2 is how v2 fails. The type is a link in the vendor's file, and null in
// answers that users report.
func failV2(w http.ResponseWriter, status int, title, detail string) {
	fakehr.WriteJSON(w, status, "application/problem+json", map[string]any{
		"personio_trace_id": "fake-trace-1", "timestamp": timestamp,
		"errors": []any{map[string]any{"title": title, "detail": detail, "type": nil, "_meta": map[string]any{}}},
	})
}

// failToken is how the token endpoint of v2 fails, always with 400.
func failToken(w http.ResponseWriter, code, description string) {
	fakehr.WriteJSON(w, http.StatusBadRequest, "application/problem+json", map[string]any{
		"error": code, "error_description": description, "error_uri": "https://example.com/errors",
		"timestamp": timestamp, "trace_id": "fake-trace-1", "meta": map[string]any{},
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	fakehr.WriteJSON(w, status, "application/json", v)
}
