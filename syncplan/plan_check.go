package syncplan

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// A planChecker finds what is missing or unknown in a plan that was read.
type planChecker struct {
	source string
	keys   map[string]string // of actions, with their paths
	faults mapping.Faults
}

// Validate finds in a plan in memory what ParsePlan finds in its JSON: unknown kinds and
// reasons, missing parts, and links to another source.
func (p *Plan) Validate() error {
	if p == nil {
		return errors.New("syncplan: plan: there is none" + planAgain)
	}
	c := planChecker{source: p.Source, keys: make(map[string]string)}
	if p.Source == "" {
		c.fault("source", planMissing)
	}
	c.plan(p)
	if len(c.faults) > 0 {
		return fmt.Errorf("syncplan: plan: %w", c.faults[:min(len(c.faults), mostPlanFaults)])
	}
	return nil
}

func (c *planChecker) fault(path, message string) {
	c.faults = append(c.faults, mapping.Fault{Path: path, Message: message})
}

func (c *planChecker) unknown(path, what string) {
	c.fault(path, "no "+what+" that this version of the library knows"+planNewer)
}

func (c *planChecker) missing(path string, there bool) {
	if !there {
		c.fault(path, "missing: a part of an action"+planAgain)
	}
}

func (c *planChecker) plan(p *Plan) {
	for i := range p.Actions {
		at := fmt.Sprintf("actions[%d]", i)
		c.after(at, &p.Actions[i])
		c.action(at, &p.Actions[i])
	}
	for i, h := range p.Held {
		at := fmt.Sprintf("held[%d]", i)
		if !slices.Contains(guards(), h.Guard) {
			c.unknown(at+".guard", "guard")
		}
		if h.Source != c.source {
			c.fault(at+".source", "not that of the plan"+planAgain)
		}
		for j, m := range h.Members {
			if at := fmt.Sprintf("%s.members[%d]", at, j); m.Kind != "" && !slices.Contains(kinds(), m.Kind) {
				c.unknown(at+".kind", "kind")
			} else if m.Reason != "" && !slices.Contains(reasons(), m.Reason) {
				c.unknown(at+".reason", "reason")
			}
		}
		for j := range h.Actions {
			c.action(fmt.Sprintf("%s.actions[%d]", at, j), &h.Actions[j])
		}
	}
	for i, h := range p.Held { // what a hold waits for may be in a later one
		for j := range h.Actions {
			c.after(fmt.Sprintf("held[%d].actions[%d]", i, j), &h.Actions[j])
		}
	}
	for i, n := range p.Notes {
		at := fmt.Sprintf("notes[%d]", i)
		if !slices.Contains(noteKinds(), n.Kind) {
			c.unknown(at+".kind", "kind")
		}
		if !slices.Contains(reasons(), n.Reason) {
			c.unknown(at+".reason", "reason")
		}
		c.evidence(at, n.Evidence)
	}
	for i, a := range p.Applied {
		at := fmt.Sprintf("applied[%d]", i)
		if a.EmployeeID == "" {
			c.fault(at+".employee_id", "missing: a part of a plan"+planAgain)
		}
		if len(a.Attributes) == 0 {
			c.fault(at+".attributes", "missing: a part of a plan"+planAgain)
		}
	}
}

func (c *planChecker) action(at string, a *Action) {
	switch {
	case !slices.Contains(kinds(), a.Kind):
		c.unknown(at+".kind", "kind")
		return
	case !slices.Contains(reasons(), a.Reason):
		c.unknown(at+".reason", "reason")
	case !slices.Contains(actionReasons(), a.Reason):
		c.fault(at+".reason", "a reason of notes, not of actions"+planAgain)
	case a.Key == "":
		c.missing(at+".key", false)
	case c.keys[a.Key] != "":
		c.fault(at+".key", "that of "+c.keys[a.Key]+" too"+planAgain)
	default:
		c.keys[a.Key] = at
	}
	group, created := a.Kind == KindCreateGroup, a.Kind == KindCreate
	links := created || a.Kind == KindLink || a.Kind == KindRelink
	c.missing(at+".name", !group || a.Name != "")
	c.missing(at+".employee_id", group || a.EmployeeID != "")
	c.missing(at+".user_id", group || created || a.Kind == KindSetManager || a.UserID != "")
	c.missing(at+".changes", !group && !created && a.Kind != KindUpdate || len(a.Changes) > 0)
	c.missing(at+".link", !links || a.Link != Link{})
	c.access(at+".access", a)
	if (a.Link != Link{}) && (a.Link.Source != c.source || a.Link.EmployeeID == "") {
		c.fault(at+".link", "half a link, or one to another source"+planAgain)
	}
	for i, change := range a.Changes {
		if change.Attribute == "" {
			c.fault(fmt.Sprintf("%s.changes[%d].attribute", at, i), "missing: a part of a change"+planAgain)
		}
		c.field(fmt.Sprintf("%s.changes[%d].field", at, i), change.Field)
	}
	c.evidence(at, a.Evidence)
}

