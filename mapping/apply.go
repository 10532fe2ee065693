package mapping

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

const isBlank = "the field holds only blanks"

// decide returns what the first rule that applies says.
func decide(rules []rule, s *Subject) (out Outcome) {
	for i := range rules {
		r := &rules[i]
		switch r.when.eval(s) {
		case TruthTrue:
			out.Rule, out.Authority = r.index, r.authority
			r.apply(s, &out)
			return out
		case TruthUnknown:
			return Outcome{Rule: r.index, Stopped: true, Problem: r.undecided, Authority: r.authority}
		}
	}
	out.Rule = -1
	return out
}

// apply decides, given that the rule's when holds.
func (r *rule) apply(s *Subject, out *Outcome) {
	if r.constant.Known() {
		out.Verdict, out.Value = VerdictSet, r.constant
		return
	}
	f := finding{rec: r.converter.rec}
	switch {
	case r.format != nil:
		f.format(r, s)
	case r.converter.kind == employee.KindList:
		f.all(r.from, &r.converter, s)
	default:
		f.first(r.from, s)
	}
	switch {
	case f.stopped != "":
		out.Stopped, out.Problem, out.Field = true, f.stopped, f.source
	case f.problem != "":
		out.Problem, out.Field = about(f.source, f.problem), f.source
	case f.value.Known():
		r.settle(out, &f)
	case f.blank != "":
		out.Problem, out.Field = about(f.blank, isBlank), f.blank
	case f.empty:
		r.nothing(out)
	}
}

// settle converts what was found.
func (r *rule) settle(out *Outcome, f *finding) {
	v, problem := r.converter.convert(f.value)
	if problem == "" && !v.Known() {
		problem = isBlank
	}
	out.Field = f.source
	if problem != "" {
		out.Problem = about(f.source, problem)
		return
	}
	out.Verdict, out.Value = VerdictSet, v
}

// nothing decides when the HR system says that there is no value.
func (r *rule) nothing(out *Outcome) {
	switch r.onEmpty {
	case OnEmptyClear:
		out.Verdict = VerdictClear
	case OnEmptyDefault:
		out.Verdict, out.Value = VerdictSet, r.fallback
	}
}

func about(f employee.Field, problem string) string {
	if f == "" {
		return problem
	}
	return string(f) + ": " + problem
}

// Copies reports whether the first rule of a target applies to everybody and only
// copies a text: then Copy tells of nearly everybody what Apply does.
func (p *Program) Copies(target int) bool {
	return target >= 0 && target < len(p.copies) && p.copies[target].read != nil
}

// Copy returns the text to which a target is set, where its rule does nothing but
// copy it, or "" where the rule leaves the attribute alone because HR has
// nothing. It is the quick way for nearly all values, and allocates nothing: ok
// is false where only Apply can tell.
func (p *Program) Copy(target int, s *Subject) (text string, ok bool) {
	if s.Employee == nil || !p.Copies(target) {
		return "", false
	}
	c := &p.copies[target]
	v := c.read(s.Employee)
	if text, ok = v.Text(); !ok {
		return "", c.leaves && v.State() != employee.StateKnown && v.State() != employee.StateWithheld
	}
	return text, trimmed(text) && (!c.address || address(text))
}

// trimmed reports whether there are no blanks around a text.
func trimmed(s string) bool {
	first, last := s[0], s[len(s)-1]
	if ' ' < first && first < utf8.RuneSelf && ' ' < last && last < utf8.RuneSelf {
		return true
	}
	return len(strings.TrimSpace(s)) == len(s)
}

// Same reports whether a and b are the same under the type of the target with
// the given index, so that setting one over the other changes nothing. Every
// value that is not known is "nothing", and the same as Empty. Values of
// another kind are read: for a number the text "27000.00" is 27000, with a
// point as in JSON whatever the rule's Decimal; for a yes or no "yes" is true;
// for a date "2026-01-31" is the day; for a list a text is its only item, and
// the order counts. What cannot be read is the same only as equal text. Texts
// are compared to the letter.
//
// Same allocates only for two lists that differ. A target that does not exist
// compares as text.
func (p *Program) Same(target int, a, b employee.Value) bool {
	switch {
	case a == b:
		return true
	case !a.Known() || !b.Known():
		return !a.Known() && !b.Known()
	}
	kind := employee.KindText
	if target >= 0 && target < len(p.targets) {
		kind = p.targets[target].Type
	}
	switch kind {
	case employee.KindNumber:
		x, ok := parseDecimal(strings.TrimSpace(a.String()))
		y, readable := parseDecimal(strings.TrimSpace(b.String()))
		if ok && readable {
			return x == y
		}
	case employee.KindBool:
		x, ok := p.words.value(a)
		y, readable := p.words.value(b)
		if ok && readable {
			return x == y
		}
	case employee.KindDate:
		x, why := readDate(a)
		y, unreadable := readDate(b)
		if why == "" && unreadable == "" {
			return x == y
		}
	case employee.KindList:
		return slices.Equal(a.Items(), b.Items())
	}
	return a.String() == b.String()
}
