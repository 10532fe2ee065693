package fakehr_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/internal/fakehr"
)

func FuzzQuote(f *testing.F) {
	for _, seed := range []string{
		"", "R&D", "\"\\/", "\x00\x1f\n", "Zoë 🙂", "\u2028", "\xff\xfe\xed\xa0\x80", "<a>\xc3",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var want, got string
		if err := json.Unmarshal(encoded, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(fakehr.Quote(text)), &got); err != nil {
			t.Fatalf("%q is %s: %v", text, fakehr.Quote(text), err)
		}
		if diff := cmp.Diff([]rune(want), []rune(got)); diff != "" && json.Valid(encoded) {
			t.Errorf("%q (-encoding/json +fakehr):\n%s", text, diff)
		}
	})
}

func TestAppendValue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value any
		want  string
	}{
		{value: nil, want: "null"},
		{value: "a\"b", want: `"a\"b"`},
		{value: true, want: "true"},
		{value: -7, want: "-7"},
		{value: json.RawMessage(`[]`), want: "[]"},
		{value: []string{"a"}, want: `["a"]`},
		{value: map[string]any{"a": 1.5}, want: `{"a":1.5}`},
		{value: func() {}, want: "null"},
		{value: fakehr.Object{"b", 1, "a", []fakehr.Object{{"c", nil}, {}}}, want: `{"b":1,"a":[{"c":null},{}]}`},
		{value: []fakehr.Object(nil), want: "[]"},
	} {
		if got := string(fakehr.AppendValue(nil, tt.value)); got != tt.want {
			t.Errorf("%v is %s, want %s", tt.value, got, tt.want)
		}
	}
}
