package hibobtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", hibobtest.People(20)...)
	const id1, id2 = "3332880000000001001", "3332880000000001002"
	filter := func(path, operator, values string) string {
		return fmt.Sprintf(`{"fieldPath":%q,"operator":%q,"values":[%s]}`, path, operator, values)
	}
	for _, tt := range []struct {
		name, body string
		status     int
		people     int
	}{
		{name: "none", body: `{"fields":["root.id"],"showInactive":true}`, status: 200, people: 20},
		// 17 are without a leaver, a joiner and one employee on leave.
		{name: "only those with access", body: `{"fields":["root.id"]}`, status: 200, people: 17},
		{
			name: "by id",
			body: `{"showInactive":true,"fields":["root.id"],"filters":[` +
				filter("root.id", "equals", `"`+id1+`","`+id2+`","x"`) + `]}`,
			status: 200, people: 2,
		},
		{
			name: "by e-mail",
			body: `{"showInactive":true,"fields":["root.id"],"filters":[` +
				filter("root.email", "equals", `"ada.abara.1@example.com"`) + `]}`,
			status: 200, people: 1,
		},
		{
			name:   "two",
			body:   `{"filters":[` + filter("root.id", "equals", `"1"`) + `,` + filter("root.id", "equals", `"1"`) + `]}`,
			status: 400,
		},
		{name: "another field", body: `{"filters":[` + filter("work.title", "equals", `"1"`) + `]}`, status: 400},
		{name: "another operator", body: `{"filters":[` + filter("root.id", "contains", `"1"`) + `]}`, status: 400},
		{name: "no values", body: `{"filters":[` + filter("root.id", "equals", ``) + `]}`, status: 400},
		{name: "empty", body: `{"filters":[]}`, status: 400},
		{name: "null", body: `{"filters":null,"showInactive":true,"fields":["root.id"]}`, status: 200, people: 20},
		{
			name: "400 fields", body: `{"showInactive":true,"fields":["root.id"` + strings.Repeat(`,"x"`, 399) + `]}`,
			status: 200, people: 20,
		},
		{name: "401 fields", body: `{"fields":["root.id"` + strings.Repeat(`,"x"`, 400) + `]}`, status: 400},
		{name: "no JSON", body: `fields`, status: 400},
	} {
		status, answer, _ := do(t, fake, "POST", "/people/search", tt.body)
		if n := strings.Count(answer, `"/root/id"`); status != tt.status || n != tt.people {
			t.Errorf("%s: status %d and %d employees, want %d and %d", tt.name, status, n, tt.status, tt.people)
		}
		if tt.status == 400 && !strings.HasPrefix(answer, `{"key":"validation.error","error":"`) {
			t.Errorf("%s: %s", tt.name, answer)
		}
	}
	fake.Configure(hibobtest.Config{EmptyFilters: true, Unseen: []string{id1}})
	got := search(t, fake, `{"filters":[],"showInactive":true,"fields":["root.id"]}`)
	if strings.Count(got, `"/root/id"`) != 19 || strings.Contains(got, id1) {
		t.Errorf("with an empty filter, and one unseen: %s", got)
	}
}

// TestDefaultFields: without named fields the answer is root, about, work and employment,
// and nothing custom.
func TestDefaultFields(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", ada())
	fake.Configure(hibobtest.Config{Fields: []hibobtest.Field{{ID: "work.custom.field_1"}}})
	got := search(t, fake, `{}`)
	for _, want := range []string{`"/root/email"`, `"/about/hobbies"`, `"/work/title"`, `"/payroll/employment/type"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	for _, other := range []string{"internal", "home", "personal", "custom", "address"} {
		if strings.Contains(got, other) {
			t.Errorf("%s is in %s", other, got)
		}
	}
	if got := search(t, fake, `{"fields":[]}`); got != `{}` {
		t.Errorf("no fields at all: %s", got)
	}
}

func TestOnePerson(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", ada(), bo())
	for _, identifier := range []string{"2", "ada@example.com"} {
		status, answer, _ := do(t, fake, "POST", "/people/"+identifier,
			`{"fields":["root.firstName"],"humanReadable":"REPLACE"}`)
		if status != 200 || answer != `{"firstName":"Ada"}` {
			t.Errorf("%s: %d %s", identifier, status, answer)
		}
	}
	fake.Configure(hibobtest.Config{Enveloped: true, Unseen: []string{"1"}})
	_, answer, _ := do(t, fake, "POST", "/people/2", `{"fields":["root.firstName"],"humanReadable":"REPLACE"}`)
	if answer != `{"employees":[{"firstName":"Ada"}]}` {
		t.Errorf("enveloped: %s", answer)
	}
	for path, want := range map[string]int{"/people/1": 403, "/people/99": 404} {
		if status, answer, _ := do(t, fake, "POST", path, `{}`); status != want || !strings.HasPrefix(answer, `{"key":`) {
			t.Errorf("%s: %d %s, want %d", path, status, answer, want)
		}
	}
	if status, _, _ := do(t, fake, "POST", "/people/2", `{`); status != 400 {
		t.Errorf("no JSON: %d, want 400", status)
	}
}

// BenchmarkSearch writes an answer about 100,000 employees.
func BenchmarkSearch(b *testing.B) {
	fake := hibobtest.New("id", "token", hibobtest.People(100_000)...)
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), "POST", "/v1/people/search",
			strings.NewReader(`{"showInactive":true,"humanReadable":"APPEND"}`))
		r.SetBasicAuth("id", "token")
		fake.ServeHTTP(discard{http.Header{}}, r)
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}
