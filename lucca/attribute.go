package lucca

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// An attribute is a value of a custom field in the current API.
type attribute struct {
	id, owner, definition string
	start, end            employee.Date // zero: no bound
	raw                   wire.Cell
	read                  value // what raw means, once the labels are there
}

// attributeTable returns the list of values. The entries of lists are beside them.
func attributeTable() *table[attribute] {
	t := currentTable(listAttributes, func(t *wire.Table) func(*wire.Record, *attribute) {
		id, owner, definition := t.Place("id"), t.Place("employee", "id"), t.Place("definition", "id")
		start, end := datedAt(t, "applicability", "start"), datedAt(t, "applicability", "end")
		raw := t.Place("value")
		// A bound that is not there, or not understood, is none.
		bound := func(r *wire.Record, at dated) employee.Date {
			v, _ := at.of(r.Cells()) // Withheld on an error
			day, _ := v.Day()
			return day
		}
		return func(r *wire.Record, a *attribute) {
			*a = attribute{
				id: r.At(id).ID(), owner: r.At(owner).ID(), definition: r.At(definition).ID(),
				start: bound(r, start), end: bound(r, end), raw: r.At(raw),
			}
		}
	}, func(a *attribute) string { return cmp.Or(a.id, a.owner+" "+a.definition) })
	entries := t.answer.Map("embedded", "taxonomy-label")
	name, label := entries.Place("name"), entries.Place("label")
	t.embedded = func() embedded[attribute] {
		labels := make(map[string]string)
		return embedded[attribute]{
			clear: func() { clear(labels) },
			lists: []wire.Each{entries.Each(func(r *wire.Record) error {
				labels[r.Key()] = cmp.Or(r.At(name).Raw(), r.At(label).Raw())
				return nil
			})},
			join: func(rows []attribute) {
				for i := range rows {
					rows[i].read = readAttribute(rows[i].raw, labels)
				}
			},
		}
	}
	return t
}

// holds reports whether a value may hold on a day. Those of that day are asked
// for, but by a parameter that Lucca names in one guide alone: without it, values
// of the past would be taken for several of today.
func (a *attribute) holds(day employee.Date) bool {
	return !(!a.start.IsZero() && a.start.After(day) || !a.end.IsZero() && a.end.Before(day))
}

// readAttributes reads the custom fields as of a day.
func (l *current) readAttributes(ctx context.Context, asOf time.Time) (all attributes, err error) {
	today := employee.DateAt(asOf, time.UTC)
	query := url.Values{"definition.id": {strings.Join(l.custom, ",")}, "applicability.asOf": {today.String()}}
	maps.Copy(query, url.Values{"include": {"embedded," + includeLinks}})
	named := make(map[string]string) // the definition that has a key
	several := make(map[string]bool) // the keys that several definitions have
	begin := func() { all = make(attributes); clear(named); clear(several) }
	_, err = l.attributes.run(ctx, l.rest, query, begin, func(a *attribute) error {
		key, ok := l.keyOf(a.definition)
		if !ok {
			return nil
		}
		if strings.HasSuffix(a.definition, "."+key) {
			several[key] = several[key] || named[key] != "" && named[key] != a.definition
			named[key] = a.definition
		}
		if a.holds(today) {
			all.add(a.owner, key, a.read)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, values := range all {
		for key := range values {
			if several[key] {
				values[key] = value{fault: errAmbiguous}
			}
		}
	}
	return all, nil
}

// attributes are the values of the custom fields, by employee and key.
type attributes map[string]map[string]value

// add adds a value; several of one field are a list, if all of them can be read.
func (all attributes) add(id, key string, v value) {
	if all[id] == nil {
		all[id] = make(map[string]value)
	}
	unread := func(v value) bool { return v.fault != nil || v.v.State() == employee.StateWithheld }
	switch before, double := all[id][key]; {
	case !double, unread(v):
	case unread(before):
		v = before
	default:
		v = value{v: employee.List(append(before.v.Items(), v.v.Items()...)...)}
	}
	all[id][key] = v
}

// readAttribute reads a value of whatever schema.
func readAttribute(raw wire.Cell, labels map[string]string) value {
	r := resolver{object: func(o wire.Cell) (employee.Value, error) {
		id := o.AtAnyCase("id")
		switch {
		case id.Kind() != wire.KindText:
			return employee.Value{}, errObject
		case o.AtAnyCase("type").Raw() != "taxonomy-label":
			return id.Text() // an employee, a file
		}
		name := labels[id.Raw()]
		if name == "" {
			return employee.Value{}, errEntry
		}
		return employee.Text(name), nil
	}}
	v, err := r.read(raw, "")
	return value{v, err}
}

// keyOf returns the key under which a definition was asked for. Lucca writes the
// id of one definition as "e_size" and as "employee.e_size".
func (l *current) keyOf(definition string) (string, bool) {
	for _, key := range l.custom {
		if key == definition {
			return key, true
		}
	}
	for _, key := range l.custom {
		if strings.HasSuffix(definition, "."+key) || strings.HasSuffix(key, "."+definition) {
			return key, definition != ""
		}
	}
	return "", false
}

// attributeColumn returns the column of a custom field, Withheld for an employee who
// has no value: it may be one that the client must not see.
func attributeColumn(key string) column {
	read := func(*layout) reading {
		return func(r *row) (employee.Value, error) {
			if r.sides.unread(listAttributes) {
				return employee.Empty(), nil
			}
			v, ok := r.sides.attributes[r.id][key]
			if !ok {
				return employee.Withheld(), nil
			}
			return v.v, v.fault
		}
	}
	return column{field: employee.CustomField(key), read: read}
}
