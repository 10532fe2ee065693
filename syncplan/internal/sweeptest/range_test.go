package sweeptest_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/rosterkit/rosterkit/syncplan/internal/sweeptest"
)

// TestRange: each seed of a range is tested once.
func TestRange(t *testing.T) {
	t.Parallel()
	var r sweeptest.Range
	for _, bad := range []string{"", "5", ":", "5:", ":5", "5:5", "6:5", "-1:5", "5:6:7"} {
		if r.Set(bad) == nil {
			t.Errorf("%q is read as %s", bad, &r)
		}
	}
	if err := r.Set("5:12"); err != nil || r.String() != "5:12" {
		t.Fatalf("got %s, %v", &r, err)
	}
	var mu sync.Mutex
	var seeds []uint64
	t.Run("sweep", func(t *testing.T) {
		r.Each(t, func(t *testing.T, seed uint64) {
			mu.Lock()
			defer mu.Unlock()
			seeds = append(seeds, seed)
		})
	})
	slices.Sort(seeds)
	if want := []uint64{5, 6, 7, 8, 9, 10, 11}; !slices.Equal(seeds, want) {
		t.Errorf("seeds %v, want %v", seeds, want)
	}
}
