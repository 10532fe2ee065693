package syncplan_test

import (
	"fmt"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// stays reports whether an operator keeps a target of a login, and whether HR still has
// what was applied to it.
func (o *oracle) stays(l *login, target string, out mapping.Outcome) (kept, edited bool) {
	for _, a := range l.Applied {
		if a.Name == target && out.Authority == mapping.AuthorityUntilChanged && out.Verdict != mapping.VerdictLeave {
			edited = o.program.Same(o.target(target), a.Value, hrValue(out))
		}
	}
	return slices.Contains(l.Kept, target), edited
}

// hrValue is HR's own value.
func hrValue(out mapping.Outcome) employee.Value {
	if out.Verdict == mapping.VerdictSet {
		return out.Value
	}
	return employee.Empty()
}

// becomes is what a login that has now gets of an outcome.
func (o *oracle) becomes(target string, out mapping.Outcome, now employee.Value) employee.Value {
	v := hrValue(out)
	rule := o.Settings.Mapping.Rules[out.Rule]
	if rule.Others == mapping.OthersKeep {
		items := v.Items()
		for _, item := range now.Items() {
			if !o.canGive(rule, item) {
				items = append(items, item)
			}
		}
		slices.Sort(items)
		v = employee.List(slices.Compact(items)...)
	}
	groups, listed := o.Existing.Groups[target]
	switch {
	case !listed:
	case v.Kind() == employee.KindText:
		return employee.Text(inGroups(groups, v.String()))
	case v.Kind() == employee.KindList:
		var items []string
		for _, item := range v.Items() {
			if item = inGroups(groups, item); !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
		return employee.List(items...)
	}
	return v
}

// inGroups is a value in the spelling of the group that equals it but for case and blanks.
func inGroups(groups []string, value string) string {
	var equal []string
	for _, g := range groups {
		if g == value {
			return value
		}
		if fold.Key(g) == fold.Key(value) {
			equal = append(equal, g)
		}
	}
	if len(equal) == 0 {
		return value
	}
	return slices.Min(equal)
}

// canGive: with a lookup, its answers; else what an employee of the roster has, but for
// the words that are no value. The worlds' sets copy, without a constant or a default.
func (o *oracle) canGive(rule mapping.Rule, item string) bool {
	if rule.Lookup != nil {
		for _, answer := range rule.Lookup {
			if fold.Key(answer) == fold.Key(item) {
				return true
			}
		}
		return false
	}
	if slices.ContainsFunc(rule.NoValue, func(word string) bool { return fold.Key(word) == fold.Key(item) }) {
		return false
	}
	return slices.ContainsFunc(o.humans, func(h *human) bool {
		return slices.ContainsFunc(rule.From, func(f employee.Field) bool {
			return slices.ContainsFunc(h.Value(f).Items(), func(has string) bool { return fold.Key(has) == fold.Key(item) })
		})
	})
}

// same compares two values as SEMANTICS says: NFC, and a set without order.
func (o *oracle) same(target string, a, b employee.Value) bool {
	t := o.target(target)
	items := func(v employee.Value) []string {
		var items []string
		for _, item := range v.Items() {
			items = append(items, norm.NFC.String(item))
		}
		if o.targets[t].Type == mapping.KindSet {
			slices.Sort(items)
			items = slices.Compact(items)
		}
		return items
	}
	switch o.targets[t].Type {
	case employee.KindText, employee.KindList, mapping.KindSet:
		if o.targets[t].Type == employee.KindText && a.Known() && b.Known() {
			return norm.NFC.String(a.String()) == norm.NFC.String(b.String())
		}
		return slices.Equal(items(a), items(b))
	}
	return o.program.Same(t, a, b)
}

// remember notes HR's value of a target that the login, nil for a new one, has already.
func (o *oracle) remember(h *human, l *login, target string, v employee.Value) {
	o.applied = append(o.applied, remembered{h, l, target, v})
}

type remembered struct {
	human  *human
	login  *login
	target string
	value  employee.Value
}

// appliedLines are the values to remember, but for users that the plan does not create,
// and those with another link that it does not relink.
func (o *oracle) appliedLines() (lines []string) {
	for _, r := range o.applied {
		user, d := "", o.deedOf(r.human)
		runs := d != nil && d.held == ""
		if r.login == nil {
			runs = runs && d.kind == syncplan.KindCreate
		} else {
			user = r.login.ID
			l := r.login.Link
			runs = runs || l == (syncplan.Link{}) || l == (syncplan.Link{Source: o.source, EmployeeID: r.human.ID})
		}
		if !runs {
			continue
		}
		lines = append(lines, appliedLine(r.human.ID, user, r.target, r.value))
	}
	return lines
}

func appliedLine(employeeID, userID, name string, v employee.Value) string {
	return fmt.Sprintf("applied employee %q user %q %s=%q", employeeID, userID, name, v)
}
