package bamboohr

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const opSingle = "read an employee"

var errOther = errors.New("the answer is about another employee")

// readSingles proves the blank cells that are left by reading their employees one by
// one, but for those who are inactive: there, a field that the key may not see is not in
// the answer.
func (p *completion) readSingles(r *report) error {
	var status *report // read when it is needed
	for _, id := range r.order {
		keys := p.c.unseen(r, id)
		if p.sample && !p.dataset && !p.single && len(keys) == 0 { // one is tried, blank or not
			keys = p.wanted(r)
		}
		keys = slices.DeleteFunc(keys, func(key string) bool {
			_, known := r.seen[sight{id, key}] // to be hidden
			return known || strings.Contains(key, ",")
		})
		if len(keys) == 0 || p.left <= 0 {
			continue
		}
		if status == nil {
			var err error
			if status, err = p.readStatus(r); err != nil {
				return err
			}
		}
		if status.inactive(id) {
			continue
		}
		p.left--
		cells, err := p.c.readSingle(p.ctx, id, keys)
		if err != nil && !unproving(err) {
			return err
		}
		for key, cell := range cells {
			p.single = true
			if r.isEmpty(key, cell) {
				r.seen[sight{id, key}] = true
			}
		}
	}
	return nil
}

// readStatus returns a report that has the status of the employees of r, as far as the
// key sees it.
func (p *completion) readStatus(r *report) (*report, error) {
	if _, there := r.names["status"]; there {
		return r, nil
	}
	var ids []string
	if p.sample {
		ids = r.order
	}
	status, err := p.c.readReport(p.ctx, []string{"status"}, ids...)
	if unproving(err) {
		return new(report), nil
	}
	return status, err
}

// inactive reports whether an employee of the report has left.
func (r *report) inactive(id string) bool {
	cell, err := r.cell(id, "status")
	return err == nil && strings.EqualFold(cell.Raw(), "inactive")
}

// readSingle returns the cells of the fields of an employee that came back.
func (c *Client) readSingle(ctx context.Context, id string, keys []string) (cells map[string]wire.Cell, err error) {
	a := wire.NewAnswer()
	failure := newFailure(a)
	owner := a.Place("id")
	a.Others()
	request := rest.Request{Op: opSingle, Path: c.v1 + "employees/" + url.PathEscape(id),
		Query: url.Values{"fields": {strings.Join(keys, ",")}, "onlyCurrent": {"true"}}}
	err = c.rest.Do(ctx, request, func(res *rest.Response) error {
		cells = make(map[string]wire.Cell)
		answer, err := a.Read(res.Body)
		if err != nil {
			return err
		}
		if err := failure.in(answer); err != nil {
			return err
		}
		if answer.At(owner).ID() != id {
			return errOther
		}
		for _, m := range answer.Others() {
			name := strings.TrimSuffix(m.Key, ".0")
			for _, key := range []string{m.Key, name} {
				if slices.Contains(keys, key) {
					cells[key] = m.Cell
					break
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return cells, nil
}
