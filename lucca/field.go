package lucca

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/spell"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A part is one of the records that make an employee. The legacy API has the first
// alone.
type part int

const (
	own        part = iota // the record of the list of employees
	employment             // the employment that applies
	position               // the job position that applies
	parts
)

// A layout has the tables of the parts.
type layout [parts]*wire.Table

// A row is an employee as Lucca gives one.
type row struct {
	id    string
	cells [parts]cells
	sides *sides // what Lucca keeps beside the list; set when the row is read

	history spell.History // once a field needs it
	merged  bool          // whether one did
}

// Cells are those of a record, by place. A record that did not come has none.
type cells []wire.Cell

// at returns the cell of a place, a missing one if the record did not come.
func (c cells) at(p wire.Place) wire.Cell {
	if int(p) >= len(c) {
		return wire.Cell{}
	}
	return c[p]
}

// A reading is how a field is made of a row.
type reading func(*row) (employee.Value, error)

// A column is a field that an interface of Lucca has.
type column struct {
	field  employee.Field
	label  string
	always bool   // asked for whatever Fields says
	query  string // the legacy API's names, as they are asked for, with blanks between them
	read   func(*layout) reading
}

const always = true

// legacyColumns is the table of the standard fields that v3 has.
func legacyColumns() []column {
	start, end := date(own, "dtContractStart"), date(own, "dtContractEnd")
	return []column{
		{employee.FieldNumber, "Employee number", always, "employeeNumber", text(own, "employeeNumber")},
		{employee.FieldFirstName, "First name", always, "firstName", text(own, "firstName")},
		{employee.FieldLastName, "Last name", always, "lastName", text(own, "lastName")},
		{employee.FieldDisplayName, "Display name", false, "displayName", text(own, "displayName")},
		{employee.FieldWorkEmail, "Professional e-mail", false, "mail", text(own, "mail")},
		{employee.FieldPersonalEmail, "Personal e-mail", false, "personalEmail", text(own, "personalEmail")},
		{employee.FieldWorkPhone, "Direct line, or professional mobile", false, "directLine professionalMobile", workPhone},
		{employee.FieldMobilePhone, "Personal mobile", false, "personalMobile", text(own, "personalMobile")},
		{employee.FieldBirthDate, "Birth date", false, "birthDate", date(own, "birthDate")},
		{employee.FieldJobTitle, "Job title", false, "jobTitle", text(own, "jobTitle")},
		{employee.FieldDepartment, "Department", false, "department[id,name]", name(own, "department")},
		{employee.FieldLocation, "Establishment", false, "legalEntity[id,name]", name(own, "legalEntity")},
		{employee.FieldAddressLine1, "Home address", false, "address", text(own, "address")},
		{employee.FieldManagerID, "Manager", always, "manager[id,name]", manager(own, reference.idOf)},
		{employee.FieldManagerName, "Manager (name)", false, "manager[id,name]", manager(own, reference.nameOf)},
		{employee.FieldHireDate, "Contract start", always, "dtContractStart", told(listContracts, start, end, hired)},
		{employee.FieldOriginalHireDate, "Start of the first contract", always, "", told(listContracts, start, end, firstHired)},
		{employee.FieldTerminationDate, "Contract end", always, "dtContractEnd", told(listContracts, start, end, ended)},
	}
}

