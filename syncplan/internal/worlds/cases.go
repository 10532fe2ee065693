//go:build !race

package worlds

// Cases is how many worlds a law is tested on, and FewCases how many in short
// tests.
const (
	Cases    = 10_000
	FewCases = 1_000
)

// Race says whether the race detector is on.
const Race = false
