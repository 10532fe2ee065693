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
		api    personio.API
		fields []employee.Field
		people int
		want   int
	}{
		{personio.APIV1, nil, 0, 2}, {personio.APIV1, nil, 1, 2}, {personio.APIV1, nil, 100, 2}, {personio.APIV1, nil, 101, 3},
		{personio.APIV1, nil, 500, 7}, {personio.APIV1, nil, 10_000, 102}, // each page begins with the row that the one before ends with
		{personio.APIV1, []employee.Field{employee.FieldBirthDate}, 500, 8},
		{personio.APIV1, []employee.Field{"custom.Birthday"}, 500, 8},
		{personio.APIV1, []employee.Field{"custom.dynamic_1", "custom.weekly_working_hours"}, 500, 7},
		{personio.APIV2, names, 0, 2}, {personio.APIV2, names, 1, 3}, {personio.APIV2, names, 50, 52}, {personio.APIV2, names, 51, 56},
		{personio.APIV2, names, 500, 521}, {personio.APIV2, names, 10_000, 10_401}, // the pages of persons twice
		{personio.APIV2, append(names, employee.FieldDepartment, employee.FieldTeams), 500, 521 + 7 + 14},
	} {
		t.Run(fmt.Sprint(tt.api, " ", tt.people, " ", tt.fields), func(t *testing.T) {
			t.Parallel()
			if race.Enabled && tt.people == 10_000 {
				t.Skip("no other races than with fewer people")
			}
			synctest.Test(t, func(t *testing.T) {
				fake, cfg := fakeOf(personiotest.People(tt.people)...)
				cfg.API, cfg.Fields = tt.api, tt.fields
				start := time.Now()
				r := roster(t, cfg)
				if d := time.Since(start); tt.want == 10_401 && (d < 34*time.Minute || d > 36*time.Minute) {
					t.Errorf("it took %v, want 35 minutes", d)
				}
				if n := len(fake.Requests()); r.Len() != tt.people || n != tt.want {
					t.Errorf("%d people in %d requests, want %d in %d", r.Len(), n, tt.people, tt.want)
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
		people, err := list(newClient(t, cfg))
		if err != nil || len(people) != 25 {
			t.Errorf("%d people, error %v", len(people), err)
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
				t.Errorf("%s: %d people", api, n)
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

// TestPeopleMove (pitfall 3): people who come and go between two pages move the
// others. The list is read again until it fits.
func TestPeopleMove(t *testing.T) {
	t.Parallel()
	people := personiotest.People(26)
	all := people[:25]
	want := func(people []personiotest.Person) (ids []string) {
		for _, p := range people {
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
		{"one of the first page goes", all[1:], want(all[1:]), nil},
		{"one of the last page goes", all[:24], want(all[:24]), want(all[:24])},
		{"one comes at the front", slices.Concat(people[25:], all), want(people), want(people)},
		{"one comes at the end", people, want(people), want(people)},
		{"everybody goes", nil, nil, nil},
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
	people := personiotest.People(46)
	fake, cfg := fakeOf(people[:45]...)
	fake.Configure(personiotest.Config{PageSize: 10})
	after(fake, 2, func() { fake.SetPeople(people...) })
	if n := roster(t, cfg).Len(); n != 46 {
		t.Errorf("%d people", n)
	}
	if n := len(fake.Requests()); n != 1+2+5 {
		t.Errorf("%d requests, want 8: a token, two pages of the first list and five of the second", n)
	}
}

// serveCount answers the list of v1 with n people and a count of its own, and
// with its offset and limit as texts (pitfall 14).
func serveCount(count string, n int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isToken(r.URL.Path) {
			fmt.Fprint(w, `{"success":true,"data":{"token":"papi-1"}}`)
			return
		}
		offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		fmt.Fprintf(w, `{"success":true,"metadata":{"total_elements":%s,"current_page":"9"},"offset":"0","limit":"100","data":[`, count)
		for i := offset; i < min(offset+10, n); i++ {
			if i > offset {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, `{"type":"Employee","attributes":{"id":{"value":%d}}}`, i+1)
		}
		fmt.Fprint(w, `]}`)
	})
}

// TestCount: fewer people than Personio counts are an error and not a smaller
// company, and a count that too many people contradict is no better. A count
// that cannot be read is none.
func TestCount(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		count string
		n     int
		total int // -1: an error
	}{
		{"25", 25, 25}, {`"25"`, 25, 25}, {"0", 0, 0}, {"null", 25, 0}, {`"many"`, 25, 0}, {"-1", 25, 0}, {"[]", 25, 0},
		{"26", 25, -1}, {"1000", 25, -1}, {"1", 0, -1}, {"24", 25, -1}, {"0", 25, -1},
	} {
		t.Run(tt.count+" for "+strconv.Itoa(tt.n), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r, err := newClient(t, config(serveCount(tt.count, tt.n))).Roster(t.Context())
				if tt.total < 0 {
					wantClass(t, err, employee.ErrIncomplete)
					return
				}
				if err != nil || r.Len() != tt.n || r.Origin().Total != tt.total {
					t.Errorf("%v, error %v; want %d people and a total of %d", r, err, tt.n, tt.total)
				}
			})
		})
	}
}

// TestEmbeddedError: success:false inside a 200 is an error of the class that
// its code says, and is never an empty company.
func TestEmbeddedError(t *testing.T) {
	t.Parallel()
	for code, class := range map[int]error{
		0: employee.ErrMalformed, 404: employee.ErrMalformed, 401: employee.ErrCredentials, 403: employee.ErrPermission,
		429: employee.ErrRateLimited, 500: employee.ErrUnavailable,
	} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(1)...)
			fake.Always(func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if !isToken(r.URL.Path) {
						h = personiotest.EmbeddedError(code, "Nicht jetzt")(h)
					}
					h.ServeHTTP(w, r)
				})
			})
			_, err := list(newClient(t, cfg))
			if fe := wantClass(t, err, class); !strings.Contains(fe.Message, "Nicht jetzt") {
				t.Errorf("%d: the message is %q", code, fe.Message)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // one that passes is waited for
		fake, cfg := fakeOf(personiotest.People(3)...)
		fake.Next(nil, personiotest.EmbeddedError(500, "Something went wrong"))
		if n := roster(t, cfg).Len(); n != 3 {
			t.Errorf("%d people", n)
		}
	})
}

