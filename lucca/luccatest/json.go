package luccatest

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strconv"
)

// A stream writes JSON as it goes, so that a list of 100,000 people needs no
// more memory than one of ten. After a write failed, it does nothing.
type stream struct {
	*bufio.Writer
}

func newStream(w http.ResponseWriter, contentType string) stream {
	w.Header().Set("Content-Type", contentType)
	return stream{bufio.NewWriter(w)}
}

func (s stream) raw(json string)   { s.WriteString(json) }
func (s stream) text(value string) { s.Write(appendString(s.AvailableBuffer(), value)) }
func (s stream) number(value int)  { s.Write(strconv.AppendInt(s.AvailableBuffer(), int64(value), 10)) }

// orNull writes a text, null if it is blank.
func (s stream) orNull(value string) {
	if value == "" {
		s.raw("null")
		return
	}
	s.text(value)
}

// id writes the id of a legacy record: a number if it is one.
func (s stream) id(id string) {
	if isNumber(id) {
		s.raw(id)
		return
	}
	s.orNull(id)
}

// day writes a date of v3, which has a time and no zone.
func (s stream) day(day string) {
	if len(day) == len("2006-01-02") {
		day += "T00:00:00"
	}
	s.orNull(day)
}

// any writes any value; one that is no JSON is null.
func (s stream) any(value any) {
	b, err := json.Marshal(value)
	if err != nil {
		b = []byte("null")
	}
	s.Write(b)
}

// separate writes the comma before every item but the first.
func (s stream) separate(index int) {
	if index > 0 {
		s.WriteByte(',')
	}
}

// broken reports whether nobody reads any more.
func (s stream) broken() bool {
	_, err := s.Write(nil)
	return err != nil
}

func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(s) // a string can always be encoded
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
