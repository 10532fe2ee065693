package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

type page struct {
	Next   string
	People []person
}

type person struct {
	ID     string
	Salary int
}

func TestFetchDecodesOneValue(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"Next":"c2","People":[{"ID":"1","Salary":7}]}`,
		"\xef\xbb\xbf" + `{"Next":"c2","People":[{"ID":"1","Salary":7}]}`,
		" \r\n\t" + `{"next":"c2","People":[{"ID":"1","Salary":7,"New":null}]}` + " \n ",
	} {
		c := newTestClient(t, says(with(200, body, "Content-Type", "text/html")))
		got, err := Fetch[page](t.Context(), c, Request{})
		if diff := cmp.Diff(page{"c2", []person{{"1", 7}}}, got); diff != "" || err != nil {
			t.Errorf("Fetch of %q: %v (-want +got):\n%s", body, err, diff)
		}
	}
}

func TestBodiesThatAreNoPage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		status   int
		body     string
		attempts int
		class    error
		message  string
	}{
		{"empty", 200, "", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"blank", 200, " \n", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"BOM alone", 200, "\xef\xbb\xbf", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"no content", 204, "", 3, employee.ErrMalformed, "got an empty answer instead of JSON"},
		{"null", 200, "null", 3, employee.ErrMalformed, "got null instead of an answer"},
		{"XML", 200, `<?xml version="1.0"?><people/>`, 3, employee.ErrMalformed,
			"got XML instead of JSON; does the endpoint heed the Accept header?"},
		{"HTML", 200, "\n<!DOCTYPE html><title>Ada", 3, employee.ErrMalformed,
			"got HTML instead of JSON; is this the address of the API?"},
		{"HTML without doctype", 200, "<HTML>", 3, employee.ErrMalformed,
			"got HTML instead of JSON; is this the address of the API?"},
		{"text", 200, "Ada Lovelace", 3, employee.ErrMalformed, "not valid JSON at offset 1"},
		{"nothing", 200, "nothing", 3, employee.ErrMalformed, "not valid JSON at offset 2"},
		{"trailing value", 200, "{} {}", 3, employee.ErrMalformed, "data after the end of the JSON value"},
		{"trailing HTML", 200, "{}<p>", 3, employee.ErrMalformed, "data after the end of the JSON value"},
		{"trailing brace", 200, "{}}", 3, employee.ErrMalformed, "data after the end of the JSON value"},
		{"wrong root", 200, `["Ada"]`, 3, employee.ErrMalformed, "field (root) at offset 1 has the wrong type"},
		{"wrong field", 200, `{"People":[{"Salary":"99,000"}]}`, 3, employee.ErrMalformed,
			"field People.Salary at offset 29 has the wrong type"},
		{"number that does not fit", 200, `{"People":[{"Salary":98765.4}]}`, 3, employee.ErrMalformed,
			"field People.Salary at offset 28 has the wrong type"},
		{"syntax", 200, `{"Next":"Ada" "x"}`, 3, employee.ErrMalformed, "not valid JSON at offset 15"},
		{"deep", 200, `{"x":` + strings.Repeat("[", 20000), 3, employee.ErrMalformed, "not valid JSON at offset 10005"},
		{"cut in a value", 200, `{"Next":"c2","People":[{"ID":"1`, 5, employee.ErrIncomplete, "the answer ends inside a value"},
		{"cut in a literal", 200, `nul`, 5, employee.ErrIncomplete, "the answer ends inside a value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				v := says(with(tt.status, tt.body, "X-Request-Id", "r1"))
				c := newTestClient(t, v, func(o *Options) {
					o.RequestIDHeaders = []string{"X-Trace", "X-Request-Id"}
				})
				got, err := Fetch[page](t.Context(), c, Request{Op: "list"})
				sameError(t, err, &employee.FetchError{
					Provider: "acmehr", Op: "list", StatusCode: tt.status, RequestID: "r1", Message: tt.message, Err: tt.class,
				})
				if v.count() != tt.attempts || got.Next != "" || got.People != nil {
					t.Errorf("%d attempts, then %+v; want %d and nothing", v.count(), got, tt.attempts)
				}
			})
		})
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"Next":"a"}`, "null", "<html>", "\xef\xbb\xbf{}", "[", "{}{}", "nul", " "} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got any
		err := (&Response{Body: strings.NewReader(string(data))}).JSON(&got)
		plainData := []byte(strings.TrimPrefix(string(data), "\xef\xbb\xbf"))
		var want any
		valid := json.Unmarshal(plainData, &want) == nil && want != nil
		if (err == nil) != valid {
			t.Fatalf("JSON(%q) = %v, but encoding/json says valid=%t", data, err, valid)
		}
		if diff := cmp.Diff(want, got); valid && diff != "" {
			t.Errorf("JSON(%q) (-want +got):\n%s", data, diff)
		}
	})
}

// each lists the items of a body under "a", and what came of it.
func each(body string, slow bool) string {
	res := &Response{Body: strings.NewReader(body)}
	if slow {
		res.Body = iotest.OneByteReader(res.Body)
	}
	var items []string
	err := res.Each("a", 1<<10, func(item []byte) error {
		items = append(items, string(item))
		if string(item) == `"stop"` {
			return fmt.Errorf("stopped")
		}
		return nil
	})
	if err != nil {
		return strings.Join(append(items, "then: "+err.Error()), " ")
	}
	return strings.Join(items, " ")
}

func TestEach(t *testing.T) {
	t.Parallel()
	is := func(go126, go127 string) string { // what encoding/json says
		if strings.HasPrefix(runtime.Version(), "go1.26") {
			return go126
		}
		return go127
	}
	long := strings.Repeat("x", 700)
	for _, tt := range []struct{ body, want string }{
		{`{"a":[]}`, ""},
		{"\xef\xbb\xbf { \"b\" : [ 1 ] , \"a\" : [ 1 , {\"a\":[2]} ,\n\"x\" ] , \"c\" : { } } ", `1 {"a":[2]} "x"`},
		{`{"a":[1],"b":{},"a":[2]}`, "1 then: an answer that has the key a twice"},
		{`{"a":[1],"a":null}`, "1 then: an answer without its list"},
		{`{"a":["stop",7]}`, `"stop" then: stopped`},
		{`{"a":["` + long + `","` + long + `"]}`, `"` + long + `" "` + long + `"`},
		{`{"b":[1]}`, "then: an answer without its list"},
		{`{"a":null}`, "then: an answer without its list"},
		{`{"a":{}}`, "then: an answer without its list"},
		{`[1]`, "then: an answer that is no JSON object"},
		{`null`, "then: got null instead of an answer"},
		{``, "then: got an empty answer instead of JSON"},
		{`{"a":[1]}7`, "1 then: data after the end of the JSON value"},
		{`{"a":[1]}}`, "1 then: data after the end of the JSON value"},
		{`{"a":[1,2`, "1 then: unexpected EOF"},
		{`{"a":[1,{"b":`, "1 then: unexpected EOF"},
		{`{"a":[1,`, "1 then: unexpected EOF"},
		{`{"a":[1`, "then: unexpected EOF"},
		{`{"a":[`, "then: unexpected EOF"},
		{`{"a":[1]`, "1 then: unexpected EOF"},
		{`{"a":[1],"b":`, "1 then: unexpected EOF"},
		{`{"a":[1 2]}`, "1 then: not valid JSON at offset 9"},
		{`{"a":[1,]}`, "1 then: not valid JSON at offset 9"},
		{`{"a":[,]}`, "then: not valid JSON at offset 7"},
		{`{"a":[1,{"b":[}]}`, "1 then: not valid JSON at offset 15"},
		{`{"a":[1,{"b":7 8}]}`, "1 then: not valid JSON at offset 16"},
		{`{"a":[01]}`, "then: not valid JSON at offset 8"},
		{`{"a":[1] "b"}`, "1 then: not valid JSON at offset " + is("9", "10")},
		{`{"a":[1],"b":[}`, "1 then: not valid JSON at offset " + is("9", "15")},
		{`{"a":["` + strings.Repeat("x", 3<<10) + `"]}`, "then: an item larger than allowed"},
		{`{"a":[1],"b":"` + strings.Repeat("x", 3<<10) + `"}`, "1 then: an item larger than allowed"},
	} {
		for _, slow := range []bool{false, true} {
			if tt.want == "then: an item larger than allowed" && !slow {
				continue // what is read at one go has been held already
			}
			if got := each(tt.body, slow); got != tt.want {
				t.Errorf("%.80q, slow %t:\n%.200s\nwant\n%.200s", tt.body, slow, got, tt.want)
			}
		}
	}
}

// packets is a reader that gives a hundred bytes at a time.
type packets struct{ io.Reader }

func (p packets) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), 100)]) }

// TestEachOfPackets: the work is that of the bytes, however they come. Looking
// through a large item for each packet of it would take minutes.
func TestEachOfPackets(t *testing.T) {
	t.Parallel()
	large := "[" + strings.Repeat(`{"a":1},`, 400_000) + "1]"
	start, n := time.Now(), 0
	res := &Response{Body: packets{strings.NewReader(`{"a":[` + large + `,7]}`)}}
	err := res.Each("a", 8<<20, func(item []byte) error {
		if n++; n == 1 && string(item) != large || n == 2 && string(item) != "7" {
			t.Errorf("item %d is another: %.80s", n, item)
		}
		return nil
	})
	if took := time.Since(start); err != nil || n != 2 || took > 20*time.Second {
		t.Errorf("%d items in %v, error %v", n, took, err)
	}
}

// TestEachBrokenOff: what came before an error, or with it, is handed out first.
func TestEachBrokenOff(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, body := range []io.Reader{
		io.MultiReader(strings.NewReader(`{"a":[1,2,3`), iotest.ErrReader(broken)),
		iotest.DataErrReader(io.MultiReader(strings.NewReader(`{"a":[1,2,`), iotest.ErrReader(broken))),
	} {
		var got []string
		err := (&Response{Body: body}).Each("a", 1<<10, func(item []byte) error { got = append(got, string(item)); return nil })
		if err != broken || strings.Join(got, " ") != "1 2" {
			t.Errorf("%q, error %v", got, err)
		}
	}
}

// FuzzEach: the items are those that encoding/json finds, and an answer that it
// does not accept is an error.
func FuzzEach(f *testing.F) {
	for _, seed := range []string{
		`{"a":[]}`, ` {"b":[1], "a" : [ {"c":"]"} ,"\\\"", [[]] ] }`, `{"a":[1],"a":[2]}`, `{"a":[1,]}`, `{"a":[1}`, `{"a":[1]`, `{"a":[{]}]}`, `{"a":["`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got []json.RawMessage
		err := (&Response{Body: bytes.NewReader(data)}).Each("a", 1<<20, func(item []byte) error {
			got = append(got, bytes.Clone(item))
			return nil
		})
		if err != nil {
			if json.Valid(data) && bytes.Contains(data, []byte(`"a"`)) && shape(data) {
				t.Fatalf("%q: %v", data, err)
			}
			return
		}
		if data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")); !json.Valid(data) {
			t.Fatalf("%q was read", data)
		}
		if want := items(t, data); fmt.Sprintf("%s", got) != fmt.Sprintf("%s", want) {
			t.Fatalf("%q has %s, want %s", data, got, want)
		}
	})
}

// shape reports whether valid JSON is an object with one "a", which is an array.
func shape(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	if open, _ := d.Token(); open != json.Delim('{') {
		return false
	}
	arrays := 0
	for d.More() {
		key, _ := d.Token()
		var value json.RawMessage
		if d.Decode(&value); key == "a" {
			if arrays++; value[0] != '[' {
				return false
			}
		}
	}
	return arrays == 1
}

func items(t *testing.T, data []byte) (all []json.RawMessage) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.Token()
	for d.More() {
		key, _ := d.Token()
		var value json.RawMessage
		if d.Decode(&value); key == "a" {
			var some []json.RawMessage
			if err := json.Unmarshal(value, &some); err != nil {
				t.Fatal(err)
			}
			all = append(all, some...)
		}
	}
	return all
}

// TestParts: what is in the parts goes to them, and the rest to v as ever.
func TestParts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"list", `{"Next":"c2","People":[{"id":"1"},null,{"ID":"2","x":[{}]}]}`, `c2 0 [1  2] map[]`},
		{"in any case", `{"next":"c2","PEOPLE":[{"id":"1"}],"Beside":{"BY":{"k":{"id":"9"}}}}`, `c2 0 [1] map[k:9]`},
		{"parts in their order", `{"Beside":{"by":{"k":{"id":"9"}}},"People":[{"id":"1"}],"Next":"c3"}`, `c3 0 [1] map[k:9]`},
		{"the last of several keys of an item counts", `{"People":[{"id":"2"},{"id":"2","ID":"3"}]}`, ` 0 [2 3] map[]`},
		{"twice", `{"People":[{"id":"1"}],"People":[{"id":"2"}]}`, `an answer that has the key People twice`},
		{"full and empty", `{"People":[{"id":"1"}],"people":[]}`, `an answer that has the key People twice`},
		{"full and null", `{"People":[{"id":"1"}],"People":null}`, `an answer that has the key People twice`},
		{"full and an object", `{"People":[{"id":"1"}],"\u0050EOPLE":{}}`, `an answer that has the key People twice`},
		{"twice on the way", `{"Beside":{"By":{"k":{"id":"9"}}},"Beside":{}}`, `an answer that has the key Beside twice`},
		{"twice elsewhere", `{"Next":"c1","x":{"People":[]},"Next":"c2","People":[]}`, `c2 0 [] map[]`},
		{"no part", `{"Next":"c2"}`, `c2 -1 [] map[]`},
		{"null", `{"People":null,"Beside":null}`, ` -1 [] map[]`},
		{"escaped key", `{"\u0050eople":[{"\u0069d":"\u0041"}]}`, ` 0 [A] map[]`},
		{"another type", `{"People":{"id":"1"}}`, `field People at offset 11 has the wrong type`},
		{"another type of v", `{"People":[{"id":"1"}],"Next":7}`, `field Next at offset 31 has the wrong type`},
		{"no record", `{"People":["1"]}`, `item 1 of People: a record that is no JSON object`},
		{"no member", `{"Beside":{"By":{"k":null,"l":7}}}`, `item 2 of Beside.By: a record that is no JSON object`},
		{"not valid", `{"People":[{"id":"1"}],}`, `not valid JSON at offset 24`},
		{"cut short", `{"People":[{"id":"1"}]`, `unexpected EOF`},
		{"trailing", `{"People":[{"id":"1"}]} x`, `data after the end of the JSON value`},
	} {
		type someone struct{ ID record.Cell }
		var v struct {
			Next   string
			People *[]struct{}
			Beside struct{ By map[string]struct{} }
		}
		ids, by := []string{}, map[string]string{}
		res := &Response{Body: strings.NewReader(tt.body)}
		err := res.Parts(&v,
			Part{Path: []string{"People"}, Item: func(item []byte) error {
				var s someone
				err := record.Into(res.Records(), item, &s)
				ids = append(ids, s.ID.Raw())
				return err
			}},
			Part{Path: []string{"Beside", "By"}, Member: func(key, value []byte) error {
				var s someone
				err := record.Into(res.Records(), value, &s)
				by[string(key)] = s.ID.Raw()
				return err
			}})
		people := -1
		if v.People != nil {
			people = len(*v.People)
		}
		got := fmt.Sprint(v.Next, " ", people, " ", ids, " ", by)
		if err != nil {
			got = describe(err).Error()
		}
		if got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestPartsOfOneClient: answers share memory, and nothing of one is in another.
func TestPartsOfOneClient(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		v := says(
			with(200, `{"People":[{"ID":"first","Name":"Ada"},{"ID":"second"}]}`), with(200, `{"People":[{"ID":"third"}]}`))
		c := newTestClient(t, v)
		var ids []string
		for range 2 {
			err := c.Do(t.Context(), Request{}, func(r *Response) error {
				var v struct{}
				return r.Parts(&v, Part{Path: []string{"People"}, Item: func(item []byte) error {
					var s struct{ ID, Name record.Cell }
					err := record.Into(r.Records(), item, &s)
					ids = append(ids, s.ID.Raw()+s.Name.Raw())
					return err
				}})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Join(ids, " "); got != "firstAda second third" {
			t.Error(got)
		}
	})
}

// FuzzParts: items and members are those that encoding/json reads, and the rest
// is as if nothing had gone to parts.
func FuzzParts(f *testing.F) {
	for _, seed := range []string{
		`{"Next":"c","People":[{"id":1},null,[[]]],"Beside":{"By":{"a":{},"b":"}"}}}`, `{"people":[],"beside":{"by":null}}`, ` {"Beside" : [ ] , "People" : { } } `,
		`{"People":[1],"people":[]}`, `{"Beside":{"By":{}},"BESIDE":{}}`, `{"\u0050eople":["\ud800"],"Next":7}`, `{"Beside":{"By":{"":1,"":2}}}`, `[]`, `null`, `{"People":[1]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		type beside[T any] struct{ By map[string]T }
		var want struct {
			Next   string
			People *[]json.RawMessage
			Beside beside[json.RawMessage]
		}
		var v struct {
			Next   string
			People *[]struct{}
			Beside beside[struct{}]
		}
		var people []json.RawMessage
		by := map[string]json.RawMessage{}
		err := (&Response{Body: bytes.NewReader(data)}).Parts(&v,
			Part{Path: []string{"People"}, Item: func(item []byte) error {
				people = append(people, bytes.Clone(item))
				return nil
			}},
			Part{Path: []string{"Beside", "By"}, Member: func(key, value []byte) error {
				by[string(key)] = bytes.Clone(value)
				return nil
			}})
		wantErr := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &want)
		if err != nil {
			if wantErr == nil && !strings.HasSuffix(err.Error(), " twice") && err.Error() != "got null instead of an answer" {
				t.Fatalf("%q: %v", data, err)
			}
			return
		}
		if wantErr != nil {
			t.Fatalf("%q was read, want %v", data, wantErr)
		}
		if v.Next != want.Next || (v.People == nil) != (want.People == nil) || (v.Beside.By == nil) != (want.Beside.By == nil) {
			t.Errorf("%q: %+v, want %+v", data, v, want)
		}
		if want.People != nil && fmt.Sprintf("%s", people) != fmt.Sprintf("%s", *want.People) || fmt.Sprintf("%s", by) != fmt.Sprintf("%s", want.Beside.By) {
			t.Errorf("%q: %s and %s, want %+v", data, people, by, want)
		}
	})
}
