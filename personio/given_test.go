package personio_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

const (
	clientID     = "papi-0f7d9c1e"
	clientSecret = "secret/7+f31a9b5c2d=="
)

// serve is an HTTP client whose requests a handler answers in memory.
func serve(h http.Handler) *http.Client {
	mt := httpmock.NewMockTransport()
	mt.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		in := r.Clone(r.Context())
		if in.Body == nil {
			in.Body = http.NoBody
		}
		h.ServeHTTP(w, in)
		res := w.Result()
		res.Request = r
		return res, r.Context().Err()
	})
	return &http.Client{Transport: mt}
}

func config(h http.Handler) personio.Config {
	return personio.Config{Tenant: "acme", ClientID: clientID, ClientSecret: clientSecret, HTTPClient: serve(h)}
}

func newClient(t *testing.T, cfg personio.Config) *personio.Client {
	t.Helper()
	c, err := personio.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fakeOf returns a fake of these employees, and the configuration that opens it.
func fakeOf(employees ...personiotest.Person) (*personiotest.Fake, personio.Config) {
	fake := personiotest.New(clientID, clientSecret, employees...)
	return fake, config(fake)
}

// list reads all employees as a stream.
func list(c *personio.Client) (employees []employee.Employee, err error) {
	for e, err := range c.Employees(context.Background()) {
		if err != nil {
			return employees, err
		}
		employees = append(employees, e)
	}
	return employees, nil
}

// one reads the only employee of a company.
func one(t *testing.T, cfg personio.Config) employee.Employee {
	t.Helper()
	employees, err := list(newClient(t, cfg))
	if err != nil || len(employees) != 1 {
		t.Fatalf("%d employees, error %v; want 1", len(employees), err)
	}
	return employees[0]
}

// roster reads all employees.
func roster(t *testing.T, cfg personio.Config) *employee.Roster {
	t.Helper()
	r, err := newClient(t, cfg).Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ids(employees []employee.Employee) (all []string) {
	for _, e := range employees {
		all = append(all, e.ID)
	}
	return all
}

// paths are the requests that a fake got, by method and path.
func paths(fake *personiotest.Fake) (all []string) {
	for _, r := range fake.Requests() {
		all = append(all, r.Method+" "+r.Path)
	}
	return all
}

// show describes a value with its state, for comparisons.
func show(v employee.Value) string {
	if !v.Known() {
		return v.State().String()
	}
	return string(v.Kind()) + " " + v.String()
}

// wantClass wants a FetchError of a class.
func wantClass(t *testing.T, err, class error) *employee.FetchError {
	t.Helper()
	fe, ok := errors.AsType[*employee.FetchError](err)
	if !ok || !errors.Is(err, class) {
		t.Fatalf("error %v, want a FetchError of class %q", err, class)
	}
	if fe.Provider != "personio" || fe.Op == "" {
		t.Errorf("Provider %q and Op %q, want both", fe.Provider, fe.Op)
	}
	return fe
}

// serveBody answers every request but those for tokens and employments with one
// body, and the nth of them with the nth, the last one for ever.
func serveBody(bodies ...string) http.Handler {
	n := -1
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case isToken(r.URL.Path):
			io.WriteString(w, `{"success":true,"data":{"token":"papi-1"},"access_token":"papi-2"}`)
		case strings.HasSuffix(r.URL.Path, "/employments"):
			io.WriteString(w, `{"_data":[],"_meta":{"links":{}}}`)
		default:
			n++
			io.WriteString(w, bodies[min(n, len(bodies)-1)])
		}
	})
}

// attributes are those of a tenant that makes names hard to tell apart.
func attributes() []personiotest.Field {
	return []personiotest.Field{
		{ID: "dynamic_1", Name: "Birthday", UniversalID: "date_of_birth", Type: "date"},
		{ID: "dynamic_2", Name: "Budget", Type: "decimal"},
		{ID: "dynamic_3", Name: "Skills", Type: "tags", Options: []string{"Go", "SQL"}},
		{ID: "dynamic_4", Name: " Alleo ", Type: "list", Options: []string{"yes", "no"}},
		{ID: "dynamic_5", Name: "Size", Type: "list", Options: []string{"S", "M"}},
		{ID: "dynamic_6", Name: "Size"},
		{ID: "dynamic_7", Name: "color", UniversalID: "paint"},
		{ID: "dynamic_8", Name: "Colour", UniversalID: "color"},
		{ID: "dynamic_9", Name: "dynamic_2"},
		{ID: "dynamic_10", Name: "Decoy", UniversalID: "dynamic_2"},
	}
}
