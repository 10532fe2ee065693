package visible_test

import (
	"strconv"
	"testing"

	"github.com/rosterkit/rosterkit/internal/visible"
)

func TestVisible(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, word, text, line string }{
		{name: "an id", in: "u-1_A.b@c:7", word: "u-1_A.b@c:7", text: "u-1_A.b@c:7", line: "u-1_A.b@c:7"},
		{name: "letters", in: "Zoë", word: "Zoë", text: "Zoë", line: "Zoë"},
		{name: "nothing", in: "", word: `""`},
		{name: "blanks", in: "u1 employee e2", word: `"u1 employee e2"`, text: "u1 employee e2", line: "u1 employee e2"},
		{name: "a colon at the end", in: "u1:", word: `"u1:"`, text: "u1:", line: "u1:"},
		{name: "a quotation", in: `"a\n"`, word: `"\"a\\n\""`, text: `"\"a\\n\""`, line: `"a\n"`},
		{name: "a line end", in: "a\nb", word: `"a\nb"`, text: `"a\nb"`, line: `a\nb`},
		{name: "ESC", in: "a\x1b[2Jb", word: `"a\x1b[2Jb"`, text: `"a\x1b[2Jb"`, line: `a\x1b[2Jb`},
		{name: "direction", in: "a\u202eb", word: `"a\u202eb"`, text: `"a\u202eb"`, line: `a\u202eb`},
		{name: "no width", in: "a\u200bb", word: `"a\u200bb"`, text: `"a\u200bb"`, line: `a\u200bb`},
		{name: "a variation", in: "a\ufe00b", word: `"a\ufe00b"`, text: `"a\ufe00b"`, line: `a\ufe00b`},
		{name: "a tag", in: "a\U000e0061", word: `"a\U000e0061"`, text: `"a\U000e0061"`, line: `a\U000e0061`},
		{name: "a filler", in: "\u3164", word: `"\u3164"`, text: `"\u3164"`, line: `\u3164`},
		{name: "a blank of Braille", in: "\u2800", word: `"\u2800"`, text: `"\u2800"`, line: `\u2800`},
		{name: "no UTF-8", in: "a\xff\"", word: `"a\xff\""`, text: `"a\xff\""`, line: `a\xff"`},
	} {
		word, text, line := visible.Word(tt.in), visible.Text(tt.in), visible.Line(tt.in)
		if word != tt.word || text != tt.text || line != tt.line {
			t.Errorf("%s: word %s, text %s, line %s", tt.name, word, text, line)
		}
	}
}

// FuzzQuote: a quotation is read back, whatever was quoted.
func FuzzQuote(f *testing.F) {
	f.Add("a\u202e\"\\\n\xff\ufe00")
	f.Fuzz(func(t *testing.T, s string) {
		quoted := visible.Quote(s)
		if back, err := strconv.Unquote(quoted); err != nil || back != s {
			t.Errorf("%q: %s, read back as %q: %v", s, quoted, back, err)
		}
		if visible.Line(quoted) != quoted || visible.Word(s) != s && visible.Word(s) != quoted {
			t.Errorf("%q: %s", s, quoted)
		}
	})
}
