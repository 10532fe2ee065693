package humaans_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/race"
)

func TestRequestsForNEmployees(t *testing.T) {
	t.Parallel()
	custom := humaanstest.Config{Fields: []humaanstest.Field{{ID: "f1", Name: "Shirt size"}}}
	for _, tt := range []struct {
		employees, want int
		config          humaanstest.Config
		fields          []employee.Field
	}{
		{employees: 0, want: 8},
		// scopes, roles, locations, employees; two to learn that there are no others;
		// the scopes again; the company
		{employees: 1, want: 7},
		{employees: 250, want: 5},
		{employees: 251, want: 10}, // three employees are looked at again
		{employees: 500, want: 10}, // pages overlap by a row: three of roles, three of employees
		{employees: 10_000, want: 85},
		{employees: 500, want: 11, config: humaanstest.Config{All: "refused"}},
		// the refusal, 1 + 2 + 1 pages of employees
		{employees: 500, want: 10, config: humaanstest.Config{All: "ignored"}},
		{employees: 500, want: 9, fields: []employee.Field{employee.FieldWorkEmail}},
		{employees: 500, want: 13, config: custom, fields: []employee.Field{"custom.f1"}},
		// the definitions, and a value of each
		{employees: 500, want: 14, config: custom, fields: []employee.Field{"custom.f1", employee.FieldLocation}},
	} {
		t.Run(fmt.Sprint(tt.employees, tt.config.All, tt.fields), func(t *testing.T) {
			if race.Enabled && tt.employees == 10_000 {
				t.Skip("no other races than with fewer employees")
			}
			employees := simple(tt.employees)
			for i := range employees {
				employees[i].Custom = map[string]any{"f1": "M"}
			}
			fake := humaanstest.New(token, employees...)
			fake.Configure(tt.config)
			client := newClient(t, fake, humaans.Config{Fields: tt.fields})
			r, err := client.Roster(t.Context())
			if err != nil || r.Len() != tt.employees {
				t.Fatalf("%v, error %v", r, err)
			}
			if got := len(fake.Requests()); got != tt.want {
				t.Errorf("%d requests, want %d: %v", got, tt.want, paths(fake))
			}
			if tt.employees > 500 {
				return // the stream is the same listing
			}
			fake.ResetRequests()
			for _, err := range client.Employees(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
			}
			if got := len(fake.Requests()); got != tt.want {
				t.Errorf("Employees: %d requests, want %d", got, tt.want)
			}
		})
	}
}

// A page is asked for when its first employee is wanted.
func TestStreamReadsAPageAtATime(t *testing.T) {
	fake := humaanstest.New(token, simple(600)...)
	employees := 0
	for _, err := range newClient(t, fake, humaans.Config{}).Employees(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		employees++
		if got, want := len(fake.Requests()), 1+3+1+pageOf(employees); got != want {
			t.Fatalf("%d requests at employee %d, want %d", got, employees, want)
		}
	}
}

// pageOf returns the number of the page that brings an employee, from 1: each begins
// with the last row of the page before.
func pageOf(place int) int { return max(1, (place+247)/249) }

// "status=all" is not documented for certain: the three behaviours that the
// fake plays give the same employees.
func TestStatusAll(t *testing.T) {
	employees := humaanstest.People(120)
	employees[40].Values["status"] = "sabbatical" // a word that is not documented
	want := slices.Sorted(slices.Values(employeeIDs(employees)))
	for _, all := range []string{"", "refused", "ignored"} {
		t.Run(all, func(t *testing.T) {
			fake := humaanstest.New(token, employees...)
			fake.Configure(humaanstest.Config{All: all, PageSize: 50})
			want := want
			if all != "" { // no filter shows a word that is not in the filter's list
				want = slices.DeleteFunc(slices.Clone(want), func(id string) bool { return id == employees[40].ID })
			}
			r := fetch(t, fake)
			if diff := cmp.Diff(want, slices.Sorted(slices.Values(ids(r)))); diff != "" {
				t.Errorf("employees (-want +got):\n%s", diff)
			}
			if o := r.Origin(); o.Leavers != employee.VisibilityYes || o.Starters != employee.VisibilityYes ||
				o.Total != len(want) {
				t.Errorf("origin %+v", o)
			}
		})
	}
}

