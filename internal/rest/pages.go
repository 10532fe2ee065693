package rest

import (
	"iter"

	"github.com/rosterkit/rosterkit/employee"
)

// maxEmptyPages ends a listing whose server never tires of new cursors.
const maxEmptyPages = 100

// Progress logs at level Info how many items a list has brought so far.
func (c *Client) Progress(op string, soFar int) {
	c.log.Info("page", "provider", c.provider, "op", op, "so_far", soFar)
}

// Pages walks a paged listing. Fetch returns the items of the page at a cursor
// and the cursor of the next page; the zero cursor is that of the first page
// and, returned, ends the listing. A page may be empty.
//
// Each page is logged at level Info, with the number of items so far: progress.
// The sequence fetches a page when its first item is asked for and holds one
// page at a time. Each range over it starts from the first page. An error comes
// once and last, with a zero item: that of fetch as it is, or a FetchError of
// class ErrIncomplete when a cursor returns, in place of the page that gave it,
// or when 100 empty pages follow one another.
func Pages[C comparable, T any](c *Client, op string, fetch func(cursor C) (items []T, next C, err error)) iter.Seq2[T, error] {
	return pages(c, op, c.Progress, fetch)
}

// Beside is Pages for a list about one employee, of which there are many: it is
// not logged.
func Beside[C comparable, T any](c *Client, op string, fetch func(cursor C) (items []T, next C, err error)) iter.Seq2[T, error] {
	return pages(c, op, func(string, int) {}, fetch)
}

func pages[C comparable, T any](c *Client, op string, progress func(string, int), fetch func(cursor C) (items []T, next C, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		fail := func(why string) {
			yield(zero, &employee.FetchError{Provider: c.provider, Op: op, Message: why, Err: employee.ErrIncomplete})
		}
		var cursor, end C
		seen := map[C]bool{}
		soFar := 0
		for empty := 0; empty < maxEmptyPages; {
			items, next, err := fetch(cursor)
			if err != nil {
				yield(zero, err)
				return
			}
			if seen[next] { // before its items, which may be those of a page that was there
				fail("the server gave the same page cursor twice")
				return
			}
			soFar += len(items)
			progress(op, soFar)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == end {
				return
			}
			seen[next] = true
			cursor = next
			empty++
			if len(items) > 0 {
				empty = 0
			}
		}
		fail("the server gave 100 empty pages in a row")
	}
}
