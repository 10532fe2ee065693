package syncplan

import (
	"slices"
	"strings"
	"time"
)

// held is what the guards hold of the drafts under some approvals.
type held struct {
	holds []Hold
	whole map[int32]bool            // drafts of which nothing runs
	cut   map[int32]map[string]bool // of the others, the targets whose changes do not run
}

// A judged watch is what it holds under some approvals.
type judged struct {
	*watch
	hold   Hold
	drafts []int32 // those that it holds itself
}

// withhold judges every watch by the approvals. An action that several guards hold is
// in the first of their holds. It writes into none of its arguments.
func withhold(source string, drafts []draft, watches []watch, l *ledger, at time.Time) held {
	x := held{whole: make(map[int32]bool), cut: make(map[int32]map[string]bool)}
	var tripped []judged
	for i := range watches {
		if j, ok := watches[i].judge(drafts, l); ok {
			j.hold.Source, j.hold.At = source, at
			tripped = append(tripped, j)
		}
	}
	dependents := make(map[int32][]int32)
	for i := range drafts {
		for _, after := range drafts[i].after {
			dependents[after] = append(dependents[after], int32(i))
		}
	}
	for i := range tripped {
		if tripped[i].target == "" {
			x.take(&tripped[i], drafts, dependents)
		}
	}
	for i := range tripped {
		if tripped[i].target != "" {
			x.cutOut(source, &tripped[i], drafts)
		}
		x.holds = append(x.holds, tripped[i].hold)
	}
	return x
}

// judge returns what a watch holds; false where that is nothing.
func (w *watch) judge(drafts []draft, l *ledger) (judged, bool) {
	j := judged{watch: w}
	if w.whole {
		if l.covers(&w.counted) {
			return j, false
		}
		j.hold, j.drafts = w.counted, drafted(drafts, func(*draft) bool { return true })
		j.hold.Base, j.hold.Members = w.base, sortedMembers(w.counted.Members)
		return j, true
	}
	if len(w.drafts) <= w.most && len(l.shown) == 0 {
		return j, false
	}
	var open, refused []int32
	var members, shown []Member
	for _, n := range w.drafts {
		m := w.member(&drafts[n])
		if w.guard != GuardSeats && l.approved[entry{w.guard, m}] {
			continue
		}
		open, members = append(open, n), append(members, m)
		if l.shown[entry{w.guard, m.who()}] {
			refused, shown = append(refused, n), append(shown, m)
		}
	}
	if len(open) <= w.most {
		j.hold, j.drafts = w.hold(sortedMembers(shown), false), refused
		return j, len(refused) > 0
	}
	j.hold, j.drafts = w.hold(sortedMembers(members), true), open
	if len(refused) < len(open) && len(w.growth) > 0 { // else they are held whatever the limit
		j.drafts = slices.Concat(open, w.growth)
		j.hold.Text += " (" + count(len(w.growth), "new link") + " would raise the limit and are held with them)"
	}
	return j, true
}

// take holds the drafts of a watch, and with them all that cannot run without them.
func (x *held) take(j *judged, drafts []draft, dependents map[int32][]int32) {
	taken := make(map[int32]bool)
	for queue := slices.Clone(j.drafts); len(queue) > 0; queue = queue[1:] {
		if i := queue[0]; !x.whole[i] && drafts[i].Kind != "" {
			x.whole[i], taken[i] = true, true
			queue = append(queue, dependents[i]...)
		}
	}
	if len(taken) > 0 { // else other guards hold them all
		j.hold.Actions = order(drafts, func(i int32) bool { return taken[i] })
	}
}

// cutOut holds the changes of one target, and lets the rest of their actions run. In
// the hold they are updates: what is left to do once the rest has run.
func (x *held) cutOut(source string, j *judged, drafts []draft) {
	var k keyWriter
	parts := make(map[int32]*Action)
	for _, i := range j.drafts {
		d := &drafts[i]
		switch {
		case x.whole[i]:
		case d.Kind == KindSetManager:
			x.whole[i], parts[i] = true, &d.Action
		default:
			if x.cut[i] == nil {
				x.cut[i] = make(map[string]bool)
			}
			x.cut[i][j.target] = true
			part := Action{Kind: KindUpdate, EmployeeID: d.EmployeeID, UserID: d.UserID, Name: d.Name, Reason: ReasonChanged,
				Linked:  Link{source, d.EmployeeID},
				Changes: slices.DeleteFunc(slices.Clone(d.Changes), func(c Change) bool { return c.Attribute != j.target })}
			k.setKey(source, &part)
			parts[i] = &part
		}
	}
	if len(parts) > 0 {
		j.hold.Actions = orderBy(drafts, func(i int32) *Action { return parts[i] })
	}
}

// rest returns what runs of the drafts.
func (x *held) rest(source string, drafts []draft) []Action {
	var k keyWriter
	return orderBy(drafts, func(i int32) *Action {
		cut := x.cut[i]
		switch {
		case x.whole[i]:
			return nil
		case cut == nil:
			return &drafts[i].Action
		}
		a := drafts[i].Action
		a.Changes = slices.DeleteFunc(slices.Clone(a.Changes), func(c Change) bool { return cut[c.Attribute] })
		if len(a.Changes) == 0 {
			a.Changes = nil
		}
		if a.Kind == KindUpdate && a.Changes == nil {
			return nil
		}
		k.setKey(source, &a)
		return &a
	})
}

// order returns the actions of the drafts that test picks, in their safe order.
func order(drafts []draft, test func(int32) bool) []Action {
	return orderBy(drafts, func(i int32) *Action {
		if !test(i) {
			return nil
		}
		return &drafts[i].Action
	})
}

// orderBy returns the actions that pick makes of the drafts, in their safe order; nil
// is none.
func orderBy(drafts []draft, pick func(int32) *Action) []Action {
	type picked struct {
		phase  int
		action *Action
	}
	var all []picked
	for i := range drafts {
		if drafts[i].Kind == "" {
			continue
		}
		if a := pick(int32(i)); a != nil {
			all = append(all, picked{drafts[i].phase, a})
		}
	}
	slices.SortFunc(all, func(a, b picked) int {
		return orderOf(a.phase-b.phase, a.action.EmployeeID, b.action.EmployeeID, a.action.UserID, b.action.UserID)
	})
	actions := make([]Action, len(all))
	for i := range all {
		actions[i] = *all[i].action
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

// sortedMembers returns members in order, each once.
func sortedMembers(members []Member) []Member {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b Member) int {
		return orderOf(0, string(a.Kind), string(b.Kind), a.UserID, b.UserID, a.EmployeeID, b.EmployeeID,
			a.Target, b.Target, string(a.Field), string(b.Field), string(a.Reason), string(b.Reason), a.Value, b.Value)
	})
	return slices.Compact(sorted)
}
