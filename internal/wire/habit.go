package wire

import "slices"

// A habit is the order in which the keys of items came. The next item mostly has the
// same keys in the same order, so that comparing a key with the one that is expected
// finds its node without unquoting and hashing it: a fifth of the time of a listing.
type habit struct {
	steps []step
	at    int // the step that is expected next
}

// A step is a key, as JSON, that was met below a node.
type step struct {
	parent, child *node // no child: the key is not read
	name          string
}

const (
	maxSteps  = 256 // bounds what items with ever new keys are remembered for
	maxName   = 64
	lookAhead = 3 // keys that may be left out
)

// find returns where a key leads to; ok is false if it came as a surprise.
func (h *habit) find(parent *node, name []byte) (child *node, ok bool) {
	for i := h.at; i < len(h.steps) && i < h.at+lookAhead; i++ {
		if s := &h.steps[i]; s.name == string(name) && s.parent == parent {
			h.at = i + 1
			return s.child, true
		}
	}
	return nil, false
}

// learn remembers where a key that was not expected leads to.
func (h *habit) learn(parent, child *node, name []byte) {
	if len(h.steps) < maxSteps && len(name) <= maxName {
		h.steps = slices.Insert(h.steps, h.at, step{parent, child, string(name)})
		h.at++
	}
}
