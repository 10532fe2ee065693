// Package spell merges the employments of one employee into spells and tells which
// dates and which status word to deliver on the day of a listing. A choice of one
// employment would hide another that goes on.
//
// # Spells
//
// Employments that overlap are one spell, and so are two of which the later begins
// at most three days after the last day of the earlier, which is a weekend. A spell
// begins with its earliest start and ends with its latest end; it is open if any of
// its employments is. An employment without a start has been there since the
// beginning of time; one whose end cannot be read goes on.
//
// # What is delivered
//
// On the listing's day (UTC), for an employee may be a day ahead or behind:
//
//	a spell covers it or a neighbouring day   its start; its end, or Empty
//	the same, but the spell ended the day     the start of the next spell; the end
//	before and another follows
//	between two spells                        the start of the next one; the end of the last one
//	before the first spell, after the last    the start and the end of that spell
//
// OriginalHireDate is the start of the first spell. The status is the most employed
// word of that spell, in the order active, leave, unreadable or blank, pending,
// inactive, without employments that have been over for more than a day. If all of
// them have, it is the word of the one that ended last.
//
// The job comes from the employment in force on the listing's day; of several, from
// the one with the latest start, then the lowest id. If none is in force, it comes
// from the next one in the same spell, else from the one that ended last.
//
// # What cannot be read
//
// An end that cannot be read makes the end of the spell Withheld unless another of
// its employments is open, and a start that cannot be read makes the hire date
// Withheld. A day before 1900 or without a year cannot be read.
//
// Where an employment ends before it begins, one of its days is wrong, and nothing
// tells which. With the word inactive it employs the employee on no day: it is left
// out. With any other word neither of its days can be read.
//
// A single employment is delivered as it is: its dates are for the planner to judge.
package spell

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

const (
	weekend  = 3    // the most days from the last day of an employment to the first of the next in one spell
	earliest = 1900 // no employment of a living employee began before
)

var (
	errDay   = errors.New("not a day of an employment: it is before 1900 or has no year")
	errWord  = errors.New("not a status word")
	errOrder = errors.New("an employment ends before it begins: correct its dates in the HR system")
)

// A Part is what the HR system says, or the error why it cannot be read. A value
// that is Absent counts as Withheld.
type Part struct {
	Value employee.Value
	Err   error
}

// Of returns the Part of what a reader returned.
func Of(v employee.Value, err error) Part { return Part{v, err} }

func (p Part) faulty() bool { return p.Err != nil }

func (p Part) empty() bool { return p.Err == nil && p.Value.State() == employee.StateEmpty }

// Hidden reports whether the value is neither known nor empty.
func (p Part) Hidden() bool { return p.Err != nil || !p.Value.Known() && !p.empty() }

// An Employment is one employment or contract.
type Employment struct {
	ID         string
	Start, End Part // days, the last one included; an Empty End is open
	Word       Part // the text of an employee.Status
}

// A History is what all employments of one employee tell on the day of a listing.
type History struct {
	HireDate, TerminationDate, OriginalHireDate Part

	// Status is the text of an employee.Status, and StatusFrom the index of the
	// employment that has it.
	Status     Part
	StatusFrom int
	// JobFrom is the index of the employment from which job, department, manager
	// and the like come.
	JobFrom int
	// Fault names what was left out, because it cannot be right.
	Fault error
}

// Merge returns the history on the day of a listing. Without employments all of it
// is Withheld, and the indexes are -1. Merge does not change all.
func Merge(all []Employment, today employee.Date) History {
	terms, fault := termsOf(all)
	switch len(terms) {
	case 0:
		none := Part{Value: employee.Withheld()}
		return History{none, none, none, none, -1, -1, nil}
	case 1:
		i := terms[0].index
		start, end := all[i].Start.orWithheld(), all[i].End.orWithheld()
		return History{start, end, start, terms[0].Word, i, i, fault}
	}
	spells := group(terms)
	at, hire := choose(spells, today)
	status, job := spells[at].status(today), spells[at].job(today)
	return History{
		HireDate: spells[hire].start(), TerminationDate: spells[at].end(), OriginalHireDate: spells[0].start(),
		Status: status.Word, StatusFrom: status.index, JobFrom: job.index, Fault: fault,
	}
}

// orWithheld returns p, with the value Withheld if p is hidden.
func (p Part) orWithheld() Part {
	if p.Hidden() {
		p.Value = employee.Withheld()
	}
	return p
}

// A term is an employment of which what cannot be right is hidden.
type term struct {
	Employment
	index    int
	from, to employee.Date // zero: the beginning of time, and its end
}

// termsOf returns the terms of the employments, without those that employ on no day:
// if there are no others, it returns the latest of these.
func termsOf(all []Employment) (terms []term, fault error) {
	var never []term
	for i, m := range all {
		t := newTerm(m, i)
		switch word, _ := t.Word.Value.Text(); {
		case !t.crossed():
			terms = append(terms, t)
		case word == string(employee.StatusInactive):
			never = append(never, t)
		default:
			t.Start, t.End = Part{employee.Withheld(), errOrder}, Part{employee.Withheld(), errOrder}
			t.from, t.to = employee.Date{}, employee.Date{}
			terms = append(terms, t)
		}
	}
	left := len(never)
	if len(terms) == 0 && left > 0 {
		terms = append(terms, slices.MinFunc(never, latestStart))
		left--
	}
	if left > 0 {
		fault = errOrder
	}
	return terms, fault
}

