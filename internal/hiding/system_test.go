package hiding

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A client is what the Client of every provider is.
type client interface {
	Roster(context.Context) (*employee.Roster, error)
	Employees(context.Context) iter.Seq2[employee.Employee, error]
}

type fields = []employee.Field

// A system is one interface of an HR system.
type system struct {
	name string
	// keys are what can be hidden, by the vendor's names, each with the fields that are
	// Withheld without it. A name that begins with a slash is a side list that is refused;
	// one with "scope " is a right that is taken away.
	keys map[string]fields
	// more are fields that are read of several keys: without one of them, the others may
	// still tell the value.
	more fields
	// beside are further fields that may be Withheld without a key.
	beside map[string]fields
	// whole are keys that the fake hides of all employees only.
	whole []string
	// proofs says that a blank is Empty only on the proof of what the employee has beside
	// it, which may be hidden.
	proofs bool
	// fewer is a key without which employees are missing, and no answer tells.
	fewer string
	// days are keys of the days of employments. An employment whose end is hidden goes on,
	// and one whose start is hidden was always there, so that the spell is longer.
	days []string
	// forms are the names of the ways in which a hidden field comes, the first for all
	// fields, and any others with the fields that the way may withhold in all employees.
	forms []form
	// open returns a new company and a client of it.
	open func(testing.TB, fields) *tenant
}

// A form is a way in which a hidden field comes.
type form struct {
	name   string
	beside fields
}

// A tenant is a company with its HR system.
type tenant struct {
	client   client
	next     func(...fakehr.Fault)
	requests func() int
	hide     func(hiding)
}

// A hiding is what is hidden, and of whom.
type hiding struct {
	keys []string
	who  int // of whom: one, third or everyone
	nr   int // which one, and which third
	form int
}

const (
	one = iota
	third
	everyone
)

// hits reports whether the employee at a place of n is one of them.
func (h hiding) hits(i, n int) bool {
	switch h.who {
	case one:
		return i == h.nr%n
	case third:
		return i%3 == h.nr%3
	}
	return true
}

// of returns the keys that are fields, and the paths and the scopes among them.
func (h hiding) of() (keys []string, refuse map[string]int, scopes []string) {
	refuse = make(map[string]int)
	for _, key := range h.keys {
		switch scope, is := strings.CutPrefix(key, "scope "); {
		case is:
			scopes = append(scopes, scope)
		case isList(key):
			refuse[key] = http.StatusForbidden
		default:
			keys = append(keys, key)
		}
	}
	return keys, refuse, scopes
}

func isList(key string) bool { return strings.HasPrefix(key, "/") }

// ofAll reports whether a key is hidden of all employees, whatever a hiding says.
func (s system) ofAll(key string) bool {
	return isList(key) || strings.HasPrefix(key, "scope ") || slices.Contains(s.whole, key)
}

// fields returns what is asked for.
func (s system) fields() fields {
	all := slices.Clone(s.more)
	for _, f := range s.keys {
		all = append(all, f...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// names returns the keys in order.
func (s system) names() []string {
	var names []string
	for key := range s.keys {
		names = append(names, key)
	}
	slices.Sort(names)
	return names
}

// mark returns the employees, with the change to those whom h hits.
func mark[P any](employees []P, h hiding, change func(*P)) []P {
	marked := slices.Clone(employees)
	for i := range marked {
		if h.hits(i, len(marked)) {
			change(&marked[i])
		}
	}
	return marked
}

// fill gives two of three employees a value under each name that none has.
func fill(v map[string]any, i int, names ...string) {
	for j, name := range names {
		if v[name] == nil && (i+j)%3 != 1 {
			v[name] = fakehr.Pick(i+j, "Aspen", "Birch", "Cedar", "Dogwood", "Elm")
		}
	}
}

// days does the same with dates.
func days(v map[string]any, i int, names ...string) {
	for j, name := range names {
		if v[name] == nil && (i+j)%5 == 2 {
			v[name] = fakehr.Day(2099, i+j)
		}
	}
}

// size is how many employees a company has: leavers and starters among them, and
// several pages.
const size, pageSize = 31, 9
