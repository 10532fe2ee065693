package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// unfinished are the actions of the last plan that were not carried out: they passed
// its guards, or were approved.
type unfinished struct {
	actions    map[identity]*Action
	created    map[string]bool // employees whose user that plan creates, and has not
	newManaged map[string]bool // employees whose user that plan creates, and whose manager waits
}

// An identity is what an action keeps whatever its values and evidence are.
type identity struct {
	kind         Kind
	employeeID   string
	userID       string // "" for set_manager, which may be about a new user
	link, linked Link
}

func newUnfinished(actions []Action) unfinished {
	u := unfinished{make(map[identity]*Action, len(actions)), make(map[string]bool), make(map[string]bool)}
	for i := range actions {
		a := &actions[i]
		u.actions[a.identity()] = a
		switch {
		case a.Kind == KindCreate:
			u.created[a.EmployeeID] = true
		case a.Kind == KindSetManager && a.UserID == "":
			u.newManaged[a.EmployeeID] = true
		}
	}
	return u
}

func (a *Action) identity() identity {
	id := identity{a.Kind, a.EmployeeID, a.UserID, a.Link, a.Linked}
	if a.Kind == KindSetManager {
		id.userID = ""
	}
	return id
}

// has reports whether a draft is an unfinished action or, given a target, whether its
// new value of that is. Of a draft that is one, the guards of single targets may have
// held values.
func (u unfinished) has(d *draft, target string) bool {
	if len(u.actions) == 0 {
		return false
	}
	a, ok := u.actions[d.identity()]
	switch {
	case !ok:
		return false
	case d.Kind == KindCreate:
		return true
	case d.Kind == KindSetManager:
		return seenManager(a.Manager) == seenManager(d.Manager)
	case target != "":
		was, is := newValue(a.Changes, target), newValue(d.Changes, target)
		return was == is && is != employee.Value{}
	}
	for i := range a.Changes {
		if newValue(d.Changes, a.Changes[i].Attribute) != a.Changes[i].To {
			return false
		}
	}
	return !slices.ContainsFunc(d.Changes, func(c Change) bool { return !c.guarded() && !hasChange(a.Changes, c.Attribute) })
}

// newValue returns the new value of an attribute, the zero Value where it does not change.
func newValue(changes []Change, attribute string) employee.Value {
	for i := range changes {
		if changes[i].Attribute == attribute {
			return changes[i].To
		}
	}
	return employee.Value{}
}

// of returns which of some drafts are unfinished, nil for none.
func (u unfinished) of(drafts []draft, places []int32, target string) map[int32]bool {
	var found map[int32]bool
	for _, i := range places {
		if u.has(&drafts[i], target) {
			if found == nil {
				found = make(map[int32]bool)
			}
			found[i] = true
		}
	}
	return found
}
