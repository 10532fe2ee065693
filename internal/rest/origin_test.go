package rest

import (
	"errors"
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
		{home, home + "/v1/people?cursor=a%2Fb&x=1", "/v1/people", url.Values{"cursor": {"a/b"}, "x": {"1"}}, ""},
		{home, home + ":443/v1/people", "/v1/people", url.Values{}, ""},
		{home, "HTTPS://HR.example.com/v1", "/v1", url.Values{}, ""},
		{home, "/v1/people?cursor=2", "/v1/people", url.Values{"cursor": {"2"}}, ""},
		{home, "people?cursor=2#top", "/people", url.Values{"cursor": {"2"}}, ""},
		{home, "?cursor=2", "", url.Values{"cursor": {"2"}}, ""},
		{home, "//hr.example.com/v1", "/v1", url.Values{}, ""},
		{home + "/api", home + "/api/people?c=2", "/people", url.Values{"c": {"2"}}, ""},
		{home + "/api", "people/a%2Fb?c=2", "/people/a%2Fb", url.Values{"c": {"2"}}, ""},
		{home + "/api", home + "/api", "", url.Values{}, ""},
		{home + "/api", "/v1/people", "", nil, outside},
		{home + "/api", home + "/apifoo", "", nil, outside},
		{home + "/api", "../people", "", nil, outside},
		{home, "/a/%2e%2e/b", "", nil, outside},
		{home, "https://evil.example.com/v1?c=hunter2", "", nil, other},
		{home, "//evil.example.com/v1", "", nil, other},
		{home, "http://hr.example.com/v1", "", nil, other},
		{home, "http://hr.example.com:443/v1", "", nil, other},
		{home, home + ":8443/v1", "", nil, other},
		{home, "https://hr.example.com.evil.example.com/", "", nil, other},
		{home, "https://hr.example.com@evil.example.com/", "", nil, other},
		{home, "https://user:hunter2@hr.example.com/", "", nil, other},
		{home, "file:///etc/passwd", "", nil, other},
		{home, "mailto:ada@example.com", "", nil, "the server gave a link that is no URL"},
		{home, "", "", nil, "the server gave a link that is no URL"},
		{home, "https://hr.example.com:hunter2/", "", nil, "the server gave a link that is no URL"},
		{home, "?a=%zz", "", nil, "the server gave a link whose query cannot be read"},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080/a", "/a", url.Values{}, ""},
		{"http://127.0.0.1:8080", "http://127.0.0.1/a", "", nil, other},
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
		{"same origin", home + "/new", 302, "GET", ""},
		{"relative", "new", 301, "GET", ""},
		{"permanent, body kept", "/new", 308, "POST", ""},
		{"temporary, body kept", "/new", 307, "POST", ""},
		{"other host", "https://evil.example.com/?k=v", 302, "GET", elsewhere},
		{"other port", home + ":8443/", 307, "POST", elsewhere},
		{"subdomain", "https://api.hr.example.com/", 308, "GET", elsewhere},
		{"downgrade", "http://hr.example.com/", 302, "GET", elsewhere},
		{"user name", "https://u:hunter2@hr.example.com/", 302, "GET", elsewhere},
		{"other scheme", "file:///etc/passwd", 302, "GET", elsewhere},
		{"POST becomes GET", "/new", 302, "POST", "refused a redirect that would drop the request's body"},
		{"POST becomes GET", "/new", 303, "POST", "refused a redirect that would drop the request's body"},
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
