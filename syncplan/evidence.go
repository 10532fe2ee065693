package syncplan

import (
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
)

// leaving returns the evidence of the lifecycle: its reason, then the fields.
func (r *rules) leaving(a *assessment) []Evidence {
	fields := []employee.Field{employee.FieldStatus, employee.FieldHireDate, employee.FieldTerminationDate}
	switch r.settings.Policy.LeavingEvidence {
	case LeavingEvidenceEndDate:
		fields = fields[1:]
	case LeavingEvidenceStatus:
		fields = fields[:1]
	}
	if in := r.lifecycle.read(a.e, r.zones.Day(a.zone)); in.OriginalCounts() {
		fields = append(fields, employee.FieldOriginalHireDate)
	}
	return append([]Evidence{{Detail: r.standing(a)}}, r.evidence(a, fields...)...)
}

// standing returns the reason of the lifecycle, and since or until when.
func (r *rules) standing(a *assessment) string { return r.standingText(a) + r.turn(a) }

// standingText returns the reason of the lifecycle.
func (r *rules) standingText(a *assessment) string {
	if in := r.lifecycle.read(a.e, r.zones.Day(a.zone)); in.EndsToday() {
		return rowTextToday(a.stand.Row)
	}
	return rowText(a.stand.Row)
}

// accessEnds returns the instant at which the end date of an employee takes access, in
// words.
func (r *rules) accessEnds(a *assessment) string {
	day := r.zones.Day(a.zone)
	in := r.lifecycle.read(a.e, day)
	return in.AccessEnds().Start(day.Location).Format(time.RFC3339) + " in " + day.Location.String()
}

// turn returns the instant at which a date changed the lifecycle, or will; "" if no
// date decided.
func (r *rules) turn(a *assessment) string {
	day := r.zones.Day(a.zone)
	in := r.lifecycle.read(a.e, day)
	turn, began, ok := in.Turn(a.stand.State)
	if !ok {
		return ""
	}
	word := "until"
	if began {
		word = "since"
	}
	return " (" + word + " " + turn.Start(day.Location).Format(time.RFC3339) + " in " + day.Location.String() + ")"
}

// evidence quotes fields of an employee.
func (r *rules) evidence(a *assessment, fields ...employee.Field) []Evidence {
	evidence := make([]Evidence, 0, len(fields)+1)
	for _, f := range fields {
		v := a.e.Value(f)
		e := Evidence{Field: f, State: v.State(), Value: v.String()}
		switch {
		case f == employee.FieldStatus && a.e.StatusText != "" && !strings.EqualFold(a.e.StatusText, v.String()):
			e.Detail = "the vendor's status: " + visible.Text(a.e.StatusText)
		case v.State() == employee.StateWithheld && slices.ContainsFunc(a.e.Problems, func(x employee.Problem) bool { return x.Field == f }):
			e.Detail = "the value in HR cannot be read: correct it there"
		}
		evidence = append(evidence, e)
	}
	return evidence
}

func (r *rules) scopeEvidence(a *assessment) []Evidence {
	return []Evidence{{Detail: r.explainScope(a)}}
}

func (r *rules) explainScope(a *assessment) string {
	truth, why := r.program.ExplainScope(r.subject(a))
	if truth != a.scope {
		why += "; it depends on the day, and the time zone is unknown"
	}
	return why
}

func (r *rules) blockEvidence(a *assessment) []Evidence {
	if r.block == nil {
		return nil
	}
	_, why := r.block.Explain(r.subject(a))
	return []Evidence{{Detail: why}}
}
