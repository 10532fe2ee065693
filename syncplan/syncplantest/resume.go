package syncplantest

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/syncplan"
)

// checkResume breaks a run off in its middle, and lets every other action of it fail with
// those that wait for it. The next plan, which is told what is unfinished and has no
// approvals, must end where the whole run ends.
func (c *checker) checkResume(p *syncplan.Plan) {
	middle, done, failed := len(p.Actions)/2, make(map[string]bool), make(map[string]bool)
	for i, a := range p.Actions {
		group := a.Kind == syncplan.KindCreateGroup // a later spelling of one that is made would be that one
		done[a.Key] = i < middle || group
		waits := slices.ContainsFunc(a.After, func(key string) bool { return failed[key] })
		failed[a.Key] = waits || i%2 == 1 && !group
	}
	c.resume(p, "in the middle", func(a syncplan.Action) bool { return done[a.Key] })
	c.resume(p, "with failures", func(a syncplan.Action) bool { return !failed[a.Key] })
}

// resume compares a run that is broken off and resumed with the whole one.
func (c *checker) resume(p *syncplan.Plan, how string, runs func(syncplan.Action) bool) {
	broken := apply(c.existing, p, runs)
	if len(broken.Unfinished) == 0 {
		return
	}
	again := c.build(c.roster, broken)
	if doubted(again) {
		return // the new plan looks at the roster anew
	}
	planned, parts := make(map[string]bool), newParts(again.Actions)
	for _, a := range again.Actions {
		planned[a.Key] = true
	}
	for _, a := range broken.Unfinished {
		switch {
		case planned[a.Key], parts.have(a): // with what its hold released
		case how == "with failures" && conflicts(again, a):
			return // what came after it has made a conflict of it
		case how == "with failures" && a.Kind == syncplan.KindDeactivate && a.Linked == (syncplan.Link{}):
			return // whoever was linked after it competes for its user, who keeps access
		default:
			c.fail("resuming", "a run that broke off %s does not go on with this: %s", how, name(a))
		}
	}
	if c.released(p, broken, again) {
		return
	}
	if ended(c.settled(Apply(broken, again))) != ended(c.settled(Apply(c.existing, p))) {
		c.fail("resuming", "a run that broke off %s and is resumed ends with other users than the whole run", how)
	}
}

// released reports whether the new plan also does what the last one held, since what was
// held has become less. All that it does must be unfinished or have been held.
func (c *checker) released(p *syncplan.Plan, broken syncplan.Existing, again *syncplan.Plan) (released bool) {
	unfinished, before := make(map[string]bool), make(map[string]bool)
	about := func(a syncplan.Action) string { return a.EmployeeID + " " + userID(a) }
	for _, a := range broken.Unfinished {
		unfinished[a.Key], before[about(a)] = true, true
	}
	for _, a := range held(p) {
		before[about(a)] = true
	}
	for _, a := range again.Actions {
		if released = released || !unfinished[a.Key]; !unfinished[a.Key] && !before[about(a)] && a.Kind != syncplan.KindCreateGroup {
			c.fail("resuming", "this is neither unfinished nor was it held: %s", name(a))
		}
	}
	return released
}

// conflicts reports whether a plan notes a conflict about the employee of an action.
func conflicts(p *syncplan.Plan, a syncplan.Action) bool {
	return slices.ContainsFunc(p.Notes, func(n syncplan.Note) bool {
		return n.Kind == syncplan.NoteKindConflict && slices.Contains(n.EmployeeIDs, a.EmployeeID)
	})
}

// settled runs plans until there is nothing to do.
func (c *checker) settled(x syncplan.Existing) syncplan.Existing {
	for range 4 {
		p := c.build(c.roster, x)
		if x = Apply(x, p); len(p.Actions) == 0 {
			break
		}
	}
	return x
}

// doubted reports whether a guard that doubts the roster holds a plan.
func doubted(p *syncplan.Plan) bool {
	doubts := []syncplan.Guard{
		syncplan.GuardEmptyRoster, syncplan.GuardMissingRecords, syncplan.GuardUnreadableField, syncplan.GuardUnreadableStatus,
	}
	return slices.ContainsFunc(p.Held, func(h syncplan.Hold) bool { return slices.Contains(doubts, h.Guard) })
}

// ended is what a run leaves, in an order of its own.
func ended(x syncplan.Existing) string {
	x = clone(x)
	byName := func(a, b syncplan.Attribute) int { return strings.Compare(a.Name, b.Name) }
	for i := range x.Users {
		slices.SortFunc(x.Users[i].Attributes, byName)
		slices.SortFunc(x.Users[i].Applied, byName)
	}
	slices.SortFunc(x.Users, func(a, b syncplan.User) int { return strings.Compare(a.ID, b.ID) })
	for _, values := range x.Groups {
		slices.Sort(values)
	}
	x.Unfinished = nil
	return asJSON(x)
}