// currentColumns is the table of the standard fields that the current API has.
func currentColumns() []column {
	start, end := dayAt(employment, "start"), dayAt(employment, "end")
	departmentName := lookup(listDepartments, position, "department", (*named).readName)
	establishmentName := lookup(listEstablishments, position, "businessEstablishment", (*named).readName)
	zone := lookup(listEstablishments, position, "businessEstablishment", func(n *named) (employee.Value, error) { return n.zone.Text() })
	entity := lookup(listEntities, employment, "legalEntity", func(n *named) (employee.Value, error) { return n.legalName.Text() })
	privateEmail := private(func(r *privateRecord) wire.Cell { return r.email })
	privatePhone := private(func(r *privateRecord) wire.Cell { return r.phone })
	return []column{
		{employee.FieldNumber, "Employee number", always, "", text(own, "employeeNumber")},
		{employee.FieldFirstName, "Given name", always, "", text(own, "givenName")},
		{employee.FieldLastName, "Family name", always, "", text(own, "familyName")},
		{employee.FieldWorkEmail, "E-mail", false, "", text(own, "email")},
		{employee.FieldPersonalEmail, "Personal e-mail", false, "", privateEmail},
		{employee.FieldWorkPhone, "Phone number", false, "", text(own, "phoneNumber")},
		{employee.FieldMobilePhone, "Personal phone number", false, "", privatePhone},
		{employee.FieldBirthDate, "Birthday", false, "", birthday},
		{employee.FieldJobTitle, "Job title", false, "", text(position, "jobTitle")},
		{employee.FieldDepartment, "Department", false, "", departmentName},
		{employee.FieldLocation, "Business establishment", false, "", establishmentName},
		{employee.FieldLegalEntity, "Legal entity", false, "", entity},
		{employee.FieldTimeZone, "Time zone of the establishment", false, "", zone},
		{employee.FieldManagerID, "Manager", always, "", manager(position, reference.idOf)},
		{employee.FieldStatusText, "Status", always, "", text(own, "status")},
		{employee.FieldStatus, "Status (normalised)", always, "", status},
		{employee.FieldHireDate, "Employment start", always, "", told(listEmployments, start, end, hired)},
		{employee.FieldTerminationDate, "Employment end", always, "", told(listEmployments, start, end, ended)},
		{employee.FieldOriginalHireDate, "Start of the first employment", always, "", told(listEmployments, start, end, firstHired)},
	}
}

// choose returns the columns of the fields that are asked for.
func choose(columns []column, fields []employee.Field) []column {
	return slices.DeleteFunc(columns, func(c column) bool {
		return !c.always && !listing.Completes(c.field, fields) && !slices.Contains(fields, c.field)
	})
}

// A form makes employees of rows.
type form struct {
	columns  []column
	readings []reading // of the columns
	changed  [parts]wire.Place
}

// newForm returns the form of some columns. Times has the keys of the last change of
// the parts.
func newForm(columns []column, l *layout, times [parts]string) form {
	f := form{columns: columns}
	for _, col := range columns {
		f.readings = append(f.readings, col.read(l))
	}
	for p, key := range times {
		if key != "" {
			f.changed[p] = l[p].Place(key)
		}
	}
	return f
}

// fields returns what is asked for.
func (f *form) fields() []employee.Field {
	fields := make([]employee.Field, len(f.columns))
	for i, col := range f.columns {
		fields[i] = col.field
	}
	return fields
}

// employee makes an employee of a row.
func (f *form) employee(r *row) employee.Employee {
	e := employee.Employee{ID: r.id}
	for i, read := range f.readings {
		v, err := read(r)
		wire.Put(&e, f.columns[i].field, v, err)
	}
	for p, at := range f.changed {
		change(&e, r.cells[p].at(at))
	}
	return e
}

func text(p part, key string) func(*layout) reading {
	return func(l *layout) reading {
		at := l[p].Place(key)
		return func(r *row) (employee.Value, error) { return r.cells[p].at(at).Text() }
	}
}

func date(p part, key string) func(*layout) reading {
	return func(l *layout) reading {
		at := l[p].Place(key)
		return func(r *row) (employee.Value, error) { return r.cells[p].at(at).Date() }
	}
}

func dayAt(p part, key string) func(*layout) reading {
	return func(l *layout) reading {
		at := datedAt(l[p], key)
		return func(r *row) (employee.Value, error) { return at.of(r.cells[p]) }
	}
}

func name(p part, key string) func(*layout) reading {
	return func(l *layout) reading {
		at := referenceAt(l[p], key)
		return func(r *row) (employee.Value, error) { return at.nameOf(r.cells[p]) }
	}
}

// manager reads one cell about the manager. An employee who is their own manager has
// none.
func manager(p part, read func(reference, cells) (employee.Value, error)) func(*layout) reading {
	return func(l *layout) reading {
		at := referenceAt(l[p], "manager")
		return func(r *row) (employee.Value, error) {
			if id, err := at.idOf(r.cells[p]); err == nil && id.Known() && id.String() == r.id {
				return employee.Empty(), nil
			}
			return read(at, r.cells[p])
		}
	}
}

