package bamboohrtest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

// A dataset is an answer of the dataset of employees.
type dataset struct {
	Data []map[string]any
	Meta struct{ Page, PageSize, TotalPages, TotalItems int }
}

// ids are those of the rows, in their order.
func (d dataset) ids() string {
	var ids []string
	for _, row := range d.Data {
		ids = append(ids, row["fields"].(map[string]any)["eeid"].(string))
	}
	return strings.Join(ids, " ")
}

// query asks for a page of the dataset.
func query(t *testing.T, fake http.Handler, body string) (int, dataset) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "https://acme.example.com/api/v2/datasets/employee/data",
		strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("key", "x")
	return answered[dataset](t, fake, r)
}

func answered[T any](t *testing.T, fake http.Handler, r *http.Request) (status int, answer T) {
	t.Helper()
	w := &recorder{header: http.Header{}}
	fake.ServeHTTP(w, r)
	if err := json.Unmarshal(w.body, &answer); err != nil {
		t.Fatalf("%s: %v", w.body, err)
	}
	return w.status, answer
}

type recorder struct {
	header http.Header
	status int
	body   []byte
}

func (r *recorder) Header() http.Header { return r.header }
func (r *recorder) WriteHeader(s int)   { r.status = s }
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	r.body = append(r.body, b...)
	return len(b), nil
}

// TestDatasetRestrictions: what the key may not see, in the forms that are described and
// in the one that was recorded.
func TestDatasetRestrictions(t *testing.T) {
	t.Parallel()
	seen, hidden := person("1", "customX", true), person("2", "customX", true)
	hidden.Restricted = []string{"customX"}
	field := []bamboohrtest.Field{{ID: "4567", Alias: "customX", Type: "checkbox"}}
	fields := func(id string, x any) map[string]any { return map[string]any{"eeid": id, "customField4567": x} }
	inside := func(id string, x any, names ...any) map[string]any {
		return map[string]any{"eeid": id, "customField4567": x, "_restrictedFields": append([]any{}, names...)}
	}
	const name = "employee_customField4567"
	for form, tt := range map[string]struct {
		config bamboohrtest.Config
		want   []map[string]any
	}{
		"naming": {bamboohrtest.Config{}, []map[string]any{
			{"fields": fields("1", "yes"), "_restrictedFields": []any{}},
			{"fields": fields("2", nil), "_restrictedFields": []any{name}}}},
		"naming inside": {bamboohrtest.Config{Dataset: bamboohrtest.DatasetNamingInside}, []map[string]any{
			{"fields": inside("1", "yes")}, {"fields": inside("2", nil, name)}}},
		"silent": {bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent}, []map[string]any{
			{"fields": fields("1", "yes")}, {"fields": fields("2", nil)}}},
		"under other names": {bamboohrtest.Config{RestrictedAs: strings.ToUpper}, []map[string]any{
			{"fields": fields("1", "yes"), "_restrictedFields": []any{}},
			{"fields": fields("2", nil), "_restrictedFields": []any{strings.ToUpper(name)}}}},
		"hidden for all": {bamboohrtest.Config{Hidden: []string{"customX"}}, []map[string]any{
			{"fields": fields("1", nil), "_restrictedFields": []any{name}},
			{"fields": fields("2", nil), "_restrictedFields": []any{name}}}},
		"out of reach": {bamboohrtest.Config{Unseen: []string{"2"}}, []map[string]any{
			{"fields": fields("1", "yes"), "_restrictedFields": []any{}}}},
	} {
		fake := bamboohrtest.New("key", seen, hidden)
		tt.config.Fields = field
		fake.Configure(tt.config)
		_, got := query(t, fake, `{"fields":["eeid","customField4567"],"orderBy":"eeid asc"}`)
		if diff := cmp.Diff(tt.want, got.Data); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
	}
}

// TestDatasetPages: pages are by number, so that rows move between them.
func TestDatasetPages(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", person("10"), person("9"), person("11"))
	ask := func(page string) string {
		_, d := query(t, fake, `{"fields":["eeid"],"orderBy":"eeid asc","pageSize":2,"page":`+page+`}`)
		return d.ids()
	}
	if first, second, behind := ask("1"), ask("2"), ask("3"); first != "9 10" || second != "11" || behind != "11" {
		t.Errorf("pages %q, %q, behind them %q", first, second, behind)
	}
	fake.SetPeople(person("8"), person("10"), person("9"), person("11"))
	if second := ask("2"); second != "10 11" {
		t.Errorf("the second page after an employee joined: %q", second)
	}
	if _, d := query(t, fake, `{"fields":["eeid"]}`); d.ids() != "8 10 9 11" || d.Meta.TotalItems != 4 {
		t.Errorf("without an order: %q, %+v", d.ids(), d.Meta)
	}
}

func TestDatasetRefusals(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New("key", person("1"))
	for body, want := range map[string]int{
		`{"fields":["eeid","customField1"]}`: 400, `{"fields":["status"],"orderBy":"eeid asc"}`: 400, `{`: 400,
		`{"fields":["eeid"],"pageSize":1001}`: 422, `{"fields":["eeid"],"page":0}`: 422,
	} {
		if status, _ := query(t, fake, body); status != want {
			t.Errorf("%s: status %d, want %d", body, status, want)
		}
	}
	for path, want := range map[string]int{
		"/api/v1_2/datasets/employee/fields": 200, "/api/v1_2/datasets/employee/fields?page_size=0": 422,
		"/api/v1/datasets/employee/fields": 404, "/api/gateway.php/acme/v1/datasets/employee/fields": 404,
		"/api/v1_2/datasets/other/fields": 404,
	} {
		r, err := http.NewRequest(http.MethodGet, "https://acme.example.com"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth("key", "x")
		w := &recorder{header: http.Header{}}
		if fake.ServeHTTP(w, r); w.status != want {
			t.Errorf("%s: status %d, want %d", path, w.status, want)
		}
	}
	fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{ID: "4567", Alias: "customX"}}})
	r, err := http.NewRequest(http.MethodGet,
		"https://acme.example.com/api/v1_2/datasets/employee/fields?page=9&page_size=2", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("key", "x")
	_, last := answered[struct {
		Pagination map[string]int
		Fields     []struct{ Name string }
	}](t, fake, r)
	if n := len(last.Fields); n == 0 || last.Fields[n-1].Name != "customField4567" ||
		last.Pagination["current_page"] != last.Pagination["total_pages"] {
		t.Errorf("the page behind the last: %+v", last)
	}
}
