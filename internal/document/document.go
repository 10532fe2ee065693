// Package document reads stored JSON documents strictly: what a document says
// is either understood or a fault with its place.
package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"unicode/utf8"
)

// The bounds of a document.
const (
	maxSize   = 1 << 20 // bytes
	maxDepth  = 64      // objects and arrays within one another
	maxItems  = 10_000  // in one list
	maxValues = 100_000 // in all
	maxFaults = 100
)

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
// own JSON; text that is not UTF-8; anything after the document; more than
// 1 MiB; more than 64 objects and arrays within one another; more than 10,000
// items in a list or 100,000 values in all. A document that is not JSON has one
// fault, with line and column. There are at most 101: after a hundred, the last
// says that there are more.
//
// The keys are those of the json tags. A type with UnmarshalJSON gets its bytes
// as they are, one with UnmarshalText its text; their errors become faults. Of
// what is at fault, v keeps its former value; the rest is read.
func Decode(data []byte, v any) []Fault {
	if f, bad := malformed(data); bad {
		return []Fault{f}
	}
	r := reader{data: data}
	r.value(reflect.ValueOf(v).Elem(), "")
	return r.faults
}

// malformed finds what makes reading pointless. After it, data is valid JSON of
// bounded size and depth.
func malformed(data []byte) (f Fault, bad bool) {
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
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		at := len(data)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = int(syntax.Offset)
		}
		return Fault{Message: fmt.Sprintf("not JSON at %s: %v", position(data, at-1), err)}, true
	}
	return Fault{}, false
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
