package fakehr

import (
	"net/http"
	"strings"
	"testing"
)

// TestRequestsHoldNoSecret, wherever a client puts it.
func TestRequestsHoldNoSecret(t *testing.T) {
	t.Parallel()
	const target = "https://hr.example.com/token"
	for name, tt := range map[string]struct{ query, body, left string }{
		"form":         {body: "client_id=a&client_secret=topsecret", left: "client_id=a"},
		"escaped form": {body: "client_id=a&client%5Fsecret=topsecret", left: "client_id=a"},
		"object":       {body: `{"client_id":"a","client_secret":"topsecret"}`, left: `{"client_id":"a"}`},
		"query":        {query: "?client_id=a&client_secret=topsecret"},
		"no form":      {body: "100% of it", left: "100% of it"},
		"broken":       {body: "100% client_secret=topsecret"},
	} {
		r, err := http.NewRequest(http.MethodPost, target+tt.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := newRequest(r, []byte(tt.body))
		if text := got.Query.Encode() + string(got.Body); strings.Contains(text, "topsecret") || string(got.Body) != tt.left {
			t.Errorf("%s: %q", name, text)
		}
	}
}
