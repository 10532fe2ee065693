package main

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"
	"cel.dev/cel-go/interpreter"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/rosterkit/rosterkit/employee"
)

// flat is an employee as expr reads one: a struct, which is its fastest way.
type flat struct {
	EmploymentStatus, Sync, Department, Location, HireDate string
	FirstName, PreferredName, LastName, WorkEmail          string
}

// newExpr compiles code for expr. The caller's employees become its struct on
// every call, as they do in a program that holds employees.
func newExpr(code string) (func(*employee.Employee) any, error) {
	program, err := expr.Compile(code, expr.Env(flat{}))
	if err != nil {
		return nil, err
	}
	var machine vm.VM
	return func(e *employee.Employee) any {
		v, err := machine.Run(program, flat{
			EmploymentStatus: e.EmploymentStatus, Sync: e.Custom["sync"].String(), Department: e.Department, Location: e.Location,
			HireDate: e.HireDate.String(), FirstName: e.FirstName, PreferredName: e.PreferredName, LastName: e.LastName, WorkEmail: e.WorkEmail,
		})
		if err != nil {
			return nil
		}
		return v
	}, nil
}

// newCEL compiles code for cel-go, which asks for the names that it needs.
func newCEL(code string) (func(*employee.Employee) any, error) {
	options := []cel.EnvOption{ext.Strings()}
	for _, name := range []string{"employment_status", "sync", "department", "location", "hire_date", "first_name", "preferred_name", "last_name", "work_email"} {
		options = append(options, cel.Variable(name, cel.StringType))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, err
	}
	ast, issues := env.Compile(code)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, err
	}
	return func(e *employee.Employee) any {
		v, _, err := program.Eval(subject{e})
		if err != nil {
			return nil
		}
		return v.Value()
	}, nil
}

// A subject answers cel-go's questions.
type subject struct{ e *employee.Employee }

// Parent returns nil: there is nothing behind an employee.
func (subject) Parent() interpreter.Activation { return nil }

// ResolveName returns the text of a field.
func (p subject) ResolveName(name string) (any, bool) {
	if name == "sync" {
		name = "custom.sync"
	}
	return p.e.Value(employee.Field(name)).String(), true
}
