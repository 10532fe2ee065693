package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
)

// value returns a user's value for a target.
func (u *User) value(target string) employee.Value {
	if target == TargetEmail {
		return employee.Text(u.Email)
	}
	for i := range u.Attributes {
		if u.Attributes[i].Name == target {
			return u.Attributes[i].Value
		}
	}
	return employee.Empty()
}

// changes compares the values that the mapping gives an employee with those of a
// user; -1 is a user to be created. An absent, withheld or unreadable field makes no
// change.
func (d *decider) changes(i, u int32, withEmail bool) []Change {
	a := &d.employees[i]
	s := d.subjectOf(a, u < 0)
	own := u >= 0 && u == d.outcomes[i].User
	var changes []Change
	for t := range d.targets {
		if t == d.manager || t == d.email && (!withEmail || own && !d.remembers[t] && d.directory.table.Settled(i)) {
			continue
		}
		if own && a.upToDate && d.targets[t].Type == employee.KindText && !d.remembers[t] {
			continue
		}
		o := d.program.Apply(t, s)
		if o.Problem != "" && !(o.Field == mapping.FieldLifecycle && a.disposition == disposition.Unknown) {
			d.add(NoteKindProblem, ReasonValue, i, fmt.Sprintf("%s is not changed: %s", visible.Text(d.targets[t].Name), o.Problem))
		}
		if c, ok := d.change(i, u, t, o); ok {
			changes = append(changes, c)
		}
	}
	if c, ok := d.endChange(a, u); ok {
		changes = append(changes, c)
	}
	return changes
}

// change compares one value. It notes what stays and what is to be remembered.
func (d *decider) change(i, u int32, t int, o mapping.Outcome) (Change, bool) {
	c := Change{Attribute: d.targets[t].Name, From: employee.Empty(), Rule: o.Rule, Field: o.Field}
	if o.Verdict == mapping.VerdictLeave {
		return c, false
	}
	unseen := o.Verdict == mapping.VerdictClear && !d.seen(o.Rule)
	if u >= 0 {
		if from := d.directory.value(&d.users[u], t); from.Known() {
			c.From = from
		}
	}
	c.To = d.wanted(t, o, c.From)
	if o.Authority == mapping.AuthorityUntilChanged {
		c.Applied = given(o)
	}
	if from := d.settings.Mapping.Rules[o.Rule].From; o.Verdict == mapping.VerdictClear && c.Field == "" && len(from) == 1 {
		c.Field = from[0]
	}
	why, own := stayNo, u < 0 || u == d.outcomes[i].User
	if u >= 0 {
		why = d.stays(&d.users[u], t, o)
	}
	if d.program.Same(t, c.From, given(o)) || d.program.Same(t, c.From, c.To) ||
		t == d.email && fold.Equal(c.From.String(), c.To.String()) { // an address that differs in case alone is the same login
		if c.Applied != (employee.Value{}) && why == stayNo && own && !unseen {
			d.remembered = append(d.remembered, remembered{i, u, Attribute{c.Attribute, c.Applied}})
		}
		return c, false
	}
	if unseen {
		if why == stayNo && own {
			d.uncleared = append(d.uncleared, keptValue{t, i, u})
		}
		return c, false
	}
	if why == stayKept && own {
		d.kept = append(d.kept, keptValue{t, i, u})
	}
	if why != stayNo {
		return c, false
	}
	if u < 0 || o.Verdict == mapping.VerdictClear {
		return c, true
	}
	if o.Authority == mapping.AuthorityCreate || o.Authority == mapping.AuthorityFill && c.From.Known() {
		return c, false
	}
	if t != d.email {
		return c, true
	}
	switch {
	case d.fallbackEmail(o) && c.From.Known():
		return c, false
	case d.users[u].Protected && c.From.Known():
		d.add(NoteKindProblem, ReasonProtected, i, "HR has another address, but the user is protected: change it by hand", d.evidence(&d.employees[i], o.Field)...)
		return c, false
	}
	return c, true
}

// fallbackEmail reports whether an address is a private one in place of a work
// address. It counts at creation only, so that a blank field never changes a login.
func (r *rules) fallbackEmail(o mapping.Outcome) bool {
	if o.Authority == mapping.AuthorityAlways || o.Rule < 0 || o.Field != employee.FieldPersonalEmail {
		return false
	}
	needs := r.settings.Mapping.Rules[o.Rule].Needs()
	return len(needs) > 0 && needs[0][0] != employee.FieldPersonalEmail
}

// seen reports whether an empty field of a rule means something: a field is known for
// any employee, or all are end dates, which HR may withdraw.
func (r *rules) seen(rule int) bool {
	if rule < 0 {
		return false
	}
	fields := ruleFields(&r.settings.Mapping.Rules[rule])
	return slices.ContainsFunc(fields, func(f employee.Field) bool { return r.roster.Coverage(f).Known > 0 }) ||
		len(fields) > 0 && !slices.ContainsFunc(fields, func(f employee.Field) bool { return !isEndDate(f) })
}

// isEndDate reports whether a field is empty for all employees of a company that no
// employee is about to leave.
func isEndDate(f employee.Field) bool {
	return f == employee.FieldTerminationDate || f == employee.FieldLastWorkingDay || f == employee.FieldContractEndDate
}

// endChange stores the end date with the user if the policy needs it.
func (d *decider) endChange(a *assessment, u int32) (Change, bool) {
	if d.settings.Policy.NoRecord != TreatmentDeactivateEnded {
		return Change{}, false
	}
	c := Change{Attribute: ChangeEndsOn, From: employee.Empty(), To: a.e.Value(employee.FieldTerminationDate), Rule: -1, Field: employee.FieldTerminationDate}
	if u >= 0 {
		c.From = employee.Day(d.users[u].EndsOn)
	}
	known := c.To.State() == employee.StateKnown || c.To.State() == employee.StateEmpty
	return c, known && c.From != c.To
}

// sources returns the fields that the rules of a target read.
func (r *rules) sources(target int) []employee.Field {
	var m mapping.Mapping
	for _, n := range r.targets[target].Rules {
		rule := r.settings.Mapping.Rules[n]
		m.Rules = append(m.Rules, mapping.Rule{From: rule.From, Format: rule.Format})
	}
	return m.Fields()
}

func hasChange(changes []Change, attribute string) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Attribute == attribute })
}

// employeeName is the name of an employee in a plan.
func employeeName(e *employee.Employee) string {
	if e.DisplayName != "" {
		return e.DisplayName
	}
	first := e.PreferredName
	if first == "" {
		first = e.FirstName
	}
	return strings.TrimSpace(first + " " + e.LastName)
}
