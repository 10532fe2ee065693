package lifecycle

import (
	"iter"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fieldread"
	"github.com/rosterkit/rosterkit/mapping"
)

// Zones are the time zones of one plan, each loaded once, and the day in each. A zone
// has a place.
type Zones struct {
	days     []Day
	byName   map[string]int32 // -1: unknown to load
	rules    []zoneRule
	load     func(name string) (*time.Location, bool)
	at, asOf time.Time

	own       func(*employee.Employee) employee.Value
	expectOwn bool
	anywhere  []int32 // the zones of an employee who may be anywhere, once they are needed
}

// Home is the place of the settings' own zone.
const Home int32 = 0

// A Day is the day in a zone.
type Day struct {
	Location              *time.Location
	Today, Tomorrow, AsOf employee.Date
}

type zoneRule struct {
	when *mapping.Test
	zone int32
}

// NewZones returns the zones of a plan at the instant at, from a roster as of asOf; a
// zero asOf is at. It takes zones from load, which knows home.
func NewZones(home string, load func(name string) (*time.Location, bool), at, asOf time.Time) *Zones {
	if asOf.IsZero() {
		asOf = at
	}
	z := &Zones{byName: make(map[string]int32), load: load, at: at, asOf: asOf, own: fieldread.Of(employee.FieldTimeZone)}
	z.Place(home)
	return z
}

// ExpectOwn says that the roster shows time zones, or withholds them: an employee without
// one may be anywhere, unless the field is empty.
func (z *Zones) ExpectOwn() { z.expectOwn = true }

// AddRule adds a rule after the others: an employee that fits when is in the named
// zone, which load knows.
func (z *Zones) AddRule(when *mapping.Test, name string) {
	z.rules = append(z.rules, zoneRule{when, z.Place(name)})
}

// Place returns the place of a zone, -1 for one that load does not know.
func (z *Zones) Place(name string) int32 {
	if i, ok := z.byName[name]; ok {
		return i
	}
	i := int32(-1)
	if loc, ok := z.load(name); ok {
		i = z.add(loc)
	}
	z.byName[name] = i
	return i
}

func (z *Zones) add(loc *time.Location) int32 {
	today := employee.DateAt(z.at, loc)
	z.days = append(z.days, Day{loc, today, today.AddDays(1), employee.DateAt(z.asOf, loc)})
	return int32(len(z.days)) - 1
}

// Day returns the day in the zone at a place.
func (z *Zones) Day(place int32) *Day { return &z.days[place] }

// Days returns the day in every zone that was loaded.
func (z *Zones) Days() iter.Seq[Day] { return slices.Values(z.days) }

// Of returns the zone of an employee: that of the first rule that holds, else the
// employee's own, else Home. If earlier rules are unknown, or the employee's own zone
// is, candidates has all that it may be, and zone is the candidate whose day ends last.
func (z *Zones) Of(e *employee.Employee) (zone int32, candidates []int32) {
	s := mapping.Subject{Employee: e, Today: z.days[Home].Today}
	for _, r := range z.rules {
		switch r.when.Eval(s) {
		case mapping.TruthTrue:
			return z.latest(r.zone, candidates)
		case mapping.TruthUnknown:
			candidates = append(candidates, r.zone)
		}
	}
	own := z.ownZone(e)
	switch {
	case own >= 0:
		return z.latest(own, candidates)
	case candidates == nil:
		candidates = z.everywhere()
	default:
		candidates = append(candidates, z.everywhere()...)
	}
	return z.lastToEnd(candidates), candidates
}

// Unreadable reports whether an employee's own zone has a name that load does not know.
func (z *Zones) Unreadable(e *employee.Employee) bool {
	return e.TimeZone != "" && z.Place(e.TimeZone) < 0
}

// ownZone returns the place of the employee's own zone, or of Home where the employee
// has none; -1 where it is unknown.
func (z *Zones) ownZone(e *employee.Employee) int32 {
	if e.TimeZone != "" {
		return z.Place(e.TimeZone)
	}
	if z.expectOwn && z.own(e).State() != employee.StateEmpty {
		return -1
	}
	return Home
}

// everywhere returns the zones of an employee who may be anywhere: the first and the
// last in which a day begins, and UTC, have all days that it may be; and Home.
func (z *Zones) everywhere() []int32 {
	if z.anywhere == nil {
		const hour = 3600
		z.anywhere = []int32{
			z.add(time.FixedZone("UTC-12", -12*hour)), z.add(time.FixedZone("UTC+14", 14*hour)), z.add(time.UTC), Home,
		}
	}
	return z.anywhere
}

// latest returns the zone whose day ends last, among those of unknown rules and the one
// after them.
func (z *Zones) latest(zone int32, unknown []int32) (latest int32, candidates []int32) {
	if unknown == nil {
		return zone, nil
	}
	candidates = append(unknown, zone)
	return z.lastToEnd(candidates), candidates
}

// lastToEnd returns the zone whose day ends last.
func (z *Zones) lastToEnd(candidates []int32) int32 {
	last := candidates[0]
	for _, other := range candidates[1:] {
		if z.offset(other) < z.offset(last) {
			last = other
		}
	}
	return last
}

func (z *Zones) offset(place int32) int {
	_, seconds := z.at.In(z.days[place].Location).Zone()
	return seconds
}
