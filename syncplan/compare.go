package syncplan

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
)

// A Comparison is what a settings page shows before an edit is saved.
type Comparison struct {
	Enter        employee.Batch[EmployeeChange]  `json:"enter,omitempty"`        // scope
	Leave        employee.Batch[EmployeeChange]  `json:"leave,omitempty"`        // scope
	Dispositions employee.Batch[EmployeeChange]  `json:"dispositions,omitempty"` // other changes
	Attributes   employee.Batch[AttributeChange] `json:"attributes,omitempty"`   // with the same disposition
	Actions      []KindChange                    `json:"actions,omitempty"`      // held ones included
	Trips        employee.Batch[Hold]            `json:"trips,omitempty"`        // new, without actions
	Clears       []Guard                         `json:"clears,omitempty"`       // guards that no longer hold
}

// An EmployeeChange is one whose scope or disposition changes.
type EmployeeChange struct {
	EmployeeID string      `json:"employee_id"`
	Name       string      `json:"name,omitzero"`
	Before     Disposition `json:"before"`
	After      Disposition `json:"after"`
}

// An AttributeChange counts employees with another value.
type AttributeChange struct {
	Attribute string                      `json:"attribute"`
	Count     int                         `json:"count"`
	Examples  employee.Batch[ValueChange] `json:"examples"` // the first five
}

// A ValueChange is one employee's value under either plan.
type ValueChange struct {
	EmployeeID string         `json:"employee_id"`
	Name       string         `json:"name,omitzero"`
	Before     employee.Value `json:"before"`
	After      employee.Value `json:"after"`
}

// A KindChange counts a kind's actions in either plan.
type KindChange struct {
	Kind   Kind `json:"kind"`
	Before int  `json:"before"`
	After  int  `json:"after"`
}

// mostExamples is how many employees an AttributeChange names.
const mostExamples = 5

// Compare returns what after plans differently, without approvals. Prepare both from
// one roster, one Existing and one instant.
func Compare(before, after *Planner) (Comparison, error) {
	if before == nil || before.rules == nil || after == nil || after.rules == nil {
		return Comparison{}, errors.New("syncplan: compare: want two planners")
	}
	if was, is := before.source, after.source; was != is {
		return Comparison{}, fmt.Errorf("syncplan: compare: a planner for %s and one for %s: want the same source", visible.Text(was), visible.Text(is))
	}
	if !before.at.Equal(after.at) {
		return Comparison{}, errors.New("syncplan: compare: planners of two instants: prepare both at the same")
	}
	var c Comparison
	same := c.employees(before, after)
	was, is := before.Plan(), after.Plan()
	c.attributes(was, is, same)
	c.kinds(before.everything(was), after.everything(is))
	guards := func(p *Plan) []Guard { return p.Summary().Guards }
	for _, h := range is.Held {
		if !slices.Contains(guards(was), h.Guard) {
			h.Actions = nil
			c.Trips = append(c.Trips, h)
		}
	}
	for _, g := range guards(was) {
		if !slices.Contains(guards(is), g) {
			c.Clears = append(c.Clears, g)
		}
	}
	return c, nil
}

// employees fills in the changes of scope and disposition, and returns the names of
// all other employees by id.
func (c *Comparison) employees(before, after *Planner) map[string]string {
	was := make(map[string]*assessment, len(before.employees))
	for i := range before.employees {
		was[before.employees[i].e.ID] = &before.employees[i]
	}
	same := make(map[string]string)
	for i := range after.employees {
		is := &after.employees[i]
		old, listed := was[is.e.ID]
		delete(was, is.e.ID)
		change := EmployeeChange{EmployeeID: is.e.ID, Name: employeeName(is.e), Before: DispositionNoRecord, After: dispositionOf(is.disposition)}
		if listed {
			change.Before = dispositionOf(old.disposition)
		}
		switch {
		case is.scope == mapping.TruthTrue && (!listed || old.scope != mapping.TruthTrue):
			c.Enter = append(c.Enter, change)
		case listed && is.scope == mapping.TruthFalse && old.scope != mapping.TruthFalse:
			c.Leave = append(c.Leave, change)
		case change.Before != change.After:
			c.Dispositions = append(c.Dispositions, change)
		default:
			same[change.EmployeeID] = change.Name
		}
	}
	for id, old := range was {
		c.Leave = append(c.Leave, EmployeeChange{EmployeeID: id, Name: employeeName(old.e), Before: dispositionOf(old.disposition), After: DispositionNoRecord})
	}
	for _, list := range [][]EmployeeChange{c.Enter, c.Leave, c.Dispositions} {
		slices.SortFunc(list, func(a, b EmployeeChange) int { return strings.Compare(a.EmployeeID, b.EmployeeID) })
	}
	return same
}

// attributes fills in the changed attributes of the employees with the given ids.
func (c *Comparison) attributes(before, after *Plan, same map[string]string) {
	was, is := before.values(), after.values()
	counts := make(map[string]*AttributeChange)
	for _, id := range sortedKeys(same) {
		old, now := was[id], is[id]
		if old.created != now.created || old.leaves != now.leaves {
			continue // as a whole, in the counts of the actions
		}
		for _, attribute := range union(old.changes, now.changes) {
			b, planned := old.changes[attribute]
			a, plans := now.changes[attribute]
			change := ValueChange{EmployeeID: id, Name: same[id], Before: b.To, After: a.To}
			if !planned {
				change.Before = a.From
			}
			if !plans {
				change.After = b.From
			}
			if sameValue(change.Before, change.After) {
				continue
			}
			if counts[attribute] == nil {
				counts[attribute] = &AttributeChange{Attribute: attribute}
			}
			n := counts[attribute]
			if n.Count++; n.Count <= mostExamples {
				n.Examples = append(n.Examples, change)
			}
		}
	}
	for _, attribute := range sortedKeys(counts) {
		c.Attributes = append(c.Attributes, *counts[attribute])
	}
}

