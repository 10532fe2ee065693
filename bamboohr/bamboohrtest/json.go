package bamboohrtest

import (
	"encoding/json"
	"net/http"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A stream writes JSON as the vendor does: numbers are text.
type stream struct{ fakehr.Stream }

func newStream(w http.ResponseWriter) stream { return stream{fakehr.NewStream(w)} }

// Value writes a value; one that has no JSON is text.
func (s stream) Value(value any) {
	switch value.(type) {
	case int, int64, float64, json.Number:
		value = fakehr.Text(value)
	}
	s.Stream.Value(value)
}

// pair writes a name and its text, with the comma before it if it is not the
// first of its object.
func (s stream) pair(index int, name, value string) {
	s.Separate(index)
	s.Text(name)
	s.WriteByte(':')
	s.Text(value)
}
