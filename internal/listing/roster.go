package listing

import (
	"errors"
	"iter"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A Run lists all employees of a source. With begin it calls begin before each walk
// and then keep for each employee of the walk; without begin it calls keep for each
// employee once, as [List.Run] does. It returns the error of keep as it is.
type Run func(begin func(), keep func(employee.Employee) error) error

// Employees iterates over what run lists, once each. An error comes once and last,
// with a zero Employee. Each range is a listing of its own.
func Employees(run Run) iter.Seq2[employee.Employee, error] {
	return func(yield func(employee.Employee, error) bool) {
		stopped := false
		err := run(nil, func(e employee.Employee) error {
			if stopped = stopped || !yield(e, nil); stopped {
				return ErrStop
			}
			return nil
		})
		if err != nil && !stopped {
			yield(employee.Employee{}, err)
		}
	}
}

// Collect returns all employees that run lists, or an error and none.
func Collect(run Run) ([]employee.Employee, error) {
	var all []employee.Employee
	err := run(func() { clear(all); all = all[:0] }, func(e employee.Employee) error {
		all = grown(all, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// grown is append for a list of all employees. It doubles the memory when it is
// full: append grows large slices by a quarter, so that each employee would be
// copied, and its memory cleared, four times over.
func grown[T any](all []T, one T) []T {
	if len(all) == cap(all) {
		all = slices.Grow(all, max(len(all), 16))
	}
	return append(all, one)
}

// Evidence returns VisibilityYes if test holds for an employee, else unknown: that a
// listing shows no leaver does not prove that it would show one.
func Evidence(employees []employee.Employee, test func(*employee.Employee) bool) employee.Visibility {
	for i := range employees {
		if test(&employees[i]) {
			return employee.VisibilityYes
		}
	}
	return employee.VisibilityUnknown
}

// Fields checks the fields that a Config asks for, which are the default ones if it
// names none, and returns the custom keys among them, each once. The error names
// every field that does not exist.
func Fields(wanted []employee.Field) (fields []employee.Field, custom []string, err error) {
	if wanted == nil {
		wanted = employee.DefaultFields()
	}
	var errs []error
	for _, f := range wanted {
		if !f.Valid() {
			errs = append(errs, errors.New("no such field in Fields: "+quote(f)))
		}
		if key, ok := f.CustomKey(); ok && !slices.Contains(custom, key) {
			custom = append(custom, key)
		}
	}
	return wanted, custom, errors.Join(errs...)
}
