package humaans_test

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// varied are employees of whom some have each field, some have a blank, and some have left.
func varied(n int) []humaanstest.Person {
	all := humaanstest.People(n)
	for i := range all {
		v := all[i].Values
		v["middleName"], v["contractType"] = nil, nil
		v["personalEmail"] = "own" + strconv.Itoa(i) + "@example.com"
		if i%2 == 0 {
			v["middleName"], v["contractType"], all[i].Custom = "M.", "Full time", map[string]any{"f1": "S"}
		}
		if i%5 == 3 {
			v["status"], v["employmentEndDate"] = "offboarded", "2025-01-31"
		}
		if i%4 == 1 && len(all[i].Roles) > 0 {
			all[i].Roles[0].Department = nil
		}
	}
	return all
}

var sightFields = []employee.Field{employee.FieldMiddleName, employee.FieldEmploymentType, employee.FieldDepartment,
	employee.FieldLocation, employee.FieldWorkPhone, "custom.f1"}

// wants compares an employee with what is true: a field is as it is, or it is Withheld
// and listed as hidden.
func wantHidden(t *testing.T, truth, got *employee.Roster, hidden ...employee.Field) {
	t.Helper()
	isHidden := make(map[employee.Field]bool)
	for _, f := range hidden {
		isHidden[f] = true
	}
	for e := range truth.All() {
		other, _ := got.Employee(e.ID)
		for _, f := range append(employee.Fields(), "custom.f1") {
			v, w := other.Value(f), e.Value(f)
			if isHidden[f] && w.State() != employee.StateAbsent && v.State() != employee.StateWithheld ||
				!isHidden[f] && !cmp.Equal(show(v), show(w)) {
				t.Errorf("%s of %s is %q; with everything visible %q", f, e.ID, show(v), show(w))
			}
		}
	}
}

