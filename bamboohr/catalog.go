package bamboohr

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// A metaField is an entry of GET /meta/fields.
type metaField struct{ id, name, kind, alias, deprecated wire.Cell }

// Catalog returns the standard fields that BambooHR has, and then the tenant's
// other fields in the order of their names. It takes two requests. A field that
// the access level does not cover may be listed all the same, and a key that
// may not read the options of lists gets the fields without them. An alias may be
// that of several fields: the first that has options counts, else the first.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	fields, err := c.metaFields(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := c.metaLists(ctx)
	if err != nil && !errors.Is(err, employee.ErrPermission) {
		return nil, err
	}
	options := make(map[string][]string)
	for _, l := range lists {
		options[l.id] = append(options[l.id], l.options...)
	}
	return catalog(fields, options), nil
}

func (c *Client) metaFields(ctx context.Context) (fields []metaField, err error) {
	a := wire.NewAnswer()
	list := a.List()
	id, name, kind := list.Place("id"), list.Place("name"), list.Place("type")
	alias, deprecated := list.Place("alias"), list.Place("deprecated")
	rows, err := c.readMeta(ctx, rest.Request{Op: "read the field catalogue", Path: c.v1 + "meta/fields"}, a, list)
	for _, r := range rows {
		fields = append(fields, metaField{r[id], r[name], r[kind], r[alias], r[deprecated]})
	}
	return fields, err
}

// A metaList is an entry of GET /meta/lists.
type metaList struct {
	id, alias string
	options   []string
	archived  []string // options that are not offered any more
}

func (c *Client) metaLists(ctx context.Context) (lists []metaList, err error) {
	a := wire.NewAnswer()
	list := a.List()
	field, alias, choices := list.Place("fieldId"), list.Place("alias"), list.Place("options")
	rows, err := c.readMeta(ctx, rest.Request{Op: "read the list options", Path: c.v1 + "meta/lists"}, a, list)
	for _, r := range rows {
		l := metaList{id: r[field].Raw(), alias: r[alias].Raw()}
		for choice := range r[choices].Items() {
			name := choice.At("name").Raw()
			switch archived, _ := choice.At("archived").Bool(); {
			case name == "":
			case archived == employee.Bool(true):
				l.archived = append(l.archived, name)
			default:
				l.options = append(l.options, name)
			}
		}
		lists = append(lists, l)
	}
	return lists, err
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
	standard = append(standard, listing.ManagerEmail())
	for _, f := range fields {
		id, alias := f.id.Raw(), f.alias.Raw()
		if i, ok := byAlias[alias]; ok {
			if len(standard[i].Options) == 0 {
				standard[i].Options = options[id]
			}
			continue
		}
		key := cmp.Or(alias, id)
		if deprecated, _ := f.deprecated.Bool(); key == "" || deprecated == employee.Bool(true) {
			continue
		}
		own = append(own, employee.FieldInfo{
			Field: employee.CustomField(key), Label: cmp.Or(f.name.Raw(), key), Kind: kindOf(f.kind.Raw()), Options: options[id],
			Sensitive: f.kind.Raw() == "currency" || listing.Sensitive(f.name.Raw(), key, f.kind.Raw())})
		if f.kind.Raw() == "currency" {
			own = append(own, employee.FieldInfo{Field: employee.CustomField(key + ".currency"),
				Label: cmp.Or(f.name.Raw(), key) + ": Currency", Kind: employee.KindText})
		}
	}
	slices.SortStableFunc(own, func(a, b employee.FieldInfo) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(min(1, len(b.Options)), min(1, len(a.Options))))
	})
	own = slices.CompactFunc(own, func(a, b employee.FieldInfo) bool { return a.Field == b.Field })
	return append(standard, own...)
}
