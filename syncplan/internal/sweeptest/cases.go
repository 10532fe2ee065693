//go:build !race

package sweeptest

// cases is how many worlds a law is tested on, and fewCases how many in short
// tests.
const (
	cases    = 10_000
	fewCases = 1_000
)

// Race says whether the race detector is on.
const Race = false
