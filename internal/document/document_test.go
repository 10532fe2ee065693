package document_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/internal/document"
)

type settings struct {
	Base
	Name    string           `json:"name"`
	Days    int8             `json:"days,omitempty"`
	Share   float64          `json:"share"`
	Count   uint             `json:"count"`
	On      bool             `json:"on"`
	Inner   *settings        `json:"inner,omitzero"`
	List    []settings       `json:"list"`
	Words   map[word]string  `json:"words"`
	Limits  map[string]limit `json:"limits"`
	Own     own              `json:"own"`
	Text    text             `json:"text"`
	Raw     json.RawMessage  `json:"raw"`
	Any     any              `json:"any"`
	NoTag   string
	Ignored string `json:"-"`
	hidden  string
}

type Base struct {
	Kind string `json:"kind"`
}

type word string

type limit struct {
	Max int `json:"max"`
}

// own reads its own JSON: a number or the word "any".
type own struct{ n int }

func (o *own) UnmarshalJSON(data []byte) error {
	if string(data) == `"any"` {
		o.n = -1
		return nil
	}
	if json.Unmarshal(data, &o.n) != nil {
		return errors.New(`a number or "any" belongs here`)
	}
	return nil
}

type text struct{ s string }

func (t *text) UnmarshalText(data []byte) error {
	if string(data) == "bad" {
		return errors.New("bad text")
	}
	t.s = string(data)
	return nil
}

