package syncplan

import "math/bits"

// An index finds the places that have a text in some slice. It keeps hashes and
// no text, eight bytes to a place in a table at most half full: who asks has to
// compare. The zero index has no places, and no room for any.
type index struct {
	slots []slot
	more  map[int32][]int32 // the other places of a text, by the first that was added
}

type slot struct {
	hash  uint32
	place int32 // plus one; 0: free
}

// newIndex returns an index with room for n places.
func newIndex(n int) index {
	return index{slots: make([]slot, 1<<bits.Len(uint(2*n)))}
}

// add adds a place for a text with the given hash; same reports whether another
// place has the same text. It returns the first place with the text: the given
// one, if there was none.
func (x *index) add(hash uint64, place int32, same func(int32) bool) (first int32) {
	s := x.slot(hash, same)
	if s.place == 0 {
		*s = slot{uint32(hash >> 32), place + 1}
		return place
	}
	first = s.place - 1
	if x.more == nil {
		x.more = make(map[int32][]int32)
	}
	x.more[first] = append(x.more[first], place)
	return first
}

// find returns the first place that was added for a text, -1 for none.
func (x *index) find(hash uint64, same func(int32) bool) int32 {
	if len(x.slots) == 0 {
		return -1
	}
	return x.slot(hash, same).place - 1
}

// reach touches the slots where texts with these hashes belong; see reach.go. The
// result says nothing.
func (x *index) reach(hashes []uint64) (sum int) {
	mask := len(x.slots) - 1
	for _, h := range hashes {
		sum += int(x.slots[int(h)&mask].place)
	}
	return sum
}

// likely returns a place that probably has the text with a hash, or -1.
func (x *index) likely(hash uint64) int32 {
	mask := len(x.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if s := &x.slots[i]; s.place == 0 || s.hash == uint32(hash>>32) {
			return s.place - 1
		}
	}
}

// all returns the places that have the text of the first one; -1 has none.
func (x *index) all(first int32) []int32 {
	if first < 0 {
		return nil
	}
	return append([]int32{first}, x.more[first]...)
}

// slot returns that of a text, or the free one where it belongs.
func (x *index) slot(hash uint64, same func(int32) bool) *slot {
	mask := len(x.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		s := &x.slots[i]
		if s.place == 0 || s.hash == uint32(hash>>32) && same(s.place-1) {
			return s
		}
	}
}
