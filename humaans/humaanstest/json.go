package humaanstest

import (
	"encoding/json"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A pair is a key of an object and its value.
type pair struct {
	key   string
	value any
}

// An object is a JSON object whose keys have an order.
type object []pair

func (o object) value(name string) any {
	for _, p := range o {
		if p.key == name {
			return p.value
		}
	}
	return nil
}

func (o object) append(b []byte) []byte {
	b = append(b, '{')
	for i, p := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(fakehr.AppendText(b, p.key), ':')
		b = appendValue(b, p.value)
	}
	return append(b, '}')
}

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
