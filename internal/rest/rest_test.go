package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/employee"
)

// sameError compares a FetchError with the fields and the class of want.
func sameError(t *testing.T, got error, want *employee.FetchError) {
	t.Helper()
	fe, ok := errors.AsType[*employee.FetchError](got)
	if !ok {
		t.Fatalf("got %T (%v), want a FetchError", got, got)
	}
	if diff := cmp.Diff(*want, *fe, cmpopts.EquateErrors()); diff != "" {
		t.Errorf("FetchError (-want +got):\n%s", diff)
	}
}

func TestNewReportsEveryFault(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		o    Options
		want []string // nil: no error
	}{
		{name: "https", o: Options{Provider: "p", BaseURL: "https://hr.example.com/api/v1/"}},
		{name: "http on localhost", o: Options{Provider: "p", BaseURL: "http://localhost:8080"}},
		{name: "http on 127.0.0.0/8", o: Options{Provider: "p", BaseURL: "http://127.3.2.1"}},
		{name: "http on ::1", o: Options{Provider: "p", BaseURL: "http://[::1]:1"}},
		{name: "http elsewhere", o: Options{Provider: "p", BaseURL: "http://hr.example.com"}, want: []string{"not https"}},
		{
			name: "http on a lookalike", o: Options{Provider: "p", BaseURL: "http://localhost.example.com"},
			want: []string{"not https"},
		},
		{name: "other scheme", o: Options{Provider: "p", BaseURL: "ftp://localhost"}, want: []string{"not https"}},
		{name: "no scheme", o: Options{Provider: "p", BaseURL: "hr.example.com"}, want: []string{"not an absolute URL"}},
		{
			name: "user name", o: Options{Provider: "p", BaseURL: "https://hunter2@hr.example.com"},
			want: []string{"more than"},
		},
		{name: "query", o: Options{Provider: "p", BaseURL: home + "?key=hunter2"}, want: []string{"more than"}},
		{name: "dots", o: Options{Provider: "p", BaseURL: home + "/a/%2e%2e"}, want: []string{"unusable path"}},
		{
			name: "not a URL", o: Options{Provider: "p", BaseURL: "https://hunter2:x:y"},
			want: []string{"not an absolute URL"},
		},
		{name: "several", o: Options{Limit: Limit{Requests: 5}}, want: []string{"BaseURL", "Provider", "Limit"}},
		{name: "negative burst", o: Options{Provider: "p", BaseURL: home, Limit: Limit{1, 1, -1}}, want: []string{"Limit"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.o)
			if (err == nil) != (tt.want == nil) {
				t.Fatalf("New: %v, want %q", err, tt.want)
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("New: %v, want it to say %q", err, part)
				}
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("New: %v shows the URL", err)
			}
		})
	}
}

