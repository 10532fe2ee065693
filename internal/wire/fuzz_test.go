package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

const blanks = " \t\r\n"

// A raw is a JSON value as encoding/json finds it. It is the oracle of this package,
// whatever version of itself encoding/json runs on.
type raw []byte

// members are the keys and values of an object, in their order.
func (r raw) members() (keys []string, values []raw) {
	d := json.NewDecoder(bytes.NewReader(r))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, nil
	}
	for d.More() {
		key, _ := d.Token()
		var value json.RawMessage
		_ = d.Decode(&value)
		keys, values = append(keys, key.(string)), append(values, raw(value))
	}
	return keys, values
}

// items are the elements of an array.
func (r raw) items() (values []raw) {
	var all []json.RawMessage
	_ = json.Unmarshal(r, &all)
	for _, value := range all {
		values = append(values, raw(value))
	}
	return values
}

// cell is what Parse makes of the value.
func (r raw) cell() Cell {
	switch r[0] {
	case 'n':
		return Cell{kind: KindNull}
	case 't', 'f':
		return Cell{KindBool, string(r)}
	case '{':
		return Cell{KindObject, string(r)}
	case '[':
		return Cell{KindArray, string(r)}
	case '"':
		var text string
		_ = json.Unmarshal(r, &text)
		if r.garbled() {
			return Cell{kind: KindGarbled}
		}
		return Text(text)
	}
	return Cell{KindNumber, string(r)}
}

// garbled reports whether a text has wrong UTF-8 or half a surrogate.
func (r raw) garbled() bool {
	for i := 0; i < len(r); i++ {
		if r[i] != '\\' {
			continue
		}
		i++
		if r[i] != 'u' {
			continue
		}
		switch unit := r.unit(i - 1); {
		case unit >= 0xdc00 && unit < 0xe000:
			return true
		case unit >= 0xd800 && unit < 0xdc00:
			if next := r.unit(i + 5); next < 0xdc00 || next >= 0xe000 {
				return true
			}
			i += 6
		}
		i += 4
	}
	return !utf8.Valid(r)
}

// unit is the number in an escape at i, 0 if there is none.
func (r raw) unit(i int) uint64 {
	if i+6 > len(r) || r[i] != '\\' || r[i+1] != 'u' {
		return 0
	}
	unit, _ := strconv.ParseUint(string(r[i+2:i+6]), 16, 16)
	return unit
}

// at is what Cell.At finds.
func (r raw) at(path ...string) Cell {
	found, times := raw(nil), 0
	keys, values := r.members()
	for i, key := range keys {
		if key == path[0] {
			found = values[i]
			times++
		}
	}
	switch {
	case times == 0:
		return Cell{}
	case times > 1:
		return Cell{kind: KindTwice}
	case len(path) == 1:
		return found.cell()
	}
	return found.at(path[1:]...)
}

// shape is what shape.read writes, and whether that is an error.
func (r raw) shape() (text string, isError bool) {
	next, people, beside := r.at("Next"), r.at("People"), r.at("Beside")
	by := Cell{}
	if beside.kind == KindObject {
		by = raw(beside.text).at("By")
	}
	for _, c := range []Cell{next, people, beside, by} {
		isError = isError || c.kind == KindTwice
	}
	isError = isError || r[0] != '{' || next.kind == KindGarbled
	ids, members := []string{}, []string{}
	record := func(r raw) bool { return r[0] == '{' || r[0] == 'n' }
	if people.kind == KindArray {
		for _, item := range raw(people.text).items() {
			isError = isError || !record(item)
			ids = append(ids, sketch(item.at("id")))
			if inner := item.at("in", "name"); inner.kind != KindMissing {
				ids = append(ids, "in", sketch(inner))
			}
		}
	}
	if by.kind == KindObject {
		keys, values := raw(by.text).members()
		for i, key := range keys {
			isError = isError || !record(values[i]) || slices.Contains(keys[:i], key)
			members = append(members, key+":"+sketch(values[i].at("id")))
		}
	}
	text = fmt.Sprint(sketch(next), " ", people.kind == KindArray, " ", ids, " ", by.kind == KindObject, " ", members)
	return text, isError
}

