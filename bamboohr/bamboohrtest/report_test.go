package bamboohrtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

type report struct {
	Title     string
	Fields    []struct{ ID, Type, Name string }
	Employees []map[string]any
}

func (r report) columns() string {
	var ids []string
	for _, f := range r.Fields {
		ids = append(ids, f.ID)
	}
	return strings.Join(ids, " ")
}

func keys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

// ask requests a report on some fields.
func ask(t *testing.T, fake http.Handler, query string, fields ...string) report {
	t.Helper()
	body, err := json.Marshal(map[string]any{"title": "x", "fields": fields})
	if err != nil {
		t.Fatal(err)
	}
	resp := do(t, fake, call{method: "POST", path: "/reports/custom?format=JSON" + query, body: string(body)})
	return decode[report](t, resp)
}

func TestReportFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query, accept, contentType string
		want                             int
		media, message                   string
	}{
		{
			name: "parameter", query: "?format=Json", accept: "*/*", contentType: "application/json", want: 200,
			media: "application/json",
		},
		{
			name: "exact Accept", accept: "application/json", contentType: "application/json", want: 200,
			media: "application/json",
		},
		{name: "XML", accept: "text/xml", contentType: "application/json", want: 200, media: "text/xml"},
		{
			name: "spreadsheet", query: "?format=xls", contentType: "application/json", want: 200,
			media: "application/vnd.ms-excel",
		},
		{name: "any Accept", accept: "*/*", contentType: "application/json", want: 404, message: "format"},
		{name: "no Accept", contentType: "application/json", want: 404, message: "format"},
		{
			name: "Accept with a list", accept: "application/json, */*", contentType: "application/json", want: 404,
			message: "format",
		},
		{name: "the other XML", accept: "application/xml", contentType: "application/json", want: 404, message: "format"},
		{
			name: "unknown format", query: "?format=yaml", accept: "application/json", contentType: "application/json",
			want: 404, message: "format",
		},
		{
			name: "charset", query: "?format=json", contentType: "application/json; charset=utf-8", want: 400,
			message: "Malformed XML",
		},
		{name: "no Content-Type", query: "?format=json", want: 200, media: "application/json"},
	}
	fake := bamboohrtest.New("key", person("1"))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resp := do(t, fake, call{
				method: "POST", path: "/reports/custom" + tt.query, body: `{"fields":["firstName"]}`,
				header: map[string]string{"Accept": tt.accept, "Content-Type": tt.contentType},
			})
			media, message := resp.Header.Get("Content-Type"), resp.Header.Get("X-BambooHR-Error-Message")
			if resp.StatusCode != tt.want || tt.media != "" && media != tt.media || !strings.Contains(message, tt.message) {
				t.Errorf("status %d, type %q, message %q", resp.StatusCode, media, message)
			}
		})
	}
}

func TestReportLimits(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", bamboohrtest.People(3)...)
	fields := make([]string, 401)
	for i := range fields {
		fields[i] = fmt.Sprintf("field%d", i)
	}
	tests := []struct {
		name, body string
		want       int
	}{
		{name: "400 fields", body: toJSON(t, map[string]any{"fields": fields[:400]}), want: 200},
		{name: "401 fields", body: toJSON(t, map[string]any{"fields": fields}), want: 400},
		{name: "not JSON", body: `{"fields":`, want: 400},
	}
	for _, tt := range tests {
		resp := do(t, fake, call{method: "POST", path: "/reports/custom?format=json", body: tt.body})
		if resp.StatusCode != tt.want {
			t.Errorf("%s: status %d, want %d", tt.name, resp.StatusCode, tt.want)
		}
	}
	if got := ask(t, fake, ""); len(got.Employees) != 1 || got.columns() != "" {
		t.Errorf("without fields: %+v, want one row of no columns", got)
	}
	if got := ask(t, fake, "", "firstName"); len(got.Employees) != 3 || got.Title != "x" {
		t.Errorf("with fields: %d rows, title %q; want 3 and x", len(got.Employees), got.Title)
	}
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReportVocabulary(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key",
		person("7", "employeeNumber", "E-70", "firstName", "Grace", "lastName", "Holm", "workEmail", "grace@example.com"),
		person("41", "employeeNumber", "E-410", "firstName", "Ada", "middleName", "M", "lastName", "Byron",
			"preferredName", "Adi",
			"reportsToId", "7", "jobTitleName", "Analyst", "departmentName", "R&D",
			"divisionName", "Europe", "locationName", "Lisbon",
			"status", "Active", "employmentStatusName", "Full-Time", "employmentStatusEffectiveDate", "2020-02-01",
			"hireDate", "2020-02-01", "birthDate", "1990-12-10", "addressLine1", "1 Hill", "homeEmail", "ada@home.example.com"))
	want := map[string]any{
		"id": "41", "employeeNumber": "E-410", "jobTitle": "Analyst",
		"department": "R&D", "division": "Europe", "location": "Lisbon",
		"status": "Active", "employmentStatus": "Active", "employmentHistoryStatus": "Full-Time",
		"employeeStatusDate": "2020-02-01",
		"hireDate":           "2020-02-01", "terminationDate": "0000-00-00", "dateOfBirth": "1990-12-10", "birthday": "12-10",
		"address1": "1 Hill", "address2": nil, "workEmail": nil, "bestEmail": "ada@home.example.com",
		"supervisor": "Holm, Grace", "supervisorEId": "7", "supervisorId": "E-70", "supervisorEmail": "grace@example.com",
		"displayName": "Ada Byron", "fullName1": "Ada Byron", "fullName2": "Byron, Ada", "fullName3": "Ada (Adi) Byron",
		"fullName4": "Byron, Ada M", "fullName5": "Ada M Byron", "nickname": "Adi", "isPhotoUploaded": false,
	}
	fields := slices.Sorted(keys(want))
	got := ask(t, fake, "", fields...)
	if diff := cmp.Diff(want, got.Employees[1]); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	top := map[string]any{"id": "7", "supervisor": nil, "supervisorEId": nil, "supervisorId": nil}
	if diff := cmp.Diff(top, ask(t, fake, "", slices.Sorted(keys(top))...).Employees[0]); diff != "" {
		t.Errorf("top of the chart (-want +got):\n%s", diff)
	}
}

