package personio_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestV2WholePerson: every field that v2 has, and only those.
func TestV2WholeEmployee(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(
		personiotest.Person{ID: "101", Values: map[string]any{
			"first_name": "Ada", "last_name": "Muster", "preferred_name": "Addie", "email": "ada@example.com",
			"status": "leave", "position": "Engineer", "department": "IT", "office": "Munich", "subcompany": "Acme GmbH",
			"team": "Core", "employment_type": "internal", "supervisor": "102",
			"hire_date": "2020-02-01", "termination_date": "2026-06-30", "last_working_day": "2026-05-31",
			"contract_end_date": "2026-12-31",
			"dynamic_1":         "1990-05-17", "last_modified_at": "2025-11-18T16:33:55Z",
		}},
		personiotest.Person{
			ID: "102", Values: map[string]any{"email": "grace@example.com", "status": "active", "hire_date": "2019-01-01"},
		},
	)
	cfg.API, cfg.Fields = personio.APIV2, append(employee.DefaultFields(), employee.FieldBirthDate)
	want := map[employee.Field]string{
		"id": "text 101", "first_name": "text Ada", "last_name": "text Muster", "preferred_name": "text Addie",
		"work_email": "text ada@example.com", "birth_date": "date 1990-05-17", "job_title": "text Engineer",
		"department": "text IT",
		"teams":      "list Core", "manager.id": "text 102", "manager.email": "text grace@example.com",
		"status": "text leave", "status_text": "text LEAVE", "employment_type": "text INTERNAL",
		"hire_date": "date 2020-02-01", "original_hire_date": "date 2020-02-01", "termination_date": "date 2026-06-30",
		"last_working_day": "date 2026-05-31", "contract_end_date": "date 2026-12-31",
	}
	for _, spelling := range []bool{false, true} {
		fake.Configure(personiotest.Config{LastWorkingDate: spelling})
		r := roster(t, cfg)
		got := map[employee.Field]string{}
		e, _ := r.Employee("101")
		for _, f := range employee.Fields() {
			if v := e.Value(f); v.State() != employee.StateAbsent {
				got[f] = show(v)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if at := time.Date(2025, 11, 18, 16, 33, 55, 0, time.UTC); !e.UpdatedAt.Equal(at) {
			t.Errorf("UpdatedAt is %v, want %v", e.UpdatedAt, at)
		}
		other, _ := r.Employee("102")
		for _, f := range []employee.Field{
			"manager.id", "manager.email", "department", "teams", "termination_date", "last_working_day", "contract_end_date",
			"job_title", "first_name",
		} {
			if s := other.Value(f).State(); s != employee.StateEmpty {
				t.Errorf("%s of the other is %v, want empty", f, s)
			}
		}
		if problems := r.Problems(); len(problems) > 0 {
			t.Errorf("problems %v", problems)
		}
	}
}

// job is an employment of v2.
func job(status string, start, end any) map[string]any {
	return map[string]any{"id": fmt.Sprint("e", start, end, status), "status": status,
		"employment_start_date": start, "employment_end_date": end, "position": map[string]any{"title": start},
		"termination": map[string]any{"termination_date": end}}
}

// TestV2Employments (pitfall 12): the employments are merged into spells, whatever
// their order in the list.
func TestV2Employments(t *testing.T) {
	t.Parallel()
	type jobs = []map[string]any
	terminated := map[string]any{
		"employment_start_date": "2018-01-01", "employment_end_date": nil,
		"termination": map[string]any{"termination_date": "2019-12-31"},
	}
	for _, tt := range []struct {
		name string
		jobs jobs
		// Blank: none.
		hired, first, end string
	}{
		{name: "one", jobs: jobs{job("ACTIVE", "2020-01-01", nil)}, hired: "2020-01-01", first: "2020-01-01"},
		{
			name:  "one after the other, newest first",
			jobs:  jobs{job("ACTIVE", "2024-01-01", nil), job("INACTIVE", "2020-01-01", "2023-12-31")},
			hired: "2020-01-01", first: "2020-01-01",
		},
		{
			name:  "one after the other, oldest first",
			jobs:  jobs{job("INACTIVE", "2020-01-01", "2023-12-31"), job("ACTIVE", "2024-01-01", nil)},
			hired: "2020-01-01", first: "2020-01-01",
		},
		{
			name:  "a gap between",
			jobs:  jobs{job("INACTIVE", "2020-01-01", "2023-12-28"), job("ACTIVE", "2024-01-01", nil)},
			hired: "2024-01-01", first: "2020-01-01",
		},
		{
			name:  "the next one has not begun",
			jobs:  jobs{job("ONBOARDING", "2099-01-01", nil), job("ACTIVE", "2020-01-01", "2098-12-31")},
			hired: "2020-01-01", first: "2020-01-01",
		},
		{
			name:  "on leave, the next one has not begun",
			jobs:  jobs{job("ONBOARDING", "2099-01-01", nil), job("LEAVE", "2020-01-01", nil)},
			hired: "2020-01-01", first: "2020-01-01",
		},
		{
			name:  "the dates tell that a leave is over, whatever its word",
			jobs:  jobs{job("ONBOARDING", "2099-01-01", nil), job("LEAVE", "2020-01-01", "2021-12-31")},
			hired: "2099-01-01", first: "2020-01-01", end: "2021-12-31",
		},
		{
			name:  "left and coming back",
			jobs:  jobs{job("ONBOARDING", "2099-01-01", nil), job("INACTIVE", "2020-01-01", "2021-12-31")},
			hired: "2099-01-01", first: "2020-01-01", end: "2021-12-31",
		},
		{
			name:  "two that are ahead",
			jobs:  jobs{job("ONBOARDING", "2099-06-01", nil), job("ONBOARDING", "2099-01-01", "2099-02-01")},
			hired: "2099-01-01", first: "2099-01-01", end: "2099-02-01",
		},
		{
			name:  "the last of two that have ended",
			jobs:  jobs{job("INACTIVE", "2018-01-01", "2018-12-31"), job("INACTIVE", "2020-01-01", "2021-12-31")},
			hired: "2020-01-01", first: "2018-01-01", end: "2021-12-31",
		},
		{
			name:  "two that are active",
			jobs:  jobs{job("ACTIVE", "2024-01-01", nil), job("ACTIVE", "2020-01-01", nil)},
			hired: "2020-01-01", first: "2020-01-01",
		},
		{
			name: "two that are active, one from a day ahead",
			jobs: jobs{
				job("ACTIVE", "2099-01-01", nil), job("ACTIVE", "2020-01-01", nil), job("ACTIVE", "2018-01-01", nil),
			},
			hired: "2018-01-01", first: "2018-01-01",
		},
		{
			name: "words that are unspecified",
			jobs: jobs{
				job("UNSPECIFIED", "2099-01-01", nil), job("UNSPECIFIED", "2020-01-01", nil),
				job("UNSPECIFIED", "2018-01-01", "2019-12-31"),
			},
			hired: "2018-01-01", first: "2018-01-01",
		},
		{
			name: "words that are missing",
			jobs: jobs{
				{"employment_start_date": "2018-01-01", "employment_end_date": "2019-12-31", "termination": nil},
				{"employment_start_date": "2020-01-01", "employment_end_date": nil},
			},
			hired: "2018-01-01", first: "2018-01-01",
		},
		{
			name:  "the date of the termination, where there is no other",
			jobs:  jobs{terminated, job("INACTIVE", "2016-01-01", "2017-01-01")},
			hired: "2018-01-01", first: "2016-01-01", end: "2019-12-31",
		},
		{
			name:  "a hidden end may be open",
			jobs:  jobs{terminated, {"employment_start_date": "2016-01-01"}},
			hired: "2016-01-01", first: "2016-01-01",
		},
		{name: "none", jobs: jobs{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, cfg := fakeOf(personiotest.Person{ID: "1", Employments: tt.jobs})
			cfg.API = personio.APIV2
			e := one(t, cfg)
			got := []string{e.HireDate.String(), e.OriginalHireDate.String(), e.TerminationDate.String()}
			if diff := cmp.Diff([]string{tt.hired, tt.first, tt.end}, got); diff != "" {
				t.Errorf("hired, first hired, last day (-want +got):\n%s", diff)
			}
		})
	}
}

// TestV2Status: the status is the employment's. The person's own word is too
// coarse, but for who has left and has no employment.
func TestV2Status(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, status string // of the person, in the words of v1
		jobs         []map[string]any
		want         []string // status, status_text, hire_date
	}{
		{
			name: "active", status: "active", jobs: []map[string]any{job("ACTIVE", "2020-01-01", nil)},
			want: []string{"text active", "text ACTIVE", "date 2020-01-01"},
		},
		{
			name: "on leave", status: "active", jobs: []map[string]any{job("LEAVE", "2020-01-01", nil)},
			want: []string{"text leave", "text LEAVE", "date 2020-01-01"},
		},
		{
			name: "onboarding", status: "active", jobs: []map[string]any{job("ONBOARDING", "2099-01-01", nil)},
			want: []string{"text pending", "text ONBOARDING", "date 2099-01-01"},
		},
		{
			name: "left", status: "inactive", jobs: []map[string]any{job("INACTIVE", "2020-01-01", "2021-01-01")},
			want: []string{"text inactive", "text INACTIVE", "date 2020-01-01"},
		},
		{
			name: "left, though the person is active", status: "active",
			jobs: []map[string]any{job("INACTIVE", "2020-01-01", "2021-01-01")},
			want: []string{"withheld", "text INACTIVE", "date 2020-01-01"},
		},
		{
			name: "left and coming back", status: "active",
			jobs: []map[string]any{job("ONBOARDING", "2099-01-01", nil), job("INACTIVE", "2020-01-01", "2021-01-01")},
			want: []string{"text inactive", "text INACTIVE", "date 2099-01-01"},
		},
		{
			name: "left, with a word that lags", status: "active",
			jobs: []map[string]any{job("ACTIVE", "2018-01-01", "2018-12-31"), job("INACTIVE", "2020-01-01", "2021-01-01")},
			want: []string{"withheld", "text INACTIVE", "date 2020-01-01"},
		},
		{
			name: "active, though the person is not", status: "inactive",
			jobs: []map[string]any{job("ACTIVE", "2020-01-01", nil)},
			want: []string{"text active", "text ACTIVE", "date 2020-01-01"},
		},
		{
			name: "unspecified", status: "active", jobs: []map[string]any{job("UNSPECIFIED", "2020-01-01", nil)},
			want: []string{"withheld", "text UNSPECIFIED", "date 2020-01-01"},
		},
		{
			name: "hidden dates", status: "active", jobs: []map[string]any{{"id": "e", "status": "ACTIVE"}},
			want: []string{"text active", "text ACTIVE", "withheld"},
		},
		{
			name: "no employment", status: "active", jobs: []map[string]any{},
			want: []string{"withheld", "withheld", "withheld"},
		},
		{
			name: "no employment any more", status: "inactive", jobs: []map[string]any{},
			want: []string{"text inactive", "text INACTIVE", "withheld"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, cfg := fakeOf(personiotest.Person{ID: "1", Values: map[string]any{"status": tt.status}, Employments: tt.jobs})
			cfg.API = personio.APIV2
			e := one(t, cfg)
			got := []string{show(e.Value("status")), show(e.Value("status_text")), show(e.Value("hire_date"))}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestV2TerminationDate: of two dates that differ the later one counts, which keeps
// access longer. One that is hidden may be the later one, so the other does not stand in
// for it.
func TestV2TerminationDate(t *testing.T) {
	t.Parallel()
	ends := func(end any, termination any) map[string]any {
		m := map[string]any{"id": "e", "status": "ACTIVE"}
		if end != "missing" {
			m["employment_end_date"] = end
		}
		if termination != "missing" {
			m["termination"] = termination
		}
		return m
	}
	notice := func(day any) any { return map[string]any{"termination_date": day} }
	for _, tt := range []struct {
		name string
		job  map[string]any
		want string
	}{
		{name: "none", job: ends(nil, nil), want: "empty"},
		{name: "none, without a termination", job: ends(nil, "missing"), want: "empty"},
		{name: "none, in two forms", job: ends("", notice(nil)), want: "empty"},
		{name: "both, the same", job: ends("2026-06-30", notice("2026-06-30")), want: "date 2026-06-30"},
		{name: "the end is later", job: ends("2026-07-31", notice("2026-06-30")), want: "date 2026-07-31"},
		{name: "the termination is later", job: ends("2026-06-30", notice("2026-07-31")), want: "date 2026-07-31"},
		{name: "the end, without a termination date", job: ends("2026-06-30", notice(nil)), want: "date 2026-06-30"},
		{name: "the end, without a termination", job: ends("2026-06-30", nil), want: "date 2026-06-30"},
		{name: "the termination, without an end", job: ends(nil, notice("2026-06-30")), want: "date 2026-06-30"},
		{name: "a hidden termination", job: ends("2026-06-30", "missing"), want: "withheld"},
		{name: "a hidden termination date", job: ends("2026-06-30", map[string]any{}), want: "withheld"},
		{name: "a hidden termination date, no end", job: ends(nil, map[string]any{}), want: "withheld"},
		{name: "a termination that is no object, no end", job: ends(nil, "soon"), want: "withheld"},
		{name: "a hidden end", job: ends("missing", notice("2026-06-30")), want: "withheld"},
		{name: "a hidden end, no termination date", job: ends("missing", notice(nil)), want: "withheld"},
		{name: "a hidden end, no termination", job: ends("missing", nil), want: "withheld"},
		{name: "hidden", job: ends("missing", "missing"), want: "withheld"},
		{name: "unreadable end", job: ends("soon", notice("2026-06-30")), want: "withheld"},
		{name: "unreadable termination", job: ends("2026-06-30", notice("soon")), want: "withheld"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, cfg := fakeOf(personiotest.Person{ID: "1", Employments: []map[string]any{tt.job}})
			cfg.API = personio.APIV2
			e := one(t, cfg)
			if got := show(e.Value(employee.FieldTerminationDate)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestV2ManyEmployments: the employments of a person have pages as well, whose
// links have a path that does not exist.
func TestV2ManyEmployments(t *testing.T) {
	t.Parallel()
	var jobs []map[string]any
	for i := range 5 {
		jobs = append(jobs, job("INACTIVE", fmt.Sprintf("2020-01-%02d", 1+i), "2020-12-31"))
	}
	jobs = append(jobs, job("ACTIVE", "2024-01-01", nil))
	fake, cfg := fakeOf(personiotest.Person{ID: "1", Employments: jobs})
	fake.Configure(personiotest.Config{PageSize: 2})
	cfg.API = personio.APIV2
	if e := one(t, cfg); e.HireDate.String() != "2024-01-01" {
		t.Errorf("hired %v", e.HireDate)
	}
	if n := len(fake.Requests()); n != 8 { // a token, the person, three pages twice
		t.Errorf("requests %q, want 8", paths(fake))
	}
}

// TestV2Links: only the cursor of the next page's link counts, and it goes with
// the limit to our own address; one that points at its own page is an error.
func TestV2Links(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(personiotest.People(7)...)
	fake.Configure(personiotest.Config{PageSize: 3, OddLinks: true})
	cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
	if n := roster(t, cfg).Len(); n != 7 {
		t.Errorf("%d people, want 7", n)
	}
	for _, r := range fake.Requests() {
		// No filter is set: it would leave people out.
		for name := range r.Query {
			if name != "limit" && name != "cursor" || r.Query.Get("limit") != "50" {
				t.Errorf("%s was asked for with the query %v", r.Path, r.Query)
			}
		}
	}
	fake.Configure(personiotest.Config{PageSize: 3, CursorLoop: true})
	_, err := list(newClient(t, cfg))
	wantClass(t, err, employee.ErrIncomplete)
	for _, link := range []string{
		`{"href":"https://api.personio.de/v2/persons"}`, `{"href":"::"}`, `{}`, `"cur_1"`, `{"href":7}`,
	} {
		fake, cfg := fakeOf()
		cfg.API = personio.APIV2
		fake.Next(nil, func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Write([]byte(`{"_data":[],"_meta":{"links":{"next":` + link + `}}}`))
			})
		})
		_, err := list(newClient(t, cfg))
		wantClass(t, err, employee.ErrIncomplete)
	}
}

// TestV2Twice: an employee who occurs twice is an error.
func TestV2Twice(t *testing.T) {
	t.Parallel()
	employees := personiotest.People(2)
	_, cfg := fakeOf(employees[0], employees[1], employees[0])
	cfg.API = personio.APIV2
	_, err := list(newClient(t, cfg))
	wantClass(t, err, employee.ErrIncomplete)
}

// TestV2CustomValues: any JSON is a value, whatever its type says.
func TestV2CustomValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind, value, want string
	}{
		{kind: "list", value: `"Yes"`, want: "text Yes"},
		{kind: "list", value: `true`, want: "bool true"},
		{kind: "boolean", value: `"yes"`, want: "bool true"},
		{kind: "boolean", value: `"Ja"`, want: "text Ja"},
		{kind: "boolean", value: `false`, want: "bool false"},
		{kind: "integer", value: `"40"`, want: "number 40"},
		{kind: "decimal", value: `"x"`, want: "withheld"},
		{kind: "decimal", value: `9007199254740993.5`, want: "number 9007199254740993.5"},
		{kind: "tags", value: `["Go","SQL"]`, want: "list Go, SQL"},
		{kind: "tags", value: `[{"name":"Go"}]`, want: "list Go"},
		{kind: "tags", value: `[]`, want: "empty"},
		{kind: "date", value: `"1990-05-17"`, want: "date 1990-05-17"},
		{kind: "standard", value: `null`, want: "empty"},
		{kind: "standard", value: `""`, want: "empty"},
		{kind: "standard", value: `{}`, want: "withheld"},
		{kind: "standard", value: `3`, want: "number 3"},
	} {
		fake, cfg := fakeOf(personiotest.Person{ID: "1", Values: map[string]any{"dynamic_2": json.RawMessage(tt.value)}})
		fake.Configure(personiotest.Config{
			Fields: []personiotest.Field{{ID: "dynamic_2", Type: tt.kind}}, LowerCaseTypes: true,
		})
		cfg.API, cfg.Fields = personio.APIV2, []employee.Field{"custom.dynamic_2"}
		if e := one(t, cfg); show(e.Value("custom.dynamic_2")) != tt.want {
			t.Errorf("%s %s gives %s, want %s", tt.kind, tt.value, show(e.Value("custom.dynamic_2")), tt.want)
		}
	}
}

// TestV2EndOfList: only an answer that can be read to its links says that there
// is no next page.
func TestV2EndOfList(t *testing.T) {
	t.Parallel()
	persons := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"id":"%d","status":"ACTIVE"}`, i+1))
		}
		return strings.Join(all, ",")
	}
	for _, tt := range []struct {
		employees int
		meta      string // with its comma; "" for none
		whole     bool
	}{
		{employees: 2, meta: `,"_meta":{"links":{"self":{"href":"https://api.personio.de/v2/persons"}}}`, whole: true},
		{employees: 2, meta: `,"_meta":{"links":{"next":null}}`, whole: true},
		{employees: 2, meta: `,"_meta":{"links":{"next":""}}`, whole: true},
		{employees: 2, meta: `,"_meta":{"links":[]}`, whole: true},
		{employees: 2, meta: `,"_meta":{"links":null}`, whole: false},
		{employees: 2, meta: `,"_meta":{}`, whole: false},
		{employees: 2, meta: `,"_meta":[]`, whole: false},
		{employees: 2, meta: `,"_meta":null`, whole: false},
		{employees: 2, meta: ``, whole: false},
		{employees: 2, meta: `,"_meta":{"links":"none"}`, whole: false},
		{employees: 2, meta: `,"_meta":{"links":[{"rel":"next"}]}`, whole: false},
		{employees: 2, meta: `,"_meta":"x"`, whole: false},
		{employees: 2, meta: `,"_meta":7`, whole: false},
		{employees: 2, meta: `,"_meta":{"links":{}}`, whole: true},
		{employees: 0, meta: ``, whole: false},
		{employees: 50, meta: `,"_meta":{"links":{}}`, whole: true},
		{employees: 50, meta: `,"_meta":{"links":[]}`, whole: false},
		{employees: 50, meta: `,"_meta":{}`, whole: false},
		{employees: 50, meta: ``, whole: false},
	} {
		t.Run(fmt.Sprint(tt.employees, tt.meta), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cfg := config(serveBody(`{"_data":[` + persons(tt.employees) + `]` + tt.meta + `}`))
				cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
				r, err := newClient(t, cfg).Roster(t.Context())
				if !tt.whole {
					wantClass(t, err, employee.ErrIncomplete)
				} else if err != nil || r.Len() != tt.employees {
					t.Errorf("%v, error %v; want %d employees", r, err, tt.employees)
				}
			})
		})
	}
}

// TestV2NextLink: the link to the next page may be relative (as elsewhere in
// this API), and its cursor may need escaping.
func TestV2NextLink(t *testing.T) {
	t.Parallel()
	for _, href := range []string{"/v2/persons?cursor=a%2Bb%3D", "?cursor=a%2Bb%3D&limit=10",
		"v2/persons?limit=10&cursor=a%2Bb%3D"} {
		var cursors []string
		first := `{"_data":[{"id":"1"}],"_meta":{"links":{"next":{"href":"` + href + `"}}}}`
		second := `{"_data":[{"id":"2"}],"_meta":{"links":{}}}`
		answers := serveBody(first, second, first, second) // two walks
		cfg := config(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v2/persons" {
				cursors = append(cursors, r.URL.Query().Get("cursor")+" "+r.URL.Query().Get("limit"))
			}
			answers.ServeHTTP(w, r)
		}))
		cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
		if n := roster(t, cfg).Len(); n != 2 {
			t.Errorf("%s: %d employees, want 2", href, n)
		}
		if diff := cmp.Diff([]string{" 50", "a+b= 50", " 50", "a+b= 50"}, cursors); diff != "" {
			t.Errorf("%s: cursors and limits (-want +got):\n%s", href, diff)
		}
	}
}

// TestV2LostCursor: a cursor is refused once the person before it is gone. The walk
// is void then, and begun again.
func TestV2LostCursor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		employees := personiotest.People(60)
		fake, cfg := fakeOf(employees...)
		cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
		removed := false
		fake.Always(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("cursor") != "" && !removed {
					removed = true
					fake.SetPeople(slices.Delete(slices.Clone(employees), 49, 50)...)
				}
				next.ServeHTTP(w, r)
			})
		})
		r, err := newClient(t, cfg).Roster(t.Context())
		if err != nil || r.Len() != 59 {
			t.Errorf("%v, error %v; want 59 employees", r, err)
		}
	})
}

// TestV2LostCursorForGood: a server that refuses its own cursors in every walk is an
// error with its status and its words.
func TestV2LostCursorForGood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake, cfg := fakeOf(personiotest.People(60)...)
		cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
		fake.Always(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("cursor") == "" {
					next.ServeHTTP(w, r)
					return
				}
				w.WriteHeader(http.StatusBadRequest)
				fmt.Fprint(w, `{"personio_trace_id":"tr-1","errors":[{"title":"Bad Request","detail":"cursor"}]}`)
			})
		})
		_, err := newClient(t, cfg).Roster(t.Context())
		wantClass(t, err, employee.ErrIncomplete)
		const want = "personio: list employees: HTTP 400: the list changed while it was read, 3 times in a row: " +
			"the server refused its own cursor (Bad Request: cursor): where that does not pass, " +
			"ask the vendor's support: the listing is incomplete: read it again (request id tr-1)"
		if err == nil || err.Error() != want {
			t.Errorf("error %v\nwant  %s", err, want)
		}
	})
}
