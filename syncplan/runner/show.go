package runner

import (
	"fmt"
	"io"
	"log/slog"
)

// show prints what slog logs for %+v and %#v, and text for other verbs.
func show(s fmt.State, l slog.LogValuer, text fmt.Stringer) {
	if text == nil || s.Flag('+') || s.Flag('#') {
		fmt.Fprint(s, l.LogValue())
		return
	}
	io.WriteString(s, text.String())
}

func (r Report) Format(s fmt.State, _ rune) { show(s, r, r) }

func (e Entry) Format(s fmt.State, _ rune) { show(s, e, e) }

func (t Step) Format(s fmt.State, _ rune) { show(s, t, nil) }

func (h Hold) Format(s fmt.State, _ rune) { show(s, h, nil) }

func (h Health) Format(s fmt.State, _ rune) { show(s, h, nil) }

func (e *Error) Format(s fmt.State, _ rune) { io.WriteString(s, e.Error()) }

func (r Report) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("run", r.Run), slog.Bool("stopped", r.Stopped != ""), slog.Int("holds", len(r.Holds))}
	for _, o := range outcomes() {
		if n := r.Actions[o]; n > 0 {
			attrs = append(attrs, slog.Int(string(o), n))
		}
	}
	return slog.GroupValue(attrs...)
}

func (e Entry) LogValue() slog.Value {
	return slog.StringValue(string(e.Outcome) + ": " + subject(e.Kind, e.EmployeeID, e.UserID))
}

func (t Step) LogValue() slog.Value {
	return slog.StringValue(string(t.Outcome) + ": " + subject(t.Action.Kind, t.Action.EmployeeID, t.UserID))
}

func (h Hold) LogValue() slog.Value {
	return slog.GroupValue(slog.String("guard", string(h.Guard)), slog.Int("actions", h.Actions))
}

func (h Health) LogValue() slog.Value {
	return slog.GroupValue(slog.String("state", string(h.State)), slog.Int("failures", h.Failures),
		slog.Int("failed", h.Failed), slog.Int("held", h.Held), slog.Int("problems", h.Problems))
}
