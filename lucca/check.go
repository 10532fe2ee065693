package lucca

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

// Check reports whether the credentials are good and what they see: how many
// people, and which of the requested fields are withheld for all of a sample of
// up to 100 of them. With an API key it takes three requests, four with custom
// fields of the HR file; with an OAuth client two, the one for the token
// included, and one for each list that Fields needs. It warns when Lucca has
// announced the end of the current API's version. Credentials that cover a
// part of the company cannot be told from a smaller company: compare People with
// what the customer expects.
func (c *Client) Check(ctx context.Context) (employee.Access, error) {
	now := time.Now()
	p, warnings, err := c.reader.sample(ctx, now)
	if err != nil {
		return employee.Access{}, err
	}
	access := employee.Access{Tenant: c.tenant, People: p.total, Warnings: warnings}
	if len(p.items) == 0 {
		access.Warnings = append(access.Warnings, "the credentials see nobody: let them see all employees of all establishments")
		return access, nil
	}
	for _, f := range c.reader.fields() {
		withheld := 0
		for i := range p.items {
			if p.items[i].Value(f).State() == employee.StateWithheld {
				withheld++
			}
		}
		switch {
		case withheld == len(p.items):
			access.Withheld = append(access.Withheld, f)
			access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld: let the credentials see it", f))
		case withheld > 0:
			access.Warnings = append(access.Warnings, fmt.Sprintf("%s is withheld for %d of %d people looked at", f, withheld, len(p.items)))
		}
	}
	return access, nil
}

func (l *legacy) sample(ctx context.Context, _ time.Time) (page[employee.Employee], []string, error) {
	fail := func(err error) (page[employee.Employee], []string, error) { return page[employee.Employee]{}, nil, err }
	p, err := l.users(sampleSize)(ctx, "")
	if err != nil {
		return fail(err)
	}
	one := 1
	present, err := offsetPage[struct{}](ctx, l.rest, opList, usersPath,
		url.Values{"fields": {"id,collection.count"}, "orderBy": {"id,asc"}}, 0, &one, nil)
	if err != nil {
		return fail(err)
	}
	var warnings []string
	if p.total > 0 && p.total == present.total {
		warnings = append(warnings, "no former employee is seen: unless nobody has ever left, let the key's role see former employees")
	}
	b, refused, err := l.besides(ctx, p.items)
	if err != nil {
		return fail(err)
	}
	return l.convert(p, b, nil), append(warnings, refused...), nil
}

// besides reads what completes a few users.
func (l *legacy) besides(ctx context.Context, users []user) (b beside, warnings []string, err error) {
	if len(users) > 0 {
		ids := make([]string, len(users))
		for i := range users {
			ids[i] = users[i].ID.Raw()
		}
		p, err := l.contracts(ids)(ctx, "")
		if isRefused(err) {
			b.refused, err = true, nil
			warnings = append(warnings, "the work contracts are refused: without them a leaver who will return looks like a new hire")
		}
		if err != nil {
			return beside{}, nil, err
		}
		b.starts = newStarts()
		for _, c := range p.items {
			b.starts.addContract(c)
		}
	}
	if len(l.custom) > 0 {
		if b.labels, err = l.readLabels(ctx); b.labels == nil && err == nil {
			warnings = append(warnings, "the definitions of custom fields are refused: numbers in them may be entries of a list, and are withheld")
		}
	}
	return b, warnings, err
}

func (l *current) sample(ctx context.Context, _ time.Time) (page[employee.Employee], []string, error) {
	fail := func(err error) (page[employee.Employee], []string, error) { return page[employee.Employee]{}, nil, err }
	s, err := l.probeSides(ctx)
	if err != nil {
		return fail(err)
	}
	p, err := l.people(s)(ctx, "")
	if err != nil {
		return fail(err)
	}
	var warnings []string
	if p.retires != "" {
		warnings = append(warnings, fmt.Sprintf("Lucca retires version %s of its API %s: update this library before then", currentVersion, p.retires))
	}
	for _, name := range l.needed() {
		if s.refused[name] {
			warnings = append(warnings, fmt.Sprintf("the list of %s is refused: grant the scope %s.readonly", name, name))
		}
	}
	return p, warnings, nil
}

// Catalog returns the standard fields that Lucca has and the tenant's own, each
// group in a stable order. It takes one request, and one more for a token. If
// the credentials may not read the definitions of custom fields, the standard
// fields are all there is.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	standard, own, err := c.reader.catalog(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(own, func(a, b employee.FieldInfo) int { return strings.Compare(string(a.Field), string(b.Field)) })
	own = slices.CompactFunc(own, func(a, b employee.FieldInfo) bool { return a.Field == b.Field })
	return append(standard, own...), nil
}

func (l *legacy) catalog(ctx context.Context) (standard, own []employee.FieldInfo, err error) {
	definitions, err := l.definitions(ctx, "")
	if err != nil && !isRefused(err) {
		return nil, nil, err
	}
	for _, x := range userExtras() {
		own = append(own, employee.FieldInfo{Field: employee.CustomField(x.name), Label: x.label, Kind: x.kind})
	}
	for _, d := range definitions {
		info := employee.FieldInfo{Field: employee.CustomField(d.ID.Raw()), Label: d.Name.Raw()}
		if strings.ContainsFunc(d.ID.Raw(), notInKeys) {
			continue // no setting could name it
		}
		if info.Label == "" {
			info.Label = d.ID.Raw()
		}
		for _, entry := range d.ExtensionUserPropertyListEntries {
			if name := entry.Name.Raw(); name != "" {
				info.Options = append(info.Options, name)
			}
		}
		if d.FormatKey.Raw() == "select" {
			info.Kind = employee.KindText
		}
		own = append(own, info)
	}
	return describe(userColumns()), own, nil
}

// An attributeDefinition describes a field in the current API, custom or not.
type attributeDefinition struct {
	ID, Name, IsArchived record.Cell
	Schema               object[struct{ Title record.Cell }]
}

func (l *current) catalog(ctx context.Context) (standard, own []employee.FieldInfo, err error) {
	definitions, _, err := sideList(l, "employee-attribute-definitions", nil,
		func(d *attributeDefinition) string { return d.ID.Raw() }).all(ctx)
	if err != nil && !isRefused(err) {
		return nil, nil, err
	}
	for _, d := range definitions {
		id := d.ID.Raw()
		code := id[strings.LastIndexByte(id, '.')+1:]
		if !strings.HasPrefix(code, "e_") || d.IsArchived.Raw() == "true" || strings.ContainsFunc(id, notInKeys) {
			continue
		}
		info := employee.FieldInfo{Field: employee.CustomField(id), Label: d.Name.Raw(), Kind: kindOf(d.Schema.value.Title.Raw())}
		if info.Label == "" {
			info.Label = id
		}
		own = append(own, info)
	}
	return describe(append(personColumns(), originalColumn())), own, nil
}

// kindOf returns the kind of value that a schema of Lucca's gives; several
// values are a list all the same.
func kindOf(schema string) employee.Kind {
	switch schema {
	case "boolean":
		return employee.KindBool
	case "int32", "decimal":
		return employee.KindNumber
	case "legacy-date":
		return employee.KindDate
	case "":
		return ""
	}
	return employee.KindText
}
