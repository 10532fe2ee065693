package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// simple returns the one rune that stands for all that differ from c by case only:
// the smallest of them, so a capital in ASCII. For an iota it is the capital: the
// sign for one below a letter is smaller, and would join the letter before it.
//
// It stands in for the same step of cases.Fold, which takes texts only and so costs
// an allocation, and which leaves the small Cherokee letters as they are.
func simple(c rune) rune {
	if c < utf8.RuneSelf {
		return rune(upper(byte(c)))
	}
	least := c
	for other := unicode.SimpleFold(c); other != c; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	if least == 0x345 {
		return 'Ι'
	}
	return least
}

// unfold returns what c folds to: one rune, or two for the letters that fold to two
// and are in too many addresses to fold their texts as a whole: ß, ẞ and İ.
func unfold(c rune) (first, second rune) {
	switch c {
	case 'ß', 'ẞ':
		return 'S', 'S'
	case 'İ':
		return 'I', 0x307
	}
	return simple(c), 0
}

// plain reports whether unfold folds all of s. It does not where another letter folds
// to several, as ﬁ does, where an accent stands behind a letter that has one in its
// other case only, as in J̌ and ǰ, or where s is not composed. Nearly all text is plain.
func plain(s string) bool {
	cased, composed := false, true
	for i, c := range s {
		if c < 0x300 {
			cased = true // or a blank, behind which no accent stands
			if c == 'ŉ' {
				return false // the only one of these that unfold does not know
			}
			continue
		}
		composed = false // not known yet
		if cased && unicode.Is(unicode.Mn, c) {
			return false
		}
		if cased = hasCase(c); cased && expands(c, s[i:]) {
			return false
		}
	}
	return composed || norm.NFC.QuickSpanString(s) == len(s)
}

func hasCase(c rune) bool {
	return unicode.SimpleFold(c) != c || unicode.IsLower(c) || unicode.IsUpper(c)
}

// expands reports whether c, a letter with case at the beginning of s, folds to
// several runes that do not compose to c again. Of those that unfold does not know,
// such a letter has a title case, or an iota below, or it is a small one without a
// capital that has several parts in Unicode's compatibility forms alone.
func expands(c rune, s string) bool {
	other := unicode.SimpleFold(c)
	switch {
	case other == c:
	case unicode.IsTitle(c) || unicode.IsTitle(other):
		return true
	case unicode.IsUpper(c) || unicode.IsUpper(other):
		return false
	}
	if parts := norm.NFD.PropertiesString(s).Decomposition(); parts != nil {
		return strings.HasSuffix(string(parts), "\u0345")
	}
	return utf8.RuneCount(norm.NFKD.PropertiesString(s).Decomposition()) > 1
}

// canonical returns a plain text with the same key: s folded as Unicode defines
// canonical caseless matching, and composed again.
func canonical(s string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(s)))
}
