package humaans

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// sampleSize is how many people Check looks at.
const sampleSize = 100

// Check reports whether the token is good and what it sees: its company, how
// many people, and which of the requested fields are withheld for all of a
// sample of up to 100 of them. It warns if the token's scopes do not prove that
// it sees private data, people who left and people who have not started, and if
// it has scopes that are not needed. It takes four requests for the default
// fields, two more with custom fields, up to three more to count people where
// the sample does not show whether all are listed, and one more to tell the
// company if nobody is.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	l := c.newListing(ctx)
	var err error
	if l.grant, err = c.readGrant(ctx); err != nil {
		return employee.Access{}, err
	}
	s, err := c.sample(ctx, l.grant)
	if err != nil {
		return employee.Access{}, err
	}
	refusals, err := l.probe()
	if err != nil {
		return employee.Access{}, err
	}
	people := make([]employee.Employee, len(s.people))
	for i := range s.people {
		p := &s.people[i]
		if p.key() == "" {
			return employee.Access{}, noID(opPeople, i+1)
		}
		people[i] = l.employee(p)
		l.meet(p)
	}
	access := employee.Access{People: s.total, Warnings: l.grant.warnings()}
	if access.Tenant, err = c.tenant(ctx, l.companies); err != nil {
		return employee.Access{}, err
	}
	if s.total == 0 {
		access.Warnings = append(access.Warnings, "the token sees nobody: let the role of its owner see everybody")
		return access, nil
	}
	if s.noLeavers {
		access.Warnings = append(access.Warnings, "nobody who has left is listed: unless nobody has, let the role of the token's owner see offboarded people")
	}
	c.describe(&access, people, l.grant.private() == employee.VisibilityYes)
	for _, f := range refusals {
		access.Withheld = append(access.Withheld, f)
		access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld: Humaans refuses its list, or the list does not have it; check the scopes and the role of the token's owner", f))
	}
	return access, nil
}

// A sample is some of the people whom a token sees.
type sample struct {
	people    []person
	total     int  // of all
	noLeavers bool // Humaans says that it lists none
}

// sample reads one page and counts everybody.
func (c *Client) sample(ctx context.Context, g grant) (s sample, err error) {
	page := func(status string, limit int) ([]person, int, error) {
		return readPage[person](ctx, c.rest, peopleTable(status), 0, limit, nil)
	}
	s.people, s.total, err = page(wordAll, sampleSize)
	if refused(err) {
		return c.sampleSeparately(page)
	}
	others := func(p person) bool { return p.key() != "" && normal(p.Status.Raw()) != employee.StatusActive }
	if err != nil || slices.ContainsFunc(s.people, others) || g.private() == employee.VisibilityNo {
		return s, err
	}
	if len(s.people) < s.total {
		_, active, err := page(wordActive, 1)
		if err != nil || active < s.total {
			return s, err // the others are beyond the sample
		}
	}
	for _, status := range []string{wordStarter, wordLeft} {
		rows, n, err := page(status, 1)
		if err != nil && !refused(err) && !withheld(err) {
			return s, err
		}
		if err == nil && slices.ContainsFunc(rows, others) {
			s.people, s.total = append(s.people, rows...), s.total+n
		} else {
			s.noLeavers = s.noLeavers || status == wordLeft
		}
	}
	return s, nil
}

// sampleSeparately is sample where Humaans refuses the status "all".
func (c *Client) sampleSeparately(page func(string, int) ([]person, int, error)) (s sample, err error) {
	for _, status := range separately() {
		rows, n, err := page(status, sampleSize)
		if err != nil && !optional(status, err) {
			return sample{}, err
		}
		s.people, s.total = append(s.people, rows...), s.total+n
		s.noLeavers = status == wordLeft && n == 0
	}
	return s, nil
}

// probe looks at one row of each list other than that of the people, and
// returns the requested fields that come from a list which shows none.
func (l *listing) probe() (fields []employee.Field, err error) {
	n, err := countRows(l.ctx, l.c, roleTable())
	if err != nil {
		return nil, err
	}
	if n == 0 {
		for _, f := range l.c.roles {
			fields = append(fields, f.field)
		}
	}
	if l.c.place {
		n, err := countRows(l.ctx, l.c, placeTable())
		if err != nil {
			return nil, err
		}
		if n == 0 {
			fields = append(fields, employee.FieldLocation)
		}
	}
	if len(l.c.custom) == 0 {
		return fields, nil
	}
	definitions, err := l.c.readDefinitions(l.ctx)
	if err != nil && !withheld(err) {
		return nil, err
	}
	if n, err = countRows(l.ctx, l.c, valueTable()); err != nil {
		return nil, err
	}
	for _, key := range l.c.custom {
		if _, ok := find(definitions, key); !ok || n == 0 {
			fields = append(fields, employee.CustomField(key))
		}
	}
	return fields, nil
}

// countRows returns 0 for a list that the token may not see.
func countRows(ctx context.Context, c *Client, t table) (int, error) {
	_, n, err := readPage[struct{}](ctx, c.rest, t, 0, 1, nil)
	if withheld(err) {
		return 0, nil
	}
	return n, err
}

// describe says which fields of a person are withheld in a sample, for all or,
// where the right to private data is proved, for some.
func (c *Client) describe(access *employee.Access, people []employee.Employee, proved bool) {
	for _, col := range c.columns {
		withheld := 0
		for i := range people {
			if people[i].Value(col.field).State() == employee.StateWithheld {
				withheld++
			}
		}
		switch {
		case withheld == len(people):
			access.Withheld = append(access.Withheld, col.field)
			access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld: check the scopes and the role of the token's owner", col.field))
		case withheld > 0 && proved: // else it goes without saying
			access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld for %d of %d people looked at: the token does not see them alike, or their records are not in order", col.field, withheld, len(people)))
		}
	}
}

// Catalog returns the standard fields that Humaans has and the tenant's custom
// fields, these in the order of their ids. It takes one request for 250 custom
// fields; where the token may not see them, the standard fields come alone.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	definitions, err := c.readDefinitions(ctx)
	if err != nil && !withheld(err) {
		return nil, err
	}
	var catalog []employee.FieldInfo
	add := func(f employee.Field, label string) {
		catalog = append(catalog, employee.FieldInfo{Field: f, Label: label, Kind: f.Kind()})
	}
	for _, col := range columns() {
		add(col.field, col.label)
	}
	for _, f := range facets() {
		add(f.field, f.label)
	}
	add(employee.FieldLocation, "Place of work")
	slices.SortFunc(definitions, func(a, b definition) int { return strings.Compare(a.key(), b.key()) })
	for _, d := range definitions {
		catalog = append(catalog, employee.FieldInfo{
			Field: employee.CustomField(d.key()), Label: cmp.Or(d.Name.Raw(), d.key()), Kind: d.kind(), Options: d.options(),
		})
	}
	return catalog, nil
}
