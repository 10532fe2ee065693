package lucca

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/spell"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// Terms are the first and last days of all contracts or employments, by owner, in
// the memory that those of all employees can take.
type terms struct {
	latest map[string]int32 // by owner: the number of the term that came last, from 1
	all    []term
	faults []error
}

// A term is a contract or an employment.
type term struct {
	start, end day
	before     int32 // the number of the owner's term before, 0 if there is none
}

// A day is what was read of a first or last day.
type day struct {
	date  employee.Date
	state employee.State
	fault int32 // the number of the error, 0 if there is none
}

func newTerms() terms { return terms{latest: make(map[string]int32)} }

// add adds the contract or employment with an id. One whose owner cannot be read is an
// error: it may be the one that has not ended.
func (t *terms) add(op, id, owner string, start, end spell.Part) error {
	if owner == "" {
		return &employee.FetchError{Provider: provider, Op: op, Err: employee.ErrMalformed,
			Message: "the record " + strconv.Quote(id) + " does not say which employee it is of"}
	}
	t.all = append(t.all, term{t.pack(start), t.pack(end), t.latest[owner]})
	t.latest[owner] = int32(len(t.all))
	return nil
}

func (t *terms) pack(p spell.Part) day {
	if p.Err != nil {
		t.faults = append(t.faults, p.Err)
		return day{fault: int32(len(t.faults))}
	}
	date, _ := p.Value.Day()
	return day{date: date, state: p.Value.State()}
}

func (t *terms) unpack(d day) spell.Part {
	switch {
	case d.fault > 0:
		return spell.Part{Err: t.faults[d.fault-1]}
	case d.state == employee.StateKnown, d.state == employee.StateEmpty:
		return spell.Part{Value: employee.Day(d.date)}
	}
	return spell.Part{Value: employee.Withheld()}
}

// of returns the terms of an owner.
func (t *terms) of(owner string) (all []spell.Employment) {
	for n := t.latest[owner]; n > 0; n = t.all[n-1].before {
		x := t.all[n-1]
		all = append(all, spell.Employment{Start: t.unpack(x.start), End: t.unpack(x.end)})
	}
	return all
}

// history tells what the contracts of an employee say on the day of the listing.
// Applicable is the one that comes with the employee's own record. It may be newer
// than the list, and counts beside those of the list unless it is one of them; what
// the credentials may not see of it is withheld.
func (s *sides) history(list, owner string, applicable spell.Employment) spell.History {
	all := s.terms.of(owner)
	listed := slices.ContainsFunc(all, func(m spell.Employment) bool {
		return covers(m.Start, applicable.Start) && covers(m.End, applicable.End)
	})
	if !listed {
		all = append(all, applicable)
	}
	h := spell.Merge(all, s.today)
	if applicable.Start.Hidden() {
		h.HireDate = applicable.Start
	}
	if applicable.End.Hidden() && h.TerminationDate.Value.State() != employee.StateEmpty {
		h.TerminationDate = applicable.End
	}
	unseen := s.refused[list] ||
		len(all) == 1 && !listed && (applicable.Start.Hidden() || applicable.Start.Value.Known()) // which the list has not
	switch {
	case s.unread(list):
		h.OriginalHireDate = spell.Part{Value: employee.Empty()}
	case unseen:
		h.OriginalHireDate = spell.Part{Value: employee.Withheld()}
		// One that begins tomorrow is not seen, nor is one that ended before the next begins.
		start, _ := applicable.Start.Value.Day()
		end, _ := applicable.End.Value.Day()
		if applicable.Start.Hidden() || start.After(s.today) || end == s.today {
			h.TerminationDate = spell.Part{Value: employee.Withheld()}
		}
	}
	return h
}

// covers reports whether a day of the list may be that of the applicable contract.
func covers(listed, applicable spell.Part) bool {
	return applicable.Hidden() || listed.Err == nil && listed.Value == applicable.Value
}

// told reads a part of the history of an employee. Start and end read the applicable
// contract.
func told(list string, start, end func(*layout) reading, of func(*spell.History) spell.Part) func(*layout) reading {
	return func(l *layout) reading {
		start, end := start(l), end(l)
		return func(r *row) (employee.Value, error) {
			if !r.merged {
				applicable := spell.Employment{Start: spell.Of(start(r)), End: spell.Of(end(r))}
				r.history, r.merged = r.sides.history(list, r.id, applicable), true
			}
			p := of(&r.history)
			return p.Value, p.Err
		}
	}
}

func hired(h *spell.History) spell.Part { return h.HireDate }

func ended(h *spell.History) spell.Part { return h.TerminationDate }

func firstHired(h *spell.History) spell.Part { return h.OriginalHireDate }

const opContracts = "list work contracts"

// A contract is a work contract in v4.
type contract struct {
	id, owner  string
	start, end wire.Cell
}

func (t *terms) addContract(c *contract) error {
	return t.add(opContracts, c.id, c.owner, spell.Of(c.start.Date()), spell.Of(c.end.Date()))
}

// contractTable returns the list of contracts, which are in v4.
func contractTable() *table[contract] {
	t := &table[contract]{op: opContracts, path: "directory/api/4.0/work-contracts", answer: wire.NewAnswer()}
	t.paging = paging{most: 1000, least: 125, with: byNumber}
	t.answer.AnyCase()
	t.rows, t.total = t.answer.List("items"), t.answer.Place("count")
	id, owner, start, end := t.rows.Place("id"), t.rows.Place("ownerId"), t.rows.Place("startsOn"), t.rows.Place("endsOn")
	t.read = func(r *wire.Record, c *contract) {
		*c = contract{r.At(id).ID(), r.At(owner).ID(), r.At(start), r.At(end)}
	}
	t.id = func(c *contract) string { return c.id }
	return t
}

// counted asks v4 for the count of a list.
func counted() url.Values { return url.Values{"fields.root": {"count"}} }

// readContracts reads the contracts of all employees.
func (l *legacy) readContracts(ctx context.Context) (all terms, err error) {
	_, err = l.contracts.run(ctx, l.rest, counted(), func() { all = newTerms() }, func(c *contract) error {
		return all.addContract(c)
	})
	if err != nil {
		return terms{}, err
	}
	return all, nil
}
