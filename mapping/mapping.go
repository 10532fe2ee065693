package mapping

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A Mapping says who is in scope and which attributes they get. The zero
// Mapping has everybody in scope and no attributes.
//
// A Mapping is plain data, made to be stored as JSON. [Mapping.Validate] finds
// its faults and [Compile] makes it run.
type Mapping struct {
	Scope Condition `json:"scope,omitzero"` // who is provisioned; not set: everybody
	Rules []Rule    `json:"rules,omitempty"`
	Yes   []string  `json:"yes,omitzero"` // words that count as yes; nil: DefaultYes
	No    []string  `json:"no,omitzero"`  // words that count as no; nil: DefaultNo
}

// A Rule gives one attribute of your product, the target, its value. It takes
// the value from exactly one of From, Format and Constant.
//
// Several rules may serve one target: the first whose When holds decides, and
// one whose When cannot be told leaves the attribute alone.
type Rule struct {
	Target string `json:"target"` // the name of the attribute

	// From is the fields to take the value from: the first that has one. A
	// field that is Empty or Absent passes to the next; one that is Withheld
	// ends the rule, and the attribute is left alone. For a list every field
	// adds its items.
	From []employee.Field `json:"from,omitempty"`
	// Format is text with fields in braces: "{preferred_name|first_name} {last_name}".
	// See the package documentation.
	Format string `json:"format,omitempty"`
	// Constant is the value itself.
	Constant string `json:"constant,omitempty"`

	When Condition     `json:"when,omitzero"`  // not set: always
	Type employee.Kind `json:"type,omitempty"` // "" is text

	Separator string `json:"separator,omitempty"` // list: splits one text into items; text: joins a list, "" by ", "
	Decimal   string `json:"decimal,omitempty"`   // number: "" for 1234.50, "." for 1,234.50, "," for 1.234,50
	Case      string `json:"case,omitempty"`      // text and list: "upper", "lower", "title"; "" as it is

	// Units is what may stand before or behind a number, such as "EUR", "€" or
	// "%"; case does not count. Anything else beside a number is a problem.
	Units []string `json:"units,omitempty"`

	// Diacritics is "strip" for text and lists in plain Latin letters: Muller
	// for Müller, Weiss for Weiß. "" keeps them.
	Diacritics string `json:"diacritics,omitempty"`
	// MaxLength cuts text and the items of lists to this many characters
	// (Unicode code points), never between a letter and its accent. 0: any
	// length. An e-mail address under Check is not cut: a longer one is a
	// problem.
	MaxLength int `json:"max_length,omitempty"`
	// DateFormat is how days are written: "DD.MM.YYYY", "M/D/YYYY". A rule of
	// type date reads text in this form, and no other; one of type text writes
	// days in it. "" is 2006-01-02.
	DateFormat string `json:"date_format,omitempty"`
	// Check is "email" for text that must be an e-mail address; what is none
	// is a problem and leaves the attribute alone. "" takes any text, but for
	// the target "email", which is always checked.
	Check string `json:"check,omitempty"`

	Lookup    map[string]string `json:"lookup,omitempty"`   // word to answer; "*" answers every other word
	Default   string            `json:"default,omitempty"`  // for OnEmpty Default
	Required  bool              `json:"required,omitempty"` // without a value nobody is created
	Authority Authority         `json:"authority,omitempty"`
	OnEmpty   OnEmpty           `json:"on_empty,omitempty"`
}

// CheckEmail is the Check of a rule whose text must be an e-mail address: one @
// between a name and a domain with a dot in it, without blanks, in at most 254
// bytes. Letters outside ASCII are fine.
const CheckEmail = "email"

// Authority says when a rule's value goes over what the user has.
type Authority string

// The authorities.
const (
	AuthorityHR     Authority = ""       // the HR system wins
	AuthorityAlways Authority = "always" // the same, even where a private address stands in for a work address
	AuthorityFill   Authority = "fill"   // only when the user has nothing
	AuthorityCreate Authority = "create" // only when the user is created
)

// OnEmpty says what to do when the HR system says that there is no value.
type OnEmpty string

// What to do when there is no value.
const (
	OnEmptyLeave   OnEmpty = ""        // leave the attribute as it is
	OnEmptyClear   OnEmpty = "clear"   // remove its value
	OnEmptyDefault OnEmpty = "default" // set it to the rule's Default
)

// Needs returns the fields that the rule takes its value from: one group for
// From and one for every place in Format, in order. Any field of a group can
// stand for the others. A group with [FieldLifecycle] in it needs no field and is
// left out. The fields that When tests are not in it.
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

// Fields returns every employee field that the scope and the rules read, sorted,
// each once, without [FieldLifecycle]: what a provider has to be asked for. It
// returns nil if there is none. A mapping that Validate refuses may name fields
// that do not exist.
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
