package mapping

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// A vocabulary is a set of words, found as conditions compare text.
type vocabulary []string // folded, sorted, each once

func newVocabulary(words []string) vocabulary {
	v := make(vocabulary, len(words))
	for i, w := range words {
		v[i] = fold.Key(w)
	}
	slices.Sort(v)
	return slices.Compact(v)
}

// find returns the place of the word s, or -1.
func (v vocabulary) find(s string) int {
	low, high := 0, len(v)
	for low < high {
		middle := (low + high) / 2
		switch c := fold.Compare(s, v[middle]); {
		case c == 0:
			return middle
		case c < 0:
			high = middle
		default:
			low = middle + 1
		}
	}
	return -1
}

// DefaultYes returns the words for yes of a mapping without its own: English,
// German, French, Dutch, Spanish.
func DefaultYes() []string {
	return []string{
		"yes", "y", "true", "1", "on",
		"ja", "j", "wahr", "waar",
		"oui", "o", "vrai",
		"sí", "si", "s", "verdadero",
	}
}

// DefaultNo returns the words for no of a mapping without its own.
func DefaultNo() []string {
	return []string{
		"no", "n", "false", "0", "off",
		"nein", "falsch", "nee", "onwaar",
		"non", "faux",
		"falso",
	}
}

// answers are the words for yes and no.
type answers struct{ yes, no vocabulary }

func newAnswers(yes, no []string) answers {
	if yes == nil {
		yes = DefaultYes()
	}
	if no == nil {
		no = DefaultNo()
	}
	return answers{newVocabulary(yes), newVocabulary(no)}
}

// read returns what the word s says; ok is false for a word in neither list.
func (a *answers) read(s string) (yes, ok bool) {
	if a.yes.find(s) >= 0 {
		return true, true
	}
	return false, a.no.find(s) >= 0
}

// value returns what a known value says: a yes or no, "true" or "false"
// whatever the words, or one of them.
func (a *answers) value(v employee.Value) (yes, ok bool) {
	if yes, ok = v.Bool(); ok {
		return yes, true
	}
	if s := v.String(); s == "true" || s == "false" {
		return s == "true", true
	}
	return a.read(v.String())
}
