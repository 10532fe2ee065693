package hibob_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

// TestCustom reads fields of every type of the catalogue.
func TestCustom(t *testing.T) {
	t.Parallel()
	number := func(s string) employee.Value {
		v, err := employee.Number(s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, tt := range []struct {
		name, kind, record string
		want               employee.Value
		problem            string
	}{
		{name: "a text", kind: "text", record: `"f":"12"`, want: employee.Text("12")},
		{name: "a long text", kind: "text-area", record: `"f":"a\nb"`, want: employee.Text("a\nb")},
		{name: "a list", kind: "list", record: `"f":"26","L":"Large"`, want: employee.Text("Large")},
		{name: "a hierarchy", kind: "hierarchy-list", record: `"f":26,"L":"Brand"`, want: employee.Text("Brand")},
		{name: "a list without its label", kind: "list", record: `"f":"26"`, want: employee.Withheld(),
			problem: "a list item that came without its name"},
		{name: "several", kind: "multi-list", record: `"f":["a","26"],"L":"Apple,Bear"`,
			want: employee.List("Apple", "Bear")},
		{name: "several with an array of labels", kind: "multi-list", record: `"f":["1","2"],"L":["Apple","Bear"]`,
			want: employee.List("Apple", "Bear")},
		{name: "one with a comma", kind: "multi-list", record: `"f":["1"],"L":"Apple, green"`,
			want: employee.List("Apple, green")},
		{name: "several with a comma", kind: "multi-list", record: `"f":["1","2"],"L":"Apple, green,Bear"`,
			want: employee.Withheld(), problem: "a list item that came without its name"},
		{name: "several words", kind: "multi-list", record: `"f":["yoga","cooking"]`,
			want: employee.List("yoga", "cooking")},
		{name: "several without labels", kind: "multi-list", record: `"f":["yoga","26"]`, want: employee.Withheld(),
			problem: "a list item that came without its name"},
		{name: "none of several", kind: "multi-list", record: `"f":[]`, want: employee.Empty()},
		{name: "a date", kind: "date", record: `"f":"2025-03-20","L":"20/03/2025"`,
			want: employee.Day(employee.NewDate(2025, 3, 20))},
		{name: "a date in the reader's form", kind: "date", record: `"f":"20/03/2025"`, want: employee.Withheld(),
			problem: "not a date of the form 2006-01-02 or --01-02"},
		{name: "a time without a zone", kind: "date", record: `"f":"2024-03-27T23:12:25.002884"`,
			want: employee.Day(employee.NewDate(2024, 3, 27))},
		{name: "a day of every year", kind: "short-date", record: `"f":"03-20"`,
			want: employee.Day(employee.NewMonthDay(3, 20))},
		{name: "yes", kind: "boolean", record: `"f":true,"L":"Yes"`, want: employee.Bool(true)},
		{name: "yes as a label", kind: "boolean", record: `"f":"Yes"`, want: employee.Bool(true)},
		{name: "a number", kind: "number", record: `"f":9007199254740993.10`, want: number("9007199254740993.1")},
		{name: "money", kind: "currency", record: `"f":{"value":1200.50,"currency":"EUR"}`, want: number("1200.5")},
		{name: "money as a number", kind: "currency", record: `"f":"1200"`, want: number("1200")},
		{name: "no money", kind: "currency", record: `"f":null`, want: employee.Empty()},
		{name: "money without an amount", kind: "currency", record: `"f":{"currency":"EUR"}`, want: employee.Withheld(),
			problem: "not a single value"},
		{name: "an employee", kind: "employee-reference", record: `"f":"3332880000000000002","L":"Bo Lee"`,
			want: employee.Text("3332880000000000002")},
		{name: "an employee as an object", kind: "employee-reference",
			record: `"f":{"id":"3332880000000000002","displayName":"Bo Lee"}`,
			want:   employee.Text("3332880000000000002")},
		{name: "no employee", kind: "employee-reference", record: `"f":null`, want: employee.Empty()},
		{name: "a time", kind: "time", record: `"f":"08:00"`, want: employee.Text("08:00")},
		{name: "a type of the future", kind: "colour", record: `"f":"red"`, want: employee.Text("red")},
		{name: "not in the catalogue", record: `"f":"red"`, want: employee.Text("red")},
		{name: "several, not in the catalogue", record: `"f":["red","blue"]`, want: employee.List("red", "blue")},
		{name: "null", kind: "list", record: `"f":null`, want: employee.Empty()},
		{name: "withheld", kind: "list", record: `"x":1`, want: employee.Withheld()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const key = "work.custom.f"
			value, label, _ := strings.Cut(tt.record, `,"L":`)
			employees := `{"id":"7","work":{"custom":{` + value + `}}`
			if label != "" {
				employees += `,"humanReadable":{"work":{"custom":{"f":` + label + `}}}`
			}
			s := search{employees: employees + `}`}
			if tt.kind != "" {
				s.fields = key + ":" + tt.kind
			}
			var e *employee.Employee
			synctest.Test(t, func(t *testing.T) { // two requests, which wait for each other
				e = only(t, newClient(t, s, employee.CustomField(key)))
			})
			if got := e.Value(employee.CustomField(key)); got != tt.want {
				t.Errorf("%v %s %q, want %v %s %q", got.State(), got.Kind(), got, tt.want.State(), tt.want.Kind(),
					tt.want)
			}
			if tt.problem != "" {
				tt.problem = "employee 7: custom." + key + ": " + tt.problem
			}
			if got := problems(e); got != tt.problem {
				t.Errorf("problems %q, want %q", got, tt.problem)
			}
		})
	}
}

// TestCustomPlaces has a field whose place is not that of its id, as after it was
// moved to another category.
func TestCustomPlaces(t *testing.T) {
	t.Parallel()
	shirt := hibobtest.Field{ID: "custom.category_1.field_2", Type: "list", List: "shirts",
		JSONPath: "work.custom.field_2"}
	lists := []hibobtest.List{{Name: "shirts", Items: []hibobtest.Item{{ID: "26", Name: "Large"}}}}
	f := employee.CustomField(shirt.ID)
	for _, form := range []hibobtest.Form{hibobtest.FormBoth, hibobtest.FormNested, hibobtest.FormSlash} {
		fake := newFake(hibobtest.Person{ID: "7", Values: map[string]any{shirt.ID: "26"}})
		fake.Configure(hibobtest.Config{Fields: []hibobtest.Field{shirt}, Lists: lists, Form: form})
		synctest.Test(t, func(t *testing.T) {
			if got := only(t, newClient(t, fake, f)).Value(f); got != employee.Text("Large") {
				t.Errorf("form %q: %v %q", form, got.State(), got)
			}
		})
	}
}
