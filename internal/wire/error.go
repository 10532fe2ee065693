package wire

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	// ErrTooLarge is an item, or something between two items, of more than MaxItem
	// bytes.
	ErrTooLarge = errors.New("an item larger than allowed")
	// ErrNoObject is something else where an object must be: an answer, or an item.
	ErrNoObject = errors.New("no JSON object")

	errTrailing = errors.New("data after the end of the JSON value")
	errEmpty    = errors.New("got an empty answer instead of JSON")
	errNull     = errors.New("got null instead of an answer")
	errHTML     = errors.New("got HTML instead of JSON; is this the address of the API?")
	errXML      = errors.New("got XML instead of JSON; does the endpoint heed the Accept header?")
)

// A cut is an answer that ends too early.
type cut struct{}

func (cut) Error() string { return "the answer ends inside a value" }
func (cut) Unwrap() error { return io.ErrUnexpectedEOF }

// fault replaces the errors of a decoder, which quote what they read, by the place.
func fault(err error, s *source) error {
	if s.failed != nil {
		return s.failed
	}
	e, ok := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return cut{}
	case ok:
		return fmt.Errorf("not valid JSON at offset %d", e.ByteOffset+1)
	}
	return err
}
