package hibobtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

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
		{"nested only", hibobtest.Config{Form: hibobtest.NestedOnly}, "work.title", hr, `{"work":{"title":"253271801"},"humanReadable":{"work":{"title":"Manager"}}}`},
		{"slashes only", hibobtest.Config{Form: hibobtest.SlashOnly}, "work.title", hr, `{"/work/title":{"value":"253271801"},"humanReadable":{"work":{"title":"Manager"}}}`},
		{"slashes only, replaced", hibobtest.Config{Form: hibobtest.SlashOnly}, "work.title", `,"humanReadable":"REPLACE"`, `{"work":{"title":"Manager"}}`},
		{"no labels", hibobtest.Config{Form: hibobtest.NestedOnly, NoLabels: true}, "work.title", hr, `{"work":{"title":"253271801"}}`},
		{"a date", hibobtest.Config{Form: hibobtest.NestedOnly}, "work.startDate", hr, `{"work":{"startDate":"2025-03-20"},"humanReadable":{"work":{"startDate":"20/03/2025"}}}`},
		{"an ISO date", hibobtest.Config{Form: hibobtest.NestedOnly, ISOLabels: true}, "work.startDate", hr, `{"work":{"startDate":"2025-03-20"},"humanReadable":{"work":{"startDate":"2025-03-20"}}}`},
		{"a day", hibobtest.Config{Form: hibobtest.NestedOnly}, "work.shortStartDate", hr, `{"work":{"shortStartDate":"03-20"},"humanReadable":{"work":{"shortStartDate":"20/03"}}}`},
		{"null", hibobtest.Config{}, "internal.terminationDate", hr, `{"internal":{"terminationDate":null},"/internal/terminationDate":{"value":null},"humanReadable":{}}`},
		{"a number", hibobtest.Config{}, "work.employeeIdInCompany", `,"humanReadable":"REPLACE"`, `{"work":{"employeeIdInCompany":"39"}}`},
		{"yes", hibobtest.Config{}, "work.isManager", `,"humanReadable":"REPLACE"`, `{"work":{"isManager":"Yes"}}`},
		{"several", hibobtest.Config{Form: hibobtest.NestedOnly}, "about.hobbies", hr, `{"about":{"hobbies":["yoga","261314348"]},"humanReadable":{"about":{"hobbies":"Yoga,Cooking"}}}`},
		{"a person", hibobtest.Config{Form: hibobtest.NestedOnly}, "work.manager", hr, `{"work":{"manager":"1"},"humanReadable":{"work":{"manager":"Bo Lee"}}}`},
		{"an object", hibobtest.Config{Form: hibobtest.SlashOnly}, "work.reportsTo", "",
			`{"/work/reportsTo":{"value":{"displayName":"Bo Lee","email":null,"firstName":"Bo","id":"1","surname":"Lee"}}}`},
		{"an object, replaced", hibobtest.Config{}, "work.reportsTo", `,"humanReadable":"REPLACE"`, `{"work":{"reportsTo":"Bo Lee"}}`},
		{"a part of an object", hibobtest.Config{}, "work.reportsTo.id", "", `{"work":{"reportsTo":{"id":"1"}},"/work/reportsTo/id":{"value":"1"}}`},
		{"access", hibobtest.Config{Form: hibobtest.NestedOnly}, "internal.status", "", `{"internal":{"status":"Active"}}`},
		{"the company", hibobtest.Config{Form: hibobtest.NestedOnly}, "root.companyId", "", `{"companyId":600001}`},
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
		{"none", `{"fields":["root.id"],"showInactive":true}`, 200, 20},
		{"only those with access", `{"fields":["root.id"]}`, 200, 17}, // without a leaver, a starter and one on leave
		{"by id", `{"showInactive":true,"fields":["root.id"],"filters":[` + filter("root.id", "equals", `"`+id1+`","`+id2+`","x"`) + `]}`, 200, 2},
		{"by e-mail", `{"showInactive":true,"fields":["root.id"],"filters":[` + filter("root.email", "equals", `"ada.abara.1@example.com"`) + `]}`, 200, 1},
		{"two", `{"filters":[` + filter("root.id", "equals", `"1"`) + `,` + filter("root.id", "equals", `"1"`) + `]}`, 400, 0},
		{"another field", `{"filters":[` + filter("work.title", "equals", `"1"`) + `]}`, 400, 0},
		{"another operator", `{"filters":[` + filter("root.id", "contains", `"1"`) + `]}`, 400, 0},
		{"no values", `{"filters":[` + filter("root.id", "equals", ``) + `]}`, 400, 0},
		{"empty", `{"filters":[]}`, 400, 0},
		{"null", `{"filters":null,"showInactive":true,"fields":["root.id"]}`, 200, 20},
		{"400 fields", `{"showInactive":true,"fields":["root.id"` + strings.Repeat(`,"x"`, 399) + `]}`, 200, 20},
		{"401 fields", `{"fields":["root.id"` + strings.Repeat(`,"x"`, 400) + `]}`, 400, 0},
		{"no JSON", `fields`, 400, 0},
	} {
		status, answer, _ := do(t, fake, "POST", "/people/search", tt.body)
		if n := strings.Count(answer, `"/root/id"`); status != tt.status || n != tt.people {
			t.Errorf("%s: status %d and %d people, want %d and %d", tt.name, status, n, tt.status, tt.people)
		}
		if tt.status == 400 && !strings.HasPrefix(answer, `{"key":"validation.error","error":"`) {
			t.Errorf("%s: %s", tt.name, answer)
		}
	}
	fake.Configure(hibobtest.Config{EmptyFilters: true, Unseen: []string{id1}})
	if got := search(t, fake, `{"filters":[],"showInactive":true,"fields":["root.id"]}`); strings.Count(got, `"/root/id"`) != 19 || strings.Contains(got, id1) {
		t.Errorf("with an empty filter, and one unseen: %s", got)
	}
}

