package employee

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// MarshalJSON writes the person as an object. A known field is there with its
// value, an empty one is null, an absent one is missing, and a withheld one is
// missing but named in the list "withheld". Address and manager are objects.
// The keys come in one order, so that the same person gives the same bytes.
//
// This is personal data.
func (e Employee) MarshalJSON() ([]byte, error) {
	w := objectWriter{buf: []byte{'{'}}
	var hidden []Field
	group := ""
	for i := range fieldCount {
		f, where := e.slotAt(i)
		v := e.valueAt(i, where)
		if v.State() == StateWithheld {
			hidden = append(hidden, f)
		}
		if v.State() != StateKnown && v.State() != StateEmpty {
			continue
		}
		g, key, nested := strings.Cut(string(f), ".")
		if !nested {
			g, key = "", g
		}
		w.enter(&group, g)
		if d, ok := v.Day(); ok {
			w.member(key, d) // a standard field's kind is known: no need to wrap
			continue
		}
		w.member(key, v)
	}
	w.enter(&group, "")
	known := make(map[string]Value, len(e.Custom))
	for key, v := range e.Custom {
		switch v.State() {
		case StateWithheld:
			hidden = append(hidden, CustomField(key))
		case StateKnown, StateEmpty:
			known[key] = v
		}
	}
	slices.Sort(hidden)
	if len(known) > 0 {
		w.enter(&group, "custom")
		for _, key := range slices.Sorted(maps.Keys(known)) {
			w.member(key, known[key])
		}
		w.enter(&group, "")
	}
	if !e.UpdatedAt.IsZero() {
		w.member("updated_at", e.UpdatedAt)
	}
	if len(hidden) > 0 {
		w.member("withheld", hidden)
	}
	if len(e.Problems) > 0 {
		w.member("problems", e.Problems)
	}
	return append(w.buf, '}'), w.err
}

// An objectWriter writes the members of an object, and of objects within it.
type objectWriter struct {
	buf []byte
	err error
}

func (w *objectWriter) key(key string) {
	if last := w.buf[len(w.buf)-1]; last != '{' {
		w.buf = append(w.buf, ',')
	}
	w.append(key)
	w.buf = append(w.buf, ':')
}

func (w *objectWriter) member(key string, v any) {
	w.key(key)
	w.append(v)
}

func (w *objectWriter) append(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	w.err = errors.Join(w.err, enc.Encode(v))
	w.buf = append(w.buf, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// enter leaves the inner object *group, if any, and opens the one named next.
func (w *objectWriter) enter(group *string, next string) {
	if *group == next {
		return
	}
	if *group != "" {
		w.buf = append(w.buf, '}')
	}
	if next != "" {
		w.key(next)
		w.buf = append(w.buf, '{')
	}
	*group = next
}

// UnmarshalJSON reads what MarshalJSON writes. A key that it does not know is
// an error.
func (e *Employee) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return errors.New("employee: not a JSON object")
	}
	var read Employee
	for _, key := range slices.Sorted(maps.Keys(members)) {
		if err := read.unmarshal(key, members[key]); err != nil {
			return fmt.Errorf("employee: %w", err)
		}
	}
	*e = read
	return nil
}

func (e *Employee) unmarshal(key string, raw json.RawMessage) error {
	switch key {
	case "address", "manager", "custom":
		var members map[string]Value
		if err := json.Unmarshal(raw, &members); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		for _, k := range slices.Sorted(maps.Keys(members)) {
			if err := e.Set(Field(key+"."+k), members[k]); err != nil {
				return err
			}
		}
		return nil
	case "updated_at":
		return unmarshal(key, raw, func(t time.Time) error { e.UpdatedAt = t; return nil })
	case "problems":
		return unmarshal(key, raw, func(p []Problem) error { e.Problems = p; return nil })
	case "withheld":
		return unmarshal(key, raw, func(fields []Field) error {
			for _, f := range fields {
				if err := e.Set(f, Withheld()); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return unmarshal(key, raw, func(v Value) error { return e.Set(Field(key), v) })
}

// unmarshal decodes raw and hands it to keep. Its errors do not quote values,
// as those of encoding/json do.
func unmarshal[T any](key string, raw json.RawMessage, keep func(T) error) error {
	var v T
	if json.Unmarshal(raw, &v) != nil {
		return fmt.Errorf("%s: not of its type", key)
	}
	return keep(v)
}

// MarshalJSON writes text as a string, a number with all its digits, a yes or
// no as a boolean, a list as an array, a date as {"date":"2026-01-31"} and
// Empty as null. Withheld and Absent have no JSON of their own and are
// {"state":"withheld"} and {"state":"absent"}. This is personal data.
func (v Value) MarshalJSON() ([]byte, error) {
	var w objectWriter
	switch v.code {
	case empty:
		return []byte("null"), nil
	case text:
		w.append(v.text)
	case number:
		return []byte(v.text), nil
	case no, yes:
		return []byte(v.String()), nil
	case list:
		w.append(v.Items())
	case day:
		w.append(map[string]Date{"date": v.day})
	default:
		w.append(map[string]string{"state": v.State().String()})
	}
	return w.buf, w.err
}

var errValue = errors.New("not a value")

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	read, err := parseValue(data)
	if err == nil {
		*v = read
	}
	return err
}

func parseValue(data []byte) (Value, error) {
	var s string
	var items []string
	var b bool
	var object struct {
		Date  *Date   `json:"date"`
		State *string `json:"state"`
	}
	switch {
	case string(data) == "null":
		return Empty(), nil
	case json.Unmarshal(data, &b) == nil:
		return Bool(b), nil
	case json.Unmarshal(data, &s) == nil:
		return Text(s), nil
	case json.Unmarshal(data, &items) == nil:
		return List(items...), nil
	case json.Unmarshal(data, &object) == nil && object.Date != nil:
		return Day(*object.Date), nil
	case object.State != nil && *object.State == "withheld":
		return Withheld(), nil
	case object.State != nil && *object.State == "absent":
		return Value{}, nil
	}
	n, err := Number(string(data))
	if err != nil {
		return Value{}, errValue
	}
	return n, nil
}
