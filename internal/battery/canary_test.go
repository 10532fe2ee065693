package battery

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/conntest"
	"github.com/rosterkit/rosterkit/internal/race"
)

// The canaries: every personal text of every answer begins with them, every
// birthday is on that day. Nine bytes make twelve of base64, wherever more
// follows; the second has what URLs and JSON escape.
const (
	canary   = "zq7canary"
	escaped  = `kw"4/ä&z`
	birthday = "1907-03-29"
)

func canaries() []string { return conntest.Forms(canary, escaped, birthday, "19070329") }

// personal are the keys, in all the vendors' answers, below which there are texts
// about a person.
const personal = `(?i)name|mail|phone|mobile|line|address|city|country|street|postal|zip|title|department|` +
	`division|location|site|team|office|company$|legal|cost|birth|login|number|manager|supervisor|type$`

// sing replaces every personal text of an answer; wrong makes something else of
// it than a text.
func sing(body []byte, wrong func(string) any) []byte {
	doc := parse(body)
	if doc == nil {
		return body
	}
	keys := regexp.MustCompile(personal)
	var walk func(v any, key string, inside bool) any
	walk = func(v any, key string, inside bool) any {
		inside = inside || keys.MatchString(key) && key != "employees"
		switch v := v.(type) {
		case map[string]any:
			for k, one := range v {
				v[k] = walk(one, k, inside)
			}
		case []any:
			for i, one := range v {
				v[i] = walk(one, key, inside)
			}
		case string:
			if inside && !structural(key, v) {
				return wrong(text(key, v))
			}
		}
		return v
	}
	return document(walk(map[string]any(doc), "", false).(map[string]any)).bytes()
}

// structural texts hold an answer together: ids, links, names of types, and the
// title that our own request gave a report.
func structural(key, v string) bool {
	lower := strings.ToLower(key)
	return strings.HasSuffix(lower, "id") || slices.Contains([]string{"type", "href", "label", "universal_id"}, lower) ||
		strings.HasPrefix(v, "http") || v == "rosterkit"
}

func text(key, v string) string {
	switch {
	case strings.Contains(strings.ToLower(key), "birth"):
		return birthday
	case strings.Contains(v, "@"):
		return canary + ".4z@example.com"
	}
	return canary + " " + escaped
}

// singing is the handler with canaries in place of every personal text.
// It sings the same answer once, however many handlers it is put around.
func singing(wrong func(string) any) func(http.Handler) http.Handler {
	var mu sync.Mutex
	songs := map[string][]byte{}
	song := func(body string) []byte {
		mu.Lock()
		defer mu.Unlock()
		if songs[body] == nil {
			songs[body] = sing([]byte(body), wrong)
		}
		return songs[body]
	}
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			for name, values := range rec.Result().Header {
				w.Header()[name] = values
			}
			w.Header().Del("Content-Length")
			w.WriteHeader(rec.Code)
			w.Write(song(rec.Body.String()))
		})
	}
}

func asText(s string) any { return s }

// wrongTypes are what a text may turn into.
func wrongTypes() map[string]func(string) any {
	return map[string]func(string) any{
		"texts":         asText,
		"an object":     func(s string) any { return document{s: s, "value": s} },
		"a list":        func(s string) any { return []any{s, []any{s}} },
		"a long text":   func(s string) any { return strings.Repeat(s, 300) },
		"a bad text":    func(s string) any { return s + "\ufffd" },
		"control codes": func(s string) any { return "\x00\n" + s + "\x1b[31m" },
	}
}

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

// silent wants none of the forms in a text. JSON may write them with escapes of
// its own.
func silent(t *testing.T, where, text string, forms []string) {
	t.Helper()
	for _, f := range forms {
		if i := strings.Index(text, f); i >= 0 {
			t.Errorf("%s shows %q: ...%s", where, f, text[max(0, i-60):min(len(text), i+len(f)+20)])
			return
		}
	}
}

// silentPrinted wants none of the forms in anything that v can be printed as,
// but for those ways that are named.
func silentPrinted(t *testing.T, where string, v any, forms []string, but ...string) {
	t.Helper()
	for how, text := range conntest.Printed(v) {
		if !slices.Contains(but, how) {
			silent(t, where+" as "+how, text, forms)
		}
	}
}

