package luccatest_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

type collection struct {
	Type       string
	Items      []map[string]any
	TotalCount *int
	Links      *struct{ Prev, Next *struct{ Href string } }
	Embedded   map[string]map[string]any
}

func TestToken(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials())
	const form = "application/x-www-form-urlencoded"
	const good = "grant_type=client_credentials&client_id=id&client_secret=secret"
	fake.Configure(luccatest.Config{Scopes: []string{"employees.readonly", "departments.readonly"}})
	for _, tt := range []struct {
		contentType, body string
		want              string // the error
	}{
		{contentType: form, body: good},
		{contentType: form, body: good + "&scope=employees.readonly"},
		{contentType: form, body: good + "&scope=employees.readonly+employments.readonly", want: "invalid_scope"},
		{contentType: "application/json", body: `{"grant_type":"client_credentials"}`, want: "invalid_request"},
		{contentType: form, body: "grant_type=client_credentials&client_id=id&client_secret=other", want: "invalid_client"},
		{contentType: form, body: "grant_type=client_credentials", want: "invalid_client"},
		{contentType: form, body: "grant_type=password&client_id=id&client_secret=secret", want: "unsupported_grant_type"},
	} {
		w := post(fake, tt.contentType, tt.body)
		if tt.want == "" && w.Code == 200 || w.Code == 400 && strings.Contains(w.Body.String(), `"error":"`+tt.want+`"`) {
			continue
		}
		t.Errorf("%s: %d %s, want %q", tt.body, w.Code, w.Body, tt.want)
	}
	fake.Configure(luccatest.Config{ScopeRequired: true})
	if w := post(fake, form, good); w.Code != 400 || !strings.Contains(w.Body.String(), "invalid_scope") {
		t.Errorf("without scopes where they are required: %d %s", w.Code, w.Body)
	}
	if w := do(fake, "/connect/token"); w.Code != 400 {
		t.Errorf("a GET for a token: %d", w.Code)
	}
	if w := post(luccatest.New(luccatest.Credentials{APIKey: "key"}), form,
		"grant_type=client_credentials&client_id=&client_secret="); w.Code != 400 {
		t.Errorf("a blank client is accepted by a fake without one: %d", w.Code)
	}
}

func TestTokenLife(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := luccatest.New(credentials())
		token := bearer(t, fake, "")
		for i, step := range []struct {
			wait time.Duration
			want int
		}{{want: 200}, {wait: 29 * time.Minute, want: 200}, {wait: time.Minute, want: 401}} {
			time.Sleep(step.wait)
			if w := v5(fake, token, "/employees"); w.Code != step.want {
				t.Errorf("step %d: %d, want %d", i, w.Code, step.want)
			}
		}
		token = bearer(t, fake, "")
		fake.ExpireTokens()
		if w := v5(fake, token, "/employees"); w.Code != 401 ||
			!strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
			t.Errorf("a revoked token: %d %v", w.Code, w.Header())
		}
	})
}

func TestHeadersAndScopes(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials())
	all, one := "Bearer "+bearer(t, fake, ""), "Bearer "+bearer(t, fake, "employees.readonly")
	tests := []struct {
		path, authorization, version string
		want                         int
	}{
		{path: "/employees", authorization: all, version: "2024-11-01", want: 200},
		{path: "/employees", authorization: all, version: "2025-03-01", want: 200},
		{path: "/employees", authorization: all, version: "2023-01-01", want: 400},
		{path: "/employees", authorization: all, want: 400},
		{path: "/employees", version: "2024-11-01", want: 401},
		{path: "/employees", authorization: "lucca application=key", version: "2024-11-01", want: 401},
		{path: "/employees", authorization: one, version: "2024-11-01", want: 200},
		{path: "/departments", authorization: one, version: "2024-11-01", want: 403},
		{path: "/employee-attribute-definitions", authorization: one, version: "2024-11-01", want: 403},
		{path: "/employees/1", authorization: all, version: "2024-11-01", want: 404},
		{path: "/nothing", authorization: all, version: "2024-11-01", want: 404},
		{path: "/employees?limit=101", authorization: all, version: "2024-11-01", want: 400},
		{path: "/employees?limit=0", authorization: all, version: "2024-11-01", want: 200},
		{path: "/employees?limit=-1", authorization: all, version: "2024-11-01", want: 400},
		{path: "/employees?include=people", authorization: all, version: "2024-11-01", want: 400},
		{path: "/employees?page=next", authorization: all, version: "2024-11-01", want: 400},
		{path: "/employees?sort=email", authorization: all, version: "2024-11-01", want: 400},
		{path: "/employees?sort=-familyName", authorization: all, version: "2024-11-01", want: 200},
		{path: "/employees?lastUpdatedAt=2025-01-01", authorization: all, version: "2024-11-01", want: 400},
	}
	for _, tt := range tests {
		w := do(fake, "/lucca-api"+tt.path, "Authorization", tt.authorization, "Api-Version", tt.version)
		if w.Code != tt.want {
			t.Errorf("GET %s with %q and version %q: %d %s, want %d", tt.path, tt.authorization, tt.version, w.Code, w.Body,
				tt.want)
		}
	}
}

