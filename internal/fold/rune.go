package fold

import (
	"unicode"
	"unicode/utf8"
)

// simple returns the smallest of the runes that differ from c by case only, but
// the capital iota for an iota: the sign for one below a letter is smaller, and
// would join the letter before it.
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

// full returns what c folds to: a rune and what stands behind it, if anything.
func full(c rune) (first rune, rest [2]rune) {
	parts := expanded(c)
	return simple(parts[0]), [2]rune{simple(parts[1]), simple(parts[2])}
}

// expanded returns the up to three runes for which one letter stands, such as
// s and s for ß, and c itself otherwise: the letters with status F in Unicode's
// CaseFolding.txt. Where the accents of a small letter have a capital of their
// own for some of them, as those of ΐ have in Ϊ, these stay together, so that
// both fold alike from their composed forms.
func expanded(c rune) [3]rune {
	switch c {
	case 'ß', 'ẞ':
		return [3]rune{'s', 's'}
	case 'İ':
		return [3]rune{'i', 0x307}
	case 'ŉ':
		return [3]rune{0x2bc, 'n'}
	case 'ǰ':
		return [3]rune{'j', 0x30c}
	case 'և':
		return [3]rune{0x565, 0x582}
	case 'ẖ':
		return [3]rune{'h', 0x331}
	case 'ẗ':
		return [3]rune{'t', 0x308}
	case 'ẘ':
		return [3]rune{'w', 0x30a}
	case 'ẙ':
		return [3]rune{'y', 0x30a}
	case 'ẚ':
		return [3]rune{'a', 0x2be}
	}
	switch {
	case 0x370 <= c && c < 0x400, 0x1f00 <= c && c < 0x2000:
		return greek(c)
	case 0xfb00 <= c && c <= 0xfb17:
		return ligature(c)
	}
	return [3]rune{c}
}

func greek(c rune) [3]rune {
	const (
		alpha, eta, iota, rho, upsilon, omega = 'α', 'η', 'ι', 'ρ', 'υ', 'ω'
		smooth, circumflex                    = 0x313, 0x342
		grave, acute                          = 0x300, 0x301
	)
	if 0x1f80 <= c && c < 0x1fb0 { // a letter with breathing, accents and the iota below
		base := [...]rune{0x1f00, 0x1f20, 0x1f60}[(c-0x1f80)/16]
		return [3]rune{base + c&7, iota}
	}
	switch c {
	case 0x390, 0x1fd3:
		return [3]rune{'ϊ', acute}
	case 0x3b0, 0x1fe3:
		return [3]rune{'ϋ', acute}
	case 0x1fd2:
		return [3]rune{'ϊ', grave}
	case 0x1fe2:
		return [3]rune{'ϋ', grave}
	case 0x1fd7:
		return [3]rune{'ϊ', circumflex}
	case 0x1fe7:
		return [3]rune{'ϋ', circumflex}
	case 0x1f50:
		return [3]rune{upsilon, smooth}
	case 0x1f52:
		return [3]rune{upsilon, smooth, grave}
	case 0x1f54:
		return [3]rune{upsilon, smooth, acute}
	case 0x1f56:
		return [3]rune{upsilon, smooth, circumflex}
	case 0x1fe4:
		return [3]rune{rho, smooth}
	case 0x1fb2:
		return [3]rune{0x1f70, iota}
	case 0x1fb3, 0x1fbc:
		return [3]rune{alpha, iota}
	case 0x1fb4:
		return [3]rune{'ά', iota}
	case 0x1fb6:
		return [3]rune{alpha, circumflex}
	case 0x1fb7:
		return [3]rune{alpha, circumflex, iota}
	case 0x1fc2:
		return [3]rune{0x1f74, iota}
	case 0x1fc3, 0x1fcc:
		return [3]rune{eta, iota}
	case 0x1fc4:
		return [3]rune{'ή', iota}
	case 0x1fc6:
		return [3]rune{eta, circumflex}
	case 0x1fc7:
		return [3]rune{eta, circumflex, iota}
	case 0x1fd6:
		return [3]rune{iota, circumflex}
	case 0x1fe6:
		return [3]rune{upsilon, circumflex}
	case 0x1ff2:
		return [3]rune{0x1f7c, iota}
	case 0x1ff3, 0x1ffc:
		return [3]rune{omega, iota}
	case 0x1ff4:
		return [3]rune{'ώ', iota}
	case 0x1ff6:
		return [3]rune{omega, circumflex}
	case 0x1ff7:
		return [3]rune{omega, circumflex, iota}
	}
	return [3]rune{c}
}

func ligature(c rune) [3]rune {
	switch c {
	case 'ﬀ':
		return [3]rune{'f', 'f'}
	case 'ﬁ':
		return [3]rune{'f', 'i'}
	case 'ﬂ':
		return [3]rune{'f', 'l'}
	case 'ﬃ':
		return [3]rune{'f', 'f', 'i'}
	case 'ﬄ':
		return [3]rune{'f', 'f', 'l'}
	case 'ﬅ', 'ﬆ':
		return [3]rune{'s', 't'}
	case 'ﬓ':
		return [3]rune{0x574, 0x576}
	case 'ﬔ':
		return [3]rune{0x574, 0x565}
	case 'ﬕ':
		return [3]rune{0x574, 0x56b}
	case 'ﬖ':
		return [3]rune{0x57e, 0x576}
	case 'ﬗ':
		return [3]rune{0x574, 0x56d}
	}
	return [3]rune{c}
}
