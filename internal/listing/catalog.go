package listing

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// ManagerEmail describes manager.email in the catalogue of a vendor whose employee
// records name the manager by the id alone: a Roster completes it from the manager's
// own record.
func ManagerEmail() employee.FieldInfo {
	f := employee.FieldManagerEmail
	return employee.FieldInfo{Field: f, Label: "Manager's email", Kind: f.Kind()}
}

// Completes reports whether a field has to be read for another that is asked for: the
// work e-mail, of which the managers' are manager.email.
func Completes(f employee.Field, asked []employee.Field) bool {
	return f == employee.FieldWorkEmail && slices.Contains(asked, employee.FieldManagerEmail)
}
