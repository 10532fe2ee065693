package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// obscure reports whether a target may have another value, or one at all, that
// cannot be read: a source that comes first is withheld, or absent though other
// people have it.
func (w *work) obscure(p *person, target string) bool {
	for i, t := range w.targets {
		if t.Name != target {
			continue
		}
		o := w.program.Apply(i, w.subject(p))
		if o.Stopped || o.Rule < 0 {
			return o.Stopped
		}
		for _, fields := range w.settings.Mapping.Rules[o.Rule].Needs() {
			for _, f := range fields {
				state, c := p.e.Value(f).State(), w.roster.Coverage(f)
				if state == employee.StateWithheld || state == employee.StateAbsent && c.Known+c.Empty > 0 {
					return true
				}
				if state == employee.StateKnown {
					break
				}
			}
		}
	}
	return false
}

// obscureIdentity reports whether an address or key of p is obscure. Several
// people with one are a conflict that keeps those who have not left.
func (w *work) obscureIdentity(p *person) bool {
	if w.obscure(p, TargetEmail) {
		return true
	}
	return slices.ContainsFunc(w.settings.Match, func(k Key) bool {
		return !k.Name && slices.ContainsFunc(k.Targets, func(t string) bool { return w.obscure(p, t) })
	})
}

// stopped reports whether the value of a target is not empty but unreadable.
func (w *work) stopped(p *person, target string) bool {
	for i, t := range w.targets {
		if t.Name == target {
			o := w.program.Apply(i, w.subject(p))
			return o.Stopped || o.Problem != ""
		}
	}
	return false
}
