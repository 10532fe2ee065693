package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
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
		{"items among others", "\xef\xbb\xbf" + ` { "b" : [ 1 ] , "a" : [ {"id":1} , {"a":[2], "id" : "x"} ,
			{ } , null ] , "c" : { } } `,
			`1 "x" - none`},
		{"the list twice", `{"a":[{"id":1}],"b":{},"a":[{"id":2}]}`, "1 then: an answer that has the key a twice"},
		{"the list, then null", `{"a":[{"id":1}],"a":null}`, "1 then: an answer that has the key a twice"},
		{"null, then the list", `{"a":null,"\u0061":[{"id":1}]}`, "then: an answer that has the key a twice"},
		{"other keys twice", `{"b":1,"b":2,"a":[{"c":1,"c":2,"id":3}]}`, "3"},
		{"stopped", `{"a":[{"id":"stop"},7]}`, `"stop" then: stopped`},
		{"long items", `{"a":[{"id":"` + long + `"},{"id":"` + long + `"}]}`, `"` + long + `" "` + long + `"`},
		{"no list", `{"b":[1]}`, "then: no list"},
		{"null for the list", `{"a":null}`, "then: no list"},
		{"an object for the list", `{"a":{}}`, "then: no list"},
		{"a bare list", `[1]`, "then: an answer that is no JSON object"},
		{"a text", `"a"`, "then: an answer that is no JSON object"},
		{"null", `null`, "then: got null instead of an answer"},
		{"nothing", ``, "then: got an empty answer instead of JSON"},
		{"blanks", " \n", "then: got an empty answer instead of JSON"},
		{"a byte order mark alone", "\xef\xbb\xbf", "then: got an empty answer instead of JSON"},
		{"XML", `<?xml version="1.0"?><people/>`,
			"then: got XML instead of JSON; does the endpoint heed the Accept header?"},
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
		{"a number for an item", `{"a":[{"id":1},7]}`, "1 then: item 2 of a: a record that is no JSON object"},
		{"an array for an item", `{"a":[[{"id":1}]]}`, "then: item 1 of a: a record that is no JSON object"},
		{"a large item", `{"a":[{"id":"` + strings.Repeat("x", 3<<10) + `"}]}`, "then: an item larger than allowed"},
		{"a large value that is not read", `{"a":[{"id":1}],"b":"` + strings.Repeat("x", 3<<10) + `"}`,
			"1 then: an item larger than allowed"},
		{"a large array that is not read", `{"a":[{"id":1}],"b":[` + strings.Repeat("1,", 3<<10) + `1]}`,
			"1 then: an item larger than allowed"},
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

// packets is a reader that gives a hundred bytes at a time.
type packets struct{ io.Reader }

func (p packets) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), 100)]) }

// TestReadPackets: the work is that of the bytes, however they come. Moving a large
// item for each packet of it would take minutes.
func TestReadPackets(t *testing.T) {
	t.Parallel()
	large := "[" + strings.Repeat(`{"a":1},`, 400_000) + "1]"
	a := NewAnswer()
	list := a.List("a")
	id := list.Place("id")
	start, n := time.Now(), 0
	_, err := a.Read(packets{strings.NewReader(`{"a":[{"id":` + large + `},{"id":7}]}`)}, list.Each(func(r *Record) error {
		if n++; n == 1 && sketch(r.At(id)) != large || n == 2 && sketch(r.At(id)) != "7" {
			t.Errorf("item %d is another: %.80s", n, sketch(r.At(id)))
		}
		return nil
	}))
	if took := time.Since(start); err != nil || n != 2 || took > 20*time.Second {
		t.Errorf("%d items in %v, error %v", n, took, err)
	}
}

