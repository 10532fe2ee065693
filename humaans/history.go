package humaans

import (
	"context"
	"errors"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

// Roles are everybody's job roles. They are held while the people are read, so a role
// takes 40 bytes there. The zero value has none.
type roles struct {
	people ids // the managers among them
	latest []uint32 // by the number of a person: the place of the latest role + 1; 0: none
	kept   [][]kept // of partSize each, so that nothing is copied when more come
	cells  cells
	texts  walk.Texts // for the managers: neighbours in the list share some
	rows   ids        // of the job roles; only while they are read
	// partial says that not everybody's are known: the list was refused, or is
	// empty, or a row does not say whose it is.
	partial bool
}

// A kept is a role as it is held. All roles of a person are: which of them counts
// depends on when the person left, which is known only when the person is read. But
// of those that begin on one day only the last made is.
type kept struct {
	created, updated  int64 // microseconds; the vendor tells milliseconds
	from              employee.Date
	title, department uint32 // in cells
	manager           int32  // in people; what names nobody: in cells, as its complement
	row               uint32 // in rows
	before            uint32 // the place of the person's role before this + 1; 0: none
}

const partSize = 512

// Cells are cells by numbers, each once: many people share a title or a department.
type cells struct {
	all     []record.Cell
	numbers map[record.Cell]uint32
}

func (c *cells) number(cell record.Cell) uint32 {
	n, ok := c.numbers[cell]
	if !ok {
		if c.numbers == nil {
			c.numbers = make(map[record.Cell]uint32)
		}
		n = uint32(len(c.all))
		c.all, c.numbers[cell] = append(c.all, cell), n
	}
	return n
}

// readRoles reads the whole history. Humaans could also be asked for the roles
// of one day, but that would leave out those who have not begun, and those who
// left.
func (c *Client) readRoles(ctx context.Context) (roles, error) {
	var all roles
	t := roleTable()
	t.ids = &all.rows
	err := readTable(ctx, c.rest, t, func(r *jobRole, row int) error {
		owner := r.PersonID.Raw()
		if owner == "" {
			all.partial = true
			return nil
		}
		all.add(all.people.number(owner), row, r.role())
		return nil
	})
	if withheld(err) {
		c.log.Warn("Humaans refuses the job roles: titles, departments and managers are withheld", "provider", provider)
		return roles{partial: true}, nil
	}
	all.rows, all.cells.numbers = ids{}, nil
	all.partial = all.partial || len(all.kept) == 0
	return all, err
}

// add keeps a role. Those of a person are linked from the latest to the first, and
// behind them those that do not tell from which day they hold.
func (all *roles) add(person, row int, r role) {
	k := kept{
		created: r.created.UnixMicro(), updated: r.updated.UnixMicro(), from: r.from, row: uint32(row),
		title: all.cells.number(r.title), department: all.cells.number(r.department),
	}
	if id := r.manager.Raw(); id != "" {
		k.manager = int32(all.people.number(id))
	} else {
		k.manager = ^int32(all.cells.number(r.manager))
	}
	link := at(&all.latest, person)
	for *link != 0 {
		o := all.at(*link)
		if o.from == k.from && k.from.Year() > 0 {
			if all.supersedes(&k, o) {
				k.before = o.before
				*o = k
			}
			return
		}
		if o.from.Before(k.from) {
			break
		}
		link = &o.before
	}
	k.before = *link
	*link = all.keep(k)
}

// supersedes reports whether k was made after o, which begins on the same day.
func (all *roles) supersedes(k, o *kept) bool {
	if k.created != o.created {
		return k.created > o.created
	}
	return string(all.rows.text(int(k.row))) > string(all.rows.text(int(o.row)))
}

// keep returns the place of k + 1.
func (all *roles) keep(k kept) uint32 {
	last := len(all.kept) - 1
	if last < 0 || len(all.kept[last]) == partSize {
		all.kept = append(all.kept, make([]kept, 0, partSize))
		last++
	}
	all.kept[last] = append(all.kept[last], k)
	return uint32(last*partSize + len(all.kept[last]))
}

// at returns the role at the place before p.
func (all *roles) at(p uint32) *kept { return &all.kept[(p-1)/partSize][(p-1)%partSize] }

// of returns the latest role of a person, nil for somebody without roles.
func (all *roles) of(person string) *kept {
	n, ok := all.people.find(person)
	if !ok || n >= len(all.latest) || all.latest[n] == 0 {
		return nil
	}
	return all.at(all.latest[n])
}

var errRoles = errors.New("one of several job roles does not tell from which day it holds")

// inForce returns, of a person's latest role and those before, the one that holds on
// a day: the latest that has begun by then, else the first that begins later. It
// returns nil for somebody without roles.
func (all *roles) inForce(latest *kept, day employee.Date) (found *kept, err error) {
	for k := latest; k != nil; {
		if k.from.Year() == 0 && (k != latest || k.before != 0) {
			return nil, errRoles
		}
		if found == nil || found.from.After(day) {
			found = k
		}
		if k.before == 0 {
			break
		}
		k = all.at(k.before)
	}
	return found, nil
}

// role returns what was kept.
func (all *roles) role(k *kept) role {
	r := role{
		from: k.from, created: time.UnixMicro(k.created).UTC(), updated: time.UnixMicro(k.updated).UTC(),
		title: all.cells.all[k.title], department: all.cells.all[k.department],
	}
	if k.manager >= 0 {
		r.manager = record.Text(all.texts.String(all.people.text(int(k.manager))))
	} else {
		r.manager = all.cells.all[^k.manager]
	}
	return r
}
