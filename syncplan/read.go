package syncplan

import (
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
	"github.com/rosterkit/rosterkit/syncplan/internal/users"
)

// directory is the users and their indexes.
type directory struct {
	users []User
	flags []match.UserFlags
	table *users.Table
	ids   *users.Index
	attributes

	hasLinks bool // some user is linked to this source
	hasMoves bool // some user is linked to a source that this one replaces
	base     int  // active users linked to one of these
}

// readUsers indexes the users, or returns which of them are not distinct. wanted is
// the address that the mapping gives an employee.
func readUsers(r *rules, list []User, wanted func(employee int32) string) (*directory, error) {
	checker := newUserChecker(list)
	c := &directory{
		users: list, flags: make([]match.UserFlags, len(list)), ids: checker.ids, attributes: newAttributes(r),
		table: users.New(len(list), r.roster.Len(), users.Texts{
			Employee: func(u int32) string { return list[u].Link.EmployeeID },
			Email:    func(u int32) string { return list[u].Email },
			Wanted:   wanted,
		}),
	}
	texts := make([]string, len(r.texts))
	for i := range list {
		u := &list[i]
		checker.add(int32(i))
		c.flags[i] = r.userFlags(u)
		if u.Link.Source != r.source {
			if r.moves(u) {
				c.hasMoves = true
				if u.Active {
					c.base++
				}
			}
			continue
		}
		c.hasLinks = true
		if u.Active {
			c.base++
		}
		for j, t := range r.texts {
			texts[j], _ = c.value(u, t).Text() // other than a text: "", which no mapping gives
		}
		c.table.AddLink(int32(i), u.Link.EmployeeID, texts)
	}
	c.table.FinishLinks(func(a, b int32) int { return strings.Compare(list[a].ID, list[b].ID) })
	return c, checker.err()
}

func (r *rules) userFlags(u *User) (flags match.UserFlags) {
	if !r.unlinked(u) {
		flags |= match.UserLinked
		if u.Link.Source != r.source {
			flags |= match.UserForeign
		}
	}
	if u.Active {
		flags |= match.UserActive
	}
	if u.Ignored {
		flags |= match.UserIgnored
	}
	return flags
}

// attributes finds the values that users have for targets.
type attributes struct {
	targets []mapping.Target
	email   int
	places  []int // of each target, the place in the attributes of the last user
}

func newAttributes(r *rules) attributes {
	return attributes{targets: r.targets, email: r.email, places: make([]int, len(r.targets))}
}

// value returns a user's value for a target. It looks first at the place of the last
// user.
func (a *attributes) value(u *User, target int) employee.Value {
	if target == a.email {
		return employee.Text(u.Email)
	}
	name, place := a.targets[target].Name, a.places[target]
	if place < len(u.Attributes) && u.Attributes[place].Name == name {
		return u.Attributes[place].Value
	}
	for i := range u.Attributes {
		if u.Attributes[i].Name == name {
			a.places[target] = i
			return u.Attributes[i].Value
		}
	}
	return employee.Empty()
}
