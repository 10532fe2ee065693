package bamboohrtest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

type listPage struct {
	Data []map[string]any
	Meta struct {
		Total int
		Page  struct {
			Limit                  int
			NextCursor, PrevCursor *string
		}
	}
	Links map[string]struct{ Href string } `json:"_links"`
}

func (p listPage) ids() string {
	var ids []string
	for _, e := range p.Data {
		ids = append(ids, fmt.Sprint(e["employeeId"]))
	}
	return strings.Join(ids, " ")
}

type listFailure struct {
	Error struct{ Code, Message string }
}

func TestListPages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		people int
		query  string
		want   []int // the sizes of the pages
	}{
		{people: 0, want: []int{0}},
		{people: 1, want: []int{1}},
		{people: 250, want: []int{250}},
		{people: 251, want: []int{250, 1}},
		{people: 5001, query: "page[limit]=2500&sort=employeeId", want: []int{2500, 2500, 1}},
		{people: 3, query: "page%5Blimit%5D=1&sort=-employeeId", want: []int{1, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.people, " ", tt.query), func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New("key", bamboohrtest.People(tt.people)...)
			seen := map[any]bool{}
			var sizes []int
			for query := "?" + tt.query; query != ""; {
				page := get[listPage](t, fake, "/employees"+query)
				sizes = append(sizes, len(page.Data))
				for _, e := range page.Data {
					seen[e["employeeId"]] = true
				}
				_, linked := page.Links["next"]
				if page.Meta.Total != tt.people || linked != (page.Meta.Page.NextCursor != nil) {
					t.Errorf("total %d of %d, cursor %v, links %v", page.Meta.Total, tt.people, page.Meta.Page.NextCursor, page.Links)
				}
				query = ""
				if next := page.Meta.Page.NextCursor; next != nil {
					query = "?" + tt.query + "&page[after]=" + url.QueryEscape(*next)
				}
			}
			if !slices.Equal(sizes, tt.want) || len(seen) != tt.people {
				t.Errorf("pages of %v with %d employees, want %v with %d", sizes, len(seen), tt.want, tt.people)
			}
		})
	}
}

func TestListLinksAndBackward(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", bamboohrtest.People(5)...)
	first := get[listPage](t, fake, "/employees?page[limit]=2&fields=workEmail")
	next, err := url.Parse(first.Links["next"].Href)
	if err != nil || next.Host != "example.com" || !strings.Contains(next.RawQuery, "page%5Blimit%5D=2") ||
		!strings.Contains(next.RawQuery, "fields=workEmail") {
		t.Fatalf("next link %v, error %v", next, err)
	}
	second := get[listPage](t, fake, next.RequestURI())
	back := get[listPage](t, fake, "/employees?page[limit]=2&page[before]="+url.QueryEscape(*second.Meta.Page.PrevCursor))
	if first.ids() != "1001 1002" || second.ids() != "1003 1004" || back.ids() != first.ids() {
		t.Errorf("pages %q, %q and back %q", first.ids(), second.ids(), back.ids())
	}
	if _, ok := first.Links["prev"]; ok || second.Links["prev"].Href == "" {
		t.Errorf("prev link: first page %v, second page %v", first.Links, second.Links)
	}
	fake.Configure(bamboohrtest.Config{LinksHost: "elsewhere.example.com"})
	moved := get[listPage](t, fake, "/employees?page[limit]=2")
	if href := moved.Links["next"].Href; !strings.HasPrefix(href, "https://elsewhere.example.com/api/v1/employees?") {
		t.Errorf("next link %q, want it on LinksHost", href)
	}
}

func TestListBadPage(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", bamboohrtest.People(5)...)
	first := get[listPage](t, fake, "/employees?page[limit]=2")
	cursor := url.QueryEscape(*first.Meta.Page.NextCursor)
	tests := []struct{ name, query, code string }{
		{name: "malformed", query: "page[after]=nonsense", code: "BadPage"},
		{name: "other direction", query: "page[before]=" + cursor, code: "BadPage"},
		{name: "stopped matching", query: "filter[ids]=1001&page[after]=" + cursor, code: "BadPage"},
		{name: "both directions", query: "page[after]=" + cursor + "&page[before]=" + cursor, code: "BadRequest"},
	}
	for _, tt := range tests {
		wantListFailure(t, fake, tt.query, http.StatusBadRequest, tt.code)
	}

	fake.SetPeople(slices.Delete(bamboohrtest.People(5), 1, 2)...) // 1002, already read
	if page := get[listPage](t, fake, "/employees?page[limit]=2&page[after]="+cursor); page.ids() != "1003 1004" {
		t.Errorf("after 1002 went: %q, want the walk to go on", page.ids())
	}
	fake.SetPeople(slices.Delete(bamboohrtest.People(5), 2, 3)...) // 1003, the boundary
	wantListFailure(t, fake, "page[limit]=2&page[after]="+cursor, http.StatusBadRequest, "BadPage")
}

