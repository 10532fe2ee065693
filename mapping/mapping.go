package mapping

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A Mapping is the settings of one customer, stored as JSON.
type Mapping struct {
	Scope Condition `json:"scope,omitzero"` // employees that get a user; zero: all
	Rules []Rule    `json:"rules,omitempty"`
	Yes   []string  `json:"yes,omitzero"` // nil: DefaultYes
	No    []string  `json:"no,omitzero"`  // nil: DefaultNo
}

// A Rule gives a value to one attribute, its target, from exactly one of From,
// Format and Constant. Of several rules with one target, the first whose When is
// true decides; one whose When is unknown leaves the attribute alone.
//
// A text is composed (NFC) and changed in this order: part, replace, trimming,
// diacritics, case, one of domain, phone and currency, pad, no_value and lookup, check
// or max_length. Where a step cannot read it, the attribute is left alone.
type Rule struct {
	Target string `json:"target"`

	From     []employee.Field `json:"from,omitempty"`     // the first with a value; for a list, the items of all
	Format   string           `json:"format,omitempty"`   // text with fields in braces: see Formats
	Constant string           `json:"constant,omitempty"` // the value itself

	When Condition     `json:"when,omitzero"`  // without it, always
	Type employee.Kind `json:"type,omitempty"` // "" is text; or KindSet

	Separator string   `json:"separator,omitempty"` // list: splits a text, as with part; text: joins a list, "" by ", "
	Decimal   string   `json:"decimal,omitempty"`   // number: "," reads 1.234,50, "." reads 1,234.50, "" only 1234.50
	Case      string   `json:"case,omitempty"`      // text, list: "upper", "lower" or "title": Dupont-Martin for DUPONT-MARTIN
	Units     []string `json:"units,omitempty"`     // number: beside it, in any case: "EUR", "€"

	Diacritics string `json:"diacritics,omitempty"`  // text, list: "strip" for plain Latin letters: Muller for Müller
	MaxLength  int    `json:"max_length,omitempty"`  // text, list: in characters; an address is not cut but a problem
	DateFormat string `json:"date_format,omitempty"` // date: how a text has it, text: how it is written: "DD.MM.YYYY", in any order; "" is 2006-01-02
	Instant    string `json:"instant,omitempty"`     // date: an instant (RFC 3339) is its day in this IANA zone, or InstantWritten
	Check      string `json:"check,omitempty"`       // text, list: CheckEmail, which the target "email" always has

	Part     int               `json:"part,omitempty"`     // not list: the item of a text with separators; -1 is the last
	Replace  []Replacement     `json:"replace,omitempty"`  // all at once: of several that fit at a place, the first
	Domain   map[string]string `json:"domain,omitempty"`   // addresses: new domains by old
	Phone    string            `json:"phone,omitempty"`    // text, list: PhoneDigits; 00 becomes +, two numbers are a problem
	Country  string            `json:"country,omitempty"`  // phone: a leading 0 becomes this calling code; "(0)" behind a code goes
	Currency string            `json:"currency,omitempty"` // text, list: CurrencyCode; decimal reads the amount
	Pad      Padding           `json:"pad,omitzero"`       // text, list

	NoValue   []string          `json:"no_value,omitempty"` // words that count as an empty field; "*" is all not in the lookup
	Lookup    map[string]string `json:"lookup,omitempty"`   // values by word, in any case; "*" is for every other, a problem without it
	Default   string            `json:"default,omitempty"`
	Required  bool              `json:"required,omitempty"` // no user is created without a value
	Authority Authority         `json:"authority,omitempty"`
	Others    string            `json:"others,omitempty"` // set: OthersKeep
	OnEmpty   OnEmpty           `json:"on_empty,omitempty"`
}

// KindSet is a list whose order does not count.
const KindSet employee.Kind = "set"

// The words of some keys.
const (
	OthersKeep     = "keep"    // leaves a user the items of a set that Program.Gives excludes
	PhoneDigits    = "digits"  // behind a + if they begin with a calling code
	CurrencyCode   = "code"    // of three letters, before or behind the amount: "-1234.5 EUR"
	InstantWritten = "written" // the day that stands there, whatever its offset
)

// CheckEmail makes a problem of a text that is no e-mail address: one @ between a
// name and a domain with a dot, no blanks, at most 254 bytes.
const CheckEmail = "email"

// Authority says when a rule overwrites what the user has.
type Authority string

// A private address in place of a blank work address is for new users only, except
// under AuthorityAlways.
const (
	AuthorityHR     Authority = ""       // the HR system wins
	AuthorityAlways Authority = "always" // the HR system wins, with a private address too
	AuthorityFill   Authority = "fill"   // only where the user has nothing
	AuthorityCreate Authority = "create" // only when the user is created

	AuthorityUntilChanged Authority = "until_changed" // when HR's own value is not syncplan.User.Applied
)

// OnEmpty says what a rule does when the HR system has no value.
type OnEmpty string

const (
	OnEmptyLeave   OnEmpty = ""        // keeps the attribute
	OnEmptyClear   OnEmpty = "clear"   // removes its value
	OnEmptyDefault OnEmpty = "default" // sets Rule.Default
)

// Needs returns the fields that give the rule its value, in groups of which one
// field is enough: From, and each place in Format. A group with [FieldLifecycle] is
// left out.
func (r Rule) Needs() [][]employee.Field {
	groups := [][]employee.Field{r.From}
	if f, err := parseFormat(r.Format); err == nil {
		groups = append(groups, f.parts...)
	}
	var needs [][]employee.Field
	for _, group := range groups {
		if len(group) > 0 && !slices.Contains(group, FieldLifecycle) {
			needs = append(needs, slices.Clone(group))
		}
	}
	return needs
}

// Fields returns the fields that scope and rules read, sorted, without
// [FieldLifecycle]: those of a provider's Config.
func (m Mapping) Fields() []employee.Field {
	var r reading
	r.condition(m.Scope, 0)
	for _, rule := range m.Rules[:min(len(m.Rules), maxRules)] {
		r.condition(rule.When, 0)
		r.add(rule.From...)
		if f, err := parseFormat(rule.Format); err == nil {
			for _, fields := range f.parts {
				r.add(fields...)
			}
		}
	}
	return r.sorted()
}
