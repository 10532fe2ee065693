package hibob

import (
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/walk"
)

// The places where a record may have the value of a field, in the order in which
// they are looked at, and where it may have the label that people see.
const (
	nested   = iota // "work": {"title": ...}
	top             // "firstName": ..., for fields of the category root
	slashed         // "/work/title": {"value": ...}
	labelled        // "humanReadable": {"work": {"title": ...}}
	placeCount
)

// A node is a key of a record that leads to a field. Nodes are not changed once a
// plan is made.
type node struct {
	next  map[string]*node
	spots []spot
}

// A spot says which slot is found here, and which place that is.
type spot struct{ slot, place int }

// add makes the record's values at the path those of a slot.
func (n *node) add(path []string, s spot) {
	for _, key := range path {
		child := n.next[key]
		if child == nil {
			child = new(node)
			if n.next == nil {
				n.next = make(map[string]*node)
			}
			n.next[key] = child
		}
		n = child
	}
	n.spots = append(n.spots, s)
}

// addField adds every place of the field with this id. A part of an object, such
// as work.reportsTo.email, may also be below the slash key of the object.
func (n *node) addField(id string, slot int) {
	path := strings.Split(id, ".")
	n.addNested(path, slot)
	if path[0] == "root" {
		n.add(path[1:], spot{slot, top})
		n.add(append([]string{"humanReadable"}, path[1:]...), spot{slot, labelled})
	}
	for i := 2; i <= len(path); i++ {
		key := "/" + strings.Join(path[:i], "/")
		n.add(append([]string{key, "value"}, path[i:]...), spot{slot, slashed})
	}
}

func (n *node) addNested(path []string, slot int) {
	n.add(path, spot{slot, nested})
	n.add(append([]string{"humanReadable"}, path...), spot{slot, labelled})
}

// A pick is what one record has of one slot: two values as JSON, nil if they are
// not there. It is good until the next record.
type pick struct {
	value, label []byte
	texts        *walk.Texts
}

func (p pick) missing() bool     { return p.value == nil }
func (p pick) null() bool        { return isNull(p.value) }
func (p pick) cell() record.Cell { return record.Read(p.value, p.texts) }

// shown is the label.
func (p pick) shown() record.Cell { return record.Read(p.label, p.texts) }

func isNull(raw []byte) bool { return raw != nil && raw[0] == 'n' }

// A finder finds the values of the slots in one record after another.
type finder struct {
	tree  *node
	found [][placeCount][]byte // by slot; parts of the record
	texts *walk.Texts
}

var errNoObject = errors.New("a person that is no JSON object")

// find looks through a record, which must be valid JSON and stay as it is as long
// as its picks are wanted.
func (f *finder) find(data []byte) error {
	if len(data) == 0 || data[0] != '{' {
		return errNoObject
	}
	clear(f.found)
	f.object(data, 0, f.tree)
	return nil
}

// pick returns what was found for a slot: the value of the first place that has
// one, and null if all that are there have null.
func (f *finder) pick(slot int) pick {
	found := &f.found[slot]
	p := pick{label: found[labelled], texts: f.texts}
	for _, raw := range found[:labelled] {
		if p.missing() || p.null() && raw != nil {
			p.value = raw
		}
	}
	return p
}

// keep notes a value. Should a key be there twice, the first that is not null
// counts.
func (f *finder) keep(n *node, raw []byte) {
	for _, s := range n.spots {
		if have := f.found[s.slot][s.place]; have == nil || isNull(have) {
			f.found[s.slot][s.place] = raw
		}
	}
	// An object that is null has parts that are null. A category that is null
	// tells nothing about its fields.
	if isNull(raw) && len(n.spots) > 0 {
		for _, part := range n.next {
			f.keep(part, raw)
		}
	}
}

// object goes through the object at data[i] and returns where it ends.
func (f *finder) object(data []byte, i int, n *node) int {
	for i++; ; {
		i = walk.Blanks(data, i)
		switch data[i] {
		case '}':
			return i + 1
		case ',':
			i++
			continue
		}
		end := walk.End(data, i)
		child := n.child(data[i:end])
		i = walk.Blanks(data, walk.Blanks(data, end)+1)
		if child != nil && child.next != nil && data[i] == '{' {
			end = f.object(data, i, child)
		} else {
			end = walk.End(data, i)
		}
		if child != nil {
			f.keep(child, data[i:end])
		}
		i = end
	}
}

// child returns the node below a key, given as JSON, or nil.
func (n *node) child(quoted []byte) *node { return n.next[string(walk.Text(quoted))] }
