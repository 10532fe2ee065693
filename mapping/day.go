package mapping

import (
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// A day is one that a condition names: fixed, or some days from today.
type day struct {
	fixed    employee.Date
	relative bool
	offset   int
}

// parseDay reads "2026-01-31", "--01-31", "today", "today+14" or "today-30".
func parseDay(s string) (d day, ok bool) {
	rest, relative := strings.CutPrefix(strings.TrimSpace(s), "today")
	if !relative {
		fixed, err := employee.ParseDate(rest)
		return day{fixed: fixed}, err == nil
	}
	if rest == "" {
		return day{relative: true}, true
	}
	n, err := strconv.Atoi(rest)
	signed := rest[0] == '+' || rest[0] == '-'
	return day{relative: true, offset: n}, err == nil && signed && -maxRelative <= n && n <= maxRelative
}

// on returns the day when today is the given one, the zero Date if it is unknown.
func (d day) on(today employee.Date) employee.Date {
	if !d.relative {
		return d.fixed
	}
	if today.Year() == 0 {
		return employee.Date{}
	}
	return today.AddDays(d.offset)
}

// same reports whether the date is the day. A day without a year in the
// settings is that day of any year. A date without a year may be any year's.
func (d day) same(date, today employee.Date) Truth {
	want := d.on(today)
	switch {
	case want.IsZero():
		return TruthUnknown
	case want.Month() != date.Month() || want.Day() != date.Day():
		return TruthFalse
	case want.Year() == 0 || want.Year() == date.Year():
		return TruthTrue
	case date.Year() == 0:
		return TruthUnknown
	}
	return TruthFalse
}
