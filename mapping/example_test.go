package mapping_test

import (
	"fmt"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// Settings as an admin stored them, applied to one employee.
func Example() {
	stored := `{
	  "scope": {"field": "employment_status", "op": "not_equals", "values": ["Contractor"]},
	  "rules": [
	    {"target": "email", "from": ["work_email"], "case": "lower", "required": true},
	    {"target": "name", "format": "{preferred_name|first_name} {last_name} ({job_title})"},
	    {"target": "budget", "from": ["custom.Budget"], "type": "number"}
	  ]
	}`
	m, err := mapping.Parse([]byte(stored))
	if err != nil {
		fmt.Println(err) // mapping.Faults: one line for each
		return
	}
	program, err := mapping.Compile(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	ada := employee.Employee{
		ID: "41", FirstName: "Ada", LastName: "Byron", WorkEmail: "Ada@example.com", EmploymentStatus: "Full-Time",
	}
	_ = ada.Set("custom.Budget", employee.Text("1.234,50 €"))
	s := mapping.Subject{Employee: &ada, Lifecycle: "active", Today: employee.NewDate(2026, time.March, 10)}

	fmt.Println(program.ExplainScope(s))
	for i, target := range program.Targets() {
		out := program.Apply(i, s)
		fmt.Printf("%s: %s %q, problem %q\n", target.Name, out.Verdict, out.Value, out.Problem)
	}
	// Output:
	// true employment_status is "Full-Time", not "Contractor"
	// email: set "ada@example.com", problem ""
	// name: set "Ada Byron", problem ""
	// budget: leave "", problem "custom.Budget: not a number of the form -1234.50"
}

// Every fault of settings, with its place.
func ExampleMapping_Validate() {
	m := mapping.Mapping{
		Scope: mapping.Condition{Any: []mapping.Condition{{Field: "departmnt", Op: mapping.OpPresent}}},
		Rules: []mapping.Rule{
			{Target: "budget", Constant: "lots", Type: employee.KindNumber},
			{Target: "budget", From: []employee.Field{"custom.4567"}, Type: employee.KindNumber},
		},
	}
	fmt.Println(m.Validate(employee.FieldInfo{Field: "custom.4568", Label: "Budget"}))
	// Output:
	// scope.any[0].field: no such field "departmnt"; did you mean "department"?
	// rules[0].constant: not a number of the form -1234.50
	// rules[1]: unreachable: rules[0] has no when and decides "budget" before it
	// rules[1].from[0]: the HR system has no field "custom.4567"; did you mean "custom.4568"?
}

// A condition on a withheld field is unknown.
func ExampleCondition() {
	c := mapping.Condition{All: []mapping.Condition{
		{Field: employee.FieldDepartment, Op: mapping.OpEquals, Values: []string{"R&D", "IT"}},
		{Field: employee.FieldHireDate, Op: mapping.OpOnOrBefore, Values: []string{"today"}},
	}}
	test, err := mapping.CompileCondition(c, nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	e := employee.Employee{ID: "41", Department: "it"}
	s := mapping.Subject{Employee: &e, Today: employee.NewDate(2026, time.March, 10)}
	_ = e.Set(employee.FieldHireDate, employee.Withheld())
	fmt.Println(test.Explain(s))
	e.HireDate = employee.NewDate(2026, time.March, 10)
	fmt.Println(test.Eval(s))
	e.Department = "Sales"
	fmt.Println(test.Explain(s))
	// Output:
	// unknown hire_date is withheld, so it is unknown whether it is on or before today (2026-03-10)
	// true
	// false department is "Sales", not "R&D" or "IT"
}
