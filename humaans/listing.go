package humaans

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const opList = "list employees"

// A tables are the lists of the API, as far as a client reads them.
type tables struct {
	people      *table[employeeRow]
	roles       *table[jobRole]
	locations   *table[named]
	companies   *table[named]
	definitions *table[definition]
	values      *table[customValue]
}

func newTables(columns []column) tables {
	return tables{
		people: peopleTable(columns), roles: roleTable(),
		locations: namedTable("list locations", "locations"), companies: namedTable(opTenant, "companies"),
		definitions: definitionTable(), values: valueTable(),
	}
}

// A run is one listing of all employees.
type run struct {
	c    *Client
	ctx  context.Context // a run lives as long as one call
	asOf time.Time       // when it began

	grant  grant
	roles  roles
	places places // nil unless asked for
	custom custom

	answers answers
	people  []sight            // of the keys of columns, and then of those of the place of work
	doubts  map[string][]doubt // by the id of the employee
	private bool               // whether the employee at hand shows private data

	handsOut bool   // what is kept is handed out at once
	begin    func() // nil: what was kept cannot be taken back
	keep     func(employee.Employee) error

	kept      []bool // by the number of an employee
	listed    int    // how many are
	companies map[string]struct{}
	tenant    string // once all are listed
	statuses  map[employee.Status]int
	zones     map[string]*time.Location // by name; nil: unknown here
}

// newRun returns a run of this instant.
func (c *Client) newRun(ctx context.Context) *run {
	l := &run{c: c, ctx: ctx, asOf: time.Now(), zones: make(map[string]*time.Location), doubts: make(map[string][]doubt),
		roles: roles{sights: sightsOf(roleKeys())}}
	l.people = sightsOf(append(columnKeys(c.columns), locationKeys()...))
	l.forget()
	return l
}

// forget forgets which employees were kept.
func (l *run) forget() {
	l.kept, l.listed = nil, 0
	l.companies, l.statuses = make(map[string]struct{}), make(map[employee.Status]int)
}

// list lists all employees, as a [listing.Run] does.
func (l *run) list(begin func(), keep func(employee.Employee) error) (err error) {
	l.begin, l.keep, l.handsOut = begin, keep, begin == nil
	if l.grant, err = l.c.readGrant(l.ctx); err != nil {
		return err
	}
	if l.grant.private() != employee.VisibilityYes {
		l.c.log.Warn("the token's right to private data is not proved: leavers and future starters may be missing",
			"provider", provider)
	}
	if l.roles, err = l.c.readRoles(l.ctx, &l.answers); err != nil {
		return err
	}
	if l.c.place {
		if l.places, err = l.c.readPlaces(l.ctx); err != nil {
			return err
		}
	}
	if len(l.c.custom) > 0 {
		if l.custom, err = l.c.readCustom(l.ctx, &l.answers); err != nil {
			return err
		}
	}
	if err := l.employees(); err != nil {
		return err
	}
	if err := l.prove(); err != nil {
		return err
	}
	if err := l.lost(); err != nil {
		return err
	}
	l.tenant, err = l.c.tenant(l.ctx, l.companies)
	return err
}

// byStatus is the query for the employees with a status. The vendor's default is the
// active alone, so each request names one.
func byStatus(status string) url.Values { return url.Values{"status": {status}} }

const wordAll = "all"

// separately returns the statuses to ask for where "all" does not work: in the order
// in which employees pass through them, so that none is missed between two.
func separately() []string { return []string{wordStarter, wordActive, wordLeft} }

// employees lists all employees. It is not documented that Humaans honours the status
// "all": it may refuse it, or give the active alone as it does without.
func (l *run) employees() error {
	rows, err := l.withStatus(wordAll)
	if rows == 0 && refused(err) {
		return l.employeesSeparately()
	}
	if err != nil || l.statuses[employee.StatusActive] < l.listed || l.grant.private() == employee.VisibilityNo {
		return err
	}
	for _, status := range []string{wordStarter, wordLeft} {
		rows, err := l.withStatus(status)
		if err != nil && (rows > 0 || !refused(err) && !withheld(err)) {
			return err
		}
	}
	return nil
}

// employeesSeparately lists all employees by the three statuses. A token that may not
// list the others gets the active, and the origin says so.
func (l *run) employeesSeparately() error {
	for _, status := range separately() {
		rows, err := l.withStatus(status)
		if err != nil && (rows > 0 || !optional(status, err)) {
			return err
		}
	}
	return nil
}

// optional reports whether a refusal to list those with a status leaves a listing
// of the others.
func optional(status string, err error) bool { return status != wordActive && withheld(err) }

