package battery

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
)

var listRequest = rest.Request{Op: opList, Path: "employees"}

// fetchWith reads a page in a way of its own.
func fetchWith(ctx context.Context, c *rest.Client, query url.Values,
	read func(*rest.Response, *page) error) (page, error) {
	r := listRequest
	r.Query = query
	var got page
	err := c.Do(ctx, r, func(res *rest.Response) error { return read(res, &got) })
	return got, err
}

// lenientPage keeps the employees before the place where the body breaks off.
func lenientPage(ctx context.Context, c *rest.Client, query url.Values) (page, error) {
	return fetchWith(ctx, c, query, func(res *rest.Response, got *page) error {
		body, _ := io.ReadAll(res.Body)
		res.Body = bytes.NewReader(nil)
		if json.Unmarshal(body, got) == nil {
			return nil
		}
		for _, part := range bytes.SplitAfter(body, []byte("}")) {
			var p record
			if i := bytes.LastIndexByte(part, '{'); i >= 0 && json.Unmarshal(part[i:], &p) == nil && p.ID != "" {
				got.Employees = append(got.Employees, p)
			}
		}
		return nil
	})
}

// impatientPage takes a cut body for final.
func impatientPage(ctx context.Context, c *rest.Client, query url.Values) (page, error) {
	return fetchWith(ctx, c, query, func(res *rest.Response, got *page) error {
		body, _ := io.ReadAll(res.Body)
		if json.Unmarshal(body, got) != nil || got.Total == nil {
			return &employee.FetchError{Op: opList, Err: employee.ErrIncomplete}
		}
		return nil
	})
}

// credulousPage does not ask whether the answer is a page.
func credulousPage(ctx context.Context, c *rest.Client, query url.Values) (page, error) {
	return fetchWith(ctx, c, query, func(res *rest.Response, got *page) error {
		return readJSON(res.Body, got)
	})
}

// firstDocument does not look at what follows the first JSON value.
func firstDocument(ctx context.Context, c *rest.Client, query url.Values) (page, error) {
	return fetchWith(ctx, c, query, func(res *rest.Response, got *page) error {
		return json.NewDecoder(res.Body).Decode(got)
	})
}

// unmarkedPage does not know of byte order marks.
func unmarkedPage(ctx context.Context, c *rest.Client, query url.Values) (page, error) {
	return fetchWith(ctx, c, query, func(res *rest.Response, got *page) error {
		body, err := io.ReadAll(res.Body)
		if err != nil {
			return err
		}
		return json.Unmarshal(body, got)
	})
}

// linking follows the link of the next page through its own HTTP client.
func linking() variant {
	var hc http.Client
	follow := func(ctx context.Context, link string) (page, error) {
		var got page
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
		if err != nil {
			return got, &employee.FetchError{Provider: "acme", Op: opList, Err: employee.ErrMalformed}
		}
		req.Header.Set("Authorization", "Key "+url.QueryEscape(key))
		res, err := hc.Do(req)
		if err != nil {
			return got, &employee.FetchError{Provider: "acme", Op: opList, Err: employee.ErrUnavailable}
		}
		defer res.Body.Close()
		if json.NewDecoder(res.Body).Decode(&got) != nil {
			return got, &employee.FetchError{Provider: "acme", Op: opList, Err: employee.ErrMalformed}
		}
		return got, nil
	}
	return variant{quirks: quirks{link: follow}, transport: func(next http.RoundTripper) http.RoundTripper {
		hc.Transport = next
		return next
	}}
}

func droppingConvert(p record) (employee.Employee, bool) {
	e, _ := convert(p)
	return e, len(e.Problems) == 0
}

func quotingConvert(p record) (employee.Employee, bool) {
	e, _ := convert(p)
	for i := range e.Problems {
		e.Problems[i].Reason = "cannot read " + p.First + " or " + p.Start
	}
	return e, true
}

func rawConvert(p record) (employee.Employee, bool) {
	e, _ := convert(p)
	e.FirstName = p.First
	return e, true
}

func silentConvert(p record) (employee.Employee, bool) {
	e, _ := convert(p)
	e.Problems = nil
	return e, true
}

func unsoundConvert(p record) (employee.Employee, bool) {
	e, _ := convert(p)
	e.LastName = "\xff"
	return e, true
}

func sameConvert(p record) (employee.Employee, bool) {
	e, _ := convert(p)
	e.ID = "1001"
	return e, true
}
