package personio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/walk"
)

const (
	opEmployments = "list the employments of a person"
	opUnit        = "read an org unit"
	personsSize   = 50 // the vendor's maximum, also for employments
	// employmentsAhead saturates the limit while an answer takes less than 0.8
	// seconds, also while the next page of persons is fetched.
	employmentsAhead = 8
)

// A person is one of GET /v2/persons.
type person struct {
	ID            json.RawMessage `json:"id"`
	Email         json.RawMessage `json:"email"`
	FirstName     json.RawMessage `json:"first_name"`
	LastName      json.RawMessage `json:"last_name"`
	PreferredName json.RawMessage `json:"preferred_name"`
	Status        json.RawMessage `json:"status"`
	UpdatedAt     record.Cell     `json:"updated_at"`
	Custom        []custom        `json:"custom_attributes"`
}

// A custom is a tenant's own attribute of one person. Many come without label.
type custom struct {
	ID       record.Cell     `json:"id"`
	GlobalID record.Cell     `json:"global_id"`
	Label    record.Cell     `json:"label"`
	Type     record.Cell     `json:"type"`
	Value    json.RawMessage `json:"value"`
}

// nextCursor returns the cursor of the next page, "" if there is none. Nothing is
// followed: the address may have a wrong path or be relative, and the token goes
// nowhere but to the API. Only the cursor in it counts. A full page says itself
// whether it is the last.
func nextCursor(op string, meta json.RawMessage, full bool) (string, error) {
	at := meta
	for _, key := range []string{"links", "next", "href"} {
		if _, none := blank(at); none {
			if full && key != "href" {
				return "", incomplete(op, "a full page without links to others")
			}
			return "", nil
		}
		if at[0] != '{' {
			return "", incomplete(op, "the links to other pages cannot be read")
		}
		at = walk.Get(at, key)
	}
	if u, err := url.Parse(cell(at).Raw()); err == nil {
		if cursor := u.Query().Get("cursor"); cursor != "" {
			return cursor, nil
		}
	}
	return "", incomplete(op, "the next page has no cursor")
}

// readV2 reads one page of a list of v2; the empty cursor is that of the first.
// The limit goes with every cursor, because nothing says that a cursor keeps it.
func readV2[T any](ctx context.Context, c *Client, op, path, cursor string, limit int) (items []T, next string, err error) {
	query := url.Values{"limit": {strconv.Itoa(limit)}}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	err = c.rest.Do(ctx, rest.Request{Op: op, Path: path, Query: query}, func(r *rest.Response) error {
		var answer struct {
			Data []struct{}      `json:"_data"` // nil unless there is a list, whose items are apart
			Meta json.RawMessage `json:"_meta"`
		}
		items = nil
		records := r.Records()
		err := tolerant(r.Parts(&answer, rest.Part{Path: []string{"_data"}, Item: func(item []byte) error {
			var one T
			_ = record.Into(records, item, &one) // what fits nowhere is not there
			items = append(items, one)
			return nil
		}}))
		if err != nil {
			return err
		}
		if answer.Data == nil {
			return errors.New("an answer without a list")
		}
		next, err = nextCursor(op, answer.Meta, len(items) >= limit)
		return err
	})
	return items, next, err
}

// A persons is one range over Employees by v2.
type persons struct {
	c      *Client
	ctx    context.Context // a listing lives as long as one call
	today  employee.Date   // on which an employment is in force
	seen   map[string]struct{}
	units  map[unit]employee.Value // the names that were looked up
	barred bool                    // whether org units are not for these credentials
}

func newPersons(ctx context.Context, c *Client, asOf time.Time) *persons {
	return &persons{c: c, ctx: ctx, today: employee.DateAt(asOf, time.UTC),
		seen: make(map[string]struct{}), units: make(map[unit]employee.Value)}
}

// An employed is a person with the employments, once they are read.
type employed struct {
	person
	id          string
	employments []employment
}

// run hands everybody to yield, each once. The employments of some people are
// read ahead.
func (l *persons) run(yield func(employee.Employee) bool) error {
	var failed error
	everybody := func(yield func(employed) bool) {
		for p, err := range l.people() {
			if failed = err; err != nil || !yield(p) {
				return
			}
		}
	}
	for p, err := range rest.Ahead(l.ctx, employmentsAhead, everybody, l.employ) {
		if err != nil {
			return err
		}
		e, err := l.employee(p)
		if err != nil {
			return err
		}
		if !yield(e) {
			return errStopped
		}
	}
	return failed
}

