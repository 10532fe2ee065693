package personio

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// An employment is one of GET /v2/persons/{id}/employments.
type employment struct {
	id                       string
	status, kind, start, end wire.Cell
	contractEnd, units       wire.Cell
	title, supervisor        wire.Cell
	termination, lastDay     wire.Cell // of the termination
}

func newEmployments() *listV2[employment] {
	return newListV2(func(t *wire.Table) func(*wire.Record) employment {
		id, status, kind := t.Place("id"), t.Place("status"), t.Place("type")
		start, end := t.Place("employment_start_date"), t.Place("employment_end_date")
		contractEnd, units := t.Place("contract_end_date"), t.Place("org_units")
		title, supervisor := memberAt(t, "position", "title"), memberAt(t, "supervisor", "id")
		// In the vendor's files under two names.
		termination := memberAt(t, "termination", "termination_date")
		lastDay := memberAt(t, "termination", "last_working_day", "last_working_date")
		return func(r *wire.Record) employment {
			return employment{
				id: r.At(id).ID(), status: r.At(status), kind: r.At(kind), start: r.At(start), end: r.At(end),
				contractEnd: r.At(contractEnd), units: r.At(units),
				title: title(r), supervisor: supervisor(r), termination: termination(r), lastDay: lastDay(r),
			}
		}
	})
}

// memberAt reads what is under the first of the keys that an object has. An object
// that is null, "" or [] has the same there; any other value gives a missing cell.
func memberAt(t *wire.Table, object string, keys ...string) func(*wire.Record) wire.Cell {
	whole := t.Place(object)
	var parts []wire.Place
	for _, key := range keys {
		parts = append(parts, t.Place(object, key))
	}
	return func(r *wire.Record) wire.Cell {
		if _, none := blank(r.At(whole)); none {
			return r.At(whole)
		}
		for _, part := range parts {
			if c := r.At(part); !c.Missing() {
				return c
			}
		}
		return wire.Cell{}
	}
}

// known returns the day in a cell, if there is one.
func known(c wire.Cell) (employee.Date, bool) {
	v, err := readDate(c)
	if err != nil {
		return employee.Date{}, false
	}
	return v.Day()
}

// The classes of employments, in the order in which they are chosen.
const (
	current = iota
	ahead
	ended
)

// class classifies an employment by its status word and, where that is unknown, by
// its dates on the day today.
func (m employment) class(today employee.Date) int {
	word, _ := statusOf(m.status.Raw())
	switch word {
	case employee.StatusActive, employee.StatusLeave:
		return current
	case employee.StatusPending:
		return ahead
	case employee.StatusInactive:
		return ended
	}
	if start, ok := known(m.start); ok && start.After(today) {
		return ahead
	}
	if end, err := m.lastOf(); err == nil {
		if day, ok := end.Day(); ok && day.Before(today) {
			return ended
		}
	}
	return current
}

// choose returns the employment that counts on the day today: one that is
// current, then one that is ahead, then one that has ended. Among equals it is
// the one that began last, of those ahead the one that begins first, and then
// the first, since Personio lists the newest first.
func choose(all []employment, today employee.Date) employment {
	return slices.MinFunc(all, func(a, b employment) int {
		class := a.class(today)
		startA, _ := known(a.start)
		startB, _ := known(b.start)
		begun := startB.Compare(startA)
		if class == ahead || startA.After(today) || startB.After(today) {
			begun = -begun
		}
		return cmp.Or(cmp.Compare(class, b.class(today)), begun)
	})
}

// fill sets the fields that come from the employments of a person. Without any, all
// of them are Withheld, because v2 keeps status and dates there; only the word
// INACTIVE of the person's own record then is unambiguous, as ACTIVE also covers
// employees on leave and future starters. A person who is ACTIVE there and INACTIVE
// in all employments may have one that the credentials do not see.
func (l *persons) fill(e *employee.Employee, p person, all []employment) error {
	var m employment
	if len(all) > 0 {
		m = choose(all, l.today)
	}
	word, err := readText(m.status)
	personal := p.status.Raw()
	if len(all) == 0 && strings.EqualFold(personal, "inactive") {
		word = employee.Text(personal)
	}
	fillStatus(e, word, err)
	if e.Status == employee.StatusInactive && strings.EqualFold(personal, "active") {
		wire.Put(e, employee.FieldStatus, employee.Value{}, errContradiction)
	}
	m.fillDates(e, l.c, all)
	put := func(f employee.Field, c wire.Cell) {
		if l.c.asks(f) {
			v, err := readText(c)
			wire.Put(e, f, v, err)
		}
	}
	put(employee.FieldJobTitle, m.title)
	put(employee.FieldEmploymentType, m.kind)
	put(employee.FieldManagerID, m.supervisor)
	return l.fillUnits(e, m.units)
}

