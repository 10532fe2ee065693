package hibob_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// What real users of HiBob's API met, one test each.

// Titles and departments are names; where only a number came, the field is
// withheld rather than overwritten with it.
func TestPitfallNumbersForNames(t *testing.T) {
	t.Parallel()
	fake := newFake(hibobtest.People(2)...)
	r := roster(t, newClient(t, fake))
	for e := range r.All() {
		if strings.Trim(e.JobTitle+e.Department, "0123456789") == "" {
			t.Errorf("%v: %q in %q", e, e.JobTitle, e.Department)
		}
	}
	fake.Configure(hibobtest.Config{NoLabels: true})
	r = roster(t, newClient(t, fake))
	for _, f := range []employee.Field{employee.FieldJobTitle, employee.FieldDepartment} {
		if diff := cmp.Diff(employee.Coverage{Withheld: 2}, r.Coverage(f)); diff != "" {
			t.Errorf("without labels, coverage of %s (-want +got):\n%s", f, diff)
		}
	}
}

// Employees who have left and who are yet to start are listed, and those on leave,
// whatever their access.
func TestPitfallInactiveEmployees(t *testing.T) {
	t.Parallel()
	r := roster(t, newClient(t, newFake(hibobtest.People(200)...)))
	statuses := make(map[string]bool)
	for e := range r.All() {
		statuses[e.StatusText] = true
	}
	if r.Len() != 200 || !statuses["terminated"] || !statuses["hired"] || !statuses["parental leave"] ||
		!statuses["garden leave"] {
		t.Errorf("%v, with the statuses %v", r, statuses)
	}
	if o := r.Origin(); o.Leavers != employee.VisibilityYes || o.Starters != employee.VisibilityYes {
		t.Errorf("leavers %q, starters %q", o.Leavers, o.Starters)
	}
}

// A permission group limited to Employed gives a smaller company without a word.
func TestPitfallOnlyActiveEmployees(t *testing.T) {
	t.Parallel()
	employees := hibobtest.People(200)
	var unseen []string
	for _, p := range employees {
		if p.Values["internal.lifecycleStatus"] != "employed" {
			unseen = append(unseen, p.ID)
		}
	}
	fake := newFake(employees...)
	fake.Configure(hibobtest.Config{Unseen: unseen})
	access, err := checked(t, newClient(t, fake))
	warned := slices.ContainsFunc(access.Warnings, func(w employee.Warning) bool {
		return w.Code == employee.WarningCodeNoLeavers
	})
	if err != nil || access.People != 200-len(unseen) || !warned {
		t.Errorf("access %+v, error %v", access, err)
	}
	if o := roster(t, newClient(t, fake)).Origin(); o.Leavers != employee.VisibilityUnknown ||
		o.Starters != employee.VisibilityUnknown {
		t.Errorf("leavers %q, starters %q, want unknown", o.Leavers, o.Starters)
	}
}

// Without the Lifecycle right no employee is active, and no employee has no end date: all
// of it is withheld, and Check says so.
func TestPitfallNoLifecycleRight(t *testing.T) {
	t.Parallel()
	fake := newFake(hibobtest.People(50)...)
	fake.Configure(hibobtest.Config{Hidden: []string{"internal", "employee.lastDayOfWork"}})
	withheld := []employee.Field{employee.FieldStatus, employee.FieldStatusText, employee.FieldEmploymentStatus,
		employee.FieldTerminationDate, employee.FieldLastWorkingDay}
	r := roster(t, newClient(t, fake))
	for _, f := range withheld {
		if diff := cmp.Diff(employee.Coverage{Withheld: 50}, r.Coverage(f)); diff != "" {
			t.Errorf("coverage of %s (-want +got):\n%s", f, diff)
		}
	}
	if o := r.Origin(); o.NoStatus || o.Leavers != employee.VisibilityUnknown {
		t.Errorf("origin %+v", o)
	}
	access, err := checked(t, newClient(t, fake))
	for _, f := range withheld {
		if err != nil || !slices.Contains(access.Withheld, f) {
			t.Errorf("error %v, Check says that %v are withheld, and not %s", err, access.Withheld, f)
		}
	}
}

// A field that is asked for and comes back for no employee is withheld for all employees,
// in the stream, too, before its end is known; one that came as null is empty.
func TestPitfallFieldThatNoEmployeeHas(t *testing.T) {
	t.Parallel()
	fake := newFake(hibobtest.People(50)...)
	fake.Configure(hibobtest.Config{Hidden: []string{"work.department"}})
	synctest.Test(t, func(t *testing.T) {
		for e, err := range newClient(t, fake, employee.FieldDepartment, employee.FieldMiddleName,
			"custom.nothing").Employees(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			got := []employee.State{e.Value(employee.FieldDepartment).State(), e.Value("custom.nothing").State(),
				e.Value(employee.FieldMiddleName).State()}
			if diff := cmp.Diff([]employee.State{employee.StateWithheld, employee.StateWithheld, employee.StateEmpty},
				got); diff != "" {
				t.Fatalf("%v: department, custom.nothing and middle name (-want +got):\n%s", e, diff)
			}
		}
	})
}