// withStatus keeps the employees with a status that no earlier list has shown. It
// returns how many rows it got, which are not all if it fails.
func (l *run) withStatus(status string) (rows int, err error) {
	var begin func()
	take := l.take
	var late []late // employees of a later list: a void walk of it takes nothing from the lists before
	switch {
	case l.begin == nil:
	case l.listed == 0:
		begin = func() { l.forget(); l.begin() }
	default:
		begin = func() { late = late[:0] }
		take = func(e employee.Employee, p *employeeRow) error {
			late = append(late, newLate(e, p))
			return nil
		}
	}
	err = l.c.tables.people.run(l.ctx, l.c.rest, byStatus(status), &l.answers, &l.roles.employees, begin, func(p *employeeRow) error {
		rows++
		if n, _ := l.roles.employees.Find(p.id); *listing.Entry(&l.kept, n) {
			return nil
		}
		return take(l.employee(p), p)
	})
	for i := range late {
		if err == nil {
			err = l.take(late[i].Employee, &late[i].row)
		}
	}
	return rows, err
}

// A late is an employee who is kept once the list is whole.
type late struct {
	employee.Employee
	row employeeRow
}

func newLate(e employee.Employee, p *employeeRow) late {
	return late{e, employeeRow{id: p.id, company: p.company}} // the rest is memory of the page
}

// take keeps an employee.
func (l *run) take(e employee.Employee, p *employeeRow) error {
	n, _ := l.roles.employees.Find(p.id)
	*listing.Entry(&l.kept, n) = true
	l.listed++
	l.statuses[e.Status]++
	l.meet(p)
	return l.keep(e)
}

// meet notes the company of an employee.
func (l *run) meet(p *employeeRow) {
	if p.company != "" {
		l.companies[p.company] = struct{}{}
	}
}

// employee makes an employee of a row.
func (l *run) employee(p *employeeRow) employee.Employee {
	e := employee.Employee{ID: p.id, UpdatedAt: instant(p.updated)}
	l.look(p)
	l.private = p.private
	cells, sights := p.columns, l.people
	for _, col := range l.c.columns {
		n := len(col.keys)
		v, err := col.read(cells[:n])
		var on *sight
		if v.State() == employee.StateEmpty || v.Known() && isBlank(cells[0]) {
			on = &sights[0]
		}
		cells, sights = cells[n:], sights[n:]
		l.put(&e, col.field, v, err, col.required, on)
	}
	l.fillRole(&e, p)
	if l.c.place {
		v, blanks, err := l.places.of(&p.place)
		var on []*sight
		for _, key := range blanks {
			on = append(on, l.sightOf(key))
		}
		l.put(&e, employee.FieldLocation, v, err, true, on...)
	}
	for _, key := range l.c.custom {
		v, on, err := l.custom.value(key, e.ID)
		l.put(&e, employee.CustomField(key), v, err, false, on)
	}
	return e
}

// look notes what a row shows.
func (l *run) look(p *employeeRow) {
	for i := range p.columns {
		l.people[i].note(p.columns[i], l.answers, p.id, p.id)
	}
	for i, c := range p.place.cells() {
		l.people[len(p.columns)+i].note(c, l.answers, p.id, p.id)
	}
}

// sightOf returns the sight of a key of /people.
func (l *run) sightOf(key string) *sight {
	return &l.people[slices.IndexFunc(l.people, func(s sight) bool { return s.key == key })]
}

// put sets a field. A blank is Empty only if it cannot mean that the token must
// not see the value: its right to private data is proved, employees of this kind may
// have a blank there, the employee shows private data, and the keys on which it rests
// were seen to have values.
func (l *run) put(e *employee.Employee, f employee.Field, v employee.Value, err error, required bool, on ...*sight) {
	if err == nil {
		proved := l.grant.private() == employee.VisibilityYes
		empty := v.State() == employee.StateEmpty
		if empty && !(proved && (!required || mayLack(e))) {
			v = employee.Withheld()
		}
		for _, s := range on {
			if s == nil || v.State() == employee.StateWithheld {
				continue
			}
			if !proved {
				v = employee.Withheld()
				continue
			}
			v = l.rest(e, f, v, s)
		}
	}
	wire.Put(e, f, v, err)
}

// mayLack reports whether an employee may lack what Humaans requires of active
// ones. One whose status is not known may be active.
func mayLack(e *employee.Employee) bool {
	return e.Status == employee.StatusPending || e.Status == employee.StatusInactive
}

// today returns the day of the run's instant in a zone. Where the zone is unknown,
// it is the day that has begun everywhere: twelve hours behind UTC.
func (l *run) today(zone string) employee.Date {
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
