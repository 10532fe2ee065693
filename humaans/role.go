package humaans

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

// A jobRole is a row of /job-roles: what a person is from one day on.
type jobRole struct {
	ID         record.Cell `json:"id"`
	PersonID   record.Cell `json:"personId"`
	JobTitle   record.Cell `json:"jobTitle"`
	Department label       `json:"department"`
	ReportsTo  record.Cell `json:"reportingTo"` // the manager's person id
	Effective  record.Cell `json:"effectiveDate"`
	CreatedAt  record.Cell `json:"createdAt"`
	UpdatedAt  record.Cell `json:"updatedAt"`
	// The endDate is not read: rows that were superseded may have none, and the
	// last row of somebody who left may have one.
}

func (r jobRole) key() string { return r.ID.Raw() }

// A facet is a standard field that a job role has.
type facet struct {
	field    employee.Field
	label    string
	required bool // of every active person
	read     func(*role) (employee.Value, error)
}

func facets() []facet {
	return []facet{
		{employee.FieldJobTitle, "Job title", true, func(r *role) (employee.Value, error) { return r.title.Text() }},
		{employee.FieldDepartment, "Department", false, func(r *role) (employee.Value, error) { return r.department.Text() }},
		{employee.FieldManagerID, "Reporting to", false, func(r *role) (employee.Value, error) { return r.manager.Text() }},
	}
}

// A role is what is read from a jobRole.
type role struct {
	from                       employee.Date // zero: not told, or unreadable
	created, updated           time.Time
	title, department, manager record.Cell
}

func roleTable() table { return table{op: "list job roles", path: "job-roles"} }

func (r *jobRole) role() role {
	read := role{
		created: instant(r.CreatedAt), updated: instant(r.UpdatedAt),
		title: r.JobTitle, department: r.Department.Cell, manager: r.ReportsTo,
	}
	if v, err := r.Effective.Date(); err == nil {
		read.from, _ = v.Day()
	}
	return read
}

// instant returns the zero Time for what is no time.
func instant(c record.Cell) time.Time {
	t, _ := time.Parse(time.RFC3339, c.Raw()) // zero on an error
	return t
}

// own returns the role that is written into the person itself.
func (p *person) own() role {
	r := p.JobRole.role()
	if r.title.Missing() {
		r.title = p.JobTitle
	}
	if r.department.Missing() {
		r.department = p.Department.Cell
	}
	return r
}

// fillRole sets the fields of the job role in force.
func (l *listing) fillRole(e *employee.Employee, p *person) {
	history := l.roles.of(e.ID)
	found, err := l.roles.inForce(history, l.roleDay(e, p))
	var r role
	if found == nil {
		r = p.own()
	} else if r = l.roles.role(found); r.updated.After(e.UpdatedAt) {
		e.UpdatedAt = r.updated
	}
	for _, f := range l.c.roles {
		v, fault := f.read(&r)
		if history == nil && v.State() == employee.StateWithheld && !l.roles.partial && mayLack(e) {
			v = employee.Empty() // everybody's roles are known, and this person has none
		}
		if err != nil {
			fault = err
		}
		l.put(e, f.field, v, fault, f.required)
	}
	if e.Manager.ID != "" && e.Manager.ID == e.ID {
		_ = e.Set(employee.FieldManagerEmail, employee.Withheld()) // not the person's own
	}
}

// roleDay returns the day whose role counts: today, or the last day employed of
// somebody who has left.
func (l *listing) roleDay(e *employee.Employee, p *person) employee.Date {
	day := l.today(p.TimeZone.Raw())
	if last := e.TerminationDate; e.Status == employee.StatusInactive && last.Year() > 0 && last.Before(day) {
		return last
	}
	return day
}
