package bamboohr_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

// What real users of BambooHR's API met, one test each.

// A key that may not see a field makes it withheld for all employees, never empty,
// and Check says so.
func TestPitfallFieldBlankForAllEmployees(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]bamboohrtest.Config{
		"list": {Hidden: []string{"hireDate", "x"}, Fields: []bamboohrtest.Field{{Alias: "x"}}},
		"report": {Hidden: []string{"hireDate", "x"}, Fields: []bamboohrtest.Field{{Alias: "x"}},
			Refuse: map[string]int{"/employees": 404}},
	} {
		fake := bamboohrtest.New(apiKey, bamboohrtest.People(50)...)
		fake.Configure(config)
		c := newClient(t, fake, "custom.x")
		r, err := c.Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		access, err := c.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []employee.Field{employee.FieldHireDate, "custom.x"} {
			if diff := cmp.Diff(employee.Coverage{Withheld: 50}, r.Coverage(f)); diff != "" {
				t.Errorf("%s: coverage of %s (-want +got):\n%s", name, f, diff)
			}
			if !slices.Contains(access.Withheld, f) {
				t.Errorf("%s: Check says that %v are withheld, and not %s", name, access.Withheld, f)
			}
		}
	}
}

// No employee disappears because of being inactive, or hidden from the directory.
func TestPitfallInactiveAndUnlistedEmployees(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]map[string]int{"list": nil, "report": {"/employees": 404}} {
		fake := bamboohrtest.New(apiKey,
			bamboohrtest.Person{ID: "1", Values: map[string]any{"status": "Inactive", "terminationDate": "2020-01-31"}},
			bamboohrtest.Person{ID: "2",
				Values: map[string]any{"status": "Active", "employmentStatusName": "Contractor"}})
		fake.Configure(bamboohrtest.Config{Unlisted: []string{"2"}, Refuse: refuse})
		r, err := newClient(t, fake).Roster(t.Context())
		if err != nil || r.Len() != 2 || r.Origin().Leavers != employee.VisibilityYes {
			t.Errorf("%s: roster %v, leavers %q, error %v", name, r, r.Origin().Leavers, err)
		}
	}
}

