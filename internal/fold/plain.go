package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Plain returns s with Latin letters in their plainest form: without the signs
// above, below and through them, and with ß, æ, œ, þ and their like spelled out.
// "Müller" becomes "Muller", "Łódź" "Lodz" and "Weiß" "Weiss". Letters of other
// scripts stay as they are, for which such signs are no decoration.
func Plain(s string) string {
	if ascii(s) {
		return s
	}
	var b strings.Builder
	latin := false // the letter that a sign belongs to
	for _, c := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, c) && latin:
			continue
		case !unicode.Is(unicode.Mn, c):
			latin = unicode.Is(unicode.Latin, c)
		}
		b.WriteString(spelled(c))
	}
	return norm.NFC.String(b.String())
}

// spelled returns a letter that has no decomposition as it is spelled without it.
func spelled(c rune) string {
	switch c {
	case 'ß':
		return "ss"
	case 'ẞ':
		return "SS"
	case 'æ':
		return "ae"
	case 'Æ':
		return "Ae"
	case 'œ':
		return "oe"
	case 'Œ':
		return "Oe"
	case 'ø':
		return "o"
	case 'Ø':
		return "O"
	case 'ł':
		return "l"
	case 'Ł':
		return "L"
	case 'đ', 'ð':
		return "d"
	case 'Đ', 'Ð':
		return "D"
	case 'þ':
		return "th"
	case 'Þ':
		return "Th"
	case 'ħ':
		return "h"
	case 'Ħ':
		return "H"
	case 'ŧ':
		return "t"
	case 'Ŧ':
		return "T"
	case 'ı':
		return "i"
	}
	return string(c)
}