// TestReadBroken: what came before an error of the body, or with it, is handed out
// first, and the error passes through. It is never mistaken for one of the JSON.
func TestReadBroken(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	whole := `{"a":[{"id":1},{"id":2},{"id":"three"}],"b":[1,2],"c":null}`
	a := NewAnswer()
	list := a.List("a")
	id := list.Place("id")
	for end := range len(whole) + 1 {
		before := strings.Count(whole[:end], "}")
		if end == len(whole) {
			before--
		}
		for name, body := range map[string]io.Reader{
			"after":   io.MultiReader(strings.NewReader(whole[:end]), iotest.ErrReader(broken)),
			"with it": iotest.DataErrReader(io.MultiReader(strings.NewReader(whole[:end]), iotest.ErrReader(broken))),
			"slowly":  iotest.OneByteReader(io.MultiReader(strings.NewReader(whole[:end]), iotest.ErrReader(broken))),
		} {
			var got []string
			_, err := a.Read(body, list.Each(func(r *Record) error {
				got = append(got, sketch(r.At(id)))
				return nil
			}))
			if !errors.Is(err, broken) || len(got) != before {
				t.Errorf("%s, %s: %q, error %v; want %d items", whole[:end], name, got, err, before)
			}
		}
		if end == len(whole) {
			continue
		}
		_, err := a.Read(strings.NewReader(whole[:end]), list.Each(func(*Record) error { return nil }))
		if end > 0 && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s, cut: error %v", whole[:end], err)
		}
	}
	for _, body := range []io.Reader{silent{}, io.MultiReader(strings.NewReader(`{"a":[`), silent{})} {
		if _, err := a.Read(body); !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("a body that says nothing: error %v", err)
		}
	}
}

// silent is a reader that gives nothing, and no error.
type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

// shape is an answer with two lists and values beside them, and a reading of it.
type shape struct {
	answer                 *Answer
	people, by             *List
	next, id, inner, value Place
}

func newShape(anyCase bool) *shape {
	s := &shape{answer: NewAnswer()}
	if anyCase {
		s.answer.AnyCase()
	}
	s.people, s.by = s.answer.List("People"), s.answer.Map("Beside", "By")
	s.next = s.answer.Place("Next")
	s.id, s.inner = s.people.Place("id"), s.people.Place("in", "name")
	s.value = s.by.Place("id")
	return s
}

// read writes "next people [ids] {members}", or the error.
func (s *shape) read(body string) string {
	ids, by := []string{}, []string{}
	beside, err := s.answer.Read(strings.NewReader(body),
		s.people.Each(func(r *Record) error {
			if ids = append(ids, sketch(r.At(s.id))); !r.At(s.inner).Missing() {
				ids = append(ids, "in", sketch(r.At(s.inner)))
			}
			return nil
		}),
		s.by.Each(func(r *Record) error {
			by = append(by, r.Key()+":"+sketch(r.At(s.value)))
			return nil
		}))
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(sketch(beside.At(s.next)), " ", beside.Has(s.people), " ", ids, " ", beside.Has(s.by), " ", by)
}

