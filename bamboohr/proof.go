package bamboohr

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A proof says of which employees the key sees a field of the report: a blank cell
// alone may stand for a value that the key must not see.
type proof struct {
	all      bool           // Config.OneAccessLevel
	seen     map[sight]bool // false: it is known to be hidden
	unproven int            // employees with a blank custom field that may be one that is hidden
}

// A sight is a field of an employee.
type sight struct{ id, name string }

// doubtful reports whether a blank cell may stand for a value that the key must not
// see.
func (r *report) doubtful(id, name string) bool {
	return r == nil || !r.all && !r.seen[sight{id, name}]
}

// unseen returns the custom fields of an employee that are blank without a proof.
func (c *Client) unseen(r *report, id string) (keys []string) {
	for _, key := range c.asked {
		cell, err := r.cell(id, key)
		if err != nil || !r.doubtful(id, key) {
			continue
		}
		if r.isBlank(key, cell) {
			keys = append(keys, key)
		}
	}
	return keys
}

// isEmpty reports whether a cell of a field is there and has no value.
func (r *report) isEmpty(key string, cell wire.Cell) bool {
	v, err := r.read(key, cell)
	return err == nil && v.State() == employee.StateEmpty
}

// isBlank reports whether a cell of a field is there and blank, so that it may stand for
// a value that the key must not see.
func (r *report) isBlank(key string, cell wire.Cell) bool {
	return r.isEmpty(key, cell) && believed(employee.Empty(), cell, true) != employee.Empty()
}

// A completion reads what the custom fields of a report need beside it.
type completion struct {
	c      *Client
	ctx    context.Context // a completion lives as long as one listing
	left   int             // single reads that may still be sent
	sample bool            // for Check: the proofs are tried, blanks or not, on one page

	dataset, single bool // the proofs that the key has, as far as they were tried
}

func (c *Client) newCompletion(ctx context.Context) *completion {
	return &completion{c: c, ctx: ctx, left: c.singleReads}
}

// complete reads the options of lists and the proofs of blank cells that a report needs.
func (p *completion) complete(r *report) error {
	if err := p.c.addOptions(p.ctx, r); err != nil {
		return err
	}
	if r.all = p.c.oneLevel; r.all {
		return nil
	}
	r.seen = make(map[sight]bool)
	if keys := p.wanted(r); len(keys) > 0 {
		if err := p.readDataset(r, keys); err != nil {
			return err
		}
	}
	if err := p.readSingles(r); err != nil {
		return err
	}
	for _, id := range r.order {
		if len(p.c.unseen(r, id)) > 0 {
			r.unproven++
		}
	}
	return nil
}

// wanted returns the custom fields that have a blank cell.
func (p *completion) wanted(r *report) (keys []string) {
	blank := make(map[string]bool)
	for _, id := range r.order {
		for _, key := range p.c.unseen(r, id) {
			blank[key] = true
		}
	}
	for _, key := range p.c.asked {
		if _, there := r.names[key]; there && (blank[key] || p.sample) {
			keys = append(keys, key)
		}
	}
	return keys
}

// unproving reports whether an error of a proof means that there is none: the key may
// not read it, or its answer says something else than was asked for.
func unproving(err error) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	if !ok {
		return false
	}
	switch fe.StatusCode {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge,
		http.StatusUnprocessableEntity:
		return true
	}
	return errors.Is(err, employee.ErrMalformed) || errors.Is(err, employee.ErrPermission)
}

// addOptions reads the options of the lists, archived ones included, if a cell has a
// text that they are to be found in. A key that may not read them gets none.
func (c *Client) addOptions(ctx context.Context, r *report) error {
	joined := func(key string) bool {
		for id := range r.rows {
			if cell, _ := r.cell(id, key); isJoined(cell) {
				return true
			}
		}
		return false
	}
	var wanted []string
	for _, key := range c.asked {
		if kindOf(r.kinds[key]) == employee.KindList && joined(key) {
			wanted = append(wanted, key)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	lists, err := c.metaLists(ctx)
	if err != nil && !refused(err) {
		return err
	}
	r.options = make(map[string][]string)
	for _, key := range wanted {
		for _, l := range lists {
			if l.id == key || l.alias == key {
				r.options[key] = append(append(r.options[key], l.options...), l.archived...)
			}
		}
	}
	return nil
}

// tell puts the one problem of all blank fields without a proof into the first employee
// who has one.
func (l *run) tell(e *employee.Employee) {
	if l.told || l.report == nil || l.report.unproven == 0 || len(l.c.unseen(l.report, e.ID)) == 0 {
		return
	}
	l.told = true
	e.Problems = append(e.Problems, employee.Problem{EmployeeID: e.ID, Reason: unprovenReason(l.report.unproven)})
}

func unprovenReason(employees int) string {
	return fmt.Sprintf("blank custom fields are withheld for %d employees in all, because the key may not see them: "+
		"set OneAccessLevel if the login has one access level and no other, or let it read the employee dataset, "+
		"without which SingleReads employees a listing are read one by one", employees)
}
