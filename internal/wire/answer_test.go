package wire

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// sketch writes a cell: its kind where that is no single value, else its text.
func sketch(c Cell) string {
	switch c.kind {
	case KindMissing:
		return "-"
	case KindNull:
		return "null"
	case KindTwice:
		return "twice"
	case KindGarbled:
		return "garbled"
	case KindText:
		return fmt.Sprintf("%q", c.text)
	}
	return c.text
}

// readItems lists the cell of "id" of each item under "a", and what came of it.
func readItems(body string, slow bool, limit int) string {
	a := NewAnswer()
	a.limit = limit
	list := a.List("a")
	id := list.Place("id")
	var r io.Reader = strings.NewReader(body)
	if slow {
		r = iotest.OneByteReader(r)
	}
	var items []string
	beside, err := a.Read(r, list.Each(func(r *Record) error {
		cell := sketch(r.At(id))
		if r.Null() {
			cell = "none"
		}
		items = append(items, cell)
		if cell == `"stop"` {
			return fmt.Errorf("stopped")
		}
		return nil
	}))
	if err == nil && !beside.Has(list) {
		err = errors.New("no list")
	}
	if err != nil {
		return strings.Join(append(items, "then: "+err.Error()), " ")
	}
	return strings.Join(items, " ")
}

func TestRead(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 700)
	deep := `{"x":` + strings.Repeat("[", 20000)
	for _, tt := range []struct{ name, body, want string }{
		{"no items", `{"a":[]}`, ""},
		{"items among others", "\xef\xbb\xbf { \"b\" : [ 1 ] , \"a\" : [ {\"id\":1} , {\"a\":[2], \"id\" : \"x\"} ,\n{ } , null ] , \"c\" : { } } ",
			`1 "x" - none`},
		{"the list twice", `{"a":[{"id":1}],"b":{},"a":[{"id":2}]}`, "1 then: a key that is read is there twice, at offset 26"},
		{"the list, then null", `{"a":[{"id":1}],"a":null}`, "1 then: a key that is read is there twice, at offset 19"},
		{"null, then the list", `{"a":null,"\u0061":[{"id":1}]}`, "then: a key that is read is there twice, at offset 18"},
		{"other keys twice", `{"b":1,"b":2,"a":[{"c":1,"c":2,"id":3}]}`, "3"},
		{"stopped", `{"a":[{"id":"stop"},7]}`, `"stop" then: stopped`},
		{"long items", `{"a":[{"id":"` + long + `"},{"id":"` + long + `"}]}`, `"` + long + `" "` + long + `"`},
		{"no list", `{"b":[1]}`, "then: no list"},
		{"null for the list", `{"a":null}`, "then: no list"},
		{"an object for the list", `{"a":{}}`, "then: no list"},
		{"a bare list", `[1]`, "then: the answer is no JSON object"},
		{"a text", `"a"`, "then: the answer is no JSON object"},
		{"null", `null`, "then: got null instead of an answer"},
		{"nothing", ``, "then: got an empty answer instead of JSON"},
		{"blanks", " \n", "then: got an empty answer instead of JSON"},
		{"a byte order mark alone", "\xef\xbb\xbf", "then: got an empty answer instead of JSON"},
		{"XML", `<?xml version="1.0"?><people/>`, "then: got XML instead of JSON; does the endpoint heed the Accept header?"},
		{"HTML", "\n<!DOCTYPE html><title>Ada", "then: got HTML instead of JSON; is this the address of the API?"},
		{"HTML without doctype", "<HTML>", "then: got HTML instead of JSON; is this the address of the API?"},
		{"words", "Ada Lovelace", "then: not valid JSON at offset 1"},
		{"a word like null", "nothing", "then: not valid JSON at offset 2"},
		{"deep", deep, "then: not valid JSON at offset 10005"},
		{"a value behind the end", `{"a":[{"id":1}]}7`, "1 then: data after the end of the JSON value"},
		{"a brace behind the end", `{"a":[{"id":1}]}}`, "1 then: data after the end of the JSON value"},
		{"a second object behind the end", `{"a":[]} {}`, "then: data after the end of the JSON value"},
		{"a page behind the end", `{"a":[]}<p>`, "then: data after the end of the JSON value"},
		{"an open text behind the end", `{"a":[]} "`, "then: data after the end of the JSON value"},
		{"cut in null", `nul`, "then: the answer ends inside a value"},
		{"cut behind an item", `{"a":[{"id":1}`, "1 then: the answer ends inside a value"},
		{"cut in an item", `{"a":[{"id":1},{"b":`, "1 then: the answer ends inside a value"},
		{"cut behind a comma", `{"a":[{"id":1},`, "1 then: the answer ends inside a value"},
		{"cut in a number", `{"a":[{"id":1`, "then: the answer ends inside a value"},
		{"cut in a text", `{"a":[{"id":"1`, "then: the answer ends inside a value"},
		{"cut at the start of the list", `{"a":[`, "then: the answer ends inside a value"},
		{"cut behind the list", `{"a":[{"id":1}]`, "1 then: the answer ends inside a value"},
		{"cut behind a colon", `{"a":[{"id":1}],"b":`, "1 then: the answer ends inside a value"},
		{"no comma", `{"a":[{"id":1} {}]}`, "1 then: not valid JSON at offset 16"},
		{"a comma at the end", `{"a":[{"id":1},]}`, "1 then: not valid JSON at offset 15"},
		{"a comma at the start", `{"a":[,]}`, "then: not valid JSON at offset 7"},
		{"a wrong bracket", `{"a":[{"id":1},{"b":[}]}`, "1 then: not valid JSON at offset 22"},
		{"two values for a key", `{"a":[{"id":1},{"b":7 8}]}`, "1 then: not valid JSON at offset 23"},
		{"a number with a leading zero", `{"a":[{"id":01}]}`, "then: not valid JSON at offset 14"},
		{"a text behind the list", `{"a":[{"id":1}] "b"}`, "1 then: not valid JSON at offset 17"},
		{"a wrong bracket behind the list", `{"a":[{"id":1}],"b":[}`, "1 then: not valid JSON at offset 22"},
		{"a number for an item", `{"a":[{"id":1},7]}`, "1 then: item 2 of a is no JSON object"},
		{"an array for an item", `{"a":[[{"id":1}]]}`, "then: item 1 of a is no JSON object"},
		{"a large item", `{"a":[{"id":"` + strings.Repeat("x", 3<<10) + `"}]}`, "then: an item larger than allowed"},
		{"a large value that is not read", `{"a":[{"id":1}],"b":"` + strings.Repeat("x", 3<<10) + `"}`, "1 then: an item larger than allowed"},
		{"a large array that is not read", `{"a":[{"id":1}],"b":[` + strings.Repeat("1,", 3<<10) + `1]}`, "1 then: an item larger than allowed"},
		{"a control character", "{\"a\":[{\"id\":\"\x01\"}]}", "then: not valid JSON at offset 14"},
		{"half a surrogate", `{"a":[{"id":"\ud83d"},{"id":"\ud83d\ude00"}]}`, `garbled "😀"`},
		{"wrong UTF-8", "{\"a\":[{\"id\":\"Zo\xeb\"},{\"i\xeb\":1,\"id\":\"Zoë\"}]}", `garbled "Zoë"`},
		{"a key twice", `{"a":[{"id":1,"id":2},{"id":1,"i\u0064":null,"id":3},{"id":4}]}`, "twice twice 4"},
		{"another case", `{"A":[1],"a":[{"ID":1,"id":2}]}`, "2"},
		{"compound cells", `{"a":[{"id":[1, {"b" :"]"}]},{"id":{"id":2}}]}`, `[1, {"b" :"]"}] {"id":2}`},
	} {
		for _, slow := range []bool{false, true} {
			large := strings.HasPrefix(tt.name, "a large")
			if large && !slow {
				continue // what is read at one go has been held already
			}
			limit := MaxItem
			if large {
				limit = 1 << 10
			}
			if got := readItems(tt.body, slow, limit); got != tt.want {
				t.Errorf("%s, slow %t:\n%.200s\nwant\n%.200s", tt.name, slow, got, tt.want)
			}
		}
	}
}
