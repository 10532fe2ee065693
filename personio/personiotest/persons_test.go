package personiotest_test

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// A list is an answer of v2.
type list struct {
	Data []map[string]any `json:"_data"`
	Meta struct {
		Links struct {
			Next *struct{ Href string }
		}
	} `json:"_meta"`
}

func (l list) ids() (all []any) {
	for _, item := range l.Data {
		all = append(all, item["id"])
	}
	return all
}

func (l list) next(t *testing.T) *url.URL {
	t.Helper()
	if l.Meta.Links.Next == nil {
		return nil
	}
	u, err := url.Parse(l.Meta.Links.Next.Href)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func getList(t *testing.T, fake http.Handler, path string) (l list) {
	t.Helper()
	decode(t, get(t, fake, path), &l)
	return l
}

func TestPersonsPaging(t *testing.T) {
	t.Parallel()
	people := personiotest.People(25)
	fake := personiotest.New("id", "secret", people...)
	if l := getList(t, fake, "/v2/persons"); len(l.Data) != 10 || l.next(t) == nil {
		t.Errorf("%d employees without a limit, want 10 and more", len(l.Data))
	}
	var all []any
	for path := "/v2/persons?limit=12"; path != ""; {
		l := getList(t, fake, path)
		all = append(all, l.ids()...)
		path = ""
		if next := l.next(t); next != nil {
			path = "/v2/persons?limit=12&cursor=" + next.Query().Get("cursor")
		}
	}
	if len(all) != 25 || all[0] != "1001" || all[24] != "1025" {
		t.Errorf("employees %v", all)
	}
	for query, status := range map[string]int{
		"limit=51": 400, "limit=0": 400, "cursor=x": 400, "cursor=cur_7": 400, "id.no=7": 400, "limit=50": 200,
	} {
		res := get(t, fake, "/v2/persons?"+query)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != status || status == 400 && !strings.Contains(string(body), `"type":null`) {
			t.Errorf("%s: status %d, body %s", query, res.StatusCode, body)
		}
	}
	fake.SetPeople(people[10:]...)
	if res := get(t, fake, "/v2/persons?cursor=cur_1010"); res.StatusCode != 400 {
		t.Errorf("a cursor behind an employee who is gone: status %d, want 400", res.StatusCode)
	}
	if l := getList(t, fake, "/v2/persons?cursor=cur_1020"); len(l.Data) != 5 || l.Data[0]["id"] != "1021" {
		t.Errorf("employees %v, want those from 1021", l.ids())
	}
}

func TestPersonsFilters(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(40)...)
	for query, want := range map[string]int{
		"status=INACTIVE&limit=50": 2, "status=ACTIVE&limit=50": 38, "id=1001,1002": 2, "email=unknown@example.com": 0,
		"id=1001&status=INACTIVE": 0,
	} {
		if l := getList(t, fake, "/v2/persons?"+query); len(l.Data) != want {
			t.Errorf("%s: %d employees, want %d", query, len(l.Data), want)
		}
	}
}

func TestPersonsLinks(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.People(5)...)
	fake.Configure(personiotest.Config{OddLinks: true, PageSize: 2})
	l := getList(t, fake, "/v2/persons?limit=50")
	if next := l.next(t); next == nil || next.Host == "api.personio.de" || next.Query().Get("cursor") != "cur_1002" ||
		len(l.Data) != 2 {
		t.Errorf("%d employees, and the next page is %v", len(l.Data), next)
	}
	fake.Configure(personiotest.Config{CursorLoop: true, PageSize: 2})
	if next := getList(t, fake, "/v2/persons?cursor=cur_1002").next(t); next.Query().Get("cursor") != "cur_1002" {
		t.Errorf("the next page is %v, want the same again", next)
	}
}

