package main

import (
	"fmt"
	"go/version"
	"runtime"
)

// A limit is what a measure aims for and what it may not exceed: with -check the
// run fails beyond the gate.
type limit struct {
	goal, gate float64
}

// String returns the limit as it is printed below a table.
func (l limit) String() string { return fmt.Sprintf("%.2f (gate %.2f)", l.goal, l.gate) }

// The limits of all measures. They are ratios to the yardstick of the same table,
// but for memory, which is in MB above idle.
const (
	// noise stands for no allocation at all: the runtime itself makes some.
	noise = 0.01
	// shortListing is how many employees make a listing whose fixed costs do not
	// weigh more than noise. Ratios of shorter ones may be shortSlack times as
	// high.
	shortListing = 50_000
	shortSlack   = 1.15
	// pagesMB is the part of the memory of streaming that does not grow with the
	// company: so that a run with few employees finds what holds too much.
	pagesMB = 16
)

func conditionLimit() limit { return limit{2, 3} }

// planLimit is the limit of a plan of n employees. Ten thousand rows of the join
// lie in the caches: there all counts that a plan does and the join does not. A
// million do not: there it counts how often either waits for memory.
func planLimit(n int) limit {
	switch {
	case n >= 1_000_000:
		return limit{1.5, 2}
	case n >= 100_000:
		return limit{2.5, 4.6}
	}
	return limit{8.5, 16}
}

// unchangedAllocs and unchangedBytes are what a plan that changes nothing may
// allocate and keep for each of n employees. The settings cost a thousand
// allocations and some memory, an employee none and less than 100 bytes.
func unchangedAllocs(n int) float64 { return 2000/float64(n) + noise }

func unchangedBytes(n int) float64 { return 100 + 50_000/float64(n) }

// A fetchLimit is what streaming from one interface of a vendor may cost.
type fetchLimit struct {
	v2        limit // ratio to net/http and json/v2
	v1        limit // to net/http and encoding/json, where that does not run on v2
	processor bool  // ratios are of processor time: the client asks for pages side by side
	peak      limit // MB above idle, for 100,000 employees
}

// fetchLimits are the limits by the name of the account.
func fetchLimits() map[string]fetchLimit {
	plain, lists := limit{1.15, 1.3}, limit{1.25, 1.45}
	v1 := limit{0.7, 0.85}
	return map[string]fetchLimit{
		"bamboohr":    {v2: plain, v1: v1, peak: limit{16, 24}},
		"personio v1": {v2: lists, v1: v1, peak: limit{16, 24}, processor: true},
		// Reads the persons twice, and a request for each one's employments; the
		// yardstick reads all once.
		"personio v2":      {v2: limit{1.5, 2.2}, v1: limit{1, 1.5}, peak: limit{16, 24}, processor: true},
		"hibob":            {v2: plain, v1: v1, peak: limit{16, 24}},
		"humaans":          {v2: plain, v1: v1, peak: limit{32, 36}}, // holds all job roles
		"lucca with a key": {v2: lists, v1: v1, peak: limit{24, 32}},
		"lucca with OAuth": {v2: lists, v1: v1, peak: limit{24, 32}},
	}
}

// of returns the limits of a listing of so many employees.
func (l fetchLimit) of(employees int) fetchLimit {
	if employees < shortListing {
		l.v2.gate *= shortSlack
		l.v1.gate *= shortSlack
	}
	l.peak.gate = pagesMB + (l.peak.gate-pagesMB)*float64(employees)/100_000
	l.peak.goal = min(l.peak.goal, l.peak.gate)
	return l
}

// v1IsItsOwn reports whether encoding/json is an implementation of its own in
// this release of Go. From 1.27 on it runs on json/v2, and says nothing else
// than that yardstick.
func v1IsItsOwn(release string) bool { return version.Compare(release, "go1.27") < 0 }

func runningV1IsItsOwn() bool { return v1IsItsOwn(runtime.Version()) }
