package personio

import (
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A projection is what one listing of v1 asks for, and how its answers are read.
type projection struct {
	keys  []string          // of the attributes; nil: all that the credentials may read
	found map[want]location // where the wants are; nil: to be found in each employee

	options map[string][]string // of the attributes by key; nil: the list of attributes was not read

	table *answerV1
}

// An answerV1 says what is read of an answer of v1 about employees. Attributes are
// objects with a value, a type, a universal_id and a label.
type answerV1 struct {
	*wire.Answer
	failure    failure
	total      wire.Place
	employees  *wire.List
	attributes wire.Place           // as a whole, where they are looked through; else nowhere
	values     map[string]attribute // by key, of those that are read
}

// An attribute is where the parts of one are.
type attribute struct {
	value, kind wire.Place
	inside      wire.Place            // of a value that is an object
	parts       map[string]wire.Place // of those attributes of the object that are read
	whole       map[string]wire.Place // of those that are objects themselves: their values
}

// newAnswerV1 returns the answer in which the attributes with these keys are read. With
// whole, all attributes are read as one cell, for what is found by its label.
func newAnswerV1(keys []string, whole bool) *answerV1 {
	a := &answerV1{Answer: wire.NewAnswer(), values: make(map[string]attribute)}
	a.failure = newFailure(a.Answer)
	a.total = a.Place("metadata", "total_elements")
	a.employees = a.List("data")
	a.employees.AnyCase("attributes")
	if whole {
		a.attributes = a.employees.Place("attributes")
		return a
	}
	for _, key := range keys {
		at := func(path ...string) wire.Place {
			return a.employees.Place(append([]string{"attributes", key}, path...)...)
		}
		x := attribute{value: at("value"), kind: at("type"), inside: at("value", "attributes"),
			parts: make(map[string]wire.Place), whole: make(map[string]wire.Place)}
		for _, part := range nestedParts(key) {
			x.parts[part] = at("value", "attributes", part)
			x.whole[part] = at("value", "attributes", part, "value")
		}
		a.values[key] = x
	}
	return a
}

// nestedParts are the attributes that are read of an object under a key.
func nestedParts(key string) []string {
	if key == keySupervisor {
		return []string{"id", "first_name", "last_name", "email"}
	}
	return []string{"name"}
}

// A row is one employee of v1, as it stands in an answer.
type row struct {
	*wire.Record
	table *answerV1
}

// value returns the value of an attribute, a missing cell if there is none.
func (r row) value(key string) nested {
	if r.table.attributes != 0 {
		return nestedIn(r.At(r.table.attributes).At(key, "value"))
	}
	x, ok := r.table.values[key]
	if !ok {
		return nested{}
	}
	return nested{r.At(x.value), r.At(x.inside), r, x}
}

// kind returns the vendor's type of an attribute.
func (r row) kind(key string) string {
	if r.table.attributes != 0 {
		return r.At(r.table.attributes).At(key, "type").Raw()
	}
	return r.At(r.table.values[key].kind).Raw()
}

// identity is the id of the employee, "" if there is none that can be read.
func (r row) identity() string { return r.value(keyID).ID() }

// read are the keys of the attributes that are read of an employee.
func (p projection) read(c *Client) []string {
	keys := []string{keyID, keyModified}
	add := func(key string) {
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, col := range c.columns {
		add(col.key)
	}
	for _, at := range p.found {
		add(at.key)
	}
	return keys
}

// prepare builds the table of a projection.
func (p projection) prepare(c *Client) projection {
	byLabel := p.found == nil && len(c.wants) > 0
	p.table = newAnswerV1(p.read(c), byLabel)
	return p
}

// The keys of the attributes that no column has, and of the one that is read apart.
const (
	keyID       = "id"
	keyModified = "last_modified_at"

	keySupervisor = "supervisor"
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

// metas returns the attributes of an employee, in the order of their keys.
func (r row) metas() (all []meta) {
	for key, attribute := range r.At(r.table.attributes).Members() {
		text := func(name string) string { return attribute.At(name).Raw() }
		all = append(all, meta{key: key, universalID: text("universal_id"), label: text("label"), kind: text("type")})
	}
	slices.SortFunc(all, func(a, b meta) int { return strings.Compare(a.key, b.key) })
	return all
}

// employee makes an employee of a row with an id.
func (p projection) employee(c *Client, id string, r row) employee.Employee {
	e := employee.Employee{ID: id}
	for _, col := range c.columns {
		value := r.value(col.key)
		switch col.field {
		case employee.FieldStatus:
			word, err := readText(value.Cell)
			fillStatus(&e, word, err)
		case employee.FieldManagerID:
			fillManager(&e, value, c.asks(employee.FieldManagerName))
		case employee.FieldManagerName: // with the id
		default:
			v, err := col.read(value)
			wire.Put(&e, col.field, v, err)
		}
	}
	found := p.found
	if found == nil && len(c.wants) > 0 {
		found = locate(c.wants, r.metas())
	}
	for _, w := range c.wants {
		at := found[w]
		if at.key == "" {
			wire.Put(&e, w.field, employee.Withheld(), at.err)
			continue
		}
		w.fill(&e, r.kind(at.key), r.value(at.key), p.options[at.key])
	}
	if at, err := time.Parse(time.RFC3339, r.value(keyModified).Raw()); err == nil {
		e.UpdatedAt = at
	}
	return e
}

// tagged reports whether a want is a set of tags.
func (p projection) tagged(c *Client, r row) bool {
	return slices.ContainsFunc(c.wants, func(w want) bool { return isTags(r.kind(p.found[w].key)) })
}

// fill sets the field that is wanted. Options are those of its attribute, if they are
// known.
func (w want) fill(e *employee.Employee, kind string, value nested, options []string) {
	v, err := value.name()
	switch {
	case w.field == employee.FieldBirthDate:
		v, err = readDate(value.Cell)
	case value.Kind() != wire.KindObject:
		v, err = readTyped(kind, value.Cell, options)
	}
	wire.Put(e, w.field, v, err)
}

// fillManager reads a supervisor, which is a stub: for some tenants it has the
// id alone, for others names and e-mail as well. An e-mail that is not there
// stays Absent, to be completed from the roster.
func fillManager(e *employee.Employee, n nested, named bool) {
	id, none := blank(n.Cell)
	name := id
	if !none {
		if err := n.hasAttributes(); err != nil {
			wire.Put(e, employee.FieldManagerID, id, err)
		}
		id, name = employee.Withheld(), employee.Withheld()
		if text := n.bare("id").ID(); text != "" {
			id = employee.Text(text)
		}
		first, last := n.bare("first_name").Raw(), n.bare("last_name").Raw()
		if whole := strings.TrimSpace(first + " " + last); whole != "" {
			name = employee.Text(whole)
		}
		if email, err := readText(n.bare("email")); err == nil && email.Known() {
			wire.Put(e, employee.FieldManagerEmail, email, nil)
		}
	}
	wire.Put(e, employee.FieldManagerID, id, nil)
	if named {
		wire.Put(e, employee.FieldManagerName, name, nil)
	}
}
