//go:build race

package sweeptest

// cases is how many worlds a law is tested on under the race detector, which is
// ten times slower, and fewCases how many in short tests.
const (
	cases    = 1_000
	fewCases = 200
)

// Race says whether the race detector is on.
const Race = true
