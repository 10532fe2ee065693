package rest

// This file is the reading of JSON before internal/wire. The providers use it until
// they read by wire; nothing else of this package depends on it but for describe.

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

// Fetch returns the one JSON value that answers r, or the zero value and the
// error of Do.
func Fetch[T any](ctx context.Context, c *Client, r Request) (T, error) {
	var value T
	err := c.Do(ctx, r, func(res *Response) error {
		var v T // not the value of an attempt that broke off
		if err := res.JSON(&v); err != nil {
			return err
		}
		value = v
		return nil
	})
	return value, err
}

// JSON decodes the body, which must be one JSON value and not null, into v. A byte
// order mark before the value is skipped.
func (r *Response) JSON(v any) error { return describe(r.Parts(v)) }

// begun returns the body, which begins like JSON.
func begun(r io.Reader) (*bufio.Reader, error) {
	body := bufio.NewReaderSize(r, 512)
	return body, checkStart(body)
}

// decode decodes one JSON value into v.
func decode(body io.Reader, v any) error {
	return one(body, func(d *json.Decoder) (*json.Decoder, error) { return d, d.Decode(v) })
}

// one reads a body that has one JSON value. Read returns the decoder that it ended
// with.
func one(body io.Reader, read func(*json.Decoder) (*json.Decoder, error)) error {
	d, err := read(json.NewDecoder(body))
	if err == io.EOF || isSyntax(err) && err.Error() == "unexpected end of JSON input" { // Go 1.26, 1.27
		return io.ErrUnexpectedEOF // the value had begun
	} else if err != nil {
		return err
	}
	switch _, err := d.Token(); {
	case err == io.EOF:
		return nil
	case isSyntax(err), err == nil:
		return errors.New("data after the end of the JSON value")
	default:
		return err
	}
}

// checkStart names what is not JSON by its first bytes and leaves b at the
// value.
func checkStart(b *bufio.Reader) error {
	if mark, _ := b.Peek(3); string(mark) == "\xef\xbb\xbf" {
		b.Discard(3)
	}
	for {
		first, err := b.ReadByte()
		if err == io.EOF {
			return errors.New("got an empty answer instead of JSON")
		}
		if err != nil {
			return err
		}
		switch first {
		case ' ', '\t', '\r', '\n':
			continue
		}
		b.UnreadByte()
		switch first {
		case 'n':
			if word, _ := b.Peek(4); string(word) == "null" {
				return errors.New("got null instead of an answer")
			}
		case '<':
			start, _ := b.Peek(b.Size())
			return markup(bytes.ToLower(start))
		}
		return nil
	}
}

func markup(start []byte) error {
	if bytes.Contains(start, []byte("<!doctype html")) || bytes.Contains(start, []byte("<html")) {
		return errors.New("got HTML instead of JSON; is this the address of the API?")
	}
	return errors.New("got XML instead of JSON; does the endpoint heed the Accept header?")
}

func isSyntax(err error) bool {
	_, ok := errors.AsType[*json.SyntaxError](err)
	return ok
}

// describe replaces the errors of encoding/json, which quote values, by the
// place and the expectation. It returns other errors as they are.
func describe(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		names := strings.Split(e.Field, ".")
		names = slices.DeleteFunc(names, func(name string) bool { // Go 1.27 counts items
			_, err := strconv.Atoi(name)
			return err == nil
		})
		field := cmp.Or(strings.Join(names, "."), "(root)")
		return fmt.Errorf("field %s at offset %d has the wrong type", field, e.Offset)
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not valid JSON at offset %d", e.Offset)
	}
	return err
}

// A Part is an array or an object inside an answer, which may be most of it. Path
// are the keys that lead there, in any case, as encoding/json reads them. What goes
// to Item or Member is valid JSON, and good until decode returns.
type Part struct {
	Path   []string
	Item   func(item []byte) error       // gets each element of an array
	Member func(key, value []byte) error // gets each member of an object
}

