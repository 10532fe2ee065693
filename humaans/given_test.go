package humaans_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

func Example() {
	fake := humaanstest.New("token", humaanstest.People(300)...)
	server := httptest.NewServer(fake)
	defer server.Close()

	client, err := humaans.New(humaans.Config{
		AccessToken: "token",
		BaseURL:     server.URL, // not in production
	})
	if err != nil {
		panic(err)
	}
	roster, err := client.Roster(context.Background())
	if err != nil {
		panic(err)
	}
	second, _ := roster.Employee("person000000000000000002")
	fmt.Println(roster)
	fmt.Println(second.FirstName, "is", second.JobTitle, "in", second.Department, "at", second.Location)
	fmt.Println("leavers listed:", roster.Origin().Leavers)
	// Output:
	// roster of humaans/company00000000000000001: 300 people
	// Benoît is Manager in Sales at São Paulo
	// leavers listed: yes
}

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

// fetch lists all employees with the given fields; none: the default ones.
func fetch(t testing.TB, fake http.Handler, fields ...employee.Field) *employee.Roster {
	t.Helper()
	r, err := newClient(t, fake, humaans.Config{Fields: fields}).Roster(t.Context())
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

func TestNewReportsEveryFault(t *testing.T) {
	_, err := humaans.New(humaans.Config{
		AccessToken: "not\na token", Company: "two words",
		Fields: []employee.Field{"departmnt", "custom."}, BaseURL: "http://hr.example.com",
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"AccessToken", "Company", `"departmnt"`, `"custom."`, "https"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not mention %s: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "a token") {
		t.Errorf("the error shows the token: %v", err)
	}
	if _, err := humaans.New(humaans.Config{}); err == nil || !strings.Contains(err.Error(), "AccessToken is empty") {
		t.Errorf("without a token: %v", err)
	}
	if _, err := humaans.New(humaans.Config{AccessToken: token}); err != nil {
		t.Errorf("a token alone: %v", err)
	}
}

func TestBaseURL(t *testing.T) {
	for _, tt := range []struct{ base, want string }{
		{"", "https://app.humaans.io/api/token-info"},
		{"https://hr.example.com", "https://hr.example.com/api/token-info"},
		{"https://hr.example.com/", "https://hr.example.com/api/token-info"},
		{"https://proxy.example.com/humaans/api", "https://proxy.example.com/humaans/api/token-info"},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080/api/token-info"},
	} {
		var got string
		fake := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.URL.String()
			w.WriteHeader(http.StatusUnauthorized)
		})
		_, err := newClient(t, fake, humaans.Config{BaseURL: tt.base}).Check(t.Context())
		if got != tt.want || !errors.Is(err, employee.ErrCredentials) {
			t.Errorf("%q: asked %s, error %v; want %s", tt.base, got, err, tt.want)
		}
	}
	for _, base := range []string{"http://hr.example.com", "ftp://hr.example.com", "hr.example.com",
		"https://u:p@hr.example.com", "https://hr.example.com/?x=1"} {
		if _, err := humaans.New(humaans.Config{AccessToken: token, BaseURL: base}); err == nil {
			t.Errorf("%q is taken", base)
		}
	}
}

func TestPrintingShowsNoCredential(t *testing.T) {
	cfg := humaans.Config{AccessToken: token, Company: "c1"}
	client, err := humaans.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("x", "cfg", cfg, "p", &cfg, "client", client, "value", *client)
	printed := log.String()
	for _, v := range []any{cfg, &cfg, client, *client, []any{cfg}, struct{ C humaans.Config }{cfg}} {
		text, err := json.Marshal(v)
		printed += fmt.Sprintf("%v %+v %#v %s %q %x", v, v, v, v, v, v) + string(text) + fmt.Sprint(err)
	}
	if strings.Contains(printed, token) || strings.Contains(printed, fmt.Sprintf("%x", token)) {
		t.Errorf("shown:\n%s", printed)
	}
	if got, want := fmt.Sprintf("%+v, %v", cfg, client),
		`humaans config of company "c1", humaans client of c1`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The doc comment promises which requests are made for which fields.
func TestAsksForNoMoreThanFieldsNeed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		want   []string
	}{
		{name: "default", want: []string{"token-info", "job-roles", "locations", "people status=all"}},
		{name: "none", fields: []employee.Field{}, want: []string{"token-info", "job-roles", "people status=all"}},
		{name: "one of an employee", fields: []employee.Field{employee.FieldWorkEmail},
			want: []string{"token-info", "job-roles", "people status=all"}},
		{name: "location", fields: []employee.Field{employee.FieldLocation},
			want: []string{"token-info", "job-roles", "locations", "people status=all"}},
		{name: "custom", fields: []employee.Field{"custom.f1", "custom.f2"},
			want: []string{"token-info", "job-roles", "custom-fields", "custom-values", "people status=all"}},
		{name: "custom that is not there", fields: []employee.Field{"custom.f3"},
			want: []string{"token-info", "job-roles", "custom-fields", "people status=all"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fake := humaanstest.New(token, humaanstest.People(30)...)
			fake.Configure(humaanstest.Config{Fields: []humaanstest.Field{{ID: "f1", Name: "A"},
				{ID: "f2", Name: "B"}}})
			if _, err := newClient(t, fake, humaans.Config{Fields: tt.fields}).Roster(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, paths(fake)); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// Identity, status, dates and manager come whatever the settings use.
func TestAlwaysComes(t *testing.T) {
	fake := humaanstest.New(token,
		humaanstest.Person{ID: "p1", Values: everything(),
			Roles: []humaanstest.Role{{JobTitle: "Lead", ReportingTo: "p9"}}})
	e := fetchOne(t, fake, employee.FieldTeams)
	var got []employee.Field
	for _, f := range employee.Fields() {
		if e.Value(f).State() != employee.StateAbsent {
			got = append(got, f)
		}
	}
	want := []employee.Field{
		"id", "number", "first_name", "last_name", "preferred_name", "teams", "manager.id",
		"status", "status_text", "hire_date", "termination_date", "last_working_day",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields that are not absent (-want +got):\n%s", diff)
	}
}

func TestDefaultFieldsHaveNothingPrivate(t *testing.T) {
	fake := one(map[string]any{
		"firstName": "Ada", "personalEmail": "ada@home.example.com", "personalPhoneNumber": "+1 555 0100",
		"birthday": "1977-07-04", "address": "1 High St", "city": "Utrecht", "postcode": "3511", "state": "UT",
		"country": "NL",
	})
	e := fetchOne(t, fake)
	for _, f := range employee.PrivateFields() {
		if got := e.Value(f).State(); got != employee.StateAbsent {
			t.Errorf("%s is %v, want absent", f, got)
		}
	}
	if e.FirstName != "Ada" {
		t.Error("no first name")
	}
}
