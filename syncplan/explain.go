package syncplan

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
)

// A Disposition is how a plan treats an employee and the user; see the package
// comment.
type Disposition string

const (
	DispositionPresent    Disposition = "present"
	DispositionLeft       Disposition = "left"
	DispositionGrace      Disposition = "grace" // left, and access has not ended
	DispositionUnknown    Disposition = "unknown"
	DispositionPreHire    Disposition = "pre_hire"
	DispositionBlocked    Disposition = "blocked"
	DispositionOutOfScope Disposition = "out_of_scope"
	DispositionUntouched  Disposition = "untouched"
	DispositionNoRecord   Disposition = "no_record" // linked, but not listed
)

// An Explanation is what a plan knows about an employee and the user, or a user
// alone.
type Explanation struct {
	EmployeeID  string                        `json:"employee_id,omitzero"`
	Name        string                        `json:"name,omitzero"`
	UserID      string                        `json:"user_id,omitzero"`
	FoundBy     string                        `json:"found_by,omitzero"` // "link" or "key"
	Lifecycle   mapping.Lifecycle             `json:"lifecycle,omitzero"`
	Disposition Disposition                   `json:"disposition"`
	Gate        string                        `json:"gate"`               // what decided, with the value
	Evidence    employee.Batch[Evidence]      `json:"evidence,omitempty"` // of the lifecycle
	Values      employee.Batch[mapping.Trace] `json:"values,omitempty"`   // as the rules made them
	Stays       []string                      `json:"stays,omitempty"`    // of the user, and why
	Actions     employee.Batch[Action]        `json:"actions,omitempty"`  // to run
	Held        employee.Batch[Action]        `json:"held,omitempty"`
	Notes       employee.Batch[Note]          `json:"notes,omitempty"`
}

func (x Explanation) LogValue() slog.Value { return slog.StringValue(subject(x.EmployeeID, x.UserID)) }

// Explain returns what a plan does for an employee, or why nothing; for an employee
// who is not listed, for the linked user. It is false without either, and for a plan
// of another source, instant or other settings. The plan may be stored, and p prepared again from
// the same input.
func (p *Planner) Explain(plan *Plan, employeeID string) (Explanation, bool) {
	if !p.planned(plan) {
		return Explanation{}, false
	}
	if i := slices.IndexFunc(p.employees, func(a assessment) bool { return a.e.ID == employeeID }); i >= 0 {
		return p.explainEmployee(plan, int32(i)), true
	}
	first := int32(-1) // by id, of the users that are linked to it
	for u := range int32(len(p.users)) {
		if p.users[u].Link == (Link{p.source, employeeID}) && (first < 0 || p.users[u].ID < p.users[first].ID) {
			first = u
		}
	}
	if first < 0 {
		return Explanation{}, false
	}
	return p.explainUser(plan, first), true
}

// ExplainUser is Explain for a user of Existing.
func (p *Planner) ExplainUser(plan *Plan, userID string) (Explanation, bool) {
	if !p.planned(plan) {
		return Explanation{}, false
	}
	u := slices.IndexFunc(p.users, func(u User) bool { return u.ID == userID })
	if u < 0 {
		return Explanation{}, false
	}
	if i := p.owners[u].Employee; i >= 0 {
		return p.explainEmployee(plan, i), true
	}
	return p.explainUser(plan, int32(u)), true
}

// String names the HR source.
func (p Planner) String() string {
	if p.rules == nil {
		return "no planner"
	}
	return "planner for " + visible.Text(p.source)
}

func (p Planner) Format(s fmt.State, _ rune) { fmt.Fprint(s, p.String()) }

func (p Planner) LogValue() slog.Value { return slog.StringValue(p.String()) }

// planned reports whether p may have made a plan.
func (p *Planner) planned(plan *Plan) bool {
	return p != nil && p.rules != nil && plan != nil && plan.Source == p.source && plan.At.Equal(p.at) &&
		plan.Settings == p.fingerprint
}

func (p *Planner) explainEmployee(plan *Plan, i int32) Explanation {
	a, o := &p.employees[i], &p.outcomes[i]
	x := Explanation{EmployeeID: a.e.ID, Name: employeeName(a.e), Lifecycle: lifecycleOf(a.stand.State), Disposition: dispositionOf(a.disposition),
		Evidence: p.leaving(a), Values: p.traces(a, o.User < 0)}
	if o.User >= 0 {
		x.UserID, x.FoundBy, x.Stays = p.users[o.User].ID, "link", p.stayWords(a, &p.users[o.User])
		if !o.Linked {
			x.FoundBy = "key"
		}
	}
	guard := plan.collect(&x, func(a Action) bool { return a.EmployeeID == x.EmployeeID },
		func(n Note) bool { return slices.Contains(n.EmployeeIDs, x.EmployeeID) })
	x.Gate = p.standing(a)
	switch {
	case guard != "" && len(x.Actions) > 0:
		x.Gate = "held in part by the guard " + string(guard)
	case guard != "":
		x.Gate = "held by the guard " + string(guard)
	case a.scope != mapping.TruthTrue && a.living():
		x.Gate = "scope: " + p.explainScope(a)
	case a.blocked != mapping.TruthFalse && a.living() && p.block != nil:
		_, why := p.block.Explain(p.subject(a))
		x.Gate = "block: " + why
	case len(x.Actions) > 0 || a.disposition == disposition.Unknown:
	case len(x.Notes) > 0:
		x.Gate = p.stopped(o.Why, x.Notes)
	case a.disposition == disposition.Present:
		x.Gate += "; the user is up to date"
	}
	return x
}

