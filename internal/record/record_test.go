package record_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

func TestCell(t *testing.T) {
	t.Parallel()
	day := employee.Day(employee.NewDate(2026, 1, 31))
	twelve, _ := employee.Number("12.5")
	big, _ := employee.Number("9007199254740993")
	text := func(c record.Cell) (employee.Value, error) { return c.Text() }
	date := func(c record.Cell) (employee.Value, error) { return c.Date() }
	number := func(c record.Cell) (employee.Value, error) { return c.Number() }
	boolean := func(c record.Cell) (employee.Value, error) { return c.Bool() }
	labels := func(c record.Cell) (employee.Value, error) { return c.Labels("label") }
	for _, tt := range []struct {
		name string
		json string // "" for a missing key
		read func(record.Cell) (employee.Value, error)
		want employee.Value // the zero Value for an error
	}{
		{"missing", "", text, employee.Withheld()},
		{"null", "null", text, employee.Empty()},
		{"empty text", `""`, text, employee.Empty()},
		{"blanks", `" \t"`, text, employee.Empty()},
		{"trimmed", `" R\u0026D "`, text, employee.Text("R&D")},
		{"beyond ASCII", `"Zoë"`, text, employee.Text("Zoë")},
		{"a lone quotation mark", `"\""`, text, employee.Text(`"`)},
		{"bytes that are no text", "\"Zo\xeb\"", text, employee.Text("Zo\ufffd")},
		{"half a character", `"\ud83d"`, text, employee.Text("\ufffd")},
		{"number as text", "12.50", text, employee.Text("12.50")},
		{"boolean as text", "true", text, employee.Text("true")},
		{"object as text", `{"value":"1"}`, text, employee.Value{}},
		{"date", `"2026-01-31"`, date, day},
		{"date with a time", `"2026-01-31T23:30:00-08:00"`, date, day},
		{"date with a time behind a blank", `"2026-01-31 23:30:00"`, date, day},
		{"date and junk", `"2026-01-31 x"`, date, employee.Value{}},
		{"no date", `"0000-00-00"`, date, employee.Empty()},
		{"no date with a time", `"0000-00-00T00:00:00"`, date, employee.Empty()},
		{"not a date", `"31/01/2026"`, date, employee.Value{}},
		{"missing date", "", date, employee.Withheld()},
		{"number", "12.50", number, twelve},
		{"number in a text", `"12.50"`, number, twelve},
		{"number beyond a float", "9007199254740993", number, big},
		{"number with a currency", `"12.50 USD"`, number, employee.Value{}},
		{"true", "true", boolean, employee.Bool(true)},
		{"Yes", `"Yes"`, boolean, employee.Bool(true)},
		{"0", "0", boolean, employee.Bool(false)},
		{"maybe", `"maybe"`, boolean, employee.Value{}},
		{"objects", `[{"id":1,"label":"Blue"},{"id":2,"label":" Red "},{"id":3,"label":""}]`, labels, employee.List("Blue", "Red")},
		{"texts", `["Blue"]`, labels, employee.List("Blue")},
		{"no items", `[]`, labels, employee.Empty()},
		{"one text", `"Blue"`, labels, employee.Text("Blue")},
		{"an object", `{"label":"Blue"}`, labels, employee.Value{}},
		{"arrays in an array", `[["Blue"]]`, labels, employee.Value{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var c record.Cell
			if tt.json != "" {
				if err := json.Unmarshal([]byte(tt.json), &c); err != nil {
					t.Fatal(err)
				}
			}
			got, err := tt.read(c)
			if got != tt.want && (err == nil || tt.want != employee.Value{}) {
				t.Errorf("got %#v %q, error %v, want %#v %q", got, got, err, tt.want, tt.want)
			}
			if (err != nil) != (tt.want == employee.Value{}) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestPut(t *testing.T) {
	t.Parallel()
	e := employee.Employee{ID: "41"}
	record.Put(&e, employee.FieldDepartment, employee.Text("R&D"), nil)
	var c record.Cell
	if err := json.Unmarshal([]byte(`"31/01/2026"`), &c); err != nil {
		t.Fatal(err)
	}
	v, err := c.Date()
	record.Put(&e, employee.FieldHireDate, v, err)
	record.Put(&e, employee.FieldStatus, employee.Text("Retired"), nil)
	want := []employee.Problem{
		{EmployeeID: "41", Field: "hire_date", Reason: "not a date of the form 2006-01-02 or --01-02"},
		{EmployeeID: "41", Field: "status", Reason: "not pending, active, leave or inactive"},
	}
	if diff := cmp.Diff(want, e.Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if e.Department != "R&D" || e.Value(employee.FieldHireDate) != employee.Withheld() || e.Value(employee.FieldStatus) != employee.Withheld() {
		t.Errorf("department %q, hire date %#v, status %#v", e.Department, e.Value(employee.FieldHireDate), e.Value(employee.FieldStatus))
	}
}

func FuzzCell(f *testing.F) {
	for _, s := range []string{`null`, `"2026-01-31T00:00:00Z"`, `"0000-00-00"`, `[{"label":"x"}]`, `{"a":[]}`, `1e9`, `"\ud800"`, `true`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c record.Cell
		if json.Unmarshal(data, &c) != nil {
			return
		}
		for _, read := range []func() (employee.Value, error){c.Text, c.Date, c.Number, c.Bool, func() (employee.Value, error) { return c.Labels("label") }} {
			v, err := read()
			var e employee.Employee
			record.Put(&e, "custom.x", v, err)
			if err != nil && (e.Value("custom.x") != employee.Withheld() || len(e.Problems) != 1) {
				t.Errorf("%s: error %v gave %#v and %v", data, err, e.Value("custom.x"), e.Problems)
			}
		}
	})
}
