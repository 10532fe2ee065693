package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/rosterkit/rosterkit/syncplan"
)

// planSections returns a section for each size of company, and what it costs to
// look at one pair of a person and a user.
func planSections(sizes []int) []section {
	all := []section{{name: "a person compared with a user", entries: pairEntries}}
	for _, n := range sizes {
		all = append(all, section{name: fmt.Sprintf("plan of %d people", n), gate: planGate(n), size: n,
			entries: func() ([]entry, error) { return planEntries(n, true) }})
	}
	if len(sizes) > 0 {
		n := sizes[len(sizes)/2]
		// The settings cost a thousand allocations and some memory, a person none
		// and less than 100 bytes.
		all = append(all, section{name: fmt.Sprintf("plan of %d people that changes nothing", n), allocs: 2000/float64(n) + noise, kept: 100 + 50_000/float64(n),
			entries: func() ([]entry, error) { return planEntries(n, false) }})
	}
	return all
}

// planGate is the ratio that a plan of n people may have at most. Ten thousand
// rows of the join lie in the caches: there all counts that a plan does and the
// join does not. A million do not: there it counts how often either waits for
// memory.
func planGate(n int) float64 {
	switch {
	case n >= 1_000_000:
		return 2
	case n >= 100_000:
		return 3.5
	}
	return 14
}

// planEntries measures a plan of n people against the join.
func planEntries(n int, churn bool) ([]entry, error) {
	c, err := newCrowd(n, churn)
	if err != nil {
		return nil, err
	}
	plan := func() planned {
		p, err := syncplan.Prepare(c.roster, c.x, c.settings, noon())
		if err != nil {
			panic(err) // a program that builds a crowd with faults
		}
		return planned{p, p.Plan()}
	}
	if !c.join().same(plan().plan) {
		return nil, errors.New("the join and the plan do not want the same changes")
	}
	repeated := func(do func()) func(int) {
		return func(times int) {
			for range times {
				do()
			}
		}
	}
	return []entry{
		{name: "hash join over structs", of: n, run: repeated(func() { c.join() }), keeps: func() any { return c.join() }},
		{name: "rosterkit plan", of: n, run: repeated(func() { plan() }), keeps: func() any { return plan() }},
	}, nil
}

// planned is what a program keeps that explains its plan.
type planned struct {
	planner *syncplan.Planner
	plan    *syncplan.Plan
}

func noon() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) }
