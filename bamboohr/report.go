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
}

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
	request := rest.Request{Op: opReport, Method: "POST", Reads: true, Path: "reports/custom", MaxBytes: maxReport,
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
	r := &report{kinds: make(map[string]string), names: make(map[string]string), rows: make(map[string]reported)}
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

func (r *report) addRows(rows []reported) error {
	for i, row := range rows {
		id := row["id"].ID()
		if id == "" {
			return &employee.FetchError{Provider: provider, Op: opReport, Err: employee.ErrMalformed,
				Message: fmt.Sprintf("employee %d of the report has no id", i+1)}
		}
		if _, double := r.rows[id]; double {
			return &employee.FetchError{Provider: provider, Op: opReport, Err: employee.ErrMalformed,
				Message: fmt.Sprintf("the report has the id %q twice", id)}
		}
		r.rows[id] = row
		r.order = append(r.order, id)
	}
	return nil
}

// cell returns an employee's cell, and a missing one if the column did not come
// back, the employee is not in the report, or there is no report.
func (r *report) cell(id, name string) wire.Cell {
	if r == nil {
		return wire.Cell{}
	}
	key, ok := r.names[name]
	if !ok {
		return wire.Cell{}
	}
	return r.rows[id][key]
}

// fill sets one custom field. Doubtful means that a blank cell of this employee
// may stand for a value that the key must not see; an unticked box is blank, too.
func (r *report) fill(e *employee.Employee, key string, doubtful bool) {
	cell := r.cell(e.ID, key)
	read := cell.Text
	switch r.kinds[key] {
	case "date":
		read = cell.Date
	case "bool", "checkbox":
		read = cell.Bool
	case "int", "integer":
		read = cell.Number
	case "multilist":
		read = func() (employee.Value, error) { return cell.Labels("label") }
	case "currency":
		read = func() (employee.Value, error) {
			if v, err := cell.Number(); err == nil {
				return v, nil
			}
			return cell.Text() // with its code: "1200.00 EUR"
		}
	}
	v, err := read()
	wire.Put(e, employee.CustomField(key), believed(v, cell, doubtful), err)
}

// listReport is list by the report alone, for a tenant that does not serve the list.
// A blank cell there cannot be told from one that the key must not see.
func (l *run) listReport(begin func(), keep func(employee.Employee) error) error {
	l.total = listing.Uncounted
	if begin != nil {
		begin()
	}
	employees, err := l.c.byReport(l.ctx)
	for i := range employees {
		if err := keep(employees[i]); err != nil {
			return err
		}
	}
	return err
}

// byReport returns all employees, or those with the given ids, by the report alone.
func (c *Client) byReport(ctx context.Context, ids ...string) ([]employee.Employee, error) {
	var names []string
	for _, col := range c.columns {
		if col.report != "" {
			names = append(names, col.report)
		}
	}
	r, err := c.readReport(ctx, append(names, c.custom...), ids...)
	if err != nil {
		return nil, err
	}
	employees := make([]employee.Employee, 0, len(r.order))
	for _, id := range r.order {
		e := employee.Employee{ID: id}
		for _, col := range c.columns {
			if col.report != "" {
				col.fill(&e, r.cell(id, col.report), true)
			}
		}
		for _, key := range c.custom {
			r.fill(&e, key, true)
		}
		employees = append(employees, e)
	}
	return employees, nil
}
