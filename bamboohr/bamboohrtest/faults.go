package bamboohrtest

import (
	"mime"
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

// RateLimited answers 429, as BambooHR does since 2026-09-16 when it limits the
// rate, with a Retry-After in seconds; 0 leaves it out. Before, it answered 503.
func RateLimited(retryAfter time.Duration) Fault {
	return fakehr.Refusal(refuse).RateLimited(retryAfter)
}

// Unavailable answers 503.
func Unavailable() Fault { return Status(http.StatusServiceUnavailable) }

// ServerError answers 500.
func ServerError() Fault { return Status(http.StatusInternalServerError) }

// Unauthorized answers 401, as for a key that was revoked or whose owner was disabled.
func Unauthorized() Fault { return Status(http.StatusUnauthorized) }

// Forbidden answers 403: the key's owner may not use the endpoint.
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

// XML answers 200 with an XML document, as if Accept had not been application/json.
func XML() Fault {
	return fakehr.Answer(func(w http.ResponseWriter, _ *http.Request) { emptyXML(w, "response") })
}

// EmbeddedError answers 200 with an error in the body, as one of the vendor's
// endpoints does with 429. The code is a number here; GET /employees has text.
func EmbeddedError(code int, message string) Fault {
	return fakehr.Answer(func(w http.ResponseWriter, _ *http.Request) { writeError(w, http.StatusOK, code, message) })
}

// refuse is how the API fails, for no key, a wrong one and an expired token alike.
func refuse(w http.ResponseWriter, _ *http.Request, status int) {
	message := http.StatusText(status)
	switch status {
	case http.StatusTooManyRequests:
		message = "Limit exceeded"
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Basic realm="BambooHR API"`)
		message = "API key not provided or invalid"
	case http.StatusInternalServerError:
		http.Error(w, "An internal error occurred", status)
		return
	case 598:
		message = "Network read timeout"
	}
	plainError(w, status, message)
}

const errorHeader = "X-BambooHR-Error-Message"

// plainError is how most of the API fails: an empty page, and the words in a
// header.
func plainError(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.Header().Set(errorHeader, message)
	w.WriteHeader(status)
}

// noEmployee has its words twice over, and a second header with a misspelt name.
func noEmployee(w http.ResponseWriter) {
	const message = "Employee not found, Employee not found"
	w.Header().Set("X-BambooHR-Error-Messsage", message)
	plainError(w, http.StatusNotFound, message)
}

// writeError is how GET /employees fails, and what EmbeddedError writes: an error in a
// JSON body, whose code is text or a number.
func writeError(w http.ResponseWriter, status int, code any, message string) {
	fakehr.WriteJSON(w, status, "application/json", fakehr.Object{"error", fakehr.Object{"code", code, "message", message}})
}

// wantsJSON reports whether a request names JSON in Accept. Any other value, and
// none, gets XML with 200.
func wantsJSON(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		if media, _, err := mime.ParseMediaType(part); err == nil && media == "application/json" {
			return true
		}
	}
	return false
}

// emptyXML is a document with nothing but its root.
func emptyXML(w http.ResponseWriter, root string) {
	w.Header().Set("Content-Type", "text/xml")
	w.Write([]byte("<?xml version=\"1.0\"?>\n<" + root + "/>\n"))
}