func TestReportColumns(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", person("1", "4567", "x", "4568", "y", "customB", "z"))
	fake.Configure(bamboohrtest.Config{
		Hidden: []string{"birthDate", "4569"},
		Fields: []bamboohrtest.Field{
			{ID: "4567", Name: "Only a number"},
			{ID: "4568", Alias: "customA"},
			{ID: "4569", Alias: "customSecret"},
			{ID: "4570", Alias: "customListed", Unreported: true},
			{ID: "4571.1", Alias: "customB"},
		},
		ExtraColumns: []string{"customA", "status"},
	})
	tests := []struct {
		name   string
		fields []string
		want   string
	}{
		{name: "extra columns", fields: []string{"firstName"}, want: "firstName customA status"},
		{name: "unknown dropped", fields: []string{"firstNme", "departmentName", "status"}, want: "status customA"},
		{
			name: "hidden dropped", fields: []string{"dateOfBirth", "birthday", "customSecret", "4569", "firstName"},
			want: "firstName customA status",
		},
		{name: "listed but not reported", fields: []string{"customListed"}, want: "customA status"},
		{name: "numbers", fields: []string{"4567", "4568", "4571.1", "9999"}, want: "4567.0 4568.0 4571.1 customA status"},
		{name: "doubles once", fields: []string{"status", "status", "id"}, want: "status customA"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, fake, "", tt.fields...)
			if got.columns() != tt.want {
				t.Errorf("columns %q, want %q", got.columns(), tt.want)
			}
			want := slices.Sorted(slices.Values(append(strings.Fields(tt.want), "id")))
			if diff := cmp.Diff(want, slices.Sorted(keys(got.Employees[0]))); diff != "" {
				t.Errorf("keys of a row (-want +got):\n%s", diff)
			}
		})
	}
	row := ask(t, fake, "", "4567", "customA", "4571.1").Employees[0]
	if row["4567.0"] != "x" || row["customA"] != "y" || row["4571.1"] != "z" {
		t.Errorf("row %v: custom values must be found by id and by alias", row)
	}
}

func TestReportValues(t *testing.T) {
	t.Parallel()
	restricted := person("2", "customBudget", "27000.00", "customDay", "2026-01-02", "hireDate", "2020-01-01")
	restricted.Restricted = []string{"4567", "customDay", "hireDate"}
	fake := bamboohrtest.New("key",
		person("1", "customBudget", "27000.00 EUR", "customBox", true, "customFlag", true,
			"customMany", []string{"A", "B"}, "customDay", "", "firstName", "", "customCount", 3),
		restricted)
	config := bamboohrtest.Config{Fields: []bamboohrtest.Field{
		{ID: "4567", Alias: "customBudget", Type: "currency"},
		{Alias: "customBox", Type: "checkbox"},
		{Alias: "customFlag", Type: "bool"},
		{Alias: "customMany", Type: "multilist"},
		{Alias: "customDay", Type: "date"},
		{Alias: "customCount", Type: "integer"},
	}}
	fields := []string{
		"customBudget", "customBox", "customFlag", "customMany", "customDay", "customCount", "firstName", "hireDate",
		"terminationDate",
	}
	for _, asText := range []bool{false, true} {
		config.TextBooleans = asText
		fake.Configure(config)
		flag := map[bool]any{false: true, true: "true"}[asText]
		want := []map[string]any{
			{"id": "1", "customBudget": "27000.00 EUR", "customBox": "yes", "customFlag": flag, "customMany": "A,B",
				"customDay":   "0000-00-00",
				"customCount": "3", "firstName": nil, "hireDate": "0000-00-00", "terminationDate": "0000-00-00"},
			{"id": "2", "customBudget": nil, "customBox": nil, "customFlag": nil, "customMany": nil, "customDay": nil,
				"customCount": nil, "firstName": nil, "hireDate": nil, "terminationDate": "0000-00-00"},
		}
		if diff := cmp.Diff(want, ask(t, fake, "", fields...).Employees); diff != "" {
			t.Errorf("TextBooleans %v: rows (-want +got):\n%s", asText, diff)
		}
	}
}

