package mapping

import (
	"cmp"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// readNumber reads a text such as "-1234.50". A number in settings or in a text has
// no exponent.
func readNumber(s string) (employee.Value, bool) {
	if strings.ContainsAny(s, "eE") {
		return employee.Value{}, false
	}
	v, err := employee.Number(s)
	return v, err == nil
}

// compareNumbers compares the canonical texts of two numbers.
func compareNumbers(a, b string) int {
	x, xNegative := strings.CutPrefix(a, "-")
	y, yNegative := strings.CutPrefix(b, "-")
	switch {
	case xNegative && yNegative:
		x, y = y, x
	case xNegative:
		return -1
	case yNegative:
		return 1
	}
	whole, fraction, _ := strings.Cut(x, ".")
	otherWhole, otherFraction, _ := strings.Cut(y, ".")
	return cmp.Or(cmp.Compare(len(whole), len(otherWhole)), cmp.Compare(whole, otherWhole), cmp.Compare(fraction, otherFraction))
}

// A notation is how numbers are written in a field: the Decimal of a rule.
type notation string

func (n notation) valid() bool { return n == "" || n == "." || n == "," }

// example shows the form of a number, for an admin.
func (n notation) example() string {
	switch n {
	case ".":
		return "-1,234.50"
	case ",":
		return "-1.234,50"
	}
	return "-1234.50"
}

// read reads a number. Currency signs, letters and exponents are no part of
// one.
func (n notation) read(s string) (employee.Value, bool) {
	const longest = 100 // bytes: more digits than any sum of money
	if len(s) > longest {
		return employee.Value{}, false
	}
	if n != "" {
		plain, ok := n.plain(s)
		if !ok {
			return employee.Value{}, false
		}
		s = plain
	}
	return readNumber(s)
}

// plain takes the grouping out of a number and makes its decimal sign a point.
// Groups are of three digits behind a first of one to three, with one sign
// between them all: a blank of any width, an apostrophe, or the one of point
// and comma that is not the decimal sign. A grouped number does not start with
// 0, so that "0.125" with a decimal comma is refused rather than read as 125.
func (n notation) plain(s string) (string, bool) {
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = s[:1], s[1:]
	}
	whole, fraction, hasFraction := strings.Cut(s, string(n))
	at := strings.IndexFunc(whole, func(c rune) bool { return c < '0' || c > '9' })
	if at >= 0 {
		mark := []rune(whole[at:])[0]
		if !n.groups(mark) || at < 1 || at > 3 || whole[0] == '0' {
			return "", false
		}
		groups := strings.Split(whole, string(mark))
		for _, g := range groups[1:] {
			if len(g) != 3 {
				return "", false
			}
		}
		whole = strings.Join(groups, "")
	}
	if hasFraction {
		whole += "." + fraction
	}
	return sign + whole, true
}

// groups reports whether the rune may stand between groups of digits.
func (n notation) groups(c rune) bool {
	switch c {
	case ' ', '\u00a0', '\u2009', '\u202f', '\'', '’':
		return true
	case '.', ',':
		return string(c) != string(n)
	}
	return false
}
