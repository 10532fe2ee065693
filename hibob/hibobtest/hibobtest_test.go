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
		"root.firstName": "Ada", "root.surname": "Byron", "root.email": "ada@example.com", "work.title": "253271801", "work.startDate": "2025-03-20",
		"work.shortStartDate": "03-20", "work.isManager": true, "work.employeeIdInCompany": 39, "work.manager": "1",
		"about.hobbies": []string{"yoga", "261314348"}, "internal.lifecycleStatus": "employed",
		"work.custom.field_1": map[string]any{"value": 1200, "currency": "EUR"},
	}}
}

func bo() hibobtest.Person {
	return hibobtest.Person{ID: "1", Values: map[string]any{"root.firstName": "Bo", "root.surname": "Lee", "internal.lifecycleStatus": "hired"}}
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
		{"machine", hibobtest.Config{}, "work.title", "", `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"}}`},
		{"a field of root", hibobtest.Config{}, "root.email", "", `{"email":"ada@example.com","/root/email":{"value":"ada@example.com"}}`},
		{"APPEND", hibobtest.Config{}, "work.title", hr, `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"},"humanReadable":{"work":{"title":"Manager"}}}`},
		{"REPLACE", hibobtest.Config{}, "work.title", `,"humanReadable":"REPLACE"`, `{"work":{"title":"Manager"}}`},
		{"another word", hibobtest.Config{}, "work.title", `,"humanReadable":"append"`, `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"}}`},
		{"true", hibobtest.Config{}, "work.title", `,"humanReadable":true`, `{"work":{"title":"253271801"},"/work/title":{"value":"253271801"}}`},
		{"nested only", hibobtest.Config{Form: hibobtest.FormNested}, "work.title", hr, `{"work":{"title":"253271801"},"humanReadable":{"work":{"title":"Manager"}}}`},
		{"slashes only", hibobtest.Config{Form: hibobtest.FormSlash}, "work.title", hr, `{"/work/title":{"value":"253271801"},"humanReadable":{"work":{"title":"Manager"}}}`},
		{"slashes only, replaced", hibobtest.Config{Form: hibobtest.FormSlash}, "work.title", `,"humanReadable":"REPLACE"`, `{"work":{"title":"Manager"}}`},
		{"no labels", hibobtest.Config{Form: hibobtest.FormNested, NoLabels: true}, "work.title", hr, `{"work":{"title":"253271801"}}`},
		{"a date", hibobtest.Config{Form: hibobtest.FormNested}, "work.startDate", hr, `{"work":{"startDate":"2025-03-20"},"humanReadable":{"work":{"startDate":"20/03/2025"}}}`},
		{"an ISO date", hibobtest.Config{Form: hibobtest.FormNested, ISOLabels: true}, "work.startDate", hr, `{"work":{"startDate":"2025-03-20"},"humanReadable":{"work":{"startDate":"2025-03-20"}}}`},
		{"a day", hibobtest.Config{Form: hibobtest.FormNested}, "work.shortStartDate", hr, `{"work":{"shortStartDate":"03-20"},"humanReadable":{"work":{"shortStartDate":"20/03"}}}`},
		{"null", hibobtest.Config{}, "internal.terminationDate", hr, `{"internal":{"terminationDate":null},"/internal/terminationDate":{"value":null},"humanReadable":{}}`},
		{"a number", hibobtest.Config{}, "work.employeeIdInCompany", `,"humanReadable":"REPLACE"`, `{"work":{"employeeIdInCompany":"39"}}`},
		{"yes", hibobtest.Config{}, "work.isManager", `,"humanReadable":"REPLACE"`, `{"work":{"isManager":"Yes"}}`},
		{"several", hibobtest.Config{Form: hibobtest.FormNested}, "about.hobbies", hr, `{"about":{"hobbies":["yoga","261314348"]},"humanReadable":{"about":{"hobbies":"Yoga,Cooking"}}}`},
		{"a person", hibobtest.Config{Form: hibobtest.FormNested}, "work.manager", hr, `{"work":{"manager":"1"},"humanReadable":{"work":{"manager":"Bo Lee"}}}`},
		{"an object", hibobtest.Config{Form: hibobtest.FormSlash}, "work.reportsTo", "",
			`{"/work/reportsTo":{"value":{"displayName":"Bo Lee","email":null,"firstName":"Bo","id":"1","surname":"Lee"}}}`},
		{"an object, replaced", hibobtest.Config{}, "work.reportsTo", `,"humanReadable":"REPLACE"`, `{"work":{"reportsTo":"Bo Lee"}}`},
		{"a part of an object", hibobtest.Config{}, "work.reportsTo.id", "", `{"work":{"reportsTo":{"id":"1"}},"/work/reportsTo/id":{"value":"1"}}`},
		{"access", hibobtest.Config{Form: hibobtest.FormNested}, "internal.status", "", `{"internal":{"status":"Active"}}`},
		{"the company", hibobtest.Config{Form: hibobtest.FormNested}, "root.companyId", "", `{"companyId":600001}`},
		{"custom", hibobtest.Config{Fields: []hibobtest.Field{{ID: "work.custom.field_1", Type: "currency"}}}, "work.custom.field_1", "",
			`{"work":{"custom":{"field_1":{"currency":"EUR","value":1200}}},"/work/custom/field_1":{"value":{"currency":"EUR","value":1200}}}`},
		{"a field that is not there", hibobtest.Config{}, "work.custom.field_1", hr, `{"humanReadable":{}}`},
		{"a field with slashes", hibobtest.Config{}, "/work/title", "", `{}`},
		{"hidden", hibobtest.Config{Hidden: []string{"work.title"}}, "work.title", "", `{}`},
		{"a hidden category", hibobtest.Config{Hidden: []string{"work"}}, "work.reportsTo.email", "", `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := hibobtest.New("id", "token", ada(), bo())
			fake.Configure(tt.config)
			got := search(t, fake, `{"fields":["`+tt.field+`"]`+tt.more+`,"filters":[{"fieldPath":"root.id","operator":"equals","values":["2"]}]}`)
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
			t.Errorf("nobody is %s", status)
		}
	}
}
