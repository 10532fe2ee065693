package rest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

var limits = []Limit{
	{1, time.Second, 0}, {2, time.Second, 0}, {7, time.Minute, 0}, {10, time.Second, 0}, {39, time.Minute, 0},
	{40, time.Minute, 0},
	{50, time.Minute, 0}, {60, time.Minute, 0}, {300, time.Minute, 0}, {300, time.Minute, 10}, {600, time.Minute, 0},
}

func limited(l Limit) func(*Options) { return func(o *Options) { o.Limit = l } }

func TestLimitHoldsInEveryWindow(t *testing.T) {
	t.Parallel()
	for _, l := range limits {
		for name, pause := range map[string]func() time.Duration{
			"busy":     func() time.Duration { return 0 },
			"unsteady": func() time.Duration { return rand.N(l.Per / time.Duration(l.Requests) * 2) },
			"bursts": func() time.Duration {
				if rand.N(l.Requests) > 0 {
					return 0
				}
				return rand.N(2 * l.Per)
			},
		} {
			t.Run(fmt.Sprintf("%d per %v burst %d %s", l.Requests, l.Per, l.Burst, name), func(t *testing.T) {
				fake(t, func(t *testing.T) {
					w := says(with(200, "{}"))
					c := newTestClient(t, w, limited(l))
					start := time.Now()
					const periods = 4
					for range periods * l.Requests {
						if err := c.Do(t.Context(), Request{}, nil); err != nil {
							t.Fatal(err)
						}
						if name != "busy" {
							time.Sleep(pause())
						}
					}
					if got := w.at.peak(l.Per); got > l.Requests {
						t.Errorf("%d requests in one period", got)
					}
					if limit := periods * l.Per * 100 / 95; name == "busy" && time.Since(start) > limit {
						t.Errorf("took %v, want at most %v", time.Since(start), limit)
					}
				})
			})
		}
	}
}

// What a limiter that has been idle grants without a wait.
func TestLimitAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		l    Limit
		want int
	}{
		{l: Limit{}, want: 400},
		{l: Limit{1, time.Minute, 0}, want: 1},
		{l: Limit{3, time.Minute, 0}, want: 1},
		{l: Limit{20, time.Minute, 0}, want: 10},
		{l: Limit{50, time.Minute, 0}, want: 25},
		{l: Limit{300, time.Minute, 0}, want: 150},
		{l: Limit{300, time.Minute, 10}, want: 10},
		{l: Limit{300, time.Minute, 1}, want: 1},
		{l: Limit{300, time.Minute, 200}, want: 150},
	} {
		fake(t, func(t *testing.T) {
			w := says(with(200, "{}"))
			c := newTestClient(t, w, limited(tt.l))
			for range 400 {
				_ = c.Do(t.Context(), Request{}, nil)
			}
			if got := w.at.peak(0); got != tt.want {
				t.Errorf("%+v: %d requests at once, want %d", tt.l, got, tt.want)
			}
			if tt.l.Requests == 0 {
				return
			}
			time.Sleep(2 * tt.l.Per)
			again := len(w.at)
			for range tt.want {
				_ = c.Do(t.Context(), Request{}, nil)
			}
			if took := w.at[len(w.at)-1].Sub(w.at[again]); took != 0 {
				t.Errorf("%+v: after an idle time, %d requests took %v", tt.l, tt.want, took)
			}
		})
	}
}

// After what goes out at once a long listing is never silent for long, and never
// behind one whose requests are spaced evenly, at 95 % of the limit.
func TestLimitIsSteady(t *testing.T) {
	t.Parallel()
	for _, l := range limits {
		fake(t, func(t *testing.T) {
			w := says(with(200, "{}"))
			c := newTestClient(t, w, limited(l))
			for range 5 * l.Requests {
				_ = c.Do(t.Context(), Request{}, nil)
			}
			even := float64(l.Per) / float64(l.Requests) / 0.95
			for i := 1; i < len(w.at); i++ {
				if silence := w.at[i].Sub(w.at[i-1]); float64(silence) > 2.05*even {
					t.Errorf("%+v: %v of silence, the limit is one request in %v", l, silence, l.Per/time.Duration(l.Requests))
					return
				}
				if after := w.at[i].Sub(w.at[0]); float64(after) > float64(i)*even {
					t.Errorf("%+v: request %d came after %v, spaced evenly it would by %v", l, i+1, after,
						time.Duration(float64(i)*even))
					return
				}
			}
		})
	}
}

