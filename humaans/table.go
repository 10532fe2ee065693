package humaans

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

const (
	// pageSize is the vendor's maximum. Who asks for more gets as much, without
	// a word.
	pageSize = 250
	// maxWalks bounds how often a table is read from its start because rows
	// come and go under the reading.
	maxWalks = 3
)

// A table is a list of the API.
type table struct {
	op    string // for errors: "list people"
	path  string
	query url.Values // beside that for paging
	ids   *ids       // to number its rows with; nil: its own
}

// A row is a record of a table. That of a null in the place of a record has no key.
type row[T any] interface {
	*T
	key() string
}

// readPage reads the rows at an offset, in the memory of rows, and how many rows
// the table has by the vendor's own count. There is no order: the vendor documents
// none.
func readPage[T any](ctx context.Context, c *rest.Client, t table, skip, limit int, memory []T) (rows []T, total int, err error) {
	query := url.Values{"$limit": {strconv.Itoa(limit)}}
	if skip > 0 {
		query.Set("$skip", strconv.Itoa(skip))
	}
	maps.Copy(query, t.query)
	err = c.Do(ctx, rest.Request{Op: t.op, Path: t.path, Query: query}, func(r *rest.Response) error {
		var p struct {
			Total *int        `json:"total"`
			Data  *[]struct{} `json:"data"` // empty
		}
		rows = memory[:0]
		records := r.Records()
		data := rest.Part{Path: []string{"data"}, Item: func(item []byte) error {
			var blank T
			rows = append(rows, blank)
			return record.Into(records, item, &rows[len(rows)-1])
		}}
		if err := r.Parts(&p, data); err != nil {
			return err
		}
		if p.Total == nil || *p.Total < 0 || p.Data == nil {
			return errors.New("an answer without rows or their total")
		}
		total = *p.Total
		return nil
	})
	return rows, total, err
}

// A reading is the walks through one table.
type reading[T any, R row[T]] struct {
	ctx  context.Context // a reading lives as long as one call
	rest *rest.Client
	table
	take    func(R, int) error
	rows    []T     // memory for those of a page
	seen    []uint8 // by the number of a row: the walk that last showed it, from 1; 0: none
	arrived int     // how many rows were shown
	walk    uint8
}

// readTable hands each row of a table to take, once and with the number of its id,
// or fails: it has every row or ends with an error. Offsets shift when rows come and
// go, which shows in the total and in rows that come again or not at all; it then
// starts over. A row that was removed after it was taken makes the reading
// incomplete. Take must not keep the row.
func readTable[T any, R row[T]](ctx context.Context, c *rest.Client, t table, take func(R, int) error) error {
	if t.ids == nil {
		t.ids = new(ids)
	}
	r := reading[T, R]{ctx: ctx, rest: c, table: t, take: take}
	total := 0
	for r.walk = 1; r.walk <= maxWalks; r.walk++ {
		n, steady, err := r.once()
		if err != nil {
			return err
		}
		if steady && r.arrived == n {
			return nil
		}
		if total = n; steady && r.arrived > n {
			break // walking on brings nobody back
		}
	}
	return &employee.FetchError{Provider: provider, Op: t.op, Err: employee.ErrIncomplete,
		Message: fmt.Sprintf("rows came or went while they were read: %d arrived, and there are %d", r.arrived, total)}
}

// once walks through the table from its start. It is steady if the total stayed
// the same.
func (r *reading[T, R]) once() (total int, steady bool, err error) {
	for skip := 0; ; {
		rows, n, err := readPage(r.ctx, r.rest, r.table, skip, pageSize, r.rows)
		if err != nil {
			return 0, false, err
		}
		r.rows = rows
		if skip > 0 && n != total {
			return n, false, nil
		}
		total = n
		fresh, err := r.takePage(rows, skip)
		if err != nil {
			return 0, false, err
		}
		// By what came, not by what was asked for: the page may be shorter.
		skip += len(rows)
		r.rest.Progress(r.table.op, skip)
		if skip >= total || fresh == 0 {
			return total, true, nil
		}
	}
}

// takePage returns how many rows of a page this walk had not shown before.
func (r *reading[T, R]) takePage(rows []T, skip int) (fresh int, err error) {
	for i := range rows {
		row := R(&rows[i])
		key := row.key()
		if key == "" {
			return 0, noID(r.op, skip+i+1)
		}
		n := r.ids.number(key)
		seen := entry(&r.seen, n)
		first := *seen == 0
		if *seen < r.walk {
			*seen = r.walk
			fresh++
		}
		if first {
			r.arrived++
			if err := r.take(row, n); err != nil {
				return 0, err
			}
		}
	}
	return fresh, nil
}

func noID(op string, place int) error {
	return &employee.FetchError{Provider: provider, Op: op, Err: employee.ErrMalformed,
		Message: "a record without an id, at place " + strconv.Itoa(place)}
}

// hasStatus reports whether err is an answer of one of the statuses.
func hasStatus(err error, statuses ...int) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return ok && slices.Contains(statuses, fe.StatusCode)
}

// withheld reports whether err says that the token may not see a list. Humaans
// answers 403, or 404 as if there were none.
func withheld(err error) bool { return hasStatus(err, http.StatusForbidden, http.StatusNotFound) }

// parseError reads Humaans' words. The sources differ about the code, a number
// or a text, and about the keys of an issue; the id is that of the request.
func parseError(_ int, _ http.Header, body []byte) rest.Fault {
	var e struct {
		ID      record.Cell     `json:"id"`
		Code    record.Cell     `json:"code"`
		Name    record.Cell     `json:"name"`
		Message record.Cell     `json:"message"`
		Issues  json.RawMessage `json:"issues"`
	}
	if json.Unmarshal(body, &e) != nil {
		return rest.Fault{}
	}
	f := rest.Fault{Code: e.Code.Raw(), Message: e.Message.Raw()}
	if _, err := strconv.Atoi(f.Code); err == nil || f.Code == "" {
		f.Code = e.Name.Raw() // the number is the HTTP status
	}
	var issues []struct {
		Name    record.Cell `json:"name"`
		Path    record.Cell `json:"path"`
		Reason  record.Cell `json:"reason"`
		Message record.Cell `json:"message"`
	}
	if len(e.Issues) > 0 && json.Unmarshal(e.Issues, &issues) == nil {
		for _, i := range issues {
			f.Message += strings.TrimRight("; "+i.Name.Raw()+i.Path.Raw()+": "+i.Reason.Raw()+i.Message.Raw(), ": ")
		}
	}
	if id := e.ID.Raw(); id != "" {
		f.Message += " (request id " + id + ")"
	}
	return f
}
