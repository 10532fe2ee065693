package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
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
		for _, u := range w.usersAt(fold.Key(w.wantedEmail(&w.people[first]))) {
			if w.users[u].free() {
				w.users[u].barred = true
				users = append(users, u)
			}
		}
		for _, i := range living {
			w.bar(&w.people[i])
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
	seen := make(map[int32]bool) // the first user of each value that several have
	for i := range w.users {
		if !w.users[i].free() {
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
		same := k.users.all(first)
		users := slices.DeleteFunc(slices.Clone(same), func(u int32) bool { return !w.users[u].free() })
		if p := w.claimant(k, people, same, users); p >= 0 && len(users) == 1 {
			w.pair(key, p, users[0])
		} else if p >= 0 {
			w.barAll([]int32{p}, users)
			w.conflict(ReasonSeveralUsers, w.employeeIDs([]int32{p}), w.userIDs(users),
				"several users fit one person: link the right one, or give the others another "+strings.Join(k.Targets, " and "))
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
		default:
			left = append(left, i)
		}
	}
	if k.Name && len(same) > 1 && len(living) > 0 {
		w.hint(ReasonOtherName, living, free, "the name alone does not tell who is who")
		return -1
	}
	competing := living
	if len(living) == 0 {
		competing = left
	}
	if len(competing) > 1 {
		if k.Name {
			w.hint(ReasonOtherName, competing, free, "the name alone does not tell who is who")
			return -1
		}
		if !slices.ContainsFunc(competing, func(i int32) bool { return !w.people[i].barred }) {
			return -1 // noted already
		}
		w.barAll(competing, free)
		w.conflict(ReasonSameUser, w.employeeIDs(competing), w.userIDs(free),
			"several people fit one user by "+strings.Join(k.Targets, " and ")+": link the right one")
		return -1
	}
	p := &w.people[competing[0]]
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
		w.users[u].barred = true
	}
}

// pair makes u the user of the person at place i, unless something says that
// they are two.
func (w *work) pair(key, i, u int32) {
	p, a, k := &w.people[i], &w.users[u], &w.keys[key]
	for j := range w.keys[:key] {
		earlier := &w.keys[j]
		hr, user := w.personValue(earlier, i), w.userValue(earlier, u)
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
		return
	}
	p.user, p.match, p.key, a.person = u, byKey, key, i
}

// namesDiffer reports whether the user's first and last name, as far as rules
// copy them, are both other than the person's.
func (w *work) namesDiffer(p *person, a *account) bool {
	differ := 0
	for _, f := range []employee.Field{employee.FieldFirstName, employee.FieldLastName} {
		for _, r := range w.settings.Mapping.Rules {
			if len(r.From) != 1 || r.From[0] != f {
				continue
			}
			hr, user := p.e.Value(f).String(), a.value(r.Target).String()
			if strings.TrimSpace(hr) != "" && strings.TrimSpace(user) != "" && !fold.Equal(hr, user) {
				differ++
			}
			break
		}
	}
	return differ == 2
}

// findClaims looks for people without a user who share a key with a user that
// is linked to another record: somebody rehired under a new id, transferred
// from another HR account, or given an old address. Nobody is created, and that
// user is not deactivated, until a person has decided.
func (w *work) findClaims() {
	for n := range w.people {
		i := int32(n)
		p := &w.people[i]
		if p.user >= 0 || p.barred || !p.living() || p.want == wantUntouched {
			continue
		}
		for j := range w.keys {
			k := &w.keys[j]
			if k.Name {
				continue
			}
			var users []int32
			value := w.personValue(k, i)
			for _, u := range k.users.all(w.firstUser(k, value)) {
				if w.users[u].linked && !w.givesUp(k, u, value) {
					users = append(users, u)
				}
			}
			if len(users) > 0 {
				w.claim(k, i, users)
				break
			}
		}
	}
}

// givesUp reports whether the user's own living record is about to give the user
// another value of a key.
func (w *work) givesUp(k *keyed, u int32, value string) bool {
	a := &w.users[u]
	if !w.alive(a) {
		return false
	}
	own := w.personValue(k, a.person)
	return own != "" && own != value
}

func (w *work) claim(k *keyed, i int32, users []int32) {
	p, a := &w.people[i], &w.users[users[0]]
	if len(users) == 1 && !a.Ignored && (!a.barred || a.kept) && !w.alive(a) && p.want == wantPresent {
		w.relinks = append(w.relinks, [2]int32{i, users[0]})
	}
	p.mute = true
	for _, u := range users {
		a := &w.users[u]
		a.kept, a.barred = true, true
		if a.person >= 0 && a.Link.Source == w.source {
			w.people[a.person].barred = true
		}
	}
	w.conflict(ReasonLinkedOther, []string{p.e.ID}, w.userIDs(users), fmt.Sprintf(
		"a user with the same %s is linked to another record: relink it if it is the same person", strings.Join(k.Targets, " and ")))
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
		if p.user >= 0 || p.barred || p.mute || p.want == wantUntouched || p.want == wantLeft {
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
			w.noteAbout(NoteProblem, ReasonNoKey, p, fmt.Sprintf("nobody is created: %s cannot be read, so a user may exist already", unreadable))
		}
	}
}

// stopped reports whether the value of a target is not empty but unreadable.
func (w *work) stopped(p *person, target string) bool {
	for i, t := range w.targets {
		if t.Name == target {
			o := w.program.Apply(i, w.subject(p))
			return o.Stopped || o.Problem != ""
		}
	}
	return false
}