// fillDates sets the days of the chosen employment m, and the first of all.
func (m employment) fillDates(e *employee.Employee, c *Client, all []employment) {
	hired, err := readDate(m.start)
	wire.Put(e, employee.FieldHireDate, hired, err)
	end, err := m.lastOf()
	wire.Put(e, employee.FieldTerminationDate, end, err)
	if c.asks(employee.FieldLastWorkingDay) {
		v, err := readDate(m.lastDay)
		wire.Put(e, employee.FieldLastWorkingDay, v, err)
	}
	if c.asks(employee.FieldContractEndDate) {
		v, err := readDate(m.contractEnd)
		wire.Put(e, employee.FieldContractEndDate, v, err)
	}
	wire.Put(e, employee.FieldOriginalHireDate, earliest(all), nil)
}

// lastOf returns the last day of an employment, the later one where its two dates
// differ. An employment that goes on has no termination, so one date that says
// "none" is enough to know that there is none.
func (m employment) lastOf() (employee.Value, error) {
	notice, err := readDate(m.termination)
	if err != nil {
		return notice, err
	}
	end, err := readDate(m.end)
	if err != nil {
		return end, err
	}
	a, isNotice := notice.Day()
	b, isEnd := end.Day()
	switch {
	case isNotice && (!isEnd || a.After(b)):
		return notice, nil
	case isEnd || end.State() == employee.StateEmpty:
		return end, nil
	}
	return notice, nil
}

// earliest returns the day on which the first employment began, Withheld unless
// the day of each is known.
func earliest(all []employment) employee.Value {
	var first employee.Date
	for _, m := range all {
		start, ok := known(m.start)
		if !ok {
			return employee.Withheld()
		}
		if first.IsZero() || start.Before(first) {
			first = start
		}
	}
	if first.IsZero() {
		return employee.Withheld()
	}
	return employee.Day(first)
}

// fillUnits sets department and teams, of which an employment has the ids only.
func (l *persons) fillUnits(e *employee.Employee, units wire.Cell) error {
	department, teams := employee.Empty(), employee.Empty()
	if v, ok := blank(units); ok {
		department, teams = v, v
	} else if !isUnits(units) {
		department, teams = employee.Withheld(), employee.Withheld()
	}
	var names []string
	for u := range units.Items() {
		kind := u.At("type").Raw()
		if kind == "" { // it may be either
			department, teams = employee.Withheld(), employee.Withheld()
			break
		}
		isDepartment := strings.EqualFold(kind, "department")
		isTeam := strings.EqualFold(kind, "team")
		if !(isDepartment && department.State() == employee.StateEmpty && l.c.asks(employee.FieldDepartment)) &&
			!(isTeam && l.c.asks(employee.FieldTeams)) {
			continue
		}
		name, err := l.name(unit{strings.ToLower(kind), u.At("id").Raw()})
		switch {
		case err != nil:
			return err
		case isDepartment:
			department = name
		case name.Known() && teams.State() != employee.StateWithheld:
			names = append(names, name.String())
			teams = employee.List(names...)
		default:
			teams = employee.Withheld()
		}
	}
	l.putUnits(e, employee.FieldDepartment, department)
	l.putUnits(e, employee.FieldTeams, teams)
	return nil
}

// isUnits reports whether a cell is an array of objects.
func isUnits(c wire.Cell) bool {
	if c.Kind() != wire.KindArray {
		return false
	}
	for u := range c.Items() {
		if u.Kind() != wire.KindObject && !u.Null() {
			return false
		}
	}
	return true
}
