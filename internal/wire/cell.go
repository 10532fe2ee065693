package wire

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

// A Cell is one JSON value. The zero Cell is a key that was not there. Texts, numbers
// and booleans are held as text, objects and arrays as their JSON. Cells own their
// memory and can be compared.
type Cell struct {
	kind Kind
	text string
}

// A Kind is what stands in a cell.
type Kind uint8

const (
	KindMissing Kind = iota // the key was not there
	KindNull
	KindText
	KindNumber
	KindBool
	KindArray
	KindObject
	KindTwice   // the key was there twice: no reader accepts it
	KindGarbled // a text with wrong UTF-8 or half a surrogate: no reader accepts it
)

// Text returns the cell of a JSON string that is s.
func Text(s string) Cell { return Cell{KindText, s} }

// Kind returns what stands in the cell.
func (c Cell) Kind() Kind { return c.kind }

// Missing reports whether the key was not there.
func (c Cell) Missing() bool { return c.kind == KindMissing }

// Null reports whether the value was null.
func (c Cell) Null() bool { return c.kind == KindNull }

// Raw returns the trimmed text of a text, number or boolean, else "". It does not
// tell a cell that has nothing from one that cannot be read: where that matters, as
// for a cursor, use Single.
func (c Cell) Raw() string {
	switch c.kind {
	case KindText, KindNumber, KindBool:
		return strings.TrimSpace(c.text)
	}
	return ""
}

// ID returns the id in a text or number, "" if there is none that can be read. A
// text in which an earlier system lost a character is none.
func (c Cell) ID() string {
	if c.kind == KindBool || strings.ContainsRune(c.text, utf8.RuneError) {
		return ""
	}
	return c.Raw()
}

var (
	errTwice    = errors.New("the key is there twice")
	errGarbled  = errors.New("the text is not valid UTF-8")
	errCompound = errors.New("not a single value")
	errNameless = errors.New("there is one, and it has no name")
	errNoLabel  = errors.New("an item of the list has no text")
	errBool     = errors.New("neither yes nor no")
	errCount    = errors.New("not a count")
)

// fault returns why the cell is unreadable, nil if it is not.
func (c Cell) fault() error {
	switch c.kind {
	case KindTwice:
		return errTwice
	case KindGarbled:
		return errGarbled
	}
	return nil
}

// Single returns the trimmed text of a single value, "" for a missing or null one,
// and an error for everything else.
func (c Cell) Single() (string, error) {
	if err := c.fault(); err != nil {
		return "", err
	}
	if c.kind == KindArray || c.kind == KindObject {
		return "", errCompound
	}
	return c.Raw(), nil
}

// Count returns a whole number that is not negative, also from a text. It is not
// there if the cell is missing or null.
func (c Cell) Count() (n int, there bool, err error) {
	text, err := c.Single()
	if err != nil {
		return 0, false, err
	}
	if c.kind == KindMissing || c.kind == KindNull {
		return 0, false, nil
	}
	if n, err = strconv.Atoi(text); err != nil || n < 0 {
		return 0, false, errCount
	}
	return n, true, nil
}

// blank returns the value of a cell that has none, if it has none.
func (c Cell) blank() (employee.Value, bool) {
	switch {
	case c.kind == KindMissing:
		return employee.Withheld(), true
	case c.kind == KindNull, c.kind == KindText && c.Raw() == "":
		return employee.Empty(), true
	}
	return employee.Value{}, false
}

// Text reads a text, without the blanks around it. A missing cell is Withheld; null
// and "" are Empty: a caller whose vendor also writes null for what may not be seen
// decides before it asks.
func (c Cell) Text() (employee.Value, error) {
	if v, ok := c.blank(); ok {
		return v, nil
	}
	text, err := c.Single()
	if err != nil {
		return employee.Value{}, err
	}
	return employee.Text(text), nil
}

// Date reads a civil day. A day with a time is that day, whatever the zone; no day
// at all is written as null, "" or "0000-00-00".
func (c Cell) Date() (employee.Value, error) {
	v, err := c.Text()
	if !v.Known() || err != nil {
		return v, err
	}
	day, rest := v.String(), ""
	if i := strings.IndexAny(day, "T "); i == len("2006-01-02") {
		day, rest = day[:i], day[i+1:]
	}
	if day == "0000-00-00" {
		return employee.Empty(), nil
	}
	d, err := employee.ParseDate(day)
	if err == nil && len(day) < len(v.String()) && !isTime(rest) {
		_, err = employee.ParseDate(v.String()) // what follows the day is no time
	}
	return employee.Day(d), err
}

// isTime reports whether a text is a time of day, with or without seconds and a zone.
func isTime(s string) bool {
	for _, layout := range []string{"15:04:05", "15:04"} {
		for _, zone := range []string{"", "Z07:00", " Z07:00", "Z0700", " Z0700", " MST"} {
			if _, err := time.Parse(layout+zone, s); err == nil {
				return true
			}
		}
	}
	return false
}

// Number reads decimal text.
func (c Cell) Number() (employee.Value, error) {
	v, err := c.Text()
	if !v.Known() || err != nil {
		return v, err
	}
	return employee.Number(v.String())
}

// Bool reads true, yes, 1 and their opposites, in any case, as texts or not.
func (c Cell) Bool() (employee.Value, error) {
	v, err := c.Text()
	if !v.Known() || err != nil {
		return v, err
	}
	switch strings.ToLower(v.String()) {
	case "true", "yes", "1":
		return employee.Bool(true), nil
	case "false", "no", "0":
		return employee.Bool(false), nil
	}
	return employee.Value{}, errBool
}

// Named takes the name of something that is there: a blank one is unreadable, for what
// is there is not none.
func Named(v employee.Value, err error) (employee.Value, error) {
	if err == nil && v.State() == employee.StateEmpty {
		return employee.Value{}, errNameless
	}
	return v, err
}

// Labels reads an array of texts, or of objects with a text under key. One that
// cannot be read, or has no text, makes the whole list so: an item that is dropped
// reads as one that the employee does not have.
func (c Cell) Labels(key string) (employee.Value, error) {
	switch c.kind {
	case KindArray:
	case KindObject:
		return employee.Value{}, errCompound
	default:
		return c.Text()
	}
	var labels []string
	for item := range c.Items() {
		if item.kind == KindObject {
			item = item.At(key)
		}
		if err := item.fault(); err != nil {
			return employee.Value{}, err
		}
		switch item.kind {
		case KindText, KindNumber, KindBool:
		default:
			return employee.Value{}, errNoLabel
		}
		if label := item.Raw(); label != "" {
			labels = append(labels, label)
		}
	}
	return employee.List(labels...), nil
}
