package humaanstest

import (
	"bytes"
	"net/http"
	"strconv"
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

// RateLimited answers 429. retryAfter is the Retry-After header: seconds, an
// HTTP date, or anything; empty leaves it out.
func RateLimited(retryAfter string) Fault {
	return refusal(http.StatusTooManyRequests, "Too many requests", retryAfter)
}

// Unauthorized answers 401, as for a token that was deleted or whose owner's
// account was closed.
func Unauthorized() Fault {
	return refusal(http.StatusUnauthorized, "The access token is missing or not valid", "")
}

// Forbidden answers 403, as for a list whose scope the token lacks.
func Forbidden() Fault { return refusal(http.StatusForbidden, "The access token lacks a scope", "") }

// NotFound answers 404, which may also mean that the token must not see it.
func NotFound() Fault { return refusal(http.StatusNotFound, "Not found", "") }

// ServerError answers 500.
func ServerError() Fault { return refusal(http.StatusInternalServerError, "Something went wrong", "") }

// BadGateway answers 502 with a page, as a proxy does.
func BadGateway() Fault { return page(http.StatusBadGateway, "502 Bad Gateway") }

// HTML answers 200 with a page, such as that of a wrong address.
func HTML() Fault { return page(http.StatusOK, "Humaans") }

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

// refusal answers with the vendor's error envelope.
func refusal(status int, message, retryAfter string) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if retryAfter != "" {
				w.Header().Set("Retry-After", retryAfter)
			}
			a := &answer{ResponseWriter: w, view: &view{}, r: r}
			a.fail(status, message)
		})
	}
}

func page(status int, title string) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(status)
			w.Write([]byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body></body></html>\n"))
		})
	}
}
