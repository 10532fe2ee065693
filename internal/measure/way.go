package main

import "fmt"

// A way gives an answer about one thing.
type way[T any, Answer comparable] struct {
	name   string
	answer func(*T) Answer
}

// agreed makes entries of ways, after it has seen that they agree on everything.
func agreed[T any, Answer comparable](all []T, ways []way[T, Answer]) ([]entry, error) {
	entries := make([]entry, len(ways))
	for i, w := range ways {
		for j := range all {
			if got, want := w.answer(&all[j]), ways[0].answer(&all[j]); got != want {
				return nil, fmt.Errorf("%s says %v about number %d, %s %v", w.name, got, j, ways[0].name, want)
			}
		}
		entries[i] = entry{name: w.name, run: func(times int) {
			for n := range times {
				w.answer(&all[n%len(all)])
			}
		}}
	}
	return entries, nil
}
