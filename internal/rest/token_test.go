package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// An issuer gives tokens t1, t2, ... and takes a second for each.
type issuer struct {
	mu   sync.Mutex
	n    int
	life time.Duration // 0: no expiry
	same bool          // the same token each time
	errs []error       // of the first fetches
}

func (s *issuer) fetch(ctx context.Context) (string, time.Time, error) {
	s.mu.Lock()
	s.n++
	n := s.n
	s.mu.Unlock()
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return "", time.Time{}, ctx.Err()
	}
	if n <= len(s.errs) && s.errs[n-1] != nil {
		return "", time.Time{}, s.errs[n-1]
	}
	var expires time.Time
	if s.life != 0 {
		expires = time.Now().Add(s.life)
	}
	if s.same {
		n = 1
	}
	return fmt.Sprint("t", n), expires, nil
}

func (s *issuer) fetched() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

func bearer(s *issuer) func(*Options) {
	return func(o *Options) { o.Token = NewToken(s.fetch) }
}

// accept answers 401 to other tokens than those it returns true for.
func accept(good func(token string) bool) reply {
	return func(req *http.Request) (*http.Response, error) {
		if !good(req.Header.Get("Authorization")) {
			return with(401, "")(req)
		}
		return with(200, "{}")(req)
	}
}

func TestTokenIsFetchedOnceForAll(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		s := &issuer{}
		c := newTestClient(t, says(accept(func(token string) bool { return token == "Bearer t1" })), bearer(s))
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if err := c.Do(t.Context(), Request{}, nil); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := s.fetched(); n != 1 {
			t.Errorf("%d fetches for 100 callers, want 1", n)
		}
	})
}

func TestTokenRenewal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		life time.Duration
		want time.Duration // age at which it is renewed, the second of its fetching included
	}{
		{life: time.Hour, want: time.Hour + time.Second - time.Minute},
		{life: 100 * time.Second, want: 101*time.Second - 10100*time.Millisecond},
		{life: 0, want: 0},
	}
	for _, tt := range tests {
		fake(t, func(t *testing.T) {
			s := &issuer{life: tt.life}
			c := newTestClient(t, says(accept(func(string) bool { return true })), bearer(s))
			do := func() int {
				t.Helper()
				if err := c.Do(t.Context(), Request{}, nil); err != nil {
					t.Fatal(err)
				}
				return s.fetched()
			}
			if n := do(); n != 1 {
				t.Fatalf("%d fetches, want 1", n)
			}
			if tt.life == 0 {
				time.Sleep(1000 * time.Hour)
				if n := do(); n != 1 {
					t.Errorf("%d fetches of a token without expiry", n)
				}
				return
			}
			time.Sleep(tt.want - time.Second - time.Nanosecond)
			if n := do(); n != 1 {
				t.Errorf("a token for %v is renewed before %v", tt.life, tt.want)
			}
			time.Sleep(time.Nanosecond)
			if n := do(); n != 2 {
				t.Errorf("a token for %v is not renewed at %v", tt.life, tt.want)
			}
		})
	}
}

func TestExpiredTokenIsUsedByThoseWhoWaited(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		s := &issuer{life: -time.Hour}
		c := newTestClient(t, says(accept(func(string) bool { return true })), bearer(s))
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() { _ = c.Do(t.Context(), Request{}, nil) })
		}
		wg.Wait()
		if n := s.fetched(); n != 1 {
			t.Errorf("%d fetches, want 1", n)
		}
	})
}

// A token that expires while the limiter has a call wait is never sent.
func TestTokenThatExpiresInAWait(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		s := &issuer{life: 90 * time.Second}
		v := says(with(200, "{}"))
		c := newTestClient(t, v, bearer(s), limited(Limit{Requests: 1, Per: time.Minute}))
		for range 4 {
			if err := c.Do(t.Context(), Request{}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := fmt.Sprint(v.credentials()), "[Bearer t1 Bearer t1 Bearer t2 Bearer t3]"; got != want {
			t.Errorf("sent %s, want %s", got, want)
		}
	})
}

func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	t.Parallel()
	for _, same := range []bool{false, true} {
		t.Run(fmt.Sprintf("same=%t", same), func(t *testing.T) {
			fake(t, func(t *testing.T) {
				s := &issuer{same: same}
				var revoked, reinstated atomic.Bool
				c := newTestClient(t, says(accept(func(token string) bool {
					return !revoked.Load() || token == "Bearer t2" || reinstated.Load()
				})), bearer(s))
				if err := c.Do(t.Context(), Request{}, nil); err != nil {
					t.Fatal(err)
				}
				revoked.Store(true)
				var wg sync.WaitGroup
				for range 100 {
					wg.Go(func() {
						if err := c.Do(t.Context(), Request{}, nil); err != nil {
							t.Error(err)
						}
					})
				}
				synctest.Wait() // all wait for the one fetch
				reinstated.Store(true)
				wg.Wait()
				if n := s.fetched(); n != 2 {
					t.Errorf("%d fetches, want 2: the first and one for all who were refused", n)
				}
			})
		})
	}
}

func TestUnauthorizedIsFinalAfterOneRenewal(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		s := &issuer{}
		busy := with(500, "", "Retry-After", "0")
		v := says(busy, busy, busy, busy, with(401, "", "Retry-After", "30"))
		c := newTestClient(t, v, bearer(s))
		start := time.Now()
		err := c.Do(t.Context(), Request{}, nil)
		sameError(t, err, &employee.FetchError{Provider: "acmehr", StatusCode: 401, RetryAfter: 30 * time.Second,
			Err: employee.ErrCredentials})
		const want = "[Bearer t1 Bearer t1 Bearer t1 Bearer t1 Bearer t1 Bearer t2]"
		if got := fmt.Sprint(v.credentials()); got != want {
			t.Errorf("sent %s, want %s", got, want)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("took %v, want two fetches of a second", took)
		}
		// The next call tries the token at hand, which was refused once.
		if err := c.Do(t.Context(), Request{}, nil); !errors.Is(err, employee.ErrCredentials) || s.fetched() != 3 {
			t.Errorf("%v after %d fetches, want 3", err, s.fetched())
		}
	})
}

