//go:build !race

package battery

const underRace = false