// planned is what a plan makes of one employee's attributes.
type planned struct {
	created, leaves bool
	changes         map[string]Change
}

// values returns the attributes after all actions, held ones too, by employee id.
func (p *Plan) values() map[string]planned {
	values := make(map[string]planned)
	for _, a := range p.everything() {
		if a.EmployeeID == "" {
			continue
		}
		v := values[a.EmployeeID]
		if v.changes == nil {
			v.changes = make(map[string]Change)
		}
		v.created = v.created || a.Kind == KindCreate
		v.leaves = v.leaves || a.Kind == KindDeactivate
		for _, change := range a.Changes {
			v.changes[change.Attribute] = change
		}
		if a.Kind == KindSetManager {
			v.changes[TargetManager] = Change{From: employee.Text("as it is"), To: employee.Text(a.Manager.String())}
		}
		values[a.EmployeeID] = v
	}
	return values
}

// everything returns the actions as they are before the guards, which may hold a part
// of one, and the groups of the plan.
func (p *Planner) everything(plan *Plan) []Action {
	groups := slices.DeleteFunc(slices.Clone(plan.Actions), func(a Action) bool { return a.Kind != KindCreateGroup })
	x := held{first: int32(p.managers.first), turns: p.managers.turns(nil)}
	return append(groups, x.actions(p.drafts, func(i int32) *Action { return &p.drafts[i].Action })...)
}

// everything returns the actions to run and those that are held.
func (p *Plan) everything() []Action {
	all := slices.Clone(p.Actions)
	for _, h := range p.Held {
		all = append(all, h.Actions...)
	}
	return all
}

func union(a, b map[string]Change) []string {
	all := maps.Clone(a)
	if all == nil {
		all = make(map[string]Change)
	}
	maps.Copy(all, b)
	return sortedKeys(all)
}

// kinds fills in the kinds whose number changes.
func (c *Comparison) kinds(before, after []Action) {
	count := func(actions []Action, k Kind) (n int) {
		for _, a := range actions {
			if a.Kind == k {
				n++
			}
		}
		return n
	}
	for _, k := range kinds() {
		if was, is := count(before, k), count(after, k); was != is {
			c.Actions = append(c.Actions, KindChange{Kind: k, Before: was, After: is})
		}
	}
}

// String returns a summary line, then the first few of each list.
func (c Comparison) String() string {
	var b strings.Builder
	b.WriteString(c.summary() + "\n")
	for _, l := range []struct {
		title   string
		changes []EmployeeChange
	}{{"enter scope", c.Enter}, {"leave scope", c.Leave}, {"other dispositions", c.Dispositions}} {
		if len(l.changes) > 0 {
			fmt.Fprintf(&b, "\n%s:\n", l.title)
		}
		for _, p := range l.changes[:min(mostExamples, len(l.changes))] {
			fmt.Fprintf(&b, "  %s: %s -> %s\n", named(p.Name, subject(p.EmployeeID, "")), p.Before, p.After)
		}
		writeMore(&b, len(l.changes))
	}
	for _, a := range c.Attributes {
		fmt.Fprintf(&b, "\n%s:\n", visible.Text(a.Attribute))
		for _, v := range a.Examples {
			fmt.Fprintf(&b, "  %s: %s -> %s\n", named(v.Name, subject(v.EmployeeID, "")), quote(v.Before), quote(v.After))
		}
		writeMore(&b, a.Count)
	}
	for _, k := range c.Actions {
		fmt.Fprintf(&b, "\n%s actions: %d -> %d", k.Kind, k.Before, k.After)
	}
	if len(c.Actions) > 0 {
		b.WriteByte('\n')
	}
	for _, h := range c.Trips {
		fmt.Fprintf(&b, "\nthe guard %s would hold: %s\n", h.Guard, visible.Line(h.Text))
	}
	for _, g := range c.Clears {
		fmt.Fprintf(&b, "\nthe guard %s would no longer hold\n", g)
	}
	return b.String()
}

func (c Comparison) LogValue() slog.Value { return slog.StringValue(c.summary()) }

func (c Comparison) summary() string {
	var parts []string
	add := func(n int, verb, rest string) {
		if n == 1 {
			verb += "s"
		}
		if n > 0 {
			parts = append(parts, count(n, "employee")+" "+verb+" "+rest)
		}
	}
	add(len(c.Enter), "enter", "scope")
	add(len(c.Leave), "leave", "scope")
	add(len(c.Dispositions), "change", "disposition")
	for _, a := range c.Attributes {
		add(a.Count, "get", "a different "+visible.Text(a.Attribute))
	}
	if len(c.Trips) > 0 {
		parts = append(parts, count(len(c.Trips), "guard")+" would hold")
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case len(c.Actions) > 0 || len(c.Clears) > 0:
		return "no employee's disposition changes"
	}
	return "nothing changes"
}

func writeMore(b *strings.Builder, n int) {
	if n > mostExamples {
		fmt.Fprintf(b, "  and %d more\n", n-mostExamples)
	}
}
