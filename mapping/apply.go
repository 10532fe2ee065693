package mapping

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
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
	f := r.look(s)
	switch {
	case r.format != nil:
		f.format(r, s)
		f.settle(&r.converter)
	case r.converter.listed():
		f.all(r.from, &r.converter, s)
		f.settle(&r.converter)
	default:
		r.choose(&f, s)
	}
	switch {
	case f.stopped != "":
		out.Stopped, out.Problem, out.Field = true, f.stopped, f.field
	case f.problem != "":
		out.Problem, out.Field = about(f.field, f.problem), f.field
	case f.made.Known():
		out.Verdict, out.Value, out.Field = VerdictSet, f.made, f.field
	case f.blank != "":
		out.Problem, out.Field = about(f.blank, isBlank), f.blank
	case f.empty:
		r.nothing(out)
	}
}

// choose looks for the first field with a value that the settings do not count as none,
// and converts it.
func (r *rule) choose(f *finding, s *Subject) {
	for from := r.from; ; {
		n := f.first(from, s)
		if n < 0 || !f.settle(&r.converter) {
			return
		}
		from = from[n+1:]
	}
}

// settle converts what was found, and reports whether it counts as empty.
func (f *finding) settle(c *converter) (empty bool) {
	if !f.value.Known() {
		return false
	}
	f.made, f.problem = c.convert(f.value)
	if f.problem != "" || f.made.Known() {
		return false
	}
	f.empty, f.field, f.stopped = true, f.behind.field, f.behind.why
	return true
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

// apply returns the outcome of a rule that copies a text; ok is false where only
// decide can tell.
func (c *copyRule) apply(r *rule, s *Subject) (out Outcome, ok bool) {
	if c.read == nil || s.Employee == nil {
		return out, false
	}
	v := c.read(s.Employee)
	text, isText := v.Text()
	switch {
	case isText && written(text) && (!c.address || address(text)):
		return Outcome{Verdict: VerdictSet, Value: v, Rule: r.index, Field: r.from[0].name, Authority: r.authority}, true
	case c.leaves && (v.State() == employee.StateEmpty || v.State() == employee.StateAbsent && !s.lacks(r.from[0].name)):
		return Outcome{Rule: r.index, Authority: r.authority}, true
	}
	return out, false
}

// written reports whether a text is written as it is: no blanks around it, composed,
// and not blank.
func written(s string) bool {
	first, last := s[0], s[len(s)-1]
	if ' ' < first && first < utf8.RuneSelf && ' ' < last && last < utf8.RuneSelf {
		return fold.IsComposed(s)
	}
	return len(strings.TrimSpace(s)) == len(s) && fold.IsComposed(s) && !blank(s)
}

// Same reports whether a and b are equal under the target's type: "27000.00" is the
// number 27000, "yes" is true, "2026-01-31" is the day, a text is the only item of a
// list or set. All values that are not known are the same. What cannot be read is
// compared as text, in NFC.
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
		x, ok := readNumber(strings.TrimSpace(a.String()))
		y, readable := readNumber(strings.TrimSpace(b.String()))
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
		return slices.EqualFunc(a.Items(), b.Items(), sameText)
	case KindSet:
		return slices.Equal(ordered(a.Items()), ordered(b.Items()))
	}
	return sameText(a.String(), b.String())
}

func sameText(a, b string) bool { return a == b || fold.Composed(a) == fold.Composed(b) }

// ordered returns items composed, sorted and each once.
func ordered(items []string) []string {
	for i := range items {
		items[i] = fold.Composed(items[i])
	}
	slices.Sort(items)
	return slices.Compact(items)
}
