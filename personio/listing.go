package personio

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const (
	opList       = "list employees"
	opAttributes = "list the attributes"
	pageSize     = 100 // the vendor's maximum since 2025
	// maxWalks bounds how often a listing starts over when people move under it.
	maxWalks = 3
	// pagesAhead saturates the limit while an answer takes less than 0.8 seconds.
	pagesAhead = 4
)

// A page is an answer of GET /v1/company/employees.
type page struct {
	Success  *bool        `json:"success"`
	Error    *vendorError `json:"error"`
	Metadata struct {
		Total record.Cell `json:"total_elements"`
	} `json:"metadata"`
	Data []struct{} `json:"data"` // nil unless there is a list; the people are apart

	people []met
	metas  []meta // of their attributes, if they are to be described
}

// A met is one person of a page.
type met struct {
	id       string // "" if there is none
	employee employee.Employee
}

// total returns how many people there are by the vendor's count; ok is false
// for an answer without one.
func (p page) total() (n int, ok bool) {
	n, err := strconv.Atoi(p.Metadata.Total.Raw())
	if err != nil || n < 0 {
		return 0, false
	}
	return n, true
}

// readPage reads people from an offset on, which counts people and not pages.
func (c *Client) readPage(ctx context.Context, p projection, offset, limit int) (page, error) {
	query := url.Values{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
	if p.keys != nil {
		query["attributes[]"] = p.keys
	}
	var answer page
	err := c.rest.Do(ctx, rest.Request{Op: opList, Path: "v1/company/employees", Query: query}, func(r *rest.Response) error {
		answer = page{}
		row := newRow(p.places(c))
		err := tolerant(r.Parts(&answer, rest.Part{Path: []string{"data"}, Item: func(item []byte) error {
			row.set(item)
			id := identity(row.value(keyID))
			answer.people = append(answer.people, met{id, p.employee(c, id, &row)})
			if p.describe {
				answer.metas = append(answer.metas, row.metas()...)
			}
			return nil
		}}))
		switch {
		case err != nil:
			return err
		case answer.Error != nil || answer.Success != nil && !*answer.Success:
			return refused(answer.Error, employee.ErrMalformed)
		case answer.Data == nil:
			return errors.New("an answer without people")
		}
		return nil
	})
	return answer, err
}

// readAttributes returns the attributes that the credentials may read.
func (c *Client) readAttributes(ctx context.Context) ([]meta, error) {
	var all []meta
	err := c.rest.Do(ctx, rest.Request{Op: opAttributes, Path: "v1/company/employees/attributes"}, func(r *rest.Response) error {
		var answer struct {
			Success *bool        `json:"success"`
			Error   *vendorError `json:"error"`
			Data    []struct {
				Key         record.Cell     `json:"key"`
				Label       record.Cell     `json:"label"`
				Type        record.Cell     `json:"type"`
				UniversalID record.Cell     `json:"universal_id"`
				Options     json.RawMessage `json:"options"`
			} `json:"data"`
		}
		err := decode(r, &answer)
		switch {
		case err != nil:
			return err
		case answer.Error != nil || answer.Success != nil && !*answer.Success:
			return refused(answer.Error, employee.ErrMalformed)
		case answer.Data == nil:
			return errors.New("an answer without attributes")
		}
		all = nil
		for _, a := range answer.Data {
			if a.Key.Raw() == "" {
				continue
			}
			options, _ := readItems(a.Options) // none, if they cannot be read
			all = append(all, meta{a.Key.Raw(), a.UniversalID.Raw(), a.Label.Raw(), a.Type.Raw(), options.Items()})
		}
		return nil
	})
	return all, err
}

// project decides what to ask for. The list of attributes costs a request and
// is read only if a want is not a key. Credentials that may not read the list
// get everybody's attributes without a selection.
func (c *Client) project(ctx context.Context) (projection, error) {
	var all []meta
	if slices.ContainsFunc(c.wants, func(w want) bool { return !isKey(w.name) }) {
		var err error
		if all, err = c.readAttributes(ctx); barred(err) {
			return projection{}, nil
		} else if err != nil {
			return projection{}, err
		}
	}
	p := projection{found: locate(c.wants, all)}
	add := func(key string) {
		if key != "" && !slices.Contains(p.keys, key) {
			p.keys = append(p.keys, key)
		}
	}
	add(keyID)
	for _, col := range c.columns {
		add(col.key)
	}
	for _, w := range c.wants {
		add(p.found[w].key)
	}
	return p, nil
}

// answered returns the status with which the request of op failed, 0 if err is
// not about that request: it may be about the token.
func answered(err error, op string) int {
	if fe, ok := errors.AsType[*employee.FetchError](err); ok && fe.Op == op {
		return fe.StatusCode
	}
	return 0
}

// barred reports whether the list of attributes is not for these credentials.
func barred(err error) bool {
	status := answered(err, opAttributes)
	return status == http.StatusForbidden || status == http.StatusNotFound
}

// selective reports whether err may come from an attribute that the credentials
// may not read. Neither the status nor the words of that error are documented.
func selective(err error) bool {
	switch answered(err, opList) {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return true
	case http.StatusForbidden, http.StatusOK:
		fe, _ := errors.AsType[*employee.FetchError](err)
		return strings.Contains(strings.ToLower(fe.Message), "attribut")
	}
	return false
}

// first reads the first page and settles what to ask for. If Personio refuses
// an attribute, the selection is cut down once to what it allows.
func (c *Client) first(ctx context.Context, limit int) (projection, page, error) {
	p, err := c.project(ctx)
	if err != nil {
		return p, page{}, err
	}
	answer, err := c.readPage(ctx, p, 0, limit)
	if err == nil || p.keys == nil || !selective(err) {
		return p, answer, err
	}
	all, attributesErr := c.readAttributes(ctx)
	if ctx.Err() != nil {
		return p, page{}, attributesErr
	}
	allowed := projection{found: p.found}
	if attributesErr == nil {
		allowed.keys = slices.DeleteFunc(slices.Clone(p.keys), func(key string) bool {
			return key != keyID && !slices.ContainsFunc(all, func(m meta) bool { return m.key == key })
		})
	}
	if attributesErr != nil && !barred(attributesErr) || len(allowed.keys) == len(p.keys) {
		return p, page{}, err // of the list: it is not about the selection
	}
	answer, err = c.readPage(ctx, allowed, 0, limit)
	return allowed, answer, err
}

// A listing is one range over Employees by v1.
type listing struct {
	c       *Client
	ctx     context.Context // a listing lives as long as one call
	yield   func(employee.Employee) bool
	p       projection
	opening *page          // the first page of the first walk, once it is read
	yielded map[string]int // the last walk that met somebody, by id
}

func newListing(ctx context.Context, c *Client) *listing {
	return &listing{c: c, ctx: ctx, yielded: make(map[string]int)}
}

// run hands everybody to yield, each once.
func (l *listing) run(yield func(employee.Employee) bool) (listed, error) {
	l.yield = yield
	p, opening, err := l.c.first(l.ctx, pageSize)
	if err != nil {
		return listed{}, err
	}
	l.p, l.opening = p, &opening
	var last pass
	for n := range maxWalks {
		w, err := l.walk(n + 1)
		if err != nil {
			return listed{}, err
		}
		if w.whole() {
			return listed{w.total, l.missing(w)}, nil
		}
		// Two walks that each missed somebody, of a company that has not changed
		// between them, may have seen everybody together.
		if n > 0 && w.steady && last.steady && w.counted && w.total == last.total && len(l.yielded) == w.total {
			return listed{total: w.total}, nil
		}
		last = w
	}
	if last.counted {
		return listed{}, incomplete(opList, "%d people arrived of %d, and reading the list again did not help", last.seen, last.total)
	}
	return listed{}, incomplete(opList, "people occur twice in the list, and reading it again did not help")
}

// A pass is one way through the list from its first page on.
type pass struct {
	number  int  // of the walk, from 1
	seen    int  // people, each counted once
	rows    int  // people received, those who occurred twice included
	total   int  // the vendor's count
	counted bool // whether there is one
	steady  bool // whether it was the same on all pages
	ended   bool // whether the list came to its end
}

// whole reports whether the walk met everybody.
func (w pass) whole() bool {
	return w.steady && w.ended && w.seen == w.rows && (!w.counted || w.seen == w.total)
}

// missing returns whom an earlier walk met and w did not.
func (l *listing) missing(w pass) map[string]struct{} {
	gone := make(map[string]struct{})
	for id, last := range l.yielded {
		if last != w.number {
			gone[id] = struct{}{}
		}
	}
	return gone
}

// walk goes through the list and yields whom the listing has not yielded yet. It
// gives up on a list that changes its count or brings nobody new, since each
// request brings one person at least or is the last.
func (l *listing) walk(number int) (pass, error) {
	w := pass{number: number, steady: true}
	for answer, err := range l.pages(&w) {
		if err != nil {
			return w, err
		}
		total, counted := answer.total()
		if w.rows > 0 && (total != w.total || counted != w.counted) {
			w.steady = false
		}
		w.total, w.counted = total, counted
		before := w.seen
		for i := range answer.people {
			if err := l.meet(&w, &answer.people[i]); err != nil {
				return w, err
			}
		}
		l.c.rest.Progress(opList, w.rows)
		if w.ended = len(answer.people) == 0 || w.counted && w.rows >= w.total; w.ended || !w.steady || w.seen == before {
			break
		}
	}
	return w, nil
}

// pages reads the list page by page, each from the number of people received
// before it. The first page tells how many there are and how long pages are: as
// long as they stay so, some are read ahead.
func (l *listing) pages(w *pass) iter.Seq2[page, error] {
	return func(yield func(page, error) bool) {
		first, err := l.first()
		if !yield(first, err) || err != nil {
			return
		}
		if size := len(first.people); w.counted && size > 0 {
			total, expected := w.total, size
			offsets := func(yield func(int) bool) {
				for offset := size; offset < total && yield(offset); offset += size {
				}
			}
			for answer, err := range rest.Ahead(l.ctx, pagesAhead, offsets, l.read) {
				if !yield(answer, err) || err != nil {
					return
				}
				if expected += size; w.rows != expected {
					break
				}
			}
		}
		for {
			answer, err := l.read(l.ctx, w.rows)
			if !yield(answer, err) || err != nil {
				return
			}
		}
	}
}

// first reads the first page, unless it is at hand.
func (l *listing) first() (page, error) {
	if opening := l.opening; opening != nil {
		l.opening = nil
		return *opening, nil
	}
	return l.read(l.ctx, 0)
}

// read reads the page at an offset.
func (l *listing) read(ctx context.Context, offset int) (page, error) {
	return l.c.readPage(ctx, l.p, offset, pageSize)
}

// meet takes one person in.
func (l *listing) meet(w *pass, p *met) error {
	w.rows++
	if p.id == "" {
		return withoutID(opList, w.rows)
	}
	last := l.yielded[p.id]
	if last != w.number {
		w.seen++
		l.yielded[p.id] = w.number
	}
	if last == 0 && !l.yield(p.employee) {
		return errStopped
	}
	return nil
}

// withoutID fails a listing: nobody may vanish.
func withoutID(op string, place int) error {
	return &employee.FetchError{Provider: provider, Op: op, Err: employee.ErrMalformed,
		Message: "a person without an id, at place " + strconv.Itoa(place)}
}
