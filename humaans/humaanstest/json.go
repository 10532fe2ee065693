package humaanstest

import (
	"encoding/json"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// An object is a row of a list that is no person.
type object fakehr.Object

func (o object) value(name string) any  { return fakehr.Object(o).Value(name) }
func (o object) append(b []byte) []byte { return fakehr.AppendValue(b, fakehr.Object(o)) }

// appendValue appends a value, rows and teams faster than other objects.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case []Team:
		return appendTeams(b, v)
	case row:
		return v.append(b)
	}
	return fakehr.AppendValue(b, v)
}

func appendTeams(b []byte, teams []Team) []byte {
	b = append(b, '[')
	for i, t := range teams {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(fakehr.AppendText(append(b, `{"name":`...), t.Name), '}')
	}
	return append(b, ']')
}

func (a *answer) writeJSON(status int, body any) {
	fakehr.WriteJSON(a, status, "application/json; charset=utf-8", json.RawMessage(appendValue(nil, body)))
}
