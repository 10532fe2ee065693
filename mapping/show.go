package mapping

import (
	"fmt"
	"io"
	"log/slog"
)

// Format prints the lines; for %+v and %#v what slog logs.
func (t Trace) Format(s fmt.State, verb rune) {
	switch {
	case s.Flag('+') || s.Flag('#'):
		fmt.Fprint(s, t.LogValue())
	case verb == 'q':
		fmt.Fprintf(s, "%q", t.String())
	default:
		io.WriteString(s, t.String())
	}
}

func (t Trace) LogValue() slog.Value {
	return slog.GroupValue(slog.String("target", t.Target), slog.Int("rule", t.Rule), slog.String("verdict", t.Verdict.String()))
}

func (a Answer) Format(s fmt.State, _ rune) { fmt.Fprint(s, a.LogValue()) }

func (a Answer) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("rule", a.Rule), slog.String("truth", a.Truth.String()))
}

func (r Reading) Format(s fmt.State, _ rune) { fmt.Fprint(s, r.LogValue()) }

func (r Reading) LogValue() slog.Value {
	return slog.StringValue(string(r.Field) + " " + r.State.String())
}

func (t Step) Format(s fmt.State, _ rune) { fmt.Fprint(s, t.LogValue()) }

func (t Step) LogValue() slog.Value { return slog.StringValue(t.Key) }

func (o Outcome) Format(s fmt.State, _ rune) { fmt.Fprint(s, o.LogValue()) }

func (o Outcome) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("rule", o.Rule), slog.String("verdict", o.Verdict.String()))
}

func (s Subject) Format(state fmt.State, _ rune) { fmt.Fprint(state, s.LogValue()) }

func (s Subject) LogValue() slog.Value {
	if s.Employee == nil {
		return slog.StringValue("no employee")
	}
	return s.Employee.LogValue()
}
