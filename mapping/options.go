package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
)

// options checks the keys that go with a type.
func (v *validator) options(r Rule, path string) {
	v.separator(r, document.Join(path, "separator"))
	at := document.Join(path, "decimal")
	if !notation(r.Decimal).valid() {
		v.fault(at, `%q is not one of "." (for 1,234.50) and "," (for 1.234,50)`, clip(r.Decimal, 100))
	} else if kind := kindOf(r); r.Decimal != "" && kind != employee.KindNumber && r.Currency == "" {
		v.fault(at, "a %s has none", kind)
	}
	v.units(r, document.Join(path, "units"))
	v.dateFormat(r, document.Join(path, "date_format"))
	v.spelled(r, document.Join(path, "case"), r.Case, "upper", "lower", "title")
	before := r
	before.Lookup = nil // the words are looked up without them
	v.spelled(before, document.Join(path, "diacritics"), r.Diacritics, "strip")
	at = document.Join(path, "max_length")
	switch {
	case r.MaxLength < 0 || r.MaxLength > maxText:
		v.fault(at, "want a number of characters from 1 to %d", maxText)
	case r.MaxLength > 0 && !textual(r):
		v.fault(at, "a %s has none", kindOf(r))
	}
	at = document.Join(path, "others")
	if v.choice(r.Others, at, OthersKeep) && r.Others != "" && kindOf(r) != KindSet {
		v.fault(at, `only a set keeps others: give the rule the type "set"`)
	}
	at = document.Join(path, "check")
	if v.choice(r.Check, at, CheckEmail) && r.Check != "" && !textual(r) {
		v.fault(at, "a %s has none", kindOf(r))
	}
}

func textual(r Rule) bool {
	return kindOf(r) == employee.KindText || listed(r)
}

func (v *validator) separator(r Rule, path string) {
	switch {
	case r.Separator == "":
	case !textual(r) && r.Part == 0:
		v.fault(path, "a %s has none", kindOf(r))
	case len(r.Separator) > maxName:
		v.fault(path, "longer than %d bytes", maxName)
	case !utf8.ValidString(r.Separator):
		v.fault(path, "not UTF-8 text")
	}
}

func (v *validator) units(r Rule, path string) {
	const most = 100
	switch kind := kindOf(r); {
	case r.Units == nil:
	case kind != employee.KindNumber:
		v.fault(path, "a %s has none", kind)
	case len(r.Units) > most:
		v.fault(path, "more than %d units", most)
	default:
		for i, u := range r.Units {
			at := fmt.Sprintf("%s[%d]", path, i)
			if v.name(u, at, maxName) && strings.ContainsAny(u, "0123456789") {
				v.fault(at, "a unit has no digits")
			}
		}
	}
}

func (v *validator) dateFormat(r Rule, path string) {
	if r.DateFormat == "" || !v.name(r.DateFormat, path, maxName) {
		return
	}
	kind := kindOf(r)
	f, ok := parseDateForm(r.DateFormat)
	switch {
	case kind != employee.KindDate && kind != employee.KindText:
		v.fault(path, "a %s has none", kind)
	case !ok:
		v.fault(path, `want YYYY, MM or M, and DD or D, each once, with signs between them: "DD.MM.YYYY"`)
	case kind == employee.KindDate && !f.readable():
		v.fault(path, "a date needs its year: add YYYY")
	case r.Constant != "":
		v.fault(path, "a constant is written as it should be")
	}
}

// spelled checks a key that changes letters.
func (v *validator) spelled(r Rule, path, value string, allowed ...string) {
	switch {
	case !v.choice(value, path, allowed...), value == "":
	case !textual(r):
		v.fault(path, "a %s has none", kindOf(r))
	case r.Constant != "":
		v.fault(path, "a constant is written as it should be")
	case r.Lookup != nil:
		v.fault(path, "the answers of a lookup table are written as they should be")
	}
}

// choice checks a word that is one of several, or "", and reports whether it is.
func (v *validator) choice(word, path string, allowed ...string) bool {
	if word == "" || slices.Contains(allowed, word) {
		return true
	}
	one := ""
	if len(allowed) > 1 {
		one = "one of "
	}
	v.fault(path, "%q is not %s%s", clip(word, 100), one, enumerate(allowed))
	return false
}

// enumerate lists words as a sentence does: "a", "b" and "c".
func enumerate(words []string) string {
	last := len(words) - 1
	list := strconv.Quote(clip(words[last], 60))
	for i := last - 1; i >= 0; i-- {
		sign := ", "
		if i == last-1 {
			sign = " and "
		}
		list = strconv.Quote(clip(words[i], 60)) + sign + list
	}
	return list
}

// instead says which of the options was meant by a word that is none, or what
// they are if they are few.
func instead(word string, options []string) string {
	const few = 6
	near := document.Nearest(word, options)
	if near == "" && len(options) <= few {
		return "; there is " + enumerate(options)
	}
	return suggest(near)
}

// offers returns the options of the fields that a rule looks up, or nil if they are
// not all known.
func (v *validator) offers(r Rule) (options []string) {
	for _, f := range r.From {
		own := v.info(f).Options
		if len(own) == 0 {
			return nil
		}
		options = append(options, own...)
	}
	return options
}

// info returns what the catalogue, or this package, says of a field.
func (v *validator) info(f employee.Field) employee.FieldInfo {
	if f == FieldLifecycle {
		return employee.FieldInfo{Field: f, Options: lifecycles()}
	}
	return v.catalog[f]
}
