package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// chains is a multimap from a text to places in a slice, without a slice for
// each text.
type chains struct {
	head map[string]int32
	next map[int32]int32 // only where there is another
}

func (c *chains) add(key string, i int32) {
	if key == "" {
		return
	}
	if c.head == nil {
		c.head, c.next = make(map[string]int32), make(map[int32]int32)
	}
	if first, ok := c.head[key]; ok {
		c.next[i] = first
	}
	c.head[key] = i
}

// all returns the places added for key, the last one first.
func (c *chains) all(key string) []int32 {
	i, ok := c.head[key]
	if !ok || key == "" {
		return nil
	}
	places := []int32{i}
	for {
		if i, ok = c.next[i]; !ok {
			return places
		}
		places = append(places, i)
	}
}

// shared is all, for a key of more than one place, and nil otherwise.
func (c *chains) shared(key string) []int32 {
	if _, several := c.next[c.head[key]]; !several {
		return nil
	}
	return c.all(key)
}

// match pairs people with users that no link pairs, key by key, and bars the
// parties of every conflict. Candidates are never ranked: where there are two,
// there is a note and no action.
func (w *work) match() {
	w.noteLinkedTwice()
	keys := w.settings.Match
	if keys == nil {
		keys = []Key{{Targets: []string{TargetEmail}}}
	}
	var people chains
	for i := range w.people {
		people.add(w.wantedEmail(&w.people[i]), int32(i))
	}
	w.barSameEmail(&people)
	var earlier []keyValues
	for _, k := range keys {
		v := w.valuesOf(k)
		w.matchBy(v, earlier)
		earlier = append(earlier, v)
	}
	w.findClaims(earlier)
	w.noteUnkeyed(earlier)
}

func (w *work) noteLinkedTwice() {
	for _, id := range sortedKeys(w.twice) {
		w.conflict(ReasonLinkedTwice, []string{id}, w.userIDs(w.twice[id]),
			"several users are linked to one person: unlink all but one")
	}
}

// wantedEmail returns the folded address that the mapping gives a person.
func (w *work) wantedEmail(p *person) string {
	if o := w.program.Apply(w.email, w.subject(p)); o.Verdict == mapping.Set {
		return fold.Key(o.Value.String())
	}
	return ""
}

// wantedAddress quotes the address that people share, as the first by id has it.
func (w *work) wantedAddress(people []int32) Evidence {
	i := slices.MinFunc(people, func(a, b int32) int { return strings.Compare(w.people[a].e.ID, w.people[b].e.ID) })
	return Evidence{Detail: "email is " + quote(w.program.Apply(w.email, w.subject(&w.people[i])).Value)}
}

