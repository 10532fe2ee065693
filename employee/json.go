package employee

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MarshalJSON writes known fields, empty ones as null, and the names of withheld
// ones in the list "withheld".
func (e Employee) MarshalJSON() ([]byte, error) {
	w := newObjectWriter()
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
			w.member(key, d) // the kind of a standard field needs no telling
			continue
		}
		if s, ok := v.Text(); ok {
			w.member(key, s)
			continue
		}
		w.member(key, v)
	}
	w.enter(&group, "")
	for _, key := range slices.Sorted(maps.Keys(e.Custom)) {
		switch v := e.Custom[key]; v.State() {
		case StateWithheld:
			hidden = append(hidden, CustomField(key))
		case StateKnown, StateEmpty:
			w.enter(&group, "custom")
			w.member(key, v)
		}
	}
	w.enter(&group, "")
	if !e.UpdatedAt.IsZero() {
		w.member("updated_at", e.UpdatedAt)
	}
	if len(hidden) > 0 {
		slices.Sort(hidden)
		w.member("withheld", hidden)
	}
	if len(e.Problems) > 0 {
		w.member("problems", e.Problems)
	}
	w.WriteByte('}')
	return w.Bytes(), w.err
}

// An objectWriter writes the members of an object, and of objects within it.
type objectWriter struct {
	bytes.Buffer
	values *json.Encoder
	err    error
}

func newObjectWriter() *objectWriter {
	w := new(objectWriter)
	w.values = json.NewEncoder(&w.Buffer)
	w.values.SetEscapeHTML(false)
	w.WriteByte('{')
	return w
}

func (w *objectWriter) key(key string) {
	if last := w.Bytes()[w.Len()-1]; last != '{' {
		w.WriteByte(',')
	}
	w.value(key)
	w.WriteByte(':')
}

func (w *objectWriter) member(key string, v any) {
	w.key(key)
	w.value(v)
}

func (w *objectWriter) value(v any) {
	if s, ok := v.(string); ok && plain(s) {
		w.WriteByte('"')
		w.WriteString(s)
		w.WriteByte('"')
		return
	}
	if err := w.values.Encode(v); err != nil {
		w.err = errors.Join(w.err, err)
		return
	}
	w.Truncate(w.Len() - 1) // the line's end
}

// plain reports whether a text needs no escape, as nearly none does.
func plain(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// enter leaves the inner object *group, if any, and opens the one named next.
func (w *objectWriter) enter(group *string, next string) {
	if *group == next {
		return
	}
	if *group != "" {
		w.WriteByte('}')
	}
	if next != "" {
		w.key(next)
		w.WriteByte('{')
	}
	*group = next
}

// UnmarshalJSON refuses unknown keys and keys that occur twice.
func (e *Employee) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil // as encoding/json has it
	}
	var read Employee
	if err := newTokens(bytes.NewReader(data)).object(read.unmarshal); err != nil {
		return fmt.Errorf("employee: %w", err)
	}
	*e = read
	return nil
}

// unmarshal reads the value of one key.
func (e *Employee) unmarshal(t *tokens, key string) error {
	switch key {
	case "address", "manager", "custom":
		err := t.object(func(t *tokens, k string) error { return e.unmarshalField(t, Field(key+"."+k)) })
		if errors.Is(err, errObject) {
			return within(key, err)
		}
		return err
	case "updated_at":
		return within(key, t.time(&e.UpdatedAt))
	case "problems":
		return within(key, t.array(func(t *tokens, first json.Token) error {
			var p Problem
			err := t.members(first, p.unmarshal)
			e.Problems = append(e.Problems, p)
			return err
		}))
	case "withheld":
		return t.array(func(_ *tokens, first json.Token) error {
			f, ok := first.(string)
			if !ok {
				return within(key, errType)
			}
			return e.setOnce(Field(f), Withheld())
		})
	}
	return e.unmarshalField(t, Field(key))
}

func (e *Employee) unmarshalField(t *tokens, f Field) error {
	v, err := t.value()
	if err != nil {
		return within(string(f), err)
	}
	return e.setOnce(f, v)
}

// setOnce is Set for a field that has no state yet; its error names the field.
func (e *Employee) setOnce(f Field, v Value) error {
	if e.Value(f).State() != StateAbsent {
		return fmt.Errorf("%q %w", string(f), errTwice)
	}
	err := e.Set(f, v)
	if errors.Is(err, errField) {
		return err // which names the field
	}
	return within(string(f), err)
}

func (p *Problem) unmarshal(t *tokens, key string) error {
	switch key {
	case "employee_id":
		return within(key, t.text(&p.EmployeeID))
	case "field":
		return within(key, t.text((*string)(&p.Field)))
	case "reason":
		return within(key, t.text(&p.Reason))
	}
	return fmt.Errorf("%q: %w", key, errKey)
}

// MarshalJSON writes a text, number, bool or list as JSON has it, a date as
// {"date":"2026-01-31"}, empty as null, other states as {"state":"withheld"}.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.code {
	case empty:
		return []byte("null"), nil
	case number:
		return []byte(v.text), nil
	case no, yes:
		return []byte(v.String()), nil
	case day:
		return []byte(`{"date":"` + v.day.String() + `"}`), nil
	case absent, withheld:
		return []byte(`{"state":"` + v.State().String() + `"}`), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	var what any = v.text
	if v.code == list {
		what = v.Items()
	}
	err := enc.Encode(what)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	read, err := newTokens(bytes.NewReader(data)).value()
	if err == nil {
		*v = read
	}
	return err
}
