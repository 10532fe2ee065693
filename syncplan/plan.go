package syncplan

import (
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A Plan is what to do, what a guard holds, and what was not done. It is data: store
// it as JSON and read it with [ParsePlan], compare it, show it.
type Plan struct {
	Name     string                  `json:"name,omitzero"` // of the settings
	Source   string                  `json:"source"`        // the HR account
	At       time.Time               `json:"at"`
	Settings string                  `json:"settings"`          // a digest
	NextDue  time.Time               `json:"next_due,omitzero"` // when time alone may change the plan; zero: never
	Active   int                     `json:"active,omitzero"`   // active users, of every source
	Actions  employee.Batch[Action]  `json:"actions"`           // in order
	Held     employee.Batch[Hold]    `json:"held,omitempty"`    // waiting for approval
	Notes    employee.Batch[Note]    `json:"notes,omitempty"`   // alerts first
	Applied  employee.Batch[Applied] `json:"applied,omitempty"` // to store, in any order
}

// An Applied is what else to store in User.Applied: HR has what the user has.
type Applied struct {
	EmployeeID string     `json:"employee_id"`
	UserID     string     `json:"user_id,omitzero"` // "" for a user that the plan creates
	Attributes Attributes `json:"attributes"`
}

func (a Applied) LogValue() slog.Value { return slog.StringValue(subject(a.EmployeeID, a.UserID)) }

// A Kind is what an action does.
type Kind string

// The kinds, in the order of a plan.
const (
	KindCreateGroup Kind = "create_group" // a missing value of an attribute
	KindUpdate      Kind = "update"
	KindLink        Kind = "link"        // and update: a key found the user
	KindRelink      Kind = "relink"      // and update: from another record; with Access, reactivate too
	KindReactivate  Kind = "reactivate"  // and update
	KindCreate      Kind = "create"      // without UserID
	KindSetManager  Kind = "set_manager" // without UserID if the plan creates the user
	KindDeactivate  Kind = "deactivate"
)

// An Action is one step for your code to run: see On. Key is an idempotency key, the same
// whenever the action is planned again. Remember it while a run may be repeated, not
// for ever: a rehire may leave again on the same evidence.
type Action struct {
	Kind       Kind                     `json:"kind"`
	Key        string                   `json:"key"`
	EmployeeID string                   `json:"employee_id,omitzero"`
	UserID     string                   `json:"user_id,omitzero"`
	Name       string                   `json:"name,omitzero"` // of the employee or the group
	Reason     Reason                   `json:"reason"`
	Evidence   employee.Batch[Evidence] `json:"evidence,omitempty"`
	Link       Link                     `json:"link,omitzero"`     // store it with the user; zero: no change
	Linked     Link                     `json:"linked,omitzero"`   // the user's link when its turn comes; zero: none
	Changes    employee.Batch[Change]   `json:"changes,omitempty"` // in the order of the mapping
	Manager    Ref                      `json:"manager,omitzero"`  // of set_manager; zero: none
	Access     Access                   `json:"access,omitzero"`   // what becomes of User.Active
	After      []string                 `json:"after,omitempty"`   // keys of actions of the plan that must have run, sorted
}

// String returns the head line.
func (a Action) String() string {
	var b strings.Builder
	writeActionHead(&b, a)
	return b.String()
}

func (a Action) LogValue() slog.Value {
	return slog.StringValue(strings.TrimSpace(string(a.Kind) + " " + subject(a.EmployeeID, a.UserID)))
}

// A Change is a new value of a user's attribute.
type Change struct {
	Attribute string         `json:"attribute"` // a target, or ChangeEndsOn
	From      employee.Value `json:"from"`      // empty: no value
	To        employee.Value `json:"to"`        // empty: clear it
	Rule      int            `json:"rule"`      // in the mapping; -1: none
	Field     employee.Field `json:"field,omitzero"`
	Applied   employee.Value `json:"applied,omitzero"` // to store in User.Applied, unless absent
}

// LogValue logs the attribute's name only.
func (c Change) LogValue() slog.Value { return slog.StringValue(c.Attribute) }

// A Ref names a user, by EmployeeID if the same plan creates it.
type Ref struct {
	UserID     string `json:"user_id,omitzero"`
	EmployeeID string `json:"employee_id,omitzero"`
	Name       string `json:"name,omitzero"`
}

// A Reason is why something was planned, or was not.
type Reason string

// Of actions.
const (
	ReasonHired      Reason = "hired"    // a joiner or rehire
	ReasonMatched    Reason = "matched"  // a key found the user
	ReasonChanged    Reason = "changed"  // a mover
	ReasonReturned   Reason = "returned" // a rehire with an inactive user
	ReasonLeft       Reason = "left"
	ReasonBlocked    Reason = "blocked"
	ReasonOutOfScope Reason = "out_of_scope"
	ReasonNoRecord   Reason = "no_record" // HR lists it no longer
	ReasonManager    Reason = "manager"
	ReasonGroup      Reason = "group" // a new value
	ReasonMoved      Reason = "moved" // to another record
)

// Of notes.
const (
	ReasonUnknown         Reason = "unknown" // missing or contradictory evidence
	ReasonPreHire         Reason = "pre_hire"
	ReasonFlippedEarly    Reason = "flipped_early" // inactive before the end date
	ReasonStillPending    Reason = "still_pending" // pending after the hire date
	ReasonWithdrawn       Reason = "withdrawn"     // inactive, and the end is not after a hire date ahead
	ReasonGrace           Reason = "grace"         // left, and access has not ended
	ReasonManual          Reason = "manual"        // deactivated by an operator
	ReasonProtected       Reason = "protected"
	ReasonIgnored         Reason = "ignored"
	ReasonNoKey           Reason = "no_key"        // no value to match by
	ReasonRequired        Reason = "required"      // no required value
	ReasonEmailTaken      Reason = "email_taken"   // not free
	ReasonSameEmail       Reason = "same_email"    // of several employees
	ReasonSameUser        Reason = "same_user"     // for several employees
	ReasonSeveralUsers    Reason = "several_users" // for one employee
	ReasonLinkedTwice     Reason = "linked_twice"  // to one record
	ReasonLinkedOther     Reason = "linked_other"  // to another record, too
	ReasonOtherName       Reason = "other_name"    // different, or not unique
	ReasonSimilar         Reason = "similar"       // a possible duplicate
	ReasonValue           Reason = "value"         // not usable
	ReasonKept            Reason = "kept"          // by an operator
	ReasonNotCleared      Reason = "not_cleared"   // no employee has the field
	ReasonRecord          Reason = "record"        // an unreadable field
	ReasonNoManager       Reason = "no_manager"    // without a usable user
	ReasonManagerCycle    Reason = "manager_cycle"
	ReasonLeftBehind      Reason = "left_behind"      // of a source that this one replaces, and matched by no employee
	ReasonSeats           Reason = "seats"            // fewer than active users
	ReasonApprovalExpired Reason = "approval_expired" // and needed again
	ReasonNearDuplicate   Reason = "near_duplicate"   // of groups
	ReasonGroupEmptied    Reason = "group_emptied"    // no active user has it then
	ReasonGroupRenamed    Reason = "group_renamed"    // or so it seems: its users get a new one
)

// Evidence is a fact behind an action or a note.
type Evidence struct {
	Field  employee.Field `json:"field,omitzero"`
	State  employee.State `json:"state"`          // of Field, if set
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

// MarshalJSON writes no state without a field.
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

// A NoteKind is how urgent a note is.
type NoteKind string

// The kinds of notes, in the order of a plan.
const (
	NoteKindAlert    NoteKind = "alert"    // act today: deactivate a protected user by hand
	NoteKindConflict NoteKind = "conflict" // ambiguous: an operator decides
	NoteKindProblem  NoteKind = "problem"  // correct HR or settings
	NoteKindHint     NoteKind = "hint"     // may be worth a look
	NoteKindSkipped  NoteKind = "skipped"  // as the settings say
)

// A Note says what was not done, or may be wrong, and why.
type Note struct {
	Kind        NoteKind                 `json:"kind"`
	Reason      Reason                   `json:"reason"`
	EmployeeIDs []string                 `json:"employee_ids,omitempty"` // sorted
	UserIDs     []string                 `json:"user_ids,omitempty"`     // sorted
	Name        string                   `json:"name,omitzero"`          // of the employee or the group
	Text        string                   `json:"text"`
	Evidence    employee.Batch[Evidence] `json:"evidence,omitempty"`
}

func (n Note) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(n.Kind)), slog.String("reason", string(n.Reason)),
		slog.Int("employees", len(n.EmployeeIDs)), slog.Int("users", len(n.UserIDs)))
}

