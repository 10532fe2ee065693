package personio

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

// A row is one person of v1, as it stands in an answer. Its attributes are objects
// with a value, a type, a universal_id and a label.
type row struct {
	all    json.RawMessage   // the attributes
	places map[string]int    // of those that are read
	found  []json.RawMessage // by place; nil: not there
}

// newRow returns a row for the attributes with the given keys.
func newRow(keys map[string]int) row {
	return row{places: keys, found: make([]json.RawMessage, len(keys))}
}

// set makes it the row of another person. What is no object has no attributes. Their
// key is read as encoding/json reads it: in any case, and the last of several counts.
func (r *row) set(person []byte) {
	r.all = nil
	for m := walk.Object(person); m.Next(); {
		if strings.EqualFold(string(m.Key()), "attributes") {
			r.all = m.Value()
		}
	}
	clear(r.found)
	for m := walk.Object(r.all); m.Next(); {
		if place, ok := r.places[string(m.Key())]; ok && r.found[place] == nil {
			r.found[place] = m.Value()
		}
	}
}

// attribute returns an attribute, nil if it is not there.
func (r *row) attribute(key string) json.RawMessage {
	if place, ok := r.places[key]; ok {
		return r.found[place]
	}
	return walk.Get(r.all, key) // a want that is found in each person
}

// value returns the value of an attribute, nil if there is none.
func (r *row) value(key string) json.RawMessage { return walk.Get(r.attribute(key), "value") }

// A projection is what one listing of v1 asks for.
type projection struct {
	keys  []string          // of the attributes; nil: all that the credentials may read
	found map[want]location // where the wants are; nil: to be found in each person

	describe bool // whether the attributes themselves are wanted
}

// places are the keys of the attributes that are read of a person, with their
// places in a row.
func (p projection) places(c *Client) map[string]int {
	places := make(map[string]int)
	add := func(key string) {
		if _, has := places[key]; !has && key != "" {
			places[key] = len(places)
		}
	}
	add(keyID)
	add(keyModified)
	for _, col := range c.columns {
		add(col.key)
	}
	for _, at := range p.found {
		add(at.key)
	}
	return places
}

// The attributes of everybody that no column has.
const (
	keyID       = "id"
	keyModified = "last_modified_at"
)

// A location is the key of a want, "" if the tenant has no such attribute or
// the credentials may not read it.
type location struct {
	key string
	err error // why there is no key
}

// locate finds the wants among the attributes of a tenant.
func locate(wants []want, all []meta) map[want]location {
	found := make(map[want]location, len(wants))
	for _, w := range wants {
		i, err := w.find(all)
		switch {
		case i >= 0:
			found[w] = location{key: all[i].key}
		case isKey(w.name):
			found[w] = location{key: w.name} // which the list may not have
		default:
			found[w] = location{err: err}
		}
	}
	return found
}

// metas returns the attributes of a person, in the order of their keys.
func (r *row) metas() (all []meta) {
	for m := walk.Object(r.all); m.Next(); {
		body := m.Value()
		text := func(name string) string { return cell(walk.Get(body, name)).Raw() }
		all = append(all, meta{key: string(m.Key()), universalID: text("universal_id"), label: text("label"), kind: text("type")})
	}
	slices.SortFunc(all, func(a, b meta) int { return strings.Compare(a.key, b.key) })
	return all
}

// identity returns the id in a JSON value, "" if there is none that can be
// read. Ids may be larger than what a float holds.
func identity(raw json.RawMessage) string {
	if len(raw) == 0 || raw[0] != '"' && raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		return ""
	}
	id := cell(raw).Raw()
	if strings.ContainsRune(id, utf8.RuneError) {
		return ""
	}
	return id
}

// employee makes an employee of a person with an id.
func (p projection) employee(c *Client, id string, r *row) employee.Employee {
	e := employee.Employee{ID: id}
	for _, col := range c.columns {
		raw := r.value(col.key)
		switch col.field {
		case employee.FieldStatus:
			word, err := readText(raw)
			fillStatus(&e, word, err)
		case employee.FieldManagerID:
			fillManager(&e, raw, c.asks(employee.FieldManagerName))
		case employee.FieldManagerName: // with the id
		default:
			v, err := col.read(raw)
			record.Put(&e, col.field, v, err)
		}
	}
	found := p.found
	if found == nil && len(c.wants) > 0 {
		found = locate(c.wants, r.metas())
	}
	for _, w := range c.wants {
		at := found[w]
		if at.key == "" {
			record.Put(&e, w.field, employee.Withheld(), at.err)
			continue
		}
		w.fill(&e, cell(walk.Get(r.attribute(at.key), "type")).Raw(), r.value(at.key))
	}
	if at, err := time.Parse(time.RFC3339, cell(r.value(keyModified)).Raw()); err == nil {
		e.UpdatedAt = at
	}
	return e
}

// fill sets the field that is wanted.
func (w want) fill(e *employee.Employee, kind string, raw json.RawMessage) {
	if w.field == employee.FieldBirthDate {
		v, err := readDate(raw)
		record.Put(e, w.field, v, err)
		return
	}
	v, err := readTyped(kind, raw)
	record.Put(e, w.field, v, err)
}

// fillManager reads a supervisor, which is a stub: for some tenants it has the
// id alone, for others names and e-mail as well. An e-mail that is not there
// stays Absent, to be completed from the roster.
func fillManager(e *employee.Employee, raw json.RawMessage, named bool) {
	id, none := blank(raw)
	name := id
	if !none {
		o, err := inside(raw)
		if err != nil {
			record.Put(e, employee.FieldManagerID, id, err)
		}
		id, name = employee.Withheld(), employee.Withheld()
		if text := identity(bare(o, "id")); text != "" {
			id = employee.Text(text)
		}
		first, last := cell(bare(o, "first_name")).Raw(), cell(bare(o, "last_name")).Raw()
		if whole := strings.TrimSpace(first + " " + last); whole != "" {
			name = employee.Text(whole)
		}
		if email, err := readText(bare(o, "email")); err == nil && email.Known() {
			record.Put(e, employee.FieldManagerEmail, email, nil)
		}
	}
	record.Put(e, employee.FieldManagerID, id, nil)
	if named {
		record.Put(e, employee.FieldManagerName, name, nil)
	}
}
