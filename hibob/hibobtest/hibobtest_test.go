package hibobtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

func Example() {
	fake := hibobtest.New("id", "token",
		hibobtest.Person{ID: "41", Values: map[string]any{"root.firstName": "Ada", "work.department": "209192104"}},
		hibobtest.Person{ID: "42", Values: map[string]any{"root.firstName": "Grace"}, Hidden: []string{"work.department"}},
	)
	server := httptest.NewServer(fake)
	defer server.Close()

	req, err := http.NewRequest(http.MethodPost, server.URL+"/v1/people/search",
		strings.NewReader(`{"fields":["root.id","work.department"],"showInactive":true,"humanReadable":"REPLACE"}`))
	if err != nil {
		panic(err)
	}
	req.SetBasicAuth("id", "token")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(body))
	// Output:
	// {"employees":[{"id":"41","work":{"department":"R&D"}},{"id":"42"}]}
}

// do answers a request with good credentials in memory.
func do(t *testing.T, h http.Handler, method, path, body string) (status int, answer string, header http.Header) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/v1"+path, strings.NewReader(body))
	r.SetBasicAuth("id", "token")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Result().Header
}

// search answers a search that must succeed.
func search(t *testing.T, h http.Handler, body string) string {
	t.Helper()
	status, answer, _ := do(t, h, "POST", "/people/search", body)
	if status != 200 || !json.Valid([]byte(answer)) {
		t.Fatalf("%s: status %d, %s", body, status, answer)
	}
	return strings.TrimSuffix(strings.TrimPrefix(answer, `{"employees":[`), `]}`)
}

func ada() hibobtest.Person {
	return hibobtest.Person{ID: "2", Values: map[string]any{
		"root.firstName": "Ada", "root.surname": "Byron", "root.email": "ada@example.com",
		"work.title": "253271801", "work.startDate": "2025-03-20",
		"work.shortStartDate": "03-20", "work.isManager": true, "work.employeeIdInCompany": 39, "work.manager": "1",
		"about.hobbies": []string{"yoga", "261314348"}, "internal.lifecycleStatus": "employed",
		"work.custom.field_1": map[string]any{"value": 1200, "currency": "EUR"},
	}}
}

func bo() hibobtest.Person {
	return hibobtest.Person{
		ID:     "1",
		Values: map[string]any{"root.firstName": "Bo", "root.surname": "Lee", "internal.lifecycleStatus": "hired"},
	}
}

