package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// value returns what a user has for a target.
func (a *account) value(target string) employee.Value {
	if target == TargetEmail {
		return employee.Text(a.Email)
	}
	for i := range a.Attributes {
		if a.Attributes[i].Name == target {
			return a.Attributes[i].Value
		}
	}
	return employee.Empty()
}

// have returns what a user has for a target of the mapping. It looks first where
// the user before had it.
func (w *work) have(a *account, target int) employee.Value {
	if target == w.email {
		return employee.Text(a.Email)
	}
	name, place := w.targets[target].Name, w.places[target]
	if 0 <= place && place < len(a.Attributes) && a.Attributes[place].Name == name {
		return a.Attributes[place].Value
	}
	for i := range a.Attributes {
		if a.Attributes[i].Name == name {
			w.places[target] = i
			return a.Attributes[i].Value
		}
	}
	return employee.Empty()
}

// changes compares what the mapping gives p with what the user has; a is nil
// for a user to be created. Nothing that is absent, withheld or unreadable ever
// makes a change.
func (w *work) changes(p *person, a *account, withEmail bool) []Change {
	var changes []Change
	s := w.subject(p)
	for t := range w.targets {
		if t == w.manager || t == w.email && (!withEmail || w.settled(p, a)) || a != nil && w.keeps(p, a, t, &s) {
			continue
		}
		o := w.program.Apply(t, s)
		if o.Problem != "" && !(o.Field == mapping.FieldLifecycle && p.want == wantUnknown) {
			w.noteAbout(NoteKindProblem, ReasonValue, p, fmt.Sprintf("%s is left alone: %s", w.targets[t].Name, o.Problem))
		}
		if c, ok := w.change(p, a, t, o); ok {
			changes = append(changes, c)
		}
	}
	if c, ok := w.endChange(p, a); ok {
		changes = append(changes, c)
	}
	return changes
}

// settled reports whether a is the user that p's link names, with p's address.
func (w *work) settled(p *person, a *account) bool {
	return a != nil && a.settled && w.own(p, a)
}

// own reports whether a is the user of p.
func (w *work) own(p *person, a *account) bool { return p.user >= 0 && a == &w.users[p.user] }

// keeps reports whether a user has, for a target, what the mapping gives: what
// can be told quickly of nearly everybody.
func (w *work) keeps(p *person, a *account, target int, s *mapping.Subject) bool {
	if !w.program.Copies(target) {
		return false
	}
	if p.alike && w.own(p, a) {
		return true
	}
	text, ok := w.program.Copy(target, s)
	if !ok || text == "" {
		return ok
	}
	has, ok := w.have(a, target).Text()
	return ok && has == text
}

func (w *work) change(p *person, a *account, t int, o mapping.Outcome) (Change, bool) {
	c := Change{Attribute: w.targets[t].Name, From: employee.Empty(), To: o.Value, Rule: o.Rule, Field: o.Field}
	if o.Verdict == mapping.VerdictLeave {
		return c, false
	}
	if a == nil {
		return c, o.Verdict == mapping.VerdictSet
	}
	c.From = w.have(a, t)
	if o.Verdict == mapping.VerdictClear {
		c.To = employee.Empty()
		if from := w.settings.Mapping.Rules[o.Rule].From; c.Field == "" && len(from) == 1 {
			c.Field = from[0]
		}
		return c, c.From.Known() && w.seen(o.Rule)
	}
	if w.program.Same(t, c.From, c.To) || t == w.email && fold.Equal(c.From.String(), c.To.String()) {
		return c, false // an address that differs in case alone is the same login
	}
	if o.Authority == mapping.AuthorityCreate || o.Authority == mapping.AuthorityFill && c.From.Known() {
		return c, false
	}
	if t != w.email {
		return c, true
	}
	switch {
	case w.fallbackEmail(o) && c.From.Known():
		return c, false
	case a.Protected && c.From.Known():
		w.noteAbout(NoteKindProblem, ReasonProtected, p, "the address in HR is another one, but the user is protected: change it by hand", w.evidence(p, o.Field)...)
		return c, false
	}
	return c, true
}

// fallbackEmail reports whether an address comes from another source than the
// rule's first: a private address that stands in for a work address acts at
// creation only, so that a blank field never moves somebody's login.
func (w *work) fallbackEmail(o mapping.Outcome) bool {
	if o.Authority == mapping.AuthorityAlways || o.Rule < 0 || o.Field != employee.FieldPersonalEmail {
		return false
	}
	needs := w.settings.Mapping.Rules[o.Rule].Needs()
	return len(needs) > 0 && needs[0][0] != employee.FieldPersonalEmail
}

// seen reports whether some source of a rule is known for anybody: only then
// does an empty one say something.
func (w *work) seen(rule int) bool {
	if rule < 0 {
		return false
	}
	fields := mapping.Mapping{Rules: []mapping.Rule{{From: w.settings.Mapping.Rules[rule].From, Format: w.settings.Mapping.Rules[rule].Format}}}.Fields()
	return slices.ContainsFunc(fields, func(f employee.Field) bool { return w.roster.Coverage(f).Known > 0 })
}

// endChange remembers the end date with the user where the policy will need it.
func (w *work) endChange(p *person, a *account) (Change, bool) {
	if w.settings.Policy.NoRecord != TreatmentDeactivateEnded {
		return Change{}, false
	}
	c := Change{Attribute: ChangeEndsOn, From: employee.Empty(), To: p.e.Value(employee.FieldTerminationDate), Rule: -1, Field: employee.FieldTerminationDate}
	if a != nil {
		c.From = employee.Day(a.EndsOn)
	}
	known := c.To.State() == employee.StateKnown || c.To.State() == employee.StateEmpty
	return c, known && c.From != c.To
}

// sources returns the fields that the rules of a target read.
func (w *work) sources(target int) []employee.Field {
	var m mapping.Mapping
	for _, r := range w.targets[target].Rules {
		m.Rules = append(m.Rules, mapping.Rule{From: w.settings.Mapping.Rules[r].From, Format: w.settings.Mapping.Rules[r].Format})
	}
	return m.Fields()
}

func hasChange(changes []Change, attribute string) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Attribute == attribute })
}

// personName is how a plan names a person.
func personName(e *employee.Employee) string {
	if e.DisplayName != "" {
		return e.DisplayName
	}
	first := e.PreferredName
	if first == "" {
		first = e.FirstName
	}
	return strings.TrimSpace(first + " " + e.LastName)
}
