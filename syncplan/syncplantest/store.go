package syncplantest

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// worn returns x as a store gives it back that composes Unicode and keeps no order of the
// items of a set, and whether anything is different.
func (c *checker) worn(x syncplan.Existing) (worn syncplan.Existing, other bool) {
	worn = clone(x)
	compose := func(s *string) {
		composed := fold.Composed(*s)
		other = other || composed != *s
		*s = composed
	}
	for i := range worn.Users {
		u := &worn.Users[i]
		compose(&u.Email)
		for _, list := range []syncplan.Attributes{u.Attributes, u.Applied} {
			for j, a := range list {
				list[j].Value = c.wornValue(a)
				other = other || list[j].Value != a.Value
			}
		}
	}
	for _, values := range worn.Groups {
		for i := range values {
			compose(&values[i])
		}
	}
	return worn, other
}

func (c *checker) wornValue(a syncplan.Attribute) employee.Value {
	items := a.Value.Items()
	for i := range items {
		items[i] = fold.Composed(items[i])
	}
	switch a.Value.Kind() {
	case employee.KindText:
		return employee.Text(items[0])
	case employee.KindList:
		if c.isSet(a.Name) {
			slices.Reverse(items)
		}
		return employee.List(items...)
	}
	return a.Value
}

func (c *checker) isSet(target string) bool {
	return slices.ContainsFunc(c.settings.Mapping.Rules, func(r mapping.Rule) bool {
		return r.Target == target && r.Type == mapping.KindSet
	})
}
