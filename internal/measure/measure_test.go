package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/leaktest"
)

func TestMain(m *testing.M) {
	serveIfAsked() // the tests' own program is the server, too
	leaktest.Main(m)
}

// TestSections: every section runs, and its entries give the same answers.
func TestSections(t *testing.T) {
	sizes := []int{100, 200}
	var out strings.Builder
	if err := run(&out, sections(sizes), options{repeats: 1, least: time.Nanosecond, employees: 60}); err != nil {
		t.Fatal(err)
	}
	for _, s := range sections(sizes) {
		if !strings.Contains(out.String(), "\n## "+s.name+"\n\n| | ") {
			t.Errorf("no table of %s in\n%s", s.name, out.String())
		}
	}
}

func TestRace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var order []string
		slow := entry{name: "slow", run: func(times int) {
			order = append(order, "slow")
			time.Sleep(time.Duration(times) * 4 * time.Millisecond)
		}}
		quick := entry{name: "quick", run: func(times int) {
			order = append(order, "quick")
			time.Sleep(time.Duration(times) * time.Millisecond)
		}}
		results := race([]entry{slow, quick}, 3, 4*time.Millisecond)
		if got := strings.Join(order[len(order)-6:], " "); got != "slow quick slow quick slow quick" {
			t.Errorf("measured in the order %s", got)
		}
		want := []result{
			{name: "slow", ns: 4e6, ratio: 1, best: 1},
			{name: "quick", ns: 1e6, ratio: 0.25, best: 0.25},
		}
		for i, r := range results {
			if r.allocs = 0; r != want[i] {
				t.Errorf("%+v, want %+v", r, want[i])
			}
		}
	})
}

func TestAllocationsAreCounted(t *testing.T) {
	var sink []*int
	e := entry{name: "three", run: func(times int) {
		for range times {
			sink = append(sink[:0], new(int), new(int), new(int))
		}
	}}
	if got := race([]entry{e}, 3, time.Millisecond)[0].allocs; got < 2.9 || got > 3.5 {
		t.Errorf("%v allocations, want 3", got)
	}
}

// TestOfMany: what one time is about many things is divided among them.
func TestOfMany(t *testing.T) {
	kept := func() any { return make([]byte, 1<<20) }
	results := race([]entry{
		{name: "plain", run: func(times int) { time.Sleep(time.Duration(times) * 10 * time.Millisecond) }},
		{
			name:  "of ten",
			of:    10,
			run:   func(times int) { time.Sleep(time.Duration(times) * 10 * time.Millisecond) },
			keeps: kept,
		},
	}, 3, time.Millisecond)
	if r := results[1]; r.ratio < 0.05 || r.ratio > 0.2 {
		t.Errorf("the ratio is %v, want 0.1", r.ratio)
	}
	if r := results[1]; r.kept < 100_000 || r.kept > 120_000 {
		t.Errorf("%v bytes are kept for each, want 104858", r.kept)
	}
	if got := table(results); !strings.HasPrefix(got,
		"| | ratio | at best | ns | allocations | bytes kept |\n|---|---|---|---|---|---|\n| plain | 1.00 | 1.00 |") {
		t.Error(got)
	}
}

func TestMemoryGates(t *testing.T) {
	t.Parallel()
	s := section{name: "wasteful", allocs: noise, kept: 100}
	for _, tt := range []struct {
		own  result
		want string
	}{
		{result{name: "own", allocs: 0.5, kept: 100}, "[wasteful: own allocates 0.50 times, beyond the gate of 0.01]"},
		{result{name: "own", allocs: 0.001, kept: 101}, "[wasteful: own keeps 101 bytes, beyond the gate of 100]"},
		{result{name: "own", allocs: 0.001, kept: -1}, "[]"},
	} {
		if got := fmt.Sprint(s.judge(tt.own)); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

func TestGrowth(t *testing.T) {
	t.Parallel()
	got := growth([]measured{
		{section{size: 10}, []result{{ns: 1}, {ns: 4}}},
		{section{size: 100}, []result{{ns: 3}, {ns: 5}}},
	})
	want := "| ns per employee, as a ratio | the yardstick | rosterkit |\n|---|---|---|\n| from 10 to 100 " +
		"employees | 3.00 | 1.25 |\n"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestGateAndErrors(t *testing.T) {
	t.Parallel()
	nap := func(d time.Duration) func(int) {
		return func(times int) { time.Sleep(time.Duration(times) * d) }
	}
	entries := func() ([]entry, error) {
		return []entry{
			{name: "yardstick", run: nap(time.Millisecond)},
			{name: "own", run: nap(10 * time.Millisecond)},
		}, nil
	}
	tenfold := section{name: "tenfold", limit: limit{5, 9.99}, entries: entries}
	lenient := section{name: "lenient", limit: limit{5, 10.01}, entries: entries}
	broken := section{name: "broken", entries: func() ([]entry, error) { return nil, errors.New("no entries") }}
	for _, tt := range []struct {
		name string
		o    options
		want string
	}{
		{"within the gate", options{only: "lenient", check: true}, "<nil>"},
		{"beyond the gate", options{only: "tenfold", check: true}, "tenfold: own has a ratio of 10.00, beyond the " +
			"gate of 9.99"},
		{"unchecked", options{only: "tenfold"}, "<nil>"},
		{"broken", options{only: "broken"}, "broken: no entries"},
	} {
		tt.o.repeats, tt.o.least = 1, time.Nanosecond
		synctest.Test(t, func(t *testing.T) {
			if got := fmt.Sprint(run(io.Discard, []section{tenfold, lenient, broken}, tt.o)); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		})
	}
}

// TestAgreed: ways that disagree are not measured.
func TestAgreed(t *testing.T) {
	_, err := agreed(employees(3), []way[employee.Employee, bool]{
		{"a", func(*employee.Employee) bool { return true }},
		{"b", func(*employee.Employee) bool { return false }},
	})
	if err == nil || err.Error() != "b says false about number 0, a true" {
		t.Errorf("%v", err)
	}
}
