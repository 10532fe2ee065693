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
	busy := map[string]struct{ people, listings, requests int }{ // tokens aside
		"bamboohr": {25_000, 1, 10}, "humaans": {10_000, 1, 84},
		"personio v1": {35_000, 1, 350}, "personio v2": {343, 1, 350},
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
					t.Fatal("how many people make it busy?")
				}
				synctest.Test(t, func(t *testing.T) {
					server := &large{people: load.people, latency: latency}
					client := b.connect(t, server)
					start := time.Now()
					for range load.listings {
						if r, err := client.Roster(t.Context()); err != nil || r.Len() != load.people {
							t.Fatalf("%v, error %v", r, err)
						}
					}
					b.checkPace(t, server, load.requests, time.Since(start))
				})
			})
		}
	}
}

func (b bill) checkPace(t *testing.T, server *large, requests int, took time.Duration) {
	t.Helper()
	sent := len(server.at)
	if sent != requests {
		t.Errorf("%d requests, want %d", sent, requests)
	}
	busiest := most(server.at, time.Minute)
	t.Logf("%d people, %d requests in %v, %d in the busiest minute", server.people, sent, took.Round(time.Millisecond), busiest)
	if b.limit == 0 {
		if want := time.Duration(sent) * server.latency; took != want {
			t.Errorf("took %v, want %v: one request at a time", took, want)
		}
		return
	}
	if busiest > b.limit {
		t.Errorf("%d requests in a minute, the limit is %d", busiest, b.limit)
	}
	if n := most(server.at, time.Second); b.perSecond > 0 && n > b.perSecond {
		t.Errorf("%d requests in a second, the limit is %d", n, b.perSecond)
	}
	// The first of all, and the last answer, are not behind the limit.
	if longest := time.Duration(sent)*time.Minute*100/95/time.Duration(b.limit) + 3*server.latency; took > longest {
		t.Errorf("took %v, want %v at most", took, longest)
	}
}

// TestStop: who stops early has cost the requests for the people who were listed,
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
					server := &large{people: 12 * size, latency: 200 * time.Millisecond}
					n := 0
					for _, err := range b.connect(t, server).Employees(t.Context()) {
						if n++; err != nil {
							t.Fatal(err)
						}
						if n == taken {
							time.Sleep(time.Minute) // what is read ahead has been sent
							break
						}
					}
					// The lists beside the people come first and whole.
					least := b.beside(server.people) + b.people(taken)
					if got := server.requests(); got < least || got > least+b.ahead {
						t.Errorf("%d requests, want %d and at most %d ahead", got, least, b.ahead)
					}
					sent := server.requests()
					time.Sleep(time.Hour)
					if got := server.requests(); got != sent {
						t.Errorf("%d requests after the end", got-sent)
					}
				})
			})
		}
	}
}