// explainUser explains a user without an employee.
func (p *Planner) explainUser(plan *Plan, u int32) Explanation {
	a := &p.users[u]
	x := Explanation{UserID: a.ID, Disposition: DispositionUntouched}
	if a.Link.Source == p.source {
		x.EmployeeID, x.FoundBy = a.Link.EmployeeID, "link"
		if _, listed := p.roster.Employee(a.Link.EmployeeID); !listed {
			x.Disposition = DispositionNoRecord
		}
	}
	guard := plan.collect(&x, func(action Action) bool { return action.UserID == a.ID },
		func(n Note) bool { return slices.Contains(n.UserIDs, a.ID) })
	switch {
	case guard != "":
		x.Gate = "held by the guard " + string(guard)
	case a.Ignored:
		x.Gate = "the user is ignored"
	case len(x.Actions) > 0:
		x.Gate = "HR no longer lists employee " + visible.Word(a.Link.EmployeeID)
	case len(x.Notes) > 0:
		x.Gate = p.stopped(p.owners[u].Why, x.Notes)
	case a.Link != Link{} && a.Link.Source != p.source:
		x.Gate = "linked to employee " + visible.Word(a.Link.EmployeeID) + " of " + visible.Text(a.Link.Source) + ", not of " + visible.Text(p.source)
	case a.Link.Source == p.source:
		x.Gate = "HR no longer lists employee " + visible.Word(a.Link.EmployeeID) + ", and the user is inactive"
	default:
		x.Gate = "the user has no link, and no key matches an employee"
	}
	return x
}

// collect adds the plan's actions and notes to x, and returns the guard that holds
// one of the actions.
func (p *Plan) collect(x *Explanation, action func(Action) bool, note func(Note) bool) (holding Guard) {
	for _, a := range p.Actions {
		if action(a) {
			x.Actions = append(x.Actions, a)
		}
	}
	for _, h := range p.Held {
		for _, a := range h.Actions {
			if action(a) {
				x.Held = append(x.Held, a)
				holding = h.Guard
			}
		}
	}
	for _, n := range p.Notes {
		if note(n) {
			x.Notes = append(x.Notes, n)
		}
	}
	return holding
}

// stopped returns the reason why nothing was done: the finding of matching, else the
// first note that stops something.
func (p *Planner) stopped(why int32, notes []Note) string {
	if why >= 0 && notes[0].Kind != NoteKindAlert {
		n := p.findingNote(&p.findings[why])
		return n.gate()
	}
	for _, n := range notes {
		if n.Reason != ReasonRecord && n.Reason != ReasonValue {
			return n.gate()
		}
	}
	return notes[0].gate()
}

// gate is the note as a reason why nothing was done.
func (n Note) gate() string {
	words := []string{string(n.Reason) + ": " + n.Text}
	for _, e := range n.Evidence {
		words = append(words, e.String())
	}
	return strings.Join(words, "; ")
}

// String quotes values.
func (x Explanation) String() string {
	var b strings.Builder
	b.WriteString(subject(x.EmployeeID, x.UserID))
	if x.Name != "" {
		b.WriteString(" " + visible.Quote(x.Name))
	}
	fmt.Fprintf(&b, ": %s\n", x.Disposition)
	if x.FoundBy != "" {
		fmt.Fprintf(&b, "  user found by %s\n", x.FoundBy)
	}
	fmt.Fprintf(&b, "  decided by %s\n", visible.Line(x.Gate))
	writeEvidence(&b, slices.DeleteFunc(slices.Clone(x.Evidence), func(e Evidence) bool {
		return e.Field == "" && strings.Contains(x.Gate, e.Detail)
	}), "  ")
	for _, v := range x.Values {
		for line := range strings.SplitSeq(v.String(), "\n") {
			fmt.Fprintf(&b, "  %s\n", visible.Line(line))
		}
	}
	for _, words := range x.Stays {
		fmt.Fprintf(&b, "  stays: %s\n", visible.Line(words))
	}
	for i, a := range slices.Concat(x.Actions, x.Held) {
		a.Evidence = nil // it is above
		b.WriteString("  to do")
		if i >= len(x.Actions) {
			b.WriteString(", but held")
		}
		b.WriteString(":\n")
		writeAction(&b, a, "    ")
	}
	for _, n := range x.Notes {
		fmt.Fprintf(&b, "  %s %s: %s\n", n.Kind, n.Reason, visible.Line(n.Text))
	}
	return b.String()
}
