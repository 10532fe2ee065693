package hibob

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A column is a standard field with its fields at HiBob.
type column struct {
	field    employee.Field
	label    string
	category string   // which usually holds the right to it; an admin can move fields
	ids      []string // where its value may be
	ask      []string // what to ask for; nil: the ids
	always   bool     // asked for whatever Fields says
	read     func(picks []pick) (employee.Value, error)
}

const (
	basic      = "Basic info"
	work       = "Work"
	lifecycle  = "Lifecycle"
	employment = "Employment"
	contact    = "Personal contact details"
	personal   = "Personal"
	address    = "Address"

	workMobile = "work.workMobile"
)

// columns returns the one table of the fields that HiBob has. Fields that are not
// here (preferred_name, division, legal_entity, cost_center, teams, time_zone,
// contract_end_date) are Absent.
func columns() []column {
	reportsTo := []string{"work.reportsTo"}
	status := []string{"internal.lifecycleStatus"}
	return []column{
		{employee.FieldNumber, "Employee ID in company", work, []string{"work.employeeIdInCompany"}, nil, true, text},
		{employee.FieldFirstName, "First name", basic, []string{"root.firstName"}, nil, true, text},
		{employee.FieldMiddleName, "Middle name", basic, []string{"root.secondName"}, nil, false, text},
		{employee.FieldLastName, "Surname", basic, []string{"root.surname"}, nil, true, text},
		{employee.FieldDisplayName, "Display name", basic, []string{"root.displayName"}, nil, false, text},
		{employee.FieldWorkEmail, "Email", basic, []string{"root.email"}, nil, false, text},
		{employee.FieldPersonalEmail, "Private email", contact, []string{"home.privateEmail"}, nil, false, text},
		{employee.FieldWorkPhone, "Work phone", work, []string{"work.workPhone"}, nil, false, text},
		{employee.FieldMobilePhone, "Mobile phone", contact, []string{"home.mobilePhone", workMobile}, nil, false, ordered},
		{employee.FieldBirthDate, "Birth date", personal, []string{"personal.birthDate", "personal.shortBirthDate"}, nil, false, birthDate},
		{employee.FieldJobTitle, "Job title", work, []string{"work.title"}, nil, false, name},
		{employee.FieldDepartment, "Department", work, []string{"work.department"}, nil, false, name},
		{employee.FieldLocation, "Site", work, []string{"work.site"}, nil, false, name},
		{employee.FieldAddressLine1, "Address line 1", address, []string{"address.line1"}, nil, false, text},
		{employee.FieldAddressLine2, "Address line 2", address, []string{"address.line2"}, nil, false, text},
		{employee.FieldPostalCode, "Post code", address, []string{"address.postCode", "address.zipCode"}, nil, false, ordered},
		{employee.FieldCity, "City", address, []string{"address.city"}, nil, false, text},
		{employee.FieldRegion, "State", address, []string{"address.usaState"}, nil, false, name},
		{employee.FieldCountry, "Country", address, []string{"address.country"}, nil, false, name},
		{employee.FieldManagerID, "Manager", work, []string{"work.manager", "work.reportsTo.id"}, []string{"work.manager"}, true, text},
		{employee.FieldManagerNumber, "Manager's employee ID in company", work, []string{"work.reportsToIdInCompany"}, nil, false, text},
		{employee.FieldManagerEmail, "Manager's email", work, []string{"work.reportsTo.email"}, reportsTo, false, text},
		{employee.FieldManagerName, "Manager's name", work, []string{"work.reportsTo.displayName"}, reportsTo, false, text},
		{employee.FieldStatus, "Lifecycle status", lifecycle, status, nil, true, common},
		{employee.FieldStatusText, "Lifecycle status (as stored)", lifecycle, status, nil, true, word},
		{employee.FieldEmploymentStatus, "Lifecycle status (as shown)", lifecycle, status, nil, true, name},
		{employee.FieldEmploymentType, "Employment type", employment, []string{"payroll.employment.type", "employment.type"}, nil, false, name},
		{employee.FieldEmploymentExtent, "Employment contract", employment, []string{"payroll.employment.contract", "employment.contract"}, nil, false, name},
		{employee.FieldHireDate, "Start date", work, []string{"work.startDate"}, nil, true, date},
		{employee.FieldOriginalHireDate, "Original start date", work, []string{"work.originalStartDate"}, nil, true, date},
		{employee.FieldTerminationDate, "Termination date", lifecycle, []string{"internal.terminationDate"}, nil, true, date},
		{employee.FieldLastWorkingDay, "Last day of work", lifecycle, []string{"employee.lastDayOfWork"}, nil, false, date},
	}
}

