package personio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const (
	opEmployments = "list the employments of an employee"
	opPerson      = "read an employee"
	opUnit        = "read an org unit"
	personsSize   = 50 // the vendor's maximum, also for employments
	// employmentsAhead saturates the limit while an answer takes less than 0.8
	// seconds, also while the next page of persons is fetched.
	employmentsAhead = 8
	// employmentsTries is how often the employments of a person are asked for that
	// Personio does not find: it does so now and then for persons who exist.
	employmentsTries = 3
)

// A listV2 says what is read of a list of v2.
type listV2[T any] struct {
	*wire.Answer
	items *wire.List
	links [4]wire.Place // from _meta to the address of the next page
	read  func(*wire.Record) T
}

// newListV2 returns a list of items of which read reads the places that keys defines.
func newListV2[T any](keys func(*wire.Table) (read func(*wire.Record) T)) *listV2[T] {
	a := wire.NewAnswer()
	l := &listV2[T]{Answer: a, items: a.List("_data")}
	l.links = [4]wire.Place{a.Place("_meta"), a.Place("_meta", "links"),
		a.Place("_meta", "links", "next"), a.Place("_meta", "links", "next", "href")}
	l.read = keys(&l.items.Table)
	return l
}

// page reads one page; the empty cursor is that of the first. The limit goes with
// every cursor, because it is not documented that a cursor keeps it.
func (l *listV2[T]) page(ctx context.Context, c *Client, op, path, cursor string, limit int) (listing.Page[T], error) {
	query := url.Values{"limit": {strconv.Itoa(limit)}}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	p := listing.Page[T]{Total: listing.Uncounted}
	err := c.rest.Do(ctx, rest.Request{Op: op, Path: path, Query: query}, func(r *rest.Response) error {
		p.Items = nil
		answer, err := l.Read(r.Body, l.items.Each(func(r *wire.Record) error {
			p.Items = append(p.Items, l.read(r))
			return nil
		}))
		if err != nil {
			return err
		}
		if !answer.Has(l.items) {
			return errors.New("an answer without a list")
		}
		p.Next, err = l.nextCursor(op, answer, len(p.Items) >= limit)
		return err
	})
	return p, err
}

// nextCursor returns the cursor of the next page, "" if there is none. The address
// of the next page is not followed: it may have a wrong path or be relative, and the
// token goes nowhere but to the API. Only the cursor in it counts. A page without its
// links says nothing of what is behind it; an empty array in their place is an object
// without keys, which a full page does not have.
func (l *listV2[T]) nextCursor(op string, answer *wire.Record, full bool) (string, error) {
	links, next := answer.At(l.links[1]), answer.At(l.links[2])
	switch {
	case links.EmptyArray() && !full:
		return "", nil
	case links.Kind() != wire.KindObject:
		return "", incomplete(op, "a page whose links to others are missing or cannot be read")
	}
	if _, none := blank(next); none {
		return "", nil
	}
	if next.Kind() != wire.KindObject {
		return "", incomplete(op, "the links to other pages cannot be read")
	}
	if u, err := url.Parse(answer.At(l.links[3]).Raw()); err == nil {
		if cursor := u.Query().Get("cursor"); cursor != "" {
			return cursor, nil
		}
	}
	return "", incomplete(op, "the next page has no cursor")
}

// A person is an employee in GET /v2/persons.
type person struct {
	id                                                         string
	email, firstName, lastName, preferredName, status, updated wire.Cell
	custom                                                     wire.Cell // the tenant's own attributes
}

func newPersonsList() *listV2[person] {
	return newListV2(func(t *wire.Table) func(*wire.Record) person {
		id, email, status, updated := t.Place("id"), t.Place("email"), t.Place("status"), t.Place("updated_at")
		first, last, preferred := t.Place("first_name"), t.Place("last_name"), t.Place("preferred_name")
		custom := t.Place("custom_attributes")
		return func(r *wire.Record) person {
			return person{r.At(id).ID(), r.At(email), r.At(first), r.At(last), r.At(preferred), r.At(status), r.At(updated), r.At(custom)}
		}
	})
}

