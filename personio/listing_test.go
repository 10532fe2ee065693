package personio_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestRequests: the documented number of requests, exactly.
func TestRequests(t *testing.T) {
	t.Parallel()
	names := []employee.Field{employee.FieldWorkEmail}
	for _, tt := range []struct {
		api       personio.API
		fields    []employee.Field
		employees int
		want      int
	}{
		{api: personio.APIV1, want: 2}, {api: personio.APIV1, employees: 1, want: 2},
		{api: personio.APIV1, employees: 100, want: 2}, {api: personio.APIV1, employees: 101, want: 3},
		{api: personio.APIV1, employees: 500, want: 7}, {api: personio.APIV1, employees: 10_000, want: 102},
		// each page begins with the row that the one before ends with
		{api: personio.APIV1, fields: []employee.Field{employee.FieldBirthDate}, employees: 500, want: 8},
		{api: personio.APIV1, fields: []employee.Field{"custom.Birthday"}, employees: 500, want: 8},
		{api: personio.APIV1, fields: []employee.Field{"custom.dynamic_1", "custom.weekly_working_hours"},
			employees: 500, want: 7},
		{api: personio.APIV2, fields: names, want: 2}, {api: personio.APIV2, fields: names, employees: 1, want: 3},
		{api: personio.APIV2, fields: names, employees: 50, want: 52},
		{api: personio.APIV2, fields: names, employees: 51, want: 56},
		{api: personio.APIV2, fields: names, employees: 500, want: 521},
		{api: personio.APIV2, fields: names, employees: 10_000, want: 10_401}, // the pages of persons twice
		{api: personio.APIV2, fields: append(names, employee.FieldDepartment, employee.FieldTeams), employees: 500,
			want: 521 + 7 + 14},
	} {
		t.Run(fmt.Sprint(tt.api, " ", tt.employees, " ", tt.fields), func(t *testing.T) {
			t.Parallel()
			if race.Enabled && tt.employees == 10_000 {
				t.Skip("no other races than with fewer employees")
			}
			synctest.Test(t, func(t *testing.T) {
				fake, cfg := fakeOf(personiotest.People(tt.employees)...)
				cfg.API, cfg.Fields = tt.api, tt.fields
				start := time.Now()
				r := roster(t, cfg)
				if d := time.Since(start); tt.want == 10_401 && (d < 34*time.Minute || d > 36*time.Minute) {
					t.Errorf("it took %v, want 35 minutes", d)
				}
				if n := len(fake.Requests()); r.Len() != tt.employees || n != tt.want {
					t.Errorf("%d employees in %d requests, want %d in %d", r.Len(), n, tt.employees, tt.want)
				}
			})
		})
	}
}

// TestAdvance (pitfalls 1 and 2): the next page begins with the last employee
// received, however many were asked for, and a short page is not the last.
func TestAdvance(t *testing.T) {
	t.Parallel()
	for _, metadata := range []bool{true, false} {
		fake, cfg := fakeOf(personiotest.People(25)...)
		fake.Configure(personiotest.Config{PageSize: 10, NoMetadata: !metadata})
		employees, err := list(newClient(t, cfg))
		if err != nil || len(employees) != 25 {
			t.Errorf("%d employees, error %v", len(employees), err)
		}
		var offsets []string
		for _, r := range fake.Requests()[1:] {
			offsets = append(offsets, r.Query.Get("offset"))
			if limit := r.Query.Get("limit"); limit != "100" {
				t.Errorf("the limit is %q, want 100", limit)
			}
		}
		want := []string{"0", "9", "18"}
		if !metadata {
			want = append(want, "24") // nothing but a page of the last row ends the list
		}
		if diff := cmp.Diff(want, offsets); diff != "" {
			t.Errorf("offsets (-want +got):\n%s", diff)
		}
	}
}

// TestRejectedLimit: the limit is one that a server accepts which refuses more
// than 100, or more than 50 for v2.
func TestRejectedLimit(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(personiotest.People(120)...)
	fake.Configure(personiotest.Config{RejectLimit: true})
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		synctest.Test(t, func(t *testing.T) {
			cfg.API = api
			if n := roster(t, cfg).Len(); n != 120 {
				t.Errorf("%s: %d employees", api, n)
			}
		})
	}
}

// TestUnsorted (pitfall 3): the order moves with each page, so that one employee occurs
// twice and one not at all. Nothing proves that a list is whole then.
func TestUnsorted(t *testing.T) {
	t.Parallel()
	for _, metadata := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(25)...)
			fake.Configure(personiotest.Config{PageSize: 10, Unsorted: true, NoMetadata: !metadata})
			_, err := newClient(t, cfg).Roster(t.Context())
			wantClass(t, err, employee.ErrIncomplete)
			if n := len(fake.Requests()); n > 1+3*4 {
				t.Errorf("%d requests for three walks", n)
			}
		})
	}
}

