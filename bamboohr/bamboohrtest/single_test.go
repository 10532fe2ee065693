package bamboohrtest_test

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

func TestEmployee(t *testing.T) {
	t.Parallel()
	p := person("41", "firstName", "Ada", "workEmail", "ada@example.com", "birthDate", "1990-12-10",
		"state", "Utah", "stateCode", "UT",
		"employmentStatusName", "Full-Time", "status", "Active", "4567", "x")
	p.Restricted = []string{"workEmail"}
	p.Planned = map[string]any{"departmentName": "Sales"}
	fake := bamboohrtest.New("key", p)
	fake.Configure(bamboohrtest.Config{
		Owner: "41", Hidden: []string{"birthDate"}, Fields: []bamboohrtest.Field{{ID: "4567"}},
	})
	tests := []struct {
		path string
		want map[string]any
	}{
		{path: "/employees/41", want: map[string]any{"id": "41"}},
		{path: "/employees/0?fields=firstName", want: map[string]any{"id": "41", "firstName": "Ada"}},
		{
			path: "/employees/41?fields=firstName,workEmail,dateOfBirth,nonsense,4567",
			want: map[string]any{"id": "41", "firstName": "Ada", "4567": "x"},
		},
		{path: "/employees/41?fields[]=firstName", want: map[string]any{"id": "41"}},
		{
			path: "/employees/41?fields=department,terminationDate",
			want: map[string]any{"id": "41", "department": nil, "terminationDate": "0000-00-00"},
		},
		{
			path: "/employees/41?fields=department&onlyCurrent=false",
			want: map[string]any{"id": "41", "department": "Sales"},
		},
		{
			path: "/employees/41?fields=state,employmentStatus,jobTitleName",
			want: map[string]any{"id": "41", "state": "UT", "employmentStatus": "Full-Time", "jobTitleName": nil},
		},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, get[map[string]any](t, fake, tt.path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.path, diff)
		}
	}
}

func TestEmployeeRefusals(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", person("1"), person("2"))
	fake.Configure(bamboohrtest.Config{Unseen: []string{"2"}})
	tests := map[string]int{
		"/employees/99": 404,
		"/employees/0":  404,
		"/employees/2":  403,
		"/employees/1?fields=" + strings.Repeat("f,", 400) + "f": 400,
	}
	for path, want := range tests {
		resp := do(t, fake, call{path: path})
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != want || len(body) != 0 || resp.Header.Get("X-BambooHR-Error-Message") == "" {
			t.Errorf("%.20s: status %d, body %q, header %v; want %d", path, resp.StatusCode, body, resp.Header, want)
		}
		if misspelt := resp.Header.Get("X-BambooHR-Error-Messsage"); want == 404 && misspelt == "" {
			t.Errorf("%s: no header in the other spelling", path)
		}
	}
	fake.Configure(bamboohrtest.Config{Owner: "0"})
	if got := get[map[string]any](t, fake, "/employees/0?fields=firstName"); len(got) != 1 || got["id"] != "0" {
		t.Errorf("Self 0: %v, want the id alone", got)
	}
}

type directory struct {
	Fields    []struct{ ID, Type, Name string }
	Employees []map[string]any
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	joiner := person("4", "status", "Inactive")
	joiner.Planned = map[string]any{"status": "Active"}
	fake := bamboohrtest.New("key",
		person("1", "status", "Active", "firstName", "Ada", "workPhone", "+1 555 0101"),
		person("2", "status", "Active"), person("3", "status", "Inactive"), joiner)
	fake.Configure(bamboohrtest.Config{Unlisted: []string{"2"}})
	tests := []struct{ query, want string }{
		{query: "", want: "1"},
		{query: "?onlyCurrent=false", want: "1 4"},
	}
	for _, tt := range tests {
		var ids []string
		got := get[directory](t, fake, "/employees/directory"+tt.query)
		for _, e := range got.Employees {
			ids = append(ids, e["id"].(string))
			if len(e) != len(got.Fields)+1 || e["canUploadPhoto"] != 0.0 || e["photoUploaded"] != false {
				t.Errorf("entry %v does not fit the fields %v", e, got.Fields)
			}
		}
		if strings.Join(ids, " ") != tt.want {
			t.Errorf("%q: employees %v, want %s", tt.query, ids, tt.want)
		}
	}
	fake.Configure(bamboohrtest.Config{OrgChartOnly: true})
	if _, ok := get[directory](t, fake, "/employees/directory").Employees[0]["workPhone"]; ok {
		t.Error("the org chart shows the work phone")
	}
	fake.SetPeople(person("3", "status", "Inactive"))
	if got := do(t, fake, call{path: "/employees/directory"}).StatusCode; got != 404 {
		t.Errorf("empty directory: status %d, want 404", got)
	}
}

