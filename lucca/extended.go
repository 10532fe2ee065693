package lucca

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

const opLabels = "read the definitions of custom fields"

var (
	errComposite = errors.New("a field of several parts: name one of them, as in custom.e_badge.number")
	errEntry     = errors.New("an entry that the list does not have")
	errJSON      = errors.New("not valid JSON")
)

// labels are the labels of list entries: of each custom field that is a list, by
// entry id. Nil if Lucca refuses the definitions.
type labels map[string]map[string]string

// A definition describes a custom field of the HR file in v3.
type definition struct {
	ID, Name, FormatKey              record.Cell
	ExtensionUserPropertyListEntries []struct{ ID, Name record.Cell }
}

// definitions returns the custom fields of a format, or all of them.
func (l *legacy) definitions(ctx context.Context, format string) ([]definition, error) {
	query := url.Values{"fields": {"id,name,formatKey,extensionUserPropertyListEntries[id,name],collection.count"}}
	if format != "" {
		query.Set("formatKey", format)
	}
	id := func(d *definition) string { return d.ID.Raw() }
	all := list[definition]{
		client: l.rest, op: opLabels, id: id,
		read: offsetPages(l.rest, opLabels, "api/v3/extensionuserdefinitions", query, legacyPage, id),
	}
	items, _, err := all.all(ctx)
	return items, err
}

func (l *legacy) readLabels(ctx context.Context) (labels, error) {
	definitions, err := l.definitions(ctx, "select")
	if isRefused(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m := make(labels)
	for _, d := range definitions {
		entries := make(map[string]string)
		for _, entry := range d.ExtensionUserPropertyListEntries {
			entries[entry.ID.Raw()] = entry.Name.Raw()
		}
		m[d.ID.Raw()] = entries
	}
	return m, nil
}

// fillCustom sets the custom fields from extendedData, an object by code.
func (l *legacy) fillCustom(e *employee.Employee, data json.RawMessage, known labels) {
	var fields map[string]json.RawMessage
	var fault error
	if len(data) > 0 && json.Unmarshal(data, &fields) != nil {
		fault = errObject
	}
	for _, key := range l.custom {
		v, err := employee.Withheld(), fault
		code, parts, _ := strings.Cut(key, ".")
		if raw, ok := find(fields, code); ok && fault == nil {
			v, err = readCustom(raw, parts, l.resolve(known, code))
		}
		record.Put(e, employee.CustomField(key), v, err)
	}
}

// resolve returns how to read one custom field.
func (l *legacy) resolve(known labels, code string) resolver {
	r := resolver{opaque: known == nil, object: func(o map[string]any) (employee.Value, error) {
		_, hasID := find(o, "id")
		name, _ := find(o, "name")
		if text, ok := name.(string); ok && hasID {
			return employee.Text(text), nil // a person, a file
		}
		return employee.Value{}, errComposite
	}}
	r.entries, r.isList = find(known, code)
	return r
}

// A resolver reads what is not plain: ids of list entries, and references.
type resolver struct {
	isList  bool
	entries map[string]string // the labels, if so
	opaque  bool              // a whole number may be the id of a list entry, and nobody knows
	object  func(map[string]any) (employee.Value, error)
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

// readCustom reads the value of a custom field in any of its shapes: bare, in an
// object with an id, several in an array, or an object of parts, of which the
// dotted path in parts names one.
func readCustom(raw json.RawMessage, parts string, r resolver) (employee.Value, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // ids and amounts are not floats
	var v any
	if d.Decode(&v) != nil {
		return employee.Value{}, errJSON
	}
	return r.read(v, parts)
}

func (r resolver) read(v any, parts string) (employee.Value, error) {
	switch v := v.(type) {
	case nil:
		return employee.Empty(), nil
	case []any:
		return r.readAll(v, parts)
	case map[string]any:
		if inner, ok := find(v, "value"); ok {
			return r.read(inner, parts)
		}
		if parts == "" {
			return r.object(v)
		}
		part, rest, _ := strings.Cut(parts, ".")
		inner, ok := find(v, part)
		if !ok {
			return employee.Withheld(), nil
		}
		return r.read(inner, rest)
	}
	if parts != "" {
		return employee.Value{}, errObject
	}
	switch v := v.(type) {
	case bool:
		return employee.Bool(v), nil
	case json.Number:
		return r.number(v.String())
	}
	text, _ := v.(string)
	if label, ok := r.entries[text]; ok {
		return employee.Text(label), nil
	}
	return readText(text)
}

// readAll reads several values; one that cannot be read makes the field so.
func (r resolver) readAll(values []any, parts string) (employee.Value, error) {
	var items []string
	for _, v := range values {
		item, err := r.read(v, parts)
		if err != nil || item.State() == employee.StateWithheld {
			return item, err
		}
		items = append(items, item.Items()...)
	}
	return employee.List(items...), nil
}

// readText reads a text, or a date: Lucca writes one as a day, or as its
// midnight.
func readText(text string) (employee.Value, error) {
	text = strings.TrimSpace(text)
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

// find looks up a key in whatever case the server wrote it; to the letter first.
func find[V any](m map[string]V, key string) (v V, ok bool) {
	if v, ok = m[key]; ok {
		return v, true
	}
	for k, v := range m {
		if strings.EqualFold(k, key) {
			return v, true
		}
	}
	return v, false
}