// after runs change before the nth request from now is answered.
func after(fake *personiotest.Fake, n int, change func()) {
	faults := make([]personiotest.Fault, n)
	faults = append(faults, func(h http.Handler) http.Handler { change(); return h })
	fake.Next(faults...)
}

// TestEmployeesMove (pitfall 3): employees who come and go between two pages move the
// others. The list is read again until it fits.
func TestEmployeesMove(t *testing.T) {
	t.Parallel()
	employees := personiotest.People(26)
	all := employees[:25]
	want := func(employees []personiotest.Person) (ids []string) {
		for _, p := range employees {
			ids = append(ids, p.ID)
		}
		return ids
	}
	for _, tt := range []struct {
		name   string
		then   []personiotest.Person // after the second page
		roster []string              // in any order
		stream []string              // nil: an error
	}{
		{name: "one of the first page goes", then: all[1:], roster: want(all[1:])},
		{name: "one of the last page goes", then: all[:24], roster: want(all[:24]), stream: want(all[:24])},
		{name: "one comes at the front", then: slices.Concat(employees[25:], all), roster: want(employees),
			stream: want(employees)},
		{name: "one comes at the end", then: employees, roster: want(employees), stream: want(employees)},
		{name: "all employees leave"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, cfg := fakeOf(all...)
			fake.Configure(personiotest.Config{PageSize: 10})
			after(fake, 3, func() { fake.SetPeople(tt.then...) })
			r, err := newClient(t, cfg).Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for e := range r.All() {
				got = append(got, e.ID)
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.roster, got); diff != "" {
				t.Errorf("the roster (-want +got):\n%s", diff)
			}

			fake.SetPeople(all...)
			after(fake, 3, func() { fake.SetPeople(tt.then...) })
			stream, err := list(newClient(t, cfg))
			if tt.stream == nil {
				wantClass(t, err, employee.ErrIncomplete) // some were yielded who are gone
				return
			}
			slices.SortFunc(stream, func(a, b employee.Employee) int { return strings.Compare(a.ID, b.ID) })
			if diff := cmp.Diff(tt.stream, ids(stream)); diff != "" || err != nil {
				t.Errorf("the stream, error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestCountChanges: a list whose count changes is given up at once.
func TestCountChanges(t *testing.T) {
	t.Parallel()
	employees := personiotest.People(46)
	fake, cfg := fakeOf(employees[:45]...)
	fake.Configure(personiotest.Config{PageSize: 10})
	after(fake, 2, func() { fake.SetPeople(employees...) })
	if n := roster(t, cfg).Len(); n != 46 {
		t.Errorf("%d employees", n)
	}
	if n := len(fake.Requests()); n != 1+2+5 {
		t.Errorf("%d requests, want 8: a token, two pages of the first list and five of the second", n)
	}
}

// serveCount answers the list of v1 with n employees and a count of its own, and
// with its offset and limit as texts (pitfall 14).
func serveCount(count string, n int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isToken(r.URL.Path) {
			fmt.Fprint(w, `{"success":true,"data":{"token":"papi-1"}}`)
			return
		}
		offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		fmt.Fprintf(w, `{"success":true,"metadata":{"total_elements":%s,"current_page":"9"},"offset":"0",`+
			`"limit":"100","data":[`, count)
		for i := offset; i < min(offset+10, n); i++ {
			if i > offset {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, `{"type":"Employee","attributes":{"id":{"value":%d}}}`, i+1)
		}
		fmt.Fprint(w, `]}`)
	})
}

// TestCount: fewer employees than Personio counts are an error and not a smaller
// company, and a count that too many employees contradict is no better. A count
// that cannot be read is an answer that cannot: only one that is left out is none.
func TestCount(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		count string
		n     int
		total int
		class error // in place of a total
	}{
		{count: "25", n: 25, total: 25}, {count: `"25"`, n: 25, total: 25}, {count: "0", n: 0, total: 0},
		{count: "null", n: 25, total: 0},
		{count: `"many"`, n: 25, class: employee.ErrMalformed}, {count: "-1", n: 25, class: employee.ErrMalformed},
		{count: "[]", n: 25, class: employee.ErrMalformed}, {count: "2.5", n: 25, class: employee.ErrMalformed},
		{count: `""`, n: 25, class: employee.ErrMalformed}, {count: "true", n: 25, class: employee.ErrMalformed},
		{count: "26", n: 25, class: employee.ErrIncomplete}, {count: "1000", n: 25, class: employee.ErrIncomplete},
		{count: "1", n: 0, class: employee.ErrIncomplete}, {count: "24", n: 25, class: employee.ErrIncomplete},
		{count: "0", n: 25, class: employee.ErrIncomplete},
	} {
		t.Run(tt.count+" for "+strconv.Itoa(tt.n), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r, err := newClient(t, config(serveCount(tt.count, tt.n))).Roster(t.Context())
				if tt.class != nil {
					wantClass(t, err, tt.class)
					return
				}
				if err != nil || r.Len() != tt.n || r.Origin().Total != tt.total {
					t.Errorf("%v, error %v; want %d employees and a total of %d", r, err, tt.n, tt.total)
				}
			})
		})
	}
}

