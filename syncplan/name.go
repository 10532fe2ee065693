package syncplan

import (
	"cmp"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// nameFields returns the fields that have the names of an employee.
func nameFields() []employee.Field {
	return []employee.Field{employee.FieldFirstName, employee.FieldMiddleName, employee.FieldPreferredName,
		employee.FieldLastName, employee.FieldDisplayName}
}

// nameTargets returns the targets whose rules read names alone.
func (r *rules) nameTargets() []int {
	var targets []int
	for t := range r.targets {
		sources := r.sources(t)
		if len(sources) > 0 && !slices.ContainsFunc(sources, func(f employee.Field) bool { return !slices.Contains(nameFields(), f) }) {
			targets = append(targets, t)
		}
	}
	return targets
}

// namesOf returns the names of an employee. Where the mapping strips the accents of a
// name, the plain name is among them.
func (r *rules) namesOf(a *assessment) match.Names {
	var names match.Names
	for _, f := range nameFields() {
		v := a.e.Value(f)
		if r.hides(f, v) {
			names.Hide()
		}
		names.Add(v.String())
	}
	for _, t := range r.names {
		if o := r.apply(t, a); o.Verdict == mapping.VerdictSet && r.strips(o.Rule) {
			names.Add(o.Value.String())
		}
	}
	return names
}

// strips reports whether a rule gives a name without its accents.
func (r *rules) strips(rule int) bool {
	x := &r.settings.Mapping.Rules[rule]
	return x.Diacritics == "strip" && x.Constant == "" && x.Lookup == nil && x.OnEmpty != mapping.OnEmptyDefault
}

// hides reports whether a field is withheld, or absent though other employees have it.
func (r *rules) hides(f employee.Field, v employee.Value) bool {
	c := r.roster.Coverage(f)
	return v.State() == employee.StateWithheld || v.State() == employee.StateAbsent && c.Known+c.Empty+c.Withheld > 0
}

// namesOf returns the names of a user, by whichever rule.
func (c *directory) namesOf(u *User, targets []int) match.Names {
	var names match.Names
	for _, t := range targets {
		v := c.value(u, t)
		if v.State() == employee.StateWithheld {
			names.Hide()
		}
		names.Add(v.String())
	}
	return names
}

func (m *matcher) compareNames(i, u int32) match.Likeness {
	own, names := m.rules.namesOf(&m.employees[i]), m.directory.namesOf(&m.users[u], m.names)
	return own.Compare(&names)
}

func (m *matcher) compareRecords(i, other int32) match.Likeness {
	own, names := m.rules.namesOf(&m.employees[i]), m.rules.namesOf(&m.employees[other])
	return own.Compare(&names)
}

// compareAddresses compares the address that the mapping gives with that of a user, or
// with the one that its owner gives it.
func (m *matcher) compareAddresses(i, u, owner int32) match.Likeness {
	hr, user := fold.Key(m.address(&m.employees[i])), fold.Key(m.users[u].Email)
	if owner >= 0 {
		user = cmp.Or(fold.Key(m.address(&m.employees[owner])), user)
	}
	switch {
	case user == "":
		return match.LikenessSilent
	case m.hidden(&m.employees[i], m.email):
		return match.LikenessUnknown
	case hr == "":
		return match.LikenessSilent
	case hr == user:
		return match.LikenessAlike
	}
	return match.LikenessDifferent
}

// fullNames returns the full names of an employee: the last name with the first or the
// preferred one, and the display name.
func fullNames(e *employee.Employee) []match.FullName {
	names := []match.FullName{match.FullNameOf(e.FirstName, e.LastName), match.FullNameOf(e.PreferredName, e.LastName), match.FullNameOf(e.DisplayName)}
	names = slices.DeleteFunc(names, func(n match.FullName) bool { return n == "" })
	slices.Sort(names)
	return slices.Compact(names)
}

// sameFullName reports whether two employees have one full name.
func sameFullName(a, b *employee.Employee) bool {
	names := fullNames(b)
	return slices.ContainsFunc(fullNames(a), func(n match.FullName) bool { return slices.Contains(names, n) })
}

// crosswise reports whether a user has the full name of another employee, who has not
// left, and not that of employee i.
func (m *matcher) crosswise(i, u int32) bool {
	names := m.directory.namesOf(&m.users[u], m.names)
	if slices.ContainsFunc(fullNames(m.employees[i].e), names.Carries) {
		return false
	}
	if m.full == nil {
		m.full = make(map[match.FullName][]int32)
		for j := range m.employees {
			if m.employees[j].living() {
				for _, n := range fullNames(m.employees[j].e) {
					m.full[n] = append(m.full[n], int32(j))
				}
			}
		}
	}
	return slices.ContainsFunc(names.Carried(), func(n match.FullName) bool {
		return slices.ContainsFunc(m.full[n], func(j int32) bool { return j != i })
	})
}

// keepDays is how many days after the end of another employment an employee may start
// and still keep its user.
const keepDays = 3

// keeps reports whether an employee who waits starts soon enough after the end of a
// leaver, as far as both are known, to be the same one. The leaver has user u, and is
// listed at place old, or no longer: -1.
func (m *matcher) keeps(i, u, old int32) bool {
	end := m.users[u].EndsOn
	if old >= 0 {
		end, _ = m.employees[old].e.Value(employee.FieldTerminationDate).Day()
	}
	hire, _ := m.employees[i].e.Value(employee.FieldHireDate).Day()
	ahead := m.settings.Policy.CreateAhead
	if !lifecycle.Plausible(hire) || !lifecycle.Plausible(end) || ahead == DaysAny {
		return true
	}
	return !hire.After(end.AddDays(max(keepDays, int(ahead))))
}
