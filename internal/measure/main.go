// Measure prints how long Rosterkit takes for what it does, as ratios to the
// plainest code that does the same and to well-known libraries:
//
//	go -C internal/measure run .
//
// All entries of a table are measured in one run, in turns; the figures are
// medians, but for the ratio of the quickest measurements beside theirs. Ratios
// travel from machine to machine, nanoseconds do not. With -check it fails where
// the better of the two ratios is beyond its gate: what else runs makes nothing
// quicker. The plan of a million employees takes a minute and 6 GB: -most 100000
// leaves it out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	serveIfAsked()
	var o options
	flag.IntVar(&o.repeats, "repeats", 7, "how often each entry is measured, in turns")
	flag.DurationVar(&o.least, "least", 40*time.Millisecond, "how long one measurement takes at least")
	flag.StringVar(&o.only, "only", "", "the sections to run, by a part of their names")
	flag.IntVar(&o.employees, "employees", 100_000, "how many employees are fetched")
	flag.BoolVar(&o.check, "check", false, "fail where a ratio is beyond its gate")
	most := flag.Int("most", 1_000_000, "the largest company to plan for")
	flag.Parse()
	sizes := slices.DeleteFunc([]int{10_000, 100_000, 1_000_000}, func(n int) bool { return n > *most })
	if err := run(os.Stdout, sections(sizes), o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	repeats   int
	least     time.Duration
	only      string
	employees int
	check     bool
}

// A section is a table of entries that do the same work. The first entry is the
// yardstick, the second is the library.
type section struct {
	name    string
	limit   limit   // of the library's ratio; zero: any
	allocs  float64 // how often the library may allocate for each thing at most; 0: any
	kept    float64 // how many bytes it may keep for each thing at most; 0: any
	size    int     // how many employees; 0: it does not grow with them
	entries func() ([]entry, error)
	// report takes the place of entries where more counts than time and the
	// number of allocations.
	report func(s section, o options) (report, error)
}

// A report is a section's table, and what in it is beyond a gate.
type report struct {
	table   string
	results []result // of its entries; nil for a table of its own
	beyond  []error
}

// sections returns all of them, with plans for as many employees as sizes has.
func sections(sizes []int) []section {
	return slices.Concat([]section{
		{name: "condition", limit: conditionLimit(), allocs: noise, entries: conditionEntries},
		{name: "rule that copies a field", allocs: noise, entries: copyEntries},
		{name: "rule with a format", entries: formatEntries},
	}, planSections(sizes), fetchSections())
}

// run measures the sections and prints their tables.
func run(w io.Writer, all []section, o options) error {
	fmt.Fprintf(w, "%s, %s/%s, %d cores, %d repeats\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), o.repeats)
	var beyond []error
	var sized []measured
	for _, s := range all {
		if !strings.Contains(s.name, o.only) {
			continue
		}
		r, err := s.measure(o)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(w, "\n## %s\n\n%s", s.name, r.table)
		if s.limit.gate > 0 {
			fmt.Fprintf(w, "\nGoal: %s.\n", s.limit)
		}
		if s.size > 0 {
			sized = append(sized, measured{s, r.results})
		}
		if o.check {
			beyond = append(beyond, r.beyond...)
		}
	}
	if len(sized) > 1 {
		fmt.Fprintf(w, "\n## growth\n\n%s", growth(sized))
	}
	return errors.Join(beyond...)
}

func (s section) measure(o options) (report, error) {
	if s.report != nil {
		return s.report(s, o)
	}
	entries, err := s.entries()
	if err != nil {
		return report{}, err
	}
	results := race(entries, o.repeats, o.least)
	return report{table: table(results), results: results, beyond: s.judge(results[1])}, nil
}

// judge returns where the library's own result is beyond the gates.
func (s section) judge(own result) (beyond []error) {
	if s.limit.gate > 0 && min(own.ratio, own.best) > s.limit.gate {
		beyond = append(beyond, fmt.Errorf("%s: %s has a ratio of %.2f, beyond the gate of %.2f", s.name, own.name, own.ratio, s.limit.gate))
	}
	if s.allocs > 0 && own.allocs > s.allocs {
		beyond = append(beyond, fmt.Errorf("%s: %s allocates %.2f times, beyond the gate of %.2f", s.name, own.name, own.allocs, s.allocs))
	}
	if s.kept > 0 && own.kept > s.kept {
		beyond = append(beyond, fmt.Errorf("%s: %s keeps %.0f bytes, beyond the gate of %.0f", s.name, own.name, own.kept, s.kept))
	}
	return beyond
}

type measured struct {
	section
	results []result
}

// growth tells how much longer each employee takes than in the company before,
// ten times smaller: where 1 is linear, and more than 1 is mostly the memory
// that no longer fits into the caches.
func growth(sized []measured) string {
	var b strings.Builder
	b.WriteString("| ns per employee, as a ratio | the yardstick | rosterkit |\n|---|---|---|\n")
	for i, m := range sized[1:] {
		before := sized[i]
		fmt.Fprintf(&b, "| from %d to %d employees | %.2f | %.2f |\n", before.size, m.size,
			m.results[0].ns/before.results[0].ns, m.results[1].ns/before.results[1].ns)
	}
	return b.String()
}
