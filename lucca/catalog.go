package lucca

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// Catalog returns the standard fields that Lucca has and the tenant's custom fields,
// each group in a stable order. It takes one request, and one more for a token. If
// the credentials may not read the definitions of custom fields, the standard
// fields are all there is.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	standard, custom, err := c.reader.catalog(ctx)
	if err != nil {
		return nil, err
	}
	catalog := make([]employee.FieldInfo, len(standard), len(standard)+len(custom))
	for i, col := range standard {
		catalog[i] = employee.FieldInfo{Field: col.field, Label: col.label, Kind: col.field.Kind()}
	}
	catalog = append(catalog, listing.ManagerEmail())
	byField := func(a, b employee.FieldInfo) int { return strings.Compare(string(a.Field), string(b.Field)) }
	slices.SortStableFunc(custom, byField)
	custom = slices.CompactFunc(custom, func(a, b employee.FieldInfo) bool { return a.Field == b.Field })
	return append(catalog, custom...), nil
}

func (l *legacy) catalog(ctx context.Context) (standard []column, custom []employee.FieldInfo, err error) {
	definitions, err := l.readDefinitions(ctx)
	if err != nil && !isRefused(err) {
		return nil, nil, err
	}
	for _, x := range legacyExtras() {
		info := employee.FieldInfo{Field: x.field, Label: x.label, Kind: employee.KindText, Sensitive: listing.Sensitive(x.label)}
		if x.field == "custom.seniorityDate" {
			info.Kind = employee.KindDate
		}
		custom = append(custom, info)
	}
	for _, d := range definitions {
		if strings.ContainsFunc(d.id, notInKeys) {
			continue // no setting could name it
		}
		info := employee.FieldInfo{Field: employee.CustomField(d.id), Label: cmp.Or(d.name.Raw(), d.id),
			Sensitive: listing.Sensitive(d.name.Raw(), d.id)}
		for entry := range d.entries.Items() {
			if name := entry.AtAnyCase("name").Raw(); name != "" {
				info.Options = append(info.Options, name)
			}
		}
		if d.format.Raw() == "select" {
			info.Kind = employee.KindText
		}
		custom = append(custom, info)
	}
	return legacyColumns(), custom, nil
}

// An attributeDefinition describes a field in the current API, custom or not.
type attributeDefinition struct {
	id                     string
	name, archived, schema wire.Cell
}

func attributeDefinitionTable() *table[attributeDefinition] {
	return currentTable("employee-attribute-definitions", func(t *wire.Table) func(*wire.Record, *attributeDefinition) {
		id, name, archived, schema := t.Place("id"), t.Place("name"), t.Place("isArchived"), t.Place("schema", "title")
		return func(r *wire.Record, d *attributeDefinition) {
			*d = attributeDefinition{r.At(id).ID(), r.At(name), r.At(archived), r.At(schema)}
		}
	}, func(d *attributeDefinition) string { return d.id })
}

func (l *current) catalog(ctx context.Context) (standard []column, custom []employee.FieldInfo, err error) {
	begin := func() { custom = nil }
	_, err = l.definitions.run(ctx, l.rest, sideQuery(), begin, func(d *attributeDefinition) error {
		code := d.id[strings.LastIndexByte(d.id, '.')+1:]
		if strings.HasPrefix(code, "e_") && d.archived.Raw() != "true" && !strings.ContainsFunc(d.id, notInKeys) {
			custom = append(custom, employee.FieldInfo{
				Field: employee.CustomField(d.id), Label: cmp.Or(d.name.Raw(), d.id), Kind: kindOf(d.schema.Raw()),
				Sensitive: listing.Sensitive(d.name.Raw(), code),
			})
		}
		return nil
	})
	switch {
	case isRefused(err):
		custom = nil
	case err != nil:
		return nil, nil, err
	}
	return currentColumns(), custom, nil
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
