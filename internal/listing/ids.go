package listing

import (
	"hash/maphash"
	"slices"
)

// IDs number texts, from 0 in the order in which they come. They hold the ids of a
// whole company, so they take little more than half the memory of a map of strings:
// the texts stand one behind another, without a header and a place of memory for
// each. The zero value is ready. IDs are not safe for concurrent use.
type IDs struct {
	seed   maphash.Seed
	slots  []uint32 // number + 1, where the hash points or behind; 0: free. A power of two of them
	blocks []*block
	n      int
}

// A block has the texts of blockSize numbers: what is full is not copied when more
// come.
type block struct {
	text []byte
	ends [blockSize]uint32 // of each text
}

const blockSize = 512

// Number returns the number of id, which is new if the id is.
func (d *IDs) Number(id string) int {
	if 4*d.n >= 3*len(d.slots) {
		d.grow()
	}
	slot := d.slot(id)
	if *slot == 0 {
		d.append(id)
		*slot = uint32(d.n)
	}
	return int(*slot) - 1
}

// Find returns the number of id, if it has one.
func (d *IDs) Find(id string) (n int, ok bool) {
	if d.n == 0 {
		return 0, false
	}
	slot := *d.slot(id)
	return int(slot) - 1, slot != 0
}

// Text returns the id with a number. It is good until the next call of Number.
func (d *IDs) Text(n int) []byte {
	b, i := d.blocks[n/blockSize], n%blockSize
	start := uint32(0)
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.text[start:b.ends[i]]
}

// slot returns the slot that id has, or is to get.
func (d *IDs) slot(id string) *uint32 {
	last := len(d.slots) - 1
	for i := int(maphash.String(d.seed, id)) & last; ; i = (i + 1) & last {
		if n := d.slots[i]; n == 0 || string(d.Text(int(n)-1)) == id {
			return &d.slots[i]
		}
	}
}

func (d *IDs) append(id string) {
	i := d.n % blockSize
	if i == 0 {
		var capacity int
		if d.n > 0 {
			capacity = len(d.blocks[len(d.blocks)-1].text) // IDs are mostly of one length
		}
		d.blocks = append(d.blocks, &block{text: make([]byte, 0, capacity)})
	}
	b := d.blocks[len(d.blocks)-1]
	b.text = append(b.text, id...)
	b.ends[i] = uint32(len(b.text))
	d.n++
}

// grow doubles the slots.
func (d *IDs) grow() {
	if d.n == 0 {
		d.seed = maphash.MakeSeed()
	}
	d.slots = make([]uint32, max(64, 2*len(d.slots)))
	last := len(d.slots) - 1
	for n := range d.n {
		i := int(maphash.Bytes(d.seed, d.Text(n))) & last
		for d.slots[i] != 0 {
			i = (i + 1) & last
		}
		d.slots[i] = uint32(n) + 1
	}
}

// Entry returns that of a number in a list, which has zeros for the numbers that it
// has not met.
func Entry[T any](list *[]T, n int) *T {
	if n >= cap(*list) {
		*list = slices.Grow(*list, n+1) // doubled: append would copy it more often
	}
	if missing := n + 1 - len(*list); missing > 0 {
		*list = append(*list, make([]T, missing)...)
	}
	return &(*list)[n]
}