func TestPersonAndEmployment(t *testing.T) {
	t.Parallel()
	person := personiotest.Person{ID: "7", Values: map[string]any{
		"first_name": "Ada", "email": "ada@example.com", "status": "onboarding", "department": "IT", "team": "Core",
		"position":  "CTO",
		"hire_date": "2099-01-01", "termination_date": "2099-12-31", "last_working_day": "2099-12-01",
		"dynamic_1": "1977-07-04", "employment_type": "internal",
	}}
	fake := personiotest.New("id", "secret", person)
	var p, e map[string]any
	decode(t, get(t, fake, "/v2/persons/7"), &p)
	attribute := []any{map[string]any{
		"id": "dynamic_1", "type": "DATE", "global_id": "date_of_birth", "label": "Birthday", "value": "1977-07-04",
	}}
	got := []any{p["id"], p["first_name"], p["status"], p["custom_attributes"]}
	if diff := cmp.Diff([]any{"7", "Ada", "ACTIVE", attribute}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	l := getList(t, fake, "/v2/persons/7/employments")
	decode(t, get(t, fake, "/v2/persons/7/employments/employment-7"), &e)
	if diff := cmp.Diff(l.Data[0], e); diff != "" {
		t.Errorf("the one in the list and the one alone differ:\n%s", diff)
	}
	want := []any{"ONBOARDING", "2099-01-01", "2099-12-31", map[string]any{"title": "CTO"}, "INTERNAL", nil}
	got = []any{
		e["status"], e["employment_start_date"], e["employment_end_date"], e["position"], e["type"], e["supervisor"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	units := e["org_units"].([]any)
	for i, name := range []string{"Core", "IT"} {
		u := units[i].(map[string]any)
		var unit map[string]any
		decode(t, get(t, fake, "/v2/org-units/"+u["id"].(string)+"?type="+u["type"].(string)), &unit)
		if unit["name"] != name {
			t.Errorf("the unit %v is %v, want %s", u, unit, name)
		}
		if res := get(t, fake, "/v2/org-units/"+u["id"].(string)); res.StatusCode != 400 {
			t.Errorf("a unit without its type: status %d, want 400", res.StatusCode)
		}
	}
}

func TestPersonQuirks(t *testing.T) {
	t.Parallel()
	fake := personiotest.New("id", "secret", personiotest.Person{ID: "7", Values: map[string]any{
		"first_name": "Ada", "status": "active", "dynamic_2": 7, "termination_date": "2099-12-31",
		"last_working_day": "2099-12-01",
	}})
	fake.Configure(personiotest.Config{
		Fields:         []personiotest.Field{{ID: "dynamic_2", Name: "Budget", Type: "integer"}},
		LowerCaseTypes: true, NoLabels: true,
		TextValues: true, LastWorkingDate: true, Hidden: []string{"first_name", "hire_date", "department", "team"},
	})
	p := getList(t, fake, "/v2/persons").Data[0]
	e := getList(t, fake, "/v2/persons/7/employments").Data[0]
	_, named := p["first_name"]
	_, hired := e["employment_start_date"]
	_, units := e["org_units"]
	want := []any{
		[]any{map[string]any{"id": "dynamic_2", "type": "int", "global_id": nil, "value": "7"}}, false, false, false,
		"2099-12-01",
	}
	last := e["termination"].(map[string]any)["last_working_date"]
	if diff := cmp.Diff(want, []any{p["custom_attributes"], named, hired, units, last}); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	people := personiotest.People(1000)
	if diff := cmp.Diff(people, personiotest.People(1000)); diff != "" {
		t.Errorf("not the same twice:\n%s", diff)
	}
	status, mails := map[string]any{}, map[any]bool{}
	for _, p := range people {
		status[p.ID] = p.Values["status"]
	}
	counts := map[string]int{}
	for i, p := range people {
		counts[p.Values["status"].(string)]++
		if end, _ := p.Values["termination_date"].(string); strings.HasPrefix(end, "2099") {
			counts["planned leavers"]++
		}
		if boss, ok := p.Values["supervisor"].(string); ok != (i > 0) || ok && status[boss] != "active" {
			t.Errorf("%s reports to %q, who is not active", p.ID, boss)
		}
		mail := p.Values["email"].(string)
		if mails[mail] || !strings.HasSuffix(mail, "@example.com") {
			t.Errorf("%s: mail %q", p.ID, mail)
		}
		mails[mail] = true
	}
	want := map[string]int{"active": 890, "inactive": 44, "onboarding": 22, "leave": 22, "planned leavers": 22}
	want["active"] = 1000 - want["inactive"] - want["onboarding"] - want["leave"]
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// BenchmarkList reads a company of 100,000 employees, page by page.
func BenchmarkList(b *testing.B) {
	const n = 100_000
	fake := personiotest.New("id", "secret", personiotest.People(n)...)
	token := login(b, fake, "v1")
	for b.Loop() {
		people := 0
		for offset := 0; offset < n; offset += 100 {
			res := do(fake, "GET", "/v1/company/employees?limit=100&offset="+strconv.Itoa(offset), "",
				"Authorization", "Bearer "+token)
			body, err := io.ReadAll(res.Body)
			if err != nil {
				b.Fatal(err)
			}
			people += strings.Count(string(body), `"first_name":{`)
		}
		if people != n {
			b.Fatalf("%d people", people)
		}
	}
}