// asked are the ids to ask for.
func (col column) asked() []string {
	if col.ask != nil {
		return col.ask
	}
	return col.ids
}

var (
	errItem  = errors.New("a list item that came without its name")
	errOrder = errors.New("a date whose day and month cannot be told apart")
)

// first returns the pick that counts where one thing may be in several fields:
// the first that has a value, else the first that is null, else a missing one.
func first(picks []pick) pick {
	best := picks[0]
	for _, p := range picks[1:] {
		if best.missing() || best.null() && !p.missing() {
			best = p
		}
	}
	return best
}

func text(picks []pick) (employee.Value, error) { return first(picks).value.Text() }

func date(picks []pick) (employee.Value, error) { return first(picks).value.Date() }

// name reads the label that HiBob shows in place of a value. Labels are asked for, and
// HiBob writes one for each value: the stored word, which may be an id, does not stand in
// for one that did not come. Null has none.
func name(picks []pick) (employee.Value, error) {
	p := first(picks)
	if p.label.Raw() != "" && !p.null() {
		return p.label.Text()
	}
	v, err := p.value.Text()
	if v.Known() {
		return employee.Value{}, errItem
	}
	return v, err
}

// ordered reads the first of several fields that has a value. One that did not come may
// have one: those behind it do not stand in for it.
func ordered(picks []pick) (v employee.Value, err error) {
	for _, p := range picks {
		if v, err = p.value.Text(); err != nil || v.State() != employee.StateEmpty {
			break
		}
	}
	return v, err
}

// either reads one of two fields that exist side by side: if one of them is blank,
// the field is Empty only if the other came, too.
func either(picks []pick) (employee.Value, error) {
	v, err := text(picks)
	if v.State() == employee.StateEmpty && slices.ContainsFunc(picks, pick.missing) {
		return employee.Withheld(), nil
	}
	return v, err
}

// word reads the lifecycle status as HiBob stores it.
func word(picks []pick) (employee.Value, error) {
	p := first(picks)
	if p.missing() {
		return p.label.Text()
	}
	return p.value.Text()
}

// common reads the normalised lifecycle status. Garden leave is a leave: the employee
// is employed until the termination date.
func common(picks []pick) (employee.Value, error) {
	v, err := word(picks)
	if err != nil {
		return v, err
	}
	return wire.Status("HiBob", v, normal)
}

// normal returns the status of a word, "" if HiBob does not document the word.
func normal(word string) employee.Status {
	words := strings.ToLower(word)
	if strings.ContainsAny(words, "_- \t") {
		words = strings.Join(strings.FieldsFunc(words, func(r rune) bool { return r == '_' || r == '-' || unicode.IsSpace(r) }), " ")
	}
	switch {
	case words == "hired":
		return employee.StatusPending
	case words == "employed":
		return employee.StatusActive
	case words == "terminated":
		return employee.StatusInactive
	case strings.HasSuffix(words, "leave"): // also leaves of the company's own, and "parentalLeave"
		return employee.StatusLeave
	}
	return ""
}

// birthDate reads the birth date or, where only that is given, the birthday.
func birthDate(picks []pick) (employee.Value, error) {
	whole, short := picks[0], picks[1]
	v, err := whole.value.Text()
	switch {
	case err != nil:
		return v, err
	case strings.Contains(v.String(), "/"):
		return dayFirst(v.String())
	case v.Known():
		return whole.value.Date()
	case short.value.Raw() == "":
		return either(picks)
	}
	return monthDay(short)
}

// monthDay reads "03-25".
func monthDay(p pick) (employee.Value, error) {
	v, err := p.value.Text()
	if err != nil || !v.Known() {
		return v, err
	}
	d, err := employee.ParseDate("--" + strings.TrimPrefix(v.String(), "--"))
	return employee.Day(d), err
}

// dayFirst reads a birth date as 25/03/1990, the form in which one client reports
// it. It takes the day for the day only where it cannot be the month.
func dayFirst(s string) (employee.Value, error) {
	d, month, _ := strings.Cut(s, "/")
	month, year, _ := strings.Cut(month, "/")
	day, err := employee.ParseDate(year + "-" + month + "-" + d)
	if err == nil && day.Day() <= 12 && day.Day() != int(day.Month()) {
		return employee.Value{}, errOrder
	}
	return employee.Day(day), err
}
