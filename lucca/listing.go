package lucca

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

const opList = "list employees"

// A run is one listing of all employees.
type run struct {
	c     *Client
	ctx   context.Context // a run lives as long as one call
	asOf  time.Time       // when it began
	total int             // by Lucca's count; listing.Uncounted if it gives none
}

// newRun returns a run of this instant.
func (c *Client) newRun(ctx context.Context) *run { return &run{c: c, ctx: ctx, asOf: time.Now()} }

// list lists all employees, as a [listing.Run] does.
func (l *run) list(begin func(), keep func(employee.Employee) error) error {
	s, err := l.c.reader.beside(l.ctx, l.asOf)
	if err != nil {
		return err
	}
	l.total, err = l.c.reader.employees(l.ctx, begin, func(r *row) error {
		r.sides = s
		return keep(l.c.reader.employee(r))
	})
	return err
}

// An api is what both interfaces of Lucca have.
type api struct {
	form
	rest  *rest.Client
	list  *table[row] // of employees
	query url.Values  // of the list
}

// employees hands all rows of the list to visit, as [listing.List.Run] does.
func (a *api) employees(ctx context.Context, begin func(), visit func(*row) error) (total int, err error) {
	return a.list.run(ctx, a.rest, a.query, begin, visit)
}

// A table is a list of Lucca, whose rows are read into T. It is built once for a
// client.
type table[T any] struct {
	op, path string // op is for errors: "list departments"
	header   http.Header
	paging   paging
	answer   *wire.Answer
	rows     *wire.List
	total    wire.Place
	links    wire.Place // nowhere: the list has none
	next     wire.Place
	read     func(*wire.Record, *T) // into memory that another row may have used
	id       func(*T) string        // of a row
	embedded func() embedded[T]     // nil: nothing is
}

// A paging is how a list is asked for a page.
type paging struct {
	most, least int // rows of a page: what Lucca allows, and how small a page gets
	// with returns the query for a page with a row, how many rows it has at most, and
	// which is its first.
	with func(row, size int) (query url.Values, limit, start int)
}

// byPlace asks for the page that begins with a row.
func byPlace(row, size int) (query url.Values, limit, start int) {
	return url.Values{"paging": {strconv.Itoa(row) + "," + strconv.Itoa(size)}}, size, row
}

// byNumber asks for a page by its number. The current API documents a number, from 1,
// beside the cursors of its links, and prefers those; but it does not say what a
// cursor holds. If it is a position, it moves while employees come and go, and nothing
// shows that it did. Of pages with numbers, each has the last row of the one before.
func byNumber(row, size int) (query url.Values, limit, start int) {
	page, limit, start := listing.PageWith(row, size)
	return url.Values{"page": {strconv.Itoa(page)}, "limit": {strconv.Itoa(limit)}}, limit, start
}

// run hands the rows to visit, as [listing.List.Run] does, and returns Lucca's count
// of them.
func (t *table[T]) run(ctx context.Context, c *rest.Client, query url.Values, begin func(), visit func(*T) error) (int, error) {
	return listing.List[T]{
		Provider: provider, Op: t.op, ID: t.id,
		Progress: func(n int) { c.Progress(ctx, t.op, n) },
		Pages:    listing.ByRow(t.pages(c, query, t.paging.most).page),
	}.Run(ctx, begin, visit)
}

// A pager reads pages of a table, one at a time.
type pager[T any] struct {
	*table[T]
	rest   *rest.Client
	query  url.Values
	size   int         // of pages that Lucca makes in time
	most   int         // rows that Lucca puts on a page in this walk
	made   int         // rows of the largest page so far
	header http.Header // of the latest answer
	memory []T         // for the rows of a page
	inside embedded[T]
}

// pages returns a pager whose first page has up to size rows.
func (t *table[T]) pages(c *rest.Client, query url.Values, size int) *pager[T] {
	p := &pager[T]{table: t, rest: c, query: query, size: size}
	if t.embedded != nil {
		p.inside = t.embedded()
	}
	return p
}

