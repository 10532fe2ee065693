package syncplan_test

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan"
)

// guardDuplicates holds the creates whose human resembles a login that nobody matched,
// and, if they are many, those that share a full name with a login of another source.
func (o *oracle) guardDuplicates() {
	var creates, all []*deed
	resemble, share := make(map[*deed]bool), make(map[*deed]bool)
	for _, d := range o.deeds {
		if d.kind != syncplan.KindCreate {
			continue
		}
		creates = append(creates, d)
		for _, l := range o.logins {
			if l.human != nil {
				continue
			}
			open := l.unlinked() || l.Ignored
			full := o.rareName(d.human, l)
			if o.privateAddress(d.human, l) || open && (full || o.sameLocalPart(d.human, l)) {
				resemble[d] = true
			}
			if full && !open && l.foreign {
				share[d] = true
			}
		}
		if resemble[d] || share[d] {
			all = append(all, d)
		}
	}
	var open, held []*deed // not approved; of these, held in any case
	shares := 0
	for _, d := range all {
		approved, shown := o.released(syncplan.GuardPossibleDuplicates, d, "")
		if approved || !shown && o.undone(d, "") {
			continue
		}
		open = append(open, d)
		if share[d] {
			shares++
		}
		if shown || resemble[d] {
			held = append(held, d)
		}
	}
	if shares > passing(5, 20, false, nil)(len(creates)) {
		held = open
	}
	if len(held) > 0 {
		o.hold(syncplan.GuardPossibleDuplicates, held)
	}
}

// rareName: the login has a full name of the human that at most eight humans, and at
// most eight logins, have.
func (o *oracle) rareName(h *human, l *login) bool {
	return slices.ContainsFunc(fullNames(h), func(name []string) bool {
		has := func(words []string) bool {
			return !slices.ContainsFunc(name, func(w string) bool { return !slices.Contains(words, w) })
		}
		humans, logins := 0, 0
		for _, other := range o.humans {
			if slices.ContainsFunc(fullNames(other), func(theirs []string) bool { return slices.Equal(theirs, name) }) {
				humans++
			}
		}
		for _, other := range o.logins {
			if has(o.loginNames(other)) {
				logins++
			}
		}
		return has(o.loginNames(l)) && humans <= 8 && logins <= 8
	})
}

func (o *oracle) sameLocalPart(h *human, l *login) bool {
	mine, _, _ := strings.Cut(o.email(h), "@")
	theirs, _, _ := strings.Cut(fold.Key(l.Email), "@")
	return mine != "" && mine == theirs && alike(wordsOf(h.FirstName, h.PreferredName), o.loginNames(l), false) == "one"
}

func (o *oracle) privateAddress(h *human, l *login) bool {
	return h.PersonalEmail != "" && fold.Key(h.PersonalEmail) == fold.Key(l.Email)
}
