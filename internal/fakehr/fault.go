package fakehr

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
)

// A Fault stands in front of a fake: it may answer in its place, change the
// answer, or do something first and pass the request on. Any middleware is one.
//
//	fake.Next(nil, func(h http.Handler) http.Handler {
//		fake.SetPeople(fewer...) // before the second request
//		return h
//	})
//
// All fakes have the same: RateLimited, Unavailable, ServerError, Unauthorized,
// Forbidden, NotFound and Status answer with an error in the vendor's form,
// BadGateway and HTML with a page, Truncated and TruncatedAt break the true answer
// off, and WithHeader changes a header of another fault's answer.
type Fault = func(http.Handler) http.Handler

// A Refusal answers with a status in a vendor's form of an error.
type Refusal func(w http.ResponseWriter, r *http.Request, status int)

// Status answers with a status.
func (refuse Refusal) Status(status int) Fault {
	return Answer(func(w http.ResponseWriter, r *http.Request) { refuse(w, r, status) })
}

// RateLimited answers 429 with a Retry-After of whole seconds; 0 leaves it out.
func (refuse Refusal) RateLimited(retryAfter time.Duration) Fault {
	if retryAfter <= 0 {
		return refuse.Status(http.StatusTooManyRequests)
	}
	return WithHeader(refuse.Status(http.StatusTooManyRequests), "Retry-After", Seconds(retryAfter))
}

// Seconds is a wait in whole seconds, not too short.
func Seconds(wait time.Duration) string {
	return strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10)
}

// Answer answers in place of the fake.
func Answer(answer http.HandlerFunc) Fault {
	return func(http.Handler) http.Handler { return answer }
}

// BadGateway answers 502 with a page, as a proxy does.
func BadGateway() Fault { return Page(http.StatusBadGateway, "Bad Gateway") }

// HTML answers 200 with a page, such as the login page of a wrong address.
func HTML() Fault { return Page(http.StatusOK, "Log In") }

// Page answers with a page.
func Page(status int, title string) Fault {
	return Answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		w.Write([]byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body></body></html>\n"))
	})
}

// TruncatedAt breaks the true answer off after a part of it, 0.5 for the half: its
// Content-Length is that of the whole. A client gets [io.ErrUnexpectedEOF] from
// the body; a recorder has the shorter body.
func TruncatedAt(part float64) Fault {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := &capture{ResponseWriter: w, status: http.StatusOK}
			h.ServeHTTP(whole, r)
			w.Header().Set("Content-Length", strconv.Itoa(whole.body.Len()))
			w.WriteHeader(whole.status)
			w.Write(whole.body.Bytes()[:int(min(max(part, 0), 1)*float64(whole.body.Len()))])
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

// WithHeader answers as a fault does, with another value of a header; "" takes
// the header away.
func WithHeader(fault Fault, name, value string) Fault {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next := h
			if fault != nil {
				next = fault(h)
			}
			next.ServeHTTP(&headed{ResponseWriter: w, name: name, value: value}, r)
		})
	}
}

// headed changes a header when the answer begins.
type headed struct {
	http.ResponseWriter
	name, value string
	begun       bool
}

func (h *headed) WriteHeader(status int) {
	h.begun = true
	h.Header().Set(h.name, h.value)
	if h.value == "" {
		h.Header().Del(h.name)
	}
	h.ResponseWriter.WriteHeader(status)
}

func (h *headed) Write(b []byte) (int, error) {
	if !h.begun {
		h.WriteHeader(http.StatusOK)
	}
	return h.ResponseWriter.Write(b)
}
