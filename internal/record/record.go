// Package record turns what HR systems write into JSON cells into the values
// of an employee, with the four states and with problems in the place of what
// cannot be read.
package record

import (
	"errors"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/walk"
)

// A Cell is one JSON value of a record. The zero Cell is a key that was not
// there. It holds texts, numbers and booleans as text, and arrays and objects
// as their JSON.
type Cell struct {
	kind cellKind
	text string
}

type cellKind uint8

const (
	missing cellKind = iota
	null
	text
	number
	boolean
	compound
)

// UnmarshalJSON takes any JSON value.
func (c *Cell) UnmarshalJSON(data []byte) error {
	*c = Read(data, nil)
	return nil
}

// Read returns the cell of one JSON value, which must be valid; nil, which is a key
// that was not there, gives the zero Cell. The cell shares no memory with the JSON.
// Texts may be nil.
func Read(data []byte, texts *walk.Texts) Cell {
	if len(data) == 0 {
		return Cell{}
	}
	switch data[0] {
	case 'n':
		return Cell{kind: null}
	case '"':
		return Cell{text, texts.String(walk.Text(data))}
	case 't', 'f':
		return Cell{boolean, texts.String(data)}
	case '{', '[':
		return Cell{compound, texts.String(data)}
	}
	return Cell{number, texts.String(data)}
}

// Text returns the cell of a JSON string that is s.
func Text(s string) Cell { return Cell{text, s} }

// Keys are the keys that are read of the records of a list, each with its place in
// a Row.
type Keys map[string]int

// A Row is a record, as far as it is read.
type Row []Cell

// Read reads a record into a row that has a place for each of the keys. Of a key
// that is there several times the last counts. A null is a record without keys.
func (k Keys) Read(row Row, data []byte, texts *walk.Texts) error {
	if len(data) == 0 || data[0] != '{' && data[0] != 'n' {
		return errNoObject
	}
	for m := walk.Object(data); m.Next(); {
		if place, ok := k[string(m.Key())]; ok {
			row[place] = Read(m.Value(), texts)
		}
	}
	return nil
}

// Missing reports whether the key was not there.
func (c Cell) Missing() bool { return c.kind == missing }

// Null reports whether the value was null.
func (c Cell) Null() bool { return c.kind == null }

// Raw returns the trimmed text of a text, number or boolean, else "".
func (c Cell) Raw() string {
	switch c.kind {
	case text, number, boolean:
		return strings.TrimSpace(c.text)
	}
	return ""
}

var (
	errCompound = errors.New("not a single value")
	errBool     = errors.New("neither yes nor no")
)

// blank returns the value of a cell that has none, if it has none.
func (c Cell) blank() (employee.Value, bool) {
	switch {
	case c.kind == missing:
		return employee.Withheld(), true
	case c.kind == null, c.kind == text && c.Raw() == "":
		return employee.Empty(), true
	}
	return employee.Value{}, false
}

// Text reads a text, without the blanks around it. A missing cell is Withheld;
// null and "" are Empty: a caller whose vendor also writes null for what may
// not be seen decides before it asks.
func (c Cell) Text() (employee.Value, error) {
	if v, ok := c.blank(); ok {
		return v, nil
	}
	if c.kind == compound {
		return employee.Value{}, errCompound
	}
	return employee.Text(c.Raw()), nil
}

// Date reads a civil day. A day with a time is that day, whatever the zone; no
// day at all is written as null, "" or "0000-00-00".
func (c Cell) Date() (employee.Value, error) {
	v, err := c.Text()
	if !v.Known() || err != nil {
		return v, err
	}
	day, rest := v.String(), ""
	if i := strings.IndexAny(day, "T "); i == len("2006-01-02") {
		day, rest = day[:i], day[i:]
	}
	if day == "0000-00-00" {
		return employee.Empty(), nil
	}
	d, err := employee.ParseDate(day)
	if err == nil && rest != "" && len(rest) < len("T15:04") {
		_, err = employee.ParseDate(v.String()) // something behind the day that is no time
	}
	return employee.Day(d), err
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

// Labels reads an array of texts, or of objects with a text under key.
func (c Cell) Labels(key string) (employee.Value, error) {
	if v, ok := c.blank(); ok {
		return v, nil
	}
	if c.kind != compound {
		return c.Text()
	}
	if c.text == "[]" {
		return employee.Empty(), nil
	}
	if c.text[0] != '[' {
		return employee.Value{}, errCompound
	}
	var labels []string
	for e := walk.Array([]byte(c.text)); e.Next(); {
		item := Read(e.Value(), nil)
		if item.kind == compound {
			if item.text[0] != '{' {
				return employee.Value{}, errCompound
			}
			item = item.member(key)
		}
		if label := item.Raw(); label != "" {
			labels = append(labels, label)
		}
	}
	return employee.List(labels...), nil
}

// member returns the last member of an object with the key.
func (c Cell) member(key string) (found Cell) {
	for m := walk.Object([]byte(c.text)); m.Next(); {
		if string(m.Key()) == key {
			found = Read(m.Value(), nil)
		}
	}
	return found
}

// Put sets a field. If the value could not be read, or does not fit the field,
// the field is Withheld and e has a Problem: an unreadable value harms one
// field of one person.
func Put(e *employee.Employee, f employee.Field, v employee.Value, err error) {
	if err == nil {
		err = e.Set(f, v)
	}
	if err != nil {
		_ = e.Set(f, employee.Withheld()) // fits every field
		e.Problems = append(e.Problems, employee.Problem{EmployeeID: e.ID, Field: f, Reason: err.Error()})
	}
}

// Append is append for lists of everybody. It doubles their memory when it is full:
// append grows large slices by a quarter, so that each of them would be copied, and
// its memory cleared, four times over.
func Append[T any](all []T, one T) []T {
	if len(all) == cap(all) {
		all = slices.Grow(all, max(len(all), 16))
	}
	return append(all, one)
}
