package bamboohr

import (
	"context"
	"fmt"

	"github.com/rosterkit/rosterkit/employee"
)

// A proof says of which employees the key sees a field of the report: a blank cell
// alone may stand for a value that the key must not see.
type proof struct {
	all      bool // Config.OneAccessLevel
	seen     map[sight]bool
	unproven int // employees with a blank custom field that may be one that is hidden
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
	for _, key := range c.custom {
		cell, err := r.cell(id, key)
		if err != nil || !r.doubtful(id, key) {
			continue
		}
		if v, err := r.read(key, cell); err == nil && believed(v, cell, true) != v {
			keys = append(keys, key)
		}
	}
	return keys
}

// complete reads what the custom fields of a report need beside it: the options of
// its lists, and a proof of its blank cells.
func (c *Client) complete(ctx context.Context, r *report) error {
	if err := c.addOptions(ctx, r); err != nil {
		return err
	}
	r.all = c.oneLevel
	for _, id := range r.order {
		if len(c.unseen(r, id)) > 0 {
			r.unproven++
		}
	}
	return nil
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
	for _, key := range c.custom {
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
		"set OneAccessLevel if the login has one access level and no other, or let it read the employee dataset", employees)
}
