package hibobtest

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
)

// limit is the vendor's, of searches in a minute.
const limit = 50

// A Fault stands in front of the fake: it may answer in its place, change the
// answer, or do something first and pass the request on. Any middleware is one.
//
//	fake.Next(nil, func(h http.Handler) http.Handler {
//		fake.SetPeople(fewer...) // before the second request
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

// RateLimited answers 429 with the vendor's headers X-RateLimit-Limit,
// X-RateLimit-Remaining and X-RateLimit-Reset (a Unix time, after wait) and, if
// retryAfter, with Retry-After, about which the sources differ.
func RateLimited(wait time.Duration, retryAfter bool) Fault {
	return answer(func(w http.ResponseWriter) {
		told := wait
		if !retryAfter {
			told = 0
		}
		limited(w, limit, time.Now().Add(wait), told)
	})
}

// Unauthorized answers 401 without a body: the credentials are wrong or revoked,
// or they are a token of the kind that HiBob no longer takes.
func Unauthorized() Fault {
	return answer(func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnauthorized) })
}

// Forbidden answers 403: the service user is in no permission group, or may not
// read this.
func Forbidden() Fault {
	return answer(func(w http.ResponseWriter) {
		fail(w, http.StatusForbidden, "insufficient.permissions", "the service user lacks a permission")
	})
}

// Blocked answers 403 with a page, as the vendor's firewall does for five minutes
// after 50 refusals.
func Blocked() Fault {
	return answer(func(w http.ResponseWriter) { page(w, http.StatusForbidden, "Blocked") })
}

// Unavailable answers 503 with a page.
func Unavailable() Fault {
	return answer(func(w http.ResponseWriter) { page(w, http.StatusServiceUnavailable, "Service Unavailable") })
}

// ServerError answers 500 with the vendor's error in JSON.
func ServerError() Fault {
	return answer(func(w http.ResponseWriter) {
		fail(w, http.StatusInternalServerError, "internal.error", "an internal error occurred")
	})
}

// HTML answers 200 with a page, such as the login page of a wrong address.
func HTML() Fault { return answer(func(w http.ResponseWriter) { page(w, http.StatusOK, "Log In") }) }

// Truncated breaks the true answer off after a part of it, 0.5 for the half: its
// Content-Length is that of the whole. A client of a real server gets
// [io.ErrUnexpectedEOF] from the body; a recorder has the shorter body.
func Truncated(part float64) Fault {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := &capture{ResponseWriter: w, status: http.StatusOK}
			h.ServeHTTP(whole, r)
			w.Header().Set("Content-Length", strconv.Itoa(whole.body.Len()))
			w.WriteHeader(whole.status)
			w.Write(whole.body.Bytes()[:int(part*float64(whole.body.Len()))])
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

func page(w http.ResponseWriter, status int, title string) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.WriteHeader(status)
	w.Write([]byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body></body></html>\n"))
}

func answer(write func(http.ResponseWriter)) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w) })
	}
}
