package syncplan

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
)

// addUsers takes the census of the users and indexes them by link.
func (w *work) addUsers(users []User) error {
	w.census = newCensus(users)
	w.users = make([]account, len(users))
	w.links, w.rows = newIndex(len(users)), newShelves(len(users))
	w.locate(nil)
	var ids, links [reach]uint64
	for i := 0; i < len(users); i += reach {
		n := min(reach, len(users)-i)
		for j := range n {
			ids[j], links[j] = w.hash(i+j), maphash.String(w.seed, users[i+j].Link.EmployeeID)
		}
		w.reached += w.ids.reach(ids[:n]) + w.links.reach(links[:n])
		for j := range n {
			if !w.census.add(int32(i+j), ids[j]) {
				w.locate(users[i+j].Attributes)
			}
			w.addUser(int32(i+j), links[j])
		}
	}
	w.findTwice()
	return w.census.err()
}

// addUser indexes a user by link, given the hash of the employee's id.
func (w *work) addUser(i int32, hash uint64) {
	u := &w.census.users[i]
	w.users[i] = account{User: u, person: -1, linked: u.Link != Link{}}
	if !w.users[i].linked {
		return
	}
	if u.Link.Source != w.source {
		w.users[i].foreign = true
		return
	}
	w.hasLinks = true
	if u.Active {
		w.base++
	}
	w.users[i].usual, w.users[i].row = u.Active && !u.Ignored, w.putRow(u)
	w.links.add(hash, i, func(j int32) bool { return w.users[j].Link.EmployeeID == u.Link.EmployeeID })
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
	return w.linkedBy(maphash.String(w.seed, employeeID), employeeID)
}

// linkedBy is linkedTo, given the hash of the id.
func (w *work) linkedBy(hash uint64, employeeID string) int32 {
	u := w.links.find(hash, func(j int32) bool { return w.isLinked(&w.users[j], employeeID) })
	if u >= 0 && len(w.twice) > 0 && w.twice[employeeID] != nil {
		return w.twice[employeeID][0]
	}
	return u
}

// isLinked reports whether a user with a link to this source has one to the given
// record.
func (w *work) isLinked(a *account, employeeID string) bool {
	if a.row > 0 {
		id, _ := w.rows.at(a.row).next()
		return id == employeeID
	}
	return a.Link.EmployeeID == employeeID
}

// userByID returns the user with an id, or -1.
func (w *work) userByID(id string) int32 {
	return w.ids.find(maphash.String(w.seed, id), func(j int32) bool { return w.users[j].ID == id })
}

// addPeople indexes n people by the addresses that the mapping gives them.
func (w *work) addPeople(first int32, n int) {
	var emails [reach]string
	var hashes [reach]uint64
	for j := range n {
		emails[j] = w.address(&w.people[first+int32(j)])
		w.scratch = fold.Append(w.scratch[:0], emails[j])
		hashes[j] = maphash.Bytes(w.seed, w.scratch)
	}
	w.reached += w.wanted.reach(hashes[:n])
	for j, email := range emails[:n] {
		i := first + int32(j)
		if strings.TrimSpace(email) == "" {
			continue
		}
		w.wanted.add(hashes[j], i, func(j int32) bool { return fold.Equal(w.address(&w.people[j]), email) })
		if u := w.people[i].user; u >= 0 {
			w.users[u].settled = w.people[i].alike && w.program.Copies(w.email) || fold.Equal(w.users[u].Email, email)
		}
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
	if o := w.program.Apply(w.email, s); o.Verdict == mapping.VerdictSet {
		return o.Value.String()
	}
	return ""
}
