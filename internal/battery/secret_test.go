package battery

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
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A journal is what was logged, as text and as JSON.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) logger() *slog.Logger {
	all := &slog.HandlerOptions{Level: slog.LevelDebug}
	return slog.New(slog.NewMultiHandler(slog.NewTextHandler(j, all), slog.NewJSONHandler(j, all)))
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

// secrets are the forms of the credentials that may not show: those of the subject, and
// those that requests carried.
func (g *rig) secrets() []string {
	all := slices.Clone(g.s.Secrets)
	for _, x := range g.exchanges() {
		if _, credential, ok := strings.Cut(x.Header.Get("Authorization"), " "); ok && len(credential) >= 8 {
			all = append(all, credential)
		}
	}
	return forms(all...)
}

// forms are how secrets may look in a text: as they are, and as URLs, JSON,
// base64, hexadecimal digits and printed bytes have them.
func forms(secrets ...string) []string {
	var all []string
	for _, s := range secrets {
		b := []byte(s)
		quoted, _ := json.Marshal(s) // a string can always be encoded
		all = append(all, s, url.QueryEscape(s), url.PathEscape(s),
			strings.Trim(string(quoted), `"`),
			base64.RawStdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b),
			hex.EncodeToString(b), strings.ToUpper(hex.EncodeToString(b)),
			strings.Trim(fmt.Sprint(b), "[]"))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// printed iterates over v itself, what it points to, and v inside other values,
// with every verb of package fmt and as JSON: the way, and what comes of it.
func printed(v any) iter.Seq2[string, string] {
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

// silent wants none of the forms in a text.
func silent(t reporter, where, text string, forms []string) {
	t.Helper()
	for _, f := range forms {
		if i := strings.Index(text, f); i >= 0 {
			t.Errorf("%s shows the secret %q: ...%s", where, f, text[max(0, i-60):min(len(text), i+len(f)+20)])
			return
		}
	}
}

// silentPrinted wants none of the forms in anything that v can be printed as,
// but for those ways that are named.
func silentPrinted(t reporter, where string, v any, forms []string, but ...string) {
	t.Helper()
	for how, text := range printed(v) {
		if !slices.Contains(but, how) {
			silent(t, where+" as "+how, text, forms)
		}
	}
}

// silentChain wants none of the forms in an error and in every error that it wraps.
func silentChain(t reporter, where string, err error, forms []string) {
	t.Helper()
	silent(t, where, err.Error(), forms)
	silentPrinted(t, where, err, forms)
	if one := errors.Unwrap(err); one != nil {
		silentChain(t, where, one, forms)
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			silentChain(t, where, one, forms)
		}
	}
}

// everything calls all that a client has, and wants neither a credential nor one of the
// personal forms in all that comes out.
func (g *rig) everything(ctx context.Context, personal []string) {
	g.Helper()
	g.log = new(journal)
	g.logger = g.log.logger()
	g.connect()
	listed := g.roster(ctx)
	roster := listed.roster
	errs := map[string]error{"Employees": g.stream(ctx).err, "Roster": listed.err}
	access, err := g.client.Check(ctx)
	errs["Check"] = err
	_, errs["Catalog"] = g.client.Catalog(ctx) // its fields are the tenant's own words
	secrets := g.secrets()
	all := append(slices.Clone(secrets), personal...)
	for call, err := range errs {
		if err != nil {
			g.checkError(err)
			g.logger.Error("a caller logs", "call", call, "error", err)
			silentChain(g, g.label+": the error of "+call, err, all)
		}
	}
	if personal == nil { // the name of the company is personal to some
		g.logger.Debug("a caller logs", "access", access)
	}
	g.logger.Info("a caller logs", "client", g.client, "roster", roster,
		"warnings", access.Warnings, "withheld", access.Withheld)
	silentPrinted(g, g.label+": the client", g.client, all)
	silentPrinted(g, g.label+": what Check gives", access, secrets)
	if roster != nil {
		silentPrinted(g, g.label+": the roster", roster, all)
		g.logger.Info("a caller logs", "roster", *roster, "problems", roster.Problems())
		silentPrinted(g, g.label+": the problems", roster.Problems(), all)
		for e := range roster.All() {
			g.logger.Info("a caller logs", "employee", e, "as a value", *e)
			silentPrinted(g, g.label+": an employee", e, all, "JSON")
		}
	}
	silent(g, g.label+": the log", g.log.String(), all)
	g.settle()
}
