package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	noPhone    = "not a phone number: it has a sign that no number has"
	twoPhones  = "more than one phone number"
	longPhone  = "not a phone number: it has more than 15 digits"
	shortPhone = "not a phone number: it has too few digits"
	wrongCode  = "not a phone number: no calling code begins with 0"
	trunk      = "(0)" // how some write the 0 that is dialled only within a country
	trunkStays = `a "(0)" in a phone number, which is left out only where the rule has a country`
)

// phone returns the digits of a phone number, with a plus before those that begin with
// a calling code; 00 is one. With a country's code, a leading 0 becomes that code, and
// a "(0)" behind a code goes.
func phone(s, country string) (number, problem string) {
	digits, plus, problem := phoneDigits(s, country)
	switch {
	case problem != "":
		return s, problem
	case len(digits) < 3:
		return s, shortPhone
	}
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !plus {
		digits, plus = rest, true
	} else if rest, ok := strings.CutPrefix(digits, "0"); ok && !plus && country != "" {
		digits, plus = country+rest, true
	}
	switch {
	case len(digits) > 15:
		return s, longPhone
	case !plus:
		return digits, ""
	case digits == "" || digits[0] == '0':
		return s, wrongCode
	}
	return "+" + digits, ""
}

// phoneDigits returns the digits of one number, and whether a plus is before them. It
// refuses what may be a second number.
func phoneDigits(s, country string) (digits string, plus bool, problem string) {
	var b []byte
	slash := -1 // digits before it
	for rest := s; rest != ""; {
		c, size := utf8.DecodeRuneInString(rest)
		switch {
		case '0' <= c && c <= '9':
			b = append(b, byte(c))
		case c == '+' && len(b) == 0 && !plus:
			plus = true
		case strings.HasPrefix(rest, trunk) && len(b) > 0:
			switch {
			case !behindCode(string(b), plus):
				return "", plus, noPhone
			case country == "":
				return "", plus, trunkStays
			}
			size = len(trunk)
		case c == '/' && slash < 0 && opensNumber(string(b), rest, plus):
			slash = len(b)
		case strings.ContainsRune("+/,;|&\n\r", c):
			return "", plus, twoPhones
		case strings.ContainsRune("-.()", c), unicode.IsSpace(c), unicode.In(c, unicode.Pd, unicode.Cf):
		default:
			return "", plus, noPhone
		}
		rest = rest[size:]
	}
	if slash >= 0 && len(b)-slash < 3 {
		return "", plus, twoPhones
	}
	return string(b), plus, ""
}

// behindCode reports whether digits can be a calling code and no more.
func behindCode(digits string, plus bool) bool {
	code, zeros := strings.CutPrefix(digits, "00")
	return (plus || zeros) && code != "" && len(code) <= 3
}

// opensNumber reports whether a slash is behind an area code, as in 030/123456, rather
// than between two numbers.
func opensNumber(digits, rest string, plus bool) bool {
	longest := 6
	if plus || strings.HasPrefix(digits, "00") {
		longest = 9
	}
	next := strings.TrimLeft(rest[1:], " -(")
	return digits != "" && len(digits) <= longest && !strings.HasPrefix(next, "0") && !strings.HasPrefix(next, "+")
}
