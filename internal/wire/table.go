package wire

import "bytes"

// A Place is where a Record has the cell of one path. The zero Place is nowhere: the
// cell there is missing.
type Place int

// A Table says which keys of a record are read. It is built once, and then serves any
// number of answers at the same time; it must not be changed any more.
type Table struct {
	root    *node
	nodes   int // with the root; each has a cell
	anyCase bool
	others  bool
}

// A node is a key that leads to something.
type node struct {
	key     string
	place   Place // the root's is 0
	next    map[string]*node
	lower   map[string]*node // next by the keys in lower case
	anyCase bool             // of this key
	wanted  bool             // its own cell is

	array, object *List // what an array, and what an object, here is read as; nil: a value
}

func newTable() Table { return Table{root: new(node), nodes: 1} }

// Place returns the place for the value at a path of keys, the same for the same path.
// A key may have dots in it: it is one key of the path all the same. If a table also
// reads what is inside a value, the cell of an object there has no more than its kind,
// and Members and At find nothing in it.
func (t *Table) Place(path ...string) Place {
	n := t.node(path)
	n.wanted = true
	return n.place
}

// AnyCase has the last key of a path read in any case, or all keys of the table if
// there is no path.
func (t *Table) AnyCase(path ...string) {
	if len(path) == 0 {
		t.anyCase = true
		return
	}
	t.node(path).anyCase = true
}

// Others has the keys that the table does not have read as well: Record.Others has
// them. Those inside another value are not.
func (t *Table) Others() { t.others = true }

// node returns the node at a path.
func (t *Table) node(path []string) *node {
	n := t.root
	for _, key := range path {
		child := n.next[key]
		if child == nil {
			child = &node{key: key, place: Place(t.nodes)}
			t.nodes++
			if n.next == nil {
				n.next, n.lower = make(map[string]*node), make(map[string]*node)
			}
			n.next[key] = child
			n.lower[string(bytes.ToLower([]byte(key)))] = child
		}
		n = child
	}
	return n
}

// child returns the node of a key below n, nil if it is not read.
func (t *Table) child(n *node, key []byte) *node {
	if child := n.next[string(key)]; child != nil {
		return child
	}
	var memory [64]byte
	if len(key) > len(memory) || n.next == nil {
		return nil
	}
	lower := memory[:0]
	for _, c := range key { // ASCII: no key of a vendor has other letters
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower = append(lower, c)
	}
	if child := n.lower[string(lower)]; child != nil && (t.anyCase || child.anyCase) {
		return child
	}
	return nil
}

// A List is a table of the items of an array, or of the members of an object, inside
// an answer.
type List struct {
	Table
	index int
	path  string // for errors
}

// Each has each item of the list handed to take. The record is good until take
// returns; cells may be kept. An error of take ends the reading and is its error.
func (l *List) Each(take func(*Record) error) Each { return Each{l, take} }

// An Each is what happens with a list of an answer.
type Each struct {
	list *List
	take func(*Record) error
}

// A Record is an item of a list, or what an answer has beside its lists, as far as
// a table reads it.
type Record struct {
	cells  []Cell // by place
	others []Member
	seen   map[string]struct{} // the keys of others
	key    []byte
	number int
	null   bool
	lists  []bool // of an answer: those that are there
	habit  habit
}

// A Member is a key and its value.
type Member struct {
	Key  string
	Cell Cell
}

// At returns the cell of a place.
func (r *Record) At(p Place) Cell { return r.cells[p] }

// Cells returns all cells, by place. They are good as long as the record.
func (r *Record) Cells() []Cell { return r.cells }

// Others returns the members that the table does not have, if it reads them, in
// their order. A key that comes again comes with a cell that is KindTwice.
func (r *Record) Others() []Member { return r.others }

// Key returns the key of a member of an object.
func (r *Record) Key() string { return string(r.key) }

// Number returns which item of the list this is, from 1.
func (r *Record) Number() int { return r.number }

// Null reports whether null stands in the place of the record, which has no cells
// then.
func (r *Record) Null() bool { return r.null }

// Has reports whether an answer has the list.
func (r *Record) Has(l *List) bool { return r.lists[l.index] }

func newRecord(t *Table) *Record { return &Record{cells: make([]Cell, t.nodes)} }

func (r *Record) reset(number int) {
	clear(r.cells)
	clear(r.seen)
	r.others, r.key, r.number, r.null, r.habit.at = r.others[:0], r.key[:0], number, false, 0
}

// spoil makes the cell of a key that is there twice, and those below it, unreadable.
func (r *Record) spoil(n *node) {
	r.cells[n.place] = Cell{kind: KindTwice}
	for _, child := range n.next {
		r.spoil(child)
	}
}
