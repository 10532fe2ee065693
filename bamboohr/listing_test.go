package bamboohr_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	budget := employee.CustomField("customBudget")
	for _, tt := range []struct{ people, list int }{{0, 1}, {1, 1}, {2500, 1}, {2501, 2}, {10_000, 4}} {
		for _, fields := range [][]employee.Field{nil, {employee.FieldWorkEmail, budget}} {
			t.Run(fmt.Sprint(tt.people, fields), func(t *testing.T) {
				t.Parallel()
				if race.Enabled && tt.people == 10_000 {
					t.Skip("no other races than with fewer people")
				}
				fake := bamboohrtest.New(apiKey, nobodies(tt.people)...)
				fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{Alias: "customBudget"}}})
				r, err := newClient(t, fake, fields...).Roster(t.Context())
				if err != nil || r.Len() != tt.people || r.Origin().Total != tt.people {
					t.Fatalf("roster %v, error %v", r, err)
				}
				want := slices.Repeat([]string{"GET /employees"}, tt.list)
				if fields != nil {
					want = slices.Insert(want, 0, "POST /reports/custom")
				}
				if got := calls(fake); got != strings.Join(want, ", ") {
					t.Errorf("requests: %s", got)
				}
			})
		}
	}
}

func TestQuery(t *testing.T) {
	t.Parallel()
	always := "employeeNumber,%s,reportsToId,employmentStatusName,hireDate,originalHireDate,terminationDate"
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		want   string
	}{
		{"nothing more", []employee.Field{}, strings.ReplaceAll(always, ",%s", "")},
		{"no column of its own", []employee.Field{employee.FieldID, employee.FieldStatusText, employee.FieldManagerEmail, employee.FieldLegalEntity}, strings.ReplaceAll(always, ",%s", "")},
		{"what is named", []employee.Field{employee.FieldBirthDate, employee.FieldDepartment}, fmt.Sprintf(always, "birthDate,departmentName")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New(apiKey, nobodies(2501)...)
			if _, err := newClient(t, fake, tt.fields...).Roster(t.Context()); err != nil && tt.fields != nil {
				t.Fatal(err)
			}
			want := url.Values{"page[limit]": {"2500"}, "sort": {"employeeId"}, "fields": {tt.want}}
			requests := fake.Requests()
			if diff := cmp.Diff(want, requests[0].Query); diff != "" {
				t.Errorf("first page (-want +got):\n%s", diff)
			}
			second := requests[1].Query
			if second.Get("page[after]") == "" {
				t.Error("the second page has no cursor")
			}
			second.Del("page[after]")
			if diff := cmp.Diff(want, second); diff != "" {
				t.Errorf("second page without its cursor (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDefaultFieldsAreNotPrivate(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(1)...)
	e := only(t, newClient(t, fake))
	for _, f := range employee.PrivateFields() {
		if state := e.Value(f).State(); state != employee.StateAbsent {
			t.Errorf("%s is %v, want absent", f, state)
		}
	}
	fields := fake.Requests()[0].Query.Get("fields")
	for _, name := range []string{"birthDate", "homeEmail", "mobilePhone", "addressLine1", "zipcode", "city"} {
		if slices.Contains(strings.Split(fields, ","), name) {
			t.Errorf("%s was asked for", name)
		}
	}
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

func TestPeopleChangeWhileListed(t *testing.T) {
	t.Parallel()
	const n = 21 // three pages; ids from 1001
	budget := employee.CustomField("customBudget")
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		change func([]bamboohrtest.Person) []bamboohrtest.Person // after the first page
		people int
		calls  int
		want   string
	}{
		{"nobody", nil, func(p []bamboohrtest.Person) []bamboohrtest.Person { return p }, n, 3, ""},
		{"somebody new at the end", nil, func(p []bamboohrtest.Person) []bamboohrtest.Person { return bamboohrtest.People(n + 1) }, n + 1, 3, ""},
		{"one gone whom the listing has", nil, func(p []bamboohrtest.Person) []bamboohrtest.Person { return p[1:] }, n, 3, ""},
		{"one gone whom the listing has not", nil, func(p []bamboohrtest.Person) []bamboohrtest.Person { return p[:n-1] }, n - 1, 2 + 2, ""},
		{"the one at the border gone", nil, func(p []bamboohrtest.Person) []bamboohrtest.Person { return slices.Delete(p, 10, 11) }, n - 1, 2 + 2, ""},
		{"the one at the border gone, with a report", []employee.Field{budget},
			func(p []bamboohrtest.Person) []bamboohrtest.Person { return slices.Delete(p, 10, 11) }, n - 1, 1 + 2 + 2 + 1, ""},
		{"everybody gone", nil, func([]bamboohrtest.Person) []bamboohrtest.Person { return nil }, 10, 2 + 1,
			"bamboohr: list employees: 10 were removed while they were listed: the listing is incomplete: read it again"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New(apiKey, bamboohrtest.People(n)...)
			fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{Alias: "customBudget"}}})
			if tt.fields != nil {
				fake.Next(nil)
			}
			fake.Next(nil, func(h http.Handler) http.Handler {
				fake.SetPeople(tt.change(bamboohrtest.People(n))...)
				return h
			})
			got, err := ids(t, newClient(t, tenant{fake}, tt.fields...))
			if text(err) != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
			if twice := len(got) - len(slices.Compact(slices.Sorted(slices.Values(got)))); twice != 0 || len(got) != tt.people {
				t.Errorf("%d people, %d of them twice; want %d", len(got), twice, tt.people)
			}
			if c := len(fake.Requests()); c != tt.calls {
				t.Errorf("%d requests, want %d", c, tt.calls)
			}
		})
	}
}

