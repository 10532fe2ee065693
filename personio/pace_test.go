package personio_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// slow answers after a while, by the clock of the test, and notes when requests
// for people came.
type slow struct {
	http.Handler
	latency time.Duration
	mu      sync.Mutex
	at      []time.Time
}

func (s *slow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		s.mu.Lock()
		s.at = append(s.at, time.Now())
		s.mu.Unlock()
	}
	time.Sleep(s.latency)
	s.Handler.ServeHTTP(w, r)
}

// most is the most requests within any window of a length.
func (s *slow) most(window time.Duration) (most int) {
	slices.SortFunc(s.at, time.Time.Compare)
	first := 0
	for i := range s.at {
		for s.at[i].Sub(s.at[first]) > window {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// TestPace: however slow the answers, a listing takes about as long as the limit
// of 300 requests a minute asks for, and never exceeds it, nor 15 in a second.
func TestPace(t *testing.T) {
	t.Parallel()
	const requests = 350
	for _, tt := range []struct {
		name    string
		api     personio.API
		latency time.Duration
	}{
		{"v1, at once", personio.V1, 0},
		{"v1, 200 ms", personio.V1, 200 * time.Millisecond},
		{"v1, 700 ms", personio.V1, 700 * time.Millisecond},
		{"v2, at once", personio.V2, 0},
		{"v2, 200 ms", personio.V2, 200 * time.Millisecond},
		{"v2, 700 ms", personio.V2, 700 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				size := 3
				people := requests * size
				if tt.api == personio.V2 {
					people, size = 343, 50 // on 7 pages, and one request for each
				}
				fake := personiotest.New(clientID, clientSecret, personiotest.People(people)...)
				fake.Configure(personiotest.Config{PageSize: size})
				watch := &slow{Handler: fake, latency: tt.latency}
				cfg := config(watch)
				cfg.API, cfg.Fields = tt.api, []employee.Field{employee.FieldWorkEmail}
				start := time.Now()
				if n := roster(t, cfg).Len(); n != people {
					t.Fatalf("%d people of %d", n, people)
				}
				took, sent := time.Since(start), len(watch.at)
				if sent != requests {
					t.Errorf("%d requests, want %d", sent, requests)
				}
				if n := watch.most(time.Minute); n > 300 {
					t.Errorf("%d requests in a minute", n)
				}
				if n := watch.most(time.Second - 1); n > 15 {
					t.Errorf("%d requests in a second", n)
				}
				// The first of all, and the last answer, are not behind the limit.
				if least := time.Duration(sent) * time.Minute / 300; took > least*100/95+3*tt.latency {
					t.Errorf("took %v, want at most %v and the latency", took, least*100/95)
				}
				t.Logf("%d people, %d requests, %v", people, sent, took)
			})
		})
	}
}
