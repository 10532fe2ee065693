package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fieldread"
)

// A rule is a compiled [Rule].
type rule struct {
	index     int
	when      Test
	from      []input
	format    *format
	places    [][]input // of the format
	part      converter // of what stands in a place
	constant  employee.Value
	strict    bool           // an absent field is withheld: the target is a key, or a list of several fields
	passes    bool           // at creation a withheld field passes on to the next
	fallback  employee.Value // the default
	onEmpty   OnEmpty
	authority Authority
	converter converter
	undecided string // the problem while its when is unknown
}

// An input is one field that a rule reads.
type input struct {
	name     employee.Field
	withheld string // the problem when it is
	absent   string // the problem when it is, and counts as withheld
	private  bool   // never in place of one that is not
}

// compileRule compiles a rule; key says that its target tells employees apart.
func compileRule(index int, r Rule, key bool, words *answers) rule {
	c := rule{
		index:     index,
		when:      compileTest(r.When, words),
		from:      inputs(r.From),
		onEmpty:   r.OnEmpty,
		authority: r.Authority,
		strict:    key || listed(r) && len(r.From) > 1,
		passes:    !key && r.Authority != AuthorityCreate && r.Authority != AuthorityFill,
		converter: newConverter(r, words),
		undecided: fmt.Sprintf("its condition is unknown (rules[%d].when)", index),
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
			c.places = append(c.places, inputs(fields))
		}
	}
	return c
}

// A copyRule is the fast path for a rule that copies a text, unconditionally and
// unchanged but for the blanks around it. Those of all targets lie side by side.
type copyRule struct {
	read    func(*employee.Employee) employee.Value // the first field; nil: the rule does more
	address bool                                    // the text must be an address
	leaves  bool                                    // without a value the attribute is left alone
}

func (r *rule) copies() copyRule {
	if len(r.from) == 0 || r.from[0].name == FieldLifecycle || r.when.set || !r.converter.copies() {
		return copyRule{}
	}
	if kind := r.from[0].name.Kind(); kind != employee.KindText && kind != "" { // "" for a custom field
		return copyRule{}
	}
	return copyRule{fieldread.Of(r.from[0].name), r.converter.spelling.address, len(r.from) == 1 && r.onEmpty == OnEmptyLeave && !r.strict}
}

func inputs(fields []employee.Field) []input {
	in := make([]input, len(fields))
	for i, f := range fields {
		in[i] = input{f, string(f) + " is withheld", string(f) + " is absent", slices.Contains(employee.PrivateFields(), f)}
	}
	return in
}

// A finding is what the inputs of a rule hold.
type finding struct {
	value   employee.Value // known, or nothing was found
	made    employee.Value // what the rule makes of it
	field   employee.Field // that gave the value, if it was one
	stopped string         // why the rule stops
	empty   bool           // an input is Empty
	blank   employee.Field // an input that holds only blanks
	problem string         // why what was found cannot be used
	rec     *record

	strict bool // an absent field is withheld
	passes bool // a withheld field passes on to the next
	public bool // one that is not private has passed on
	behind stop // what was found stands in for
}

// A stop is a field that stops a rule, with the reason.
type stop struct {
	field employee.Field
	why   string
}

// look returns what a rule is to find for a subject.
func (r *rule) look(s *Subject) finding {
	return finding{rec: r.converter.rec, strict: r.strict, passes: r.passes && s.Create}
}

// stop notes why the rule stops, unless it has stopped already.
func (f *finding) stop(why string, in *input) {
	if f.stopped == "" {
		f.stopped, f.field = why, in.name
	}
	f.public = f.public || !in.private
}

// ended reports whether no other input may stand in for one that is withheld.
func (f *finding) ended(next *input) bool {
	return f.stopped != "" && (!f.passes || f.public && next.private)
}

// miss notes a value that is not known, or is only blanks, and reports whether
// it was one.
func (f *finding) miss(v employee.Value, in *input, s *Subject) bool {
	switch v.State() {
	case employee.StateWithheld:
		f.stop(in.withheld, in)
	case employee.StateAbsent:
		if f.strict || s.lacks(in.name) {
			f.stop(in.absent, in)
		}
	case employee.StateEmpty:
		f.empty = true
	case employee.StateKnown:
		if v.Kind() != employee.KindText || !blank(v.String()) {
			return false
		}
		f.blank = in.name
	}
	return true
}

// first looks for the first input with a value, and returns its place, or -1.
func (f *finding) first(from []input, s *Subject) int {
	for i := range from {
		if f.ended(&from[i]) {
			break
		}
		v := s.value(from[i].name)
		f.rec.reading(from[i].name, v)
		if !f.miss(v, &from[i], s) {
			if f.stopped != "" {
				f.behind = stop{f.field, f.stopped}
			}
			f.value, f.field, f.stopped = v, from[i].name, ""
			return i
		}
	}
	return -1
}

// all collects the items of every input.
func (f *finding) all(from []input, c *converter, s *Subject) {
	var items []string
	givers := 0
	var giver employee.Field
	for i := range from {
		if f.ended(&from[i]) {
			return
		}
		v := s.value(from[i].name)
		f.rec.reading(from[i].name, v)
		if !f.miss(v, &from[i], s) {
			items, giver = append(items, c.items(v)...), from[i].name
			givers++
		}
	}
	if givers == 0 || f.stopped != "" && !f.passes {
		return
	}
	if givers > 1 {
		giver = ""
	}
	f.value, f.field, f.stopped = employee.List(items...), giver, ""
}

// format fills the places of a format and renders it.
func (f *finding) format(r *rule, s *Subject) {
	var few [8]string // a longer format allocates
	texts := few[:0]
	for _, place := range r.places {
		found := r.look(s)
		found.first(place, s)
		if found.stopped != "" {
			f.stopped, f.field = found.stopped, found.field
			return
		}
		text, problem := r.part.joined(found.value, f.rec)
		if problem != "" { // what is withheld behind it comes first
			f.problem, f.field = problem, found.field
			continue
		}
		texts = append(texts, strings.TrimSpace(text))
		f.empty = f.empty || found.empty
		if found.blank != "" {
			f.blank = found.blank
		}
		if len(r.places) == 1 {
			f.field = found.field
		}
	}
	if f.problem != "" {
		return
	}
	if text := r.format.render(texts); text != "" {
		f.value = employee.Text(f.rec.step("format", text))
	}
}
