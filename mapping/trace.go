package mapping

import (
	"fmt"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
)

// A Trace says how a target came by its value for one employee. Rule, Verdict and
// Problem are those of the Outcome. Its JSON and String are personal data.
type Trace struct {
	Target  string                  `json:"target"`
	Rule    int                     `json:"rule"`
	When    employee.Batch[Answer]  `json:"when,omitempty"`
	Fields  employee.Batch[Reading] `json:"fields,omitempty"` // read, in order
	Steps   employee.Batch[Step]    `json:"steps,omitempty"`  // what changed the text, in order
	Verdict Verdict                 `json:"verdict"`
	Value   string                  `json:"value,omitempty"` // of VerdictSet
	Problem string                  `json:"problem,omitempty"`
}

// An Answer is that of one rule's When.
type Answer struct {
	Rule  int    `json:"rule"`
	Truth Truth  `json:"truth"`
	Why   string `json:"why"` // see Test.Explain
}

// A Reading is a field as HR has it.
type Reading struct {
	Field employee.Field `json:"field"`
	State employee.State `json:"state"`
	Raw   string         `json:"raw,omitempty"` // of StateKnown
}

// A Step is what one key of a rule made of a text.
type Step struct {
	Key    string `json:"key"` // "format", "separator", "lookup", "case", ...
	Result string `json:"result"`
}

// Explain explains what Apply returns, for every target in order.
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
			truth, why := r.when.Explain(s)
			t.When = append(t.When, Answer{r.index, truth, why})
		}
		rules[i] = r
		if r.when.eval(&s) != TruthFalse {
			rules = rules[:i+1]
			break
		}
	}
	out := decide(rules, &s)
	t.Rule, t.Verdict, t.Problem = out.Rule, out.Verdict, out.Problem
	t.Fields, t.Steps = rec.readings, rec.steps
	if out.Verdict == VerdictSet {
		t.Value = out.Value.String()
	}
	return t
}

// String returns lines: the target with its value and rule, then how it came about.
func (t Trace) String() string {
	var b strings.Builder
	b.WriteString(visible.Text(t.Target) + ": ")
	switch t.Verdict {
	case VerdictSet:
		b.WriteString(visible.Quote(t.Value))
	case VerdictClear:
		b.WriteString("cleared")
	default:
		b.WriteString("left alone")
	}
	if t.Rule >= 0 {
		fmt.Fprintf(&b, " (rules[%d])", t.Rule)
	}
	switch {
	case t.Problem != "":
		b.WriteString(": " + visible.Line(t.Problem))
	case t.Rule < 0:
		b.WriteString(": no rule applies")
	case t.Verdict == VerdictLeave:
		b.WriteString(": there is no value")
	}
	for _, a := range t.When {
		fmt.Fprintf(&b, "\n  its condition is %s (rules[%d].when): %s", a.Truth, a.Rule, visible.Line(a.Why))
	}
	for _, f := range t.Fields {
		raw := f.State.String()
		if f.Raw != "" {
			raw = visible.Quote(f.Raw)
		}
		fmt.Fprintf(&b, "\n  %s is %s", visible.Text(string(f.Field)), raw)
	}
	for _, s := range t.Steps {
		fmt.Fprintf(&b, "\n  %s makes it %s", s.Key, visible.Quote(s.Result))
	}
	return b.String()
}

// A record is what a rule read and did, for a Trace. A nil record keeps nothing.
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

// step records the text after the step of a key, and returns it.
func (r *record) step(key, after string) string {
	if r != nil && after != r.last {
		r.steps, r.last = append(r.steps, Step{key, after}), after
	}
	return after
}