func newTerm(m Employment, index int) term {
	for _, p := range []*Part{&m.Start, &m.End} {
		if day, ok := p.Value.Day(); p.Err == nil && p.Value.Known() && (!ok || day.Year() < earliest) {
			p.Err = errDay
		}
		*p = p.orWithheld()
	}
	if m.Word.rank() == noWord {
		m.Word.Err = errWord
	}
	m.Word = m.Word.orWithheld()
	t := term{Employment: m, index: index}
	t.from, _ = m.Start.Value.Day()
	t.to, _ = m.End.Value.Day()
	return t
}

// crossed reports whether the term ends before it begins.
func (t *term) crossed() bool { return !t.from.IsZero() && !t.to.IsZero() && t.to.Before(t.from) }

// over reports whether the term has ended before a day.
func (t *term) over(day employee.Date) bool { return !t.to.IsZero() && t.to.Before(day) }

// Orders of terms, to be used with slices.MinFunc.

func latestStart(a, b term) int { return cmp.Or(b.from.Compare(a.from), byID(a, b)) }

func nextStart(a, b term) int { return cmp.Or(a.from.Compare(b.from), byID(a, b)) }

func latestEnd(a, b term) int { return cmp.Or(b.to.Compare(a.to), latestStart(a, b)) }

func mostEmployed(a, b term) int { return cmp.Compare(a.Word.rank(), b.Word.rank()) }

// byID compares ids as numbers where both are, then as texts, then by their place.
func byID(a, b term) int {
	if number(a.ID) && number(b.ID) {
		x, y := strings.TrimLeft(a.ID, "0"), strings.TrimLeft(b.ID, "0")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
			return c
		}
	}
	return cmp.Or(strings.Compare(a.ID, b.ID), cmp.Compare(a.index, b.index))
}

func number(id string) bool {
	return id != "" && !strings.ContainsFunc(id, func(r rune) bool { return r < '0' || r > '9' })
}

// noWord is the rank of what is no status word.
const noWord = 7

// rank orders words, the most employed first. A word that is not known may be
// active, so it comes before pending and inactive.
func (p Part) rank() int {
	switch {
	case p.faulty():
		return 2
	case p.Hidden():
		return 3
	case p.empty():
		return 4
	}
	switch employee.Status(p.Value.String()) {
	case employee.StatusActive:
		return 0
	case employee.StatusLeave:
		return 1
	case employee.StatusPending:
		return 5
	case employee.StatusInactive:
		return 6
	}
	return noWord
}

// A spell is terms without a gap, in the order of their starts.
type spell struct {
	terms    []term
	from, to employee.Date // as in a term
}

// group returns the spells of the terms, in their order.
func group(terms []term) (spells []spell) {
	slices.SortFunc(terms, nextStart)
	first := 0
	s := spell{from: terms[0].from, to: terms[0].to}
	for i, t := range terms[1:] {
		if !s.to.IsZero() && t.from.AddDays(-weekend).After(s.to) {
			s.terms = terms[first : i+1]
			spells, first, s = append(spells, s), i+1, spell{from: t.from, to: t.to}
		} else if t.to.IsZero() || !s.to.IsZero() && t.to.After(s.to) {
			s.to = t.to
		}
	}
	s.terms = terms[first:]
	return append(spells, s)
}

// choose returns the index of the spell that is delivered, and of the one whose
// start is the hire date. A spell that ended yesterday is the last one, as is one
// that ended long ago: its end has not passed where it is still yesterday.
func choose(spells []spell, today employee.Date) (at, hire int) {
	next := slices.IndexFunc(spells, func(s spell) bool { return s.to.IsZero() || !s.to.Before(today) })
	switch {
	case next < 0: // after the last one
		return len(spells) - 1, len(spells) - 1
	case next == 0, !spells[next].from.After(today.AddDays(1)): // the first one, or it covers today or tomorrow
		return next, next
	}
	return next - 1, next
}

// start returns the start of the spell: Withheld if one cannot be read, Empty if
// one is blank.
func (s spell) start() Part {
	start := func(t term) Part { return t.Start }
	if p, ok := s.first(start, Part.faulty, Part.Hidden, Part.empty); ok {
		return p
	}
	return Part{Value: employee.Day(s.from)}
}

// end returns the end of the spell: Empty if an employment is open, Withheld if
// none is and the end of one cannot be read.
func (s spell) end() Part {
	end := func(t term) Part { return t.End }
	if p, ok := s.first(end, Part.empty, Part.faulty, Part.Hidden); ok {
		return p
	}
	return Part{Value: employee.Day(s.to)}
}

// first returns a part of the first term for which the first of the tests that any
// passes is true.
func (s spell) first(of func(term) Part, tests ...func(Part) bool) (Part, bool) {
	for _, test := range tests {
		for _, t := range s.terms {
			if p := of(t); test(p) {
				return p, true
			}
		}
	}
	return Part{}, false
}

// status returns the term with the word that counts.
func (s spell) status(today employee.Date) term {
	since := today.AddDays(-1)
	if !s.to.IsZero() && s.to.Before(since) {
		since = s.to
	}
	return slices.MinFunc(s.without(func(t term) bool { return t.over(since) }), mostEmployed)
}

// job returns the term from which the job comes.
func (s spell) job(today employee.Date) term {
	if now := s.without(func(t term) bool { return t.over(today) || t.from.After(today) }); len(now) > 0 {
		return slices.MinFunc(now, latestStart)
	}
	if next := s.without(func(t term) bool { return !t.from.After(today) }); len(next) > 0 {
		return slices.MinFunc(next, nextStart)
	}
	return slices.MinFunc(s.terms, latestEnd)
}

// without returns the terms that have not a property.
func (s spell) without(has func(term) bool) []term {
	return slices.DeleteFunc(slices.Clone(s.terms), has)
}
