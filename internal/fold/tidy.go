package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Blank reports whether a reader sees nothing in s.
func Blank(s string) bool {
	for _, c := range s {
		if !unicode.IsSpace(c) && !ignorable(c) {
			return false
		}
	}
	return true
}

// tidy returns s as its readers see it: without the runes that show nothing, with one
// blank for each run of blanks and none around. It allocates only where one of them is
// within s.
func tidy(s string) string {
	s = strings.TrimSpace(s)
	if isTidy(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	pending := false // a blank
	for _, c := range s {
		switch {
		case ignorable(c):
		case unicode.IsSpace(c):
			pending = b.Len() > 0
		default:
			if pending {
				b.WriteByte(' ')
			}
			pending = false
			b.WriteRune(c)
		}
	}
	return b.String()
}

// isTidy reports whether tidy leaves a trimmed text as it is.
func isTidy(s string) bool {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' && s[i+1] == ' ', '\t' <= c && c <= '\r':
			return false
		case c < utf8.RuneSelf || 0xc3 <= c && c <= 0xcc: // Latin letters, which are neither
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) || ignorable(r) {
				return false
			}
			i += n
		}
	}
	return true
}

// ignorable reports whether c shows nothing: Unicode's property
// Default_Ignorable_Code_Point, such as a soft hyphen, or a space of no width.
func ignorable(c rune) bool {
	switch {
	case c < 0xad:
		return false
	case c < 0x2000:
		return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
			0x180b <= c && c <= 0x180f
	case c < 0x3000:
		return 0x200b <= c && c <= 0x200f || 0x202a <= c && c <= 0x202e || 0x2060 <= c && c <= 0x206f
	case c < 0x10000:
		return c == 0x3164 || 0xfe00 <= c && c <= 0xfe0f || c == 0xfeff || c == 0xffa0 || 0xfff0 <= c && c <= 0xfff8
	}
	return 0x1bca0 <= c && c <= 0x1bca3 || 0x1d173 <= c && c <= 0x1d17a || 0xe0000 <= c && c <= 0xe0fff
}
