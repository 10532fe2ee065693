package mapping

import (
	"fmt"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fieldread"
)

// A rule is a compiled [Rule].
type rule struct {
	index     int
	when      Test
	from      []source
	format    *format
	places    [][]source // of the format
	part      converter  // of what stands in a place
	constant  employee.Value
	fallback  employee.Value // the default
	onEmpty   OnEmpty
	authority Authority
	converter converter
	undecided string // the problem when its when cannot be told
}

// A source is one field that a rule reads.
type source struct {
	field    employee.Field
	withheld string // the problem when it is
}

func compileRule(index int, r Rule, words *answers) rule {
	c := rule{
		index:     index,
		when:      compileTest(r.When, words),
		from:      sources(r.From),
		onEmpty:   r.OnEmpty,
		authority: r.Authority,
		converter: newConverter(r, words),
		undecided: fmt.Sprintf("whether rules[%d].when holds cannot be told", index),
	}
	if r.Constant != "" {
		c.constant, _ = c.converter.written(r.Constant)
	}
	if r.Default != "" {
		c.fallback, _ = c.converter.written(r.Default)
	}
	if r.Format != "" {
		c.format, _ = parseFormat(r.Format)
		c.part = converter{kind: employee.KindText, separator: r.Separator, dates: c.converter.dates}
		for _, fields := range c.format.parts {
			c.places = append(c.places, sources(fields))
		}
	}
	return c
}

// A copying is what a rule comes to that applies to everybody and changes nothing
// but the blanks around a text. Those of all targets lie side by side, for speed.
type copying struct {
	read    func(*employee.Employee) employee.Value // the first source; nil: the rule does more
	address bool                                    // the text must be one
	leaves  bool                                    // what HR does not have is left alone
}

func (r *rule) copying() copying {
	if len(r.from) == 0 || r.from[0].field == FieldLifecycle || r.when.set || !r.converter.copies() {
		return copying{}
	}
	if kind := r.from[0].field.Kind(); kind != employee.KindText && kind != "" { // "" for a custom field
		return copying{}
	}
	return copying{fieldread.Of(r.from[0].field), r.converter.spelling.address, len(r.from) == 1 && r.onEmpty == OnEmptyLeave}
}

func sources(fields []employee.Field) []source {
	s := make([]source, len(fields))
	for i, f := range fields {
		s[i] = source{f, string(f) + " is withheld"}
	}
	return s
}

// A finding is what the sources of a rule hold.
type finding struct {
	value   employee.Value // known, or nothing was found
	source  employee.Field // that gave the value, if it was one
	stopped string         // why the rule stops
	empty   bool           // a source is Empty
	blank   employee.Field // a source that holds only blanks
	problem string         // why what was found cannot be used
	rec     *record
}

// miss notes a value that is not known, or is only blanks, and reports whether
// it was one.
func (f *finding) miss(v employee.Value, s *source) bool {
	switch v.State() {
	case employee.StateWithheld:
		f.stopped, f.source = s.withheld, s.field
	case employee.StateEmpty:
		f.empty = true
	case employee.StateKnown:
		if v.Kind() != employee.KindText || !blank(v.String()) {
			return false
		}
		f.blank = s.field
	}
	return true
}

// first looks for the first source with a value.
func (f *finding) first(from []source, s *Subject) {
	for i := range from {
		v := s.value(from[i].field)
		f.rec.reading(from[i].field, v)
		if !f.miss(v, &from[i]) {
			f.value, f.source = v, from[i].field
			return
		}
		if f.stopped != "" {
			return
		}
	}
}

// all collects the items of every source.
func (f *finding) all(from []source, c *converter, s *Subject) {
	var items []string
	givers := 0
	for i := range from {
		v := s.value(from[i].field)
		f.rec.reading(from[i].field, v)
		if !f.miss(v, &from[i]) {
			items, f.source = append(items, c.items(v)...), from[i].field
			givers++
		}
		if f.stopped != "" {
			return
		}
	}
	if givers > 1 {
		f.source = ""
	}
	if f.value = employee.List(items...); givers == 0 {
		f.value = employee.Value{}
	}
}

// format fills the places of a format and renders it.
func (f *finding) format(r *rule, s *Subject) {
	var few [8]string // a longer format allocates
	texts := few[:0]
	for _, place := range r.places {
		found := finding{rec: f.rec}
		found.first(place, s)
		if found.stopped != "" {
			f.stopped, f.source = found.stopped, found.source
			return
		}
		text, problem := r.part.joined(found.value, f.rec)
		if problem != "" {
			f.problem, f.source = problem, found.source
			return
		}
		texts = append(texts, strings.TrimSpace(text))
		f.empty = f.empty || found.empty
		if found.blank != "" {
			f.blank = found.blank
		}
		if len(r.places) == 1 {
			f.source = found.source
		}
	}
	if text := r.format.render(texts); text != "" {
		f.value = employee.Text(f.rec.step("format", text))
	}
}
