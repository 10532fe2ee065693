// Package walk goes through JSON that is known to be valid, such as the parts of
// an answer that encoding/json has accepted, and copies nothing. Finding the few
// values that matter where they stand takes a fraction of the time of decoding
// all of them.
//
// JSON that is not valid is never a reason to panic or to read on for ever; what
// is found in it is of no meaning.
package walk

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/bits"
	"unicode/utf8"
)

// Members goes through the members of an object, one after another:
//
//	for m := walk.Object(raw); m.Next(); {
//		... m.Key(), m.Value()
//	}
//
// Keys and values are good as long as the JSON stays as it is.
type Members struct {
	data       []byte
	at         int // behind the last value
	key, value []byte
}

// Object returns the members of the object raw. What is no object has none.
func Object(raw []byte) Members {
	i := Blanks(raw, 0)
	if i >= len(raw) || raw[i] != '{' {
		return Members{}
	}
	return Members{data: raw, at: i + 1}
}

// Next goes to the next member and reports whether there is one.
func (m *Members) Next() bool {
	i := next(m.data, m.at)
	if i >= len(m.data) || m.data[i] != '"' {
		return false
	}
	end := End(m.data, i)
	m.key = m.data[i:end]
	i = Blanks(m.data, Blanks(m.data, end)+1) // over the colon
	m.at = End(m.data, i)
	m.value = m.data[min(i, m.at):m.at:m.at]
	return true
}

// Key returns the key of the member, without quotation marks and escapes.
func (m *Members) Key() []byte { return Text(m.key) }

// Value returns the JSON of the value.
func (m *Members) Value() []byte { return m.value }

// Span returns where in the object the value begins, and where it ends.
func (m *Members) Span() (start, end int) { return m.at - len(m.value), m.at }

// Get returns the value of the first member of the object raw with the key, nil
// if there is none.
func Get(raw []byte, key string) []byte {
	for m := Object(raw); m.Next(); {
		if string(m.Key()) == key {
			return m.value
		}
	}
	return nil
}

// Elements goes through the elements of an array, as Members does through those
// of an object.
type Elements struct {
	data  []byte
	at    int // behind the last value
	value []byte
}

// Array returns the elements of the array raw. What is no array has none.
func Array(raw []byte) Elements {
	i := Blanks(raw, 0)
	if i >= len(raw) || raw[i] != '[' {
		return Elements{}
	}
	return Elements{data: raw, at: i + 1}
}

// Next goes to the next element and reports whether there is one.
func (e *Elements) Next() bool {
	i := next(e.data, e.at)
	if i >= len(e.data) || e.data[i] == ']' {
		return false
	}
	end := End(e.data, i)
	if end == i {
		return false
	}
	e.value, e.at = e.data[i:end:end], end
	return true
}

// Value returns the JSON of the element.
func (e *Elements) Value() []byte { return e.value }

// Text returns the text in a JSON string, as encoding/json does. It shares memory
// with quoted if nothing is escaped.
func Text(quoted []byte) []byte {
	if len(quoted) < 2 {
		return nil
	}
	if plain := quoted[1 : len(quoted)-1]; bytes.IndexByte(plain, '\\') < 0 && utf8.Valid(plain) {
		return plain
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // "" on an error
	return []byte(s)
}

// next returns the index of what follows a comma, or the start.
func next(data []byte, i int) int {
	i = Blanks(data, i)
	if i < len(data) && data[i] == ',' {
		i = Blanks(data, i+1)
	}
	return i
}

// Blanks returns the index of the first byte from i on that is no blank.
func Blanks(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t' || data[i] == '\n' || data[i] == '\r') {
		i++
	}
	return i
}

// End returns the index behind the value that begins at i.
func End(data []byte, i int) int { return min(closed(data, i), len(data)) }

// Closed is End for a value that may go on behind data: ok says that it does not.
func Closed(data []byte, i int) (end int, ok bool) {
	end = closed(data, i)
	return min(end, len(data)), end <= len(data)
}

// closed returns an index that is too large for a value that data does not end.
func closed(data []byte, i int) int {
	if i >= len(data) {
		return len(data) + 1
	}
	switch data[i] {
	case '"':
		return textClosed(data, i)
	case '{', '[':
		return groupClosed(data, i)
	}
	for ; i < len(data); i++ {
		switch data[i] {
		case ' ', '\t', '\n', '\r', ',', ']', '}':
			return i
		}
	}
	return len(data) + 1
}

// groupClosed is closed for an object or array.
func groupClosed(data []byte, i int) int {
	for depth := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = textClosed(data, i) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(data) + 1
}

// textClosed is closed for a string. It looks at eight bytes at a time: most of an
// answer is strings.
func textClosed(data []byte, i int) int {
	for i++; i < len(data); {
		if i+8 <= len(data) {
			word := binary.LittleEndian.Uint64(data[i:])
			found := lowest(word^quotes) | lowest(word^backslashes)
			if found == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(found) / 8
		}
		switch data[i] {
		case '"':
			return i + 1
		case '\\':
			i++ // over what it escapes
		}
		i++
	}
	return len(data) + 1
}

const (
	ones        = 0x0101010101010101
	quotes      = '"' * ones
	backslashes = '\\' * ones
)

// lowest has its lowest bit in that byte which is the first of word that is 0, and
// is 0 if none is.
func lowest(word uint64) uint64 { return (word - ones) &^ word & (0x80 * ones) }
