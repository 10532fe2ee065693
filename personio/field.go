package personio

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A column is a standard field with the key of its attribute in v1.
type column struct {
	field  employee.Field
	label  string // the vendor's, in English
	key    string // "" if v1 has no such attribute
	v2     bool   // whether v2 has it as well
	always bool   // asked for whatever Fields says
	read   func(nested) (employee.Value, error)
}

// columns returns the one table of the fields that Personio has attributes of
// its own for. Fields that are not here (number, address, phones, time_zone, ...)
// are Absent. Status and supervisor fill more than one field and are read apart.
func columns() []column {
	cell := func(read func(wire.Cell) (employee.Value, error)) func(nested) (employee.Value, error) {
		return func(n nested) (employee.Value, error) { return read(n.Cell) }
	}
	text, date, name := cell(readText), cell(readDate), nested.name
	return []column{
		{employee.FieldFirstName, "First name", "first_name", true, true, text},
		{employee.FieldLastName, "Last name", "last_name", true, true, text},
		{employee.FieldPreferredName, "Name (preferred)", "preferred_name", true, true, text},
		{employee.FieldWorkEmail, "Email", "email", true, false, text},
		{employee.FieldJobTitle, "Position", "position", true, false, name},
		{employee.FieldDepartment, "Department", "department", true, false, name},
		{employee.FieldLocation, "Office", "office", false, false, name},
		{employee.FieldLegalEntity, "Subcompany", "subcompany", false, false, name},
		{employee.FieldCostCenter, "Cost center", "cost_centers", false, false, nested.main},
		{employee.FieldTeams, "Team", "team", true, false, nested.names},
		{employee.FieldManagerID, "Supervisor", "supervisor", true, true, nil},
		{employee.FieldManagerName, "Supervisor (name)", "supervisor", false, false, nil},
		{employee.FieldStatus, "Status", "status", true, true, nil},
		{employee.FieldEmploymentType, "Employment type", "employment_type", true, false, text},
		{employee.FieldHireDate, "Hire date", "hire_date", true, true, date},
		{employee.FieldOriginalHireDate, "Start of the first employment", "", true, true, nil},
		{employee.FieldTerminationDate, "Termination date", "termination_date", true, true, date},
		{employee.FieldLastWorkingDay, "Last day of work", "last_working_day", true, false, date},
		{employee.FieldContractEndDate, "Contract ends", "contract_end_date", true, false, date},
	}
}

// has reports whether an API has the field.
func (col column) has(api API) bool {
	if api == APIV2 {
		return col.v2
	}
	return col.key != ""
}

// isKey reports whether a name is that of an attribute by its form: one of a
// tenant's own attributes or one of those that every tenant has.
func isKey(name string) bool {
	if n, ok := strings.CutPrefix(name, "dynamic_"); ok {
		return n != "" && strings.Trim(n, "0123456789") == ""
	}
	return slices.Contains([]string{
		"id", "first_name", "last_name", "preferred_name", "email", "gender", "status", "position", "supervisor",
		"employment_type", "weekly_working_hours", "hire_date", "contract_end_date", "termination_date",
		"termination_type", "termination_reason", "probation_period_end", "created_at", "last_modified_at",
		"subcompany", "office", "department", "team", "cost_centers", "holiday_calendar", "absence_entitlement",
		"work_schedule", "fix_salary", "fix_salary_interval", "hourly_salary", "last_working_day", "profile_picture",
	}, name)
}

// A want is a field that the table does not have: a custom one, or the birth
// date. Its name is a key, a universal_id (global_id in v2) or a label.
type want struct {
	field employee.Field
	name  string
}

// birthDate is a custom attribute in every tenant, with a key of the tenant's.
func birthDate() want { return want{employee.FieldBirthDate, "date_of_birth"} }

// A meta is what is known of an attribute beside its values.
type meta struct {
	key, universalID, label, kind string
	options                       []string
}

// find returns the index in all of the attribute that w means, -1 if there is
// none. A key goes before a universal_id, and that before a label.
func (w want) find(all []meta) (int, error) {
	for _, name := range []func(meta) string{
		func(m meta) string { return m.key },
		func(m meta) string { return m.universalID },
		func(m meta) string { return m.label },
	} {
		found := -1
		for i, m := range all {
			if name(m) != w.name {
				continue
			}
			if found >= 0 {
				return -1, errAmbiguous
			}
			found = i
		}
		if found >= 0 {
			return found, nil
		}
	}
	return -1, nil
}
