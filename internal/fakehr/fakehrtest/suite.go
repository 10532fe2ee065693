// Package fakehrtest is what every fake of an HR system must do, as tests that
// each of them runs.
package fakehrtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A Fake is what the suite needs of one.
type Fake interface {
	http.Handler
	Next(...fakehr.Fault)
	Always(fakehr.Fault)
	Requests() []fakehr.Request
	ResetRequests()
	Client() *http.Client
}

// A Subject is a vendor's fake under test.
type Subject struct {
	// New returns a healthy fake of n invented employees.
	New func(n int) Fake
	// SetPeople gives it n others.
	SetPeople func(f Fake, n int)
	// Change calls whatever else a fake has, for the race detector; it does no harm.
	Change func(f Fake)
	// Ask is a good request of a client for a list of employees, with a token that
	// is fetched from f if the vendor has any.
	Ask func(f Fake) *http.Request
	// Count is how many employees an answer has; -1 if it contradicts itself.
	Count func(body []byte) int
	// Secrets are the credentials, as requests have them, and Kept what the log
	// keeps of a request for a token.
	Secrets, Kept []string
	// RequestIDs: every answer has an X-Request-Id.
	RequestIDs bool

	Constructors
	// Faults are the vendor's own.
	Faults map[string]fakehr.Fault
	// Bodies are the beginnings of the answers by the names of the faults: of
	// Constructors, of Faults, "Status 418", and "RateLimited" for all forms of it.
	// What is missing has an empty body.
	Bodies map[string]string
	// Statuses are those of Faults; what is missing is 200.
	Statuses map[string]int
}

// Constructors are those that a fake's package exports.
type Constructors struct {
	RateLimited                                                                              func(time.Duration) fakehr.Fault
	Unavailable, ServerError, Unauthorized, Forbidden, NotFound, BadGateway, HTML, Truncated func() fakehr.Fault
	Status                                                                                   func(int) fakehr.Fault
	TruncatedAt                                                                              func(float64) fakehr.Fault
	WithHeader                                                                               func(f fakehr.Fault, name, value string) fakehr.Fault
}

// Run runs the suite.
func Run(t *testing.T, s Subject) {
	for name, test := range map[string]func(*testing.T, Subject){
		"faults": faults, "queue of faults": queue, "a fault changes the company": change, "truncated": truncated,
		"requests": requests, "concurrent use": concurrent, "client in fake time": clientInFakeTime, "client": client,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
}

// A conversation sends the same good request to a fake, as often as is wanted.
type conversation struct {
	Fake
	request *http.Request
}

func (s Subject) talk(n int) conversation {
	f := s.New(n)
	return conversation{f, s.Ask(f)}
}

// again is a copy of the request.
func (c conversation) again(ctx context.Context) *http.Request {
	r := c.request.Clone(ctx)
	if r.GetBody != nil {
		r.Body, _ = r.GetBody() // of bytes, which never fails
	}
	return r
}

// record answers the request without a connection.
func (c conversation) record() *http.Response {
	w := httptest.NewRecorder()
	c.ServeHTTP(w, c.again(context.Background()))
	return w.Result()
}

// A want is what an answer is to be.
type want struct {
	fault      fakehr.Fault
	status     int
	retryAfter string
	body       string
}

func (s Subject) wants() map[string]want {
	const date = "Wed, 02 Dec 2026 10:00:00 GMT"
	all := map[string]want{
		"429 in seconds":      {s.RateLimited(7 * time.Second), 429, "7", s.Bodies["RateLimited"]},
		"429 in parts of one": {s.RateLimited(1500 * time.Millisecond), 429, "2", s.Bodies["RateLimited"]},
		"429 until":           {s.WithHeader(s.RateLimited(0), "Retry-After", date), 429, date, s.Bodies["RateLimited"]},
		"429 without a hint":  {s.RateLimited(0), 429, "", s.Bodies["RateLimited"]},
		"429, hint taken":     {s.WithHeader(s.RateLimited(time.Hour), "Retry-After", ""), 429, "", s.Bodies["RateLimited"]},
		"503 in seconds":      {s.WithHeader(s.Unavailable(), "Retry-After", "7"), 503, "7", s.Bodies["Unavailable"]},
		"503":                 {s.Unavailable(), 503, "", s.Bodies["Unavailable"]},
		"500":                 {s.ServerError(), 500, "", s.Bodies["ServerError"]},
		"401":                 {s.Unauthorized(), 401, "", s.Bodies["Unauthorized"]},
		"403":                 {s.Forbidden(), 403, "", s.Bodies["Forbidden"]},
		"404":                 {s.NotFound(), 404, "", s.Bodies["NotFound"]},
		"408":                 {s.Status(408), 408, "", s.Bodies["Status 408"]},
		"598":                 {s.Status(598), 598, "", s.Bodies["Status 598"]},
		"502":                 {s.BadGateway(), 502, "", "<!DOCTYPE html>"},
		"HTML":                {s.HTML(), 200, "", "<!DOCTYPE html>"},
	}
	for name, fault := range s.Faults {
		status := s.Statuses[name]
		if status == 0 {
			status = http.StatusOK
		}
		all[name] = want{fault, status, "", s.Bodies[name]}
	}
	return all
}

// faults: each answers as it says, and only the next request.
func faults(t *testing.T, s Subject) {
	for name, want := range s.wants() {
		f := s.talk(3)
		f.Next(want.fault)
		res := f.record()
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != want.status || res.Header.Get("Retry-After") != want.retryAfter ||
			!strings.HasPrefix(string(body), want.body) || want.body == "" && len(body) > 0 {
			t.Errorf("%s: status %d, header %v, body %q, error %v; want %d, Retry-After %q, body %q",
				name, res.StatusCode, res.Header, body, err, want.status, want.retryAfter, want.body)
		}
		if s.RequestIDs && res.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no request id", name)
		}
		if got := f.record().StatusCode; got != http.StatusOK {
			t.Errorf("%s: then %d, want 200", name, got)
		}
	}
}

