package syncplan

import (
	"slices"

	"github.com/rosterkit/rosterkit/internal/fold"
)

// A claim is a draft that gives a user an address.
type claim struct {
	draft  int32
	owners []int32 // the users who have the address
	waits  []int32 // for these claims: of the owners, who are to give it up
	open   int     // of waits, those that are not granted
	state  claimState
	depth  int // of the longest way to a claim that waits for none
}

type claimState uint8

const (
	claimOpen claimState = iota
	claimGranted
	claimRefused
)

// settleEmails makes sure that no two users ever have one address, not even
// between two actions: a claim on an address that somebody has waits for the
// action that frees it, and is refused where nothing does, or where people
// would have to swap. A refused user keeps the old address and gets the other
// changes; a refused person is not created.
func (w *decider) settleEmails() {
	var claims []claim
	byUser := make(map[int32]int32)     // the claim of a user who gets another address
	byEmail := make(map[string][]int32) // the claims on an address
	for i := range w.drafts {
		d := &w.drafts[i]
		for _, c := range d.Changes {
			if c.Attribute == TargetEmail {
				n, email := int32(len(claims)), fold.Key(c.To.String())
				claims = append(claims, claim{draft: int32(i)})
				byEmail[email] = append(byEmail[email], n)
				if d.user >= 0 {
					byUser[d.user] = n
				}
			}
		}
	}
	for _, email := range sortedKeys(byEmail) {
		owners := w.crew.table.WithEmail(email)
		for _, n := range byEmail[email] {
			claims[n].owners = owners
		}
		w.refuseRivals(claims, byEmail[email])
	}
	w.grant(claims, byUser)
	for i := range claims {
		if claims[i].state != claimGranted {
			w.refuse(&claims[i])
		}
	}
	w.orderChains(claims)
}

// refuseRivals refuses all claims on one address if there are several, but for
// that of the only person who has not left.
func (w *decider) refuseRivals(claims []claim, rivals []int32) {
	if len(rivals) < 2 {
		return
	}
	var living []int32
	for _, r := range rivals {
		if p := w.drafts[claims[r].draft].person; w.employees[p].living() {
			living = append(living, r)
		}
	}
	for _, r := range rivals {
		if len(living) != 1 || r != living[0] {
			claims[r].state = claimRefused
		}
	}
}

// grant grants the claims on addresses that nobody has, then those on addresses
// that only users have whose own claims are granted, and so on. What is left
// waits for a claim that is refused, or for itself: a swap.
func (w *decider) grant(claims []claim, byUser map[int32]int32) {
	waiting := make(map[int32][]int32) // the claims that wait for one
	var ready []int32
	for i := range claims {
		c := &claims[i]
		if c.state == claimOpen && w.await(c, byUser) {
			for _, other := range c.waits {
				waiting[other] = append(waiting[other], int32(i))
			}
			if c.open = len(c.waits); c.open == 0 {
				ready = append(ready, int32(i))
			}
		}
	}
	for ; len(ready) > 0; ready = ready[1:] {
		granted := &claims[ready[0]]
		granted.state = claimGranted
		for _, i := range waiting[ready[0]] {
			c := &claims[i]
			if c.open--; c.open == 0 {
				c.depth = granted.depth + 1 // none was deeper: they are granted by depth
				ready = append(ready, i)
			}
		}
	}
}

// await finds the claims that c waits for. It refuses c, and returns false, if
// somebody has the address who does not give it up.
func (w *decider) await(c *claim, byUser map[int32]int32) bool {
	for _, u := range c.owners {
		if u == w.drafts[c.draft].user {
			continue
		}
		freeing, ok := byUser[u]
		if !ok {
			c.state, c.waits = claimRefused, nil
			return false
		}
		c.waits = append(c.waits, freeing)
	}
	return true
}

// refuse takes the address out of a draft, or drops the draft if nothing is
// left of it.
func (w *decider) refuse(c *claim) {
	d := &w.drafts[c.draft]
	text := "the address is not changed: "
	if d.Kind == KindCreate {
		text = "nobody is created: "
	}
	owners := slices.DeleteFunc(slices.Clone(c.owners), func(u int32) bool { return u == d.user })
	switch {
	case c.waits != nil:
		text += "who has the address waits for one that is not free either, as in a swap; change one of them by hand first"
	case len(owners) > 0:
		text += "another user has the address; change that one first, or correct HR"
	default:
		text += "several people are to get the address; give each their own"
	}
	at := slices.IndexFunc(d.Changes, func(c Change) bool { return c.Attribute == TargetEmail })
	n := Note{Kind: NoteKindConflict, Reason: ReasonEmailTaken, EmployeeIDs: []string{d.EmployeeID}, UserIDs: w.userIDs(owners), Name: d.Name,
		Text: text, Evidence: []Evidence{{Detail: "the address is " + quote(d.Changes[at].To)}}}
	if d.user >= 0 {
		n.UserIDs = append(n.UserIDs, d.UserID)
	}
	slices.Sort(n.UserIDs)
	w.notes = append(w.notes, n)
	d.Changes = slices.Delete(d.Changes, at, at+1)
	if d.Kind == KindCreate || d.Kind == KindUpdate && len(d.Changes) == 0 {
		if d.Kind == KindUpdate {
			w.follows[d.person] = followsHR
		} else {
			w.follows[d.person] = followsNothing
		}
		d.Kind = ""
	}
}

// orderChains puts what frees an address before what takes it, and both before
// all other updates.
func (w *decider) orderChains(claims []claim) {
	for i := range claims {
		c := &claims[i]
		if c.state != claimGranted || c.waits == nil {
			continue
		}
		d := &w.drafts[c.draft]
		for _, other := range c.waits {
			d.after = append(d.after, claims[other].draft)
			w.drafts[claims[other].draft].phase = phaseFree + claims[other].depth
		}
		if d.Kind != KindCreate {
			d.phase = phaseFree + c.depth
		}
	}
}
