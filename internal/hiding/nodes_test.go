package hiding

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// A cutter leaves nodes out of the employments of Personio's v2 that the fake hides
// together with others only.
type cutter struct {
	http.Handler
	mu     sync.Mutex
	hidden map[string][]string // the nodes, by the id of the employee
}

// nodes are those that it can leave out.
func nodes() []string { return []string{"employment_end_date", "termination"} }

// hide leaves out the nodes among the keys, of the employees whom h hits.
func (c *cutter) hide(h hiding, ids []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hidden = make(map[string][]string)
	for i, id := range ids {
		if h.hits(i, len(ids)) {
			c.hidden[id] = h.keys
		}
	}
}

func (c *cutter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, ok := strings.CutPrefix(r.URL.Path, "/v2/persons/")
	id, is := strings.CutSuffix(id, "/employments")
	if !ok || !is {
		c.Handler.ServeHTTP(w, r)
		return
	}
	answer := httptest.NewRecorder()
	c.Handler.ServeHTTP(answer, r)
	var body struct {
		Data []map[string]any `json:"_data"`
		Meta json.RawMessage  `json:"_meta"`
	}
	c.mu.Lock()
	hidden := c.hidden[id]
	c.mu.Unlock()
	if json.Unmarshal(answer.Body.Bytes(), &body) == nil && body.Data != nil {
		for _, employment := range body.Data {
			maps.DeleteFunc(employment, func(key string, _ any) bool {
				return slices.Contains(nodes(), key) && slices.Contains(hidden, key)
			})
		}
		answer.Body.Reset()
		json.NewEncoder(answer.Body).Encode(body)
	}
	maps.Copy(w.Header(), answer.Header())
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
}
