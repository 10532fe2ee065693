package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// samePerson reports whether a relink is beyond doubt: the old record has left or is
// gone, and of this source; the full names are equal; every key that both have is equal,
// and none is unreadable; and an identifier beside the address is equal, or the original
// hire date is on or before the old end.
func (d *decider) samePerson(i, u int32) bool {
	a, user := &d.employees[i], &d.users[u]
	if user.Link.Source != d.source || !d.fullNamesEqual(i, u) || d.hidden(a, d.email) {
		return false
	}
	keys := d.found.Agreement(i, u)
	if keys.Unreadable || keys.Different {
		return false
	}
	first, _ := a.e.Value(employee.FieldOriginalHireDate).Day()
	end := d.oldEnd(u)
	return keys.Identifier || lifecycle.Plausible(first) && lifecycle.Plausible(end) && !first.After(end)
}

// fullNamesEqual reports whether an employee, the old record of a user and the user have
// one full name, as far as the old record is listed and the user has names.
func (d *decider) fullNamesEqual(i, u int32) bool {
	e, old := d.employees[i].e, d.owners[u].Employee
	own, names := d.rules.namesOf(&d.employees[i]), d.directory.namesOf(&d.users[u], d.names)
	carried := slices.ContainsFunc(fullNames(e), names.Carries)
	switch {
	case own.Hidden() || names.Hidden() || !names.Empty() && !carried:
		return false
	case old >= 0:
		oldNames := d.rules.namesOf(&d.employees[old])
		return !oldNames.Hidden() && sameFullName(e, d.employees[old].e)
	}
	return carried
}

// oldEnd returns the end date of the record that a user is linked to, zero if it is not
// known or has not passed.
func (d *decider) oldEnd(u int32) employee.Date {
	end := d.users[u].EndsOn
	zone, _ := d.zones.Of(&employee.Employee{})
	if old := d.owners[u].Employee; old >= 0 {
		end, _ = d.employees[old].e.Value(employee.FieldTerminationDate).Day()
		zone = d.employees[old].zone
	}
	if !end.Before(d.zones.Day(zone).Today) {
		return employee.Date{}
	}
	return end
}

// rehireOf returns the place of an employee who may be a leaver under a new id, whom no
// key can find: one without a user, with the same full name, hired after the leaver, and
// with an address or a key that cannot be read. The leaver has user u and is listed at
// place old, or no longer: -1. It returns the first by id,
// or -1.
func (d *decider) rehireOf(old, u int32) int32 {
	if d.rehires == nil {
		d.findRehires()
	}
	if len(d.rehires) == 0 {
		return -1
	}
	var names []match.FullName
	var hired employee.Date
	if old >= 0 {
		names = fullNames(d.employees[old].e)
		hired, _ = d.employees[old].e.Value(employee.FieldHireDate).Day()
	} else {
		own := d.directory.namesOf(&d.users[u], d.names)
		names = own.Carried()
	}
	first := int32(-1)
	for _, n := range names {
		for _, i := range d.rehires[n] {
			e := d.employees[i].e
			start, _ := e.Value(employee.FieldHireDate).Day()
			later := start.After(hired) || !lifecycle.Plausible(start) || !lifecycle.Plausible(hired)
			if later && (first < 0 || e.ID < d.employees[first].e.ID) {
				first = i
			}
		}
	}
	return first
}

// findRehires finds the employees without a user who have an address or a key that
// cannot be read.
func (d *decider) findRehires() {
	d.rehires = make(map[match.FullName][]int32)
	for i := range d.employees {
		a := &d.employees[i]
		if d.outcomes[i].User >= 0 || !a.living() || a.disposition == disposition.Untouched || !d.hiddenIdentity(a) {
			continue
		}
		for _, n := range fullNames(a.e) {
			d.rehires[n] = append(d.rehires[n], int32(i))
		}
	}
}

// rehireEvidence says why a deactivation waits for an approval.
func (d *decider) rehireEvidence(i int32) Evidence {
	return Evidence{Detail: "employee " + visible.Word(d.employees[i].e.ID) + " has the same name, and an address or a key that cannot be read: it may be a rehire"}
}
