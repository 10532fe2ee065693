package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/rosterkit/rosterkit/internal/walk"
)

// A Reader reads records into structs as encoding/json would, and in a fraction of
// the time, because it knows that they are valid: tags, names in any case, the last
// of several equal keys. Made for structs whose fields are Cells, Fillers and
// json.RawMessages, it hands everything else to encoding/json; what is embedded is a
// field like others. The zero value is ready. It is not safe for concurrent use.
type Reader struct {
	Texts  walk.Texts
	shapes map[reflect.Type]shape
}

// A Filler is a field with a form of its own. Fill gets any JSON value, which it
// must not keep.
type Filler interface{ Fill(raw []byte, r *Reader) }

// A shape has the index of each field of a struct by its key in lower case.
type shape map[string]int

var errNoObject = errors.New("a record that is no JSON object")

// Into reads a record, which must be valid JSON. Null is a record without keys, as
// for encoding/json. A value that fits no field is the error, after all others are
// read.
func Into[T any](r *Reader, raw []byte, record *T) (err error) {
	if len(raw) == 0 || raw[0] != '{' && raw[0] != 'n' {
		return errNoObject
	}
	fields := reflect.ValueOf(record).Elem()
	s := r.shape(fields.Type())
	var lower [64]byte
	for m := walk.Object(raw); m.Next(); {
		index, ok := s[string(lowerCase(lower[:0], m.Key()))]
		if !ok {
			continue
		}
		switch field := fields.Field(index).Addr().Interface().(type) {
		case *Cell:
			*field = Read(m.Value(), &r.Texts)
		case *json.RawMessage:
			*field = bytes.Clone(m.Value())
		case Filler:
			field.Fill(m.Value(), r)
		default:
			if json.Unmarshal(m.Value(), field) != nil && err == nil { // its error may quote the value
				err = fmt.Errorf("field %s has the wrong type", fields.Type().Field(index).Name)
			}
		}
	}
	return err
}

func (r *Reader) shape(t reflect.Type) shape {
	if s, ok := r.shapes[t]; ok {
		return s
	}
	s := make(shape)
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name = field.Name
		}
		if field.IsExported() {
			s[string(lowerCase(nil, []byte(name)))] = i
		}
	}
	if r.shapes == nil {
		r.shapes = make(map[reflect.Type]shape)
	}
	r.shapes[t] = s
	return s
}

// lowerCase appends a key with its ASCII letters in lower case: no key of a vendor
// has others.
func lowerCase(b, key []byte) []byte {
	for _, c := range key {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}
