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
		if c.kind != KindArray || c.text == "[]" {
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

// EmptyArray reports whether the cell is an array without elements.
func (c Cell) EmptyArray() bool {
	return c.kind == KindArray && strings.TrimSpace(c.text[1:len(c.text)-1]) == ""
}

// Members returns the keys and values of an object, in their order. What is no
// object has none. A key that comes again comes with a cell that is KindTwice; one
// with wrong UTF-8 does not come.
func (c Cell) Members() iter.Seq2[string, Cell] {
	return func(yield func(string, Cell) bool) {
		seen := make(map[string]struct{})
		for key, raw := range c.members() {
			name := string(key)
			cell := Cell{kind: KindTwice}
			if _, twice := seen[name]; !twice {
				cell = read(raw, nil)
			}
			seen[name] = struct{}{}
			if !yield(name, cell) {
				return
			}
		}
	}
}

// members are the keys and the JSON of the values of an object. They are good until
// the next.
func (c Cell) members() iter.Seq2[[]byte, []byte] {
	return func(yield func(key, raw []byte) bool) {
		if c.kind != KindObject || c.text == "{}" {
			return
		}
		d := c.open()
		for d.PeekKind() != '}' {
			name, err := d.ReadValue()
			if err != nil {
				return // the JSON of a cell has no errors
			}
			key, ok := plain(name)
			if !ok {
				key, err = jsontext.AppendUnquote(nil, name)
			}
			raw, failed := d.ReadValue() // which moves nothing: all is in memory
			if failed != nil {
				return
			}
			if err == nil && !yield(key, raw) {
				return
			}
		}
	}
}

// At returns what is at a path of keys in an object: a missing cell if it is not
// there, or if there is no object on the way. What is below a key that is there twice
// is KindTwice.
func (c Cell) At(path ...string) Cell {
	return c.at(path, func(a []byte, b string) bool { return string(a) == b })
}

// AtAnyCase is At for keys in any case.
func (c Cell) AtAnyCase(path ...string) Cell {
	return c.at(path, func(a []byte, b string) bool { return strings.EqualFold(string(a), b) })
}

func (c Cell) at(path []string, equal func(a []byte, b string) bool) Cell {
	for _, key := range path {
		if c.kind == KindTwice {
			return c
		}
		var found Cell
		for name, raw := range c.members() {
			switch {
			case !equal(name, key):
			case found.kind == KindMissing:
				found = read(raw, nil)
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
	value := jsontext.Value(bytes.Trim(data, " \t\r\n"))
	if !value.IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) {
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
	d := new(jsontext.Decoder)
	decode(d, bytes.NewBufferString(c.text))
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
