package main

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// TestFetchTable: ratios are medians of those of each turn, or of the quickest
// turns, and what is beyond a gate by both, or needs too much memory, is named.
func TestFetchTable(t *testing.T) {
	t.Parallel()
	ways := []fetching{{name: "by hand"}, {name: "stream"}, {name: "roster"}}
	turns := func(ms ...int) (all []cost) {
		for _, n := range ms {
			d := time.Duration(n) * time.Millisecond
			all = append(all, cost{time: d, cpu: 2 * d, objects: 3000, bytes: 5000})
		}
		return all
	}
	costs := [][]cost{turns(10, 20, 40), turns(16, 30, 40), turns(100, 20, 40)}
	r := fetchTable(section{name: "fetch", gate: 1.49}, ways, costs, []int64{1 << 20, 17 << 20, 99 << 20}, 1000)
	for _, want := range []string{
		"| by hand | 1.00 | 1.00 | 1.00 | 20.00 | 3.0 | 5 | 1.0 |",
		"| stream | 1.50 | 1.60 | 1.50 | 30.00 | 3.0 | 5 | 17.0 |",
		"| roster | 1.00 | 2.00 | 1.00 | 40.00 | 3.0 | 5 | 99.0 |",
	} {
		if !strings.Contains(r.table, want+"\n") {
			t.Errorf("no row %s in\n%s", want, r.table)
		}
	}
	const want = "fetch: stream has a ratio of 1.50, beyond the gate of 1.49\n" +
		"fetch: stream needs 17.0 MB above idle, beyond the gate of 16.2"
	if got := errors.Join(r.beyond...); got == nil || got.Error() != want {
		t.Errorf("beyond: %v, want %s", got, want)
	}
}

// TestServerThatDoesNotStart: the process that measures learns of it.
func TestServerThatDoesNotStart(t *testing.T) {
	t.Parallel()
	_, _, err := startServer("nobody", 7)
	if err == nil || !strings.HasPrefix(err.Error(), "the server of nobody did not start") {
		t.Errorf("error %v", err)
	}
}
