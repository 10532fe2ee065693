package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// fake runs test under a clock that jumps ahead when every goroutine waits.
func fake(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

func TestAttemptsByStatus(t *testing.T) {
	t.Parallel()
	tests := []struct {
		status   int
		attempts int
		class    error
	}{
		{status: 206, attempts: 5, class: employee.ErrIncomplete},
		{status: 304, attempts: 1, class: employee.ErrMalformed},
		{status: 400, attempts: 1, class: employee.ErrMalformed},
		{status: 401, attempts: 1, class: employee.ErrCredentials},
		{status: 403, attempts: 1, class: employee.ErrPermission},
		{status: 404, attempts: 1, class: employee.ErrMalformed},
		{status: 408, attempts: 5, class: employee.ErrUnavailable},
		{status: 409, attempts: 1, class: employee.ErrMalformed},
		{status: 422, attempts: 1, class: employee.ErrMalformed},
		{status: 429, attempts: 5, class: employee.ErrRateLimited},
		{status: 500, attempts: 5, class: employee.ErrUnavailable},
		{status: 501, attempts: 1, class: employee.ErrUnavailable},
		{status: 502, attempts: 5, class: employee.ErrUnavailable},
		{status: 503, attempts: 5, class: employee.ErrUnavailable},
		{status: 504, attempts: 5, class: employee.ErrUnavailable},
		{status: 507, attempts: 5, class: employee.ErrUnavailable},
		{status: 598, attempts: 5, class: employee.ErrUnavailable},
	}
	for _, tt := range tests {
		for _, r := range []Request{{}, {Method: "HEAD"}, {Method: "POST", Reads: true}, {Method: "POST"}, {Method: "PUT"}} {
			t.Run(fmt.Sprintf("%d %s reads=%t", tt.status, r.Method, r.Reads), func(t *testing.T) {
				fake(t, func(t *testing.T) {
					v := says(with(tt.status, "no"))
					c := newTestClient(t, v)
					err := c.Do(t.Context(), r, nil)
					want := &employee.FetchError{Provider: "acmehr", StatusCode: tt.status, Err: tt.class}
					if tt.status == 206 {
						want.Message = "got a part of the answer"
					}
					sameError(t, err, want)
					attempts := tt.attempts
					if r.Method == "PUT" || r.Method == "POST" && !r.Reads {
						attempts = 1
					}
					if v.count() != attempts {
						t.Errorf("%d attempts, want %d", v.count(), attempts)
					}
				})
			})
		}
	}
}

func TestBodyIsSentAgain(t *testing.T) {
	t.Parallel()
	var bodies []string
	read := func(then reply) reply {
		return func(req *http.Request) (*http.Response, error) {
			b, _ := io.ReadAll(req.Body)
			bodies = append(bodies, string(b))
			return then(req)
		}
	}
	c := newTestClient(t, says(read(with(500, "", "Retry-After", "0")), read(with(200, "{}"))))
	if err := c.Do(t.Context(), Request{Method: "POST", Reads: true, Body: []int{1}}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"[1]", "[1]"}, bodies); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
}

func TestTransportErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		err      error
		attempts int
		message  string
	}{
		{
			name: "reset", err: errors.New("read tcp: connection reset by peer"), attempts: 5,
			message: "read tcp: connection reset by peer",
		},
		{name: "EOF", err: io.EOF, attempts: 5, message: "EOF"},
		{
			name: "quotes the server", err: errors.New(`malformed HTTP response "Ada Lovelace"`), attempts: 5,
			message: "malformed HTTP response …",
		},
		{
			name: "shows a URL", err: errors.New("proxy: GET https://u:p@x.example.com/?k=v and /p?k=v failed"), attempts: 5,
			message: "proxy: GET … and /p?… failed",
		},
		{
			name: "time limit of the HTTP client", err: context.DeadlineExceeded, attempts: 5,
			message: "context deadline exceeded",
		},
		{
			name: "certificate", err: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, attempts: 1,
			message: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
		},
		{
			name: "host name", err: x509.HostnameError{Certificate: &x509.Certificate{}, Host: "hr.example.com"}, attempts: 1,
			message: "x509: certificate is not valid for any names, but wanted to match hr.example.com",
		},
		{
			name: "invalid certificate", err: x509.CertificateInvalidError{Reason: x509.Expired}, attempts: 1,
			message: "x509: certificate has expired or is not yet valid:",
		},
		{
			name: "authority", err: x509.UnknownAuthorityError{}, attempts: 1,
			message: "x509: certificate signed by unknown authority",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(fails(tt.err))
				c := newTestClient(t, v)
				err := c.Do(t.Context(), Request{Path: "p"}, nil)
				sameError(t, err, &employee.FetchError{Provider: "acmehr", Message: tt.message, Err: employee.ErrUnavailable})
				if v.count() != tt.attempts {
					t.Errorf("%d attempts, want %d", v.count(), tt.attempts)
				}
				if errors.Is(err, context.DeadlineExceeded) {
					t.Error("passes for the end of the caller's context")
				}
			})
		})
	}
}

