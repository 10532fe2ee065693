package rest

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

func TestMessagesAreCleaned(t *testing.T) {
	t.Parallel()
	const key = "k3y/with+sp€cial&\"chars"
	basic := base64.StdEncoding.EncodeToString([]byte(key + ":x"))
	tests := []struct{ name, in, want string }{
		{name: "plain", in: "Invalid field: jobTitle", want: "Invalid field: jobTitle"},
		{name: "control characters", in: "a\x00b\r\nc\x1b[31m\u202ed\xff", want: "a b c [31m d"},
		{name: "address", in: "no user ada@example.com (or <bob@example.com>) here", want: "no user … (or … here"},
		{name: "escaped address", in: "user=ada%40example.com", want: "…"},
		{
			name: "query", in: "see https://hr.example.com/x?token=1 Really? yes",
			want: "see https://hr.example.com/x?… Really? yes",
		},
		{name: "secret", in: "key " + key + "!", want: "key ***!"},
		{name: "escaped secret", in: url.QueryEscape(key) + " " + url.PathEscape(key), want: "*** ***"},
		{name: "JSON", in: `k3y/with+sp€cial\u0026\"chars`, want: "***"},
		{name: "base64", in: base64.StdEncoding.EncodeToString([]byte(key)), want: "***w=="},
		{name: "longer secret first", in: "abcdef abc", want: "*** ***"},
		{name: "Basic", in: basic, want: "***zp4"},
		{name: "credential of the attempt", in: "token t-0123456789 expired", want: "token *** expired"},
		{name: "too long", in: strings.Repeat("x", 300), want: strings.Repeat("x", 197) + "…"},
		{name: "cut between runes", in: strings.Repeat("é", 150), want: strings.Repeat("é", 98) + "…"},
		{name: "just fits", in: strings.Repeat("x", 200), want: strings.Repeat("x", 200)},
	}
	a := &call{c: &Client{mask: newMask([]string{"abc", key, "", "abcdef"}, nil)},
		attempt: attempt{credential: "t-0123456789"}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := a.clean(tt.in)
			if got != tt.want {
				t.Errorf("clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if len(got) > 200 || !utf8.ValidString(got) {
				t.Errorf("clean(%q) = %q: %d bytes", tt.in, got, len(got))
			}
		})
	}
}

