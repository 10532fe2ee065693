package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

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
