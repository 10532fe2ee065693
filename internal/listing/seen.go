package listing

// Seen tells in which of its walks a listing met an id. The zero value is ready; call
// Begin before each walk. It is not safe for concurrent use.
type Seen struct {
	ids    *IDs    // nil: none yet
	last   []uint8 // by the number of an id: the walk that met it last, from 1
	number uint8   // of the present walk
	count  int     // ids of the present walk
	fresh  int     // those of them that no walk before had
	met    int     // ids that any walk met
	before int     // those of them before the present walk
	common int     // ids of the present walk that the walk before it met
	past   int     // ids of the walk before
}

// Begin begins a walk. There may be 255.
func (s *Seen) Begin() {
	s.before, s.past = s.met, s.count
	if s.ids == nil {
		s.ids = new(IDs)
	}
	s.number++
	s.count, s.fresh, s.common = 0, 0, 0
}

// Meet takes an id in. It reports whether this is the first time that any walk has
// met it, and whether the present walk had met it already.
func (s *Seen) Meet(id string) (first, again bool) {
	last := Entry(&s.last, s.ids.Number(id))
	switch {
	case *last == s.number:
		return false, true
	case *last == 0:
		first = true
		s.fresh++
		s.met++
	case *last == s.number-1:
		s.common++
	}
	*last = s.number
	s.count++
	return first, false
}

// Has reports whether the present walk has met an id.
func (s *Seen) Has(id string) bool {
	n, ok := s.ids.Find(id)
	return ok && n < len(s.last) && s.last[n] == s.number
}

// Count returns how many ids the present walk has met.
func (s *Seen) Count() int { return s.count }

// Missing returns how many ids earlier walks met and the present one has not.
func (s *Seen) Missing() int { return s.before - (s.count - s.fresh) }

// Equal reports whether the present walk has met the ids of the walk before, and no
// others.
func (s *Seen) Equal() bool { return s.count == s.past && s.common == s.past }
