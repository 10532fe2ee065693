package humaans

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"strconv"

	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// pageSize is the vendor's maximum. A request for more gets as much, without a
// word.
const pageSize = 250

// A table is a list of the API, whose rows are read into T. It is built once for a
// client.
type table[T row] struct {
	op, path string // op is for errors: "list job roles"
	answer   *wire.Answer
	total    wire.Place
	rows     *wire.List
	read     func(*wire.Record, *T) // into memory that another row may have used
}

// A row is a record of a table. That of a null in the place of a record has no key.
type row interface{ key() string }

// newTable returns a table of rows of which read reads the places that keys defines.
func newTable[T row](op, path string, keys func(*wire.Table) (read func(*wire.Record, *T))) *table[T] {
	t := &table[T]{op: op, path: path, answer: wire.NewAnswer()}
	t.total, t.rows = t.answer.Place("total"), t.answer.List("data")
	t.read = keys(&t.rows.Table)
	return t
}

// page reads the rows at an offset, in the memory of rows, and how many the table
// has by the vendor's count. There is no order: the vendor documents none.
func (t *table[T]) page(ctx context.Context, c *rest.Client, query url.Values, skip, limit int, memory []T) (listing.Page[T], error) {
	q := url.Values{"$limit": {strconv.Itoa(limit)}}
	if skip > 0 {
		q.Set("$skip", strconv.Itoa(skip))
	}
	maps.Copy(q, query)
	var p listing.Page[T]
	err := c.Do(ctx, rest.Request{Op: t.op, Path: t.path, Query: q}, func(r *rest.Response) error {
		p.Items = memory[:0]
		answer, err := t.answer.Read(r.Body, t.rows.Each(func(r *wire.Record) error {
			p.Items = anotherRow(p.Items)
			t.read(r, &p.Items[len(p.Items)-1])
			return nil
		}))
		if err != nil {
			return err
		}
		total, counted, err := answer.At(t.total).Count()
		if err != nil || !counted || !answer.Has(t.rows) {
			return errors.New("an answer without rows or their total")
		}
		p.Total = total
		return nil
	})
	return p, err
}

// anotherRow is append for a row whose memory may be there already.
func anotherRow[T any](rows []T) []T {
	if len(rows) < cap(rows) {
		return rows[:len(rows)+1]
	}
	var blank T
	return append(rows, blank)
}

// run hands the rows to visit, as [listing.List.Run] does. Ids numbers those of the
// rows; it may be nil. Seen counts the answers; it may be nil.
func (t *table[T]) run(ctx context.Context, c *rest.Client, query url.Values, seen *answers, ids *listing.IDs, begin func(), visit func(*T) error) error {
	var memory []T
	_, err := listing.List[T]{
		Provider: provider, Op: t.op, IDs: ids,
		ID:       func(r *T) string { return (*r).key() },
		Progress: func(n int) { c.Progress(ctx, t.op, n) },
		Pages: listing.ByOffset(func(ctx context.Context, offset int) (listing.Page[T], error) {
			p, err := t.page(ctx, c, query, offset, pageSize, memory)
			memory = p.Items
			seen.next()
			return p, err
		}),
	}.Run(ctx, begin, visit)
	return err
}

// count returns how many rows there are, 0 for a list that the token may not see.
func (t *table[T]) count(ctx context.Context, c *rest.Client) (int, error) {
	p, err := t.page(ctx, c, nil, 0, 1, nil)
	if withheld(err) {
		return 0, nil
	}
	return p.Total, err
}

// A named is a row that has an id and a name: of /companies, and of /locations,
// where the name is the label.
type named struct{ id, name, label wire.Cell }

func (n named) key() string { return n.id.ID() }

// namedTable returns a table of rows with a name.
func namedTable(op, path string) *table[named] {
	return newTable(op, path, func(t *wire.Table) func(*wire.Record, *named) {
		id, name, label := t.Place("id"), t.Place("name"), t.Place("label")
		return func(r *wire.Record, n *named) { *n = named{r.At(id), r.At(name), r.At(label)} }
	})
}
