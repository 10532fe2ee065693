// Package users finds users by link and by address, and keeps their texts for
// comparison. It is the planner's fast path, all of it.
//
// A plan of many employees spends its time waiting for memory: users come in
// another order than employees, so that each user, its attributes and every text
// of these is a cache miss. So the texts that nearly all comparisons need are copied
// into rows while the users are read, in their own order, where memory is quick: for
// each linked user the employee's id, and the text of every target of type text. A row
// is in one piece, and the rows of a batch of employees are prefetched together, so
// that their misses overlap.
//
// How long a plan took, as a ratio to a bare hash join over structs that compares
// the same twelve texts, when one part after the other was left out, on one machine
// and before it had a package of its own:
//
//	employees                         1,000,000   100,000   10,000
//	with all of it                         1.28      2.25      6.5
//	without prefetching rows               2.09      2.77      6.6
//	without rows                           3.75      4.94      6.1
//
// Prefetching users and the slots of the indexes brought nothing.
package users

import (
	"iter"
	"maps"
	"slices"
)

// Texts are the functions by which a Table reads what it keeps no copy of.
type Texts struct {
	Employee func(user int32) string     // the id of the employee that the link names
	Email    func(user int32) string     // the address that a user has
	Wanted   func(employee int32) string // the address that the mapping gives, "" for none
}

// A Table holds the users of one plan. Links are added first, up to
// FinishLinks, then employees, up to FinishEmails.
type Table struct {
	texts  Texts
	users  int
	links  *Index            // users by the employee that their link names
	twice  map[int32][]int32 // the users of one employee, in their order, by the first that was added
	wanted *Index            // employees by the address that the mapping gives
	own    []int32           // of each employee, the settled user, or -1
	emails *Index            // the other users by address

	rows    []uint32 // of each user, the place of its row, or 0
	shelves shelves
	scratch []byte
	sink    int // keeps the prefetch loads alive
}

// New returns a table with room for so many users and employees.
func New(users, employees int, texts Texts) *Table {
	t := &Table{
		texts: texts, users: users, twice: make(map[int32][]int32), own: make([]int32, employees),
		wanted: newFolded(employees, texts.Wanted), emails: newFolded(0, texts.Email),
		rows: make([]uint32, users), shelves: newShelves(users),
	}
	t.links = NewIndex(users, t.employeeOf)
	for i := range t.own {
		t.own[i] = -1
	}
	return t
}

// AddLink adds a user by its link, and its texts as a row. A user with an enormous
// text has no row.
func (t *Table) AddLink(user int32, employeeID string, texts []string) {
	t.rows[user] = t.put(employeeID, texts)
	t.links.Add(employeeID, user)
}

// employeeOf returns the id of the employee that a user's link names.
func (t *Table) employeeOf(user int32) string {
	if place := t.rows[user]; place > 0 {
		id, _ := t.shelves.at(place).Next()
		return id
	}
	return t.texts.Employee(user)
}

// FinishLinks ends adding links; compare orders the users that are linked to one
// employee.
func (t *Table) FinishLinks(compare func(a, b int32) int) {
	for first := range t.links.Shared() {
		t.twice[first] = t.links.All(first)
		slices.SortFunc(t.twice[first], compare)
	}
}

// LinkedTwice returns the groups of users that are linked to one employee.
func (t *Table) LinkedTwice() iter.Seq[[]int32] { return maps.Values(t.twice) }

// Linked returns the user that is linked to an employee, or -1. Of several it is
// the first in their order.
func (t *Table) Linked(employeeID string) int32 { return t.first(t.links.Find(employeeID)) }

func (t *Table) first(user int32) int32 {
	if len(t.twice) > 0 && t.twice[user] != nil {
		return t.twice[user][0]
	}
	return user
}

// AllLinked returns the users that are linked to an employee, in their order.
func (t *Table) AllLinked(employeeID string) []int32 {
	user := t.links.Find(employeeID)
	if users := t.twice[user]; users != nil {
		return users
	}
	return t.links.All(user)
}

// AddEmployee adds an employee by the address that the mapping gives, as it is
// written there. Its user is that of the link, or -1; with settled it has the same
// address. Settled users are found by their employees.
func (t *Table) AddEmployee(employee int32, email string, user int32, settled bool) {
	if t.wanted.Add(email, employee) >= 0 && settled {
		t.own[employee] = user
	}
}

// Settled reports whether the user that an employee's link names has the address
// that the mapping gives.
func (t *Table) Settled(employee int32) bool { return t.own[employee] >= 0 }

// FinishEmails indexes the users that no employee has settled by their addresses.
func (t *Table) FinishEmails() {
	settled := make([]bool, t.users)
	n := t.users
	for _, u := range t.own {
		if u >= 0 && !settled[u] {
			settled[u] = true
			n--
		}
	}
	t.emails = newFolded(n, t.texts.Email)
	for u := range int32(t.users) {
		if !settled[u] {
			t.emails.Add(t.texts.Email(u), u)
		}
	}
}

// WithEmail returns the users with a folded address.
func (t *Table) WithEmail(email string) []int32 {
	users := t.emails.All(t.emails.Find(email))
	for _, i := range t.wanted.All(t.wanted.Find(email)) {
		if t.own[i] >= 0 {
			users = append(users, t.own[i])
		}
	}
	return users
}

// MayHaveEmail reports whether some user may have a folded address, without listing
// those that do: false is certain.
func (t *Table) MayHaveEmail(email string) bool {
	first := t.wanted.Find(email)
	return first >= 0 && (t.own[first] >= 0 || t.wanted.Several(first)) || t.emails.Find(email) >= 0
}

// WantedEmail returns the address that the mapping gives an employee.
func (t *Table) WantedEmail(employee int32) string { return t.texts.Wanted(employee) }

// Emails is the index of the users that are not settled, by folded address.
func (t *Table) Emails() *Index { return t.emails }

// Wanted is the index of the employees, by the folded address that the mapping
// gives.
func (t *Table) Wanted() *Index { return t.wanted }
