package rest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A watch notes when requests arrive.
type watch struct {
	mu sync.Mutex
	at []time.Time
}

func (w *watch) send(*http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = append(w.at, time.Now())
	return answer(200, "{}"), nil
}

// peak is the most arrivals in any window of length per, both ends included.
func (w *watch) peak(per time.Duration) int {
	most, first := 0, 0
	for i := range w.at {
		for w.at[i].Sub(w.at[first]) > per {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

var limits = []Limit{
	{1, time.Second, 0}, {7, time.Minute, 0}, {10, time.Second, 0}, {39, time.Minute, 0}, {40, time.Minute, 0},
	{50, time.Minute, 0}, {60, time.Minute, 0}, {300, time.Minute, 0}, {300, time.Minute, 10}, {2000, time.Minute, 0},
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
					var w watch
					c := newTestClient(t, w.send, limited(l))
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
					if got := w.peak(l.Per); got > l.Requests {
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

func TestLimitAllowsABurst(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		l    Limit
		want int
	}{
		{Limit{}, 400}, {Limit{20, time.Minute, 0}, 1}, {Limit{50, time.Minute, 0}, 1},
		{Limit{300, time.Minute, 0}, 14}, {Limit{300, time.Minute, 10}, 10}, {Limit{300, time.Minute, 200}, 14},
	} {
		fake(t, func(t *testing.T) {
			var w watch
			c := newTestClient(t, w.send, limited(tt.l))
			for range 400 {
				_ = c.Do(t.Context(), Request{}, nil)
			}
			if got := w.peak(0); got != tt.want {
				t.Errorf("%+v: %d requests at once, want %d", tt.l, got, tt.want)
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
				var w watch
				var mu sync.Mutex
				var calls int
				c := newTestClient(t, w.send, limited(l), func(o *Options) {
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
				if got := w.peak(l.Per); got > l.Requests {
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
			var w watch
			c := newTestClient(t, w.send, limited(l), func(o *Options) {
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
			if got := w.peak(l.Per); got > l.Requests || len(w.at) != 2*l.Requests {
				t.Errorf("%+v: %d requests in one period, %d in all", l, got, len(w.at))
			}
		})
	}
}

func TestRetriesAndRedirectsSpendTheLimit(t *testing.T) {
	t.Parallel()
	const spacing = 6120 * time.Millisecond // 10 per minute, 2 % wider
	for name, res := range map[string]*http.Response{
		"retries":   answer(503, "", "Retry-After", "0"),
		"redirects": answer(302, "", "Location", "/again"),
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				var at []time.Duration
				start := time.Now()
				c := newTestClient(t, func(*http.Request) (*http.Response, error) {
					at = append(at, time.Since(start).Round(time.Microsecond))
					if len(at) == 4 {
						return answer(200, "{}"), nil
					}
					r := *res
					return &r, nil
				}, limited(Limit{10, time.Minute, 0}))
				if err := c.Do(t.Context(), Request{}, nil); err != nil {
					t.Fatal(err)
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
				var w watch
				c := newTestClient(t, w.send, limited(Limit{1, 100 * time.Second, 0})) // one per 102 s
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
		res    *http.Response
		status int
	}{
		"retry":    {answer(503, "", "Retry-After", "0"), 0},
		"redirect": {answer(302, "", "Location", "/again"), 302},
	} {
		t.Run(name, func(t *testing.T) {
			fake(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				var n int
				c := newTestClient(t, script(&n, func() (*http.Response, error) { return tt.res, nil }), limited(Limit{1, 100 * time.Second, 0}))
				sameError(t, c.Do(ctx, Request{}, nil), &employee.FetchError{
					Provider: "acmehr", StatusCode: tt.status, RetryAfter: 102 * time.Second, Err: employee.ErrRateLimited,
					Message: "the wait for the rate limit would pass the deadline",
				})
				if n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
			})
		})
	}
}
