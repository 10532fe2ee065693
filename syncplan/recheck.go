package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// A Recheck says whether an action still fits a user; see [Action.Recheck].
type Recheck string

const (
	RecheckValid Recheck = "valid" // as when the plan was made: run it
	RecheckDone  Recheck = "done"  // nothing of it is left to do
	RecheckStale Recheck = "stale" // the user has changed since: leave it to the next plan
)

// Recheck compares the action with the user as it is now, just before you run
// it. For RecheckStale it returns the changes whose From no longer holds, with the
// value that is there instead; there are none where something else has changed:
// the user is gone (a zero User), ignored, linked to another record or source than it
// was or is to be, protected from what the action would do, or inactive where it was
// active.
//
// For a create give it the user that is linked to the employee now: then the create is
// done. If there is none, give it the user that has the address of the create, for
// which the create is stale, or a zero User. A create_group is always valid.
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
	case a.movedAway(now):
		return RecheckStale, nil
	}
	var moved []Change
	undone := 0
	for _, c := range a.Changes {
		v := now.value(c.Attribute)
		if c.Attribute == ChangeEndsOn {
			v = employee.Day(now.EndsOn)
		}
		switch {
		case alike(v, c.To):
		case alike(v, c.From):
			undone++
		default:
			c.From = v
			moved = append(moved, c)
		}
	}
	switch {
	case len(moved) > 0:
		return RecheckStale, moved
	case undone == 0 && (a.Link == Link{} || now.Link == a.Link) && a.inEffect(now):
		return RecheckDone, nil
	}
	return RecheckValid, nil
}

// movedAway reports whether the user is no longer one that the plan would
// touch in this way.
func (a Action) movedAway(now User) bool {
	switch {
	case now.ID != a.UserID && a.UserID != "", now.Ignored:
		return true
	case now.Link != a.Linked && (now.Link != a.Link || a.Link == Link{}):
		return true // neither as it was nor as it is to be
	case a.Kind == KindDeactivate:
		return now.Protected && now.Active
	case a.Kind == KindUpdate, a.Kind == KindLink, a.Kind == KindRelink:
		return !now.Active || now.Protected && now.Email != "" && hasChange(a.Changes, TargetEmail)
	}
	return false
}

// takesAddressOf reports whether the user has the address that the action gives.
func (a Action) takesAddressOf(now User) bool {
	return slices.ContainsFunc(a.Changes, func(c Change) bool {
		return c.Attribute == TargetEmail && c.To.Known() && fold.Equal(c.To.String(), now.Email)
	})
}

// inEffect reports whether the user's state is what the action makes of it.
func (a Action) inEffect(now User) bool {
	switch a.Kind {
	case KindDeactivate:
		return !now.Active
	case KindReactivate:
		return now.Active
	case KindSetManager:
		return now.ManagerID == a.Manager.UserID && (a.Manager.UserID != "" || a.Manager.EmployeeID == "")
	}
	return true
}

// alike reports whether two values are the same to a user.
func alike(a, b employee.Value) bool {
	return a == b || !a.Known() && !b.Known() || a.Known() && b.Known() && a.String() == b.String()
}