// An id of one or two letters does not garble a text, though a secret as short is masked.
func TestMaskByKind(t *testing.T) {
	t.Parallel()
	const text = "no client client-7 is valid here"
	for _, tt := range []struct {
		name         string
		secrets, ids []string
		want         string
	}{
		{name: "a short id", ids: []string{"no", "v", ""}, want: text},
		{name: "an id of five bytes", ids: []string{"valid"}, want: text},
		{name: "an id of six bytes", ids: []string{"client"}, want: "no *** ***-7 is valid here"},
		{name: "a long id", ids: []string{"client-7"}, want: "no client *** is valid here"},
		{name: "a short secret", secrets: []string{"no"}, want: "*** client client-7 is valid here"},
		{
			name: "an id that starts a secret", secrets: []string{"client-7"}, ids: []string{"client"},
			want: "no *** *** is valid here",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := newMask(tt.secrets, tt.ids)(text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestMaskFindsBase64AtAnyPosition(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-canary"
	mask := newMask([]string{secret}, nil)
	for before := range 7 {
		for after := range 7 {
			text := strings.Repeat("u", before) + secret + strings.Repeat("x", after)
			for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
				in := e.EncodeToString([]byte(text))
				if got := mask(in); !strings.Contains(got, "***") || len(got) > len(in)-len(secret) {
					t.Errorf("mask(%q) = %q", in, got)
				}
			}
		}
	}
}

func TestVendorErrors(t *testing.T) {
	t.Parallel()
	parse := func(status int, h http.Header, body []byte) Fault {
		var e struct{ Code, Message, Class string }
		if json.Unmarshal(body, &e) != nil {
			return Fault{Message: h.Get("X-Error")}
		}
		f := Fault{Code: e.Code, Message: e.Message}
		f.Class = map[string]error{"cred": employee.ErrCredentials, "incomplete": employee.ErrIncomplete}[e.Class]
		return f
	}
	tests := []struct {
		name     string
		res      reply
		attempts int
		want     employee.FetchError
	}{
		{
			name: "body", res: with(400, `{"code":"BadField","message":"no field \"x\" for ada@example.com"}`), attempts: 1,
			want: employee.FetchError{
				StatusCode: 400, Code: "BadField", Said: employee.Text(`no field "x" for …`), Err: employee.ErrMalformed,
			},
		},
		{
			name: "header", res: with(404, "<html>", "X-Error", "no such report"), attempts: 1,
			want: employee.FetchError{StatusCode: 404, Said: employee.Text("no such report"), Err: employee.ErrMalformed},
		},
		{
			name: "own class", res: with(403, `{"message":"Wrong credentials","class":"cred"}`), attempts: 1,
			want: employee.FetchError{StatusCode: 403, Message: "Wrong credentials",
				Said: employee.Text("Wrong credentials"), Err: employee.ErrCredentials},
		},
		{
			name: "own class ends the retries", res: with(500, `{"class":"cred"}`), attempts: 1,
			want: employee.FetchError{StatusCode: 500, Err: employee.ErrCredentials},
		},
		{
			name: "own class does not start any", res: with(400, `{"class":"incomplete"}`), attempts: 1,
			want: employee.FetchError{StatusCode: 400, Err: employee.ErrIncomplete},
		},
		{
			name: "code with a secret", res: with(400, `{"code":"hunter2"}`), attempts: 1,
			want: employee.FetchError{StatusCode: 400, Code: "***", Err: employee.ErrMalformed},
		},
		{
			name: "no code", res: with(400, `{"code":"Ada Example","message":"is locked"}`), attempts: 1,
			want: employee.FetchError{StatusCode: 400, Said: employee.Text("Ada Example is locked"),
				Err: employee.ErrMalformed},
		},
		{
			name: "long body", res: with(400, `{"message":"`+strings.Repeat("x", 5000)+`"}`), attempts: 1,
			want: employee.FetchError{StatusCode: 400, Err: employee.ErrMalformed},
		},
		{
			name: "retried", res: with(500, `{"message":"later"}`, "X-Id", "id\n7"), attempts: 5,
			want: employee.FetchError{StatusCode: 500, Message: "later", Said: employee.Text("later"),
				RequestID: "id 7", Err: employee.ErrUnavailable},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(tt.res)
				c := newTestClient(t, v, func(o *Options) {
					o.RequestIDHeaders = []string{"X-Missing", "X-Id"}
					o.Secrets = []string{"hunter2"}
					o.ParseError = func(status int, h http.Header, body []byte) Fault {
						if len(body) > 4096 {
							t.Errorf("ParseError got %d bytes", len(body))
						}
						return parse(status, h, body)
					}
				})
				tt.want.Provider, tt.want.Op = "acmehr", "list"
				sameError(t, c.Do(t.Context(), Request{Op: "list"}, nil), &tt.want)
				if v.count() != tt.attempts {
					t.Errorf("%d attempts, want %d", v.count(), tt.attempts)
				}
			})
		})
	}
}

