// Package document reads stored JSON documents strictly: what a document says
// is either understood or a fault with its place.
package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

const (
	maxDepth  = 100 // objects and arrays within one another: three times the conditions of a mapping
	maxFaults = 100
)

// Bounds say how large a document may be.
type Bounds struct {
	Size   int // bytes
	Items  int // in one list
	Values int // in all

	Replaced bool // U+FFFD is text like any other; else it is a fault, for it stands for a broken one
}

// Settings are the bounds of a document that a person wrote.
func Settings() Bounds { return Bounds{Size: 1 << 20, Items: 10_000, Values: 100_000} }

// Data are the bounds of a document that a program wrote: a gigabyte.
func Data() Bounds { return Bounds{Size: 1 << 30, Items: 10_000_000, Values: 1_000_000_000} }

// NoSuchKey begins the message about a key that the Go type does not have.
const NoSuchKey = "no such key"

// NullSaysNothing is the message about a null.
const NullSaysNothing = "null says nothing here: leave the key out"

// A Fault is one thing that is wrong with a document. It quotes keys, never
// values.
type Fault struct {
	Path    string // "rules[2].when.any[0]"; "" for the whole document
	Message string
}

// String returns path and message.
func (f Fault) String() string {
	if f.Path == "" {
		return f.Message
	}
	return f.Path + ": " + f.Message
}

// Decode reads the JSON document data into v, a pointer that is not nil, and
// returns every fault of the document in its order, nil if there is none.
//
// These are faults: a key that the Go type does not have, to the letter; a key
// given twice; a value of another type; null, except for a type that reads its
// own JSON; text that is not UTF-8; anything after the document; more than 100
// objects and arrays within one another; and what is beyond the bounds. A
// document that is not JSON has one fault, with line and column. There are at
// most 101: after a hundred, the last says that there are more.
//
// The keys are those of the json tags. A type with UnmarshalJSON gets its bytes
// as they are, one with UnmarshalText its text; their errors become faults. Of
// what is at fault, v keeps its former value; the rest is read, up to the
// hundredth fault or the bound of values.
func Decode(data []byte, v any, within Bounds) []Fault {
	if f, bad := malformed(data, within.Size); bad {
		return []Fault{f}
	}
	r := reader{data: data, within: within}
	r.value(reflect.ValueOf(v).Elem(), "")
	return r.faults
}

// malformed finds what makes reading pointless. After it, data is valid JSON of
// bounded size and depth.
func malformed(data []byte, maxSize int) (f Fault, bad bool) {
	if len(data) > maxSize {
		return Fault{Message: fmt.Sprintf("longer than %d bytes", maxSize)}, true
	}
	if len(bytes.TrimLeft(data, " \t\r\n")) == 0 {
		return Fault{Message: "no document: it is blank"}, true
	}
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			return Fault{Message: "not UTF-8 text at " + position(data, i)}, true
		}
		i += size
	}
	if i := tooDeep(data); i >= 0 {
		return Fault{Message: fmt.Sprintf("more than %d levels deep at %s", maxDepth, position(data, i))}, true
	}
	if json.Valid(data) {
		return Fault{}, false
	}
	at, err := len(data), json.Unmarshal(data, new(json.RawMessage))
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(syntax.Offset)
	}
	return Fault{Message: fmt.Sprintf("not JSON at %s: %v", position(data, at-1), err)}, true
}

// tooDeep returns where data goes beyond maxDepth, or -1.
func tooDeep(data []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return i
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return -1
}

// position names the place of a byte as people count: from 1.
func position(data []byte, i int) string {
	before := data[:max(0, min(i, len(data)))]
	line := bytes.Count(before, []byte("\n"))
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d", line+1, column+1)
}

// Unread reports whether a fault at path, found in what Decode read, may only
// be there because a part of the same object, or the item of a list, is among
// the faults of Decode.
func Unread(faults []Fault, path string) bool {
	for _, f := range faults {
		whole := f.Path
		if !strings.HasSuffix(whole, "]") {
			end := strings.LastIndexByte(whole, '.')
			if end < 0 {
				end = 0
			}
			whole = whole[:end]
		}
		if inside, ok := strings.CutPrefix(path, whole); ok && whole != "" && (inside == "" || inside[0] == '.' || inside[0] == '[') {
			return true
		}
		if path == f.Path {
			return true
		}
	}
	return false
}