// TestForms asks for one field at a time, in every form.
func TestForms(t *testing.T) {
	t.Parallel()
	const hr = `,"humanReadable":"APPEND"`
	for _, tt := range []struct {
		name   string
		config hibobtest.Config
		field  string
		more   string
		want   string
	}{
		{
			name: "machine", field: "work.title",
			want: `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"}}`,
		},
		{
			name: "a field of root", field: "root.email",
			want: `{"email":"ada@example.com","/root/email":{"value":"ada@example.com"}}`,
		},
		{
			name: "APPEND", field: "work.title", more: hr,
			want: `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"},` +
				`"humanReadable":{"work":{"title":"Manager"}}}`,
		},
		{
			name: "REPLACE", field: "work.title", more: `,"humanReadable":"REPLACE"`,
			want: `{"work":{"title":"Manager"}}`,
		},
		{
			name: "another word", field: "work.title", more: `,"humanReadable":"append"`,
			want: `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"}}`,
		},
		{
			name: "true", field: "work.title", more: `,"humanReadable":true`,
			want: `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"}}`,
		},
		{
			name: "nested only", config: hibobtest.Config{Form: hibobtest.FormNested}, field: "work.title", more: hr,
			want: `{"work":{"title":"253271801"},"humanReadable":{"work":{"title":"Manager"}}}`,
		},
		{
			name: "slashes only", config: hibobtest.Config{Form: hibobtest.FormSlash}, field: "work.title", more: hr,
			want: `{"/work/title":{"value":"253271801"},"humanReadable":{"work":{"title":"Manager"}}}`,
		},
		{
			name: "slashes only, replaced", config: hibobtest.Config{Form: hibobtest.FormSlash}, field: "work.title",
			more: `,"humanReadable":"REPLACE"`, want: `{"work":{"title":"Manager"}}`,
		},
		{
			name: "no labels", config: hibobtest.Config{Form: hibobtest.FormNested, NoLabels: true}, field: "work.title",
			more: hr, want: `{"work":{"title":"253271801"}}`,
		},
		{
			name: "a date", config: hibobtest.Config{Form: hibobtest.FormNested}, field: "work.startDate", more: hr,
			want: `{"work":{"startDate":"2025-03-20"},"humanReadable":{"work":{"startDate":"20/03/2025"}}}`,
		},
		{
			name: "an ISO date", config: hibobtest.Config{Form: hibobtest.FormNested, ISOLabels: true},
			field: "work.startDate", more: hr,
			want: `{"work":{"startDate":"2025-03-20"},"humanReadable":{"work":{"startDate":"2025-03-20"}}}`,
		},
		{
			name: "a day", config: hibobtest.Config{Form: hibobtest.FormNested}, field: "work.shortStartDate", more: hr,
			want: `{"work":{"shortStartDate":"03-20"},"humanReadable":{"work":{"shortStartDate":"20/03"}}}`,
		},
		{
			name: "null", field: "internal.terminationDate", more: hr,
			want: `{"internal":{"terminationDate":null},"/internal/terminationDate":{"value":null},"humanReadable":{}}`,
		},
		{
			name: "a number", field: "work.employeeIdInCompany",
			more: `,"humanReadable":"REPLACE"`, want: `{"work":{"employeeIdInCompany":"39"}}`,
		},
		{
			name: "yes", field: "work.isManager", more: `,"humanReadable":"REPLACE"`,
			want: `{"work":{"isManager":"Yes"}}`,
		},
		{
			name: "several", config: hibobtest.Config{Form: hibobtest.FormNested}, field: "about.hobbies", more: hr,
			want: `{"about":{"hobbies":["yoga","261314348"]},"humanReadable":{"about":{"hobbies":"Yoga,Cooking"}}}`,
		},
		{
			name: "a person", config: hibobtest.Config{Form: hibobtest.FormNested}, field: "work.manager", more: hr,
			want: `{"work":{"manager":"1"},"humanReadable":{"work":{"manager":"Bo Lee"}}}`,
		},
		{
			name: "an object", config: hibobtest.Config{Form: hibobtest.FormSlash}, field: "work.reportsTo",
			want: `{"/work/reportsTo":{"value":{"displayName":"Bo Lee","email":null,"firstName":"Bo","id":"1",` +
				`"surname":"Lee"}}}`,
		},
		{
			name: "an object, replaced", field: "work.reportsTo",
			more: `,"humanReadable":"REPLACE"`, want: `{"work":{"reportsTo":"Bo Lee"}}`,
		},
		{
			name: "a part of an object", field: "work.reportsTo.id",
			want: `{"work":{"reportsTo":{"id":"1"}},"/work/reportsTo/id":{"value":"1"}}`,
		},
		{
			name: "access", config: hibobtest.Config{Form: hibobtest.FormNested}, field: "internal.status",
			want: `{"internal":{"status":"Active"}}`,
		},
		{
			name: "the company", config: hibobtest.Config{Form: hibobtest.FormNested}, field: "root.companyId",
			want: `{"companyId":600001}`,
		},
		{
			name:   "custom",
			config: hibobtest.Config{Fields: []hibobtest.Field{{ID: "work.custom.field_1", Type: "currency"}}},
			field:  "work.custom.field_1",
			want: `{"work":{"custom":{"field_1":{"currency":"EUR","value":1200}}},` +
				`"/work/custom/field_1":{"value":{"currency":"EUR","value":1200}}}`,
		},
		{
			name: "a field that is not there", field: "work.custom.field_1", more: hr,
			want: `{"humanReadable":{}}`,
		},
		{name: "a field with slashes", field: "/work/title", want: `{}`},
		{name: "hidden", config: hibobtest.Config{Hidden: []string{"work.title"}}, field: "work.title", want: `{}`},
		{
			name: "a hidden category", config: hibobtest.Config{Hidden: []string{"work"}}, field: "work.reportsTo.email",
			want: `{}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := hibobtest.New("id", "token", ada(), bo())
			fake.Configure(tt.config)
			got := search(t, fake,
				`{"fields":["`+tt.field+`"]`+tt.more+`,"filters":[{"fieldPath":"root.id","operator":"equals","values":["2"]}]}`)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(hibobtest.People(100), hibobtest.People(100)); diff != "" {
		t.Errorf("two calls differ:\n%s", diff)
	}
	statuses := make(map[string]int)
	ids := make(map[string]bool)
	for _, p := range hibobtest.People(400) {
		statuses[fmt.Sprint(p.Values["internal.lifecycleStatus"])]++
		ids[p.ID] = true
		if manager, _ := p.Values["work.manager"].(string); (manager == "") != (p.ID == "3332880000000001001") {
			t.Errorf("%s has the manager %q", p.ID, manager)
		}
	}
	if len(ids) != 400 || statuses["employed"] < 250 {
		t.Errorf("%d ids, statuses %v", len(ids), statuses)
	}
	for _, status := range []string{"hired", "terminated", "parental leave", "garden leave", "sabbatical leave"} {
		if statuses[status] == 0 {
			t.Errorf("no employee is %s", status)
		}
	}
}
