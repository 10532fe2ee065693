package mapping

import (
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// Gives returns a test of whether the rule of a set, else nil, can give an item, in any
// case: its constant or default, an answer of its lookup table or, without a table, what
// it makes of an employee of r.
func (p *Program) Gives(rule int, r *employee.Roster) func(item string) bool {
	for _, rules := range p.rules {
		for i := range rules {
			if c := &rules[i]; c.index == rule && c.converter.kind == KindSet {
				items := c.gives(r)
				return func(item string) bool { return items[fold.Key(item)] }
			}
		}
	}
	return nil
}

// gives returns the items that a rule can give, folded.
func (r *rule) gives(roster *employee.Roster) map[string]bool {
	items := make(map[string]bool)
	add := func(v employee.Value) {
		for item := range v.ItemSeq() {
			items[fold.Key(item)] = true
		}
	}
	add(r.constant)
	add(r.fallback)
	if r.converter.other != nil {
		add(*r.converter.other)
	}
	for _, e := range r.converter.lookup {
		add(e.value)
	}
	if r.converter.lookup != nil || roster == nil {
		return items
	}
	for e := range roster.All() {
		r.made(&Subject{Employee: e}, add)
	}
	return items
}

// made adds what the rule makes of a subject, whatever its when: of each field that can
// be read, of a format as a whole.
func (r *rule) made(s *Subject, add func(employee.Value)) {
	convert := func(v employee.Value) {
		if v.Known() {
			for _, item := range r.converter.items(v) {
				made, _ := r.converter.list([]string{item})
				add(made)
			}
		}
	}
	if r.format != nil {
		f := finding{passes: true}
		f.format(r, s)
		convert(f.value)
		return
	}
	for _, in := range r.from {
		convert(s.value(in.name))
	}
}