// barSameEmail bars people who share an address with somebody else who has not
// left, and the unlinked users who have it.
func (w *work) barSameEmail(people *chains) {
	for email := range people.head {
		if _, several := people.next[people.head[email]]; !several {
			continue
		}
		var living []int32
		for _, i := range people.all(email) {
			if w.people[i].living() {
				living = append(living, i)
			}
		}
		if len(living) < 2 {
			continue
		}
		var users []int32
		for _, u := range w.byEmail.all(email) {
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

// keyValues are the values of one key on both sides.
type keyValues struct {
	Key
	people, users []string // by place; "" for none
	byUser        chains
	byPerson      chains
}

// valuesOf evaluates a key for everybody.
func (w *work) valuesOf(k Key) keyValues {
	v := keyValues{Key: k, people: make([]string, len(w.people)), users: make([]string, len(w.users))}
	places := make([]int, len(k.Targets))
	for j, name := range k.Targets {
		for i, t := range w.targets {
			if t.Name == name {
				places[j] = i
			}
		}
	}
	for i := range w.people {
		s := w.subject(&w.people[i])
		v.people[i] = joined(len(places), func(j int) string {
			if o := w.program.Apply(places[j], s); o.Verdict == mapping.Set {
				return o.Value.String()
			}
			return ""
		})
		v.byPerson.add(v.people[i], int32(i))
	}
	for i := range w.users {
		a := &w.users[i]
		v.users[i] = joined(len(places), func(j int) string {
			if k.Name && a.person >= 0 { // its name is about to be that of its record
				if o := w.program.Apply(places[j], w.subject(&w.people[a.person])); o.Verdict != mapping.Leave {
					return o.Value.String()
				}
			}
			return a.value(k.Targets[j]).String()
		})
		v.byUser.add(v.users[i], int32(i))
	}
	return v
}

// joined folds n parts into one text, or "" if one of them has no value.
func joined(n int, part func(int) string) string {
	if n == 1 {
		return fold.Key(part(0))
	}
	var b strings.Builder
	for j := range n {
		s := fold.Key(part(j))
		if s == "" {
			return ""
		}
		fmt.Fprintf(&b, "%d:%s", len(s), s)
	}
	return b.String()
}

// matchBy pairs by one key, among people without a user and users without a
// link.
func (w *work) matchBy(v keyValues, earlier []keyValues) {
	for value := range v.byPerson.head {
		if people := v.byPerson.shared(value); !v.Name && slices.ContainsFunc(people, func(i int32) bool { return w.people[i].living() }) {
			for _, i := range people {
				w.people[i].outdone = w.people[i].outdone || !w.people[i].living()
			}
		}
		var users []int32
		for _, u := range v.byUser.all(value) {
			if w.users[u].free() {
				users = append(users, u)
			}
		}
		if len(users) == 0 {
			continue
		}
		if p := w.claimant(v, value, users); p >= 0 && len(users) == 1 {
			w.pair(v, earlier, p, users[0])
		} else if p >= 0 {
			w.barAll([]int32{p}, users)
			w.conflict(ReasonSeveralUsers, w.employeeIDs([]int32{p}), w.userIDs(users),
				"several users fit one person: link the right one, or give the others another "+strings.Join(v.Targets, " and "))
		}
	}
}

// claimant returns the one person who may claim the users with a value of a
// key, or -1. A leaver never competes with somebody who has not left.
func (w *work) claimant(v keyValues, value string, users []int32) int32 {
	var living, left []int32
	for _, i := range v.byPerson.all(value) {
		switch {
		case w.people[i].living() || v.Name:
			living = append(living, i)
		case w.people[i].user < 0: // a leaver with a user needs no other
			left = append(left, i)
		}
	}
	if len(living)+len(left) == 0 {
		return -1
	}
	if v.Name && len(v.byUser.all(value)) > 1 && len(living) > 0 {
		w.hint(ReasonOtherName, living, users, "the name fits, but more than one has it: link them if it is the same person")
		return -1
	}
	competing := living
	if len(living) == 0 {
		competing = left
	}
	if len(competing) > 1 {
		if v.Name {
			w.hint(ReasonOtherName, competing, users, "the name fits, but more than one has it: link them if it is the same person")
			return -1
		}
		if !slices.ContainsFunc(competing, func(i int32) bool { return !w.people[i].barred }) {
			return -1 // noted already
		}
		w.barAll(competing, users)
		w.conflict(ReasonSameUser, w.employeeIDs(competing), w.userIDs(users),
			"several people fit one user by "+strings.Join(v.Targets, " and ")+": link the right one")
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
func (w *work) pair(v keyValues, earlier []keyValues, i, u int32) {
	p, a := &w.people[i], &w.users[u]
	if slices.ContainsFunc(v.Targets, func(t string) bool { return w.obscure(p, t) }) {
		w.hint(ReasonNoKey, []int32{i}, []int32{u}, "they share "+strings.Join(v.Targets, " and ")+", but what comes before it in HR cannot be read")
		p.mute = true
		return
	}
	if p.outdone {
		// Had they not left, there would be a conflict, which keeps the user.
		w.hint(ReasonSameUser, []int32{i}, []int32{u}, "they share "+strings.Join(v.Targets, " and ")+", but somebody who has not left shares an earlier key with the person")
		return
	}
	for _, k := range earlier {
		if k.people[i] == "" && slices.ContainsFunc(k.Targets, func(t string) bool { return w.obscure(p, t) }) {
			w.hint(ReasonNoKey, []int32{i}, []int32{u}, fmt.Sprintf("they share %s, but %s cannot be read and might fit another user",
				strings.Join(v.Targets, " and "), strings.Join(k.Targets, " and ")))
			p.mute = true
			return
		}
		if k.people[i] != "" && k.users[u] != "" && k.people[i] != k.users[u] {
			w.hint(ReasonOtherName, []int32{i}, []int32{u}, fmt.Sprintf("they share %s but differ in %s, so they are two",
				strings.Join(v.Targets, " and "), strings.Join(k.Targets, " and ")))
			if len(v.Targets) == 1 && v.Targets[0] == TargetEmail {
				p.mute = true // its address is taken
			}
			return
		}
	}
	if len(v.Targets) == 1 && v.Targets[0] == TargetEmail && w.namesDiffer(p, a) {
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
	p.user, p.match, p.key, a.person = u, byKey, strings.Join(v.Targets, " and "), i
}
