package syncplan

import (
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// leaving is the evidence that the lifecycle rests on: what it comes to, then
// the fields.
func (w *work) leaving(p *person) []Evidence {
	fields := []employee.Field{employee.FieldStatus, employee.FieldHireDate, employee.FieldTerminationDate}
	switch w.settings.Policy.LeavingEvidence {
	case LeavingEvidenceEndDate:
		fields = fields[1:]
	case LeavingEvidenceStatus:
		fields = fields[:1]
	}
	return append([]Evidence{{Detail: rowText(p.stand.Row) + w.turn(p)}}, w.evidence(p, fields...)...)
}

// turn says at which instant the person's lifecycle turned, or will turn, by a
// date; "" if no date decided.
func (w *work) turn(p *person) string {
	day := w.zones.Day(p.zone)
	in := w.lifecycleInput(p)
	turn, began, ok := in.Turn(p.stand.State)
	if !ok {
		return ""
	}
	word := "until"
	if began {
		word = "since"
	}
	return " (" + word + " " + turn.Start(day.Location).Format(time.RFC3339) + " in " + day.Location.String() + ")"
}

// evidence quotes fields of a person as HR has them.
func (w *work) evidence(p *person, fields ...employee.Field) []Evidence {
	evidence := make([]Evidence, 0, len(fields)+1)
	for _, f := range fields {
		v := p.e.Value(f)
		e := Evidence{Field: f, State: v.State(), Value: v.String()}
		switch {
		case f == employee.FieldStatus && p.e.StatusText != "" && !strings.EqualFold(p.e.StatusText, v.String()):
			e.Detail = "the vendor's word: " + p.e.StatusText
		case v.State() == employee.StateWithheld && slices.ContainsFunc(p.e.Problems, func(x employee.Problem) bool { return x.Field == f }):
			e.Detail = "what HR has cannot be read: correct it there"
		}
		evidence = append(evidence, e)
	}
	return evidence
}

func (w *work) scopeEvidence(p *person) []Evidence {
	return []Evidence{{Detail: w.explainScope(p)}}
}

func (w *work) explainScope(p *person) string {
	truth, why := w.program.ExplainScope(w.subject(p))
	if truth != p.scope {
		why += "; the day decides, and the time zone cannot be told"
	}
	return why
}

func (w *work) blockEvidence(p *person) []Evidence {
	if w.block == nil {
		return nil
	}
	_, why := w.block.Explain(w.subject(p))
	return []Evidence{{Detail: why}}
}
