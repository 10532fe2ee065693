package humaans

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A sight is what a listing has shown of one key of a list. Humaans writes null both
// where there is no value and where the role of the token's owner hides the key, so a
// blank is believed only if the key was seen to have a value no earlier than the blank.
type sight struct {
	key          string
	shown, blank int    // the last answers with a value and with a blank; 0: none
	witness      string // the id of the row that showed the value
	owner        string // the employee of that row
	field        employee.Field
	given        bool // a blank was handed out that rests on it
}

// answers numbers the answers of the lists, from 1.
type answers int

func (a *answers) next() {
	if a != nil {
		*a++
	}
}

// note takes a cell of the present answer in.
func (s *sight) note(c wire.Cell, answer answers, row, owner string) {
	switch {
	case c.Missing():
	case isBlank(c):
		s.blank = int(answer)
	case s.shown != int(answer):
		s.shown, s.witness, s.owner = int(answer), row, owner
	}
}

// isBlank reports whether a cell may stand for a hidden value: [] does not.
func isBlank(c wire.Cell) bool { return c.Null() || c.Kind() == wire.KindText && c.Raw() == "" }

// proved reports whether no blank came later than the last value.
func (s *sight) proved() bool { return s.shown > 0 && s.blank <= s.shown }

// sightsOf returns a sight for each key.
func sightsOf(keys []string) []sight {
	all := make([]sight, len(keys))
	for i, key := range keys {
		all[i].key = key
	}
	return all
}

// A doubt is a value of an employee that rests on a blank beside it, or a blank of an
// employee of whom no private data is seen: on nothing.
type doubt struct {
	field employee.Field
	on    *sight
}

// rest returns a value that rests on a blank of a key, or Withheld. A Roster judges it
// when all are listed; what is handed out at once is Withheld until the key was seen.
func (l *run) rest(e *employee.Employee, f employee.Field, v employee.Value, on *sight) employee.Value {
	switch {
	case l.c.noHidden:
		return v
	case l.handsOut && (on.shown == 0 || !l.private):
		return employee.Withheld()
	case l.handsOut:
		on.given = true
	case !l.private:
		l.doubts[e.ID] = append(l.doubts[e.ID], doubt{f, nil})
	case v.State() == employee.StateEmpty:
		on.field = f
	default:
		l.doubts[e.ID] = append(l.doubts[e.ID], doubt{f, on})
	}
	return v
}

// sights are those of all lists.
func (l *run) sights() []*sight {
	var all []*sight
	for _, list := range [][]sight{l.people, l.roles.sights, l.custom.sights} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	return all
}

// prove looks at the rights again, behind the last page: the scopes of the token, and
// each key with a blank later than its last value. It takes one request for the scopes
// and one for each row that is a witness.
func (l *run) prove() error {
	if l.grant.private() != employee.VisibilityYes {
		return nil
	}
	var err error
	if l.grant, err = l.c.readGrant(l.ctx); err != nil || l.grant.private() != employee.VisibilityYes || l.c.noHidden {
		return err
	}
	witnesses := make(map[string]wire.Cell)
	for i, s := range l.sights() {
		if s.proved() || s.shown == 0 || s.field == "" && !s.given && len(l.doubts) == 0 {
			continue
		}
		var c wire.Cell
		var err error
		if i >= len(l.people) {
			c, err = l.again(s)
		} else {
			row, read := witnesses[s.witness]
			if !read {
				row, err = l.c.readEmployee(l.ctx, s.witness)
				witnesses[s.witness] = row
			}
			c = row.At(s.key)
		}
		if err != nil && !withheld(err) && !refused(err) {
			return err
		}
		if err != nil || c.Missing() || isBlank(c) {
			s.shown = 0
			continue
		}
		s.shown = s.blank
	}
	return nil
}

// again returns the cell of a witness among the job roles or custom values of its
// employee.
func (l *run) again(s *sight) (c wire.Cell, err error) {
	query := url.Values{"personId": {s.owner}}
	if i := slices.Index(roleKeys(), s.key); i >= 0 {
		p, err := l.c.tables.roles.page(l.ctx, l.c.rest, query, 0, pageSize, nil)
		for _, r := range p.Items {
			if r.id == s.witness {
				c = r.cells()[i]
			}
		}
		return c, err
	}
	p, err := l.c.tables.values.page(l.ctx, l.c.rest, query, 0, pageSize, nil)
	for _, v := range p.Items {
		if v.id == s.witness {
			c = v.value
		}
	}
	return c, err
}

