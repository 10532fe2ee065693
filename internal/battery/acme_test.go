package battery

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// A provider reads from the vendor. The zero quirks make an honest one.
type provider struct {
	rest *rest.Client
	quirks
}

// quirks are what a provider may do differently from within. Each of them
// breaks the contract.
type quirks struct {
	fetch     func(context.Context, *rest.Client, url.Values) (page, error)
	link      func(context.Context, string) (page, error) // follows links as they are
	convert   func(record) (employee.Employee, bool)
	query     url.Values // with each listing request
	last      bool       // page one is taken for the last
	sameQuery bool       // the cursor is not sent
	uncounted bool       // the total is not compared
	late      bool       // the listing begins when it has ended
}

func newProvider(base string, hc *http.Client, logger *slog.Logger, secret string, withToken bool,
	q quirks) (*provider, error) {
	o := rest.Options{
		Provider: "acme", BaseURL: base, HTTPClient: hc, Logger: logger, Secrets: []string{secret},
		RequestIDHeaders: []string{"X-Request-Id"},
		ParseError: func(_ int, _ http.Header, body []byte) rest.Fault {
			var said struct{ Code, Message string }
			_ = json.Unmarshal(body, &said) // what cannot be read says nothing
			return rest.Fault{Code: said.Code, Message: said.Message}
		},
		Authorize: func(r *http.Request) error {
			r.Header.Set("Authorization", "Key "+url.QueryEscape(secret))
			return nil
		},
	}
	if withToken {
		o.Authorize = nil
		plain, err := rest.New(o)
		if err != nil {
			return nil, err
		}
		o.Token = rest.NewToken(func(ctx context.Context) (string, time.Time, error) {
			got, err := fetch[struct{ Token string }](ctx, plain, rest.Request{
				Op: "fetch a token", Method: "POST", Reads: true, Path: "token", Body: url.Values{"secret": {secret}},
			})
			return got.Token, time.Time{}, err
		})
	}
	c, err := rest.New(o)
	if err != nil {
		return nil, err
	}
	if q.fetch == nil {
		q.fetch = fetchPage
	}
	if q.convert == nil {
		q.convert = convert
	}
	return &provider{c, q}, nil
}

const opList = "list employees"

// fetch returns the one JSON value that answers r.
func fetch[T any](ctx context.Context, c *rest.Client, r rest.Request) (value T, err error) {
	err = c.Do(ctx, r, func(res *rest.Response) error {
		var v T // not the value of an attempt that broke off
		if err := readJSON(res.Body, &v); err != nil {
			return err
		}
		value = v
		return nil
	})
	return value, err
}

// readJSON reads a body that is one JSON value, behind a byte order mark or not.
func readJSON(body io.Reader, v any) error {
	b := bufio.NewReader(body)
	if mark, _ := b.Peek(3); string(mark) == "\xef\xbb\xbf" {
		b.Discard(3)
	}
	d := json.NewDecoder(b)
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one value")
	}
	return nil
}

func fetchPage(ctx context.Context, c *rest.Client, query url.Values) (page, error) {
	return fetchWith(ctx, c, query, func(res *rest.Response, got *page) error {
		*got = page{}
		err := readJSON(res.Body, got)
		if err == nil && (got.Total == nil || got.Employees == nil) {
			err = errors.New("no page of employees")
		}
		return err
	})
}

func convert(p record) (employee.Employee, bool) {
	e := employee.Employee{ID: p.ID}
	set := func(f employee.Field, text string) {
		if err := e.Set(f, employee.Text(text)); err != nil {
			_ = e.Set(f, employee.Withheld()) // fits every field
			e.Problems = append(e.Problems, employee.Problem{EmployeeID: p.ID, Field: f, Reason: err.Error()})
		}
	}
	set(employee.FieldFirstName, p.First)
	set(employee.FieldHireDate, p.Start)
	return e, true
}

func (p *provider) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	return func(yield func(employee.Employee, error) bool) {
		total, count, cursor, seen := 0, 0, "", map[string]bool{}
		for !seen[cursor] {
			seen[cursor] = true
			got, next, err := p.page(ctx, cursor)
			if err != nil {
				yield(employee.Employee{}, err)
				return
			}
			if got.Total != nil {
				total = max(total, *got.Total)
			}
			for _, one := range got.Employees {
				count++
				if e, ok := p.convert(one); ok && !yield(e, nil) {
					return
				}
			}
			if cursor = next; cursor == "" {
				if count < total && !p.uncounted {
					yield(employee.Employee{}, incompleteList("employees are missing"))
				}
				return
			}
		}
		yield(employee.Employee{}, incompleteList("a page leads to one before it"))
	}
}

func incompleteList(message string) error {
	return &employee.FetchError{Provider: "acme", Op: opList, Message: message, Err: employee.ErrIncomplete}
}

// page reads one page and its cursor of the next one.
func (p *provider) page(ctx context.Context, cursor string) (page, string, error) {
	query := maps.Clone(p.query)
	if cursor != "" && !p.sameQuery {
		if query == nil {
			query = url.Values{}
		}
		query.Set("after", cursor)
	}
	var got page
	var err error
	if p.link != nil && cursor != "" {
		got, err = p.link(ctx, cursor)
	} else {
		got, err = p.fetch(ctx, p.rest, query)
	}
	if err != nil || got.Next == "" || p.last {
		return got, "", err
	}
	if p.link != nil {
		return got, got.Next, nil
	}
	_, next, err := p.rest.Resolve(got.Next)
	if fe, ok := errors.AsType[*employee.FetchError](err); ok {
		fe.Op = opList
	}
	return got, next.Get("after"), err
}

func (p *provider) Roster(ctx context.Context) (*employee.Roster, error) {
	origin := employee.Origin{Provider: "acme", Tenant: "acme", AsOf: time.Now()}
	employees := []employee.Employee{}
	for e, err := range p.Employees(ctx) {
		if err != nil {
			return nil, err
		}
		employees = append(employees, e)
	}
	if p.late {
		origin.AsOf = time.Now()
	}
	return employee.NewRoster(origin, employees...)
}

func (p *provider) Check(ctx context.Context) (employee.Access, error) {
	return fetch[employee.Access](ctx, p.rest, rest.Request{Op: "check", Path: "account"})
}

func (p *provider) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	labels, err := fetch[map[employee.Field]string](ctx, p.rest, rest.Request{Op: "read fields", Path: "fields"})
	if err != nil {
		return nil, err
	}
	var infos []employee.FieldInfo
	for f, label := range labels {
		if !f.Valid() {
			return nil, &employee.FetchError{Provider: "acme", Op: "read fields", Err: employee.ErrMalformed}
		}
		infos = append(infos, employee.FieldInfo{Field: f, Label: label, Kind: f.Kind()})
	}
	slices.SortFunc(infos, func(a, b employee.FieldInfo) int { return cmp.Compare(a.Field, b.Field) })
	return infos, nil
}
