package syncplan

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// addUsers indexes the users by link.
func (w *work) addUsers(users []User) {
	w.users = make([]account, len(users))
	w.links = newIndex(len(users))
	for n := range users {
		i, u := int32(n), &users[n]
		w.users[i] = account{User: u, person: -1, linked: u.Link != Link{}}
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

// addPerson indexes a person by the address that the mapping gives them.
func (w *work) addPerson(i int32) {
	p := &w.people[i]
	email := w.address(p)
	w.scratch = fold.Append(w.scratch[:0], email)
	if len(w.scratch) == 0 {
		return
	}
	w.wanted.add(maphash.Bytes(w.seed, w.scratch), i, func(j int32) bool { return fold.Equal(w.address(&w.people[j]), email) })
	if p.user >= 0 {
		w.users[p.user].settled = fold.Equal(w.users[p.user].Email, email)
	}
}

// addEmails indexes the users by their addresses, but for those whose records
// give them the same: they are found by these.
func (w *work) addEmails() {
	unsettled := 0
	for i := range w.users {
		if !w.users[i].settled {
			unsettled++
		}
	}
	w.byEmail = newIndex(unsettled)
	for i := range w.users {
		if w.users[i].settled {
			continue
		}
		email := w.users[i].Email
		if w.scratch = fold.Append(w.scratch[:0], email); len(w.scratch) > 0 {
			w.byEmail.add(maphash.Bytes(w.seed, w.scratch), int32(i), func(j int32) bool { return fold.Equal(w.users[j].Email, email) })
		}
	}
}

// firstAt returns the first of the users who are not settled, and of the people,
// with a folded address; -1 for none.
func (w *work) firstAt(email string) (user, person int32) {
	hash := maphash.String(w.seed, email)
	return w.byEmail.find(hash, func(j int32) bool { return fold.Key(w.users[j].Email) == email }),
		w.wanted.find(hash, func(j int32) bool { return w.wantedEmail(&w.people[j]) == email })
}

// usersAt returns the users with a folded address.
func (w *work) usersAt(email string) []int32 {
	user, person := w.firstAt(email)
	users := w.byEmail.all(user)
	if person < 0 {
		return users
	}
	if u := w.people[person].user; u >= 0 && w.users[u].settled {
		users = append(users, u)
	}
	for _, i := range w.wanted.more[person] {
		if u := w.people[i].user; u >= 0 && w.users[u].settled {
			users = append(users, u)
		}
	}
	return users
}

// wantedEmail returns the folded address that the mapping gives a person, or "".
func (w *work) wantedEmail(p *person) string { return fold.Key(w.address(p)) }

func (w *work) address(p *person) string {
	s := w.subject(p)
	if email, ok := w.program.Copy(w.email, &s); ok {
		return email
	}
	if o := w.program.Apply(w.email, s); o.Verdict == mapping.Set {
		return o.Value.String()
	}
	return ""
}
