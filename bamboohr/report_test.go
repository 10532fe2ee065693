package bamboohr_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

const openRow, shutRow = `{"employeeId":"7","_restrictedFields":[]}`,
	`{"employeeId":"7","_restrictedFields":["photoUrl"]}`

// sales has the options of the field x.
const sales = `[{"fieldId":"1","alias":"x","options":[{"name":"a"},{"name":"b","archived":"yes"},{"name":"b, c"},` +
	`{"name":"c"},{"name":"Sales, EMEA"},{"name":"EMEA"}]}]`

// TestReportCells reads the custom field x of one employee.
func TestReportCells(t *testing.T) {
	t.Parallel()
	number := func(s string) employee.Value {
		v, err := employee.Number(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	day := employee.Day(employee.NewDate(2024, 2, 29))
	for _, tt := range []struct {
		kind, cell string
		want       employee.Value // when the login has one access level
		shut       employee.Value // when it may have another
	}{
		{kind: "text", cell: `"a <b> & \"c\" "`, want: employee.Text(`a <b> & "c"`),
			shut: employee.Text(`a <b> & "c"`)},
		{kind: "text", cell: `null`, want: employee.Empty(), shut: employee.Withheld()},
		{kind: "text", cell: `""`, want: employee.Empty(), shut: employee.Withheld()},
		{kind: "text", cell: `["a"]`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "list", cell: `"Blue"`, want: employee.Text("Blue"), shut: employee.Text("Blue")},
		{kind: "employee_number", cell: `"0017"`, want: employee.Text("0017"), shut: employee.Text("0017")},
		{kind: "a type of next year", cell: `17`, want: employee.Text("17"), shut: employee.Text("17")},
		{kind: "bool", cell: `true`, want: employee.Bool(true), shut: employee.Bool(true)},
		{kind: "bool", cell: `"false"`, want: employee.Bool(false), shut: employee.Bool(false)},
		{kind: "checkbox", cell: `"Yes"`, want: employee.Bool(true), shut: employee.Bool(true)},
		{kind: "checkbox", cell: `"no"`, want: employee.Bool(false), shut: employee.Bool(false)},
		{kind: "checkbox", cell: `1`, want: employee.Bool(true), shut: employee.Bool(true)},
		{kind: "checkbox", cell: `"0"`, want: employee.Bool(false), shut: employee.Bool(false)},
		{kind: "checkbox", cell: `null`, want: employee.Empty(), shut: employee.Withheld()},
		{kind: "checkbox", cell: `"maybe"`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "currency", cell: `"27000.00"`, want: number("27000"), shut: number("27000")},
		{kind: "currency", cell: `"27000.00 EUR"`, want: number("27000"), shut: number("27000")},
		{kind: "currency", cell: `"-1.5 USD"`, want: number("-1.5"), shut: number("-1.5")},
		{kind: "currency", cell: `" USD"`, want: employee.Empty(), shut: employee.Withheld()},
		{kind: "currency", cell: `"27000.00 EUR USD"`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "currency", cell: `"27000.00 eur"`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "currency", cell: `"n/a"`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "currency", cell: `{"value":"1","currency":"EUR"}`, want: employee.Withheld(),
			shut: employee.Withheld()},
		{kind: "int", cell: `"042"`, want: number("42"), shut: number("42")},
		{kind: "integer", cell: `42`, want: number("42"), shut: number("42")},
		{kind: "integer", cell: `"many"`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "integer", cell: `null`, want: employee.Empty(), shut: employee.Withheld()},
		{kind: "date", cell: `"2024-02-29"`, want: day, shut: day},
		{kind: "date", cell: `"0000-00-00"`, want: employee.Empty(), shut: employee.Empty()},
		{kind: "date", cell: `"0000-00-00 00:00:00"`, want: employee.Empty(), shut: employee.Empty()},
		{kind: "date", cell: `null`, want: employee.Empty(), shut: employee.Withheld()},
		{kind: "date", cell: `"soon"`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "multilist", cell: `"a,b"`, want: employee.List("a", "b"), shut: employee.List("a", "b")},
		{kind: "multilist", cell: `"a"`, want: employee.List("a"), shut: employee.List("a")},
		{kind: "multilist", cell: `"gone"`, want: employee.List("gone"), shut: employee.List("gone")},
		{kind: "multilist", cell: `"a,gone"`, want: employee.Withheld(), shut: employee.Withheld()},
		{kind: "multilist", cell: `"a,Sales, EMEA"`, want: employee.List("a", "Sales, EMEA"),
			shut: employee.List("a", "Sales, EMEA")},
		{kind: "multilist", cell: `"EMEA,a, b"`, want: employee.List("EMEA", "a", "b"),
			shut: employee.List("EMEA", "a", "b")},
		{kind: "multilist", cell: `"a,b, c"`, want: employee.Withheld(), shut: employee.Withheld()}, // b, c: one or two
		{kind: "multilist", cell: `null`, want: employee.Empty(), shut: employee.Withheld()},
		{kind: "multilist", cell: `["a","b"]`, want: employee.List("a", "b"), shut: employee.List("a", "b")},
		{kind: "multilist", cell: `[]`, want: employee.Empty(), shut: employee.Withheld()},
	} {
		for _, row := range []string{openRow, shutRow} {
			report := reportOf("x:"+strings.ReplaceAll(tt.kind, " ", "_"), `{"id":"7","x":`+tt.cell+`}`)
			for oneLevel, want := range map[bool]employee.Value{true: tt.want, false: tt.shut} {
				e := only(t, configured(t, answers{list: listOf(row), report: report, options: sales},
					bamboohr.Config{Fields: []employee.Field{"custom.x"}, OneAccessLevel: oneLevel}))
				if got := e.Value(employee.CustomField("x")); got != want {
					t.Errorf("%s %s: %v %s %q, want %v %s %q (list: %s)", tt.kind, tt.cell,
						got.State(), got.Kind(), got, want.State(), want.Kind(), want, row)
				}
				if proven := want != employee.Withheld(); proven != (problems(e) == "") {
					t.Errorf("%s %s: problems %s", tt.kind, tt.cell, problems(e))
				}
			}
		}
	}
}

// TestReportColumns asks for customBudget and 4567.
func TestReportColumns(t *testing.T) {
	t.Parallel()
	known, withheld := employee.Text("v"), employee.Withheld()
	for _, tt := range []struct {
		name, columns, cells string
		budget, number       employee.Value
	}{
		{name: "as asked", columns: "customBudget:text 4567:text", cells: `"customBudget":"v","4567":"v"`,
			budget: known, number: known},
		{name: "with a suffix", columns: "customBudget:text 4567.0:text", cells: `"customBudget":"v","4567.0":"v"`,
			budget: known, number: known},
		{name: "with another suffix", columns: "4567.3:text customBudget:text",
			cells: `"customBudget":"v","4567.3":"v"`, budget: known, number: known},
		{name: "with a column inside", columns: "4567.0:text 4567.1:text", cells: `"4567.0":"v","4567.1":"other"`,
			budget: withheld, number: known},
		{name: "and as asked", columns: "4567.1:text 4567:text", cells: `"4567.1":"other","4567":"v"`, budget: withheld,
			number: known},
		{name: "one lost", columns: "4567.0:text", cells: `"4567.0":"v"`, budget: withheld, number: known},
		{name: "lost but for its cell", columns: "4567.0:text", cells: `"4567.0":"v","customBudget":"x"`,
			budget: withheld, number: known},
		{name: "a cell lost", columns: "customBudget:text 4567.0:text", cells: `"4567.0":"v"`, budget: withheld,
			number: known},
		{name: "all lost", cells: ``, budget: withheld, number: withheld},
		{name: "others that were not asked for", columns: "customSalary:text customBudget:text 45670:text",
			cells: `"customSalary":"x","customBudget":"v","45670":"x"`, budget: known, number: withheld},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			row := strings.TrimSuffix(`{"id":"7",`+tt.cells, ",") + "}"
			e := only(t, newClient(t, answers{list: listOf(openRow), report: reportOf(tt.columns, row)},
				employee.CustomField("customBudget"), employee.CustomField("4567")))
			want := map[string]employee.Value{"customBudget": tt.budget, "4567": tt.number}
			if diff := cmp.Diff(want, e.Custom); diff != "" {
				t.Errorf("custom fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReportRequest(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(1)...)
	if _, err := newClient(t, fake, "custom.customBudget", "custom.4567",
		"custom.customBudget").Roster(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := fake.Requests()[0]
	if got, want := r.Method+" "+r.Path, "POST /api/v1/reports/custom"; got != want {
		t.Errorf("request %s, want %s", got, want)
	}
	if diff := cmp.Diff(url.Values{"format": {"json"}, "onlyCurrent": {"true"}}, r.Query); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{"Content-Type": "application/json", "Accept": "application/json"} {
		if got := strings.Join(r.Header.Values(name), "|"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got, want := string(r.Body), `{"title":"rosterkit","fields":["customBudget","4567"]}`; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
}

func TestReportAndListDiffer(t *testing.T) {
	t.Parallel()
	const incomplete = ": the listing is incomplete: read it again"
	two, three := bamboohrtest.People(2), bamboohrtest.People(3)
	become := func(f *bamboohrtest.Fake, employees []bamboohrtest.Person) bamboohrtest.Fault {
		return func(h http.Handler) http.Handler { f.SetPeople(employees...); return h }
	}
	for _, tt := range []struct {
		name      string
		sequence  [][]bamboohrtest.Person // what each request is about
		employees int
		requests  int
		want      string
	}{
		{name: "they agree", sequence: [][]bamboohrtest.Person{three, three}, employees: 3, requests: 2},
		{name: "an employee joins after the report", sequence: [][]bamboohrtest.Person{two, three}, employees: 3,
			requests: 2},
		{name: "an employee leaves after the report", sequence: [][]bamboohrtest.Person{three, two, two}, employees: 2,
			requests: 3},
		{name: "the list lags behind", sequence: [][]bamboohrtest.Person{three, two, three, three}, employees: 3,
			requests: 4},
		{name: "the list never has an employee", sequence: [][]bamboohrtest.Person{three, two, three, two}, requests: 4,
			want: "bamboohr: list employees: employees of the report that the list lacks: 1" + incomplete},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New(apiKey)
			fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{Alias: "x"}}})
			for _, employees := range tt.sequence {
				fake.Next(become(fake, employees))
			}
			r, err := unproving(t, fake, "custom.x").Roster(t.Context())
			if text(err) != tt.want || tt.want == "" && r.Len() != tt.employees {
				t.Errorf("roster %v, error %v", r, err)
			}
			if n := len(fake.Requests()); n != tt.requests {
				t.Errorf("%s: %d requests, want %d", calls(fake), n, tt.requests)
			}
			if last := "1003"; tt.name == "an employee joins after the report" {
				if e, _ := r.Employee(last); e.Value("custom.x") != employee.Withheld() {
					t.Errorf("the field of who joined is %v, want withheld", e.Value("custom.x").State())
				}
			}
		})
	}
}

// TestReportOfSomeRestricted: a report says nothing of what it hides of some.
func TestReportOfSomeRestricted(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey,
		bamboohrtest.Person{ID: "1", Values: map[string]any{"x": nil, "y": true}},
		bamboohrtest.Person{ID: "2", Values: map[string]any{"x": "secret", "y": true},
			Restricted: []string{"x", "workEmail"}},
		bamboohrtest.Person{ID: "3", Values: map[string]any{"x": "seen", "y": nil}})
	fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{Alias: "x"}, {Alias: "y", Type: "checkbox"}}})
	r, err := newClient(t, fake, "work_email", "custom.x", "custom.y").Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]map[string]employee.Value{
		"1": {"x": employee.Empty(), "y": employee.Bool(true)},
		"2": {"x": employee.Withheld(), "y": employee.Bool(true)},
		"3": {"x": employee.Text("seen"), "y": employee.Empty()},
	} {
		e, _ := r.Employee(id)
		if diff := cmp.Diff(want, e.Custom); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// TestOlderList: what the list of a tenant does not know yet comes from the
// report, where a blank may be something that the key must not see.
func TestOlderList(t *testing.T) {
	t.Parallel()
	employees := []bamboohrtest.Person{
		{ID: "7", Values: map[string]any{"firstName": "Ada", "status": "Active", "hireDate": "2020-01-02",
			"terminationDate": "2030-05-06", "displayName": "Ada Byron", "x": "v"}},
		{ID: "8", Values: map[string]any{"firstName": "Ivo", "status": "Active", "hireDate": "2020-01-02",
			"terminationDate": nil, "displayName": nil}},
		{ID: "9", Values: map[string]any{"firstName": "Nia", "status": "Active", "hireDate": "2020-01-02",
			"terminationDate": nil}, Restricted: []string{"displayName"}},
	}
	const list, report = "GET /employees", "POST /reports/custom"
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		refuse map[string]int
		calls  []string
		ends   []employee.Value // termination dates, by employee
		names  []employee.Value // display names
	}{
		{name: "standard fields", fields: []employee.Field{employee.FieldDisplayName}, calls: []string{list, report},
			ends:  []employee.Value{employee.Day(employee.NewDate(2030, 5, 6)), employee.Empty(), employee.Empty()},
			names: []employee.Value{employee.Text("Ada Byron"), employee.Withheld(), employee.Withheld()}},
		{name: "and custom ones", fields: []employee.Field{employee.FieldDisplayName, "custom.x"},
			calls: []string{report, list, report},
			ends:  []employee.Value{employee.Day(employee.NewDate(2030, 5, 6)), employee.Empty(), employee.Empty()},
			names: []employee.Value{employee.Text("Ada Byron"), employee.Withheld(), employee.Withheld()}},
		{name: "without reports", fields: []employee.Field{employee.FieldDisplayName},
			refuse: map[string]int{"/reports/custom": 403}, calls: []string{list, report},
			ends:  []employee.Value{employee.Withheld(), employee.Withheld(), employee.Withheld()},
			names: []employee.Value{employee.Withheld(), employee.Withheld(), employee.Withheld()}},
	} {
		fake := bamboohrtest.New(apiKey, employees...)
		fake.Configure(bamboohrtest.Config{ListWithout: []string{"terminationDate", "displayName", "teams"},
			Refuse: tt.refuse, Fields: []bamboohrtest.Field{{Alias: "x"}}})
		c := unproving(t, fake, tt.fields...)
		r, err := c.Roster(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got := calls(fake); got != strings.Join(tt.calls, ", ") {
			t.Errorf("%s: requests %s", tt.name, got)
		}
		var ends, names []employee.Value
		for e := range r.All() {
			ends, names = append(ends, e.Value(employee.FieldTerminationDate)),
				append(names, e.Value(employee.FieldDisplayName))
			if x := e.Value("custom.x"); e.ID == "7" && len(tt.fields) == 2 && x != employee.Text("v") {
				t.Errorf("%s: custom.x is %v", tt.name, x.State())
			}
		}
		if diff := cmp.Diff(tt.ends, ends); diff != "" {
			t.Errorf("%s: termination dates (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.names, names); diff != "" {
			t.Errorf("%s: display names (-want +got):\n%s", tt.name, diff)
		}
		fake.ResetRequests()
		access, err := c.Check(t.Context())
		if want := tt.refuse != nil; err != nil ||
			slices.Contains(access.Withheld, employee.FieldTerminationDate) != want {
			t.Errorf("%s: Check gives %+v, error %v", tt.name, access, err)
		}
		if got := calls(fake); got != list+", "+report {
			t.Errorf("%s: Check sends %s", tt.name, got)
		}
	}
}

// TestReportAlone is for a tenant that does not serve the list.
func TestReportAlone(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 404} {
		for _, fields := range [][]employee.Field{{employee.FieldDepartment, employee.FieldTeams},
			{employee.FieldDepartment, employee.FieldTeams, "custom.x"}} {
			fake := bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{
				"firstName": "Ada", "status": "Active", "hireDate": "2020-01-02", "terminationDate": nil,
				"departmentName": nil, "x": nil}})
			fake.Configure(bamboohrtest.Config{
				Refuse: map[string]int{"/employees": status}, Hidden: []string{"lastName"},
				Fields: []bamboohrtest.Field{{Alias: "x"}}})
			e := only(t, unproving(t, fake, fields...))
			for f, want := range map[employee.Field]employee.Value{
				employee.FieldFirstName:       employee.Text("Ada"),
				employee.FieldStatus:          employee.Text("active"),
				employee.FieldHireDate:        employee.Day(employee.NewDate(2020, 1, 2)),
				employee.FieldTerminationDate: employee.Empty(),    // 0000-00-00
				employee.FieldDepartment:      employee.Withheld(), // null
				employee.FieldManagerID:       employee.Withheld(), // null
				employee.FieldLastName:        employee.Withheld(), // no column
				employee.FieldTeams:           {},                  // no report has them
			} {
				if got := e.Value(f); got != want {
					t.Errorf("%d %v: %s is %v %q, want %v %q", status, fields, f, got.State(), got, want.State(), want)
				}
			}
			if got := e.Value("custom.x"); len(fields) == 3 && got != employee.Withheld() {
				t.Errorf("%d: custom.x is %v, want withheld", status, got.State())
			}
			want := []string{"GET /employees", "POST /reports/custom"}
			if len(fields) == 3 {
				want = slices.Insert(want, 0, "POST /reports/custom")
			}
			if got := calls(fake); got != strings.Join(want, ", ") {
				t.Errorf("%d: requests %s", status, got)
			}
		}
	}
}

// TestReportAloneHasRoom: the most custom fields and every standard one fit.
func TestReportAloneHasRoom(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, bamboohrtest.People(1)...)
	fake.Configure(bamboohrtest.Config{Refuse: map[string]int{"/employees": 404}})
	fields := employee.Fields()
	for i := range 300 {
		fields = append(fields, employee.CustomField(fmt.Sprint(4000+i)))
	}
	if _, err := newClient(t, fake, fields...).Roster(t.Context()); err != nil {
		t.Fatal(err)
	}
	requests := fake.Requests()
	var body struct{ Fields []string }
	if err := json.Unmarshal(requests[len(requests)-1].Body, &body); err != nil || len(body.Fields) > 400 {
		t.Errorf("%d fields, error %v", len(body.Fields), err)
	}
}
