package syncplan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// duplicates are the creates that may make a second user of one employee.
type duplicates struct {
	creates   int
	held      map[int32]bool // drafts whose employee resembles a user that matched no employee
	named     map[int32]bool // drafts with the full name of a user of another source
	elsewhere map[int32]bool // drafts of both kinds that resemble a user of another source
	told      map[couple]bool
	notes     []Note
}

// A couple is an employee, or the draft of its user, and a user that it resembles.
type couple struct{ of, user int32 }

// A resemblance is what an employee has in common with a user.
type resemblance uint8

const (
	resembleName    resemblance = 1 << iota // the full name
	resembleLocal                           // the name before the @, and the first name
	resemblePrivate                         // the employee's private address is the user's address
	resembleCommon                          // a full name that too many have
)

// A search looks for duplicates.
type search struct {
	*facts
	directory *directory
	drafts    []draft
	creates   []int32
	alone     []int32 // users that matched no employee, by id
	found     map[couple]resemblance
}

// findDuplicates finds the creates that may make a second user of one employee, and adds
// to their evidence which users they resemble.
func findDuplicates(f *facts, c *directory, drafts []draft) duplicates {
	s := search{facts: f, directory: c, drafts: drafts, found: make(map[couple]resemblance)}
	s.creates = drafted(drafts, func(d *draft) bool { return d.Kind == KindCreate })
	if len(s.creates) == 0 {
		return duplicates{}
	}
	for u := range int32(len(f.users)) {
		if f.owners[u].Employee < 0 {
			s.alone = append(s.alone, u)
		}
	}
	slices.SortFunc(s.alone, func(a, b int32) int { return strings.Compare(f.users[a].ID, f.users[b].ID) })
	s.byName()
	s.byLocalPart()
	s.byPrivateAddress()
	return s.sorted()
}

// created returns the employee of a draft.
func (s *search) created(n int32) *assessment { return &s.employees[s.drafts[n].employee] }

// namesOf returns the names of a user.
func (s *search) namesOf(u int32) match.Names { return s.directory.namesOf(&s.users[u], s.names) }

// unclaimed reports whether a user belongs to no source: it is not linked, or ignored, or
// of a source that this one replaces.
func (f *facts) unclaimed(u int32) bool {
	return f.unlinked(&f.users[u]) || f.users[u].Ignored
}

// elsewhere reports whether a user belongs to another source.
func (f *facts) elsewhere(u int32) bool {
	return !f.unclaimed(u) && f.users[u].Link.Source != f.source
}

// mark records what creates have in common with users, of which the first few suffice.
func (s *search) mark(creates, users []int32, what resemblance) {
	for _, n := range creates {
		for _, u := range users[:min(maxSimilar, len(users))] {
			s.found[couple{n, u}] |= what
		}
	}
}

// byName finds the users with the full name of a new employee, but for those of this
// source, whose record is no longer listed.
func (s *search) byName() {
	creates, users := make(map[match.FullName][]int32), make(map[match.FullName][]int32)
	for _, n := range s.creates {
		for _, name := range fullNames(s.created(n).e) {
			creates[name] = append(creates[name], n)
		}
	}
	for _, u := range s.alone {
		if !s.unclaimed(u) && !s.elsewhere(u) {
			continue
		}
		names := s.namesOf(u)
		for _, name := range names.Carried() {
			if creates[name] != nil {
				users[name] = append(users[name], u)
			}
		}
	}
	if len(users) == 0 {
		return
	}
	common := s.common(users)
	for name, found := range users {
		if common[name] {
			s.mark(creates[name], found, resembleCommon)
		} else {
			s.mark(creates[name], found, resembleName)
		}
	}
}

// common returns which of some full names more than maxSimilar employees, or users,
// have.
func (s *search) common(of map[match.FullName][]int32) map[match.FullName]bool {
	employees, users := make(map[match.FullName]int), make(map[match.FullName]int)
	count := func(in map[match.FullName]int, names []match.FullName) {
		for _, name := range names {
			if of[name] != nil {
				in[name]++
			}
		}
	}
	for i := range s.employees {
		count(employees, fullNames(s.employees[i].e))
	}
	for u := range int32(len(s.users)) {
		names := s.namesOf(u)
		count(users, names.Carried())
	}
	common := make(map[match.FullName]bool)
	for name := range of {
		common[name] = employees[name] > maxSimilar || users[name] > maxSimilar
	}
	return common
}

// mostLocal is how many pairs that share the name before the @ are compared by first
// name. Of more, all resemble each other.
const mostLocal = 1 << 12

// byLocalPart finds the users that no source has, with the name before the @ and the
// first name of a new employee.
func (s *search) byLocalPart() {
	creates, users := make(map[string][]int32), make(map[string][]int32)
	for _, n := range s.creates {
		if local := localPart(fold.Key(s.address(s.created(n)))); local != "" {
			creates[local] = append(creates[local], n)
		}
	}
	for _, u := range s.alone {
		if local := localPart(fold.Key(s.users[u].Email)); s.unclaimed(u) && creates[local] != nil {
			users[local] = append(users[local], u)
		}
	}
	for local, found := range users {
		if len(found)*len(creates[local]) > mostLocal {
			s.mark(creates[local], found, resembleLocal)
			continue
		}
		for _, n := range creates[local] {
			s.mark([]int32{n}, slices.DeleteFunc(slices.Clone(found), func(u int32) bool { return !s.firstNameIn(n, u) }), resembleLocal)
		}
	}
}