// readEmployee reads one employee again.
func (c *Client) readEmployee(ctx context.Context, id string) (row wire.Cell, err error) {
	request := rest.Request{Op: "read an employee", Path: "people/" + url.PathEscape(id)}
	err = c.rest.Do(ctx, request, func(r *rest.Response) error { return wire.Decode(r.Body, &row) })
	return row, err
}

// unproved returns the sights on which a blank rests that may be a hidden value: all of
// them once the right to private data is lost.
func (l *run) unproved() []*sight {
	lost := l.grant.private() != employee.VisibilityYes
	return slices.DeleteFunc(l.sights(), func(s *sight) bool { return !lost && (s.proved() || l.c.noHidden) })
}

// withhold takes back what rests on a blank that nothing proves. One problem says it
// for all employees.
func (l *run) withhold(employees []employee.Employee) {
	bad, fields := make(map[*sight]bool), make(map[employee.Field]bool)
	for _, s := range l.unproved() {
		bad[s] = true
		if s.field != "" {
			fields[s.field] = true
		}
	}
	lost := l.grant.private() != employee.VisibilityYes
	if lost {
		for _, f := range l.c.fields() {
			fields[f] = true
		}
	}
	counts, told := make(map[employee.Field]int), make(map[employee.Field]*employee.Employee)
	why := func(f employee.Field) error {
		switch {
		case lost:
			return errLost
		case fields[f]:
			return errHidden
		}
		return errUnseen
	}
	take := func(e *employee.Employee, f employee.Field) {
		if e.Value(f).State() == employee.StateWithheld {
			return
		}
		if counts[f]++; counts[f] > 1 || l.hasNoEnds(f) {
			wire.Put(e, f, employee.Withheld(), nil)
			return
		}
		wire.Put(e, f, employee.Value{}, why(f))
		told[f] = e
	}
	all := sortedFields(fields)
	for i := range employees {
		e := &employees[i]
		for _, f := range all {
			if e.Value(f).State() == employee.StateEmpty {
				take(e, f)
			}
		}
		for _, d := range l.doubts[e.ID] {
			if d.on == nil || bad[d.on] {
				take(e, d.field)
			}
		}
	}
	for f, e := range told {
		i := slices.IndexFunc(e.Problems, func(p employee.Problem) bool { return p.Field == f && p.Reason == why(f).Error() })
		e.Problems[i].Reason = fmt.Sprintf("%v; it is withheld for %d employees", why(f), counts[f])
	}
}

var errHidden = errors.New("no employee shows one, and Humaans does not say whether a blank is a hidden value: " +
	"let the role of the token's owner see the field, or, if it hides none, set Config.NoHiddenFields")

var errUnseen = errors.New("blank, and the employee shows no private data, so the token may not see this one's: " +
	"let the role of the token's owner see the private data of all employees, or, if it does, set Config.NoHiddenFields")

var errLost = errors.New("blank, and the token lost the scope private:read while employees were listed")

// fields returns those that are asked for.
func (c *Client) fields() (all []employee.Field) {
	for _, col := range c.columns {
		all = append(all, col.field)
	}
	for _, f := range c.roles {
		all = append(all, f.field)
	}
	if c.place {
		all = append(all, employee.FieldLocation)
	}
	for _, key := range c.custom {
		all = append(all, employee.CustomField(key))
	}
	return all
}

func sortedFields(set map[employee.Field]bool) []employee.Field {
	var all []employee.Field
	for f := range set {
		all = append(all, f)
	}
	slices.SortFunc(all, cmp.Compare)
	return all
}

// lost is the error of a listing that has handed out a blank under a right that is not
// proved to the end.
func (l *run) lost() error {
	for _, s := range l.unproved() {
		if s.given {
			return &employee.FetchError{Provider: provider, Op: opList, Err: employee.ErrPermission,
				Message: "the token lost the right to see " + s.key + " while employees were listed"}
		}
	}
	return nil
}

// noEnds reports whether nothing shows an end date, and nothing lacks one: each employee
// is active or a new hire. Then the end date is Withheld, and the status decides.
func (l *run) noEnds() bool {
	i := slices.IndexFunc(l.people, func(s sight) bool { return s.key == "employmentEndDate" })
	known := l.statuses[employee.StatusActive] + l.statuses[employee.StatusPending]
	return l.grant.private() == employee.VisibilityYes && !l.c.noHidden && l.people[i].shown == 0 && l.people[i].blank > 0 && known == l.listed
}

func (l *run) hasNoEnds(f employee.Field) bool {
	return f == employee.FieldTerminationDate && l.noEnds()
}
