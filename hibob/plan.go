package hibob

import (
	"errors"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const fieldID = "root.id"

// A plan is what to ask for and how to make an employee of what comes. It is not
// changed once it is made.
type plan struct {
	ask       []string // the vendor's ids
	answer    *wire.Answer
	employees *wire.List
	slots     []slot // that of fieldID first
	readings  []reading
}

// A reading is how one field is made of what was found in some slots.
type reading struct {
	field employee.Field
	slots []int
	read  func([]pick) (employee.Value, error)
}

// newPlan returns the plan for the columns and for custom fields of the given
// types. Meta may lack any of them.
func newPlan(columns []column, custom []string, meta map[string]metaField) *plan {
	p := &plan{answer: wire.NewAnswer()}
	p.employees = p.answer.List("employees")
	s := slots{layout: layout{table: &p.employees.Table}, elsewhere: make(map[string][]string)}
	for _, key := range custom {
		if path := meta[key].path; path != "" && path != key {
			s.elsewhere[key] = strings.Split(path, ".")
		}
	}
	p.request(&s, fieldID)
	for _, col := range columns {
		for _, id := range col.asked() {
			p.request(&s, id)
		}
		p.readings = append(p.readings, reading{col.field, s.find(col.ids), col.read})
	}
	for _, key := range custom {
		p.request(&s, key)
		p.readings = append(p.readings, reading{employee.CustomField(key), s.find(customIDs(key)), reader(meta[key].kind)})
	}
	p.slots = s.place()
	return p
}

// request asks for a field. It gets a slot, too: of an object that is null, all
// parts are null.
func (p *plan) request(s *slots, id string) {
	if !slices.Contains(p.ask, id) {
		p.ask = append(p.ask, id)
		s.find([]string{id})
	}
}

// A slots gives ids their slots.
type slots struct {
	layout
	ids       []string
	elsewhere map[string][]string // the paths of fields that are not where their ids say
}

// find returns the slots of the ids.
func (s *slots) find(ids []string) []int {
	found := make([]int, len(ids))
	for i, id := range ids {
		found[i] = slices.Index(s.ids, id)
		if found[i] < 0 {
			found[i] = len(s.ids)
			s.ids = append(s.ids, id)
			s.layout.slots = append(s.layout.slots, fieldPaths(id, s.elsewhere[id]))
		}
	}
	return found
}

var (
	errNoID     = errors.New("an employee without an id")
	errNoObject = errors.New("an employee that is no JSON object")
)

// employee makes an employee of one record, in the memory of picks.
func (p *plan) employee(r *wire.Record, picks []pick) (employee.Employee, error) {
	if r.Null() {
		return employee.Employee{}, errNoObject
	}
	e := employee.Employee{ID: p.slots[0].pick(r).value.ID()} // request asked for it first
	if e.ID == "" {
		return employee.Employee{}, errNoID
	}
	for i := range p.readings {
		reading := &p.readings[i]
		picks = picks[:0]
		for _, slot := range reading.slots {
			picks = append(picks, p.slots[slot].pick(r))
		}
		v, err := reading.read(picks)
		wire.Put(&e, reading.field, v, err)
	}
	return e, nil
}
