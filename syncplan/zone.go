package syncplan

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// zones knows the time zones of one Build, each loaded once, and what day it
// is there.
type zones struct {
	days   []zoneDay
	byName map[string]int32 // -1: the machine does not know it
	rules  []zoneRule
	at     time.Time
	asOf   time.Time
}

type zoneDay struct {
	loc                   *time.Location
	today, tomorrow, asOf employee.Date
}

type zoneRule struct {
	when *mapping.Test
	zone int32
}

// home is the place in zones.days of the settings' own zone.
const home int32 = 0

func newZones(s Settings, at, asOf time.Time) (zones, error) {
	if asOf.IsZero() {
		asOf = at
	}
	z := zones{byName: make(map[string]int32), at: at, asOf: asOf}
	z.named(s.Zone)
	for _, r := range s.Zones {
		when, err := mapping.CompileCondition(r.When, s.Mapping.Yes, s.Mapping.No)
		if err != nil {
			return zones{}, err
		}
		z.rules = append(z.rules, zoneRule{when, z.named(r.Zone)})
	}
	return z, nil
}

// named returns the place of a zone, or -1 if the machine does not know it.
func (z *zones) named(name string) int32 {
	if i, ok := z.byName[name]; ok {
		return i
	}
	i := int32(-1)
	if loc, err := loadZone(name); err == nil {
		i = int32(len(z.days))
		today := employee.DateAt(z.at, loc)
		z.days = append(z.days, zoneDay{loc, today, today.AddDays(1), employee.DateAt(z.asOf, loc)})
	}
	z.byName[name] = i
	return i
}

// of returns the zone of a person: that of the first rule that holds, else the
// person's own, else the settings'. Where a rule cannot be told, it is the one
// among those in question whose day ends last, and all of them are in doubt.
func (z *zones) of(e *employee.Employee) (zone int32, doubt []int32) {
	s := mapping.Subject{Employee: e, Today: z.days[home].today}
	for _, r := range z.rules {
		switch r.when.Eval(s) {
		case mapping.TruthTrue:
			return z.settle(doubt, r.zone)
		case mapping.TruthUnknown:
			doubt = append(doubt, r.zone)
		}
	}
	if e.TimeZone != "" {
		if own := z.named(e.TimeZone); own >= 0 {
			return z.settle(doubt, own)
		}
	}
	return z.settle(doubt, home)
}

// settle returns the zone whose day ends last among those in doubt and last.
func (z *zones) settle(doubt []int32, last int32) (int32, []int32) {
	zone := last
	for _, d := range doubt {
		zone = z.later(zone, d)
	}
	if doubt != nil {
		doubt = append(doubt, last)
	}
	return zone, doubt
}

// later returns the zone whose day ends later.
func (z *zones) later(a, b int32) int32 {
	_, offsetA := z.at.In(z.days[a].loc).Zone()
	_, offsetB := z.at.In(z.days[b].loc).Zone()
	if offsetA <= offsetB {
		return a
	}
	return b
}