func TestSunset(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials())
	token := bearer(t, fake, "")
	if h := v5(fake, token, "/employees").Header(); h.Get("Sunset")+h.Get("Deprecation") != "" {
		t.Errorf("headers %v", h)
	}
	fake.Configure(luccatest.Config{Sunset: "Sat, 01 May 2027 00:00:00 GMT", Deprecation: "true"})
	if h := v5(fake, token, "/employees").Header(); h.Get("Sunset") != "Sat, 01 May 2027 00:00:00 GMT" ||
		h.Get("Deprecation") != "true" {
		t.Errorf("headers %v", h)
	}
	if h := v3(fake, "/api/v3/users").Header(); h.Get("Sunset") != "" {
		t.Errorf("headers of the legacy API %v", h)
	}
}

func TestInclude(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.People(3)...)
	token := bearer(t, fake, "")
	bare := decode[collection](t, v5(fake, token, "/employees"))
	if bare.Type != "employees" || bare.Links != nil || bare.TotalCount != nil || bare.Embedded != nil {
		t.Errorf("without include: %+v", bare)
	}
	if len(bare.Items) != 3 || bare.Items[0]["givenName"] != "Ana" || bare.Items[0]["jobTitle"] != nil {
		t.Errorf("items %v", bare.Items)
	}
	whole := decode[collection](t, v5(fake, token, "/employees?include=embedded,links,totalCount"))
	if whole.TotalCount == nil || *whole.TotalCount != 3 || whole.Links == nil || whole.Links.Next != nil ||
		whole.Links.Prev != nil {
		t.Errorf("with include: %+v", whole)
	}
	if len(whole.Embedded["employment"]) != 3 || len(whole.Embedded["job-position"]) != 3 {
		t.Errorf("embedded %v", whole.Embedded)
	}
	id := whole.Items[1]["applicableJobPosition"].(map[string]any)["id"].(string)
	position, _ := whole.Embedded["job-position"][id].(map[string]any)
	if manager, _ := position["manager"].(map[string]any); manager["id"] != "101" {
		t.Errorf("job position %v", position)
	}
	partial := decode[collection](t,
		v5(fake, bearer(t, fake, "employees.readonly employments.readonly"), "/employees?include=embedded"))
	if len(partial.Embedded["employment"]) != 3 || len(partial.Embedded["job-position"]) != 0 {
		t.Errorf("embedded without the scope %v", partial.Embedded)
	}
}