// firstNameIn reports whether a user has the first or the preferred name of a new
// employee among its names.
func (s *search) firstNameIn(n, u int32) bool {
	var first match.Names
	e := s.created(n).e
	first.Add(e.FirstName)
	first.Add(e.PreferredName)
	names := s.namesOf(u)
	return first.Compare(&names) == match.LikenessAlike
}

// byPrivateAddress finds the users, of any source, whose address is the private one of a
// new employee.
func (s *search) byPrivateAddress() {
	creates := make(map[string][]int32)
	for _, n := range s.creates {
		if private := fold.Key(s.created(n).e.PersonalEmail); private != "" {
			creates[private] = append(creates[private], n)
		}
	}
	for _, u := range s.alone {
		s.mark(creates[fold.Key(s.users[u].Email)], []int32{u}, resemblePrivate)
	}
}

// sorted tells what is to be held from what is a hint.
func (s *search) sorted() duplicates {
	d := duplicates{creates: len(s.creates), held: make(map[int32]bool), named: make(map[int32]bool),
		elsewhere: make(map[int32]bool), told: make(map[couple]bool)}
	users := make(map[int32][]int32) // that a draft resembles
	for c := range s.found {
		users[c.of] = append(users[c.of], c.user)
	}
	for _, n := range s.creates {
		slices.SortFunc(users[n], func(a, b int32) int { return strings.Compare(s.users[a].ID, s.users[b].ID) })
		s.sort(&d, n, users[n])
	}
	return d
}

// sort is sorted for one draft.
func (s *search) sort(d *duplicates, n int32, users []int32) {
	x := &s.drafts[n]
	var named, common []int32
	for _, u := range users {
		what, elsewhere := s.found[couple{n, u}], s.elsewhere(u)
		d.told[couple{x.employee, u}] = true
		switch {
		case what == resembleCommon:
			common = append(common, u)
			continue
		case elsewhere && what&resemblePrivate == 0:
			named = append(named, u)
			d.named[n] = true
		default:
			d.held[n] = true
		}
		d.elsewhere[n] = d.elsewhere[n] || elsewhere
		x.Evidence = append(slices.Clip(x.Evidence), s.likeness(u, what))
	}
	hint := func(users []int32, text string) {
		if len(users) == 0 {
			return
		}
		note := s.note(NoteKindHint, ReasonSimilar, x.employee, text)
		note.UserIDs = s.userIDs(users)
		for _, u := range users {
			note.Evidence = append(note.Evidence, s.likeness(u, s.found[couple{n, u}]))
		}
		d.notes = append(d.notes, note)
	}
	hint(named, "a user of another source has the same full name: compare the two, and link the user if they are the same employee")
	hint(common, "users have the same full name, which many have: look whether one of them is this employee's")
}

// likeness says what an employee has in common with a user, which it names.
func (s *search) likeness(u int32, what resemblance) Evidence {
	user := &s.users[u]
	words := []string{"user " + visible.Word(user.ID)}
	var names []string
	for _, t := range s.names {
		if name := s.directory.value(user, t).String(); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		words = append(words, visible.Quote(strings.Join(names, " ")))
	}
	if user.Email != "" {
		words = append(words, "("+quote(employee.Text(user.Email))+")")
	}
	if (user.Link != Link{}) {
		words = append(words, "of "+visible.Word(user.Link.Source))
	}
	var has []string
	for _, w := range []struct {
		what resemblance
		text string
	}{
		{resembleName | resembleCommon, "the same full name"},
		{resembleLocal, "the same name before the @ and first name"},
		{resemblePrivate, "the employee's private address"},
	} {
		if what&w.what != 0 {
			has = append(has, w.text)
		}
	}
	return Evidence{Detail: strings.Join(words, " ") + " has " + strings.Join(has, ", and ")}
}

// watch returns what the guard possible_duplicates counts. Its threshold is for the
// creates that share a full name with a user of another source; no other one passes.
func (d *duplicates) watch() []watch {
	all := maps.Clone(d.held)
	maps.Copy(all, d.named)
	if len(all) == 0 {
		return nil
	}
	return []watch{{
		guard: GuardPossibleDuplicates, drafts: slices.Sorted(maps.Keys(all)), most: sameNames().of(d.creates), base: d.creates,
		always: d.held, counts: d.named, word: d.word,
	}}
}

// word is the text of a hold of creates.
func (d *duplicates) word(creates []int32) string {
	elsewhere := 0
	for _, n := range creates {
		if d.elsewhere[n] {
			elsewhere++
		}
	}
	text := fmt.Sprintf("%s may have a user already: compare each with the users in its evidence; if they are the same, "+
		"link the user to the employee in your product, else approve the hold", count(len(creates), "employee"))
	if elsewhere > 0 {
		text += fmt.Sprintf(" (%d of them resemble users of another source; if the HR system was changed or renamed, "+
			"name the old source in moves_from in the settings instead)", elsewhere)
	}
	return text
}
