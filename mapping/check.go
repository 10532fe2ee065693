package mapping

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/document"
	"github.com/rosterkit/rosterkit/internal/fold"
)

// Validate returns every fault of c, none if it is not set. Their paths begin with
// the given one. See [Mapping.Validate].
func (c Condition) Validate(path string, catalog ...employee.FieldInfo) Faults {
	v := newValidator(catalog)
	v.setCondition(c, path)
	return v.faults
}

// A validator collects faults.
type validator struct {
	faults  Faults
	clauses int // conditions seen
	catalog map[employee.Field]employee.FieldInfo
	chosen  map[employee.Field]vocabulary // options by field
	whole   bool                          // the catalogue has standard fields too
	names   []string                      // of all fields, for near names
	listed  []employee.FieldInfo          // the catalogue in its order, for labels
	words   *answers                      // nil: unknown
}

func newValidator(catalog []employee.FieldInfo) *validator {
	v := &validator{listed: catalog}
	for _, f := range append(employee.Fields(), FieldLifecycle) {
		v.names = append(v.names, string(f))
	}
	if len(catalog) > 0 {
		v.catalog = make(map[employee.Field]employee.FieldInfo, len(catalog))
	}
	for _, info := range catalog {
		if info.Field == employee.FieldStatus {
			info.Options = statuses() // a catalogue may have the vendor's words
		}
		v.catalog[info.Field] = info
		if _, custom := info.Field.CustomKey(); custom {
			v.names = append(v.names, string(info.Field))
		} else {
			v.whole = true
		}
	}
	return v
}

func statuses() []string {
	return []string{string(employee.StatusPending), string(employee.StatusActive), string(employee.StatusLeave), string(employee.StatusInactive)}
}

func (v *validator) fault(path, format string, args ...any) { v.faults.add(path, format, args...) }

// name checks a text of the settings that is matched or shown, and reports
// whether it is sound.
func (v *validator) name(s, path string, longest int) bool {
	switch {
	case len(s) > longest:
		v.fault(path, "longer than %d bytes", longest)
	case !utf8.ValidString(s):
		v.fault(path, "not UTF-8 text")
	case blank(s):
		v.fault(path, "blank")
	default:
		return true
	}
	return false
}

// field checks a field name and returns what is known of the field; ok is false
// if it has a fault.
func (v *validator) field(f employee.Field, path string) (info employee.FieldInfo, ok bool) {
	if f == "" {
		v.fault(path, "the field is missing")
		return info, false
	}
	if !v.name(string(f), path, maxName) {
		return info, false
	}
	info, listed := v.catalog[f]
	info.Field = f
	switch _, custom := f.CustomKey(); {
	case f == FieldLifecycle:
		info.Kind, info.Options = employee.KindText, lifecycles()
	case custom && v.catalog != nil && !listed:
		v.fault(path, "the HR system has no field %q%s", clip(string(f), 100), v.near(f))
		return info, false
	case custom:
	case f == employee.FieldStatus:
		info.Kind = f.Kind()
		info.Options = statuses()
	case f.Valid():
		info.Kind = f.Kind()
	default:
		v.fault(path, "no such field %q%s", clip(string(f), 100), v.near(f))
		return info, false
	}
	return info, true
}

