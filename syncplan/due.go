package syncplan

import (
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// A due keeps the first instant after another one at which the plan may change by
// itself, or zero. The end of the calendar, which means no end, is none.
type due struct{ after, first time.Time }

func (d *due) add(t time.Time) {
	if t.After(d.after) && t.Year() <= lastYear && (d.first.IsZero() || t.Before(d.first)) {
		d.first = t
	}
}

// nextDue returns the first of several instants, in the settings' own zone.
func (r *rules) nextDue(all ...due) time.Time {
	next := due{after: r.at}
	for _, d := range all {
		next.add(d.first)
	}
	if next.first.IsZero() {
		return next.first
	}
	return next.first.In(r.zones.Day(lifecycle.Home).Location)
}

// dueTomorrow is for conditions that compare with today: they may change at every
// midnight.
func (w *assessor) dueTomorrow(listed bool) {
	conditions := []mapping.Condition{w.settings.Mapping.Scope, w.settings.Policy.Block}
	for _, r := range w.settings.Mapping.Rules {
		conditions = append(conditions, r.When)
	}
	for _, z := range w.settings.Zones {
		conditions = append(conditions, z.When)
	}
	if listed && slices.ContainsFunc(conditions, testsToday) {
		for day := range w.zones.Days() {
			w.due.add(day.Tomorrow.Start(day.Location))
		}
	}
}

// testsToday reports whether a condition compares with a day that moves, in any way.
func testsToday(c mapping.Condition) bool {
	return slices.ContainsFunc(c.Values, func(v string) bool { return strings.HasPrefix(strings.TrimSpace(v), "today") }) ||
		c.Not != nil && testsToday(*c.Not) || slices.ContainsFunc(c.All, testsToday) || slices.ContainsFunc(c.Any, testsToday)
}
