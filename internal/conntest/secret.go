package conntest

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A record keeps what is logged, as text and as JSON.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.String()
}

func (r *record) logger() *slog.Logger {
	all := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: false}
	return slog.New(slog.NewMultiHandler(slog.NewTextHandler(r, all), slog.NewJSONHandler(r, all)))
}

// testSecrets: whatever the server says, and were it the credential itself, no
// error, log record or printed value shows it.
func testSecrets(t reporter, c Connector) {
	for _, status := range []int{400, 401, 403, 404, 422, 429, 500} {
		checkSilence(t, fmt.Sprintf("%d that quotes the credentials", status), c, quoting(c, status))
	}
	for _, secret := range c.Secrets {
		for name, h := range map[string]middleware{
			"a body that is the credential": answer(200, `"`+secret+`"`),
			"no JSON but the credential":    answer(200, secret),
			"a field of the credential":     answer(200, `{"`+secret+`":"`+secret+`","data":"`+secret+`"}`),
			"a redirect with the credential": answer(302, "",
				"Location", "https://"+elsewhere+"/?key="+url.QueryEscape(secret)),
			"an unusable redirect": answer(302, "", "Location", "https://"+secret+":"+secret),
		} {
			checkSilence(t, name, c, everywhere(h))
		}
	}
	checkSilence(t, "a broken connection", c, everywhere(reset))
	checkSilence(t, "a healthy server", c, nil)
}

// checkSilence calls everything that a client has and looks at all that comes
// out of it.
func checkSilence(t reporter, label string, c Connector, f fault) {
	t.Helper()
	g := newRig(t, label, c, c.several(), f)
	ctx := context.Background()
	errs := map[string]error{
		"Employees": g.stream(ctx).err,
		"Roster":    g.roster(ctx).err,
	}
	access, err := g.client.Check(ctx)
	errs["Check"] = err
	_, errs["Catalog"] = g.client.Catalog(ctx)

	g.logger.Debug("a caller logs", "client", g.client, "access", access)
	secrets := g.secrets()
	for name, err := range errs {
		if err != nil {
			g.logger.Info("a caller logs", "error", err)
			g.checkError(err)
			g.checkChain(name, err, secrets)
		}
	}
	g.checkPrinted("the client", g.client, secrets)
	g.checkPrinted("what Check gives", access, secrets)
	g.checkSecrets("the log", g.log.String(), secrets)
}

// quoting answers as the vendor does when there is no credential, but with a
// text that shows it in place of each of the vendor's own.
func quoting(c Connector, status int) fault {
	return everywhere(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var text strings.Builder
			text.WriteString("refused " + r.Header.Get("Authorization"))
			for _, secret := range c.Secrets {
				fmt.Fprintf(&text, " %s %s %s", secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)))
			}
			bare := r.Clone(r.Context())
			bare.Header.Del("Authorization")
			whole := httptest.NewRecorder()
			next.ServeHTTP(whole, bare)
			for name := range whole.Result().Header {
				w.Header().Set(name, text.String())
			}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Del("Content-Length")
			w.Header().Set("X-Request-Id", text.String())
			w.WriteHeader(status)
			w.Write(retold(whole.Body.Bytes(), text.String()))
		})
	})
}

// retold is a JSON document with another text for each of its texts.
func retold(body []byte, text string) []byte {
	var document any
	if json.Unmarshal(body, &document) != nil || document == nil {
		document = map[string]any{"error": map[string]any{"code": "", "message": ""}, "message": ""}
	}
	var retell func(v any) any
	retell = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for key := range v {
				v[key] = retell(v[key])
			}
			return v
		case []any:
			for i := range v {
				v[i] = retell(v[i])
			}
			return v
		case string:
			return text
		}
		return v
	}
	out, err := json.Marshal(retell(document))
	if err != nil {
		return []byte(text)
	}
	return out
}

// secrets are the forms of the credentials that may not show: those of
// Connector.Secrets, and those that requests carried.
func (g *rig) secrets() []string {
	all := slices.Clone(g.c.Secrets)
	for _, x := range g.sent() {
		if _, credential, ok := strings.Cut(x.header.Get("Authorization"), " "); ok && len(credential) >= 8 {
			all = append(all, credential)
		}
	}
	return Forms(all...)
}

// Forms returns how secrets may look in a text: as they are, and as URLs, JSON,
// base64, hexadecimal digits and printed bytes have them.
func Forms(secrets ...string) []string {
	var forms []string
	for _, s := range secrets {
		b := []byte(s)
		quoted, _ := json.Marshal(s) // a string can always be encoded
		forms = append(forms, s, url.QueryEscape(s), url.PathEscape(s),
			strings.Trim(string(quoted), `"`),
			base64.RawStdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b),
			hex.EncodeToString(b), strings.ToUpper(hex.EncodeToString(b)),
			strings.Trim(fmt.Sprint(b), "[]"))
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

func (g *rig) checkSecrets(where, text string, secrets []string) {
	g.Helper()
	for _, s := range secrets {
		if i := strings.Index(text, s); i >= 0 {
			g.errorf("%s shows the secret %s: %s", where, s, text[max(0, i-40):min(len(text), i+len(s)+40)])
			return
		}
	}
}

// checkChain prints an error and everything that it wraps.
func (g *rig) checkChain(where string, err error, secrets []string) {
	g.Helper()
	g.checkSecrets("the error of "+where, err.Error(), secrets)
	g.checkPrinted("the error of "+where, err, secrets)
	if one := errors.Unwrap(err); one != nil {
		g.checkChain(where, one, secrets)
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			g.checkChain(where, one, secrets)
		}
	}
}

// checkPrinted looks at v in all that it can be printed as.
func (g *rig) checkPrinted(where string, v any, secrets []string) {
	g.Helper()
	for how, text := range Printed(v) {
		g.checkSecrets(where+" as "+how, text, secrets)
	}
}

// Printed iterates over v itself, what it points to, and v inside other values,
// with every verb of package fmt and as JSON: the way, and what comes of it.
func Printed(v any) iter.Seq2[string, string] {
	values := []any{v, []any{v}, struct{ V any }{v}, map[string]any{"v": v}}
	if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer && !p.IsNil() {
		values = append(values, p.Elem().Interface())
	}
	return func(yield func(string, string) bool) {
		for _, v := range values {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
				if !yield(verb, fmt.Sprintf(verb, v)) {
					return
				}
			}
			text, err := json.Marshal(v)
			if !yield("JSON", string(text)+fmt.Sprint(err)) {
				return
			}
		}
	}
}
