package bamboohrtest

import (
	"bytes"
	"net/http"
	"strconv"
)

// A Fault stands in front of the fake: it may answer in its place, change the
// answer, or do something first and pass the request on. Any middleware is one.
//
//	fake.Next(nil, func(h http.Handler) http.Handler {
//		fake.SetPeople(fewer...) // after the first page
//		return h
//	})
type Fault = func(http.Handler) http.Handler

// Next queues faults, each for one of the next requests, in order. A nil among
// them lets its request pass.
func (f *Fake) Next(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, faults...)
}

// Always puts a fault in front of every request from now on; nil takes it away.
// For a request that has one from [Fake.Next], that one is in front of it.
func (f *Fake) Always(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.always = fault
}

// RateLimited answers 429, as BambooHR does since 2026-09-16 when it limits the
// rate. Every such answer has a Retry-After; it is usually seconds and may be an
// HTTP date. Empty leaves the header out.
func RateLimited(retryAfter string) Fault {
	return refusal(http.StatusTooManyRequests, "Limit exceeded", retryAfter)
}

// Unavailable answers 503: the service is down or, before 2026-09-16, the rate was
// limited. retryAfter is as for [RateLimited].
func Unavailable(retryAfter string) Fault {
	return refusal(http.StatusServiceUnavailable, "Service unavailable", retryAfter)
}

// Unauthorized answers 401, as for a key that was revoked or whose owner was
// disabled.
func Unauthorized() Fault { return answer(unauthorized) }

// Forbidden answers 403: the key's owner may not use the endpoint.
func Forbidden() Fault { return refusal(http.StatusForbidden, "Forbidden", "") }

// Gateway598 answers 598, the network read timeout of a gateway; the vendor's own
// SDKs retry it.
func Gateway598() Fault { return refusal(598, "Network read timeout", "") }

// ServerError answers 500 with plain text.
func ServerError() Fault {
	return answer(func(w http.ResponseWriter) {
		http.Error(w, "An internal error occurred", http.StatusInternalServerError)
	})
}

// XML answers 200 with an XML document, as if Accept had not been application/json.
func XML() Fault {
	return answer(func(w http.ResponseWriter) { emptyXML(w, "response") })
}

// HTML answers 200 with a page, such as the login page of a wrong address.
func HTML() Fault {
	return answer(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Log In</title></head><body></body></html>\n"))
	})
}

// EmbeddedError answers 200 with an error in the body, as one of the vendor's
// endpoints does with 429. The code is a number here; GET /employees has text.
func EmbeddedError(code int) Fault {
	return answer(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"error":{"code":` + strconv.Itoa(code) + `,"message":"The request was not carried out"}}`))
	})
}

// Truncated breaks the true answer off half-way: its Content-Length is that of the
// whole. A client of a real server gets [io.ErrUnexpectedEOF] from the body; a
// recorder has the shorter body.
func Truncated() Fault {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := &capture{ResponseWriter: w, status: http.StatusOK}
			h.ServeHTTP(whole, r)
			w.Header().Set("Content-Length", strconv.Itoa(whole.body.Len()))
			w.WriteHeader(whole.status)
			w.Write(whole.body.Bytes()[:whole.body.Len()/2])
		})
	}
}

// capture holds an answer back.
type capture struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (c *capture) WriteHeader(status int)      { c.status = status }
func (c *capture) Write(b []byte) (int, error) { return c.body.Write(b) }

func refusal(status int, message, retryAfter string) Fault {
	return answer(func(w http.ResponseWriter) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		plainError(w, status, message)
	})
}

func answer(write func(http.ResponseWriter)) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w) })
	}
}
