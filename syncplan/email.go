package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan/internal/address"
)

// settleEmails makes sure that no two users have one address, not even between two
// actions. If an address is refused, a user keeps the old one and gets the other
// changes, and no new user is created.
func (d *decider) settleEmails() {
	var claims []address.Claim
	var drafts []int32 // of the claims
	for i := range d.drafts {
		x := &d.drafts[i]
		for _, c := range x.Changes {
			if c.Attribute == TargetEmail {
				claims = append(claims, address.Claim{
					User: x.user, Address: fold.Key(c.To.String()), Left: x.employee >= 0 && !d.employees[x.employee].living(),
				})
				drafts = append(drafts, int32(i))
			}
		}
	}
	results := address.Settle(claims, d.directory.table.WithEmail)
	for i := range results {
		if r := &results[i]; r.Verdict == address.VerdictGranted {
			d.chain(&d.drafts[drafts[i]], r, drafts)
		} else {
			d.refuse(&d.drafts[drafts[i]], r)
		}
	}
}

// chain orders drafts so that an address is freed before it is reassigned, and both
// before all other updates. Drafts are those of the claims.
func (d *decider) chain(x *draft, r *address.Result, drafts []int32) {
	for _, other := range r.Waits {
		x.after = append(x.after, drafts[other])
	}
	if r.Frees || r.Waits != nil && x.Kind != KindCreate {
		x.phase = phaseFree + int(r.Depth)
	}
}

// leftBehind reports whether a user is that of an employee of this source who has left,
// or is no longer listed.
func (d *decider) leftBehind(u int32) bool {
	if i := d.owners[u].Employee; i >= 0 {
		return !d.employees[i].living()
	}
	return d.users[u].Link.Source == d.source
}

// refuse removes the address from a draft, or drops a draft without other changes.
func (d *decider) refuse(x *draft, r *address.Result) {
	text := "the address is not changed: "
	if x.Kind == KindCreate {
		text = "no user is created: "
	}
	switch r.Verdict {
	case address.VerdictSwap:
		text += "the user who has the address waits for another one that is not free, as in a swap; change one of them by hand first"
	case address.VerdictOwned:
		if !slices.ContainsFunc(r.Owners, func(u int32) bool { return !d.leftBehind(u) }) {
			text += "the user of a former employee has it; give the old user another address"
			break
		}
		text += "another user has the address; change that user first, or correct the HR data"
	default:
		text += "several employees would get the address; give each their own in HR"
	}
	at := slices.IndexFunc(x.Changes, func(c Change) bool { return c.Attribute == TargetEmail })
	n := Note{Kind: NoteKindConflict, Reason: ReasonEmailTaken, EmployeeIDs: []string{x.EmployeeID}, UserIDs: d.userIDs(r.Owners), Name: x.Name,
		Text: text, Evidence: []Evidence{{Detail: "the address is " + quote(x.Changes[at].To)}}}
	if x.user >= 0 {
		n.UserIDs = append(n.UserIDs, x.UserID)
	}
	slices.Sort(n.UserIDs)
	d.notes = append(d.notes, n)
	x.Changes = slices.Delete(x.Changes, at, at+1)
	if x.Kind == KindCreate || x.Kind == KindUpdate && len(x.Changes) == 0 {
		d.follows[x.employee] = followsNothing
		if x.Kind == KindUpdate {
			d.follows[x.employee] = followsHR
		}
		x.Kind = ""
	}
}
