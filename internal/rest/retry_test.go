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
		{206, 5, employee.ErrIncomplete},
		{304, 1, employee.ErrMalformed},
		{400, 1, employee.ErrMalformed},
		{401, 1, employee.ErrCredentials},
		{403, 1, employee.ErrPermission},
		{404, 1, employee.ErrMalformed},
		{408, 5, employee.ErrUnavailable},
		{409, 1, employee.ErrMalformed},
		{422, 1, employee.ErrMalformed},
		{429, 5, employee.ErrRateLimited},
		{500, 5, employee.ErrUnavailable},
		{501, 1, employee.ErrUnavailable},
		{502, 5, employee.ErrUnavailable},
		{503, 5, employee.ErrUnavailable},
		{504, 5, employee.ErrUnavailable},
		{507, 5, employee.ErrUnavailable},
		{598, 5, employee.ErrUnavailable},
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
		{"reset", errors.New("read tcp: connection reset by peer"), 5, "read tcp: connection reset by peer"},
		{"EOF", io.EOF, 5, "EOF"},
		{"quotes the server", errors.New(`malformed HTTP response "Ada Lovelace"`), 5, "malformed HTTP response …"},
		{"shows a URL", errors.New("proxy: GET https://u:p@x.example.com/?k=v and /p?k=v failed"), 5,
			"proxy: GET … and /p?… failed"},
		{"time limit of the HTTP client", context.DeadlineExceeded, 5, "context deadline exceeded"},
		{"certificate", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, 1,
			"tls: failed to verify certificate: x509: certificate signed by unknown authority"},
		{"host name", x509.HostnameError{Certificate: &x509.Certificate{}, Host: "hr.example.com"}, 1,
			"x509: certificate is not valid for any names, but wanted to match hr.example.com"},
		{"invalid certificate", x509.CertificateInvalidError{Reason: x509.Expired}, 1,
			"x509: certificate has expired or is not yet valid:"},
		{"authority", x509.UnknownAuthorityError{}, 1, "x509: certificate signed by unknown authority"},
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
		{"seconds", []string{"Retry-After", "20"}, 20 * time.Second, 0},
		{"zero", []string{"Retry-After", "0"}, 0, 0},
		{"the cap", []string{"Retry-After", "60"}, 60 * time.Second, 0},
		{"beyond the cap", []string{"Retry-After", "61"}, 0, 61 * time.Second},
		{"a day", []string{"Retry-After", "86400"}, 0, 24 * time.Hour},
		{"overflow", []string{"Retry-After", "9223372036854775807"}, 0, math.MaxInt64},
		{"more digits than a number has", []string{"Retry-After", "99999999999999999999999"}, 0, math.MaxInt64},
		{"date", []string{"Retry-After", date(30 * time.Second)}, 30 * time.Second, 0},
		{"RFC 850 date", []string{"Retry-After", now.Add(9 * time.Second).Format("Monday, 02-Jan-06 15:04:05 GMT")},
			9 * time.Second, 0},
		{"ANSI C date", []string{"Retry-After", now.Add(9 * time.Second).Format(time.ANSIC)}, 9 * time.Second, 0},
		{"past date", []string{"Retry-After", date(-time.Hour)}, 0, 0},
		{"far date", []string{"Retry-After", date(time.Hour)}, 0, time.Hour},
		{"the server's clock is an hour ahead", []string{"Retry-After", date(time.Hour + 8*time.Second),
			"Date", date(time.Hour)}, 8 * time.Second, 0},
		{"the server's clock is an hour behind", []string{"Retry-After", date(8*time.Second - time.Hour),
			"Date", date(-time.Hour)}, 8 * time.Second, 0},
		{"negative", []string{"Retry-After", "-5"}, none, 0},
		{"very negative", []string{"Retry-After", "-99999999999999999999999"}, none, 0},
		{"fraction", []string{"Retry-After", "1.5"}, none, 0},
		{"garbage", []string{"Retry-After", "soon"}, none, 0},
		{"empty", []string{"Retry-After", ""}, none, 0},
		{"missing", nil, none, 0},
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
		{"Retry-After", with(429, "", "Retry-After", "10"),
			employee.FetchError{StatusCode: 429, RetryAfter: 10 * time.Second, Err: employee.ErrRateLimited}},
		{"backoff", with(502, ""), employee.FetchError{StatusCode: 502, Err: employee.ErrUnavailable}},
		{"transport", fails(io.EOF),
			employee.FetchError{Message: "EOF", Err: employee.ErrUnavailable}},
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
		{"before the first attempt", nil, 0, employee.FetchError{Err: context.Canceled}},
		{"while sending", func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		}, 500 * time.Millisecond, employee.FetchError{Err: context.Canceled}},
		{"while reading", func(req *http.Request) (*http.Response, error) {
			return withBody(io.MultiReader(strings.NewReader(`{"a":`), untilDone{req.Context()}))(req)
		}, 500 * time.Millisecond, employee.FetchError{StatusCode: 200, Err: context.Canceled}},
		{"while waiting to repeat", with(503, ""),
			500 * time.Millisecond, employee.FetchError{StatusCode: 503, Err: context.Canceled}},
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
		{"the vendor's wait", nil, 42 * time.Second, 42 * time.Second, 42 * time.Second},
		{"Retry-After counts more", []string{"Retry-After", "7"}, 42 * time.Second, 7 * time.Second, 7 * time.Second},
		{"a wait too long", nil, time.Hour, 0, time.Hour},
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
