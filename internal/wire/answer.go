package wire

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// An Answer says what is read of one kind of answer: its lists, and what it has
// beside them. It is built once, and then serves any number of answers at the same
// time; it must not be changed any more.
type Answer struct {
	Table
	lists []*List
	limit int
	idle  sync.Pool // of *scan
}

// NewAnswer returns an answer without lists and keys.
func NewAnswer() *Answer { return &Answer{Table: newTable(), limit: MaxItem} }

// List returns a table for the items of the array at a path; without a path, the
// answer itself is the array. If the keys of the answer are read in any case already,
// those of the items are, too.
func (a *Answer) List(path ...string) *List {
	l := a.list(path)
	a.node(path).array = l
	return l
}

// Map returns a table for the members of the object at a path, as List does for the
// items of an array. Record.Key is the key of a member. A key that comes twice is an
// error of the answer.
func (a *Answer) Map(path ...string) *List {
	l := a.list(path)
	a.node(path).object = l
	return l
}

func (a *Answer) list(path []string) *List {
	l := &List{Table: newTable(), index: len(a.lists), path: strings.Join(path, ".")}
	if l.path == "" {
		l.path = "the answer"
	}
	l.anyCase = a.anyCase
	a.lists = append(a.lists, l)
	return l
}

// Read reads a body to its end. It hands the items of each list to the function for
// it while they arrive, and returns what the answer has beside its lists. What was
// handed out counts only if Read returns nil: see the package comment for what its
// errors mean.
func (a *Answer) Read(body io.Reader, lists ...Each) (*Record, error) {
	s := a.lend()
	defer a.takeBack(s)
	for _, each := range lists {
		s.takes[each.list.index] = each.take
	}
	s.source.reset(body, a.limit)
	s.stopped = nil
	beside := newRecord(&a.Table)
	beside.lists = make([]bool, len(a.lists))
	err := s.source.begin()
	if err == nil {
		decode(&s.decoder, s.source.start)
		err = s.answer(beside)
	}
	switch {
	case s.stopped != nil:
		return nil, s.stopped
	case err != nil:
		return nil, fault(err, &s.source)
	}
	return beside, nil
}

// A scan is one reading of an answer, and memory for the next.
type scan struct {
	*Answer
	source   source
	decoder  jsontext.Decoder
	texts    Texts
	unquoted []byte
	takes    []func(*Record) error // by the index of a list; nil: it is not wanted
	records  []*Record             // by the index of a list
	stopped  error                 // of a take
}

func (a *Answer) lend() *scan {
	if s, ok := a.idle.Get().(*scan); ok {
		return s
	}
	s := &scan{Answer: a}
	s.takes, s.records = make([]func(*Record) error, len(a.lists)), make([]*Record, len(a.lists))
	for i, l := range a.lists {
		s.records[i] = newRecord(&l.Table)
	}
	return s
}

func (a *Answer) takeBack(s *scan) {
	clear(s.takes)
	for _, r := range s.records {
		r.reset(0)
	}
	s.source.body = nil
	if s.source.peak <= kept {
		a.idle.Put(s)
	}
}

// kept bounds the memory that is kept for the next answer: an item of this size.
const kept = 1 << 20