func TestStatusAllRefusedAsksInTheOrderOfALife(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(120)...)
	fake.Configure(humaanstest.Config{All: "refused"})
	fetch(t, fake, employee.FieldWorkEmail)
	want := []string{"token-info", "job-roles", "people status=all", "people status=newHire", "people status=active",
		"people status=offboarded", "token-info"}
	if diff := cmp.Diff(want, paths(fake)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// An employee whose status changes between two of the three listings is listed
// once, and first.
func TestStatusChangesBetweenTheListings(t *testing.T) {
	before := []humaanstest.Person{{ID: "p1", Values: map[string]any{"status": "newHire"}}, {ID: "p2"}}
	after := []humaanstest.Person{{ID: "p1"}, {ID: "p2", Values: map[string]any{"status": "offboarded"}}}
	for when := range 6 {
		fake := humaanstest.New(token, before...)
		fake.Configure(humaanstest.Config{All: "refused"})
		fake.Next(slices.Repeat([]humaanstest.Fault{nil}, when)...)
		fake.Next(func(h http.Handler) http.Handler {
			fake.SetPeople(after...)
			return h
		})
		r := fetch(t, fake, employee.FieldWorkEmail)
		if got := slices.Sorted(slices.Values(ids(r))); !slices.Equal(got, []string{"p1", "p2"}) {
			t.Errorf("changed before request %d: %v", when+1, got)
		}
	}
}

// Where "all" is refused and the token may not ask for those who are not active,
// the active are listed, and the origin does not say that they are all employees.
func TestSeparateListingThatIsForbidden(t *testing.T) {
	for _, tt := range []struct {
		scopes  []string
		refuse  map[string]int // by status
		listed  []string
		leavers employee.Visibility
		starter employee.Visibility
		err     error
	}{
		{scopes: []string{"public:read"}, refuse: map[string]int{"newHire": 403, "offboarded": 403},
			listed: []string{"p1"}, leavers: employee.VisibilityNo, starter: employee.VisibilityNo},
		{refuse: map[string]int{"newHire": 404, "offboarded": 404}, listed: []string{"p1"}},
		{refuse: map[string]int{"offboarded": 403}, listed: []string{"p3", "p1"}, starter: employee.VisibilityYes},
		{refuse: map[string]int{"active": 403}, err: employee.ErrPermission},
		{refuse: map[string]int{"offboarded": 400}, err: employee.ErrMalformed}, // the list has no other query for them
		{refuse: map[string]int{"newHire": 401}, err: employee.ErrCredentials},
	} {
		fake := humaanstest.New(token, humaanstest.Person{ID: "p1"},
			humaanstest.Person{ID: "p2", Values: map[string]any{"status": "offboarded"}},
			humaanstest.Person{ID: "p3", Values: map[string]any{"status": "newHire"}})
		fake.Configure(humaanstest.Config{All: "refused", Scopes: tt.scopes})
		fake.Always(func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if status := tt.refuse[r.URL.Query().Get("status")]; status != 0 {
					h = refusal(status)(h)
				}
				h.ServeHTTP(w, r)
			})
		})
		client := newClient(t, fake, humaans.Config{})
		r, err := client.Roster(t.Context())
		if !errors.Is(err, tt.err) {
			t.Errorf("%v: error %v, want %v", tt.refuse, err, tt.err)
		}
		access, checked := client.Check(t.Context())
		if !errors.Is(checked, tt.err) || access.People != len(tt.listed) {
			t.Errorf("%v: Check: %+v, error %v", tt.refuse, access, checked)
		}
		if err != nil {
			continue
		}
		if o := r.Origin(); !slices.Equal(ids(r), tt.listed) || o.Leavers != tt.leavers || o.Starters != tt.starter {
			t.Errorf("%v: employees %v, origin %+v", tt.refuse, ids(r), o)
		}
		if !warns(access, "leaver") {
			t.Errorf("%v: warnings %q", tt.refuse, access.Warnings)
		}
	}
}

