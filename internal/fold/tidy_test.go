package fold_test

import (
	"testing"
	"unicode"

	"github.com/rosterkit/rosterkit/internal/fold"
)

// TestBlank holds every rune to how Unicode derives Default_Ignorable_Code_Point from
// the properties that the standard library has.
func TestBlank(t *testing.T) {
	t.Parallel()
	for c := rune(0); c <= unicode.MaxRune; c++ {
		shown := unicode.In(c, unicode.Prepended_Concatenation_Mark) ||
			0xfff9 <= c && c <= 0xfffb || 0x13430 <= c && c <= 0x13440
		want := unicode.IsSpace(c) || !shown &&
			unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Cf)
		if got := fold.Blank(string(c)); got != want {
			t.Errorf("%U: blank %v, want %v", c, got, want)
		}
	}
	if fold.Blank("\u200bA") || !fold.Blank(" \u200b\u00a0") || !fold.Blank("") {
		t.Error("a text is blank if all of its runes are")
	}
}
