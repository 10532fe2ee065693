package syncplan

import (
	"strings"
	"testing"
)

func TestRows(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", longestText+1)
	s := newShelves(1)
	if place := s.put(row{}.with(strings.Repeat("y", rowGuess))); place != 0 {
		t.Errorf("a row larger than a block lies at %#x", place)
	}
	for _, texts := range [][]string{{""}, {"", "b"}, {"Ada", "ada@example.com", ""}, {strings.Repeat("z", 200)}, {strings.Repeat("z", 199), "fills a block"}, {long}} {
		var r row
		for _, text := range texts {
			r = r.with(text)
		}
		place := s.put(r)
		if place == 0 {
			t.Fatalf("no room for %q", texts)
		}
		r = s.at(place)
		for _, want := range texts {
			var got []byte
			if got, r = r.next(); string(got) != want && (want != long || string(got) == long) {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	if len(s.blocks) < 2 {
		t.Errorf("%d blocks, want rows in several", len(s.blocks))
	}
}
