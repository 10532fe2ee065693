package conntest

import (
	"bytes"
	"context"
	"net/http"
	"strings"
)

// originProperties are about where requests go and what gets out with them.
func originProperties() []property {
	return []property{
		{"Redirects", testRedirects},
		{"Links", testLinks},
		{"Headers", testHeaders},
		{"Secrets", testSecrets},
	}
}

// testRedirects: a redirect to another host, port or scheme is an error, and
// the server there never learns of it. The rig looks for such requests.
func testRedirects(t reporter, c Connector) {
	targets := []string{"https://" + elsewhere, "https://" + host + ":8443", "http://" + host, "//" + elsewhere, "https://" + host + "." + elsewhere}
	for i, target := range targets {
		status := []int{301, 302, 303, 307, 308}[i]
		h := func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", target+r.URL.RequestURI())
				w.WriteHeader(status)
			})
		}
		wantError := func(g *rig, o outcome) { g.wantError(o) }
		trial(t, "redirect to "+target, c, c.several(), onListing(h), wantError)
		trial(t, "redirect of everything to "+target, c, c.several(), everywhere(h), wantError)
		eachPage(t, "redirect to "+target, c, c.several(), func(page int) fault {
			return onPage(page, h)
		}, (*rig).wantErrorOrWhole)
	}
}

// testLinks: no link in an answer leads a request to another server.
func testLinks(t reporter, c Connector) {
	for _, to := range []string{elsewhere, host + ":8443", host + "." + elsewhere} {
		h := edited(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(host), []byte(to)) })
		trial(t, "links to "+to, c, c.many(), everywhere(h), (*rig).wantErrorOrWhole)
	}
}

// testHeaders: each request names its sender, and shows no credential in its
// URL, which ends up in the logs of proxies and servers.
func testHeaders(t reporter, c Connector) {
	g := newRig(t, "headers", c, c.several(), nil)
	g.wantWhole(g.stream(context.Background()))
	if _, err := g.client.Check(context.Background()); err != nil {
		g.errorf("Check: %v", err)
	}
	if _, err := g.client.Catalog(context.Background()); err != nil {
		g.errorf("Catalog: %v", err)
	}
	secrets := g.secrets()
	for _, x := range g.sent() {
		if agent := x.header.Get("User-Agent"); agent == "" || strings.HasPrefix(agent, "Go-http-client") {
			g.errorf("%s %s has the User-Agent %q", x.method, x.url.Path, agent)
		}
		query := x.url.RawQuery
		for _, values := range x.url.Query() {
			query += " " + strings.Join(values, " ")
		}
		g.checkSecrets("the URL of "+x.method+" "+x.url.Path, x.url.Path+" "+query, secrets)
	}
	g.settle()
}