func TestChanged(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, 6, d, 12, 0, 0, 0, time.UTC) }
	fake := bamboohrtest.New("key")
	fake.Configure(bamboohrtest.Config{Changes: []bamboohrtest.Change{
		{ID: "1", Action: "Updated", At: day(1)},
		{ID: "2", Action: "Inserted", At: day(3), NoID: true},
		{ID: "3", Action: "Deleted", At: day(2)},
	}})
	entry := func(id, action, at string) map[string]any {
		e := map[string]any{"action": action, "lastChanged": at}
		if id != "" {
			e["id"] = id
		}
		return e
	}
	tests := []struct {
		query string
		want  map[string]any
	}{
		{
			query: "since=2026-06-02T12:00:00Z",
			want: map[string]any{"latest": "2026-06-03T12:00:00+00:00", "employees": map[string]any{
				"2": entry("", "Inserted", "2026-06-03T12:00:00+00:00"),
				"3": entry("3", "Deleted", "2026-06-02T12:00:00+00:00"),
			}},
		},
		{
			query: "since=2026-01-01T00:00:00%2B00:00&type=deleted",
			want: map[string]any{"latest": "2026-06-02T12:00:00+00:00", "employees": map[string]any{
				"3": entry("3", "Deleted", "2026-06-02T12:00:00+00:00"),
			}},
		},
		{
			query: "since=2026-07-01T00:00:00Z&type=all",
			want:  map[string]any{"latest": "2026-07-01T00:00:00+00:00", "employees": []any{}},
		},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, get[map[string]any](t, fake, "/employees/changed?"+tt.query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.query, diff)
		}
	}
	for _, query := range []string{
		"", "since=yesterday", "since=2026-01-01T00:00:00+00:00", "since=2026-01-01&type=Deleted",
	} {
		if got := do(t, fake, call{path: "/employees/changed?" + query}).StatusCode; got != http.StatusBadRequest {
			t.Errorf("%q: status %d, want 400", query, got)
		}
	}
}

func TestMetaFields(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key")
	fake.Configure(bamboohrtest.Config{Hidden: []string{"birthDate"}, Fields: []bamboohrtest.Field{
		{ID: "4567", Name: "Budget", Type: "currency"},
		{ID: "4340.4", Alias: "customDay", Type: "date"},
		{Alias: "customPlain"},
	}})
	got := map[any]map[string]any{}
	for _, f := range get[[]map[string]any](t, fake, "/meta/fields") {
		got[f["name"]] = f
	}
	want := map[string]map[string]any{
		"Birth Date":  {"id": 6.0, "name": "Birth Date", "type": "date", "alias": "dateOfBirth"},
		"Budget":      {"id": 4567.0, "name": "Budget", "type": "currency"},
		"customDay":   {"id": "4340.4", "name": "customDay", "type": "date", "alias": "customDay"},
		"customPlain": {"id": got["customPlain"]["id"], "name": "customPlain", "type": "text", "alias": "customPlain"},
	}
	for name, field := range want {
		if diff := cmp.Diff(field, got[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, f := range got {
		if f["alias"] == "supervisorEmail" {
			t.Error("supervisorEmail is listed")
		}
	}
}

func TestMetaLists(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key",
		person("1", "departmentName", "R&D", "customSize", "XXL"),
		person("2", "departmentName", "Sales", "customTags", []string{"a", "b"}))
	fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{
		{ID: "4567", Alias: "customSize", Type: "list", Options: []string{"S", "M"}},
		{ID: "4568", Alias: "customTags", Type: "multilist"},
	}})
	type list struct {
		FieldID     int
		Name, Alias string
		Multiple    string
		Options     []struct{ Name, Archived string }
	}
	got := map[string]list{}
	for _, l := range get[[]list](t, fake, "/meta/lists") {
		got[l.Alias] = l
	}
	tests := map[string]string{
		"department": "no: R&D=no Sales=no", "customSize": "no: S=no M=no XXL=yes", "customTags": "yes: a=yes b=yes",
		"location": "no:",
	}
	for alias, want := range tests {
		line := got[alias].Multiple + ":"
		for _, o := range got[alias].Options {
			line += " " + o.Name + "=" + o.Archived
		}
		if line != want {
			t.Errorf("%s: %q, want %q", alias, line, want)
		}
	}
	if got["employmentHistoryStatus"].FieldID != 16 || got["customSize"].FieldID != 4567 {
		t.Errorf("field ids of %+v", got)
	}
}

func TestMetaUsers(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key")
	if got := get[any](t, fake, "/meta/users"); len(got.([]any)) != 0 {
		t.Errorf("without users: %v, want an empty array", got)
	}
	fake.SetPeople(
		person("41", "userId", "901", "firstName", "Ada", "lastName", "Byron", "status", "Active",
			"workEmail", "ada@example.com"),
		person("42"),
	)
	fake.Configure(bamboohrtest.Config{
		Users: []bamboohrtest.User{{ID: "902", FirstName: "Audit", LastName: "Login", Disabled: true}},
	})
	want := map[string]any{
		"901": map[string]any{
			"id": 901.0, "employeeId": 41.0, "firstName": "Ada", "lastName": "Byron", "email": "ada@example.com",
			"status": "enabled",
		},
		"902": map[string]any{
			"id": 902.0, "employeeId": 0.0, "firstName": "Audit", "lastName": "Login", "email": nil, "status": "disabled",
		},
	}
	got := get[map[string]any](t, fake, "/meta/users?status=nonsense")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("users (-want +got):\n%s", diff)
	}
	enabled := get[map[string]any](t, fake, "/meta/users?status=enabled")
	if ids := slices.Collect(maps.Keys(enabled)); !slices.Equal(ids, []string{"901"}) {
		t.Errorf("enabled users %v, want 901", ids)
	}
}
