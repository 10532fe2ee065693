package wire

import "github.com/rosterkit/rosterkit/employee"

// Put sets a field. If the value could not be read, or does not fit the field, the
// field is Withheld and e has a Problem: an unreadable value harms one field of one
// employee.
func Put(e *employee.Employee, f employee.Field, v employee.Value, err error) {
	if err == nil {
		err = e.Set(f, v)
	}
	if err != nil {
		_ = e.Set(f, employee.Withheld()) // fits every field
		e.Problems = append(e.Problems, employee.Problem{EmployeeID: e.ID, Field: f, Reason: err.Error()})
	}
}
