package mapping_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// lines returns the faults of m as text, one to a line.
func lines(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func TestConditionFaults(t *testing.T) {
	t.Parallel()
	present := Condition{Field: "department", Op: OpPresent}
	test := func(f employee.Field, op Op, values ...string) Condition {
		return Condition{Field: f, Op: op, Values: values}
	}
	tests := []struct {
		name string
		c    Condition
		want []string
	}{
		{"not set", Condition{}, nil},
		{"near field", test("departmnt", OpPresent), []string{`scope.field: no such field "departmnt"; did you mean "department"?`}},
		{"no field", Condition{Op: OpPresent}, []string{`scope.field: the field is missing`}},
		{"far field", test("shoe_size_of_person", OpPresent), []string{`scope.field: no such field "shoe_size_of_person"`}},
		{"no operator", Condition{Field: "department"}, []string{`scope.op: the operator is missing`}},
		{"near operator", test("department", "equal", "x"), []string{`scope.op: no such operator "equal"; did you mean "equals"?`}},
		{"two forms", Condition{All: []Condition{present}, Field: "department", Op: OpPresent}, []string{`scope: all and field in one condition: it takes only one of them`}},
		{"no members", Condition{Any: []Condition{}}, []string{`scope.any: no conditions in it`}},
		{"empty member", Condition{All: []Condition{present, {}}}, []string{`scope.all[1]: an empty condition: it needs one of all, any, not and field`}},
		{"empty not", Condition{Not: &Condition{}}, []string{`scope.not: an empty condition: it needs one of all, any, not and field`}},
		{"deep path", Condition{All: []Condition{present, {Not: &Condition{Any: []Condition{test("x", OpPresent)}}}}}, []string{`scope.all[1].not.any[0].field: no such field "x"`}},
		{"no value", test("department", OpEquals), []string{`scope.values: equals needs a value`}},
		{"needless value", test("department", OpPresent, "x"), []string{`scope.values: present takes no values`}},
		{"two days", test("hire_date", OpBefore, "today", "2026-01-01"), []string{`scope.values: before takes one value, not 2`}},
		{"blank value", test("department", OpEquals, "IT", " "), []string{`scope.values[1]: blank`}},
		{"broken value", test("department", OpEquals, "\xff"), []string{`scope.values[0]: not UTF-8 text`}},
		{"long value", test("department", OpEquals, strings.Repeat("x", 1001)), []string{`scope.values[0]: longer than 1000 bytes`}},
		{"no day", test("hire_date", OpBefore, "tomorrow"), []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`}},
		{"day of no year", test("hire_date", OpBefore, "--01-31"), []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`}},
		{"far day", test("hire_date", OpBefore, "today+99999"), []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`}},
		{"unsigned offset", test("hire_date", OpBefore, "today14"), []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`}},
		{"date equals a word", test("hire_date", OpEquals, "soon"), []string{`scope.values[0]: not a day: write "2026-01-31", "--01-31" for every year, "today", "today+14" or "today-30"`}},
		{"no number", test("custom.x", OpAtMost, "10 %"), []string{`scope.values[0]: not a number of the form "-1234.50"`}},
		{"text before", test("department", OpBefore, "today"), []string{`scope.op: before does not fit department, which is a text`}},
		{"date contains", test("hire_date", OpContains, "2026"), []string{`scope.op: contains does not fit hire_date, which is a date`}},
		{"list less", test("teams", OpLessThan, "3"), []string{`scope.op: less_than does not fit teams, which is a list`}},
		{"exact present", Condition{Field: "department", Op: OpPresent, Exact: true}, []string{`scope.exact: present has no exact form`}},
		{"lifecycle word", test(FieldLifecycle, OpEquals, "Left", "prehired"), []string{`scope.values[1]: lifecycle has no option "prehired"; did you mean "pre_hire"?`}},
		{"status word", test("status", OpEquals, "activ"), []string{`scope.values[0]: status has no option "activ"; did you mean "active"?`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(Mapping{Scope: tt.c}.Validate())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			_, err := CompileCondition(tt.c, nil, nil)
			if (err != nil) != (tt.want != nil) {
				t.Errorf("CompileCondition: %v", err)
			}
		})
	}
}

