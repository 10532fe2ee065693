package lucca

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

var (
	errComposite = errors.New("a field of several parts: name one of them, as in custom.e_badge.number")
	errEntry     = errors.New("an entry that the list does not have")
	errAmbiguous = errors.New("more than one field has this name: rename one of them in Lucca")
)

// labels are the labels of list entries: of each custom field that is a list, by
// entry id. The codes of the fields are in lower case, since v3 writes them in whatever
// case it likes; a code that several fields have then has nil. Nil if Lucca refuses the
// definitions.
type labels map[string]map[string]string

// A definition describes a custom field of the HR file in v3.
type definition struct {
	id                    string
	name, format, entries wire.Cell
}

func definitionTable() *table[definition] {
	return legacyTable("read the definitions of custom fields", "api/v3/extensionuserdefinitions",
		func(t *wire.Table) func(*wire.Record, *definition) {
			id, name, format := t.Place("id"), t.Place("name"), t.Place("formatKey")
			entries := t.Place("extensionUserPropertyListEntries")
			return func(r *wire.Record, d *definition) {
				*d = definition{r.At(id).ID(), r.At(name), r.At(format), r.At(entries)}
			}
		},
		func(d *definition) string { return d.id })
}

// labels returns the labels of the entries by their ids.
func (d *definition) labels() map[string]string {
	entries := make(map[string]string)
	for entry := range d.entries.Items() {
		entries[entry.AtAnyCase("id").ID()] = entry.AtAnyCase("name").Raw()
	}
	return entries
}

// readDefinitions returns the custom fields.
func (l *legacy) readDefinitions(ctx context.Context) (all []definition, err error) {
	query := url.Values{"fields": {"id,name,formatKey,extensionUserPropertyListEntries[id,name],collection.count"}}
	_, err = l.definitions.run(ctx, l.rest, query, func() { all = nil }, func(d *definition) error {
		all = append(all, *d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func (l *legacy) readLabels(ctx context.Context) (labels, error) {
	definitions, err := l.readDefinitions(ctx)
	if isRefused(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := make(labels)
	met := make(map[string]bool)
	for _, d := range definitions {
		code := strings.ToLower(d.id)
		if met[code] {
			all[code] = nil
		} else if d.format.Raw() == "select" {
			all[code] = d.labels()
		}
		met[code] = true
	}
	return all, nil
}

// extendedColumn returns the column of a custom field of the HR file, or of a part of
// it. They are in extendedData, an object by code.
func extendedColumn(key string) column {
	code, path, _ := strings.Cut(key, ".")
	read := func(l *layout) reading {
		at := l[own].Place("extendedData")
		return func(r *row) (employee.Value, error) {
			data := r.cells[own].at(at)
			switch data.Kind() {
			case wire.KindObject:
				if entries, known := r.sides.labels[strings.ToLower(code)]; known && entries == nil {
					return employee.Value{}, errAmbiguous
				}
				return r.sides.labels.of(code).read(data.AtAnyCase(code), path)
			case wire.KindMissing, wire.KindNull:
				return employee.Withheld(), nil
			}
			return employee.Value{}, errObject
		}
	}
	return column{field: employee.CustomField(key), query: "extendedData", read: read}
}

// of returns how to read one custom field.
func (all labels) of(code string) resolver {
	r := resolver{opaque: all == nil, object: readNamed}
	r.entries, r.isList = all[strings.ToLower(code)]
	return r
}

// readNamed reads an employee, a file, and whatever else has an id and a name.
func readNamed(o wire.Cell) (employee.Value, error) {
	if name := o.AtAnyCase("name"); name.Kind() == wire.KindText && !o.AtAnyCase("id").Missing() {
		return name.Text()
	}
	return employee.Value{}, errComposite
}

// A resolver reads what is not plain: ids of list entries, and references.
type resolver struct {
	isList  bool
	entries map[string]string // the labels, if so
	opaque  bool              // a whole number may be the id of a list entry, which is unknown
	object  func(wire.Cell) (employee.Value, error)
}

// read reads the value of a custom field in any of its shapes: bare, in an object
// with an id, several in an array, or an object of parts, of which a dotted path names
// one.
func (r resolver) read(c wire.Cell, path string) (employee.Value, error) {
	switch c.Kind() {
	case wire.KindMissing:
		return employee.Withheld(), nil
	case wire.KindNull:
		return employee.Empty(), nil
	case wire.KindArray:
		return r.readAll(c, path)
	case wire.KindObject:
		if inner := c.AtAnyCase("value"); !inner.Missing() {
			return r.read(inner, path)
		}
		if path == "" {
			return r.object(c)
		}
		part, rest, _ := strings.Cut(path, ".")
		return r.read(c.AtAnyCase(part), rest)
	}
	if path != "" {
		return employee.Value{}, errObject
	}
	return r.readSingle(c)
}

func (r resolver) readSingle(c wire.Cell) (employee.Value, error) {
	text, err := c.Single()
	switch {
	case err != nil:
		return employee.Value{}, err
	case c.Kind() == wire.KindBool:
		return c.Bool()
	case c.Kind() == wire.KindNumber:
		return r.number(text)
	}
	if label, ok := r.entries[text]; ok {
		return employee.Text(label), nil
	}
	return readText(text)
}

func (r resolver) number(text string) (employee.Value, error) {
	switch {
	case r.opaque && !strings.ContainsAny(text, ".eE"):
		return employee.Withheld(), nil
	case !r.isList:
		return employee.Number(text)
	}
	label, ok := r.entries[text]
	if !ok {
		return employee.Value{}, errEntry
	}
	return employee.Text(label), nil
}

// readAll reads several values; one that cannot be read makes the field so.
func (r resolver) readAll(values wire.Cell, path string) (employee.Value, error) {
	var items []string
	for c := range values.Items() {
		item, err := r.read(c, path)
		if err != nil || item.State() == employee.StateWithheld {
			return item, err
		}
		items = append(items, item.Items()...)
	}
	return employee.List(items...), nil
}

// readText reads a text, or a date: Lucca writes one as a day, or as its midnight.
func readText(text string) (employee.Value, error) {
	if day, _ := strings.CutSuffix(text, "T00:00:00"); isDay(day) {
		d, err := employee.ParseDate(day)
		return employee.Day(d), err
	}
	return employee.Text(text), nil
}

func isDay(s string) bool {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return false
	}
	return strings.Trim(s[:4]+s[5:7]+s[8:], "0123456789") == ""
}
