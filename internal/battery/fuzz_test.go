package battery

import (
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

// foreign lists every employee where one kind of request gets a foreign answer. There
// is an error, or employees who have ids and no text that cannot be read; and an
// end.
func foreign(t *testing.T, which uint8, k kind, status int, body string) {
	all := subjects(employee.Fields()...)
	s := all[int(which)%len(all)]
	synctest.Test(t, func(t *testing.T) { // repeated requests wait
		answer := fault{mute: true, speak: func(c *line, _ answer) { c.say(answer{status: status}.whole(body)) }}
		g := inMemory(t, s.name, s, 2, onKind(k, answer))
		g.most = 1000
		r, err := g.client.Roster(t.Context())
		g.settle()
		if err != nil {
			fe, ok := err.(*employee.FetchError)
			if r != nil || !ok || !utf8.ValidString(fe.Error()) || len(fe.Message) > 200 ||
				strings.ContainsAny(fe.Error(), "\x00\n\x1b") {
				t.Fatalf("%s: roster %v with the error %q", s.name, r, err)
			}
			return
		}
		for e := range r.All() {
			if strings.TrimSpace(e.ID) == "" {
				t.Fatalf("%s: a blank id", s.name)
			}
			for _, f := range employee.Fields() {
				if v := e.Value(f); f != employee.FieldID && v.Known() && strings.ContainsRune(v.String(), utf8.RuneError) {
					t.Fatalf("%s: %s is known although it cannot be read", s.name, f)
				}
			}
		}
	})
}

// bare are seeds for all subjects, beside the true answers in testdata/fuzz.
func bare(add func(which uint8, body string)) {
	for i := range subjects() {
		for _, body := range []string{
			`{}`, `[]`, `null`, ``, `{"data":[],"items":[],"_data":[],"employees":[]}`,
			`{"error":{"code":1,"message":["x"]}}`,
		} {
			add(uint8(i), body)
		}
	}
}

// FuzzPage: every provider's page of employees, with its envelope, count and links.
func FuzzPage(f *testing.F) {
	bare(func(which uint8, body string) { f.Add(which, body) })
	f.Fuzz(func(t *testing.T, which uint8, body string) { foreign(t, which, kindEmployees, 200, body) })
}

// FuzzBeside: every provider's lists beside the employees.
func FuzzBeside(f *testing.F) {
	bare(func(which uint8, body string) { f.Add(which, body) })
	f.Fuzz(func(t *testing.T, which uint8, body string) { foreign(t, which, kindSide, 200, body) })
}

// FuzzToken: the answers to requests for tokens.
func FuzzToken(f *testing.F) {
	bare(func(which uint8, body string) { f.Add(which, uint16(0), body) })
	f.Fuzz(func(t *testing.T, which uint8, status uint16, body string) {
		foreign(t, which, kindToken, 200+int(status)%400, body)
	})
}

// FuzzRefusal: every provider's words for an error.
func FuzzRefusal(f *testing.F) {
	for i := range subjects() {
		for _, body := range []string{
			`{"error":{"code":"x","message":"no"}}`, `{"success":false,"error":{"code":422,"message":"Nein"}}`,
			`{"Status":400,"Message":"no"}`,
			`{"type":"about:blank","title":"no","status":400}`, `{"key":"x","error":"no"}`,
			`{"id":"x","code":400,"name":"BadRequest","issues":[{"name":"a","reason":"b"}]}`,
			`{"errors":[{"title":"no","detail":"x"}],"personio_trace_id":"t"}`, `<html>`, `no`, ``,
		} {
			f.Add(uint8(i), uint16(200), body)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, status uint16, body string) {
		foreign(t, which, kindEmployees, 300+int(status)%300, body)
	})
}
