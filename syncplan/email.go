package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/internal/fold"
)

// A claim is a draft that gives a user an address.
type claim struct {
	draft int32
	email string // folded
	state claimState
	waits bool // for who has the address to give it up
}

type claimState uint8

const (
	claimOpen claimState = iota
	claimGranted
	claimRefused
	claimVisiting
)

// settleEmails makes sure that no two users ever have one address, not even
// between two actions: a claim on an address that somebody has waits for the
// action that frees it, and is refused where nothing does, or where people
// would have to swap. A refused user keeps the old address and gets the other
// changes; a refused person is not created.
func (w *work) settleEmails() {
	var claims []claim
	byUser := make(map[int32]int32)     // the claim of a user who gets another address
	byEmail := make(map[string][]int32) // the claims on an address
	for i := range w.drafts {
		d := &w.drafts[i]
		for _, c := range d.Changes {
			if c.Attribute == TargetEmail {
				n := int32(len(claims))
				claims = append(claims, claim{draft: int32(i), email: fold.Key(c.To.String())})
				byEmail[claims[n].email] = append(byEmail[claims[n].email], n)
				if d.user >= 0 {
					byUser[d.user] = n
				}
			}
		}
	}
	for _, email := range sortedKeys(byEmail) {
		w.refuseRivals(claims, byEmail[email])
	}
	for i := range claims {
		w.grant(claims, byUser, int32(i))
	}
	for i := range claims {
		if claims[i].state == claimRefused {
			w.refuse(&claims[i])
		}
	}
	w.orderChains(claims)
}

// refuseRivals refuses all claims on one address if there are several, but for
// that of the only person who has not left.
func (w *work) refuseRivals(claims []claim, rivals []int32) {
	if len(rivals) < 2 {
		return
	}
	var living []int32
	for _, r := range rivals {
		if p := w.drafts[claims[r].draft].person; w.people[p].living() {
			living = append(living, r)
		}
	}
	for _, r := range rivals {
		if len(living) != 1 || r != living[0] {
			claims[r].state = claimRefused
		}
	}
}

// grant decides claim i and those that it waits for.
func (w *work) grant(claims []claim, byUser map[int32]int32, i int32) {
	var path []int32
	verdict := claimGranted
	for claims[i].state == claimOpen {
		claims[i].state = claimVisiting
		path = append(path, i)
		d := &w.drafts[claims[i].draft]
		owners := slices.DeleteFunc(w.usersAt(claims[i].email), func(u int32) bool { return u == d.user })
		if len(owners) == 0 {
			break
		}
		freeing, ok := byUser[owners[0]]
		if len(owners) > 1 || !ok || claims[freeing].email == claims[i].email {
			verdict = claimRefused
			break
		}
		d.after[0] = claims[freeing].draft
		claims[i].waits = true
		i = freeing
	}
	if s := claims[i].state; s == claimRefused || s == claimVisiting && len(path) > 0 && path[len(path)-1] != i {
		verdict = claimRefused // waits for a refused claim, or for itself: a swap
	}
	for _, p := range path {
		claims[p].state = verdict
	}
}

// refuse takes the address out of a draft, or drops the draft if nothing is
// left of it.
func (w *work) refuse(c *claim) {
	d := &w.drafts[c.draft]
	p := &w.people[d.person]
	d.after[0] = -1
	text := "the address is not changed: "
	if d.Kind == Create {
		text = "nobody is created: "
	}
	owners := slices.DeleteFunc(w.usersAt(c.email), func(u int32) bool { return u == d.user })
	switch {
	case c.waits:
		text += "who has the address waits for one that is not free either, as in a swap; change one of them by hand first"
	case len(owners) > 0:
		text += "another user has the address; change that one first, or correct HR"
	default:
		text += "several people are to get the address; give each their own"
	}
	at := slices.IndexFunc(d.Changes, func(c Change) bool { return c.Attribute == TargetEmail })
	n := Note{Kind: NoteConflict, Reason: ReasonEmailTaken, EmployeeIDs: []string{d.EmployeeID}, UserIDs: w.userIDs(owners), Name: d.Name,
		Text: text, Evidence: []Evidence{{Detail: "the address is " + quote(d.Changes[at].To)}}}
	if d.user >= 0 {
		n.UserIDs = append(n.UserIDs, d.UserID)
	}
	slices.Sort(n.UserIDs)
	w.notes = append(w.notes, n)
	d.Changes = slices.Delete(d.Changes, at, at+1)
	if d.Kind == Create || d.Kind == Update && len(d.Changes) == 0 {
		d.Kind, p.draft = "", -1
	}
}

// orderChains puts what frees an address before what takes it, and both before
// all other updates.
func (w *work) orderChains(claims []claim) {
	depth := make(map[int32]int)
	for _, c := range claims {
		var path []int32
		for i := c.draft; i >= 0 && w.drafts[i].after[0] >= 0 && depth[i] == 0; i = w.drafts[i].after[0] {
			path = append(path, i)
		}
		for _, i := range slices.Backward(path) {
			before := w.drafts[i].after[0]
			depth[i] = depth[before] + 1
			w.drafts[before].phase = phaseFree + depth[before]
			if w.drafts[i].Kind != Create {
				w.drafts[i].phase = phaseFree + depth[i]
			}
		}
	}
}
