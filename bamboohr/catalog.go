package bamboohr

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A metaField is an entry of GET /meta/fields.
type metaField struct{ id, name, kind, alias, deprecated wire.Cell }

// Catalog returns the standard fields that BambooHR has, and then the tenant's
// other fields in the order of their names. It takes two requests. A field that
// the access level does not cover may be listed all the same, and a key that
// may not read the options of lists gets the fields without them.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	fields, err := c.metaFields(ctx)
	if err != nil {
		return nil, err
	}
	options, err := c.listOptions(ctx)
	if err != nil && !errors.Is(err, employee.ErrPermission) {
		return nil, err
	}
	return catalog(fields, options), nil
}

func (c *Client) metaFields(ctx context.Context) (fields []metaField, err error) {
	a := wire.NewAnswer()
	list := a.List()
	id, name, kind := list.Place("id"), list.Place("name"), list.Place("type")
	alias, deprecated := list.Place("alias"), list.Place("deprecated")
	rows, err := c.readMeta(ctx, rest.Request{Op: "read the field catalogue", Path: "meta/fields"}, a, list)
	for _, r := range rows {
		fields = append(fields, metaField{r[id], r[name], r[kind], r[alias], r[deprecated]})
	}
	return fields, err
}

// listOptions returns the choices that are not archived, by the id of their field.
func (c *Client) listOptions(ctx context.Context) (map[string][]string, error) {
	a := wire.NewAnswer()
	list := a.List()
	field, choices := list.Place("fieldId"), list.Place("options")
	rows, err := c.readMeta(ctx, rest.Request{Op: "read the list options", Path: "meta/lists"}, a, list)
	options := make(map[string][]string)
	for _, r := range rows {
		id := r[field].Raw()
		for choice := range r[choices].Items() {
			name := choice.At("name").Raw()
			if archived, _ := choice.At("archived").Bool(); name != "" && archived != employee.Bool(true) {
				options[id] = append(options[id], name)
			}
		}
	}
	return options, err
}

// readMeta reads an answer that is one list.
func (c *Client) readMeta(ctx context.Context, request rest.Request, a *wire.Answer, list *wire.List) (rows []row, err error) {
	err = c.rest.Do(ctx, request, func(res *rest.Response) error {
		rows = nil
		answer, err := a.Read(res.Body, list.Each(func(r *wire.Record) error {
			rows = addRow(rows, r.Cells())
			return nil
		}))
		if err == nil && !answer.Has(list) {
			err = errors.New("the answer is no list")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
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
		id, alias := f.id.Raw(), f.alias.Raw()
		if i, ok := byAlias[alias]; ok {
			standard[i].Options = options[id]
			continue
		}
		key := cmp.Or(alias, id)
		if deprecated, _ := f.deprecated.Bool(); key == "" || deprecated == employee.Bool(true) {
			continue
		}
		own = append(own, employee.FieldInfo{
			Field: employee.CustomField(key), Label: cmp.Or(f.name.Raw(), key), Kind: kindOf(f.kind.Raw()), Options: options[id]})
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
