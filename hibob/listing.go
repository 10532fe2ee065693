package hibob

import (
	"context"
	"errors"
	"strconv"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	opList   = "list employees"
	opFields = "read the field catalogue"

	maxAnswer = 1 << 30 // bytes: 500,000 employees of 2 kB
)

// A search is the body of POST /people/search. There is never a key "filters"
// without a filter, which HiBob may refuse.
type search struct {
	Fields        []string `json:"fields"`
	ShowInactive  bool     `json:"showInactive"`
	HumanReadable string   `json:"humanReadable"`
	Filters       []filter `json:"filters,omitempty"`
}

type filter struct {
	FieldPath string   `json:"fieldPath"`
	Operator  string   `json:"operator"`
	Values    []string `json:"values"`
}

// A run is one listing of all employees: one answer, or several if one breaks off.
type run struct {
	c   *Client
	ctx context.Context // a run lives as long as one call

	begin func() // nil: what was kept cannot be taken back
	keep  func(employee.Employee) error

	seen  listing.Seen
	ended error // of keep
}

func (c *Client) newRun(ctx context.Context) *run { return &run{c: c, ctx: ctx} }

// list lists all employees as the answer arrives, as a [listing.Run] does. An answer
// that breaks off is read again.
func (l *run) list(begin func(), keep func(employee.Employee) error) error {
	l.begin, l.keep = begin, keep
	p, err := l.c.newPlan(l.ctx)
	if err != nil {
		return err
	}
	s := search{Fields: p.ask, ShowInactive: true, HumanReadable: "APPEND"}
	err = l.c.search(l.ctx, s, p, l.answer, l.add)
	switch {
	case l.ended != nil:
		return l.ended
	case err != nil:
		return err
	case begin == nil && l.seen.Missing() > 0:
		return fault(employee.ErrIncomplete, strconv.Itoa(l.seen.Missing())+" were removed while they were listed")
	}
	l.c.rest.Progress(l.ctx, opList, l.seen.Count())
	return nil
}

// answer begins an answer.
func (l *run) answer() {
	l.seen.Begin()
	if l.begin != nil {
		l.begin()
	}
}

// add takes one employee of the present answer.
func (l *run) add(e employee.Employee) error {
	first, again := l.seen.Meet(e.ID)
	if again {
		return fault(employee.ErrIncomplete, "the answer has the id "+strconv.Quote(e.ID)+" twice")
	}
	if l.begin != nil || first {
		if l.ended = l.keep(e); l.ended != nil {
			return fault(context.Canceled, "the consumer has had enough")
		}
	}
	return l.ctx.Err()
}

// fault is an error that ends a search.
func fault(class error, message string) error {
	return &employee.FetchError{Provider: provider, Op: opList, Message: message, Err: class}
}

// newPlan returns the client's plan. With custom fields, it asks for their types.
func (c *Client) newPlan(ctx context.Context) (*plan, error) {
	if len(c.custom) == 0 {
		return newPlan(c.columns, nil, nil), nil
	}
	fields, err := c.metadata(ctx)
	if err != nil {
		return nil, err
	}
	return newPlan(c.columns, c.custom, byID(fields)), nil
}

// search sends s and hands each employee to add while the answer arrives. It may take
// several answers, each of which begins with begin.
func (c *Client) search(ctx context.Context, s search, p *plan, begin func(), add func(employee.Employee) error) error {
	request := rest.Request{Op: opList, Method: "POST", Reads: true, Path: "people/search", Body: s, MaxBytes: maxAnswer}
	var picks [4]pick
	return c.rest.Do(ctx, request, func(r *rest.Response) error {
		begin()
		answer, err := p.answer.Read(r.Body, p.employees.Each(func(r *wire.Record) error {
			e, err := p.employee(r, picks[:0])
			if err == errNoID {
				return fault(employee.ErrMalformed, "employee "+strconv.Itoa(r.Number())+" of the answer has no id")
			}
			if err != nil {
				return err
			}
			return add(e)
		}))
		switch {
		case errors.Is(err, wire.ErrTooLarge):
			return fault(employee.ErrMalformed, "an employee is larger than allowed")
		case err == nil && !answer.Has(p.employees):
			return errNoEmployees
		}
		return err
	})
}

var errNoEmployees = errors.New("an answer without employees")
