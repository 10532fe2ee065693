package bamboohrtest

import "github.com/rosterkit/rosterkit/internal/fakehr"

// A column is a field by the names of reports, which are also those of
// GET /employees/{id}.
type column struct {
	id     string // the number in /meta/fields; empty is not listed there
	alias  string
	source string // the name in Person.Values
	kind   string // the vendor's type
	label  string

	custom     bool
	options    []string
	unreported bool
}

// names are all those under which the column may be restricted.
func (c column) names() []string {
	return append([]string{c.source, c.alias, c.id}, inputs(c.source)...)
}

// standardColumns is the vocabulary of reports. The source of a column is its
// name in GET /employees, which often is another; supervisorEId is the manager's
// employee id and supervisorId the manager's employee NUMBER.
func standardColumns() []column { return append(listedColumns(), unlistedColumns()...) }

func std(id, alias, source, kind, label string) column {
	return column{id: id, alias: alias, source: source, kind: kind, label: label}
}

// listedColumns are the standard fields of /meta/fields. Real tenants have 3, 4,
// 18, 387 and 636 as here.
func listedColumns() []column {
	return []column{
		std("1", "firstName", "firstName", "text", "First Name"),
		std("2", "lastName", "lastName", "text", "Last Name"),
		std("636", "employeeNumber", "employeeNumber", "employee_number", "Employee #"),
		std("5", "middleName", "middleName", "text", "Middle Name"),
		std("6", "dateOfBirth", "birthDate", "date", "Birth Date"),
		std("7", "preferredName", "preferredName", "text", "Preferred Name"),
		std("8", "address1", "addressLine1", "text", "Address Line 1"),
		std("9", "address2", "addressLine2", "text", "Address Line 2"),
		std("10", "city", "city", "text", "City"),
		std("11", "state", "state", "state", "State"),
		std("12", "zipcode", "zipcode", "text", "Zip Code"),
		std("13", "country", "country", "country", "Country"),
		std("14", "gender", "gender", "gender", "Gender"),
		std("387", "status", "status", "status", "Status"),
		std("16", "employmentHistoryStatus", "employmentStatusName", "list", "Employment Status"),
		std("17", "employeeStatusDate", "employmentStatusEffectiveDate", "date", "Employment Status: Date"),
		std("4", "department", "departmentName", "list", "Department"),
		std("19", "division", "divisionName", "list", "Division"),
		std("18", "location", "locationName", "list", "Location"),
		std("21", "jobTitle", "jobTitleName", "list", "Job Title"),
		std("22", "supervisor", "supervisor", "employee", "Reporting to"),
		std("23", "supervisorId", "supervisorId", "employee", "Supervisor Employee #"),
		std("24", "supervisorEId", "reportsToId", "employee", "Supervisor EID"),
		std("3", "hireDate", "hireDate", "date", "Hire Date"),
		std("26", "originalHireDate", "originalHireDate", "date", "Original Hire Date"),
		std("27", "terminationDate", "terminationDate", "date", "Termination Date"),
		std("28", "contractEndDate", "contractEndDate", "date", "Contract End Date"),
		std("29", "workEmail", "workEmail", "email", "Work Email"),
		std("30", "homeEmail", "homeEmail", "email", "Home Email"),
		std("31", "workPhone", "workPhone", "phone", "Work Phone"),
		std("32", "workPhoneExtension", "workPhoneExtension", "text", "Work Ext."),
		std("33", "mobilePhone", "mobilePhone", "phone", "Mobile Phone"),
		std("34", "homePhone", "homePhone", "phone", "Home Phone"),
		std("35", "pronouns", "pronouns", "list", "Pronouns"),
		std("36", "nationality", "nationality", "list", "Nationality"),
		std("37", "lastChanged", "lastChanged", "timestamp", "Last changed"),
		std("38", "createdByUserId", "createdByUserId", "integer", "Created By"),
		std("39", "payGroup", "payGroup", "list", "Pay group"),
		std("40", "stateCode", "stateCode", "text", "State Code"),
		std("41", "linkedIn", "linkedinUrl", "url", "LinkedIn URL"),
	}
}

// unlistedColumns are known to reports though /meta/fields does not list them.
func unlistedColumns() []column {
	return []column{
		std("", "supervisorEmail", "supervisorEmail", "email", "Manager's email"),
		std("", "bestEmail", "bestEmail", "email", "Best Email"),
		std("", "birthday", "birthday", "text", "Birthday"),
		std("", "age", "age", "integer", "Age"),
		std("", "displayName", "displayName", "text", "Display name"),
		std("", "fullName1", "fullName1", "text", "First Name Last Name"),
		std("", "fullName2", "fullName2", "text", "Last Name, First Name"),
		std("", "fullName3", "fullName3", "text", "Name with preferred name"),
		std("", "fullName4", "fullName4", "text", "Last Name, First Name Middle Name"),
		std("", "fullName5", "fullName5", "text", "First Name Middle Name Last Name"),
		std("", "nickname", "preferredName", "text", "Nickname"),
		std("", "workPhonePlusExtension", "workPhonePlusExtension", "text", "Work Phone with extension"),
		std("", "isPhotoUploaded", "isPhotoUploaded", "bool", "Photo uploaded"),
		std("", "photoUploaded", "isPhotoUploaded", "bool", "Employee photo"),
		std("", "photoUrl", "photoUrl", "url", "Photo URL"),
		std("", "employmentStatus", "status", "status", "Status"), // but see singleColumn
	}
}

// singleColumn finds a field for GET /employees/{id}, which knows what reports
// know and also names of GET /employees. Two of its names mean other things than
// in a report: employmentStatus is the employment status rather than an old alias
// of status, and the state of an employee in the US or Canada is its code.
func (s *settings) singleColumn(p *Person, name string) (column, bool) {
	col, ok := s.column(name)
	switch {
	case name == "employmentStatus":
		col.source, col.kind = "employmentStatusName", "list"
	case name == "state" && p.Values["stateCode"] != nil:
		col.source = "stateCode"
	case !ok && listMatch(name) != matchUnknown:
		col = column{alias: name, source: name, kind: "text"}
		if isListDate(name) {
			col.kind = "date"
		}
		ok = true
	}
	return col, ok
}

// reportColumn finds a field for a report and names its column: a number comes
// back with a sub-number.
func (s *settings) reportColumn(name string) (col column, id string, ok bool) {
	col, ok = s.column(name)
	if !ok || col.unreported || s.concealed(col.names()) {
		return column{}, "", false
	}
	if name == col.id && fakehr.IsNumber(name) {
		return col, name + ".0", true
	}
	return col, name, true
}