func TestLists(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body, want string
		anyCase          bool
	}{
		{"list", `{"Next":"c2","People":[{"id":"1"},null,{"id":"2","x":[{}]}]}`,
			`"c2" true ["1" - "2"] false []`, false},
		{"in any case", `{"next":"c2","PEOPLE":[{"ID":"1"}],"Beside":{"BY":{"k":{"id":"9"}}}}`,
			`"c2" true ["1"] true [k:"9"]`, true},
		{"in another case", `{"next":"c2","PEOPLE":[{"ID":"1"}],"Beside":{"BY":{"k":{"id":"9"}}}}`,
			`- false [] false []`, false},
		{"in another order", `{"Beside":{"By":{"k":{"id":"9"}}},"People":[{"id":"1"}],"Next":"c3"}`,
			`"c3" true ["1"] true [k:"9"]`, false},
		{"a key of an item twice", `{"People":[{"id":"2"},{"id":"2","ID":"3"}]}`,
			`- true ["2" twice] false []`, true},
		{"twice", `{"People":[{"id":"1"}],"People":[{"id":"2"}]}`, `an answer that has the key People twice`, false},
		{"full and empty", `{"People":[{"id":"1"}],"people":[]}`, `an answer that has the key People twice`, true},
		{"full and null", `{"People":[{"id":"1"}],"People":null}`, `an answer that has the key People twice`, false},
		{"full and an object", `{"People":[{"id":"1"}],"\u0050EOPLE":{}}`,
			`an answer that has the key People twice`, true},
		{"twice on the way", `{"Beside":{"By":{"k":{"id":"9"}}},"Beside":{}}`,
			`an answer that has the key Beside twice`, false},
		{"a cursor twice", `{"Next":"c1","x":{"People":[]},"Next":"c2","People":[]}`,
			`an answer that has the key Next twice`, false},
		{"a member twice", `{"Beside":{"By":{"k":{"id":"9"},"\u006b":{}}}}`,
			`member 2 of Beside.By: a key that was there before`, false},
		{"a garbled cursor", `{"Next":"c\ud800"}`, `an answer whose Next is not valid UTF-8`, false},
		{"no list", `{"Next":"c2"}`, `"c2" false [] false []`, false},
		{"null", `{"People":null,"Beside":null}`, `- false [] false []`, false},
		{"another value on the way", `{"Beside":[{"By":{"k":{"id":"9"}}}]}`, `- false [] false []`, false},
		{"escaped key", `{"\u0050eople":[{"\u0069d":"\u0041"}]}`, `- true ["A"] false []`, false},
		{"another type", `{"People":{"id":"1"},"Beside":{"By":[{"id":"1"}]}}`, `- false [] false []`, false},
		{"another type beside", `{"People":[{"id":"1"}],"Next":7}`, `7 true ["1"] false []`, false},
		{"no record", `{"People":["1"]}`, `item 1 of People: a record that is no JSON object`, false},
		{"no member", `{"Beside":{"By":{"k":null,"l":7}}}`,
			`item 2 of Beside.By: a record that is no JSON object`, false},
		{"inside", `{"People":[{"id":1,"in":{"name":"x"}},{"id":2,"in":"x"},{"id":3,"in":[{"name":"x"}]}]}`,
			`- true [1 in "x" 2 3] false []`, false},
		{"inside twice", `{"People":[{"in":{"name":1},"id":1,"in":{"name":2}},{"in":null,"in":{"name":2}}]}`,
			`- true [1 in twice - in twice] false []`, false},
		{"not valid", `{"People":[{"id":"1"}],}`, `not valid JSON at offset 23`, false},
		{"cut short", `{"People":[{"id":"1"}]`, `the answer ends inside a value`, false},
		{"trailing", `{"People":[{"id":"1"}]} x`, `data after the end of the JSON value`, false},
	} {
		if got := newShape(tt.anyCase).read(tt.body); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestAnswersShareMemory: nothing of one answer is in another, whatever became of it.
func TestAnswersShareMemory(t *testing.T) {
	t.Parallel()
	s := newShape(false)
	for range 3 {
		for _, tt := range []struct{ body, want string }{
			{`{"People":[{"id":"first","in":{"name":"Ada"}},{"id":"second"}],"Next":"c2"}`,
				`"c2" true ["first" in "Ada" "second"] false []`},
			{`{"People":[{"id":"third"`, "the answer ends inside a value"},
			{`{"People":[{}],"Beside":{"By":{"k":{}}}}`, `- true [-] true [k:-]`},
		} {
			if got := s.read(tt.body); got != tt.want {
				t.Errorf("%s: %s\nwant %s", tt.body, got, tt.want)
			}
		}
	}
}

// TestRootLists: the answer itself is the list.
func TestRootLists(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ body, want string }{
		{`[{"id":1},{"id":2}]`, "1 2 true false"},
		{`{"a":{"id":1},"b":{"id":2}}`, "a:1 b:2 false true"},
		{`[]`, "true false"},
		{`7`, "an answer that is no JSON object"},
		{`null`, "got null instead of an answer"},
	} {
		a := NewAnswer()
		all, byName := a.List(), a.Map()
		id, member := all.Place("id"), byName.Place("id")
		var got []string
		beside, err := a.Read(strings.NewReader(tt.body),
			all.Each(func(r *Record) error { got = append(got, sketch(r.At(id))); return nil }),
			byName.Each(func(r *Record) error { got = append(got, r.Key()+":"+sketch(r.At(member))); return nil }))
		if err != nil {
			got = append(got, err.Error())
		} else {
			got = append(got, fmt.Sprint(beside.Has(all)), fmt.Sprint(beside.Has(byName)))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %s, want %s", tt.body, got, tt.want)
		}
	}
}

