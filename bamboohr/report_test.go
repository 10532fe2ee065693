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

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
)

const openRow, shutRow = `{"employeeId":"7","_restrictedFields":[]}`, `{"employeeId":"7","_restrictedFields":["photoUrl"]}`

// TestReportCells reads the custom field x of one person.
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
		want       employee.Value // when the list restricted nothing for the person
		shut       employee.Value // when it restricted something
	}{
		{"text", `"a <b> & \"c\" "`, employee.Text(`a <b> & "c"`), employee.Text(`a <b> & "c"`)},
		{"text", `null`, employee.Empty(), employee.Withheld()},
		{"text", `""`, employee.Empty(), employee.Withheld()},
		{"text", `["a"]`, employee.Withheld(), employee.Withheld()},
		{"list", `"Blue"`, employee.Text("Blue"), employee.Text("Blue")},
		{"employee_number", `"0017"`, employee.Text("0017"), employee.Text("0017")},
		{"a type of next year", `17`, employee.Text("17"), employee.Text("17")},
		{"bool", `true`, employee.Bool(true), employee.Bool(true)},
		{"bool", `"false"`, employee.Bool(false), employee.Bool(false)},
		{"checkbox", `"Yes"`, employee.Bool(true), employee.Bool(true)},
		{"checkbox", `"no"`, employee.Bool(false), employee.Bool(false)},
		{"checkbox", `1`, employee.Bool(true), employee.Bool(true)},
		{"checkbox", `"0"`, employee.Bool(false), employee.Bool(false)},
		{"checkbox", `null`, employee.Empty(), employee.Withheld()},
		{"checkbox", `"maybe"`, employee.Withheld(), employee.Withheld()},
		{"currency", `"27000.00"`, number("27000"), number("27000")},
		{"currency", `"27000.00 EUR"`, employee.Text("27000.00 EUR"), employee.Text("27000.00 EUR")},
		{"currency", `{"value":"1","currency":"EUR"}`, employee.Withheld(), employee.Withheld()},
		{"int", `"042"`, number("42"), number("42")},
		{"integer", `42`, number("42"), number("42")},
		{"integer", `"many"`, employee.Withheld(), employee.Withheld()},
		{"integer", `null`, employee.Empty(), employee.Withheld()},
		{"date", `"2024-02-29"`, day, day},
		{"date", `"0000-00-00"`, employee.Empty(), employee.Empty()},
		{"date", `"0000-00-00 00:00:00"`, employee.Empty(), employee.Empty()},
		{"date", `null`, employee.Empty(), employee.Withheld()},
		{"date", `"soon"`, employee.Withheld(), employee.Withheld()},
		{"multilist", `"a,b"`, employee.Text("a,b"), employee.Text("a,b")},
		{"multilist", `["a","b"]`, employee.List("a", "b"), employee.List("a", "b")},
		{"multilist", `[]`, employee.Empty(), employee.Withheld()},
	} {
		for row, want := range map[string]employee.Value{openRow: tt.want, shutRow: tt.shut} {
			report := reportOf("x:"+strings.ReplaceAll(tt.kind, " ", "_"), `{"id":"7","x":`+tt.cell+`}`)
			e := only(t, newClient(t, answers{listOf(row), report}, employee.CustomField("x")))
			if got := e.Value(employee.CustomField("x")); got != want {
				t.Errorf("%s %s: %v %s %q, want %v %s %q (list: %s)", tt.kind, tt.cell,
					got.State(), got.Kind(), got, want.State(), want.Kind(), want, row)
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
		{"as asked", "customBudget:text 4567:text", `"customBudget":"v","4567":"v"`, known, known},
		{"with a suffix", "customBudget:text 4567.0:text", `"customBudget":"v","4567.0":"v"`, known, known},
		{"with another suffix", "4567.3:text customBudget:text", `"customBudget":"v","4567.3":"v"`, known, known},
		{"with a column inside", "4567.0:text 4567.1:text", `"4567.0":"v","4567.1":"other"`, withheld, known},
		{"and as asked", "4567.1:text 4567:text", `"4567.1":"other","4567":"v"`, withheld, known},
		{"one lost", "4567.0:text", `"4567.0":"v"`, withheld, known},
		{"lost but for its cell", "4567.0:text", `"4567.0":"v","customBudget":"x"`, withheld, known},
		{"a cell lost", "customBudget:text 4567.0:text", `"4567.0":"v"`, withheld, known},
		{"all lost", "", ``, withheld, withheld},
		{"others nobody asked for", "customSalary:text customBudget:text 45670:text", `"customSalary":"x","customBudget":"v","45670":"x"`, known, withheld},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			row := strings.TrimSuffix(`{"id":"7",`+tt.cells, ",") + "}"
			e := only(t, newClient(t, answers{listOf(openRow), reportOf(tt.columns, row)},
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
	if _, err := newClient(t, fake, "custom.customBudget", "custom.4567", "custom.customBudget").Roster(t.Context()); err != nil {
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
	become := func(f *bamboohrtest.Fake, people []bamboohrtest.Person) bamboohrtest.Fault {
		return func(h http.Handler) http.Handler { f.SetPeople(people...); return h }
	}
	for _, tt := range []struct {
		name     string
		sequence [][]bamboohrtest.Person // whom each request is about
		people   int
		requests int
		want     string
	}{
		{"they agree", [][]bamboohrtest.Person{three, three}, 3, 2, ""},
		{"somebody joins after the report", [][]bamboohrtest.Person{two, three}, 3, 2, ""},
		{"somebody leaves after the report", [][]bamboohrtest.Person{three, two, two}, 2, 3, ""},
		{"the list lags behind", [][]bamboohrtest.Person{three, two, three, three}, 3, 4, ""},
		{"the list never has somebody", [][]bamboohrtest.Person{three, two, three, two}, 0, 4,
			"bamboohr: list employees: employees whom the report has and the list lacks: 1" + incomplete},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := bamboohrtest.New(apiKey)
			fake.Configure(bamboohrtest.Config{Fields: []bamboohrtest.Field{{Alias: "x"}}})
			for _, people := range tt.sequence {
				fake.Next(become(fake, people))
			}
			r, err := newClient(t, fake, "custom.x").Roster(t.Context())
			if text(err) != tt.want || tt.want == "" && r.Len() != tt.people {
				t.Errorf("roster %v, error %v", r, err)
			}
			if n := len(fake.Requests()); n != tt.requests {
				t.Errorf("%s: %d requests, want %d", calls(fake), n, tt.requests)
			}
			if last := "1003"; tt.name == "somebody joins after the report" {
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
		bamboohrtest.Person{ID: "2", Values: map[string]any{"x": "secret", "y": true}, Restricted: []string{"x", "workEmail"}},
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
	people := []bamboohrtest.Person{
		{ID: "7", Values: map[string]any{"firstName": "Ada", "status": "Active", "hireDate": "2020-01-02", "terminationDate": "2030-05-06", "displayName": "Ada Byron", "x": "v"}},
		{ID: "8", Values: map[string]any{"firstName": "Ivo", "status": "Active", "hireDate": "2020-01-02", "terminationDate": nil, "displayName": nil}},
		{ID: "9", Values: map[string]any{"firstName": "Nia", "status": "Active", "hireDate": "2020-01-02", "terminationDate": nil}, Restricted: []string{"displayName"}},
	}
	const list, report = "GET /employees", "POST /reports/custom"
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		refuse map[string]int
		calls  []string
		ends   []employee.Value // termination dates, by person
		names  []employee.Value // display names
	}{
		{"standard fields", []employee.Field{employee.FieldDisplayName}, nil, []string{list, report},
			[]employee.Value{employee.Day(employee.NewDate(2030, 5, 6)), employee.Empty(), employee.Empty()},
			[]employee.Value{employee.Text("Ada Byron"), employee.Withheld(), employee.Withheld()}},
		{"and custom ones", []employee.Field{employee.FieldDisplayName, "custom.x"}, nil, []string{report, list, report},
			[]employee.Value{employee.Day(employee.NewDate(2030, 5, 6)), employee.Empty(), employee.Empty()},
			[]employee.Value{employee.Text("Ada Byron"), employee.Withheld(), employee.Withheld()}},
		{"without reports", []employee.Field{employee.FieldDisplayName}, map[string]int{"/reports/custom": 403}, []string{list, report},
			[]employee.Value{employee.Withheld(), employee.Withheld(), employee.Withheld()},
			[]employee.Value{employee.Withheld(), employee.Withheld(), employee.Withheld()}},
	} {
		fake := bamboohrtest.New(apiKey, people...)
		fake.Configure(bamboohrtest.Config{ListWithout: []string{"terminationDate", "displayName", "teams"}, Refuse: tt.refuse, Fields: []bamboohrtest.Field{{Alias: "x"}}})
		c := newClient(t, fake, tt.fields...)
		r, err := c.Roster(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got := calls(fake); got != strings.Join(tt.calls, ", ") {
			t.Errorf("%s: requests %s", tt.name, got)
		}
		var ends, names []employee.Value
		for e := range r.All() {
			ends, names = append(ends, e.Value(employee.FieldTerminationDate)), append(names, e.Value(employee.FieldDisplayName))
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
		if want := tt.refuse != nil; err != nil || slices.Contains(access.Withheld, employee.FieldTerminationDate) != want {
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
		for _, fields := range [][]employee.Field{{employee.FieldDepartment, employee.FieldTeams}, {employee.FieldDepartment, employee.FieldTeams, "custom.x"}} {
			fake := bamboohrtest.New(apiKey, bamboohrtest.Person{ID: "7", Values: map[string]any{
				"firstName": "Ada", "status": "Active", "hireDate": "2020-01-02", "terminationDate": nil, "departmentName": nil, "x": nil}})
			fake.Configure(bamboohrtest.Config{
				Refuse: map[string]int{"/employees": status}, Hidden: []string{"lastName"}, Fields: []bamboohrtest.Field{{Alias: "x"}}})
			e := only(t, newClient(t, fake, fields...))
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
