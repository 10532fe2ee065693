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
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	budget := employee.CustomField("customBudget")
	for _, tt := range []struct{ employees, list int }{{0, 1}, {1, 1}, {2500, 1}, {2501, 2}, {10_000, 4}} {
		for _, fields := range [][]employee.Field{nil, {employee.FieldWorkEmail, budget}} {
			t.Run(fmt.Sprint(tt.employees, fields), func(t *testing.T) {
				t.Parallel()
				if race.Enabled && tt.employees == 10_000 {
					t.Skip("no other races than with fewer employees")
				}
				fake := bamboohrtest.New(apiKey, bareEmployees(tt.employees)...)
				fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{Alias: "customBudget"}}})
				r, err := unproving(t, fake, fields...).Roster(t.Context())
				if err != nil || r.Len() != tt.employees || r.Origin().Total != tt.employees {
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
		{name: "nothing more", fields: []employee.Field{}, want: strings.ReplaceAll(always, ",%s", "")},
		{name: "no column of its own",
			fields: []employee.Field{employee.FieldID, employee.FieldStatusText, employee.FieldManagerEmail,
				employee.FieldLegalEntity}, want: strings.ReplaceAll(always, ",%s", "")},
		{name: "what is named", fields: []employee.Field{employee.FieldBirthDate, employee.FieldDepartment},
			want: fmt.Sprintf(always, "birthDate,departmentName")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New(apiKey, bareEmployees(2501)...)
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

func TestEmployeesChangeWhileListed(t *testing.T) {
	t.Parallel()
	const n = 21 // three pages; ids from 1001
	budget := employee.CustomField("customBudget")
	for _, tt := range []struct {
		name      string
		fields    []employee.Field
		change    func([]bamboohrtest.Person) []bamboohrtest.Person // after the first page
		employees int
		calls     int
		want      string
	}{
		{name: "no employee", change: func(p []bamboohrtest.Person) []bamboohrtest.Person { return p }, employees: n,
			calls: 3},
		{name: "a new employee at the end",
			change:    func(p []bamboohrtest.Person) []bamboohrtest.Person { return bamboohrtest.People(n + 1) },
			employees: n + 1, calls: 3},
		{name: "one gone that the listing has",
			change: func(p []bamboohrtest.Person) []bamboohrtest.Person { return p[1:] }, employees: n, calls: 3},
		{name: "one gone that the listing has not",
			change: func(p []bamboohrtest.Person) []bamboohrtest.Person { return p[:n-1] }, employees: n - 1,
			calls: 2 + 2},
		{name: "the one at the border gone",
			change:    func(p []bamboohrtest.Person) []bamboohrtest.Person { return slices.Delete(p, 10, 11) },
			employees: n - 1, calls: 2 + 2},
		{name: "the one at the border gone, with a report", fields: []employee.Field{budget},
			change:    func(p []bamboohrtest.Person) []bamboohrtest.Person { return slices.Delete(p, 10, 11) },
			employees: n - 1, calls: 1 + 2 + 2 + 1},
		{name: "all employees gone", change: func([]bamboohrtest.Person) []bamboohrtest.Person { return nil },
			employees: 10, calls: 2 + 1,
			want: "bamboohr: list employees: 10 were removed while they were listed: the listing is incomplete: " +
				"read it again"},
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
			got, err := ids(t, unproving(t, tenant{fake}, tt.fields...))
			if text(err) != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
			if twice := len(got) - len(slices.Compact(slices.Sorted(slices.Values(got)))); twice != 0 ||
				len(got) != tt.employees {
				t.Errorf("%d employees, %d of them twice; want %d", len(got), twice, tt.employees)
			}
			if c := len(fake.Requests()); c != tt.calls {
				t.Errorf("%d requests, want %d", c, tt.calls)
			}
		})
	}
}

// TestBadPageAgainAndAgain loses an employee at the border of each walk.
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
	const want = "bamboohr: list employees: HTTP 400: BadPage: the list changed while it was read, 3 times in a row: " +
		"the server refused its own cursor: where that does not pass, ask the vendor's support: the listing is " +
		"incomplete: read it again (request id fake-000006)"
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
	fmt.Fprintf(w, `{"data":[%s],"meta":{"total":%d,"page":{"nextCursor":%s}}}`, strings.Join(rows, ","), p.total,
		cursor)
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
		{name: "numbers for ids", serve: pages{3, []string{`1 "2" 3`}, 0}, ids: "1 2 3"},
		{name: "an empty page between", serve: pages{2, []string{`1 >b`, `>c`, `2`}, 0}, ids: "1 2"},
		{name: "fewer than the total", serve: pages{3, []string{`1 >b`, `2`}, 0}, ids: "1 2",
			want:  "the list changed while it was read, 3 times in a row: 2 arrived of 3",
			class: employee.ErrIncomplete},
		{name: "none of some", serve: pages{3, []string{``}, 0},
			want:  "the list changed while it was read, 3 times in a row: 0 arrived of 3",
			class: employee.ErrIncomplete},
		{name: "the same page for ever", serve: pages{9, []string{`1 2 >b`}, 0}, ids: "1 2",
			want: "the server gave the same page cursor twice", class: employee.ErrIncomplete},
		{name: "the same page under other cursors", serve: pages{9, []string{`1 2 >b`, `1 2 >c`}, 0}, ids: "1 2",
			want:  `the list changed while it was read, 3 times in a row: the id "1" came twice`,
			class: employee.ErrIncomplete},
		{name: "cursors in a circle", serve: pages{9, []string{`1 >b`, `2 >c`, `3 >b`}, 0}, ids: "1 2",
			want: "the server gave the same page cursor twice", class: employee.ErrIncomplete},
		{name: "an employee twice", serve: pages{3, []string{`1 2 >b`, `"2"`}, 0}, ids: "1 2",
			want:  `the list changed while it was read, 3 times in a row: the id "2" came twice`,
			class: employee.ErrIncomplete},
		{name: "an employee without an id", serve: pages{3, []string{`1 >b`, `"" 3`}, 0}, ids: "1",
			want: "a record without an id, at place 2", class: employee.ErrMalformed},
		{name: "a blank id", serve: pages{1, []string{`"\u00a0"`}, 0}, want: "a record without an id, at place 1",
			class: employee.ErrMalformed},
		{name: "null for an id", serve: pages{1, []string{`null`}, 0}, want: "a record without an id, at place 1",
			class: employee.ErrMalformed},
		{name: "an array for an id", serve: pages{1, []string{`[7]`}, 0}, want: "a record without an id, at place 1",
			class: employee.ErrMalformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ids(t, newClient(t, &tt.serve))
			if strings.Join(got, " ") != tt.ids {
				t.Errorf("employees %v, want %s", got, tt.ids)
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
		t.Errorf("%d requests for the first employee, want 1", n)
	}
	for range 2 {
		n := 0
		for range all {
			n++
		}
		if n != 11 {
			t.Errorf("%d employees, want 11", n)
		}
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	record := func(id, status, hired, left string) string {
		return fmt.Sprintf(`{"employeeId":%q,"status":%q,"hireDate":%q,"terminationDate":%q,"_restrictedFields":[]}`,
			id, status, hired, left)
	}
	for _, tt := range []struct {
		name              string
		rows              []string
		leavers, starters employee.Visibility
	}{
		{name: "no employee", leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		{name: "active", rows: []string{record("1", "Active", "2020-01-01", "0000-00-00")},
			leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		{name: "a leaver", rows: []string{record("1", "Inactive", "2020-01-01", "2021-01-01")},
			leavers: employee.VisibilityYes, starters: employee.VisibilityUnknown},
		{name: "inactive since a day ahead", rows: []string{record("1", "Inactive", "2020-01-01", "2999-01-01")},
			leavers: employee.VisibilityUnknown, starters: employee.VisibilityUnknown},
		{name: "a starter, who is inactive, too", rows: []string{record("1", "Inactive", "2999-01-01", "")},
			leavers: employee.VisibilityUnknown, starters: employee.VisibilityYes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := newClient(t, answers{list: listOf(tt.rows...)}).Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			o := r.Origin()
			o.AsOf = o.AsOf.Truncate(1 << 62)
			want := employee.Origin{Provider: "bamboohr", Tenant: "acme", AsOf: o.AsOf, Total: len(tt.rows),
				Leavers: tt.leavers, Starters: tt.starters}
			if diff := cmp.Diff(want, o); diff != "" {
				t.Errorf("origin (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSecondPageRefused: a tenant that has served a page serves the list, so the
// report does not take its place.
func TestSecondPageRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fault bamboohrtest.Fault
		want  string
	}{
		{bamboohrtest.Forbidden(),
			"bamboohr: list employees: HTTP 403: Forbidden: the credentials lack a permission: extend their access " +
				"in the HR system (request id fake-000002)"},
		{page404, "bamboohr: list employees: HTTP 404: no BambooHR API answers at this address, so the company " +
			"domain may be wrong: the answer was not understood: check the address, then report it to the " +
			"maintainers (request id fake-000002)"},
	} {
		fake := bamboohrtest.New(apiKey, bamboohrtest.People(11)...)
		fake.Next(nil, tt.fault)
		got, err := ids(t, newClient(t, tenant{fake}))
		if text(err) != tt.want || len(got) != 10 || len(fake.Requests()) != 2 {
			t.Errorf("%d employees, requests %s, error:\n%v\nwant:\n%s", len(got), calls(fake), err, tt.want)
		}
	}
}

// TestCancelled: the context's end is the caller's own error.
func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newClient(t, bamboohrtest.New(apiKey)).Roster(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// TestUnreadablePage: a page whose end cannot be told is never the last one.
func TestUnreadablePage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, meta, want string }{
		{name: "a cursor that is an object", meta: `{"total":1,"page":{"nextCursor":{"after":"7"}}}`,
			want: "the cursor of the next page: not a single value"},
		{name: "a cursor that is half a character", meta: `{"total":1,"page":{"nextCursor":"\ud800"}}`,
			want: "an answer whose nextCursor is not valid UTF-8"},
		{name: "two cursors", meta: `{"total":1,"page":{"nextCursor":"c1","nextCursor":null}}`,
			want: "an answer that has the key nextCursor twice"},
		{name: "a page that is a list", meta: `{"total":1,"page":[{"nextCursor":"c1"}]}`,
			want: "the answer does not say whether the list ends there"},
		{name: "a total that is a list", meta: `{"total":[1],"page":{"nextCursor":null}}`,
			want: "the total of the list: not a single value"},
		{name: "a total that is no number", meta: `{"total":"all","page":{"nextCursor":null}}`,
			want: "the total of the list: not a count"},
		{name: "a total below zero", meta: `{"total":-1,"page":{"nextCursor":null}}`,
			want: "the total of the list: not a count"},
	} {
		synctest.Test(t, func(t *testing.T) {
			r, err := newClient(t,
				answers{list: `{"data":[{"employeeId":"7"}],"meta":` + tt.meta + `}`}).Roster(t.Context())
			if r != nil || !errors.Is(err, employee.ErrMalformed) || !strings.Contains(text(err), ": "+tt.want+":") {
				t.Errorf("%s: roster %v, error %v", tt.name, r, err)
			}
		})
	}
}
