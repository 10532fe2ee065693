package document

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A reader reads one document, known to be JSON, in one pass.
type reader struct {
	data   []byte
	pos    int // of the next byte to read
	faults []Fault
	values int // read so far
	within Bounds
	ended  bool // reading on is of no use: bounds or faults are exceeded
	types  map[reflect.Type][]field
}

func (r *reader) fault(path, format string, args ...any) {
	switch n := len(r.faults); {
	case n < maxFaults:
		r.faults = append(r.faults, Fault{path, fmt.Sprintf(format, args...)})
	case n == maxFaults:
		r.ended = true
		r.faults = append(r.faults, Fault{Message: fmt.Sprintf("more than %d faults: the others are not listed", maxFaults)})
	}
}

// value reads the next value into v.
func (r *reader) value(v reflect.Value, path string) {
	if r.values++; r.values > r.within.Values {
		r.fault(path, "more than %d values in the document", r.within.Values)
		r.ended = true
		r.skip(path)
		return
	}
	if v.CanAddr() {
		switch u := v.Addr().Interface().(type) {
		case json.Unmarshaler:
			raw := r.skip(path)
			if err := u.UnmarshalJSON(raw); err != nil {
				r.fault(path, "%v", err)
			}
			return
		case encoding.TextUnmarshaler:
			if s, ok := r.text(path); ok {
				if err := u.UnmarshalText([]byte(s)); err != nil {
					r.fault(path, "%v", err)
				}
			}
			return
		}
	}
	if r.next() == 'n' {
		r.fault(path, "%s", NullSaysNothing)
		r.skip(path)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		inner := reflect.New(v.Type().Elem())
		r.value(inner.Elem(), path)
		v.Set(inner)
	case reflect.Struct:
		r.structure(v, path)
	case reflect.Map:
		r.table(v, path)
	case reflect.Slice:
		r.list(v, path)
	case reflect.String:
		if s, ok := r.text(path); ok {
			v.SetString(s)
		}
	default:
		r.scalar(v, path)
	}
}

// structure reads an object into a struct.
func (r *reader) structure(v reflect.Value, path string) {
	fields := r.fieldsOf(v.Type())
	r.object(path, func(key, path string) {
		i := slices.IndexFunc(fields, func(f field) bool { return f.key == key })
		if i >= 0 {
			r.value(v.FieldByIndex(fields[i].index), path)
			return
		}
		keys := make([]string, len(fields))
		for i, f := range fields {
			keys[i] = f.key
		}
		r.fault(path, NoSuchKey+"%s", suggest(Nearest(key, keys)))
		r.skip(path)
	})
}

// table reads an object into a map with text keys.
func (r *reader) table(v reflect.Value, path string) {
	t := v.Type()
	if t.Key().Kind() != reflect.String {
		r.scalar(v, path)
		return
	}
	m := reflect.MakeMap(t)
	if !r.object(path, func(key, path string) {
		value := reflect.New(t.Elem()).Elem()
		r.value(value, path)
		m.SetMapIndex(reflect.ValueOf(key).Convert(t.Key()), value)
	}) {
		return
	}
	v.Set(m)
}

// object reads an object and calls member for each of its keys, which reads the
// value. It reports whether there was an object.
func (r *reader) object(path string, member func(key, path string)) bool {
	if r.next() != '{' {
		r.mismatch(path, "an object")
		return false
	}
	seen := make(map[string]bool)
	for r.pos++; r.next() != '}'; r.comma() {
		key, _ := r.unquote(path)
		inner := Join(path, key)
		r.next()
		r.pos++ // the colon
		if seen[key] {
			r.fault(inner, "given twice")
			r.skip(inner)
			continue
		}
		seen[key] = true
		if member(key, inner); r.ended {
			r.leave()
		}
	}
	r.pos++
	return true
}

// list reads an array into a slice, which is not nil then.
func (r *reader) list(v reflect.Value, path string) {
	if r.next() != '[' {
		r.mismatch(path, "a list")
		return
	}
	items := reflect.New(v.Type()).Elem()
	items.Set(reflect.MakeSlice(v.Type(), 0, 0))
	r.array(path, func(itemPath string) {
		n := items.Len()
		if n == r.within.Items {
			r.fault(path, "more than %d items", r.within.Items)
			r.leave()
			return
		}
		items.Grow(1)
		items.SetLen(n + 1)
		r.value(items.Index(n), itemPath)
	})
	v.Set(items)
}

