package syncplan

import (
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/syncplan/internal/orgchart"
)

// held is what the guards hold of the drafts under some approvals.
type held struct {
	holds []Hold
	whole map[int32]bool            // drafts of which nothing runs
	cut   map[int32]map[string]bool // of the others, the targets whose changes do not run
	rests map[int32]string          // of those, the keys of what runs, "" for nothing
	turns []orgchart.Turn           // of the drafts of managers
	first int32                     // the place of the first of them
}

// turn returns the turn of a draft of a manager, and a zero depth for others.
func (x *held) turn(i int32) orgchart.Turn {
	if at := i - x.first; at >= 0 && int(at) < len(x.turns) {
		return x.turns[at]
	}
	return orgchart.Turn{After: -1}
}

// A judged watch is what it holds under some approvals.
type judged struct {
	*watch
	hold   Hold
	drafts []int32             // those that it holds itself
	picked func(int32) *Action // what it makes of a draft; nil before anything is held
}

// withhold judges every watch by the approvals. An action that several guards hold is
// in the first of their holds. It writes into none of its arguments.
func withhold(source string, drafts []draft, m managers, watches []watch, l *ledger, at time.Time) held {
	x := held{whole: make(map[int32]bool), cut: make(map[int32]map[string]bool)}
	var tripped []judged
	for i := range watches {
		if j, ok := watches[i].judge(drafts, l); ok {
			j.hold.Source, j.hold.At = source, at
			tripped = append(tripped, j)
		}
	}
	w := waiting{drafts: drafts, managers: m, dependents: make(map[int32][]int32)}
	for i := range drafts {
		for _, after := range drafts[i].after {
			w.dependents[after] = append(w.dependents[after], int32(i))
		}
	}
	for i := range tripped {
		if tripped[i].target == "" {
			x.take(&tripped[i], &w)
		}
	}
	for i := range tripped {
		if tripped[i].target != "" {
			x.cutOut(source, &tripped[i], &w)
		}
	}
	x.cutKeys(source, drafts)
	x.first, x.turns = int32(m.first), m.turns(x.whole)
	for i := range tripped {
		j := &tripped[i]
		j.hold.Actions = x.actions(drafts, j.picked)
		x.holds = append(x.holds, j.hold)
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
	if len(w.drafts) <= w.most && len(w.always) == 0 && len(l.shown) == 0 {
		return j, false
	}
	var open, refused []int32
	var members, shown []Member
	counted, always := 0, false
	for _, n := range w.drafts {
		m := w.member(&drafts[n])
		before := l.shown[entry{w.guard, m.who()}]
		if w.guard != GuardSeats && l.approved[entry{w.guard, m}] || w.passed[n] && !before {
			continue
		}
		open, members = append(open, n), append(members, m)
		if w.counts == nil || w.counts[n] {
			counted++
		}
		always = always || w.always[n]
		if before || w.always[n] {
			refused, shown = append(refused, n), append(shown, m)
		}
	}
	if counted <= w.most {
		j.hold, j.drafts = w.hold(sortedMembers(shown), refused, always), refused
		return j, len(refused) > 0
	}
	j.hold, j.drafts = w.hold(sortedMembers(members), open, true), open
	if len(refused) < len(open) && len(w.growth) > 0 { // else they are held whatever the limit
		j.drafts = slices.Concat(open, w.growth)
		j.hold.Text += " (" + count(len(w.growth), "new link") + " would raise the limit and are held with them)"
	}
	return j, true
}

// waiting is the drafts, and what cannot run without which of them.
type waiting struct {
	drafts     []draft
	dependents map[int32][]int32
	managers   managers
}

// take holds the drafts of a watch, and with them all that cannot run without them.
func (x *held) take(j *judged, w *waiting) {
	taken := make(map[int32]bool)
	x.takeWhole(j.drafts, w, func(i int32) { taken[i] = true })
	j.picked = func(i int32) *Action {
		if !taken[i] {
			return nil
		}
		return &w.drafts[i].Action
	}
}

// takeWhole holds all of some drafts, and of those that cannot run without them. It
// calls took for each that no earlier guard holds.
func (x *held) takeWhole(queue []int32, w *waiting, took func(int32)) {
	for queue = slices.Clone(queue); len(queue) > 0; queue = queue[1:] {
		if i := queue[0]; !x.whole[i] && w.drafts[i].Kind != "" {
			x.whole[i] = true
			took(i)
			queue = append(queue, w.dependents[i]...)
		}
	}
	for _, i := range w.managers.blocked(x.whole) { // nothing waits for them but managers
		x.whole[i] = true
		took(i)
	}
}

// cutOut holds the changes of one target, and lets the rest of their actions run. In
// the hold they are updates: what is left to do once the rest has run.
func (x *held) cutOut(source string, j *judged, w *waiting) {
	var k keyWriter
	var managers []int32
	parts := make(map[int32]*Action)
	for _, i := range j.drafts {
		d := &w.drafts[i]
		switch {
		case x.whole[i]:
		case d.Kind == KindSetManager:
			managers = append(managers, i)
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
	x.takeWhole(managers, w, func(i int32) { parts[i] = &w.drafts[i].Action })
	j.picked = func(i int32) *Action { return parts[i] }
}

// rest returns what runs of a draft, nil for nothing.
func (x *held) rest(drafts []draft, i int32) *Action {
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
	a.Key = x.rests[i]
	return &a
}

// cutKeys finds the keys of what runs of the drafts of which changes are held.
func (x *held) cutKeys(source string, drafts []draft) {
	var k keyWriter
	x.rests = make(map[int32]string, len(x.cut))
	for i := range x.cut {
		if a := x.rest(drafts, i); a != nil {
			k.setKey(source, a)
			x.rests[i] = a.Key
		}
	}
}

// keysAfter returns the keys of what must run before an action that is made of a draft.
func (x *held) keysAfter(drafts []draft, i int32, a *Action) []string {
	var keys []string
	add := func(n int32) {
		key := drafts[n].Key
		if x.cut[n] != nil && !x.whole[n] {
			key = x.rests[n]
		}
		if key != "" && drafts[n].Kind != "" {
			keys = append(keys, key)
		}
	}
	if a.Kind == KindUpdate && drafts[i].Kind != KindUpdate {
		add(i) // a part of it is held
	} else {
		for _, n := range drafts[i].after {
			add(n)
		}
		if above := x.turn(i).After; above >= 0 {
			add(x.first + int32(above))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// actions returns the actions that pick makes of the drafts, in their safe order, and
// nil without any; nil of pick is none.
func (x *held) actions(drafts []draft, pick func(int32) *Action) []Action {
	type picked struct {
		draft  int32
		action *Action
	}
	var all []picked
	for i := range drafts {
		if drafts[i].Kind == "" {
			continue
		}
		if a := pick(int32(i)); a != nil {
			all = append(all, picked{int32(i), a})
		}
	}
	if all == nil {
		return nil
	}
	phase := func(p picked) int { return drafts[p.draft].phase + x.turn(p.draft).Depth }
	slices.SortFunc(all, func(a, b picked) int {
		return orderOf(phase(a)-phase(b), a.action.EmployeeID, b.action.EmployeeID, a.action.UserID, b.action.UserID)
	})
	actions := make([]Action, len(all))
	for i, p := range all {
		actions[i] = *p.action
		actions[i].After = x.keysAfter(drafts, p.draft, p.action)
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