// A date is never taken from the readable part: 07/01/2025 may be January or July.
func TestPitfallReadableDates(t *testing.T) {
	t.Parallel()
	for _, record := range []string{
		`"work":{"startDate":"07/01/2025"}`,
		`"work":{"startDate":"25/12/2025"}`,
	} {
		e := only(t, newClient(t, search{employees: `{"id":"7",` + record + `}`}))
		if e.Value(employee.FieldHireDate) != employee.Withheld() ||
			problems(e) != "employee 7: hire_date: not a date of the form 2006-01-02 or --01-02" {
			t.Errorf("%s: %v, problems %q", record, e.Value(employee.FieldHireDate).State(), problems(e))
		}
	}
	e := only(t, newClient(t, search{employees: `{"id":"7","humanReadable":{"work":{"startDate":"2025-12-25"}}}`}))
	if e.Value(employee.FieldHireDate) != employee.Withheld() {
		t.Errorf("only a readable date: %v", e.Value(employee.FieldHireDate).State())
	}
	e = only(t, newClient(t,
		search{employees: `{"id":"7","work":{"startDate":"2025-07-01"},` +
			`"humanReadable":{"work":{"startDate":"01/07/2025"}}}`}))
	if e.HireDate != employee.NewDate(2025, 7, 1) {
		t.Errorf("both: %v", e.HireDate)
	}
}

// Managers keep their ids and addresses. The top employee has none, a manager may be
// outside what the service user sees, and managers may run in a circle.
func TestPitfallManagers(t *testing.T) {
	t.Parallel()
	fake := newFake(
		hibobtest.Person{ID: "1", Values: map[string]any{"root.firstName": "Ada", "root.email": "ada@example.com"}},
		hibobtest.Person{ID: "2",
			Values: map[string]any{"root.firstName": "Bo", "root.email": "bo@example.com", "work.manager": "1"}},
		hibobtest.Person{ID: "3", Values: map[string]any{"work.manager": "99"}},
		hibobtest.Person{ID: "4", Values: map[string]any{"work.manager": "5"}},
		hibobtest.Person{ID: "5", Values: map[string]any{"work.manager": "4"}},
		hibobtest.Person{ID: "6", Values: map[string]any{"work.manager": "6"}},
	)
	for _, fields := range [][]employee.Field{nil, {employee.FieldWorkEmail}} {
		r := roster(t, newClient(t, fake, fields...))
		for id, want := range map[string]employee.Manager{
			"1": {}, "2": {ID: "1", Email: "ada@example.com", Name: "Ada"}, "3": {ID: "99"}, "4": {ID: "5"},
			"5": {ID: "4"}, "6": {ID: "6"},
		} {
			if fields != nil {
				want.Name = "" // not asked for; the address is completed from the roster
			}
			if e, _ := r.Employee(id); e.Manager != want {
				t.Errorf("the manager of %s is %+v, want %+v", id, e.Manager, want)
			}
		}
		top, _ := r.Employee("1")
		if top.Value(employee.FieldManagerID) != employee.Empty() ||
			top.Value(employee.FieldManagerEmail) != employee.Empty() {
			t.Errorf("the top employee's manager is %v, with an address that is %v",
				top.Value(employee.FieldManagerID).State(), top.Value(employee.FieldManagerEmail).State())
		}
	}
}

// Shapes that other connectors took for HiBob's give nothing.
func TestPitfallInventedShapes(t *testing.T) {
	t.Parallel()
	record := `{"id":"7","work":{"department":{"id":"1","name":"Sales"},"status":"Active",` +
		`"terminationDate":"2020-01-01","jobTitle":"Clerk"},"status":"Active"}`
	e := only(t, newClient(t, search{employees: record}))
	for _, f := range []employee.Field{employee.FieldDepartment, employee.FieldStatus, employee.FieldTerminationDate,
		employee.FieldJobTitle} {
		if e.Value(f) != employee.Withheld() {
			t.Errorf("%s is %v %q", f, e.Value(f).State(), e.Value(f))
		}
	}
}

// All employees come in one body, which is larger than a careless cap.
func TestPitfallLargeAnswer(t *testing.T) {
	t.Parallel()
	const employees = 2000
	whole := recordedBody(t, hibobtest.People(employees)...)
	if n := len(whole); n < 2<<20 {
		t.Fatalf("the answer has only %d bytes", n)
	}
	if r := roster(t, newClient(t, &records{[]string{whole}, 0})); r.Len() != employees {
		t.Errorf("%d employees, want %d", r.Len(), employees)
	}
}

