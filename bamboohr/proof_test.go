package bamboohr_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
)

// A ticked, an unticked and a hidden box, and a hidden one of an employee all of whose
// other fields the key sees.
func boxes() []bamboohrtest.Person {
	box := func(id string, tick any, restricted ...string) bamboohrtest.Person {
		return bamboohrtest.Person{ID: id, Restricted: restricted, Values: map[string]any{
			"status": "Active", "hireDate": "2020-01-02", "customX": tick}}
	}
	return []bamboohrtest.Person{box("1", true), box("2", nil), box("3", true, "customX"),
		box("4", true, "customX", "workEmail"), box("5", false)}
}

// ticks returns the states of the box by the ids of the employees.
func ticks(t *testing.T, c *bamboohr.Client) (ticks map[string]employee.Value, problems []string) {
	t.Helper()
	r, err := c.Roster(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ticks = make(map[string]employee.Value)
	for e := range r.All() {
		ticks[e.ID] = e.Value("custom.customX")
	}
	for _, p := range r.Problems() {
		problems = append(problems, p.String())
	}
	return ticks, problems
}

// boxField is a tenant whose employees have a box.
func boxField() []bamboohrtest.Field {
	return []bamboohrtest.Field{{ID: "4567", Alias: "customX", Type: "checkbox"}}
}

// TestUnprovenBlanks: the list restricts nothing of an employee whose box is hidden.
func TestUnprovenBlanks(t *testing.T) {
	t.Parallel()
	yes, no, withheld := employee.Bool(true), employee.Bool(false), employee.Withheld()
	for name, refuse := range map[string]map[string]int{"list": {}, "report": {"/employees": 404}} {
		refuse["/employees/2"], refuse["/employees/3"], refuse["/employees/4"] = 403, 403, 403
		refuse["/datasets/employee/fields"] = 403
		fake := bamboohrtest.New(apiKey, boxes()...)
		fake.Configure(bamboohrtest.Config{Fields: boxField(), Refuse: refuse})
		got, problems := ticks(t, newClient(t, fake, "custom.customX"))
		want := map[string]employee.Value{"1": yes, "2": withheld, "3": withheld, "4": withheld, "5": no}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		const problem = "employee 2: blank custom fields are withheld for 3 employees in all"
		if len(problems) != 1 || !strings.HasPrefix(problems[0], problem) ||
			!strings.Contains(problems[0], "OneAccessLevel") || !strings.Contains(problems[0], "dataset") {
			t.Errorf("%s: problems %q", name, problems)
		}
	}
}

// TestProofs has a hidden and an unticked box for each proof, and for each answer that
// is none.
func TestProofs(t *testing.T) {
	t.Parallel()
	employees := append(boxes(), bamboohrtest.Person{ID: "6", Values: map[string]any{"status": "Inactive"}})
	const fields, meta, data = "GET /datasets/employee/fields", "GET /meta/fields", "POST /datasets/employee/data"
	const report, two, three, four = "POST /reports/custom", "GET /employees/2", "GET /employees/3", "GET /employees/4"
	dataset, singles := []string{fields, meta, data}, []string{report, two, three, four}
	refuse := func(path string, status int) bamboohrtest.Config {
		return bamboohrtest.Config{Refuse: map[string]int{path: status}}
	}
	for _, tt := range []struct {
		name     string
		config   bamboohrtest.Config
		reads    int // Config.SingleReads
		unticked string
		inactive string
		calls    []string // after report and list
	}{
		{name: "naming", unticked: "empty", inactive: "empty", calls: dataset},
		{name: "naming inside", config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetNamingInside},
			unticked: "empty", inactive: "empty", calls: dataset},
		{name: "naming, without single reads", reads: -1, unticked: "empty", inactive: "empty", calls: dataset},
		{name: "unknown names", unticked: "empty", inactive: "empty",
			calls:  slices.Concat(dataset, []string{report, three, four}),
			config: bamboohrtest.Config{RestrictedAs: func(string) string { return "employee_someBox" }}},
		{name: "silent", config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent},
			unticked: "empty", inactive: "withheld", calls: slices.Concat(dataset, singles)},
		{name: "silent, without single reads", config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent},
			reads: -1, unticked: "withheld", inactive: "withheld", calls: dataset},
		{name: "silent, one single read", config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent},
			reads: 1, unticked: "empty", inactive: "withheld", calls: slices.Concat(dataset, singles[:2])},
		{name: "fields refused", config: refuse("/datasets/employee/fields", 403),
			unticked: "empty", inactive: "withheld", calls: slices.Concat(dataset[:1], singles)},
		{name: "no field catalogue", config: refuse("/meta/fields", 403),
			unticked: "empty", inactive: "withheld", calls: slices.Concat(dataset[:2], singles)},
		{name: "data 400", config: refuse("/datasets/employee/data", 400),
			unticked: "empty", inactive: "withheld", calls: slices.Concat(dataset, singles)},
		{name: "data 404", config: refuse("/datasets/employee/data", 404),
			unticked: "empty", inactive: "withheld", calls: slices.Concat(dataset, singles)},
		{name: "data 413", config: refuse("/datasets/employee/data", 413),
			unticked: "empty", inactive: "withheld", calls: slices.Concat(dataset, singles)},
		{name: "report alone", config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent,
			Refuse: map[string]int{"/employees": 404}}, reads: 3, unticked: "empty", inactive: "withheld",
			calls: slices.Concat([]string{report}, dataset, singles[1:])},
		{name: "older list", config: bamboohrtest.Config{Dataset: bamboohrtest.DatasetSilent,
			ListWithout: []string{"terminationDate"}}, reads: 3, unticked: "empty", inactive: "withheld",
			calls: slices.Concat([]string{report}, dataset, singles)},
		{name: "data 422", config: refuse("/datasets/employee/data", 422), reads: -1,
			unticked: "withheld", inactive: "withheld", calls: dataset},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.config.Fields = boxField()
			fake := bamboohrtest.New(apiKey, employees...)
			fake.Configure(tt.config)
			values, problems := ticks(t, configured(t, fake, bamboohr.Config{
				Fields: []employee.Field{"custom.customX"}, SingleReads: tt.reads}))
			got, withheld := make(map[string]string), 0
			for id, v := range values {
				got[id] = strings.TrimSpace(v.State().String() + " " + v.String())
				if got[id] == "withheld" {
					withheld++
				}
			}
			want := map[string]string{"1": "known true", "2": tt.unticked, "3": "withheld", "4": "withheld",
				"5": "known false", "6": tt.inactive}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			count := fmt.Sprintf("for %d employees", withheld)
			if len(problems) != 1 || !strings.Contains(problems[0], count) {
				t.Errorf("problems %q, want %s", problems, count)
			}
			if got, want := calls(fake), report+", GET /employees, "+strings.Join(tt.calls, ", "); got != want {
				t.Errorf("requests %s, want %s", got, want)
			}
		})
	}
}

