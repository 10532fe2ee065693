package hibobtest

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A renderer writes employees in the form that one request asks for.
type renderer struct {
	view
	mode   mode
	fields []Field
	slash  []string // the keys of the fields, as JSON, with what follows them
	tree   branch
	values []any // of the employee who is being written
	labels []any // a string or nil
	absent []bool
}

// A branch is a place in the nested form.
type branch struct {
	key   string // as JSON, with the colon
	field int    // -1: none, but what is below
	below []*branch
}

func (v view) renderer(q query) *renderer {
	a := &renderer{view: v, mode: q.mode(), fields: v.selected(q.Fields), tree: branch{field: -1}}
	for i, f := range a.fields {
		key := fakehr.AppendText(nil, "/"+strings.ReplaceAll(f.ID, ".", "/"))
		a.slash = append(a.slash, string(key)+`:{"value":`)
		a.tree.insert(strings.Split(f.JSONPath, "."), i)
	}
	n := len(a.fields)
	a.values, a.labels, a.absent = make([]any, n), make([]any, n), make([]bool, n)
	return a
}

// insert places a field. What is below another field is in its value already.
func (t *branch) insert(path []string, field int) {
	if t.field >= 0 {
		return
	}
	if len(path) == 0 {
		t.field, t.below = field, nil
		return
	}
	key := fakehr.Quote(path[0]) + ":"
	i := slices.IndexFunc(t.below, func(b *branch) bool { return b.key == key })
	if i < 0 {
		i = len(t.below)
		t.below = append(t.below, &branch{key: key, field: -1})
	}
	t.below[i].insert(path[1:], field)
}

// append writes one employee.
func (a *renderer) append(b []byte, p *Person) []byte {
	for i, f := range a.fields {
		a.absent[i] = p.hides(f.ID)
		a.values[i] = a.value(p, f.ID)
		if a.mode != machine {
			a.labels[i] = a.label(p, f, a.values[i])
		}
	}
	b = append(b, '{')
	start := len(b)
	switch {
	case a.mode == replaced:
		b, _ = a.appendBelow(b, &a.tree, a.labels, false)
	case a.Form != FormSlash:
		b, _ = a.appendBelow(b, &a.tree, a.values, false)
	}
	if a.mode != replaced && a.Form != FormNested {
		for i := range a.fields {
			if !a.absent[i] {
				b = append(separate(b, start), a.slash[i]...)
				b = append(fakehr.AppendValue(b, a.values[i]), '}')
			}
		}
	}
	if a.mode == appended && !a.NoLabels {
		b = append(separate(b, start), `"humanReadable":{`...)
		b, _ = a.appendBelow(b, &a.tree, a.labels, true)
		b = append(b, '}')
	}
	return append(b, '}')
}

// appendBelow writes the members of a branch, and says whether there are any.
func (a *renderer) appendBelow(b []byte, t *branch, values []any, skipNull bool) ([]byte, bool) {
	start := len(b)
	for _, child := range t.below {
		mark := len(b)
		b = append(separate(b, start), child.key...)
		some := true
		switch i := child.field; {
		case i < 0:
			b, some = a.appendBelow(append(b, '{'), child, values, skipNull)
			b = append(b, '}')
		case a.absent[i], skipNull && values[i] == nil:
			some = false
		default:
			b = fakehr.AppendValue(b, values[i])
		}
		if !some {
			b = b[:mark]
		}
	}
	return b, len(b) > start
}

// separate writes the comma before every member but the first.
func separate(b []byte, start int) []byte {
	if len(b) > start {
		return append(b, ',')
	}
	return b
}

// label is what users of HiBob see in place of a value: nothing for null.
func (a *renderer) label(p *Person, f Field, value any) any {
	if own, ok := p.Labels[f.ID]; ok {
		return own
	}
	if value == nil {
		return nil
	}
	switch v := value.(type) {
	case bool:
		if v {
			return "Yes"
		}
		return "No"
	case []string:
		labels := make([]string, len(v))
		for i, id := range v {
			labels[i] = a.item(f.List, id)
		}
		return strings.Join(labels, ",")
	case map[string]any:
		if name := fakehr.Text(v["displayName"]); name != "" {
			return name
		}
		return fakehr.Text(v["id"])
	}
	s := fakehr.Text(value)
	switch f.Type {
	case "list", "hierarchy-list":
		return a.item(f.List, s)
	case "employee-reference":
		if other := a.company.byID[s]; other != nil {
			return fakehr.Text(a.value(other, "root.displayName"))
		}
	case "date":
		if len(s) == len("2006-01-02") && !a.ISOLabels {
			return s[8:] + "/" + s[5:7] + "/" + s[:4]
		}
	case "short-date":
		if len(s) == len("01-02") && !a.ISOLabels {
			return s[3:] + "/" + s[:2]
		}
	}
	return s
}

// item is the label of a list's item. One that the list has not is its own.
func (a *renderer) item(list, id string) string {
	if label, ok := a.settings.labels[list][id]; ok {
		return label
	}
	return id
}