// TestFaultsThatPass: a 429 without Retry-After, a 500 and a body cut short are
// got over.
func TestFaultsThatPass(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(3)...)
			cfg.API = api
			fake.Next(personiotest.RateLimited(0), nil, personiotest.RateLimited(0), personiotest.ServerError(),
				personiotest.Unavailable(), personiotest.Truncated())
			start := time.Now()
			if n := roster(t, cfg).Len(); n != 3 {
				t.Errorf("%s: %d people", api, n)
			}
			if time.Since(start) < 4*time.Second {
				t.Errorf("%s: it waited %v only", api, time.Since(start))
			}
		})
	}
}

// TestForbiddenIsFinal: a 403 is not repeated in any way.
func TestForbiddenIsFinal(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		fake, cfg := fakeOf(personiotest.People(3)...)
		cfg.API = api
		fake.Next(nil, personiotest.Forbidden())
		_, err := list(newClient(t, cfg))
		wantClass(t, err, employee.ErrPermission)
		if n := len(fake.Requests()); n != 2 {
			t.Errorf("%s: requests %q, want 2", api, paths(fake))
		}
	}
}

// TestOrigin (pitfall 4): what a roster says of itself. Those who have left and
// those who have not begun are in the answer and in the roster.
func TestOrigin(t *testing.T) {
	t.Parallel()
	person := func(id, status string) personiotest.Person {
		return personiotest.Person{ID: id, Values: map[string]any{"status": status, "hire_date": "2020-01-01"}}
	}
	for _, tt := range []struct {
		name    string
		people  []personiotest.Person
		leavers employee.Visibility
		starter employee.Visibility
	}{
		{"active", []personiotest.Person{person("1", "active")}, employee.VisibilityUnknown, employee.VisibilityUnknown},
		{"a leaver", []personiotest.Person{person("1", "active"), person("2", "inactive")}, employee.VisibilityYes, employee.VisibilityUnknown},
		{"a starter", []personiotest.Person{person("1", "onboarding")}, employee.VisibilityUnknown, employee.VisibilityYes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for api, total := range map[personio.API]int{personio.APIV1: len(tt.people), personio.APIV2: 0} {
				_, cfg := fakeOf(tt.people...)
				cfg.API = api
				before := time.Now()
				o := roster(t, cfg).Origin()
				if o.AsOf.Before(before) || o.AsOf.After(time.Now()) {
					t.Errorf("as of %v", o.AsOf)
				}
				o.AsOf = time.Time{}
				want := employee.Origin{Provider: "personio", Tenant: "acme", Total: total, Leavers: tt.leavers, Starters: tt.starter}
				if diff := cmp.Diff(want, o); diff != "" || o.Source() != "personio/acme" {
					t.Errorf("%s: source %q (-want +got):\n%s", api, o.Source(), diff)
				}
			}
		})
	}
}

// TestNoIDInALaterWalk: the place is that of the walk, whoever came before.
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
