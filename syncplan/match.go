package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// match pairs people with users that no link pairs, key by key, and bars the
// parties of every conflict. Candidates are never ranked: where there are two,
// there is a note and no action.
func (w *work) match() {
	w.noteLinkedTwice()
	keys := w.settings.Match
	if keys == nil {
		keys = []Key{{Targets: []string{TargetEmail}}}
	}
	w.barSameEmail()
	for i, k := range keys {
		w.keys = append(w.keys, w.newKey(k))
		w.matchBy(int32(i))
	}
	w.findClaims()
	w.noteUnkeyed()
}

func (w *work) noteLinkedTwice() {
	for _, id := range sortedKeys(w.twice) {
		w.conflict(ReasonLinkedTwice, []string{id}, w.userIDs(w.twice[id]),
			"several users are linked to one person: unlink all but one")
	}
}

// wantedAddress quotes the address that people share, as the first by id has it.
func (w *work) wantedAddress(people []int32) Evidence {
	i := slices.MinFunc(people, func(a, b int32) int { return strings.Compare(w.people[a].e.ID, w.people[b].e.ID) })
	return Evidence{Detail: "email is " + quote(w.program.Apply(w.email, w.subject(&w.people[i])).Value)}
}

// barSameEmail bars people who share an address with somebody else who has not
// left, and the unlinked users who have it.
func (w *work) barSameEmail() {
	for first := range w.wanted.more {
		var living []int32
		for _, i := range w.wanted.all(first) {
			if w.people[i].living() {
				living = append(living, i)
			}
		}
		if len(living) < 2 {
			continue
		}
		var users []int32
		for _, u := range w.usersAt(w.wantedEmail(&w.people[first])) {
			if w.users[u].free() {
				w.users[u].barred = true
				users = append(users, u)
			}
		}
		for _, i := range living {
			w.bar(&w.people[i])
			if u := w.people[i].user; u >= 0 {
				users = append(users, u)
			}
		}
		w.conflict(ReasonSameEmail, w.employeeIDs(living), w.userIDs(users),
			"several people have the same address in HR: give each their own", w.wantedAddress(living))
	}
}

// bar makes p, and the user that its link names, parties of a conflict.
func (w *work) bar(p *person) {
	p.barred = true
	if p.user >= 0 {
		w.users[p.user].barred = true
	}
}

// matchBy pairs by one key, among people without a user and users without a
// link.
func (w *work) matchBy(key int32) {
	k := &w.keys[key]
	if !k.Name {
		w.markSharing(k.people)
	}
	seen := make(map[int32]bool) // the first user of each value that several have
	for i := range w.users {
		if !w.open(int32(i)) {
			continue
		}
		value := w.userValue(k, int32(i))
		first := w.firstUser(k, value)
		if first < 0 || seen[first] {
			continue
		}
		if k.users.more[first] != nil {
			seen[first] = true
		}
		people := w.peopleWith(k, value)
		if len(people) == 0 {
			continue
		}
		same := w.usersWith(k, value)
		users := slices.DeleteFunc(slices.Clone(same), func(u int32) bool { return !w.open(u) })
		p := w.claimant(k, people, same, users)
		if p < 0 {
			continue
		}
		if len(users) == 1 && w.users[users[0]].free() {
			w.pair(key, p, users[0])
			continue
		}
		reason, text := ReasonSeveralUsers, "several users fit one person: link the right one, or give the others another "+strings.Join(k.Targets, " and ")
		if len(users) == 1 {
			reason, text = ReasonSameUser, "the user that fits may be somebody else's, about whom HR tells too little: link the right one"
		}
		w.barAll([]int32{p}, users)
		w.conflict(reason, w.employeeIDs([]int32{p}), w.userIDs(users), text)
	}
}

// open reports whether a key may find a user: it is free, or would be, for all
// that HR tells about who was found for it by an earlier key.
func (w *work) open(u int32) bool {
	a := &w.users[u]
	return !a.linked && (a.person < 0 || w.people[a.person].doubt)
}

// markSharing marks the people who share a key or an address with somebody else
// who has not left.
func (w *work) markSharing(x *index) {
	for first := range x.more {
		people, living := x.all(first), 0
		for _, i := range people {
			if w.people[i].living() {
				living++
			}
		}
		for _, i := range people {
			p := &w.people[i]
			p.shares = p.shares || living > 1 || living == 1 && !p.living()
		}
	}
}

