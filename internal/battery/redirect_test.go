package battery

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
)

// redirectTargets are the places that a server may send a client to. None of
// them is the origin, so no request may arrive there, let alone a credential.
func redirectTargets() map[string]string {
	return map[string]string{
		"another host":                 "http://" + elsewhere,
		"another host, same scheme":    "//" + elsewhere,
		"a host that begins like ours": "http://localhost." + elsewhere,
		"another port":                 "http://localhost:8443",
		"another scheme":               "https://localhost",
		"a user name":                  "http://someone@localhost",
		"a file":                       "file:///etc/hosts",
	}
}

func redirect(status int, target string) *fault {
	return &fault{speak: func(c *line, a answer) {
		a.status = status
		c.say(a.whole("", "Location", target))
	}}
}

// TestRedirectsAway: whichever request is redirected, that for a token included,
// nobody else hears of it. The rig reports who dials elsewhere.
func TestRedirectsAway(t *testing.T) {
	t.Parallel()
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for name, target := range redirectTargets() {
				for _, status := range []int{301, 302, 303, 307, 308} {
					for _, k := range []kind{people, beside, token} {
						t.Run(fmt.Sprint(status, " to ", name, " of kind ", k), func(t *testing.T) {
							synctest.Test(t, func(t *testing.T) { testRedirectAway(t, s, k, status, target) })
						})
					}
				}
			}
		})
	}
}

func testRedirectAway(t *testing.T, s subject, k kind, status int, target string) {
	met := false
	g := newRig(t, s, 3, nil, func(x exchange) *fault {
		if x.kind != k {
			return nil
		}
		met = true
		return redirect(status, target+x.URL.RequestURI())
	})
	got := g.read(t.Context(), t, conntest.Ways()[1])
	switch {
	case !met: // the provider has no request of this kind
	case got.Err == nil:
		t.Error("got everybody, want an error")
	case !errors.Is(got.Err, employee.ErrMalformed):
		t.Errorf("got %v, want ErrMalformed: it is not the address of the HR system", got.Err)
	case strings.Contains(got.Err.Error(), elsewhere), strings.Contains(got.Err.Error(), "someone"):
		t.Errorf("%v shows the target", got.Err)
	}
}

// TestRedirectsWithin: a redirect to the origin is followed if it keeps the
// request as it is, and not for ever.
func TestRedirectsWithin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		for _, status := range []int{307, 308} {
			once := newRig(t, s, 3, nil, func(x exchange) *fault {
				if x.Response != nil { // it has been redirected already
					return nil
				}
				return redirect(status, x.URL.RequestURI())
			})
			if got := once.read(t.Context(), t, way); got.Err != nil {
				t.Errorf("%s, %d once: %v", way.Name, status, got.Err)
			}
			loop := newRig(t, s, 3, nil, func(x exchange) *fault { return redirect(status, x.URL.RequestURI()) })
			got := loop.read(t.Context(), t, way)
			if n := len(loop.exchanges()); !errors.Is(got.Err, employee.ErrMalformed) || n > 15 {
				t.Errorf("%s, %d for ever: %v after %d requests", way.Name, status, got.Err, n)
			}
		}
	})
}

// TestCredentialsGoNowhereElse: every request of a healthy listing has its
// credential in a header or a body, and none in its URL.
func TestCredentialsGoNowhereElse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, way conntest.Way) {
		g := newRig(t, s, 5, nil, nil)
		g.read(t.Context(), t, way)
		for _, x := range g.exchanges() {
			if x.Header.Get("Authorization") == "" && x.kind != token {
				t.Errorf("%s %s has no credential", x.Method, x.URL.Path)
			}
			for _, form := range conntest.Forms(s.Secrets...) {
				if strings.Contains(x.URL.String(), form) {
					t.Errorf("%s %s has a credential in its URL", x.Method, x.URL.Path)
				}
			}
		}
	})
}
