package hibob

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

const fieldID = "root.id"

// A plan is what to ask for and how to make an employee of what comes. It is not
// changed once it is made.
type plan struct {
	ask      []string // the vendor's ids
	tree     *node
	slots    []string // the ids whose values are looked for
	readings []reading
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
	p := &plan{tree: new(node)}
	p.request(fieldID)
	for _, col := range columns {
		for _, id := range col.asked() {
			p.request(id)
		}
		p.readings = append(p.readings, reading{col.field, p.find(col.ids), col.read})
	}
	for _, key := range custom {
		p.request(key)
		m := meta[key]
		if path := m.JSONPath.Raw(); path != "" && path != key {
			p.tree.addNested(strings.Split(path, "."), slices.Index(p.slots, key))
		}
		p.readings = append(p.readings, reading{employee.CustomField(key), p.find(customIDs(key)), reader(m.Type.Raw())})
	}
	return p
}

// request asks for a field. It gets a slot, too: of an object that is null, all
// parts are null.
func (p *plan) request(id string) {
	if !slices.Contains(p.ask, id) {
		p.ask = append(p.ask, id)
		p.find([]string{id})
	}
}

// find returns the slots of the ids.
func (p *plan) find(ids []string) []int {
	slots := make([]int, len(ids))
	for i, id := range ids {
		slots[i] = slices.Index(p.slots, id)
		if slots[i] < 0 {
			slots[i] = len(p.slots)
			p.slots = append(p.slots, id)
			p.tree.addField(id, slots[i])
		}
	}
	return slots
}

// A converter makes employees of records, one after another.
type converter struct {
	plan   *plan
	finder finder
	picks  []pick
}

func (p *plan) converter(texts *walk.Texts) *converter {
	return &converter{plan: p, finder: finder{tree: p.tree, found: make([][placeCount][]byte, len(p.slots)), texts: texts}}
}

var errNoID = errors.New("a person without an id")

// employee makes an employee of one record, which is valid JSON.
func (c *converter) employee(data []byte) (employee.Employee, error) {
	if err := c.finder.find(data); err != nil {
		return employee.Employee{}, err
	}
	id := c.finder.pick(0).cell().Raw() // request asked for it first
	if id == "" || strings.ContainsRune(id, utf8.RuneError) {
		return employee.Employee{}, errNoID
	}
	e := employee.Employee{ID: id}
	for i := range c.plan.readings {
		r := &c.plan.readings[i]
		c.picks = c.picks[:0]
		for _, slot := range r.slots {
			c.picks = append(c.picks, c.finder.pick(slot))
		}
		v, err := r.read(c.picks)
		record.Put(&e, r.field, v, err)
	}
	return e, nil
}
