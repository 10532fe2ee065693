package battery

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
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

func canaries() []string { return forms(canary, escaped, birthday, "19070329") }

// personal are the keys, in all the vendors' answers, below which there are texts
// about an employee.
const personal = `(?i)name|mail|phone|mobile|line|address|city|country|street|postal|zip|title|department|` +
	`division|location|site|team|office|company$|legal|cost|birth|login|number|manager|supervisor|type$`

// sing replaces every personal text of an answer; wrong makes something else of
// it than a text.
func sing(body []byte, wrong func(string) any) []byte {
	doc := parse(body)
	if doc == nil {
		return body
	}
	about := regexp.MustCompile(personal)
	isPersonal := func(key string) bool { return about.MatchString(key) && key != "employees" }
	return document(texted(map[string]any(doc), nil, func(keys []string, v string) any {
		key := keys[len(keys)-1]
		if slices.ContainsFunc(keys, isPersonal) && !structural(key, v) {
			return wrong(text(key, v))
		}
		return v
	}).(map[string]any)).bytes()
}

// texted is a decoded document with something else for each of its texts, by the keys
// that lead there.
func texted(v any, keys []string, f func(keys []string, text string) any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, one := range v {
			v[key] = texted(one, append(slices.Clone(keys), key), f)
		}
	case []any:
		for i, one := range v {
			v[i] = texted(one, keys, f)
		}
	case string:
		return f(keys, v)
	}
	return v
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

// sing puts canaries into what the fake of a rig says.
func (g *rig) sing(song func(http.Handler) http.Handler) *rig {
	g.handler = song(g.handler)
	return g
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

// TestCanaries: whatever goes wrong, and when nothing does, no credential and no
// text about an employee is in an error, a log record or a printed value.
func TestCanaries(t *testing.T) {
	t.Parallel()
	for _, s := range subjects(employee.Fields()...) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for name, wrong := range wrongTypes() {
				t.Run(name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						overPipes(t, name, s, 3, nil).sing(singing(wrong)).everything(t.Context(), canaries())
					})
				})
			}
			song := singing(asText)
			for _, r := range slices.Concat(faults(), revealing(s)) {
				if r.heavy || race.Enabled { // there is no race to find in a search for text
					continue
				}
				carried := inMemory
				if r.wired {
					carried = overPipes
				}
				t.Run(r.name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						carried(t, r.name, s, 3, everywhere(r.fault)).sing(song).everything(t.Context(), canaries())
					})
				})
			}
		})
	}
}

// revealing are refusals whose bodies and headers hold employees and credentials.
func revealing(s subject) []row {
	var rows []row
	for _, code := range []int{200, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503} {
		whole := fault{speak: func(c *line, a answer) {
			a.status = code
			target := "http://" + elsewhere + "/?q=" + canary
			c.say(a.whole(string(a.body), "X-Request-Id", s.Secrets[0], "Location", target))
		}}
		refused := fault{speak: func(c *line, a answer) {
			a.status = code
			const q = `"refused %[1]s"`
			const words = `{"success":false,"message":` + q + `,"error":{"code":` + q + `,"message":` + q +
				`},"title":` + q + `,"Message":` + q + `}`
			c.say(a.whole(fmt.Sprintf(words, strings.Join(s.Secrets, " and "))))
		}}
		rows = append(rows, row{name: fmt.Sprint(code, " with the employees"), fault: whole},
			row{name: fmt.Sprint(code, " with the credentials"), fault: refused})
	}
	return append(rows,
		row{name: "cut in a text", fault: fault{speak: func(c *line, a answer) {
			end := max(bytes.Index(a.body, []byte(canary))+5, 1)
			c.say(a.whole(string(a.body[:min(end, len(a.body))])))
		}}},
		row{name: "no JSON but a text", fault: bodied(canary + " " + escaped)},
		row{name: "a text", fault: bodied(`"` + canary + `"`)},
		row{name: "keys of texts", fault: bodied(
			strings.ReplaceAll(`{"#":1,"data":"#","employees":"#","items":7}`, "#", canary))},
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
				g := inMemory(t, "canaries", s, 3, nil).sing(singing(asText))
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
