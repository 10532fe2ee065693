package mapping

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A Condition is one test of a field, or a combination of conditions. The zero
// Condition is "not set": it limits nothing and blocks nothing. Of All, Any,
// Not and Field a condition that is set has exactly one.
//
// A Condition is plain data; see [CompileCondition] for its meaning.
type Condition struct {
	All []Condition `json:"all,omitzero"` // holds if every one of them does
	Any []Condition `json:"any,omitzero"` // holds if at least one of them does
	Not *Condition  `json:"not,omitzero"` // holds if that one fails

	Field  employee.Field `json:"field,omitzero"`
	Op     Op             `json:"op,omitzero"`
	Values []string       `json:"values,omitzero"` // see Op for how many
	Exact  bool           `json:"exact,omitzero"`  // text to the letter: blanks and case count
}

// IsZero reports whether c is "not set". A list of no conditions is set, and
// wrong.
func (c Condition) IsZero() bool {
	return c.All == nil && c.Any == nil && c.Not == nil &&
		c.Field == "" && c.Op == "" && c.Values == nil && !c.Exact
}

// Fields returns every employee field that c reads, sorted, each once, without
// [FieldLifecycle]. It returns nil if there is none.
func (c Condition) Fields() []employee.Field {
	var r reading
	r.condition(c, 0)
	return r.sorted()
}

// An Op is how a [Condition] tests its field.
type Op string

// The operators. In brackets: how many Values they take.
//
// Text is compared as people mean it, without the blanks around it, with
// Unicode's full case folding ("RÉUNION" is "Réunion", "straße" is "STRASSE")
// and whichever way an accent is encoded, unless the condition is Exact. A list passes a test of text if
// any of its items does. Numbers and yes or no answers are compared as what
// they are: a field with the number 7 equals "7.0", a ticked box equals "ja".
//
// A field that is Absent or Withheld cannot be told under any operator. Nor can
// one whose value does not fit the operator, such as a word where a date or a
// yes or no is needed, or one of only blanks; [Test.Explain] says so.
const (
	OpEquals     Op = "equals"      // is one of the values [1 or more]; Empty: false
	OpNotEquals  Op = "not_equals"  // is none of them [1 or more]; Empty: true
	OpContains   Op = "contains"    // contains one of them [1 or more]; Empty: false
	OpStartsWith Op = "starts_with" // starts with one of them [1 or more]; Empty: false
	OpEndsWith   Op = "ends_with"   // ends with one of them [1 or more]; Empty: false

	OpPresent    Op = "present"     // has a value [none]; Empty: false
	OpNotPresent Op = "not_present" // has none [none]; Empty: true

	// Yes and No read the words of [Mapping]; a word in neither list cannot be
	// told. Empty is an unticked box: Yes is false and No is true.
	OpYes Op = "yes" // [none]
	OpNo  Op = "no"  // [none]

	// The date operators take one day: "2026-01-31", "today", "today+14" or
	// "today-30", where today is the day of the plan. A field with a day of an
	// unknown year cannot be told. Empty: false.
	OpBefore     Op = "before"       // [1]
	OpAfter      Op = "after"        // [1]
	OpOnOrBefore Op = "on_or_before" // [1]
	OpOnOrAfter  Op = "on_or_after"  // [1]

	// The number operators take one decimal number such as "-1234.5" and
	// compare exactly. Empty: false.
	OpLessThan    Op = "less_than"    // [1]
	OpAtMost      Op = "at_most"      // [1]
	OpAtLeast     Op = "at_least"     // [1]
	OpGreaterThan Op = "greater_than" // [1]
)

// Ops returns the operators, in the order of their documentation.
func Ops() []Op {
	return []Op{
		OpEquals, OpNotEquals, OpContains, OpStartsWith, OpEndsWith, OpPresent, OpNotPresent, OpYes, OpNo,
		OpBefore, OpAfter, OpOnOrBefore, OpOnOrAfter, OpLessThan, OpAtMost, OpAtLeast, OpGreaterThan,
	}
}

// Truth is the answer to a condition. The zero Truth is TruthUnknown, which never
// takes anything away from anybody.
type Truth int8

// The three answers.
const (
	TruthUnknown Truth = iota
	TruthFalse
	TruthTrue
)

// String returns "cannot tell", "false" or "true".
func (t Truth) String() string {
	switch t {
	case TruthFalse:
		return "false"
	case TruthTrue:
		return "true"
	}
	return "cannot tell"
}

func truth(b bool) Truth {
	if b {
		return TruthTrue
	}
	return TruthFalse
}

// not returns the opposite of what is told.
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
	r.add(c.Field)
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
