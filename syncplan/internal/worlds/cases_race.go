//go:build race

package worlds

// Cases is how many worlds a law is tested on under the race detector, which is
// ten times slower, and FewCases how many in short tests.
const (
	Cases    = 1_000
	FewCases = 200
)

// Race says whether the race detector is on.
const Race = true
