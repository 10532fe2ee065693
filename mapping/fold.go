package mapping

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// Text is compared under Unicode simple case folding, rune by rune, against
// text that was folded once before: nothing is allocated.

// compareFold orders s, folded on the way, and the folded text f.
func compareFold(s, f string) int {
	for s != "" && f != "" {
		a, n := utf8.DecodeRuneInString(s)
		b, m := utf8.DecodeRuneInString(f)
		if c := cmp.Compare(fold.Rune(a), b); c != 0 {
			return c
		}
		s, f = s[n:], f[m:]
	}
	return cmp.Compare(len(s), len(f))
}

func hasPrefixFold(s, f string) bool {
	for f != "" {
		a, n := utf8.DecodeRuneInString(s)
		b, m := utf8.DecodeRuneInString(f)
		if n == 0 || fold.Rune(a) != b {
			return false
		}
		s, f = s[n:], f[m:]
	}
	return true
}

func hasSuffixFold(s, f string) bool {
	for f != "" {
		a, n := utf8.DecodeLastRuneInString(s)
		b, m := utf8.DecodeLastRuneInString(f)
		if n == 0 || fold.Rune(a) != b {
			return false
		}
		s, f = s[:len(s)-n], f[:len(f)-m]
	}
	return true
}

func containsFold(s, f string) bool {
	for !hasPrefixFold(s, f) {
		_, n := utf8.DecodeRuneInString(s)
		if n == 0 {
			return false
		}
		s = s[n:]
	}
	return true
}

// A vocabulary is a set of words, found as people mean them.
type vocabulary []string // folded, sorted, each once

func newVocabulary(words []string) vocabulary {
	v := make(vocabulary, len(words))
	for i, w := range words {
		v[i] = fold.Key(w)
	}
	slices.Sort(v)
	return slices.Compact(v)
}

// find returns the place of the trimmed word s, or -1.
func (v vocabulary) find(s string) int {
	low, high := 0, len(v)
	for low < high {
		middle := (low + high) / 2
		switch c := compareFold(s, v[middle]); {
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

// DefaultYes returns the words that count as yes where a mapping names none:
// English, German, French, Dutch and Spanish.
func DefaultYes() []string {
	return []string{
		"yes", "y", "true", "1", "on",
		"ja", "j", "wahr", "waar",
		"oui", "o", "vrai",
		"sí", "si", "s", "verdadero",
	}
}

// DefaultNo returns the words that count as no where a mapping names none.
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
	s = strings.TrimSpace(s)
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