// offered checks that the HR system has at least one of some fields that are sound
// names, for one of them is enough.
func (v *validator) offered(fields []employee.Field, path string) {
	if !v.whole || len(fields) == 0 || slices.ContainsFunc(fields, v.has) {
		return
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	v.fault(path, "the HR system has no %s: take another field", clip(strings.Join(names, " and no "), 200))
}

// has reports whether the HR system has a field, as far as it can be without a
// fault of its own.
func (v *validator) has(f employee.Field) bool {
	listed := func(f employee.Field) bool { _, ok := v.catalog[f]; return ok }
	switch f {
	case employee.FieldStatusText:
		return listed(f) || listed(employee.FieldStatus)
	case employee.FieldManagerEmail: // completed from the roster
		return listed(f) || listed(employee.FieldManagerID) || listed(employee.FieldManagerNumber)
	}
	return listed(f) || f == employee.FieldID || f.Kind() == ""
}

func (v *validator) near(f employee.Field) string {
	if own := employee.CustomField(string(f)); v.catalog[own].Field != "" {
		return suggest(string(own))
	}
	label := string(f)
	if key, custom := f.CustomKey(); custom {
		label = key
	}
	if s := v.labelled(label); s != "" {
		return s
	}
	if near := document.Nearest(string(f), v.names); near != "" {
		return suggest(near)
	}
	var labels []string
	for _, info := range v.listed {
		labels = append(labels, info.Label)
	}
	return v.labelled(document.Nearest(label, labels))
}

// labelled names the fields that have a label, "" if none has.
func (v *validator) labelled(label string) string {
	const few = 5
	var fields []string
	for _, info := range v.listed {
		if info.Label != "" && fold.Equal(info.Label, label) && len(fields) < few {
			fields = append(fields, clip(string(info.Field), 100))
		}
	}
	switch len(fields) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("; there is %s, labelled %q", fields[0], clip(label, 100))
	}
	return fmt.Sprintf("; there are %s, all labelled %q: name one of them", strings.Join(fields, ", "), clip(label, 100))
}

func suggest(near string) string {
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", near)
}

// setCondition checks a condition that may be unset.
func (v *validator) setCondition(c Condition, path string) {
	if !c.IsZero() {
		v.condition(c, path, 0)
	}
}

func (v *validator) condition(c Condition, path string, depth int) {
	if v.faults.full() || v.clauses > maxClauses {
		return
	}
	if v.clauses++; v.clauses > maxClauses {
		v.fault(path, "more than %d conditions", maxClauses)
		return
	}
	if depth >= maxDepth {
		v.fault(path, "more than %d levels of conditions", maxDepth)
		return
	}
	v.form(c, path)
	for i, inner := range c.All {
		v.condition(inner, fmt.Sprintf("%s[%d]", document.Join(path, "all"), i), depth+1)
	}
	for i, inner := range c.Any {
		v.condition(inner, fmt.Sprintf("%s[%d]", document.Join(path, "any"), i), depth+1)
	}
	if c.Not != nil {
		v.condition(*c.Not, document.Join(path, "not"), depth+1)
	}
	if tests(c) {
		v.test(c, path)
	}
}

// tests reports whether c has something of a test of a field.
func tests(c Condition) bool {
	return c.Field != "" || c.Op != "" || c.Values != nil || c.Than != "" || c.Exact
}

// form checks that c is exactly one of the four forms.
func (v *validator) form(c Condition, path string) {
	var forms []string
	if c.All != nil {
		forms = append(forms, "all")
	}
	if c.Any != nil {
		forms = append(forms, "any")
	}
	if c.Not != nil {
		forms = append(forms, "not")
	}
	if tests(c) {
		forms = append(forms, "field")
	}
	switch {
	case len(forms) == 0:
		v.fault(path, "an empty condition: it needs one of all, any, not and field")
	case len(forms) > 1:
		v.fault(path, "%s in one condition: it takes only one of them", strings.Join(forms, " and "))
	}
	if c.All != nil && len(c.All) == 0 {
		v.fault(document.Join(path, "all"), "no conditions in it")
	}
	if c.Any != nil && len(c.Any) == 0 {
		v.fault(document.Join(path, "any"), "no conditions in it")
	}
}

// test checks a condition that tests a field.
func (v *validator) test(c Condition, path string) {
	info, ok := v.field(c.Field, document.Join(path, "field"))
	v.offered([]employee.Field{c.Field}, document.Join(path, "field"))
	if !slices.Contains(Ops(), c.Op) {
		v.operator(c.Op, document.Join(path, "op"))
		return
	}
	if ok && !fits(c.Op, info) {
		v.fault(document.Join(path, "op"), "%s does not fit %s, which is a %s", c.Op, c.Field, info.Kind)
		ok = false
	}
	if c.Exact && !c.Op.textual() {
		v.fault(document.Join(path, "exact"), "%s has no exact form", c.Op)
	}
	if c.Than != "" {
		v.than(c, path)
		return
	}
	at := document.Join(path, "values")
	least, most := c.Op.arity()
	switch n := len(c.Values); {
	case n > most && most == 0:
		v.fault(at, "%s takes no values", c.Op)
		return
	case n > most && most == 1:
		v.fault(at, "%s takes one value, not %d", c.Op, n)
		return
	case n > most:
		v.fault(at, "more than %d values", most)
		return
	case n < least:
		v.fault(at, "%s needs a value", c.Op)
		return
	}
	if !ok {
		info = employee.FieldInfo{} // its kind and options say nothing
	}
	var options vocabulary
	if len(info.Options) > 0 && c.Op.family() == equality {
		options = v.vocabulary(info)
	}
	for i, value := range c.Values {
		v.value(c, value, info, options, fmt.Sprintf("%s[%d]", at, i))
		if v.faults.full() {
			return
		}
	}
}

