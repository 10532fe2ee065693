package humaans_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

const token = "hu-mans/token+0123456789"

// inMemory sends requests to a handler.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.Body = http.NoBody
	w := httptest.NewRecorder()
	m.ServeHTTP(w, in)
	res := w.Result()
	res.Request = r
	return res, nil
}

// newClient returns a client of a fake in memory; cfg may lack what leads there.
func newClient(t testing.TB, fake http.Handler, cfg humaans.Config) *humaans.Client {
	t.Helper()
	cfg.AccessToken, cfg.HTTPClient = token, &http.Client{Transport: inMemory{fake}}
	c, err := humaans.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fetch lists all employees with the given fields; none: the default ones. What a blank
// may hide has tests of its own.
func fetch(t testing.TB, fake http.Handler, fields ...employee.Field) *employee.Roster {
	t.Helper()
	r, err := newClient(t, fake, humaans.Config{Fields: fields, NoHiddenFields: true}).Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// one is the fake company of one employee, with the values beside her defaults.
func one(values map[string]any) *humaanstest.Fake {
	return humaanstest.New(token, humaanstest.Person{ID: "p1", Values: values})
}

// fetchOne returns the first employee of a fake.
func fetchOne(t testing.TB, fake http.Handler, fields ...employee.Field) *employee.Employee {
	t.Helper()
	for e := range fetch(t, fake, fields...).All() {
		return e
	}
	t.Fatal("no employee is listed")
	return nil
}

// show is a value with its state.
func show(v employee.Value) string {
	return strings.TrimSpace(v.State().String() + " " + v.String())
}

// at runs a test at an instant of the fake clock, so that waits take no time.
func at(t *testing.T, instant string, test func(*testing.T)) {
	t.Helper()
	then, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(then))
		test(t)
	})
}

// paths are the requests that a fake got, in short.
func paths(fake *humaanstest.Fake) (all []string) {
	for _, r := range fake.Requests() {
		path := strings.TrimPrefix(r.Path, "/api/")
		for _, name := range []string{"status", "$skip"} {
			if v := r.Query.Get(name); v != "" {
				path += " " + strings.TrimPrefix(name, "$") + "=" + v
			}
		}
		all = append(all, path)
	}
	return all
}

// simple employees have one job role each.
func simple(n int) []humaanstest.Person {
	employees := humaanstest.People(n)
	for i := range employees {
		employees[i].Roles = []humaanstest.Role{{JobTitle: "Specialist", EffectiveDate: "2020-01-01"}}
	}
	return employees
}

func employeeIDs(employees []humaanstest.Person) (ids []string) {
	for _, p := range employees {
		ids = append(ids, p.ID)
	}
	return ids
}

func ids(r *employee.Roster) (ids []string) {
	for e := range r.All() {
		ids = append(ids, e.ID)
	}
	return ids
}