func TestRequestOnTheWire(t *testing.T) {
	t.Parallel()
	standard := http.Header{"Accept": {"application/json"}, "User-Agent": {defaultUserAgent}}
	plus := func(pairs ...string) http.Header {
		h := standard.Clone()
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	type sent struct {
		Method, URL, Body string
		Length            int64
		Header            http.Header
	}
	tests := []struct {
		name string
		base string
		r    Request
		want sent
	}{
		{name: "zero", base: home, r: Request{}, want: sent{"GET", home, "", 0, standard}},
		{
			name: "paths are joined", base: home + "/api/", r: Request{Path: "/v1/people"},
			want: sent{"GET", home + "/api/v1/people", "", 0, standard},
		},
		{
			name: "escaped path and query", base: home,
			r:    Request{Path: "people/a%2Fb%20c", Query: url.Values{"page[limit]": {"5"}}},
			want: sent{"GET", home + "/people/a%2Fb%20c?page%5Blimit%5D=5", "", 0, standard},
		},
		{
			name: "no other host", base: home, r: Request{Path: "//evil.example.com/x"},
			want: sent{"GET", home + "/evil.example.com/x", "", 0, standard},
		},
		{
			name: "JSON", base: home, r: Request{Method: "POST", Body: map[string]int{"a": 1}},
			want: sent{"POST", home, `{"a":1}`, 7, plus("Content-Type", "application/json")},
		},
		{
			name: "form", base: home, r: Request{Method: "POST", Body: url.Values{"a": {"1 2"}}},
			want: sent{"POST", home, "a=1+2", 5, plus("Content-Type", "application/x-www-form-urlencoded")},
		},
		{
			name: "headers", base: home, r: Request{Header: http.Header{"accept": {"text/csv"}, "Api-Version": {"1"}}},
			want: sent{"GET", home, "", 0, plus("Accept", "text/csv", "Api-Version", "1")},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got sent
			c := newTestClient(t, says(func(req *http.Request) (*http.Response, error) {
				got = sent{Method: req.Method, URL: req.URL.String(), Length: req.ContentLength, Header: req.Header}
				if req.Body != nil {
					b, _ := io.ReadAll(req.Body)
					got.Body = string(b)
				}
				return with(200, "{}")(req)
			}), func(o *Options) { o.BaseURL = tt.base })
			if err := c.Do(t.Context(), tt.r, nil); err != nil {
				t.Fatalf("Do: %v", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRequestThatCannotBeMade(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		r    Request
		want string
	}{
		{name: "dots", r: Request{Path: "people/../admin"}, want: "the request's path is not an escaped path"},
		{name: "escaped dots", r: Request{Path: "people/%2E%2e"}, want: "the request's path is not an escaped path"},
		{name: "query in the path", r: Request{Path: "people?x=1"}, want: "the request's path is not an escaped path"},
		{name: "bad escape", r: Request{Path: "people/%zz"}, want: "the request's path is not an escaped path"},
		{name: "bad method", r: Request{Method: "GE T"}, want: "the request cannot be made"},
		{name: "bad body", r: Request{Method: "POST", Body: make(chan int)}, want: "the request body cannot be encoded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.r.Op = "list employees"
			c := newTestClient(t, nil)
			sameError(t, c.Do(t.Context(), tt.r, nil), &employee.FetchError{
				Provider: "acmehr", Op: "list employees", Message: tt.want, Err: employee.ErrMalformed,
			})
		})
	}
}

func TestAuthorizeBeforeEveryAttemptOnCleanHeaders(t *testing.T) {
	t.Parallel()
	var n int
	busy := with(503, "", "Retry-After", "0")
	v := says(busy, busy, with(200, "{}"))
	c := newTestClient(t, v, func(o *Options) {
		o.UserAgent = "test"
		o.Authorize = func(req *http.Request) error {
			n++
			req.Header.Add("X-Key", fmt.Sprint(n))
			return nil
		}
	})
	if err := c.Do(t.Context(), Request{}, nil); err != nil {
		t.Fatalf("Do: %v", err)
	}
	header := func(key string) http.Header {
		return http.Header{"Accept": {"application/json"}, "User-Agent": {"test"}, "X-Key": {key}}
	}
	if diff := cmp.Diff([]http.Header{header("1"), header("2"), header("3")}, v.sent); diff != "" {
		t.Errorf("headers of the attempts (-want +got):\n%s", diff)
	}
}

func TestAuthorizeFails(t *testing.T) {
	t.Parallel()
	bare := &employee.FetchError{Err: employee.ErrCredentials}
	broken := errors.New(`no key for "ada": vault at https://ada:pw@vault.example.com/?key=hunter2 is sealed`)
	tests := []struct {
		name string
		err  error
		want employee.FetchError
	}{
		{name: "any error", err: broken, want: employee.FetchError{Message: "no key for …", Err: broken}},
		{
			name: "default class", err: broken,
			want: employee.FetchError{Message: "no key for …", Err: employee.ErrUnavailable},
		},
		{
			name: "own class", err: fmt.Errorf("no key: %w", employee.ErrPermission),
			want: employee.FetchError{Message: "no key: " + employee.ErrPermission.Error(), Err: employee.ErrPermission},
		},
		{
			name: "FetchError",
			err:  &employee.FetchError{Provider: "vault", Op: "get key", StatusCode: 401, Err: employee.ErrCredentials},
			want: employee.FetchError{Provider: "vault", Op: "get key", StatusCode: 401, Err: employee.ErrCredentials},
		},
		{name: "bare FetchError", err: bare, want: employee.FetchError{Err: employee.ErrCredentials}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newTestClient(t, nil, func(o *Options) { o.Authorize = func(*http.Request) error { return tt.err } })
			if tt.want.Provider == "" {
				tt.want.Provider, tt.want.Op = "acmehr", "list"
			}
			sameError(t, c.Do(t.Context(), Request{Op: "list"}, nil), &tt.want)
		})
	}
	if bare.Provider != "" {
		t.Error("an error that others may hold was changed")
	}
	t.Run("line break", func(t *testing.T) {
		c := newTestClient(t, nil, func(o *Options) {
			o.Authorize = func(req *http.Request) error { req.Header.Set("X-Key", "hunter2\n"); return nil }
		})
		sameError(t, c.Do(t.Context(), Request{}, nil), &employee.FetchError{
			Provider: "acmehr", Message: "a credential holds a line break or the like", Err: employee.ErrCredentials,
		})
	})
}

func TestBodiesAreClosed(t *testing.T) {
	t.Parallel()
	for _, res := range []reply{
		with(200, `{}`), with(200, `{} trailing`), with(200, "<html>"), with(204, ""), with(206, "{}"),
		with(400, "no"), with(401, ""), with(429, "", "Retry-After", "0"), with(429, "", "Retry-After", "999"),
		with(302, "", "Location", "https://evil.example.com"),
	} {
		first, _ := res(nil)
		t.Run(fmt.Sprint(first.StatusCode), func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(res)
				c := newTestClient(t, v)
				_, _ = readNext(t.Context(), c, Request{})
				if v.open != 0 || v.count() == 0 {
					t.Errorf("%d bodies of %d answers are open", v.open, v.count())
				}
				func() {
					defer func() { recover() }()
					c.Do(t.Context(), Request{}, func(*Response) error { panic("decode") })
				}()
				if v.open != 0 {
					t.Errorf("%d bodies are open after a panic", v.open)
				}
			})
		})
	}
}

