package hris_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/employee/hris"
)

func deadline(t *testing.T, after time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), after)
	t.Cleanup(cancel)
	return ctx
}

// TestAdviceOnFaults: for each system, each fault of its fake leads to the advice that
// helps. What is said is for admins: it has no word of the vendor's and no value.
func TestAdviceOnFaults(t *testing.T) {
	t.Parallel()
	const none, admin, developer = hris.RoleNone, hris.RoleAdmin, hris.RoleDeveloper
	tests := []struct {
		name  string
		fault func(f failures) func(http.Handler) http.Handler
		ctx   func(t *testing.T) context.Context
		code  hris.AdviceCode
		role  hris.Role
		retry bool
		after time.Duration // at least
	}{
		{name: "refused", fault: func(f failures) func(http.Handler) http.Handler { return f.unauthorized() },
			code: hris.AdviceCodeCredentials, role: admin},
		{name: "forbidden", fault: func(f failures) func(http.Handler) http.Handler { return pastTokens(f.forbidden()) },
			code: hris.AdviceCodePermission, role: admin},
		{name: "limited", fault: func(f failures) func(http.Handler) http.Handler { return f.limited(20 * time.Minute) },
			code: hris.AdviceCodeRateLimited, role: none, retry: true, after: 20 * time.Minute},
		{name: "down", fault: func(f failures) func(http.Handler) http.Handler { return f.unavailable() },
			code: hris.AdviceCodeUnavailable, role: none, retry: true, after: time.Minute},
		{name: "cut", fault: func(f failures) func(http.Handler) http.Handler { return f.truncated() },
			code: hris.AdviceCodeIncomplete, role: none, retry: true, after: time.Minute},
		{name: "a page", fault: func(f failures) func(http.Handler) http.Handler { return f.html() },
			code: hris.AdviceCodeNotUnderstood, role: developer, retry: true, after: time.Minute},
		{name: "no such path", fault: func(f failures) func(http.Handler) http.Handler { return f.notFound() },
			code: hris.AdviceCodeNotUnderstood, role: developer, retry: true, after: time.Minute},
		{name: "a deadline", fault: func(f failures) func(http.Handler) http.Handler { return f.unavailable() },
			ctx:  func(t *testing.T) context.Context { return deadline(t, 0) },
			code: hris.AdviceCodeTimeout, role: developer, retry: true},
		{name: "canceled", fault: func(f failures) func(http.Handler) http.Handler { return f.unavailable() },
			ctx: func(t *testing.T) context.Context {
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				return ctx
			}, code: hris.AdviceCodeCanceled, role: none, retry: true},
	}
	for _, r := range rigs() {
		for _, tt := range tests {
			t.Run(r.name+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					f := r.fake()
					f.Always(tt.fault(r.failures))
					client := open(t, connect(t, hris.Options{HTTPClient: f.Client()}), r.stored)
					ctx := t.Context()
					if tt.ctx != nil {
						ctx = tt.ctx(t)
					}
					_, err := client.Roster(ctx)
					if err == nil {
						t.Fatal("no error")
					}
					want := tt
					if tt.name == "no such path" && addressed(r) {
						want.code, want.role, want.retry, want.after = hris.AdviceCodeAddress, admin, false, 0
					}
					got, ok := hris.Advise(fmt.Errorf("nightly run: %w", err))
					if !ok || got.Code != want.code || got.Role != want.role || got.Retry != want.retry || got.After < want.after {
						t.Errorf("error %v\nadvice %v, %+v", err, ok, got)
					}
					checkVoice(t, r, got, err)
				})
			})
		}
	}
}

// pastTokens lets requests for tokens pass: a 403 to them is a wrong password.
func pastTokens(fault func(http.Handler) http.Handler) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "auth") || strings.Contains(r.URL.Path, "connect/token") {
				h.ServeHTTP(w, r)
				return
			}
			fault(h).ServeHTTP(w, r)
		})
	}
}

// addressed reports whether accounts of the system have an address each.
func addressed(r rig) bool {
	return strings.HasPrefix(r.name, "bamboohr") || strings.HasPrefix(r.name, "lucca")
}

// checkVoice holds advice to how an admin reads it.
func checkVoice(t *testing.T, r rig, a hris.Advice, err error) {
	t.Helper()
	if a.Title == "" || !strings.HasSuffix(a.Text, "no user loses access.") || len(a.Text) > 700 ||
		strings.Contains(a.Text, "..") {
		t.Errorf("advice %+v", a)
	}
	if fe, ok := errors.AsType[*employee.FetchError](err); ok && fe.Message != "" &&
		strings.Contains(a.Text, fe.Message) {
		t.Errorf("advice quotes the error: %+v", a)
	}
	if (a.Role == hris.RoleNone) != strings.Contains(a.Text, "There is nothing to do") {
		t.Errorf("%s: who acts? %+v", r.name, a)
	}
}

