package syncplan

import (
	"fmt"
	"io"
	"log/slog"
)

// show prints what slog logs for %+v and %#v, and text for other verbs.
func show(s fmt.State, verb rune, l slog.LogValuer, text fmt.Stringer) {
	switch {
	case text == nil || s.Flag('+') || s.Flag('#'):
		fmt.Fprint(s, l.LogValue())
	case verb == 'q':
		fmt.Fprintf(s, "%q", text.String())
	default:
		io.WriteString(s, text.String())
	}
}

func (a Action) Format(s fmt.State, verb rune) { show(s, verb, a, a) }

func (c Change) Format(s fmt.State, verb rune) { show(s, verb, c, c) }

func (e Evidence) Format(s fmt.State, verb rune) { show(s, verb, e, e) }

func (r Ref) Format(s fmt.State, verb rune) { show(s, verb, r, r) }

func (e Explanation) Format(s fmt.State, verb rune) { show(s, verb, e, e) }

func (c Comparison) Format(s fmt.State, verb rune) { show(s, verb, c, c) }

func (n Note) Format(s fmt.State, verb rune) { show(s, verb, n, nil) }

func (g NoteGroup) Format(s fmt.State, verb rune) { show(s, verb, g, nil) }

func (h Hold) Format(s fmt.State, verb rune) { show(s, verb, h, nil) }

func (e EmployeeChange) Format(s fmt.State, verb rune) { show(s, verb, e, nil) }

func (a AttributeChange) Format(s fmt.State, verb rune) { show(s, verb, a, nil) }

func (v ValueChange) Format(s fmt.State, verb rune) { show(s, verb, v, nil) }

func (e Existing) Format(s fmt.State, verb rune) { show(s, verb, e, nil) }

func (a Applied) Format(s fmt.State, verb rune) { show(s, verb, a, nil) }

func (a Approval) Format(s fmt.State, verb rune) { show(s, verb, a, nil) }

func (r Ref) LogValue() slog.Value { return slog.StringValue(subject(r.EmployeeID, r.UserID)) }

func (e EmployeeChange) LogValue() slog.Value { return slog.StringValue(subject(e.EmployeeID, "")) }

func (v ValueChange) LogValue() slog.Value { return slog.StringValue(subject(v.EmployeeID, "")) }

func (a AttributeChange) LogValue() slog.Value {
	return slog.GroupValue(slog.String("attribute", a.Attribute), slog.Int("count", a.Count))
}

// Format prints the text; for %+v and %#v what slog logs.
func (p *Plan) Format(s fmt.State, verb rune) {
	if p == nil {
		io.WriteString(s, p.String())
		return
	}
	show(s, verb, p, p)
}
