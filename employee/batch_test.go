package employee_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
)

type (
	row    struct{ V employee.Value }
	hidden struct{ n int }
)

// TestReplaceAttr: what the JSON handler writes of values in types of the caller.
func TestReplaceAttr(t *testing.T) {
	t.Parallel()
	ada := employee.Text("Ada")
	for name, c := range map[string]struct {
		give any
		want string
	}{
		"no value":            {struct{ N int }{1}, `{"N":1}`},
		"itself":              {ada, `"known text"`},
		"a slice":             {[]employee.Value{ada}, `{"count":1,"0":"known text"}`},
		"a map":               {map[string]any{"b": ada, "a": 1}, `{"count":2,"a":1,"b":"known text"}`},
		"a pointer":           {&row{ada}, `{"V":"known text"}`},
		"an embedded struct":  {struct{ row }{row{ada}}, `{"row":{"V":"known text"}}`},
		"an embedded pointer": {struct{ *row }{&row{ada}}, `{"row":{"V":"known text"}}`},
		"beside a hidden part": {struct {
			hidden
			V employee.Value
		}{hidden{1}, ada}, `{"V":"known text"}`},
		"nil": {(*row)(nil), `null`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			options := &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
				if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey) {
					return slog.Attr{}
				}
				return employee.ReplaceAttr(groups, a)
			}}
			slog.New(slog.NewJSONHandler(&b, options)).Info("", "v", c.give)
			if got, want := b.String(), `{"v":`+c.want+"}\n"; got != want {
				t.Errorf("got %s want %s", got, want)
			}
		})
	}
}
