package syncplan_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A spell is an employment; end is zero for one that goes on.
type spell struct{ start, end employee.Date }

func (s spell) covers(d employee.Date) bool {
	return !d.Before(s.start) && (s.end.IsZero() || !d.After(s.end))
}

// A history is an employee over time, with the day on which HR was listed, in UTC.
type history struct {
	spells []spell // in order, with gaps of more than three days
	listed employee.Date
}

// newHistory returns spells around a day.
func newHistory(r *rand.Rand, listed employee.Date) history {
	h := history{listed: listed}
	start := listed.AddDays(-40 + r.IntN(44))
	for range 1 + r.IntN(3) {
		s := spell{start: start, end: start.AddDays(r.IntN(20))}
		h.spells = append(h.spells, s)
		start = s.end.AddDays(5 + r.IntN(12))
	}
	if r.IntN(3) == 0 {
		h.spells[len(h.spells)-1].end = employee.Date{}
	}
	return h
}

// dates returns the dates that a provider delivers.
func (h history) dates() (hire, end employee.Value) {
	value := func(d employee.Date) employee.Value {
		if d.IsZero() {
			return employee.Empty()
		}
		return employee.Day(d)
	}
	for i, s := range h.spells {
		last := i == len(h.spells)-1
		near := s.covers(h.listed) || s.covers(h.listed.AddDays(-1)) || s.covers(h.listed.AddDays(1))
		over := !s.end.IsZero() && s.end.Before(h.listed)
		switch {
		case over && !last && (near || h.spells[i+1].start.After(h.listed.AddDays(1))):
			return value(h.spells[i+1].start), value(s.end) // between two spells
		case near, last, i == 0 && s.start.After(h.listed):
			return value(s.start), value(s.end)
		}
	}
	panic("no spell")
}

// employed reports whether a spell covers a day.
func (h history) employed(d employee.Date) bool {
	for _, s := range h.spells {
		if s.covers(d) {
			return true
		}
	}
	return false
}

// TestLawCovered: an employee who has an employment that covers the day, in any zone in
// question, and whose word is not inactive, is not deactivated as left under evidence
// that reads dates, whichever side of midnight the listing and the plan fall on.
func TestLawCovered(t *testing.T) {
	t.Parallel()
	n, covered, left := race.Pick(40_000, 4_000), 0, 0
	for seed := range uint64(n) {
		r := rand.New(rand.NewPCG(seed, 11))
		listed := time.Date(2026, 11, 22, r.IntN(24), r.IntN(60), 0, 0, time.UTC)
		s := settings()
		s.Zone = choose(r, "Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin")
		s.Policy.DeactivateAfter = choose(r, 0, 0, 1, 5)
		s.Policy.CreateAhead = choose[syncplan.Days](r, 0, 3, 10, syncplan.DaysAny)
		s.Policy.LeavingEvidence = choose(r, syncplan.LeavingEvidenceBoth, syncplan.LeavingEvidenceEndDate)
		own := choose(r, "withheld", "absent", "Moon/Crater", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo")
		at := listed.Add(time.Duration(r.IntN(10)) * time.Hour)
		h := newHistory(r, employee.DateAt(listed, time.UTC))
		hire, end := h.dates()
		ada := emp("e1", "Ada", "ada@example.com", field("time_zone", own),
			field("status", choose(r, "active", "leave", "pending", "empty", "withheld")))
		set(&ada, employee.FieldHireDate, hire)
		set(&ada, employee.FieldTerminationDate, end)
		set(&ada, employee.FieldOriginalHireDate, employee.Day(h.spells[0].start))
		o := origin
		o.AsOf = choose(r, listed, time.Time{})
		roster, err := employee.NewRoster(o, ada, emp("e2", "Bob", "bob@example.com", field("time_zone", "Europe/Berlin")))
		if err != nil {
			t.Fatal(err)
		}
		users := syncplan.Existing{Users: []syncplan.User{linked("u1", "e1", "ada@example.com")}}
		p, err := syncplan.Build(roster, users, s, at)
		if err != nil {
			t.Fatal(err)
		}
		is, day := inAny(own, at, h.employed)
		if is {
			covered++
		}
		if len(deactivated(p)) == 0 {
			continue
		}
		if left++; is {
			t.Fatalf("seed %d: employed on %v, by %+v as HR lists %v to %v at %v\n%s", seed, day, h, hire, end, listed, p)
		}
	}
	if covered < n/4 || left < n/40 {
		t.Errorf("%d are covered and %d left: the histories are too tame", covered, left)
	}
}

// inAny reports whether test holds for the day in any zone in question.
func inAny(zone string, at time.Time, test func(employee.Date) bool) (bool, employee.Date) {
	loc, err := time.LoadLocation(zone)
	if err == nil {
		d := employee.DateAt(at, loc)
		return test(d), d
	}
	for offset := -12; offset <= 14; offset++ {
		if d := employee.DateAt(at, time.FixedZone(fmt.Sprint(offset), offset*3600)); test(d) {
			return true, d
		}
	}
	return false, employee.Date{}
}

func choose[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }
