package syncplan_test

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// wordsOf are the folded words of texts.
func wordsOf(texts ...string) (words []string) {
	for _, text := range texts {
		words = append(words, strings.FieldsFunc(fold.Key(text), func(r rune) bool {
			return !unicode.In(r, unicode.L, unicode.M)
		})...)
	}
	return words
}

// namesOf are the words of all names of a human, and whether a name is hidden.
func (o *oracle) namesOf(h *human) (words []string, hidden bool) {
	shown := func(f employee.Field) bool { // for any employee, readable or not
		return slices.ContainsFunc(o.humans, func(h *human) bool { return h.Value(f).State() != employee.StateAbsent })
	}
	for _, f := range []employee.Field{"first_name", "middle_name", "preferred_name", "last_name", "display_name"} {
		v := h.Value(f)
		words = append(words, wordsOf(v.String())...)
		hidden = hidden || v.State() == employee.StateWithheld || v.State() == employee.StateAbsent && shown(f)
	}
	return words, hidden
}

// loginNames are the words of a login: of all targets whose rules read names alone.
func (o *oracle) loginNames(l *login) (words []string) {
	for _, t := range o.targets {
		read := o.fieldsOf(t.Name)
		other := func(f employee.Field) bool { return !strings.HasSuffix(string(f), "_name") }
		if len(read) > 0 && !slices.ContainsFunc(read, other) {
			words = append(words, wordsOf(l.value(t.Name).String())...)
		}
	}
	return words
}

// alike compares two sets of words: "one", "two", "unknown", or "" where nothing says.
func alike(a, b []string, hidden bool) string {
	written := func(words []string, in *unicode.RangeTable) bool {
		return slices.ContainsFunc(words, func(w string) bool {
			return strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(in, r) })
		})
	}
	for _, x := range a {
		for _, y := range b {
			long, short := x, y
			if len(x) < len(y) {
				long, short = y, x
			}
			least := 3
			if written([]string{short}, unicode.Han) {
				least = 1
			}
			if x == y || strings.Contains(long, short) && utf8.RuneCountInString(short) >= least {
				return "one"
			}
		}
	}
	switch common := func(s *unicode.RangeTable) bool { return written(a, s) && written(b, s) }; {
	case hidden && (len(b) > 0 || len(a) == 0):
		return "unknown"
	case common(unicode.Latin), common(unicode.Han):
		return "two"
	}
	return ""
}

// verdict tells whether a key that a human shares with a login finds the right one:
// "one", "two" or "unknown". The old record of the login may speak for them, too. If
// the old record goes on to use the login, its names and address are what the login gets.
func (o *oracle) verdict(h *human, l *login, k syncplan.Key, old *human) string {
	if k.Name || k.Names == syncplan.KeyNamesIgnore {
		return "one"
	}
	mine, hidden := o.namesOf(h)
	theirs, address := o.loginNames(l), fold.Key(l.Email)
	if l.alive() {
		theirs = nil
		if email := o.email(old); email != "" {
			address = email
		}
	}
	said := []string{""}
	if len(theirs) > 0 {
		said = append(said, alike(mine, theirs, hidden))
	}
	if old != nil {
		words, veiled := o.namesOf(old)
		said = append(said, alike(mine, words, hidden || veiled))
	}
	names := "one" // where nothing says
	for _, s := range []string{"two", "unknown", "one"} {
		if slices.Contains(said, s) {
			names = s
		}
	}
	if names == "one" || slices.Equal(k.Targets, []string{"email"}) {
		return names
	}
	switch email := o.email(h); { // an identifier: the addresses must differ, too
	case address == "":
		return "one"
	case o.hidden(h, "email") || o.apply(h, "email").Problem != "":
		return "unknown"
	case email == "" || email == address:
		return "one"
	}
	return names
}

// fullNames are the sorted, distinct words of each full name of a human.
func fullNames(h *human) (names [][]string) {
	add := func(parts ...string) {
		words := wordsOf(parts...)
		slices.Sort(words)
		words = slices.Compact(words)
		if len(words) > 1 && !slices.ContainsFunc(parts, func(p string) bool { return len(wordsOf(p)) == 0 }) {
			names = append(names, words)
		}
	}
	add(h.FirstName, h.LastName)
	add(h.PreferredName, h.LastName)
	add(h.DisplayName)
	return names
}

