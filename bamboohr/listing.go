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
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	opList   = "list employees"
	pageSize = 2500 // the vendor's maximum
)

// A run is one listing of all employees.
type run struct {
	c       *Client
	ctx     context.Context // a run lives as long as one call
	beside  *completion
	report  *report  // nil if nothing is wanted of it
	lacking []string // columns that the list does not know, for the report; nil before the first page
	pages   int      // that came
	total   int      // by the vendor's own count; listing.Uncounted if it gives none
	proven  bool     // the report is complete
	told    bool     // an employee has the problem of all blank fields without proof
}

func (c *Client) newRun(ctx context.Context) *run {
	return &run{c: c, ctx: ctx, beside: c.newCompletion(ctx)}
}

// list lists all employees, as a [listing.Run] does: by the list or, for a tenant
// that does not serve it, by the report.
func (l *run) list(begin func(), keep func(employee.Employee) error) (err error) {
	if err = l.readBeside(); err != nil {
		return err
	}
	var memory []row
	compared := false // list and report, once
	if whole := begin; whole != nil {
		begin = func() { l.told = false; whole() }
	}
	l.total, err = listing.List[row]{
		Provider: provider, Op: opList,
		ID:       func(r *row) string { return l.c.page.idOf(*r) },
		Progress: func(n int) { l.c.rest.Progress(l.ctx, opList, n) },
		Restart:  lostPlace,
		Pages: listing.ByCursor(func(ctx context.Context, cursor string) (listing.Page[row], error) {
			p, err := l.c.readPage(ctx, cursor, pageSize, memory)
			if err != nil {
				return listing.Page[row]{}, err
			}
			memory = p.Items
			l.pages++
			if err = l.supplement(p.Items); err == nil {
				err = l.prove()
			}
			return p, err
		}),
		Judge: func(seen *listing.Seen) (string, error) {
			if l.unlisted(seen) == 0 {
				return "", nil
			}
			if compared {
				return "", l.fail(fmt.Sprintf("employees of the report that the list lacks: %d", l.unlisted(seen)))
			}
			compared = true
			if err := l.readBeside(); err != nil || l.unlisted(seen) == 0 {
				return "", err // the missing employees are not in the new report either
			}
			return "the report has employees that the list lacks", nil
		},
	}.Run(l.ctx, begin, func(r *row) error {
		e := l.c.fromList(l.c.page.idOf(*r), *r, l.report)
		l.tell(&e)
		return keep(e)
	})
	if l.pages == 0 && !listed(err) {
		return l.listReport(begin, keep)
	}
	return err
}

// readBeside reads what the list does not have of all employees, if it is wanted.
func (l *run) readBeside() (err error) {
	if names := slices.Concat(l.c.asked, l.lacking); len(names) > 0 {
		l.proven = false
		l.report, err = l.c.readReport(l.ctx, names)
	}
	return err
}

// prove completes the report, once for each. It waits for the first page of the list: a
// list that is not served, or lacks columns, means another report.
func (l *run) prove() error {
	if l.report == nil || l.proven {
		return nil
	}
	l.proven = true
	return l.beside.complete(l.report)
}

// supplement looks at the first page for columns that the list does not know,
// and reads them from the report. A key that may not read reports gets the list without them.
func (l *run) supplement(rows []row) error {
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

// lostPlace reports whether the list has to be begun again: the employee at the border
// of two pages was removed, or no longer fits.
func lostPlace(err error) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return ok && fe.Code == "BadPage"
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

// unlisted counts the employees of the report that the list has not shown. A report
// that only supplements a page of the list says nothing about which employees are on it.
func (l *run) unlisted(seen *listing.Seen) (n int) {
	if l.report == nil || len(l.c.custom) == 0 {
		return 0
	}
	for id := range l.report.rows {
		if !seen.Has(id) {
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

func (l *run) fail(why string) error {
	return &employee.FetchError{Provider: provider, Op: opList, Message: why, Err: employee.ErrIncomplete}
}

// alwaysListed returns the names that come without being asked for. BambooHR
// counts them as no choice: its own description refuses them in "fields".
func alwaysListed() []string {
	return []string{"firstName", "lastName", "preferredName", "jobTitleName", "status"}
}

// readPage reads one page; the empty cursor is that of the first. There is no
// filter, and the only order is by id: BambooHR drops employees from a list that is
// filtered or sorted by a field that the key may not see for them. The page takes
// the memory of rows, which may be nil.
func (c *Client) readPage(ctx context.Context, cursor string, limit int, rows []row) (listing.Page[row], error) {
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
	var p listing.Page[row]
	err := c.rest.Do(ctx, rest.Request{Op: opList, Path: c.v1 + "employees", Query: query}, func(r *rest.Response) (err error) {
		p, err = c.page.read(r.Body, rows)
		return err
	})
	return p, err
}

func (a *pageAnswer) read(body io.Reader, rows []row) (listing.Page[row], error) {
	p := listing.Page[row]{Items: rows[:0], Total: listing.Uncounted}
	answer, err := a.Read(body, a.employees.Each(func(r *wire.Record) error {
		p.Items = addRow(p.Items, r.Cells())
		return nil
	}))
	if err != nil {
		return p, err
	}
	if err := a.failure.in(answer); err != nil {
		return p, err
	}
	if !answer.Has(a.employees) {
		return p, errors.New("the answer has no list of employees")
	}
	total, counted, err := answer.At(a.total).Count()
	if err != nil {
		return p, fmt.Errorf("the total of the list: %w", err)
	}
	if counted {
		p.Total = total
	}
	if p.Next, err = answer.At(a.next).Single(); err != nil {
		return p, fmt.Errorf("the cursor of the next page: %w", err)
	}
	switch meta := answer.At(a.meta); {
	case meta.Kind() == wire.KindObject, (meta.Missing() || meta.Null()) && counted:
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

// lacking returns the report's names of the columns that came back for no employee:
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

// fromList makes an employee of a row of the list and the same employee's row of
// the report. An employee who joined after the report has no row there: the fields
// that come from it are Withheld.
func (c *Client) fromList(id string, r row, rep *report) employee.Employee {
	e := employee.Employee{ID: id}
	hidden, told, strange := c.restricted(r[c.page.restricted])
	if strange {
		e.Problems = append(e.Problems, employee.Problem{EmployeeID: id, Reason: strangeRestriction})
	}
	for i, col := range c.columns {
		cell := r[c.page.columns[i]]
		switch {
		case slices.Contains(hidden, col.list):
			col.fill(&e, wire.Cell{}, nil, true) // reads as Withheld
		case cell.Missing():
			col.fromReport(&e, rep)
		default:
			col.fill(&e, cell, nil, !told || strange)
		}
	}
	for _, key := range c.custom {
		rep.fill(&e, key)
	}
	return e
}

const strangeRestriction = "the key may not see a field under a name that was not asked for: " +
	"every blank field of the list is withheld"

// restricted returns the names of the fields that the key may not see of an employee,
// and whether the row told them. Strange are names that are none of those asked for:
// any field may be meant.
func (c *Client) restricted(cell wire.Cell) (names []string, told, strange bool) {
	for item := range cell.Items() {
		name := item.Raw()
		if item.Kind() == wire.KindObject {
			name = item.At("name").Raw()
		}
		if c.listed[name] {
			names = append(names, name)
		} else {
			strange = true
		}
	}
	return names, cell.Kind() == wire.KindArray, strange
}