// TestBadPageAgainAndAgain loses a person at the border of each walk.
func TestBadPageAgainAndAgain(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(30)...)
	left := bamboohrtest.People(30)
	lose := func(h http.Handler) http.Handler {
		left = slices.Delete(slices.Clone(left), 10, 11)
		fake.SetPeople(left...)
		return h
	}
	fake.Next(nil, lose, nil, lose, nil, lose)
	r, err := newClient(t, tenant{fake}).Roster(t.Context())
	const want = "bamboohr: list employees: the list changed while it was read, 3 times in a row: the server lost the place: the listing is incomplete: read it again"
	if text(err) != want || r != nil {
		t.Errorf("roster %v, error %v", r, err)
	}
	if got := len(fake.Requests()); got != 6 {
		t.Errorf("%d requests, want 6", got)
	}
}

// pages answers the nth request with the nth page, the last one for ever. A page
// is its ids and the cursor of the next one: "1 2 >b".
type pages struct {
	total int
	pages []string
	sent  int
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == "POST" { // no report
		w.WriteHeader(http.StatusNotFound)
		return
	}
	if r.URL.Query().Get("page[after]") == "" {
		p.sent = 0 // a walk begins
	}
	var rows []string
	cursor := "null"
	for word := range strings.FieldsSeq(p.pages[min(p.sent, len(p.pages)-1)]) {
		if next, ok := strings.CutPrefix(word, ">"); ok {
			cursor = strconv.Quote(next)
			continue
		}
		rows = append(rows, `{"employeeId":`+word+`,"_restrictedFields":[]}`)
	}
	p.sent++
	fmt.Fprintf(w, `{"data":[%s],"meta":{"total":%d,"page":{"nextCursor":%s}}}`, strings.Join(rows, ","), p.total, cursor)
}

