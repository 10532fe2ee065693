package syncplan

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// unreadable returns, in words, the needed fields that no record has readable. They are
// members of a hold, which stored approvals name: the words must not change.
func (r *rules) unreadable() []string {
	var unreadable []string
	for _, n := range r.needs() {
		if !slices.ContainsFunc(n.fields, func(f employee.Field) bool {
			c := r.roster.Coverage(f)
			return c.Known+c.Empty > 0
		}) {
			unreadable = append(unreadable, joinFields(n.fields)+" ("+n.by+")")
		}
	}
	slices.Sort(unreadable)
	return slices.Compact(unreadable)
}

// A need is fields of which at least one must be readable in some record.
type need struct {
	fields []employee.Field
	by     string // "the rule for department needs it"
}

// needs returns the fields that the settings need.
func (r *rules) needs() []need {
	var needs []need
	add := func(by string, fields ...employee.Field) { needs = append(needs, need{fields, by}) }
	evidence := []employee.Field{employee.FieldStatus, employee.FieldHireDate, employee.FieldTerminationDate}
	switch {
	case r.settings.Policy.LeavingEvidence == LeavingEvidenceStatus:
		evidence = evidence[:1]
	case r.settings.Policy.LeavingEvidence == LeavingEvidenceEndDate:
		evidence = evidence[2:]
	case r.roster.Origin().NoStatus:
		evidence = evidence[1:]
	}
	for _, f := range evidence {
		add("it tells who has left", f)
	}
	condition := func(by string, c mapping.Condition) {
		for _, f := range c.Fields() {
			if f != mapping.FieldLifecycle {
				add(by, f)
			}
		}
	}
	condition("the scope tests it", r.settings.Mapping.Scope)
	condition("the block condition tests it", r.settings.Policy.Block)
	for _, z := range r.settings.Zones {
		condition("a zone rule tests it", z.When)
	}
	for _, rule := range r.settings.Mapping.Rules {
		condition("the rule for "+rule.Target+" tests it", rule.When)
		for _, fields := range rule.Needs() {
			add("the rule for "+rule.Target+" needs it", fields...)
		}
	}
	return needs
}

func joinFields(fields []employee.Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = string(f)
	}
	return strings.Join(words, " or ")
}
