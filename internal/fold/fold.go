// Package fold compares text as its readers do: without regard to case, to the
// blanks around it and how many are within, to what shows nothing, as a soft hyphen
// does, and to whether an accent is a sign of its own.
//
// Two texts are the same if they match by Unicode's canonical caseless matching,
// which is that of golang.org/x/text/cases with one exception: x/text leaves the
// small Cherokee letters as they are, here they match the capitals.
//
// Text is folded once, with [Key], where it is kept, and rune by rune where it is
// only compared. That allocates nothing for text that folds so, which is nearly all:
// composed (NFC), with single blanks, without ligatures, and without accents that have
// no composed form but in the other case. Other text is folded as a whole first.
package fold

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Key returns a form of s that is the same for two texts exactly when they
// differ only in case, by Unicode's full folding, in blanks, in runes that show
// nothing, and in how their accents are encoded. So "RÉUNION" is " Réunion", and
// "straße" is "STRASSE".
func Key(s string) string {
	s = tidy(s)
	if ascii(s) {
		return strings.ToUpper(s)
	}
	return string(Append(nil, s))
}

// Append appends the Key of s to b.
func Append(b []byte, s string) []byte {
	s = tidy(s)
	if ascii(s) {
		b = append(b, s...)
		for i := len(b) - len(s); i < len(b); i++ {
			b[i] = upper(b[i])
		}
		return b
	}
	for r := read(s); ; {
		c, ok := r.next()
		if !ok {
			return b
		}
		b = utf8.AppendRune(b, c)
	}
}

// Equal reports whether two texts have one Key.
func Equal(a, b string) bool {
	if a == b {
		return true
	}
	a, b = tidy(a), tidy(b)
	if ascii(a) && ascii(b) {
		return len(a) == len(b) && strings.EqualFold(a, b)
	}
	x, y := read(a), read(b)
	for {
		c, more := x.next()
		d, too := y.next()
		if c != d || !more || !too {
			return c == d && more == too
		}
	}
}

// Compare orders s, folded on the way, and a key, as strings.Compare orders two keys.
func Compare(s, key string) int {
	s = tidy(s)
	n, told := common(s, key)
	switch {
	case !told:
		return compare(s, key)
	case n == len(s) || n == len(key):
		return cmp.Compare(len(s), len(key))
	}
	return cmp.Compare(upper(s[n]), key[n])
}

// common returns how many bytes at the beginning of s are ASCII and fold to
// those of a key: the quick way for nearly all text. It is not told where a sign
// outside ASCII follows, which may be an accent of the last letter.
func common(s, key string) (n int, told bool) {
	for n < len(s) && n < len(key) && upper(s[n]) == key[n] && s[n] < utf8.RuneSelf {
		n++
	}
	return n, ascii(s[n:min(n+2, len(s))])
}

func compare(s, key string) int {
	r := read(s)
	for {
		a, more := r.next()
		b, n := utf8.DecodeRuneInString(key)
		if !more || n == 0 {
			return cmp.Compare(btoi(more), btoi(n > 0))
		}
		if c := cmp.Compare(a, b); c != 0 {
			return c
		}
		key = key[n:]
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// HasPrefix reports whether s, folded, begins with a key.
func HasPrefix(s, key string) bool {
	s = tidy(s)
	if n, told := common(s, key); told {
		return n == len(key)
	}
	r := read(s)
	return r.begins(key)
}

// Contains reports whether a key is within s, folded.
func Contains(s, key string) bool {
	s = tidy(s)
	if ascii(s) {
		for len(s) >= len(key) {
			if n, _ := common(s, key); n == len(key) {
				return true
			}
			s = s[1:]
		}
		return false
	}
	for r, more := read(s), true; more; _, more = r.next() {
		if ahead := r; ahead.begins(key) {
			return true
		}
	}
	return false
}

// HasSuffix reports whether s, folded, ends with a key.
func HasSuffix(s, key string) bool {
	s = tidy(s)
	if ascii(s) {
		if len(s) < len(key) {
			return false
		}
		n, _ := common(s[len(s)-len(key):], key)
		return n == len(key)
	}
	r := read(s)
	surplus := -utf8.RuneCountInString(key)
	for ahead := r; ; surplus++ {
		if _, more := ahead.next(); !more {
			break
		}
	}
	for range surplus {
		r.next()
	}
	return surplus >= 0 && r.begins(key)
}

// A reader yields the folded runes of a text.
type reader struct {
	rest    string
	pending rune // the second of two that one became; 0: none
}

func read(s string) reader {
	if !plain(s) {
		s = canonical(s)
	}
	return reader{rest: s}
}

func (r *reader) next() (c rune, ok bool) {
	if c = r.pending; c != 0 {
		r.pending = 0
		return c, true
	}
	if r.rest == "" {
		return 0, false
	}
	c = rune(r.rest[0])
	if c < utf8.RuneSelf {
		r.rest = r.rest[1:]
		return simple(c), true
	}
	c, n := utf8.DecodeRuneInString(r.rest)
	r.rest = r.rest[n:]
	c, r.pending = unfold(c)
	return c, true
}

func (r *reader) begins(key string) bool {
	for _, want := range key {
		if c, ok := r.next(); !ok || c != want {
			return false
		}
	}
	return true
}

// upper is simple for one byte of ASCII; it leaves others as they are.
func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
