package listing

import (
	"context"
	"errors"
)

// Pages is a way through the pages of a list. It hands each page to take, with the
// place in it of the row that the page before ended with, or -1 if it repeats none.
// It ends when take returns false or an error.
type Pages[T any] struct {
	walk  func(ctx context.Context, take func(p Page[T], border int) (bool, error)) error
	twice bool // takes two equal walks
	named bool // by cursors that name rows: the vendor's count may change under way
}

// The faults of a server that no further walk corrects.
var (
	errOneRow   = errors.New("the pages have one row each, so that nothing shows whether one continues another")
	errSmall    = errors.New("the pages are too small to overlap")
	errCursor   = errors.New("the server gave the same page cursor twice")
	errNoEnding = errors.New("the server gave 100 empty pages in a row")
)

// maxEmptyPages ends a listing whose server never tires of new cursors.
const maxEmptyPages = 100

// ByCursor pages through a list by cursors that name a row: what is added or removed
// moves no other row from one page to another. So the vendor's count may change under
// way: as many rows must come as it ever said. The cursor "" is that of the first page.
func ByCursor[T any](read func(ctx context.Context, cursor string) (Page[T], error)) Pages[T] {
	return Pages[T]{named: true, walk: func(ctx context.Context, take func(Page[T], int) (bool, error)) error {
		cursor, known := "", map[string]bool{}
		for empty := 0; empty < maxEmptyPages; empty++ {
			p, err := read(ctx, cursor)
			if err != nil {
				return err
			}
			if known[p.Next] { // before its items, which may be those of a page that was there
				return errCursor
			}
			if more, err := take(p, -1); err != nil || !more || p.Next == "" {
				return err
			}
			if len(p.Items) > 0 {
				empty = -1
			}
			cursor = p.Next
			known[cursor] = true
		}
		return errNoEnding
	}}
}

// ByPosition is ByCursor for cursors of which the vendor does not say what they hold.
// One may be a position, which shifts while rows come and go: two walks must show the
// same rows, unless one page holds all of them.
func ByPosition[T any](read func(ctx context.Context, cursor string) (Page[T], error)) Pages[T] {
	p := ByCursor(read)
	p.named, p.twice = false, true
	return p
}

// ByOffset pages through a list by the number of rows before a page. Read reads the
// page at an offset; it may have fewer rows than were asked for. The list ends where
// the vendor's count says so, and an uncounted one with a page that has nothing
// behind the row that it repeats.
func ByOffset[T any](read func(ctx context.Context, offset int) (Page[T], error)) Pages[T] {
	return ByRow(func(ctx context.Context, row int) (Page[T], int, error) {
		p, err := read(ctx, row)
		return p, row, err
	})
}

// ByRow pages through a list by pages of any size that contain a row. Read reads a
// page with the row at a place, from 0, and returns the place at which the page
// starts. See PageWith for pages with numbers.
func ByRow[T any](read func(ctx context.Context, row int) (p Page[T], start int, err error)) Pages[T] {
	return Pages[T]{walk: func(ctx context.Context, take func(Page[T], int) (bool, error)) error {
		return fromRow(ctx, 0, -1, read, take)
	}}
}

// fromRow reads pages from a row on, which the page before ended with if border is 0.
func fromRow[T any](ctx context.Context, row, border int,
	read func(context.Context, int) (Page[T], int, error), take func(Page[T], int) (bool, error)) error {
	for {
		p, start, err := read(ctx, row)
		if err != nil {
			return err
		}
		if border >= 0 {
			border = row - start
		}
		more, err := take(p, border)
		if err != nil || !more {
			return err
		}
		end := start + len(p.Items)
		uncounted := p.Total == Uncounted && !p.Last
		if ends(p, start, border) {
			if border > 0 && uncounted && end == row+1 { // the rows behind it would be on another page
				return nothingAt(ctx, end, errSmall, read, take)
			}
			return nil
		}
		if len(p.Items) == 1 {
			if uncounted { // and may be all there is
				return nothingAt(ctx, end, errOneRow, read, take)
			}
			return errOneRow
		}
		row, border = end-1, 0
	}
}

// nothingAt returns nil if an uncounted list has nothing from a row on, else fault: the
// page that begins there is empty, and the row before it has not moved meanwhile.
func nothingAt[T any](ctx context.Context, row int, fault error,
	read func(context.Context, int) (Page[T], int, error), take func(Page[T], int) (bool, error)) error {
	p, start, err := read(ctx, row)
	if err != nil {
		return err
	}
	if start != row || len(p.Items) > 0 {
		return fault
	}
	if p, start, err = read(ctx, row-1); err == nil {
		_, err = take(p, row-1-start)
	}
	return err
}

// ends reports whether a page is the last of a list.
func ends[T any](p Page[T], start, border int) bool {
	fresh := len(p.Items) - border - 1
	return fresh <= 0 || p.Last || p.Total != Uncounted && start+len(p.Items) >= p.Total
}

// ByOffsetAhead is ByOffset with up to width pages on the way at once. It needs the
// vendor's count and pages of one size; where they are missing, it reads page by
// page. Read is called from several goroutines.
func ByOffsetAhead[T any](width int, read func(ctx context.Context, offset int) (Page[T], error)) Pages[T] {
	readRow := func(ctx context.Context, row int) (Page[T], int, error) {
		p, err := read(ctx, row)
		return p, row, err
	}
	return Pages[T]{walk: func(ctx context.Context, take func(Page[T], int) (bool, error)) error {
		first, err := read(ctx, 0)
		if err != nil {
			return err
		}
		if more, err := take(first, -1); err != nil || !more || ends(first, 0, -1) {
			return err
		}
		step := len(first.Items) - 1
		if step == 0 {
			return errOneRow
		}
		row := step
		if first.Total != Uncounted {
			rows := func(yield func(int) bool) {
				for at := step; at < first.Total-1 && yield(at); at += step {
				}
			}
			for p, err := range Ahead(ctx, width, rows, read) {
				if err != nil {
					return err
				}
				if more, err := take(p, 0); err != nil || !more || ends(p, row, 0) {
					return err
				}
				if row += len(p.Items) - 1; len(p.Items) != step+1 {
					break
				}
			}
		}
		return fromRow(ctx, row, 0, readRow, take)
	}}
}

// PageWith returns the page, from 1, and its size, at most the given one, that has
// the row at a place and reaches furthest behind it, and the place at which it
// starts. For a size of 20 or more there is one that reaches behind the row, in
// lists of up to 200 million rows.
func PageWith(row, size int) (page, limit, start int) {
	if row == 0 {
		return 1, size, 0
	}
	furthest := 0
	for l := size; l > 0; l-- {
		if begins := row / l * l; begins+l > furthest {
			page, limit, start, furthest = row/l+1, l, begins, begins+l
		}
	}
	return page, limit, start
}
