package syncplan_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestLawAfter: some actions fail, and with each those that come after it are left out.
// What has run is always whole: every group is there, no two users have one address, every
// user is there that an action names, and there is no new reporting cycle.
func TestLawAfter(t *testing.T) {
	t.Parallel()
	sweep.Each(t, func(t *testing.T, seed uint64) {
		w := worlds.New(seed)
		if after(t, w) != "" {
			w = w.Shrunk(func(w worlds.World) bool { return after(t, w) != "" })
			t.Errorf("world %d, shrunk to\n%s%s", seed, w, after(t, w))
		}
	})
}

// after returns what is wrong with a part of the plan for w, under some approvals or
// all.
func after(t *testing.T, w worlds.World) string {
	r := rand.New(rand.NewPCG(w.Seed, 11))
	p := plan(t, w)
	approvals := w.Approvals(p.Held)
	if r.IntN(2) == 0 {
		approvals = nil
		for _, h := range p.Held {
			approvals = append(approvals, h.ApproveAll("a test", w.At.AddDate(0, 0, 1)))
		}
	}
	p = plan(t, w, approvals...)
	known := make(map[string]bool)
	for _, a := range p.Actions {
		for _, key := range a.After {
			if !known[key] {
				return fmt.Sprintf("%s waits for an action that does not come before it", a)
			}
		}
		known[a.Key] = true
	}
	failed := make(map[string]bool)
	part := *p
	part.Actions = nil
	for _, a := range p.Actions {
		if r.IntN(5) == 0 || slices.ContainsFunc(a.After, func(key string) bool { return failed[key] }) {
			failed[a.Key] = true
			continue
		}
		part.Actions = append(part.Actions, a)
		if wrong := ran(w.Existing, &part); wrong != "" {
			return fmt.Sprintf("after %s, %s\nof\n%s", a, wrong, p)
		}
	}
	return ""
}

// ran returns what is wrong in the product after a part of a plan.
func ran(x syncplan.Existing, p *syncplan.Plan) string {
	now := syncplantest.Apply(x, p)
	last := p.Actions[len(p.Actions)-1]
	for _, c := range last.Changes {
		for _, v := range c.To.Items() {
			had := slices.Contains(c.From.Items(), v) // it exists, listed or not
			if groups, ok := now.Groups[c.Attribute]; ok && !had && !slices.Contains(groups, v) {
				return fmt.Sprintf("the group %q is not there", v)
			}
		}
		sameAddress := func(u syncplan.User) bool { return fold.Equal(u.Email, c.To.String()) }
		if c.Attribute == syncplan.TargetEmail && c.To.Known() {
			if i := slices.IndexFunc(now.Users, sameAddress); slices.ContainsFunc(now.Users[i+1:], sameAddress) {
				return "two users have one address"
			}
		}
	}
	if last.Kind != syncplan.KindSetManager {
		return ""
	}
	resolved, err := last.Resolve(func(employeeID string) (string, error) {
		for _, u := range now.Users {
			if u.Link == (syncplan.Link{Source: p.Source, EmployeeID: employeeID}) {
				return u.ID, nil
			}
		}
		return "", nil
	})
	if err != nil {
		return err.Error()
	}
	if circles(now.Users, resolved.UserID) {
		return "the user reports to itself"
	}
	for _, u := range now.Users {
		if u.ID == resolved.UserID && (u.ManagerID != resolved.Manager.UserID || u.Link != resolved.Linked) {
			return fmt.Sprintf("the manager is %q, and the link is %v", u.ManagerID, u.Link)
		}
	}
	return ""
}

// circles reports whether a user reports to itself.
func circles(users []syncplan.User, id string) bool {
	managers := make(map[string]string, len(users))
	for _, u := range users {
		managers[u.ID] = u.ManagerID
	}
	at := managers[id]
	for range users {
		if at == id {
			return true
		}
		at = managers[at]
	}
	return false
}
