package lucca

import (
	"context"
	"net/url"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

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
	id, owner string
	start     wire.Cell
}

func (s starts) addContract(c *contract) {
	v, err := c.start.Date()
	s.add(c.owner, v, err)
}

// contractTable returns the list of contracts, which are in v4.
func contractTable() *table[contract] {
	t := &table[contract]{op: "list work contracts", path: "directory/api/4.0/work-contracts", answer: wire.NewAnswer()}
	t.paging = paging{most: 1000, least: 125, with: byNumber}
	t.answer.AnyCase()
	t.rows, t.total = t.answer.List("items"), t.answer.Place("count")
	id, owner, start := t.rows.Place("id"), t.rows.Place("ownerId"), t.rows.Place("startsOn")
	t.read = func(r *wire.Record, c *contract) { *c = contract{r.At(id).ID(), r.At(owner).ID(), r.At(start)} }
	t.id = func(c *contract) string { return c.id }
	return t
}

// counted asks v4 for the count of a list.
func counted() url.Values { return url.Values{"fields.root": {"count"}} }

// earliest returns the starts of the earliest contracts of all employees.
func (l *legacy) earliest(ctx context.Context) (starts, error) {
	var all starts
	_, err := l.contracts.run(ctx, l.rest, counted(), func() { all = newStarts() }, func(c *contract) error {
		all.addContract(c)
		return nil
	})
	if err != nil {
		return starts{}, err
	}
	return all, nil
}

// firstContract reads the start of an employee's earliest contract. It is Withheld
// for an employee who has a contract that is not in the list of contracts.
func firstContract(l *layout) reading {
	applicable := date(own, "dtContractStart")(l)
	return func(r *row) (employee.Value, error) {
		if r.sides.refused[listContracts] {
			return employee.Withheld(), nil
		}
		present, unread := applicable(r)
		first, err := r.sides.starts.of(r.id)
		switch day, ok := present.Day(); {
		case err != nil:
			return employee.Value{}, err
		case !first.Known() && unread == nil && present.State() == employee.StateEmpty:
			return employee.Empty(), nil
		case first.Known() && ok && day.Before(r.sides.starts.days[r.id]):
			return present, nil
		}
		return first, nil
	}
}