func TestConditionValidatePath(t *testing.T) {
	t.Parallel()
	c := Condition{All: []Condition{{Field: "x", Op: OpPresent}}}
	for path, want := range map[string]string{"": "all[0].field", "policy.block": "policy.block.all[0].field"} {
		if got := c.Validate(path); len(got) != 1 || got[0].Path != want {
			t.Errorf("Validate(%q) = %v, want one fault at %s", path, got, want)
		}
	}
	if got := (Condition{}).Validate("x"); got != nil {
		t.Errorf("not set: %v", got)
	}
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	catalog := []employee.FieldInfo{
		{Field: "department", Kind: employee.KindText, Options: []string{"IT", "Sales"}},
		{Field: "custom.4567", Label: "Contract", Kind: employee.KindList, Options: []string{"Full time", "Part time"}},
		{Field: "custom.start", Kind: employee.KindDate},
		{Field: "custom.ticked", Kind: employee.KindBool},
		{Field: "custom.note"},
	}
	m := Mapping{
		Scope: Condition{All: []Condition{
			{Field: "department", Op: OpEquals, Values: []string{"it", "Sale"}},
			{Field: "custom.4567", Op: OpNotEquals, Values: []string{"full TIME", "Vollzeit"}},
			{Field: "custom.4567", Op: OpContains, Values: []string{"time"}},
			{Field: "custom.start", Op: OpContains, Values: []string{"2026"}},
			{Field: "custom.ticked", Op: OpEquals, Values: []string{"ja", "perhaps"}},
			{Field: "custom.ticket", Op: OpYes},
			{Field: "4567", Op: OpPresent},
			{Field: "custom.note", Op: OpBefore, Values: []string{"today"}},
			{Field: "custom.4567", Op: OpYes},
			{Field: "location", Op: OpPresent},
		}},
		Rules: []Rule{
			{Target: "a", From: []employee.Field{"custom.start"}, Type: "number"},
			{Target: "b", From: []employee.Field{"custom.gone"}},
			{Target: "c", Format: "{custom.note} {custom.gone}"},
			{Target: "d", From: []employee.Field{"department"}, Type: "date"},
			{Target: "e", From: []employee.Field{"custom.note"}, Type: "date"},
		},
	}
	want := []string{
		`scope.all[0].values[1]: department has no option "Sale"; did you mean "Sales"?`,
		`scope.all[1].values[1]: custom.4567 has no option "Vollzeit"; there is "Full time" and "Part time"`,
		`scope.all[3].op: contains does not fit custom.start, which is a date`,
		`scope.all[4].values[1]: "perhaps" is not a word for yes or no`,
		`scope.all[5].field: the tenant has no field "custom.ticket"; did you mean "custom.ticked"?`,
		`scope.all[6].field: no such field "4567"; did you mean "custom.4567"?`,
		`scope.all[9].field: the HR system has no location: take another field`,
		`rules[0].from[0]: custom.start is a date and never a number`,
		`rules[1].from[0]: the tenant has no field "custom.gone"; did you mean "custom.note"?`,
		`rules[2].format: the tenant has no field "custom.gone"; did you mean "custom.note"?`,
		`rules[3].from[0]: department is a text and never a date`,
	}
	if diff := cmp.Diff(want, lines(m.Validate(catalog...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A standard field that the HR system lacks is a fault where nothing stands in
// for it; a catalogue of the tenant's own fields alone does not tell.
func TestCatalogLacksStandardFields(t *testing.T) {
	t.Parallel()
	m := Mapping{
		Scope: Condition{All: []Condition{
			{Field: "id", Op: OpPresent}, {Field: "status_text", Op: OpPresent}, {Field: FieldLifecycle, Op: OpPresent},
			{Field: "division", Op: OpPresent},
		}},
		Rules: []Rule{
			{Target: "manager", From: []employee.Field{"manager.email"}},
			{Target: "first", From: []employee.Field{"preferred_name", "first_name"}},
			{Target: "phone", From: []employee.Field{"work_phone", "mobile_phone"}},
			{Target: "name", Format: "{preferred_name|first_name} {last_name}"},
			{Target: "note", From: []employee.Field{"division", "custom.note"}},
			{Target: "typo", From: []employee.Field{"divison"}},
		},
	}
	own := []employee.FieldInfo{{Field: "custom.note"}}
	want := []string{`rules[5].from[0]: no such field "divison"; did you mean "division"?`}
	if diff := cmp.Diff(want, lines(m.Validate(own...))); diff != "" {
		t.Errorf("own fields (-want +got):\n%s", diff)
	}
	whole := append(own, employee.FieldInfo{Field: "first_name"}, employee.FieldInfo{Field: "status"}, employee.FieldInfo{Field: "manager.id"})
	want = []string{
		`scope.all[3].field: the HR system has no division: take another field`,
		`rules[2].from: the HR system has no work_phone and no mobile_phone: take another field`,
		`rules[3].format: the HR system has no last_name: take another field`,
		want[0],
	}
	if diff := cmp.Diff(want, lines(m.Validate(whole...))); diff != "" {
		t.Errorf("whole (-want +got):\n%s", diff)
	}
}

func TestRuleFaults(t *testing.T) {
	t.Parallel()
	from := []employee.Field{"department"}
	never := Condition{Field: FieldLifecycle, Op: OpEquals, Values: []string{"left"}}
	tests := []struct {
		name  string
		rules []Rule
		want  []string
	}{
		{"no target", []Rule{{From: from}}, []string{`rules[0].target: blank`}},
		{"blanks around", []Rule{{Target: " a", From: from}}, []string{`rules[0].target: blanks around the name`}},
		{"long target", []Rule{{Target: strings.Repeat("a", 1001), From: from}}, []string{`rules[0].target: longer than 1000 bytes`}},
		{"no source", []Rule{{Target: "a"}}, []string{`rules[0]: exactly one of from, format and constant is needed, not 0`}},
		{"two sources", []Rule{{Target: "a", From: from, Constant: "x"}}, []string{`rules[0]: exactly one of from, format and constant is needed, not 2`}},
		{"unknown source", []Rule{{Target: "a", From: []employee.Field{"departement"}}}, []string{`rules[0].from[0]: no such field "departement"; did you mean "department"?`}},
		{"source twice", []Rule{{Target: "a", From: []employee.Field{"id", "id"}}}, []string{`rules[0].from[1]: "id" is given twice`}},
		{"unknown type", []Rule{{Target: "a", From: from, Type: "float"}}, []string{`rules[0].type: "float" is not one of "text", "number", "bool", "date" and "list"`}},
		{"date to number", []Rule{{Target: "a", From: []employee.Field{"hire_date"}, Type: "number"}}, []string{`rules[0].from[0]: hire_date is a date and never a number`}},
		{"text to date", []Rule{{Target: "a", From: from, Type: "date"}}, []string{`rules[0].from[0]: department is a text and never a date`}},
		{"bad constant", []Rule{{Target: "a", Constant: "lots", Type: "number"}}, []string{`rules[0].constant: not a number of the form -1234.50`}},
		{"blank constant", []Rule{{Target: "a", Constant: " "}}, []string{`rules[0].constant: blank`}},
		{"constant of separators", []Rule{{Target: "a", Constant: ",,", Type: "list", Separator: ","}}, []string{`rules[0].constant: blank`}},
		{"separator", []Rule{{Target: "a", Constant: "1", Type: "number", Separator: ","}}, []string{`rules[0].separator: a number has none`}},
		{"decimal", []Rule{{Target: "a", From: from, Decimal: ","}}, []string{`rules[0].decimal: a text has none`}},
		{"odd decimal", []Rule{{Target: "a", From: from, Type: "number", Decimal: "de"}}, []string{`rules[0].decimal: "de" is not one of "." (for 1,234.50) and "," (for 1.234,50)`}},
		{"units", []Rule{{Target: "a", From: from, Units: []string{"EUR"}}}, []string{`rules[0].units: a text has none`}},
		{"odd units", []Rule{{Target: "a", From: from, Type: "number", Units: []string{"m2", " "}}}, []string{`rules[0].units[0]: a unit has no digits`, `rules[0].units[1]: blank`}},
		{"many units", []Rule{{Target: "a", From: from, Type: "number", Units: make([]string, 101)}}, []string{`rules[0].units: more than 100 units`}},
		{"case", []Rule{{Target: "a", From: from, Type: "bool", Case: "upper"}}, []string{`rules[0].case: a bool has none`}},
		{"odd case", []Rule{{Target: "a", From: from, Case: "Upper"}}, []string{`rules[0].case: "Upper" is not one of "upper", "lower" and "title"`}},
		{"case of a constant", []Rule{{Target: "a", Constant: "x", Case: "upper"}}, []string{`rules[0].case: a constant is written as it should be`}},
		{"empty lookup", []Rule{{Target: "a", From: from, Lookup: map[string]string{}}}, []string{`rules[0].lookup: no words in it`}},
		{"lookup of a constant", []Rule{{Target: "a", Constant: "x", Lookup: map[string]string{"x": "y"}}}, []string{`rules[0].lookup: a constant is not looked up`}},
		{"lookup twice", []Rule{{Target: "a", From: from, Lookup: map[string]string{"HR": "x", "hr ": "y"}}}, []string{`rules[0].lookup["hr "]: the same word as "HR"`}},
		{"lookup answers", []Rule{{Target: "a", From: from, Type: "number", Lookup: map[string]string{"a": "1", "b": "two", "*": ""}}},
			[]string{`rules[0].lookup.*: blank`, `rules[0].lookup.b: not a number of the form -1234.50`}},
		{"default missing", []Rule{{Target: "a", From: from, OnEmpty: OnEmptyDefault}}, []string{`rules[0].default: missing: on_empty needs it`}},
		{"default needless", []Rule{{Target: "a", From: from, Default: "x"}}, []string{`rules[0].default: of no use without on_empty "default"`}},
		{"default unreadable", []Rule{{Target: "a", From: from, Type: "bool", OnEmpty: OnEmptyDefault, Default: "hm"}}, []string{`rules[0].default: not a listed word for yes or no`}},
		{"on_empty", []Rule{{Target: "a", From: from, OnEmpty: "remove"}}, []string{`rules[0].on_empty: "remove" is not one of "clear" and "default"`}},
		{"on_empty of a constant", []Rule{{Target: "a", Constant: "x", OnEmpty: OnEmptyClear}}, []string{`rules[0].on_empty: a constant is never empty`}},
		{"authority", []Rule{{Target: "a", From: from, Authority: "hr"}}, []string{`rules[0].authority: "hr" is not one of "always", "fill" and "create"`}},
		{"unreachable", []Rule{{Target: "a", From: from}, {Target: "b", From: from}, {Target: "a", Constant: "x", When: never}}, []string{`rules[2]: unreachable: rules[0] has no when and decides "a" before it`}},
		{"same condition", []Rule{{Target: "a", Constant: "x", When: never}, {Target: "b", Constant: "x", When: never}, {Target: "a", Constant: "y", When: never}}, []string{`rules[2].when: unreachable: rules[0] has the same condition and decides "a" before it`}},
		{"conditional twice", []Rule{{Target: "a", Constant: "x", When: never}, {Target: "a", From: from}}, nil},
		{"types differ", []Rule{{Target: "a", Constant: "1", Type: "number", When: never}, {Target: "a", From: from}}, []string{`rules[1].type: "text", but rules[0] makes "a" a "number"`}},
		{"when", []Rule{{Target: "a", From: from, When: Condition{Field: "x", Op: OpPresent}}}, []string{`rules[0].when.field: no such field "x"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := Mapping{Rules: tt.rules}
			if diff := cmp.Diff(tt.want, lines(m.Validate())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, err := Compile(m); (err != nil) != (tt.want != nil) {
				t.Errorf("Compile: %v", err)
			}
		})
	}
}

func TestWordFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		m    Mapping
		want []string
	}{
		{Mapping{Yes: []string{}}, []string{"yes: no words: leave the key out for the usual ones"}},
		{Mapping{Yes: []string{"a", " "}}, []string{"yes[1]: blank"}},
		{Mapping{Yes: []string{"Nein"}}, []string{`yes: "nein" counts as no too: give both lists`}},
		{Mapping{Yes: []string{"Nein"}, No: []string{"Ja"}}, nil},
	} {
		if diff := cmp.Diff(tt.want, lines(tt.m.Validate())); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.m, diff)
		}
	}
}

func TestFaultText(t *testing.T) {
	t.Parallel()
	f := Faults{{Path: "a.b", Message: "bad"}, {Message: "whole"}}
	if got, want := fmt.Sprint(error(f)), "a.b: bad\nwhole"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
