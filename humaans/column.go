package humaans

import (
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

// A person is a row of /people, as far as it is read. Tax data, bank data, the
// secret of the calendar feed and the like are not.
type person struct {
	ID                  record.Cell `json:"id"`
	CompanyID           record.Cell `json:"companyId"`
	FirstName           record.Cell `json:"firstName"`
	MiddleName          record.Cell `json:"middleName"`
	LastName            record.Cell `json:"lastName"`
	PreferredName       record.Cell `json:"preferredName"`
	Email               record.Cell `json:"email"`
	EmailHidden         record.Cell `json:"isWorkEmailHidden"`
	PersonalEmail       record.Cell `json:"personalEmail"`
	Phone               record.Cell `json:"phoneNumber"`
	PhoneFormatted      record.Cell `json:"formattedPhoneNumber"`
	OwnPhone            record.Cell `json:"personalPhoneNumber"`
	OwnPhoneFormatted   record.Cell `json:"formattedPersonalPhoneNumber"`
	Birthday            record.Cell `json:"birthday"`
	BirthdayHidden      record.Cell `json:"isBirthdayHidden"`
	LocationID          record.Cell `json:"locationId"`
	RemoteCity          record.Cell `json:"remoteCity"`
	RemoteCountry       record.Cell `json:"remoteCountryCode"`
	RemoteCountryBefore record.Cell `json:"remoteCountry"` // in older answers
	Address             record.Cell `json:"address"`
	City                record.Cell `json:"city"`
	State               record.Cell `json:"state"`
	Postcode            record.Cell `json:"postcode"`
	Country             record.Cell `json:"country"`
	CountryCode         record.Cell `json:"countryCode"`
	StartDate           record.Cell `json:"employmentStartDate"`
	EndDate             record.Cell `json:"employmentEndDate"`
	LastWorkingDay      record.Cell `json:"lastWorkingDay"`
	ContractType        record.Cell `json:"contractType"`
	EmployeeID          record.Cell `json:"employeeId"`
	Teams               record.Cell `json:"teams"`
	Status              record.Cell `json:"status"`
	TimeZone            record.Cell `json:"timezone"`
	UpdatedAt           record.Cell `json:"updatedAt"`

	// In the answers that some clients met, and not in the vendor's samples.
	JobRole    nested      `json:"jobRole"`
	JobTitle   record.Cell `json:"jobTitle"`
	Department label       `json:"department"`
}

func (p *person) key() string { return p.ID.Raw() }

// A nested is a job role inside a person. Anything but an object is none.
type nested struct{ jobRole }

// Fill takes any JSON value.
func (n *nested) Fill(raw []byte, r *record.Reader) {
	if raw[0] == '{' {
		_ = record.Into(r, raw, &n.jobRole) // every value fits its fields
	}
}

// A label is a name, or an object that has one.
type label struct{ record.Cell }

// Fill takes any JSON value.
func (l *label) Fill(raw []byte, r *record.Reader) {
	if raw[0] != '{' {
		l.Cell = record.Read(raw, &r.Texts)
		return
	}
	var object struct {
		Name record.Cell `json:"name"`
	}
	_ = record.Into(r, raw, &object) // every value fits its field
	l.Cell = object.Name
}

// A column is a standard field that /people has.
type column struct {
	field    employee.Field
	label    string
	always   bool // asked for whatever Fields says
	required bool // everybody active has one
	read     func(*person) (employee.Value, error)
}

// columns returns the one table of the fields of a person, the status before
// those that depend on it. Those of a job role
// are in facets; the location is filled apart. Other fields (display_name,
// division, legal_entity, cost_center, manager.number, ...) do not exist in
// Humaans and are Absent.
func columns() []column {
	return []column{
		{employee.FieldStatusText, "Status (vendor's word)", true, false, func(p *person) (employee.Value, error) { return p.Status.Text() }},
		{employee.FieldStatus, "Status", true, false, readStatus},
		{employee.FieldNumber, "Employee ID", true, false, func(p *person) (employee.Value, error) { return p.EmployeeID.Text() }},
		{employee.FieldFirstName, "First name", true, true, func(p *person) (employee.Value, error) { return p.FirstName.Text() }},
		{employee.FieldMiddleName, "Middle name", false, false, func(p *person) (employee.Value, error) { return p.MiddleName.Text() }},
		{employee.FieldLastName, "Last name", true, true, func(p *person) (employee.Value, error) { return p.LastName.Text() }},
		{employee.FieldPreferredName, "Preferred name", true, false, func(p *person) (employee.Value, error) { return p.PreferredName.Text() }},
		{employee.FieldWorkEmail, "Work email", false, true, func(p *person) (employee.Value, error) { return unless(p.EmailHidden, p.Email).Text() }},
		{employee.FieldPersonalEmail, "Personal email", false, false, func(p *person) (employee.Value, error) { return p.PersonalEmail.Text() }},
		{employee.FieldWorkPhone, "Phone number", false, false, func(p *person) (employee.Value, error) { return either(p.Phone, p.PhoneFormatted).Text() }},
		{employee.FieldMobilePhone, "Personal phone number", false, false, func(p *person) (employee.Value, error) { return either(p.OwnPhone, p.OwnPhoneFormatted).Text() }},
		{employee.FieldBirthDate, "Birthday", false, false, func(p *person) (employee.Value, error) { return unless(p.BirthdayHidden, p.Birthday).Date() }},
		{employee.FieldTeams, "Teams", false, false, func(p *person) (employee.Value, error) { return p.Teams.Labels("name") }},
		{employee.FieldAddressLine1, "Address", false, false, func(p *person) (employee.Value, error) { return p.Address.Text() }},
		{employee.FieldPostalCode, "Postcode", false, false, func(p *person) (employee.Value, error) { return p.Postcode.Text() }},
		{employee.FieldCity, "City", false, false, func(p *person) (employee.Value, error) { return p.City.Text() }},
		{employee.FieldRegion, "State", false, false, func(p *person) (employee.Value, error) { return p.State.Text() }},
		{employee.FieldCountry, "Country", false, false, func(p *person) (employee.Value, error) { return either(p.Country, p.CountryCode).Text() }},
		{employee.FieldTimeZone, "Time zone", false, false, func(p *person) (employee.Value, error) { return p.TimeZone.Text() }},
		{employee.FieldEmploymentType, "Contract type", false, false, func(p *person) (employee.Value, error) { return p.ContractType.Text() }},
		{employee.FieldHireDate, "Employment start date", true, false, func(p *person) (employee.Value, error) { return p.StartDate.Date() }},
		{employee.FieldTerminationDate, "Employment end date", true, false, func(p *person) (employee.Value, error) { return p.EndDate.Date() }},
		{employee.FieldLastWorkingDay, "Last working day", true, false, func(p *person) (employee.Value, error) { return p.LastWorkingDay.Date() }},
	}
}

// either returns a if it has a value, else b if that has one, else a.
func either(a, b record.Cell) record.Cell {
	if a.Raw() == "" && b.Raw() != "" {
		return b
	}
	return a
}

// unless returns the cell, but a missing one in place of a blank that its
// person hides: that reads as Withheld.
func unless(hidden, c record.Cell) record.Cell {
	if hidden.Raw() == "true" && c.Raw() == "" {
		return record.Cell{}
	}
	return c
}

var errWord = errors.New("a status that Humaans does not document")

// readStatus normalises the vendor's word.
func readStatus(p *person) (employee.Value, error) {
	word, err := p.Status.Text()
	if err != nil || !word.Known() {
		return word, err
	}
	s := normal(word.String())
	if s == "" {
		return employee.Value{}, errWord
	}
	return employee.Text(string(s)), nil
}

// The vendor's words for a status, which are also the values of its filter.
const (
	wordActive  = "active"
	wordLeft    = "offboarded"
	wordStarter = "newHire"
)

// normal returns the status of a word, "" if it is unknown.
func normal(word string) employee.Status {
	switch {
	case strings.EqualFold(word, wordActive):
		return employee.StatusActive
	case strings.EqualFold(word, wordLeft):
		return employee.StatusInactive
	case strings.EqualFold(word, wordStarter):
		return employee.StatusPending
	}
	return ""
}
