package lucca

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	currentPath    = "/lucca-api"
	currentVersion = "2024-11-01"
)

// current reads with an OAuth client.
type current struct {
	api
	custom []string

	named       map[string]*table[named] // by the name of the list
	employments *table[employed]
	records     *table[privateRecord]
	attributes  *table[attribute]
	definitions *table[attributeDefinition]
}

func newCurrent(o rest.Options, tokenBase, id, secret string, fields []employee.Field, custom []string) (*current, error) {
	o.Secrets, o.IDs = []string{secret}, []string{id}
	l := &current{
		custom: custom, named: make(map[string]*table[named]), employments: employedTable(), records: recordTable(),
		attributes: attributeTable(), definitions: attributeDefinitionTable(),
	}
	for _, name := range []string{listDepartments, listEstablishments, listEntities} {
		l.named[name] = namedTable(name)
	}
	columns := choose(currentColumns(), fields)
	for _, key := range custom {
		columns = append(columns, attributeColumn(key))
	}
	var tables *layout
	l.list, tables = employeeTable()
	l.form = newForm(columns, tables, [parts]string{"lastUpdatedAt", "lastUpdatedAt", "lastUpdatedAt"})
	// All employees are asked for, whatever their status.
	l.query = url.Values{"include": {"embedded," + includeLinks}, "sort": {"id"}, "status": {"active,upcoming,deactivated"}}
	tokenOptions := o
	tokenOptions.BaseURL = tokenBase
	token, tokenErr := newToken(tokenOptions, id, secret, l.scope())
	o.Token = token
	var err error
	l.rest, err = rest.New(o)
	if o.BaseURL == tokenBase {
		tokenErr = nil // the same fault
	}
	return l, errors.Join(err, tokenErr)
}

func (l *current) hasWord() bool { return true }

const (
	opSide = "list "
	// includeLinks asks for the count, and for links where there is no count.
	includeLinks = "links,totalCount"
)

// currentTable returns a list of the current API.
func currentTable[T any](name string, keys func(*wire.Table) (read func(*wire.Record, *T)), id func(*T) string) *table[T] {
	t := &table[T]{op: opSide + name, path: strings.TrimPrefix(currentPath, "/") + "/" + name, answer: wire.NewAnswer(), id: id}
	t.header = http.Header{"Api-Version": {currentVersion}}
	t.paging = paging{most: 100, least: 25, with: byNumber} // 25 is what Lucca gives without a limit
	t.rows, t.total = t.answer.List("items"), t.answer.Place("totalCount")
	t.links, t.next = t.answer.Place("links"), t.answer.Place("links", "next")
	t.read = keys(&t.rows.Table)
	return t
}

// employeeTable returns the list of employees, with the employments and job positions
// that apply: these come beside the employees, by their ids.
func employeeTable() (*table[row], *layout) {
	t := currentTable(listEmployees, rowReader, func(r *row) string { return r.id })
	employments, positions := t.answer.Map("embedded", "employment"), t.answer.Map("embedded", "job-position")
	employmentAt := t.rows.Place("applicableEmployment", "id")
	positionAt := t.rows.Place("applicableJobPosition", "id")
	t.embedded = func() embedded[row] {
		var e, p members
		return embedded[row]{
			clear: func() { e.clear(); p.clear() },
			lists: []wire.Each{employments.Each(e.add), positions.Each(p.add)},
			join: func(rows []row) {
				for i := range rows {
					c := &rows[i].cells
					c[employment] = e.byID[c[own].at(employmentAt).ID()]
					c[position] = p.byID[c[own].at(positionAt).ID()]
				}
			},
		}
	}
	return t, &layout{&t.rows.Table, &employments.Table, &positions.Table}
}

// Members are embedded records of a kind, by their ids. Their memory is that of the
// answer before.
type members struct {
	byID map[string]cells
	all  cells // one record behind another
}

func (m *members) clear() {
	if m.byID == nil {
		m.byID = make(map[string]cells)
	}
	clear(m.byID)
	m.all = m.all[:0]
}

// add takes a record. Null, and what has no id, is none.
func (m *members) add(r *wire.Record) error {
	if id := r.Key(); id != "" && !r.Null() {
		start := len(m.all)
		m.all = append(m.all, r.Cells()...)
		m.byID[id] = m.all[start:len(m.all):len(m.all)]
	}
	return nil
}

// needed names the lists beside the employees that the fields need.
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

// beside reads the lists that the fields need. One that is refused withholds its
// fields: what came before the refusal is not kept.
func (l *current) beside(ctx context.Context, asOf time.Time) (*sides, error) {
	s := newSides(asOf)
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

func (l *current) readSide(ctx context.Context, s *sides, name string, asOf time.Time) (err error) {
	switch name {
	case listEmployments:
		s.terms, err = l.readEmployments(ctx)
	case listRecords:
		s.records, err = l.readRecords(ctx)
	case listAttributes:
		s.attributes, err = l.readAttributes(ctx, asOf)
	default:
		s.named[name], err = l.readNamed(ctx, name)
	}
	return err
}

// probe looks whether the lists that the fields need can be read.
func (l *current) probe(ctx context.Context, asOf time.Time) (*sides, error) {
	s := newSides(asOf)
	s.probe = true
	nothing := func(*wire.Table) func(*wire.Record, *struct{}) { return func(*wire.Record, *struct{}) {} }
	for _, name := range l.needed() {
		pages := currentTable(name, nothing, nil).pages(l.rest, sideQuery(), 1)
		_, _, err := pages.page(ctx, 0)
		if isRefused(err) {
			s.refused[name], err = true, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}
