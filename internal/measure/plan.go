package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/rosterkit/rosterkit/syncplan"
)

// planSections returns a section for each size of company, and what it costs to
// look at one pair of an employee and a user.
func planSections(sizes []int) []section {
	all := []section{{name: "an employee compared with a user", allocs: noise, entries: pairEntries}}
	for _, n := range sizes {
		all = append(all, section{name: fmt.Sprintf("plan of %d employees", n), limit: planLimit(n), size: n,
			entries: func() ([]entry, error) { return planEntries(n, true) }})
	}
	if len(sizes) > 0 {
		n := sizes[len(sizes)/2]
		all = append(all, section{name: fmt.Sprintf("plan of %d employees that changes nothing", n),
			allocs: unchangedAllocs(n), kept: unchangedBytes(n),
			entries: func() ([]entry, error) { return planEntries(n, false) }})
	}
	return all
}

// planEntries measures a plan of n employees against the join.
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
