// Package listing walks the lists of HR systems, once for all providers: every
// employee once, or an error.
//
// A list comes in pages, and employees are added, removed and reordered while it
// is read. A walk is one way through all pages. It is void if the vendor's count
// changed under way, if an id came twice, if fewer items came than were counted,
// or if a page did not continue the page before. After a void walk the list is
// walked again, [MaxWalks] times at most; then the listing is an error.
//
// How a page continues the one before depends on the paging:
//
//   - [ByOffset] begins each page with the last row of the page before. If
//     another row stands there, rows were added or removed, and the walk is void.
//   - [ByRow] does the same for pages that have numbers: each is chosen so that it
//     begins at or before that row.
//   - [ByCursor] follows cursors that name a row. [ByPosition] follows cursors
//     that may be a position in disguise, and needs two equal walks.
//
// While rows keep their order, this is a proof: an employee who is there from the
// first request to the last is listed. One case is left. In the time between two
// requests a row moves from behind the border to before it, a row before the border
// is removed and another is added there: the border row then stands where it stood.
package listing

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/rosterkit/rosterkit/employee"
)

// MaxWalks is how often a list is walked before the listing is an error.
const MaxWalks = 3

// Uncounted is the total of a list whose vendor does not count.
const Uncounted = -1

// ErrStop ends a listing whose consumer has had enough. Return it from visit.
var ErrStop = errors.New("the consumer has had enough")

// A Page is one answer of a list.
type Page[T any] struct {
	Items []T    // good until the next page is read
	Total int    // items of the whole list by the vendor's count, or Uncounted
	Next  string // cursor of the next page, "" behind the last; for lists by cursor
	Last  bool   // the vendor says that nothing is behind it; for lists by row that it does not count
}

// A List is one paged list of a vendor.
type List[T any] struct {
	Provider, Op string          // for errors: "humaans", "list job roles"
	ID           func(*T) string // "" is an item without an id, which fails the listing
	Pages        Pages[T]
	Progress     func(n int)      // gets the number of rows so far after each page; may be nil
	IDs          *IDs             // numbers the ids, beside others that it may have; nil: the list's own
	Restart      func(error) bool // reports whether an error of a page voids the walk; may be nil
	// Judge looks at a walk that came whole and returns why it does not count after all,
	// "" if it does; nil: it counts.
	Judge func(*Seen) (void string, err error)
}

// Run walks the list and returns the vendor's count of it, or Uncounted.
//
// With begin, visit gets every item of each walk, and begin is called before each:
// what visit got after the last begin is the list. Without begin, visit gets every
// item once, in the first walk that has it; if an item that visit got is not in the
// last walk, the listing is an error. Visit must not keep its argument.
//
// Every error is an [employee.FetchError] or what visit returned.
func (l List[T]) Run(ctx context.Context, begin func(), visit func(*T) error) (total int, err error) {
	seen := Seen{ids: l.IDs}
	why, whole := "", false // whether the walk before was whole
	var lost error          // of a page that voided it
	for range MaxWalks {
		if begin != nil {
			begin()
		}
		seen.Begin()
		w := walk[T]{list: &l, seen: &seen, all: begin != nil, visit: visit, total: Uncounted}
		if err := w.run(ctx); err != nil {
			return Uncounted, err
		}
		if l.Judge != nil && w.void == "" {
			if w.void, err = l.Judge(&seen); err != nil {
				return Uncounted, err
			}
		}
		switch {
		case w.void != "":
			why, lost, whole = w.void, w.lost, false
		case l.Pages.twice && w.pages > 1 && !(whole && seen.Equal()):
			why, lost, whole = "two walks through it differ", nil, true
		case begin == nil && seen.Missing() > 0:
			return Uncounted, l.fail(employee.ErrIncomplete, fmt.Sprintf("%d were removed while they were listed", seen.Missing()))
		default:
			return w.total, nil
		}
	}
	failed := l.fail(employee.ErrIncomplete, fmt.Sprintf("the list changed while it was read, %d times in a row: %s", MaxWalks, why))
	if fe, ok := errors.AsType[*employee.FetchError](lost); ok {
		failed.StatusCode, failed.Code, failed.RequestID = fe.StatusCode, fe.Code, fe.RequestID
	}
	return Uncounted, failed
}

