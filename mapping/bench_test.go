package mapping_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func benchmarked() (Condition, Subject) {
	c := Condition{All: []Condition{
		{Any: []Condition{
			{Field: "employment_status", Op: OpEquals, Values: []string{"Full-Time", "Part-Time"}},
			{Field: "custom.sync", Op: OpPresent},
		}},
		{Not: &Condition{Field: "department", Op: OpEquals, Values: []string{"Contractors"}}},
		{Field: "hire_date", Op: OpOnOrBefore, Values: []string{"today+14"}},
		{Field: "location", Op: OpStartsWith, Values: []string{"Berlin", "Paris"}},
	}}
	e := &employee.Employee{
		ID: "1", EmploymentStatus: "part-time", Department: "Engineering",
		Location: "Paris 9e", HireDate: employee.NewDate(2020, 1, 31),
	}
	return c, Subject{Employee: e, Today: employee.NewDate(2026, 3, 10)}
}

func BenchmarkCondition(b *testing.B) {
	c, s := benchmarked()
	test, err := CompileCondition(c, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if test.Eval(s) != TruthTrue {
			b.Fatal("not in scope")
		}
	}
}

// BenchmarkClosures is what BenchmarkCondition is measured against: the same
// condition as a tree of hand-written closures, three-valued and with the same
// reading of text.
func BenchmarkClosures(b *testing.B) {
	_, s := benchmarked()
	type test func(*Subject) Truth
	text := func(f employee.Field, is func(string) bool) test {
		return func(s *Subject) Truth {
			switch v := s.Employee.Value(f); {
			case v.State() == employee.StateEmpty:
				return TruthFalse
			case !v.Known():
				return TruthUnknown
			case is(strings.TrimSpace(v.String())):
				return TruthTrue
			}
			return TruthFalse
		}
	}
	any := func(tests ...test) test {
		return func(s *Subject) Truth {
			answer := TruthFalse
			for _, t := range tests {
				switch t(s) {
				case TruthTrue:
					return TruthTrue
				case TruthUnknown:
					answer = TruthUnknown
				}
			}
			return answer
		}
	}
	not := func(t test) test {
		return func(s *Subject) Truth { return [...]Truth{TruthUnknown, TruthTrue, TruthFalse}[t(s)] }
	}
	all := func(tests ...test) test {
		inverse := make([]test, len(tests))
		for i, t := range tests {
			inverse[i] = not(t)
		}
		return not(any(inverse...))
	}
	equals := func(values ...string) func(string) bool {
		return func(s string) bool {
			return slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(s, v) })
		}
	}
	tree := all(
		any(text("employment_status", equals("Full-Time", "Part-Time")),
			text("custom.sync", func(string) bool { return true })),
		not(text("department", equals("Contractors"))),
		func(s *Subject) Truth {
			d, ok := s.Employee.Value("hire_date").Day()
			if !ok {
				return TruthUnknown
			}
			return [...]Truth{TruthTrue, TruthFalse}[min(1, max(0, d.Compare(s.Today.AddDays(14))))]
		},
		text("location", func(s string) bool {
			return slices.ContainsFunc([]string{"Berlin", "Paris"}, func(v string) bool {
				return len(s) >= len(v) && strings.EqualFold(s[:len(v)], v)
			})
		}),
	)
	b.ReportAllocs()
	for b.Loop() {
		if tree(&s) != TruthTrue {
			b.Fatal("not in scope")
		}
	}
}

func BenchmarkApply(b *testing.B) {
	_, s := benchmarked()
	p, err := Compile(Mapping{Rules: []Rule{
		{Target: "copy", From: []employee.Field{"department"}},
		{Target: "format", Format: "{department}, {location} ({job_title})"},
		{Target: "lookup", From: []employee.Field{"department"}, Lookup: map[string]string{"Engineering": "R&D"}},
	}})
	if err != nil {
		b.Fatal(err)
	}
	for i, target := range p.Targets() {
		b.Run(target.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if p.Apply(i, s).Verdict != VerdictSet {
					b.Fatal("not set")
				}
			}
		})
	}
}

