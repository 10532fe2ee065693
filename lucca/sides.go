package lucca

import (
	"context"
	"net/url"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/spell"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// The lists of the current API, each by the name of the scope that opens it, and that
// of v4.
const (
	listEmployees      = "employees"
	listEmployments    = "employments"
	listJobPositions   = "job-positions"
	listDepartments    = "departments"
	listEstablishments = "business-establishments"
	listEntities       = "legal-entities"
	listRecords        = "employee-personal-records"
	listAttributes     = "employee-attributes"
	listContracts      = "work-contracts"
)

// sideOf names the list beside the employees that a field needs, if any.
func sideOf(f employee.Field) string {
	switch f {
	case employee.FieldDepartment:
		return listDepartments
	case employee.FieldLocation, employee.FieldTimeZone:
		return listEstablishments
	case employee.FieldLegalEntity:
		return listEntities
	case employee.FieldHireDate:
		return listEmployments
	case employee.FieldPersonalEmail, employee.FieldMobilePhone:
		return listRecords
	}
	if _, custom := f.CustomKey(); custom {
		return listAttributes
	}
	return ""
}

// sides is what Lucca keeps beside the list of employees.
type sides struct {
	refused map[string]bool // the lists that the credentials may not read
	// probe says that the lists were not read: it is known only whether they can be.
	// What they would give then stands for itself.
	probe bool

	today      employee.Date // UTC, when the listing began
	terms      terms
	named      map[string]map[string]named // by list and id
	records    map[string]privateRecord    // by employee
	attributes attributes
	labels     labels
}

func newSides(asOf time.Time) *sides {
	return &sides{
		refused: make(map[string]bool), named: make(map[string]map[string]named),
		today: employee.DateAt(asOf, time.UTC), terms: newTerms(),
	}
}

// unread reports whether a list was not read although it can be.
func (s *sides) unread(list string) bool { return s.probe && !s.refused[list] }

// A value is what was read, or why it cannot be.
type value struct {
	v     employee.Value
	fault error
}

// sideQuery is the query for a list in Lucca's own order, which is by id.
func sideQuery() url.Values { return url.Values{"include": {includeLinks}} }

// A named is a department, an establishment or a legal entity.
type named struct {
	id                    string
	name, legalName, zone wire.Cell
}

func (n *named) readName() (employee.Value, error) { return wire.Named(n.name.Text()) }

func namedTable(list string) *table[named] {
	return currentTable(list, func(t *wire.Table) func(*wire.Record, *named) {
		id, name, legalName, zone := t.Place("id"), t.Place("name"), t.Place("legalName"), t.Place("timezoneId")
		return func(r *wire.Record, n *named) { *n = named{r.At(id).ID(), r.At(name), r.At(legalName), r.At(zone)} }
	}, func(n *named) string { return n.id })
}

func (l *current) readNamed(ctx context.Context, list string) (all map[string]named, err error) {
	begin := func() { all = make(map[string]named) }
	_, err = l.named[list].run(ctx, l.rest, sideQuery(), begin, func(n *named) error { all[n.id] = *n; return nil })
	if err != nil {
		return nil, err
	}
	return all, nil
}

// lookup reads a cell of the record of a list that is referred to. A record that is
// not in the list, such as an archived department, is withheld.
func lookup(list string, p part, key string, read func(*named) (employee.Value, error)) func(*layout) reading {
	return func(l *layout) reading {
		to := referenceAt(l[p], key)
		return func(r *row) (employee.Value, error) {
			id, err := to.idOf(r.cells[p])
			if !id.Known() || err != nil || r.sides.unread(list) {
				return id, err
			}
			n := r.sides.named[list][id.String()]
			return read(&n)
		}
	}
}

// An employed is an employment in the list of all.
type employed struct {
	id, owner  string
	start, end spell.Part
}

func employedTable() *table[employed] {
	return currentTable(listEmployments, func(t *wire.Table) func(*wire.Record, *employed) {
		id, owner := t.Place("id"), t.Place("employee", "id")
		start, end := datedAt(t, "start"), datedAt(t, "end")
		return func(r *wire.Record, x *employed) {
			c := r.Cells()
			*x = employed{r.At(id).ID(), r.At(owner).ID(), spell.Of(start.of(c)), spell.Of(end.of(c))}
		}
	}, func(x *employed) string { return x.id })
}

func (l *current) readEmployments(ctx context.Context) (all terms, err error) {
	_, err = l.employments.run(ctx, l.rest, sideQuery(), func() { all = newTerms() }, func(x *employed) error {
		return all.add(l.employments.op, x.id, x.owner, x.start, x.end)
	})
	if err != nil {
		return terms{}, err
	}
	return all, nil
}

// A privateRecord is the personal record of an employee.
type privateRecord struct {
	owner        string
	email, phone wire.Cell
}

func recordTable() *table[privateRecord] {
	return currentTable(listRecords, func(t *wire.Table) func(*wire.Record, *privateRecord) {
		owner, email, phone := t.Place("employee", "id"), t.Place("email"), t.Place("phoneNumber")
		return func(r *wire.Record, p *privateRecord) { *p = privateRecord{r.At(owner).ID(), r.At(email), r.At(phone)} }
	}, func(p *privateRecord) string { return p.owner })
}

func (l *current) readRecords(ctx context.Context) (all map[string]privateRecord, err error) {
	begin := func() { all = make(map[string]privateRecord) }
	_, err = l.records.run(ctx, l.rest, sideQuery(), begin, func(p *privateRecord) error { all[p.owner] = *p; return nil })
	if err != nil {
		return nil, err
	}
	return all, nil
}

// private reads a cell of the personal record; it is withheld from an employee who has
// none.
func private(cell func(*privateRecord) wire.Cell) func(*layout) reading {
	return func(*layout) reading {
		return func(r *row) (employee.Value, error) {
			if r.sides.unread(listRecords) {
				return employee.Empty(), nil
			}
			p := r.sides.records[r.id]
			return cell(&p).Text()
		}
	}
}
