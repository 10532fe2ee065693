package syncplan_test

import (
	"math/rand/v2"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// undone reports whether a deed or, given a target, that value of it is among the
// unfinished actions: the same kind, employee, user, link and, but for creates, values.
// A guard of single values may have taken some out of the unfinished action.
func (o *oracle) undone(d *deed, target string) bool {
	return slices.ContainsFunc(o.Existing.Unfinished, func(a syncplan.Action) bool {
		switch {
		case !o.isThat(d, a):
			return false
		case d.kind == syncplan.KindCreate:
			return true
		case d.kind == syncplan.KindSetManager:
			return o.managedBy(d) == syncplan.Ref{UserID: a.Manager.UserID, EmployeeID: a.Manager.EmployeeID} ||
				d.boss != nil && d.boss.ID == a.Manager.EmployeeID
		}
		values := make(map[string]employee.Value)
		for _, c := range a.Changes {
			values[c.Attribute] = c.To
			if v, ok := d.changes[c.Attribute]; target == "" && (!ok || v != c.To) {
				return false
			}
		}
		if v, ok := values[target]; target != "" {
			return ok && v == d.changes[target]
		}
		for name := range d.changes {
			_, same := values[name]
			if had, _ := d.replaces(name); !same && (!had || name == "ends_on") {
				return false
			}
		}
		return true
	})
}

// isThat compares kind, employee, user and links. The user of a manager's change may be
// new.
func (o *oracle) isThat(d *deed, a syncplan.Action) bool {
	this := syncplan.Action{Kind: d.kind, EmployeeID: d.employeeID}
	if d.login != nil {
		this.UserID, this.Linked = d.login.ID, d.login.Link
	}
	if d.human != nil {
		this.EmployeeID = d.human.ID
		own := syncplan.Link{Source: o.source, EmployeeID: d.human.ID}
		switch {
		case d.kind == syncplan.KindSetManager:
			this.UserID, this.Linked = a.UserID, own
		case !d.human.linked || d.kind == syncplan.KindRelink:
			this.Link = own
		}
	}
	return this.Kind == a.Kind && this.EmployeeID == a.EmployeeID && this.UserID == a.UserID && this.Link == a.Link &&
		this.Linked == a.Linked
}

// managedBy is the manager that a deed sets, if the roster does not list it.
func (o *oracle) managedBy(d *deed) syncplan.Ref {
	switch {
	case d.boss != nil:
		return syncplan.Ref{EmployeeID: d.boss.ID}
	case d.elsewhere != nil:
		return syncplan.Ref{UserID: d.elsewhere.ID}
	}
	return syncplan.Ref{}
}

// resumes reports whether the last plan creates the user of a human, and has not.
func (o *oracle) resumes(h *human) bool {
	return slices.ContainsFunc(o.Existing.Unfinished, func(a syncplan.Action) bool {
		return a.Kind == syncplan.KindCreate && a.EmployeeID == h.ID
	})
}

// isNew reports whether the last plan has created the login of a human, and has not set
// its manager.
func (o *oracle) isNew(h *human) bool {
	l := h.login
	return l != nil && h.linked && !h.conflict && l.ManagerID == "" && !l.Ignored &&
		slices.ContainsFunc(o.Existing.Unfinished, func(a syncplan.Action) bool {
			return a.Kind == syncplan.KindSetManager && a.EmployeeID == h.ID && a.UserID == ""
		})
}

// brokenOff returns w after a run of its plan that broke off. Some of what is unfinished
// is forgotten, or had another value.
func brokenOff(w worlds.World, plan *syncplan.Plan) (worlds.World, bool) {
	if len(plan.Actions) == 0 {
		return w, false
	}
	r := rand.New(rand.NewPCG(w.Seed, 12))
	n := r.IntN(len(plan.Actions))
	begun := *plan
	begun.Actions = plan.Actions[:n]
	w.Existing = syncplantest.Apply(w.Existing, &begun)
	for _, a := range plan.Actions[n:] {
		switch r.IntN(6) {
		case 0:
			continue
		case 1:
			if a.Changes = slices.Clone(a.Changes); len(a.Changes) > 0 {
				a.Changes[r.IntN(len(a.Changes))].To = employee.Text("another")
			}
		}
		w.Existing.Unfinished = append(w.Existing.Unfinished, a)
	}
	return w, true
}
