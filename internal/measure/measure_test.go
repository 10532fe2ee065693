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
	var out strings.Builder
	if err := run(&out, sections(), options{repeats: 1, least: time.Nanosecond, people: 60}); err != nil {
		t.Fatal(err)
	}
	for _, s := range sections() {
		if !strings.Contains(out.String(), "\n## "+s.name+"\n\n| | ratio |") {
			t.Errorf("no table of %s in\n%s", s.name, out.String())
		}
	}
}

func TestRace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var order []string
		slow := entry{"slow", func(times int) {
			order = append(order, "slow")
			time.Sleep(time.Duration(times) * 4 * time.Millisecond)
		}}
		quick := entry{"quick", func(times int) {
			order = append(order, "quick")
			time.Sleep(time.Duration(times) * time.Millisecond)
		}}
		results := race([]entry{slow, quick}, 3, 4*time.Millisecond)
		if got := strings.Join(order[len(order)-6:], " "); got != "slow quick slow quick slow quick" {
			t.Errorf("measured in the order %s", got)
		}
		want := []result{{name: "slow", ns: 4e6, ratio: 1}, {name: "quick", ns: 1e6, ratio: 0.25}}
		for i, r := range results {
			if r.allocs = 0; r != want[i] {
				t.Errorf("%+v, want %+v", r, want[i])
			}
		}
	})
}

func TestAllocationsAreCounted(t *testing.T) {
	var sink []*int
	e := entry{"three", func(times int) {
		for range times {
			sink = append(sink[:0], new(int), new(int), new(int))
		}
	}}
	if got := race([]entry{e}, 3, time.Millisecond)[0].allocs; got < 2.9 || got > 3.5 {
		t.Errorf("%v allocations, want 3", got)
	}
}

func TestGateAndErrors(t *testing.T) {
	t.Parallel()
	nap := func(d time.Duration) func(int) {
		return func(times int) { time.Sleep(time.Duration(times) * d) }
	}
	tenfold := section{name: "tenfold", gate: 9.99, entries: func() ([]entry, error) {
		return []entry{{"yardstick", nap(time.Millisecond)}, {"own", nap(10 * time.Millisecond)}}, nil
	}}
	broken := section{name: "broken", entries: func() ([]entry, error) { return nil, errors.New("no entries") }}
	for _, tt := range []struct {
		name string
		o    options
		want string
	}{
		{"beyond the gate", options{only: "tenfold", check: true}, "tenfold: own has a ratio of 10.00, beyond the gate of 9.99"},
		{"unchecked", options{only: "tenfold"}, "<nil>"},
		{"broken", options{only: "broken"}, "broken: no entries"},
	} {
		tt.o.repeats, tt.o.least = 1, time.Nanosecond
		synctest.Test(t, func(t *testing.T) {
			if got := fmt.Sprint(run(io.Discard, []section{tenfold, broken}, tt.o)); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		})
	}
}

// TestAgreed: ways that disagree are not measured.
func TestAgreed(t *testing.T) {
	_, err := agreed(people(3), []way[bool]{
		{"a", func(*employee.Employee) bool { return true }},
		{"b", func(*employee.Employee) bool { return false }},
	})
	if err == nil || err.Error() != "b says false about person 0, a true" {
		t.Errorf("%v", err)
	}
}
