package mapping

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// A Trace is how one target came by its value for one person, or why it did
// not: what a screen shows that previews one person. It quotes the person's
// values; the JSON of a Trace and its String are personal data.
type Trace struct {
	Target  string    `json:"target"`
	Rule    int       `json:"rule"`              // the index in Mapping.Rules of the rule that decided; -1: none applied
	When    []string  `json:"when,omitempty"`    // the conditions looked at, in order: what each decided, and on what
	Fields  []Reading `json:"fields,omitempty"`  // the fields looked at, in order
	Steps   []Step    `json:"steps,omitempty"`   // what was done to the text, in order; one that changes nothing is left out
	Verdict string    `json:"verdict"`           // of the Outcome: "set", "clear" or "leave"
	Value   string    `json:"value,omitempty"`   // for set: a list with ", " between its items
	Problem string    `json:"problem,omitempty"` // as in the Outcome
}

// A Reading is one field as the HR system has it.
type Reading struct {
	Field employee.Field `json:"field"`
	State employee.State `json:"state"`
	Raw   string         `json:"raw,omitempty"` // the value, if it is known
}

// A Step is one thing that a rule did to a text on its way to the target.
type Step struct {
	Key    string `json:"key"`    // of the rule: "format", "separator", "lookup", "case", ...
	Result string `json:"result"` // the text after it
}

// Explain returns a Trace for every target, in the order of Targets. What it
// says is what Apply does: both take the same path.
func (p *Program) Explain(s Subject) []Trace {
	traces := make([]Trace, len(p.targets))
	for t := range p.targets {
		traces[t] = p.trace(t, s)
	}
	return traces
}

func (p *Program) trace(target int, s Subject) Trace {
	t := Trace{Target: p.targets[target].Name}
	var rec record
	rules := make([]rule, len(p.rules[target]))
	for i, r := range p.rules[target] {
		r.converter.rec = &rec
		if r.when.set {
			answer, why := r.when.Explain(s)
			t.When = append(t.When, fmt.Sprintf("rules[%d].when %s: %s", r.index,
				map[Truth]string{TruthTrue: "holds", TruthFalse: "does not hold", TruthUnknown: "cannot be told"}[answer], why))
		}
		rules[i] = r
		if r.when.eval(&s) != TruthFalse {
			rules = rules[:i+1]
			break
		}
	}
	out := decide(rules, &s)
	t.Rule, t.Verdict, t.Problem = out.Rule, out.Verdict.String(), out.Problem
	t.Fields, t.Steps = rec.readings, rec.steps
	if out.Verdict == VerdictSet {
		t.Value = out.Value.String()
	}
	return t
}

// String returns the trace as lines of text.
func (t Trace) String() string {
	var b strings.Builder
	b.WriteString(t.Target + ": ")
	switch {
	case t.Verdict == VerdictSet.String():
		b.WriteString(strconv.Quote(t.Value))
	case t.Verdict == VerdictClear.String():
		b.WriteString("cleared")
	default:
		b.WriteString("left alone")
	}
	if t.Rule >= 0 {
		fmt.Fprintf(&b, " by rules[%d]", t.Rule)
	}
	switch {
	case t.Problem != "":
		b.WriteString(": " + t.Problem)
	case t.Rule < 0:
		b.WriteString(": no rule applies")
	case t.Verdict == VerdictLeave.String():
		b.WriteString(": there is nothing to take")
	}
	for _, when := range t.When {
		b.WriteString("\n  " + when)
	}
	for _, s := range t.Fields {
		raw := s.State.String()
		if s.Raw != "" {
			raw = strconv.Quote(s.Raw)
		}
		fmt.Fprintf(&b, "\n  %s is %s", s.Field, raw)
	}
	for _, s := range t.Steps {
		fmt.Fprintf(&b, "\n  %s makes it %q", s.Key, s.Result)
	}
	return b.String()
}

// A record is what a rule notes down on its way, for a Trace. A nil record
// notes nothing.
type record struct {
	readings []Reading
	steps    []Step
	last     string // the text before the next step
}

func (r *record) reading(f employee.Field, v employee.Value) {
	if r != nil {
		r.last = v.String()
		r.readings = append(r.readings, Reading{Field: f, State: v.State(), Raw: r.last})
	}
}

// step notes the text after the step of a key, and returns it.
func (r *record) step(key, after string) string {
	if r != nil && after != r.last {
		r.steps, r.last = append(r.steps, Step{key, after}), after
	}
	return after
}
