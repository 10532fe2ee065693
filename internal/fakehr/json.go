package fakehr

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Stream writes JSON as it goes, so that an answer about 100,000 employees
// needs no more memory than one about ten. After a write failed, it does nothing.
type Stream struct {
	*bufio.Writer
}

// NewStream begins an answer; Flush ends it.
func NewStream(w http.ResponseWriter) Stream {
	w.Header().Set("Content-Type", "application/json")
	return Stream{bufio.NewWriterSize(w, 32<<10)}
}

// Raw writes what is JSON already.
func (s Stream) Raw(json string) { s.WriteString(json) }

// Text writes a text.
func (s Stream) Text(value string) { s.Write(AppendText(s.AvailableBuffer(), value)) }

// Number writes a number.
func (s Stream) Number(value int) { s.Write(strconv.AppendInt(s.AvailableBuffer(), int64(value), 10)) }

// Value writes any value; one that has no JSON is null.
func (s Stream) Value(value any) { s.Write(AppendValue(s.AvailableBuffer(), value)) }

// OrNull writes a text, or null for none.
func (s Stream) OrNull(value string) { s.Value(OrNil(value)) }

// ID writes an id.
func (s Stream) ID(id string) { s.Value(ID(id)) }

// ID is an id as a value: a number if it is one, and nil for none.
func ID(id string) any {
	if IsNumber(id) {
		return json.RawMessage(id)
	}
	return OrNil(id)
}

// Separate writes the comma before every item but the first.
func (s Stream) Separate(index int) {
	if index > 0 {
		s.WriteByte(',')
	}
}

// Broken reports whether the client does not read any more.
func (s Stream) Broken() bool {
	_, err := s.Write(nil)
	return err != nil
}

// WriteJSON answers with a value.
func WriteJSON(w http.ResponseWriter, status int, contentType string, value any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	w.Write(AppendValue(nil, value))
}

// An Object is a JSON object whose keys have an order: keys and values in turn.
type Object []any

// Value is what a key has, nil if it is not there.
func (o Object) Value(key string) any {
	for i := 0; i < len(o); i += 2 {
		if o[i] == key {
			return o[i+1]
		}
	}
	return nil
}

// MarshalJSON writes the object.
func (o Object) MarshalJSON() ([]byte, error) { return o.append(nil), nil }

func (o Object) append(b []byte) []byte {
	b = append(b, '{')
	for i := 0; i < len(o); i += 2 {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(AppendValue(b, o[i]), ':')
		b = AppendValue(b, o[i+1])
	}
	return append(b, '}')
}

// AppendValue appends any value; one that has no JSON is null.
func AppendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return AppendText(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case json.RawMessage:
		return append(b, v...)
	case Object:
		return v.append(b)
	case []Object:
		b = append(b, '[')
		for i, o := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = o.append(b)
		}
		return append(b, ']')
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, encoded...)
}

// Quote is a text as JSON.
func Quote(text string) string { return string(AppendText(nil, text)) }

// AppendText appends a text as JSON. What is not UTF-8 becomes U+FFFD.
func AppendText(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	if !utf8.ValidString(text) {
		text = string([]rune(text)) // each wrong byte is replaced
	}
	b = append(b, '"')
	start := 0
	for i := range len(text) {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, text[start:i]...)
		if c < ' ' {
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		} else {
			b = append(b, '\\', c)
		}
		start = i + 1
	}
	return append(append(b, text[start:]...), '"')
}

// OrNil is a text, or nil for none.
func OrNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// Text is a value as it is written inside a text; nil is none.
func Text(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case []string:
		return strings.Join(v, ",")
	}
	return fmt.Sprint(value)
}