// A persons is one listing of all employees by v2.
type persons struct {
	c      *Client
	ctx    context.Context         // a listing lives as long as one call
	today  employee.Date           // on which an employment is in force
	units  map[unit]employee.Value // the names that were looked up
	barred bool                    // whether org units are not for these credentials
	rights []unitRight

	handsOut bool            // employees are handed out before all are read
	deleted  map[string]bool // those whose person was gone when their employments were asked for

	ids  listing.IDs
	last []uint8 // by the number of an id: the walk that met it last, from 1
	walk uint8

	paging bool // the page asked for last has a cursor, which may be void once its person is gone
}

func newPersons(ctx context.Context, c *Client, asOf time.Time) *persons {
	return &persons{c: c, ctx: ctx, today: employee.DateAt(asOf, time.UTC), units: make(map[unit]employee.Value),
		rights: unitRights(), deleted: make(map[string]bool)}
}

// An employed is a person with the employments, once they are read.
type employed struct {
	person
	employments []employment
	unread      bool // they are not to be had
	gone        bool // and neither is the person
}

var errUnread = errors.New("the employments of this employee are not found: list again")

// list hands every employee to keep, once. The employments of some are read ahead.
// An employee that is not in the last walk is gone.
func (l *persons) list(keep func(employee.Employee) error) error {
	var failed error
	met := func(yield func(employed) bool) {
		failed = l.persons(func(p person) error {
			if !yield(employed{person: p}) {
				return listing.ErrStop
			}
			return nil
		})
	}
	for p, err := range listing.Ahead(l.ctx, employmentsAhead, met, l.employ) {
		if err != nil {
			return err
		}
		if p.gone {
			l.deleted[p.id] = true
			continue
		}
		e, err := l.employee(p)
		if err != nil {
			return err
		}
		if err := keep(e); err != nil {
			return err
		}
	}
	return failed
}

// persons hands each person to take, once, in whatever number of walks.
func (l *persons) persons(take func(person) error) error {
	_, err := listing.List[person]{
		Provider: provider, Op: opList, IDs: &l.ids,
		ID:       func(p *person) string { return p.id },
		Restart:  func(err error) bool { return l.paging && answered(err, opList) == http.StatusBadRequest },
		Progress: func(n int) { l.c.rest.Progress(l.ctx, opList, n) },
		Pages: listing.ByPosition(func(ctx context.Context, cursor string) (listing.Page[person], error) {
			l.paging = cursor != ""
			return l.c.persons.page(ctx, l.c, opList, "v2/persons", cursor, personsSize)
		}),
	}.Run(l.ctx, func() { l.walk++ }, func(p *person) error {
		n, _ := l.ids.Find(p.id)
		last := listing.Entry(&l.last, n)
		first := *last == 0
		if *last = l.walk; first {
			return take(*p)
		}
		return nil
	})
	return err
}

// gone reports whether an employee is no longer in the last walk.
func (l *persons) gone(id string) bool {
	n, ok := l.ids.Find(id)
	return !ok || l.last[n] != l.walk
}

// goneInAll returns how many employees who were handed out are gone.
func (l *persons) goneInAll() (n int) {
	for _, last := range l.last {
		if last != l.walk {
			n++
		}
	}
	for id := range l.deleted {
		if l.gone(id) {
			n--
		}
	}
	return n
}

// employee makes an employee of a person whose employments are read.
func (l *persons) employee(p employed) (employee.Employee, error) {
	e := l.c.fromPerson(p.person)
	l.showUnits(e.ID, p.employments)
	err := l.fill(&e, p.person, p.employments)
	if p.unread {
		e.Problems = append(e.Problems, employee.Problem{EmployeeID: e.ID, Reason: errUnread.Error()})
	}
	return e, err
}

// employ reads the employments of a person. Where Personio does not find them, it is
// asked again, and then for the person.
func (l *persons) employ(ctx context.Context, p employed) (employed, error) {
	for try := range employmentsTries {
		if err := pause(ctx, time.Duration(try)*time.Second); err != nil {
			return p, err
		}
		var err error
		if p.employments, err = l.employments(ctx, p.id); answered(err, opEmployments) != http.StatusNotFound {
			return p, err
		}
	}
	there, err := l.exists(ctx, p.id)
	p.unread, p.gone = there, !there
	return p, err
}

// pause waits, unless the context ends before.
func pause(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return &employee.FetchError{Provider: provider, Op: opEmployments, Err: ctx.Err()}
	}
}

