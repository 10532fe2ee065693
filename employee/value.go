package employee

import (
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// A State says what is known of one field of one person. Only [StateEmpty] can
// ever clear something in your product, and neither [StateAbsent] nor
// [StateWithheld] can ever take access away.
type State uint8

// The states.
const (
	StateAbsent   State = iota // not asked for, or this vendor has no such field
	StateWithheld              // asked for and not given: restricted, missing or unreadable
	StateEmpty                 // asked for, and the HR system says "nothing"
	StateKnown                 // there is a value
)

// String returns "absent", "withheld", "empty" or "known".
func (s State) String() string {
	switch s {
	case StateWithheld:
		return "withheld"
	case StateEmpty:
		return "empty"
	case StateKnown:
		return "known"
	}
	return "absent"
}

// MarshalText writes what String returns.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes, and nothing else.
func (s *State) UnmarshalText(text []byte) error {
	for _, known := range []State{StateAbsent, StateWithheld, StateEmpty, StateKnown} {
		if string(text) == known.String() {
			*s = known
			return nil
		}
	}
	return errors.New("a field is known, empty, withheld or absent")
}

// A Kind is the type of a known value, or of a field.
type Kind string

// The kinds; "" is that of a value that is not known.
const (
	KindText   Kind = "text"
	KindNumber Kind = "number" // decimal text, never a float
	KindBool   Kind = "bool"
	KindDate   Kind = "date"
	KindList   Kind = "list" // of text
)

// A Value is one field of one person, with its state. The zero Value is Absent.
// Values are comparable with ==, and copying one allocates nothing.
type Value struct {
	code code
	day  Date
	text string // text, canonical decimal, or packed list
}

type code uint8

const (
	absent code = iota
	withheld
	empty
	text
	number
	no
	yes
	day
	list
)

// Text returns a known text, or Empty for "".
func Text(s string) Value {
	if s == "" {
		return Empty()
	}
	return Value{code: text, text: s}
}

// Bool returns a known yes or no.
func Bool(b bool) Value {
	if b {
		return Value{code: yes}
	}
	return Value{code: no}
}

// Day returns a known date, or Empty for the zero Date.
func Day(d Date) Value {
	if d.IsZero() {
		return Empty()
	}
	return Value{code: day, day: d}
}

// List returns a known list in the given order, or Empty for no items.
func List(items ...string) Value {
	if len(items) == 0 {
		return Empty()
	}
	var b strings.Builder
	for _, item := range items {
		b.WriteString(strconv.Itoa(len(item)))
		b.WriteByte(':')
		b.WriteString(item)
	}
	return Value{code: list, text: b.String()}
}

// Empty returns the value of a field that the HR system has and says is blank.
func Empty() Value { return Value{code: empty} }

// Withheld returns the value of a field that was asked for and not given.
func Withheld() Value { return Value{code: withheld} }

// errNumber does not quote its input: a salary must not end in a log.
var errNumber = errors.New(`not a decimal number of the form -1234.5`)

// maxExponent bounds what 1e999999999 may expand to.
const maxExponent = 40

// Number returns a known number from decimal text such as "-1234.50" or "12e3".
// It keeps every digit but superfluous zeros, so that equal numbers are equal
// Values. The error does not quote the input.
func Number(decimal string) (Value, error) {
	s, negative := strings.CutPrefix(decimal, "-")
	if !negative {
		s = strings.TrimPrefix(s, "+")
	}
	exponent := 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n < -maxExponent || n > maxExponent {
			return Value{}, errNumber
		}
		s, exponent = s[:i], n
	}
	whole, fraction, point := strings.Cut(s, ".")
	if !allDigits(whole) || !allDigits(fraction) || whole == "" || point && fraction == "" {
		return Value{}, errNumber
	}
	for ; exponent > 0; exponent-- {
		if fraction == "" {
			fraction = "0"
		}
		whole, fraction = whole+fraction[:1], fraction[1:]
	}
	for ; exponent < 0; exponent++ {
		if whole == "" {
			whole = "0"
		}
		whole, fraction = whole[:len(whole)-1], whole[len(whole)-1:]+fraction
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if negative && whole != "0" {
		whole = "-" + whole
	}
	return Value{code: number, text: whole}, nil
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// State returns whether the value is known, empty, withheld or absent.
func (v Value) State() State {
	return State(min(v.code, text))
}

// Known reports whether there is a value.
func (v Value) Known() bool { return v.code >= text }

// Kind returns the type of a known value, and "" otherwise.
func (v Value) Kind() Kind {
	switch v.code {
	case text:
		return KindText
	case number:
		return KindNumber
	case no, yes:
		return KindBool
	case day:
		return KindDate
	case list:
		return KindList
	}
	return ""
}

// String returns the value as text: a list with ", " between its items, a yes
// as "true", and "" for every value that is not known. This is personal data.
func (v Value) String() string {
	switch v.code {
	case text, number:
		return v.text
	case no:
		return "false"
	case yes:
		return "true"
	case day:
		return v.day.String()
	case list:
		return strings.Join(v.Items(), ", ")
	}
	return ""
}

// Text returns a known text; ok is false for every other value.
func (v Value) Text() (s string, ok bool) {
	if v.code != text {
		return "", false
	}
	return v.text, true
}

// Day returns a known date; ok is false for every other value.
func (v Value) Day() (d Date, ok bool) { return v.day, v.code == day }

// Bool returns a known yes or no; ok is false for every other value.
func (v Value) Bool() (b, ok bool) { return v.code == yes, v.code == yes || v.code == no }

// Items returns the items of a list, a known value of another kind as its only
// item, and nil for a value that is not known.
func (v Value) Items() []string { return slices.Collect(v.ItemSeq()) }

// ItemSeq is Items one after another. Ranging over it allocates nothing.
func (v Value) ItemSeq() iter.Seq[string] {
	return func(yield func(string) bool) { v.each(yield) }
}

func (v Value) each(yield func(string) bool) {
	switch {
	case v.code == list:
		for rest := v.text; rest != ""; {
			length, tail, _ := strings.Cut(rest, ":")
			n, _ := strconv.Atoi(length)
			if !yield(tail[:n]) {
				return
			}
			rest = tail[n:]
		}
	case v.Known():
		yield(v.String())
	}
}

// Equal reports whether v and o are the same; == does too.
func (v Value) Equal(o Value) bool { return v == o }

// GoString prints the state and kind only, never the value.
func (v Value) GoString() string {
	return "employee.Value(" + v.State().String() + " " + string(v.Kind()) + ")"
}
