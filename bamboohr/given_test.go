package bamboohr_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

const apiKey = "0123456789abcdef0123456789abcdef01234567"

// newClient returns a client of the company "acme" that h answers in memory.
func newClient(t testing.TB, h http.Handler, fields ...employee.Field) *bamboohr.Client {
	t.Helper()
	return configured(t, h, bamboohr.Config{Fields: fields})
}

// configured is newClient with more of a configuration.
func configured(t testing.TB, h http.Handler, cfg bamboohr.Config) *bamboohr.Client {
	t.Helper()
	cfg.Company, cfg.APIKey, cfg.HTTPClient = "acme", apiKey, inMemory(h)
	c, err := bamboohr.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// unproving is newClient without a proof of blank custom fields: the older gateway has no
// dataset.
func unproving(t testing.TB, h http.Handler, fields ...employee.Field) *bamboohr.Client {
	t.Helper()
	return configured(t, h, bamboohr.Config{Fields: fields, SingleReads: -1,
		BaseURL: "https://api.bamboohr.com/api/gateway.php/acme/v1"})
}

// inMemory returns an HTTP client whose requests h answers.
func inMemory(h http.Handler) *http.Client {
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
		r := req.Clone(req.Context())
		if r.Body == nil {
			r.Body = http.NoBody
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		res := w.Result()
		if n, err := strconv.Atoi(res.Header.Get("Content-Length")); err == nil && n > w.Body.Len() {
			res.Body = io.NopCloser(io.MultiReader(bytes.NewReader(w.Body.Bytes()), cutOff{}))
		}
		return res, nil
	})
	return &http.Client{Transport: mt}
}

// cutOff is the end of a connection before that of the body.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A tenant is a fake whose full pages have ten employees.
type tenant struct{ *bamboohrtest.Fake }

func (f tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if q := r.URL.Query(); q.Get("page[limit]") == "2500" {
		q.Set("page[limit]", "10")
		r.URL.RawQuery = q.Encode()
	}
	f.Fake.ServeHTTP(w, r)
}

// bareEmployees are employees with nothing but ids, from "1001", for tests that count them.
func bareEmployees(n int) []bamboohrtest.Person {
	employees := make([]bamboohrtest.Person, n)
	for i := range employees {
		employees[i].ID = strconv.Itoa(1001 + i)
	}
	return employees
}

// answers serves the same list, report, options of lists, page of the dataset (whose
// custom fields are 1 and 2) and employee for every request.
type answers struct{ list, report, options, dataset, single string }

func (a answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := map[string]string{"employees": a.list, "custom": a.report, "lists": a.options, "data": a.dataset,
		"7": a.single}[path.Base(r.URL.Path)]
	if strings.HasSuffix(r.URL.Path, "/datasets/employee/fields") && a.dataset != "" {
		body = `{"pagination":{"total_pages":1},"fields":[{"name":"eeid"},{"name":"customField1"},` +
			`{"name":"customField2"}]}`
	}
	if body == "" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, body)
}

// listOf is a list of one page.
func listOf(rows ...string) string {
	return fmt.Sprintf(`{"data":[%s],"meta":{"total":%d,"page":{"limit":2500,"nextCursor":null,"prevCursor":null}}}`,
		strings.Join(rows, ","), len(rows))
}

// reportOf is a report with columns such as "customBudget:currency".
func reportOf(columns string, rows ...string) string {
	var fields []string
	for column := range strings.FieldsSeq(columns) {
		id, kind, _ := strings.Cut(column, ":")
		fields = append(fields, fmt.Sprintf(`{"id":%q,"type":%q,"name":"A label"}`, id, kind))
	}
	return fmt.Sprintf(`{"title":"rosterkit","fields":[%s],"employees":[%s]}`, strings.Join(fields, ","),
		strings.Join(rows, ","))
}

// only lists all employees and returns the one employee.
func only(t *testing.T, c *bamboohr.Client) *employee.Employee {
	t.Helper()
	r, err := c.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for e := range r.All() {
		if r.Len() == 1 {
			return e
		}
	}
	t.Fatalf("%d employees, want 1", r.Len())
	return nil
}

// calls are the requests that a fake got, as method and path.
func calls(fake *bamboohrtest.Fake) string {
	var lines []string
	for _, r := range fake.Requests() {
		line := r.Path
		for _, base := range []string{"/api/v1", "/api/v2", "/api/v1_2", "/api/gateway.php/acme/v1"} {
			if path, ok := strings.CutPrefix(line, base+"/"); ok {
				line = "/" + path
			}
		}
		lines = append(lines, r.Method+" "+line)
	}
	return strings.Join(lines, ", ")
}

// text is the error's text, and "" for none.
func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func problems(e *employee.Employee) string {
	var lines []string
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "; ")
}

// ids lists with Employees.
func ids(t *testing.T, c *bamboohr.Client) (ids []string, err error) {
	t.Helper()
	for e, err := range c.Employees(t.Context()) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, e.ID)
	}
	return ids, nil
}