// than checks the field that a test compares with.
func (v *validator) than(c Condition, path string) {
	at := document.Join(path, "than")
	info, ok := v.field(c.Than, at)
	switch {
	case c.Op.family() != dayOrder:
		v.fault(at, "%s does not compare two fields: %s do", c.Op, enumerate([]string{"before", "on_or_before", "on_or_after", "after"}))
	case len(c.Values) > 0:
		v.fault(at, "values and than in one condition: it compares with one of them")
	case !ok:
	case c.Than == c.Field:
		v.fault(at, "the same field: name another one")
	case !fits(c.Op, info):
		v.fault(at, "%s does not fit %s, which is a %s", c.Op, c.Than, info.Kind)
	default:
		v.offered([]employee.Field{c.Than}, at)
	}
}

// vocabulary returns the options of a field as a set, made once for each field.
func (v *validator) vocabulary(info employee.FieldInfo) vocabulary {
	words, known := v.chosen[info.Field]
	if !known {
		words = newVocabulary(info.Options)
		if v.chosen == nil {
			v.chosen = make(map[employee.Field]vocabulary)
		}
		v.chosen[info.Field] = words
	}
	return words
}

func (v *validator) operator(op Op, path string) {
	if op == "" {
		v.fault(path, "the operator is missing")
		return
	}
	var names []string
	for _, known := range Ops() {
		names = append(names, string(known))
	}
	v.fault(path, "no such operator %q%s", clip(string(op), 100), suggest(document.Nearest(string(op), names)))
}

// value checks one value of a test.
func (v *validator) value(c Condition, value string, info employee.FieldInfo, options vocabulary, path string) {
	if c.Exact && value != "" && blank(value) {
		return // blanks to the letter
	}
	if !v.name(value, path, maxName) {
		return
	}
	switch {
	case c.Op.family() == dayOrder:
		if d, ok := parseDay(value); !ok || !d.relative && d.fixed.Year() == 0 {
			v.fault(path, `not a day: write "2026-01-31", "today", "today+14" or "today-30"`)
		}
	case c.Op.family() == numberOrder:
		v.number(value, path)
	case c.Op.family() == search && c.Field == FieldLifecycle:
		finds, part := c.Op.search(c.Exact), value
		if !c.Exact {
			part = fold.Key(value)
		}
		if !slices.ContainsFunc(lifecycles(), func(l string) bool { return finds(l, part) }) {
			v.fault(path, "%s %s %q is never true; there is %s", c.Field, c.Op, clip(value, 100), enumerate(lifecycles()))
		}
	case c.Op.family() != equality:
	case info.Kind == employee.KindDate:
		if _, ok := parseDay(value); !ok {
			v.fault(path, `not a day: write "2026-01-31", "--01-31" for every year, "today", "today+14" or "today-30"`)
		}
	case info.Kind == employee.KindNumber && !c.Exact:
		v.number(value, path)
	case info.Kind == employee.KindBool && v.words != nil:
		if _, ok := v.words.read(value); !ok {
			v.fault(path, "%q is not a word for yes or no", clip(value, 100))
		}
	case options != nil && options.find(value) < 0:
		v.fault(path, "%s has no option %q%s", c.Field, clip(value, 100), instead(value, info.Options))
	}
}

func (v *validator) number(value, path string) {
	if _, ok := readNumber(strings.TrimSpace(value)); !ok {
		v.fault(path, `not a number of the form "-1234.50"`)
	}
}
