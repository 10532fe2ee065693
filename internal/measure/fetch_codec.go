package main

import (
	stdjson "encoding/json"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A codec is how a yardstick decodes JSON: with one of the two packages that the
// standard library has for it, both as they are by default.
type codec struct {
	// decode decodes a whole answer.
	decode func(r io.Reader, v any) error
	// each decodes the items of the one list in an answer, {"name":[...]}, one at
	// a time.
	each func(r io.Reader, item func(decode func(v any) error) error) error
}

// withV2 is encoding/json/v2, under Go 1.26 by its mirror.
func withV2() codec {
	return codec{
		decode: func(r io.Reader, v any) error { return json.UnmarshalRead(r, v) },
		each: func(r io.Reader, item func(func(any) error) error) error {
			d := jsontext.NewDecoder(r)
			for range 3 { // {"name":[
				if _, err := d.ReadToken(); err != nil {
					return err
				}
			}
			for d.PeekKind() != jsontext.KindEndArray {
				if err := item(func(v any) error { return json.UnmarshalDecode(d, v) }); err != nil {
					return err
				}
			}
			for range 2 { // ]}
				if _, err := d.ReadToken(); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// withV1 is encoding/json, which runs on its second version from Go 1.27 on.
func withV1() codec {
	return codec{
		decode: func(r io.Reader, v any) error { return stdjson.NewDecoder(r).Decode(v) },
		each: func(r io.Reader, item func(func(any) error) error) error {
			d := stdjson.NewDecoder(r)
			for range 3 {
				if _, err := d.Token(); err != nil {
					return err
				}
			}
			for d.More() {
				if err := item(d.Decode); err != nil {
					return err
				}
			}
			for range 2 {
				if _, err := d.Token(); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
