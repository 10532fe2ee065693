package mapping

import (
	"errors"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
)

// A Program is a compiled [Mapping].
type Program struct {
	scope   Test
	targets []Target
	rules   [][]rule   // by target, in order
	copies  []copyRule // by target
	words   answers
}

// A Target is an attribute that a Program sets.
type Target struct {
	Name      string
	Type      employee.Kind // never ""; or KindSet
	Required  bool          // if one of its rules is
	Authority Authority     // of its first rule; see Outcome.Authority
	Rules     []int         // indexes in Mapping.Rules
}

// Compile validates m, without a catalogue. The error is [Faults]. Keys are targets that
// tell employees apart, besides "email".
func Compile(m Mapping, keys ...string) (*Program, error) {
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
		p.rules[t] = append(p.rules[t], compileRule(i, r, r.Target == login || slices.Contains(keys, r.Target), &p.words))
	}
	for _, rules := range p.rules {
		p.copies = append(p.copies, rules[0].copies())
	}
	return p, nil
}

// Scope reports whether s is in scope: always, without one.
func (p *Program) Scope(s Subject) Truth { return p.scope.Eval(s) }

// ExplainScope is [Test.Explain] for the scope.
func (p *Program) ExplainScope(s Subject) (Truth, string) { return p.scope.Explain(s) }

// Targets returns the targets, in the order of their first rules. Apply and Same
// take indexes in it.
func (p *Program) Targets() []Target {
	targets := slices.Clone(p.targets)
	for i := range targets {
		targets[i].Rules = slices.Clone(targets[i].Rules)
	}
	return targets
}

// A Verdict is what becomes of an attribute.
type Verdict uint8

const (
	VerdictLeave Verdict = iota // it stays as it is
	VerdictSet                  // it is set to the Outcome's Value
	VerdictClear                // it is cleared
)

// String returns "leave", "set" or "clear", also in JSON.
func (v Verdict) String() string {
	switch v {
	case VerdictSet:
		return "set"
	case VerdictClear:
		return "clear"
	}
	return "leave"
}

func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

func (v *Verdict) UnmarshalText(text []byte) error {
	for _, known := range []Verdict{VerdictLeave, VerdictSet, VerdictClear} {
		if known.String() == string(text) {
			*v = known
			return nil
		}
	}
	return errors.New("mapping: not a verdict: want leave, set or clear")
}

// An Outcome is what one target's rules make of one employee.
type Outcome struct {
	Verdict   Verdict
	Value     employee.Value // of VerdictSet: known, of the target's type
	Rule      int            // the deciding rule's index in Mapping.Rules; -1: none applied
	Field     employee.Field // of Value or Problem; "": none or several
	Problem   string         // why a rule that applied sets nothing; quotes no value
	Stopped   bool           // the Problem is a withheld field or an unknown When
	Authority Authority      // of the deciding rule
}

// Apply returns what the rules of a target make of s. A rule that copies a text
// allocates nothing.
//
// A withheld field stops the rule. So does an absent one that another employee of
// Subject.Roster has in some state, and any for a key or a list of several. For
// Subject.Create it passes on to the next with a value instead, but not to one of
// [employee.PrivateFields] from another, nor for a key, AuthorityFill or AuthorityCreate.
//
// A value that does not fit the type or the lookup table is a problem, as are only
// blanks. If no field has a value and one is empty, OnEmpty decides; if all are absent,
// the attribute is left alone.
func (p *Program) Apply(target int, s Subject) Outcome {
	if target < 0 || target >= len(p.rules) {
		return Outcome{Rule: -1}
	}
	if out, ok := p.copies[target].apply(&p.rules[target][0], &s); ok { // nearly all values
		return out
	}
	return decide(p.rules[target], &s)
}