// access checks what the action makes of User.Active.
func (c *planChecker) access(path string, a *Action) {
	switch {
	case a.Access != "" && a.Access != AccessActive && a.Access != AccessInactive:
		c.unknown(path, "access")
	case a.Kind == KindCreate:
		c.missing(path, a.Access != "")
	case a.Access != a.Kind.access() && (a.Kind != KindRelink || a.Access != AccessActive):
		c.fault(path, "not that of this kind"+planAgain)
	}
}

// access returns what every action of a kind makes of User.Active; a create says it
// itself, and a relink may make the user active.
func (k Kind) access() Access {
	switch k {
	case KindReactivate:
		return AccessActive
	case KindDeactivate:
		return AccessInactive
	}
	return ""
}

// after checks that an action waits for actions that were checked before.
func (c *planChecker) after(at string, a *Action) {
	for i, key := range a.After {
		if c.keys[key] == "" {
			c.fault(fmt.Sprintf("%s.after[%d]", at, i), "no key of an action that comes before"+planAgain)
		}
	}
}

func (c *planChecker) evidence(at string, evidence []Evidence) {
	for i, e := range evidence {
		c.field(fmt.Sprintf("%s.evidence[%d].field", at, i), e.Field)
	}
}

func (c *planChecker) field(path string, f employee.Field) {
	if _, custom := f.CustomKey(); f != "" && !f.Valid() && !custom && f != mapping.FieldLifecycle {
		c.unknown(path, "field")
	}
}

// keysOf checks for keys whose absence a Go value does not show: a change without
// "to" would clear an attribute.
func (c *planChecker) keysOf(data []byte) {
	type object = map[string]json.RawMessage
	type parts struct {
		Changes  []object `json:"changes"`
		Evidence []object `json:"evidence"`
	}
	var d struct {
		Actions []parts `json:"actions"`
		Held    []struct {
			Actions []parts `json:"actions"`
		} `json:"held"`
		Notes []parts `json:"notes"`
	}
	if json.Unmarshal(data, &d) != nil {
		return // Decode has read it
	}
	check := func(at string, list []parts) {
		for i, p := range list {
			for j, change := range p.Changes {
				for _, key := range []string{"from", "to", "rule"} {
					if _, there := change[key]; !there {
						c.fault(fmt.Sprintf("%s[%d].changes[%d].%s", at, i, j, key), "missing: a part of a change"+planAgain)
					}
				}
			}
			for j, e := range p.Evidence {
				_, field := e["field"]
				if _, state := e["state"]; field != state {
					c.fault(fmt.Sprintf("%s[%d].evidence[%d]", at, i, j), "a field needs its state, and a state its field"+planAgain)
				}
			}
		}
	}
	check("actions", d.Actions)
	for i, h := range d.Held {
		check(fmt.Sprintf("held[%d].actions", i), h.Actions)
	}
	check("notes", d.Notes)
}

// garbled returns the place of a text that is not UTF-8, or "".
func (p *Plan) garbled() (path string) {
	check := func(at string, texts ...string) {
		for _, s := range texts {
			if path == "" && !utf8.ValidString(s) {
				path = at
			}
		}
	}
	evidence := func(at string, list []Evidence) {
		for _, e := range list {
			check(at, string(e.Field), e.Value, e.Detail)
		}
	}
	actions := func(at string, list []Action) {
		for i, a := range list {
			at := fmt.Sprintf("%s[%d]", at, i)
			check(at, a.EmployeeID, a.UserID, a.Name, a.Link.Source, a.Link.EmployeeID,
				a.Linked.Source, a.Linked.EmployeeID, a.Manager.UserID, a.Manager.EmployeeID, a.Manager.Name)
			evidence(at, a.Evidence)
			for _, c := range a.Changes {
				check(at, c.Attribute, c.From.String(), c.To.String(), c.Applied.String(), string(c.Field))
			}
		}
	}
	check("name", p.Name)
	check("source", p.Source)
	actions("actions", p.Actions)
	for i, h := range p.Held {
		at := fmt.Sprintf("held[%d]", i)
		check(at, h.Source, h.Text)
		for _, m := range h.Members {
			check(at, m.EmployeeID, m.UserID, string(m.Field), m.Target)
		}
		actions(at+".actions", h.Actions)
	}
	for i, n := range p.Notes {
		at := fmt.Sprintf("notes[%d]", i)
		check(at, n.Name, n.Text)
		check(at, n.EmployeeIDs...)
		check(at, n.UserIDs...)
		evidence(at, n.Evidence)
	}
	for i, a := range p.Applied {
		at := fmt.Sprintf("applied[%d]", i)
		check(at, a.EmployeeID, a.UserID)
		for _, x := range a.Attributes {
			check(at, x.Name, x.Value.String())
		}
	}
	return path
}
