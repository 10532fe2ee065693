package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/walk"
)

// What Each finds in place of the array that it was to read.
var (
	ErrNoArray   = errors.New("an answer without its list")
	ErrLargeItem = errors.New("an item larger than allowed")

	errNoObject = errors.New("an answer that is no JSON object")
)

const (
	chunk   = 64 << 10 // bytes to read at a time
	emptied = `{"":[]` // an object whose array has been read
)

// Each reads a body, which must be a JSON object, while it arrives, and hands each
// item of the array under key to take, for lists too large to be held. An item is
// valid JSON and good until take returns; limit bounds its bytes, roughly, and those
// of what is between two items. A second array under the key is an error, as it is
// for Parts.
func (r *Response) Each(key string, limit int, take func(item []byte) error) error {
	m := &meter{r: r.Body, limit: limit}
	body, err := begun(m)
	if err != nil {
		return err
	}
	l := lister{key: key, take: take, meter: m, body: body}
	err = one(body, l.read)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		e.Offset += int64(l.base)
	}
	return describe(err)
}

// A lister is one Each.
type lister struct {
	key    string
	take   func([]byte) error
	meter  *meter
	body   io.Reader
	base   int // the offset in the body of what the decoder reads
	listed bool
}

// read reads the object and returns the decoder that is behind it.
func (l *lister) read(d *json.Decoder) (*json.Decoder, error) {
	if open, err := d.Token(); err != nil {
		return d, err
	} else if open != json.Delim('{') {
		return d, errNoObject
	}
	for d.More() {
		name, err := d.Token()
		switch {
		case err != nil:
		case name == l.key:
			d, err = l.array(d)
		default:
			var other json.RawMessage
			err = d.Decode(&other)
		}
		if err != nil {
			return d, err
		}
	}
	if _, err := d.Token(); err != nil {
		return d, err
	}
	if !l.listed {
		return d, ErrNoArray
	}
	return d, nil
}

// array reads the array that is next, and returns a decoder for what is behind it.
func (l *lister) array(d *json.Decoder) (*json.Decoder, error) {
	if open, err := d.Token(); err != nil {
		return d, err
	} else if open != json.Delim('[') {
		return d, ErrNoArray
	}
	if l.listed {
		return d, twice(l.key)
	}
	l.listed = true
	a := array{meter: l.meter, r: io.MultiReader(d.Buffered(), l.body), offset: l.base + int(d.InputOffset())}
	if err := a.each(l.take); err != nil {
		return d, describe(err)
	}
	// A decoder cannot be told that the array is read: the next one sees an empty
	// array in its place.
	l.base = a.offset + a.at - len(emptied)
	l.body = io.MultiReader(bytes.NewReader(a.buf[a.at:]), a.r)
	d = json.NewDecoder(io.MultiReader(strings.NewReader(emptied), l.body))
	for range 4 { // {, the key, [ and ]
		if _, err := d.Token(); err != nil {
			return d, err
		}
	}
	return d, nil
}

// An array is read item by item.
type array struct {
	meter  *meter
	r      io.Reader
	buf    []byte // what was read of r
	at     int    // where in buf the rest begins
	offset int    // of buf in the body
	ended  error  // why r has no more; nil: it may have
}

// each hands the items to take, until the array is closed.
func (a *array) each(take func([]byte) error) error {
	for n := 0; ; n++ {
		first, err := a.next()
		if err != nil {
			return err
		}
		if first == ']' {
			a.at++
			return nil
		}
		if n > 0 {
			a.at++
			if first != ',' {
				return &json.SyntaxError{Offset: int64(a.offset + a.at)}
			}
			if _, err := a.next(); err != nil {
				return err
			}
		}
		item, err := a.item()
		if err != nil {
			return err
		}
		a.meter.read = 0
		if err := take(item); err != nil {
			return err
		}
	}
}

// next returns the next byte that is no blank.
func (a *array) next() (byte, error) {
	for {
		if a.at = walk.Blanks(a.buf, a.at); a.at < len(a.buf) {
			return a.buf[a.at], nil
		}
		if err := a.more(); err != nil {
			return 0, err
		}
	}
}

// item returns the next item.
func (a *array) item() ([]byte, error) {
	for seen := 0; ; {
		// One that is large is looked through anew when there is half as much more of
		// it, not for each packet of it.
		if have := len(a.buf) - a.at; have < chunk || have > seen+seen/2 || a.ended != nil {
			seen = have
			end, ok := walk.Closed(a.buf, a.at)
			if item := a.buf[a.at:end]; ok {
				a.at = end
				if !json.Valid(item) {
					return nil, a.fault(item)
				}
				return item, nil
			}
		}
		if err := a.more(); err != nil {
			// What goes on like this may be wrong already.
			rest := a.buf[a.at:]
			a.at = len(a.buf)
			if fault := a.fault(rest); isSyntax(fault) && !json.Valid(rest) {
				return nil, fault
			}
			return nil, err
		}
	}
}

// more reads on, in the place of what is done with. What came with an error is
// there before it.
func (a *array) more() error {
	if a.ended != nil {
		return a.ended
	}
	if a.at > 0 {
		a.offset += a.at
		a.buf, a.at = a.buf[:copy(a.buf, a.buf[a.at:])], 0
	}
	a.buf = slices.Grow(a.buf, max(chunk-len(a.buf), chunk/8))
	n, err := a.r.Read(a.buf[len(a.buf):cap(a.buf)])
	a.buf = a.buf[:len(a.buf)+n]
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // the array has begun
	}
	a.ended = err
	return nil
}

// fault is why the JSON before the present place is no value.
func (a *array) fault(data []byte) error {
	start := a.offset + a.at - len(data)
	var item json.RawMessage
	err := json.NewDecoder(bytes.NewReader(data)).Decode(&item)
	switch e, ok := errors.AsType[*json.SyntaxError](err); {
	case ok:
		return &json.SyntaxError{Offset: int64(start) + e.Offset}
	case err == io.ErrUnexpectedEOF:
		return err
	}
	// There is nothing, or something behind a value.
	return &json.SyntaxError{Offset: int64(start + len(item) + 1)}
}

// A meter ends an answer with an item too large to be held in memory.
type meter struct {
	r           io.Reader
	read, limit int
}

func (m *meter) Read(p []byte) (int, error) {
	if m.read > m.limit {
		return 0, ErrLargeItem
	}
	n, err := m.r.Read(p)
	m.read += n
	return n, err
}
