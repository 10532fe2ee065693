package syncplan

import (
	"encoding/binary"
)

// What a plan of many people takes its time for is waiting for memory: users come
// in another order than people, so that each of them, their attributes and every
// text of these is a cache miss. So what nearly all comparing needs is copied
// into rows while the users are read, in their own order, where memory is quick:
// for each linked user the employee's id, and the text of every target that the
// mapping only copies. A row lies in one piece.

// A row is texts, one after the other, each behind its length.
type row []byte

// longestText is how long a text in a row may be.
const longestText = 1<<16 - 1

// with returns r with one more text. A text that is too long stands there as
// one that nobody has: it is compared where it comes from.
func (r row) with(text string) row {
	if len(text) > longestText {
		text = "\x00"
	}
	return append(binary.LittleEndian.AppendUint16(r, uint16(len(text))), text...)
}

// next returns the first text of r, and what follows it.
func (r row) next() (text []byte, rest row) {
	n := 2 + int(binary.LittleEndian.Uint16(r))
	return r[2:n], r[n:]
}

// Shelves keep rows, in blocks, so that a row is never moved.
type shelves struct {
	blocks [][]byte
	block  int // the size of a block
}

const (
	shelfBits = 20 // of a place, within the block; the rest is the block, from 1
	mostBlock = 1 << shelfBits
	rowGuess  = 256
)

// newShelves returns shelves for about n rows.
func newShelves(n int) shelves {
	return shelves{block: min(mostBlock, max(n, 1)*rowGuess)}
}

// put keeps a copy of r and returns its place, or 0 if there is no room for it.
func (s *shelves) put(r row) (place uint32) {
	if len(r) > s.block {
		return 0
	}
	last := len(s.blocks) - 1
	if last < 0 || len(s.blocks[last])+len(r) > s.block {
		if last++; last+1 >= 1<<(32-shelfBits) {
			return 0
		}
		s.blocks = append(s.blocks, make([]byte, 0, s.block))
	}
	b := &s.blocks[last]
	place = uint32(last+1)<<shelfBits | uint32(len(*b))
	*b = append(*b, r...)
	return place
}

// at returns the row at a place that is not 0, and whatever stands behind it.
func (s *shelves) at(place uint32) row {
	return s.blocks[place>>shelfBits-1][place&(mostBlock-1):]
}

// putRow puts the row of a user on a shelf.
func (w *work) putRow(a *account) (place uint32) {
	r := row(w.scratch[:0]).with(a.Link.EmployeeID)
	for _, t := range w.copied {
		text, _ := w.have(a, t).Text() // other than a text: "", which nobody is given
		r = r.with(text)
	}
	w.scratch = r
	return w.rows.put(r)
}

// compareRow finds out whether the user that the link of a person names is as the
// mapping wants it. What it cannot tell, changes does.
func (w *work) compareRow(p *person) {
	if p.match != byLink || w.users[p.user].row == 0 {
		return
	}
	a := &w.users[p.user]
	_, r := w.rows.at(a.row).next()
	s := w.subject(p)
	var has []byte
	for _, t := range w.copied {
		has, r = r.next()
		if text, ok := w.program.Copy(t, &s); !ok || text != "" && text != string(has) {
			return
		}
	}
	p.copied = true
	p.quiet = a.usual && p.want == wantPresent && p.stand.report == "" && w.copiesAll && w.settings.Policy.NoRecord != TreatDeactivateEnded
}