// carries reports whether words have all of a full name of a human.
func carries(words []string, h *human) bool {
	return slices.ContainsFunc(fullNames(h), func(full []string) bool {
		return !slices.ContainsFunc(full, func(w string) bool { return !slices.Contains(words, w) })
	})
}

func sameFullName(a, b *human) bool {
	return slices.ContainsFunc(fullNames(a), func(x []string) bool {
		return slices.ContainsFunc(fullNames(b), func(y []string) bool { return slices.Equal(x, y) })
	})
}

// crosswise: the login has the full name of another employee who has not left, and not
// that of h.
func (o *oracle) crosswise(h *human, l *login) bool {
	words := o.loginNames(l)
	return !carries(words, h) && slices.ContainsFunc(o.humans, func(other *human) bool {
		return other != h && other.living() && carries(words, other)
	})
}

// beyondDoubt: a relink that the policy may let run.
func (o *oracle) beyondDoubt(h *human, l *login) bool {
	words := o.loginNames(l)
	_, hidden := o.namesOf(h)
	if l.Link.Source != o.source || hidden || len(words) > 0 && !carries(words, h) || len(words) == 0 && l.human == nil {
		return false
	}
	end, zones := l.EndsOn, o.zonesOf(&human{})
	if l.human != nil {
		if _, veiled := o.namesOf(l.human); veiled || !sameFullName(h, l.human) {
			return false
		}
		end, _ = l.human.Value(employee.FieldTerminationDate).Day()
		zones = o.zonesOf(l.human)
	}
	if !end.Before(employee.DateAt(o.At, o.latest(zones))) {
		end = employee.Date{}
	}
	identified := false
	for _, k := range o.keys() {
		mine, theirs := o.keyOf(h, k), o.keyOfLogin(l, k)
		for _, t := range append([]string{"email"}, k.Targets...) {
			if o.hidden(h, t) || o.apply(h, t).Problem != "" {
				return false
			}
		}
		if mine != "" && theirs != "" && mine != theirs {
			return false
		}
		identified = identified || mine != "" && mine == theirs && !k.Name && !slices.Equal(k.Targets, []string{"email"})
	}
	first, _ := h.Value(employee.FieldOriginalHireDate).Day()
	return identified || first.Year() >= 1900 && end.Year() >= 1900 && !first.After(end)
}

// rehired: an employee with the leaver's full name, no login, and an address or key
// that cannot be read, was hired after the leaver. A leaver who is not listed has the
// names of the login.
func (o *oracle) rehired(leaver *human, l *login) bool {
	return slices.ContainsFunc(o.humans, func(h *human) bool {
		keys := append([]syncplan.Key{{Targets: []string{"email"}}}, o.Settings.Match...)
		unread := slices.ContainsFunc(keys, func(k syncplan.Key) bool {
			return !k.Name && slices.ContainsFunc(k.Targets, func(t string) bool {
				return o.hidden(h, t) || o.apply(h, t).Problem != ""
			})
		})
		if h.login != nil || !h.living() || h.want == "untouched" || !unread {
			return false
		}
		if leaver == nil {
			return carries(o.loginNames(l), h)
		}
		hired, _ := h.Value(employee.FieldHireDate).Day()
		before, _ := leaver.Value(employee.FieldHireDate).Day()
		return sameFullName(h, leaver) && (hired.After(before) || hired.Year() < 1900 || before.Year() < 1900)
	})
}

// fieldsOf are the fields that the rules of a target read for its value.
func (o *oracle) fieldsOf(target string) (read []employee.Field) {
	for _, r := range o.Settings.Mapping.Rules {
		if r.Target == target {
			read = append(read, mapping.Mapping{Rules: []mapping.Rule{{From: r.From, Format: r.Format}}}.Fields()...)
		}
	}
	return read
}