// everything calls all that a client has and looks at all that comes out.
func (r *rig) everything(ctx context.Context, t *testing.T, forms []string) {
	t.Helper()
	j := new(journal)
	l := j.logger()
	r.connect(t, l)
	errs := map[string]error{}
	for _, err := range r.client.Employees(ctx) {
		errs["Employees"] = err
	}
	roster, err := r.client.Roster(ctx)
	errs["Roster"] = err
	access, err := r.client.Check(ctx)
	errs["Check"] = err
	_, errs["Catalog"] = r.client.Catalog(ctx) // its fields are the tenant's own words
	for call, err := range errs {
		if err != nil {
			l.Error("a caller logs", "call", call, "error", err)
			silentPrinted(t, "the error of "+call, err, forms)
			silent(t, "the error of "+call, err.Error(), forms)
		}
	}
	l.Info("a caller logs", "client", r.client, "roster", roster, "warnings", access.Warnings, "withheld", access.Withheld)
	silentPrinted(t, "the client", r.client, forms)
	if roster != nil {
		silentPrinted(t, "the roster", roster, forms)
		l.Info("a caller logs", "roster", *roster, "problems", roster.Problems())
		silentPrinted(t, "the problems", roster.Problems(), forms)
		for e := range roster.All() {
			l.Info("a caller logs", "employee", e, "as a value", *e)
			silentPrinted(t, "an employee", e, forms, "JSON")
		}
	}
	silent(t, "the log", j.String(), forms)
	r.settle(t)
}

// TestCanaries: whatever goes wrong, and when nothing does, no credential and no
// text about a person is in an error, a log record or a printed value.
func TestCanaries(t *testing.T) {
	t.Parallel()
	for _, s := range subjects(employee.Fields()...) {
		forms := append(canaries(), conntest.Forms(s.Secrets...)...)
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for name, wrong := range wrongTypes() {
				t.Run(name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						newRig(t, s, 3, singing(wrong), nil).everything(t.Context(), t, forms)
					})
				})
			}
			song := singing(asText)
			for _, r := range slices.Concat(faults(), quoting(s)) {
				if r.heavy || race.Enabled { // there is no race to find in a search for text
					continue
				}
				t.Run(r.name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						f := func(exchange) *fault { return &r.fault }
						newRig(t, s, 3, song, f).everything(t.Context(), t, forms)
					})
				})
			}
		})
	}
}

// quoting are refusals whose bodies and headers hold people and credentials.
func quoting(s subject) []row {
	var rows []row
	for _, code := range []int{200, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503} {
		rows = append(rows,
			row{name: fmt.Sprint(code, " with the people"), fault: fault{speak: func(c *line, a answer) {
				a.status = code
				c.say(a.whole(string(a.body), "X-Request-Id", s.Secrets[0], "Location", "http://"+elsewhere+"/?q="+canary))
			}}},
			row{name: fmt.Sprint(code, " with the credentials"), fault: fault{speak: func(c *line, a answer) {
				a.status = code
				quoted, _ := json.Marshal("refused " + strings.Join(s.Secrets, " and "))
				c.say(a.whole(`{"success":false,"message":` + string(quoted) + `,"error":{"code":` + string(quoted) + `,"message":` +
					string(quoted) + `},"title":` + string(quoted) + `,"Message":` + string(quoted) + `}`))
			}}})
	}
	return append(rows,
		row{name: "cut in a text", fault: fault{speak: func(c *line, a answer) {
			end := max(bytes.Index(a.body, []byte(canary))+5, 1)
			c.say(a.whole(string(a.body[:min(end, len(a.body))])))
		}}},
		row{name: "no JSON but a text", fault: bodied(canary + " " + escaped)},
		row{name: "a text", fault: bodied(`"` + canary + `"`)},
		row{name: "keys of texts", fault: bodied(`{"` + canary + `":1,"data":"` + canary + `","employees":"` + canary + `","items":7}`)},
	)
}

// TestRosterHasCanaries: the canaries are there to be found, or the test above
// would find none whatever happened.
func TestRosterHasCanaries(t *testing.T) {
	t.Parallel()
	for _, s := range subjects(employee.Fields()...) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := newRig(t, s, 3, singing(asText), nil)
				r, err := g.client.Roster(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				fields := []employee.Field{employee.FieldFirstName, employee.FieldLastName, employee.FieldWorkEmail}
				for e := range r.All() {
					for _, f := range fields {
						if !strings.Contains(e.Value(f).String(), canary) {
							t.Errorf("%s of employee %s is %s and has no canary", f, e.ID, e.Value(f).State())
						}
					}
				}
			})
		})
	}
}
