package hibob

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/wire"
)

// HiBob writes the value of one field in several places, by the form of the answer
// and the field's category:
//
//	"work": {"title": ...}                         nested
//	"firstName": ...                               on top, for the category root
//	"/work/title": {"value": ...}                  slashed
//	"humanReadable": {"work": {"title": ...}}      the label that HiBob shows for it
//
// A part of an object, such as work.reportsTo.email, may also be below the slash key
// of the object.

// A spot is a place of a record and the places of the objects around it that are
// values themselves: of an object that is null, all parts are null. The fields of a
// category that is null are missing.
type spot struct {
	at     wire.Place
	around []wire.Place
}

// A slot is where the value of one field may be, in the order in which the spots are
// looked at, and where the label that HiBob shows for it.
type slot struct{ values, labels []spot }

// A pick is what one record has in one slot.
type pick struct{ value, label wire.Cell }

func (p pick) missing() bool { return p.value.Missing() }
func (p pick) null() bool    { return p.value.Null() }

// pick returns the value of the first spot that has one, and null if all that are
// there have null; and the label in the same way.
func (s *slot) pick(r *wire.Record) pick { return pick{choose(r, s.values), choose(r, s.labels)} }

func choose(r *wire.Record, spots []spot) (found wire.Cell) {
	for i := range spots {
		c := r.At(spots[i].at)
		for _, object := range spots[i].around {
			if c.Missing() && r.At(object).Null() {
				c = r.At(object)
			}
		}
		if !c.Missing() && (found.Missing() || found.Null()) {
			found = c
		}
	}
	return found
}

// A layout knows the paths of all slots of a table.
type layout struct {
	table *wire.Table
	slots []slotPaths
}

type slotPaths struct{ values, labels [][]string }

// field returns the paths where the field with this id may be. Path, if there is one,
// is another nested place of it.
func fieldPaths(id string, path []string) (p slotPaths) {
	nested := strings.Split(id, ".")
	p.nested(nested)
	if len(path) > 0 {
		p.nested(path)
	}
	if nested[0] == "root" {
		p.values = append(p.values, nested[1:])
		p.labels = append(p.labels, readable(nested[1:]))
	}
	for i := 2; i <= len(nested); i++ {
		key := "/" + strings.Join(nested[:i], "/")
		p.values = append(p.values, append([]string{key, "value"}, nested[i:]...))
	}
	return p
}

func (p *slotPaths) nested(path []string) {
	p.values = append(p.values, path)
	p.labels = append(p.labels, readable(path))
}

func readable(path []string) []string { return append([]string{"humanReadable"}, path...) }

// place gives the slots their places in the table.
func (l *layout) place() []slot {
	known := make(map[string]wire.Place)
	key := func(path []string) string { return strings.Join(path, "\x00") }
	for _, s := range l.slots {
		for _, path := range slices.Concat(s.values, s.labels) {
			known[key(path)] = l.table.Place(path...)
		}
	}
	spots := func(paths [][]string) (spots []spot) {
		for _, path := range paths {
			s := spot{at: known[key(path)]}
			for n := len(path) - 1; n > 0; n-- {
				if at, ok := known[key(path[:n])]; ok {
					s.around = append(s.around, at)
				}
			}
			spots = append(spots, s)
		}
		return spots
	}
	slots := make([]slot, len(l.slots))
	for i, s := range l.slots {
		slots[i] = slot{spots(s.values), spots(s.labels)}
	}
	return slots
}