// Places are asked for, given back and used late, at random: no window has more
// than the limit, be it of grants or of what then arrives.
func TestLimitAtGrantAndArrival(t *testing.T) {
	t.Parallel()
	for _, l := range limits {
		for seed := range uint64(8) {
			t.Run(fmt.Sprintf("%d per %v burst %d, %d", l.Requests, l.Per, l.Burst, seed), func(t *testing.T) {
				t.Parallel()
				fake(t, func(t *testing.T) { testGrants(t, l, rand.New(rand.NewPCG(seed, 8))) })
			})
		}
	}
}

func testGrants(t *testing.T, l Limit, r *rand.Rand) {
	type grant struct {
		at     time.Time
		cancel func()
	}
	var waiting []grant // given back, perhaps
	var granted moments
	grants := newLimiter(l)
	even := l.Per / time.Duration(l.Requests)
	hurry := 1 + r.Int64N(8) // from below the limit to a queue of several periods
	for range 4 * l.Requests {
		if r.IntN(2*l.Requests) == 0 {
			time.Sleep(time.Duration(r.Int64N(int64(2 * l.Per))))
		} else if r.IntN(3) > 0 {
			time.Sleep(time.Duration(r.Int64N(int64(4*even) / hurry)))
		}
		now := time.Now()
		waiting = slices.DeleteFunc(waiting, func(g grant) bool { return !g.at.After(now) })
		for len(waiting) > 0 && r.IntN(4) == 0 {
			i := r.IntN(len(waiting))
			waiting[i].cancel()
			j := slices.IndexFunc(granted, waiting[i].at.Equal)
			granted = slices.Delete(granted, j, j+1)
			waiting = slices.Delete(waiting, i, i+1)
		}
		delay, cancel := grants.reserve(now)
		waiting = append(waiting, grant{now.Add(delay), cancel})
		granted = append(granted, now.Add(delay))
	}
	slices.SortFunc(granted, time.Time.Compare)
	// What arrives in a window, each request as late as it may be or not at all,
	// was granted in one that is longer by that.
	late := min(l.Per/100, even)
	if got := granted.peak(l.Per + late); got > l.Requests {
		t.Errorf("%d requests may arrive in one period", got)
	}
	if got := granted.peak(time.Second + late); l.Burst > 0 && got > l.Burst*3/2 {
		t.Errorf("%d requests may arrive in a second, %d may go out at once", got, l.Burst)
	}
}

// A place that is given back, with none taken behind it, is the next one.
func TestLimitGivesBack(t *testing.T) {
	t.Parallel()
	for _, l := range limits {
		fake(t, func(t *testing.T) {
			grants := newLimiter(l)
			for i := range 3 * l.Requests {
				before, cancel := grants.reserve(time.Now())
				if before == 0 {
					continue // it has been used
				}
				cancel()
				after, _ := grants.reserve(time.Now())
				if got, want := after.Round(time.Microsecond), before.Round(time.Microsecond); got != want {
					t.Fatalf("%+v: place %d is free after %v, and after %v once it is given back", l, i, want, got)
				}
			}
		})
	}
}

// Callers come from many goroutines, some give up while they wait, and every
// tenth request stalls over its credentials.
func TestLimitHoldsForConcurrentCallers(t *testing.T) {
	t.Parallel()
	for _, l := range limits {
		t.Run(fmt.Sprintf("%d per %v", l.Requests, l.Per), func(t *testing.T) {
			fake(t, func(t *testing.T) {
				w := says(with(200, "{}"))
				var mu sync.Mutex
				var calls int
				c := newTestClient(t, w, limited(l), func(o *Options) {
					o.Authorize = func(*http.Request) error {
						mu.Lock()
						calls++
						slow := calls%10 == 0
						mu.Unlock()
						if slow {
							time.Sleep(l.Per / 90)
						}
						return nil
					}
				})
				var wg sync.WaitGroup
				for i := range 20 {
					wg.Go(func() {
						for range l.Requests / 4 {
							ctx, cancel := context.WithCancel(t.Context())
							if i%4 == 0 {
								time.AfterFunc(rand.N(l.Per/4), cancel)
							}
							_ = c.Do(ctx, Request{}, nil)
							cancel()
						}
					})
				}
				wg.Wait()
				if got := w.at.peak(l.Per); got > l.Requests {
					t.Errorf("%d requests in one period", got)
				}
			})
		})
	}
}

