package fold_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/internal/fold"
)

func TestKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"Ada@Example.com", " ada@EXAMPLE.com\t", true},
		{"RÉUNION", "Réunion", true},
		{"Σίσυφος", "ΣΊΣΥΦΟΣ", true},
		{"K", "\u212a", true}, // the Kelvin sign
		{"straße", "STRASSE", false},
		{"R & D", "R&D", false},
		{"I", "ı", false}, // the dotless i is another letter outside Turkish
		{"", "  ", true},
	} {
		if got := fold.Key(tt.a) == fold.Key(tt.b); got != tt.same {
			t.Errorf("%q and %q: same %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
}

func FuzzKey(f *testing.F) {
	f.Add("Ada", "aDA")
	f.Add("ſ", "S")
	f.Fuzz(func(t *testing.T, a, b string) {
		if got, want := fold.Key(a) == fold.Key(b), strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)); got != want {
			t.Errorf("%q and %q: same %v, but EqualFold says %v", a, b, got, want)
		}
	})
}
