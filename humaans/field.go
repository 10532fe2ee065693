package humaans

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A column is a standard field that /people has.
type column struct {
	field    employee.Field
	label    string
	always   bool     // asked for whatever Fields says
	required bool     // each active employee has one, and each employee a status
	keys     []string // of a row
	// read gets the cells of keys. A value that is read past a blank first cell rests on
	// that blank, as no value does.
	read func(cells []wire.Cell) (employee.Value, error)
}

// columns returns the one table of the fields of a row of /people, the status before
// those that depend on it. Those of a job role are in facets; the location is filled
// apart. Other fields (display_name, division, legal_entity, cost_center,
// manager.number, ...) do not exist in Humaans and are Absent. Tax data, bank data,
// the secret of the calendar feed and the like are not read.
func columns() []column {
	text := func(c []wire.Cell) (employee.Value, error) { return c[0].Text() }
	date := func(c []wire.Cell) (employee.Value, error) { return c[0].Date() }
	// A value beside a flag by which its employee hides it.
	openText := func(c []wire.Cell) (employee.Value, error) { return unless(c[1], c[0]).Text() }
	openDate := func(c []wire.Cell) (employee.Value, error) { return unless(c[1], c[0]).Date() }
	// A value under one key or another.
	firstText := func(c []wire.Cell) (employee.Value, error) {
		if c[0].Missing() {
			return employee.Withheld(), nil // the other form of it is another value
		}
		return either(c[0], c[1]).Text()
	}
	names := func(c []wire.Cell) (employee.Value, error) { return c[0].Labels("name") }
	status := func(c []wire.Cell) (employee.Value, error) { return readStatus(c[0]) }
	const always, required = true, true
	key := func(keys ...string) []string { return keys }
	return []column{
		{employee.FieldStatusText, "Status (vendor's word)", always, required, key("status"), text},
		{employee.FieldStatus, "Status", always, required, key("status"), status},
		{employee.FieldNumber, "Employee ID", always, false, key("employeeId"), text},
		{employee.FieldFirstName, "First name", always, required, key("firstName"), text},
		{employee.FieldMiddleName, "Middle name", false, false, key("middleName"), text},
		{employee.FieldLastName, "Last name", always, required, key("lastName"), text},
		{employee.FieldPreferredName, "Preferred name", always, false, key("preferredName"), text},
		{employee.FieldWorkEmail, "Work email", false, required, key("email", "isWorkEmailHidden"), openText},
		{employee.FieldPersonalEmail, "Personal email", false, false, key("personalEmail"), text},
		{employee.FieldWorkPhone, "Phone number", false, false, key("phoneNumber", "formattedPhoneNumber"), firstText},
		{employee.FieldMobilePhone, "Personal phone number", false, false,
			key("personalPhoneNumber", "formattedPersonalPhoneNumber"), firstText},
		{employee.FieldBirthDate, "Birthday", false, false, key("birthday", "isBirthdayHidden"), openDate},
		{employee.FieldTeams, "Teams", false, false, key("teams"), names},
		{employee.FieldAddressLine1, "Address", false, false, key("address"), text},
		{employee.FieldPostalCode, "Postcode", false, false, key("postcode"), text},
		{employee.FieldCity, "City", false, false, key("city"), text},
		{employee.FieldRegion, "State", false, false, key("state"), text},
		{employee.FieldCountry, "Country", false, false, key("country", "countryCode"), firstText},
		{employee.FieldTimeZone, "Time zone", false, false, key("timezone"), text},
		{employee.FieldEmploymentType, "Contract type", false, false, key("contractType"), text},
		{employee.FieldHireDate, "Employment start date", always, false, key("employmentStartDate"), date},
		{employee.FieldTerminationDate, "Employment end date", always, false, key("employmentEndDate"), date},
		{employee.FieldLastWorkingDay, "Last working day", always, false, key("lastWorkingDay"), date},
	}
}

// columnKeys returns the keys of columns, one after the other.
func columnKeys(columns []column) (keys []string) {
	for _, col := range columns {
		keys = append(keys, col.keys...)
	}
	return keys
}

// privateKeys are the keys of a row that take the right to private data, of which an
// employee rarely has none.
func privateKeys() []string {
	return []string{"contractType", "employeeId", "personalEmail", "personalPhoneNumber", "address", "city", "postcode",
		"country", "countryCode", "gender", "nationality", "firstWorkingDay", "lastWorkingDay", "probationEndDate",
		"employmentEndDate"}
}

// An employeeRow is a row of /people, as far as it is read.
type employeeRow struct {
	id      string
	company string
	status  wire.Cell
	zone    string
	updated wire.Cell
	columns []wire.Cell // one after the other, each with the cells of its keys
	private bool        // it shows a value of privateKeys
	place   location
	role    role // written into the row itself, in some answers
}

func (p employeeRow) key() string { return p.id }

// peopleTable returns the table of /people for the columns that are asked for.
func peopleTable(columns []column) *table[employeeRow] {
	return newTable(opList, "people", func(t *wire.Table) func(*wire.Record, *employeeRow) {
		id, company, status := t.Place("id"), t.Place("companyId"), t.Place("status")
		zone, updated := t.Place("timezone"), t.Place("updatedAt")
		var places []wire.Place
		for _, col := range columns {
			for _, key := range col.keys {
				places = append(places, t.Place(key))
			}
		}
		var private []wire.Place
		for _, key := range privateKeys() {
			private = append(private, t.Place(key))
		}
		shows := func(r *wire.Record, at wire.Place) bool { return !r.At(at).Missing() && !isBlank(r.At(at)) }
		place, own := locationOf(t), ownRole(t)
		return func(r *wire.Record, p *employeeRow) {
			cells := slices.Grow(p.columns[:0], len(places))
			for _, at := range places {
				cells = append(cells, r.At(at))
			}
			*p = employeeRow{id: r.At(id).ID(), company: r.At(company).ID(), status: r.At(status), zone: r.At(zone).Raw(),
				updated: r.At(updated), columns: cells, place: place(r), role: own(r),
				private: slices.ContainsFunc(private, func(at wire.Place) bool { return shows(r, at) })}
		}
	})
}

// either returns a if it has a value, else b if that has one, else a.
func either(a, b wire.Cell) wire.Cell {
	if a.Raw() == "" && b.Raw() != "" {
		return b
	}
	return a
}

// unless returns the cell, but a missing one in place of a blank that its
// employee hides, or may hide: that reads as Withheld.
func unless(hidden, c wire.Cell) wire.Cell {
	if hidden.Raw() != "false" && c.Raw() == "" {
		return wire.Cell{}
	}
	return c
}

// readStatus normalises the vendor's word.
func readStatus(c wire.Cell) (employee.Value, error) {
	word, err := c.Text()
	if err != nil {
		return word, err
	}
	return wire.Status("Humaans", word, normal)
}

// The vendor's words for a status, which are also the values of its filter.
const (
	wordActive  = "active"
	wordLeft    = "offboarded"
	wordStarter = "newHire"
)

// normal returns the status of a word, "" if Humaans does not document the word.
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
