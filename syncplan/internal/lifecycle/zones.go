package lifecycle

import (
	"iter"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
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
	z := &Zones{byName: make(map[string]int32), load: load, at: at, asOf: asOf}
	z.Place(home)
	return z
}

// AddRule adds a rule after the others: employees for whom when holds are in the named
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
		i = int32(len(z.days))
		today := employee.DateAt(z.at, loc)
		z.days = append(z.days, Day{loc, today, today.AddDays(1), employee.DateAt(z.asOf, loc)})
	}
	z.byName[name] = i
	return i
}

// Day returns the day in the zone at a place.
func (z *Zones) Day(place int32) *Day { return &z.days[place] }

// Days returns the day in every zone that was loaded.
func (z *Zones) Days() iter.Seq[Day] { return slices.Values(z.days) }

// Of returns the zone of an employee: that of the first rule that holds, else the
// employee's own if load knows it, else Home. If earlier rules are unknown, candidates
// has their zones and that one, and zone is the candidate whose day ends last.
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
	if e.TimeZone != "" {
		if own := z.Place(e.TimeZone); own >= 0 {
			return z.latest(own, candidates)
		}
	}
	return z.latest(Home, candidates)
}

// latest returns the zone whose day ends last, among those of unknown rules and
// the one after them.
func (z *Zones) latest(zone int32, unknown []int32) (latest int32, candidates []int32) {
	if unknown == nil {
		return zone, nil
	}
	latest = zone
	for _, other := range unknown {
		if z.offset(other) < z.offset(latest) {
			latest = other
		}
	}
	return latest, append(unknown, zone)
}

func (z *Zones) offset(place int32) int {
	_, seconds := z.at.In(z.days[place].Location).Zone()
	return seconds
}