// TestNoBlanks: a report without a blank cell needs no proof.
func TestNoBlanks(t *testing.T) {
	t.Parallel()
	fake := bamboohrtest.New(apiKey, boxes()[0], boxes()[4])
	fake.Configure(bamboohrtest.Config{Fields: boxField()})
	if _, problems := ticks(t, newClient(t, fake, "custom.customX")); len(problems) > 0 {
		t.Errorf("problems %q", problems)
	}
	if got, want := calls(fake), "POST /reports/custom, GET /employees"; got != want {
		t.Errorf("requests %s, want %s", got, want)
	}
}

// TestDatasetRows reads a blank field 1 and a known field 2 with a page of the dataset.
func TestDatasetRows(t *testing.T) {
	t.Parallel()
	const meta = `"meta":{"page":1,"totalPages":1}`
	for _, tt := range []struct {
		name, rows string
		meta       string // "": one page
		proven     bool
	}{
		{name: "blank", rows: `{"fields":{"eeid":"7","customField1":""},"_restrictedFields":[]}`, proven: true},
		{name: "null", rows: `{"fields":{"eeid":7,"customField1":null},"_restrictedFields":[]}`, proven: true},
		{name: "inside", rows: `{"fields":{"eeid":"7","customField1":null,"_restrictedFields":[]}}`, proven: true},
		{name: "named", rows: `{"fields":{"eeid":"7","customField1":null},` +
			`"_restrictedFields":["employee_customField1"]}`},
		{name: "named without a prefix", rows: `{"fields":{"eeid":"7","customField1":null},` +
			`"_restrictedFields":["customField1"]}`},
		{name: "named in one of two places", rows: `{"fields":{"eeid":"7","customField1":null,` +
			`"_restrictedFields":["employee_customField1"]},"_restrictedFields":[]}`},
		{name: "something unknown", rows: `{"fields":{"eeid":"7","customField1":null},` +
			`"_restrictedFields":["employee_workPhone"]}`},
		{name: "in other letters", rows: `{"fields":{"eeid":"7","customField1":null},` +
			`"_restrictedFields":["employee_customfield1"]}`},
		{name: "the id", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":["employee_eeid"]}`},
		{name: "no name", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":[null]}`},
		{name: "no array", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":null}`},
		{name: "a text", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":"customField1"}`},
		{name: "silent", rows: `{"fields":{"eeid":"7","customField1":null}}`},
		{name: "a value", rows: `{"fields":{"eeid":"7","customField1":"v"},"_restrictedFields":[]}`},
		{name: "unreadable", rows: `{"fields":{"eeid":"7","customField1":["v"]},"_restrictedFields":[]}`},
		{name: "no cell", rows: `{"fields":{"eeid":"7"},"_restrictedFields":[]}`},
		{name: "another employee", rows: `{"fields":{"eeid":"8","customField1":null},"_restrictedFields":[]}`},
		{name: "no id", rows: `{"fields":{"customField1":null},"_restrictedFields":[]}`},
		{name: "twice", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":[]},` +
			`{"fields":{"eeid":"7","customField1":null},"_restrictedFields":[]}`},
		{name: "another page", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":[]}`,
			meta: `"meta":{"page":2,"totalPages":1}`},
		{name: "a second page that is the first", meta: `"meta":{"page":1,"totalPages":2}`,
			rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":[]}`},
		{name: "no number of pages", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":[]}`,
			meta: `"meta":{"page":1}`},
		{name: "no envelope", rows: `{"fields":{"eeid":"7","customField1":null},"_restrictedFields":[]}`,
			meta: `"more":false`},
	} {
		synctest.Test(t, func(t *testing.T) {
			a := answers{list: listOf(openRow), report: reportOf("1:text 2:text", `{"id":"7","1":null,"2":"v"}`),
				dataset: `{"data":[` + tt.rows + `],` + cmp.Or(tt.meta, meta) + `}`}
			e := only(t, newClient(t, a, "custom.1", "custom.2"))
			want := employee.Withheld()
			if tt.proven {
				want = employee.Empty()
			}
			if got := e.Value("custom.1"); got != want || e.Value("custom.2") != employee.Text("v") {
				t.Errorf("%s: %v, want %v", tt.name, got.State(), want.State())
			}
		})
	}
}

// TestSingleRows reads a blank field 1 with an answer about its employee.
func TestSingleRows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, single string
		proven       bool
	}{
		{"null", `{"id":"7","1":null}`, true}, {"blank", `{"id":7,"1":" "}`, true},
		{"with a suffix", `{"id":"7","1.0":null}`, true}, {"a date", `{"id":"7","1":"0000-00-00"}`, true},
		{"no key", `{"id":"7"}`, false}, {"another key", `{"id":"7","1.1":null}`, false},
		{"a value", `{"id":"7","1":"2020-01-02"}`, false}, {"unreadable", `{"id":"7","1":{}}`, false},
		{"the key twice", `{"id":"7","1":null,"1":null}`, false}, {"another employee", `{"id":"8","1":null}`, false},
		{"no id", `{"1":null}`, false}, {"an error", `{"id":"7","1":null,"error":{"code":"NotFound"}}`, false},
		{"no object", `[]`, false}, {"no permission", `{"id":"7","1":null,"error":{"code":403}}`, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			a := answers{list: listOf(openRow), report: reportOf("1:date", `{"id":"7","1":null}`), single: tt.single}
			e := only(t, newClient(t, a, "custom.1"))
			if got := e.Value("custom.1"); (got == employee.Empty()) != tt.proven || got.Known() {
				t.Errorf("%s: %v", tt.name, got.State())
			}
		})
	}
}

// TestDatasetPagesMove: employees who come or go while the dataset is read cost a
// single read, and no value.
func TestDatasetPagesMove(t *testing.T) {
	t.Parallel()
	company := func(from int) []bamboohrtest.Person {
		employees := bareEmployees(2300)
		for i := range employees {
			employees[i].Values = map[string]any{"status": "Active"}
		}
		for _, i := range []int{1000, 1001, 1002} { // around the border of the pages
			employees[i].Restricted, employees[i].Values["customX"] = []string{"customX"}, true
		}
		return employees[from:]
	}
	for name, moves := range map[string][2]int{"an employee joins": {1, 0}, "two join": {2, 0}, "none": {1, 1}} {
		fake := bamboohrtest.New(apiKey, company(moves[0])...)
		fake.Configure(bamboohrtest.Config{Fields: boxField()})
		fake.Next(nil, nil, nil, nil, nil, func(h http.Handler) http.Handler {
			fake.SetPeople(company(moves[1])...)
			return h
		})
		got, _ := ticks(t, newClient(t, fake, "custom.customX"))
		if len(got) != 2300-moves[0] {
			t.Errorf("%s: %d employees", name, len(got))
		}
		for id, v := range got {
			hidden := id == "2001" || id == "2002" || id == "2003"
			if (v == employee.Withheld()) != hidden || v.Known() {
				t.Errorf("%s: %s is %v", name, id, v.State())
			}
		}
		if single := strings.Count(calls(fake), "GET /employees/"); single > 5 {
			t.Errorf("%s: %d single reads", name, single)
		}
	}
}

// TestRequestsOfProofs counts what blank custom fields cost.
func TestRequestsOfProofs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ employees, dataset, singles int }{{500, 5, 504}, {10_000, 17, 1007}} {
		if race.Enabled && tt.employees == 10_000 {
			continue // no other races than with fewer employees
		}
		fake := bamboohrtest.New(apiKey, bareEmployees(tt.employees)...)
		for dataset, want := range map[bamboohrtest.Dataset]int{
			bamboohrtest.DatasetNaming: tt.dataset, bamboohrtest.DatasetSilent: tt.singles} {
			config := bamboohrtest.Config{Fields: boxField(), Dataset: dataset}
			if dataset == bamboohrtest.DatasetSilent {
				config.Refuse = map[string]int{"/datasets/employee/fields": 403}
			}
			fake.Configure(config)
			fake.ResetRequests()
			ticks(t, newClient(t, fake, "custom.customX"))
			if got := len(fake.Requests()); got != want {
				t.Errorf("%d employees: %d requests, want %d", tt.employees, got, want)
			}
		}
	}
}