// people reads the persons, each with an id and once.
func (l *persons) people() iter.Seq2[employed, error] {
	return func(yield func(employed, error) bool) {
		pages := rest.Pages(l.c.rest, opList, func(cursor string) ([]person, string, error) {
			return readV2[person](l.ctx, l.c, opList, "v2/persons", cursor, personsSize)
		})
		for p, err := range pages {
			id := identity(p.ID)
			_, double := l.seen[id]
			switch {
			case err != nil:
			case id == "":
				err = withoutID(opList, len(l.seen)+1)
			case double:
				err = incomplete(opList, "the person %q occurs twice", id)
			}
			l.seen[id] = struct{}{}
			if !yield(employed{person: p, id: id}, err) || err != nil {
				return
			}
		}
	}
}

// employee makes an employee of a person whose employments are read.
func (l *persons) employee(p employed) (employee.Employee, error) {
	e := l.c.fromPerson(p.id, p.person)
	return e, l.fill(&e, p.person, p.employments)
}

// employ reads the employments of a person.
func (l *persons) employ(ctx context.Context, p employed) (employed, error) {
	var err error
	p.employments, err = l.employments(ctx, p.id)
	return p, err
}

// employments reads the employments of a person. Who is gone by then makes the
// listing incomplete.
func (l *persons) employments(ctx context.Context, id string) ([]employment, error) {
	var all []employment
	path := "v2/persons/" + url.PathEscape(id) + "/employments"
	pages := rest.Beside(l.c.rest, opEmployments, func(cursor string) ([]employment, string, error) {
		return readV2[employment](ctx, l.c, opEmployments, path, cursor, personsSize)
	})
	for one, err := range pages {
		if answered(err, opEmployments) == http.StatusNotFound {
			fe, _ := errors.AsType[*employee.FetchError](err)
			gone := *fe
			gone.Message, gone.Err = fmt.Sprintf("the person %q was deleted while people were listed", id), employee.ErrIncomplete
			return nil, &gone
		}
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// fromPerson makes an employee of what the person's own record has.
func (c *Client) fromPerson(id string, p person) employee.Employee {
	e := employee.Employee{ID: id}
	for _, t := range p.texts() {
		if c.asks(t.field) {
			v, err := readText(t.raw)
			record.Put(&e, t.field, v, err)
		}
	}
	if len(c.wants) > 0 {
		all := p.metas()
		for _, w := range c.wants {
			i, err := w.find(all)
			if i < 0 {
				record.Put(&e, w.field, employee.Withheld(), err)
				continue
			}
			w.fill(&e, all[i].kind, p.Custom[i].Value)
		}
	}
	if at, err := time.Parse(time.RFC3339, p.UpdatedAt.Raw()); err == nil {
		e.UpdatedAt = at
	}
	return e
}

// A personText is a text in a person's own record.
type personText struct {
	field employee.Field
	raw   json.RawMessage
}

func (p person) texts() []personText {
	return []personText{
		{employee.FieldFirstName, p.FirstName},
		{employee.FieldLastName, p.LastName},
		{employee.FieldPreferredName, p.PreferredName},
		{employee.FieldWorkEmail, p.Email},
	}
}

// metas returns what is known of the custom attributes, in their order.
func (p person) metas() []meta {
	all := make([]meta, len(p.Custom))
	for i, a := range p.Custom {
		all[i] = meta{key: a.ID.Raw(), universalID: a.GlobalID.Raw(), label: a.Label.Raw(), kind: a.Type.Raw()}
	}
	return all
}

// A unit is a department or a team.
type unit struct{ kind, id string }

// name returns the name of an org unit, which costs a request when it is first
// asked for. It is Withheld if the credentials may not read org units, which is
// tried once, and if the answer is not understood, since no source shows it.
func (l *persons) name(u unit) (employee.Value, error) {
	if v, done := l.units[u]; done {
		return v, nil
	}
	if l.barred || u.id == "" {
		return employee.Withheld(), nil
	}
	answer, err := rest.Fetch[map[string]json.RawMessage](l.ctx, l.c.rest, rest.Request{
		Op: opUnit, Path: "v2/org-units/" + url.PathEscape(u.id), Query: url.Values{"type": {u.kind}}})
	status := answered(err, opUnit)
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		l.barred = true
		return employee.Withheld(), nil
	case err != nil && (status == 0 || !errors.Is(err, employee.ErrMalformed)):
		return employee.Value{}, err
	}
	if data := answer["_data"]; len(data) > 0 {
		_ = json.Unmarshal(data, &answer) // or the name is not there
	}
	v, err := readText(answer["name"])
	if err != nil || !v.Known() {
		v = employee.Withheld()
	}
	l.units[u] = v
	return v, nil
}
