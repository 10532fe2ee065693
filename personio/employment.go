package personio

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/spell"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// An employment is one of GET /v2/persons/{id}/employments.
type employment struct {
	id                       string
	status, kind, start, end wire.Cell
	contractEnd, units       wire.Cell
	title, supervisor        wire.Cell
	terminated               bool      // has a termination, whatever can be read of it
	termination, lastDay     wire.Cell // of the termination
}

func newEmployments() *listV2[employment] {
	return newListV2(func(t *wire.Table) func(*wire.Record) employment {
		id, status, kind := t.Place("id"), t.Place("status"), t.Place("type")
		start, end := t.Place("employment_start_date"), t.Place("employment_end_date")
		contractEnd, units := t.Place("contract_end_date"), t.Place("org_units")
		title, supervisor := memberAt(t, "position", "title"), memberAt(t, "supervisor", "id")
		terminated := t.Place("termination")
		// In the vendor's files under two names.
		termination := memberAt(t, "termination", "termination_date")
		lastDay := memberAt(t, "termination", "last_working_day", "last_working_date")
		return func(r *wire.Record) employment {
			_, none := blank(r.At(terminated))
			return employment{
				id: r.At(id).ID(), status: r.At(status), kind: r.At(kind), start: r.At(start), end: r.At(end),
				contractEnd: r.At(contractEnd), units: r.At(units),
				title: title(r), supervisor: supervisor(r), termination: termination(r), lastDay: lastDay(r),
				terminated: !none,
			}
		}
	})
}

// memberAt reads what is under the first of the keys that an object has. An object
// that is null, "" or [] has the same there; what is no object has nothing.
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

// term returns what an employment tells of the history of its employee.
func (m employment) term() spell.Employment {
	word, err := readText(m.status)
	if err == nil {
		word, err = wire.Status("Personio", word, normal)
	}
	return spell.Employment{
		ID: m.id, Word: spell.Of(word, err),
		Start: spell.Of(readDate(m.start)), End: spell.Of(m.lastOf()),
	}
}

// fill sets what the employments of an employee tell. Without any, although v2 keeps
// status and dates there, all of it is Withheld; only the word INACTIVE of the
// person's own record then is plain, as ACTIVE also covers employees who are on leave
// or have not begun. An employee who is ACTIVE there, and whose employments that the
// credentials see are INACTIVE or over, may have one that they do not see.
func (l *persons) fill(e *employee.Employee, p person, all []employment) error {
	terms := make([]spell.Employment, len(all))
	for i, m := range all {
		terms[i] = m.term()
	}
	history := spell.Merge(terms, l.today)
	var job, said employment
	if len(all) > 0 {
		job, said = all[history.JobFrom], all[history.StatusFrom]
	}
	word, err := readText(said.status)
	personal := p.status.Raw()
	if len(all) == 0 && strings.EqualFold(personal, "inactive") {
		word = employee.Text(personal)
	}
	fillStatus(e, word, err)
	active := func(m employment) bool { return m.employs(l.today) }
	if e.Status == employee.StatusInactive && strings.EqualFold(personal, "active") && !slices.ContainsFunc(all, active) {
		wire.Put(e, employee.FieldStatus, employee.Value{}, errContradiction)
	}
	fillDates(e, history)
	put := func(f employee.Field, c wire.Cell, read func(wire.Cell) (employee.Value, error)) {
		if l.c.asks(f) {
			v, err := read(c)
			wire.Put(e, f, v, err)
		}
	}
	put(employee.FieldLastWorkingDay, job.lastDay, readDate)
	put(employee.FieldContractEndDate, job.contractEnd, readDate)
	put(employee.FieldJobTitle, job.title, readText)
	put(employee.FieldEmploymentType, job.kind, readText)
	put(employee.FieldManagerID, job.supervisor, readText)
	return l.fillUnits(e, job.units)
}

// employs reports whether an employment has no word that says otherwise, and is not
// over.
func (m employment) employs(today employee.Date) bool {
	if normal(m.status.Raw()) == employee.StatusInactive {
		return false
	}
	end, _ := m.lastOf()
	last, ended := end.Day()
	return !ended || !last.Before(today)
}

// fillDates sets the days of a history.
func fillDates(e *employee.Employee, h spell.History) {
	wire.Put(e, employee.FieldHireDate, h.HireDate.Value, h.HireDate.Err)
	wire.Put(e, employee.FieldTerminationDate, h.TerminationDate.Value, h.TerminationDate.Err)
	wire.Put(e, employee.FieldOriginalHireDate, h.OriginalHireDate.Value, h.OriginalHireDate.Err)
	if h.Fault != nil {
		p := employee.Problem{EmployeeID: e.ID, Field: employee.FieldTerminationDate, Reason: h.Fault.Error()}
		e.Problems = append(e.Problems, p)
	}
}

// lastOf returns the last day of an employment, the later one where its two dates
// differ. One that is hidden may be the later one, so the other does not stand in for
// it. An employment that goes on has an end of null, and no termination.
func (m employment) lastOf() (employee.Value, error) {
	notice, err := readDate(m.termination)
	if err != nil {
		return notice, err
	}
	end, err := readDate(m.end)
	if err != nil {
		return end, err
	}
	if end.State() == employee.StateEmpty && !m.terminated {
		return end, nil
	}
	a, isNotice := notice.Day()
	b, isEnd := end.Day()
	switch {
	case end.State() == employee.StateWithheld || notice.State() == employee.StateWithheld:
		return employee.Withheld(), nil
	case isNotice && (!isEnd || a.After(b)):
		return notice, nil
	}
	return end, nil
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
