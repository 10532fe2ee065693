package mapping

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// Resolve returns m with the keys of custom fields where it has their labels, as in
// "custom.T-shirt size" for "custom.4711": a label that one field of the catalogue has,
// and that is no key.
func (m Mapping) Resolve(catalog ...employee.FieldInfo) Mapping {
	l := newLabels(catalog)
	m.Scope = l.condition(m.Scope, 0)
	m.Rules = slices.Clone(m.Rules)
	for i := range m.Rules[:min(len(m.Rules), maxRules)] {
		r := &m.Rules[i]
		r.From = l.fields(r.From)
		r.Format = l.format(r.Format)
		r.When = l.condition(r.When, 0)
	}
	return m
}

// Resolve is [Mapping.Resolve] for a condition alone.
func (c Condition) Resolve(catalog ...employee.FieldInfo) Condition {
	return newLabels(catalog).condition(c, 0)
}

// labels are the custom fields of a catalogue by what they are called.
type labels struct {
	keys    map[employee.Field]bool
	byLabel map[string]employee.Field // by folded label; "" where several have it
	clauses int
}

func newLabels(catalog []employee.FieldInfo) *labels {
	l := &labels{keys: make(map[employee.Field]bool), byLabel: make(map[string]employee.Field)}
	for _, info := range catalog {
		if _, custom := info.Field.CustomKey(); !custom || l.keys[info.Field] {
			continue
		}
		l.keys[info.Field] = true
		label := fold.Key(info.Label)
		if _, again := l.byLabel[label]; again {
			l.byLabel[label] = ""
		} else {
			l.byLabel[label] = info.Field
		}
	}
	return l
}

// field returns the field that a name means.
func (l *labels) field(f employee.Field) employee.Field {
	label, custom := f.CustomKey()
	if !custom || l.keys[f] {
		return f
	}
	if only := l.byLabel[fold.Key(label)]; only != "" {
		return only
	}
	return f
}

func (l *labels) fields(names []employee.Field) []employee.Field {
	names = slices.Clone(names)
	for i := range names {
		names[i] = l.field(names[i])
	}
	return names
}

// condition resolves within the bounds of Validate, so that it ends on any input.
func (l *labels) condition(c Condition, depth int) Condition {
	if l.clauses++; depth >= maxDepth || l.clauses > maxClauses {
		return c
	}
	several := func(of []Condition) []Condition {
		of = slices.Clone(of)
		for i := range of {
			of[i] = l.condition(of[i], depth+1)
		}
		return of
	}
	c.Field, c.Than = l.field(c.Field), l.field(c.Than)
	c.All, c.Any = several(c.All), several(c.Any)
	if c.Not != nil {
		inner := l.condition(*c.Not, depth+1)
		c.Not = &inner
	}
	return c
}

// format returns a format with the names resolved, or as it is.
func (l *labels) format(s string) string {
	var b strings.Builder
	changed := false
	for rest := s; rest != ""; {
		size := 1
		switch {
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			size = 2
		case rest[0] == '{':
			names, behind, ok := fieldNames(rest[1:])
			if !ok {
				return s
			}
			for i, name := range names {
				field := l.field(name)
				changed = changed || field != name
				b.WriteByte("{|"[min(i, 1)])
				b.WriteString(inBraces(field))
			}
			b.WriteByte('}')
			rest = behind
			continue
		}
		b.WriteString(rest[:size])
		rest = rest[size:]
	}
	if !changed {
		return s
	}
	return b.String()
}

// inBraces returns a field as a format names it.
func inBraces(f employee.Field) string {
	s := string(f)
	if strings.ContainsAny(s, `|{}"`) || strings.TrimSpace(s) != s {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
