package listing

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/rosterkit/rosterkit/employee"
)

// A Look is how Check judges one field by a sample of employees.
type Look struct {
	Field     employee.Field
	Employees []employee.Employee                           // the sample
	Withheld  func(*employee.Employee, employee.Field) bool // nil: the field is in the state Withheld
	All       string                                        // what an admin can do about a field that is withheld for all
	Some      string                                        // why it may be withheld for some; "": no reason is given
	Quiet     bool                                          // no warning for some
}

// A Judge says which fields a check is about, and where an admin gives rights.
type Judge struct {
	Fields []employee.Field // of the Config; nil: all that the client reads
	Where  string
}

// cares reports whether a field is one of the Config's, or decides when an employee
// comes and goes. That more is read than was asked for is no reason to grant it.
func (j Judge) cares(f employee.Field) bool {
	return j.Fields == nil || slices.Contains(j.Fields, f) || Completes(f, j.Fields) ||
		f == employee.FieldStatus || f == employee.FieldHireDate || f == employee.FieldTerminationDate
}

// Warn adds a warning to access.
func (j Judge) Warn(access *employee.Access, code employee.WarningCode, f employee.Field, text string) {
	access.Warnings = append(access.Warnings, employee.Warning{Code: code, Field: f, Text: text, Where: j.Where})
}

// Describe puts into access which fields are withheld for all of a sample, and a
// warning for each field that is withheld for all or for some.
func (j Judge) Describe(access *employee.Access, looks ...Look) {
	for _, l := range looks {
		if !j.cares(l.Field) {
			continue
		}
		withheld := 0
		for i := range l.Employees {
			if l.withheld(&l.Employees[i]) {
				withheld++
			}
		}
		switch {
		case withheld == 0:
		case withheld == len(l.Employees):
			access.Withheld = append(access.Withheld, l.Field)
			j.Warn(access, employee.WarningCodeWithheld, l.Field, fmt.Sprintf("%s is withheld: %s", l.Field, l.All))
		case !l.Quiet:
			some := fmt.Sprintf("%s is withheld for %d of %d employees looked at", l.Field, withheld, len(l.Employees))
			if l.Some != "" {
				some += ": " + l.Some
			}
			j.Warn(access, employee.WarningCodeWithheldForSome, l.Field, some)
		}
	}
}

func (l *Look) withheld(e *employee.Employee) bool {
	if l.Withheld != nil {
		return l.Withheld(e, l.Field)
	}
	return e.Value(l.Field).State() == employee.StateWithheld
}

func quote(f employee.Field) string { return strconv.Quote(string(f)) }