// No employee is left out for the lack of an e-mail address, nor identified by it.
func TestPitfallNoEmail(t *testing.T) {
	t.Parallel()
	fake := newFake(
		hibobtest.Person{ID: "1",
			Values: map[string]any{"root.email": nil, "internal.lifecycleStatus": "hired",
				"work.startDate": "2099-01-01"}},
		hibobtest.Person{ID: "2", Values: map[string]any{"root.email": "team@example.com"}},
		hibobtest.Person{ID: "3", Values: map[string]any{"root.email": "team@example.com"}},
	)
	r := roster(t, newClient(t, fake))
	if diff := cmp.Diff(employee.Coverage{Known: 2, Empty: 1}, r.Coverage(employee.FieldWorkEmail)); diff != "" ||
		r.Len() != 3 {
		t.Errorf("%v, work_email (-want +got):\n%s", r, diff)
	}
	if e, _ := r.Employee("1"); e.Status != employee.StatusPending || e.HireDate != employee.NewDate(2099, 1, 1) {
		t.Errorf("the starter is %s from %v", e.Status, e.HireDate)
	}
}

// What changes every day, and the access status, are not even asked for.
func TestPitfallVolatileFields(t *testing.T) {
	t.Parallel()
	fake := newFake()
	roster(t, newClient(t, fake, employee.Fields()...))
	var body struct{ Fields []string }
	if err := json.Unmarshal(fake.Requests()[0].Body, &body); err != nil {
		t.Fatal(err)
	}
	for _, id := range body.Fields {
		for _, part := range []string{"tenure", "duration", "years", "avatar", "Image", "age", "internal.status",
			"salary", "bank"} {
			if strings.Contains(strings.ToLower(id), strings.ToLower(part)) && id != "work.manager" {
				t.Errorf("%s is asked for", id)
			}
		}
	}
}

// The pair in one box, or in base64, is refused before it is sent; in the wrong
// order it cannot be told, and HiBob refuses it once.
func TestPitfallCredentialsInTheWrongOrder(t *testing.T) {
	t.Parallel()
	fake := newFake(hibobtest.People(1)...)
	c, err := hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: token, Token: serviceUser,
		HTTPClient: inMemory(fake)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Roster(t.Context()); text(err) != "hibob: list employees: HTTP 401: the credentials were "+
		"refused: store new ones" {
		t.Errorf("error %v", err)
	}
	if n := len(fake.Requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

// HiBob may refuse an empty filter, and says 405 or worse to another verb.
func TestPitfallEmptyFilter(t *testing.T) {
	t.Parallel()
	fake := newFake(hibobtest.People(1)...)
	roster(t, newClient(t, fake))
	if body := string(fake.Requests()[0].Body); strings.Contains(body, "filters") ||
		fake.Requests()[0].Method != "POST" {
		t.Errorf("%s %s", fake.Requests()[0].Method, body)
	}
}

// An employee who was rehired, or who has an end ahead, is who the status says, and
// the dates stay as they are.
func TestPitfallDatesBesideTheStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		values map[string]any
		status employee.Status
		hired  string
		ends   string
		last   string
	}{
		{name: "notice period",
			values: map[string]any{"internal.lifecycleStatus": "employed", "work.startDate": "2020-01-01",
				"internal.terminationDate": "2099-09-23"}, status: employee.StatusActive, hired: "2020-01-01",
			ends: "2099-09-23"},
		{name: "rehired, the old end still there",
			values: map[string]any{"internal.lifecycleStatus": "employed", "work.startDate": "2024-01-01",
				"work.originalStartDate": "2012-01-01", "internal.terminationDate": "2020-01-01"},
			status: employee.StatusActive, hired: "2024-01-01", ends: "2020-01-01"},
		{name: "garden leave",
			values: map[string]any{"internal.lifecycleStatus": "garden leave", "internal.terminationDate": "2099-09-23",
				"employee.lastDayOfWork": "2020-09-22"}, status: employee.StatusLeave, ends: "2099-09-23",
			last: "2020-09-22"},
		// The vendor's example: the termination date is the day after the last day of
		// work. It is taken as it is, for the last day of employment.
		{name: "terminated", values: map[string]any{"internal.lifecycleStatus": "terminated",
			"internal.terminationDate": "2025-09-23", "employee.lastDayOfWork": "2025-09-22"},
			status: employee.StatusInactive, ends: "2025-09-23", last: "2025-09-22"},
		{name: "terminated without a date", values: map[string]any{"internal.lifecycleStatus": "terminated"},
			status: employee.StatusInactive},
	} {
		e := only(t, newClient(t, newFake(hibobtest.Person{ID: "7", Values: tt.values})))
		got := []string{string(e.Status), e.HireDate.String(), e.TerminationDate.String(), e.LastWorkingDay.String()}
		if diff := cmp.Diff([]string{string(tt.status), tt.hired, tt.ends, tt.last}, got); diff != "" {
			t.Errorf("%s: status, hire date, termination date, last day (-want +got):\n%s", tt.name, diff)
		}
	}
}

// roster lists all employees, or fails the test.
func roster(t *testing.T, c *hibob.Client) *employee.Roster {
	t.Helper()
	r, err := c.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}