func TestBackoffGrowsWithinBounds(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	for n, want := range map[int]time.Duration{1: 1, 2: 2, 3: 4, 4: 8, 5: 15, 9: 15} {
		low := want * time.Second
		for range 200 {
			got := backoff(n)
			if got < low || got >= 2*low {
				t.Fatalf("backoff(%d) = %v, want [%v, %v)", n, got, low, 2*low)
			}
			seen[got] = true
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d different waits", len(seen))
	}
	fake(t, func(t *testing.T) {
		v := says(fails(io.EOF))
		c := newTestClient(t, v)
		start := time.Now()
		_ = c.Do(t.Context(), Request{}, nil)
		if took := time.Since(start); took != v.at[4].Sub(v.at[0]) || took < 15*time.Second || took >= 30*time.Second {
			t.Errorf("five attempts took %v and ended %v after the first", took, v.at[4].Sub(v.at[0]))
		}
	})
}

func TestRetryAfterIsHeeded(t *testing.T) {
	t.Parallel()
	const none = -1
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when synctest starts
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	tests := []struct {
		name   string
		header []string
		wait   time.Duration // before the second attempt; none: backoff
		hint   time.Duration // returned at once; 0: not
	}{
		{name: "seconds", header: []string{"Retry-After", "20"}, wait: 20 * time.Second},
		{name: "zero", header: []string{"Retry-After", "0"}},
		{name: "the cap", header: []string{"Retry-After", "60"}, wait: 60 * time.Second},
		{name: "beyond the cap", header: []string{"Retry-After", "61"}, hint: 61 * time.Second},
		{name: "a day", header: []string{"Retry-After", "86400"}, hint: 24 * time.Hour},
		{name: "overflow", header: []string{"Retry-After", "9223372036854775807"}, hint: math.MaxInt64},
		{
			name: "more digits than a number has", header: []string{"Retry-After", "99999999999999999999999"},
			hint: math.MaxInt64,
		},
		{name: "date", header: []string{"Retry-After", date(30 * time.Second)}, wait: 30 * time.Second},
		{
			name:   "RFC 850 date",
			header: []string{"Retry-After", now.Add(9 * time.Second).Format("Monday, 02-Jan-06 15:04:05 GMT")},
			wait:   9 * time.Second,
		},
		{
			name: "ANSI C date", header: []string{"Retry-After", now.Add(9 * time.Second).Format(time.ANSIC)},
			wait: 9 * time.Second,
		},
		{name: "past date", header: []string{"Retry-After", date(-time.Hour)}},
		{name: "far date", header: []string{"Retry-After", date(time.Hour)}, hint: time.Hour},
		{
			name: "the server's clock is an hour ahead",
			header: []string{"Retry-After", date(time.Hour + 8*time.Second),
				"Date", date(time.Hour)},
			wait: 8 * time.Second,
		},
		{
			name: "the server's clock is an hour behind",
			header: []string{"Retry-After", date(8*time.Second - time.Hour),
				"Date", date(-time.Hour)},
			wait: 8 * time.Second,
		},
		{name: "negative", header: []string{"Retry-After", "-5"}, wait: none},
		{name: "very negative", header: []string{"Retry-After", "-99999999999999999999999"}, wait: none},
		{name: "fraction", header: []string{"Retry-After", "1.5"}, wait: none},
		{name: "garbage", header: []string{"Retry-After", "soon"}, wait: none},
		{name: "empty", header: []string{"Retry-After", ""}, wait: none},
		{name: "missing", wait: none},
	}
	for _, tt := range tests {
		for _, status := range []int{408, 429, 500, 503} {
			t.Run(fmt.Sprintf("%s %d", tt.name, status), func(t *testing.T) {
				fake(t, func(t *testing.T) {
					v := says(with(status, "", tt.header...), with(200, "{}"))
					c := newTestClient(t, v)
					err := c.Do(t.Context(), Request{}, nil)
					if tt.hint > 0 {
						class := employee.ErrUnavailable
						if status == 429 || status == 503 {
							class = employee.ErrRateLimited
						}
						sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: status, RetryAfter: tt.hint, Err: class})
						if took := time.Since(now); took != 0 || v.count() != 1 {
							t.Errorf("%d attempts in %v, want 1 at once", v.count(), took)
						}
						return
					}
					if err != nil || v.count() != 2 {
						t.Fatalf("Do: %v after %d attempts", err, v.count())
					}
					switch waited := v.at[1].Sub(now); {
					case tt.wait == none && (waited < time.Second || waited >= 2*time.Second):
						t.Errorf("waited %v, want the backoff", waited)
					case tt.wait != none && waited != tt.wait:
						t.Errorf("waited %v, want %v", waited, tt.wait)
					}
				})
			})
		}
	}
}

