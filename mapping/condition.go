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
// [Lifecycle]. It returns nil if there is none.
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
	Equals     Op = "equals"      // is one of the values [1 or more]; Empty: false
	NotEquals  Op = "not_equals"  // is none of them [1 or more]; Empty: true
	Contains   Op = "contains"    // contains one of them [1 or more]; Empty: false
	StartsWith Op = "starts_with" // starts with one of them [1 or more]; Empty: false
	EndsWith   Op = "ends_with"   // ends with one of them [1 or more]; Empty: false

	Present    Op = "present"     // has a value [none]; Empty: false
	NotPresent Op = "not_present" // has none [none]; Empty: true

	// Yes and No read the words of [Mapping]; a word in neither list cannot be
	// told. Empty is an unticked box: Yes is false and No is true.
	Yes Op = "yes" // [none]
	No  Op = "no"  // [none]

	// The date operators take one day: "2026-01-31", "today", "today+14" or
	// "today-30", where today is the day of the plan. A field with a day of an
	// unknown year cannot be told. Empty: false.
	Before     Op = "before"       // [1]
	After      Op = "after"        // [1]
	OnOrBefore Op = "on_or_before" // [1]
	OnOrAfter  Op = "on_or_after"  // [1]

	// The number operators take one decimal number such as "-1234.5" and
	// compare exactly. Empty: false.
	LessThan    Op = "less_than"    // [1]
	AtMost      Op = "at_most"      // [1]
	AtLeast     Op = "at_least"     // [1]
	GreaterThan Op = "greater_than" // [1]
)

// Ops returns the operators, in the order of their documentation.
func Ops() []Op {
	return []Op{
		Equals, NotEquals, Contains, StartsWith, EndsWith, Present, NotPresent, Yes, No,
		Before, After, OnOrBefore, OnOrAfter, LessThan, AtMost, AtLeast, GreaterThan,
	}
}

// Truth is the answer to a condition. The zero Truth is CannotTell, which never
// takes anything away from anybody.
type Truth int8

// The three answers.
const (
	CannotTell Truth = iota
	False
	True
)

// String returns "cannot tell", "false" or "true".
func (t Truth) String() string {
	switch t {
	case False:
		return "false"
	case True:
		return "true"
	}
	return "cannot tell"
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// not returns the opposite of what is told.
func (t Truth) not() Truth {
	switch t {
	case False:
		return True
	case True:
		return False
	}
	return CannotTell
}

// Lifecycle is a derived field: where a person stands today, as syncplan
// weighs status and dates. Its words are "prehire", "active", "leave",
// "notice" and "left"; it is Withheld where that cannot be told. Settings may
// use it like any other field.
const Lifecycle employee.Field = "lifecycle"

func lifecycles() []string { return []string{"prehire", "active", "leave", "notice", "left"} }

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
		if f != "" && f != Lifecycle {
			r.fields = append(r.fields, f)
		}
	}
}

func (r *reading) sorted() []employee.Field {
	slices.Sort(r.fields)
	return slices.Compact(r.fields)
}
