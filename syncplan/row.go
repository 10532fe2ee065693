package syncplan

import (
	"encoding/binary"
	"slices"
	"strings"
)

// What a plan of many people takes its time for is waiting for memory: users come
// in another order than people, so that each of them, their attributes and every
// text of these is a cache miss. So what nearly all comparing needs is copied
// into rows while the users are read, in their own order, where memory is quick:
// for each linked user the employee's id, and the text of every target that the
// mapping only copies. A row lies in one piece.

// A row is texts, one after the other, each behind its length.
type row string

// longestText is how long a text in a row may be.
const longestText = 1<<16 - 1

// appendText appends a text to what becomes a row.
func appendText(b []byte, text string) []byte {
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(text))), text...)
}

// next returns the first text of r, and what follows it.
func (r row) next() (text string, rest row) {
	n := 2 + int(r[0]) + int(r[1])<<8
	return string(r[2:n]), r[n:]
}

// Shelves keep rows, in blocks, so that a row is never moved. A block is a
// Builder, whose memory is not cleared before it is written.
type shelves struct {
	blocks []*strings.Builder
	size   int // of a block
}

const (
	shelfBits = 20 // of a place, within the block; the rest is the block, from 1
	rowGuess  = 256
)

// newShelves returns shelves for about n rows.
func newShelves(n int) shelves {
	return shelves{size: min(1<<shelfBits, max(n, 1)*rowGuess)}
}

// put keeps a copy of a row and returns its place, or 0 if there is no room.
func (s *shelves) put(r []byte) (place uint32) {
	if len(r) > s.size {
		return 0
	}
	last := len(s.blocks) - 1
	if last < 0 || s.blocks[last].Len()+len(r) > s.size {
		if last++; last+1 >= 1<<(32-shelfBits) {
			return 0
		}
		s.blocks = append(s.blocks, new(strings.Builder))
		s.blocks[last].Grow(s.size)
	}
	place = uint32(last+1)<<shelfBits | uint32(s.blocks[last].Len())
	s.blocks[last].Write(r)
	return place
}

// at returns the row at a place that is not 0, and whatever stands behind it.
func (s *shelves) at(place uint32) row {
	return row(s.blocks[place>>shelfBits-1].String()[place&(1<<shelfBits-1):])
}

// putRow puts the row of a user on a shelf, the attributes being where locate
// found them. A user with an enormous text has none: 0.
func (w *work) putRow(u *User) (place uint32) {
	if len(w.census.errs) > 0 {
		return 0 // there will be no plan, and locate may have looked elsewhere
	}
	r := appendText(w.scratch[:0], u.Link.EmployeeID)
	whole := len(u.Link.EmployeeID) <= longestText
	for _, t := range w.copies {
		text := ""
		if at := w.places[t]; t == w.email {
			text = u.Email
		} else if at >= 0 {
			text, _ = u.Attributes[at].Value.Text() // other than a text: "", which nobody is given
		}
		r, whole = appendText(r, text), whole && len(text) <= longestText
	}
	if w.scratch = r; !whole {
		return 0
	}
	return w.rows.put(r)
}

// locate finds out where attributes have those of the targets.
func (w *work) locate(attributes Attributes) {
	for t := range w.targets {
		w.places[t] = slices.IndexFunc(attributes, func(a Attribute) bool { return a.Name == w.targets[t].Name })
	}
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
	var has string
	for _, t := range w.copies {
		has, r = r.next()
		if text, ok := w.program.Copy(t, &s); !ok || text != "" && text != has {
			return
		}
	}
	p.alike = true
	remembers := w.settings.Policy.NoRecord == TreatmentDeactivateEnded // the end date, which is in no row
	p.done = w.copiesAll && !remembers && a.usual && p.want == wantPresent && rowReason(p.stand.Row) == ""
}