// A role hides a field by null. No employee shows it, so that it is Withheld for all; what
// one shows is blank where it is blank.
func TestFieldsHiddenFromAll(t *testing.T) {
	t.Parallel()
	fake := humaanstest.New(token, varied(40)...)
	config := humaanstest.Config{Fields: []humaanstest.Field{{ID: "f1", Name: "Shirt size"}}}
	list := func() *employee.Roster {
		fake.Configure(config)
		r, err := newClient(t, fake, humaans.Config{Fields: sightFields}).Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	truth := list()
	if n := truth.Coverage(employee.FieldEmploymentType).Withheld + truth.Coverage("custom.f1").Withheld +
		truth.Coverage(employee.FieldTerminationDate).Withheld + truth.Coverage(employee.FieldDepartment).Withheld; n > 0 {
		t.Fatalf("with everything visible, %d fields are withheld", n)
	}
	for key, f := range map[string]employee.Field{
		"contractType": employee.FieldEmploymentType, "employmentEndDate": employee.FieldTerminationDate,
		"employmentStartDate": employee.FieldHireDate, "middleName": employee.FieldMiddleName,
		"employeeId": employee.FieldNumber, "department": employee.FieldDepartment, "reportingTo": employee.FieldManagerID,
		"phoneNumber": employee.FieldWorkPhone, "f1": "custom.f1", "lastWorkingDay": employee.FieldLastWorkingDay,
		"preferredName": employee.FieldPreferredName,
	} {
		t.Run(key, func(t *testing.T) {
			config.Hidden = []string{key}
			got := list()
			hidden := []employee.Field{f}
			if f == employee.FieldManagerID {
				hidden = append(hidden, employee.FieldManagerEmail)
			}
			wantHidden(t, truth, got, hidden...)
			problems := 0
			for _, p := range got.Problems() {
				if p.Field == f && strings.Contains(p.Reason, "NoHiddenFields") {
					problems++
				}
			}
			if problems != 1 {
				t.Errorf("%d problems, want one for all: %v", problems, got.Problems())
			}
		})
	}
}

// A role that sees the private data of some employees: a manager's, say. A blank of
// another is Withheld, whether it stands for a value or not; the rest is as it is.
func TestEmployeesHidden(t *testing.T) {
	t.Parallel()
	all := varied(40)
	fields := append(employee.Fields(), "custom.f1")
	config := humaanstest.Config{PageSize: 15, Fields: []humaanstest.Field{{ID: "f1", Name: "Shirt size"}}}
	fake := humaanstest.New(token, all...)
	fake.Configure(config)
	client := newClient(t, fake, humaans.Config{Fields: sightFields})
	truth, err := client.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	for _, tt := range []struct {
		name string
		seen []string
	}{
		{name: "all but two", seen: ids[2:]},
		{name: "all but the last", seen: ids[:39]},
		{name: "the owner alone", seen: ids[:1]},
		{name: "half", seen: ids[20:]},
		{name: "none", seen: []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hiding := config
			hiding.PrivateOf = tt.seen
			fake.Configure(hiding)
			r, err := client.Roster(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			problems := make(map[employee.Field]int)
			for _, p := range r.Problems() {
				problems[p.Field]++
			}
			judge := func(by string, e *employee.Employee, f employee.Field) {
				was, _ := truth.Employee(e.ID)
				v, w := e.Value(f), was.Value(f)
				seen := slices.Contains(tt.seen, e.ID)
				if by == "Employees" && v.State() == employee.StateAbsent {
					return // a Roster completes it
				}
				right := v.State() == employee.StateWithheld ||
					cmp.Equal(show(v), show(w)) && (seen || v.State() != employee.StateEmpty)
				if !right || seen && by == "Roster" && len(tt.seen) > 1 && v.State() != w.State() {
					t.Errorf("%s: %s of %s, seen %v, is %q; with everything visible %q", by, f, e.ID, seen, show(v), show(w))
				}
			}
			for _, f := range fields {
				for e := range r.All() {
					judge("Roster", e, f)
				}
				if problems[f] > 1 {
					t.Errorf("%d problems of %s, want one for all", problems[f], f)
				}
			}
			if problems[employee.FieldEmploymentType] != 1 {
				t.Errorf("no problem names the contract type: %v", r.Problems())
			}
			for e, err := range client.Employees(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range fields {
					judge("Employees", &e, f)
				}
			}
			access, err := client.Check(t.Context())
			told := slices.ContainsFunc(access.Notes, func(n string) bool { return strings.Contains(n, "show no private data") })
			if err != nil || told != (len(tt.seen) < 39) {
				t.Errorf("notes %q, error %v", access.Notes, err)
			}
		})
	}
}

// A field that is hidden, or a scope that is taken away, between two requests of a listing.
func TestFieldsHiddenUnderWay(t *testing.T) {
	t.Parallel()
	config := humaanstest.Config{PageSize: 15, Fields: []humaanstest.Field{{ID: "f1", Name: "Shirt size"}}}
	for name, change := range map[string]func(*humaanstest.Config){
		"contractType": func(c *humaanstest.Config) { c.Hidden = []string{"contractType"} },
		"private:read": func(c *humaanstest.Config) { c.Scopes = []string{"public:read"} },
	} {
		for step := range 20 {
			for _, stream := range []bool{false, true} {
				fake := humaanstest.New(token, varied(40)...)
				if name == "private:read" { // the leavers would be missing, which is another story
					active := varied(40)
					for i := range active {
						active[i].Values["status"] = "active"
					}
					fake = humaanstest.New(token, active...)
				}
				fake.Configure(config)
				faults := make([]humaanstest.Fault, step+1)
				faults[step] = func(next http.Handler) http.Handler {
					changed := config
					change(&changed)
					fake.Configure(changed)
					return next
				}
				fake.Next(faults...)
				client := newClient(t, fake, humaans.Config{Fields: sightFields})
				var err error
				blank := 0
				take := func(e *employee.Employee) {
					if e.Value(employee.FieldEmploymentType).State() == employee.StateEmpty && e.Value("id").String() > "" {
						blank++
					}
				}
				if stream {
					for e, last := range client.Employees(t.Context()) {
						err = last
						take(&e)
					}
				} else if r, failed := client.Roster(t.Context()); failed == nil {
					for e := range r.All() {
						take(e)
					}
				} else {
					err = failed
				}
				if reached := len(fake.Requests()) > step+1; reached && err == nil && blank > 0 && !stream {
					t.Errorf("%s hidden from request %d on: contractType is Empty for %d", name, step+1, blank)
				} else if reached && stream && err == nil && blank > 0 {
					t.Errorf("%s hidden from request %d on, as a stream: Empty for %d without an error", name, step+1, blank)
				}
				if err != nil && !errors.Is(err, employee.ErrPermission) && !errors.Is(err, employee.ErrIncomplete) {
					t.Errorf("%s hidden from request %d on: %v", name, step+1, err)
				}
			}
		}
	}
}

// A company without leavers has no end date. It is Withheld, and the origin
// says that the status decides; a leaver without one is a sign that it is hidden.
func TestNoEnds(t *testing.T) {
	t.Parallel()
	active := humaanstest.Person{ID: "p1", Values: map[string]any{"employmentStartDate": "2020-01-01", "employeeId": "1"}}
	left := humaanstest.Person{ID: "p2", Values: map[string]any{"status": "offboarded"}}
	ended := humaanstest.Person{ID: "p3", Values: map[string]any{"employmentEndDate": "2099-01-31"}}
	for _, tt := range []struct {
		name     string
		given    []humaanstest.Person
		noHidden bool
		noEnds   bool
		end      employee.State
	}{
		{name: "all are there", given: []humaanstest.Person{active}, noEnds: true, end: employee.StateWithheld},
		{name: "one has left", given: []humaanstest.Person{active, left}, end: employee.StateWithheld},
		{name: "one is to leave", given: []humaanstest.Person{active, ended}, end: employee.StateEmpty},
		{name: "the admin's word", given: []humaanstest.Person{active, left}, noHidden: true, end: employee.StateEmpty},
	} {
		r, err := newClient(t, humaanstest.New(token, tt.given...), humaans.Config{NoHiddenFields: tt.noHidden}).
			Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		e, _ := r.Employee("p1")
		if got := e.Value(employee.FieldTerminationDate).State(); got != tt.end || r.Origin().NoEnds != tt.noEnds {
			t.Errorf("%s: end %v, no ends %v", tt.name, got, r.Origin().NoEnds)
		}
	}
}

// Check says which fields nothing proves, and how to prove them.
func TestCheckNamesBlankFields(t *testing.T) {
	t.Parallel()
	fake := humaanstest.New(token, varied(40)...)
	fake.Configure(humaanstest.Config{Hidden: []string{"contractType"}})
	access, err := newClient(t, fake, humaans.Config{Fields: []employee.Field{employee.FieldEmploymentType}}).
		Check(t.Context())
	if err != nil || len(access.Notes) != 1 || !strings.HasPrefix(access.Notes[0], "employment_type: ") ||
		!strings.Contains(access.Notes[0], "NoHiddenFields") {
		t.Errorf("notes %q, warnings %q, error %v", access.Notes, access.Warnings, err)
	}
}
