package mapping_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

// rosterOf returns a roster of the employee of s and of another one, who has the given
// custom fields.
func rosterOf(t *testing.T, s Subject, other map[string]employee.Value) *employee.Roster {
	t.Helper()
	origin := employee.Origin{Provider: "test", Tenant: "acme"}
	r, err := employee.NewRoster(origin, *s.Employee, employee.Employee{ID: "2", Custom: other})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func stoppedAt(f employee.Field, why string) Outcome {
	return Outcome{Stopped: true, Field: f, Problem: string(f) + " is " + why}
}

// An absent field is withheld while another employee has it in some state, and always
// for a key and among several of a list.
func TestAbsent(t *testing.T) {
	t.Parallel()
	const x, y employee.Field = "custom.x", "custom.y"
	both := []employee.Field{x, y}
	own := map[string]employee.Value{"y": employee.Text("B")}
	blank := map[string]employee.Value{"y": employee.Empty()}
	x1 := func(v employee.Value) map[string]employee.Value { return map[string]employee.Value{"x": v} }
	second := Outcome{Verdict: VerdictSet, Value: employee.Text("B"), Field: y}
	for _, tt := range []struct {
		name       string
		rule       Rule
		key        string
		own, other map[string]employee.Value
		want       Outcome
	}{
		{name: "nobody has it", rule: Rule{From: both}, own: own, want: second},
		{
			name: "known elsewhere", rule: Rule{From: both},
			own: own, other: x1(employee.Text("A")), want: stoppedAt(x, "absent"),
		},
		{
			name: "empty elsewhere", rule: Rule{From: both},
			own: own, other: x1(employee.Empty()), want: stoppedAt(x, "absent"),
		},
		{
			name: "withheld elsewhere", rule: Rule{From: both},
			own: own, other: x1(employee.Withheld()), want: stoppedAt(x, "absent"),
		},
		{
			name: "nothing is cleared", rule: Rule{From: both, OnEmpty: OnEmptyClear}, own: blank,
			other: x1(employee.Text("A")), want: stoppedAt(x, "absent"),
		},
		{
			name: "a copy of one field", rule: Rule{From: both[:1]},
			own: own, other: x1(employee.Text("A")), want: stoppedAt(x, "absent"),
		},
		{name: "one field that nobody has", rule: Rule{From: both[:1]}, own: own},
		{name: "a key", rule: Rule{From: both}, key: "t", own: own, want: stoppedAt(x, "absent")},
		{name: "a key of one field", rule: Rule{From: both[:1]}, key: "t", own: own, want: stoppedAt(x, "absent")},
		{name: "the address", rule: Rule{Target: "email", From: both}, own: own, want: stoppedAt(x, "absent")},
		{name: "a list", rule: Rule{From: both, Type: employee.KindList}, own: own, want: stoppedAt(x, "absent")},
		{
			name: "the end of a list", rule: Rule{From: []employee.Field{y, x}, Type: KindSet},
			own: own, want: stoppedAt(x, "absent"),
		},
		{name: "a list of one", rule: Rule{From: both[:1], Type: employee.KindList}, own: own},
		{
			name: "a part of a format", rule: Rule{Format: "{custom.x} {custom.y}"}, own: own,
			other: x1(employee.Text("A")), want: stoppedAt(x, "absent"),
		},
	} {
		if tt.rule.Target == "" {
			tt.rule.Target = "t"
		}
		p, err := Compile(Mapping{Rules: []Rule{tt.rule}}, tt.key)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		s := employeeWith(tt.own)
		s.Roster = rosterOf(t, s, tt.other)
		if diff := cmp.Diff(tt.want, p.Apply(0, s)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// At creation a withheld field passes on to the next that has a value.
func TestCreate(t *testing.T) {
	t.Parallel()
	const x, y employee.Field = "custom.x", "custom.y"
	both := []employee.Field{x, y}
	mail := employee.Text("a@example.com")
	hidden := map[string]employee.Value{"x": employee.Withheld(), "y": employee.Text("B")}
	set := func(v employee.Value, f employee.Field) Outcome {
		return Outcome{Verdict: VerdictSet, Value: v, Field: f}
	}
	for _, tt := range []struct {
		name   string
		rule   Rule
		key    string
		fields map[employee.Field]employee.Value
		want   Outcome
	}{
		{name: "the next field", rule: Rule{From: both}, want: set(employee.Text("B"), y)},
		{name: "a key", rule: Rule{From: both}, key: "t", want: stoppedAt(x, "withheld")},
		{name: "fill", rule: Rule{From: both, Authority: AuthorityFill}, want: stoppedAt(x, "withheld")},
		{name: "create", rule: Rule{From: both, Authority: AuthorityCreate}, want: stoppedAt(x, "withheld")},
		{
			name: "until_changed", rule: Rule{From: both, Authority: AuthorityUntilChanged},
			want: set(employee.Text("B"), y),
		},
		{
			name: "no default in place of what is withheld", rule: Rule{From: both, OnEmpty: OnEmptyDefault, Default: "D"},
			fields: map[employee.Field]employee.Value{y: employee.Empty()}, want: stoppedAt(x, "withheld"),
		},
		{
			name: "from work to private", rule: Rule{From: []employee.Field{"work_phone", "mobile_phone"}},
			fields: map[employee.Field]employee.Value{"work_phone": employee.Withheld(), "mobile_phone": employee.Text("1")},
			want:   stoppedAt("work_phone", "withheld"),
		},
		{
			name: "from private to private", rule: Rule{From: []employee.Field{"mobile_phone", "personal_email"}},
			fields: map[employee.Field]employee.Value{"mobile_phone": employee.Withheld(), "personal_email": mail},
			want:   set(mail, "personal_email"),
		},
		{
			name: "from work past private", rule: Rule{From: []employee.Field{"mobile_phone", x, "personal_email"}},
			fields: map[employee.Field]employee.Value{"mobile_phone": employee.Withheld(), "personal_email": mail},
			want:   stoppedAt("mobile_phone", "withheld"),
		},
		{name: "the items that there are", rule: Rule{From: both, Type: KindSet}, want: set(employee.List("B"), y)},
		{name: "a part of a format", rule: Rule{Format: "{custom.x|custom.y}!"}, want: set(employee.Text("B!"), y)},
		{name: "no part of a format", rule: Rule{Format: "{custom.x} {custom.y}"}, want: stoppedAt(x, "withheld")},
	} {
		tt.rule.Target = "t"
		p, err := Compile(Mapping{Rules: []Rule{tt.rule}}, tt.key)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		s := employeeWith(map[string]employee.Value{"x": hidden["x"], "y": hidden["y"]})
		for f, v := range tt.fields {
			if err := s.Employee.Set(f, v); err != nil {
				t.Fatal(err)
			}
		}
		if o := p.Apply(0, s); !o.Stopped && tt.name != "from private to private" {
			t.Errorf("%s: an existing user gets %+v", tt.name, o)
		}
		s.Create = true
		got := p.Apply(0, s)
		got.Authority = ""
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
