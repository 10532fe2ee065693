package luccatest

import (
	"net/http"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

// A stream writes JSON as the vendor does.
type stream struct{ fakehr.Stream }

func newStream(w http.ResponseWriter) stream { return stream{fakehr.NewStream(w)} }

// day writes a date of v3, which has a time and no zone.
func (s stream) day(day string) {
	if len(day) == len("2006-01-02") {
		day += "T00:00:00"
	}
	s.OrNull(day)
}