// workPhone reads the landline, or the professional mobile if there is no landline.
func workPhone(l *layout) reading {
	landline, mobile := text(own, "directLine")(l), text(own, "professionalMobile")(l)
	return func(r *row) (employee.Value, error) {
		if v, err := landline(r); err != nil || v.State() != employee.StateEmpty {
			return v, err
		}
		return mobile(r)
	}
}

var errWord = errors.New("a status that Lucca does not document")

// status normalises Lucca's word. One that it does not document is unknown.
func status(l *layout) reading {
	word := text(own, "status")(l)
	return func(r *row) (employee.Value, error) {
		v, err := word(r)
		if !v.Known() || err != nil {
			return v, err
		}
		switch strings.ToLower(v.String()) {
		case "active":
			return employee.Text(string(employee.StatusActive)), nil
		case "upcoming":
			return employee.Text(string(employee.StatusPending)), nil
		case "deactivated":
			return employee.Text(string(employee.StatusInactive)), nil
		}
		return employee.Value{}, errWord
	}
}

var errBirthday = errors.New("not a day of a month")

// birthday reads a day of which Lucca does not give the year.
func birthday(l *layout) reading {
	t := l[own]
	self, dayAt, monthAt := t.Place("birthDay"), t.Place("birthDay", "day"), t.Place("birthDay", "month")
	return func(r *row) (employee.Value, error) {
		c := r.cells[own]
		if self := c.at(self); self.Kind() != wire.KindObject {
			return instead(self)
		}
		month, err1 := strconv.Atoi(c.at(monthAt).Raw())
		day, err2 := strconv.Atoi(c.at(dayAt).Raw())
		d := employee.NewMonthDay(time.Month(month), day)
		if err1 != nil || err2 != nil || d.IsZero() {
			return employee.Value{}, errBirthday
		}
		return employee.Day(d), nil
	}
}

var (
	errObject = errors.New("not the object that Lucca documents")
	errTime   = errors.New("the time of the last change is no time")
)

// instead reads what stands in the place of an object: null is Empty, no key at all
// is Withheld.
func instead(c wire.Cell) (employee.Value, error) {
	v, err := c.Text()
	if v.Known() || err != nil {
		return employee.Value{}, errObject
	}
	return v, nil
}

// A reference names another record; the current API gives no name with it.
type reference struct{ self, id, name wire.Place }

func referenceAt(t *wire.Table, key string) reference {
	return reference{t.Place(key), t.Place(key, "id"), t.Place(key, "name")}
}

func (f reference) idOf(c cells) (employee.Value, error) { return f.part(c, f.id) }

func (f reference) nameOf(c cells) (employee.Value, error) {
	if c.at(f.self).Kind() == wire.KindObject {
		return wire.Named(f.part(c, f.name))
	}
	return f.part(c, f.name)
}

func (f reference) part(c cells, at wire.Place) (employee.Value, error) {
	if self := c.at(f.self); self.Kind() != wire.KindObject {
		return instead(self)
	}
	return c.at(at).Text()
}

// A dated is a day: {"date": "2024-01-01"}, or bare, as in filters.
type dated struct{ self, date wire.Place }

func datedAt(t *wire.Table, path ...string) dated {
	return dated{t.Place(path...), t.Place(append(path, "date")...)}
}

func (d dated) of(c cells) (employee.Value, error) {
	if self := c.at(d.self); self.Kind() != wire.KindObject {
		return self.Date()
	}
	return c.at(d.date).Date()
}

// change moves UpdatedAt to the time in a cell if that is later. Times of the legacy
// API have no zone: they are read as UTC. A missing time is no fault.
func change(e *employee.Employee, cell wire.Cell) {
	text := cell.Raw()
	if text == "" {
		return
	}
	layout := time.RFC3339Nano
	if !strings.ContainsAny(text[min(len(text), len("2006-01-02T")):], "Z+-") {
		layout = "2006-01-02T15:04:05.999999999"
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		e.Problems = append(e.Problems, employee.Problem{EmployeeID: e.ID, Reason: errTime.Error()})
		return
	}
	if t.After(e.UpdatedAt) {
		e.UpdatedAt = t.UTC()
	}
}
