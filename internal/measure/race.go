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
	name  string
	run   func(times int) // does the work that often
	of    int             // how many things one time is about; 0: one
	keeps func() any      // does it once and returns what the caller would keep; nil: nothing
}

// each returns how many things are done in so many times.
func (e *entry) each(times int) float64 { return float64(times * max(e.of, 1)) }

// A result is the median of an entry.
type result struct {
	name   string
	ns     float64 // for each thing
	allocs float64 // likewise
	kept   float64 // the bytes that it keeps, likewise
	ratio  float64 // of ns, to the first entry
	best   float64 // the same of the quickest measurements: what else runs makes none quicker
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
			ns[i] = append(ns[i], float64(took.Nanoseconds())/e.each(times[i]))
			allocs[i] = append(allocs[i], float64(objects)/e.each(times[i]))
		}
	}
	results := make([]result, len(entries))
	for i, e := range entries {
		results[i] = result{name: e.name, ns: median(ns[i]), allocs: median(allocs[i])}
		results[i].ratio, results[i].best = results[i].ns/results[0].ns, slices.Min(ns[i])/slices.Min(ns[0])
		if e.keeps != nil {
			results[i].kept = float64(kept(e)) / e.each(1)
		}
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

// kept returns how many bytes the heap grows by, for good.
func kept(e entry) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	product := e.keeps()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(product)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func table(results []result) string {
	keeping := slices.ContainsFunc(results, func(r result) bool { return r.kept != 0 })
	var b strings.Builder
	head, rule := "| | ratio | at best | ns | allocations |", "|---|---|---|---|---|"
	if keeping {
		head, rule = head+" bytes kept |", rule+"---|"
	}
	b.WriteString(head + "\n" + rule + "\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.0f | %.2f |", r.name, r.ratio, r.best, r.ns, r.allocs)
		if keeping {
			fmt.Fprintf(&b, " %.0f |", r.kept)
		}
		b.WriteString("\n")
	}
	return b.String()
}
