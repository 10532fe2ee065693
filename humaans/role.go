package humaans

import (
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A jobRole is a row of /job-roles: what an employee is from one day on. The endDate
// is not read: rows that were superseded may have none, and the last row of a leaver
// may have one.
type jobRole struct {
	id, owner string
	role
}

func (r jobRole) key() string { return r.id }

// roleKeys are the keys of a job role that fields are read from, in the order of its
// cells.
func roleKeys() []string { return []string{"jobTitle", "department", "reportingTo"} }

func (r *jobRole) cells() [3]wire.Cell { return [...]wire.Cell{r.title, r.department, r.manager} }

func roleTable() *table[jobRole] {
	return newTable("list job roles", "job-roles", func(t *wire.Table) func(*wire.Record, *jobRole) {
		id, owner, read := t.Place("id"), t.Place("personId"), roleAt(t)
		return func(r *wire.Record, j *jobRole) { *j = jobRole{r.At(id).ID(), r.At(owner).ID(), read(r)} }
	})
}

// roleAt returns how a job role is read that stands at a path of a row.
func roleAt(t *wire.Table, path ...string) func(*wire.Record) role {
	at := func(key ...string) wire.Place { return t.Place(slices.Concat(path, key)...) }
	title, department, name := at("jobTitle"), at("department"), at("department", "name")
	manager, from, created, updated := at("reportingTo"), at("effectiveDate"), at("createdAt"), at("updatedAt")
	return func(r *wire.Record) role {
		read := role{
			created: instant(r.At(created)), updated: instant(r.At(updated)),
			title: r.At(title), department: nameOf(r, department, name), manager: r.At(manager),
		}
		if v, err := r.At(from).Date(); err == nil {
			read.from, _ = v.Day()
		}
		return read
	}
}

// nameOf returns the cell of a name, or that of the name in an object.
func nameOf(r *wire.Record, at, name wire.Place) wire.Cell {
	if c := r.At(at); c.Kind() != wire.KindObject {
		return c
	}
	return r.At(name)
}

// ownRole returns how the role is read that is written into a row of /people: in an
// object, or beside the other keys.
func ownRole(t *wire.Table) func(*wire.Record) role {
	nested, title := roleAt(t, "jobRole"), t.Place("jobTitle")
	department, name := t.Place("department"), t.Place("department", "name")
	return func(r *wire.Record) role {
		own := nested(r)
		if own.title.Missing() {
			own.title = r.At(title)
		}
		if own.department.Missing() {
			own.department = nameOf(r, department, name)
		}
		return own
	}
}

// A facet is a standard field that a job role has.
type facet struct {
	field    employee.Field
	label    string
	key      string
	required bool // each active employee has one
	read     func(*role) (employee.Value, error)
}

func facets() []facet {
	return []facet{
		{employee.FieldJobTitle, "Job title", "jobTitle", true, func(r *role) (employee.Value, error) { return r.title.Text() }},
		{employee.FieldDepartment, "Department", "department", false, func(r *role) (employee.Value, error) { return r.department.Text() }},
		{employee.FieldManagerID, "Reporting to", "reportingTo", false, func(r *role) (employee.Value, error) { return r.manager.Text() }},
	}
}

// A role is what is read of a job role.
type role struct {
	from                       employee.Date // zero: missing, or unreadable
	created, updated           time.Time
	title, department, manager wire.Cell
}

// instant returns the zero Time for a cell that is no time.
func instant(c wire.Cell) time.Time {
	t, _ := time.Parse(time.RFC3339, c.Raw()) // zero on an error
	return t
}

// fillRole sets the fields of the job role in force.
func (l *run) fillRole(e *employee.Employee, p *employeeRow) {
	history := l.roles.of(e.ID)
	found, err := l.roles.inForce(history, l.roleDay(e, p))
	var r role
	if found == nil {
		r = p.role
	} else if r = l.roles.role(found); r.updated.After(e.UpdatedAt) {
		e.UpdatedAt = r.updated
	}
	for _, f := range l.c.roles {
		v, fault := f.read(&r)
		on := &l.roles.sights[slices.Index(roleKeys(), f.key)]
		if found == nil && v.State() == employee.StateEmpty {
			on.blank = int(l.answers) // in the row itself
		}
		if history == nil && v.State() == employee.StateWithheld && !l.roles.partial && mayLack(e) {
			v = employee.Empty() // the roles of all are known, and this employee has none
		}
		if err != nil {
			fault = err
		}
		if v.State() != employee.StateEmpty {
			on = nil
		}
		l.put(e, f.field, v, fault, f.required, on)
	}
	if e.Manager.ID != "" && e.Manager.ID == e.ID {
		_ = e.Set(employee.FieldManagerEmail, employee.Withheld()) // an employee's own address is not that of the manager
	}
}

// roleDay returns the day whose role counts: today, or the last day employed of a
// leaver.
func (l *run) roleDay(e *employee.Employee, p *employeeRow) employee.Date {
	day := l.today(p.zone)
	if last := e.TerminationDate; e.Status == employee.StatusInactive && last.Year() > 0 && last.Before(day) {
		return last
	}
	return day
}