// refused says what an answer was that voided a walk, and what to do if it stays.
func refused(err error) string {
	words := "" // common ones, or this library's
	if fe, ok := errors.AsType[*employee.FetchError](err); ok && fe.Message != "" {
		words = " (" + fe.Message + ")"
	}
	return "the server refused its own cursor" + words + ": where that does not pass, ask the vendor's support"
}

// NoID is the error of a record without an id, at a place from 1: an employee must not
// vanish.
func NoID(provider, op string, place int) error {
	return &employee.FetchError{Provider: provider, Op: op, Err: employee.ErrMalformed,
		Message: fmt.Sprintf("a record without an id, at place %d", place)}
}

func (l List[T]) fail(class error, message string) *employee.FetchError {
	return &employee.FetchError{Provider: l.Provider, Op: l.Op, Err: class, Message: message}
}

// A walk is one way through a list.
type walk[T any] struct {
	list  *List[T]
	seen  *Seen
	all   bool // visit gets items of earlier walks, too
	visit func(*T) error

	pages, rows int
	last        string // id of the last row
	total       int    // by the latest page
	most        int    // by any page
	void        string // why it does not count; "" if it does
	lost        error  // of the page that voided it, if that was an error
}

func (w *walk[T]) run(ctx context.Context) error {
	err := w.list.Pages.walk(ctx, w.take)
	switch err {
	case errOneRow, errSmall, errCursor, errNoEnding:
		return w.list.fail(employee.ErrIncomplete, err.Error())
	}
	if err != nil && w.list.Restart != nil && w.list.Restart(err) {
		w.void, w.lost = refused(err), err
		return nil
	}
	if w.void == "" && (w.rows < w.most || !w.list.Pages.named && w.total != Uncounted && w.rows > w.total) {
		w.void = fmt.Sprintf("%d arrived of %d", w.rows, w.most)
	}
	return err
}

// take takes a page in, and reports whether the walk is to go on.
func (w *walk[T]) take(p Page[T], border int) (bool, error) {
	if w.pages > 0 && p.Total != w.total && !w.list.Pages.named {
		w.void = fmt.Sprintf("there were %d, then %d", w.total, p.Total)
		return false, nil
	}
	w.pages++
	w.total, w.most = p.Total, max(w.most, p.Total)
	if border >= 0 && !w.continues(p.Items, border) {
		w.void = "a page did not continue the one before"
		return false, nil
	}
	for i := border + 1; i < len(p.Items); i++ {
		if err := w.meet(&p.Items[i]); err != nil || w.void != "" {
			return false, err
		}
	}
	if w.list.Progress != nil {
		w.list.Progress(w.rows)
	}
	return true, nil
}

// continues reports whether a page has the last row of the page before at border,
// and before it nothing that this walk has not shown.
func (w *walk[T]) continues(items []T, border int) bool {
	if border >= len(items) || w.list.ID(&items[border]) != w.last {
		return false
	}
	for i := range border {
		if !w.seen.Has(w.list.ID(&items[i])) {
			return false
		}
	}
	return true
}

func (w *walk[T]) meet(item *T) error {
	id := w.list.ID(item)
	if id == "" {
		return NoID(w.list.Provider, w.list.Op, w.rows+1)
	}
	first, again := w.seen.Meet(id)
	if again {
		w.void = "the id " + strconv.Quote(id) + " came twice"
		return nil
	}
	w.rows++
	w.last = id
	if !w.all && !first {
		return nil
	}
	return w.visit(item)
}
