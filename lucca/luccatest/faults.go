package luccatest

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
)

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

// RateLimited answers 429, as Lucca does after 50 requests in a minute.
// retryAfter is in seconds or an HTTP date; the header is not guaranteed, and
// empty leaves it out.
func RateLimited(retryAfter string) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if retryAfter != "" {
				w.Header().Set("Retry-After", retryAfter)
			}
			refuse(w, r, http.StatusTooManyRequests, "Too many requests", false)
		})
	}
}

// Unauthorized answers 401, as for a key that was revoked or a token that has
// expired.
func Unauthorized() Fault { return refusal(http.StatusUnauthorized, "Unauthorized") }

// Forbidden answers 403: a right or a scope is missing.
func Forbidden() Fault { return refusal(http.StatusForbidden, "Forbidden") }

// TimedOut answers 408: the server gives itself five seconds, and a smaller page
// may do.
func TimedOut() Fault { return refusal(http.StatusRequestTimeout, "Request timed out") }

// Unavailable answers 503.
func Unavailable() Fault { return refusal(http.StatusServiceUnavailable, "Service unavailable") }

// ServerError answers 500.
func ServerError() Fault { return refusal(http.StatusInternalServerError, "An error occurred") }

// HTML answers 200 with a page, such as the login page of a wrong address.
func HTML() Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=UTF-8")
			w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Connexion</title></head><body></body></html>\n"))
		})
	}
}

// Truncated breaks the true answer off half-way: its Content-Length is that of
// the whole. A client of a real server gets [io.ErrUnexpectedEOF] from the body; a
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
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { refuse(w, r, status, message, false) })
	}
}

// refuse answers with an error in the form of the API that the path belongs to:
// {"Status", "Message"}, or a problem document. Plain is v3's other form.
func refuse(w http.ResponseWriter, r *http.Request, status int, message string, plain bool) {
	contentType, body := "application/json", append([]byte(`{"Status":`+itoa(status)+`,"Message":`), appendString(nil, message)...)
	switch {
	case strings.HasPrefix(r.URL.Path, "/lucca-api/"):
		contentType = "application/problem+json"
		body = append([]byte(`{"type":"https://developers.example.com/problem","title":`), appendString(nil, message)...)
		body = append(body, `,"status":`+itoa(status)...)
	case plain:
		body = []byte(message)
	}
	if !plain || contentType != "application/json" {
		body = append(body, '}')
	}
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	w.Write(body)
}