// claimant returns the one person of those with one value of a key who may claim
// the free ones of the users with it, or -1. A leaver never competes with
// somebody who has not left.
func (w *work) claimant(k *keyed, people, same, free []int32) int32 {
	var living, left []int32
	for _, i := range people {
		switch {
		case w.people[i].living() || k.Name:
			living = append(living, i)
		case w.people[i].user < 0 || w.people[i].doubt: // a leaver with a user needs no other
			left = append(left, i)
		}
	}
	if len(living)+len(left) == 0 {
		return -1
	}
	if k.Name && len(same) > 1 && len(living) > 0 {
		w.hint(ReasonOtherName, living, free, "the name fits, but more than one has it: link them if it is the same person")
		return -1
	}
	competing := living
	if len(living) == 0 {
		competing = left
	}
	if len(competing) > 1 {
		if k.Name {
			w.hint(ReasonOtherName, competing, free, "the name fits, but more than one has it: link them if it is the same person")
			return -1
		}
		if !slices.ContainsFunc(competing, func(i int32) bool { return !w.people[i].barred }) {
			w.barAll(nil, free) // noted already
			return -1
		}
		w.barAll(competing, free)
		w.conflict(ReasonSameUser, w.employeeIDs(competing), w.userIDs(free),
			"several people fit one user by "+strings.Join(k.Targets, " and ")+": link the right one")
		return -1
	}
	p := &w.people[competing[0]]
	if p.user < 0 && p.barred || p.doubt { // then their user is nobody else's by a later key
		w.barAll(nil, free)
	}
	if p.user >= 0 || p.barred || p.want == wantUntouched {
		return -1
	}
	return competing[0]
}

func (w *work) barAll(people, users []int32) {
	for _, i := range people {
		w.bar(&w.people[i])
	}
	for _, u := range users {
		if w.users[u].free() {
			w.users[u].barred = true
		}
	}
}

// pair makes u the user of the person at place i, unless something says that
// they are two.
func (w *work) pair(key, i, u int32) {
	p, a, k := &w.people[i], &w.users[u], &w.keys[key]
	if slices.ContainsFunc(k.Targets, func(t string) bool { return w.obscure(p, t) }) {
		w.hint(ReasonNoKey, []int32{i}, []int32{u}, "they share "+strings.Join(k.Targets, " and ")+", but what comes before it in HR cannot be read")
		p.mute = true
		return
	}
	if p.shares && !p.living() {
		// Had they not left, there would be a conflict, which keeps the user.
		w.hint(ReasonSameUser, []int32{i}, []int32{u}, "they share "+strings.Join(k.Targets, " and ")+", but somebody who has not left shares an earlier key with the person")
		return
	}
	for j := range w.keys[:key] {
		earlier := &w.keys[j]
		hr, user := w.personValue(earlier, i), w.userValue(earlier, u)
		if slices.ContainsFunc(earlier.Targets, func(t string) bool { return w.obscure(p, t) }) {
			w.hint(ReasonNoKey, []int32{i}, []int32{u}, fmt.Sprintf("they share %s, but %s cannot be read and might fit another user",
				strings.Join(k.Targets, " and "), strings.Join(earlier.Targets, " and ")))
			p.mute = true
			return
		}
		if hr != "" && user != "" && hr != user {
			w.hint(ReasonOtherName, []int32{i}, []int32{u}, fmt.Sprintf("they share %s but differ in %s, so they are two",
				strings.Join(k.Targets, " and "), strings.Join(earlier.Targets, " and ")))
			if k.email() {
				p.mute = true // its address is taken
			}
			return
		}
	}
	if k.email() && w.namesDiffer(p, a) {
		w.hint(ReasonOtherName, []int32{i}, []int32{u},
			"the address fits, but both first and last name differ: link them if it is the same person, or correct the address")
		p.mute = true
		return
	}
	if a.barred {
		w.bar(p)
		w.conflict(ReasonSameUser, []string{p.e.ID}, []string{a.ID}, "the user is a party of another conflict: settle that first")
		return
	}
	p.user, p.match, p.key, a.person = u, byKey, key, i
	p.doubt = w.inDoubt(p, i, k)
}

// inDoubt reports whether p would perhaps not have the user that a key has found
// if HR hid nothing: out of scope, or a leaver among several people who share it
// or an earlier key.
func (w *work) inDoubt(p *person, i int32, k *keyed) bool {
	if p.scope == mapping.TruthUnknown {
		return true
	}
	if p.stand.State != lifecycle.Unknown && !p.wavers {
		return false
	}
	return p.shares || !k.Name && len(w.peopleWith(k, w.personValue(k, i))) > 1
}
