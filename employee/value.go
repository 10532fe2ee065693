package employee

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"slices"
	"strconv"
	"strings"
)

// A State says what is known of a field of one employee. Only [StateEmpty] ever
// clears an attribute; [StateAbsent] and [StateWithheld] never take access away.
type State uint8

const (
	StateAbsent   State = iota // not requested, or no such field
	StateWithheld              // requested and not given: restricted or unreadable
	StateEmpty                 // requested and blank
	StateKnown
)

// String returns "absent", "withheld", "empty" or "known", also in JSON.
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

func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (s *State) UnmarshalText(text []byte) error {
	for _, known := range []State{StateAbsent, StateWithheld, StateEmpty, StateKnown} {
		if known.String() == string(text) {
			*s = known
			return nil
		}
	}
	return errState
}

var errState = errors.New("not a state: want absent, withheld, empty or known")

// A Kind is the type of a field or a known value; "" is none.
type Kind string

const (
	KindText   Kind = "text"
	KindNumber Kind = "number" // decimal, never a float
	KindBool   Kind = "bool"
	KindDate   Kind = "date"
	KindList   Kind = "list" // of text
)

// A Value is a field with its state; the zero Value is absent. Values are comparable
// with ==.
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

// Text returns Empty for "".
func Text(s string) Value {
	if s == "" {
		return Empty()
	}
	return Value{code: text, text: s}
}

func Bool(b bool) Value {
	if b {
		return Value{code: yes}
	}
	return Value{code: no}
}

// Day returns Empty for the zero Date.
func Day(d Date) Value {
	if d.IsZero() {
		return Empty()
	}
	return Value{code: day, day: d}
}

// List keeps the order; without items it is Empty.
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

func Empty() Value { return Value{code: empty} }

func Withheld() Value { return Value{code: withheld} }

// errNumber does not quote its input: a salary must not end in a log.
var errNumber = errors.New(`not a decimal number of the form -1234.5`)

// maxExponent bounds what 1e999999999 may expand to.
const maxExponent = 40

// Number reads "-1234.50" or "12e3" with every digit; equal numbers are equal
// Values. The error does not quote the text.
func Number(decimal string) (Value, error) {
	if plain := plainNumber(decimal); plain != "" {
		return Value{code: number, text: plain}, nil
	}
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

// plainNumber returns a text that is canonical but for zeros at its end, as nearly
// all are, without those; "" for any other. It allocates nothing.
func plainNumber(s string) string {
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	switch {
	case whole == "" || !allDigits(whole) || whole[0] == '0' && (negative || whole != "0"):
		return ""
	case !point:
		return s
	case fraction == "" || !allDigits(fraction):
		return ""
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

func (v Value) State() State {
	return State(min(v.code, text))
}

// Known reports whether State is [StateKnown].
func (v Value) Known() bool { return v.code >= text }

// Kind is "" unless the value is known.
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

// String returns a known value as text, a list joined with ", ".
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

// Text is ok for a known text only.
func (v Value) Text() (s string, ok bool) {
	if v.code != text {
		return "", false
	}
	return v.text, true
}

// Day is ok for a known date only.
func (v Value) Day() (d Date, ok bool) { return v.day, v.code == day }

// Bool is ok for a known bool only.
func (v Value) Bool() (b, ok bool) { return v.code == yes, v.code == yes || v.code == no }

// Items returns the items of a list; any other known value is one item.
func (v Value) Items() []string { return slices.Collect(v.ItemSeq()) }

// ItemSeq is Items without an allocation.
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

// Equal is == for go-cmp.
func (v Value) Equal(o Value) bool { return v == o }

// Format prints state and kind for %+v and %#v, and String for other verbs.
func (v Value) Format(s fmt.State, verb rune) {
	switch {
	case s.Flag('+') || s.Flag('#'):
		io.WriteString(s, "employee.Value("+v.label()+")")
	case verb == 'q':
		fmt.Fprintf(s, "%q", v.String())
	default:
		io.WriteString(s, v.String())
	}
}

// LogValue logs state and kind only.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.label()) }

func (v Value) label() string {
	return strings.TrimSpace(v.State().String() + " " + string(v.Kind()))
}
