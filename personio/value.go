package personio

import (
	"errors"
	"math/big"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

var (
	errObject        = errors.New("neither a text nor an object with a name")
	errContradiction = errors.New("the employee is ACTIVE, but no employment is")
	errAmbiguous     = errors.New("more than one attribute has this name: use the key instead")
)

// blank returns the state of a cell that has no value, and whether it has none.
// Personio leaves out what the credentials may not read, so null, "" and [], which
// it uses alike, are Empty.
func blank(c wire.Cell) (employee.Value, bool) {
	switch {
	case c.Missing():
		return employee.Withheld(), true
	case c.Null(), c.Kind() == wire.KindText && c.Raw() == "", c.EmptyArray():
		return employee.Empty(), true
	}
	return employee.Value{}, false
}

// readText reads a text, also from a number.
func readText(c wire.Cell) (employee.Value, error) {
	if v, ok := blank(c); ok {
		return v, nil
	}
	return c.Text()
}

// readDate reads a civil day: the one that is written. Personio writes midnight
// in the employee's own zone, which is another day elsewhere.
func readDate(c wire.Cell) (employee.Value, error) {
	if v, ok := blank(c); ok {
		return v, nil
	}
	return c.Date()
}

func readNumber(c wire.Cell) (employee.Value, error) {
	if v, ok := blank(c); ok {
		return v, nil
	}
	return c.Number()
}

// A nested is a value that may be an object with attributes. They are plain values in
// an office, department, team or subcompany, and attributes of the usual form in a
// supervisor.
type nested struct {
	wire.Cell           // the value itself
	inside    wire.Cell // its attributes
	row       row       // has cells for those, if split says where
	split     attribute
}

// nestedIn returns what stands in the cell of a whole object.
func nestedIn(c wire.Cell) nested { return nested{Cell: c, inside: c.At("attributes")} }

// bare returns the value of one of its attributes.
func (n nested) bare(key string) wire.Cell {
	if n.split.parts == nil {
		return bare(n.inside.At(key))
	}
	if c := n.row.At(n.split.parts[key]); c.Kind() != wire.KindObject {
		return c
	}
	return n.row.At(n.split.whole[key])
}

// bare returns the value in an attribute of the usual form, or the plain value.
func bare(c wire.Cell) wire.Cell {
	if c.Kind() == wire.KindObject {
		return c.At("value")
	}
	return c
}

// hasAttributes returns an error if a value has no attributes.
func (n nested) hasAttributes() error {
	if n.Kind() != wire.KindObject || n.inside.Kind() != wire.KindObject {
		return errObject
	}
	return nil
}

// name reads the name of a nested object.
func (n nested) name() (employee.Value, error) {
	if v, ok := blank(n.Cell); ok {
		return v, nil
	}
	if n.Kind() != wire.KindObject {
		return n.Text()
	}
	if err := n.hasAttributes(); err != nil {
		return employee.Value{}, err
	}
	return wire.Named(readText(n.bare("name")))
}

// elements returns the elements of an array, and any other cell as the only one.
func elements(c wire.Cell) []wire.Cell {
	if c.Kind() != wire.KindArray {
		return []wire.Cell{c}
	}
	return slices.Collect(c.Items())
}

// readNames reads the names of nested objects as a list, which may have one
// item without being an array.
func readNames(c wire.Cell) (employee.Value, error) {
	if v, ok := blank(c); ok {
		return v, nil
	}
	var names []string
	for _, item := range elements(c) {
		name, err := wire.Named(nestedIn(item).name())
		if err != nil || name.State() == employee.StateWithheld {
			return name, err
		}
		names = append(names, name.String())
	}
	return employee.List(names...), nil
}

// names is readNames of a value that may be an object.
func (n nested) names() (employee.Value, error) {
	if n.Kind() != wire.KindObject {
		return readNames(n.Cell)
	}
	name, err := n.name()
	if err != nil || !name.Known() {
		return name, err
	}
	return employee.List(name.String()), nil
}

// main is readMain of a value that may be an object.
func (n nested) main() (employee.Value, error) {
	if n.Kind() != wire.KindObject {
		return readMain(n.Cell)
	}
	return n.name()
}

// readMain reads the name of that cost center which has the largest share; of
// equal ones it is the first.
func readMain(c wire.Cell) (employee.Value, error) {
	if v, ok := blank(c); ok {
		return v, nil
	}
	items := elements(c)
	return nestedIn(slices.MaxFunc(items, func(a, b wire.Cell) int { return share(a).Cmp(share(b)) })).name()
}

// share returns the percentage of a cost center, 0 if it has none.
func share(c wire.Cell) *big.Rat {
	r := new(big.Rat)
	if v, err := readNumber(nestedIn(c).bare("percentage")); err == nil && v.Known() {
		r.SetString(v.String()) // a number of at most some dozen digits
	}
	return r
}

// readTags reads a set of tags in the three ways in which it is written: joined
// by commas, as a JSON array inside the text, and as an array.
func readTags(c wire.Cell, options []string) (employee.Value, error) {
	if v, ok := blank(c); ok {
		return v, nil
	}
	if c.Kind() == wire.KindArray {
		return readItems(c)
	}
	text, err := c.Text()
	if err != nil || !text.Known() {
		return text, err
	}
	if inner, ok := wire.Parse([]byte(text.String())); ok && inner.Kind() == wire.KindArray {
		if v, ok := blank(inner); ok {
			return v, nil
		}
		return readItems(inner)
	}
	tags, err := splitTags(text.String(), options)
	return employee.List(tags...), err
}

// readItems reads an array of texts, or of objects with a name.
func readItems(c wire.Cell) (employee.Value, error) {
	if v, err := c.Labels("name"); err == nil && v.Known() {
		return v, nil
	}
	return readNames(c)
}

// readTyped reads a custom attribute by the vendor's name for its type, which
// v2 writes in either case, and by the JSON where the two differ.
func readTyped(kind string, c wire.Cell, options []string) (employee.Value, error) {
	if v, ok := blank(c); ok {
		return v, nil
	}
	switch c.Kind() {
	case wire.KindObject:
		return nestedIn(c).name()
	case wire.KindArray:
		return readItems(c)
	case wire.KindBool:
		return c.Bool()
	}
	switch strings.ToLower(kind) {
	case "integer", "int", "decimal", "double":
		return readNumber(c)
	case "date":
		return readDate(c)
	case "tags", "string_list":
		return readTags(c, options)
	case "boolean":
		if v, err := c.Bool(); err == nil {
			return v, nil
		}
		return readText(c) // "Yes" may well be "Ja"
	}
	if c.Kind() == wire.KindNumber {
		return readNumber(c)
	}
	return readText(c)
}

// kindOf returns the kind of value that readTyped makes of a vendor's type.
func kindOf(kind string) employee.Kind {
	switch strings.ToLower(kind) {
	case "integer", "int", "decimal", "double":
		return employee.KindNumber
	case "date":
		return employee.KindDate
	case "tags", "string_list":
		return employee.KindList
	case "boolean":
		return employee.KindBool
	}
	return employee.KindText
}

// normal returns the status of a word of either API, "" if Personio does not document
// the word.
func normal(word string) employee.Status {
	switch strings.ToLower(word) {
	case "active":
		return employee.StatusActive
	case "inactive":
		return employee.StatusInactive
	case "onboarding":
		return employee.StatusPending
	case "leave":
		return employee.StatusLeave
	}
	return ""
}

// fillStatus sets the vendor's word and its normalised form. A word that Personio
// does not document, or a blank, stays unknown.
func fillStatus(e *employee.Employee, word employee.Value, err error) {
	wire.Put(e, employee.FieldStatusText, word, err)
	status, err := wire.Status("Personio", e.Value(employee.FieldStatusText), normal)
	wire.Put(e, employee.FieldStatus, status, err)
}