// TestAdviceOnAddresses: where accounts have addresses, a wrong one is the admin's to
// correct; elsewhere it cannot be the address.
func TestAdviceOnAddresses(t *testing.T) {
	t.Parallel()
	moved := func(http.Handler) http.Handler {
		return http.RedirectHandler("https://acme2.ilucca.net/", http.StatusMovedPermanently)
	}
	tests := []struct {
		rig   string
		fault func(http.Handler) http.Handler
		code  hris.AdviceCode
		text  string
	}{
		{
			"bamboohr by key",
			func(http.Handler) http.Handler { return http.NotFoundHandler() },
			hris.AdviceCodeAddress,
			"company domain",
		},
		{"bamboohr by key", moved, hris.AdviceCodeAddress, "renamed"},
		{
			"lucca by key",
			func(http.Handler) http.Handler { return http.NotFoundHandler() },
			hris.AdviceCodeAddress,
			".ilucca.net",
		},
		{"lucca by key", moved, hris.AdviceCodeAddress, "renamed"},
		{
			"hibob by OAuth",
			func(http.Handler) http.Handler { return http.NotFoundHandler() },
			hris.AdviceCodeNotUnderstood,
			"log",
		},
		{"humaans", moved, hris.AdviceCodeNotUnderstood, "log"},
	}
	for _, tt := range tests {
		for _, r := range rigs() {
			if r.name != tt.rig {
				continue
			}
			t.Run(fmt.Sprint(tt.rig, " ", tt.code), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					f := r.fake()
					f.Always(tt.fault)
					_, err := open(t, connect(t, hris.Options{HTTPClient: f.Client()}), r.stored).Check(t.Context())
					got, ok := hris.Advise(err)
					if !ok || got.Code != tt.code || !strings.Contains(got.Text, tt.text) {
						t.Errorf("error %v\nadvice %+v", err, got)
					}
				})
			})
		}
	}
}

// TestAdviceOnClasses: the classes alone, as a source of one's own returns them, have
// advice, too; errors that are nobody's of this library have none.
func TestAdviceOnClasses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  error
		code hris.AdviceCode // "": no advice
	}{
		{"credentials", employee.ErrCredentials, hris.AdviceCodeCredentials},
		{"permission", employee.ErrPermission, hris.AdviceCodePermission},
		{"rate", employee.ErrRateLimited, hris.AdviceCodeRateLimited},
		{"down", employee.ErrUnavailable, hris.AdviceCodeUnavailable},
		{"cut", employee.ErrIncomplete, hris.AdviceCodeIncomplete},
		{"malformed", employee.ErrMalformed, hris.AdviceCodeNotUnderstood},
		{"late", context.DeadlineExceeded, hris.AdviceCodeTimeout},
		{"stopped", context.Canceled, hris.AdviceCodeCanceled},
		{
			"of a source of one's own",
			&employee.FetchError{Provider: "csv", Err: employee.ErrIncomplete},
			hris.AdviceCodeIncomplete,
		},
		{"none", nil, ""},
		{"another", errors.New("zq7canary"), ""},
		{"a fetch error without a class", &employee.FetchError{Provider: "csv"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := hris.Advise(tt.err)
			if ok != (tt.code != "") || got.Code != tt.code || ok && (got.Title == "" || got.Text == "") {
				t.Errorf("%v, %+v", ok, got)
			}
		})
	}
}

// TestAdviceOnAccessToken: the caller's error about a grant is not quoted, and its class
// decides.
func TestAdviceOnAccessToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		connector, err := hris.New(hris.Options{HTTPClient: newHiBob().Client(),
			AccessToken: func(context.Context, string, string) (string, time.Time, error) {
				return "", time.Time{}, fmt.Errorf("grant of zq7canary: %w", employee.ErrCredentials)
			}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = open(t, connector, `{"system": "hibob", "tenant": "acme", "grant": "7"}`).Roster(t.Context())
		advice, ok := hris.Advise(err)
		if !ok || advice.Code != hris.AdviceCodeCredentials || strings.Contains(fmt.Sprintf("%+v", advice), secret) {
			t.Errorf("error %v, advice %+v", err, advice)
		}
	})
}