func queue(t *testing.T, s Subject) {
	f := s.talk(4)
	var statuses []int
	f.Next(s.RateLimited(time.Second), nil)
	f.Next(s.ServerError())
	f.Always(s.Forbidden())
	for range 4 {
		statuses = append(statuses, f.record().StatusCode)
	}
	f.Always(nil)
	statuses = append(statuses, f.record().StatusCode)
	if want := []int{429, 403, 500, 403, 200}; !slices.Equal(statuses, want) {
		t.Errorf("statuses %v, want %v", statuses, want)
	}
}

// change: a fault may call the fake, and the request then sees what it left.
func change(t *testing.T, s Subject) {
	f := s.talk(4)
	f.Next(nil, func(h http.Handler) http.Handler {
		s.SetPeople(f.Fake, 1)
		return h
	})
	for _, want := range []int{4, 1} {
		body, err := io.ReadAll(f.record().Body)
		if got := s.Count(body); err != nil || got != want {
			t.Errorf("%d employees, want %d (%v)", got, want, err)
		}
	}
}

// truncated: a client gets an unexpected end, a recorder a part.
func truncated(t *testing.T, s Subject) {
	f := s.talk(300)
	healthy, err := io.ReadAll(f.record().Body)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	overNetwork := server.Client()
	overNetwork.Transport = redirected{overNetwork.Transport, server.Listener.Addr().String()}
	for part, fault := range map[float64]fakehr.Fault{0.5: s.Truncated(), 0.25: s.TruncatedAt(0.25)} {
		f.Always(fault)
		want := healthy[:int(part*float64(len(healthy)))]
		for name, c := range map[string]*http.Client{"in memory": f.Client(), "over the network": overNetwork} {
			res, err := c.Do(f.again(t.Context()))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			res.Body.Close()
			if !errors.Is(err, io.ErrUnexpectedEOF) || len(body) != int(part*float64(res.ContentLength)) || len(body) == 0 {
				t.Errorf("%s, %v: read %d of %d bytes, error %v; want an unexpected end", name, part, len(body), res.ContentLength, err)
			}
		}
		recorded := f.record()
		short, err := io.ReadAll(recorded.Body)
		if err != nil || !bytes.Equal(short, want) || recorded.ContentLength != int64(len(healthy)) {
			t.Errorf("%v: recorded %d of %d bytes, error %v; want a part", part, len(short), recorded.ContentLength, err)
		}
	}
	f.Always(nil)
	if again, _ := io.ReadAll(f.record().Body); !bytes.Equal(again, healthy) {
		t.Error("a fault stays after Always(nil)")
	}
}

