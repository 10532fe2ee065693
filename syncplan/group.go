package syncplan

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// existingGroups indexes the groups that exist, by attribute and value.
func (w *work) existingGroups(groups map[string][]string) {
	w.exists = make(map[string]map[string]bool, len(groups))
	for attribute, values := range groups {
		w.exists[attribute] = make(map[string]bool, len(values))
		for _, v := range values {
			w.exists[attribute][v] = true
		}
	}
}

// groups returns the actions that create what the given actions need.
func (w *work) groups(actions []Action) ([]Action, []Note) {
	missing := make(map[[2]string]employee.Field)
	for _, a := range actions {
		for _, c := range a.Changes {
			if values, ok := w.exists[c.Attribute]; ok {
				for _, item := range c.To.Items() {
					if !values[item] {
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
	groups := make([]Action, len(keys))
	var key keyWriter
	for i, k := range keys {
		groups[i] = Action{Kind: KindCreateGroup, Name: k[1], Reason: ReasonGroup,
			Changes: []Change{{Attribute: k[0], From: employee.Empty(), To: employee.Text(k[1]), Rule: -1, Field: missing[k]}}}
		key.setKey(w.source, &groups[i])
	}
	return groups, w.nearDuplicates(keys)
}

// nearDuplicates names new groups that differ from another one only in
// case, accents, blanks or punctuation.
func (w *work) nearDuplicates(keys [][2]string) (notes []Note) {
	near := make(map[[2]string][]string)
	for _, attribute := range sortedKeys(w.exists) {
		for _, v := range sortedKeys(w.exists[attribute]) {
			near[[2]string{attribute, letters(v)}] = append(near[[2]string{attribute, letters(v)}], v)
		}
	}
	for _, k := range keys {
		twin := [2]string{k[0], letters(k[1])}
		if others := near[twin]; len(others) > 0 {
			notes = append(notes, Note{Kind: NoteKindHint, Reason: ReasonNearDuplicate, Name: k[1],
				Text: "a new " + k[0] + " is spelled almost like " + quoted(others) + ": correct HR, or map the one to the other, if they are the same"})
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