// A list that is refused after its first page is no list that is refused: some of
// its employees would be missing, and the others would prove that all are seen.
func TestRefusalAfterTheFirstPage(t *testing.T) {
	employees := []humaanstest.Person{{ID: "p1"}, {ID: "p2"}, {ID: "p3"}}
	for _, status := range []string{"offboarded", "newHire"} {
		for i := range 3 {
			employees = append(employees,
				humaanstest.Person{ID: status + strconv.Itoa(i), Values: map[string]any{"status": status}})
		}
	}
	for _, all := range []string{"ignored", "refused"} {
		for _, filter := range []string{"active", "newHire", "offboarded", "all"} {
			for _, status := range []int{400, 403, 404} {
				fake := humaanstest.New(token, employees...)
				fake.Configure(humaanstest.Config{All: all, PageSize: 2})
				met := false
				fake.Always(func(h http.Handler) http.Handler {
					return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						if q := r.URL.Query(); q.Get("status") == filter && q.Get("$skip") != "" {
							met = true
							h = refusal(status)(h)
						}
						h.ServeHTTP(w, r)
					})
				})
				r, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
				if met != (err != nil) {
					t.Errorf("all %s, %d for the second page of %s: %v, error %v", all, status, filter, r, err)
				}
			}
		}
	}
}

// Nothing of the above depends on the transport in memory.
func TestOverARealConnection(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(300)...)
	server := httptest.NewServer(fake)
	defer server.Close()
	client, err := humaans.New(humaans.Config{AccessToken: token, BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	r, err := client.Roster(t.Context())
	if err != nil || r.Len() != 300 {
		t.Errorf("%v, error %v", r, err)
	}
}

// The doc comment promises which requests are made for which fields.
func TestAsksForNoMoreThanFieldsNeed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		want   []string
	}{
		{name: "default", want: []string{"token-info", "job-roles", "locations", "people status=all", "token-info"}},
		{name: "none", fields: []employee.Field{},
			want: []string{"token-info", "job-roles", "people status=all", "token-info"}},
		{name: "one of an employee", fields: []employee.Field{employee.FieldWorkEmail},
			want: []string{"token-info", "job-roles", "people status=all", "token-info"}},
		{name: "location", fields: []employee.Field{employee.FieldLocation},
			want: []string{"token-info", "job-roles", "locations", "people status=all", "token-info"}},
		{name: "custom", fields: []employee.Field{"custom.f1", "custom.f2"},
			want: []string{"token-info", "job-roles", "custom-fields", "custom-values", "people status=all",
				"token-info"}},
		{name: "custom that is not there", fields: []employee.Field{"custom.f3"},
			want: []string{"token-info", "job-roles", "custom-fields", "people status=all", "token-info"}},
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

// Rows in another order each time repeat and leave out; a reader that has read as
// many different ones as there are has all.
func TestRowsInAnotherOrderPerRequest(t *testing.T) {
	for _, n := range []int{0, 1, 20, 600} {
		fake := humaanstest.New(token, simple(n)...)
		fake.Configure(humaanstest.Config{Shuffle: true})
		r, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
		if err == nil && r.Len() != n || err != nil && !errors.Is(err, employee.ErrIncomplete) {
			t.Errorf("%d employees: %v, error %v", n, r, err)
		}
		if n <= 250 && err != nil {
			t.Errorf("%d employees on one page: error %v", n, err)
		}
	}
	// Two walks that show different halves of the second page prove nothing together.
	row := func(ids ...int) string {
		var rows []string
		for _, id := range ids {
			rows = append(rows, `{"id":"p`+strconv.Itoa(id)+`","companyId":"c","status":"newHire"}`)
		}
		return `{"total":4,"data":[` + strings.Join(rows, ",") + `]}`
	}
	fake := one(nil)
	fake.Next(nil, nil, body(row(1, 2)), body(row(2, 3)), body(row(4, 1)), body(row(1, 2)), body(row(3, 4)),
		body(row(1, 2)))
	if err := rosterErr(t, fake); !errors.Is(err, employee.ErrIncomplete) {
		t.Errorf("error %v", err)
	}
}

// A server that never comes to its end is left.
func TestEndlessTable(t *testing.T) {
	for name, rows := range map[string]string{
		"the same page": `{"id":"p1","companyId":"c1"},{"id":"p2","companyId":"c1"}`,
		"empty pages":   ``,
	} {
		fake := one(nil)
		n := 0
		fake.Always(func(h http.Handler) http.Handler {
			if n++; n <= 2 {
				return h
			}
			return body(`{"total":1000000000,"data":[` + rows + `]}`)(h)
		})
		_, err := newClient(t, fake, humaans.Config{Fields: []employee.Field{}}).Roster(t.Context())
		if !errors.Is(err, employee.ErrIncomplete) || n > 10 {
			t.Errorf("%s: %d requests, error %v", name, n, err)
		}
	}
}