func TestHTTPClientIsNotChanged(t *testing.T) {
	t.Parallel()
	var asked int
	own := &http.Client{Timeout: time.Hour, CheckRedirect: func(*http.Request, []*http.Request) error {
		asked++
		return errors.New("not today")
	}}
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(says(with(302, "", "Location", "/other")).send)
	own.Transport = mt
	before := fmt.Sprintf("%#v", *own)
	c := newTestClient(t, nil, func(o *Options) { o.HTTPClient = own })
	sameError(t, c.Do(t.Context(), Request{}, nil), &employee.FetchError{
		Provider: "acmehr", StatusCode: 302, Message: "the HTTP client refused a redirect", Err: employee.ErrMalformed,
	})
	if after := fmt.Sprintf("%#v", *own); after != before || asked != 1 {
		t.Errorf("client was %s, is %s; its CheckRedirect was asked %d times", before, after, asked)
	}
	if c.http != own || NewHTTPClient().Transport.(*http.Transport).Proxy != nil {
		t.Error("the caller's client is not the innermost layer, or the own client has a proxy")
	}
}

func TestPrintingShowsNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-canary"
	token := NewToken(func(context.Context) (string, time.Time, error) { return secret, time.Time{}, nil })
	o := Options{Provider: "acmehr", BaseURL: home, Secrets: []string{secret}, Token: token}
	c := newTestClient(t, says(with(200, "{}")),
		func(p *Options) { p.Secrets, p.Token = o.Secrets, o.Token })
	if err := c.Do(t.Context(), Request{}, nil); err != nil || token.last.value != secret {
		t.Fatalf("Do: %v; the token is not in use", err)
	}
	type holder struct { // as in a provider's client: fmt calls no methods here
		c *Client
		t *Token
	}
	for _, v := range []any{c, token, o, &o, holder{c, token}, &holder{c, token}} {
		var out strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		b, _ := json.Marshal(v)
		out.Write(b)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", v)
		if strings.Contains(out.String(), "hunter2") || strings.Contains(out.String(), fmt.Sprintf("%x", "hunter2")) {
			t.Errorf("%T prints the secret:\n%s", v, out.String())
		}
	}
	const want = "rest.Client(acmehr) rest.Token(masked) rest.Options(masked)"
	if got := fmt.Sprintf("%v %+v %v", c, token, o); got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
	if got := fmt.Sprint((*Client)(nil)); got != "rest.Client(nil)" {
		t.Errorf("nil client prints %q", got)
	}
}
