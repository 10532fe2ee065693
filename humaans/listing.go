package humaans

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

const opPeople = "list people"

var errStopped = errors.New("the consumer has had enough")

// A listing is one range over Employees.
type listing struct {
	c    *Client
	ctx  context.Context // a listing lives as long as one call
	asOf time.Time       // when it began

	grant  grant
	roles  roles
	places places // nil unless asked for
	custom custom

	yield     func(employee.Employee) bool
	yielded   []bool              // by the number of a person
	listed    int                 // how many are
	companies map[string]struct{} // of the people
	tenant    string              // once everybody is listed
	statuses  map[employee.Status]int
	zones     map[string]*time.Location // by name; nil: unknown here
}

// run hands everybody to yield, each once. It returns errStopped if yield
// returned false.
func (l *listing) run(yield func(employee.Employee) bool) (err error) {
	l.yield = yield
	if l.grant, err = l.c.readGrant(l.ctx); err != nil {
		return err
	}
	if l.grant.private() != employee.VisibilityYes {
		l.c.log.Warn("the token's right to private data is not proved: people who left or have not started may be missing", "provider", provider)
	}
	if l.roles, err = l.c.readRoles(l.ctx); err != nil {
		return err
	}
	if l.c.place {
		if l.places, err = l.c.readPlaces(l.ctx); err != nil {
			return err
		}
	}
	if len(l.c.custom) > 0 {
		if l.custom, err = l.c.readCustom(l.ctx); err != nil {
			return err
		}
	}
	if err := l.people(); err != nil {
		return err
	}
	l.tenant, err = l.c.tenant(l.ctx, l.companies)
	return err
}

// peopleTable is the list of the people with a status. The vendor's default is
// the active alone, so each request names one.
func peopleTable(status string) table {
	return table{op: opPeople, path: "people", query: url.Values{"status": {status}}}
}

const wordAll = "all"

// refused reports whether Humaans does not know a value of the status filter.
func refused(err error) bool {
	return hasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity)
}

// separately are the statuses to ask for where "all" does not work: in the
// order in which people pass through them, so that nobody slips between two.
func separately() []string { return []string{wordStarter, wordActive, wordLeft} }

// people lists everybody. The sources are not sure that Humaans honours the
// status "all": it may refuse it, or give the active alone as it does without.
func (l *listing) people() error {
	rows, err := l.list(wordAll)
	if rows == 0 && refused(err) {
		return l.peopleSeparately()
	}
	if err != nil || l.statuses[employee.StatusActive] < l.listed || l.grant.private() == employee.VisibilityNo {
		return err
	}
	for _, status := range []string{wordStarter, wordLeft} {
		rows, err := l.list(status)
		if err != nil && (rows > 0 || !refused(err) && !withheld(err)) {
			return err
		}
	}
	return nil
}

// peopleSeparately lists everybody by the three statuses. A token that must not
// ask for those who are not active gets the active, and the origin says so.
func (l *listing) peopleSeparately() error {
	for _, status := range separately() {
		rows, err := l.list(status)
		if err != nil && (rows > 0 || !optional(status, err)) {
			return err
		}
	}
	return nil
}

// optional reports whether a refusal to list those with a status leaves a listing
// of the others.
func optional(status string, err error) bool { return status != wordActive && withheld(err) }

// list hands over the people with a status whom no earlier list has shown. It
// returns how many rows it got, which are not all if it fails.
func (l *listing) list(status string) (rows int, err error) {
	t := peopleTable(status)
	t.ids = &l.roles.people
	err = readTable(l.ctx, l.c.rest, t, func(p *person, n int) error {
		rows++
		yielded := entry(&l.yielded, n)
		if *yielded {
			return nil
		}
		e := l.employee(p)
		*yielded = true
		l.listed++
		l.statuses[e.Status]++
		l.meet(p)
		if !l.yield(e) {
			return errStopped
		}
		return nil
	})
	return rows, err
}

// meet notes the company of a person.
func (l *listing) meet(p *person) {
	if company := p.CompanyID.Raw(); company != "" {
		l.companies[company] = struct{}{}
	}
}

// employee makes an employee of a person.
func (l *listing) employee(p *person) employee.Employee {
	e := employee.Employee{ID: p.key(), UpdatedAt: instant(p.UpdatedAt)}
	for _, col := range l.c.columns {
		v, err := col.read(p)
		l.put(&e, col.field, v, err, col.required)
	}
	l.fillRole(&e, p)
	if l.c.place {
		v, err := l.places.of(p, l.grant.private() == employee.VisibilityYes)
		l.put(&e, employee.FieldLocation, v, err, true)
	}
	for _, key := range l.c.custom {
		v, err := l.custom.value(key, e.ID)
		l.put(&e, employee.CustomField(key), v, err, false)
	}
	return e
}

// put sets a field. A blank is Empty only if it cannot mean that the token must
// not see the value: its right to private data is proved, and people of this
// kind may have a blank there.
func (l *listing) put(e *employee.Employee, f employee.Field, v employee.Value, err error, required bool) {
	proved := l.grant.private() == employee.VisibilityYes && (!required || mayLack(e))
	if v.State() == employee.StateEmpty && !proved {
		v = employee.Withheld()
	}
	record.Put(e, f, v, err)
}

// mayLack reports whether a person may lack what Humaans requires of active
// people. One whose status is not known may be active.
func mayLack(e *employee.Employee) bool {
	return e.Status == employee.StatusPending || e.Status == employee.StatusInactive
}

// today returns the day of the listing's instant in a zone. Where that cannot
// be told, it is the day that has begun everywhere: twelve hours behind UTC.
func (l *listing) today(zone string) employee.Date {
	loc, known := l.zones[zone]
	if !known {
		// "" and "Local" would be zones of this machine's own.
		if zone != "" && zone != "Local" {
			loc, _ = time.LoadLocation(zone) // nil on an error
		}
		l.zones[zone] = loc
	}
	if loc == nil {
		const behind = -12 * 60 * 60
		loc = time.FixedZone("", behind)
	}
	return employee.DateAt(l.asOf, loc)
}
