package humaanstest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

func Example() {
	fake := humaanstest.New("token",
		humaanstest.Person{ID: "p1", Values: map[string]any{"firstName": "Ada", "email": "ada@example.com"}},
		humaanstest.Person{ID: "p2", Values: map[string]any{"firstName": "Grace", "status": "offboarded"}},
	)
	server := httptest.NewServer(fake)
	defer server.Close()

	req, err := http.NewRequest(http.MethodGet, server.URL+"/api/people?status=all", nil)
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "Bearer token")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()

	var page struct {
		Total int
		Data  []struct {
			ID, FirstName, Status string
			Email                 *string
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		panic(err)
	}
	for _, p := range page.Data {
		fmt.Println(p.ID, p.FirstName, p.Status, p.Email != nil)
	}
	// Output:
	// p1 Ada active true
	// p2 Grace offboarded false
}

// get asks in memory, with a good token.
func get(t testing.TB, fake http.Handler, path string, query ...string) *http.Response {
	t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		values.Add(query[i], query[i+1])
	}
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api"+path+"?"+values.Encode(), nil)
	req.Header.Set("Authorization", "Bearer token")
	return send(fake, req)
}

func send(fake http.Handler, req *http.Request) *http.Response {
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, req)
	return w.Result()
}

type page struct {
	Total, Limit, Skip int
	Data               []map[string]any
}

// list is a page of a list.
func list(t testing.TB, fake http.Handler, path string, query ...string) page {
	t.Helper()
	var p page
	decode(t, get(t, fake, path, query...), http.StatusOK, &p)
	return p
}

func decode(t testing.TB, res *http.Response, status int, v any) {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		t.Fatalf("status %d, want %d: %s (%v)", res.StatusCode, status, body, err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
}

func (p page) column(name string) (all []any) {
	for _, row := range p.Data {
		all = append(all, row[name])
	}
	return all
}

func company() *humaanstest.Fake {
	return humaanstest.New("token",
		humaanstest.Person{
			ID: "p1",
			Values: map[string]any{
				"firstName": "Ada", "email": "ada@example.com", "employmentStartDate": "2020-01-01",
				"teams": []humaanstest.Team{{Name: "Growth"}}, "newKey": map[string]any{"a": 1},
			},
			Roles: []humaanstest.Role{
				{JobTitle: "Lead", Department: map[string]any{"name": "Sales"}, EffectiveDate: "2025-01-01"},
				{JobTitle: "Clerk", Department: "Sales", EffectiveDate: "2020-01-01", ReportingTo: "p2"},
			},
			Custom: map[string]any{"f2": []string{"a"}, "f1": nil},
		},
		humaanstest.Person{
			ID:     "p2",
			Values: map[string]any{"firstName": "Grace", "status": "offboarded", "employmentStartDate": "2019-01-01"},
			Roles:  []humaanstest.Role{{JobTitle: "Boss", EffectiveDate: "2019-01-01"}},
		},
		humaanstest.Person{
			ID: "p3",
			Values: map[string]any{
				"firstName": "Ida", "status": "newHire", "employmentStartDate": "2099-01-01",
				"personalEmail": "ida@home.example.com",
			},
			Roles: []humaanstest.Role{{JobTitle: "Intern", EffectiveDate: "2099-01-01"}},
		},
		humaanstest.Person{ID: "p4", Values: map[string]any{"status": "sabbatical"}, Without: []string{"email", "teams"}},
	)
}

func TestCredentials(t *testing.T) {
	fake := company()
	for _, header := range []string{"", "token", "Basic token", "Bearer other", "Bearer ", "Bearer"} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/me", nil)
		req.Header.Set("Authorization", header)
		var e struct {
			ID, Name, Message string
			Code              int
			Issues            []any
		}
		decode(t, send(fake, req), http.StatusUnauthorized, &e)
		if e.ID == "" || e.Code != 401 || e.Name != "NotAuthenticated" || e.Message == "" || e.Issues == nil {
			t.Errorf("%q: %+v", header, e)
		}
	}
	var info struct {
		PersonID string
		Scopes   []string
	}
	decode(t, get(t, fake, "/token-info"), http.StatusOK, &info)
	if info.PersonID != "p1" || !slices.Equal(info.Scopes, []string{"public:read", "private:read"}) {
		t.Errorf("%+v", info)
	}
}

