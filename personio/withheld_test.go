package personio_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// A source is a field with the attribute that hides it.
type source struct {
	field employee.Field
	key   string
	v2    bool
}

func sources() []source {
	return []source{
		{"first_name", "first_name", true}, {"last_name", "last_name", true},
		{"preferred_name", "preferred_name", true}, {"work_email", "email", true}, {"job_title", "position", true},
		{"department", "department", true}, {"location", "office", false}, {"legal_entity", "subcompany", false},
		{"cost_center", "cost_centers", false}, {"teams", "team", true}, {"manager.id", "supervisor", true},
		{"manager.name", "supervisor", false}, {"status", "status", false}, {"status_text", "status", false},
		{"employment_type", "employment_type", true}, {"hire_date", "hire_date", true},
		{"original_hire_date", "hire_date", true}, {"termination_date", "termination_date", true},
		{"last_working_day", "last_working_day", true}, {"contract_end_date", "contract_end_date", true},
		{"birth_date", "dynamic_1", true}, {"custom.dynamic_2", "dynamic_2", true}, {"custom.Skills", "dynamic_3", true},
		{"custom.weekly_working_hours", "weekly_working_hours", false},
	}
}

// of returns the sources that an API has.
func of(api personio.API) []source {
	return slices.DeleteFunc(sources(), func(s source) bool {
		return api == personio.APIV2 && !s.v2 || api == personio.APIV1 && s.field == "original_hire_date"
	})
}

// company invents employees; some lack what others have.
func company(n int) []personiotest.Person {
	employees := personiotest.People(n)
	for i := range employees {
		v := employees[i].Values
		v["last_working_day"], v["contract_end_date"] = v["termination_date"], "2031-12-31"
		v["dynamic_2"], v["dynamic_3"] = 100+i, []string{"Go", "SQL"}
		if i%5 == 3 {
			for _, key := range []string{"team", "position", "dynamic_2"} {
				delete(v, key)
			}
		}
		if i%5 == 2 {
			delete(v, "department")
		}
	}
	return employees
}

// hide hides an attribute of some employees.
func hide(employees []personiotest.Person, key string, chosen func(i int) bool) []personiotest.Person {
	employees = slices.Clone(employees)
	for i := range employees {
		if chosen(i) {
			employees[i].Hidden = []string{key}
		}
	}
	return employees
}

// values are those of some fields, by employee.
func values(r *employee.Roster, fields []employee.Field) map[string]map[employee.Field]string {
	all := make(map[string]map[employee.Field]string)
	for e := range r.All() {
		all[e.ID] = make(map[employee.Field]string)
		for _, f := range fields {
			all[e.ID][f] = show(e.Value(f))
		}
	}
	return all
}

// TestWithheld: whatever attribute is hidden, of one employee, of a third or of all,
// from the start or from any request on: its field has its value or is Withheld, and
// all others are what they are.
func TestWithheld(t *testing.T) {
	t.Parallel()
	for _, api := range []personio.API{personio.APIV1, personio.APIV2} {
		synctest.Test(t, func(t *testing.T) {
			w := newHiding(t, api)
			for _, s := range of(api) {
				for _, chosen := range []func(int) bool{
					func(i int) bool { return i == 3 }, func(i int) bool { return i%3 == 0 }, func(int) bool { return true },
				} {
					w.hide(t, s, chosen, w.config)
				}
			}
			t.Logf("%s: %d listings", api, w.listings)
		})
	}
}

// A hiding is a company that has something hidden.
type hiding struct {
	api       personio.API
	fields    []employee.Field
	config    personiotest.Config
	employees []personiotest.Person
	truth     map[string]map[employee.Field]string
	requests  int // of a listing
	listings  int
}

func newHiding(t *testing.T, api personio.API) *hiding {
	w := &hiding{api: api, employees: company(9)}
	w.config = personiotest.Config{PageSize: 5, Fields: attributes()[:3], FullSupervisor: true}
	for _, s := range of(api) {
		w.fields = append(w.fields, s.field)
	}
	fake, cfg := w.fake()
	r := roster(t, cfg)
	w.truth, w.requests = values(r, w.fields), len(fake.Requests())
	for _, f := range w.fields {
		if c := r.Coverage(f); c.Withheld > 0 || c.Known == 0 {
			t.Errorf("with nothing hidden, %s has the coverage %+v", f, c)
		}
	}
	if p := r.Problems(); len(p) > 0 {
		t.Errorf("with nothing hidden: %v", p)
	}
	return w
}

func (w *hiding) fake() (*personiotest.Fake, personio.Config) {
	fake, cfg := fakeOf(w.employees...)
	fake.Configure(w.config)
	cfg.API, cfg.Fields = w.api, w.fields
	return fake, cfg
}

// hide hides a source before each request in turn, by the employee and, where all are
// meant, by the credentials too.
func (w *hiding) hide(t *testing.T, s source, chosen func(int) bool, c personiotest.Config) {
	t.Helper()
	hidden := c
	hidden.Hidden = []string{s.key}
	ways := []func(*personiotest.Fake){func(f *personiotest.Fake) {
		f.SetPeople(hide(w.employees, s.key, chosen)...)
		f.Configure(c)
	}}
	if chosen(0) && chosen(1) {
		ways = append(ways, func(f *personiotest.Fake) { f.Configure(hidden) })
	}
	for way, change := range ways {
		for n := range w.requests + 1 {
			fake, cfg := w.fake()
			after(fake, n, func() { change(fake) })
			w.listings++
			r, err := newClient(t, cfg).Roster(t.Context())
			if err != nil && n == 0 {
				t.Errorf("%s hidden: %v", s.key, err)
			}
			if err != nil {
				continue // the listing fails
			}
			place := fmt.Sprintf("%s hidden in the way %d before request %d", s.key, way, n+1)
			w.judge(t, place, s, chosen, n == 0, r)
		}
	}
}

