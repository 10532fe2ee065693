// Package fold compares text as people mean it: without regard to case and to
// blanks around it.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key returns a form of s that is the same for two texts exactly when they
// differ only in case, by Unicode's simple folding, and in blanks around them.
// So "RÉUNION" is " Réunion", and "straße" is not "STRASSE".
func Key(s string) string { return strings.Map(Rune, strings.TrimSpace(s)) }

// Rune returns the smallest of the runes that differ from c by case only.
func Rune(c rune) rune {
	if c < utf8.RuneSelf {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		return c
	}
	least := c
	for other := unicode.SimpleFold(c); other != c; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	return least
}