// A Hold is what a guard holds for approval. It is not in Plan.Actions. What several
// guards hold is in the first. "changes" and "clears" have a hold for each target, with
// the changes of that target as updates; the rest of each action is in Plan.Actions.
type Hold struct {
	Guard   Guard                  `json:"guard"`
	Source  string                 `json:"source"`
	At      time.Time              `json:"at"`                // of the plan
	Target  string                 `json:"target,omitzero"`   // of changes and clears
	Text    string                 `json:"text"`              // why, and what to do
	Count   int                    `json:"count"`             // what the guard counted, without approved members
	Limit   int                    `json:"limit"`             // what would have passed
	Base    int                    `json:"base"`              // active users linked to this source; for changes and clears after the plan
	Members []Member               `json:"members,omitempty"` // what an approval names
	Actions employee.Batch[Action] `json:"actions,omitempty"` // of the members, and those that wait for them
}

// LogValue logs the guard and a count only.
func (h Hold) LogValue() slog.Value {
	return slog.GroupValue(slog.String("guard", string(h.Guard)), slog.Int("actions", len(h.Actions)))
}

// A Guard holds actions; see the package comment.
type Guard string

func (p Plan) LogValue() slog.Value {
	return slog.GroupValue(slog.String("source", p.Source), slog.Int("actions", len(p.Actions)),
		slog.Int("held", len(p.Held)), slog.Int("notes", len(p.Notes)))
}
