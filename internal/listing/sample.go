package listing

import (
	"fmt"
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

// Describe puts into access which fields are withheld for all of a sample, and a
// warning for each field that is withheld for all or for some.
func Describe(access *employee.Access, looks ...Look) {
	for _, l := range looks {
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
			access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld: %s", l.Field, l.All))
		case !l.Quiet:
			some := fmt.Sprintf("%s is withheld for %d of %d employees looked at", l.Field, withheld, len(l.Employees))
			if l.Some != "" {
				some += ": " + l.Some
			}
			access.Warnings = append(access.Warnings, some)
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