// No way to fail shows a key, a token, a query, or the body of a success.
func TestCanaries(t *testing.T) {
	t.Parallel()
	const key, token = "K3y-canary-0001", "T0ken-canary-0002"
	canaries := []string{key, token, "QUERY-canary", "BODY-canary", "canary@example.com",
		base64.StdEncoding.EncodeToString([]byte("u:" + key))}
	echo := "bad key " + key + " or token " + token + " of canary@example.com"
	faults := map[string]reply{
		"message":      with(400, echo),
		"header":       with(503, "", "X-Error", echo, "Retry-After", "900", "X-Id", "id-"+key),
		"401":          with(401, echo),
		"403":          with(403, echo),
		"500":          with(500, echo),
		"text":         with(200, "BODY-canary"),
		"string":       with(200, `"BODY-canary"`),
		"wrong type":   with(200, `{"Next":{"Salary":"BODY-canary"}}`),
		"cut":          with(200, `{"Next":"BODY-canary`),
		"broken":       breaksOff(`{"Next":"BODY-canary`, errors.New("reset near \"BODY-canary\"")),
		"transport":    fails(errors.New("no route for " + key + " ?q=QUERY-canary")),
		"url":          fails(&url.Error{Op: "Get", URL: home + "?QUERY-canary", Err: errors.New("x")}),
		"redirect":     with(302, "", "Location", "https://evil.example.com/QUERY-canary?k="+key),
		"bad redirect": with(302, "", "Location", "https://ev il/QUERY-canary?k="+key),
		"large":        with(200, `{"Next":"`+strings.Repeat("BODY-canary", 1000)),
	}
	for name, res := range faults {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				var out bytes.Buffer
				v := says(res)
				c := newTestClient(t, v, func(o *Options) {
					o.Secrets = []string{key}
					o.Token = NewToken(func(context.Context) (string, time.Time, error) { return token, time.Time{}, nil })
					o.Authorize = func(req *http.Request) error { req.Header.Set("X-Key", key); return nil }
					o.Logger = slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
					o.RequestIDHeaders = []string{"X-Id"}
					o.ParseError = func(_ int, h http.Header, body []byte) Fault {
						return Fault{Code: string(body), Message: h.Get("X-Error") + string(body)}
					}
				})
				_, err := readNext(t.Context(), c,
					Request{Path: "p/" + key, Query: url.Values{"q": {"QUERY-canary"}}, MaxBytes: 5000})
				fe, ok := errors.AsType[*employee.FetchError](err)
				if !ok {
					t.Fatalf("got %v, want a FetchError", err)
				}
				for e := error(fe); e != nil; e = errors.Unwrap(e) {
					fmt.Fprintf(&out, "%v %+v %#v %s %q\n", e, e, e, e, e)
				}
				fmt.Fprintf(&out, "%+v\n%#v\n", *fe, *fe)
				b, _ := json.Marshal(fe)
				out.Write(b)
				for _, canary := range canaries {
					if strings.Contains(out.String(), canary) {
						t.Errorf("%s shows up in\n%s", canary, out.String())
					}
				}
			})
		})
	}
}

func TestClassOf(t *testing.T) {
	t.Parallel()
	classes := []error{employee.ErrCredentials, employee.ErrPermission, employee.ErrRateLimited,
		employee.ErrUnavailable, employee.ErrIncomplete, employee.ErrMalformed}
	var got []error
	for _, class := range classes {
		got = append(got, classOf(fmt.Errorf("x: %w", &cause{class, context.Canceled}), nil))
	}
	if diff := cmp.Diff(fmt.Sprint(classes), fmt.Sprint(got)); diff != "" {
		t.Errorf("classes (-want +got):\n%s", diff)
	}
}

func TestLogRecords(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		var out bytes.Buffer
		v := says(with(429, "", "Retry-After", "5"), with(200, "{}"))
		c := newTestClient(t, v, func(o *Options) {
			o.Logger = slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug,
				ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
					if a.Key == slog.TimeKey {
						return slog.Attr{}
					}
					return a
				}}))
			o.Limit = Limit{Requests: 1, Per: 10 * time.Second} // 2 % wider
			o.Secrets = []string{"hunter2"}
		})
		if err := c.Do(t.Context(), Request{Path: "people/hunter2", Query: url.Values{"key": {"hunter2"}}}, nil); err != nil {
			t.Fatal(err)
		}
		const request = "provider=acmehr method=GET path=/people/***"
		want := strings.Join([]string{
			`level=DEBUG msg="request failed" ` + request + ` status=429 attempt=1 reason=""`,
			`level=WARN msg="waiting to repeat the request" ` + request + ` status=429 attempt=1 reason="" wait=5s`,
			`level=WARN msg="waiting for the rate limit" ` + request + ` status=0 attempt=2 wait=5.2s`,
			`level=DEBUG msg=request ` + request + " status=200 attempt=2\n",
		}, "\n")
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
	})
}

// TestCutBodyShowsNoHalfSecret: a secret across the cut of a long error body is not told
// in part.
func TestCutBodyShowsNoHalfSecret(t *testing.T) {
	t.Parallel()
	const secret = "SECRETsecretSECRETsecret"
	for shown := range len(secret) {
		body := "bad " + strings.Repeat(" ", errorBodyBytes-len("bad ")-shown) + secret
		c := newTestClient(t, says(with(400, body)), func(o *Options) {
			o.Secrets = []string{secret}
			o.ParseError = func(_ int, _ http.Header, body []byte) Fault { return Fault{Message: string(body)} }
		})
		err := c.Do(t.Context(), Request{Op: "list"}, nil)
		fe, ok := errors.AsType[*employee.FetchError](err)
		if !ok || fe.Said.String() != "bad" {
			t.Errorf("%d bytes of the secret: said %q", shown, fe.Said)
		}
	}
}