// page reads a page with a row, and returns the place at which it starts. The size
// is halved for as long as Lucca does not make a page in the five seconds that it
// gives itself, and stays what it came to: the pages after this one are no faster to
// make.
func (p *pager[T]) page(ctx context.Context, row int) (listing.Page[T], int, error) {
	if row == 0 {
		p.most = p.size
	}
	for {
		query, limit, start := p.paging.with(row, min(p.size, p.most))
		page, err := p.ask(ctx, query)
		if hasStatus(err, http.StatusRequestTimeout) && p.size/2 >= p.paging.least {
			p.size /= 2
			continue
		}
		if err == nil && len(page.Items) < limit {
			p.short(&page, limit, start)
		}
		p.made = max(p.made, len(page.Items))
		return page, start, err
	}
}

// short judges a page that has fewer rows than the limit. It is the end of a list
// that is not counted, if a page has had as many before. Else Lucca makes no larger
// pages, and their numbers count pages of this size.
func (p *pager[T]) short(page *listing.Page[T], limit, start int) {
	rows := len(page.Items)
	switch {
	case page.Last, page.Total != listing.Uncounted && start+rows >= page.Total:
	case page.Total == listing.Uncounted && limit <= p.made:
		page.Last = true
	case rows > 0:
		p.most = rows
	}
}

// ask reads one page, and joins to its rows what is embedded beside them.
func (p *pager[T]) ask(ctx context.Context, query url.Values) (page listing.Page[T], err error) {
	maps.Copy(query, p.query)
	request := rest.Request{Op: p.op, Path: p.path, Query: query, Header: p.table.header}
	err = fetch(ctx, p.rest, request, func(res *rest.Response) error {
		p.header = res.Header
		page = listing.Page[T]{Items: p.memory[:0]}
		rows := p.rows.Each(func(r *wire.Record) error {
			page.Items = anotherRow(page.Items)
			p.read(r, &page.Items[len(page.Items)-1])
			return nil
		})
		answer, err := p.answer.Read(res.Body, append(p.inside.begin(), rows)...)
		p.memory = page.Items
		switch {
		case err != nil:
			return err
		case !answer.Has(p.rows):
			return errItems
		}
		p.inside.end(page.Items)
		return p.count(answer, &page)
	})
	return page, err
}

var (
	errItems = errors.New("an answer without a list")
	errCount = errors.New("an answer with a count that is no number")
	errLinks = errors.New("an answer with neither links nor a count")
)

// count puts Lucca's count into a page. Where it gives none, the links say whether the
// page is the last; they are not followed.
func (p *pager[T]) count(answer *wire.Record, page *listing.Page[T]) error {
	total, counted, err := answer.At(p.total).Count()
	if err != nil {
		return errCount
	}
	if page.Total = total; counted {
		return nil
	}
	page.Total = listing.Uncounted
	if p.links == 0 {
		return nil
	}
	switch next := answer.At(p.next).Kind(); {
	case answer.At(p.links).Kind() != wire.KindObject:
		return errLinks
	case next == wire.KindMissing, next == wire.KindNull:
		page.Last = true
	case next != wire.KindObject:
		return errLinks
	}
	return nil
}

// anotherRow is append for a row whose memory may be there already.
func anotherRow[T any](rows []T) []T {
	if len(rows) < cap(rows) {
		return rows[:len(rows)+1]
	}
	var blank T
	return append(rows, blank)
}

// An embedded is what an answer has beside its rows: lists that may come before or
// after them, and that are joined to them when the answer has been read.
type embedded[T any] struct {
	clear func() // forgets the answer before
	lists []wire.Each
	join  func(rows []T)
}

func (e embedded[T]) begin() []wire.Each {
	if e.clear != nil {
		e.clear()
	}
	return e.lists[:len(e.lists):len(e.lists)]
}

func (e embedded[T]) end(rows []T) {
	if e.join != nil {
		e.join(rows)
	}
}

// window is the period of Lucca's limit, and so how long to wait after a 429 that
// does not say.
const window = time.Minute

// fetch has decode read the answer to r. A 429 that names no time may last as long as
// the window of the limit: when the usual attempts were in vain, there are as many
// more after it.
func fetch(ctx context.Context, c *rest.Client, r rest.Request, decode func(*rest.Response) error) error {
	for waited := false; ; waited = true {
		err := c.Do(ctx, r, decode)
		fe, ok := errors.AsType[*employee.FetchError](err)
		if waited || !ok || fe.StatusCode != http.StatusTooManyRequests || fe.RetryAfter != 0 || ctx.Err() != nil {
			return err
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= window {
			return err
		}
		timer := time.NewTimer(window)
		select {
		case <-timer.C:
		case <-ctx.Done(): // the next Do says so
		}
		timer.Stop()
	}
}
