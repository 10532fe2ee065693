package users

import (
	"strings"
	"testing"
)

func TestShelves(t *testing.T) {
	t.Parallel()
	s := newShelves(1)
	if place := s.put(appendText(nil, strings.Repeat("y", rowGuess))); place != 0 {
		t.Errorf("a row larger than a block lies at %#x", place)
	}
	for _, texts := range [][]string{
		{""}, {"", "b"}, {"Ada", "ada@example.com", ""},
		{strings.Repeat("z", 200)}, {strings.Repeat("z", 199), "fills a block"},
	} {
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
			if got, r = r.Next(); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	if len(s.blocks) < 2 {
		t.Errorf("%d blocks, want rows in several", len(s.blocks))
	}
}

// TestNoRow has users whose texts do not fit in a row: they are found all the same.
func TestNoRow(t *testing.T) {
	t.Parallel()
	enormous := strings.Repeat("e", longestText+1)
	for _, tt := range []struct {
		name     string
		employee string
		texts    []string
	}{
		{name: "an enormous text", employee: "e1", texts: []string{enormous}},
		{name: "an enormous id", employee: enormous, texts: []string{"Ada"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			table := New(1, 0, Texts{Employee: func(int32) string { return tt.employee }})
			table.AddLink(0, tt.employee, tt.texts)
			if _, ok := table.Row(0); ok {
				t.Error("the user has a row")
			}
			if got := table.Linked(tt.employee); got != 0 {
				t.Errorf("Linked returns %d, want 0", got)
			}
		})
	}
}
