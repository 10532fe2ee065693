package personio

import (
	"bytes"
	"encoding/json"
	"iter"
)

// Attributes are the members of an object, in their order. A record of v1 has
// some dozen of them, each an object of which one member matters: finding that
// one where it stands takes a fraction of the time of decoding them all.
type attributes []attribute

type attribute struct {
	key  []byte
	body object
}

// UnmarshalJSON takes any JSON. What is no object has no attributes.
func (a *attributes) UnmarshalJSON(data []byte) error {
	*a = nil
	for key, body := range object(bytes.Clone(data)).members() {
		*a = append(*a, attribute{key, object(body)})
	}
	return nil
}

// get returns the attribute with the key, nil if there is none.
func (a attributes) get(key string) object {
	for i := range a {
		if string(a[i].key) == key {
			return a[i].body
		}
	}
	return nil
}

// An object is the JSON of an object that encoding/json has found to be valid,
// or of something else, which has no members.
type object json.RawMessage

// get returns the value of the first member with the key, nil if there is none.
func (o object) get(key string) json.RawMessage {
	for name, value := range o.members() {
		if string(name) == key {
			return value
		}
	}
	return nil
}

// members iterates over keys and values, which share the memory of o.
func (o object) members() iter.Seq2[[]byte, json.RawMessage] {
	return func(yield func([]byte, json.RawMessage) bool) {
		if len(o) == 0 || o[0] != '{' {
			return
		}
		for i := 1; ; {
			for i < len(o) && (o[i] == ',' || isSpace(o[i])) {
				i++
			}
			if i >= len(o) || o[i] != '"' {
				return
			}
			end := o.endOfText(i)
			key := plainKey(o[i:end])
			for i = end; i < len(o) && (o[i] == ':' || isSpace(o[i])); i++ {
			}
			end = o.endOfValue(i)
			if !yield(key, json.RawMessage(o[i:end:end])) {
				return
			}
			i = end
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// plainKey takes the quotation marks and the escapes away.
func plainKey(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return bytes.Trim(quoted, `"`)
	}
	var key string
	_ = json.Unmarshal(quoted, &key) // it is valid
	return []byte(key)
}

// endOfText returns the index behind the text that begins at i.
func (o object) endOfText(i int) int {
	for i++; i < len(o); i++ {
		switch o[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(o)
}

// endOfValue returns the index behind the value that begins at i.
func (o object) endOfValue(i int) int {
	depth := 0
	for ; i < len(o); i++ {
		switch c := o[i]; {
		case c == '"':
			i = o.endOfText(i) - 1
		case c == '{' || c == '[':
			depth++
		case depth == 0 && (c == ',' || c == '}' || c == ']' || isSpace(c)):
			return i
		case c == '}' || c == ']':
			depth--
		}
		if depth == 0 && i < len(o) && (o[i] == '"' || o[i] == '}' || o[i] == ']') {
			return i + 1
		}
	}
	return len(o)
}
