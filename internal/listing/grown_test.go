package listing

import (
	"slices"
	"testing"
)

func TestGrown(t *testing.T) {
	t.Parallel()
	var all []int
	times := 0
	for i := range 1000 {
		before := cap(all)
		if all = grown(all, i); cap(all) != before {
			times++
		}
	}
	if len(all) != 1000 || !slices.IsSorted(all) || times > 8 {
		t.Errorf("%d items, grown %d times", len(all), times)
	}
}