func TestDecode(t *testing.T) {
	t.Parallel()
	const doc = ` {"kind":"k","name":"a\"\u00e9\\","days":-7,"share":0.5,"count":3,"on":true,
		"inner":{"name":"b","list":[]},"list":[{"name":"c"},{}],"words":{"x":"y","":"z"},"limits":{"a":{"max":1}},
		"own":"any","text":"t","raw":{"a":[1, "]}"]},"any":[1],"NoTag":"n"} `
	var got settings
	if faults := document.Decode([]byte(doc), &got, document.Settings()); faults != nil {
		t.Fatalf("Decode: %v", faults)
	}
	want := settings{
		Base: Base{"k"}, Name: "a\"é\\", Days: -7, Share: 0.5, Count: 3, On: true,
		Inner: &settings{Name: "b", List: []settings{}}, List: []settings{{Name: "c"}, {}},
		Words: map[word]string{"x": "y", "": "z"}, Limits: map[string]limit{"a": {1}},
		Own: own{-1}, Text: text{"t"}, Raw: json.RawMessage(`{"a":[1, "]}"]}`), Any: []any{1.0}, NoTag: "n",
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(settings{}, own{}, text{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.hidden != "" {
		t.Error("an unexported field was set")
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ doc, want string }{
		{``, "no document: it is blank"},
		{`{"name":`, "not JSON at line 1, column 8: unexpected end of JSON input"},
		{"{\n\"é\": x}", "not JSON at line 2, column 6: invalid character 'x' looking for beginning of value"},
		{`{} x`, "not JSON at line 1, column 4: invalid character 'x' after top-level value"},
		{"{\"name\":\"\xff\"}", "not UTF-8 text at line 1, column 10"},
		{`{"name":"\ud800"}`, "name: broken text: it holds U+FFFD or half of a surrogate pair"},
		{strings.Repeat("[", 101) + strings.Repeat("]", 101), "more than 100 levels deep at line 1, column 101"},
		{strings.Repeat(" ", 1<<20+1), "longer than 1048576 bytes"},
		{`7`, "an object belongs here, not a number"},
		{`null`, "null says nothing here: leave the key out"},
		{`{"nmae":1,"hidden":"x","Ignored":"x","-":"x","NAME":"x"}`,
			"nmae: no such key; did you mean \"name\"?\nhidden: no such key\nIgnored: no such key\n-: no such key\n" +
				"NAME: no such key; did you mean \"name\"?"},
		{`{"name":1,"days":"x","on":1,"list":{},"words":[],"inner":"x"}`,
			"name: text belongs here, not a number\ndays: a whole number belongs here, not text\non: true or false " +
				"belongs here, not a number\n" +
				"list: a list belongs here, not an object\nwords: an object belongs here, not a list\ninner: an object " +
				"belongs here, not text"},
		{`{"days":128,"share":[],"count":-1}`,
			"days: a whole number of at most 8 bits belongs here, not a number\nshare: a number belongs here, not a " +
				"list\ncount: a whole number, 0 or more belongs here, not a number"},
		{`{"list":[{},null,{"x":{"name":1,"name":2}},[]],"limits":{"a":{"max":true}},"words":{"a":1}}`,
			"list[1]: null says nothing here: leave the key out\nlist[2].x: no such key\nlist[2].x.name: given " +
				"twice\nlist[3]: an object belongs here, not a list\n" +
				"limits.a.max: a whole number belongs here, not true or false\nwords.a: text belongs here, not a number"},
		{
			`{"name":"a","name":"b","words":{"x":"y","x":"z"},"raw":[{"a":1,"a":2}]}`,
			"name: given twice\nwords.x: given twice\nraw[0].a: given twice",
		},
		{`{"own":"x","text":"bad"}`, "own: a number or \"any\" belongs here\ntext: bad text"},
		{`{"text":7}`, "text: text belongs here, not a number"},
		{
			`{"inner":{"a b":1,"a.b":1,"":1}}`,
			"inner[\"a b\"]: no such key\ninner[\"a.b\"]: no such key\ninner[\"\"]: no such key",
		},
		{
			`{"any":[` + strings.Repeat(`1,`, 5) + `1],"list":[` + strings.Repeat(`{},`, 10_000) + `{},{}]}`,
			"list: more than 10000 items",
		},
	}
	for _, tt := range tests {
		t.Run(tt.doc[:min(len(tt.doc), 30)], func(t *testing.T) {
			var lines []string
			for _, f := range document.Decode([]byte(tt.doc), new(settings), document.Settings()) {
				lines = append(lines, f.String())
			}
			if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What is well is read though other things are at fault.
func TestDecodeGoesOn(t *testing.T) {
	t.Parallel()
	got := settings{Name: "before"}
	faults := document.Decode([]byte(`{"name":1,"x":{"name":"no"},"days":2}`), &got, document.Settings())
	if len(faults) != 2 || got.Name != "before" || got.Days != 2 {
		t.Errorf("%v, %+v", faults, got)
	}
}

func TestManyFaults(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `"x%d":1,`, i)
	}
	faults := document.Decode([]byte("{"+b.String()+`"y":1}`), new(settings), document.Settings())
	if n := len(faults); n != 101 || faults[100].Message != "more than 100 faults: the others are not listed" {
		t.Errorf("%d faults, the last %v", n, faults[n-1])
	}
	many := `{"list":[` + strings.TrimSuffix(
		strings.Repeat(`{"list":[`+strings.TrimSuffix(strings.Repeat(`{},`, 300), ",")+`]},`, 350), ",") + `]}`
	faults = document.Decode([]byte(many), new(settings), document.Settings())
	if len(faults) != 1 || faults[0].Message != "more than 100000 values in the document" {
		t.Errorf("%v", faults)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	among := []string{"department", "division", "first_name", "last_name", "id", "op", ""}
	for word, want := range map[string]string{
		"departmnt": "department", "departement": "department", "Department": "department", "deaprtment": "department",
		"frist_name": "first_name", "lastname": "last_name", "divison": "division",
		"di": "id", "oq": "op", "x": "", "shoe": "", "": "", "departmentoffice": "",
		strings.Repeat("department", 10): "",
	} {
		if got := document.Nearest(word, among); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := document.Nearest("cat", []string{"hat", "bat"}); got != "hat" {
		t.Errorf("of equals %q, want the first", got)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"list":[{"inner":{"words":{"a":"b"}}}]}`, `{"own":7,"text":"\ud83d\ude00",` +
		`"raw":[{}]}`, `[`, `{"a":1e999,"days":1.0}`, "\ufeff{}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var strict, plain settings
		faults := document.Decode(data, &strict, document.Settings())
		if len(faults) > 101 {
			t.Fatalf("%d faults", len(faults))
		}
		for _, fault := range faults {
			if fault.Message == "" {
				t.Fatal("a fault that says nothing")
			}
		}
		if faults != nil {
			return
		}
		// What is read strictly, encoding/json reads the same.
		if err := json.Unmarshal(data, &plain); err != nil {
			t.Fatalf("encoding/json: %v", err)
		}
		if diff := cmp.Diff(plain, strict, cmp.AllowUnexported(settings{}, own{}, text{})); diff != "" {
			t.Errorf("(-json +strict):\n%s", diff)
		}
	})
}
