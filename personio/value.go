package personio

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

var (
	errObject        = errors.New("neither a text nor an object with a name")
	errWord          = errors.New("a status that Personio does not document")
	errContradiction = errors.New("the person is ACTIVE, but no employment is")
	errAmbiguous     = errors.New("more than one attribute has this name: use the key instead")
)

// cell returns a JSON value; nil, which is a key that was not there, gives the
// missing cell.
func cell(raw json.RawMessage) record.Cell { return record.Read(raw, nil) }

// blank returns the value of what has none, if it has none. Personio leaves out
// what the credentials may not read, so null, "" and [], which it uses alike,
// say that there is nothing.
func blank(raw json.RawMessage) (employee.Value, bool) {
	switch {
	case len(raw) == 0:
		return employee.Withheld(), true
	case raw[0] == 'n':
		return employee.Empty(), true
	case (raw[0] == '"' || raw[0] == '[') && len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0:
		return employee.Empty(), true
	}
	return employee.Value{}, false
}

// readText reads a text, also from a number.
func readText(raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	return cell(raw).Text()
}

// readDate reads a civil day: the one that is written. Personio writes midnight
// in the employee's own zone, which is another day elsewhere.
func readDate(raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	return cell(raw).Date()
}

func readNumber(raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	return cell(raw).Number()
}

// inside returns the attributes of an object inside a record. They are plain
// values in an office, department, team or subcompany, and attributes of the
// usual form in a supervisor.
func inside(raw json.RawMessage) (json.RawMessage, error) {
	attributes := walk.Get(raw, "attributes")
	if len(attributes) == 0 || attributes[0] != '{' {
		return nil, errObject
	}
	return attributes, nil
}

// bare returns the value of an attribute inside another object.
func bare(o json.RawMessage, key string) json.RawMessage {
	raw := walk.Get(o, key)
	if len(raw) > 0 && raw[0] == '{' {
		return walk.Get(raw, "value")
	}
	return raw
}

// readName reads the name of a nested object.
func readName(raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	if raw[0] != '{' {
		return cell(raw).Text()
	}
	o, err := inside(raw)
	if err != nil {
		return employee.Value{}, err
	}
	return readText(bare(o, "name"))
}

// elements returns the elements of an array, and what is none as the only one.
func elements(raw json.RawMessage) ([]json.RawMessage, error) {
	if raw[0] != '[' {
		return []json.RawMessage{raw}, nil
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return nil, errObject
	}
	return items, nil
}

// readNames reads the names of nested objects as a list, which may have one
// item without being an array.
func readNames(raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	items, err := elements(raw)
	if err != nil {
		return employee.Value{}, err
	}
	var names []string
	for _, item := range items {
		name, err := readName(item)
		if err != nil {
			return employee.Value{}, err
		}
		if name.State() == employee.StateWithheld {
			return name, nil
		}
		if name.Known() {
			names = append(names, name.String())
		}
	}
	return employee.List(names...), nil
}

// readMain reads the name of that cost center which has the largest share; of
// equal ones it is the first.
func readMain(raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	items, err := elements(raw)
	if err != nil {
		return employee.Value{}, err
	}
	return readName(slices.MaxFunc(items, func(a, b json.RawMessage) int { return share(a).Cmp(share(b)) }))
}

// share returns the percentage of a cost center, 0 if it has none.
func share(raw json.RawMessage) *big.Rat {
	r := new(big.Rat)
	o, _ := inside(raw)
	if v, err := readNumber(bare(o, "percentage")); err == nil && v.Known() {
		r.SetString(v.String()) // a number of at most some dozen digits
	}
	return r
}

// readTags reads a set of tags in the three ways in which it is written: joined
// by commas, as a JSON array inside the text, and as an array.
func readTags(raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	if raw[0] == '[' {
		return readItems(raw)
	}
	text, err := cell(raw).Text()
	if err != nil || !text.Known() {
		return text, err
	}
	if inner := json.RawMessage(text.String()); inner[0] == '[' && json.Valid(inner) {
		if v, ok := blank(inner); ok {
			return v, nil
		}
		return readItems(inner)
	}
	var tags []string
	for tag := range strings.SplitSeq(text.String(), ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			tags = append(tags, tag)
		}
	}
	return employee.List(tags...), nil
}

// readItems reads an array of texts, or of objects with a name.
func readItems(raw json.RawMessage) (employee.Value, error) {
	if v, err := cell(raw).Labels("name"); err == nil && v.Known() {
		return v, nil
	}
	return readNames(raw)
}

// readTyped reads a custom attribute by the vendor's name for its type, which
// v2 writes in either case, and by the JSON where the two differ.
func readTyped(kind string, raw json.RawMessage) (employee.Value, error) {
	if v, ok := blank(raw); ok {
		return v, nil
	}
	switch raw[0] {
	case '{':
		return readName(raw)
	case '[':
		return readItems(raw)
	case 't', 'f':
		return cell(raw).Bool()
	}
	switch strings.ToLower(kind) {
	case "integer", "int", "decimal", "double":
		return readNumber(raw)
	case "date":
		return readDate(raw)
	case "tags", "string_list":
		return readTags(raw)
	case "boolean":
		if v, err := cell(raw).Bool(); err == nil {
			return v, nil
		}
		return readText(raw) // "Yes" may well be "Ja"
	}
	if raw[0] != '"' {
		return readNumber(raw)
	}
	return readText(raw)
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

// statusOf returns the normalised form of a status word of either API; ok is
// false for a word that has none.
func statusOf(word string) (s employee.Status, ok bool) {
	switch strings.ToLower(word) {
	case "active":
		return employee.StatusActive, true
	case "inactive":
		return employee.StatusInactive, true
	case "onboarding":
		return employee.StatusPending, true
	case "leave":
		return employee.StatusLeave, true
	}
	return "", false
}

// fillStatus sets the vendor's word and its normalised form. A word that
// Personio does not document, or that says nothing, stays unknown.
func fillStatus(e *employee.Employee, word employee.Value, err error) {
	record.Put(e, employee.FieldStatusText, word, err)
	word = e.Value(employee.FieldStatusText)
	if !word.Known() {
		record.Put(e, employee.FieldStatus, word, nil)
		return
	}
	status, ok := statusOf(word.String())
	if !ok {
		record.Put(e, employee.FieldStatus, employee.Value{}, errWord)
		return
	}
	record.Put(e, employee.FieldStatus, employee.Text(string(status)), nil)
}
