package battery

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// originProperties are about where requests go and what gets out with them.
func originProperties() []property {
	return []property{
		{name: "Redirects", test: testRedirects},
		{name: "Links", test: testLinks},
		{name: "Headers", test: testHeaders},
		{name: "Secrets", test: testSecrets},
	}
}

// away are the places that a server may send a client to. None of them is the origin,
// so no request may arrive there, let alone a credential.
func away() []string {
	return []string{
		"http://" + elsewhere, "//" + elsewhere, "http://localhost." + elsewhere, "http://localhost:8443",
		"https://localhost", "http://someone@localhost", "file:///etc/hosts",
	}
}

// redirect sends the client to the target, with the request's own path and query if
// the target is a server.
func redirect(status int, to func(x exchange) string) func(exchange) *fault {
	return func(x exchange) *fault {
		return &fault{speak: func(c *line, a answer) {
			a.status = status
			c.say(a.whole("", "Location", to(x)))
		}}
	}
}

// testRedirects: a redirect to another host, port or scheme, of whichever request, is
// an error that does not show the target, and the server there never learns of it.
func testRedirects(t reporter, s subject) {
	for i, target := range away() {
		to := func(x exchange) string { return target + x.URL.RequestURI() }
		statuses := []int{301, 302, 303, 307, 308}
		for _, status := range statuses[:race.Pick(len(statuses), 1)] {
			f := redirect(status, to)
			for _, k := range []kind{kindEmployees, kindSide, kindToken} {
				met := false
				one := func(x exchange) *fault {
					if x.kind != k {
						return nil
					}
					met = true
					return f(x)
				}
				label := fmt.Sprint(status, " to ", target, " of kind ", k)
				ways()[1].trial(t, label, s, s.several(), one, func(g *rig, o outcome) {
					if met { // else the provider has no request of this kind
						g.hidesTarget(g.wantError(o, employee.ErrMalformed))
					}
				})
			}
		}
		f := redirect(statuses[i%len(statuses)], to)
		trial(t, "redirect of everything to "+target, s, s.several(), f, func(g *rig, o outcome) { g.wantError(o) })
		trial(t, "redirect to "+target, s, s.several(), func(x exchange) *fault {
			if x.step < 0 {
				return nil
			}
			return f(x)
		}, func(g *rig, o outcome) { g.wantError(o) })
		eachStep(t, "redirect to "+target, s, func(step int) func(exchange) *fault {
			return func(x exchange) *fault {
				if x.step != step {
					return nil
				}
				return f(x)
			}
		}, (*rig).wantErrorOrWhole)
	}
}

func (g *rig) hidesTarget(err error) {
	g.Helper()
	if text := err.Error(); strings.Contains(text, elsewhere) || strings.Contains(text, "someone") {
		g.errorf("%v shows the target", err)
	}
}

// TestRedirectsWithin: a redirect to the origin is followed if it keeps the
// request as it is, and not for ever.
func TestRedirectsWithin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s subject, w way) {
		for _, status := range []int{307, 308} {
			to := redirect(status, func(x exchange) string { return x.URL.RequestURI() })
			once := overPipes(t, fmt.Sprint(w.name, " ", status, " once"), s, 3, func(x exchange) *fault {
				if x.Response != nil { // it has been redirected already
					return nil
				}
				return to(x)
			})
			once.wantWhole(once.read(t.Context(), w))
			loop := overPipes(t, fmt.Sprint(w.name, " ", status, " for ever"), s, 3, to)
			o := loop.read(t.Context(), w)
			if n := len(loop.exchanges()); !errors.Is(o.err, employee.ErrMalformed) || n > 15 {
				loop.errorf("%v after %d requests", o.err, n)
			}
		}
	})
}

// testLinks: no link in an answer leads a request to another server.
func testLinks(t reporter, s subject) {
	for _, to := range []string{elsewhere, "localhost:8443", "localhost." + elsewhere} {
		f := edited(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("localhost"), []byte(to)) })
		trial(t, "links to "+to, s, s.many(), everywhere(f), (*rig).wantErrorOrWhole)
	}
}

