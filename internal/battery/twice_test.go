package battery

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
)

// located is where the value at a path such as "data.items" is in a body.
func located(body, path string) (start, end int) {
	end = len(body)
	for name := range strings.SplitSeq(path, ".") {
		from, to := member(body[start:end], name)
		start, end = start+from, start+to
	}
	return start, end
}

// member is where the value of a member of an object is; the object's own bounds if it
// has no such member.
func member(object, name string) (start, end int) {
	d := json.NewDecoder(strings.NewReader(object))
	_, _ = d.Token() // what opens it; the bodies are valid
	for d.More() {
		key, _ := d.Token()
		var value json.RawMessage
		if d.Decode(&value) != nil {
			break
		}
		if end = int(d.InputOffset()); key == name {
			return end - len(value), end
		}
	}
	return 0, len(object)
}

// doubled returns edits that put another value beside the one at a path, before it
// and behind it, under the same key and under one that is written in another way.
func doubled(path string) map[string]func(body string) string {
	key := path[strings.LastIndexByte(path, '.')+1:]
	edits := make(map[string]func(string) string)
	for _, again := range []string{key, strings.ToUpper(key), strings.Replace(key, "t", `\u0074`, 1)} {
		for _, other := range []string{`[]`, `{}`, `null`, `"x"`, `[{"id":"1001"}]`} {
			member := `"` + again + `":` + other
			edits[member+" before "+path] = func(body string) string {
				start, _ := located(body, path)
				start = strings.LastIndex(body[:start], `"`+key+`"`)
				return body[:start] + member + "," + body[start:]
			}
			edits[member+" behind "+path] = func(body string) string {
				_, end := located(body, path)
				return body[:end] + "," + member + body[end:]
			}
		}
	}
	return edits
}

// TestTwice: a page that has a key on the way to its employees twice is an error or
// is whole. Which of the two counts cannot be known: with one of them empty,
// the company would be.
func TestTwice(t *testing.T) {
	t.Parallel()
	const n = 2
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			edits := doubled(s.paging.rows)
			if outer, _, ok := strings.Cut(s.paging.rows, "."); ok {
				maps.Copy(edits, doubled(outer))
			}
			for name, edit := range edits {
				synctest.Test(t, func(t *testing.T) { // repeated requests wait
					f := edited(func(b []byte) []byte { return []byte(edit(string(b))) })
					inMemory(t, name, s, n, onKind(kindEmployees, f)).read(t.Context(), ways()[1])
				})
			}
		})
	}
}
