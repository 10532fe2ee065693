package main

import (
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

func copyEntries() ([]entry, error) {
	return ruleEntries(
		mapping.Rule{Target: "t", From: []employee.Field{employee.FieldWorkEmail}}, `trim(WorkEmail)`, `work_email.trim()`,
		func(e *employee.Employee) string { return strings.TrimSpace(e.Value(employee.FieldWorkEmail).String()) })
}

func formatEntries() ([]entry, error) {
	return ruleEntries(
		mapping.Rule{Target: "t", Format: "{preferred_name|first_name} {last_name}"},
		`(PreferredName != "" ? PreferredName : FirstName) + " " + LastName`,
		`(preferred_name != "" ? preferred_name : first_name) + " " + last_name`,
		func(e *employee.Employee) string {
			first := e.Value(employee.FieldPreferredName)
			if !first.Known() {
				first = e.Value(employee.FieldFirstName)
			}
			return first.String() + " " + e.Value(employee.FieldLastName).String()
		})
}

func ruleEntries(rule mapping.Rule, code, cel string, hand func(*employee.Employee) string) ([]entry, error) {
	program, err := mapping.Compile(mapping.Mapping{Rules: []mapping.Rule{rule}})
	if err != nil {
		return nil, err
	}
	inExpr, err := newExpr(code)
	if err != nil {
		return nil, err
	}
	inCEL, err := newCEL(cel)
	if err != nil {
		return nil, err
	}
	return agreed(employees(1000), []way[employee.Employee, string]{
		{"closure, hand-written", hand},
		{"rosterkit rule", func(e *employee.Employee) string {
			return program.Apply(0, mapping.Subject{Employee: e, Lifecycle: "active", Today: today()}).Value.String()
		}},
		{"expr-lang/expr", func(e *employee.Employee) string { v, _ := inExpr(e).(string); return v }},
		{"cel-go", func(e *employee.Employee) string { v, _ := inCEL(e).(string); return v }},
	})
}