func TestAllocations(t *testing.T) {
	p := program(t,
		Rule{
			Target: "name", From: []employee.Field{"preferred_name", "first_name"},
			When: Condition{Field: FieldLifecycle, Op: OpNotEquals, Values: []string{"left"}},
		},
		Rule{Target: "budget", From: []employee.Field{"custom.budget"}, Type: "number"},
		Rule{Target: "role", From: []employee.Field{"department"}, Lookup: map[string]string{"r&d": "Research"}})
	test := compile(t, Condition{All: []Condition{
		{Field: "department", Op: OpEquals, Values: strings.Split("a b c d e f g h r&d", " ")},
		{
			Any: []Condition{
				{Field: "teams", Op: OpContains, Values: []string{"ORE"}},
				{Field: "custom.budget", Op: OpAtLeast, Values: []string{"7"}},
			},
		},
		{Not: &Condition{Field: "hire_date", Op: OpAfter, Values: []string{"today+14"}}},
		{Field: "custom.sync", Op: OpYes},
		{Field: "custom.budget", Op: OpEquals, Values: []string{"27000"}},
	}})
	e := &employee.Employee{
		FirstName: " Ada ", Department: "R&D", Teams: []string{"Web", "Core"}, HireDate: employee.NewDate(2026, 1, 1),
	}
	_ = e.Set("custom.budget", number(t, "27000"))
	_ = e.Set("custom.sync", employee.Text("Oui"))
	s := Subject{Employee: e, Lifecycle: "active", Today: employee.NewDate(2026, 3, 10)}
	stored := employee.Text("27000.00")
	check := func(name string, f func()) {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
	check("a condition", func() {
		if test.Eval(s) != TruthTrue {
			t.Fatal("not in scope")
		}
	})
	for i, target := range p.Targets() {
		check(target.Name, func() {
			if p.Apply(i, s).Verdict != VerdictSet {
				t.Fatal("not set")
			}
		})
	}
	check("Same", func() {
		if !p.Same(1, stored, p.Apply(1, s).Value) {
			t.Fatal("not the same")
		}
	})
}

// TestNoOperatorAllocates, over every kind of field, lists and accents included.
func TestNoOperatorAllocates(t *testing.T) {
	e := &employee.Employee{
		Department: "Geschäftsführung", Teams: []string{"Web", "Straße"}, HireDate: employee.NewDate(2026, 1, 1),
	}
	_ = e.Set("custom.list", employee.List("Köln", "Zürich"))
	_ = e.Set("custom.number", number(t, "27000.5"))
	_ = e.Set("custom.bool", employee.Bool(true))
	_ = e.Set("custom.day", employee.Day(employee.NewDate(2026, 1, 1)))
	_ = e.Set("custom.word", employee.Text("Vielleicht"))
	s := Subject{Employee: e, Lifecycle: "active", Today: employee.NewDate(2026, 3, 10)}
	for _, f := range []employee.Field{
		"department", "teams", "hire_date", "custom.list", "custom.number", "custom.bool", "custom.day", "custom.word",
		"custom.none", FieldLifecycle,
	} {
		for _, op := range Ops() {
			c := Condition{Field: f, Op: op, Values: []string{"2026-01-01"}}
			switch op {
			case OpPresent, OpNotPresent, OpYes, OpNo:
				c.Values = nil
			case OpLessThan, OpAtMost, OpAtLeast, OpGreaterThan:
				c.Values = []string{"7"}
			case OpContains, OpStartsWith, OpEndsWith:
				c.Values = []string{"STRASSE", "ü"}
			}
			test, err := CompileCondition(c, nil, nil)
			if err != nil {
				continue // it does not fit the field
			}
			if n := testing.AllocsPerRun(20, func() { test.Eval(s) }); n != 0 {
				t.Errorf("%s %s allocates %v times", f, op, n)
			}
		}
	}
}