// testHeaders: each request names its sender, has its credential in a header or a body,
// and shows none in its URL, which ends up in the logs of proxies and servers.
func testHeaders(t reporter, s subject) {
	for _, w := range ways() {
		g := inMemory(t, w.name+": headers", s, s.several(), nil)
		g.wantWhole(w.read(g, context.Background()))
		if _, err := g.client.Check(context.Background()); err != nil {
			g.errorf("Check: %v", err)
		}
		if _, err := g.client.Catalog(context.Background()); err != nil {
			g.errorf("Catalog: %v", err)
		}
		secrets := g.secrets()
		for _, x := range g.exchanges() {
			where := x.Method + " " + x.URL.Path
			if agent := x.Header.Get("User-Agent"); agent == "" || strings.HasPrefix(agent, "Go-http-client") {
				g.errorf("%s has the User-Agent %q", where, agent)
			}
			if x.Header.Get("Authorization") == "" && x.kind != kindToken {
				g.errorf("%s has no credential", where)
			}
			query := x.URL.RawQuery
			for _, values := range x.URL.Query() {
				query += " " + strings.Join(values, " ")
			}
			silent(g, "the URL of "+where, x.URL.String()+" "+x.URL.Path+" "+query, secrets)
		}
		g.settle()
	}
}

// testSecrets: no error, log record or printed value shows a credential, even where the
// server's answer does.
func testSecrets(t reporter, s subject) {
	quiet := func(label string, f func(exchange) *fault) {
		inMemory(t, label, s, s.several(), f).everything(context.Background(), nil)
	}
	for _, status := range []int{400, 401, 403, 404, 422, 429, 500} {
		quiet(fmt.Sprintf("%d that quotes the credentials", status), quoting(s, status))
	}
	for _, secret := range s.Secrets {
		target := "https://" + elsewhere + "/?key=" + url.QueryEscape(secret)
		for name, f := range map[string]fault{
			"a body that is the credential":  bodied(`"` + secret + `"`),
			"no JSON but the credential":     bodied(secret),
			"a field of the credential":      bodied(`{"` + secret + `":"` + secret + `","data":"` + secret + `"}`),
			"a redirect with the credential": status(302, "Location", target),
			"an unusable redirect":           status(302, "Location", "https://"+secret+":"+secret),
		} {
			quiet(name, everywhere(f))
		}
	}
	quiet("a broken connection", everywhere(brokenOff(0, 0)))
	quiet("a healthy server", nil)
}

// quoting answers as the vendor does when there is no credential, but with a
// text that shows it in place of each of the vendor's own.
func quoting(s subject, status int) func(exchange) *fault {
	vendor := s.Fake(1)
	return func(x exchange) *fault {
		return &fault{speak: func(c *line, _ answer) {
			var text strings.Builder
			text.WriteString("refused " + x.Header.Get("Authorization"))
			for _, secret := range s.Secrets {
				encoded := base64.StdEncoding.EncodeToString([]byte(secret))
				text.WriteString(" " + secret + " " + url.QueryEscape(secret) + " " + encoded)
			}
			bare, rec := x.received(), httptest.NewRecorder()
			bare.Header = bare.Header.Clone()
			bare.Header.Del("Authorization")
			vendor.ServeHTTP(rec, bare)
			a := answer{status: status, header: rec.Result().Header}
			for name := range a.header {
				a.header.Set(name, text.String())
			}
			a.header.Set("Content-Type", "application/json")
			c.say(a.whole(retold(rec.Body.Bytes(), text.String()), "X-Request-Id", text.String()))
		}}
	}
}

// retold is a JSON document with another text for each of its texts.
func retold(body []byte, text string) string {
	var document any
	if json.Unmarshal(body, &document) != nil || document == nil {
		document = map[string]any{"error": map[string]any{"code": "", "message": ""}, "message": ""}
	}
	out, err := json.Marshal(texted(document, nil, func([]string, string) any { return text }))
	if err != nil {
		return text
	}
	return string(out)
}
