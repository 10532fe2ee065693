package syncplan

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// A Comparison says what another plan would do differently: what a settings
// page shows before somebody saves a change of the settings. Every list is
// sorted by employee or name. It is personal data.
type Comparison struct {
	Enter        []EmployeeChange  `json:"enter,omitempty"`        // people who enter scope
	Leave        []EmployeeChange  `json:"leave,omitempty"`        // people who leave it
	Dispositions []EmployeeChange  `json:"dispositions,omitempty"` // others whose disposition changes
	Attributes   []AttributeChange `json:"attributes,omitempty"`   // of employees whose disposition is the same
	Actions      []KindChange      `json:"actions,omitempty"`      // the kinds of which there are more or fewer, held ones included
	Trips        []Hold            `json:"trips,omitempty"`        // of guards that held nothing before, without their actions
	Clears       []Guard           `json:"clears,omitempty"`       // guards that hold nothing any more
}

// An EmployeeChange is one employee whose disposition changes. It is
// DispositionNoRecord where the roster does not list the employee.
type EmployeeChange struct {
	EmployeeID string      `json:"employee_id"`
	Name       string      `json:"name,omitzero"`
	Before     Disposition `json:"before"`
	After      Disposition `json:"after"`
}

// An AttributeChange counts the people whose attribute ends up with another
// value.
type AttributeChange struct {
	Attribute string        `json:"attribute"`
	Count     int           `json:"count"`
	Examples  []ValueChange `json:"examples"` // the first five
}

// A ValueChange is one attribute of one person as either plan leaves it.
type ValueChange struct {
	EmployeeID string         `json:"employee_id"`
	Name       string         `json:"name,omitzero"`
	Before     employee.Value `json:"before"`
	After      employee.Value `json:"after"`
}

// A KindChange is how many actions of a kind there are in either plan.
type KindChange struct {
	Kind   Kind `json:"kind"`
	Before int  `json:"before"`
	After  int  `json:"after"`
}

// mostExamples is how many people an AttributeChange names.
const mostExamples = 5

// Compare returns what a plan of after does differently from one of before, both
// without approvals. Prepare both from the same roster, users and instant, the one
// with the settings that are stored, the other with those that are being edited.
// It returns an error for planners of two sources.
func Compare(before, after *Planner) (Comparison, error) {
	if before == nil || before.rules == nil || after == nil || after.rules == nil {
		return Comparison{}, errors.New("syncplan: compare: want two planners")
	}
	if was, is := before.source, after.source; was != is {
		return Comparison{}, fmt.Errorf("syncplan: compare: a planner for %s and one for %s: want the same source", was, is)
	}
	var c Comparison
	same := c.people(before, after)
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

// people fills in whose scope or treatment differs, and returns the names of
// all others by id.
func (c *Comparison) people(before, after *Planner) map[string]string {
	was := make(map[string]*assessment, len(before.employees))
	for i := range before.employees {
		was[before.employees[i].e.ID] = &before.employees[i]
	}
	same := make(map[string]string)
	for i := range after.employees {
		is := &after.employees[i]
		old, listed := was[is.e.ID]
		delete(was, is.e.ID)
		change := EmployeeChange{EmployeeID: is.e.ID, Name: personName(is.e), Before: DispositionNoRecord, After: dispositionOf(is.want)}
		if listed {
			change.Before = dispositionOf(old.want)
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
		c.Leave = append(c.Leave, EmployeeChange{EmployeeID: id, Name: personName(old.e), Before: dispositionOf(old.want), After: DispositionNoRecord})
	}
	for _, list := range [][]EmployeeChange{c.Enter, c.Leave, c.Dispositions} {
		slices.SortFunc(list, func(a, b EmployeeChange) int { return strings.Compare(a.EmployeeID, b.EmployeeID) })
	}
	return same
}

// attributes fills in whose attributes differ, among the people with the given
// ids.
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
			if alike(change.Before, change.After) {
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

// planned is what a plan makes of one person's attributes.
type planned struct {
	created, leaves bool
	changes         map[string]Change
}

// values returns what the actions, held or not, make of people's attributes, by
// employee id.
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
	return append(groups, order(p.drafts, func(int32) bool { return true })...)
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

// kinds fills in of which kinds there are more or fewer actions.
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

// String returns the comparison as text: one line that sums it up, then who and
// what, the first few of many. It names people and their values.
func (c Comparison) String() string {
	var b strings.Builder
	b.WriteString(c.summary() + "\n")
	for _, l := range []struct {
		title  string
		people []EmployeeChange
	}{{"enter scope", c.Enter}, {"leave scope", c.Leave}, {"other treatment", c.Dispositions}} {
		if len(l.people) > 0 {
			fmt.Fprintf(&b, "\n%s:\n", l.title)
		}
		for _, p := range l.people[:min(mostExamples, len(l.people))] {
			fmt.Fprintf(&b, "  %s: %s -> %s\n", named(p.Name, subject(p.EmployeeID, "")), p.Before, p.After)
		}
		writeMore(&b, len(l.people))
	}
	for _, a := range c.Attributes {
		fmt.Fprintf(&b, "\n%s:\n", a.Attribute)
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
		fmt.Fprintf(&b, "\nthe guard %s would hold: %s\n", h.Guard, h.Text)
	}
	for _, g := range c.Clears {
		fmt.Fprintf(&b, "\nthe guard %s would no longer hold\n", g)
	}
	return b.String()
}

// LogValue logs counts only.
func (c Comparison) LogValue() slog.Value { return slog.StringValue(c.summary()) }

func (c Comparison) summary() string {
	var parts []string
	people := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 person "+one)
		case n > 1:
			parts = append(parts, strconv.Itoa(n)+" people "+many)
		}
	}
	people(len(c.Enter), "enters scope", "enter scope")
	people(len(c.Leave), "leaves it", "leave it")
	people(len(c.Dispositions), "is treated otherwise", "are treated otherwise")
	for _, a := range c.Attributes {
		people(a.Count, "gets another "+a.Attribute, "get another "+a.Attribute)
	}
	if len(c.Trips) > 0 {
		parts = append(parts, count(len(c.Trips), "guard")+" would hold")
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case len(c.Actions) > 0 || len(c.Clears) > 0:
		return "nobody's treatment changes"
	}
	return "nothing changes"
}

func writeMore(b *strings.Builder, n int) {
	if n > mostExamples {
		fmt.Fprintf(b, "  and %d more\n", n-mostExamples)
	}
}
