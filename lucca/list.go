package lucca

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// maxWalks bounds how often a listing starts over when it changes under way.
const maxWalks = 3

var errStopped = errors.New("the consumer has had enough")

// A page is a part of a list.
type page[T any] struct {
	items []T
	total int    // of the whole list, by Lucca's count; -1 if it gives none
	next  string // the cursor of the next page; "" if this is the last

	shifted bool   // the list has changed since the page before
	retires string // when Lucca retires the interface, if it says so
}

// A list is a paged list of Lucca. Pages shift while people come and go, most of
// all where they are numbered; so a walk that met somebody twice, or fewer than
// were counted, is begun again.
type list[T any] struct {
	client *rest.Client
	op     string
	read   func(ctx context.Context, cursor string) (page[T], error)
	id     func(*T) string
}

// A walk is one way through a list, from its first page.
type walk struct {
	seen    map[string]struct{}
	total   int
	shifted bool // the list changed under way
}

// walk hands each item to visit, which returns false to end it with errStopped.
func (l list[T]) walk(ctx context.Context, visit func(string, T) bool) (walk, error) {
	w := walk{seen: make(map[string]struct{}), total: -1}
	first := true
	pages := rest.Pages(l.client, l.op, func(cursor string) ([]T, string, error) {
		p, err := l.read(ctx, cursor)
		if err != nil {
			return nil, "", err
		}
		if p.shifted || !first && p.total != w.total {
			w.shifted = true
			return nil, "", nil
		}
		first, w.total = false, p.total
		return p.items, p.next, nil
	})
	var item T // one variable: id makes it escape
	for next, err := range pages {
		if err != nil {
			return w, err
		}
		item = next
		id := l.id(&item)
		if id == "" {
			return w, &employee.FetchError{Provider: provider, Op: l.op, Err: employee.ErrMalformed,
				Message: "a record without an id, at place " + strconv.Itoa(len(w.seen)+1)}
		}
		if _, double := w.seen[id]; double {
			w.shifted = true
			return w, nil
		}
		w.seen[id] = struct{}{}
		if !visit(id, item) {
			return w, errStopped
		}
	}
	w.shifted = w.shifted || w.total >= 0 && w.total != len(w.seen)
	return w, nil
}

// fold hands every item to visit, once, and returns Lucca's count of them or -1.
// What visit has kept is void whenever begin is called again.
func (l list[T]) fold(ctx context.Context, begin func(), visit func(T)) (int, error) {
	for range maxWalks {
		begin()
		w, err := l.walk(ctx, func(_ string, item T) bool { visit(item); return true })
		if err != nil {
			return -1, err
		}
		if !w.shifted {
			return w.total, nil
		}
	}
	return -1, l.incomplete()
}

// all returns the whole list, and Lucca's count of it or -1.
func (l list[T]) all(ctx context.Context) (items []T, total int, err error) {
	total, err = l.fold(ctx, func() { items = nil }, func(item T) { items = record.Append(items, item) })
	if err != nil {
		return nil, -1, err
	}
	return items, total, nil
}

// each hands every item to yield, once. It returns errStopped if yield returned
// false. What was handed out cannot be taken back: if it is not in the walk that
// came to its end, the listing fails.
func (l list[T]) each(ctx context.Context, yield func(T) bool) error {
	var earlier map[string]struct{} // whom the walks before this one have yielded
	for range maxWalks {
		again := 0
		w, err := l.walk(ctx, func(id string, item T) bool {
			if _, done := earlier[id]; done {
				again++
				return true
			}
			return yield(item)
		})
		switch {
		case err != nil:
			return err
		case !w.shifted && again == len(earlier):
			return nil
		case !w.shifted:
			return l.fail(fmt.Sprintf("%d people were removed while they were listed", len(earlier)-again))
		}
		if earlier == nil {
			earlier = w.seen
		}
		for id := range w.seen {
			earlier[id] = struct{}{}
		}
	}
	return l.incomplete()
}

func (l list[T]) incomplete() error {
	return l.fail("records arrived twice, or fewer than were counted, " + strconv.Itoa(maxWalks) + " times in a row")
}

func (l list[T]) fail(why string) error {
	return &employee.FetchError{Provider: provider, Op: l.op, Message: why, Err: employee.ErrIncomplete}
}
