package syncplan

import (
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A Plan says what to do, what was held back, and what was left alone and why.
// It is data: store it, compare it, show it. It changes nothing by itself.
//
// A Plan decoded from JSON equals the one that was encoded. A [Planner] explains
// it. A Plan is safe for concurrent reading.
type Plan struct {
	Name    string    `json:"name,omitzero"`     // the connection's name, from the settings
	Source  string    `json:"source"`            // the HR account; the Source of the links to store
	At      time.Time `json:"at"`                // the instant that the plan is for
	NextDue time.Time `json:"next_due,omitzero"` // when time alone may change the plan; zero: never
	Active  int       `json:"active,omitzero"`   // users active now, of every source; see Summary.ActiveAfter
	Actions []Action  `json:"actions"`           // run these, in order
	Held    []Hold    `json:"held,omitempty"`    // withheld by a guard, and how to release it
	Notes   []Note    `json:"notes,omitempty"`   // everybody left alone, and why
}

// A Kind is what an action does.
type Kind string

// The kinds, in the order in which a plan runs them. What each carries:
//
//	create_group  Changes: the attribute and the value that must exist
//	update        UserID, EmployeeID, Changes
//	link          like update, for a user found by a key
//	relink        like link, for a user linked to another record; always held first
//	reactivate    like update, for an inactive user
//	create        EmployeeID, Changes; no UserID yet
//	set_manager   UserID (none yet for one just created), EmployeeID, Manager
//	deactivate    UserID, EmployeeID if there is a record, Changes
const (
	KindCreateGroup Kind = "create_group"
	KindUpdate      Kind = "update"
	KindLink        Kind = "link"
	KindRelink      Kind = "relink"
	KindReactivate  Kind = "reactivate"
	KindCreate      Kind = "create"
	KindSetManager  Kind = "set_manager"
	KindDeactivate  Kind = "deactivate"
)

// An Action is one thing for your code to do. Carry it out in one transaction.
//
// Key is an idempotency key: it is the same when the same action is planned
// again, an hour or a week later. Remember it for as long as one run may be
// repeated, not for ever: whoever comes back and leaves again may do so on the
// same evidence.
type Action struct {
	Kind       Kind       `json:"kind"`
	Key        string     `json:"key"`
	EmployeeID string     `json:"employee_id,omitzero"`
	UserID     string     `json:"user_id,omitzero"`
	Name       string     `json:"name,omitzero"` // of the person or the group, for people
	Reason     Reason     `json:"reason"`
	Evidence   []Evidence `json:"evidence,omitempty"`
	Link       Link       `json:"link,omitzero"`     // store it with the user; zero: the user has it already
	Linked     Link       `json:"linked,omitzero"`   // the link that the user has when the action's turn comes; zero: none
	Changes    []Change   `json:"changes,omitempty"` // in the order of the mapping's targets
	Manager    Ref        `json:"manager,omitzero"`  // of set_manager; zero: no manager any more
}

// String returns the first line of the action in the plan's text. It names the
// person.
func (a Action) String() string {
	var b strings.Builder
	writeActionHead(&b, a)
	return b.String()
}

// LogValue logs kind and ids only.
func (a Action) LogValue() slog.Value {
	return slog.StringValue(strings.TrimSpace(string(a.Kind) + " " + subject(a.EmployeeID, a.UserID)))
}

// A Change is one value of one user.
type Change struct {
	Attribute string         `json:"attribute"` // "email", another target of the mapping, or ChangeEndsOn
	From      employee.Value `json:"from"`      // empty when there was none
	To        employee.Value `json:"to"`        // empty to clear it
	Rule      int            `json:"rule"`      // the rule that decided, by its place in the mapping; -1: none
	Field     employee.Field `json:"field,omitzero"`
}

// LogValue logs the name of the attribute only.
func (c Change) LogValue() slog.Value { return slog.StringValue(c.Attribute) }

// A Ref names a user, by the user's ID or, for one that the same plan creates,
// by the employee's.
type Ref struct {
	UserID     string `json:"user_id,omitzero"`
	EmployeeID string `json:"employee_id,omitzero"`
	Name       string `json:"name,omitzero"` // of the person, for people
}

// A Reason is why an action was planned, or why nothing was.
type Reason string

// The reasons of actions.
const (
	ReasonHired      Reason = "hired"        // a person in scope without a user
	ReasonMatched    Reason = "matched"      // a key found the user
	ReasonChanged    Reason = "changed"      // HR has other values
	ReasonReturned   Reason = "returned"     // employed and in scope again
	ReasonLeft       Reason = "left"         // proof of leaving: see the evidence
	ReasonBlocked    Reason = "blocked"      // the policy's block condition holds
	ReasonOutOfScope Reason = "out_of_scope" // the mapping's scope does not hold
	ReasonNoRecord   Reason = "no_record"    // linked to a record that HR no longer lists
	ReasonManager    Reason = "manager"      // reports to somebody else
	ReasonGroup      Reason = "group"        // a value that must exist first
	ReasonMoved      Reason = "moved"        // the person has another record now
)

// The reasons of notes.
const (
	ReasonUnknown         Reason = "unknown"          // the evidence is missing or contradicts itself
	ReasonPreHire         Reason = "pre_hire"         // has not started
	ReasonFlippedEarly    Reason = "flipped_early"    // the status says left before the end date
	ReasonStillPending    Reason = "still_pending"    // the status says not started after the hire date
	ReasonManual          Reason = "manual"           // a person deactivated the user
	ReasonProtected       Reason = "protected"        // the user is protected
	ReasonIgnored         Reason = "ignored"          // the user is ignored
	ReasonNoKey           Reason = "no_key"           // nothing to find or create a user by
	ReasonRequired        Reason = "required"         // a required attribute has no value
	ReasonEmailTaken      Reason = "email_taken"      // another user has the address
	ReasonSameEmail       Reason = "same_email"       // several people have the address
	ReasonSameUser        Reason = "same_user"        // several people fit one user
	ReasonSeveralUsers    Reason = "several_users"    // several users fit one person
	ReasonLinkedTwice     Reason = "linked_twice"     // several users are linked to one person
	ReasonLinkedOther     Reason = "linked_other"     // the fitting user is linked to another record
	ReasonOtherName       Reason = "other_name"       // the address fits, but neither first nor last name
	ReasonSimilar         Reason = "similar"          // a person and a user may be the same
	ReasonValue           Reason = "value"            // a value could not be used
	ReasonRecord          Reason = "record"           // a field of the record could not be read
	ReasonNoManager       Reason = "no_manager"       // the manager has no user
	ReasonManagerCycle    Reason = "manager_cycle"    // people would report to one another
	ReasonSeats           Reason = "seats"            // more users are active than there are seats
	ReasonApprovalExpired Reason = "approval_expired" // what an approval released is held again
	ReasonNearDuplicate   Reason = "near_duplicate"   // a new group is spelled almost like another
)

// Evidence is a fact that an action or a note rests on.
type Evidence struct {
	Field  employee.Field `json:"field,omitzero"`
	State  employee.State `json:"state"`          // of the field, if there is one
	Value  string         `json:"value,omitzero"` // as the HR system has it
	Detail string         `json:"detail,omitzero"`
}

// LogValue logs field and state only.
func (e Evidence) LogValue() slog.Value {
	return slog.StringValue(e.fieldState())
}

func (e Evidence) fieldState() string {
	if e.Field == "" {
		return ""
	}
	return string(e.Field) + " " + e.State.String()
}

// MarshalJSON writes a state only where there is a field.
func (e Evidence) MarshalJSON() ([]byte, error) {
	type plain Evidence
	if e.Field != "" {
		return json.Marshal(plain(e))
	}
	return json.Marshal(struct {
		Value  string `json:"value,omitzero"`
		Detail string `json:"detail,omitzero"`
	}{e.Value, e.Detail})
}

// A NoteKind sorts notes by who should read them.
type NoteKind string

// The kinds of notes, in their order in a plan.
const (
	NoteKindAlert    NoteKind = "alert"    // needs a person today: a protected user whose employee left
	NoteKindConflict NoteKind = "conflict" // ambiguous: somebody has to decide; what is in doubt was not touched
	NoteKindProblem  NoteKind = "problem"  // something in HR or in the settings to mend
	NoteKindHint     NoteKind = "hint"     // may be worth a look
	NoteKindSkipped  NoteKind = "skipped"  // left alone, as the settings say
)

// A Note says of whom nothing was done, or less than could be, and why.
type Note struct {
	Kind        NoteKind   `json:"kind"`
	Reason      Reason     `json:"reason"`
	EmployeeIDs []string   `json:"employee_ids,omitempty"` // sorted
	UserIDs     []string   `json:"user_ids,omitempty"`     // sorted
	Name        string     `json:"name,omitzero"`          // of the person, where there is one
	Text        string     `json:"text"`                   // for people
	Evidence    []Evidence `json:"evidence,omitempty"`
}

// LogValue logs kind, reason and the number of people only.
func (n Note) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(n.Kind)), slog.String("reason", string(n.Reason)),
		slog.Int("employees", len(n.EmployeeIDs)), slog.Int("users", len(n.UserIDs)))
}