func TestReportOnlyCurrent(t *testing.T) {
	t.Parallel()
	leaver := person("1", "status", "Active", "employmentStatusName", "Full-Time", "terminationDate", nil)
	leaver.Planned = map[string]any{
		"status": "Inactive", "employmentStatusName": "Terminated", "terminationDate": "2099-01-31",
	}
	joiner := person("2", "status", "Inactive", "hireDate", "2099-03-01")
	joiner.Planned = map[string]any{"status": "Active", "departmentName": "Sales"}
	fake := bamboohrtest.New("key", leaver, joiner)

	tests := []struct{ query, want string }{
		{want: "Active 0000-00-00 <nil>, Inactive 0000-00-00 <nil>"},
		{query: "&onlyCurrent=true", want: "Active 0000-00-00 <nil>, Inactive 0000-00-00 <nil>"},
		{query: "&onlyCurrent=false", want: "Inactive 2099-01-31 <nil>, Active 0000-00-00 Sales"},
	}
	for _, tt := range tests {
		var got []string
		for _, e := range ask(t, fake, tt.query, "status", "terminationDate", "department").Employees {
			got = append(got, fmt.Sprint(e["status"], " ", e["terminationDate"], " ", e["department"]))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.query, diff)
		}
	}
}

func TestReportFilters(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key",
		person("1", "lastChanged", "2026-01-10T00:00:00+00:00"), person("2", "lastChanged", "2025-01-10T00:00:00+00:00"),
		person("3"), person("4", "lastChanged", "2026-02-01T00:00:00Z"))
	fake.Configure(bamboohrtest.Config{Unseen: []string{"4"}})
	tests := []struct{ filters, want string }{
		{filters: `{}`, want: "1 2 3"},
		{filters: `{"employeeIds":[2,3,99]}`, want: "2 3"},
		{filters: `{"employeeIds":["1"]}`, want: "1"},
		{filters: `{"lastChanged":{"value":"2026-01-10T00:00:00Z"}}`, want: "1 3"},
		{filters: `{"lastChanged":{"value":"2026-01-01T00:00:00+0000","includeNull":"no"}}`, want: "1"},
	}
	for _, tt := range tests {
		body := `{"fields":["status"],"filters":` + tt.filters + `}`
		got := decode[report](t, do(t, fake, call{method: "POST", path: "/reports/custom?format=json", body: body}))
		var ids []string
		for _, e := range got.Employees {
			ids = append(ids, e["id"].(string))
		}
		if strings.Join(ids, " ") != tt.want {
			t.Errorf("%s: %v, want %s", tt.filters, ids, tt.want)
		}
	}
}

func BenchmarkReport(b *testing.B) {
	fake := bamboohrtest.New("key", bamboohrtest.People(100_000)...)
	fields := []string{
		"employeeNumber", "firstName", "lastName", "displayName", "workEmail", "status", "department", "division",
		"location", "jobTitle", "supervisorEId", "hireDate", "terminationDate",
	}
	benchmark(b, fake, "POST", "/api/v1/reports/custom?format=json", `{"fields":["`+strings.Join(fields, `","`)+`"]}`)
}

func BenchmarkListPage(b *testing.B) {
	fake := bamboohrtest.New("key", bamboohrtest.People(100_000)...)
	benchmark(b, fake, "GET",
		"/api/v1/employees?sort=employeeId&page[limit]=2500&fields=employeeNumber,workEmail,departmentName,"+
			"divisionName,locationName,reportsToId,hireDate,terminationDate", "")
}

// A sink discards an answer.
type sink struct {
	header http.Header
	bytes  int64
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(int)             {}
func (s *sink) Write(b []byte) (int, error) { s.bytes += int64(len(b)); return len(b), nil }

func benchmark(b *testing.B, fake http.Handler, method, path, body string) {
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequest(method, path, io.NopCloser(strings.NewReader(body)))
		if err != nil {
			b.Fatal(err)
		}
		req.SetBasicAuth("key", "x")
		req.Header.Set("Content-Type", "application/json")
		w := &sink{header: http.Header{}}
		fake.ServeHTTP(w, req)
		b.SetBytes(w.bytes)
	}
}

func BenchmarkPeople(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		bamboohrtest.New("key", bamboohrtest.People(100_000)...)
	}
}

// TestFieldIDs: they are those of real tenants, as far as those are known.
func TestFieldIDs(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key")
	got := map[string]string{}
	for _, f := range get[[]struct {
		ID    json.RawMessage
		Alias string
	}](t, fake, "/meta/fields") {
		got[f.Alias] = string(f.ID)
	}
	want := map[string]string{
		"hireDate": "3", "department": "4", "location": "18", "status": "387", "employeeNumber": "636",
	}
	for alias, id := range want {
		if got[alias] != id {
			t.Errorf("%s has the id %s, want %s", alias, got[alias], id)
		}
	}
	if r := ask(t, fake, "", "3", "636"); r.columns() != "3.0 636.0" {
		t.Errorf("columns %s, want those of the ids", r.columns())
	}
}
