package hibob

import (
	"context"
	"errors"
	"strconv"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const (
	opSearch = "search people"
	opFields = "read the field catalogue"

	maxAnswer = 1 << 30 // bytes: 500,000 people of 2 kB
	// maxRecord bounds what is held in memory of an answer, which is one person
	// and what a buffer reads ahead.
	maxRecord = 8 << 20
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

// A listing is one range over Employees, or one Roster.
type listing struct {
	c   *Client
	ctx context.Context // a listing lives as long as one call

	// begin is called before the first person of every answer.
	begin func()
	// yield gets each person of an answer, and says whether to go on.
	yield func(employee.Employee) bool

	answers int            // that have begun
	seen    map[string]int // the last answer that had this id
	stopped bool           // yield has had enough
}

// run hands everybody to yield as the answer arrives. An answer that breaks off is
// read again: people whom an earlier one had are not yielded twice unless begin has
// forgotten them. Run returns nil only if the last answer was whole, or if yield
// had enough.
func (l *listing) run() error {
	p, err := l.c.newPlan(l.ctx)
	if err != nil {
		return err
	}
	l.seen = make(map[string]int)
	s := search{Fields: p.ask, ShowInactive: true, HumanReadable: "APPEND"}
	err = l.c.search(l.ctx, s, p, func() { l.answers++; l.begin() }, l.add)
	if l.stopped {
		return nil
	}
	if err == nil {
		l.c.rest.Progress(opSearch, len(l.seen))
	}
	return err
}

// add takes one person of the present answer.
func (l *listing) add(e employee.Employee) error {
	last := l.seen[e.ID]
	if last == l.answers {
		return fault(employee.ErrIncomplete, "the answer has the id "+strconv.Quote(e.ID)+" twice")
	}
	l.seen[e.ID] = l.answers
	if last == 0 && !l.yield(e) {
		l.stopped = true
		return fault(context.Canceled, "the consumer has had enough")
	}
	return l.ctx.Err()
}

// fault is an error that ends a search.
func fault(class error, message string) error {
	return &employee.FetchError{Provider: provider, Op: opSearch, Message: message, Err: class}
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

func (c *Client) metadata(ctx context.Context) ([]metaField, error) {
	return rest.Fetch[[]metaField](ctx, c.rest, rest.Request{Op: opFields, Path: "company/people/fields"})
}

func byID(fields []metaField) map[string]metaField {
	m := make(map[string]metaField, len(fields))
	for _, f := range fields {
		m[f.ID.Raw()] = f
	}
	return m
}

// search sends s and hands each person to add while the answer arrives. It may take
// several answers, each of which begins with begin.
func (c *Client) search(ctx context.Context, s search, p *plan, begin func(), add func(employee.Employee) error) error {
	request := rest.Request{Op: opSearch, Method: "POST", Reads: true, Path: "people/search", Body: s, MaxBytes: maxAnswer}
	return c.rest.Do(ctx, request, func(r *rest.Response) error {
		begin()
		convert, n := p.converter(&r.Records().Texts), 0
		err := r.Each("employees", maxRecord, func(person []byte) error {
			n++
			e, err := convert.employee(person)
			if err == errNoID {
				return fault(employee.ErrMalformed, "person "+strconv.Itoa(n)+" of the answer has no id")
			}
			if err != nil {
				return err
			}
			return add(e)
		})
		switch err {
		case rest.ErrNoArray:
			return errNoPeople
		case rest.ErrLargeItem:
			return fault(employee.ErrMalformed, "a person is larger than allowed")
		}
		return err
	})
}

var errNoPeople = errors.New("an answer without people")
