package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/internal/fold"
)

// A spelling is how a rule has its text written.
type spelling struct {
	replace replacements
	plain   bool      // the rule's Diacritics is "strip"
	letters string    // its Case
	domains domains   // nil: none
	phone   bool      // its Phone is PhoneDigits
	country string    // for that
	money   *notation // of an amount with its currency; nil: none
	padding Padding
	longest int  // its MaxLength; 0: any
	address bool // its Check is CheckEmail
}

func newSpelling(r Rule) spelling {
	p := spelling{
		replace: newReplacements(r.Replace), plain: r.Diacritics != "", letters: r.Case,
		phone: r.Phone != "", country: r.Country, padding: r.Pad, longest: r.MaxLength,
		address: r.Check != "" || len(r.Domain) > 0 || r.Target == login && textual(r),
	}
	if len(r.Domain) > 0 {
		p.domains = newDomains(r.Domain)
	}
	if r.Currency != "" {
		n := notation(r.Decimal)
		p.money = &n
	}
	return p
}

// copies reports whether a text is written as it is, if that is allowed.
func (p *spelling) copies() bool {
	return p.replace == nil && !p.plain && p.letters == "" && p.domains == nil && !p.phone && p.money == nil &&
		p.padding == Padding{} && p.longest == 0
}

// login is the target that users are found by: syncplan.TargetEmail. What is no
// address is a problem there, whatever the rule's Check.
const login = "email"

const (
	noAddress = "not an e-mail address"
	tooLong   = "longer than max_length, and an e-mail address is not cut"
)

// change returns text as the rule has it before it is looked up, and each step of the
// way to the record. What it returns is trimmed.
func (p *spelling) change(s string, rec *record) (changed, problem string) {
	s = fold.Composed(s)
	if p.replace != nil {
		if s, problem = p.replace.replace(s); problem != "" {
			return s, problem
		}
		rec.step("replace", strings.TrimSpace(s))
	}
	s = strings.TrimSpace(s)
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
	if blank(s) {
		return s, nothingLeft
	}
	return p.form(s, rec)
}

// form changes a text that is one of an address, a phone number and an amount, and
// fills it up.
func (p *spelling) form(s string, rec *record) (formed, problem string) {
	key := ""
	switch {
	case p.domains != nil:
		key = "domain"
		s, problem = p.domains.move(s)
	case p.phone:
		key = "phone"
		s, problem = phone(s, p.country)
	case p.money != nil:
		key = "currency"
		s, problem = p.money.amount(s)
	}
	if problem != "" {
		return s, problem
	}
	if key != "" {
		rec.step(key, s)
	}
	if p.padding.Width > 0 {
		s = rec.step("pad", p.padding.pad(s))
	}
	return s, ""
}

// finish checks a changed text, or shortens it.
func (p *spelling) finish(s string, rec *record) (finished, problem string) {
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
		if s = rec.step("max_length", cut(s, p.longest)); s == "" {
			return s, nothingLeft
		}
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
