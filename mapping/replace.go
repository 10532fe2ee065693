package mapping

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// A Replacement puts New in the place of every Old, to the letter.
type Replacement struct {
	Old string `json:"old"`
	New string `json:"new"`
}

const (
	nothingLeft = "nothing is left of it"
	tooMuch     = "too long to replace text in it"
)

// replacements are those of one rule, composed.
type replacements []Replacement

func newReplacements(pairs []Replacement) replacements {
	var all replacements
	for _, p := range pairs {
		all = append(all, Replacement{fold.Composed(p.Old), fold.Composed(p.New)})
	}
	return all
}

// replace replaces all at once: what has been put in is not searched again, and at
// each place the first that fits is taken.
func (all replacements) replace(s string) (replaced, problem string) {
	if len(s) > maxText {
		return s, tooMuch
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		old, put := s[i:i+1], s[i:i+1]
		for _, p := range all {
			if strings.HasPrefix(s[i:], p.Old) {
				old, put = p.Old, p.New
				break
			}
		}
		b.WriteString(put)
		if b.Len() > maxText {
			return s, tooMuch
		}
		i += len(old)
	}
	return b.String(), ""
}

// piece returns the part of a text or list that the rule takes, 1 for the first and -1
// for the last.
func (c *converter) piece(v employee.Value) (piece employee.Value, problem string) {
	items := v.Items()
	if v.Kind() == employee.KindText {
		items = strings.Split(fold.Composed(v.String()), fold.Composed(c.separator))
	}
	i := c.part - 1
	if c.part < 0 {
		i = len(items) + c.part
	}
	if i < 0 || i >= len(items) || blank(items[i]) {
		return v, fmt.Sprintf("it has no part %d", c.part)
	}
	return employee.Text(c.rec.step("part", items[i])), ""
}

// Padding writes Character before a text until it has Width characters.
type Padding struct {
	Width     int    `json:"width"`
	Character string `json:"character"`
}

func (p Padding) pad(s string) string {
	return strings.Repeat(p.Character, max(0, p.Width-utf8.RuneCountInString(s))) + s
}

// domains are the new domains of addresses, by folded old one.
type domains map[string]string

func newDomains(table map[string]string) domains {
	d := make(domains, len(table))
	for old, domain := range table {
		d[fold.Key(old)] = strings.TrimSpace(domain)
	}
	return d
}

// move returns an address with the new domain, if there is one.
func (d domains) move(s string) (moved, problem string) {
	if !address(s) {
		return s, noAddress
	}
	name, domain, _ := strings.Cut(s, "@")
	return name + "@" + cmp.Or(d[fold.Key(domain)], domain), ""
}

// amount returns an amount with the code of its currency behind it, in the form
// "-1234.5 EUR". The code stands at either end.
func (n notation) amount(s string) (written, problem string) {
	const letters = 3
	if len(s) <= letters {
		return s, noAmount
	}
	code, rest := s[len(s)-letters:], s[:len(s)-letters]
	if !currencyCode(code) {
		code, rest = s[:letters], s[letters:]
	}
	v, ok := n.read(strings.TrimSpace(rest))
	if !ok || !currencyCode(code) {
		return s, noAmount
	}
	return v.String() + " " + strings.ToUpper(code), ""
}

const noAmount = "not an amount with the code of its currency, such as 1234.50 EUR"

// currencyCode reports whether s has the form of an ISO 4217 code.
func currencyCode(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
