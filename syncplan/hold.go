package syncplan

import (
	"slices"
	"strings"
	"time"
)

// An Approval releases a hold of these members, or fewer. See [Hold.Approve].
type Approval struct {
	Guard   Guard     `json:"guard"`
	Source  string    `json:"source"`
	Members []string  `json:"members"`
	By      string    `json:"by"`
	Expires time.Time `json:"expires"`
}

// Approve returns the approval by an operator who has seen the hold. Store it for the
// next plan.
func (h Hold) Approve(by string, expires time.Time) Approval {
	return Approval{Guard: h.Guard, Source: h.Source, Members: slices.Clone(h.Members), By: by, Expires: expires}
}

func (a Approval) covers(h *Hold, at time.Time) bool {
	if a.Guard != h.Guard || a.Source != h.Source || !at.Before(a.Expires) {
		return false
	}
	approved := make(map[string]bool, len(a.Members))
	for _, m := range a.Members {
		approved[m] = true
	}
	return !slices.ContainsFunc(h.Members, func(m string) bool { return !approved[m] })
}

// withhold returns the holds of tripped guards that no approval covers, and the
// places of the drafts that they hold. It writes into none of its arguments.
func withhold(drafts []draft, tripped []trippedGuard, approvals []Approval, at time.Time) (holds []Hold, held map[int32]bool) {
	dependents := make(map[int32][]int32)
	for i := range drafts {
		for _, after := range drafts[i].after {
			dependents[after] = append(dependents[after], int32(i))
		}
	}
	held = make(map[int32]bool)
	for _, t := range tripped {
		hold := t.Hold
		if slices.ContainsFunc(approvals, func(a Approval) bool { return a.covers(&hold, at) }) {
			continue
		}
		hold.Members = slices.Clone(hold.Members)
		taken := make(map[int32]bool)
		for queue := slices.Clone(t.drafts); len(queue) > 0; queue = queue[1:] {
			if i := queue[0]; !held[i] && drafts[i].Kind != "" {
				held[i], taken[i] = true, true
				queue = append(queue, dependents[i]...)
			}
		}
		if len(taken) > 0 { // else another guard holds them all
			hold.Actions = order(drafts, func(i int32) bool { return taken[i] })
		}
		holds = append(holds, hold)
	}
	return holds, held
}

// order returns the actions of the drafts that test picks, in their safe order.
func order(drafts []draft, test func(int32) bool) []Action {
	var picked []*draft
	for i := range drafts {
		if d := &drafts[i]; d.Kind != "" && test(int32(i)) {
			picked = append(picked, d)
		}
	}
	slices.SortFunc(picked, func(a, b *draft) int {
		return orderOf(a.phase-b.phase, a.EmployeeID, b.EmployeeID, a.UserID, b.UserID)
	})
	actions := make([]Action, len(picked))
	for i, d := range picked {
		actions[i] = d.Action
	}
	return actions
}

// orderOf is first, else the order of pairs of ids.
func orderOf(first int, ids ...string) int {
	for i := 0; first == 0 && i < len(ids); i += 2 {
		first = strings.Compare(ids[i], ids[i+1])
	}
	return first
}
