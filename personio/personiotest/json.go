package personiotest

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// A stream writes JSON as it goes. After a write failed, it does nothing.
type stream struct {
	*bufio.Writer
}

func newStream(w http.ResponseWriter) stream {
	w.Header().Set("Content-Type", "application/json")
	return stream{bufio.NewWriterSize(w, 32<<10)}
}

func (s stream) raw(json string)   { s.WriteString(json) }
func (s stream) text(value string) { s.Write(appendText(s.AvailableBuffer(), value)) }
func (s stream) number(value int)  { s.Write(strconv.AppendInt(s.AvailableBuffer(), int64(value), 10)) }

// orNull writes a text, or null for none.
func (s stream) orNull(value string) {
	if value == "" {
		s.raw("null")
		return
	}
	s.text(value)
}

// separate writes the comma before every item but the first.
func (s stream) separate(index int) {
	if index > 0 {
		s.WriteByte(',')
	}
}

// value writes anything, as encoding/json has it.
func (s stream) value(v any) {
	switch v := v.(type) {
	case nil:
		s.raw("null")
	case string:
		s.text(v)
	case json.RawMessage:
		s.Write(v)
	default:
		encoded, err := json.Marshal(v)
		if err != nil { // a function or the like, which has no JSON
			encoded = []byte("null")
		}
		s.Write(encoded)
	}
}

func quote(text string) string { return string(appendText(nil, text)) }

// appendText appends a text in quotation marks.
func appendText(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			encoded, _ := json.Marshal(text) // a text always has JSON
			return append(b, encoded...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}