func TestCursors(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.People(60)...)
	token := bearer(t, fake, "")
	first := decode[collection](t, v5(fake, token, "/employees?include=links&status=active,upcoming,deactivated"))
	if len(first.Items) != 25 || first.Links.Prev != nil {
		t.Fatalf("%d items, links %+v", len(first.Items), first.Links)
	}
	href := first.Links.Next.Href
	path, ok := strings.CutPrefix(href, "https://acme.example.com/lucca-api")
	if !ok || strings.Contains(href, "include") || !strings.Contains(href, "page=%21") ||
		!strings.Contains(href, "limit=25") {
		t.Errorf("the next page is %s; want a cursor and a limit alone", href)
	}
	second := decode[collection](t, v5(fake, token, path))
	if second.Links != nil {
		t.Errorf("the next page has links though the link had lost include: %+v", second.Links)
	}
	// Without its status filter the link leads to another list.
	third := decode[collection](t,
		v5(fake, token, "/employees?include=links&limit=25&status=active,upcoming,deactivated&page=3"))
	if len(third.Items) != 10 || third.Links.Next != nil || third.Links.Prev == nil {
		t.Errorf("page 3: %d items, links %+v", len(third.Items), third.Links)
	}
	fake.Configure(luccatest.Config{LinksHost: "elsewhere.example.com", KeepInclude: true, PageSize: 7})
	first = decode[collection](t, v5(fake, token, "/employees?include=links"))
	if href := first.Links.Next.Href; len(first.Items) != 7 ||
		!strings.HasPrefix(href, "https://elsewhere.example.com/") ||
		!strings.Contains(href, "include=links") {
		t.Errorf("%d items, next %s", len(first.Items), href)
	}
	fake.Configure(luccatest.Config{NullLinks: true, NoCount: true})
	first = decode[collection](t, v5(fake, token, "/employees?include=links,totalCount"))
	if first.Links != nil || first.TotalCount != nil {
		t.Errorf("links %+v, count %v", first.Links, first.TotalCount)
	}
}

// TestPageNumbers: an integer page counts pages of the size that is given, also where
// that is less than was asked for.
func TestPageNumbers(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.People(12)...)
	token := bearer(t, fake, "")
	tests := []struct {
		query string
		size  int // of the fake
		want  string
	}{
		{query: "page=1&limit=5", want: "101 102 103 104 105"},
		{query: "page=2&limit=5", want: "106 107 108 109 110"},
		{query: "page=3&limit=5", want: "111 112"},
		{query: "page=4&limit=5", want: ""},
		{query: "page=2&limit=100", size: 5, want: "106 107 108 109 110"},
		{query: "page=3&limit=4", size: 5, want: "109 110 111 112"},
		{query: "page=0", want: "400"},
		{query: "page=9223372036854775807", want: "400"},
	}
	for _, tt := range tests {
		fake.Configure(luccatest.Config{PageSize: tt.size})
		w := v5(fake, token, "/employees?status=active,upcoming,deactivated&"+tt.query)
		got := strconv.Itoa(w.Code)
		if w.Code == 200 {
			var all []string
			for _, item := range decode[collection](t, w).Items {
				all = append(all, item["id"].(string))
			}
			got = strings.Join(all, " ")
		}
		if got != tt.want {
			t.Errorf("%s with pages of %d: %q, want %q", tt.query, tt.size, got, tt.want)
		}
	}
}

