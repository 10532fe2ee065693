// Package syncplantest lets you test your own settings: Apply carries out a
// plan on plain data, as your product would on its database.
package syncplantest

import (
	"slices"

	"github.com/rosterkit/rosterkit/syncplan"
)

// Apply returns what your product has after every action of the plan was
// carried out, in order. It does not change x. A created user has the ID "new-"
// and the employee's. Held actions are not carried out.
func Apply(x syncplan.Existing, p *syncplan.Plan) syncplan.Existing {
	after := x
	for step := range Steps(x, p) {
		after = step
	}
	return after
}

// Steps returns what your product has after each action: the states that your
// users can meet while a plan is being carried out. Each state is a copy.
func Steps(x syncplan.Existing, p *syncplan.Plan) func(yield func(syncplan.Existing) bool) {
	return func(yield func(syncplan.Existing) bool) {
		state := clone(x)
		for _, a := range p.Actions {
			apply(&state, p.Source, a)
			if !yield(clone(state)) {
				return
			}
		}
	}
}

func clone(x syncplan.Existing) syncplan.Existing {
	c := syncplan.Existing{Users: slices.Clone(x.Users), Groups: make(map[string][]string, len(x.Groups))}
	for i := range c.Users {
		c.Users[i].Attributes = slices.Clone(c.Users[i].Attributes)
	}
	for attribute, values := range x.Groups {
		c.Groups[attribute] = slices.Clone(values)
	}
	return c
}

func apply(x *syncplan.Existing, source string, a syncplan.Action) {
	if a.Kind == syncplan.CreateGroup {
		for _, c := range a.Changes {
			x.Groups[c.Attribute] = append(x.Groups[c.Attribute], c.To.String())
		}
		return
	}
	if a.Kind == syncplan.Create {
		x.Users = append(x.Users, syncplan.User{ID: "new-" + a.EmployeeID, Active: true})
	}
	for i := range x.Users {
		if u := &x.Users[i]; u.ID == a.UserID || a.UserID == "" && u.ID == "new-"+a.EmployeeID {
			change(x, u, source, a)
		}
	}
}

func change(x *syncplan.Existing, u *syncplan.User, source string, a syncplan.Action) {
	if a.Link != (syncplan.Link{}) {
		u.Link = a.Link
	}
	for _, c := range a.Changes {
		switch c.Attribute {
		case syncplan.TargetEmail:
			u.Email = c.To.String()
		case "ends_on":
			u.EndsOn, _ = c.To.Day()
		default:
			u.Attributes = slices.DeleteFunc(u.Attributes, func(old syncplan.Attribute) bool { return old.Name == c.Attribute })
			if c.To.Known() {
				u.Attributes = append(u.Attributes, syncplan.Attribute{Name: c.Attribute, Value: c.To})
			}
		}
	}
	switch a.Kind {
	case syncplan.Deactivate:
		u.Active, u.DeactivatedBySync = false, true
	case syncplan.Reactivate:
		u.Active, u.DeactivatedBySync = true, false
	case syncplan.SetManager:
		u.ManagerID = managerID(x, source, a.Manager)
	}
}

// managerID finds the user that a manager is, perhaps one that the same plan
// created.
func managerID(x *syncplan.Existing, source string, m syncplan.Ref) string {
	if m.UserID != "" || m.EmployeeID == "" {
		return m.UserID
	}
	for _, u := range x.Users {
		if u.Link == (syncplan.Link{Source: source, EmployeeID: m.EmployeeID}) {
			return u.ID
		}
	}
	return ""
}