// A hint is of one answer; it must not serve for the failure after it.
func TestRetryAfterIsForgotten(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		start := time.Now()
		v := says(
			with(429, "", "Retry-After", "50"),
			fails(io.EOF),
			with(200, "{}"))
		c := newTestClient(t, v)
		if err := c.Do(t.Context(), Request{}, nil); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took < 52*time.Second || took >= 54*time.Second {
			t.Errorf("took %v, want 50 s and a backoff of 2 to 4 s", took)
		}
	})
}

func TestWaitThatWouldPassTheDeadline(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		res  reply
		want employee.FetchError
	}{
		{
			name: "Retry-After", res: with(429, "", "Retry-After", "10"),
			want: employee.FetchError{StatusCode: 429, RetryAfter: 10 * time.Second, Err: employee.ErrRateLimited},
		},
		{name: "backoff", res: with(502, ""), want: employee.FetchError{StatusCode: 502, Err: employee.ErrUnavailable}},
		{name: "transport", res: fails(io.EOF), want: employee.FetchError{Message: "EOF", Err: employee.ErrUnavailable}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				start := time.Now()
				v := says(tt.res)
				err := newTestClient(t, v).Do(ctx, Request{}, nil)
				tt.want.Provider = "acmehr"
				sameError(t, err, &tt.want)
				if !errors.Is(err, context.DeadlineExceeded) || v.count() != 1 || time.Since(start) != 0 {
					t.Errorf("%d attempts in %v, then %v", v.count(), time.Since(start), err)
				}
			})
		})
	}
}

func TestContextEndsTheCall(t *testing.T) {
	t.Parallel()
	why := errors.New("the shop closes")
	tests := []struct {
		name string
		send reply
		took time.Duration
		want employee.FetchError
	}{
		{name: "before the first attempt", want: employee.FetchError{Err: context.Canceled}},
		{
			name: "while sending",
			send: func(req *http.Request) (*http.Response, error) {
				<-req.Context().Done()
				return nil, req.Context().Err()
			},
			took: 500 * time.Millisecond, want: employee.FetchError{Err: context.Canceled},
		},
		{
			name: "while reading",
			send: func(req *http.Request) (*http.Response, error) {
				return withBody(io.MultiReader(strings.NewReader(`{"a":`), untilDone{req.Context()}))(req)
			},
			took: 500 * time.Millisecond, want: employee.FetchError{StatusCode: 200, Err: context.Canceled},
		},
		{
			name: "while waiting to repeat", send: with(503, ""), took: 500 * time.Millisecond,
			want: employee.FetchError{StatusCode: 503, Err: context.Canceled},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				start := time.Now()
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				if tt.took == 0 {
					cancel(why)
				} else {
					time.AfterFunc(tt.took, func() { cancel(why) })
				}
				v := says(tt.send)
				c := newTestClient(t, v)
				_, err := readNext(ctx, c, Request{})
				tt.want.Provider = "acmehr"
				sameError(t, err, &tt.want)
				if !errors.Is(err, why) || classOf(err, nil) != nil {
					t.Errorf("%v wraps a class, or not the cause", err)
				}
				if took := time.Since(start); took != tt.took || v.count() > 1 {
					t.Errorf("%d attempts in %v, want %v", v.count(), took, tt.took)
				}
			})
		})
	}
}

type untilDone struct{ ctx context.Context }

func (r untilDone) Read([]byte) (int, error) {
	<-r.ctx.Done()
	return 0, r.ctx.Err()
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"", "5", "-5", "99999999999999999999", "Fri, 31 Dec 1999 23:59:59 GMT"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, hint, date string) {
		got, ok := retryAfter(http.Header{"Retry-After": {hint}, "Date": {date}}, time.Unix(0, 0))
		if got < 0 || !ok && got != 0 {
			t.Errorf("retryAfter(%q, %q) = %v, %t", hint, date, got, ok)
		}
	})
}

// TestRetryAfterOfTheVendor reads the wait from the vendor's own words.
func TestRetryAfterOfTheVendor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		header   []string
		told     time.Duration
		waited   time.Duration // before the second attempt; 0: there is none
		reported time.Duration
	}{
		{name: "the vendor's wait", told: 42 * time.Second, waited: 42 * time.Second, reported: 42 * time.Second},
		{
			name: "Retry-After counts more", header: []string{"Retry-After", "7"}, told: 42 * time.Second,
			waited: 7 * time.Second, reported: 7 * time.Second,
		},
		{name: "a wait too long", told: time.Hour, reported: time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake(t, func(t *testing.T) {
				v := says(with(429, "", tt.header...))
				c := newTestClient(t, v, func(o *Options) {
					o.ParseError = func(int, http.Header, []byte) Fault { return Fault{RetryAfter: tt.told} }
				})
				err := c.Do(t.Context(), Request{}, nil)
				sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: 429, RetryAfter: tt.reported,
					Err: employee.ErrRateLimited})
				var waited time.Duration
				if v.count() > 1 {
					waited = v.at[1].Sub(v.at[0])
				}
				if waited != tt.waited {
					t.Errorf("it waited %v, want %v", waited, tt.waited)
				}
			})
		})
	}
}
