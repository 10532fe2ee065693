package listing

import "testing"

func TestGrown(t *testing.T) {
	t.Parallel()
	var all []int
	grown := 0
	for i := range 1000 {
		before := cap(all)
		if all = grown(all, i); cap(all) != before {
			grown++
		}
	}
	if len(all) != 1000 || !slices.IsSorted(all) || grown > 8 {
		t.Errorf("%d items, grown %d times", len(all), grown)
	}
}
