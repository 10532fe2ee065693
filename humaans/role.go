package humaans

import (
	"context"
	"errors"
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

// A role is what is kept of a jobRole.
type role struct {
	id                         string
	from                       employee.Date // zero: not told, or unreadable
	created, updated           time.Time
	title, department, manager record.Cell
}

// roles are everybody's, by person id.
type roles struct {
	of map[string][]role
	// partial says that not everybody's are known: the list was refused, or is
	// empty, or a row does not say whose it is.
	partial bool
}

// readRoles reads the whole history. Humaans could also be asked for the roles
// of one day, but that would leave out those who have not begun, and those who
// left.
func (c *Client) readRoles(ctx context.Context) (roles, error) {
	all := roles{of: make(map[string][]role)}
	err := readTable(ctx, c.rest, roleTable(), func(r *jobRole) error {
		owner := r.PersonID.Raw()
		if owner == "" {
			all.partial = true
			return nil
		}
		all.of[owner] = append(all.of[owner], keep(r))
		return nil
	})
	if withheld(err) {
		c.log.Warn("Humaans refuses the job roles: titles, departments and managers are withheld", "provider", provider)
		return roles{partial: true}, nil
	}
	all.partial = all.partial || len(all.of) == 0
	return all, err
}

func roleTable() table { return table{op: "list job roles", path: "job-roles"} }

func keep(r *jobRole) role {
	kept := role{
		id: r.ID.Raw(), created: instant(r.CreatedAt), updated: instant(r.UpdatedAt),
		title: r.JobTitle, department: r.Department.Cell, manager: r.ReportsTo,
	}
	if v, err := r.Effective.Date(); err == nil {
		kept.from, _ = v.Day()
	}
	return kept
}

// instant returns the zero Time for what is no time.
func instant(c record.Cell) time.Time {
	t, _ := time.Parse(time.RFC3339, c.Raw()) // zero on an error
	return t
}

var errRoles = errors.New("one of several job roles does not tell from which day it holds")

// inForce returns the role that holds on a day: the latest that has begun by
// then, else the first that begins later; of two that begin on one day the one
// made later. It returns nil for somebody without roles.
func inForce(history []role, day employee.Date) (*role, error) {
	var current, coming *role
	for i := range history {
		r := &history[i]
		if r.from.Year() == 0 && len(history) > 1 {
			return nil, errRoles
		}
		switch {
		case r.from.After(day):
			if coming == nil || r.from.Before(coming.from) || r.from == coming.from && r.supersedes(coming) {
				coming = r
			}
		case current == nil, r.from.After(current.from), r.from == current.from && r.supersedes(current):
			current = r
		}
	}
	if current == nil {
		current = coming
	}
	return current, nil
}

// supersedes reports whether r was made after o, which begins on the same day.
func (r *role) supersedes(o *role) bool {
	if order := r.created.Compare(o.created); order != 0 {
		return order > 0
	}
	return r.id > o.id
}

// own returns the role that is written into the person itself.
func (p *person) own() *role {
	r := keep(&p.JobRole.jobRole)
	if r.title.Missing() {
		r.title = p.JobTitle
	}
	if r.department.Missing() {
		r.department = p.Department.Cell
	}
	return &r
}

// fillRole sets the fields of the job role in force.
func (l *listing) fillRole(e *employee.Employee, p *person) {
	history := l.roles.of[e.ID]
	r, err := inForce(history, l.roleDay(e, p))
	if r == nil {
		r = p.own()
	} else if r.updated.After(e.UpdatedAt) {
		e.UpdatedAt = r.updated
	}
	for _, f := range l.c.roles {
		v, fault := f.read(r)
		if len(history) == 0 && v.State() == employee.StateWithheld && !l.roles.partial && mayLack(e) {
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
	if last := e.TerminationDate; e.Status == employee.Inactive && last.Year() > 0 && last.Before(day) {
		return last
	}
	return day
}
