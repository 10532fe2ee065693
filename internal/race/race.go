// Package race tells tests whether the race detector is on, which makes them
// about ten times slower: what only repeats, or is only large, is done less often
// then, for it runs in full without.
package race

// Pick returns without, or under when the race detector is on.
func Pick(without, under int) int {
	if Enabled {
		return under
	}
	return without
}