func wantListFailure(t *testing.T, fake http.Handler, query string, status int, code string) {
	t.Helper()
	resp := do(t, fake, call{path: "/employees?" + query})
	got := resp.StatusCode
	resp.StatusCode = http.StatusOK
	if f := decode[listFailure](t, resp); got != status || f.Error.Code != code || f.Error.Message == "" {
		t.Errorf("%s: status %d, error %+v; want %d %s", query, got, f.Error, status, code)
	}
}

func TestListRefusals(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key")
	tests := []struct {
		query string
		want  int
	}{
		{query: "page[limit]=0", want: 400},
		{query: "page[limit]=2501", want: 400},
		{query: "page[limit]=many", want: 400},
		{query: "sort=hireDate", want: 400},
		{query: "sort=employeeId,", want: 400},
		{query: "filter[status]=Active", want: 400},
		{query: "filter[teams]=x", want: 422},
		{query: "filter[bestEmail]=x", want: 422},
		{query: "filter[unknown]=x", want: 422},
	}
	for _, tt := range tests {
		wantListFailure(t, fake, tt.query, tt.want, "BadRequest")
	}
}

func TestListFields(t *testing.T) {
	t.Parallel()
	defaults := []string{
		"employeeId", "firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status", "_restrictedFields",
	}
	tests := []struct {
		name, query string
		more        []string
	}{
		{name: "none"},
		{name: "commas", query: "fields=workEmail,isManager", more: []string{"workEmail", "isManager"}},
		{name: "brackets", query: "fields[]=workEmail&fields%5B%5D=isManager", more: []string{"workEmail", "isManager"}},
		{name: "of plain ones the last", query: "fields=workEmail&fields=isManager", more: []string{"isManager"}},
		{
			name: "unknown ignored", query: "fields=workEmial,customBudget,supervisorEId,hireDate",
			more: []string{"hireDate"},
		},
		{name: "defaults once", query: "fields=status,employeeId"},
		{name: "not served by this tenant", query: "fields=reportsToId,hireDate", more: []string{"hireDate"}},
	}
	fake := bamboohrtest.New("key", person("1"))
	fake.Configure(bamboohrtest.Config{ListWithout: []string{"reportsToId"}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page := get[listPage](t, fake, "/employees?"+tt.query)
			got := slices.Sorted(keys(page.Data[0]))
			want := slices.Sorted(slices.Values(slices.Concat(defaults, tt.more)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
		})
	}
}

func TestListValues(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key",
		person("7", "firstName", "Grace", "lastName", "Holm"),
		person("41", "firstName", "Zoë \"Z\"\n", "lastName", `O'Neill\`, "departmentName", "R&D <1>", "departmentId", 12,
			"reportsToId", "7", "homeEmail", "zoe@home.example.com", "teams", []string{"Red"},
			"proofOfVaccination", false, "terminationDate", nil))
	page := get[listPage](t, fake,
		"/employees?fields=departmentName,departmentId,reportsToName,bestEmail,teams,isManager,terminationDate,"+
			"displayName,proofOfVaccination")
	got := page.Data[1]
	teams := got["teams"].([]any)[0].(map[string]any)
	want := map[string]any{
		"employeeId": "41", "firstName": "Zoë \"Z\"\n", "lastName": `O'Neill\`, "preferredName": nil, "photoUrl": nil,
		"jobTitleName": nil, "status": nil, "departmentName": "R&D <1>", "departmentId": "12", "reportsToName": "Grace Holm",
		"bestEmail": "zoe@home.example.com", "teams": []any{map[string]any{"id": teams["id"], "label": "Red"}},
		"isManager": false, "terminationDate": nil, "displayName": "Zoë \"Z\"\n O'Neill\\", "proofOfVaccination": false,
		"_restrictedFields": []any{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	if page.Data[0]["isManager"] != true {
		t.Errorf("isManager of the manager = %v, want true", page.Data[0]["isManager"])
	}
}

func TestListPermissions(t *testing.T) {
	t.Parallel()
	restricted := person("2", "workEmail", "b@example.com", "firstName", "Bo")
	restricted.Restricted = []string{"workEmail", "photoUrl"}
	fake := bamboohrtest.New("key", person("1", "workEmail", "a@example.com", "firstName", "Al"), restricted, person("3"))
	fake.Configure(bamboohrtest.Config{Hidden: []string{"dateOfBirth"}, Unseen: []string{"3"}})

	page := get[listPage](t, fake, "/employees?fields=workEmail,birthDate,bestEmail")
	if page.ids() != "1 2" || page.Meta.Total != 2 {
		t.Fatalf("employees %q, total %d; want those within reach", page.ids(), page.Meta.Total)
	}
	want := [][]any{{"birthDate"}, {"photoUrl", "workEmail", "birthDate", "bestEmail"}}
	for i, e := range page.Data {
		if diff := cmp.Diff(want[i], e["_restrictedFields"]); diff != "" {
			t.Errorf("employee %d, restricted (-want +got):\n%s", i, diff)
		}
	}
	if got := page.Data[1]["workEmail"]; got != nil {
		t.Errorf("restricted workEmail = %v, want null", got)
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	hiding := person("4", "firstName", "Anna", "workEmail", "anna@example.com", "status", "Active")
	hiding.Restricted = []string{"workEmail"}
	fake := bamboohrtest.New("key",
		person("1", "firstName", "Anna", "workEmail", "anna@example.com", "status", "Active", "departmentId", "1",
			"hireDate", "2020-01-01"),
		person("2", "firstName", "Hanna", "workEmail", "hanna@example.com", "status", "Inactive", "departmentId", "11"),
		person("3", "firstName", "Bo", "status", nil), hiding)
	tests := []struct{ query, want string }{
		{query: "filter[ids]=3,1", want: "1 3"},
		{query: "filter[ids][]=2&filter[ids][]=3&filter[ids][]=99", want: "2 3"},
		{query: "filter[status]=active", want: "1 4"},
		{query: "filter[status]=inactive", want: "2"},
		{query: "filter[firstName]=ANNA", want: "1 2 4"},
		{query: "filter[workEmail]=anna@example.com", want: "1 2"}, // a substring, and 4 hides it
		{query: "filter[departmentId]=1", want: "1"},
		{query: "filter[hireDate]=2020-01-01", want: "1"},
		{query: "filter[isManager]=false&filter[status]=active", want: "1 4"},
		{query: "filter[firstName]=anna&filter[status]=inactive", want: "2"},
	}
	for _, tt := range tests {
		page := get[listPage](t, fake, "/employees?"+tt.query)
		if page.ids() != tt.want || page.Meta.Total != len(strings.Fields(tt.want)) {
			t.Errorf("%s: %q, total %d; want %q", tt.query, page.ids(), page.Meta.Total, tt.want)
		}
	}
}

func TestListSort(t *testing.T) {
	t.Parallel()
	hiding := person("4", "lastName", "Aa")
	hiding.Restricted = []string{"lastName"}
	fake := bamboohrtest.New("key",
		person("1000", "lastName", "Beta", "status", "Active"),
		person("999", "lastName", "alpha", "status", "Active"),
		person("20", "lastName", nil, "status", "Inactive"), hiding)
	tests := []struct{ sort, want string }{
		{sort: "", want: "1000 999 20 4"}, // as given
		{sort: "employeeId", want: "4 20 999 1000"},
		{sort: "-employeeId", want: "1000 999 20 4"},
		{sort: "lastName", want: "20 999 1000"}, // null first; 4 hides it
		{sort: "-lastName", want: "1000 999 20"},
		{sort: "status,-employeeId", want: "4 1000 999 20"},
	}
	for _, tt := range tests {
		if page := get[listPage](t, fake, "/employees?sort="+tt.sort); page.ids() != tt.want {
			t.Errorf("sort=%s: %q, want %q", tt.sort, page.ids(), tt.want)
		}
	}
}
