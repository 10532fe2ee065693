package rest

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAheadKeepsTheOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var under, most atomic.Int32
		keys := slices.Values([]int{9, 1, 8, 2, 7, 3, 6, 4, 5})
		start := time.Now()
		var got []int
		for v, err := range Ahead(t.Context(), 3, keys, func(_ context.Context, k int) (int, error) {
			most.Store(max(most.Load(), under.Add(1)))
			defer under.Add(-1)
			time.Sleep(time.Duration(k) * time.Second) // later keys are often faster
			return k, nil
		}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v)
		}
		if diff := cmp.Diff([]int{9, 1, 8, 2, 7, 3, 6, 4, 5}, got); diff != "" {
			t.Error(diff)
		}
		if most.Load() != 3 {
			t.Errorf("%d at a time, want 3", most.Load())
		}
		if took := time.Since(start); took >= 45*time.Second {
			t.Errorf("took %v, as long as one after another", took)
		}
	})
}

// TestAheadIsLazy: how many fetches have begun after a consumer has taken so many.
func TestAheadIsLazy(t *testing.T) {
	t.Parallel()
	for taken, want := range map[int]int32{1: 1, 2: 3, 3: 5, 4: 7, 5: 8} {
		synctest.Test(t, func(t *testing.T) {
			var begun atomic.Int32
			n := 0
			for range Ahead(t.Context(), 4, slices.Values(make([]int, 100)), func(ctx context.Context, _ int) (int, error) {
				begun.Add(1)
				return 0, nil
			}) {
				synctest.Wait()
				if n++; n == taken {
					break
				}
			}
			if begun.Load() != want {
				t.Errorf("%d fetches for %d results, want %d", begun.Load(), taken, want)
			}
		})
	}
}

// TestAheadEnds: after an error or a break nothing is left running, and what was
// under way has learnt of it.
func TestAheadEnds(t *testing.T) {
	t.Parallel()
	errBad := errors.New("bad")
	for _, tt := range []struct {
		name string
		bad  int // the key that fails
		stop int // after so many results
		want []string
	}{
		{name: "to the end", bad: -1, stop: -1, want: []string{"0", "1", "2", "3", "4", "5"}},
		{name: "an error", bad: 3, stop: -1, want: []string{"0", "1", "2", "bad"}},
		{name: "an error of the first", bad: 0, stop: -1, want: []string{"bad"}},
		{name: "a break", bad: -1, stop: 3, want: []string{"0", "1", "2"}},
		{name: "a break before an error that has come already", bad: 3, stop: 3, want: []string{"0", "1", "2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var under atomic.Int32
				var got []string
				keys := slices.Values([]int{0, 1, 2, 3, 4, 5})
				for v, err := range Ahead(t.Context(), 3, keys, func(ctx context.Context, k int) (string, error) {
					under.Add(1)
					defer under.Add(-1)
					if k == tt.bad {
						return "", errBad
					}
					select {
					case <-ctx.Done():
						return "", ctx.Err()
					case <-time.After(time.Second):
						return string(rune('0' + k)), nil
					}
				}) {
					if err != nil {
						v = err.Error()
					}
					got = append(got, v)
					if len(got) == tt.stop {
						break
					}
				}
				if under.Load() != 0 {
					t.Errorf("%d fetches are still under way", under.Load())
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestAheadIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n := 0
	fetch := func(ctx context.Context, _ int) (int, error) { return 0, ctx.Err() }
	for _, err := range Ahead(ctx, 3, slices.Values([]int{1, 2}), fetch) {
		n++
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	}
	if n != 1 {
		t.Errorf("%d results, want the error alone", n)
	}
}
