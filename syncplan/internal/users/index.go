package users

import (
	"hash/maphash"
	"iter"
	"maps"
	"math/bits"

	"github.com/rosterkit/rosterkit/internal/fold"
)

// An Index finds the places that have a text in some slice. It keeps hashes and
// no text, eight bytes to a place in a table at most half full.
type Index struct {
	seed    maphash.Seed
	text    func(place int32) string
	folded  bool
	slots   []slot
	more    map[int32][]int32 // the other places of a text, by the first that was added
	scratch []byte
}

type slot struct {
	hash  uint32
	place int32 // plus one; 0: free
}

// NewIndex returns an index with room for n places; text is what a place has.
func NewIndex(n int, text func(place int32) string) *Index {
	return &Index{seed: maphash.MakeSeed(), text: text, slots: make([]slot, 1<<bits.Len(uint(2*n)))}
}

// newFolded is NewIndex for texts that differ neither by case nor by the blanks
// around them. Blank texts are not indexed.
func newFolded(n int, text func(place int32) string) *Index {
	x := NewIndex(n, text)
	x.folded = true
	return x
}

// Add adds a place for a text, and returns the first place with it: the given one
// if there was none, -1 for a text that is not indexed.
func (x *Index) Add(text string, place int32) (first int32) {
	hash, ok := x.hash(text)
	if !ok {
		return -1
	}
	s := x.slot(hash, text)
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

// Find returns the first place that was added for a text, or -1.
func (x *Index) Find(text string) int32 {
	hash, ok := x.hash(text)
	if !ok {
		return -1
	}
	return x.slot(hash, text).place - 1
}

// All returns the places that have the text of the first one; -1 has none.
func (x *Index) All(first int32) []int32 {
	if first < 0 {
		return nil
	}
	return append([]int32{first}, x.more[first]...)
}

// Shared returns the first place of each text that several have.
func (x *Index) Shared() iter.Seq[int32] { return maps.Keys(x.more) }

// Several reports whether other places have the text of the first one.
func (x *Index) Several(first int32) bool { return x.more[first] != nil }

func (x *Index) hash(text string) (hash uint64, ok bool) {
	if !x.folded {
		return maphash.String(x.seed, text), true
	}
	x.scratch = fold.Append(x.scratch[:0], text)
	return maphash.Bytes(x.seed, x.scratch), len(x.scratch) > 0
}

// slot returns that of a text, or the free one where it belongs.
func (x *Index) slot(hash uint64, text string) *slot {
	mask := len(x.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		s := &x.slots[i]
		if s.place == 0 || s.hash == uint32(hash>>32) && x.same(s.place-1, text) {
			return s
		}
	}
}

func (x *Index) same(place int32, text string) bool {
	if x.folded {
		return fold.Equal(x.text(place), text)
	}
	return x.text(place) == text
}

// likely returns a place that probably has the text with a hash, or -1.
func (x *Index) likely(hash uint64) int32 {
	mask := len(x.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if s := &x.slots[i]; s.place == 0 || s.hash == uint32(hash>>32) {
			return s.place - 1
		}
	}
}
