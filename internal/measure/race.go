package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"
)

// An entry is one way to do the work of its section.
type entry struct {
	name string
	run  func(times int) // does the work that often
}

// A result is the median of an entry.
type result struct {
	name   string
	ns     float64 // for each time
	allocs float64 // likewise
	ratio  float64 // of ns, to the first entry
}

// race measures the entries in turns, so that what slows the machine down slows
// all of them. One measurement does the work so often that it takes at least
// the given time.
func race(entries []entry, repeats int, least time.Duration) []result {
	times := make([]int, len(entries))
	for i, e := range entries {
		for times[i] = 1; ; times[i] *= 2 {
			if took, _ := measure(e, times[i]); took >= least {
				break
			}
		}
	}
	ns, allocs := make([][]float64, len(entries)), make([][]float64, len(entries))
	for range repeats {
		for i, e := range entries {
			took, objects := measure(e, times[i])
			ns[i] = append(ns[i], float64(took.Nanoseconds())/float64(times[i]))
			allocs[i] = append(allocs[i], float64(objects)/float64(times[i]))
		}
	}
	results := make([]result, len(entries))
	for i, e := range entries {
		results[i] = result{name: e.name, ns: median(ns[i]), allocs: median(allocs[i])}
		results[i].ratio = results[i].ns / results[0].ns
	}
	return results
}

// measure does the work of e on a clean heap and returns how long it took and
// how many objects it allocated.
func measure(e entry, times int) (took time.Duration, objects uint64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	e.run(times)
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	return took, after.Mallocs - before.Mallocs
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func table(results []result) string {
	var b strings.Builder
	b.WriteString("| | ratio | ns | allocations |\n|---|---|---|---|\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %s | %.2f | %.0f | %.1f |\n", r.name, r.ratio, r.ns, r.allocs)
	}
	return b.String()
}
