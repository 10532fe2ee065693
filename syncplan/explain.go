package syncplan

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
)

// A Disposition is how a plan treats an employee, and with it the user.
type Disposition string

// The dispositions; the package comment says which comes first.
const (
	DispositionPresent    Disposition = "present"      // employed and in scope: the user is kept in sync
	DispositionLeft       Disposition = "left"         // proof of leaving
	DispositionUnknown    Disposition = "unknown"      // lifecycle, scope or block cannot be decided: access stays
	DispositionPreHire    Disposition = "pre_hire"     // the hire date is ahead
	DispositionBlocked    Disposition = "blocked"      // the policy's block condition holds
	DispositionOutOfScope Disposition = "out_of_scope" // linked, and the mapping's scope does not hold
	DispositionUntouched  Disposition = "untouched"    // out of scope and not linked, or a user of no employee
	DispositionNoRecord   Disposition = "no_record"    // linked to a record that HR does not list
)

// An Explanation is all that a plan knows about one person, or about one user
// without a person. It quotes values: it is personal data.
type Explanation struct {
	EmployeeID  string            `json:"employee_id,omitzero"`
	Name        string            `json:"name,omitzero"`
	UserID      string            `json:"user_id,omitzero"`  // found by link or key; "" if none
	FoundBy     string            `json:"found_by,omitzero"` // "link" or "key"
	Lifecycle   mapping.Lifecycle `json:"lifecycle,omitzero"`
	Disposition Disposition       `json:"disposition"`
	Gate        string            `json:"gate"`               // what decided, or stopped the plan, with the raw value
	Evidence    []Evidence        `json:"evidence,omitempty"` // of the lifecycle
	Values      []mapping.Trace   `json:"values,omitempty"`   // how the targets come by their values
	Actions     []Action          `json:"actions,omitempty"`  // those to run
	Held        []Action          `json:"held,omitempty"`
	Notes       []Note            `json:"notes,omitempty"`
}

// LogValue logs the ids only.
func (x Explanation) LogValue() slog.Value { return slog.StringValue(subject(x.EmployeeID, x.UserID)) }

// Explain returns what a plan of p does about one employee, or why it does
// nothing. An employee whom the roster does not list is explained by the user that
// is linked to the ID. It is false where there is neither, and for a plan of
// another source or instant.
//
// The plan may come from storage, and p may be prepared again from a stored
// roster with the same users, settings and instant: the explanation is the same.
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

// ExplainUser returns what a plan of p does about one user, or why it does
// nothing. It is false for a user that Prepare was not given, and for a plan of
// another source or instant.
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

// String returns "planner for" and the HR source.
func (p Planner) String() string {
	if p.rules == nil {
		return "no planner"
	}
	return "planner for " + p.source
}

// Format prints what String returns, whatever the verb: a Planner holds personal
// data.
func (p Planner) Format(s fmt.State, _ rune) { fmt.Fprint(s, p.String()) }

// LogValue logs what String returns.
func (p Planner) LogValue() slog.Value { return slog.StringValue(p.String()) }

// planned reports whether a plan can be one of p.
func (p *Planner) planned(plan *Plan) bool {
	return p != nil && p.rules != nil && plan != nil && plan.Source == p.source && plan.At.Equal(p.at)
}

func (p *Planner) explainEmployee(plan *Plan, i int32) Explanation {
	person, o := &p.employees[i], &p.outcomes[i]
	x := Explanation{EmployeeID: person.e.ID, Name: personName(person.e), Lifecycle: lifecycleOf(person.stand.State), Disposition: dispositionOf(person.want),
		Evidence: p.leaving(person), Values: p.program.Explain(p.subject(person))}
	if o.User >= 0 {
		x.UserID, x.FoundBy = p.users[o.User].ID, "link"
		if !o.Linked {
			x.FoundBy = "key"
		}
	}
	guard := plan.collect(&x, func(a Action) bool { return a.EmployeeID == x.EmployeeID },
		func(n Note) bool { return slices.Contains(n.EmployeeIDs, x.EmployeeID) })
	x.Gate = p.standing(person)
	switch {
	case guard != "":
		x.Gate = "held by the guard " + string(guard)
	case person.scope != mapping.TruthTrue && person.want != disposition.Left:
		x.Gate = "scope: " + p.explainScope(person)
	case person.blocked != mapping.TruthFalse && person.want != disposition.Left && person.want != disposition.PreHire && p.block != nil:
		_, why := p.block.Explain(p.subject(person))
		x.Gate = "block: " + why
	case len(x.Actions) > 0 || person.want == disposition.Unknown:
	case len(x.Notes) > 0:
		x.Gate = p.stopped(o.Why, x.Notes)
	case person.want == disposition.Present:
		x.Gate += "; the user is as HR has it"
	}
	return x
}

// explainUser is for a user without a person.
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
		x.Gate = "HR no longer lists employee " + a.Link.EmployeeID
	case len(x.Notes) > 0:
		x.Gate = p.stopped(p.owners[u].Why, x.Notes)
	case a.Link != Link{} && a.Link.Source != p.source:
		x.Gate = "linked to employee " + a.Link.EmployeeID + " of " + a.Link.Source + ", not of " + p.source
	case a.Link.Source == p.source:
		x.Gate = "HR no longer lists employee " + a.Link.EmployeeID + ", and the user is inactive"
	default:
		x.Gate = "the user has no link, and no key finds anybody for it"
	}
	return x
}

// collect puts in x what the plan has about it, and returns the guard that
// holds something of it.
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

// stopped says what stopped an employee or a user: what matching found, if it was
// that, else the first of the notes, but for those that stop nothing.
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

// String returns the explanation as text. It shows the person's values.
func (x Explanation) String() string {
	var b strings.Builder
	b.WriteString(subject(x.EmployeeID, x.UserID))
	if x.Name != "" {
		fmt.Fprintf(&b, " %q", x.Name)
	}
	fmt.Fprintf(&b, ": %s\n", x.Disposition)
	if x.FoundBy != "" {
		fmt.Fprintf(&b, "  user found by %s\n", x.FoundBy)
	}
	fmt.Fprintf(&b, "  decided by %s\n", x.Gate)
	writeEvidence(&b, slices.DeleteFunc(slices.Clone(x.Evidence), func(e Evidence) bool {
		return e.Field == "" && strings.Contains(x.Gate, e.Detail)
	}), "  ")
	for _, v := range x.Values {
		fmt.Fprintf(&b, "  %s\n", strings.ReplaceAll(v.String(), "\n", "\n  "))
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
		fmt.Fprintf(&b, "  %s %s: %s\n", n.Kind, n.Reason, n.Text)
	}
	return b.String()
}
