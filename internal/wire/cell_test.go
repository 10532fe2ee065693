package wire

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// parse returns the cell of some JSON, a missing one for "".
func parse(t *testing.T, json string) Cell {
	t.Helper()
	if json == "" {
		return Cell{}
	}
	c, ok := Parse([]byte(json))
	if !ok {
		t.Fatalf("%q is not valid", json)
	}
	return c
}

func TestCell(t *testing.T) {
	t.Parallel()
	day := employee.Day(employee.NewDate(2026, 1, 31))
	twelve, _ := employee.Number("12.5")
	big, _ := employee.Number("9007199254740993")
	unreadable := employee.Value{} // the zero Value for an error
	labels := func(c Cell) (employee.Value, error) { return c.Labels("label") }
	for _, tt := range []struct {
		name string
		json string // "" for a missing key
		read func(Cell) (employee.Value, error)
		want employee.Value
	}{
		{"missing", "", Cell.Text, employee.Withheld()},
		{"null", "null", Cell.Text, employee.Empty()},
		{"empty text", `""`, Cell.Text, employee.Empty()},
		{"blanks", `" \t"`, Cell.Text, employee.Empty()},
		{"trimmed", `" R\u0026D "`, Cell.Text, employee.Text("R&D")},
		{"beyond ASCII", `"Zoë"`, Cell.Text, employee.Text("Zoë")},
		{"a lone quotation mark", `"\""`, Cell.Text, employee.Text(`"`)},
		{"bytes that are no text", "\"Zo\xeb\"", Cell.Text, unreadable},
		{"bytes that are no text, for a label", "\"Zo\xeb\"", labels, unreadable},
		{"half a character", `"\ud83d"`, Cell.Text, unreadable},
		{"half a character among labels", `["Blue","\ud83d"]`, labels, unreadable},
		{"half a character in a label", `[{"label":"\ud83d"}]`, labels, unreadable},
		{"an item without its label", `["Blue",{"id":"1"}]`, labels, unreadable},
		{"a blank text among labels", `["Blue",""]`, labels, employee.List("Blue")},
		{"an item that is null", `["Blue",null]`, labels, unreadable},
		{"an item whose label is an object", `[{"label":{"en":"Blue"}}]`, labels, unreadable},
		{"an item that is a list", `["Blue",["Red"]]`, labels, unreadable},
		{"two labels of one item", `[{"label":"Blue","label":"Red"}]`, labels, unreadable},
		{"two halves of a character", `"\ud83d\ude00"`, Cell.Text, employee.Text("😀")},
		{"what stands for a lost character", `"Zo\ufffd"`, Cell.Text, employee.Text("Zo\ufffd")},
		{"number as text", "12.50", Cell.Text, employee.Text("12.50")},
		{"boolean as text", "true", Cell.Text, employee.Text("true")},
		{"object as text", `{"value":"1"}`, Cell.Text, unreadable},
		{"date", `"2026-01-31"`, Cell.Date, day},
		{"date with a time", `"2026-01-31T23:30:00-08:00"`, Cell.Date, day},
		{"date with a time and hundredths", `"2026-01-31T23:30:00.12Z"`, Cell.Date, day},
		{"date with minutes", `"2026-01-31T23:30"`, Cell.Date, day},
		{"date with a zone by its name", `"2026-01-31 00:00:00 UTC"`, Cell.Date, day},
		{"two dates", `"2026-01-31 to 2026-06-30"`, Cell.Date, unreadable},
		{"date with what is no time", `"2026-01-31Tomorrow"`, Cell.Date, unreadable},
		{"date with a time behind a blank", `"2026-01-31 23:30:00"`, Cell.Date, day},
		{"date and junk", `"2026-01-31 x"`, Cell.Date, unreadable},
		{"no date", `"0000-00-00"`, Cell.Date, employee.Empty()},
		{"no date with a time", `"0000-00-00T00:00:00"`, Cell.Date, employee.Empty()},
		{"not a date", `"31/01/2026"`, Cell.Date, unreadable},
		{"missing date", "", Cell.Date, employee.Withheld()},
		{"number", "12.50", Cell.Number, twelve},
		{"number in a text", `"12.50"`, Cell.Number, twelve},
		{"number beyond a float", "9007199254740993", Cell.Number, big},
		{"number with a currency", `"12.50 USD"`, Cell.Number, unreadable},
		{"true", "true", Cell.Bool, employee.Bool(true)},
		{"Yes", `"Yes"`, Cell.Bool, employee.Bool(true)},
		{"0", "0", Cell.Bool, employee.Bool(false)},
		{"maybe", `"maybe"`, Cell.Bool, unreadable},
		{"objects", `[{"id":1,"label":"Blue"},{"id":2,"label":" Red "},{"id":3,"label":""}]`, labels,
			employee.List("Blue", "Red")},
		{"texts", `["Blue"]`, labels, employee.List("Blue")},
		{"no items", `[]`, labels, employee.Empty()},
		{"no items and a blank", `[ ]`, labels, employee.Empty()},
		{"one text", `"Blue"`, labels, employee.Text("Blue")},
		{"no labels", "null", labels, employee.Empty()},
		{"missing labels", "", labels, employee.Withheld()},
		{"an object", `{"label":"Blue"}`, labels, unreadable},
		{"arrays in an array", `[["Blue"]]`, labels, unreadable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.read(parse(t, tt.json))
			if got != tt.want && (err == nil || tt.want != unreadable) {
				t.Errorf("got %#v %q, error %v, want %#v %q", got, got, err, tt.want, tt.want)
			}
			if (err != nil) != (tt.want == unreadable) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestUnreadable: no reader takes a cell that cannot be read for one that is blank.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	for _, c := range []Cell{{kind: KindTwice}, {kind: KindGarbled}} {
		for name, read := range readers() {
			if v, err := read(c); err == nil {
				t.Errorf("%s of %v: %#v", name, c, v)
			}
		}
		if _, err := c.Single(); err == nil || c.Raw() != "" || c.ID() != "" {
			t.Errorf("%v: %q, error %v", c, c.Raw(), err)
		}
		if n, there, err := c.Count(); err == nil {
			t.Errorf("%v: %d, %t", c, n, there)
		}
	}
}

func readers() map[string]func(Cell) (employee.Value, error) {
	return map[string]func(Cell) (employee.Value, error){
		"Text": Cell.Text, "Date": Cell.Date, "Number": Cell.Number, "Bool": Cell.Bool,
		"Labels": func(c Cell) (employee.Value, error) { return c.Labels("label") },
	}
}

// TestSingleValues: what an id, a cursor and a count are.
func TestSingleValues(t *testing.T) {
	t.Parallel()
	type values struct {
		ID, Single string
		SingleErr  error
		Count      int
		Counted    bool
		CountErr   error
	}
	for _, tt := range []struct {
		json string
		want values
	}{
		{"", values{}},
		{"null", values{}},
		{`""`, values{CountErr: errCount}},
		{`" 41 "`, values{ID: "41", Single: "41", Count: 41, Counted: true}},
		{"41", values{ID: "41", Single: "41", Count: 41, Counted: true}},
		{"9007199254740993", values{
			ID: "9007199254740993", Single: "9007199254740993", Count: 9007199254740993, Counted: true}},
		{"99999999999999999999", values{ID: "99999999999999999999", Single: "99999999999999999999", CountErr: errCount}},
		{"-1", values{ID: "-1", Single: "-1", CountErr: errCount}},
		{"1.5", values{ID: "1.5", Single: "1.5", CountErr: errCount}},
		{"true", values{Single: "true", CountErr: errCount}},
		{`"Zo\ufffd"`, values{Single: "Zo\ufffd", CountErr: errCount}},
		{`"\ud800"`, values{SingleErr: errGarbled, CountErr: errGarbled}},
		{"[1]", values{SingleErr: errCompound, CountErr: errCompound}},
		{"{}", values{SingleErr: errCompound, CountErr: errCompound}},
	} {
		c := parse(t, tt.json)
		got := values{ID: c.ID()}
		got.Single, got.SingleErr = c.Single()
		got.Count, got.Counted, got.CountErr = c.Count()
		if diff := cmp.Diff(tt.want, got, cmp.Comparer(func(a, b error) bool { return errors.Is(a, b) })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.json, diff)
		}
	}
}

func TestAt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		json    string
		path    []string
		want    string
		anyCase string
	}{
		{`{"a":1,"b":[2,{"a":3}]}`, []string{"b"}, `[2,{"a":3}]`, `[2,{"a":3}]`},
		{`{"a":1,"a":2}`, []string{"a"}, "twice", "twice"},
		{`{"a":1,"A":2}`, []string{"a"}, "1", "twice"},
		{`{"A":{"B":2}}`, []string{"a", "b"}, "-", "2"},
		{`{"\u0061":"x"}`, []string{"a"}, `"x"`, `"x"`},
		{`{"b":{"a":1}}`, []string{"a"}, "-", "-"},
		{`{"b":{"a":1}}`, []string{"b", "a"}, "1", "1"},
		{`{"b":{"a":1},"b":{"a":2}}`, []string{"b", "a"}, "twice", "twice"},
		{`{"b":null}`, []string{"b", "a"}, "-", "-"},
		{`["a"]`, []string{"a"}, "-", "-"},
		{`null`, []string{"a"}, "-", "-"},
		{`{"a":{}}`, nil, `{"a":{}}`, `{"a":{}}`},
	} {
		c := parse(t, tt.json)
		got, anyCase := sketch(c.At(tt.path...)), sketch(c.AtAnyCase(tt.path...))
		if got != tt.want || anyCase != tt.anyCase {
			t.Errorf("%v of %s: %s and %s, want %s and %s", tt.path, tt.json, got, anyCase, tt.want, tt.anyCase)
		}
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	var got []string
	for key, c := range parse(t, ` {"b":[1],"a":"x","b":2,"\ud800":3,"":null} `).Members() {
		got = append(got, key+":"+sketch(c))
	}
	if diff := cmp.Diff([]string{"b:[1]", `a:"x"`, "b:twice", ":null"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for range parse(t, `[1]`).Members() {
		t.Error("an array has members")
	}
	for range parse(t, `{"a":1}`).Items() {
		t.Error("an object has items")
	}
	for c := range parse(t, `[1,2]`).Items() {
		if sketch(c) != "1" {
			t.Error("the loop went on")
		}
		break
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", " ", "[1", "[1]]", "nul", "{}{}", "'a'", "01"} {
		if c, ok := Parse([]byte(bad)); ok || c != (Cell{}) {
			t.Errorf("%q: %v", bad, c)
		}
	}
	if c, ok := Parse([]byte(" [1] ")); !ok || c != (Cell{KindArray, "[1]"}) {
		t.Errorf("%v, %t", c, ok)
	}
}

func TestPut(t *testing.T) {
	t.Parallel()
	e := employee.Employee{ID: "41"}
	Put(&e, employee.FieldDepartment, employee.Text("R&D"), nil)
	v, err := parse(t, `"31/01/2026"`).Date()
	Put(&e, employee.FieldHireDate, v, err)
	Put(&e, employee.FieldStatus, employee.Text("Retired"), nil)
	v, err = Cell{kind: KindTwice}.Text()
	Put(&e, employee.FieldWorkEmail, v, err)
	v, err = Cell{kind: KindGarbled}.Text()
	Put(&e, employee.FieldLastName, v, err)
	want := []employee.Problem{
		{EmployeeID: "41", Field: "hire_date", Reason: "not a date of the form 2006-01-02 or --01-02"},
		{EmployeeID: "41", Field: "status", Reason: "not pending, active, leave or inactive"},
		{EmployeeID: "41", Field: "work_email", Reason: "the key is there twice"},
		{EmployeeID: "41", Field: "last_name", Reason: "the text is not valid UTF-8"},
	}
	if diff := cmp.Diff(want, e.Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	for _, p := range want {
		if got := e.Value(p.Field); got != employee.Withheld() {
			t.Errorf("%s is %#v", p.Field, got)
		}
	}
	if e.Department != "R&D" {
		t.Errorf("department %q", e.Department)
	}
}

// TestTexts: the strings are those that were given, however they push each other out,
// and what is repeated costs nothing.
func TestTexts(t *testing.T) {
	var texts Texts
	var got, want []string
	for i := range 20_000 {
		b := []byte(strings.Repeat(string(rune('a'+i%7)), i%70) + fmt.Sprint(i%10))
		got, want = append(got, texts.String(b)), append(want, string(b))
		clear(b)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var none *Texts
	if s := none.String([]byte("Sales")); s != "Sales" {
		t.Errorf("%q", s)
	}
	b := []byte("Engineering")
	if n := testing.AllocsPerRun(100, func() { texts.String(b) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
