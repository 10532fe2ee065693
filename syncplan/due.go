package syncplan

import (
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// due notes an instant at which the plan may change by itself.
func (w *work) due(t time.Time) {
	if t.After(w.at) && (w.nextDue.IsZero() || t.Before(w.nextDue)) {
		w.nextDue = t.In(w.zones.Day(lifecycle.Home).Location)
	}
}

// dueTomorrow is for settings that test against today: at every midnight some
// condition may turn.
func (w *work) dueTomorrow() {
	conditions := []mapping.Condition{w.settings.Mapping.Scope, w.settings.Policy.Block}
	for _, r := range w.settings.Mapping.Rules {
		conditions = append(conditions, r.When)
	}
	for _, z := range w.settings.Zones {
		conditions = append(conditions, z.When)
	}
	if len(w.people) > 0 && slices.ContainsFunc(conditions, testsToday) {
		for day := range w.zones.Days() {
			w.due(day.Tomorrow.Start(day.Location))
		}
	}
}

func testsToday(c mapping.Condition) bool {
	switch c.Op {
	case mapping.OpBefore, mapping.OpAfter, mapping.OpOnOrBefore, mapping.OpOnOrAfter:
		return slices.ContainsFunc(c.Values, func(v string) bool { return strings.HasPrefix(strings.TrimSpace(v), "today") })
	}
	return c.Not != nil && testsToday(*c.Not) || slices.ContainsFunc(c.All, testsToday) || slices.ContainsFunc(c.Any, testsToday)
}
