package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// findClaims looks for people without a user who share a key with a user that
// is linked to another record: somebody rehired under a new id, transferred
// from another HR account, or given an old address. Nobody is created, and that
// user is not deactivated, until a person has decided. Where one person claims
// one user by all keys, a relink is proposed.
func (w *work) findClaims() {
	w.markSharing(&w.wanted)
	for j := range w.keys {
		k := &w.keys[j]
		if k.Name {
			continue
		}
		claimants := make(map[string][]int32)
		for i := range w.people {
			p := &w.people[i]
			if p.user >= 0 || !p.living() || p.want == wantUntouched {
				continue
			}
			if value := w.personValue(k, int32(i)); w.mayHave(k, value) {
				claimants[value] = append(claimants[value], int32(i))
			}
		}
		for value, people := range claimants {
			noted := !slices.ContainsFunc(people, func(i int32) bool { return !w.people[i].barred })
			users := slices.DeleteFunc(w.usersWith(k, value), func(u int32) bool {
				a := &w.users[u]
				if !w.claimable(a) || w.alive(a) && w.givesUp(k, u) {
					return true
				}
				a.kept = true
				return noted && w.alive(a)
			})
			if len(users) > 0 {
				w.claim(k, people, users)
			}
		}
	}
	for i := range w.people {
		if p := &w.people[i]; p.claimed > 0 && w.mayRelink(p, int32(i)) {
			w.relinks = append(w.relinks, [2]int32{int32(i), p.claimed - 1})
		}
	}
	for i := range w.users {
		a := &w.users[i]
		if a.claimant == 0 || w.alive(a) {
			continue // its own record goes on to use it
		}
		a.barred = true
		if a.person >= 0 && !a.foreign {
			w.people[a.person].barred = true
		}
	}
}

// claimable reports whether a user is another record's: linked to it, or found for
// somebody who has left.
func (w *work) claimable(a *account) bool {
	return a.linked || a.person >= 0 && !w.people[a.person].living()
}

// givesUp reports whether the record of a user is about to give the user another
// value of a key, or of a part of it, or none.
func (w *work) givesUp(k *keyed, u int32) bool {
	a := &w.users[u]
	s := w.subject(&w.people[a.person])
	return slices.ContainsFunc(k.targets, func(t int) bool {
		switch o := w.program.Apply(t, s); o.Verdict {
		case mapping.VerdictSet:
			own := fold.Key(o.Value.String())
			return own != "" && own != fold.Key(w.have(a, t).String())
		case mapping.VerdictClear:
			return w.seen(o.Rule)
		}
		return false
	})
}

// claim keeps everybody apart who might be one.
func (w *work) claim(k *keyed, people, users []int32) {
	news := false
	claim := func(place *int32, by []int32) {
		switch {
		case len(by) == 1 && (*place == 0 || *place == by[0]+1):
			news = news || *place == 0
			*place = by[0] + 1
		default:
			news, *place = true, -1
		}
	}
	for _, i := range people {
		w.people[i].mute = true
		claim(&w.people[i].claimed, users)
	}
	parties, what := w.employeeIDs(people), "is linked to another record: relink it if it is the same person"
	for _, u := range users {
		a := &w.users[u]
		claim(&a.claimant, people)
		switch {
		case !a.linked:
			parties, what = append(parties, w.people[a.person].e.ID), "is another record's, too: link it to the right one"
		case !a.foreign:
			parties = append(parties, a.Link.EmployeeID)
		}
	}
	slices.Sort(parties)
	if news {
		w.conflict(ReasonLinkedOther, slices.Compact(parties), w.userIDs(users), "a user with the same "+strings.Join(k.Targets, " and ")+" "+what)
	}
}

// mayRelink reports whether a person and the one user claimed have no other
// choice, and nobody else who is there might be the same person. Where leavers
// keep a user, the old record would at once get another.
func (w *work) mayRelink(p *person, i int32) bool {
	a := &w.users[p.claimed-1]
	return a.linked && a.claimant == i+1 && !p.shares && !p.barred && !a.Ignored && !a.barred && !w.alive(a) && p.want == wantPresent &&
		(a.foreign || a.person < 0 || w.settings.Policy.Left != TreatmentSync)
}

// robs reports whether the old record of a user would find another one by key if
// the user were relinked.
func (w *work) robs(a *account) bool {
	if a.foreign || a.person < 0 {
		return false
	}
	for j := range w.keys {
		k := &w.keys[j]
		value := w.personValue(k, a.person)
		if value == "" {
			continue
		}
		fits, known := k.left[value]
		if !known {
			fits = slices.ContainsFunc(w.usersWith(k, value), func(u int32) bool { return w.leftOver(u, int32(j)) })
			k.left[value] = fits
		}
		if fits {
			return true
		}
	}
	return false
}

// leftOver reports whether a user stays without a link, and without somebody
// whom an earlier key has found, or this one.
func (w *work) leftOver(u, key int32) bool {
	a := &w.users[u]
	if a.linked || a.person < 0 {
		return !a.linked
	}
	p := &w.people[a.person]
	return p.doubt || p.draft < 0 && key < p.key
}

// alive reports whether the user's own record, in this source, is there and has
// not left: then somebody else is using the user.
func (w *work) alive(a *account) bool {
	return !a.foreign && a.person >= 0 && w.people[a.person].living()
}

// noteUnkeyed mutes people without a user whom no key could have found.
func (w *work) noteUnkeyed() {
	for i := range w.people {
		p := &w.people[i]
		if p.user >= 0 || p.barred || p.mute || p.want == wantUntouched || p.want == wantLeft && w.settings.Policy.Left != TreatmentSync {
			continue
		}
		unreadable := ""
		for j := range w.keys {
			if k := &w.keys[j]; !k.Name && w.personValue(k, int32(i)) == "" {
				for _, t := range k.Targets {
					if w.stopped(p, t) {
						unreadable = t
					}
				}
			}
		}
		if unreadable != "" {
			p.mute = true
			w.noteAbout(NoteKindProblem, ReasonNoKey, p, fmt.Sprintf("nobody is created: %s cannot be read, so a user may exist already", unreadable))
		}
	}
}
