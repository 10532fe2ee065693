package bamboohr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	opList   = "list employees"
	pageSize = 2500 // the vendor's maximum
	// maxWalks bounds how often a listing starts over when people come and go
	// under it.
	maxWalks = 3
)

var (
	errWord    = errors.New("a status that BambooHR does not document")
	errStopped = errors.New("the consumer has had enough")
	errShrunk  = errors.New("people left while they were listed")
)

// A listing is one range over Employees.
type listing struct {
	c       *Client
	ctx     context.Context // a listing lives as long as one call
	yield   func(employee.Employee) bool
	report  *report        // nil if nothing is wanted of it
	lacking []string       // columns that the list does not know, for the report; nil before the first page
	yielded map[string]int // the last walk in which somebody was met, by id
	rows    []row          // memory for those of a page
	total   int            // by the vendor's own count; 0 if it gives none
}

func newListing(ctx context.Context, c *Client, yield func(employee.Employee) bool) *listing {
	return &listing{c: c, ctx: ctx, yield: yield, yielded: make(map[string]int)}
}

// run hands everybody to yield, each once. It returns errStopped if yield
// returned false.
func (l *listing) run() error {
	compared := false // list and report, once
	for walk := 1; ; walk++ {
		if err := l.readBeside(); err != nil {
			return err
		}
		if compared && l.unlisted() == 0 {
			return nil // who was missing has left
		}
		err := l.walk(walk)
		for restless(err) {
			if walk >= maxWalks {
				return l.fail(fmt.Sprintf("people left while they were listed, %d times in a row", maxWalks))
			}
			walk++
			err = l.walk(walk)
		}
		switch {
		case walk == 1 && !listed(err) && len(l.yielded) == 0:
			return l.runReport()
		case err != nil:
			return err
		case l.unlisted() == 0:
			return nil
		case compared:
			return l.fail(fmt.Sprintf("people whom the report has and the list lacks: %d", l.unlisted()))
		}
		compared = true
	}
}

// readBeside reads what the list does not have of everybody, if it is wanted.
func (l *listing) readBeside() (err error) {
	if names := slices.Concat(l.c.custom, l.lacking); len(names) > 0 {
		l.report, err = l.c.readReport(l.ctx, names)
	}
	return err
}

// supplement looks at the first page for columns that the list does not know,
// and reads them from the report. A key that may not read reports does without.
func (l *listing) supplement(rows []row) error {
	if l.lacking != nil || len(rows) == 0 {
		return nil
	}
	if l.lacking = l.c.lacking(rows); len(l.lacking) == 0 {
		return nil
	}
	err := l.readBeside()
	if len(l.c.custom) == 0 && refused(err) {
		l.lacking, err = []string{}, nil
	}
	return err
}

// restless reports whether the list has to be begun again: people left between
// two pages, which BambooHR tells of the person at the border.
func restless(err error) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return err == errShrunk || ok && fe.Code == "BadPage"
}

// listed reports whether the tenant serves the list call, going by the error of
// the first request. A key that is refused everywhere fails again on the report.
func listed(err error) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return !ok || fe.Op != opList || !refused(err)
}

// refused reports whether BambooHR does not serve a call to this key.
func refused(err error) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return ok && (fe.StatusCode == http.StatusNotFound || fe.StatusCode == http.StatusForbidden)
}

// unlisted counts the people of the report whom the list has not shown. A report
// that only supplements a page of the list says nothing about who is on it.
func (l *listing) unlisted() (n int) {
	if l.report == nil || len(l.c.custom) == 0 {
		return 0
	}
	for id := range l.report.rows {
		if _, ok := l.yielded[id]; !ok {
			n++
		}
	}
	return n
}

// A row is one employee of the list, by place.
type row []wire.Cell

// A pageAnswer is what is read of an answer of GET /employees.
type pageAnswer struct {
	*wire.Answer
	failure           failure // in place of the data, with status 200
	total, next, meta wire.Place

	employees      *wire.List
	id, restricted wire.Place
	columns        []wire.Place
}

func newPageAnswer(columns []column) *pageAnswer {
	a := &pageAnswer{Answer: wire.NewAnswer()}
	a.failure = newFailure(a.Answer)
	a.total, a.meta, a.next = a.Place("meta", "total"), a.Place("meta", "page"), a.Place("meta", "page", "nextCursor")
	a.employees = a.List("data")
	a.id, a.restricted = a.employees.Place("employeeId"), a.employees.Place("_restrictedFields")
	for _, col := range columns {
		a.columns = append(a.columns, a.employees.Place(col.list))
	}
	return a
}

// A page is one that was read.
type page struct {
	rows    []row
	next    string // the cursor of the next page; "" if this is the last
	total   int    // the vendor's own count
	counted bool   // whether there is one
}

