package hibob_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

const (
	serviceUser = "SERVICE-4711"
	token       = "hB5vQ0pYkq/zL+2tWx8s"
)

// newClient returns a client of the tenant "acme" that h answers in memory.
func newClient(t testing.TB, h http.Handler, fields ...employee.Field) *hibob.Client {
	t.Helper()
	return newClientOver(t, inMemory(h), fields...)
}

func newClientOver(t testing.TB, hc *http.Client, fields ...employee.Field) *hibob.Client {
	t.Helper()
	c, err := hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: serviceUser, Token: token, Fields: fields,
		HTTPClient: hc})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// newFake returns a fake of these employees that takes the credentials of newClient.
func newFake(employees ...hibobtest.Person) *hibobtest.Fake {
	return hibobtest.New(serviceUser, token, employees...)
}

// inMemory returns an HTTP client whose requests h answers.
func inMemory(h http.Handler) *http.Client {
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
		if err := req.Context().Err(); err != nil {
			return nil, err
		}
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

// search answers every search with the same records, and says that the field
// catalogue has these fields: "custom.x:list".
type search struct{ employees, fields string }

func (s search) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if strings.HasSuffix(r.URL.Path, "/company/people/fields") {
		var entries []string
		for field := range strings.FieldsSeq(s.fields) {
			id, kind, _ := strings.Cut(field, ":")
			entries = append(entries,
				`{"id":`+strconv.Quote(id)+`,"type":`+strconv.Quote(kind)+`,"jsonPath":`+strconv.Quote(id)+`}`)
		}
		io.WriteString(w, "["+strings.Join(entries, ",")+"]")
		return
	}
	io.WriteString(w, `{"employees":[`+s.employees+`]}`)
}

// only lists all employees and returns the one employee.
func only(t *testing.T, c *hibob.Client) *employee.Employee {
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

// ids lists with Employees.
func ids(t *testing.T, c *hibob.Client) (ids []string, err error) {
	t.Helper()
	for e, err := range c.Employees(t.Context()) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, e.ID)
	}
	return ids, nil
}

// calls are the requests that a fake got, as method and path.
func calls(fake *hibobtest.Fake) string {
	var lines []string
	for _, r := range fake.Requests() {
		lines = append(lines, r.Method+" "+strings.TrimPrefix(r.Path, "/v1"))
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

// foreign answers every search with the same bytes.
type foreign struct {
	answer string
	search
}

func (f foreign) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/people/search") {
		io.WriteString(w, f.answer)
		return
	}
	f.search.ServeHTTP(w, r)
}
