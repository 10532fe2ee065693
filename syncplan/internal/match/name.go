package match

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rosterkit/rosterkit/internal/fold"
)

// A Likeness says whether two names, or two addresses, are of one employee.
type Likeness uint8

const (
	LikenessSilent    Likeness = iota // nothing to compare: one is missing, or they have no common script
	LikenessAlike                     // they share a word
	LikenessDifferent                 // both have words in a common script and share none
	LikenessUnknown                   // they share no word that can be read
)

// and returns the likeness of one side with two others: one agreement suffices.
func (l Likeness) and(o Likeness) Likeness {
	for _, first := range []Likeness{LikenessAlike, LikenessUnknown, LikenessDifferent} {
		if l == first || o == first {
			return first
		}
	}
	return LikenessSilent
}

// Names are the words of all names of an employee or a user.
type Names struct {
	words  []string // folded
	hidden bool     // a name cannot be read
}

// Add adds the words of a name. Letters, with their marks, make words; everything else
// is between them.
func (n *Names) Add(text string) {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) { // joiners within a word
			return -1
		}
		return r
	}, text)
	for word := range strings.FieldsFuncSeq(fold.Key(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if !slices.Contains(n.words, word) {
			n.words = append(n.words, word)
		}
	}
}

// Hide says that a name cannot be read.
func (n *Names) Hide() { n.hidden = true }

// Hidden reports whether a name cannot be read.
func (n *Names) Hidden() bool { return n.hidden }

// Empty reports whether there is no name, readable or not.
func (n *Names) Empty() bool { return len(n.words) == 0 && !n.hidden }

// Compare compares the names of an employee with those of a user or another employee.
// Neither their order nor the field that has them matters.
func (n *Names) Compare(o *Names) Likeness {
	for _, a := range n.words {
		if slices.ContainsFunc(o.words, func(b string) bool { return sameWord(a, b) }) {
			return LikenessAlike
		}
	}
	switch {
	case n.Empty() || o.Empty():
		return LikenessSilent
	case n.hidden || o.hidden:
		return LikenessUnknown
	}
	scripts := n.scripts()
	if slices.ContainsFunc(o.scripts(), func(s string) bool { return slices.Contains(scripts, s) }) {
		return LikenessDifferent
	}
	return LikenessSilent
}

// Carries reports whether all words of a full name are among the words.
func (n *Names) Carries(full FullName) bool {
	for word := range strings.SplitSeq(string(full), " ") {
		if !slices.Contains(n.words, word) {
			return false
		}
	}
	return true
}

// A FullName is the distinct folded words of a full name, sorted: two in different
// order are equal.
type FullName string

// FullNameOf returns the full name in texts, "" if one of them has no word, or all
// together only one.
func FullNameOf(texts ...string) FullName {
	var all Names
	for _, text := range texts {
		var one Names
		if one.Add(text); one.Empty() {
			return ""
		}
		all.Add(text)
	}
	if len(all.words) < 2 {
		return ""
	}
	return all.full(1<<len(all.words) - 1)
}

// full returns some of the words, a bit for each, as a full name.
func (n *Names) full(bits int) FullName {
	var words []string
	for i, word := range n.words {
		if bits&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return FullName(strings.Join(words, " "))
}

// mostNameWords is how many words the names of a user may have in which full names are
// looked for.
const mostNameWords = 8

// Carried returns the full names that the words may make: those of two or more.
func (n *Names) Carried() []FullName {
	if len(n.words) > mostNameWords {
		return nil
	}
	var all []FullName
	for bits := range 1 << len(n.words) {
		if bits&(bits-1) != 0 { // more than one
			all = append(all, n.full(bits))
		}
	}
	return all
}

// sameWord reports whether two folded words are equal, or the longer one contains the
// shorter one and that is long enough to say something.
func sameWord(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	return a == b || strings.Contains(a, b) && telling(b)
}

// unspaced reports whether a letter is of a script, other than Han, in which a name may
// be written without a blank between its words, so that a short word is a whole name.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan)
}

// telling reports whether a word within another one is long enough to be a name: three
// letters, but one in Han and two in another script without blanks.
func telling(word string) bool {
	letters, least := 0, 1
	for _, r := range word {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		switch {
		case unicode.Is(unicode.Han, r):
		case unspaced(r) || unicode.Is(unicode.Common, r): // such as a long vowel
			least = max(least, 2)
		default:
			least = 3
		}
	}
	return letters >= least
}

// scripts returns the scripts of the words.
func (n *Names) scripts() []string {
	var all []string
	for _, word := range n.words {
		for _, r := range word {
			if s := script(r); s != "" && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// script returns the script of a letter, "" if it belongs to several.
func script(r rune) string {
	switch {
	case unicode.Is(unicode.Latin, r):
		return "Latin"
	case unicode.Is(unicode.Han, r):
		return "Han"
	case unicode.In(r, unicode.Common, unicode.Inherited):
		return ""
	}
	for name, table := range unicode.Scripts { // each letter is in one
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
