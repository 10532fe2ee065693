package humaans

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
)

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
	catalog = append(catalog, listing.ManagerEmail())
	slices.SortFunc(definitions, func(a, b definition) int { return strings.Compare(a.key(), b.key()) })
	for _, d := range definitions {
		catalog = append(catalog, employee.FieldInfo{
			Field: employee.CustomField(d.key()), Label: cmp.Or(d.name.Raw(), d.key()), Kind: d.kind(), Options: d.options(),
			Sensitive: listing.Sensitive(d.name.Raw(), d.key()),
		})
	}
	return catalog, nil
}
