package users

import (
	"encoding/binary"
	"strings"
)

// A Row is texts, one after the other, each behind its length.
type Row string

// Next returns the first text of r, and what follows it.
func (r Row) Next() (text string, rest Row) {
	n := 2 + int(r[0]) + int(r[1])<<8
	return string(r[2:n]), r[n:]
}

// Row returns the texts of a user's row, and false for a user that has none.
func (t *Table) Row(user int32) (Row, bool) {
	if t.rows[user] == 0 {
		return "", false
	}
	_, r := t.shelves.at(t.rows[user]).Next()
	return r, true
}

// longestText is how long a text in a row may be.
const longestText = 1<<16 - 1

// put puts the row of a user on a shelf and returns its place, or 0 where there is
// no room.
func (t *Table) put(employeeID string, texts []string) (place uint32) {
	if len(employeeID) > longestText {
		return 0
	}
	r := appendText(t.scratch[:0], employeeID)
	for _, text := range texts {
		if len(text) > longestText {
			return 0
		}
		r = appendText(r, text)
	}
	t.scratch = r
	return t.shelves.put(r)
}

func appendText(b []byte, text string) []byte {
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(text))), text...)
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

// at returns the row at a place that is not 0, and all after it.
func (s *shelves) at(place uint32) Row {
	return Row(s.blocks[place>>shelfBits-1].String()[place&(1<<shelfBits-1):])
}

// Batch is the number of employees whose rows are prefetched at once.
const Batch = 32

// cacheLine is its usual size, in bytes.
const cacheLine = 64

// LinkedBatch is Linked for at most Batch employees, and prefetches the rows of the
// users that it finds.
func (t *Table) LinkedBatch(employeeIDs []string, users []int32) {
	var hashes [Batch]uint64
	var places [Batch]uint32
	n := 0
	for i, id := range employeeIDs {
		hashes[i], _ = t.links.hash(id)
	}
	for _, h := range hashes[:len(employeeIDs)] {
		if u := t.links.likely(h); u >= 0 && t.rows[u] > 0 {
			places[n] = t.rows[u]
			n++
		}
	}
	for _, place := range places[:n] {
		r := t.shelves.at(place)
		for at := 0; at < len(r) && at < rowGuess; at += cacheLine {
			t.sink += int(r[at])
		}
	}
	for i, id := range employeeIDs {
		users[i] = t.first(t.links.slot(hashes[i], id).place - 1)
	}
}
