package personio_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestEmbeddedError: success:false inside a 200 is an error of the class that
// its code says, and is never an empty company.
func TestEmbeddedError(t *testing.T) {
	t.Parallel()
	for code, class := range map[int]error{
		0: employee.ErrMalformed, 404: employee.ErrMalformed, 401: employee.ErrCredentials, 403: employee.ErrPermission,
		429: employee.ErrRateLimited, 500: employee.ErrUnavailable,
	} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(1)...)
			fake.Always(func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if !isToken(r.URL.Path) {
						h = personiotest.EmbeddedError(code, "Nicht jetzt")(h)
					}
					h.ServeHTTP(w, r)
				})
			})
			_, err := list(newClient(t, cfg))
			if fe := wantClass(t, err, class); !strings.Contains(fe.Said.String(), "Nicht jetzt") {
				t.Errorf("%d: the vendor said %q", code, fe.Said)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // one that passes is waited for
		fake, cfg := fakeOf(personiotest.People(3)...)
		fake.Next(nil, personiotest.EmbeddedError(500, "Something went wrong"))
		if n := roster(t, cfg).Len(); n != 3 {
			t.Errorf("%d employees", n)
		}
	})
}

// TestFaultsThatPass: a 429 without Retry-After, a 500 and a body cut short are
// got over.
func TestFaultsThatPass(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(3)...)
			cfg.API = api
			fake.Next(personiotest.RateLimited(0), nil, personiotest.RateLimited(0), personiotest.ServerError(),
				personiotest.Unavailable(), personiotest.Truncated())
			start := time.Now()
			if n := roster(t, cfg).Len(); n != 3 {
				t.Errorf("%s: %d employees", api, n)
			}
			if time.Since(start) < 4*time.Second {
				t.Errorf("%s: it waited %v only", api, time.Since(start))
			}
		})
	}
}

// TestForbiddenIsFinal: a 403 is not repeated in any way.
func TestForbiddenIsFinal(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		fake, cfg := fakeOf(personiotest.People(3)...)
		cfg.API = api
		fake.Next(nil, personiotest.Forbidden())
		_, err := list(newClient(t, cfg))
		wantClass(t, err, employee.ErrPermission)
		if n := len(fake.Requests()); n != 2 {
			t.Errorf("%s: requests %q, want 2", api, paths(fake))
		}
	}
}

// TestErrorsOfBothForms: the vendor's words are in the error, in whatever form
// they come, and no body whole.
func TestErrorsOfBothForms(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, code, message string }{
		{name: "v1", body: `{"success":false,"error":{"code":422,"message":"Nein"}}`, code: "422", message: "Nein"},
		{name: "v1 with a code of 0", body: `{"success":false,"error":{"code":0,"message":"Nein"}}`, message: "Nein"},
		{name: "v1 with the status for a code", body: `{"success":false,"error":{"code":418,"message":"Nein"}}`,
			message: "Nein"},
		{name: "v1 with more",
			body: `{"success":false,"error":{"code":422,"message":"Nein","errors":{"a":["b"]},"error_data":[]}}`,
			code: "422", message: "Nein"},
		{name: "v2", body: `{"personio_trace_id":"t-1","errors":[{"title":"Bad request","detail":"No such filter",` +
			`"type":null,"_meta":{}}]}`, message: "Bad request: No such filter"},
		{name: "a form of neither", body: `{"title":"Oops","errors":{"a":1}}`, message: "Oops"},
		{name: "a message", body: `{"message":"Oops"}`, message: "Oops"},
		{name: "text", body: "upstream failed", message: "upstream failed"},
		{name: "a page", body: "<html>upstream failed</html>"},
		{name: "an unknown object", body: `{"employee":{"first_name":"Ada"}}`},
		{name: "a broken object", body: `{"employee":"Ada`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, cfg := fakeOf()
			fake.Next(nil, func(http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.WriteHeader(http.StatusTeapot)
					fmt.Fprint(w, tt.body)
				})
			})
			_, err := list(newClient(t, cfg))
			fe, _ := errors.AsType[*employee.FetchError](err)
			if fe == nil {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff([]string{tt.code, tt.message}, []string{fe.Code, fe.Said.String()}); diff != "" {
				t.Errorf("code and message (-want +got):\n%s", diff)
			}
		})
	}
}
