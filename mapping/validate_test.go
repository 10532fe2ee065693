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
		{name: "not set", c: Condition{}},
		{
			name: "near field", c: test("departmnt", OpPresent),
			want: []string{`scope.field: no such field "departmnt"; did you mean "department"?`},
		},
		{name: "no field", c: Condition{Op: OpPresent}, want: []string{`scope.field: the field is missing`}},
		{
			name: "far field", c: test("shoe_size_of_employee", OpPresent),
			want: []string{`scope.field: no such field "shoe_size_of_employee"`},
		},
		{name: "no operator", c: Condition{Field: "department"}, want: []string{`scope.op: the operator is missing`}},
		{
			name: "near operator", c: test("department", "equal", "x"),
			want: []string{`scope.op: no such operator "equal"; did you mean "equals"?`},
		},
		{
			name: "two forms", c: Condition{All: []Condition{present}, Field: "department", Op: OpPresent},
			want: []string{`scope: all and field in one condition: it takes only one of them`},
		},
		{name: "no members", c: Condition{Any: []Condition{}}, want: []string{`scope.any: no conditions in it`}},
		{
			name: "empty member", c: Condition{All: []Condition{present, {}}},
			want: []string{`scope.all[1]: an empty condition: it needs one of all, any, not and field`},
		},
		{
			name: "empty not", c: Condition{Not: &Condition{}},
			want: []string{`scope.not: an empty condition: it needs one of all, any, not and field`},
		},
		{
			name: "deep path",
			c:    Condition{All: []Condition{present, {Not: &Condition{Any: []Condition{test("x", OpPresent)}}}}},
			want: []string{`scope.all[1].not.any[0].field: no such field "x"`},
		},
		{name: "no value", c: test("department", OpEquals), want: []string{`scope.values: equals needs a value`}},
		{
			name: "needless value", c: test("department", OpPresent, "x"),
			want: []string{`scope.values: present takes no values`},
		},
		{
			name: "two days", c: test("hire_date", OpBefore, "today", "2026-01-01"),
			want: []string{`scope.values: before takes one value, not 2`},
		},
		{name: "blank value", c: test("department", OpEquals, "IT", " "), want: []string{`scope.values[1]: blank`}},
		{name: "broken value", c: test("department", OpEquals, "\xff"), want: []string{`scope.values[0]: not UTF-8 text`}},
		{
			name: "long value", c: test("department", OpEquals, strings.Repeat("x", 1001)),
			want: []string{`scope.values[0]: longer than 1000 bytes`},
		},
		{
			name: "no day", c: test("hire_date", OpBefore, "tomorrow"),
			want: []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`},
		},
		{
			name: "day of no year", c: test("hire_date", OpBefore, "--01-31"),
			want: []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`},
		},
		{
			name: "far day", c: test("hire_date", OpBefore, "today+99999"),
			want: []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`},
		},
		{
			name: "unsigned offset", c: test("hire_date", OpBefore, "today14"),
			want: []string{`scope.values[0]: not a day: write "2026-01-31", "today", "today+14" or "today-30"`},
		},
		{
			name: "date equals a word", c: test("hire_date", OpEquals, "soon"),
			want: []string{
				`scope.values[0]: not a day: write "2026-01-31", "--01-31" for every year, "today", "today+14" or "today-30"`,
			},
		},
		{
			name: "no number", c: test("custom.x", OpAtMost, "10 %"),
			want: []string{`scope.values[0]: not a number of the form "-1234.50"`},
		},
		{
			name: "text before", c: test("department", OpBefore, "today"),
			want: []string{`scope.op: before does not fit department, which is a text`},
		},
		{
			name: "date contains", c: test("hire_date", OpContains, "2026"),
			want: []string{`scope.op: contains does not fit hire_date, which is a date`},
		},
		{
			name: "list less", c: test("teams", OpLessThan, "3"),
			want: []string{`scope.op: less_than does not fit teams, which is a list`},
		},
		{
			name: "exact present", c: Condition{Field: "department", Op: OpPresent, Exact: true},
			want: []string{`scope.exact: present has no exact form`},
		},
		{
			name: "lifecycle word", c: test(FieldLifecycle, OpEquals, "Left", "prehired"),
			want: []string{`scope.values[1]: lifecycle has no option "prehired"; did you mean "pre_hire"?`},
		},
		{
			name: "status word", c: test("status", OpEquals, "activ"),
			want: []string{`scope.values[0]: status has no option "activ"; did you mean "active"?`},
		},
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
		`scope.all[5].field: the HR system has no field "custom.ticket"; did you mean "custom.ticked"?`,
		`scope.all[6].field: no such field "4567"; did you mean "custom.4567"?`,
		`scope.all[9].field: the HR system has no location: take another field`,
		`rules[0].from[0]: custom.start is a date and never a number`,
		`rules[1].from[0]: the HR system has no field "custom.gone"; did you mean "custom.note"?`,
		`rules[2].format: the HR system has no field "custom.gone"; did you mean "custom.note"?`,
		`rules[3].from[0]: department is a text and never a date`,
	}
	if diff := cmp.Diff(want, lines(m.Validate(catalog...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A standard field that the HR system lacks is a fault where nothing stands in
// for it; a catalogue of custom fields alone proves nothing.
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
	whole := append(own, employee.FieldInfo{Field: "first_name"}, employee.FieldInfo{Field: "status"},
		employee.FieldInfo{Field: "manager.id"})
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
		{name: "no target", rules: []Rule{{From: from}}, want: []string{`rules[0].target: blank`}},
		{
			name: "blanks around", rules: []Rule{{Target: " a", From: from}},
			want: []string{`rules[0].target: blanks around the name`},
		},
		{
			name: "long target", rules: []Rule{{Target: strings.Repeat("a", 1001), From: from}},
			want: []string{`rules[0].target: longer than 1000 bytes`},
		},
		{
			name: "no source", rules: []Rule{{Target: "a"}},
			want: []string{`rules[0]: exactly one of from, format and constant is needed, not 0`},
		},
		{
			name: "two sources", rules: []Rule{{Target: "a", From: from, Constant: "x"}},
			want: []string{`rules[0]: exactly one of from, format and constant is needed, not 2`},
		},
		{
			name: "unknown source", rules: []Rule{{Target: "a", From: []employee.Field{"departement"}}},
			want: []string{`rules[0].from[0]: no such field "departement"; did you mean "department"?`},
		},
		{
			name: "source twice", rules: []Rule{{Target: "a", From: []employee.Field{"id", "id"}}},
			want: []string{`rules[0].from[1]: "id" is given twice`},
		},
		{
			name: "unknown type", rules: []Rule{{Target: "a", From: from, Type: "float"}},
			want: []string{`rules[0].type: "float" is not one of "text", "number", "bool", "date", "list" and "set"`},
		},
		{
			name: "date to number", rules: []Rule{{Target: "a", From: []employee.Field{"hire_date"}, Type: "number"}},
			want: []string{`rules[0].from[0]: hire_date is a date and never a number`},
		},
		{
			name: "text to date", rules: []Rule{{Target: "a", From: from, Type: "date"}},
			want: []string{`rules[0].from[0]: department is a text and never a date`},
		},
		{
			name: "bad constant", rules: []Rule{{Target: "a", Constant: "lots", Type: "number"}},
			want: []string{`rules[0].constant: not a number of the form -1234.50`},
		},
		{name: "blank constant", rules: []Rule{{Target: "a", Constant: " "}}, want: []string{`rules[0].constant: blank`}},
		{
			name: "constant of separators", rules: []Rule{{Target: "a", Constant: ",,", Type: "list", Separator: ","}},
			want: []string{`rules[0].constant: blank`},
		},
		{
			name: "separator", rules: []Rule{{Target: "a", Constant: "1", Type: "number", Separator: ","}},
			want: []string{`rules[0].separator: a number has none`},
		},
		{
			name: "decimal", rules: []Rule{{Target: "a", From: from, Decimal: ","}},
			want: []string{`rules[0].decimal: a text has none`},
		},
		{
			name: "odd decimal", rules: []Rule{{Target: "a", From: from, Type: "number", Decimal: "de"}},
			want: []string{`rules[0].decimal: "de" is not one of "." (for 1,234.50) and "," (for 1.234,50)`},
		},
		{
			name: "units", rules: []Rule{{Target: "a", From: from, Units: []string{"EUR"}}},
			want: []string{`rules[0].units: a text has none`},
		},
		{
			name: "odd units", rules: []Rule{{Target: "a", From: from, Type: "number", Units: []string{"m2", " "}}},
			want: []string{`rules[0].units[0]: a unit has no digits`, `rules[0].units[1]: blank`},
		},
		{
			name: "many units", rules: []Rule{{Target: "a", From: from, Type: "number", Units: make([]string, 101)}},
			want: []string{`rules[0].units: more than 100 units`},
		},
		{
			name: "case", rules: []Rule{{Target: "a", From: from, Type: "bool", Case: "upper"}},
			want: []string{`rules[0].case: a bool has none`},
		},
		{
			name: "odd case", rules: []Rule{{Target: "a", From: from, Case: "Upper"}},
			want: []string{`rules[0].case: "Upper" is not one of "upper", "lower" and "title"`},
		},
		{
			name: "case of a constant", rules: []Rule{{Target: "a", Constant: "x", Case: "upper"}},
			want: []string{`rules[0].case: a constant is written as it should be`},
		},
		{
			name: "empty lookup", rules: []Rule{{Target: "a", From: from, Lookup: map[string]string{}}},
			want: []string{`rules[0].lookup: no words in it`},
		},
		{
			name: "lookup of a constant", rules: []Rule{{Target: "a", Constant: "x", Lookup: map[string]string{"x": "y"}}},
			want: []string{`rules[0].lookup: a constant is not looked up`},
		},
		{
			name: "lookup twice", rules: []Rule{{Target: "a", From: from, Lookup: map[string]string{"HR": "x", "hr ": "y"}}},
			want: []string{`rules[0].lookup["hr "]: the same word as "HR"`},
		},
		{
			name:  "lookup answers",
			rules: []Rule{{Target: "a", From: from, Type: "number", Lookup: map[string]string{"a": "1", "b": "two", "*": ""}}},
			want:  []string{`rules[0].lookup.*: blank`, `rules[0].lookup.b: not a number of the form -1234.50`},
		},
		{
			name: "default missing", rules: []Rule{{Target: "a", From: from, OnEmpty: OnEmptyDefault}},
			want: []string{`rules[0].default: missing: on_empty needs it`},
		},
		{
			name: "default needless", rules: []Rule{{Target: "a", From: from, Default: "x"}},
			want: []string{`rules[0].default: of no use without on_empty "default"`},
		},
		{
			name:  "default unreadable",
			rules: []Rule{{Target: "a", From: from, Type: "bool", OnEmpty: OnEmptyDefault, Default: "hm"}},
			want:  []string{`rules[0].default: not a listed word for yes or no`},
		},
		{
			name: "on_empty", rules: []Rule{{Target: "a", From: from, OnEmpty: "remove"}},
			want: []string{`rules[0].on_empty: "remove" is not one of "clear" and "default"`},
		},
		{
			name: "on_empty of a constant", rules: []Rule{{Target: "a", Constant: "x", OnEmpty: OnEmptyClear}},
			want: []string{`rules[0].on_empty: a constant is never empty`},
		},
		{
			name: "authority", rules: []Rule{{Target: "a", From: from, Authority: "hr"}},
			want: []string{`rules[0].authority: "hr" is not one of "always", "fill", "create" and "until_changed"`},
		},
		{
			name: "others of a list", rules: []Rule{{Target: "a", From: from, Type: "list", Others: OthersKeep}},
			want: []string{`rules[0].others: only a set keeps others: give the rule the type "set"`},
		},
		{
			name: "others", rules: []Rule{{Target: "a", From: from, Type: "set", Others: "drop"}},
			want: []string{`rules[0].others: "drop" is not "keep"`},
		},
		{
			name:  "unreachable",
			rules: []Rule{{Target: "a", From: from}, {Target: "b", From: from}, {Target: "a", Constant: "x", When: never}},
			want:  []string{`rules[2]: unreachable: rules[0] has no when and decides "a" before it`},
		},
		{
			name: "same condition",
			rules: []Rule{
				{Target: "a", Constant: "x", When: never}, {Target: "b", Constant: "x", When: never},
				{Target: "a", Constant: "y", When: never},
			},
			want: []string{`rules[2].when: unreachable: rules[0] has the same condition and decides "a" before it`},
		},
		{name: "conditional twice", rules: []Rule{{Target: "a", Constant: "x", When: never}, {Target: "a", From: from}}},
		{
			name:  "types differ",
			rules: []Rule{{Target: "a", Constant: "1", Type: "number", When: never}, {Target: "a", From: from}},
			want:  []string{`rules[1].type: "text", but rules[0] makes "a" a "number"`},
		},
		{
			name: "when", rules: []Rule{{Target: "a", From: from, When: Condition{Field: "x", Op: OpPresent}}},
			want: []string{`rules[0].when.field: no such field "x"`},
		},
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
		{m: Mapping{Yes: []string{}}, want: []string{"yes: no words: leave the key out for the usual ones"}},
		{m: Mapping{Yes: []string{"a", " "}}, want: []string{"yes[1]: blank"}},
		{m: Mapping{Yes: []string{"Nein"}}, want: []string{`yes: "nein" counts as no too: give both lists`}},
		{m: Mapping{Yes: []string{"Nein"}, No: []string{"Ja"}}},
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
