// Measure prints how long Rosterkit takes for what it does, as ratios to the
// plainest code that does the same and to well-known libraries:
//
//	go -C internal/measure run .
//
// All entries of a table are measured in one run, in turns; the figures are
// medians. Ratios travel from machine to machine, nanoseconds do not. With
// -check it fails where the library's ratio is beyond its gate.
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
	flag.IntVar(&o.people, "people", 100_000, "how many people are fetched")
	flag.BoolVar(&o.check, "check", false, "fail where a ratio is beyond its gate")
	flag.Parse()
	if err := run(os.Stdout, sections(), o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	repeats int
	least   time.Duration
	only    string
	people  int
	check   bool
}

// A section is a table of entries that do the same work. The first entry is the
// yardstick, the second is the library.
type section struct {
	name    string
	gate    float64 // the ratio that the library may have at most; 0: any
	entries func() ([]entry, error)
	// report takes the place of entries where more counts than time and the
	// number of allocations.
	report func(s section, o options) (report, error)
}

// A report is a section's table, and what in it is beyond a gate.
type report struct {
	table  string
	beyond []error
}

func sections() []section {
	return slices.Concat([]section{
		{name: "condition", gate: 3, entries: conditionEntries},
		{name: "rule that copies a field", entries: copyEntries},
		{name: "rule with a format", entries: formatEntries},
	}, fetchSections())
}

// run measures the sections and prints their tables.
func run(w io.Writer, all []section, o options) error {
	fmt.Fprintf(w, "%s, %s/%s, %d cores, %d repeats\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), o.repeats)
	var beyond []error
	for _, s := range all {
		if !strings.Contains(s.name, o.only) {
			continue
		}
		r, err := s.measure(o)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(w, "\n## %s\n\n%s", s.name, r.table)
		if o.check {
			beyond = append(beyond, r.beyond...)
		}
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
	return report{table(results), s.beyond(results[1].name, results[1].ratio)}, nil
}

// beyond says so if the library's ratio is beyond the gate.
func (s section) beyond(name string, ratio float64) []error {
	if s.gate == 0 || ratio <= s.gate {
		return nil
	}
	return []error{fmt.Errorf("%s: %s has a ratio of %.2f, beyond the gate of %.2f", s.name, name, ratio, s.gate)}
}
