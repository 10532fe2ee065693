package bamboohr

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// A metaField is an entry of GET /meta/fields.
type metaField struct {
	ID         record.Cell `json:"id"`
	Name       record.Cell `json:"name"`
	Type       record.Cell `json:"type"`
	Alias      record.Cell `json:"alias"`
	Deprecated record.Cell `json:"deprecated"`
}

// A metaList is an entry of GET /meta/lists.
type metaList struct {
	FieldID record.Cell `json:"fieldId"`
	Options []struct {
		Name     record.Cell `json:"name"`
		Archived record.Cell `json:"archived"`
	} `json:"options"`
}

// Catalog returns the standard fields that BambooHR has, and then the tenant's
// other fields in the order of their names. It takes two requests. A field that
// the access level does not cover may be listed all the same, and a key that
// may not read the options of lists gets the fields without them.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	fields, err := rest.Fetch[[]metaField](ctx, c.rest, rest.Request{Op: "read the field catalogue", Path: "meta/fields"})
	if err != nil {
		return nil, err
	}
	lists, err := rest.Fetch[[]metaList](ctx, c.rest, rest.Request{Op: "read the list options", Path: "meta/lists"})
	if err != nil && !errors.Is(err, employee.ErrPermission) {
		return nil, err
	}
	return catalog(fields, options(lists)), nil
}

// options returns the choices that are not archived, by the id of their field.
func options(lists []metaList) map[string][]string {
	options := make(map[string][]string)
	for _, l := range lists {
		for _, o := range l.Options {
			name := o.Name.Raw()
			if archived, _ := o.Archived.Bool(); name != "" && archived != employee.Bool(true) {
				options[l.FieldID.Raw()] = append(options[l.FieldID.Raw()], name)
			}
		}
	}
	return options
}

func catalog(fields []metaField, options map[string][]string) []employee.FieldInfo {
	var standard, own []employee.FieldInfo
	byAlias := make(map[string]int)
	for i, col := range columns() {
		if col.report != "" {
			byAlias[col.report] = i
		}
		standard = append(standard, employee.FieldInfo{Field: col.field, Label: col.label, Kind: col.field.Kind()})
	}
	for _, f := range fields {
		id, alias := f.ID.Raw(), f.Alias.Raw()
		if i, ok := byAlias[alias]; ok {
			standard[i].Options = options[id]
			continue
		}
		key := cmp.Or(alias, id)
		if deprecated, _ := f.Deprecated.Bool(); key == "" || deprecated == employee.Bool(true) {
			continue
		}
		own = append(own, employee.FieldInfo{
			Field: employee.CustomField(key), Label: cmp.Or(f.Name.Raw(), key), Kind: kindOf(f.Type.Raw()), Options: options[id]})
	}
	slices.SortStableFunc(own, func(a, b employee.FieldInfo) int { return cmp.Compare(a.Field, b.Field) })
	own = slices.CompactFunc(own, func(a, b employee.FieldInfo) bool { return a.Field == b.Field })
	return append(standard, own...)
}

// kindOf returns the kind of value that a report cell of a vendor's type gives.
// A currency may come with its code and is text then.
func kindOf(vendorType string) employee.Kind {
	switch vendorType {
	case "date":
		return employee.KindDate
	case "bool", "checkbox":
		return employee.KindBool
	case "int", "integer", "currency":
		return employee.KindNumber
	case "multilist":
		return employee.KindList
	}
	return employee.KindText
}
