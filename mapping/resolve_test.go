package mapping_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func labelled() []employee.FieldInfo {
	return []employee.FieldInfo{
		{Field: "department", Label: "Department", Kind: "text"}, {Field: "hire_date", Label: "Hire date", Kind: "date"},
		{Field: "custom.4711", Label: "T-Shirt  size", Kind: "text"},
		{Field: "custom.customAlleoAccess", Label: "alleo_access", Kind: "text"},
		{Field: "custom.a", Label: "Team", Kind: "text"}, {Field: "custom.b", Label: "team ", Kind: "text"},
		{Field: "custom.x|y", Label: "Odd {one}", Kind: "text"}, {Field: "custom.left", Label: "Left on", Kind: "date"},
		{Field: "custom.none", Kind: "text"}, {Field: "custom.Kurz", Label: "4711", Kind: "text"},
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	m := Mapping{
		Scope: Condition{Any: []Condition{
			{Field: "custom.ALLEO_ACCESS", Op: OpYes},
			{Not: &Condition{Field: "custom.left on", Op: OpBefore, Than: "hire_date"}},
			{All: []Condition{{Field: "hire_date", Op: OpAfter, Than: "custom.Left on"}}},
		}},
		Rules: []Rule{
			{Target: "a", From: []employee.Field{"custom.T-shirt size", "custom.4711", "department"}},
			{
				Target: "b", Format: `{custom.t-shirt size | department} {{{"custom.odd {one}"}}} {"custom.x|y"}`,
				When: Condition{Field: "custom.T-shirt size", Op: OpPresent},
			},
			{Target: "c", Format: `{ department } {"hire_date"}`},
		},
	}
	want := Mapping{
		Scope: Condition{Any: []Condition{
			{Field: "custom.customAlleoAccess", Op: OpYes},
			{Not: &Condition{Field: "custom.left", Op: OpBefore, Than: "hire_date"}},
			{All: []Condition{{Field: "hire_date", Op: OpAfter, Than: "custom.left"}}},
		}},
		Rules: []Rule{
			{Target: "a", From: []employee.Field{"custom.4711", "custom.4711", "department"}},
			{
				Target: "b", Format: `{custom.4711|department} {{{"custom.x|y"}}} {"custom.x|y"}`,
				When: Condition{Field: "custom.4711", Op: OpPresent},
			},
			{Target: "c", Format: `{ department } {"hire_date"}`},
		},
	}
	got := m.Resolve(labelled()...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if m.Rules[0].From[0] != "custom.T-shirt size" || m.Scope.Any[1].Not.Field != "custom.left on" {
		t.Error("the settings that were given have changed")
	}
	if diff := cmp.Diff(got, got.Resolve(labelled()...)); diff != "" {
		t.Errorf("resolved twice (-once +twice):\n%s", diff)
	}
	parsed, err := Parse([]byte(`{"rules": [{"target": "a", "from": ["custom.Alleo_Access"]}]}`), labelled()...)
	if err != nil || parsed.Rules[0].From[0] != "custom.customAlleoAccess" {
		t.Errorf("Parse: %v, %+v", err, parsed)
	}
	e := &employee.Employee{ID: "1", Custom: map[string]employee.Value{"x|y": employee.Text("Y")}}
	p := program(t, Rule{Target: "t", Format: `{"custom.x|y"}!`})
	if out := p.Apply(0, Subject{Employee: e}); out.Value.String() != "Y!" {
		t.Errorf("a format with a bar in a key: %+v", out)
	}
}

// TestLabelsSuggested: where a label is not taken, the fault says what it may mean.
func TestLabelsSuggested(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		field employee.Field
		want  string
	}{
		{
			field: "custom.alleo_access",
			want: `the HR system has no field "custom.alleo_access"; ` +
				`there is custom.customAlleoAccess, labelled "alleo_access"`,
		},
		{
			field: "custom.alleo_acess",
			want: `the HR system has no field "custom.alleo_acess"; ` +
				`there is custom.customAlleoAccess, labelled "alleo_access"`,
		},
		{
			field: "custom.TEAM",
			want: `the HR system has no field "custom.TEAM"; ` +
				`there are custom.a, custom.b, all labelled "TEAM": name one of them`,
		},
		{field: "T-Shirt size", want: `no such field "T-Shirt size"; there is custom.4711, labelled "T-Shirt size"`},
		{
			field: "custom.Department",
			want:  `the HR system has no field "custom.Department"; there is department, labelled "Department"`,
		},
		{field: "custom.", want: `no such field "custom."; did you mean "custom.a"?`},
		{field: "custom.nothing like it", want: `the HR system has no field "custom.nothing like it"`},
	} {
		err := Mapping{Rules: []Rule{{Target: "t", From: []employee.Field{tt.field}}}}.Validate(labelled()...)
		if diff := cmp.Diff([]string{"rules[0].from[0]: " + tt.want}, lines(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.field, diff)
		}
	}
	// What several fields are called stays as it is.
	if got := (Condition{Field: "custom.team"}).Resolve(labelled()...); got.Field != "custom.team" {
		t.Errorf("a label of two fields: %q", got.Field)
	}
}

func TestNamesInBraces(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		`{"custom.a""b" | department}`: "",
		`{"custom.a}`:                  `rules[0].format: "{\"custom.a" is not closed: write {{ for a brace in the text`,
		`{"custom.a" b}`:               `rules[0].format: "{\"custom.a\" b" is not closed: write {{ for a brace in the text`,
		`{"custom.a"`:                  `rules[0].format: "{\"custom.a\"" is not closed: write {{ for a brace in the text`,
		`{""}`:                         `rules[0].format: a field name is missing in braces`,
		`{department|}`:                `rules[0].format: a field name is missing in braces`,
		`{"departmnt"}`:                `rules[0].format: no such field "departmnt"; did you mean "department"?`,
	} {
		got := strings.Join(lines(Mapping{Rules: []Rule{{Target: "t", Format: format}}}.Validate()), "\n")
		if got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
	needs := Rule{Format: `{"custom.a""b" | department}`}.Needs()
	if diff := cmp.Diff([][]employee.Field{{`custom.a"b`, "department"}}, needs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestHostileLabels: resolving ends on any input.
func TestHostileLabels(t *testing.T) {
	t.Parallel()
	cycle := Condition{}
	cycle.Not = &cycle
	bush := Condition{Field: "custom.x", Op: OpPresent}
	for range 40 {
		bush = Condition{All: []Condition{bush, bush}}
	}
	for _, m := range []Mapping{
		{Scope: cycle}, {Scope: bush}, {Rules: make([]Rule, 100_000)},
		{Rules: []Rule{{Format: strings.Repeat("{", 1<<20)}, {Format: `{"` + strings.Repeat(`""`, 1<<19)}}},
		{Rules: []Rule{{Format: "{" + strings.Repeat("id|", 1<<19) + "id}"}}},
	} {
		m.Resolve(labelled()...)
	}
}
