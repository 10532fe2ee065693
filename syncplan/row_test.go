package syncplan

import (
	"strings"
	"testing"
)

func TestRows(t *testing.T) {
	t.Parallel()
	s := newShelves(1)
	if place := s.put(appendText(nil, strings.Repeat("y", rowGuess))); place != 0 {
		t.Errorf("a row larger than a block lies at %#x", place)
	}
	for _, texts := range [][]string{{""}, {"", "b"}, {"Ada", "ada@example.com", ""}, {strings.Repeat("z", 200)}, {strings.Repeat("z", 199), "fills a block"}} {
		var b []byte
		for _, text := range texts {
			b = appendText(b, text)
		}
		place := s.put(b)
		if place == 0 {
			t.Fatalf("no room for %q", texts)
		}
		r := s.at(place)
		for _, want := range texts {
			var got string
			if got, r = r.next(); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	if len(s.blocks) < 2 {
		t.Errorf("%d blocks, want rows in several", len(s.blocks))
	}
}
