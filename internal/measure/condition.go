package main

import (
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

const (
	conditionInExpr = `(lower(trim(EmploymentStatus)) in ["full-time", "part-time"] || lower(trim(Sync)) in ["yes", "ja"])` +
		` && lower(trim(Department)) != "contractors" && HireDate <= "2026-03-24"` +
		` && (lower(trim(Location)) startsWith "berlin" || lower(trim(Location)) startsWith "paris")`
	conditionInCEL = `(employment_status.trim().lowerAscii() in ["full-time", "part-time"] || sync.trim().lowerAscii() in ["yes", "ja"])` +
		` && department.trim().lowerAscii() != "contractors" && hire_date <= "2026-03-24"` +
		` && (location.trim().lowerAscii().startsWith("berlin") || location.trim().lowerAscii().startsWith("paris"))`
)

func condition() mapping.Condition {
	return mapping.Condition{All: []mapping.Condition{
		{Any: []mapping.Condition{
			{Field: employee.FieldEmploymentStatus, Op: mapping.OpEquals, Values: []string{"Full-Time", "Part-Time"}},
			{Field: "custom.sync", Op: mapping.OpEquals, Values: []string{"yes", "ja"}},
		}},
		{Not: &mapping.Condition{Field: employee.FieldDepartment, Op: mapping.OpEquals, Values: []string{"Contractors"}}},
		{Field: employee.FieldHireDate, Op: mapping.OpOnOrBefore, Values: []string{"today+14"}},
		{Field: employee.FieldLocation, Op: mapping.OpStartsWith, Values: []string{"Berlin", "Paris"}},
	}}
}

func conditionEntries() ([]entry, error) {
	all := employees(1000)
	test, err := mapping.CompileCondition(condition(), nil, nil)
	if err != nil {
		return nil, err
	}
	inExpr, err := newExpr(conditionInExpr)
	if err != nil {
		return nil, err
	}
	inCEL, err := newCEL(conditionInCEL)
	if err != nil {
		return nil, err
	}
	tree := closures()
	ways := []way[employee.Employee, bool]{
		{"closures, three-valued, hand-written", func(e *employee.Employee) bool { return tree(e) == mapping.TruthTrue }},
		{"rosterkit condition", func(e *employee.Employee) bool {
			return test.Eval(mapping.Subject{Employee: e, Lifecycle: "active", Today: today()}) == mapping.TruthTrue
		}},
		{"expr-lang/expr, two-valued", func(e *employee.Employee) bool { v, _ := inExpr(e).(bool); return v }},
		{"cel-go, two-valued", func(e *employee.Employee) bool { v, _ := inCEL(e).(bool); return v }},
	}
	return agreed(all, ways)
}

type closure func(*employee.Employee) mapping.Truth

// closures is the condition as a tree of closures, three-valued as it is.
func closures() closure {
	equals := func(values ...string) func(string) bool {
		return func(s string) bool {
			for _, v := range values {
				if strings.EqualFold(s, v) {
					return true
				}
			}
			return false
		}
	}
	begins := func(values ...string) func(string) bool {
		return func(s string) bool {
			for _, v := range values {
				if len(s) >= len(v) && strings.EqualFold(s[:len(v)], v) {
					return true
				}
			}
			return false
		}
	}
	return every(
		some(textIs(employee.FieldEmploymentStatus, equals("Full-Time", "Part-Time")), textIs("custom.sync", equals("yes", "ja"))),
		opposite(textIs(employee.FieldDepartment, equals("Contractors"))),
		func(e *employee.Employee) mapping.Truth {
			d, ok := e.Value(employee.FieldHireDate).Day()
			if !ok {
				return mapping.TruthUnknown
			}
			return truth(!d.After(today().AddDays(14)))
		},
		textIs(employee.FieldLocation, begins("Berlin", "Paris")),
	)
}

func textIs(f employee.Field, is func(string) bool) closure {
	return func(e *employee.Employee) mapping.Truth {
		switch v := e.Value(f); v.State() {
		case employee.StateKnown:
			return truth(is(strings.TrimSpace(v.String())))
		case employee.StateEmpty:
			return mapping.TruthFalse
		}
		return mapping.TruthUnknown
	}
}

func truth(b bool) mapping.Truth {
	if b {
		return mapping.TruthTrue
	}
	return mapping.TruthFalse
}

func opposite(c closure) closure {
	return func(e *employee.Employee) mapping.Truth {
		return [...]mapping.Truth{mapping.TruthUnknown, mapping.TruthTrue, mapping.TruthFalse}[c(e)]
	}
}

func some(of ...closure) closure { return decided(mapping.TruthTrue, of) }

func every(of ...closure) closure { return decided(mapping.TruthFalse, of) }

func decided(by mapping.Truth, of []closure) closure {
	otherwise := truth(by == mapping.TruthFalse)
	return func(e *employee.Employee) mapping.Truth {
		told := otherwise
		for _, c := range of {
			switch c(e) {
			case by:
				return by
			case mapping.TruthUnknown:
				told = mapping.TruthUnknown
			}
		}
		return told
	}
}
