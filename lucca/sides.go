package lucca

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

// The lists of the current API. Each has the name of the scope that opens it.
const (
	listEmployees      = "employees"
	listEmployments    = "employments"
	listJobPositions   = "job-positions"
	listDepartments    = "departments"
	listEstablishments = "business-establishments"
	listEntities       = "legal-entities"
	listRecords        = "employee-personal-records"
	listAttributes     = "employee-attributes"
)

// sideOf names the list beside the people that a field needs, if any.
func sideOf(f employee.Field) string {
	switch f {
	case employee.FieldDepartment:
		return listDepartments
	case employee.FieldLocation, employee.FieldTimeZone:
		return listEstablishments
	case employee.FieldLegalEntity:
		return listEntities
	case employee.FieldOriginalHireDate:
		return listEmployments
	case employee.FieldPersonalEmail, employee.FieldMobilePhone:
		return listRecords
	}
	if _, custom := f.CustomKey(); custom {
		return listAttributes
	}
	return ""
}

// needed returns the lists beside the people that the fields need.
func (l *current) needed() []string {
	var names []string
	for _, f := range l.fields() {
		if name := sideOf(f); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// scope returns the scopes that the fields need, as OAuth writes them.
func (l *current) scope() string {
	scopes := []string{listEmployees, listEmployments, listJobPositions}
	for _, name := range l.needed() {
		if !slices.Contains(scopes, name) {
			scopes = append(scopes, name)
		}
	}
	return strings.Join(scopes, ".readonly ") + ".readonly"
}

// sides is what the current API keeps beside the people.
type sides struct {
	refused map[string]bool // the lists that the credentials may not read
	// probe says that nobody looked into the lists, only whether they can be
	// read: what they would give then stands for itself.
	probe bool

	named      map[string]map[string]named // by list and id
	starts     starts                      // by employee
	records    map[string]privateRecord    // by employee
	attributes attributes
}

// A value is what was read, or why it cannot be.
type value struct {
	v     employee.Value
	fault error
}

// readSides reads the lists that the fields need. One that is refused withholds
// its fields: what came before the refusal is not kept.
func (l *current) readSides(ctx context.Context, asOf time.Time) (*sides, error) {
	s := &sides{refused: make(map[string]bool), named: make(map[string]map[string]named)}
	for _, name := range l.needed() {
		err := l.readSide(ctx, s, name, asOf)
		if isRefused(err) {
			s.refused[name], err = true, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (l *current) readSide(ctx context.Context, s *sides, name string, asOf time.Time) error {
	switch name {
	case listEmployments:
		return l.readStarts(ctx, s)
	case listRecords:
		return l.readRecords(ctx, s)
	case listAttributes:
		return l.readAttributes(ctx, s, asOf)
	}
	var all map[string]named
	_, err := sideList(l, name, nil, func(n *named) string { return n.ID.Raw() }).
		fold(ctx, func() { all = make(map[string]named) }, func(n named) { all[n.ID.Raw()] = n })
	if err == nil {
		s.named[name] = all
	}
	return err
}

// probeSides looks whether the lists that the fields need can be read.
func (l *current) probeSides(ctx context.Context) (*sides, error) {
	s := &sides{refused: make(map[string]bool), probe: true}
	for _, name := range l.needed() {
		read := cursorPages[struct{}, nothing](l.rest, opSide+name, name, 1, url.Values{"include": {includeLinks}})
		_, _, err := read(ctx, "")
		if isRefused(err) {
			s.refused[name], err = true, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

const (
	opSide       = "list "
	includeLinks = "links,totalCount"
)

// sideList is the list of a name, in Lucca's own order, which is by id.
func sideList[T any](l *current, name string, query url.Values, id func(*T) string) list[T] {
	q := url.Values{"include": {includeLinks}}
	maps.Copy(q, query)
	read := cursorPages[T, nothing](l.rest, opSide+name, name, currentPage, q)
	return list[T]{
		client: l.rest, op: opSide + name, id: id,
		read: func(ctx context.Context, cursor string) (page[T], error) {
			p, _, err := read(ctx, cursor)
			return p, err
		},
	}
}

// A named is a department, an establishment or a legal entity.
type named struct {
	ID, Name, LegalName, TimezoneID record.Cell
}

func nameCell(n *named) record.Cell { return n.Name }

// lookup reads a cell of the record of a list that is referred to. A record that
// is not in the list, such as an archived department, is withheld.
func (s *sides) lookup(list string, to *reference, cell func(*named) record.Cell) (employee.Value, error) {
	id, err := idOf(to)
	if !id.Known() || err != nil || s.probe && !s.refused[list] {
		return id, err
	}
	n := s.named[list][id.String()]
	return cell(&n).Text()
}

func (l *current) readStarts(ctx context.Context, s *sides) error {
	type employed struct {
		ID       record.Cell
		Employee reference
		Start    object[dated]
	}
	var all starts
	_, err := sideList(l, listEmployments, nil, func(x *employed) string { return x.ID.Raw() }).
		fold(ctx, func() { all = newStarts() }, func(x employed) {
			v, err := dayOf(&x.Start)
			all.add(x.Employee.value.ID.Raw(), v, err)
		})
	if err == nil {
		s.starts = all
	}
	return err
}

// original is the start of the earliest employment, Withheld for somebody none
// of whose employments is listed.
func (s *sides) original(id string) (employee.Value, error) {
	if s.probe && !s.refused[listEmployments] {
		return employee.Empty(), nil
	}
	return s.starts.of(id)
}

// A privateRecord is the personal record of an employee.
type privateRecord struct {
	ID, Email, PhoneNumber record.Cell
	Employee               reference
}

func (l *current) readRecords(ctx context.Context, s *sides) error {
	owner := func(r *privateRecord) string { return r.Employee.value.ID.Raw() }
	var all map[string]privateRecord
	_, err := sideList(l, listRecords, nil, owner).
		fold(ctx, func() { all = make(map[string]privateRecord) }, func(r privateRecord) { all[owner(&r)] = r })
	if err == nil {
		s.records = all
	}
	return err
}

// private reads a cell of the personal record; who has none has it withheld.
func (s *sides) private(id string, cell func(*privateRecord) record.Cell) (employee.Value, error) {
	if s.probe && !s.refused[listRecords] {
		return employee.Empty(), nil
	}
	r := s.records[id]
	return cell(&r).Text()
}
