package record

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/internal/walk"
)

// A sample has every kind of field.
type sample struct {
	ID      Cell
	Name    Cell `json:"full_name"`
	Manager inner
	Raw     json.RawMessage `json:"raw,omitempty"`
	Tags    []string
	Count   int
}

// An inner is a field with a form of its own: an object with a name, or nothing.
type inner struct{ Name Cell }

func (i *inner) Fill(raw []byte, r *Reader) {
	if raw[0] == '{' {
		_ = Into(r, raw, i)
	}
}

// A plain is a sample without methods, for encoding/json.
type plain struct {
	ID      Cell
	Name    Cell `json:"full_name"`
	Manager json.RawMessage
	Raw     json.RawMessage `json:"raw,omitempty"`
	Tags    []string
	Count   int
}

func TestInto(t *testing.T) {
	t.Parallel()
	var r Reader
	for _, tt := range []struct {
		raw  string
		want sample
		err  string
	}{
		{`{}`, sample{}, ""},
		{`null`, sample{}, ""},
		{`{"id":7,"FULL_NAME":" Ada ","manager":{"name":"Zo\u00eb","x":1},"raw":[1, 2],"tags":["a"],"count":3,"Name":"no"}`,
			sample{ID: Cell{number, "7"}, Name: Cell{text, " Ada "}, Manager: inner{Cell{text, "Zoë"}}, Raw: json.RawMessage("[1, 2]"), Tags: []string{"a"}, Count: 3}, ""},
		{`{"id":1,"id":null,"manager":[]}`, sample{ID: Cell{kind: null}}, ""},
		{`{"count":"x","id":true}`, sample{ID: Cell{boolean, "true"}}, "field Count has the wrong type"},
		{`7`, sample{}, "a record that is no JSON object"},
		{`[]`, sample{}, "a record that is no JSON object"},
		{``, sample{}, "a record that is no JSON object"},
	} {
		var got sample
		err := Into(&r, []byte(tt.raw), &got)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if text != tt.err || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v, error %q; want %+v, error %q", tt.raw, got, text, tt.want, tt.err)
		}
	}
}

// FuzzInto: a record is read as encoding/json reads it.
func FuzzInto(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","full_name":null,"manager":{"name":"x"},"raw":{"a":[]},"tags":["a",null],"count":1}`,
		`{"ID":1,"Full_Name":true,"RAW":0,"id":"\ud800"}`, `{"count":1.5,"tags":{}}`, `null`, `{"":{"id":1}}`, `{"\u0069d":"x"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = []byte(strings.TrimSpace(string(data)))
		if !json.Valid(data) || data[0] != '{' && data[0] != 'n' || foldsOddly(data) {
			return
		}
		var want plain
		wantErr := json.Unmarshal(data, &want)
		var got plain
		err := Into(new(Reader), data, &got)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%s: error %v, want %v", data, err, wantErr)
		}
		if err != nil {
			want.Tags, got.Tags = nil, nil // as far as it was understood
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", data, got, want)
		}
	})
}

// foldsOddly reports whether JSON has a key with a letter that Unicode folds to an
// ASCII one, which encoding/json does and no vendor.
func foldsOddly(data []byte) bool {
	for m := walk.Object(data); m.Next(); {
		if strings.ContainsAny(string(m.Key()), "\u017f\u212a") {
			return true
		}
	}
	return false
}

// TestKeys reads a row.
func TestKeys(t *testing.T) {
	t.Parallel()
	keys := Keys{"id": 0, "name": 1, "gone": 2}
	for _, tt := range []struct {
		raw  string
		want []string
		err  bool
	}{
		{`{"id":1,"name":"Ada","x":{"id":2}}`, []string{"1", "Ada", "missing"}, false},
		{`{"id":1,"id":"2","Name":"Ada","\u006eame":null}`, []string{"2", "null", "missing"}, false},
		{`null`, []string{"missing", "missing", "missing"}, false},
		{`"id"`, []string{"missing", "missing", "missing"}, true},
	} {
		row := make(Row, len(keys))
		err := keys.Read(row, []byte(tt.raw), nil)
		var got []string
		for _, c := range row {
			switch {
			case c.Missing():
				got = append(got, "missing")
			case c.Null():
				got = append(got, "null")
			default:
				got = append(got, c.Raw())
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || (err != nil) != tt.err {
			t.Errorf("%s: error %v (-want +got):\n%s", tt.raw, err, diff)
		}
	}
}

// TestCellsShareNoMemory: a cell outlives the JSON that it was read from.
func TestCellsShareNoMemory(t *testing.T) {
	t.Parallel()
	data := []byte(`{"ID":"first","full_name":[1],"raw":"x"}`)
	var r Reader
	var s sample
	if err := Into(&r, data, &s); err != nil {
		t.Fatal(err)
	}
	clear(data)
	if s.ID.Raw() != "first" || s.Name != (Cell{compound, "[1]"}) || string(s.Raw) != `"x"` || !slices.Equal(s.Tags, nil) {
		t.Errorf("%+v", s)
	}
}