// walk goes through the list from its first page and yields whom the listing
// has not yielded before. Walks are numbered from 1.
func (l *listing) walk(number int) error {
	met, total, most := 0, 0, 0
	pages := rest.Pages(l.c.rest, opList, func(cursor string) ([]row, string, error) {
		p, err := l.c.readPage(l.ctx, cursor, pageSize, l.rows)
		if err != nil {
			return nil, "", err
		}
		l.rows = p.rows
		if err := l.supplement(p.rows); err != nil {
			return nil, "", err
		}
		if p.counted {
			total = p.total
			most = max(most, total)
		}
		return p.rows, p.next, nil
	})
	for r, err := range pages {
		if err != nil {
			return err
		}
		id := l.c.page.idOf(r)
		if id == "" {
			return &employee.FetchError{Provider: provider, Op: opList, Err: employee.ErrMalformed,
				Message: fmt.Sprintf("person %d of the list has no id", met+1)}
		}
		last := l.yielded[id]
		if last == number {
			return l.fail(fmt.Sprintf("the list has the id %q twice", id))
		}
		met++
		l.yielded[id] = number
		if last == 0 && !l.yield(l.c.fromList(id, r, l.report)) {
			return errStopped
		}
	}
	l.total = total
	switch {
	case met < total:
		return l.fail(fmt.Sprintf("%d people arrived of %d", met, total))
	case met < most:
		return errShrunk
	case met < len(l.yielded): // in a later walk
		return l.fail(errShrunk.Error())
	}
	return nil
}

func (l *listing) fail(why string) error {
	return &employee.FetchError{Provider: provider, Op: opList, Message: why, Err: employee.ErrIncomplete}
}

// alwaysListed returns the names that come without being asked for. BambooHR
// counts them as no choice: its own description refuses them in "fields".
func alwaysListed() []string {
	return []string{"firstName", "lastName", "preferredName", "jobTitleName", "status"}
}

// readPage reads one page; the empty cursor is that of the first. There is no
// filter, and the only order is by id: BambooHR drops people from a list that is
// filtered or sorted by a field that the key may not see of them. The page takes
// the memory of rows, which may be nil.
func (c *Client) readPage(ctx context.Context, cursor string, limit int, rows []row) (page, error) {
	query := url.Values{"page[limit]": {strconv.Itoa(limit)}, "sort": {"employeeId"}}
	names := make([]string, 0, len(c.columns))
	for _, col := range c.columns {
		if !slices.Contains(alwaysListed(), col.list) {
			names = append(names, col.list)
		}
	}
	query.Set("fields", strings.Join(names, ","))
	if cursor != "" {
		query.Set("page[after]", cursor)
	}
	var p page
	err := c.rest.Do(ctx, rest.Request{Op: opList, Path: "employees", Query: query}, func(r *rest.Response) (err error) {
		p, err = c.page.read(r.Body, rows)
		return err
	})
	return p, err
}

func (a *pageAnswer) read(body io.Reader, rows []row) (page, error) {
	p := page{rows: rows[:0]}
	answer, err := a.Read(body, a.employees.Each(func(r *wire.Record) error {
		p.rows = addRow(p.rows, r.Cells())
		return nil
	}))
	if err != nil {
		return p, err
	}
	if err := a.failure.in(answer); err != nil {
		return p, err
	}
	if !answer.Has(a.employees) {
		return p, errors.New("the answer has no list of people")
	}
	if p.total, p.counted, err = answer.At(a.total).Count(); err != nil {
		return p, fmt.Errorf("the total of the list: %w", err)
	}
	if p.next, err = answer.At(a.next).Single(); err != nil {
		return p, fmt.Errorf("the cursor of the next page: %w", err)
	}
	switch meta := answer.At(a.meta); {
	case meta.Kind() == wire.KindObject, (meta.Missing() || meta.Null()) && p.counted:
		return p, nil
	}
	return p, errors.New("the answer does not say whether the list ends there")
}

// addRow adds a row of cells, in memory that is there if there is some.
func addRow(rows []row, cells []wire.Cell) []row {
	n := len(rows)
	if n == cap(rows) {
		rows = slices.Grow(rows, 1)
	}
	rows = rows[:n+1]
	rows[n] = append(rows[n][:0], cells...)
	return rows
}

// idOf returns the id of an employee, "" if there is none that can be read.
func (a *pageAnswer) idOf(r row) string { return r[a.id].ID() }

// lacking returns the report's names of the columns that came back for nobody:
// the list had 27 optional fields before it had 123, and ignores other names.
func (c *Client) lacking(rows []row) []string {
	names := []string{}
	for i, col := range c.columns {
		known := func(r row) bool { return !r[c.page.columns[i]].Missing() }
		if col.report != "" && !slices.ContainsFunc(rows, known) {
			names = append(names, col.report)
		}
	}
	return names
}

// fromList makes an employee of a row of the list and the same person's row of
// the report. A person who joined after the report has no row there: the fields
// that come from it are Withheld.
func (c *Client) fromList(id string, r row, rep *report) employee.Employee {
	e := employee.Employee{ID: id}
	hidden, told := restricted(r[c.page.restricted])
	for i, col := range c.columns {
		cell := r[c.page.columns[i]]
		switch {
		case slices.Contains(hidden, col.list):
			col.fill(&e, wire.Cell{}, !told) // reads as Withheld
		case cell.Missing():
			// Neither list nor report says whether it is hidden.
			col.fill(&e, rep.cell(id, col.report), true)
		default:
			col.fill(&e, cell, !told)
		}
	}
	for _, key := range c.custom {
		rep.fill(&e, key, !told || len(hidden) > 0)
	}
	return e
}

// restricted returns the names of the fields that the key may not see of an
// employee, and whether the row told them.
func restricted(cell wire.Cell) (names []string, told bool) {
	if _, err := cell.Text(); err == nil {
		return nil, false // not an array
	}
	v, err := cell.Labels("name")
	return v.Items(), err == nil
}
