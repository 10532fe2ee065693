package listing

import (
	"context"
	"iter"
	"sync"
)

// Ahead returns what fetch returns for each of keys, in their order, and has up
// to width of them fetched side by side, so that the time an answer takes is no
// limit beside the vendor's own. Fetches are still granted one by one by the
// Client's Limit.
//
// It begins with one and goes further ahead with each result that the consumer
// takes: a caller that wants the first alone causes one fetch. At most width results
// are held. Keys are taken in the consumer's own goroutine. An error comes once
// and last. When the consumer stops, or there is an error, the context of the
// fetches under way ends, and the sequence returns when they have.
func Ahead[K, T any](ctx context.Context, width int, keys iter.Seq[K], fetch func(context.Context, K) (T, error)) iter.Seq2[T, error] {
	type answer struct {
		value T
		err   error
	}
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()
		next, stop := iter.Pull(keys)
		defer stop()
		var waiting []chan answer // in the order of the keys
		for taken := 0; ; taken++ {
			for len(waiting) < min(width, taken+1) {
				key, more := next()
				if !more {
					break
				}
				at := make(chan answer, 1)
				waiting = append(waiting, at)
				running.Go(func() {
					value, err := fetch(ctx, key)
					at <- answer{value, err}
				})
			}
			if len(waiting) == 0 {
				return
			}
			first := <-waiting[0]
			waiting = waiting[1:]
			if first.err != nil {
				var zero T
				yield(zero, first.err)
				return
			}
			if !yield(first.value, nil) {
				return
			}
		}
	}
}
