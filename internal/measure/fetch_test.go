package main

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// fetched returns fetches with turns of so many milliseconds.
func fetched(name string, peakMB int64, ms ...int) fetches {
	f := fetches{name: name, peak: peakMB << 20}
	for _, n := range ms {
		d := time.Duration(n) * time.Millisecond
		f.costs = append(f.costs, cost{time: d, cpu: 2 * d, objects: 3000, bytes: 5000})
	}
	return f
}

// TestFetchReport: ratios are medians of those of each turn, or of the quickest
// turns, to both yardsticks.
func TestFetchReport(t *testing.T) {
	t.Parallel()
	all := []fetches{
		fetched("v2", 1, 10, 20, 40), fetched("v1", 2, 20, 40, 80),
		fetched("stream", 17, 16, 30, 40), fetched("roster", 99, 100, 20, 40),
	}
	r := fetchReport("fetch", all, fetchLimit{v2: limit{1, 9}, v1: limit{1, 9}, peak: limit{16, 24}}, 1000, true)
	for _, want := range []string{
		"| v2 | 1.00 | 1.00 | 1.00 | 0.50 | 0.50 | 0.50 | 20.00 | 3.0 | 5 | 1.0 |",
		"| v1 | 2.00 | 2.00 | 2.00 | 1.00 | 1.00 | 1.00 | 40.00 | 3.0 | 5 | 2.0 |",
		"| stream | 1.50 | 1.60 | 1.50 | 0.75 | 0.80 | 0.75 | 30.00 | 3.0 | 5 | 17.0 |",
		"| roster | 1.00 | 2.00 | 1.00 | 0.50 | 1.00 | 0.50 | 40.00 | 3.0 | 5 | 99.0 |",
	} {
		if !strings.Contains(r.table, want+"\n") {
			t.Errorf("no row %s in\n%s", want, r.table)
		}
	}
	if len(r.beyond) > 0 {
		t.Errorf("beyond: %v", r.beyond)
	}
}

// TestFetchGates: of the two ratios the better counts, or that of processor time;
// only streaming is judged; and encoding/json counts where it is its own.
func TestFetchGates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		stream fetches
		limit  fetchLimit
		v1     bool
		want   string
	}{
		{
			name:   "within all gates",
			stream: fetched("stream", 24, 13, 13, 13),
			limit:  fetchLimit{v2: limit{1.15, 1.3}, v1: limit{0.5, 0.65}, peak: limit{16, 24}}, v1: true,
		},
		{
			name:   "beyond both yardsticks",
			stream: fetched("stream", 1, 14, 14, 14),
			limit:  fetchLimit{v2: limit{1.15, 1.3}, v1: limit{0.5, 0.65}, peak: limit{16, 24}}, v1: true,
			want: "fetch: stream takes 1.40 times the time of v2, beyond the gate of 1.30\n" +
				"fetch: stream takes 0.70 times the time of v1, beyond the gate of 0.65",
		},
		{
			name:   "encoding/json runs on v2",
			stream: fetched("stream", 1, 14, 14, 14),
			limit:  fetchLimit{v2: limit{1.15, 1.3}, v1: limit{0.5, 0.65}, peak: limit{16, 24}},
			want:   "fetch: stream takes 1.40 times the time of v2, beyond the gate of 1.30",
		},
		{
			name:   "slow but for its quickest turn",
			stream: fetched("stream", 1, 13, 90, 90),
			limit:  fetchLimit{v2: limit{1.15, 1.3}, v1: limit{0.5, 0.65}, peak: limit{16, 24}}, v1: true,
		},
		{
			name:   "by processor time no turn is picked",
			stream: fetched("stream", 1, 13, 90, 90),
			limit:  fetchLimit{v2: limit{1.15, 1.3}, v1: limit{5, 6}, peak: limit{16, 24}, processor: true}, v1: true,
			want: "fetch: stream takes 9.00 times the processor time of v2, beyond the gate of 1.30",
		},
		{
			name:   "too much memory",
			stream: fetched("stream", 25, 10, 10, 10),
			limit:  fetchLimit{v2: limit{1.15, 1.3}, v1: limit{0.5, 0.65}, peak: limit{16, 24}}, v1: true,
			want: "fetch: stream needs 25.0 MB above idle, beyond the gate of 24.0",
		},
	} {
		all := []fetches{
			fetched("v2", 1, 10, 10, 10),
			fetched("v1", 1, 20, 20, 20),
			tt.stream,
			fetched("roster", 999, 99, 99, 99),
		}
		got := ""
		if err := errors.Join(fetchReport("fetch", all, tt.limit, 1000, tt.v1).beyond...); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: beyond\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// TestFetchLimits: every account has limits, and short listings are judged by
// wider ratios and by less memory.
func TestFetchLimits(t *testing.T) {
	t.Parallel()
	for _, a := range accounts() {
		long, short := fetchLimits()[a.name].of(100_000), fetchLimits()[a.name].of(3_000)
		if long.v2.gate < 1 || long.v1.gate < 0.5 || long.peak.gate < 24 {
			t.Errorf("%s has the limits %+v", a.name, long)
		}
		if short.v2.gate <= long.v2.gate || short.v1.gate <= long.v1.gate || short.peak.gate >= long.peak.gate {
			t.Errorf("%s has the limits %+v when short, %+v when long", a.name, short, long)
		}
	}
	if n := len(fetchLimits()); n != len(accounts()) {
		t.Errorf("%d limits for %d accounts", n, len(accounts()))
	}
	for release, want := range map[string]bool{"go1.26.8": true, "go1.27rc1": false, "go1.27.4": false, "go1.28": false} {
		if got := v1IsItsOwn(release); got != want {
			t.Errorf("under %s encoding/json is its own: %v", release, got)
		}
	}
}

// TestServerThatDoesNotStart: the process that measures learns of it.
func TestServerThatDoesNotStart(t *testing.T) {
	t.Parallel()
	_, _, err := startServer("no account", 7)
	if err == nil || !strings.HasPrefix(err.Error(), "the server of no account did not start") {
		t.Errorf("error %v", err)
	}
}
