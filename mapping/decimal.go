package mapping

import (
	"cmp"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// A decimal is a decimal number as its digits, which are parts of the text it
// was read from. Equal numbers are equal decimals. The zero decimal is 0.
type decimal struct {
	negative bool
	whole    string // without leading zeros
	fraction string // without trailing zeros
}

// parseDecimal reads "-1234.50": a sign or none, digits, a point and digits or
// none.
func parseDecimal(s string) (d decimal, ok bool) {
	s, d.negative = strings.CutPrefix(s, "-")
	if !d.negative {
		s = strings.TrimPrefix(s, "+")
	}
	var point bool
	d.whole, d.fraction, point = strings.Cut(s, ".")
	if !digits(d.whole) || point && !digits(d.fraction) {
		return decimal{}, false
	}
	d.whole, d.fraction = strings.TrimLeft(d.whole, "0"), strings.TrimRight(d.fraction, "0")
	if d.whole == "" && d.fraction == "" {
		d.negative = false
	}
	return d, true
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

func (d decimal) compare(o decimal) int {
	switch {
	case d.negative && !o.negative:
		return -1
	case o.negative && !d.negative:
		return 1
	}
	c := cmp.Or(cmp.Compare(len(d.whole), len(o.whole)), cmp.Compare(d.whole, o.whole), cmp.Compare(d.fraction, o.fraction))
	if d.negative {
		return -c
	}
	return c
}

// A notation is how numbers are written in a field: the Decimal of a rule.
type notation string

func (n notation) valid() bool { return n == "" || n == "." || n == "," }

// example shows the form of a number, for people.
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
	plain, ok := s, true
	if n != "" {
		plain, ok = n.plain(s)
	}
	if _, valid := parseDecimal(plain); !ok || !valid {
		return employee.Value{}, false
	}
	v, err := employee.Number(plain)
	return v, err == nil
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