// A pre-hire has neither manager nor department yet, is Inactive by today's
// word, and keeps the hire date; a leaver of next month is Active with the date.
func TestPitfallFutureDates(t *testing.T) {
	t.Parallel()
	starter := bamboohrtest.Person{ID: "1",
		Values: map[string]any{"status": "Inactive", "hireDate": "2099-01-01", "departmentName": nil,
			"reportsToId": nil},
		Planned: map[string]any{"status": "Active", "departmentName": "Sales", "reportsToId": "2"}}
	leaver := bamboohrtest.Person{ID: "2",
		Values: map[string]any{"status": "Active", "hireDate": "2020-01-01", "terminationDate": "2099-01-31",
			"departmentName": "Sales"},
		Planned: map[string]any{"status": "Inactive"}}
	for name, refuse := range map[string]map[string]int{"list": nil, "report": {"/employees": 404}} {
		fake := bamboohrtest.New(apiKey, starter, leaver)
		fake.Configure(bamboohrtest.Config{Refuse: refuse})
		r, err := newClient(t, fake, employee.FieldDepartment).Roster(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s, _ := r.Employee("1")
		if s.Status != employee.StatusInactive || s.HireDate != employee.NewDate(2099, 1, 1) || s.Department != "" ||
			s.Manager.ID != "" {
			t.Errorf("%s: the starter is %s from %v in %q", name, s.Status, s.HireDate, s.Department)
		}
		l, _ := r.Employee("2")
		if l.Status != employee.StatusActive || l.TerminationDate != employee.NewDate(2099, 1, 31) {
			t.Errorf("%s: the leaver is %s until %v", name, l.Status, l.TerminationDate)
		}
		if o := r.Origin(); o.Starters != employee.VisibilityYes || o.Leavers != employee.VisibilityUnknown {
			t.Errorf("%s: origin %+v", name, o)
		}
	}
}

// No default page size cuts a company off.
func TestPitfallTruncatedAtAThousand(t *testing.T) {
	t.Parallel()
	for _, n := range []int{250, 251, 1000, 1001, 2500, 2501} {
		r, err := newClient(t, bamboohrtest.New(apiKey, bareEmployees(n)...)).Roster(t.Context())
		if err != nil || r.Len() != n {
			t.Errorf("%d employees: roster %v, error %v", n, r, err)
		}
	}
}

// Every request asks for JSON by the exact words, or BambooHR answers with XML.
func TestPitfallXMLByDefault(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
	c := newClient(t, fake, "custom.x")
	_, rosterErr := c.Roster(t.Context())
	_, checkErr := c.Check(t.Context())
	_, catalogErr := c.Catalog(t.Context())
	if rosterErr != nil || checkErr != nil || catalogErr != nil {
		t.Errorf("errors: %v, %v, %v", rosterErr, checkErr, catalogErr)
	}
	for _, r := range fake.Requests() {
		want := ""
		if r.Method == "POST" {
			want = "application/json" // with a charset it would be read as XML
		}
		if got := r.Header.Get("Content-Type"); r.Header.Get("Accept") != "application/json" || got != want {
			t.Errorf("%s %s: Accept %q, Content-Type %q", r.Method, r.Path, r.Header.Get("Accept"), got)
		}
	}
}

// A key need not belong to an employee: nothing asks for its own record.
func TestPitfallKeyWithoutEmployee(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
	c := newClient(t, fake)
	if access, err := c.Check(t.Context()); err != nil || access.People != 3 {
		t.Errorf("access %+v, error %v", access, err)
	}
	if _, err := c.Roster(t.Context()); err != nil {
		t.Error(err)
	}
	if got, want := calls(fake), "GET /employees, GET /employees"; got != want {
		t.Errorf("requests %s, want %s", got, want)
	}
}

// An access level for one's own team gives a smaller company without a word: the
// count that Check gives is the only sign.
func TestPitfallOwnTeamOnly(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
	fake.Configure(bamboohrtest.Config{Unseen: []string{"1001", "1002"}})
	access, err := newClient(t, fake).Check(t.Context())
	if err != nil || access.People != 1 {
		t.Errorf("access %+v, error %v, want 1 employee", access, err)
	}
}

// A key that saw nothing of a record's job and status makes neither a leaver nor
// a problem of that employee.
func TestPitfallBlankStatus(t *testing.T) {
	t.Parallel()
	e := only(t, newClient(t,
		bamboohrtest.New(apiKey,
			bamboohrtest.Person{ID: "8", Values: map[string]any{"status": nil, "jobTitleName": nil}})))
	if e.Status != "" || e.Value(employee.FieldStatus) != employee.Empty() || problems(e) != "" {
		t.Errorf("status %q, %v, problems %s", e.Status, e.Value(employee.FieldStatus).State(), problems(e))
	}
}

// No hire date is no hire date, not the first day of the calendar.
func TestPitfallNoHireDate(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{`null`, `""`, `"0000-00-00"`} {
		e := only(t, newClient(t,
			answers{list: listOf(`{"employeeId":"7","hireDate":` + cell + `,"_restrictedFields":[]}`)}))
		if v := e.Value(employee.FieldHireDate); v != employee.Empty() {
			t.Errorf("%s is %v %q, want empty", cell, v.State(), v)
		}
	}
}

// Two records may share a work address: employees are told apart by their ids.
func TestPitfallDuplicateMail(t *testing.T) {
	t.Parallel()
	r, err := newClient(t, bamboohrtest.New(apiKey,
		bamboohrtest.Person{ID: "1", Values: map[string]any{"workEmail": "ada@example.com", "status": "Inactive"}},
		bamboohrtest.Person{ID: "2",
			Values: map[string]any{"workEmail": "ada@example.com", "status": "Active"}})).Roster(t.Context())
	if err != nil || r.Len() != 2 || len(r.Problems()) > 0 {
		t.Errorf("roster %v, error %v", r, err)
	}
}

// A rehire keeps an old termination date beside a later hire date: both come as
// they are, with the word.
func TestPitfallRehire(t *testing.T) {
	t.Parallel()
	e := only(t, newClient(t, bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{
		"status": "Active", "hireDate": "2024-05-01", "originalHireDate": "2015-01-01",
		"terminationDate": "2020-12-31"}})))
	got := fmt.Sprintln(e.Status, e.HireDate, e.OriginalHireDate, e.TerminationDate)
	if want := fmt.Sprintln(employee.StatusActive, "2024-05-01", "2015-01-01", "2020-12-31"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The company's own words are no status.
func TestPitfallCompanyWordsForStatus(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"Terminated", "Inactive-XYZ", "Suspended", "Parental Leave"} {
		e := only(t, newClient(t, bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{
			"status": "Active", "employmentStatusName": word}})))
		if e.Status != employee.StatusActive || e.EmploymentStatus != word {
			t.Errorf("%s: status %s, employment_status %s", word, e.Status, e.EmploymentStatus)
		}
	}
}

// Department labels keep what is in them and lose the blanks around them.
func TestPitfallDepartmentLabels(t *testing.T) {
	t.Parallel()
	long := "Research & Development <R&D> of the whole northern and eastern hemisphere, all sites"
	e := only(t, newClient(t,
		bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{"departmentName": long + " \t"}})))
	if e.Department != long {
		t.Errorf("department %q, want %q", e.Department, long)
	}
}

// A deleted employee is not in the list, and no error.
func TestPitfallDeletedEmployee(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(3)...)
	fake.SetPeople(bamboohrtest.People(3)[:2]...)
	if r, err := newClient(t, fake).Roster(t.Context()); err != nil || r.Len() != 2 {
		t.Errorf("roster %v, error %v", r, err)
	}
}

// A day is a day, in whatever zone it was written.
func TestPitfallTimeZone(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"2024-06-30", "2024-06-30T23:59:59-08:00", "2024-06-30T00:00:00Z",
		"2024-06-30 00:00:00"} {
		e := only(t, newClient(t,
			answers{list: listOf(`{"employeeId":"7","terminationDate":"` + cell + `","_restrictedFields":[]}`)}))
		if e.TerminationDate != employee.NewDate(2024, 6, 30) {
			t.Errorf("%s is %v", cell, e.TerminationDate)
		}
	}
}
