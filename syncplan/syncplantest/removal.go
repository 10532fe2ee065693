package syncplantest

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// checkRemoval hides one field of one employee at a time, until it has made as many
// plans as it may. It steps through all pairs of an employee and a field in strides
// that meet each once, so that a sample is spread evenly.
func (c *checker) checkRemoval() {
	employees, fields := slices.Collect(c.roster.All()), c.evidence()
	pairs := uint64(len(employees) * len(fields))
	if pairs == 0 {
		return
	}
	guess := newGuesses(c, employees)
	stride := pairs*5/8 + 1
	for gcd(stride, pairs) != 1 {
		stride++
	}
	at := c.sample % pairs
	for range pairs {
		if c.plans <= 0 || len(c.broken) > 0 {
			return
		}
		c.hide(employees, int(at)/len(fields), fields[int(at)%len(fields)], guess)
		at = (at + stride) % pairs
	}
}

func gcd(a, b uint64) uint64 {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

// evidence returns the fields on which access may depend. Where the origin says that no
// record shows an end date, no guess at one is possible.
func (c *checker) evidence() []employee.Field {
	fields := append(c.settings.Fields(), employee.FieldStatus, employee.FieldHireDate, employee.FieldTerminationDate, employee.FieldOriginalHireDate, employee.FieldTimeZone)
	slices.Sort(fields)
	return slices.DeleteFunc(slices.Compact(fields), func(f employee.Field) bool {
		return f == employee.FieldTerminationDate && c.roster.Origin().NoEnds
	})
}

// identity returns the fields by which employees and users are matched.
func identity(s syncplan.Settings) []employee.Field {
	targets := []string{syncplan.TargetEmail}
	for _, k := range s.Match {
		targets = append(targets, k.Targets...)
	}
	var m mapping.Mapping
	for _, r := range s.Mapping.Rules {
		if slices.Contains(targets, r.Target) {
			m.Rules = append(m.Rules, r)
		}
	}
	return append(m.Fields(), employee.FieldFirstName, employee.FieldLastName)
}

// hide hides a field of the employee at place i and compares the deactivations with
// those under every guess at the value.
func (c *checker) hide(employees []*employee.Employee, i int, f employee.Field, guess *guesses) {
	id := employees[i].ID
	own := slices.Contains(guess.identity, f)
	mayLack := own || f == employee.FieldTimeZone // a vendor without it is not one that hides it
	gone := make(map[string]employee.State)       // users, and how the field was hidden
	for _, hidden := range []employee.Value{{}, employee.Withheld()} {
		if mayLack && hidden.State() == employee.StateAbsent && !readable(employees, i, f) {
			continue
		}
		users, plan := c.removed(employees, i, f, hidden)
		if plan != nil && (hidden.State() == employee.StateWithheld || readable(employees, i, f)) {
			c.checkTaken(plan, id, f)
		}
		for user, of := range users {
			if !own || of == id {
				gone[user] = hidden.State()
			}
		}
	}
	if len(gone) == 0 {
		return
	}
	for _, g := range guess.of(employees[i], f) {
		with, plan := c.removed(employees, i, f, g.value)
		if plan == nil {
			continue
		}
		for user, hidden := range gone {
			if _, too := with[user]; !too {
				c.fail("monotone removal", "with %s of employee %s %s, user %s is deactivated; with %s the user would be kept", f, id, hidden, user, g.what)
				return
			}
		}
	}
}

// readable reports whether any employee but the one at place i has the field f. A
// field that is absent for all employees is one that the vendor does not have.
func readable(employees []*employee.Employee, i int, f employee.Field) bool {
	for j, e := range employees {
		if s := e.Value(f).State(); j != i && (s == employee.StateKnown || s == employee.StateEmpty) {
			return true
		}
	}
	return false
}

// removed returns the users that a plan deactivates before its guards, each with its
// employee, if the field f of an employee has the value v; the plan is nil if the field
// cannot have it.
func (c *checker) removed(employees []*employee.Employee, i int, f employee.Field, v employee.Value) (users map[string]string, p *syncplan.Plan) {
	c.plans--
	changed := employees[i].Clone()
	if f == employee.FieldManagerEmail { // a roster completes it
		changed.Manager.ID = ""
	}
	if changed.Set(f, v) != nil {
		return nil, nil
	}
	all := make([]employee.Employee, len(employees))
	for j, e := range employees {
		all[j] = *e
	}
	all[i] = changed
	r, err := employee.NewRoster(c.roster.Origin(), all...)
	if err != nil {
		c.fail("planning", "%v", err)
		return nil, nil
	}
	p = c.build(r, c.existing)
	users = make(map[string]string)
	for _, a := range slices.Concat(p.Actions, held(p)) {
		if a.Kind == syncplan.KindDeactivate {
			users[a.UserID] = a.EmployeeID
		}
	}
	return users, p
}

// checkTaken: where a field of an employee is hidden, no rule that reads it takes
// anything from the employee's user.
func (c *checker) checkTaken(p *syncplan.Plan, id string, f employee.Field) {
	reads := func(rule int) bool {
		r := c.settings.Mapping.Rules[rule]
		return slices.Contains(mapping.Mapping{Rules: []mapping.Rule{{From: r.From, Format: r.Format}}}.Fields(), f)
	}
	for _, a := range slices.Concat(p.Actions, held(p)) {
		if a.EmployeeID != id || a.Kind == syncplan.KindCreate {
			continue
		}
		for _, change := range a.Changes {
			if change.Rule >= 0 && reads(change.Rule) && takes(change) {
				c.fail("monotone removal", "with %s of employee %s hidden, %s takes something of %s", f, id, name(a), change.Attribute)
			}
		}
	}
}

// takes reports whether a change clears a value or takes an item of a list.
func takes(c syncplan.Change) bool {
	if !c.To.Known() {
		return c.From.Known()
	}
	then := c.To.Items()
	return c.To.Kind() == employee.KindList && slices.ContainsFunc(c.From.Items(), func(item string) bool {
		return !slices.ContainsFunc(then, func(other string) bool { return fold.Equal(item, other) })
	})
}
