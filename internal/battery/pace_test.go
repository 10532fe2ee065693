package battery

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/internal/race"
)

// most is the most of these instants within any window of a length, both of its
// ends included.
func most(at []time.Time, window time.Duration) (most int) {
	slices.SortFunc(at, time.Time.Compare)
	first := 0
	for i := range at {
		for at[i].Sub(at[first]) > window {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// TestPace: where the vendor publishes a limit, a listing large enough to feel it
// takes the time that the limit asks for, however slow the answers, and keeps to
// it. The pages of Personio v1 and the employments of v2 are asked for side by
// side for that. The others need not be: their limits leave 1.2 seconds for an
// answer. Where there is no limit, which would say how many requests at a time
// are welcome, there is one at a time, and the answers set the pace.
func TestPace(t *testing.T) {
	t.Parallel()
	busy := map[string]struct{ employees, listings, requests int }{ // tokens aside
		"bamboohr": {25_000, 1, 10}, "humaans": {10_000, 1, 87},
		"personio v1": {35_000, 1, 354}, "personio v2": {343, 1, 357},
		"hibob": {3, 120, 120}, "lucca by key": {60_000, 1, 124},
		"lucca by OAuth": {5_900, 1, 137}, "lucca by OAuth, mail alone": {5_900, 1, 134},
	}
	for _, b := range bills() {
		if race.Enabled && b.ahead == 0 {
			continue // one request at a time has no races
		}
		latencies := []time.Duration{200 * time.Millisecond, 0, 700 * time.Millisecond}
		for _, latency := range latencies[:race.Pick(3, 1)] {
			t.Run(fmt.Sprint(b.name, " ", latency), func(t *testing.T) {
				t.Parallel()
				load, ok := busy[b.name]
				if !ok {
					t.Fatal("how many employees make it busy?")
				}
				synctest.Test(t, func(t *testing.T) {
					g := b.connect(t, large{load.employees, latency})
					start := time.Now()
					for range load.listings {
						if r, err := g.client.Roster(t.Context()); err != nil || r.Len() != load.employees {
							t.Fatalf("%v, error %v", r, err)
						}
					}
					b.checkPace(t, g, latency, load.requests, time.Since(start))
				})
			})
		}
	}
}

func (b bill) checkPace(t *testing.T, g *rig, latency time.Duration, requests int, took time.Duration) {
	t.Helper()
	at := g.instants()
	sent := len(at)
	if sent != requests {
		t.Errorf("%d requests, want %d", sent, requests)
	}
	busiest := most(at, time.Minute)
	t.Logf("%d employees, %d requests in %v, %d in the busiest minute",
		g.employees, sent, took.Round(time.Millisecond), busiest)
	if b.limit == 0 {
		if want := time.Duration(sent) * latency; took != want {
			t.Errorf("took %v, want %v: one request at a time", took, want)
		}
		return
	}
	if busiest > b.limit {
		t.Errorf("%d requests in a minute, the limit is %d", busiest, b.limit)
	}
	if n := most(at, time.Second); b.perSecond > 0 && n > b.perSecond {
		t.Errorf("%d requests in a second, the limit is %d", n, b.perSecond)
	}
	// The first of all, the last answer, and the pages of a second walk are not
	// behind the limit alone.
	if longest := time.Duration(sent)*time.Minute*100/95/time.Duration(b.limit) + 4*latency; took > longest {
		t.Errorf("took %v, want %v at most", took, longest)
	}
}

// TestStop: a caller that stops early has cost the requests for the employees listed,
// and what was read ahead of them, which has an end: nothing more is sent, and no
// goroutine stays.
func TestStop(t *testing.T) {
	t.Parallel()
	for _, b := range bills() {
		if race.Enabled && b.ahead == 0 {
			continue
		}
		size := max(b.page, 10)
		for _, taken := range []int{1, size, size + 1, 6*size + 1} {
			t.Run(fmt.Sprint(b.name, " after ", taken), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					g, n := b.connect(t, large{12 * size, 200 * time.Millisecond}), 0
					for _, err := range g.client.Employees(t.Context()) {
						if n++; err != nil {
							t.Fatal(err)
						}
						if n == taken {
							time.Sleep(time.Minute) // what is read ahead has been sent
							break
						}
					}
					// The lists beside the employees come first and whole.
					least := b.beside(12*size) + b.main(taken)
					if got := len(g.exchanges()); got < least || got > least+b.ahead {
						t.Errorf("%d requests, want %d and at most %d ahead", got, least, b.ahead)
					}
					sent := len(g.exchanges())
					time.Sleep(time.Hour)
					if got := len(g.exchanges()); got != sent {
						t.Errorf("%d requests after the end", got-sent)
					}
				})
			})
		}
	}
}