// decode has a decoder read r. The keys that are read are checked here, and wrong UTF-8
// costs no more than the cell that has it.
func decode(d *jsontext.Decoder, r io.Reader) {
	d.Reset(r, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// answer reads the whole answer.
func (s *scan) answer(beside *Record) error {
	var err error
	switch kind := s.decoder.PeekKind(); {
	case s.root.list(kind) != nil:
		err = s.list(s.root.list(kind), beside)
	case kind == '{':
		_, _ = s.decoder.ReadToken() // was looked at
		err = s.object(&s.Table, s.root, beside, true)
	default:
		if err = s.decoder.SkipValue(); err == nil {
			err = fmt.Errorf("an answer that is %w", ErrNoObject)
			if kind == 'n' {
				err = errNull
			}
		}
	}
	if err != nil {
		return err
	}
	return ended(&s.decoder)
}

// ended reads what is behind the value of an answer.
func ended(d *jsontext.Decoder) error {
	_, err := d.ReadToken()
	_, isSyntax := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case err == io.EOF:
		return nil
	case err == nil, isSyntax:
		return errTrailing
	}
	return err
}

// list returns what a value of a kind is read as here, nil for a value like others.
func (n *node) list(kind jsontext.Kind) *List {
	switch kind {
	case '[':
		return n.array
	case '{':
		return n.object
	}
	return nil
}

// list reads the array or object that is next.
func (s *scan) list(l *List, beside *Record) error {
	beside.lists[l.index] = true
	take, r := s.takes[l.index], s.records[l.index]
	if take == nil {
		return s.decoder.SkipValue()
	}
	open, _ := s.decoder.ReadToken() // was looked at
	var keys map[string]struct{}
	end := jsontext.Kind(']')
	if open.Kind() == '{' {
		end, keys = '}', make(map[string]struct{})
	}
	for number := 1; s.decoder.PeekKind() != end; number++ {
		r.reset(number)
		if keys != nil {
			name, err := s.decoder.ReadValue()
			if err != nil {
				return err
			}
			r.key = append(r.key, s.key(name)...)
			if _, twice := keys[string(r.key)]; twice {
				return fmt.Errorf("member %d of %s: a key that was there before", number, l.path)
			}
			keys[string(r.key)] = struct{}{}
		}
		if err := s.item(l, r); err != nil {
			return err
		}
		s.source.next()
		if s.stopped = take(r); s.stopped != nil {
			return s.stopped
		}
	}
	_, err := s.decoder.ReadToken()
	return err
}

// item reads the item of a list that is next.
func (s *scan) item(l *List, r *Record) error {
	switch s.decoder.PeekKind() {
	case '{':
		_, _ = s.decoder.ReadToken() // was looked at
		return s.object(&l.Table, l.root, r, false)
	case 'n':
		r.null = true
		return s.decoder.SkipValue()
	}
	if err := s.decoder.SkipValue(); err != nil {
		return err
	}
	return fmt.Errorf("item %d of %s: a record that is %w", r.number, l.path, ErrNoObject)
}

// object reads the members of an object that has been opened. What is strict has no
// cell that cannot be read: it is an error.
func (s *scan) object(t *Table, n *node, r *Record, strict bool) error {
	for s.decoder.PeekKind() != '}' {
		name, err := s.decoder.ReadValue()
		if err != nil {
			return err
		}
		child, ok := r.habit.find(n, name)
		if !ok {
			child = t.child(n, s.key(name))
			r.habit.learn(n, child, name)
		}
		switch {
		case child != nil:
			err = s.member(t, child, r, strict)
		case t.others && n == t.root:
			err = s.other(r, name)
		case strict:
			err = s.decoder.SkipValue() // may be large
		default:
			_, err = s.decoder.ReadValue()
		}
		if err != nil {
			return err
		}
	}
	_, err := s.decoder.ReadToken()
	return err
}

// member reads the value of a key that leads to something.
func (s *scan) member(t *Table, n *node, r *Record, strict bool) error {
	cell := &r.cells[n.place]
	if cell.kind != KindMissing {
		if strict {
			return fmt.Errorf("an answer that has the key %s twice", n.key)
		}
		r.spoil(n)
		return s.decoder.SkipValue()
	}
	if n.next != nil || n.array != nil || n.object != nil {
		kind := s.decoder.PeekKind()
		if l := n.list(kind); l != nil {
			*cell = Cell{KindArray, "[]"}
			return s.list(l, r)
		}
		if kind == '{' && n.next != nil {
			*cell = Cell{KindObject, "{}"}
			_, _ = s.decoder.ReadToken() // was looked at
			return s.object(t, n, r, strict)
		}
	}
	raw, err := s.decoder.ReadValue()
	if err != nil {
		return err
	}
	if !n.wanted {
		*cell = Cell{kind: KindNull} // it was there
		return nil
	}
	*cell = s.cell(raw)
	if strict && cell.kind == KindGarbled {
		return fmt.Errorf("an answer whose %s is not valid UTF-8", n.key)
	}
	return nil
}

// other reads the value of a key that the table does not have.
func (s *scan) other(r *Record, name []byte) error {
	key := s.cell(name)
	raw, err := s.decoder.ReadValue()
	if err != nil || key.kind != KindText {
		return err
	}
	cell := Cell{kind: KindTwice}
	if _, twice := r.seen[key.text]; !twice {
		cell = s.cell(raw)
		if r.seen == nil {
			r.seen = make(map[string]struct{})
		}
		r.seen[key.text] = struct{}{}
	}
	r.others = append(r.others, Member{key.text, cell})
	return nil
}

// key returns the text of a key. It is good until the next.
func (s *scan) key(quoted []byte) []byte {
	if text, ok := plain(quoted); ok {
		return text
	}
	s.unquoted, _ = jsontext.AppendUnquote(s.unquoted[:0], quoted) // wrong UTF-8 is in no key of a table
	return s.unquoted
}

func (s *scan) cell(raw []byte) Cell { return read(raw, &s.texts) }
