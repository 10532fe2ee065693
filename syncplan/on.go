package syncplan

import (
	"errors"
	"fmt"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
)

// An Access is what an action makes of User.Active; "" leaves it as it is.
type Access string

const (
	AccessActive   Access = "active"   // the user may log in, and be invited
	AccessInactive Access = "inactive" // the user may not, and is not invited
)

// On returns u as the action leaves it; u itself does not change. For a create, give
// it a User with nothing but the ID. Resolve the action first.
func (a Action) On(u User) User {
	if a.Kind == KindCreateGroup {
		return u
	}
	if a.Link != (Link{}) {
		u.Link = a.Link
	}
	switch a.Access {
	case AccessActive:
		u.Active, u.DeactivatedBySync = true, false
	case AccessInactive:
		u.Active, u.DeactivatedBySync = false, true
	}
	if a.Kind == KindSetManager && (a.Manager.UserID != "" || a.Manager.EmployeeID == "") {
		u.ManagerID = a.Manager.UserID
	}
	u.Attributes, u.Applied = slices.Clone(u.Attributes), slices.Clone(u.Applied)
	for i := range a.Changes {
		u.take(&a.Changes[i])
	}
	return u
}

// On returns u with what to store; u itself does not change.
func (a Applied) On(u User) User {
	u.Applied = slices.Clone(u.Applied)
	for _, x := range a.Attributes {
		u.Applied.set(x.Name, x.Value)
	}
	return u
}

// take makes a change in a user whose attributes are its own.
func (u *User) take(c *Change) {
	if c.Applied != (employee.Value{}) {
		u.Applied.set(c.Attribute, c.Applied)
	}
	switch {
	case c.Attribute == TargetEmail:
		u.Email = c.To.String()
	case c.Attribute == ChangeEndsOn:
		u.EndsOn, _ = c.To.Day()
	case c.To.Known():
		u.Attributes.set(c.Attribute, c.To)
	default:
		u.Attributes = slices.DeleteFunc(u.Attributes, func(a Attribute) bool { return a.Name == c.Attribute })
	}
}

func (as *Attributes) set(name string, v employee.Value) {
	for i := range *as {
		if (*as)[i].Name == name {
			(*as)[i].Value = v
			return
		}
	}
	*as = append(*as, Attribute{name, v})
}

// ErrUnresolved is for an action about a user that its plan creates and that is not
// there: run the create first.
var ErrUnresolved = errors.New("the user is not created yet: run the create first")

// Resolve returns the action with the IDs of the users that its own plan creates:
// UserID and Manager.UserID of a set_manager. find returns the ID of the user that is
// linked to an employee of the plan's source, "" for none, which is ErrUnresolved. It
// is not called for other actions.
func (a Action) Resolve(find func(employeeID string) (userID string, err error)) (Action, error) {
	if a.Kind != KindSetManager {
		return a, nil
	}
	for _, who := range []struct {
		userID     *string
		employeeID string
	}{{&a.UserID, a.EmployeeID}, {&a.Manager.UserID, a.Manager.EmployeeID}} {
		if *who.userID != "" || who.employeeID == "" {
			continue
		}
		id, err := find(who.employeeID)
		if err == nil && id == "" {
			err = ErrUnresolved
		}
		if err != nil {
			return a, fmt.Errorf("syncplan: %s: employee %s: %w", a.Kind, visible.Word(who.employeeID), err)
		}
		*who.userID = id
	}
	return a, nil
}
