package lucca

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// window is the period of Lucca's limit, and so how long to wait after a 429
// that does not say.
const window = time.Minute

// fetch returns the answer to r, which check has accepted, with the items of its
// parts. A 429 that names no time may last as long as the window of the limit: when
// the usual attempts were in vain, there are as many more after it.
func fetch[T any](ctx context.Context, c *rest.Client, r rest.Request, parts func(*T, *record.Reader) []rest.Part, check func(*T, http.Header) error) (T, error) {
	for waited := false; ; waited = true {
		var answer T
		err := c.Do(ctx, r, func(res *rest.Response) error {
			var a T
			if err := res.Parts(&a, parts(&a, res.Records())...); err != nil {
				return err
			}
			if err := check(&a, res.Header); err != nil {
				return err
			}
			answer = a
			return nil
		})
		fe, ok := errors.AsType[*employee.FetchError](err)
		if waited || !ok || fe.StatusCode != http.StatusTooManyRequests || fe.RetryAfter != 0 || ctx.Err() != nil {
			return answer, err
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= window {
			return answer, err
		}
		timer := time.NewTimer(window)
		select {
		case <-timer.C:
		case <-ctx.Done(): // the next Do says so
		}
		timer.Stop()
	}
}

// Items are those of a page, in their order.
type items[T any] []T

// part is the array at a path, which is read into the items, in their memory.
func (all *items[T]) part(r *record.Reader, path ...string) rest.Part {
	return rest.Part{Path: path, Item: func(item []byte) error {
		var blank T
		*all = append(*all, blank)
		return record.Into(r, item, &(*all)[len(*all)-1])
	}}
}

// sized asks for a page of a size, and of half of it for as long as Lucca does not
// make it in the five seconds that it gives itself. Size stays what it came to:
// the pages after this one are no faster to make.
func sized[T any](size *int, least int, ask func(size int) (T, error)) (T, error) {
	for {
		answer, err := ask(*size)
		fe, ok := errors.AsType[*employee.FetchError](err)
		if !ok || fe.Op == opToken || fe.StatusCode != http.StatusRequestTimeout || *size/2 < least {
			return answer, err
		}
		*size /= 2
	}
}

// isRefused reports whether an error says that the credential may not read a
// list, or that this account has none. An error about the token says neither.
func isRefused(err error) bool {
	fe, ok := errors.AsType[*employee.FetchError](err)
	return ok && fe.Op != opToken && (fe.StatusCode == http.StatusForbidden || fe.StatusCode == http.StatusNotFound)
}

var (
	errItems  = errors.New("an answer without a list")
	errCount  = errors.New("an answer with a count that is no number")
	errObject = errors.New("not the object that Lucca documents")
	errTime   = errors.New("the time of the last change is no time")
)

// count reads a total; there may be none.
func count(c record.Cell) (int, error) {
	if c.Missing() || c.Null() {
		return -1, nil
	}
	n, err := strconv.Atoi(c.Raw())
	if err != nil || n < 0 {
		return -1, errCount
	}
	return n, nil
}

// An object is a value that should be an object and may be anything.
type object[T any] struct {
	value T
	is    bool        // it is one
	other record.Cell // what is there if not; missing if the key is
}

// Fill takes any JSON value.
func (o *object[T]) Fill(raw []byte, r *record.Reader) {
	*o = object[T]{}
	if raw[0] == '{' && record.Into(r, raw, &o.value) == nil {
		o.is = true
		return
	}
	o.other = record.Read(raw, &r.Texts)
}

// instead is what to read in place of what is no object: null is Empty, no key at
// all is Withheld.
func (o *object[T]) instead() (employee.Value, error) {
	v, err := o.other.Text()
	if v.Known() || err != nil {
		return employee.Value{}, errObject
	}
	return v, nil
}

// A reference names another record; the current API gives no name with it.
type reference = object[struct{ ID, Name record.Cell }]

func idOf(r *reference) (employee.Value, error) {
	if !r.is {
		return r.instead()
	}
	return r.value.ID.Text()
}

func nameOf(r *reference) (employee.Value, error) {
	if !r.is {
		return r.instead()
	}
	return r.value.Name.Text()
}

// managerOf reads one cell about the manager of the person with the given id.
// Whoever is their own manager has nobody above them.
func managerOf(id string, manager *reference, read func(*reference) (employee.Value, error)) (employee.Value, error) {
	if own, err := idOf(manager); err == nil && own.Known() && own.String() == id {
		return employee.Empty(), nil
	}
	return read(manager)
}

// changed moves UpdatedAt to the time in a cell if that is later. Times of the
// legacy API have no zone: they are read as UTC. A missing time is no fault.
func changed(e *employee.Employee, cell record.Cell) {
	text := cell.Raw()
	if text == "" {
		return
	}
	layout := time.RFC3339Nano
	if !strings.ContainsAny(text[min(len(text), len("2006-01-02T")):], "Z+-") {
		layout = "2006-01-02T15:04:05.999999999"
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		e.Problems = append(e.Problems, employee.Problem{EmployeeID: e.ID, Reason: errTime.Error()})
		return
	}
	if t.After(e.UpdatedAt) {
		e.UpdatedAt = t.UTC()
	}
}

// parseError finds Lucca's words in an error answer, in any of its forms: the
// legacy {"Status", "Message"}, a problem document, an OAuth error, or plain text
// that calls itself JSON.
func parseError(_ int, _ http.Header, body []byte) rest.Fault {
	text := strings.TrimSpace(string(body))
	if text == "" || text[0] == '<' {
		return rest.Fault{}
	}
	var parsed struct {
		Message, Detail, Title, Error record.Cell
		Description                   record.Cell `json:"error_description"`
	}
	switch text[0] {
	case '{':
		if json.Unmarshal(body, &parsed) != nil {
			return rest.Fault{}
		}
		text = cmp.Or(parsed.Message.Raw(), parsed.Detail.Raw(), parsed.Title.Raw(), parsed.Description.Raw())
	case '"':
		var unquoted string
		if json.Unmarshal(body, &unquoted) == nil {
			text = unquoted
		}
	}
	return rest.Fault{Code: parsed.Error.Raw(), Message: text}
}

// A column is a standard field that an interface of Lucca has.
type column[T any] struct {
	field  employee.Field
	label  string
	always bool // asked for whatever Fields says
	read   func(*T) (employee.Value, error)
	query  string // the legacy API's names, as they are asked for, with blanks between them
}

// choose returns the columns of the fields that are asked for.
func choose[T any](columns []column[T], fields []employee.Field) []column[T] {
	wanted := make(map[employee.Field]bool, len(fields))
	for _, f := range fields {
		wanted[f] = true
	}
	var chosen []column[T]
	for _, col := range columns {
		if col.always || wanted[col.field] {
			chosen = append(chosen, col)
		}
	}
	return chosen
}

// customKeys returns the keys of the custom fields, each once.
func customKeys(fields []employee.Field) []string {
	var keys []string
	seen := make(map[string]bool)
	for _, f := range fields {
		if key, ok := f.CustomKey(); ok && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	return keys
}

// describe returns what a mapping screen offers of the columns.
func describe[T any](columns []column[T]) []employee.FieldInfo {
	infos := make([]employee.FieldInfo, len(columns))
	for i, col := range columns {
		infos[i] = employee.FieldInfo{Field: col.field, Label: col.label, Kind: col.field.Kind()}
	}
	return infos
}