// A Hold is a set of actions that a guard withheld. They are not in the plan's
// Actions; they are here to be shown. An action that several guards withhold is
// in the first of their holds. The guards "changes" and "clears" have a hold for each
// target, and withhold the changes of that target alone: in the hold they are updates,
// and the rest of their actions is in the plan.
type Hold struct {
	Guard   Guard     `json:"guard"`
	Source  string    `json:"source"`
	At      time.Time `json:"at"`                // the instant of the plan
	Target  string    `json:"target,omitzero"`   // of changes and clears
	Text    string    `json:"text"`              // why, and what to look at, for people
	Count   int       `json:"count"`             // what the guard counted; members that are approved do not count
	Limit   int       `json:"limit"`             // what would have passed
	Base    int       `json:"base"`              // active users linked to this source; of changes and clears: once the plan has run
	Members []Member  `json:"members,omitempty"` // what an approval can name
	Actions []Action  `json:"actions,omitempty"` // the members' own, those that wait for them, and new links that wait with them
}

// LogValue logs the guard and the number of actions only.
func (h Hold) LogValue() slog.Value {
	return slog.GroupValue(slog.String("guard", string(h.Guard)), slog.Int("actions", len(h.Actions)))
}

// A Guard names a rule that withholds actions.
type Guard string

// LogValue logs counts only. Printing a plan with fmt shows its text, which has
// personal data.
func (p Plan) LogValue() slog.Value {
	return slog.GroupValue(slog.String("source", p.Source), slog.Int("actions", len(p.Actions)),
		slog.Int("held", len(p.Held)), slog.Int("notes", len(p.Notes)))
}
