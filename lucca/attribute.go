package lucca

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// An attribute is a value of a custom field in the current API.
type attribute struct {
	ID                   record.Cell
	Definition, Employee reference
	Applicability        object[struct{ Start, End object[dated] }]
	Value                json.RawMessage
	read                 value
}

// holds reports whether a value may hold on a day. Those of that day are asked
// for, but by a parameter that Lucca names in one guide alone: without it, values
// of the past would be taken for several of today. A bound that is not there, or
// not understood, is none.
func (a *attribute) holds(day employee.Date) bool {
	bound := func(d *object[dated]) (employee.Date, bool) {
		v, _ := dayOf(d) // Withheld on an error
		return v.Day()
	}
	start, begins := bound(&a.Applicability.value.Start)
	end, ends := bound(&a.Applicability.value.End)
	return !(begins && start.After(day) || ends && end.Before(day))
}

// A label is an entry of a list.
type label struct{ Name, Label record.Cell }

// Entries are embedded in the list of custom fields.
type entries struct {
	Labels map[string]*label `json:"taxonomy-label"`
}

func (in *entries) parts(r *record.Reader) []rest.Part {
	in.Labels = make(map[string]*label)
	return []rest.Part{byKey(r, in.Labels, "taxonomy-label")}
}

// readAttributes reads the custom fields as of a day.
func (l *current) readAttributes(ctx context.Context, s *sides, asOf time.Time) error {
	const op = opSide + listAttributes
	today := employee.DateAt(asOf, time.UTC)
	read := cursorPages[attribute, entries](l.rest, op, listAttributes, currentPage, url.Values{
		"include": {"embedded," + includeLinks}, "definition.id": {strings.Join(l.custom, ",")},
		"applicability.asOf": {today.String()},
	})
	rows := list[attribute]{
		client: l.rest, op: op,
		id: func(a *attribute) string {
			return cmp.Or(a.ID.Raw(), a.Employee.value.ID.Raw()+" "+a.Definition.value.ID.Raw())
		},
		read: func(ctx context.Context, cursor string) (page[attribute], error) {
			p, in, err := read(ctx, cursor)
			for i := range p.items {
				p.items[i].read = readAttribute(p.items[i].Value, in.Labels)
			}
			return p, err
		},
	}
	var all attributes
	_, err := rows.fold(ctx, func() { all = make(attributes) }, func(a attribute) {
		if key, ok := l.keyOf(a.Definition.value.ID.Raw()); ok && a.holds(today) {
			all.add(a.Employee.value.ID.Raw(), key, a.read)
		}
	})
	if err == nil {
		s.attributes = all
	}
	return err
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
func readAttribute(raw json.RawMessage, labels map[string]*label) value {
	if len(raw) == 0 {
		return value{v: employee.Withheld()}
	}
	r := resolver{object: func(o map[string]any) (employee.Value, error) {
		id, _ := find(o, "id")
		kind, _ := find(o, "type")
		text, ok := id.(string)
		if !ok {
			return employee.Value{}, errObject
		}
		if kind != "taxonomy-label" {
			return employee.Text(text), nil // an employee, a file
		}
		var name string
		if entry := labels[text]; entry != nil {
			name = cmp.Or(entry.Name.Raw(), entry.Label.Raw())
		}
		if name == "" {
			return employee.Value{}, errEntry
		}
		return employee.Text(name), nil
	}}
	v, err := readCustom(raw, "", r)
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

// attribute is a custom field of an employee, Withheld for who has no value: it
// may be one that the client must not see.
func (s *sides) attribute(id, key string) (employee.Value, error) {
	if s.probe && !s.refused[listAttributes] {
		return employee.Empty(), nil
	}
	v, ok := s.attributes[id][key]
	if !ok {
		return employee.Withheld(), nil
	}
	return v.v, v.fault
}
