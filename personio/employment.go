package personio

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

// An employment is one of GET /v2/persons/{id}/employments.
type employment struct {
	Status      json.RawMessage `json:"status"`
	Position    json.RawMessage `json:"position"`
	Type        json.RawMessage `json:"type"`
	Start       json.RawMessage `json:"employment_start_date"`
	End         json.RawMessage `json:"employment_end_date"`
	ContractEnd json.RawMessage `json:"contract_end_date"`
	Supervisor  json.RawMessage `json:"supervisor"`
	OrgUnits    json.RawMessage `json:"org_units"`
	Termination json.RawMessage `json:"termination"`
}

// member returns what is under the first of the keys that an object has. An
// object that is null, "" or [] has null there; what is no object has nothing.
func member(raw json.RawMessage, keys ...string) json.RawMessage {
	if v, ok := blank(raw); ok {
		if v.State() == employee.StateEmpty {
			return json.RawMessage("null")
		}
		return nil
	}
	for _, key := range keys {
		if value := json.RawMessage(walk.Get(raw, key)); value != nil {
			return value
		}
	}
	return nil
}

// known returns the day in raw, if there is one.
func known(raw json.RawMessage) (employee.Date, bool) {
	v, err := readDate(raw)
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

// class weighs an employment by its word and, where that says nothing, by its
// dates on the day today.
func (m employment) class(today employee.Date) int {
	word, _ := statusOf(cell(m.Status).Raw())
	switch word {
	case employee.StatusActive, employee.StatusLeave:
		return current
	case employee.StatusPending:
		return ahead
	case employee.StatusInactive:
		return ended
	}
	if start, ok := known(m.Start); ok && start.After(today) {
		return ahead
	}
	if end, err := m.end(); err == nil {
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
		startA, _ := known(a.Start)
		startB, _ := known(b.Start)
		begun := startB.Compare(startA)
		if class == ahead || startA.After(today) || startB.After(today) {
			begun = -begun
		}
		return cmp.Or(cmp.Compare(class, b.class(today)), begun)
	})
}

// fill sets what the employments of a person tell. Who has none, although v2
// keeps status and dates there, has all of it Withheld; only the word INACTIVE
// of the person's own record then is plain, as ACTIVE also covers those who are
// on leave or have not begun. Who is ACTIVE there and INACTIVE in all employments
// that are to be seen has perhaps one that is not.
func (l *persons) fill(e *employee.Employee, p person, all []employment) error {
	var m employment
	if len(all) > 0 {
		m = choose(all, l.today)
	}
	word, err := readText(m.Status)
	personal := cell(p.Status).Raw()
	if len(all) == 0 && strings.EqualFold(personal, "inactive") {
		word = employee.Text(personal)
	}
	fillStatus(e, word, err)
	if e.Status == employee.StatusInactive && strings.EqualFold(personal, "active") {
		record.Put(e, employee.FieldStatus, employee.Value{}, errContradiction)
	}
	m.fillDates(e, l.c, all)
	put := func(f employee.Field, raw json.RawMessage) {
		if l.c.asks(f) {
			v, err := readText(raw)
			record.Put(e, f, v, err)
		}
	}
	put(employee.FieldJobTitle, member(m.Position, "title"))
	put(employee.FieldEmploymentType, m.Type)
	put(employee.FieldManagerID, member(m.Supervisor, "id"))
	return l.fillUnits(e, m.OrgUnits)
}

// fillDates sets the days of the chosen employment m, and the first of all.
func (m employment) fillDates(e *employee.Employee, c *Client, all []employment) {
	hired, err := readDate(m.Start)
	record.Put(e, employee.FieldHireDate, hired, err)
	end, err := m.end()
	record.Put(e, employee.FieldTerminationDate, end, err)
	if c.asks(employee.FieldLastWorkingDay) { // in the vendor's files under two names
		v, err := readDate(member(m.Termination, "last_working_day", "last_working_date"))
		record.Put(e, employee.FieldLastWorkingDay, v, err)
	}
	if c.asks(employee.FieldContractEndDate) {
		v, err := readDate(m.ContractEnd)
		record.Put(e, employee.FieldContractEndDate, v, err)
	}
	record.Put(e, employee.FieldOriginalHireDate, earliest(all), nil)
}

// end returns the last day of an employment, the later one where its two dates
// differ. Who has given no notice has no termination, so one date that says
// "none" is enough to know that there is none.
func (m employment) end() (employee.Value, error) {
	notice, err := readDate(member(m.Termination, "termination_date"))
	if err != nil {
		return notice, err
	}
	end, err := readDate(m.End)
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
		start, ok := known(m.Start)
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
func (l *persons) fillUnits(e *employee.Employee, raw json.RawMessage) error {
	department, teams := employee.Empty(), employee.Empty()
	var units []struct {
		Type record.Cell `json:"type"`
		ID   record.Cell `json:"id"`
	}
	if v, ok := blank(raw); ok {
		department, teams = v, v
	} else if json.Unmarshal(raw, &units) != nil {
		department, teams = employee.Withheld(), employee.Withheld()
	}
	var names []string
	for _, u := range units {
		if u.Type.Raw() == "" { // it may be either
			department, teams = employee.Withheld(), employee.Withheld()
			break
		}
		isDepartment := strings.EqualFold(u.Type.Raw(), "department")
		isTeam := strings.EqualFold(u.Type.Raw(), "team")
		if !(isDepartment && department.State() == employee.StateEmpty && l.c.asks(employee.FieldDepartment)) &&
			!(isTeam && l.c.asks(employee.FieldTeams)) {
			continue
		}
		name, err := l.name(unit{strings.ToLower(u.Type.Raw()), u.ID.Raw()})
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
	if l.c.asks(employee.FieldDepartment) {
		record.Put(e, employee.FieldDepartment, department, nil)
	}
	if l.c.asks(employee.FieldTeams) {
		record.Put(e, employee.FieldTeams, teams, nil)
	}
	return nil
}