// exists reports whether Personio still has a person. A refusal says nothing.
func (l *persons) exists(ctx context.Context, id string) (bool, error) {
	err := l.c.rest.Do(ctx, rest.Request{Op: opPerson, Path: "v2/persons/" + url.PathEscape(id)}, nil)
	switch answered(err, opPerson) {
	case http.StatusNotFound:
		return false, nil
	case http.StatusUnauthorized, http.StatusForbidden:
		return true, nil
	}
	return true, err
}

// employments reads the employments of a person.
func (l *persons) employments(ctx context.Context, id string) (all []employment, err error) {
	path := "v2/persons/" + url.PathEscape(id) + "/employments"
	_, err = listing.List[employment]{
		Provider: provider, Op: opEmployments,
		ID: func(m *employment) string { return m.id },
		Pages: listing.ByPosition(func(ctx context.Context, cursor string) (listing.Page[employment], error) {
			p, err := l.c.employments.page(ctx, l.c, opEmployments, path, cursor, personsSize)
			for i := range p.Items {
				if p.Items[i].id == "" { // the id is not needed: the place will do
					p.Items[i].id = cursor + "#" + strconv.Itoa(i)
				}
			}
			return p, err
		}),
	}.Run(ctx, func() { all = nil }, func(m *employment) error {
		all = append(all, *m)
		return nil
	})
	return all, err
}

// fromPerson makes an employee of what the person's own record has.
func (c *Client) fromPerson(p person) employee.Employee {
	e := employee.Employee{ID: p.id}
	for _, t := range p.texts() {
		if c.asks(t.field) {
			v, err := readText(t.cell)
			wire.Put(&e, t.field, v, err)
		}
	}
	if len(c.wants) > 0 {
		all, values := p.metas()
		for _, w := range c.wants {
			i, err := w.find(all)
			if i < 0 {
				wire.Put(&e, w.field, employee.Withheld(), err)
				continue
			}
			w.fill(&e, all[i].kind, nestedIn(values[i]), nil)
		}
	}
	if at, err := time.Parse(time.RFC3339, p.updated.Raw()); err == nil {
		e.UpdatedAt = at
	}
	return e
}

// A personText is a text in a person's own record.
type personText struct {
	field employee.Field
	cell  wire.Cell
}

func (p person) texts() []personText {
	return []personText{
		{employee.FieldFirstName, p.firstName},
		{employee.FieldLastName, p.lastName},
		{employee.FieldPreferredName, p.preferredName},
		{employee.FieldWorkEmail, p.email},
	}
}

// metas returns what is known of the custom attributes, in their order, and their
// values. Many come without a label.
func (p person) metas() (all []meta, values []wire.Cell) {
	for attribute := range p.custom.Items() {
		var m meta
		var value wire.Cell
		for key, c := range attribute.Members() {
			switch key {
			case "id":
				m.key = c.Raw()
			case "global_id":
				m.universalID = c.Raw()
			case "label":
				m.label = c.Raw()
			case "type":
				m.kind = c.Raw()
			case "value":
				value = c
			}
		}
		all, values = append(all, m), append(values, value)
	}
	return all, values
}

// A unit is a department or a team.
type unit struct{ kind, id string }

// name returns the name of an org unit, which costs a request when it is first
// asked for. It is Withheld if the credentials may not read org units, which is
// tried once, and if the answer is not understood, since its form is not documented.
func (l *persons) name(u unit) (employee.Value, error) {
	if v, done := l.units[u]; done {
		return v, nil
	}
	if l.barred || u.id == "" {
		return employee.Withheld(), nil
	}
	answer := wire.NewAnswer()
	outside, inside := answer.Place("name"), answer.Place("_data", "name")
	var name wire.Cell
	request := rest.Request{Op: opUnit, Path: "v2/org-units/" + url.PathEscape(u.id), Query: url.Values{"type": {u.kind}}}
	err := l.c.rest.Do(l.ctx, request, func(r *rest.Response) error {
		record, err := answer.Read(r.Body)
		if err == nil {
			if name = record.At(inside); name.Missing() {
				name = record.At(outside)
			}
		}
		return err
	})
	status := answered(err, opUnit)
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		l.barred = true
		return employee.Withheld(), nil
	case err != nil && (status == 0 || !errors.Is(err, employee.ErrMalformed)):
		return employee.Value{}, err
	}
	v, err := readText(name)
	if err != nil || !v.Known() {
		v = employee.Withheld()
	}
	l.units[u] = v
	return v, nil
}