// TestOthers: keys that no place names are read on demand, each key once.
func TestOthers(t *testing.T) {
	t.Parallel()
	a := NewAnswer()
	list := a.List()
	list.Others()
	id := list.Place("id")
	list.AnyCase("id")
	list.Place("in", "name")
	var got []string
	_, err := a.Read(strings.NewReader(
		`[{"Id":7,"x":"1","y.0":[1],"in":{"z":1},"x":2,"\ud800":1},{},{"x":null,"ID":1}]`), list.Each(func(r *Record) error {
		line := fmt.Sprint(r.Number(), " ", sketch(r.At(id)))
		for _, m := range r.Others() {
			line += " " + m.Key + ":" + sketch(m.Cell)
		}
		got = append(got, line)
		return nil
	}))
	want := []string{`1 7 x:"1" y.0:[1] x:twice`, `2 -`, `3 1 x:null`}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// TestPlaces: a path has one place, and the zero place is nowhere.
func TestPlaces(t *testing.T) {
	t.Parallel()
	a := NewAnswer()
	list := a.List("a")
	nested, dotted := list.Place("work", "startDate"), list.Place("work.startDate")
	work := list.Place("work")
	if list.Place("work", "startDate") != nested || nested == dotted || nested == work || work == 0 {
		t.Errorf("places %d, %d and %d", nested, dotted, work)
	}
	body := strings.NewReader(`{"a":[{"work":{"startDate":1,"x":2},"work.startDate":3}]}`)
	_, err := a.Read(body, list.Each(func(r *Record) error {
		var nowhere Place
		got := []string{sketch(r.At(nested)), sketch(r.At(dotted)), sketch(r.At(work)), sketch(r.At(nowhere))}
		if diff := cmp.Diff([]string{"1", "3", "{}", "-"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		return nil
	}))
	if err != nil {
		t.Error(err)
	}
}

// TestCellsShareNoMemory: a cell outlives the answer that it was read from.
func TestCellsShareNoMemory(t *testing.T) {
	t.Parallel()
	data := []byte(`[{"id":"first","x":[1],"y":"Zo\u00eb"},{"id":"other"}]`)
	a := NewAnswer()
	list := a.List()
	id, x, y := list.Place("id"), list.Place("x"), list.Place("y")
	var kept []Cell
	_, err := a.Read(bytes.NewReader(data), list.Each(func(r *Record) error {
		if r.Number() == 1 {
			kept = []Cell{r.At(id), r.At(x), r.At(y)}
		}
		return nil
	}))
	clear(data)
	if want := []Cell{Text("first"), {KindArray, "[1]"}, Text("Zoë")}; err != nil || !slices.Equal(kept, want) {
		t.Errorf("%v, error %v", kept, err)
	}
}

// TestReadAllocates nothing for what is not read, or was read before.
func TestReadAllocates(t *testing.T) {
	deep := strings.Repeat(`[1,{"b":`, 20) + "2" + strings.Repeat(`}]`, 20)
	item := `{"a":` + deep + `,"c":"Zoë","id":"same","d":"\u00e9","e":null},`
	few, many := `[`+strings.Repeat(item, 10)+`{}]`, `[`+strings.Repeat(item, 1000)+`{}]`
	a := NewAnswer()
	list := a.List()
	list.Place("id")
	allocations := func(body string) float64 {
		return testing.AllocsPerRun(10, func() {
			if _, err := a.Read(strings.NewReader(body), list.Each(func(*Record) error { return nil })); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := allocations(few), allocations(many); many > few+20 {
		t.Errorf("%v allocations for 10 items and %v for 1,000", few, many)
	}
}
