package hibob

import (
	"context"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A metaField is an entry of GET /company/people/fields.
type metaField struct {
	id, name string
	path     string // where its value is, if not where the id says
	kind     string // the vendor's type
	list     string // the name of its list of choices, if it has one
}

// metadata reads the field catalogue.
func (c *Client) metadata(ctx context.Context) (fields []metaField, err error) {
	answer := wire.NewAnswer()
	list := answer.List()
	id, name, path := list.Place("id"), list.Place("name"), list.Place("jsonPath")
	kind, choices := list.Place("type"), list.Place("typeData", "listId")
	err = c.rest.Do(ctx, rest.Request{Op: opFields, Path: "company/people/fields"}, func(r *rest.Response) error {
		fields = nil
		_, err := answer.Read(r.Body, list.Each(func(r *wire.Record) error {
			fields = append(fields, metaField{r.At(id).Raw(), r.At(name).Raw(), r.At(path).Raw(), r.At(kind).Raw(), r.At(choices).Raw()})
			return nil
		}))
		return err
	})
	return fields, err
}

func byID(fields []metaField) map[string]metaField {
	m := make(map[string]metaField, len(fields))
	for _, f := range fields {
		m[f.id] = f
	}
	return m
}

// kindOf returns the kind of value that a custom field of a vendor's type gives.
func kindOf(vendorType string) employee.Kind {
	switch vendorType {
	case "date", "short-date":
		return employee.KindDate
	case "boolean":
		return employee.KindBool
	case "number", "currency":
		return employee.KindNumber
	case "multi-list":
		return employee.KindList
	}
	return employee.KindText
}

// customIDs are where the value of a custom field may be: an amount of money and a
// reference to an employee are objects.
func customIDs(key string) []string { return []string{key, key + ".value", key + ".id"} }

// reader returns how to read a custom field of a vendor's type, by the picks of
// customIDs. A field that the metadata lacks is read as a text or, from an array, as
// a list.
func reader(vendorType string) func([]pick) (employee.Value, error) {
	switch vendorType {
	case "list", "hierarchy-list":
		return func(p []pick) (employee.Value, error) { return item(p[:1]) }
	case "multi-list":
		return items
	case "date":
		return func(p []pick) (employee.Value, error) { return p[0].value.Date() }
	case "short-date":
		return func(p []pick) (employee.Value, error) { return monthDay(p[0]) }
	case "boolean":
		return func(p []pick) (employee.Value, error) { return p[0].value.Bool() }
	case "number":
		return func(p []pick) (employee.Value, error) { return p[0].value.Number() }
	case "currency":
		return func(p []pick) (employee.Value, error) { return part(p, 1).Number() }
	case "employee-reference":
		return func(p []pick) (employee.Value, error) { return part(p, 2).Text() }
	case "": // not in the metadata
		return func(p []pick) (employee.Value, error) { return p[0].value.Labels("value") }
	}
	return func(p []pick) (employee.Value, error) { return p[0].value.Text() }
}

// part returns the nth pick where the first is an object that has it.
func part(picks []pick, n int) wire.Cell {
	if picks[n].missing() {
		return picks[0].value
	}
	return picks[n].value
}

// items reads several choices. Their labels come as one text, with commas that
// may also be in a label: they are taken apart only if that gives as many labels
// as there are choices.
func items(picks []pick) (employee.Value, error) {
	p := picks[0]
	ids, err := p.value.Labels("value")
	if err != nil || !ids.Known() {
		return ids, err
	}
	labels, err := p.label.Labels("value")
	if err != nil || !labels.Known() {
		if slices.ContainsFunc(ids.Items(), isNumber) {
			return employee.Value{}, errItem
		}
		return employee.List(ids.Items()...), nil
	}
	if labels.Kind() == employee.KindList {
		return labels, nil
	}
	parts := strings.Split(labels.String(), ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch n := len(ids.Items()); n {
	case 1:
		return employee.List(labels.String()), nil
	case len(parts):
		return employee.List(parts...), nil
	}
	return employee.Value{}, errItem
}