// TestDefaultFields: what is named by nobody is root, about, work and employment,
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
		status, answer, _ := do(t, fake, "POST", "/people/"+identifier, `{"fields":["root.firstName"],"humanReadable":"REPLACE"}`)
		if status != 200 || answer != `{"firstName":"Ada"}` {
			t.Errorf("%s: %d %s", identifier, status, answer)
		}
	}
	fake.Configure(hibobtest.Config{Enveloped: true, Unseen: []string{"1"}})
	if _, answer, _ := do(t, fake, "POST", "/people/2", `{"fields":["root.firstName"],"humanReadable":"REPLACE"}`); answer != `{"employees":[{"firstName":"Ada"}]}` {
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

func TestMetadata(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token")
	fake.Configure(hibobtest.Config{
		Hidden: []string{"root.firstName"},
		Fields: []hibobtest.Field{{ID: "custom.category_1.field_2", Name: "Shirt", Type: "list", List: "shirts"}},
		Lists:  []hibobtest.List{{Name: "shirts", Items: []hibobtest.Item{{ID: "1", Name: "Small"}, {ID: "x", Name: "Mini", Archived: true}}}, {Name: "department"}},
	})
	_, fields, _ := do(t, fake, "GET", "/company/people/fields", "")
	for _, want := range []string{
		`{"id":"root.firstName","categoryId":"root","categoryDisplayName":"Basic info","category":"root","name":"First name","description":null,"jsonPath":"firstName","type":"text","typeData":{},"historical":false}`,
		`{"id":"custom.category_1.field_2","categoryId":"custom","categoryDisplayName":"custom","category":"custom","name":"Shirt","description":null,"jsonPath":"custom.category_1.field_2","type":"list","typeData":{"listId":"shirts"},"historical":false}`,
	} {
		if !strings.Contains(fields, want) {
			t.Errorf("%s\nis not in\n%s", want, fields)
		}
	}
	small := `{"id":1,"value":"Small","name":"Small","archived":false,"children":[]}`
	mini := `{"id":"x","value":"Mini","name":"Mini","archived":true,"children":[]}`
	for path, want := range map[string]string{
		"/company/named-lists":                       `{"shirts":{"name":"shirts","values":[` + small + `]},"department":{"name":"department","values":[]},`,
		"/company/named-lists?includeArchived=true":  `{"shirts":{"name":"shirts","values":[` + small + `,` + mini + `]},`,
		"/company/named-lists?includeArchived=false": `{"shirts":{"name":"shirts","values":[` + small + `]},`,
		"/company/named-lists/shirts":                `{"name":"shirts","values":[` + small + `,` + mini + `]}`,
	} {
		if status, answer, _ := do(t, fake, "GET", path, ""); status != 200 || !json.Valid([]byte(answer)) || !strings.HasPrefix(answer, want) {
			t.Errorf("%s: %d %s, want %s", path, status, answer, want)
		}
	}
	if status, _, _ := do(t, fake, "GET", "/company/named-lists/none", ""); status != 404 {
		t.Errorf("an unknown list: %d, want 404", status)
	}
	fake.Configure(hibobtest.Config{ListsAsItems: true})
	if _, answer, _ := do(t, fake, "GET", "/company/named-lists", ""); !json.Valid([]byte(answer)) || !strings.HasPrefix(answer, `[{"name":"department","items":[{"id":209192101,`) {
		t.Errorf("as items: %s", answer)
	}
}

func TestLifecycle(t *testing.T) {
	t.Parallel()
	row := func(status string) map[string]any { return map[string]any{"status": status} }
	fake := hibobtest.New("id", "token",
		hibobtest.Person{ID: "1", Lifecycle: []map[string]any{row("a"), row("b"), row("c")}},
		hibobtest.Person{ID: "2"},
		hibobtest.Person{ID: "3", Lifecycle: []map[string]any{row("d")}})
	for _, tt := range []struct{ query, want string }{
		{"", `{"results":[{"employeeId":"1","values":[{"status":"a"},{"status":"b"},{"status":"c"}]},{"employeeId":"3","values":[{"status":"d"}]}],"response_metadata":{"next_cursor":null},"errors":[]}`},
		{"?limit=2", `{"results":[{"employeeId":"1","values":[{"status":"a"},{"status":"b"}]}],"response_metadata":{"next_cursor":"row+2"},"errors":[]}`},
		{"?limit=2&cursor=row%2B2", `{"results":[{"employeeId":"1","values":[{"status":"c"}]},{"employeeId":"3","values":[{"status":"d"}]}],"response_metadata":{"next_cursor":null},"errors":[]}`},
		{"?employeeIds=3,9", `{"results":[{"employeeId":"3","values":[{"status":"d"}]}],"response_metadata":{"next_cursor":null},"errors":[{"9":{"error":"MISSING_PERMISSION","message":"no access to this employee"}}]}`},
		{"?employeeIds=2", `{"results":[],"response_metadata":{"next_cursor":null},"errors":[]}`},
		{"?cursor=row%2B99", `{"results":[],"response_metadata":{"next_cursor":null},"errors":[]}`},
	} {
		if status, answer, _ := do(t, fake, "GET", "/bulk/people/lifecycle"+tt.query, ""); status != 200 || answer != tt.want {
			t.Errorf("%s: %d\n%s, want\n%s", tt.query, status, answer, tt.want)
		}
	}
	for _, query := range []string{"?limit=201", "?limit=0", "?limit=x", "?cursor=row+2", "?cursor=2", "?employeeIds=1" + strings.Repeat(",1", 200)} {
		if status, _, _ := do(t, fake, "GET", "/bulk/people/lifecycle"+query, ""); status != 400 {
			t.Errorf("%s: %d, want 400", query, status)
		}
	}
	fake.Configure(hibobtest.Config{OldCursor: true, Unseen: []string{"1"}})
	if _, answer, _ := do(t, fake, "GET", "/bulk/people/lifecycle?limit=1", ""); answer != `{"results":[{"employeeId":"3","values":[{"status":"d"}]}],"response_metadata":{"cursor":null},"errors":[]}` {
		t.Errorf("the old cursor: %s", answer)
	}
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token")
	for authorization, want := range map[string]int{
		"Basic aWQ6dG9rZW4=": 200, // id:token
		"Basic dG9rZW46aWQ=": 401, // token:id
		"Basic aWQ6":         401,
		"token":              401, // the retired form
		"Bearer token":       401,
		"":                   401,
	} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/people/search", strings.NewReader("{}"))
		r.Header.Set("Authorization", authorization)
		w := httptest.NewRecorder()
		fake.ServeHTTP(w, r)
		if w.Code != want || want == 401 && w.Body.Len() > 0 {
			t.Errorf("%q: %d %s, want %d", authorization, w.Code, w.Body, want)
		}
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", hibobtest.People(1)...)
	fake.Configure(hibobtest.Config{Refuse: map[string]int{"/people": 410, "/company/named-lists": 403}})
	for call, want := range map[string]int{
		"POST /people/search": 200, "GET /people/search": 405, "GET /people": 410, "POST /people": 410, "GET /profiles": 404,
		"GET /people/1/lifecycle": 404, "GET /company/named-lists": 403, "POST /company/people/fields": 405, "GET /../people": 404,
	} {
		method, path, _ := strings.Cut(call, " ")
		if status, _, header := do(t, fake, method, path, "{}"); status != want || status == 405 && header.Get("Allow") == "" {
			t.Errorf("%s: %d, want %d", call, status, want)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/v2/people/search", nil)
	r.SetBasicAuth("id", "token")
	w := httptest.NewRecorder()
	if fake.ServeHTTP(w, r); w.Code != 404 {
		t.Errorf("another version: %d, want 404", w.Code)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		fault      hibobtest.Fault
		status     int
		retryAfter string
		body       string // the beginning
	}{
		{"429", hibobtest.RateLimited(7*time.Second, true), 429, "7", `{"key":"too.many.requests"`},
		{"429 without Retry-After", hibobtest.RateLimited(7*time.Second, false), 429, "", `{"key":"too.many.requests"`},
		{"401", hibobtest.Unauthorized(), 401, "", ""},
		{"403", hibobtest.Forbidden(), 403, "", `{"key":"insufficient.permissions"`},
		{"403 of the firewall", hibobtest.Blocked(), 403, "", "<!DOCTYPE html>"},
		{"503", hibobtest.Unavailable(), 503, "", "<!DOCTYPE html>"},
		{"500", hibobtest.ServerError(), 500, "", `{"key":"internal.error"`},
		{"HTML", hibobtest.HTML(), 200, "", "<!DOCTYPE html>"},
	} {
		fake := hibobtest.New("id", "token")
		fake.Next(tt.fault)
		status, body, header := do(t, fake, "POST", "/people/search", "{}")
		if status != tt.status || header.Get("Retry-After") != tt.retryAfter || !strings.HasPrefix(body, tt.body) || tt.body == "" && body != "" {
			t.Errorf("%s: %d %v %s", tt.name, status, header, body)
		}
		if status, _, _ := do(t, fake, "POST", "/people/search", "{}"); status != 200 {
			t.Errorf("%s: then %d, want 200", tt.name, status)
		}
	}
	fake := hibobtest.New("id", "token")
	fake.Next(nil, hibobtest.ServerError())
	fake.Always(hibobtest.Forbidden())
	var statuses []int
	for range 3 {
		status, _, _ := do(t, fake, "POST", "/people/search", "{}")
		statuses = append(statuses, status)
	}
	if diff := cmp.Diff([]int{403, 500, 403}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestTruncated(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", hibobtest.People(300)...)
	fake.Always(hibobtest.Truncated(0.5))
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	req, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/people/search", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("id", "token")
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || int64(len(body)) != resp.ContentLength/2 {
		t.Errorf("read %d of %d bytes, error %v; want the half and an unexpected end", len(body), resp.ContentLength, err)
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := hibobtest.New("id", "token")
		fake.Configure(hibobtest.Config{PerMinute: 3})
		var got []string
		ask := func() {
			status, _, header := do(t, fake, "POST", "/people/search", "{}")
			got = append(got, fmt.Sprint(status, header["X-Ratelimit-Limit"], header["X-Ratelimit-Remaining"], header["X-Ratelimit-Reset"], header["Retry-After"]))
			time.Sleep(15 * time.Second)
		}
		for range 6 { // at 0, 15, 30, 45, 60 and 75 s
			ask()
		}
		want := []string{"200[] [] [] []", "200[] [] [] []", "200[] [] [] []", fmt.Sprintf("429[3] [0] [%d] []", 946684800+60), "200[] [] [] []", "200[] [] [] []"}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], " [", "[")
			want[i] = strings.ReplaceAll(want[i], " [", "[")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestRequests(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token")
	fake.Next(hibobtest.ServerError())
	do(t, fake, "POST", "/people/search?a=b", `{"fields":[]}`)
	do(t, fake, "GET", "/company/people/fields", "")
	got := fake.Requests()
	if len(got) != 2 || got[0].Method != "POST" || got[0].Path != "/v1/people/search" || got[0].Query.Get("a") != "b" || string(got[0].Body) != `{"fields":[]}` {
		t.Errorf("requests %+v", got)
	}
	if strings.Contains(fmt.Sprint(got), "Authorization") {
		t.Error("the log holds credentials")
	}
	if fake.ResetRequests(); len(fake.Requests()) != 0 {
		t.Error("ResetRequests left some")
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

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	fake := hibobtest.New("id", "token", hibobtest.People(50)...)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			fake.SetPeople(hibobtest.People(40 + i)...)
			fake.Configure(hibobtest.Config{Hidden: []string{"root.email"}, PerMinute: 1000})
			fake.Next(nil)
			if status, answer, _ := do(t, fake, "POST", "/people/search", "{}"); status != 200 || !json.Valid([]byte(answer)) {
				t.Errorf("status %d, %d bytes", status, len(answer))
			}
			fake.Requests()
		})
	}
	wg.Wait()
}

// BenchmarkSearch writes an answer about 100,000 people.
func BenchmarkSearch(b *testing.B) {
	fake := hibobtest.New("id", "token", hibobtest.People(100_000)...)
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), "POST", "/v1/people/search", strings.NewReader(`{"showInactive":true,"humanReadable":"APPEND"}`))
		r.SetBasicAuth("id", "token")
		fake.ServeHTTP(discard{http.Header{}}, r)
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}
