package bamboohr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
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
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		const problem = "employee 2: blank custom fields are withheld for 3 employees in all"
		if len(problems) != 1 || !strings.HasPrefix(problems[0], problem) ||
			!strings.Contains(problems[0], "OneAccessLevel") || !strings.Contains(problems[0], "dataset") {
			t.Errorf("%s: problems %q", name, problems)
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
			if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
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
		if diff := cmp.Diff(tt.want, e.Custom); diff != "" {
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