// TestOneAccessLevel: with the admin's word, a blank cell of a column is blank.
func TestOneAccessLevel(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]map[string]int{"list": nil, "report": {"/employees": 404}} {
		for _, hidden := range []bool{false, true} {
			fake := bamboohrtest.New(apiKey, boxes()[:2]...)
			config := bamboohrtest.Config{Fields: boxField(), Refuse: refuse}
			want := map[string]employee.Value{"1": employee.Bool(true), "2": employee.Empty()}
			if hidden {
				config.Hidden = []string{"customX"}
				want = map[string]employee.Value{"1": employee.Withheld(), "2": employee.Withheld()}
			}
			fake.Configure(config)
			got, problems := ticks(t, configured(t, fake, bamboohr.Config{
				Fields: []employee.Field{"custom.customX"}, OneAccessLevel: true}))
			if diff := gocmp.Diff(want, got); diff != "" || len(problems) > 0 {
				t.Errorf("%s, hidden %v: problems %q, (-want +got):\n%s", name, hidden, problems, diff)
			}
			if n := strings.Count(calls(fake), "dataset") + strings.Count(calls(fake), "employees/"); n > 0 {
				t.Errorf("%s: requests %s", name, calls(fake))
			}
		}
	}
}

// TestStrangeRestrictions: a restriction under a name that was not asked for may mean
// any field.
func TestStrangeRestrictions(t *testing.T) {
	t.Parallel()
	const strange = "employee 7: the key may not see a field under a name that was not asked for: " +
		"every blank field of the list is withheld"
	for _, tt := range []struct {
		restricted string
		strange    bool
	}{
		{`["employee_workPhone"]`, true}, {`["WorkPhone"]`, true}, {`["employmentStatus"]`, true},
		{`["workPhone","payRate"]`, true}, {`[""]`, true}, {`[null]`, true}, {`[{"id":5}]`, true},
		{`[["workPhone"]]`, true}, {`[" "]`, true}, {`["workPhone"]`, false}, {`[{"name":"workPhone"}]`, false},
		{`["photoUrl","workPhone"]`, false},
	} {
		row := `{"employeeId":"7","workPhone":null,"workEmail":null,"teams":[],"reportsToId":"0","lastName":"Byron",` +
			`"status":null,"_restrictedFields":` + tt.restricted + `}`
		e := only(t, newClient(t, answers{list: listOf(row)}))
		blank := employee.Empty()
		if tt.strange {
			blank = employee.Withheld()
		}
		for f, want := range map[employee.Field]employee.Value{
			employee.FieldWorkPhone: employee.Withheld(), employee.FieldWorkEmail: blank, employee.FieldTeams: blank,
			employee.FieldManagerID: blank, employee.FieldStatus: blank, employee.FieldLastName: employee.Text("Byron"),
		} {
			if got := e.Value(f); got != want {
				t.Errorf("%s: %s is %v, want %v", tt.restricted, f, got.State(), want.State())
			}
		}
		if got := problems(e); (got == strange) != tt.strange || !tt.strange && got != "" {
			t.Errorf("%s: problems %s", tt.restricted, got)
		}
	}
}

