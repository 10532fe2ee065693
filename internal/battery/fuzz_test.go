package battery

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

// A direct transport is the fake, in memory, with a foreign answer to requests of
// one kind.
type direct struct {
	s      subject
	fake   http.Handler
	kind   kind
	status int
	body   string
	sent   int
}

func (d *direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	d.sent++
	if d.s.kind(r) == d.kind {
		w.WriteHeader(d.status)
		io.WriteString(w, d.body)
	} else {
		r = r.Clone(r.Context())
		if r.Body == nil {
			r.Body = http.NoBody
		}
		d.fake.ServeHTTP(w, r)
	}
	return w.Result(), nil
}

// foreign lists everybody where one kind of request gets a foreign answer. There
// is an error, or people who have ids and no text that cannot be read; and an
// end.
func foreign(t *testing.T, which uint8, k kind, status int, body string) {
	all := subjects(employee.Fields()...)
	s := all[int(which)%len(all)]
	synctest.Test(t, func(t *testing.T) { // repeated requests wait
		d := &direct{s: s, fake: s.Fake(2), kind: k, status: status, body: body}
		client, err := s.New(baseURL, &http.Client{Transport: d}, nil)
		if err != nil {
			t.Fatal(err)
		}
		r, err := client.Roster(t.Context())
		if d.sent > 1000 {
			t.Fatalf("%s: %d requests", s.name, d.sent)
		}
		if err != nil {
			fe, ok := err.(*employee.FetchError)
			if r != nil || !ok || !utf8.ValidString(fe.Error()) || len(fe.Message) > 200 || strings.ContainsAny(fe.Error(), "\x00\n\x1b") {
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
		for _, body := range []string{`{}`, `[]`, `null`, ``, `{"data":[],"items":[],"_data":[],"employees":[]}`, `{"error":{"code":1,"message":["x"]}}`} {
			add(uint8(i), body)
		}
	}
}

// FuzzPage: every provider's page of people, with its envelope, count and links.
func FuzzPage(f *testing.F) {
	bare(func(which uint8, body string) { f.Add(which, body) })
	f.Fuzz(func(t *testing.T, which uint8, body string) { foreign(t, which, people, 200, body) })
}

// FuzzBeside: every provider's lists beside the people.
func FuzzBeside(f *testing.F) {
	bare(func(which uint8, body string) { f.Add(which, body) })
	f.Fuzz(func(t *testing.T, which uint8, body string) { foreign(t, which, beside, 200, body) })
}

// FuzzToken: the answers to requests for tokens.
func FuzzToken(f *testing.F) {
	bare(func(which uint8, body string) { f.Add(which, uint16(0), body) })
	f.Fuzz(func(t *testing.T, which uint8, status uint16, body string) {
		foreign(t, which, token, 200+int(status)%400, body)
	})
}

// FuzzRefusal: every provider's words for an error.
func FuzzRefusal(f *testing.F) {
	for i := range subjects() {
		for _, body := range []string{
			`{"error":{"code":"x","message":"no"}}`, `{"success":false,"error":{"code":422,"message":"Nein"}}`, `{"Status":400,"Message":"no"}`,
			`{"type":"about:blank","title":"no","status":400}`, `{"key":"x","error":"no"}`, `{"id":"x","code":400,"name":"BadRequest","issues":[{"name":"a","reason":"b"}]}`,
			`{"errors":[{"title":"no","detail":"x"}],"personio_trace_id":"t"}`, `<html>`, `no`, ``,
		} {
			f.Add(uint8(i), uint16(200), body)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, status uint16, body string) {
		foreign(t, which, people, 300+int(status)%300, body)
	})
}
