package syncplan

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// An Explanation is all that a plan knows about one person.
type Explanation struct {
	EmployeeID string     `json:"employee_id"`
	Name       string     `json:"name,omitzero"`
	UserID     string     `json:"user_id,omitzero"`  // found by link or key; "" if none
	FoundBy    string     `json:"found_by,omitzero"` // "link" or "key"
	Lifecycle  Lifecycle  `json:"lifecycle"`
	Wanted     string     `json:"wanted"` // "present", "left", "cannot tell", "pre-hire", "blocked", "out of scope", "untouched"
	Gate       string     `json:"gate"`   // what decided, with the raw value
	Evidence   []Evidence `json:"evidence,omitempty"`
	Actions    []Action   `json:"actions,omitempty"` // those to run
	Held       []Action   `json:"held,omitempty"`
	Notes      []Note     `json:"notes,omitempty"`
}

// Explain returns what the plan does about one employee, or why it does
// nothing. It is false for an employee who is not in the roster, and for a plan
// that was decoded from JSON.
func (p *Plan) Explain(employeeID string) (Explanation, bool) {
	if p.work == nil {
		return Explanation{}, false
	}
	w := p.work
	i := slices.IndexFunc(w.people, func(p person) bool { return p.e.ID == employeeID })
	if i < 0 {
		return Explanation{}, false
	}
	person := &w.people[i]
	x := Explanation{EmployeeID: employeeID, Name: personName(person.e), Lifecycle: person.stand.state, Wanted: person.want.String(),
		Gate: person.stand.why, Evidence: w.leaving(person)}
	if person.user >= 0 {
		x.UserID, x.FoundBy = w.users[person.user].ID, "link"
		if person.match == byKey {
			x.FoundBy = "key"
		}
	}
	switch {
	case person.scope != mapping.True && person.want != wantLeft:
		_, x.Gate = w.program.ExplainScope(w.subject(person))
		x.Gate = "scope: " + x.Gate
	case person.blocked != mapping.False && person.want != wantLeft && w.block != nil:
		_, x.Gate = w.block.Explain(w.subject(person))
		x.Gate = "block: " + x.Gate
	}
	about := func(a Action) bool { return a.EmployeeID == employeeID }
	x.Actions = slices.DeleteFunc(slices.Clone(p.Actions), func(a Action) bool { return !about(a) })
	for _, h := range p.Held {
		x.Held = append(x.Held, slices.DeleteFunc(slices.Clone(h.Actions), func(a Action) bool { return !about(a) })...)
	}
	for _, n := range p.Notes {
		if slices.Contains(n.EmployeeIDs, employeeID) {
			x.Notes = append(x.Notes, n)
		}
	}
	return x, true
}

// String returns the explanation as text. It shows the person's values.
func (x Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q: %s\n", subject(x.EmployeeID, x.UserID), x.Name, x.Wanted)
	if x.FoundBy != "" {
		fmt.Fprintf(&b, "  user found by %s\n", x.FoundBy)
	}
	fmt.Fprintf(&b, "  decided by %s\n", x.Gate)
	writeEvidence(&b, x.Evidence, "  ")
	for _, a := range x.Actions {
		writeAction(&b, a, "  ")
	}
	for _, a := range x.Held {
		writeAction(&b, a, "  held: ")
	}
	for _, n := range x.Notes {
		fmt.Fprintf(&b, "  %s %s: %s\n", n.Kind, n.Reason, n.Text)
	}
	return b.String()
}

// LogValue logs the ids and what is wanted only.
func (x Explanation) LogValue() slog.Value {
	return slog.StringValue(subject(x.EmployeeID, x.UserID) + ": " + x.Wanted)
}

// A Verdict says whether an action still fits a user.
type Verdict string

const (
	Valid Verdict = "valid" // as when the plan was made: run it
	Done  Verdict = "done"  // nothing of it is left to do
	Moved Verdict = "moved" // the user has changed since: leave it to the next plan
)

// Recheck compares the action with the user as it is now, just before you run
// it. For Moved it returns the changes whose From no longer holds, with the
// value that is there instead. A create has no user to recheck: it is Done if
// now is linked to its employee, and Valid otherwise.
func (a Action) Recheck(now User) (Verdict, []Change) {
	account := account{User: &now}
	var moved []Change
	undone := 0
	for _, c := range a.Changes {
		v := account.value(c.Attribute)
		if c.Attribute == endsOn {
			v = employee.Day(now.EndsOn)
		}
		switch {
		case alike(v, c.To):
		case alike(v, c.From):
			undone++
		default:
			c.From = v
			moved = append(moved, c)
		}
	}
	linked := a.Link == Link{} || now.Link == a.Link
	state := true // whether the user's state is what the action makes of it
	switch a.Kind {
	case CreateGroup:
		return Valid, nil
	case Create:
		if now.Link == a.Link {
			return Done, nil
		}
		return Valid, nil
	case Deactivate:
		state = !now.Active
	case Reactivate:
		state = now.Active
	case SetManager:
		state = now.ManagerID == a.Manager.UserID && (a.Manager.UserID != "" || a.Manager.EmployeeID == "")
	case Update, LinkUser, Relink:
		if !now.Active {
			return Moved, moved
		}
	}
	switch {
	case len(moved) > 0:
		return Moved, moved
	case undone == 0 && linked && state:
		return Done, nil
	}
	return Valid, nil
}

// alike reports whether two values are the same to a user.
func alike(a, b employee.Value) bool {
	return a == b || !a.Known() && !b.Known() || a.Known() && b.Known() && a.String() == b.String()
}
