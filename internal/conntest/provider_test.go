package conntest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
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

// A provider is a connector to the vendor. The zero quirks make an honest one.
type provider struct {
	rest *rest.Client
	quirks
}

// quirks are what a connector may do differently from within. Each of them
// breaks the contract.
type quirks struct {
	fetch     func(context.Context, *rest.Client, url.Values) (page, error)
	link      func(context.Context, string) (page, error) // follows links as they are
	convert   func(person) (employee.Employee, bool)
	query     url.Values // with each listing request
	last      bool       // page one is taken for the last
	sameQuery bool       // the cursor is not sent
	uncounted bool       // the total is not compared
	late      bool       // the listing begins when it has ended
}

func newProvider(base string, hc *http.Client, logger *slog.Logger, secret string, withToken bool, q quirks) (*provider, error) {
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
			got, err := rest.Fetch[struct{ Token string }](ctx, plain, rest.Request{
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

const opPeople = "list people"

func fetchPage(ctx context.Context, c *rest.Client, query url.Values) (page, error) {
	p, err := rest.Fetch[page](ctx, c, rest.Request{Op: opPeople, Path: "people", Query: query})
	if err == nil && (p.Total == nil || p.People == nil) {
		return page{}, &employee.FetchError{Provider: "acme", Op: opPeople, Message: "no page of people", Err: employee.ErrMalformed}
	}
	return p, err
}

func convert(p person) (employee.Employee, bool) {
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
		total, count := 0, 0
		for one, err := range rest.Pages(p.rest, opPeople, func(cursor string) ([]person, string, error) {
			got, next, err := p.page(ctx, cursor)
			if err == nil && got.Total != nil {
				total = max(total, *got.Total)
			}
			return got.People, next, err
		}) {
			if err != nil {
				yield(employee.Employee{}, err)
				return
			}
			count++
			if e, ok := p.convert(one); ok && !yield(e, nil) {
				return
			}
		}
		if count < total && !p.uncounted {
			yield(employee.Employee{}, &employee.FetchError{Provider: "acme", Op: opPeople, Message: "people are missing", Err: employee.ErrIncomplete})
		}
	}
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
		fe.Op = opPeople
	}
	return got, next.Get("after"), err
}

func (p *provider) Roster(ctx context.Context) (*employee.Roster, error) {
	origin := employee.Origin{Provider: "acme", Tenant: "acme", AsOf: time.Now()}
	people := []employee.Employee{}
	for e, err := range p.Employees(ctx) {
		if err != nil {
			return nil, err
		}
		people = append(people, e)
	}
	if p.late {
		origin.AsOf = time.Now()
	}
	return employee.NewRoster(origin, people...)
}

func (p *provider) Check(ctx context.Context) (employee.Access, error) {
	return rest.Fetch[employee.Access](ctx, p.rest, rest.Request{Op: "check", Path: "account"})
}

func (p *provider) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	labels, err := rest.Fetch[map[employee.Field]string](ctx, p.rest, rest.Request{Op: "read fields", Path: "fields"})
	if err != nil {
		return nil, err
	}
	var infos []employee.FieldInfo
	for f, label := range labels {
		if !f.Valid() {
			return nil, &employee.FetchError{Provider: "acme", Op: "read fields", Message: "not a field", Err: employee.ErrMalformed}
		}
		infos = append(infos, employee.FieldInfo{Field: f, Label: label, Kind: f.Kind()})
	}
	slices.SortFunc(infos, func(a, b employee.FieldInfo) int { return cmp.Compare(a.Field, b.Field) })
	return infos, nil
}
