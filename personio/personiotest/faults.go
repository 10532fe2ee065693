package personiotest

import (
	"bytes"
	"net/http"
	"strconv"
)

// A Fault stands in front of the fake: it may answer in its place, change the
// answer, or do something first and pass the request on. Any middleware is one.
//
//	fake.Next(nil, nil, func(h http.Handler) http.Handler {
//		fake.SetPeople(fewer...) // after the token and the first page
//		return h
//	})
type Fault = func(http.Handler) http.Handler

// Next queues faults, each for one of the next requests, in order; the first
// request of a client is for a token. A nil among them lets its request pass.
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

// RateLimited answers 429. Personio sends no Retry-After as far as anybody has
// seen; empty leaves it out, and anything else is its value.
func RateLimited(retryAfter string) Fault {
	return answer(func(w http.ResponseWriter, r *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		fail(w, r, http.StatusTooManyRequests, "Too many requests")
	})
}

// Unavailable answers 503.
func Unavailable() Fault { return refusal(http.StatusServiceUnavailable, "Service unavailable") }

// ServerError answers 500.
func ServerError() Fault { return refusal(http.StatusInternalServerError, "Something went wrong") }

// Unauthorized answers 401, as for a token that has expired.
func Unauthorized() Fault { return refusal(http.StatusUnauthorized, "Unauthorized") }

// Forbidden answers 403, as for a right that is missing.
func Forbidden() Fault { return refusal(http.StatusForbidden, "Forbidden") }

// NotFound answers 404, in German, as v1 does for an employee who does not exist.
func NotFound() Fault { return refusal(http.StatusNotFound, notFound) }

// EmbeddedError answers 200 with an error of v1 in the body.
func EmbeddedError(code int, message string) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) { failV1(w, http.StatusOK, code, message) })
}

// HTML answers 200 with a page, such as the login page of a wrong address.
func HTML() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Log in</title></head><body></body></html>\n"))
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

func refusal(status int, message string) Fault {
	return answer(func(w http.ResponseWriter, r *http.Request) { fail(w, r, status, message) })
}

func answer(write http.HandlerFunc) Fault {
	return func(http.Handler) http.Handler { return write }
}
