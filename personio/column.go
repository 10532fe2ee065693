package personio

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// A column is a standard field with the key of its attribute in v1.
type column struct {
	field  employee.Field
	label  string // the vendor's, in English
	key    string // "" if v1 has no such attribute
	v2     bool   // whether v2 has it as well
	always bool   // asked for whatever Fields says
	read   func(json.RawMessage) (employee.Value, error)
}

// columns returns the one table of the fields that Personio has attributes of
// its own for. Fields that are not here (number, address, phones, time_zone, ...)
// are Absent. Status and supervisor fill more than one field and are read apart.
func columns() []column {
	return []column{
		{employee.FieldFirstName, "First name", "first_name", true, true, readText},
		{employee.FieldLastName, "Last name", "last_name", true, true, readText},
		{employee.FieldPreferredName, "Name (preferred)", "preferred_name", true, true, readText},
		{employee.FieldWorkEmail, "Email", "email", true, false, readText},
		{employee.FieldJobTitle, "Position", "position", true, false, readName},
		{employee.FieldDepartment, "Department", "department", true, false, readName},
		{employee.FieldLocation, "Office", "office", false, false, readName},
		{employee.FieldLegalEntity, "Subcompany", "subcompany", false, false, readName},
		{employee.FieldCostCenter, "Cost center", "cost_centers", false, false, readMain},
		{employee.FieldTeams, "Team", "team", true, false, readNames},
		{employee.FieldManagerID, "Supervisor", "supervisor", true, true, nil},
		{employee.FieldManagerName, "Supervisor (name)", "supervisor", false, false, nil},
		{employee.FieldStatus, "Status", "status", true, true, nil},
		{employee.FieldEmploymentType, "Employment type", "employment_type", true, false, readText},
		{employee.FieldHireDate, "Hire date", "hire_date", true, true, readDate},
		{employee.FieldOriginalHireDate, "Start of the first employment", "", true, true, nil},
		{employee.FieldTerminationDate, "Termination date", "termination_date", true, true, readDate},
		{employee.FieldLastWorkingDay, "Last day of work", "last_working_day", true, false, readDate},
		{employee.FieldContractEndDate, "Contract ends", "contract_end_date", true, false, readDate},
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
