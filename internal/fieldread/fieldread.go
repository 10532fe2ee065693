// Package fieldread reads one field of many employees. It looks the field up
// once, where [employee.Employee.Value] does so for every employee: a text then
// takes about 3 ns in place of 9, which is a tenth of a plan in which nearly
// nothing changes.
package fieldread

import "github.com/rosterkit/rosterkit/employee"

// Of returns a function that reads the field f as [employee.Employee.Value]
// does.
func Of(f employee.Field) func(*employee.Employee) employee.Value {
	if key, custom := f.CustomKey(); custom {
		return func(e *employee.Employee) employee.Value { return e.Custom[key] }
	}
	text := textOf(f)
	if text == nil {
		return func(e *employee.Employee) employee.Value { return e.Value(f) }
	}
	return func(e *employee.Employee) employee.Value {
		if s := text(e); s != "" {
			return employee.Text(s)
		}
		return e.Value(f) // tells the states apart
	}
}

// textOf returns what reads a text field, nil for a field of another kind.
func textOf(f employee.Field) func(*employee.Employee) string {
	switch f {
	case employee.FieldID:
		return func(e *employee.Employee) string { return e.ID }
	case employee.FieldNumber:
		return func(e *employee.Employee) string { return e.Number }
	case employee.FieldFirstName:
		return func(e *employee.Employee) string { return e.FirstName }
	case employee.FieldMiddleName:
		return func(e *employee.Employee) string { return e.MiddleName }
	case employee.FieldLastName:
		return func(e *employee.Employee) string { return e.LastName }
	case employee.FieldPreferredName:
		return func(e *employee.Employee) string { return e.PreferredName }
	case employee.FieldDisplayName:
		return func(e *employee.Employee) string { return e.DisplayName }
	case employee.FieldWorkEmail:
		return func(e *employee.Employee) string { return e.WorkEmail }
	case employee.FieldPersonalEmail:
		return func(e *employee.Employee) string { return e.PersonalEmail }
	case employee.FieldWorkPhone:
		return func(e *employee.Employee) string { return e.WorkPhone }
	case employee.FieldMobilePhone:
		return func(e *employee.Employee) string { return e.MobilePhone }
	case employee.FieldJobTitle:
		return func(e *employee.Employee) string { return e.JobTitle }
	case employee.FieldDepartment:
		return func(e *employee.Employee) string { return e.Department }
	case employee.FieldDivision:
		return func(e *employee.Employee) string { return e.Division }
	case employee.FieldLocation:
		return func(e *employee.Employee) string { return e.Location }
	case employee.FieldLegalEntity:
		return func(e *employee.Employee) string { return e.LegalEntity }
	case employee.FieldCostCenter:
		return func(e *employee.Employee) string { return e.CostCenter }
	case employee.FieldManagerID:
		return func(e *employee.Employee) string { return e.Manager.ID }
	case employee.FieldManagerNumber:
		return func(e *employee.Employee) string { return e.Manager.Number }
	case employee.FieldManagerEmail:
		return func(e *employee.Employee) string { return e.Manager.Email }
	case employee.FieldEmploymentStatus:
		return func(e *employee.Employee) string { return e.EmploymentStatus }
	case employee.FieldEmploymentType:
		return func(e *employee.Employee) string { return e.EmploymentType }
	}
	return nil // dates, lists, the status, and texts that few settings use
}