// TestCurrency: the currency of an amount is a field of its own.
func TestCurrency(t *testing.T) {
	t.Parallel()
	amount := func(s string) employee.Value {
		v, err := employee.Number(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	empty, withheld := employee.Empty(), employee.Withheld()
	for _, tt := range []struct {
		cell             string
		oneLevel         bool
		amount, currency employee.Value
	}{
		{`"65000.00 USD"`, false, amount("65000"), employee.Text("USD")},
		{`"65000.00"`, true, amount("65000"), empty},
		{`" USD"`, true, empty, empty}, {`" USD"`, false, withheld, withheld}, {`null`, false, withheld, withheld},
		{`"65000.00 dollars"`, true, withheld, withheld},
	} {
		for _, fields := range [][]employee.Field{{"custom.x", "custom.x.currency"}, {"custom.x.currency"}} {
			a := answers{list: listOf(openRow), report: reportOf("x:currency", `{"id":"7","x":`+tt.cell+`}`)}
			e := only(t, configured(t, a, bamboohr.Config{Fields: fields, OneAccessLevel: tt.oneLevel}))
			want := map[string]employee.Value{"x": tt.amount, "x.currency": tt.currency}
			if len(fields) == 1 {
				delete(want, "x")
			}
			if diff := gocmp.Diff(want, e.Custom); diff != "" {
				t.Errorf("%s, one level %v (-want +got):\n%s", tt.cell, tt.oneLevel, diff)
			}
		}
	}
}

// TestProofFaults: a proof that fails for a while is read again, and a credential that
// is lost ends the listing.
func TestProofFaults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault bamboohrtest.Fault
		class error // nil: it passes
	}{
		"half an answer": {bamboohrtest.Truncated(), nil}, "429": {bamboohrtest.RateLimited(7 * time.Second), nil},
		"503": {bamboohrtest.Unavailable(), nil}, "HTML": {bamboohrtest.HTML(), nil},
		"embedded 429": {bamboohrtest.EmbeddedError(429, "Not now"), nil},
		"401":          {bamboohrtest.Unauthorized(), employee.ErrCredentials},
	} {
		for before := 1; before < 8; before++ { // the dataset, the status, three employees
			synctest.Test(t, func(t *testing.T) {
				fake := bamboohrtest.New(apiKey, boxes()...)
				fake.Configure(bamboohrtest.Config{Fields: boxField(), Dataset: bamboohrtest.DatasetSilent})
				fake.Next(append(make([]bamboohrtest.Fault, before), tt.fault)...)
				r, err := newClient(t, fake, "custom.customX").Roster(t.Context())
				if !errors.Is(err, tt.class) || (err == nil) != (tt.class == nil) {
					t.Errorf("%s before request %d: error %v", name, before+1, err)
				}
				if want := (employee.Coverage{Known: 2, Empty: 1, Withheld: 2}); err == nil &&
					r.Coverage("custom.customX") != want {
					t.Errorf("%s before request %d: %+v", name, before+1, r.Coverage("custom.customX"))
				}
			})
		}
	}
}

