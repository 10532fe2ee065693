package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan/internal/address"
)

// settleEmails makes sure that no two users ever have one address, not even
// between two actions. A user whose new address is refused keeps the old one and
// gets the other changes; for an employee whose address is refused no user is
// created.
func (w *work) settleEmails() {
	var claims []address.Claim
	var drafts []int32 // of the claims
	for i := range w.drafts {
		d := &w.drafts[i]
		for _, c := range d.Changes {
			if c.Attribute == TargetEmail {
				claims = append(claims, address.Claim{
					User: d.user, Address: fold.Key(c.To.String()), Left: d.person >= 0 && !w.people[d.person].living(),
				})
				drafts = append(drafts, int32(i))
			}
		}
	}
	results := address.Settle(claims, w.usersAt)
	for i := range results {
		if r := &results[i]; r.Verdict == address.Granted {
			w.chain(&w.drafts[drafts[i]], r, drafts)
		} else {
			w.refuse(&w.drafts[drafts[i]], r)
		}
	}
}

// chain puts what frees an address before what takes it, and both before all other
// updates. Drafts are those of the claims.
func (w *work) chain(d *draft, r *address.Result, drafts []int32) {
	for _, other := range r.Waits {
		d.after = append(d.after, drafts[other])
	}
	if r.Frees || r.Waits != nil && d.Kind != KindCreate {
		d.phase = phaseFree + int(r.Depth)
	}
}

// refuse takes the address out of a draft, or drops the draft if nothing is
// left of it.
func (w *work) refuse(d *draft, r *address.Result) {
	text := "the address is not changed: "
	if d.Kind == KindCreate {
		text = "nobody is created: "
	}
	switch r.Verdict {
	case address.Swap:
		text += "who has the address waits for one that is not free either, as in a swap; change one of them by hand first"
	case address.Owned:
		text += "another user has the address; change that one first, or correct HR"
	default:
		text += "several people are to get the address; give each their own"
	}
	at := slices.IndexFunc(d.Changes, func(c Change) bool { return c.Attribute == TargetEmail })
	n := Note{Kind: NoteKindConflict, Reason: ReasonEmailTaken, EmployeeIDs: []string{d.EmployeeID}, UserIDs: w.userIDs(r.Owners), Name: d.Name,
		Text: text, Evidence: []Evidence{{Detail: "the address is " + quote(d.Changes[at].To)}}}
	if d.user >= 0 {
		n.UserIDs = append(n.UserIDs, d.UserID)
	}
	slices.Sort(n.UserIDs)
	w.notes = append(w.notes, n)
	d.Changes = slices.Delete(d.Changes, at, at+1)
	if d.Kind == KindCreate || d.Kind == KindUpdate && len(d.Changes) == 0 {
		d.Kind, w.people[d.person].draft = "", -1
	}
}
