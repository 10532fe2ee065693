// Package visible shows texts from outside in a text of one's own, so that they
// cannot pass for a part of it: all of a text is seen, and on one line.
package visible

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word returns s, quoted unless it is one visible word, as ids are.
func Word(s string) string {
	if s == "" || strings.HasSuffix(s, ":") || strings.ContainsAny(s, " \"',;()`") || unseen(s) {
		return Quote(s)
	}
	return s
}

// Text returns s, quoted if a part of it cannot be seen or it begins like a quotation.
func Text(s string) string {
	if strings.HasPrefix(s, `"`) || unseen(s) {
		return Quote(s)
	}
	return s
}

// Quote returns s in quotes, with all that cannot be seen escaped as in Go.
func Quote(s string) string {
	if !unseen(s) {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	var b strings.Builder
	b.WriteByte('"')
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			write(&b, s[:n])
		}
		s = s[n:]
	}
	b.WriteByte('"')
	return b.String()
}

// Line returns a sentence with all that cannot be seen escaped.
func Line(s string) string {
	if !unseen(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		_, n := utf8.DecodeRuneInString(s)
		write(&b, s[:n])
		s = s[n:]
	}
	return b.String()
}

// write writes one character, or one byte that is none.
func write(b *strings.Builder, char string) {
	if unseen(char) {
		char = strconv.QuoteToASCII(char)
		char = char[1 : len(char)-1]
	}
	b.WriteString(char)
}

// unseen reports whether a part of s cannot be seen.
func unseen(s string) bool { return strings.ContainsFunc(s, invisible) || !utf8.ValidString(s) }

// brailleBlank is a symbol to Unicode, and looks like a blank.
const brailleBlank = 0x2800

// invisible reports whether r is a line end, a control of terminals or of the direction
// of text, a blank other than the ASCII one, or has no width.
func invisible(r rune) bool {
	if ' ' <= r && r <= '~' {
		return false
	}
	return !strconv.IsPrint(r) || r == brailleBlank || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