func (w *hiding) judge(t *testing.T, place string, s source, chosen func(int) bool, always bool, r *employee.Roster) {
	t.Helper()
	beside := func(f employee.Field) bool {
		return slices.ContainsFunc(of(w.api), func(o source) bool {
			units := s.key == "team" || s.key == "department"
			// The last day of work is in the termination.
			return o.field == f && (o.key == s.key || units && (o.key == "team" || o.key == "department") ||
				w.api == personio.APIV2 && s.key == "termination_date" && o.key == "last_working_day")
		})
	}
	for i, p := range w.employees {
		e, ok := r.Employee(p.ID)
		if !ok {
			t.Errorf("%s: employee %s is missing", place, p.ID)
			continue
		}
		for _, f := range w.fields {
			got, want := show(e.Value(f)), w.truth[p.ID][f]
			switch {
			case got == want && !(always && f == s.field && chosen(i) && !optional(w.api, s, want)):
			case got == "withheld" && beside(f):
			default:
				t.Errorf("%s: %s of %s is %s, in truth %s", place, f, p.ID, got, want)
			}
		}
	}
}

// optional reports whether an Empty field may be Empty although it is hidden, because
// another node says so: without a termination there is no last day of work.
func optional(api personio.API, s source, truth string) bool {
	return api == personio.APIV2 && s.field == "last_working_day" && truth == "empty"
}

// TestV2HiddenUnits: units of a kind that is hidden are left out of an array that may
// have others. No employee is in none of them then.
func TestV2HiddenUnits(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"team", "department"} {
		for _, empty := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				fake, cfg := fakeOf(company(9)...)
				fake.Configure(personiotest.Config{Hidden: []string{kind}, EmptyUnits: empty})
				field := map[string]employee.Field{"team": employee.FieldTeams, "department": employee.FieldDepartment}[kind]
				cfg.API, cfg.Fields = personio.APIV2, []employee.Field{employee.FieldTeams, employee.FieldDepartment}
				r := roster(t, cfg)
				if diff := cmp.Diff(employee.Coverage{Withheld: 9}, r.Coverage(field)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", field, diff)
				}
				if p := r.Problems(); len(p) != 1 || !strings.Contains(p[0].Reason, "no "+kind+" to be seen") {
					t.Errorf("problems %v", p)
				}
				employees, err := list(newClient(t, cfg))
				for _, e := range employees {
					if s := e.Value(field).State(); s != employee.StateWithheld {
						t.Errorf("in the stream, %s of %s is %v", field, e.ID, s)
					}
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestV2LostUnits: a stream that has handed out an employee without a team fails if the
// right to teams is not held to the end.
func TestV2LostUnits(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(company(6)...)
	cfg.API, cfg.Fields = personio.APIV2, []employee.Field{employee.FieldTeams}
	if _, err := list(newClient(t, cfg)); err != nil {
		t.Fatal(err)
	}
	last := len(fake.Requests()) - 1
	after(fake, last-1, func() { fake.Configure(personiotest.Config{Hidden: []string{"team"}}) })
	_, err := list(newClient(t, cfg))
	wantClass(t, err, employee.ErrPermission)
}

// lost answers 404 for the employments of an employee, for so many requests.
func lost(fake *personiotest.Fake, id string, times int) {
	fake.Always(func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v2/persons/"+id+"/employments" && times > 0 {
				times--
				w.WriteHeader(http.StatusNotFound)
				return
			}
			h.ServeHTTP(w, r)
		})
	})
}

// TestV2LostEmployments: Personio now and then does not find the employments of an
// employee who exists. They are asked for again; then they are withheld, and all other
// employees are what they are.
func TestV2LostEmployments(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		times int
		want  string
	}{{1, "active"}, {2, "active"}, {3, ""}, {1000, ""}} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(12)...)
			cfg.API, cfg.Fields = personio.APIV2, append(employee.DefaultFields(), employee.FieldTeams)
			truth := values(roster(t, cfg), cfg.Fields)
			lost(fake, "1003", tt.times)
			r := roster(t, cfg)
			got := values(r, cfg.Fields)
			e, _ := r.Employee("1003")
			if e == nil || string(e.Status) != tt.want {
				t.Fatalf("404 %d times: %+v, want the status %q", tt.times, e, tt.want)
			}
			if tt.want == "" {
				if len(r.Problems()) != 1 || r.Problems()[0].EmployeeID != "1003" {
					t.Errorf("problems %v", r.Problems())
				}
				for f, v := range got["1003"] {
					named := slices.Contains([]employee.Field{"id", "first_name", "last_name", "preferred_name", "work_email"}, f)
					if !named && v != "withheld" && v != "absent" {
						t.Errorf("%s is %s", f, v)
					}
				}
				delete(got, "1003")
				delete(truth, "1003")
			}
			if diff := cmp.Diff(truth, got); diff != "" {
				t.Errorf("404 %d times (-want +got):\n%s", tt.times, diff)
			}
		})
	}
}

// TestV2Deleted: an employee that Personio no longer has when the employments are asked
// for is gone, and the listing goes on.
func TestV2Deleted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake, cfg := fakeOf(personiotest.People(2)...)
		cfg.API = personio.APIV2
		gone := func() { fake.SetPeople(personiotest.People(2)[1]) }
		after(fake, 2, gone)
		if diff := cmp.Diff([]string{"1002"}, slices.Collect(maps.Keys(values(roster(t, cfg), nil)))); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		fake.SetPeople(personiotest.People(2)...)
		after(fake, 2, gone)
		employees, err := list(newClient(t, cfg))
		if diff := cmp.Diff([]string{"1002"}, ids(employees)); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
	})
}
