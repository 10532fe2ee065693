package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/internal/fold"
)

// A spelling is how a rule has its text written.
type spelling struct {
	letters string // the rule's Case
	plain   bool   // its Diacritics is "strip"
	longest int    // its MaxLength; 0: any
	address bool   // its Check is CheckEmail
}

// login is the target that users are found by: syncplan.TargetEmail. What is no
// address is a problem there, whatever the rule's Check.
const login = "email"

const (
	noAddress = "not an e-mail address"
	tooLong   = "longer than max_length, and an e-mail address is not cut"
)

// write returns trimmed text as the rule has it, and each step of the way to the
// record.
func (p *spelling) write(s string, rec *record) (written, problem string) {
	s = fold.Composed(s)
	if p.plain {
		s = rec.step("diacritics", fold.Plain(s))
	}
	switch p.letters {
	case "upper":
		s = rec.step("case", strings.ToUpper(s))
	case "lower":
		s = rec.step("case", strings.ToLower(s))
	case "title":
		s = rec.step("case", titled(s))
	}
	s = fold.Composed(s) // a letter may have the accent in one of its cases only
	if p.address {
		switch {
		case !address(s):
			return s, noAddress
		case p.longest > 0 && utf8.RuneCountInString(s) > p.longest:
			return s, tooLong
		}
		return s, ""
	}
	if p.longest > 0 {
		s = rec.step("max_length", cut(s, p.longest))
	}
	return s, ""
}

// cut returns the beginning of s that has no more than the given number of
// characters (code points), without blanks at its end. It never parts a letter
// from its accents, nor an emoji from what it is joined with.
func cut(s string, longest int) string {
	if len(s) <= longest {
		return s
	}
	const joiner = '\u200d'
	n, start, joined := 0, 0, false
	for i, c := range s {
		if !joined && !unicode.Is(unicode.M, c) && c != joiner {
			start = i
		}
		if n == longest {
			return strings.TrimSpace(s[:start])
		}
		joined = c == joiner
		n++
	}
	return s
}

// address reports whether s can be an e-mail address: one @ between a name and
// a domain with a dot in it, without blanks, commas, brackets or signs that
// cannot be seen, in at most 254 bytes. It does not tell whether
// mail arrives there.
func address(s string) bool {
	const longest = 254
	return len(s) <= longest && (plainAddress(s) || anyAddress(s))
}

// plainAddress is the fast path for nearly all of them: letters, digits, dots,
// pluses, hyphens and underscores. It is false where only anyAddress can tell.
func plainAddress(s string) bool {
	at, dot := false, false
	before := byte('@')
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '@' && !at && i > 0:
			at = true
		case !at && (c == '.' || c == '_' || c == '+' || c == '-'):
		case at && c == '-' && before != '@' && before != '.':
		case at && c == '.' && before != '@' && before != '.' && before != '-':
			dot = true
		default:
			return false
		}
		before = c
	}
	return dot && before != '.' && before != '-'
}

func anyAddress(s string) bool {
	name, domain, found := strings.Cut(s, "@")
	if !found || name == "" || !utf8.ValidString(s) {
		return false
	}
	for _, c := range s {
		if barred(c) {
			return false
		}
	}
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") || strings.Contains(label, "@") {
			return false
		}
	}
	return strings.Contains(domain, ".")
}

// barred reports whether no address has c.
func barred(c rune) bool {
	switch c {
	case ',', ';', ':', '<', '>', '(', ')', '[', ']', '\\', '"':
		return true
	}
	if c < utf8.RuneSelf {
		return c <= ' ' || c == 0x7f
	}
	return unicode.IsSpace(c) || !unicode.IsGraphic(c)
}