// Parts is JSON, but that v finds the parts empty: what is in them goes to their
// functions as it stands, part by part. A part that is not there, or of another
// type, is left to v. The error is that of encoding/json, which may quote a value,
// or that of a function with the number of its item, which goes before a value of v
// that has a wrong type. A key of a path that is there twice is an error: nobody
// could say which of two lists is the company.
func (r *Response) Parts(v any, parts ...Part) error {
	body, err := r.whole()
	if err != nil {
		return err
	}
	if !json.Valid(body) {
		return decode(bytes.NewReader(body), v) // says why
	}
	spans := make([]span, 0, len(parts))
	for _, p := range parts {
		at, ok, err := find(body, p)
		if err != nil {
			return err
		}
		if ok {
			spans = append(spans, at)
		}
	}
	if err = json.Unmarshal(r.scratch.without(body, spans), v); err != nil {
		err = decode(bytes.NewReader(body), v) // says where in the whole
	}
	for _, at := range spans {
		if err := at.each(body); err != nil {
			return err
		}
	}
	return err
}

// Records reads what is in this answer. It serves decode alone.
func (r *Response) Records() *record.Reader {
	r.equip()
	return &r.scratch.records
}

// A scratch is memory for answers, one after another.
type scratch struct {
	body, envelope bytes.Buffer
	records        record.Reader
}

// maxScratch bounds what is kept for the next answer.
const maxScratch = 8 << 20

func (c *Client) lend() *scratch {
	if s, ok := c.scratches.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}

func (c *Client) takeBack(s *scratch) {
	if s.body.Cap()+s.envelope.Cap() <= maxScratch {
		c.scratches.Put(s)
	}
}

func (r *Response) equip() {
	if r.scratch == nil {
		r.scratch = new(scratch)
	}
}

// whole reads the body, which begins like JSON.
func (r *Response) whole() ([]byte, error) {
	r.equip()
	body, err := begun(r.Body)
	if err != nil {
		return nil, err
	}
	r.scratch.body.Reset()
	_, err = r.scratch.body.ReadFrom(body)
	return r.scratch.body.Bytes(), err
}

// A span is where a part is in a body.
type span struct {
	Part
	start, end int
}

// find follows the path of a part.
func find(body []byte, p Part) (at span, ok bool, err error) {
	at = span{p, walk.Blanks(body, 0), len(body)}
	for _, key := range p.Path {
		outer, found := at, false
		for m := walk.Object(body[outer.start:outer.end]); m.Next(); {
			if !strings.EqualFold(string(m.Key()), key) {
				continue
			}
			if found {
				return span{}, false, twice(key)
			}
			start, end := m.Span()
			at.start, at.end, found = outer.start+start, outer.start+end, true
		}
		if !found {
			return span{}, false, nil
		}
	}
	return at, body[at.start] == '[' && p.Item != nil || body[at.start] == '{' && p.Member != nil, nil
}

// twice is the error of an answer that has a key twice.
func twice(key string) error { return fmt.Errorf("an answer that has the key %s twice", key) }

// without returns the body with its parts empty.
func (s *scratch) without(body []byte, spans []span) []byte {
	if len(spans) == 0 {
		return body
	}
	spans = slices.SortedFunc(slices.Values(spans), func(a, b span) int { return a.start - b.start })
	s.envelope.Reset()
	from := 0
	for _, at := range spans {
		s.envelope.Write(body[from : at.start+1]) // with what opens it
		from = at.end - 1                         // and what closes it
	}
	s.envelope.Write(body[from:])
	return s.envelope.Bytes()
}

func (at span) each(body []byte) error {
	raw, n := body[at.start:at.end], 0
	said := func(err error) error {
		return fmt.Errorf("item %d of %s: %w", n, strings.Join(at.Path, "."), describe(err))
	}
	for m := walk.Object(raw); m.Next(); {
		n++
		if err := at.Member(m.Key(), m.Value()); err != nil {
			return said(err)
		}
	}
	for e := walk.Array(raw); e.Next(); {
		n++
		if err := at.Item(e.Value()); err != nil {
			return said(err)
		}
	}
	return nil
}

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
