package bamboohr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const (
	opReport = "read the custom report"
	// maxReport caps the one body that holds everybody: 250,000 people of 4 kB.
	maxReport = 1 << 30
)

// A report is an answer of POST /reports/custom: everybody in one body.
type report struct {
	kinds map[string]string // the vendor's type of each column that came back, by requested name
	names map[string]string // the key of that column in a row: "4567" comes back as "4567.0"
	rows  map[string]reported
	order []string // the ids as they came
}

// A reported is one person of a report, by the keys of the columns.
type reported map[string]record.Cell

// readReport asks for the named columns of everybody, or of the given ids.
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
		r, err = decodeReport(res, names)
		return err
	})
	return r, err
}

func decodeReport(res *rest.Response, names []string) (*report, error) {
	var answer struct {
		Fields *[]struct {
			ID   record.Cell `json:"id"`
			Type record.Cell `json:"type"`
		} `json:"fields"`
		Employees *[]struct{}  `json:"employees"` // empty: they are in rows
		Error     *vendorError `json:"error"`
	}
	var rows []reported
	people := rest.Part{Path: []string{"employees"}, Item: func(item []byte) error {
		var row reported
		err := json.Unmarshal(item, &row)
		rows = append(rows, row)
		return err
	}}
	if err := res.Parts(&answer, people); err != nil {
		return nil, err
	}
	switch {
	case answer.Error != nil:
		return nil, answer.Error.wrap()
	case answer.Fields == nil || answer.Employees == nil:
		return nil, errors.New("the report has no columns or no list of people")
	}
	r := &report{kinds: make(map[string]string), names: make(map[string]string), rows: make(map[string]reported, len(rows))}
	for _, f := range *answer.Fields {
		r.addColumn(names, f.ID.Raw(), f.Type.Raw())
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
		id := row["id"].Raw()
		if id == "" {
			return &employee.FetchError{Provider: provider, Op: opReport, Err: employee.ErrMalformed,
				Message: fmt.Sprintf("person %d of the report has no id", i+1)}
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

// cell returns a person's cell, and a missing one if the column did not come
// back, the person is not in the report, or there is none.
func (r *report) cell(id, name string) record.Cell {
	if r == nil {
		return record.Cell{}
	}
	key, ok := r.names[name]
	if !ok {
		return record.Cell{}
	}
	return r.rows[id][key]
}

// fill sets one custom field. Doubtful means that a blank cell of this person
// may be something that the key must not see; an unticked box is blank, too.
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
	record.Put(e, employee.CustomField(key), believed(v, cell, doubtful), err)
}

// runReport lists everybody, or the given ids, by the report alone, for a tenant
// that does not serve the list. Nothing there tells a blank cell from one that
// the key must not see.
func (l *listing) runReport(ids ...string) error {
	var names []string
	for _, col := range l.c.columns {
		if col.report != "" {
			names = append(names, col.report)
		}
	}
	r, err := l.c.readReport(l.ctx, append(names, l.c.custom...), ids...)
	if err != nil {
		return err
	}
	for _, id := range r.order {
		e := employee.Employee{ID: id}
		for _, col := range l.c.columns {
			if col.report != "" {
				col.fill(&e, r.cell(id, col.report), true)
			}
		}
		for _, key := range l.c.custom {
			r.fill(&e, key, true)
		}
		if !l.yield(e) {
			return errStopped
		}
	}
	return nil
}
