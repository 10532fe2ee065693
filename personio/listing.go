package personio

import (
	"context"
	"errors"
	"fmt"
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
	opList       = "list employees"
	opAttributes = "list the attributes"
	pageSize     = 100 // the vendor's maximum since 2025
	// pagesAhead saturates the limit while an answer takes less than 0.8 seconds.
	pagesAhead = 4
)

// A listedEmployee is one employee of a page; without an id it fails the listing.
type listedEmployee struct {
	id       string
	employee employee.Employee
	tagged   bool // it has a set of tags
}

func (p projection) listed(c *Client) func(row) listedEmployee {
	return func(r row) listedEmployee {
		id := r.identity()
		return listedEmployee{id, p.employee(c, id, r), p.options == nil && p.found != nil && p.tagged(c, r)}
	}
}

// readPage reads employees of v1 from an offset on, which counts employees and not
// pages.
func readPage[T any](ctx context.Context, c *Client, p projection, offset, limit int, read func(row) T) (listing.Page[T], error) {
	query := url.Values{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(offset)}}
	if p.keys != nil {
		query["attributes[]"] = p.keys
	}
	page := listing.Page[T]{Total: listing.Uncounted}
	err := c.rest.Do(ctx, rest.Request{Op: opList, Path: "v1/company/employees", Query: query}, func(r *rest.Response) error {
		page.Items = nil
		answer, err := p.table.Read(r.Body, p.table.employees.Each(func(r *wire.Record) error {
			page.Items = append(page.Items, read(row{r, p.table}))
			return nil
		}))
		if err == nil {
			err = p.table.failure.in(answer, employee.ErrMalformed)
		}
		if err != nil {
			return err
		}
		if !answer.Has(p.table.employees) {
			return errors.New("an answer without employees")
		}
		total, counted, err := answer.At(p.table.total).Count()
		if err != nil {
			return fmt.Errorf("the total of the list: %w", err)
		}
		if page.Total = total; !counted {
			page.Total = listing.Uncounted
		}
		return nil
	})
	return page, err
}

// readAttributes returns the attributes that the credentials may read.
func (c *Client) readAttributes(ctx context.Context) ([]meta, error) {
	answer := wire.NewAnswer()
	failed, list := newFailure(answer), answer.List("data")
	key, label, kind := list.Place("key"), list.Place("label"), list.Place("type")
	universal, choices := list.Place("universal_id"), list.Place("options")
	var all []meta
	err := c.rest.Do(ctx, rest.Request{Op: opAttributes, Path: "v1/company/employees/attributes"}, func(r *rest.Response) error {
		all = nil
		record, err := answer.Read(r.Body, list.Each(func(r *wire.Record) error {
			if r.At(key).Raw() != "" {
				options, _ := readItems(r.At(choices)) // none, if they cannot be read
				all = append(all, meta{r.At(key).Raw(), r.At(universal).Raw(), r.At(label).Raw(), r.At(kind).Raw(), options.Items()})
			}
			return nil
		}))
		if err == nil {
			err = failed.in(record, employee.ErrMalformed)
		}
		if err == nil && !record.Has(list) {
			err = errors.New("an answer without attributes")
		}
		return err
	})
	return all, err
}

// project decides what to ask for. The list of attributes costs a request and
// is read only if a want is not a key. Credentials that may not read the list
// get all attributes without a selection.
func (c *Client) project(ctx context.Context) (projection, error) {
	var all []meta
	if slices.ContainsFunc(c.wants, func(w want) bool { return !isKey(w.name) }) {
		var err error
		if all, err = c.readAttributes(ctx); barred(err) {
			return projection{}.prepare(c), nil
		} else if err != nil {
			return projection{}, err
		}
	}
	p := projection{found: locate(c.wants, all)}
	if all != nil {
		p.options = optionsOf(all)
	}
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
	return p.prepare(c), nil
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
		return strings.Contains(strings.ToLower(fe.Said.String()), "attribut")
	}
	return false
}

// first reads the first page and settles what to ask for. If Personio refuses
// an attribute, the selection is cut down once to what it allows.
func (c *Client) first(ctx context.Context, limit int) (projection, listing.Page[listedEmployee], error) {
	var nothing listing.Page[listedEmployee]
	p, err := c.project(ctx)
	if err != nil {
		return p, nothing, err
	}
	answer, err := readPage(ctx, c, p, 0, limit, p.listed(c))
	if err == nil {
		return c.withOptions(ctx, p, answer, limit)
	}
	if p.keys == nil || !selective(err) {
		return p, answer, err
	}
	all, attributesErr := c.readAttributes(ctx)
	if ctx.Err() != nil {
		return p, nothing, attributesErr
	}
	allowed := projection{found: p.found}
	if attributesErr == nil {
		allowed.options = optionsOf(all)
		allowed.keys = slices.DeleteFunc(slices.Clone(p.keys), func(key string) bool {
			return key != keyID && !slices.ContainsFunc(all, func(m meta) bool { return m.key == key })
		})
	}
	if attributesErr != nil && !barred(attributesErr) || len(allowed.keys) == len(p.keys) {
		return p, nothing, err // of the list: it is not about the selection
	}
	allowed = allowed.prepare(c)
	answer, err = readPage(ctx, c, allowed, 0, limit, allowed.listed(c))
	return allowed, answer, err
}

// listV1 lists all employees by v1, as a [listing.Run] does, and returns the vendor's
// count of them.
func (c *Client) listV1(ctx context.Context, begin func(), keep func(employee.Employee) error) (total int, err error) {
	p, first, err := c.first(ctx, pageSize)
	if err != nil {
		return 0, err
	}
	opening := &first // the first page of the first walk, which is at hand
	return listing.List[listedEmployee]{
		Provider: provider, Op: opList,
		ID:       func(e *listedEmployee) string { return e.id },
		Progress: func(n int) { c.rest.Progress(ctx, opList, n) },
		Pages: listing.ByOffsetAhead(pagesAhead, func(ctx context.Context, offset int) (listing.Page[listedEmployee], error) {
			if offset == 0 && opening != nil {
				page := *opening
				opening = nil
				return page, nil
			}
			return readPage(ctx, c, p, offset, pageSize, p.listed(c))
		}),
	}.Run(ctx, begin, func(e *listedEmployee) error { return keep(e.employee) })
}
