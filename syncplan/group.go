package syncplan

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/visible"
)

// groups are the groups that exist, by attribute.
type groups map[string]spellings

// spellings are the groups of one attribute: each value under itself, and under what is
// left of it without case and blanks the first in order.
type spellings struct {
	values map[string]bool
	folded map[string]string
}

func newGroups(existing map[string][]string) groups {
	g := make(groups, len(existing))
	for attribute, values := range existing {
		s := spellings{make(map[string]bool, len(values)), make(map[string]string, len(values))}
		for _, v := range values {
			s.values[v] = true
			key := fold.Key(v)
			if first, ok := s.folded[key]; !ok || v < first {
				s.folded[key] = v
			}
		}
		g[attribute] = s
	}
	return g
}

// spelled returns a value in the spelling of the groups that exist.
func (g groups) spelled(attribute string, v employee.Value) employee.Value {
	s, ok := g[attribute]
	if !ok {
		return v
	}
	switch v.Kind() {
	case employee.KindText:
		return employee.Text(s.spelling(v.String()))
	case employee.KindList:
		var items []string
		for item := range v.ItemSeq() {
			if item = s.spelling(item); !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
		return employee.List(items...)
	}
	return v
}

// spelling returns the group that is the same but for case and blanks, or the value.
func (s spellings) spelling(value string) string {
	if existing, ok := s.folded[fold.Key(value)]; ok && !s.values[value] {
		return existing
	}
	return value
}

// missing returns the actions that create the groups that the given actions need and
// wait for, and hints at misspelled, emptied and renamed ones.
func (g groups) missing(source string, users []User, actions []Action) ([]Action, []Note) {
	missing := make(map[[2]string]employee.Field)
	for _, a := range actions {
		for _, c := range a.Changes {
			if s, ok := g[c.Attribute]; ok {
				has := c.From.Items() // they exist, listed or not
				for _, item := range c.To.Items() {
					if !s.values[item] && !slices.Contains(has, item) {
						missing[[2]string{c.Attribute, item}] = c.Field
					}
				}
			}
		}
	}
	keys := make([][2]string, 0, len(missing))
	for k := range missing {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	creates := make([]Action, len(keys))
	created := make(map[[2]string]string, len(keys))
	var key keyWriter
	for i, k := range keys {
		creates[i] = Action{Kind: KindCreateGroup, Name: k[1], Reason: ReasonGroup,
			Changes: []Change{{Attribute: k[0], From: employee.Empty(), To: employee.Text(k[1]), Rule: -1, Field: missing[k]}}}
		key.setKey(source, &creates[i])
		created[k] = creates[i].Key
	}
	if len(keys) > 0 {
		waitFor(created, actions)
	}
	return creates, slices.Concat(g.nearDuplicates(keys), g.emptied(users, actions, keys))
}

// waitFor makes the actions that need a new group wait for it.
func waitFor(created map[[2]string]string, actions []Action) {
	for i := range actions {
		a := &actions[i]
		before := len(a.After)
		for _, c := range a.Changes {
			for item := range c.To.ItemSeq() {
				if key := created[[2]string{c.Attribute, item}]; key != "" {
					a.After = append(a.After, key)
				}
			}
		}
		if len(a.After) > before {
			slices.Sort(a.After)
			a.After = slices.Compact(a.After)
		}
	}
}

// nearDuplicates names new groups that differ from another one only in
// case, accents, blanks or punctuation.
func (g groups) nearDuplicates(keys [][2]string) (notes []Note) {
	near := make(map[[2]string][]string)
	for _, attribute := range sortedKeys(g) {
		for _, v := range sortedKeys(g[attribute].values) {
			near[[2]string{attribute, letters(v)}] = append(near[[2]string{attribute, letters(v)}], v)
		}
	}
	for _, k := range keys {
		twin := [2]string{k[0], letters(k[1])}
		if others := near[twin]; len(others) > 0 {
			notes = append(notes, Note{Kind: NoteKindHint, Reason: ReasonNearDuplicate, Name: k[1],
				Text: "a new " + visible.Text(k[0]) + " is spelled almost like " + quoted(others) + ": if they are the same, correct the HR data or map one to the other"})
		}
		near[twin] = append(near[twin], k[1])
	}
	return notes
}

// letters returns the letters and digits of s, plain and folded, or s itself if
// it has none.
func letters(s string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold.Key(fold.Plain(s)))
	if plain == "" {
		return s
	}
	return plain
}
