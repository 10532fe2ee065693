package mapping

import (
	"errors"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A Condition has exactly one of All, Any, Not and Field. Zero, it is not set: it
// limits and blocks nothing.
type Condition struct {
	All []Condition `json:"all,omitzero"`
	Any []Condition `json:"any,omitzero"`
	Not *Condition  `json:"not,omitzero"`

	Field  employee.Field `json:"field,omitzero"`
	Op     Op             `json:"op,omitzero"`
	Values []string       `json:"values,omitzero"` // as many as the Op takes
	Than   employee.Field `json:"than,omitzero"`   // in place of a day: another field of the employee
	Exact  bool           `json:"exact,omitzero"`  // every sign and case of a text counts
}

// IsZero reports whether c is not set. An empty list is set, and a fault.
func (c Condition) IsZero() bool {
	return c.All == nil && c.Any == nil && c.Not == nil &&
		c.Field == "" && c.Op == "" && c.Values == nil && c.Than == "" && !c.Exact
}

// Fields returns the fields that c reads, sorted, without [FieldLifecycle].
func (c Condition) Fields() []employee.Field {
	var r reading
	r.condition(c, 0)
	return r.sorted()
}

// An Op is how a [Condition] tests its field.
type Op string

// The operators. Under each of them a field is unknown that is absent or withheld,
// holds only blanks, or does not fit, such as a word where a date is needed. An
// empty field is true under not_equals, not_present and no, and false under the
// others.
//
// Unless the condition is Exact, text is compared as it looks: case ("straße" is
// "STRASSE"), the encoding of accents, blanks around it, how many are within, and what
// shows nothing, as a soft hyphen, do not count. A list passes if any item does. A number
// 7 equals "7.0", a ticked box "ja".
const (
	// With one value or more: true if one of them fits, OpNotEquals if none does.
	OpEquals     Op = "equals"
	OpNotEquals  Op = "not_equals"
	OpContains   Op = "contains"
	OpStartsWith Op = "starts_with"
	OpEndsWith   Op = "ends_with"

	// Without a value. OpYes and OpNo read the words of the Mapping; a word in
	// neither list is unknown.
	OpPresent    Op = "present"
	OpNotPresent Op = "not_present"
	OpYes        Op = "yes"
	OpNo         Op = "no"

	// With one day: "2026-01-31", "today", "today+14" or "today-30", where today is the
	// day of the plan. A date without a year is unknown. With Than instead, the test is
	// unknown if either field cannot be read, and false if either is empty.
	OpBefore     Op = "before"
	OpAfter      Op = "after"
	OpOnOrBefore Op = "on_or_before"
	OpOnOrAfter  Op = "on_or_after"

	// With one decimal number: "-1234.5".
	OpLessThan    Op = "less_than"
	OpAtMost      Op = "at_most"
	OpAtLeast     Op = "at_least"
	OpGreaterThan Op = "greater_than"
)

// Ops returns the operators, in this order.
func Ops() []Op {
	return []Op{
		OpEquals, OpNotEquals, OpContains, OpStartsWith, OpEndsWith, OpPresent, OpNotPresent, OpYes, OpNo,
		OpBefore, OpAfter, OpOnOrBefore, OpOnOrAfter, OpLessThan, OpAtMost, OpAtLeast, OpGreaterThan,
	}
}

// Truth is the answer to a condition. Zero is TruthUnknown, which never takes
// anything away.
type Truth int8

const (
	TruthUnknown Truth = iota
	TruthFalse
	TruthTrue
)

// String returns "unknown", "false" or "true", also in JSON.
func (t Truth) String() string {
	switch t {
	case TruthFalse:
		return "false"
	case TruthTrue:
		return "true"
	}
	return "unknown"
}

func (t Truth) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

func (t *Truth) UnmarshalText(text []byte) error {
	for _, known := range []Truth{TruthUnknown, TruthFalse, TruthTrue} {
		if known.String() == string(text) {
			*t = known
			return nil
		}
	}
	return errors.New("mapping: not a truth: want unknown, false or true")
}

func truth(b bool) Truth {
	if b {
		return TruthTrue
	}
	return TruthFalse
}

// not returns the opposite; that of unknown is unknown.
func (t Truth) not() Truth {
	switch t {
	case TruthFalse:
		return TruthTrue
	case TruthTrue:
		return TruthFalse
	}
	return TruthUnknown
}

// reading collects the fields that settings read. Its bounds are those of
// Validate, so that it ends on any input.
type reading struct {
	fields  []employee.Field
	clauses int
}

func (r *reading) condition(c Condition, depth int) {
	if r.clauses++; depth >= maxDepth || r.clauses > maxClauses {
		return
	}
	r.add(c.Field, c.Than)
	for _, inner := range c.All {
		r.condition(inner, depth+1)
	}
	for _, inner := range c.Any {
		r.condition(inner, depth+1)
	}
	if c.Not != nil {
		r.condition(*c.Not, depth+1)
	}
}

func (r *reading) add(fields ...employee.Field) {
	for _, f := range fields {
		if f != "" && f != FieldLifecycle {
			r.fields = append(r.fields, f)
		}
	}
}

func (r *reading) sorted() []employee.Field {
	slices.Sort(r.fields)
	return slices.Compact(r.fields)
}
