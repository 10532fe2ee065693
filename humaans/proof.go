package humaans

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A proof is what a listing shows of the rights to its fields. The role of the token's
// owner can hide a single field: it is null then, as for an employee who has none. So a
// blank is Empty only if another employee has a value, and if this value, and the right
// to private data, are still there behind the last page.
type proof struct {
	shown map[employee.Field]string   // the id of an employee who has a value
	empty map[employee.Field]struct{} // the fields that some employee has Empty
}

func newProof() proof {
	return proof{shown: make(map[employee.Field]string), empty: make(map[employee.Field]struct{})}
}

// see notes which fields of an employee have a value, and which are Empty. What is
// handed out before the end is Withheld until the listing has shown a value.
func (l *run) see(e *employee.Employee) {
	none := l.roles.of(e.ID) == nil // has no job role, which the list of them shows
	for _, f := range l.c.fields() {
		switch v := e.Value(f); {
		case none && l.c.inRole(f):
		case v.Known():
			if l.proof.shown[f] == "" {
				l.proof.shown[f] = e.ID
			}
		case v.State() != employee.StateEmpty:
		case l.begin == nil && l.proof.shown[f] == "":
			_ = e.Set(f, employee.Withheld()) // fits every field
		default:
			l.proof.empty[f] = struct{}{}
		}
	}
}

// fields returns the fields that are filled.
func (c *Client) fields() []employee.Field {
	var all []employee.Field
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

// unproved returns the fields that are Empty for some employee, and of which it is not
// proved that the token sees them to the end of the listing.
func (l *run) unproved() ([]employee.Field, error) {
	if len(l.proof.empty) == 0 {
		return nil, nil
	}
	held, err := l.c.readGrant(l.ctx)
	if err != nil {
		return nil, err
	}
	again := make(map[string]*employee.Employee)
	var all []employee.Field
	for _, f := range l.c.fields() {
		if _, rests := l.proof.empty[f]; !rests {
			continue
		}
		id := l.proof.shown[f]
		proved := id != "" && held.private() == employee.VisibilityYes
		if proved && l.c.inPeople(f) {
			if _, read := again[id]; !read {
				if again[id], err = l.readAgain(id); err != nil {
					return nil, err
				}
			}
			if e := again[id]; e != nil {
				proved = e.Value(f).Known()
			} else {
				proved = l.begin == nil // a listing does not fail for what cannot be read
			}
		}
		if !proved {
			all = append(all, f)
		}
	}
	return all, nil
}

// inRole reports whether a field is one of a job role.
func (c *Client) inRole(f employee.Field) bool {
	return slices.ContainsFunc(c.roles, func(r facet) bool { return r.field == f })
}

// inPeople reports whether a field is in a row of /people alone.
func (c *Client) inPeople(f employee.Field) bool {
	return slices.ContainsFunc(c.columns, func(col column) bool { return col.field == f })
}

// readAgain reads an employee by the id. One who is refused, or gone, shows nothing; one
// who cannot be read is nil.
func (l *run) readAgain(id string) (*employee.Employee, error) {
	answer := wire.NewAnswer()
	read := peopleRow(l.c.columns)(&answer.Table)
	var p employeeRow
	request := rest.Request{Op: "read an employee", Path: "people/" + url.PathEscape(id)}
	err := l.c.rest.Do(l.ctx, request, func(r *rest.Response) error {
		record, err := answer.Read(r.Body)
		if err == nil {
			read(record, &p)
		}
		return err
	})
	if withheld(err) || refused(err) || err == nil && p.id != id {
		return new(employee.Employee), nil
	}
	if fe, ok := errors.AsType[*employee.FetchError](err); ok && fe.StatusCode == http.StatusOK {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e := l.employee(&p)
	return &e, nil
}

// withhold withholds what is Empty under a right that is not proved.
func (l *run) withhold(employees []employee.Employee) error {
	fields, err := l.unproved()
	for i := range employees {
		for _, f := range fields {
			if employees[i].Value(f).State() == employee.StateEmpty {
				_ = employees[i].Set(f, employee.Withheld()) // fits every field
			}
		}
	}
	return err
}

// lost is the error of a listing that has handed out Empty fields under a right that
// is not proved.
func (l *run) lost() error {
	fields, err := l.unproved()
	if err != nil || len(fields) == 0 {
		return err
	}
	return &employee.FetchError{Provider: provider, Op: opList, Err: employee.ErrPermission,
		Message: "the token lost the right to see " + string(fields[0]) + " while employees were listed"}
}
