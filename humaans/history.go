package humaans

import (
	"context"
	"errors"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// Roles are the job roles of all employees. They are held while the employees are
// read, so they are compact: 32 bytes for one, and its employee's id. The zero value
// has none.
type roles struct {
	employees listing.IDs // who have roles, the managers, and then all who are listed
	latest    []uint32    // by the number of an employee: the number of the latest role + 1; 0: none
	parts     [][]kept    // by the number of a role, partSize in each, so that nothing is copied when more come
	posts     posts
	texts     wire.Texts  // for the managers: neighbours in the list share some
	rows      listing.IDs // numbers the roles; only while they are read
	// partial says that some roles are unknown: the list was refused, or is empty, or
	// a row does not name its employee.
	partial bool
	sights  []sight // of roleKeys
}

// A kept is a role as it is held. All roles of an employee are: which of them counts
// depends on the last day employed, which is known only when the employee is read. But
// of those that begin on one day only the last made can be reached.
type kept struct {
	created, updated int64 // microseconds; the vendor tells milliseconds
	from             employee.Date
	post             uint32
	manager          uint32 // the number of an employee + 1; 0: the post says why there is none
	before           uint32 // the number of the employee's role before this + 1; 0: none
}

const partSize = 512

// A post is what many roles share.
type post struct {
	title, department wire.Cell
	noManager         wire.Cell // what stands in the place of a manager's id
}

// Posts are posts by numbers, each once.
type posts struct {
	all     []post
	numbers map[post]uint32
}

func (ps *posts) number(p post) uint32 {
	n, ok := ps.numbers[p]
	if !ok {
		if ps.numbers == nil {
			ps.numbers = make(map[post]uint32)
		}
		n = uint32(len(ps.all))
		ps.all, ps.numbers[p] = append(ps.all, p), n
	}
	return n
}

// readRoles reads the whole history. Humaans could also be asked for the roles of
// one day, but that would leave out future starters and leavers.
func (c *Client) readRoles(ctx context.Context, seen *answers) (roles, error) {
	all := roles{sights: sightsOf(roleKeys())}
	begin := func() { all = roles{rows: all.rows, sights: all.sights} }
	err := c.tables.roles.run(ctx, c.rest, nil, seen, &all.rows, begin, func(r *jobRole) error {
		for i, cell := range r.cells() {
			all.sights[i].note(cell, *seen, r.id, r.owner)
		}
		if r.owner == "" {
			all.partial = true
			return nil
		}
		row, _ := all.rows.Find(r.id)
		all.add(all.employees.Number(r.owner), row, r.role)
		return nil
	})
	if withheld(err) {
		c.log.Warn("Humaans refuses the job roles: titles, departments and managers are withheld", "provider", provider)
		return roles{partial: true, sights: sightsOf(roleKeys())}, nil
	}
	all.rows, all.posts.numbers = listing.IDs{}, nil
	all.partial = all.partial || len(all.latest) == 0
	return all, err
}

// add keeps a role. Those of an employee are linked from the latest to the first, and
// behind them those without a readable first day.
func (all *roles) add(owner, row int, r role) {
	k := all.at(row)
	*k = kept{created: r.created.UnixMicro(), updated: r.updated.UnixMicro(), from: r.from}
	p := post{title: r.title, department: r.department}
	if id := r.manager.Raw(); id != "" {
		k.manager = uint32(all.employees.Number(id)) + 1
	} else {
		p.noManager = r.manager
	}
	k.post = all.posts.number(p)
	link := listing.Entry(&all.latest, owner)
	for o := all.linked(*link); o != nil && o.from.After(k.from); o = all.linked(*link) {
		link = &o.before
	}
	if other := int(*link) - 1; other >= 0 && all.at(other).from == k.from && k.from.Year() > 0 {
		if !all.supersedes(row, other) {
			return
		}
		*link = all.at(other).before // which takes the other out
	}
	k.before, *link = *link, uint32(row)+1
}

// supersedes reports whether a role was made after another, which begins on the same
// day.
func (all *roles) supersedes(row, other int) bool {
	k, o := all.at(row), all.at(other)
	if k.created != o.created {
		return k.created > o.created
	}
	return string(all.rows.Text(row)) > string(all.rows.Text(other))
}

// at returns the place of a role.
func (all *roles) at(row int) *kept {
	for row/partSize >= len(all.parts) {
		all.parts = append(all.parts, make([]kept, partSize))
	}
	return &all.parts[row/partSize][row%partSize]
}

// of returns the latest role of an employee, nil for one without roles.
func (all *roles) of(owner string) *kept {
	n, ok := all.employees.Find(owner)
	if !ok || n >= len(all.latest) {
		return nil
	}
	return all.linked(all.latest[n])
}

// linked returns the role that a link leads to, nil for none.
func (all *roles) linked(link uint32) *kept {
	if link == 0 {
		return nil
	}
	return all.at(int(link) - 1)
}

var errRoles = errors.New("one of several job roles has no readable first day")

// inForce returns, of an employee's latest role and those before, the one that holds
// on a day: the latest that has begun by then, else the first that begins later. It
// returns nil for an employee without roles.
func (all *roles) inForce(latest *kept, day employee.Date) (found *kept, err error) {
	for k := latest; k != nil; k = all.linked(k.before) {
		if k.from.Year() == 0 && (k != latest || k.before != 0) {
			return nil, errRoles
		}
		if found == nil || found.from.After(day) {
			found = k
		}
	}
	return found, nil
}

// role returns what was kept.
func (all *roles) role(k *kept) role {
	p := &all.posts.all[k.post]
	r := role{
		from: k.from, created: time.UnixMicro(k.created).UTC(), updated: time.UnixMicro(k.updated).UTC(),
		title: p.title, department: p.department, manager: p.noManager,
	}
	if k.manager > 0 {
		r.manager = wire.Text(all.texts.String(all.employees.Text(int(k.manager) - 1)))
	}
	return r
}