func TestUnauthorizedWriteIsNotRepeated(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		s := &issuer{}
		v := says(accept(func(token string) bool { return token == "Bearer t2" }))
		c := newTestClient(t, v, bearer(s))
		err := c.Do(t.Context(), Request{Method: "POST"}, nil)
		if !errors.Is(err, employee.ErrCredentials) || v.count() != 1 {
			t.Errorf("%d attempts, %v", v.count(), err)
		}
		if err := c.Do(t.Context(), Request{Method: "POST"}, nil); err != nil || v.count() != 2 {
			t.Errorf("the next call has the refused token: %d attempts, %v", v.count(), err)
		}
	})
}

func TestTokenFailureIsSharedAndFinal(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		wrong := &employee.FetchError{Provider: "acmehr", Op: "get token", StatusCode: 400, Err: employee.ErrCredentials}
		s := &issuer{errs: []error{wrong}}
		v := says(with(200, "{}"))
		c := newTestClient(t, v, bearer(s))
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() { sameError(t, c.Do(t.Context(), Request{Op: "list"}, nil), wrong) })
		}
		wg.Wait()
		if s.fetched() != 1 || v.count() != 0 {
			t.Errorf("%d fetches and %d requests with wrong credentials, want 1 and 0", s.fetched(), v.count())
		}
		if err := c.Do(t.Context(), Request{}, nil); err != nil || s.fetched() != 2 {
			t.Errorf("the failure sticks: %v after %d fetches", err, s.fetched())
		}
	})
}

func TestEmptyTokenIsRefused(t *testing.T) {
	t.Parallel()
	c := newTestClient(t, nil, func(o *Options) {
		o.Token = NewToken(func(context.Context) (string, time.Time, error) { return "", time.Time{}, nil })
	})
	sameError(t, c.Do(t.Context(), Request{}, nil), &employee.FetchError{
		Provider: "acmehr", Message: "got an empty token", Err: employee.ErrMalformed,
	})
}

func TestTokenWaitersAndTheirContexts(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		s := &issuer{}
		c := newTestClient(t, says(accept(func(token string) bool { return token == "Bearer t2" })), bearer(s))
		start := time.Now()
		do := func(wg *sync.WaitGroup, cancelAfter time.Duration, took time.Duration, want error) {
			ctx, cancel := context.WithCancel(t.Context())
			if cancelAfter > 0 {
				time.AfterFunc(cancelAfter, cancel)
			}
			wg.Go(func() {
				defer cancel()
				if err := c.Do(ctx, Request{}, nil); !errors.Is(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
				if time.Since(start) != took {
					t.Errorf("took %v, want %v", time.Since(start), took)
				}
			})
			synctest.Wait()
		}
		var wg sync.WaitGroup
		do(&wg, 500*time.Millisecond, 500*time.Millisecond, context.Canceled) // fetches, and gives up
		do(&wg, 200*time.Millisecond, 200*time.Millisecond, context.Canceled) // gives up waiting
		do(&wg, 0, 1500*time.Millisecond, nil)                                // fetches in its place
		do(&wg, 0, 1500*time.Millisecond, nil)
		wg.Wait()
		if n := s.fetched(); n != 2 {
			t.Errorf("%d fetches, want 2", n)
		}
	})
}

// TestGarbledTokenIsFetchedAgain: an answer that no header can carry is no token, and is
// not kept as one.
func TestGarbledTokenIsFetchedAgain(t *testing.T) {
	t.Parallel()
	for _, garbled := range []string{"good\x00token", "a b", "a\r\nX-Evil: 1", "tökén"} {
		fetched := 0
		c := newTestClient(t, says(with(200, `{}`)), func(o *Options) {
			o.Token = NewToken(func(context.Context) (string, time.Time, error) {
				if fetched++; fetched == 1 {
					return garbled, time.Now().Add(time.Hour), nil
				}
				return "good", time.Time{}, nil
			})
		})
		if err := c.Do(t.Context(), Request{Op: "list"}, nil); !errors.Is(err, employee.ErrMalformed) {
			t.Errorf("%q: error %v", garbled, err)
		}
		if err := c.Do(t.Context(), Request{Op: "list"}, nil); err != nil || fetched != 2 {
			t.Errorf("%q: error %v after %d tokens", garbled, err, fetched)
		}
	}
}

// TestNoSeventhAttempt: after the attempt with a renewed token, which may be the sixth,
// nothing says that there is another.
func TestNoSeventhAttempt(t *testing.T) {
	t.Parallel()
	fake(t, func(t *testing.T) {
		var waits bytes.Buffer
		busy := with(503, "", "Retry-After", "1")
		v := says(busy, busy, busy, busy, with(401, ""), busy)
		c := newTestClient(t, v, bearer(&issuer{}), func(o *Options) {
			o.Logger = slog.New(slog.NewTextHandler(&waits, &slog.HandlerOptions{Level: slog.LevelWarn}))
		})
		err := c.Do(t.Context(), Request{}, nil)
		if n := strings.Count(waits.String(), "waiting to repeat"); err == nil || v.count() != 6 || n != 4 {
			t.Errorf("error %v after %d attempts and %d waits, want 6 and 4", err, v.count(), n)
		}
	})
}
