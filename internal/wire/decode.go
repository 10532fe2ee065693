package wire

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Decode reads a small answer, such as a token or an error, into the struct that v
// points to: one JSON value to the end of the body, which is not null and in which no
// object has a key twice. The fields of the struct are Cells with json tags, which
// take any value, so that one that is not as documented hides no other; what is inside
// an object is read with Cell.At. Keys are those of the tags to the letter, unless the
// tag has ",case:ignore". The errors are those of Answer.Read.
func Decode(body io.Reader, v any) error {
	var s source
	s.reset(body, MaxItem)
	err := s.begin()
	if err == nil {
		err = decode(&s, v)
	}
	if err != nil {
		return fault(err, &s)
	}
	return nil
}

func decode(s *source, v any) error {
	if word, _ := s.start.Peek(4); string(word) == "null" {
		return errNull
	}
	d := jsontext.NewDecoder(s.start, jsontext.AllowInvalidUTF8(true))
	err := json.UnmarshalDecode(d, v)
	if e, ok := errors.AsType[*json.SemanticError](err); ok && s.failed == nil {
		return fmt.Errorf("a value of another type than documented at offset %d", e.ByteOffset+1)
	}
	if err != nil {
		return err
	}
	return ended(d)
}
