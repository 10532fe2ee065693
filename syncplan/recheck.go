package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// A Recheck is a result of [Action.Recheck].
type Recheck string

const (
	RecheckValid Recheck = "valid" // run it
	RecheckDone  Recheck = "done"  // nothing is left to do
	RecheckStale Recheck = "stale" // leave it to the next plan
)

// Recheck compares the action with the user just before you run it. With
// RecheckStale come the changes whose From no longer holds, with the value now; none
// if the user is gone (a zero User), ignored, linked to another employee or source,
// protected, or inactive where that bars a link or another address. For a create, pass
// the user linked to the employee now, else the user that has the address now, which
// makes it stale, else a zero User.
func (a Action) Recheck(now User) (Recheck, []Change) {
	switch {
	case a.Kind == KindCreateGroup:
		return RecheckValid, nil
	case a.Kind == KindCreate && now.Link == a.Link:
		return RecheckDone, nil
	case a.Kind == KindCreate && a.takesAddressOf(now):
		return RecheckStale, nil
	case a.Kind == KindCreate:
		return RecheckValid, nil
	case a.stale(now):
		return RecheckStale, nil
	}
	var changed []Change
	undone := 0
	for _, c := range a.Changes {
		v := now.value(c.Attribute)
		if c.Attribute == ChangeEndsOn {
			v = employee.Day(now.EndsOn)
		}
		reorders := sameItems(c.From, c.To)
		switch {
		case sameValue(v, c.To), !reorders && sameItems(v, c.To):
		case slices.Contains(now.Kept, c.Attribute):
			c.From = v
			changed = append(changed, c)
		case sameValue(v, c.From), !reorders && sameItems(v, c.From):
			undone++
		default:
			c.From = v
			changed = append(changed, c)
		}
	}
	switch {
	case len(changed) > 0:
		return RecheckStale, changed
	case undone == 0 && (a.Link == Link{} || now.Link == a.Link) && a.inEffect(now):
		return RecheckDone, nil
	}
	return RecheckValid, nil
}

// stale reports whether the plan would no longer do this to the user.
func (a Action) stale(now User) bool {
	switch {
	case now.ID != a.UserID && a.UserID != "", now.Ignored:
		return true
	case now.Link != a.Linked && (now.Link != a.Link || a.Link == Link{}):
		return true // neither as it was nor as it is to be
	case a.Kind == KindDeactivate:
		return now.Protected && now.Active
	case a.Kind == KindSetManager:
		return slices.Contains(now.Kept, TargetManager) && !a.inEffect(now)
	case a.Kind == KindLink:
		return !now.Active || a.forbidden(now)
	case a.Kind == KindUpdate, a.Kind == KindRelink: // of inactive users, too, but not their address
		return !now.Active && a.Access == "" && hasChange(a.Changes, TargetEmail) || a.forbidden(now)
	}
	return false
}

// forbidden reports whether the action gives a protected user another address.
func (a Action) forbidden(now User) bool {
	return now.Protected && now.Email != "" && hasChange(a.Changes, TargetEmail)
}

// takesAddressOf reports whether the user has the address that the action gives.
func (a Action) takesAddressOf(now User) bool {
	return slices.ContainsFunc(a.Changes, func(c Change) bool {
		return c.Attribute == TargetEmail && c.To.Known() && fold.Equal(c.To.String(), now.Email)
	})
}

// inEffect reports whether the user's state is what the action makes of it.
func (a Action) inEffect(now User) bool {
	if a.Kind == KindSetManager {
		return now.ManagerID == a.Manager.UserID && (a.Manager.UserID != "" || a.Manager.EmployeeID == "")
	}
	return a.Access == "" || now.Active == (a.Access == AccessActive)
}

// sameValue reports whether two values are the same in a user, whose store may compose
// Unicode.
func sameValue(a, b employee.Value) bool {
	return a == b || !a.Known() && !b.Known() || a.Known() && b.Known() && fold.Composed(a.String()) == fold.Composed(b.String())
}

// sameItems reports whether two lists are the same set: a store may keep no order.
func sameItems(a, b employee.Value) bool {
	return a.Kind() == employee.KindList && b.Kind() == employee.KindList && slices.Equal(asSet(a), asSet(b))
}

func asSet(list employee.Value) []string {
	items := list.Items()
	for i := range items {
		items[i] = fold.Composed(items[i])
	}
	slices.Sort(items)
	return slices.Compact(items)
}