func TestListingThatCannotBeTrusted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		serve pages
		ids   string
		want  string
		class error
	}{
		{"numbers for ids", pages{3, []string{`1 "2" 3`}, 0}, "1 2 3", "", nil},
		{"an empty page between", pages{2, []string{`1 >b`, `>c`, `2`}, 0}, "1 2", "", nil},
		{"fewer than the total", pages{3, []string{`1 >b`, `2`}, 0}, "1 2", "the list changed while it was read, 3 times in a row: 2 arrived of 3", employee.ErrIncomplete},
		{"nobody of some", pages{3, []string{``}, 0}, "", "the list changed while it was read, 3 times in a row: 0 arrived of 3", employee.ErrIncomplete},
		{"the same page for ever", pages{9, []string{`1 2 >b`}, 0}, "1 2", "the server gave the same page cursor twice", employee.ErrIncomplete},
		{"the same page under other cursors", pages{9, []string{`1 2 >b`, `1 2 >c`}, 0}, "1 2", `the list changed while it was read, 3 times in a row: the id "1" came twice`, employee.ErrIncomplete},
		{"cursors in a circle", pages{9, []string{`1 >b`, `2 >c`, `3 >b`}, 0}, "1 2", "the server gave the same page cursor twice", employee.ErrIncomplete},
		{"a person twice", pages{3, []string{`1 2 >b`, `"2"`}, 0}, "1 2", `the list changed while it was read, 3 times in a row: the id "2" came twice`, employee.ErrIncomplete},
		{"a person without an id", pages{3, []string{`1 >b`, `"" 3`}, 0}, "1", "a record without an id, at place 2", employee.ErrMalformed},
		{"a blank id", pages{1, []string{`"\u00a0"`}, 0}, "", "a record without an id, at place 1", employee.ErrMalformed},
		{"null for an id", pages{1, []string{`null`}, 0}, "", "a record without an id, at place 1", employee.ErrMalformed},
		{"an array for an id", pages{1, []string{`[7]`}, 0}, "", "a record without an id, at place 1", employee.ErrMalformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ids(t, newClient(t, &tt.serve))
			if strings.Join(got, " ") != tt.ids {
				t.Errorf("people %v, want %s", got, tt.ids)
			}
			want := ""
			if tt.want != "" {
				want = "bamboohr: list employees: " + tt.want + ": " + tt.class.Error()
			}
			if text(err) != want || !errors.Is(err, tt.class) {
				t.Errorf("error %v\nwant  %s", err, want)
			}
			tt.serve.sent = 0
			if r, err := newClient(t, &tt.serve).Roster(t.Context()); (r == nil) != (want != "") || text(err) != want {
				t.Errorf("roster %v, error %v", r, err)
			}
		})
	}
}

func TestEmployeesIsLazyAndRestartable(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(11)...)
	all := newClient(t, tenant{fake}).Employees(context.Background())
	if n := len(fake.Requests()); n != 0 {
		t.Errorf("%d requests before the range", n)
	}
	for range all {
		break
	}
	if n := len(fake.Requests()); n != 1 {
		t.Errorf("%d requests for the first person, want 1", n)
	}
	for range 2 {
		n := 0
		for range all {
			n++
		}
		if n != 11 {
			t.Errorf("%d people, want 11", n)
		}
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	person := func(id, status, hired, left string) string {
		return fmt.Sprintf(`{"employeeId":%q,"status":%q,"hireDate":%q,"terminationDate":%q,"_restrictedFields":[]}`, id, status, hired, left)
	}
	for _, tt := range []struct {
		name              string
		rows              []string
		leavers, starters employee.Visibility
	}{
		{"nobody", nil, employee.VisibilityUnknown, employee.VisibilityUnknown},
		{"active", []string{person("1", "Active", "2020-01-01", "0000-00-00")}, employee.VisibilityUnknown, employee.VisibilityUnknown},
		{"a leaver", []string{person("1", "Inactive", "2020-01-01", "2021-01-01")}, employee.VisibilityYes, employee.VisibilityUnknown},
		{"inactive since a day ahead", []string{person("1", "Inactive", "2020-01-01", "2999-01-01")}, employee.VisibilityUnknown, employee.VisibilityUnknown},
		{"a starter, who is inactive, too", []string{person("1", "Inactive", "2999-01-01", "")}, employee.VisibilityUnknown, employee.VisibilityYes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := newClient(t, answers{list: listOf(tt.rows...)}).Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			o := r.Origin()
			o.AsOf = o.AsOf.Truncate(1 << 62)
			want := employee.Origin{Provider: "bamboohr", Tenant: "acme", AsOf: o.AsOf, Total: len(tt.rows), Leavers: tt.leavers, Starters: tt.starters}
			if diff := cmp.Diff(want, o); diff != "" {
				t.Errorf("origin (-want +got):\n%s", diff)
			}
		})
	}
}
