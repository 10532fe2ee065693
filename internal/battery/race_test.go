//go:build race

package battery_test

const underRace = true
