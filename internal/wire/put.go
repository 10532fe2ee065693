package wire

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

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

// Append is append for lists of all employees. It doubles their memory when it is
// full: append grows large slices by a quarter, so that each of them would be copied,
// and its memory cleared, four times over.
func Append[T any](all []T, one T) []T {
	if len(all) == cap(all) {
		all = slices.Grow(all, max(len(all), 16))
	}
	return append(all, one)
}
