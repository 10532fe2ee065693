package wire

import (
	"bytes"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Items returns the elements of an array, in their order. What is no array has none.
func (c Cell) Items() iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		if c.kind != KindArray {
			return
		}
		d := c.open()
		for d.PeekKind() != ']' {
			raw, err := d.ReadValue()
			if err != nil || !yield(read(raw, nil)) {
				return // the JSON of a cell has no errors
			}
		}
	}
}

// Members returns the keys and values of an object, in their order. What is no
// object has none. A key that comes again comes with a cell that is KindTwice; one
// with wrong UTF-8 does not come.
func (c Cell) Members() iter.Seq2[string, Cell] {
	return func(yield func(string, Cell) bool) {
		if c.kind != KindObject {
			return
		}
		seen := make(map[string]struct{})
		d := c.open()
		for d.PeekKind() != '}' {
			name, err := d.ReadValue()
			if err != nil {
				return
			}
			key := read(name, nil)
			raw, err := d.ReadValue()
			if err != nil {
				return
			}
			if key.kind != KindText {
				continue
			}
			cell := Cell{kind: KindTwice}
			if _, twice := seen[key.text]; !twice {
				cell = read(raw, nil)
			}
			seen[key.text] = struct{}{}
			if !yield(key.text, cell) {
				return
			}
		}
	}
}

// At returns what is at a path of keys in an object: a missing cell if it is not
// there, or if there is no object on the way. What is below a key that is there twice
// is KindTwice.
func (c Cell) At(path ...string) Cell {
	return c.at(path, func(a, b string) bool { return a == b })
}

// AtAnyCase is At for keys in any case.
func (c Cell) AtAnyCase(path ...string) Cell { return c.at(path, strings.EqualFold) }

func (c Cell) at(path []string, equal func(a, b string) bool) Cell {
	for _, key := range path {
		if c.kind == KindTwice {
			return c
		}
		var found Cell
		for name, cell := range c.Members() {
			switch {
			case !equal(name, key):
			case found.kind == KindMissing:
				found = cell
			default:
				found = Cell{kind: KindTwice}
			}
		}
		c = found
	}
	return c
}

// Parse returns the cell of a JSON value that stands by itself, as in a text that
// holds JSON. ok is false if data is not valid JSON.
func Parse(data []byte) (c Cell, ok bool) {
	value := jsontext.Value(bytes.TrimSpace(data))
	if !value.IsValid(options()...) {
		return Cell{}, false
	}
	return read(value, nil), true
}

// UnmarshalJSON takes any JSON value.
func (c *Cell) UnmarshalJSON(data []byte) error {
	*c = read(data, nil)
	return nil
}

// open returns a decoder that is inside an object or array.
func (c Cell) open() *jsontext.Decoder {
	d := jsontext.NewDecoder(bytes.NewBufferString(c.text), options()...)
	_, _ = d.ReadToken() // the JSON of a cell has no errors
	return d
}

// read returns the cell of one JSON value, which is valid and has no blanks around it.
func read(raw []byte, texts *Texts) Cell {
	switch raw[0] {
	case 'n':
		return Cell{kind: KindNull}
	case '"':
		return readText(raw, texts)
	case 't', 'f':
		return Cell{KindBool, texts.String(raw)}
	case '{':
		return Cell{KindObject, texts.String(raw)}
	case '[':
		return Cell{KindArray, texts.String(raw)}
	}
	return Cell{KindNumber, texts.String(raw)}
}

func readText(raw []byte, texts *Texts) Cell {
	if text, ok := plain(raw); ok {
		return Cell{KindText, texts.String(text)}
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		return Cell{kind: KindGarbled}
	}
	return Cell{KindText, texts.String(text)}
}
