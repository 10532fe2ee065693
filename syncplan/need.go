package syncplan

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
)

// unreadable is something that the settings need and the records do not show.
type unreadable struct {
	fields  []employee.Field // of which one would do
	target  string           // that stays as it is for every employee in scope, "" for none
	by      string           // "the rule for department needs it"
	unasked bool             // the fields are absent in every record
}

// unreadable returns what the settings need and the records do not show: fields of
// conditions and of the evidence in no record at all and, of the employees in scope,
// targets whose rules stop for all of them, sources of a list and parts of a format.
func (f *facts) unreadable() []unreadable {
	var found []unreadable
	add := func(by, target string, fields ...employee.Field) {
		unasked := !slices.ContainsFunc(fields, func(x employee.Field) bool {
			return f.roster.Coverage(x).Absent < f.roster.Len()
		})
		found = append(found, unreadable{fields, target, by, unasked})
	}
	for _, n := range f.needs() {
		if c := f.roster.Coverage(n.field); c.Known+c.Empty == 0 {
			add(n.by, "", n.field)
		}
	}
	if !slices.ContainsFunc(f.employees, assessment.inScope) {
		return found
	}
	for t, target := range f.targets {
		by := "the rule for " + visible.Text(target.Name) + " needs it"
		if f.stops(t) {
			var fields []employee.Field // in the order in which the rules try them
			for _, r := range target.Rules {
				for _, group := range f.settings.Mapping.Rules[r].Needs() {
					fields = append(fields, group...)
				}
			}
			if len(fields) == 0 { // a constant under a condition that is unknown
				fields = f.conditionFields(target)
			}
			hidden := slices.DeleteFunc(slices.Clone(fields), f.shown)
			if len(hidden) > 0 {
				fields = hidden
			}
			add(by, target.Name, fields...)
			continue
		}
		for _, r := range target.Rules {
			for _, group := range f.parts(r) {
				if !slices.ContainsFunc(group, f.shown) {
					add(by, "", group...)
				}
			}
		}
	}
	return found
}

// conditionFields returns the fields that the conditions of a target's rules test.
func (r *rules) conditionFields(t mapping.Target) []employee.Field {
	var fields []employee.Field
	for _, n := range t.Rules {
		fields = append(fields, r.settings.Mapping.Rules[n].When.Fields()...)
	}
	return fields
}

// parts returns what a rule combines: the sources of a list, and the parts of a format
// with their alternatives.
func (r *rules) parts(rule int) [][]employee.Field {
	x := r.settings.Mapping.Rules[rule]
	switch {
	case x.Format != "":
		return mapping.Rule{Format: x.Format}.Needs()
	case x.Type == employee.KindList || x.Type == mapping.KindSet:
		var parts [][]employee.Field
		for _, f := range x.From {
			parts = append(parts, mapping.Rule{From: []employee.Field{f}}.Needs()...)
		}
		return parts
	}
	return nil
}

func (a assessment) inScope() bool { return a.scope == mapping.TruthTrue }

// stops reports whether the rules of a target are stopped, or have nothing to read,
// for every employee in scope.
func (f *facts) stops(target int) bool {
	for i := range f.employees {
		a := &f.employees[i]
		if !a.inScope() {
			continue
		}
		o := f.program.Apply(target, f.subjectOf(a, f.outcomes[i].User < 0))
		if o.Rule < 0 || o.Verdict != mapping.VerdictLeave {
			return false
		}
		rule := &f.settings.Mapping.Rules[o.Rule]
		fields := ruleFields(rule)
		if o.Field == mapping.FieldLifecycle || slices.Contains(slices.Concat(rule.When.Fields(), rule.From), mapping.FieldLifecycle) {
			return false // it is known by the evidence, which has a need of its own
		}
		blind := o.Problem == "" && !slices.ContainsFunc(fields, func(x employee.Field) bool { return readable(a.e.Value(x)) })
		if !o.Stopped && !blind {
			return false
		}
	}
	return true
}

// shown reports whether a field is readable for some employee in scope.
func (f *facts) shown(field employee.Field) bool {
	return slices.ContainsFunc(f.employees, func(a assessment) bool { return a.inScope() && readable(a.e.Value(field)) })
}

// ruleFields returns the fields that give a rule its value.
func ruleFields(r *mapping.Rule) []employee.Field {
	return mapping.Mapping{Rules: []mapping.Rule{{From: r.From, Format: r.Format}}}.Fields()
}

func readable(v employee.Value) bool {
	return v.State() == employee.StateKnown || v.State() == employee.StateEmpty
}

// wordUnreadable names what is unreadable as members and in words.
func wordUnreadable(all []unreadable) ([]Member, string) {
	var members []Member
	var hidden, unasked []string
	for _, u := range all {
		words := joinFields(u.fields) + " (" + u.by + ")"
		if u.unasked {
			unasked = append(unasked, words)
		} else {
			hidden = append(hidden, words)
		}
		if u.target != "" {
			members = append(members, Member{Target: u.target})
			continue
		}
		for _, f := range u.fields {
			members = append(members, Member{Field: f})
		}
	}
	var texts []string
	for _, words := range [][]string{hidden, unasked} {
		slices.Sort(words)
	}
	if hidden = slices.Compact(hidden); len(hidden) > 0 {
		texts = append(texts, "no record has a readable "+strings.Join(hidden, "; ")+": let the credentials read it, or change the settings")
	}
	if unasked = slices.Compact(unasked); len(unasked) > 0 {
		texts = append(texts, strings.Join(unasked, "; ")+" was not asked for: give Settings.Fields to the client, "+
			"or change the settings if the HR system has no such field")
	}
	return sortedMembers(members), strings.Join(texts, "; ")
}

// A need is a field that must be readable in some record.
type need struct {
	field employee.Field
	by    string // "the scope tests it"
}

// needs returns the fields of the evidence and of conditions.
func (r *rules) needs() []need {
	var needs []need
	evidence := []employee.Field{employee.FieldStatus, employee.FieldHireDate, employee.FieldTerminationDate}
	switch {
	case r.settings.Policy.LeavingEvidence == LeavingEvidenceStatus:
		evidence = evidence[:1]
	case r.settings.Policy.LeavingEvidence == LeavingEvidenceEndDate:
		evidence = evidence[2:]
	case r.roster.Origin().NoStatus:
		evidence = evidence[1:]
	}
	if r.lifecycle.noEnds {
		evidence = slices.DeleteFunc(evidence, func(f employee.Field) bool { return f == employee.FieldTerminationDate })
	}
	for _, f := range evidence {
		needs = append(needs, need{f, "it tells who has left"})
	}
	condition := func(by string, c mapping.Condition) {
		for _, f := range c.Fields() {
			if f != mapping.FieldLifecycle {
				needs = append(needs, need{f, by})
			}
		}
	}
	condition("the scope tests it", r.settings.Mapping.Scope)
	condition("the block condition tests it", r.settings.Policy.Block)
	for _, z := range r.settings.Zones {
		condition("a zone rule tests it", z.When)
	}
	for _, rule := range r.settings.Mapping.Rules {
		condition("the rule for "+visible.Text(rule.Target)+" tests it", rule.When)
	}
	return needs
}

func joinFields(fields []employee.Field) string {
	var words []string
	for _, f := range fields {
		if !slices.Contains(words, visible.Text(string(f))) {
			words = append(words, visible.Text(string(f)))
		}
	}
	return strings.Join(words, " or ")
}