// FuzzRead: records are those that encoding/json finds, and an answer that it does not
// accept is an error.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"Next":"c","People":[{"id":1},null,{"in":{"name":[]}}],"Beside":{"By":{"a":{},"b":{"id":"}"}}}}`,
		`{"People":[],"Beside":{"By":null}}`, ` {"Beside" : [ ] , "People" : { } } `, `{"People":[1],"People":[]}`,
		`{"Beside":{"By":{}},"Beside":{}}`, `{"\u0050eople":[{"id":"\ud800"}],"Next":7}`, `{"Beside":{"By":{"":{},"":null}}}`,
		`{"People":[{"id":1,"id":2},{"in":{"name":1},"in":2}]}`, `{"Next":"\ud800"}`, `[]`, `null`, `{"People":[1]`,
		`{"People":[{"id":1},]}`, `{"People":[{"id":1}}`, `{"People":[{]}]}`,
		"\xef\xbb\xbf{\"Next\":\"\xff\"}", `{"a":1,"a":2}{}`,
	} {
		f.Add([]byte(seed))
	}
	s := newShape(false)
	f.Fuzz(func(t *testing.T, data []byte) {
		got := s.read(string(data))
		isError := !strings.HasSuffix(got, "]")
		value := bytes.Trim(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), blanks)
		if !json.Valid(value) {
			if !isError {
				t.Fatalf("%q was read: %s", data, got)
			}
			return
		}
		want, wantError := raw(value).shape()
		if wantError != isError || !isError && got != want {
			t.Fatalf("%q: %s, want %s, error %t", data, got, want, wantError)
		}
		// A cut is told from other faults wherever it is.
		if end := len(value) / 2; !isError && len(value) < 200 && end > 0 && value[0] == '{' {
			got := s.read(string(value[:end]))
			if got != "the answer ends inside a value" {
				t.Fatalf("%q: %s", value[:end], got)
			}
		}
	})
}

// FuzzCell: what is in a cell is what encoding/json finds, and what no reader
// understands is withheld.
func FuzzCell(f *testing.F) {
	for _, s := range []string{
		`null`, `"2026-01-31T00:00:00Z"`, `"0000-00-00"`, `[{"label":"x"}]`, `{"a":[]}`, `1e9`, `"\ud800"`, `true`,
		`{}`, `[]`, ` { "a" : [ 1 , { "b" : null } ] , "" : "" } `, `{"a":1,"a":"2","\u0061":true}`,
		`["\\","\"","\\\"",["]"],{"}":"{"}]`, `{"k\\":"v\\\\"}`, "{\"\xff\":\"\xff\"}", `[-1.5e+7,false,"\ud800","😀"]`,
		`{`, `{"a`, `{"a"`, `{"a":`, `{"a":[`, `[1,`, `["\`, `{"a" 7}`, `[}`, `{"a":}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ok := Parse(data)
		if value := bytes.Trim(data, blanks); ok != json.Valid(value) {
			t.Fatalf("%q: %t", data, ok)
		} else if ok {
			compare(t, c, value, 0)
		}
		for name, read := range readers() {
			v, err := read(c)
			var e employee.Employee
			Put(&e, "custom.x", v, err)
			if err != nil && (e.Value("custom.x") != employee.Withheld() || len(e.Problems) != 1) {
				t.Errorf("%s of %s: error %v gave %#v and %v", name, data, err, e.Value("custom.x"), e.Problems)
			}
		}
	})
}

// compare compares a cell, and all that is in it, with a value.
func compare(t *testing.T, c Cell, want raw, depth int) {
	if c != want.cell() {
		t.Fatalf("%q is %v", want, c)
	}
	if depth > 50 {
		return
	}
	var items []Cell
	for item := range c.Items() {
		items = append(items, item)
	}
	if c.kind == KindArray {
		values := want.items()
		if len(items) != len(values) {
			t.Fatalf("%q has %d items", want, len(items))
		}
		for i, item := range items {
			compare(t, item, values[i], depth+1)
		}
	}
	keys, values := want.members()
	var got, all []string
	for key, member := range c.Members() {
		got = append(got, key)
		if i := slices.Index(keys, key); slices.Contains(got[:len(got)-1], key) {
			if member.kind != KindTwice {
				t.Fatalf("%q: the second %q is %v", want, key, member)
			}
		} else {
			compare(t, member, values[i], depth+1)
		}
	}
	for _, key := range keys {
		if !strings.ContainsRune(key, utf8.RuneError) {
			all = append(all, key)
		}
	}
	got = slices.DeleteFunc(got, func(key string) bool { return strings.ContainsRune(key, utf8.RuneError) })
	if diff := cmp.Diff(all, got); diff != "" {
		t.Fatalf("%q: keys (-want +got):\n%s", want, diff)
	}
}

// FuzzDecode: what Decode accepts is what encoding/json accepts, but for keys that are
// there twice.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"access_token":"a"}`, "null", "<html>", "\xef\xbb\xbf{}", "[", "{}{}", "nul", " ", `{"a":{"b":1,"b":2}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got grant
		err := Decode(bytes.NewReader(data), &got)
		value := bytes.Trim(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), blanks)
		if err != nil && strings.HasPrefix(err.Error(), "a key that is there twice") {
			return
		}
		if valid := json.Valid(value) && value[0] == '{'; valid != (err == nil) {
			t.Fatalf("%q: error %v", data, err)
		} else if valid && (got.Token != raw(value).at("access_token") || got.Expires != raw(value).at("expires_in")) {
			t.Fatalf("%q: %v", data, got)
		}
	})
}