func TestEmployeeFilters(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(),
		luccatest.Person{ID: "3", LastName: "A", Contracts: []luccatest.Contract{contract("2020-01-01", "")}},
		luccatest.Person{
			ID: "20", LastName: "C", Mail: "c@example.com", Contracts: []luccatest.Contract{contract("2027-01-01", "")},
		},
		luccatest.Person{ID: "1", LastName: "B", Contracts: []luccatest.Contract{contract("2020-01-01", "2025-12-31")}})
	token := bearer(t, fake, "")
	for query, want := range map[string]string{
		"": "3 20", "status=active,upcoming,deactivated": "1 3 20",
		"status=deactivated": "1", "id=1,20&status=upcoming": "20",
		"email=null": "3", "email=c@example.com": "20", "sort=-id": "20 3", "sort=familyName&status=active,upcoming," +
			"deactivated": "3 1 20",
	} {
		var all []string
		for _, item := range decode[collection](t, v5(fake, token, "/employees?"+query)).Items {
			all = append(all, item["id"].(string))
		}
		if got := strings.Join(all, " "); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestCollections(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.Person{
		ID: "1", FirstName: "Ana", BirthDate: "1992-02-29", PersonalEmail: "ana@home.example.com",
		Department: "R&D", Establishment: "Nantes",
		TimeZone: "Europe/Paris", LegalEntity: "Exemple SAS", Contracts: []luccatest.Contract{
			contract("2020-01-01", "2021-01-01"), contract("2024-01-01", ""),
		},
		Attributes: map[string]any{"e_x": true, "e_s": map[string]any{"id": "e_s-1", "type": "taxonomy-label"}},
		Values:     map[string]any{"employment.end": "soon"}, Hidden: []string{"job-position.manager"},
	})
	fake.Configure(luccatest.Config{
		Fields: []luccatest.Field{{ID: "e_s", Name: "S", Schema: "taxonomy-label-reference", Options: []string{"a"}}},
	})
	token := bearer(t, fake, "")
	first := func(path string) map[string]any {
		t.Helper()
		items := decode[collection](t, v5(fake, token, path)).Items
		if len(items) == 0 {
			t.Fatalf("GET %s: nothing", path)
		}
		return items[0]
	}
	get := func(path string, names ...string) map[string]any {
		t.Helper()
		item, m := first(path), map[string]any{}
		for _, name := range names {
			m[name] = item[name]
		}
		return m
	}
	for _, tt := range []struct {
		got, want map[string]any
	}{
		{
			got:  get("/employees", "birthDay", "status"),
			want: map[string]any{"birthDay": map[string]any{"day": 29.0, "month": 2.0}, "status": "active"},
		},
		{
			got:  get("/employments", "id", "start", "end"),
			want: map[string]any{"id": "1", "start": map[string]any{"date": "2020-01-01"}, "end": "soon"},
		},
		{got: get("/job-positions", "startsOn", "manager"), want: map[string]any{"startsOn": "2024-01-01", "manager": nil}},
		{got: get("/departments", "id", "name"), want: map[string]any{"id": "1", "name": "R&D"}},
		{
			got:  get("/business-establishments", "name", "timezoneId"),
			want: map[string]any{"name": "Nantes", "timezoneId": "Europe/Paris"},
		},
		{got: get("/legal-entities", "legalName"), want: map[string]any{"legalName": "Exemple SAS"}},
		{
			got:  get("/employee-personal-records", "email", "phoneNumber"),
			want: map[string]any{"email": "ana@home.example.com", "phoneNumber": nil},
		},
		{got: get("/employee-attributes?definition.id=employee.e_x", "value"), want: map[string]any{"value": true}},
		{got: get("/employee-attribute-definitions", "id"), want: map[string]any{"id": "employee.givenName"}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if _, ok := first("/job-positions")["manager"]; ok {
		t.Error("a hidden field is there")
	}
	labels := decode[collection](t,
		v5(fake, token, "/employee-attributes?include=embedded&definition.id=e_s")).Embedded["taxonomy-label"]
	if label, _ := labels["e_s-1"].(map[string]any); label["name"] != "a" {
		t.Errorf("labels %v", labels)
	}
	if n := len(decode[collection](t, v5(fake, token, "/employments")).Items); n != 2 {
		t.Errorf("%d employments, want 2", n)
	}
}

func TestAttributesOfADay(t *testing.T) {
	t.Parallel()
	fake := luccatest.New(credentials(), luccatest.Person{ID: "1", Attributes: map[string]any{
		"e_size": []luccatest.Spell{{Value: "S", End: "2024-12-31"}, {Value: "M", Start: "2025-01-01"}}, "e_x": true,
	}})
	token := bearer(t, fake, "")
	for _, ignored := range []bool{false, true} {
		fake.Configure(luccatest.Config{NoAsOf: ignored})
		for query, want := range map[string][2][]any{ // as the filter does, and without it
			"":                               {{"S", "M", true}, {"S", "M", true}},
			"?applicability.asOf=2024-12-31": {{"S", true}, {"S", "M", true}},
			"?applicability.asOf=2025-01-01&definition.id=e_size": {{"M"}, {"S", "M"}},
		} {
			var got []any
			for _, item := range decode[collection](t, v5(fake, token, "/employee-attributes"+query)).Items {
				got = append(got, item["value"])
			}
			expected := want[0]
			if ignored {
				expected = want[1]
			}
			if diff := cmp.Diff(expected, got); diff != "" {
				t.Errorf("asOf ignored %v: %q (-want +got):\n%s", ignored, query, diff)
			}
		}
	}
	first := decode[collection](t, v5(fake, token, "/employee-attributes")).Items
	want := map[string]any{"start": nil, "end": "2024-12-31"}
	if diff := cmp.Diff(want, first[0]["applicability"]); diff != "" || first[2]["applicability"] != nil {
		t.Errorf("applicability %v, %v", first[0]["applicability"], first[2]["applicability"])
	}
}
