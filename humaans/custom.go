package humaans

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A definition is a row of /custom-fields.
type definition struct{ id, name, kindWord, choices wire.Cell }

func (d definition) key() string { return d.id.ID() }

func definitionTable() *table[definition] {
	return newTable("list custom fields", "custom-fields", func(t *wire.Table) func(*wire.Record, *definition) {
		id, name, kind, choices := t.Place("id"), t.Place("name"), t.Place("type"), t.Place("config", "choices")
		return func(r *wire.Record, d *definition) { *d = definition{r.At(id), r.At(name), r.At(kind), r.At(choices)} }
	})
}

// A customValue is a row of /custom-values. It has no name and no type.
type customValue struct {
	id, owner, field string
	value            wire.Cell
}

func (v customValue) key() string { return v.id }

func valueTable() *table[customValue] {
	return newTable("list custom values", "custom-values", func(t *wire.Table) func(*wire.Record, *customValue) {
		id, owner, field, value := t.Place("id"), t.Place("personId"), t.Place("customFieldId"), t.Place("value")
		return func(r *wire.Record, v *customValue) {
			*v = customValue{r.At(id).ID(), r.At(owner).ID(), r.At(field).ID(), r.At(value)}
		}
	})
}

// A customField is one of those asked for.
type customField struct {
	kind   employee.Kind
	values map[string]wire.Cell // by the id of the employee
	double map[string]struct{}  // the employees who have several different ones
	stray  bool                 // a value does not say of which employee it is
	sight  int                  // the place of its sight
}

// custom are the fields asked for: by the key of the settings, and by their id.
// A field that the tenant does not have, or that cannot be told from another of
// the same name, is in neither.
type custom struct {
	byKey, byID map[string]*customField
	sights      []sight
	stray       bool // a value does not say of which field it is
}

// readCustom reads the definitions and, if they have one that is asked for, the
// values of all employees.
func (c *Client) readCustom(ctx context.Context, seen *answers) (custom, error) {
	all := custom{byKey: make(map[string]*customField), byID: make(map[string]*customField)}
	definitions, err := c.readDefinitions(ctx)
	if err != nil {
		return c.unlessWithheld(err)
	}
	for _, key := range c.custom {
		d, ok := find(definitions, key)
		if !ok {
			continue
		}
		id := d.key()
		if all.byID[id] == nil {
			all.byID[id] = &customField{kind: d.kind(), sight: len(all.sights)}
			all.sights = append(all.sights, sight{key: id})
		}
		all.byKey[key] = all.byID[id]
	}
	if len(all.byID) == 0 {
		return all, nil
	}
	forget := func() {
		for _, f := range all.byID {
			f.values, f.double, f.stray = make(map[string]wire.Cell), make(map[string]struct{}), false
		}
		all.stray = false
	}
	err = c.tables.values.run(ctx, c.rest, nil, seen, nil, forget, func(v *customValue) error {
		all.stray = all.stray || v.field == ""
		if f := all.byID[v.field]; f != nil && v.owner == "" {
			f.stray = true
		} else if f != nil {
			all.sights[f.sight].note(v.value, *seen, v.id, v.owner)
			f.add(v.owner, v.value)
		}
		return nil
	})
	if err != nil {
		return c.unlessWithheld(err)
	}
	for i := range all.sights {
		all.sights[i].blank = int(*seen) // an employee without a row has a blank that no answer shows
	}
	return all, nil
}

// unlessWithheld takes a refusal for fields that are withheld for all employees.
func (c *Client) unlessWithheld(err error) (custom, error) {
	if !withheld(err) {
		return custom{}, err
	}
	c.log.Warn("Humaans refuses the custom fields: they are withheld", "provider", provider)
	return custom{}, nil
}

// readDefinitions returns the tenant's custom fields in the vendor's order.
func (c *Client) readDefinitions(ctx context.Context) (definitions []definition, err error) {
	begin := func() { definitions = nil }
	err = c.tables.definitions.run(ctx, c.rest, nil, nil, nil, begin, func(d *definition) error {
		definitions = append(definitions, *d)
		return nil
	})
	return definitions, err
}

// find returns the definition with an id, or else the only one with a name.
func find(definitions []definition, key string) (found definition, ok bool) {
	named := 0
	for _, d := range definitions {
		if d.key() == key {
			return d, true
		}
		if d.name.Raw() == key {
			found = d
			named++
		}
	}
	return found, named == 1
}

// kind returns the kind of the values. The vendor's list of types is not known;
// what is not understood is text.
func (d definition) kind() employee.Kind {
	word := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, d.kindWord.Raw())
	switch word {
	case "date":
		return employee.KindDate
	case "number", "integer", "decimal":
		return employee.KindNumber
	case "boolean", "checkbox":
		return employee.KindBool
	case "multiselect":
		return employee.KindList
	}
	return employee.KindText
}

// options returns the choices, texts or objects with a text.
func (d definition) options() []string {
	for _, key := range []string{"label", "name", "value"} {
		if choices, err := d.choices.Labels(key); err == nil && choices.Known() {
			return choices.Items()
		}
	}
	return nil
}

// add notes a value. A field may belong to a kind of record that an employee has
// several of, each with a value of its own.
func (f *customField) add(owner string, value wire.Cell) {
	if before, has := f.values[owner]; has && before != value {
		f.double[owner] = struct{}{}
	}
	f.values[owner] = value
}

var (
	errDouble = errors.New("several different values")
	errStray  = errors.New("a value in Humaans' list does not say whose it is: it may be this employee's")
)

// value returns an employee's value of the field that the settings call key, and the
// sight on which it rests if it is blank. An employee without a row has no value.
func (all custom) value(key, owner string) (v employee.Value, on *sight, err error) {
	f := all.byKey[key]
	if f == nil {
		return employee.Withheld(), nil, nil
	}
	if _, double := f.double[owner]; double {
		return employee.Value{}, nil, errDouble
	}
	v = employee.Empty()
	if cell, has := f.values[owner]; has {
		v, err = f.read(cell)
	} else if f.stray || all.stray {
		return employee.Value{}, nil, errStray
	}
	if err == nil && v.State() == employee.StateEmpty {
		on = &all.sights[f.sight]
	}
	return v, on, err
}

func (f *customField) read(c wire.Cell) (employee.Value, error) {
	switch f.kind {
	case employee.KindDate:
		return c.Date()
	case employee.KindNumber:
		return c.Number()
	case employee.KindBool:
		return c.Bool()
	case employee.KindList:
		v, err := c.Labels("label")
		if err == nil && v.Known() {
			v = employee.List(v.Items()...) // one text is a list of one
		}
		return v, err
	}
	if v, err := c.Text(); err == nil {
		return v, nil
	}
	return c.Labels("label") // whatever its type says, some values are arrays
}
