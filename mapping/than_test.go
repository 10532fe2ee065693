package mapping_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func TestConditionsBetweenFields(t *testing.T) {
	january, march := employee.Day(employee.NewDate(2026, 1, 31)), employee.Day(employee.NewDate(2026, 3, 1))
	none, hidden := employee.Empty(), employee.Withheld()
	const unread = ", but what it is compared with cannot be read, so it is unknown whether it is before custom.y"
	for _, tt := range []struct {
		name string
		op   Op
		x, y employee.Value
		want string
	}{
		{
			name: "before", op: OpBefore, x: january, y: march,
			want: "true: custom.x is 2026-01-31, and custom.y is 2026-03-01, before custom.y",
		},
		{
			name: "not before", op: OpBefore, x: march, y: january,
			want: "false: custom.x is 2026-03-01, and custom.y is 2026-01-31, not before custom.y",
		},
		{
			name: "one day, before", op: OpBefore, x: march, y: march,
			want: "false: custom.x is 2026-03-01, and custom.y is 2026-03-01, not before custom.y",
		},
		{
			name: "one day, on or after", op: OpOnOrAfter, x: march, y: march,
			want: "true: custom.x is 2026-03-01, and custom.y is 2026-03-01, on or after custom.y",
		},
		{
			name: "text", op: OpAfter, x: employee.Text(" 2026-03-01 "), y: employee.List("2026-01-31"),
			want: `true: custom.x is " 2026-03-01 ", and custom.y is "2026-01-31", after custom.y`,
		},
		{
			name: "the first is empty", op: OpBefore, x: none, y: march,
			want: "false: custom.x is empty, and custom.y is 2026-03-01",
		},
		{
			name: "the second is empty", op: OpBefore, x: march, y: none,
			want: "false: custom.x is 2026-03-01, and custom.y is empty",
		},
		{
			name: "one empty, one withheld", op: OpBefore, x: hidden, y: none,
			want: "false: custom.x is withheld, and custom.y is empty",
		},
		{
			name: "the first is withheld", op: OpBefore, x: hidden, y: march,
			want: "unknown: custom.x is withheld, and custom.y is 2026-03-01, so it is unknown whether it is before custom.y",
		},
		{
			name: "the second is withheld", op: OpBefore, x: march, y: hidden,
			want: "unknown: custom.x is 2026-03-01, and custom.y is withheld" + unread,
		},
		{
			name: "the second is absent", op: OpBefore, x: march,
			want: "unknown: custom.x is 2026-03-01, and custom.y is absent" + unread,
		},
		{
			name: "the second is no date", op: OpBefore, x: march, y: employee.Text("soon"),
			want: `unknown: custom.x is 2026-03-01, and custom.y is "soon"` + unread,
		},
		{
			name: "the second has no year", op: OpBefore, x: march, y: employee.Day(employee.NewMonthDay(3, 9)),
			want: "unknown: custom.x is 2026-03-01, and custom.y is --03-09" + unread,
		},
		{
			name: "the second is a list of several", op: OpBefore, x: march, y: employee.List("2026-01-01", "2026-01-02"),
			want: `unknown: custom.x is 2026-03-01, and custom.y is "2026-01-01, 2026-01-02"` + unread,
		},
	} {
		test := compile(t, Condition{Field: "custom.x", Op: tt.op, Than: "custom.y"})
		s := employeeWith(map[string]employee.Value{"x": tt.x, "y": tt.y})
		truth, why := test.Explain(s)
		if diff := cmp.Diff(tt.want, truth.String()+": "+why); diff != "" || truth != test.Eval(s) {
			t.Errorf("%s (%v) (-want +got):\n%s", tt.name, test.Eval(s), diff)
		}
		if n := testing.AllocsPerRun(20, func() { test.Eval(s) }); n != 0 {
			t.Errorf("%s allocates %v times", tt.name, n)
		}
	}
}

// TestGardenLeave: a block for those who no longer work does not catch a rehire.
func TestGardenLeave(t *testing.T) {
	t.Parallel()
	block := compile(t, Condition{All: []Condition{
		{Field: "last_working_day", Op: OpBefore, Values: []string{"today"}},
		{Not: &Condition{Field: "last_working_day", Op: OpBefore, Than: "hire_date"}},
	}})
	away := employee.Employee{
		ID: "1", HireDate: employee.NewDate(2020, 1, 1), LastWorkingDay: employee.NewDate(2026, 2, 1),
	}
	back := away
	back.HireDate = employee.NewDate(2026, 3, 1)
	for want, e := range map[Truth]*employee.Employee{TruthTrue: &away, TruthFalse: &back} {
		if got := block.Eval(Subject{Employee: e, Today: employee.NewDate(2026, 3, 10)}); got != want {
			t.Errorf("hired on %v: blocked is %v, want %v", e.HireDate, got, want)
		}
	}
	c := Condition{Field: "last_working_day", Op: OpBefore, Than: "hire_date"}
	if diff := cmp.Diff([]employee.Field{"hire_date", "last_working_day"}, c.Fields()); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestThanFaults(t *testing.T) {
	t.Parallel()
	catalog := []employee.FieldInfo{
		{Field: "hire_date", Kind: "date"}, {Field: "custom.when", Kind: "date"}, {Field: "custom.flag", Kind: "bool"},
	}
	for _, tt := range []struct {
		c    Condition
		want []string
	}{
		{c: Condition{Field: "hire_date", Op: OpAfter, Than: "custom.when"}},
		{
			c:    Condition{Field: "hire_date", Op: OpAfter, Than: "hire_dat"},
			want: []string{`scope.than: no such field "hire_dat"; did you mean "hire_date"?`},
		},
		{
			c:    Condition{Field: "hire_date", Op: OpAfter, Than: "hire_date"},
			want: []string{`scope.than: the same field: name another one`},
		},
		{
			c:    Condition{Field: "hire_date", Op: OpAfter, Than: "custom.flag"},
			want: []string{`scope.than: after does not fit custom.flag, which is a bool`},
		},
		{
			c:    Condition{Field: "hire_date", Op: OpAfter, Than: FieldLifecycle},
			want: []string{`scope.than: after does not fit lifecycle, which is a text`},
		},
		{
			c:    Condition{Field: "hire_date", Op: OpAfter, Than: "birth_date"},
			want: []string{`scope.than: the HR system has no birth_date: take another field`},
		},
		{
			c: Condition{Field: "hire_date", Op: OpEquals, Than: "custom.when"},
			want: []string{
				`scope.than: equals does not compare two fields: "before", "on_or_before", "on_or_after" and "after" do`,
			},
		},
		{
			c:    Condition{Field: "hire_date", Op: OpAfter, Values: []string{"today"}, Than: "custom.when"},
			want: []string{`scope.than: values and than in one condition: it compares with one of them`},
		},
		{
			c:    Condition{Than: "custom.when"},
			want: []string{`scope.field: the field is missing`, `scope.op: the operator is missing`},
		},
	} {
		if diff := cmp.Diff(tt.want, lines(Mapping{Scope: tt.c}.Validate(catalog...))); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.c, diff)
		}
	}
	deep := Condition{Field: "hire_date", Op: OpAfter, Than: employee.Field(strings.Repeat("x", 1<<20))}
	if got := lines(Mapping{Scope: deep}.Validate()); len(got) != 1 || got[0] != "scope.than: longer than 1000 bytes" {
		t.Errorf("a long name: %.200q", got)
	}
}
