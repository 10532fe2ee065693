package walk

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// members are the keys and values of an object, in their order, as encoding/json
// reads them.
func members(t *testing.T, raw []byte) (keys []string, values []json.RawMessage) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		keys, values = append(keys, key.(string)), append(values, value)
	}
	return keys, values
}

// FuzzWalk: what is found in valid JSON is what encoding/json finds, and nothing
// happens where it is not valid.
func FuzzWalk(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `7`, `"x"`, ` { "a" : [ 1 , { "b" : null } ] , "" : "" } `,
		`{"a":1,"a":"2","\u0061":true}`, `["\\","\"","\\\"",["]"],{"}":"{"}]`, `{"k\\":"v\\\\"}`,
		"{\"\xff\":\"\xff\"}", `[-1.5e+7,false,"\ud800","😀"]`, `{`, `{"a`, `{"a"`, `{"a":`, `{"a":[`, `[1,`, `["\`, `{"a" 7}`, `[}`, `{"a":}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		compare(t, data, json.Valid(data), 0)
		closes(t, data)
	})
}

func compare(t *testing.T, data []byte, valid bool, depth int) {
	var keys []string
	var inside [][]byte
	for m := Object(data); m.Next(); {
		keys, inside = append(keys, string(m.Key())), append(inside, m.Value())
	}
	for e := Array(data); e.Next(); {
		inside = append(inside, e.Value())
	}
	if !valid {
		return
	}
	var values []json.RawMessage
	var wantKeys []string
	switch trimmed := bytes.TrimSpace(data); trimmed[0] {
	case '{':
		wantKeys, values = members(t, data)
	case '[':
		if err := json.Unmarshal(data, &values); err != nil {
			t.Fatal(err)
		}
	case '"':
		var want string
		if err := json.Unmarshal(trimmed, &want); err != nil || string(Text(trimmed)) != want {
			t.Errorf("the text %q, want %q (%v)", Text(trimmed), want, err)
		}
	}
	if !slices.Equal(keys, wantKeys) {
		t.Fatalf("%q has the keys %q, want %q", data, keys, wantKeys)
	}
	if !slices.EqualFunc(inside, values, func(got []byte, want json.RawMessage) bool { return bytes.Equal(got, want) }) {
		t.Fatalf("%q has the values %q, want %q", data, inside, values)
	}
	for _, value := range inside {
		if depth < 50 {
			compare(t, value, true, depth+1)
		}
	}
}

// closes: an object, array or text is closed where it ends and nowhere before.
func closes(t *testing.T, data []byte) {
	data = bytes.TrimSpace(data)
	if !json.Valid(data) || !bytes.ContainsAny(data[:1], `{["`) {
		return
	}
	for i := range data {
		if _, ok := Closed(data[:i], 0); ok {
			t.Fatalf("%q is closed", data[:i])
		}
	}
	if end, ok := Closed(append(data, " ,7]"...), 0); end != len(data) || !ok {
		t.Fatalf("%q ends at %d, %t", data, end, ok)
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ raw, key, want string }{
		{`{"a":1,"b":[2,{"a":3}]}`, "b", `[2,{"a":3}]`},
		{`{"a":1,"a":2}`, "a", "1"},
		{`{"\u0061":"x"}`, "a", `"x"`},
		{`{"b":{"a":1}}`, "a", ""},
		{`["a"]`, "a", ""},
		{`null`, "a", ""},
	} {
		if got := Get([]byte(tt.raw), tt.key); string(got) != tt.want || (got == nil) != (tt.want == "") {
			t.Errorf("%s of %s: %q, want %q", tt.key, tt.raw, got, tt.want)
		}
	}
}

// TestTexts: the strings are those that were given, however they push each other
// out, and what is repeated costs nothing.
func TestTexts(t *testing.T) {
	var texts Texts
	var got, want []string
	for i := range 20_000 {
		b := bytes.Repeat([]byte{'a' + byte(i%7)}, i%70)
		b = append(b, byte('0'+i%10))
		got, want = append(got, texts.String(b)), append(want, string(b))
		clear(b)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var none *Texts
	if s := none.String([]byte("Sales")); s != "Sales" {
		t.Errorf("%q", s)
	}
	b := []byte("Engineering")
	if n := testing.AllocsPerRun(100, func() { texts.String(b) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestWalkAllocatesNothing: that is what it is for.
func TestWalkAllocatesNothing(t *testing.T) {
	raw := []byte(`{"a":` + strings.Repeat(`[1,{"b":"`, 20) + strings.Repeat(`"}]`, 20) + `,"c":"Zoë","d":null}`)
	if n := testing.AllocsPerRun(100, func() {
		for m := Object(raw); m.Next(); {
			for e := Array(m.Value()); e.Next(); {
				Get(e.Value(), "b")
			}
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
