package bamboohrtest

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// A stream writes JSON as it goes, so that a report on 100,000 people needs no
// more memory than one on ten. After a write failed, it does nothing.
type stream struct {
	*bufio.Writer
}

func newStream(w http.ResponseWriter) stream {
	w.Header().Set("Content-Type", "application/json")
	return stream{bufio.NewWriterSize(w, 32<<10)}
}

func (s stream) raw(json string)   { s.WriteString(json) }
func (s stream) text(value string) { s.Write(appendString(s.AvailableBuffer(), value)) }
func (s stream) value(value any)   { s.Write(appendValue(s.AvailableBuffer(), value)) }
func (s stream) number(value int)  { s.raw(strconv.Itoa(value)) }

// separate writes the comma before every item but the first.
func (s stream) separate(index int) {
	if index > 0 {
		s.WriteByte(',')
	}
}

// open writes what is before every entry of an object.
func (s stream) open(index int) {
	if index == 0 {
		s.WriteByte('{')
	}
	s.separate(index)
}

// broken reports whether nobody reads any more.
func (s stream) broken() bool {
	_, err := s.Write(nil)
	return err != nil
}

// pair writes a name and its text, with the comma before it if it is not the
// first of its object.
func (s stream) pair(index int, name, value string) {
	s.separate(index)
	s.text(name)
	s.WriteByte(':')
	s.text(value)
}

// appendValue writes null, booleans and text as such, numbers as text (as the
// vendor does), and anything else as encoding/json has it.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int, int64, float64, json.Number:
		return appendString(b, text(v))
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		return appendString(b, text(v))
	}
	return append(b, encoded...)
}

func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[start:i]...), `\ufffd`...)
				start = i + 1
			}
			i += size - 1
			continue
		}
		b = append(b, s[start:i]...)
		if c == '"' || c == '\\' {
			b = append(b, '\\', c)
		} else {
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		start = i + 1
	}
	return append(append(b, s[start:]...), '"')
}
