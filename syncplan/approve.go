package syncplan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
)

// A Member is one thing that a guard holds and an approval can name. Two members are
// the same if all their fields are. What each guard fills in:
//
//	missing_records, empty_roster  UserID, EmployeeID
//	unreadable_status              EmployeeID, Field
//	unreadable_field               Field, or Target
//	changes, clears                UserID, EmployeeID, Target, Value
//	every other                    Kind, Reason, UserID, EmployeeID, Value
type Member struct {
	Kind       Kind           `json:"kind,omitzero"`
	Reason     Reason         `json:"reason,omitzero"`
	EmployeeID string         `json:"employee_id,omitzero"`
	UserID     string         `json:"user_id,omitzero"`
	Field      employee.Field `json:"field,omitzero"`
	Target     string         `json:"target,omitzero"`
	// Value is a digest of what was seen: the new value of Target, the manager of a
	// set_manager, the new address of every other action; "" for none. With another
	// value it is another member.
	Value string `json:"value,omitzero"`
}

// String returns what the member is about: "deactivate user u2 employee 42 left".
func (m Member) String() string {
	var words []string
	for _, w := range []string{string(m.Kind), visible.Text(m.Target), subject(m.EmployeeID, m.UserID), visible.Text(string(m.Field)), string(m.Reason)} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// who is the member without what an approval of it depends on.
func (m Member) who() Member {
	return Member{EmployeeID: m.EmployeeID, UserID: m.UserID, Field: m.Field, Target: m.Target}
}

// longestApproval is how long an approval lasts at most.
const longestApproval = 90 * 24 * time.Hour

// An Approval releases members of a hold, as the package comment says; behind one
// guard there may be another. Make it with Hold.ApproveAll or Hold.Approve.
type Approval struct {
	Guard   Guard     `json:"guard"`
	Source  string    `json:"source"`
	Members []Member  `json:"members"`         // as in Hold.Members
	Shown   []Member  `json:"shown,omitempty"` // the other members of the hold
	By      string    `json:"by"`
	Given   time.Time `json:"given"` // the instant of the plan that had the hold
	Expires time.Time `json:"expires"`
}

// ApproveAll returns an operator's approval of h, until expires. Show the hold first;
// store the approval and give it to the next Build.
func (h Hold) ApproveAll(by string, expires time.Time) Approval {
	return h.approve(by, expires, func(Member) bool { return true })
}

// Approve is ApproveAll of the members with these employee ids alone, or these user ids
// where there is no employee. Without an id it approves none.
func (h Hold) Approve(by string, expires time.Time, ids ...string) Approval {
	return h.approve(by, expires, func(m Member) bool {
		id := cmp.Or(m.EmployeeID, m.UserID)
		return id != "" && slices.Contains(ids, id)
	})
}

// approve approves the members that test picks. The others were shown.
func (h Hold) approve(by string, expires time.Time, test func(Member) bool) Approval {
	a := Approval{Guard: h.Guard, Source: h.Source, Members: []Member{}, By: by, Given: h.At, Expires: expires}
	if last := h.At.Add(longestApproval); expires.After(last) {
		a.Expires = last
	}
	for _, m := range h.Members {
		if test(m) {
			a.Members = append(a.Members, m)
		} else {
			a.Shown = append(a.Shown, m)
		}
	}
	return a
}

// LogValue logs the guard and the number of members only.
func (a Approval) LogValue() slog.Value {
	return slog.GroupValue(slog.String("guard", string(a.Guard)), slog.Int("members", len(a.Members)))
}

// UnmarshalJSON refuses unknown keys and guards, and approvals of the first edition,
// whose members name no values. The error is [mapping.Faults].
func (a *Approval) UnmarshalJSON(data []byte) error {
	var first struct {
		Members []string `json:"members"`
	}
	if json.Unmarshal(data, &first) == nil && len(first.Members) > 0 {
		return fmt.Errorf("syncplan: approval: %w", mapping.Faults{{Path: "members",
			Message: "an approval of the first edition, which names no values: show the hold again, and approve it anew"}})
	}
	type plain Approval
	var p plain
	faults := asFaults(document.Decode(data, &p, document.Data()))
	if len(faults) == 0 {
		switch {
		case !slices.Contains(guards(), p.Guard):
			faults = append(faults, mapping.Fault{Path: "guard",
				Message: "no guard that this version of the library knows: show the hold again, and approve it anew"})
		case p.Given.IsZero():
			faults = append(faults, mapping.Fault{Path: "given",
				Message: "missing: an approval of the first edition: show the hold again, and approve it anew"})
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("syncplan: approval: %w", faults)
	}
	*a = Approval(p)
	return nil
}

// ends returns the instant from which the approval says nothing.
func (a *Approval) ends() time.Time {
	if last := a.Given.Add(longestApproval); a.Expires.After(last) {
		return last
	}
	return a.Expires
}

// A ledger is what the approvals for one source say at one instant.
type ledger struct {
	approved map[entry]bool
	shown    map[entry]bool // approved or not
	valid    []Approval
	expired  []Approval
	due      due // when the next of them ends
}

// An entry is a member of one guard.
type entry struct {
	guard  Guard
	member Member
}

func newLedger(approvals []Approval, source string, at time.Time) *ledger {
	l := &ledger{approved: make(map[entry]bool), shown: make(map[entry]bool), due: due{after: at}}
	for _, a := range approvals {
		switch {
		case a.Source != source:
			continue
		case !at.Before(a.ends()):
			l.expired = append(l.expired, a)
			continue
		}
		l.due.add(a.ends())
		l.valid = append(l.valid, a)
		for _, m := range a.Members {
			l.approved[entry{a.Guard, m}] = true
			l.shown[entry{a.Guard, m.who()}] = true
			if a.Guard == GuardFirstPlan && m.Kind == KindCreate { // or they would be looked at twice
				l.approved[entry{GuardCreates, m}] = true
			}
		}
		for _, m := range a.Shown {
			l.shown[entry{a.Guard, m.who()}] = true
		}
	}
	return l
}

// covers reports whether one approval names all members of a hold.
func (l *ledger) covers(h *Hold) bool {
	for i := range l.valid {
		a := &l.valid[i]
		if a.Guard != h.Guard {
			continue
		}
		approved := make(map[Member]bool, len(a.Members))
		for _, m := range a.Members {
			approved[m] = true
		}
		all := true
		for _, m := range h.Members {
			all = all && approved[m]
		}
		if all {
			return true
		}
	}
	return false
}

// expiredHints says which approvals have ended while something that they released is
// held again.
func (l *ledger) expiredHints(holds []Hold) []Note {
	held := make(map[entry]bool)
	for _, h := range holds {
		for _, m := range h.Members {
			held[entry{h.Guard, m}] = true
		}
	}
	var hints []Note
	for _, a := range l.expired {
		n := Note{Kind: NoteKindHint, Reason: ReasonApprovalExpired}
		still := 0
		for _, m := range a.Members {
			if !held[entry{a.Guard, m}] {
				continue
			}
			still++
			if m.EmployeeID != "" {
				n.EmployeeIDs = append(n.EmployeeIDs, m.EmployeeID)
			}
			if m.UserID != "" {
				n.UserIDs = append(n.UserIDs, m.UserID)
			}
		}
		if still == 0 {
			continue
		}
		slices.Sort(n.EmployeeIDs)
		slices.Sort(n.UserIDs)
		n.EmployeeIDs, n.UserIDs = slices.Compact(n.EmployeeIDs), slices.Compact(n.UserIDs)
		n.Text = fmt.Sprintf("an approval of %s has ended, and %s that it named: look at the hold, and approve it anew",
			a.Guard, heldAgain(still))
		hints = append(hints, n)
	}
	return hints
}

func heldAgain(n int) string {
	if n == 1 {
		return "1 action is held again"
	}
	return count(n, "action") + " are held again"
}

// digestOf is the digest of a value that an approval names, "" for none.
func digestOf(v employee.Value) string {
	if !v.Known() {
		return ""
	}
	var k keyWriter
	k.value(v)
	return k.digest()
}

// seenAddress is the digest of the address that a draft gives, "" for none.
func seenAddress(changes []Change) string {
	for i := range changes {
		if changes[i].Attribute == TargetEmail {
			return digestOf(employee.Text(fold.Key(changes[i].To.String())))
		}
	}
	return ""
}

// seenManager is the digest of a manager, the same before and after its user is
// created.
func seenManager(r Ref) string {
	if r.UserID == "" && r.EmployeeID == "" {
		return ""
	}
	var k keyWriter
	if k.text(r.EmployeeID); r.EmployeeID == "" {
		k.text(r.UserID)
	}
	return k.digest()
}

func (k *keyWriter) digest() string {
	sum := sha256.Sum256(*k)
	return hex.EncodeToString(sum[:16])
}
