package mapping

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/zone"
)

// An instant is the day that a rule takes of an instant: that of a zone, or the one
// that is written.
type instant struct{ in *time.Location } // nil: as written

// newInstant returns nil for none, and for a zone that does not exist.
func newInstant(s string) *instant {
	if s == InstantWritten {
		return &instant{}
	}
	if in, err := zone.Load(s); err == nil {
		return &instant{in}
	}
	return nil
}

// read reads an instant of RFC 3339.
func (i *instant) read(s string) (d employee.Date, ok bool) {
	var t time.Time
	if i == nil || t.UnmarshalText([]byte(s)) != nil {
		return d, false
	}
	if i.in != nil {
		t = t.In(i.in)
	}
	d = employee.NewDate(t.Date())
	return d, !d.IsZero()
}
