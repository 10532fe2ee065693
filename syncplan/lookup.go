package syncplan

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// addUsers indexes the users by link and address.
func (w *work) addUsers(users []User) {
	w.users = make([]account, len(users))
	w.links, w.byEmail = newIndex(len(users)), newIndex(len(users))
	for n := range users {
		i, u := int32(n), &users[n]
		w.users[i] = account{User: u, person: -1, linked: u.Link != Link{}}
		w.addEmail(i)
		if !w.users[i].linked {
			continue
		}
		if u.Link.Source != w.source {
			w.users[i].foreign = true
			continue
		}
		w.hasLinks = true
		if u.Active {
			w.base++
		}
		w.links.add(maphash.String(w.seed, u.Link.EmployeeID), i, func(j int32) bool { return w.users[j].Link.EmployeeID == u.Link.EmployeeID })
	}
	w.findTwice()
}

// findTwice bars the users of a record that has several.
func (w *work) findTwice() {
	w.twice = make(map[string][]int32, len(w.links.more))
	for first := range w.links.more {
		users := w.links.all(first)
		slices.SortFunc(users, func(a, b int32) int { return strings.Compare(w.users[a].ID, w.users[b].ID) })
		for _, u := range users {
			w.users[u].barred = true
		}
		w.twice[w.users[first].Link.EmployeeID] = users
	}
}

// linkedTo returns the user who is linked to a record of this source, or -1.
// Where there are several it is the first by id.
func (w *work) linkedTo(employeeID string) int32 {
	u := w.links.find(maphash.String(w.seed, employeeID), func(j int32) bool { return w.users[j].Link.EmployeeID == employeeID })
	if u >= 0 && len(w.twice) > 0 && w.twice[employeeID] != nil {
		return w.twice[employeeID][0]
	}
	return u
}

// userByID returns the user with an id, or -1.
func (w *work) userByID(id string) int32 {
	return w.ids.find(maphash.String(w.seed, id), func(j int32) bool { return w.users[j].ID == id })
}

func (w *work) addEmail(u int32) {
	email := w.users[u].Email
	if w.scratch = fold.Append(w.scratch[:0], email); len(w.scratch) > 0 {
		w.byEmail.add(maphash.Bytes(w.seed, w.scratch), u, func(j int32) bool { return fold.Equal(w.users[j].Email, email) })
	}
}

// usersAt returns the users with a folded address.
func (w *work) usersAt(email string) []int32 {
	return w.byEmail.all(w.byEmail.find(maphash.String(w.seed, email), func(j int32) bool { return fold.Key(w.users[j].Email) == email }))
}

// addPerson indexes a person by the address that the mapping gives them.
func (w *work) addPerson(i int32) {
	email := w.address(&w.people[i])
	if w.scratch = fold.Append(w.scratch[:0], email); len(w.scratch) > 0 {
		w.wanted.add(maphash.Bytes(w.seed, w.scratch), i, func(j int32) bool { return fold.Equal(w.address(&w.people[j]), email) })
	}
}

// wantedEmail returns the folded address that the mapping gives a person, or "".
func (w *work) wantedEmail(p *person) string { return fold.Key(w.address(p)) }

func (w *work) address(p *person) string {
	if o := w.program.Apply(w.email, w.subject(p)); o.Verdict == mapping.Set {
		return o.Value.String()
	}
	return ""
}
