package bamboohr

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	opReport = "read the custom report"
	// maxReport caps the one body that holds all employees: 250,000 of 4 kB each.
	maxReport = 1 << 30
)

// A report is an answer of POST /reports/custom: all employees in one body.
type report struct {
	kinds map[string]string // the vendor's type of each column that came back, by requested name
	names map[string]string // the key of that column in a row: "4567" comes back as "4567.0"
	rows  map[string]reported
	order []string // the ids as they came

	torn    map[torn]bool       // cells in which the rows of an employee differ
	options map[string][]string // those of the lists among the columns, if they were needed
	proof
}

// A torn is a cell in which the rows of an employee differ.
type torn struct{ id, column string }

// A reported is one employee of a report, by the keys of the columns.
type reported map[string]wire.Cell

// A reportAnswer is what is read of an answer of POST /reports/custom. Which keys the
// employees have is known only when both lists are read.
type reportAnswer struct {
	*wire.Answer
	failure             failure
	columns, employees  *wire.List
	column, kind, owner wire.Place
}

func newReportAnswer() *reportAnswer {
	a := &reportAnswer{Answer: wire.NewAnswer()}
	a.failure = newFailure(a.Answer)
	a.columns, a.employees = a.List("fields"), a.List("employees")
	a.column, a.kind = a.columns.Place("id"), a.columns.Place("type")
	a.owner = a.employees.Place("id")
	a.employees.Others()
	return a
}

// readReport asks for the named columns of all employees, or of the given ids.
func (c *Client) readReport(ctx context.Context, names []string, ids ...string) (*report, error) {
	type filters struct {
		EmployeeIDs []int `json:"employeeIds"`
	}
	body := struct {
		Title   string   `json:"title"`
		Fields  []string `json:"fields"`
		Filters *filters `json:"filters,omitempty"`
	}{Title: "rosterkit", Fields: names}
	if len(ids) > 0 {
		body.Filters = &filters{EmployeeIDs: []int{}}
		for _, id := range ids {
			if n, err := strconv.Atoi(id); err == nil {
				body.Filters.EmployeeIDs = append(body.Filters.EmployeeIDs, n)
			}
		}
	}
	var r *report
	request := rest.Request{Op: opReport, Method: "POST", Reads: true, Path: c.v1 + "reports/custom", MaxBytes: maxReport,
		Query: url.Values{"format": {"json"}, "onlyCurrent": {"true"}}, Body: body}
	err := c.rest.Do(ctx, request, func(res *rest.Response) (err error) {
		r, err = c.report.read(res.Body, names)
		return err
	})
	return r, err
}

func (a *reportAnswer) read(body io.Reader, names []string) (*report, error) {
	asked := make(map[string]bool, len(names))
	for _, name := range names {
		asked[name] = true
	}
	r := &report{kinds: make(map[string]string), names: make(map[string]string), rows: make(map[string]reported),
		torn: make(map[torn]bool)}
	var rows []reported
	answer, err := a.Read(body,
		a.columns.Each(func(column *wire.Record) error {
			r.addColumn(names, column.At(a.column).Raw(), column.At(a.kind).Raw())
			return nil
		}),
		a.employees.Each(func(e *wire.Record) error {
			row := reported{"id": e.At(a.owner)}
			for _, m := range e.Others() {
				if name, _, _ := strings.Cut(m.Key, "."); asked[m.Key] || asked[name] {
					row[m.Key] = m.Cell
				}
			}
			rows = append(rows, row)
			return nil
		}))
	if err != nil {
		return nil, err
	}
	if err := a.failure.in(answer); err != nil {
		return nil, err
	}
	if !answer.Has(a.columns) || !answer.Has(a.employees) {
		return nil, errors.New("the report has no columns or no list of employees")
	}
	return r, r.addRows(rows)
}

// addColumn notes a column that came back. Others than those asked for may
// come, and a number comes back with a suffix: of 4567.0 and 4567.1, the first
// is what 4567 asked for.
func (r *report) addColumn(names []string, id, kind string) {
	name := id
	if !slices.Contains(names, name) {
		name, _, _ = strings.Cut(id, ".")
	}
	_, taken := r.names[name]
	if slices.Contains(names, name) && (id == name || !taken) {
		r.kinds[name], r.names[name] = kind, id
	}
}

// addRows takes the rows in. Where a column is that of a table, an employee has as many
// rows as are in it.
func (r *report) addRows(rows []reported) error {
	for i, row := range rows {
		id := row["id"].ID()
		if id == "" {
			return &employee.FetchError{Provider: provider, Op: opReport, Err: employee.ErrMalformed,
				Message: fmt.Sprintf("employee %d of the report has no id", i+1)}
		}
		if first, double := r.rows[id]; double {
			for _, column := range r.names {
				if first[column] != row[column] {
					r.torn[torn{id, column}] = true
				}
			}
			continue
		}
		r.rows[id] = row
		r.order = append(r.order, id)
	}
	return nil
}

var errTorn = errors.New("the report has several rows of the employee, with different values")

// cell returns an employee's cell, and a missing one if the column did not come
// back, the employee is not in the report, or there is no report.
func (r *report) cell(id, name string) (wire.Cell, error) {
	column, ok := r.cellName(name)
	switch {
	case !ok:
		return wire.Cell{}, nil
	case r.torn[torn{id, column}]:
		return wire.Cell{}, errTorn
	}
	return r.rows[id][column], nil
}

// cellName returns the key that the cells of a column have, if it came back.
func (r *report) cellName(name string) (key string, ok bool) {
	if r == nil {
		return "", false
	}
	key, ok = r.names[name]
	return key, ok
}

// fill sets one custom field.
func (r *report) fill(e *employee.Employee, key string) {
	column, ofCurrency := columnOf(key)
	cell, err := r.cell(e.ID, column)
	var v employee.Value
	switch {
	case err != nil:
	case ofCurrency:
		v, err = readCurrency(cell)
	default:
		v, err = r.read(column, cell)
	}
	wire.Put(e, employee.CustomField(key), believed(v, cell, r.doubtful(e.ID, column)), err)
}

// read reads a cell of a column.
func (r *report) read(name string, cell wire.Cell) (employee.Value, error) {
	if r == nil {
		return employee.Withheld(), nil
	}
	return readCell(r.kinds[name], cell, r.options[name])
}

// listReport is list by the report alone, for a tenant that does not serve the list.
func (l *run) listReport(begin func(), keep func(employee.Employee) error) error {
	l.total = listing.Uncounted
	if begin != nil {
		begin()
	}
	employees, rep, err := l.c.byReport(l.ctx, l.beside)
	l.report = rep
	for i := range employees {
		l.tell(&employees[i])
		if err := keep(employees[i]); err != nil {
			return err
		}
	}
	return err
}

// byReport returns all employees, or those with the given ids, by the report alone.
func (c *Client) byReport(ctx context.Context, p *completion, ids ...string) ([]employee.Employee, *report, error) {
	var names []string
	for _, col := range c.columns {
		if col.report != "" {
			names = append(names, col.report)
		}
	}
	r, err := c.readReport(ctx, append(names, c.asked...), ids...)
	if err == nil {
		err = p.complete(r)
	}
	if err != nil {
		return nil, nil, err
	}
	employees := make([]employee.Employee, 0, len(r.order))
	for _, id := range r.order {
		e := employee.Employee{ID: id}
		for _, col := range c.columns {
			if col.report != "" {
				col.fromReport(&e, r)
			}
		}
		for _, key := range c.custom {
			r.fill(&e, key)
		}
		employees = append(employees, e)
	}
	return employees, r, nil
}
