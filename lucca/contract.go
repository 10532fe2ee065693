package lucca

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const opContracts = "list work contracts"

// starts are the first days of the earliest contracts, by owner. One start that
// cannot be read makes the earliest unknown.
type starts struct {
	days   map[string]employee.Date
	faults map[string]error
}

func newStarts() starts {
	return starts{days: make(map[string]employee.Date), faults: make(map[string]error)}
}

func (s starts) add(owner string, v employee.Value, err error) {
	if err != nil {
		s.faults[owner] = err
	}
	day, ok := v.Day()
	if first := s.days[owner]; ok && (first.IsZero() || day.Before(first)) {
		s.days[owner] = day
	}
}

// of returns the start for an owner, Withheld for one without a contract.
func (s starts) of(owner string) (employee.Value, error) {
	if err := s.faults[owner]; err != nil {
		return employee.Value{}, err
	}
	if day := s.days[owner]; !day.IsZero() {
		return employee.Day(day), nil
	}
	return employee.Withheld(), nil
}

// A contract is a work contract in v4.
type contract struct {
	ID, OwnerID, StartsOn record.Cell
}

func (s starts) addContract(c contract) {
	v, err := c.StartsOn.Date()
	s.add(c.OwnerID.Raw(), v, err)
}

// earliest returns the starts of everybody's earliest contracts, by user id.
func (l *legacy) earliest(ctx context.Context) (starts, error) {
	contracts := list[contract]{
		client: l.rest, op: opContracts, read: l.contracts(nil),
		id: func(c *contract) string { return c.ID.Raw() },
	}
	var all starts
	_, err := contracts.fold(ctx, func() { all = newStarts() }, func(c contract) { all.addContract(c) })
	return all, err
}

// contracts reads pages of the contracts of the given people, or of everybody.
// The cursor is the number of the page and of the contracts before it.
func (l *legacy) contracts(owners []string) func(context.Context, string) (page[contract], error) {
	type answer struct {
		Items *[]struct{} // empty
		Count record.Cell
		items items[contract]
	}
	var memory items[contract] // for those of a page
	parts := func(a *answer, r *record.Reader) []rest.Part {
		a.items = memory[:0]
		return []rest.Part{a.items.part(r, "items")}
	}
	check := func(a *answer, _ http.Header) error {
		if a.Items == nil {
			return errItems
		}
		_, err := count(a.Count)
		return err
	}
	size := legacyPage
	return func(ctx context.Context, cursor string) (page[contract], error) {
		number, before := 1, 0
		if n, b, ok := strings.Cut(cursor, "+"); ok {
			number, _ = strconv.Atoi(n)
			before, _ = strconv.Atoi(b)
		}
		asked := size
		a, err := sized(&size, smallestLegacy, func(size int) (answer, error) {
			number = (number-1)*asked/size + 1 // a smaller page comes later
			asked = size
			q := url.Values{"fields.root": {"count"}, "limit": {strconv.Itoa(size)}, "page": {strconv.Itoa(number)}}
			if owners != nil {
				q.Set("ownerId", strings.Join(owners, ","))
			}
			return fetch(ctx, l.rest, rest.Request{Op: opContracts, Path: "directory/api/4.0/work-contracts", Query: q}, parts, check)
		})
		if err != nil {
			return page[contract]{}, err
		}
		memory = a.items
		p := page[contract]{items: a.items}
		p.total, _ = count(a.Count)
		if before += len(p.items); len(p.items) > 0 && (p.total < 0 || before < p.total) {
			p.next = strconv.Itoa(number+1) + "+" + strconv.Itoa(before)
		}
		return p, nil
	}
}

// first is the start of a user's earliest contract. It is Withheld for somebody
// who has a contract that is not in the list of contracts.
func (b beside) first(u *user) (employee.Value, error) {
	if b.refused {
		return employee.Withheld(), nil
	}
	applicable, unread := u.DtContractStart.Date()
	first, err := b.starts.of(u.id)
	switch day, ok := applicable.Day(); {
	case err != nil:
		return employee.Value{}, err
	case !first.Known() && unread == nil && applicable.State() == employee.StateEmpty:
		return employee.Empty(), nil
	case first.Known() && ok && day.Before(b.starts.days[u.id]):
		return applicable, nil
	}
	return first, nil
}