func TestScopesAndRoles(t *testing.T) {
	fake := company()
	ids := func() []any { return list(t, fake, "/people", "status", "all").column("id") }
	fake.Configure(humaanstest.Config{Scopes: []string{"public:read"}, Fields: []humaanstest.Field{{ID: "f1"}}})
	if got := ids(); !cmp.Equal(got, []any{"p1"}) {
		t.Errorf("without private:read: %v", got)
	}
	if got := list(t, fake, "/job-roles").column("personId"); !cmp.Equal(got, []any{"p1", "p1"}) {
		t.Errorf("without private:read: job roles of %v", got)
	}
	for path, want := range map[string]int{
		"/custom-fields": 403, "/custom-values": 403, "/locations": 200, "/me": 200, "/people/p2": 404, "/people/p1": 200,
	} {
		if got := get(t, fake, path).StatusCode; got != want {
			t.Errorf("without private:read: %s is %d, want %d", path, got, want)
		}
	}
	fake.Configure(humaanstest.Config{Scopes: []string{}})
	if got := get(t, fake, "/people").StatusCode; got != 403 {
		t.Errorf("without scopes: %d", got)
	}
	fake.Configure(humaanstest.Config{Unseen: []string{"p2", "p3"}})
	if got := ids(); !cmp.Equal(got, []any{"p1", "p4"}) {
		t.Errorf("with employees out of sight: %v", got)
	}
	for _, omit := range []bool{false, true} {
		fake.Configure(humaanstest.Config{Hidden: []string{"email"}, OmitHidden: omit})
		p := list(t, fake, "/people").Data[0]
		if v, there := p["email"]; v != nil || there == omit {
			t.Errorf("hidden, omitted %v: %v", omit, p)
		}
	}
	fake.Configure(humaanstest.Config{Refuse: map[string]int{"/people": 403}, TextCodes: true})
	var e struct{ Code any }
	if decode(t, get(t, fake, "/people"), 403, &e); e.Code != "Forbidden" {
		t.Errorf("code %v", e.Code)
	}
	fake.Configure(humaanstest.Config{})
	if got := ids(); len(got) != 4 {
		t.Errorf("healthy again: %v", got)
	}
}

func TestShapes(t *testing.T) {
	fake := company()
	fake.Configure(humaanstest.Config{
		Fields:    []humaanstest.Field{{ID: "f1", Name: "Shirt", Type: "select", Options: []string{"S"}}},
		Locations: []humaanstest.Location{{ID: "l1", Label: "Lisbon", TimeZone: "Europe/Lisbon"}, {ID: "l2", Name: "Kigali"}},
	})
	for path, want := range map[string]string{
		"/job-roles?personId=p2": `{"createdAt":"2024-01-10T09:00:00.000Z","department":null,` +
			`"effectiveDate":"2019-01-01","endDate":null,"id":"role-p2-0","jobTitle":"Boss","note":null,"personId":"p2",` +
			`"reportingTo":null,"updatedAt":"2024-01-10T09:00:00.000Z"}`,
		"/locations":         `{"city":null,"country":null,"id":"l1","label":"Lisbon","timezone":"Europe/Lisbon"}`,
		"/locations?$skip=1": `{"city":null,"country":null,"id":"l2","name":"Kigali","timezone":null}`,
		"/companies": `{"domains":["example.com"],"id":"company00000000000000001","name":"Example Ltd",` +
			`"status":"active"}`,
		"/custom-fields": `{"companyId":"company00000000000000001","config":{"choices":["S"]},` +
			`"createdAt":"2024-01-10T09:00:00.000Z","id":"f1","name":"Shirt","resourceId":null,"section":"basics",` +
			`"type":"select","updatedAt":"2024-01-10T09:00:00.000Z"}`,
		"/custom-values": `{"createdAt":"2024-01-10T09:00:00.000Z","customFieldId":"f1","id":"value-p1-f1",` +
			`"personId":"p1","resourceId":null,"updatedAt":"2024-01-10T09:00:00.000Z","value":null}`,
	} {
		path, query, asks := strings.Cut(path, "?")
		var filter []string
		if asks {
			filter = strings.Split(query, "=")
		}
		got, err := json.Marshal(list(t, fake, path, filter...).Data[0])
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	p1 := list(t, fake, "/people").Data[0]
	if p1["companyId"] != "company00000000000000001" || p1["status"] != "active" || p1["role"] != "user" ||
		p1["profilePhoto"] != nil || p1["newKey"] == nil || len(p1) < 60 {
		t.Errorf("employee %v", p1)
	}
	var me, p4 map[string]any
	decode(t, get(t, fake, "/me"), 200, &me)
	decode(t, get(t, fake, "/people/p4"), 200, &p4)
	if me["id"] != "p1" || p4["id"] != "p4" {
		t.Errorf("%v, %v", me["id"], p4["id"])
	}
	if _, there := p4["email"]; there {
		t.Errorf("the key email is there: %v", p4)
	}
}

func TestWrongCalls(t *testing.T) {
	for _, path := range []string{"/people/p9", "/people/p1/x", "/teams", "/departments", "/employments", "/"} {
		if got := get(t, company(), path).StatusCode; got != 404 {
			t.Errorf("%s: %d", path, got)
		}
	}
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/people", strings.NewReader("{}"))
	req.Header.Set("Authorization", "Bearer token")
	if res := send(company(), req); res.StatusCode != 405 {
		t.Errorf("POST: %s", res.Status)
	}
	req = httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/people", nil)
	req.Header.Set("Authorization", "Bearer token")
	if res := send(company(), req); res.StatusCode != 404 {
		t.Errorf("outside /api: %s", res.Status)
	}
}

func TestContentTypes(t *testing.T) {
	fake := company()
	fake.Next(humaanstest.RateLimited(time.Second), humaanstest.BadGateway(), humaanstest.HTML(),
		humaanstest.NotFound(), nil)
	var got []string
	for range 5 {
		res := get(t, fake, "/people", "$limit", "3")
		got = append(got, fmt.Sprint(res.StatusCode, " ", res.Header.Get("Content-Type")))
	}
	const text, html = "application/json; charset=utf-8", "text/html; charset=utf-8"
	want := []string{"429 " + text, "502 " + html, "200 " + html, "404 " + text, "200 " + text}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
