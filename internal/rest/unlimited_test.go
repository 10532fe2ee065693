package rest

import (
	"testing"
	"time"
)

// TestUnlimited: a measure is not held back by the limit of a minute.
func TestUnlimited(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		var w watch
		c := newTestClient(t, w.send, limited(Limit{Requests: 50, Per: time.Minute}))
		start := time.Now()
		for range 200 {
			if err := c.Do(Unlimited(t.Context()), Request{}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 0 || len(w.at) != 200 {
			t.Errorf("%d requests took %v, want 200 at once", len(w.at), took)
		}
	})
}