// TestRowsOfATable: a column of a table gives an employee as many rows as are in it.
func TestRowsOfATable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, rows string
		want       map[string]employee.Value // of x and y
		problems   string
	}{
		{name: "equal", rows: `{"id":"7","x":"a","y":"b"},{"id":7,"x":"a","y":"b"}`,
			want: map[string]employee.Value{"x": employee.Text("a"), "y": employee.Text("b")}},
		{name: "one cell differs", rows: `{"id":"7","x":"a","y":"b"},{"id":"7","x":"a","y":"c"}`,
			want: map[string]employee.Value{"x": employee.Text("a"), "y": employee.Withheld()}, problems: "custom.y"},
		{name: "one is blank", rows: `{"id":"7","x":"a","y":null},{"id":"7","x":"a","y":"c"}`,
			want: map[string]employee.Value{"x": employee.Text("a"), "y": employee.Withheld()}, problems: "custom.y"},
		{name: "one is missing", rows: `{"id":"7","x":"a","y":"b"},{"id":"7","x":"a"}`,
			want: map[string]employee.Value{"x": employee.Text("a"), "y": employee.Withheld()}, problems: "custom.y"},
		{name: "the third differs",
			rows: `{"id":"7","x":"a","y":"b"},{"id":"7","x":"a","y":"b"},{"id":"7","x":"b","y":"b"}`,
			want: map[string]employee.Value{"x": employee.Withheld(), "y": employee.Text("b")}, problems: "custom.x"},
	} {
		a := answers{list: listOf(openRow), report: reportOf("x:text y:text", tt.rows)}
		e := only(t, newClient(t, a, "custom.x", "custom.y"))
		if diff := gocmp.Diff(tt.want, e.Custom); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if tt.problems != "" {
			tt.problems = fmt.Sprintf("employee 7: %s: the report has several rows of the employee, with "+
				"different values", tt.problems)
		}
		if got := problems(e); got != tt.problems {
			t.Errorf("%s: problems %s, want %s", tt.name, got, tt.problems)
		}
	}
	// By the report alone, the standard fields of both rows count, too.
	a := answers{report: reportOf("status:status hireDate:date", `{"id":"7","status":"Active","hireDate":"2020-01-02"}`,
		`{"id":"7","status":"Inactive","hireDate":"2020-01-02"}`)}
	e := only(t, newClient(t, a))
	if e.Value(employee.FieldStatus) != employee.Withheld() || e.HireDate != employee.NewDate(2020, 1, 2) {
		t.Errorf("status %v, hire date %v", e.Value(employee.FieldStatus).State(), e.HireDate)
	}
}
