package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

func TestResolve(t *testing.T) {
	t.Parallel()
	const other, outside = "refused a link to another scheme, host or port", "refused a link outside the API's path"
	tests := []struct {
		base, link string
		path       string
		query      url.Values
		refused    string
	}{
		{
			base: home, link: home + "/v1/people?cursor=a%2Fb&x=1", path: "/v1/people",
			query: url.Values{"cursor": {"a/b"}, "x": {"1"}},
		},
		{base: home, link: home + ":443/v1/people", path: "/v1/people", query: url.Values{}},
		{base: home, link: "HTTPS://HR.example.com/v1", path: "/v1", query: url.Values{}},
		{base: home, link: "/v1/people?cursor=2", path: "/v1/people", query: url.Values{"cursor": {"2"}}},
		{base: home, link: "people?cursor=2#top", path: "/people", query: url.Values{"cursor": {"2"}}},
		{base: home, link: "?cursor=2", query: url.Values{"cursor": {"2"}}},
		{base: home, link: "//hr.example.com/v1", path: "/v1", query: url.Values{}},
		{base: home + "/api", link: home + "/api/people?c=2", path: "/people", query: url.Values{"c": {"2"}}},
		{base: home + "/api", link: "people/a%2Fb?c=2", path: "/people/a%2Fb", query: url.Values{"c": {"2"}}},
		{base: home + "/api", link: home + "/api", query: url.Values{}},
		{base: home + "/api", link: "/v1/people", refused: outside},
		{base: home + "/api", link: home + "/apifoo", refused: outside},
		{base: home + "/api", link: "../people", refused: outside},
		{base: home, link: "/a/%2e%2e/b", refused: outside},
		{base: home, link: "https://evil.example.com/v1?c=hunter2", refused: other},
		{base: home, link: "//evil.example.com/v1", refused: other},
		{base: home, link: "http://hr.example.com/v1", refused: other},
		{base: home, link: "http://hr.example.com:443/v1", refused: other},
		{base: home, link: home + ":8443/v1", refused: other},
		{base: home, link: "https://hr.example.com.evil.example.com/", refused: other},
		{base: home, link: "https://hr.example.com@evil.example.com/", refused: other},
		{base: home, link: "https://user:hunter2@hr.example.com/", refused: other},
		{base: home, link: "file:///etc/passwd", refused: other},
		{base: home, link: "mailto:ada@example.com", refused: "the server gave a link that is no URL"},
		{base: home, refused: "the server gave a link that is no URL"},
		{base: home, link: "https://hr.example.com:hunter2/", refused: "the server gave a link that is no URL"},
		{base: home, link: "?a=%zz", refused: "the server gave a link whose query cannot be read"},
		{base: "http://127.0.0.1:8080", link: "http://127.0.0.1:8080/a", path: "/a", query: url.Values{}},
		{base: "http://127.0.0.1:8080", link: "http://127.0.0.1/a", refused: other},
	}
	for _, tt := range tests {
		t.Run(tt.base+" "+tt.link, func(t *testing.T) {
			c := newTestClient(t, nil, func(o *Options) { o.BaseURL = tt.base })
			path, query, err := c.Resolve(tt.link)
			if tt.refused != "" {
				sameError(t, err, &employee.FetchError{Provider: "acmehr", Message: tt.refused, Err: employee.ErrMalformed})
			} else if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.query, query); diff != "" || path != tt.path {
				t.Errorf("Resolve(%q) = %q, want %q; query (-want +got):\n%s", tt.link, path, tt.path, diff)
			}
			if err == nil { // what Resolve gives can be asked for
				if _, err := join(c.base, path, query); err != nil {
					t.Errorf("join: %v", err)
				}
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	const elsewhere = "refused a redirect to another scheme, host or port"
	tests := []struct {
		name, location string
		status         int
		method         string
		want           string // message; "": followed
	}{
		{name: "same origin", location: home + "/new", status: 302, method: "GET"},
		{name: "relative", location: "new", status: 301, method: "GET"},
		{name: "permanent, body kept", location: "/new", status: 308, method: "POST"},
		{name: "temporary, body kept", location: "/new", status: 307, method: "POST"},
		{name: "other host", location: "https://evil.example.com/?k=v", status: 302, method: "GET", want: elsewhere},
		{
			name: "renamed", location: "https://hr2.example.com/old", status: 301, method: "GET",
			want: "refused a redirect to another host of the vendor: is the account renamed? " +
				"Ask the customer for the new address, and keep the Tenant of the Config",
		},
		{name: "another vendor, for good", location: "https://hr.example.org/", status: 301, method: "GET", want: elsewhere},
		{name: "other port", location: home + ":8443/", status: 307, method: "POST", want: elsewhere},
		{name: "subdomain", location: "https://api.hr.example.com/", status: 308, method: "GET", want: elsewhere},
		{name: "downgrade", location: "http://hr.example.com/", status: 302, method: "GET", want: elsewhere},
		{name: "user name", location: "https://u:hunter2@hr.example.com/", status: 302, method: "GET", want: elsewhere},
		{name: "other scheme", location: "file:///etc/passwd", status: 302, method: "GET", want: elsewhere},
		{
			name: "POST becomes GET", location: "/new", status: 302, method: "POST",
			want: "refused a redirect that would drop the request's body",
		},
		{
			name: "POST becomes GET", location: "/new", status: 303, method: "POST",
			want: "refused a redirect that would drop the request's body",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := says(with(tt.status, "", "Location", tt.location), with(200, "{}"))
			c := newTestClient(t, v, func(o *Options) {
				o.Authorize = func(req *http.Request) error { req.SetBasicAuth("hunter2", "x"); return nil }
			})
			err := c.Do(t.Context(), Request{Method: tt.method, Reads: true, Path: "old",
				Query: url.Values{"k": {"hunter2"}}, Body: []int{1}}, nil)
			want := []string{home + "/old?k=hunter2"}
			if tt.want == "" {
				want = append(want, home+"/new")
				if err != nil {
					t.Error(err)
				}
			} else {
				sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: tt.status, Message: tt.want,
					Err: employee.ErrMalformed})
			}
			if diff := cmp.Diff(want, v.urls); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRedirectLoopEnds(t *testing.T) {
	t.Parallel()
	v := says(with(302, "", "Location", "/loop?k=v"))
	c := newTestClient(t, v)
	err := c.Do(t.Context(), Request{}, nil)
	sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: 302,
		Message: "stopped after 10 redirects", Err: employee.ErrMalformed})
	if v.count() != 11 {
		t.Errorf("%d requests, want 11", v.count())
	}
}

func TestRedirectThatTheCallerDoesNotFollow(t *testing.T) {
	t.Parallel()
	c := newTestClient(t, says(with(302, "", "Location", "/x")))
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	sameError(t, c.Do(t.Context(), Request{}, nil), &employee.FetchError{Provider: "acmehr", StatusCode: 302,
		Err: employee.ErrMalformed})
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"", "/a", "?b", "//x", home, "https://u@hr.example.com/api/x", "../..",
		"/api/%2e%2e/x", "\\\\x"} {
		f.Add(s)
	}
	c, err := New(Options{Provider: "acmehr", BaseURL: home + "/api"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, link string) {
		path, query, err := c.Resolve(link)
		if err != nil {
			if !errors.Is(err, employee.ErrMalformed) {
				t.Errorf("Resolve(%q): %v", link, err)
			}
			return
		}
		u, err := join(c.base, path, query)
		if err != nil || !sameOrigin(c.base, u) || !strings.HasPrefix(u.Path, "/api") {
			t.Errorf("Resolve(%q) = %q, %v leads to %v (%v)", link, path, query, u, err)
		}
	})
}

// TestRedirectToTheHostInOtherLetters keeps the credential, under every release of Go.
func TestRedirectToTheHostInOtherLetters(t *testing.T) {
	t.Parallel()
	v := says(with(307, "", "Location", "https://HR.Example.com/there"), with(200, "{}"))
	c := newTestClient(t, v, func(o *Options) {
		o.Authorize = func(r *http.Request) error { r.Header.Set("Authorization", "Basic key"); return nil }
	})
	if err := c.Do(t.Context(), Request{Op: "list"}, nil); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(v.credentials()); got != "[Basic key Basic key]" {
		t.Errorf("sent %s", got)
	}
}
