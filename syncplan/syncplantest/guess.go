package syncplantest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A guess is a value that a hidden field may have had, described without it.
type guess struct {
	value employee.Value
	what  string
}

// guesses suggests values for hidden fields.
type guesses struct {
	identity []employee.Field
	today    employee.Date
	seen     map[employee.Field][]guess // in the roster and among the users
	tested   map[employee.Field][]guess // by the conditions of the settings
	compared map[employee.Field][]employee.Field
}

// most is how many values of the roster or the users are tried for a field.
const most = 4

func newGuesses(c *checker, employees []*employee.Employee) *guesses {
	g := &guesses{identity: identity(c.settings), today: employee.DateAt(c.at, time.UTC),
		seen: make(map[employee.Field][]guess), tested: make(map[employee.Field][]guess),
		compared: make(map[employee.Field][]employee.Field)}
	note := func(f employee.Field, v employee.Value, what string, limit int) {
		known := g.seen[f]
		if v.Known() && len(known) < limit && !slices.ContainsFunc(known, func(k guess) bool { return k.value == v }) {
			g.seen[f] = append(known, guess{v, what})
		}
	}
	for _, f := range c.evidence() {
		for _, e := range employees {
			note(f, e.Value(f), "that of employee "+e.ID, most)
		}
	}
	for _, r := range c.settings.Mapping.Rules {
		for _, f := range r.From {
			for _, u := range c.existing.Users {
				note(f, attribute(u, r.Target), "that of user "+u.ID, 2*most)
			}
		}
		g.addTests(r.When)
	}
	g.addTests(c.settings.Mapping.Scope)
	g.addTests(c.settings.Policy.Block)
	for _, z := range c.settings.Zones {
		g.addTests(z.When)
	}
	return g
}

func attribute(u syncplan.User, target string) employee.Value {
	if target == syncplan.TargetEmail {
		return employee.Text(u.Email)
	}
	for _, a := range u.Attributes {
		if a.Name == target {
			return a.Value
		}
	}
	return employee.Empty()
}

// addTests collects values on both sides of every test of a condition.
func (g *guesses) addTests(c mapping.Condition) {
	for _, nested := range slices.Concat(c.All, c.Any) {
		g.addTests(nested)
	}
	if c.Not != nil {
		g.addTests(*c.Not)
	}
	add := func(v employee.Value) {
		g.tested[c.Field] = append(g.tested[c.Field], guess{v, "a value that the settings test for"})
	}
	if c.Than != "" {
		g.compared[c.Field], g.compared[c.Than] = append(g.compared[c.Field], c.Than), append(g.compared[c.Than], c.Field)
	}
	for _, text := range c.Values {
		switch c.Op {
		case mapping.OpBefore, mapping.OpAfter, mapping.OpOnOrBefore, mapping.OpOnOrAfter:
			for n := -1; n <= 1; n++ {
				add(employee.Day(g.day(text).AddDays(n)))
			}
		case mapping.OpLessThan, mapping.OpAtMost, mapping.OpAtLeast, mapping.OpGreaterThan:
			for _, n := range []string{text, "-1000000000", "1000000000"} {
				add(employee.Text(n))
			}
		default:
			add(employee.Text(text))
		}
	}
}

// day reads "2026-01-31", "today" or "today-30".
func (g *guesses) day(text string) employee.Date {
	if offset, ok := strings.CutPrefix(text, "today"); ok {
		n, _ := strconv.Atoi(offset)
		return g.today.AddDays(n)
	}
	d, _ := employee.ParseDate(text)
	return d
}

// of returns what the field f of e may have been.
func (g *guesses) of(e *employee.Employee, f employee.Field) []guess {
	all := []guess{{employee.Empty(), "nothing in it"}}
	switch {
	case f == employee.FieldStatus:
		for _, s := range []employee.Status{employee.StatusActive, employee.StatusLeave, employee.StatusPending, employee.StatusInactive} {
			all = append(all, guess{employee.Text(string(s)), string(s)})
		}
	case f.Kind() == employee.KindDate:
		for _, days := range []int{-1000, -3, -2, -1, 0, 1, 2, 1000} {
			all = append(all, guess{employee.Day(g.today.AddDays(days)), strconv.Itoa(days) + " days from today"})
		}
		for _, other := range []employee.Field{employee.FieldHireDate, employee.FieldTerminationDate} {
			if d, ok := e.Value(other).Day(); ok && other != f {
				all = append(all, guess{employee.Day(d.AddDays(-1)), "the day before " + string(other)}, guess{employee.Day(d.AddDays(1)), "the day after " + string(other)})
			}
		}
	case f == employee.FieldTimeZone:
		for _, zone := range []string{"Pacific/Pago_Pago", "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo", "Pacific/Kiritimati"} {
			all = append(all, guess{employee.Text(zone), zone})
		}
	default:
		all = append(all, guess{employee.Text("yes"), "yes"}, guess{employee.Text("no"), "no"}, guess{employee.Text("a value that no employee has"), "a value that no employee has"})
	}
	for _, other := range g.compared[f] {
		if d, ok := e.Value(other).Day(); ok {
			all = append(all, guess{employee.Day(d.AddDays(-1)), "the day before " + string(other)}, guess{employee.Day(d), "the day of " + string(other)},
				guess{employee.Day(d.AddDays(1)), "the day after " + string(other)})
		}
	}
	return slices.Concat(all, g.tested[f], g.seen[f])
}
