package fold_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/race"
)

func TestKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{a: "Ada@Example.com", b: " ada@EXAMPLE.com\t", same: true},
		{a: "RÉUNION", b: "Réunion", same: true},
		{a: "Re\u0301union", b: "RÉUNION", same: true}, // an accent typed as a sign of its own
		{a: "Σίσυφος", b: "ΣΊΣΥΦΟΣ", same: true},
		{a: "ΐ", b: "Ϊ\u0301", same: true},
		{a: "ᾳ", b: "ΑΙ", same: true},
		{a: "K", b: "\u212a", same: true}, // the Kelvin sign
		{a: "straße", b: "STRASSE", same: true},
		{a: "STRAẞE", b: "strasse", same: true},
		{a: "ﬃ", b: "FFI", same: true},
		{a: "ŉ", b: "ʼN", same: true},
		{a: "İzmir", b: "i\u0307zmir", same: true},
		{a: "J\u030c", b: "ǰ", same: true}, // composed in one of its cases only
		{a: "\u017f\u0301", b: "Ś", same: true},
		{a: "Ꭰ", b: "\uab70", same: true},          // Cherokee, which x/text leaves as it is
		{a: "R & D", b: "R  &\u00a0D", same: true}, // blanks within
		{a: "Sa\u200bles", b: "sales", same: true},
		{a: "\u200b Sales", b: "sales", same: true},
		{a: "Sa\u00adles \ufeff", b: "sales", same: true}, // a soft hyphen, a byte order mark
		{a: "Jose\u200d\u0301", b: "Jos\u00e9", same: true},
		{a: "New\tYork", b: "new\u2003york", same: true},
		{a: "New York", b: "Newyork"},
		{a: "\u200b", b: "", same: true},
		{a: "R & D", b: "R&D"},
		{a: "resume", b: "résumé"},
		{a: "I", b: "ı"}, // the dotless i is another letter outside Turkish
		{a: "a\xff", b: "a\xfe", same: true},
		{a: "", b: "  ", same: true},
	} {
		if got := fold.Key(tt.a) == fold.Key(tt.b); got != tt.same {
			t.Errorf("%q and %q: same %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
}

// TestEveryRune: one letter and its Unicode case folding have one key, in
// whatever form, and a key folds to what its letter folds to, so that no two
// letters share one unless they fold to the same.
func TestEveryRune(t *testing.T) {
	t.Parallel()
	folded := cases.Fold()
	canonical := func(s string) string { return norm.NFD.String(folded.String(norm.NFD.String(s))) }
	for c := rune(0); c < 0x110000; c += rune(race.Pick(1, 16)) {
		s := string(c)
		if strings.TrimSpace(s) == "" || 0xd800 <= c && c < 0xe000 || c == '\ufffd' {
			continue
		}
		want, key := canonical(s), fold.Key(s)
		if want == s && key == s {
			continue // neither case nor parts, as nearly all of them
		}
		if fold.Blank(s) {
			if key != "" {
				t.Errorf("%U, which shows nothing, has the key %q", c, key)
			}
			continue
		}
		for _, other := range []string{norm.NFD.String(s), folded.String(s), want, key} {
			if got := fold.Key(other); got != key {
				t.Errorf("%U %q has the key %q, and %q has %q", c, s, key, other, got)
			}
		}
		// x/text leaves the small Cherokee letters as they are.
		if got := canonical(key); got != want && !strings.EqualFold(got, want) {
			t.Errorf("%U has the key of another letter", c)
		}
	}
}

// TestEveryPartner: all letters that differ by case only have one key, by the
// standard library's table of them, and so has what the letter becomes in capitals
// where that has the small letter's folding.
func TestEveryPartner(t *testing.T) {
	t.Parallel()
	folded := cases.Fold()
	for c := rune(0); c < unicode.MaxRune; c += rune(race.Pick(1, 16)) {
		key := fold.Key(string(c))
		if other := unicode.SimpleFold(c); other != c && fold.Key(string(other)) != key {
			t.Errorf("%U and %U have the keys %+q and %+q", c, other, key, fold.Key(string(other)))
		}
		capitals := strings.ToUpper(string(c))
		if folded.String(capitals) == folded.String(string(c)) && fold.Key(capitals) != key {
			t.Errorf("%U and its capitals %+q have the keys %+q and %+q", c, capitals, key, fold.Key(capitals))
		}
	}
}

// TestEveryAccent: behind a letter with case an accent counts the same in every
// form of the two, and makes no two texts one that Unicode tells apart.
func TestEveryAccent(t *testing.T) {
	t.Parallel()
	folded := cases.Fold()
	canonical := func(s string) string { return norm.NFD.String(folded.String(norm.NFD.String(s))) }
	seen := make(map[string]string) // canonical forms by key
	for c := rune('A'); c < 0x2200; c += rune(race.Pick(1, 16)) {
		if unicode.SimpleFold(c) == c && !unicode.IsLower(c) && !unicode.IsUpper(c) || unicode.Is(unicode.Cherokee, c) {
			continue
		}
		for mark := rune(0x300); mark < 0x346; mark += rune(race.Pick(1, 5)) {
			s := string(c) + string(mark)
			key, want := fold.Key(s), canonical(s)
			parts := norm.NFD.String(s)
			for _, other := range []string{norm.NFC.String(s), parts, folded.String(parts), want, key} {
				if got := fold.Key(other); got != key {
					t.Fatalf("%+q has the key %+q, and %+q has %+q", s, key, other, got)
				}
			}
			if before, again := seen[key]; again && before != want {
				t.Fatalf("%+q has the key of %+q", s, before)
			}
			seen[key] = want
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	texts := []string{"", "a", "A", "ab", "straße", "STRASSE", "strasst", "é", "e\u0301", "z", "ΐ", "日本"}
	for _, a := range texts {
		for _, b := range texts {
			want := strings.Compare(fold.Key(a), fold.Key(b))
			if got := fold.Compare(a, fold.Key(b)); got != want {
				t.Errorf("Compare(%q, key of %q) = %d, want %d", a, b, got, want)
			}
			if got := fold.Equal(" "+a, b+" "); got != (want == 0) {
				t.Errorf("Equal(%q, %q) = %v", a, b, got)
			}
		}
	}
}

func TestComparingAllocatesNothing(t *testing.T) {
	key := fold.Key("Geschäftsstraße")
	var buffer [64]byte
	for _, s := range []string{
		"Yılmaz, İzmir", "Łódź", "Ηλίας Μαΐου", "Ольга Петрова", "営業部が", "김철수",
	} {
		key := fold.Key(s)
		if n := testing.AllocsPerRun(100, func() { fold.Compare(s, key) }); n != 0 {
			t.Errorf("%s: %v allocations", s, n)
		}
	}
	for name, compare := range map[string]func(){
		"Append":    func() { fold.Append(buffer[:0], "Geschäftsstraße") },
		"Equal":     func() { fold.Equal("Geschäftsstraße", "GESCHÄFTSSTRASSE") },
		"Compare":   func() { fold.Compare("Geschäftsstraße", key) },
		"HasPrefix": func() { fold.HasPrefix("Geschäftsstraße 12", key) },
		"HasSuffix": func() { fold.HasSuffix("An der Geschäftsstraße", key) },
		"Contains":  func() { fold.Contains("An der Geschäftsstraße 12", key) },
	} {
		if n := testing.AllocsPerRun(100, compare); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// FuzzKey holds what is compared rune by rune to what is compared by keys.
func FuzzKey(f *testing.F) {
	f.Add("Ada", "aDA")
	f.Add("ſ", "S")
	f.Add("An der Straße 12", "STRASSE")
	f.Add("Re\u0301union", "É")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.TrimSpace(a), strings.TrimSpace(b)
		x, y := fold.Key(a), fold.Key(b)
		if norm.NFC.IsNormalString(a) && norm.NFC.IsNormalString(b) && strings.EqualFold(a, b) && x != y {
			t.Errorf("%q and %q differ only in case and have the keys %q and %q", a, b, x, y)
		}
		for name, got := range map[string][2]bool{
			"Equal":     {fold.Equal(a, b), x == y},
			"Append":    {string(fold.Append([]byte("> "), a)) == "> "+y, x == y},
			"Compare":   {fold.Compare(a, y) == 0, x == y},
			"HasPrefix": {fold.HasPrefix(a, y), strings.HasPrefix(x, y)},
			"HasSuffix": {fold.HasSuffix(a, y), strings.HasSuffix(x, y)},
			"Contains":  {fold.Contains(a, y), strings.Contains(x, y)},
		} {
			if got[0] != got[1] {
				t.Errorf("%s(%q, %q) = %v, but of the keys %v", name, a, b, got[0], got[1])
			}
		}
	})
}
