package bamboohr

import (
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A column is a standard field with its names in BambooHR's two vocabularies.
type column struct {
	field  employee.Field
	label  string
	list   string // in GET /employees
	report string // in a report; "" if a report has no such column
	always bool   // asked for whatever Fields says
	read   func(wire.Cell) (employee.Value, error)
}

// columns returns the one table of the fields that BambooHR has. Fields that
// are not here (legal_entity, cost_center, time_zone, manager.number, ...) are
// Absent.
func columns() []column {
	text, date := wire.Cell.Text, wire.Cell.Date
	teams := func(c wire.Cell) (employee.Value, error) { return c.Labels("label") }
	return []column{
		{employee.FieldNumber, "Employee #", "employeeNumber", "employeeNumber", true, text},
		{employee.FieldFirstName, "First Name", "firstName", "firstName", true, text},
		{employee.FieldMiddleName, "Middle Name", "middleName", "middleName", false, text},
		{employee.FieldLastName, "Last Name", "lastName", "lastName", true, text},
		{employee.FieldPreferredName, "Preferred Name", "preferredName", "preferredName", true, text},
		{employee.FieldDisplayName, "Display Name", "displayName", "displayName", false, text},
		{employee.FieldWorkEmail, "Work Email", "workEmail", "workEmail", false, text},
		{employee.FieldPersonalEmail, "Home Email", "homeEmail", "homeEmail", false, text},
		{employee.FieldWorkPhone, "Work Phone", "workPhone", "workPhone", false, text},
		{employee.FieldMobilePhone, "Mobile Phone", "mobilePhone", "mobilePhone", false, text},
		{employee.FieldBirthDate, "Birth Date", "birthDate", "dateOfBirth", false, date},
		{employee.FieldJobTitle, "Job Title", "jobTitleName", "jobTitle", false, text},
		{employee.FieldDepartment, "Department", "departmentName", "department", false, text},
		{employee.FieldDivision, "Division", "divisionName", "division", false, text},
		{employee.FieldLocation, "Location", "locationName", "location", false, text},
		{employee.FieldTeams, "Teams", "teams", "", false, teams},
		{employee.FieldAddressLine1, "Address Line 1", "addressLine1", "address1", false, text},
		{employee.FieldAddressLine2, "Address Line 2", "addressLine2", "address2", false, text},
		{employee.FieldPostalCode, "Postal Code", "zipcode", "zipcode", false, text},
		{employee.FieldCity, "City", "city", "city", false, text},
		{employee.FieldRegion, "State", "state", "state", false, text},
		{employee.FieldCountry, "Country", "country", "country", false, text},
		{employee.FieldManagerID, "Reports To", "reportsToId", "supervisorEId", true, text},
		{employee.FieldManagerName, "Reports To (name)", "reportsToName", "", false, text},
		{employee.FieldStatus, "Status", "status", "status", true, nil},
		{employee.FieldEmploymentStatus, "Employment Status", "employmentStatusName", "employmentHistoryStatus", true, text},
		{employee.FieldEmploymentType, "Employment Type", "employmentType", "", false, text},
		{employee.FieldHireDate, "Hire Date", "hireDate", "hireDate", true, date},
		{employee.FieldOriginalHireDate, "Original Hire Date", "originalHireDate", "originalHireDate", true, date},
		{employee.FieldTerminationDate, "Termination Date", "terminationDate", "terminationDate", true, date},
		{employee.FieldContractEndDate, "Contract End Date", "contractEndDate", "contractEndDate", false, date},
	}
}

// fromReport sets one standard field from its cell in a report, which may be nil.
func (col column) fromReport(e *employee.Employee, r *report) {
	cell, err := r.cell(e.ID, col.report)
	col.fill(e, cell, err, r.doubtful(e.ID, col.report))
}

// fill sets one standard field from its cell, if there is no error. Doubtful means that
// a blank cell of this employee may stand for a value that the key must not see.
func (col column) fill(e *employee.Employee, cell wire.Cell, err error, doubtful bool) {
	if col.read == nil {
		fillStatus(e, cell, err, doubtful)
		return
	}
	var v employee.Value
	if err == nil {
		v, err = col.read(cell)
	}
	if col.field == employee.FieldManagerID && v.String() == "0" {
		v = employee.Empty() // no employee has the id 0
	}
	wire.Put(e, col.field, believed(v, cell, doubtful), err)
}

// believed makes a doubtful blank Withheld. A date of 0000-00-00 is no
// blank: it says that there is no date.
func believed(v employee.Value, cell wire.Cell, doubtful bool) employee.Value {
	if doubtful && v.State() == employee.StateEmpty && !strings.HasPrefix(cell.Raw(), "0000-00-00") {
		return employee.Withheld()
	}
	return v
}

// fillStatus sets the vendor's word and its normalised form. A word that
// BambooHR does not document stays unknown, with the word beside it.
func fillStatus(e *employee.Employee, cell wire.Cell, err error, doubtful bool) {
	var word employee.Value
	if err == nil {
		word, err = cell.Text()
	}
	word = believed(word, cell, doubtful)
	wire.Put(e, employee.FieldStatusText, word, err)
	if err == nil {
		word, err = wire.Status("BambooHR", word, normal)
	}
	wire.Put(e, employee.FieldStatus, word, err)
}

// normal returns the status of a word, "" if BambooHR does not document the word.
func normal(word string) employee.Status {
	switch {
	case strings.EqualFold(word, "active"):
		return employee.StatusActive
	case strings.EqualFold(word, "inactive"):
		return employee.StatusInactive
	}
	return ""
}
