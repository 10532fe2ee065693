package lucca

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
)

// sampleSize is how many employees Check looks at.
const sampleSize = 100

// Where an admin gives rights to an API key, and to an OAuth client.
const (
	whereKey    = "the role with the key's name, at the end of the list of roles"
	whereClient = "/identity/admin/integration-keys of the account"
)

// A sample is some of the employees that the credentials see.
type sample struct {
	rows     []row
	total    int // of all; listing.Uncounted if Lucca gives no count
	warnings []employee.Warning
}

func (s *sample) warn(code employee.WarningCode, text string) {
	s.warnings = append(s.warnings, employee.Warning{Code: code, Text: text})
}

// Check reports whether the credentials are good and what they see: how many
// employees, and which of the requested fields are withheld for all of a sample of
// up to 100 of them. With an API key it takes three requests, four with custom
// fields of the HR file; with an OAuth client two, the one for the token
// included, and one for each list that Fields needs. It warns when Lucca has
// announced the end of the current API's version. Credentials that cover a
// part of the company cannot be told from a smaller company: compare People with
// what the customer expects.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	s, err := c.reader.sample(ctx)
	if err != nil {
		return employee.Access{}, err
	}
	access := employee.Access{Tenant: c.tenant, People: s.total}
	for _, w := range s.warnings {
		c.judge.Warn(&access, w.Code, w.Field, w.Text)
	}
	if len(s.rows) == 0 {
		c.judge.Warn(&access, employee.WarningCodeNoEmployees, "",
			"the credentials see no employees: let them see all employees of all establishments")
		return access, nil
	}
	employees := make([]employee.Employee, len(s.rows))
	for i := range s.rows {
		employees[i] = c.reader.employee(&s.rows[i])
	}
	var looks []listing.Look
	for _, f := range c.reader.fields() {
		looks = append(looks, listing.Look{Field: f, Employees: employees, All: "let the credentials see it"})
	}
	c.judge.Describe(&access, looks...)
	return access, nil
}

func (l *legacy) sample(ctx context.Context) (sample, error) {
	all, _, err := l.list.pages(l.rest, l.query, sampleSize).page(ctx, 0)
	if err != nil {
		return sample{}, err
	}
	s := sample{rows: all.Items, total: all.Total}
	query := url.Values{"fields": {"id,collection.count"}, "orderBy": {"id,asc"}}
	present, _, err := l.list.pages(l.rest, query, 1).page(ctx, 0)
	if err != nil {
		return sample{}, err
	}
	if s.total > 0 && s.total == present.Total {
		s.warn(employee.WarningCodeNoLeavers,
			"no former employee is seen: unless none has ever left, let the key's role see former employees")
	}
	err = l.complete(ctx, &s)
	return s, err
}

// complete reads what completes the rows of a sample.
func (l *legacy) complete(ctx context.Context, s *sample) error {
	beside := newSides(time.Now())
	if len(s.rows) > 0 {
		ids := make([]string, len(s.rows))
		for i := range s.rows {
			ids[i], s.rows[i].sides = s.rows[i].id, beside
		}
		query := counted()
		query.Set("ownerId", strings.Join(ids, ","))
		p, _, err := l.contracts.pages(l.rest, query, l.contracts.paging.most).page(ctx, 0)
		switch {
		case isRefused(err):
			beside.refused[listContracts] = true
			s.warn(employee.WarningCodeList,
				"the work contracts are refused: without them a leaver who will return looks like a new hire")
		case err != nil:
			return err
		}
		for i := range p.Items {
			if err := beside.terms.addContract(&p.Items[i]); err != nil {
				return err
			}
		}
	}
	if !l.labelled {
		return nil
	}
	var err error
	if beside.labels, err = l.readLabels(ctx); beside.labels == nil && err == nil {
		s.warn(employee.WarningCodeList,
			"the definitions of custom fields are refused: numbers in them may be entries of a list, and are withheld")
	}
	return err
}

func (l *current) sample(ctx context.Context) (sample, error) {
	beside, err := l.probe(ctx, time.Now())
	if err != nil {
		return sample{}, err
	}
	pages := l.list.pages(l.rest, l.query, sampleSize)
	p, _, err := pages.page(ctx, 0)
	if err != nil {
		return sample{}, err
	}
	s := sample{rows: p.Items, total: p.Total}
	for i := range s.rows {
		s.rows[i].sides = beside
	}
	if retires := retirement(pages.header); retires != "" {
		s.warn(employee.WarningCodeInterface,
			fmt.Sprintf("Lucca retires version %s of its API %s: update this library before then", currentVersion, retires))
	}
	for _, name := range l.needed() {
		if beside.refused[name] {
			s.warn(employee.WarningCodeList, fmt.Sprintf("the list of %s is refused: grant the scope %s.readonly", name, name))
		}
	}
	return s, nil
}