// While a token is fetched, many callers are granted a request that they cannot
// send yet. They must not all send it when the token is there.
func TestLimitHoldsAfterASlowToken(t *testing.T) {
	t.Parallel()
	for _, l := range limits {
		fake(t, func(t *testing.T) {
			w := says(with(200, "{}"))
			c := newTestClient(t, w, limited(l), func(o *Options) {
				o.Token = NewToken(func(context.Context) (string, time.Time, error) {
					time.Sleep(l.Per)
					return "t", time.Time{}, nil
				})
			})
			var wg sync.WaitGroup
			for range 2 * l.Requests {
				wg.Go(func() { _ = c.Do(t.Context(), Request{}, nil) })
			}
			wg.Wait()
			if got := w.at.peak(l.Per); got > l.Requests || len(w.at) != 2*l.Requests {
				t.Errorf("%+v: %d requests in one period, %d in all", l, got, len(w.at))
			}
		})
	}
}

func TestRetriesAndRedirectsSpendTheLimit(t *testing.T) {
	t.Parallel()
	const spacing = 20400 * time.Millisecond // 3 per minute, 2 % wider
	for name, again := range map[string]reply{
		"retries":   with(503, "", "Retry-After", "0"),
		"redirects": with(302, "", "Location", "/again"),
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				start := time.Now()
				v := says(again, again, again, with(200, "{}"))
				c := newTestClient(t, v, limited(Limit{3, time.Minute, 0}))
				if err := c.Do(t.Context(), Request{}, nil); err != nil {
					t.Fatal(err)
				}
				var at []time.Duration
				for _, moment := range v.at {
					at = append(at, moment.Sub(start).Round(time.Microsecond))
				}
				if got, want := fmt.Sprint(at), fmt.Sprint([]time.Duration{0, spacing, 2 * spacing, 3 * spacing}); got != want {
					t.Errorf("requests at %v, want %v", got, want)
				}
			})
		})
	}
}

func TestLimitAndContext(t *testing.T) {
	t.Parallel()
	for name, refused := range map[string]bool{"a deadline too soon": true, "cancelled": false} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				w := says(with(200, "{}"))
				c := newTestClient(t, w, limited(Limit{1, 100 * time.Second, 0})) // one per 102 s
				if err := c.Do(t.Context(), Request{}, nil); err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				var err error
				if refused {
					ctx, cancel := context.WithTimeout(t.Context(), 102*time.Second)
					defer cancel()
					err = c.Do(ctx, Request{Op: "list"}, nil)
					sameError(t, err, &employee.FetchError{
						Provider: "acmehr", Op: "list", RetryAfter: 102 * time.Second, Err: employee.ErrRateLimited,
						Message: "the wait for the rate limit would pass the deadline",
					})
					if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 0 {
						t.Errorf("%v after %v, want the deadline at once", err, time.Since(start))
					}
				} else {
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(30*time.Second, cancel)
					err = c.Do(ctx, Request{}, nil)
					sameError(t, err, &employee.FetchError{Provider: "acmehr", Err: context.Canceled})
					if took := time.Since(start); took != 30*time.Second {
						t.Errorf("cancelled after %v, want 30s", took)
					}
				}
				// The place that was not used is free again.
				if err := c.Do(t.Context(), Request{}, nil); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start).Round(time.Millisecond); took != 102*time.Second || len(w.at) != 2 {
					t.Errorf("the next request of %d came after %v, want 102s", len(w.at), took)
				}
			})
		})
	}
}

// A retry and a redirect ask the limiter too, and end the call when it cannot
// grant them in time.
func TestLimitEndsARepeatedRequest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		res    reply
		status int
	}{
		"retry":    {with(503, "", "Retry-After", "0"), 0},
		"redirect": {with(302, "", "Location", "/again"), 302},
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				v := says(tt.res)
				c := newTestClient(t, v, limited(Limit{1, 100 * time.Second, 0}))
				sameError(t, c.Do(ctx, Request{}, nil), &employee.FetchError{
					Provider: "acmehr", StatusCode: tt.status, RetryAfter: 102 * time.Second, Err: employee.ErrRateLimited,
					Message: "the wait for the rate limit would pass the deadline",
				})
				if v.count() != 1 {
					t.Errorf("%d requests, want 1", v.count())
				}
			})
		})
	}
}

// TestUnlimited: a measure is not held back by the limit of a minute.
func TestUnlimited(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		w := says(with(200, "{}"))
		c := newTestClient(t, w, limited(Limit{Requests: 50, Per: time.Minute}))
		start := time.Now()
		for range 200 {
			if err := c.Do(Unlimited(t.Context()), Request{}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 0 || len(w.at) != 200 {
			t.Errorf("%d requests took %v, want 200 at once", len(w.at), took)
		}
	})
}
