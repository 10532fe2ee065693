package mapping

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A Program is a compiled [Mapping]. It is immutable and safe for concurrent
// use; later changes to the mapping do not reach it.
type Program struct {
	scope   Test
	targets []Target
	rules   [][]rule  // by target, in order
	copies  []copying // by target
	words   answers
}

// A Target is one attribute that a [Program] gives values to.
type Target struct {
	Name      string
	Type      employee.Kind // never ""
	Required  bool          // one of its rules is
	Authority Authority     // of its first rule; an Outcome has that of the deciding one
	Rules     []int         // the indexes of its rules in Mapping.Rules, in order
}

// Compile checks m as [Mapping.Validate] does without a catalogue, and makes it
// run. The error is [Faults].
func Compile(m Mapping) (*Program, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	p := &Program{words: newAnswers(m.Yes, m.No)}
	p.scope = compileTest(m.Scope, &p.words)
	byName := make(map[string]int)
	for i, r := range m.Rules {
		t, known := byName[r.Target]
		if !known {
			t = len(p.targets)
			byName[r.Target] = t
			p.targets = append(p.targets, Target{Name: r.Target, Type: kindOf(r), Authority: r.Authority})
			p.rules = append(p.rules, nil)
		}
		p.targets[t].Rules = append(p.targets[t].Rules, i)
		p.targets[t].Required = p.targets[t].Required || r.Required
		p.rules[t] = append(p.rules[t], compileRule(i, r, &p.words))
	}
	for _, rules := range p.rules {
		p.copies = append(p.copies, rules[0].copying())
	}
	return p, nil
}

// Scope says whether s is in scope. Without a scope everybody is: True.
func (p *Program) Scope(s Subject) Truth { return p.scope.Eval(s) }

// ExplainScope is [Test.Explain] for the scope.
func (p *Program) ExplainScope(s Subject) (Truth, string) { return p.scope.Explain(s) }

// Targets returns the targets, in the order of their first rules. The index of
// a target in it is what Apply and Same take. The caller owns the result.
func (p *Program) Targets() []Target {
	targets := slices.Clone(p.targets)
	for i := range targets {
		targets[i].Rules = slices.Clone(targets[i].Rules)
	}
	return targets
}

// A Verdict is what becomes of one attribute of one person.
type Verdict uint8

// The verdicts.
const (
	VerdictLeave Verdict = iota // nothing to say: the attribute stays as it is
	VerdictSet                  // it gets the Outcome's Value
	VerdictClear                // it loses its value
)

// String returns "leave", "set" or "clear".
func (v Verdict) String() string {
	switch v {
	case VerdictSet:
		return "set"
	case VerdictClear:
		return "clear"
	}
	return "leave"
}

// An Outcome is what the rules of one target say about one person.
type Outcome struct {
	Verdict Verdict
	Value   employee.Value // for Set: known, and of the target's type

	// Rule is the index in Mapping.Rules of the rule that decided, or -1 if
	// none applied.
	Rule int
	// Field is the field that gave the value, or that Problem is about. It is
	// "" for a constant, a default, a format of several fields and a list from
	// several.
	Field employee.Field
	// Problem says why the attribute was left alone though a rule applied. It
	// never quotes the value. It is "" where there is just nothing to set.
	Problem string
	// Stopped says that the rule was stopped by a source that is Withheld, or
	// by a When that cannot be told; Problem says which.
	Stopped   bool
	Authority Authority // of the rule that decided
}

// Apply returns what the rules of the target with the given index say about s.
// A target that does not exist has nothing to say: Leave, Rule -1. A rule that
// copies a text field allocates nothing.
//
// A rule decides as follows. A source that is Withheld stops it. A value that
// cannot be read under the rule's type, or is not in its lookup table, is a
// problem and leaves the attribute alone, as does one of only blanks where no
// other source has a value. If every source is Empty or Absent, and at least
// one is Empty, OnEmpty decides; if every source is Absent, the attribute is
// left alone.
func (p *Program) Apply(target int, s Subject) Outcome {
	if target < 0 || target >= len(p.rules) {
		return Outcome{Rule: -1}
	}
	if text, ok := p.Copy(target, &s); ok && text != "" { // nearly all values
		r := &p.rules[target][0]
		return Outcome{Verdict: VerdictSet, Value: employee.Text(text), Rule: r.index, Field: r.from[0].field, Authority: r.authority}
	}
	return decide(p.rules[target], &s)
}