// TestOrigin (pitfall 4): what a roster says of itself. Those who have left and
// those who have not begun are in the answer and in the roster.
func TestOrigin(t *testing.T) {
	t.Parallel()
	record := func(id, status string) personiotest.Person {
		return personiotest.Person{ID: id, Values: map[string]any{"status": status, "hire_date": "2020-01-01"}}
	}
	for _, tt := range []struct {
		name      string
		employees []personiotest.Person
		leavers   employee.Visibility
		starter   employee.Visibility
	}{
		{name: "active", employees: []personiotest.Person{record("1", "active")}, leavers: employee.VisibilityUnknown,
			starter: employee.VisibilityUnknown},
		{name: "a leaver", employees: []personiotest.Person{record("1", "active"), record("2", "inactive")},
			leavers: employee.VisibilityYes, starter: employee.VisibilityUnknown},
		{name: "a starter", employees: []personiotest.Person{record("1", "onboarding")},
			leavers: employee.VisibilityUnknown, starter: employee.VisibilityYes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for api, total := range map[personio.API]int{personio.APIV1: len(tt.employees), personio.APIV2: 0} {
				_, cfg := fakeOf(tt.employees...)
				cfg.API = api
				before := time.Now()
				o := roster(t, cfg).Origin()
				if o.AsOf.Before(before) || o.AsOf.After(time.Now()) {
					t.Errorf("as of %v", o.AsOf)
				}
				o.AsOf = time.Time{}
				want := employee.Origin{Provider: "personio", Tenant: "acme", Total: total, Leavers: tt.leavers,
					Starters: tt.starter}
				if diff := cmp.Diff(want, o); diff != "" || o.Source() != "personio/acme" {
					t.Errorf("%s: source %q (-want +got):\n%s", api, o.Source(), diff)
				}
			}
		})
	}
}

// TestNoIDInALaterWalk: the place is that of the walk, whatever walks came before.
func TestNoIDInALaterWalk(t *testing.T) {
	t.Parallel()
	const ada = `{"attributes":{"id":{"value":1}}}`
	page := func(data string) string {
		return `{"success":true,"metadata":{"total_elements":2},"data":[` + data + `]}`
	}
	_, err := list(newClient(t, config(serveBody(page(ada+","+ada), page(`{"attributes":{}},`+ada)))))
	if fe := wantClass(t, err, employee.ErrMalformed); fe.Message != "a record without an id, at place 1" {
		t.Error(err)
	}
}

// TestNoList: an answer whose list is none is never a company without employees.
func TestNoList(t *testing.T) {
	t.Parallel()
	for _, value := range []string{`null`, `{}`, `{"0":{"id":1}}`, `"x"`, `""`, `7`, `false`} {
		for api, body := range map[personio.API]string{
			personio.APIV1: `{"success":true,"metadata":{"total_elements":0},"data":%s}`,
			personio.APIV2: `{"_data":%s,"_meta":{"links":{}}}`,
		} {
			synctest.Test(t, func(t *testing.T) {
				cfg := config(serveBody(fmt.Sprintf(body, value)))
				cfg.API = api
				c := newClient(t, cfg)
				_, err := c.Roster(t.Context())
				wantClass(t, err, employee.ErrMalformed)
				_, err = c.Check(t.Context())
				wantClass(t, err, employee.ErrMalformed)
				_, err = c.Catalog(t.Context())
				wantClass(t, err, employee.ErrMalformed)
			})
		}
	}
}

// TestSamePageForEver: a server that ignores the offset and counts no employee gives
// no whole list, and is not asked for ever.
func TestSamePageForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		answers := serveBody(`{"success":true,"data":[{"attributes":{"id":{"value":1}}},` +
			`{"attributes":{"id":{"value":2}}}]}`)
		_, err := newClient(t, config(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if sent++; sent > 1000 {
				panic("it goes on for ever")
			}
			answers.ServeHTTP(w, r)
		}))).Roster(t.Context())
		wantClass(t, err, employee.ErrIncomplete)
		if sent != 1+3*2 {
			t.Errorf("%d requests, want 7: a token, and three times two pages", sent)
		}
	})
}