// redirected sends requests to another address.
type redirected struct {
	http.RoundTripper
	host string
}

func (r redirected) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = "http", r.host
	return r.RoundTripper.RoundTrip(req)
}

// requests: the log has what was asked and no credentials.
func requests(t *testing.T, s Subject) {
	f := s.talk(3)
	before := len(f.Requests()) // those for a token
	asked := f.again(t.Context())
	asked.Header.Set("User-Agent", "test/1")
	var body []byte
	if f.request.GetBody != nil {
		body, _ = io.ReadAll(f.again(t.Context()).Body)
	}
	f.Next(s.ServerError())
	f.ServeHTTP(httptest.NewRecorder(), asked)
	f.record()

	got := f.Requests()
	if len(got) != before+2 {
		t.Fatalf("%d requests, want %d, the failed one included", len(got), before+2)
	}
	first := got[before]
	if first.Method != asked.Method || first.Path != asked.URL.Path || !bytes.Equal(first.Body, body) ||
		first.Header.Get("User-Agent") != "test/1" || !maps.EqualFunc(first.Query, asked.URL.Query(), slices.Equal) {
		t.Errorf("first request %+v", first)
	}
	logged := fmt.Sprintf("%q", got)
	for _, secret := range append([]string{"Authorization"}, s.Secrets...) {
		if strings.Contains(logged, secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
	var bodies []byte
	for _, r := range got {
		bodies = append(bodies, r.Body...)
		for _, secret := range s.Secrets {
			if bytes.Contains(r.Body, []byte(secret)) {
				t.Errorf("the body of %s holds a secret: %s", r.Path, r.Body)
			}
		}
	}
	for _, kept := range s.Kept {
		if !bytes.Contains(bodies, []byte(kept)) {
			t.Errorf("the log lacks %s: %s", kept, bodies)
		}
	}
	if f.ResetRequests(); len(f.Requests()) != 0 {
		t.Error("ResetRequests left some")
	}
}

// concurrent is for the race detector.
func concurrent(t *testing.T, s Subject) {
	f := s.New(50)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			s.SetPeople(f, 40+i)
			s.Change(f)
			f.Next(nil)
			res := conversation{f, s.Ask(f)}.record()
			body, err := io.ReadAll(res.Body)
			switch {
			case res.StatusCode == http.StatusUnauthorized && len(s.Kept) > 0: // the token was revoked meanwhile
			case err != nil || res.StatusCode != http.StatusOK || s.Count(body) < 1:
				t.Errorf("status %d, %d employees, error %v", res.StatusCode, s.Count(body), err)
			}
			f.Requests()
		})
	}
	wg.Wait()
}

// clientInFakeTime: nothing waits in real time, and a context ends a request
// that a fault holds.
func clientInFakeTime(t *testing.T, s Subject) {
	synctest.Test(t, func(t *testing.T) {
		f := s.talk(20)
		c, start := f.Client(), time.Now()
		f.Next(func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				time.Sleep(time.Hour)
				h.ServeHTTP(w, r)
			})
		})
		res, err := c.Do(f.again(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil || time.Since(start) != time.Hour {
			t.Errorf("after %v: %v; want an hour", time.Since(start), err)
		}
		res.Body.Close()

		gone := make(chan error, 1)
		f.Next(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				<-r.Context().Done()
				gone <- r.Context().Err()
			})
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := c.Do(f.again(ctx)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want that of the context", err)
		}
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("the handler's context: %v, want its end", err)
		}
	})
}

// client: the same answers by http and https as without a connection.
func client(t *testing.T, s Subject) {
	f := s.talk(20)
	for _, scheme := range []string{"http", "https"} {
		var seen *http.Request
		f.Next(func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				seen = r
				h.ServeHTTP(w, r)
			})
		})
		req := f.again(t.Context())
		req.URL.Scheme = scheme
		res, err := f.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || (seen.TLS != nil) != (scheme == "https") {
			t.Errorf("%s: status %d, error %v, TLS %v", scheme, res.StatusCode, err, seen.TLS != nil)
		}
		again := f.again(t.Context())
		again.TLS = seen.TLS
		w := httptest.NewRecorder()
		f.ServeHTTP(w, again)
		if w.Body.String() != string(body) {
			t.Errorf("%s: recorded\n%s\nsent\n%s", scheme, w.Body, body)
		}
	}
}