func (r *reader) array(path string, item func(path string)) {
	r.pos++
	for i := 0; r.next() != ']'; i++ {
		if item(path + "[" + strconv.Itoa(i) + "]"); r.ended {
			r.leave()
		}
		r.comma()
	}
	r.pos++
}

// leave moves to the bracket that closes the object or the list being read.
func (r *reader) leave() {
	for depth := 0; ; {
		switch r.next() {
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return
			}
			depth--
		case '"':
			r.raw()
			continue
		}
		r.pos++
	}
}

func (r *reader) comma() {
	if r.next() == ',' {
		r.pos++
	}
}

// text reads a string.
func (r *reader) text(path string) (string, bool) {
	if r.next() != '"' {
		r.mismatch(path, "text")
		return "", false
	}
	return r.unquote(path)
}

// unquote reads a string that is there. ok is false if it is not text.
func (r *reader) unquote(path string) (s string, ok bool) {
	r.next()
	raw := r.raw()
	if json.Unmarshal(raw, &s) != nil || !r.within.Replaced && strings.ContainsRune(s, utf8.RuneError) {
		r.fault(path, "broken text: it holds U+FFFD or half of a surrogate pair")
		return s, false
	}
	return s, true
}

// scalar reads a boolean, a number or whatever else Go reads from JSON.
func (r *reader) scalar(v reflect.Value, path string) {
	first := r.next()
	raw := r.skip(path)
	into := reflect.New(v.Type())
	if err := json.Unmarshal(raw, into.Interface()); err == nil {
		v.Set(into.Elem())
		return
	}
	want := "of another type"
	switch {
	case v.Kind() == reflect.Bool:
		want = "true or false"
	case v.CanInt() && (first == '-' || first >= '0' && first <= '9'):
		want = fmt.Sprintf("a whole number of at most %d bits", v.Type().Bits())
	case v.CanUint():
		want = "a whole number, 0 or more"
	case v.CanInt():
		want = "a whole number"
	case v.CanFloat():
		want = "a number"
	}
	r.fault(path, "%s belongs here, not %s", want, describe(first))
}

// mismatch skips the next value, which should have been another.
func (r *reader) mismatch(path, want string) {
	r.fault(path, "%s belongs here, not %s", want, describe(r.next()))
	r.skip(path)
}

func describe(first byte) string {
	switch first {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// skip reads the next value without using it and returns its bytes. Its keys
// are still checked for doubles.
func (r *reader) skip(path string) []byte {
	start := r.pos
	switch r.next() {
	case '{':
		r.object(path, func(_, path string) { r.skip(path) })
	case '[':
		r.array(path, func(path string) { r.skip(path) })
	default:
		r.raw()
	}
	return bytes.TrimLeft(r.data[start:r.pos], " \t\r\n")
}

// raw returns the bytes of the string or word at the current position.
func (r *reader) raw() []byte {
	start := r.pos
	if r.data[start] != '"' {
		for r.pos < len(r.data) && !strings.ContainsRune(",]} \t\r\n", rune(r.data[r.pos])) {
			r.pos++
		}
		return r.data[start:r.pos]
	}
	for r.pos++; r.data[r.pos] != '"'; r.pos++ {
		if r.data[r.pos] == '\\' {
			r.pos++
		}
	}
	r.pos++
	return r.data[start:r.pos]
}

// next moves to the next byte that is not blank and returns it, 0 at the end.
func (r *reader) next() byte {
	for ; r.pos < len(r.data); r.pos++ {
		if c := r.data[r.pos]; c > ' ' {
			return c
		}
	}
	return 0
}

func suggest(near string) string {
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", near)
}

// A field is a struct field and its key in JSON.
type field struct {
	key   string
	index []int
}

// fieldsOf returns the keys of a struct type, those of embedded structs
// included.
func (r *reader) fieldsOf(t reflect.Type) []field {
	if fields, known := r.types[t]; known {
		return fields
	}
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		embedded := f.Anonymous && key == "" && f.Type.Kind() == reflect.Struct
		if !f.IsExported() || embedded || f.Tag.Get("json") == "-" {
			continue
		}
		if key == "" {
			key = f.Name
		}
		fields = append(fields, field{key, f.Index})
	}
	if r.types == nil {
		r.types = make(map[reflect.Type][]field)
	}
	r.types[t] = fields
	return fields
}
