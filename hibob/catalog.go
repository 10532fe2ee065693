package hibob

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// Catalog returns the standard fields that HiBob has, with the company's names for
// them, and then all other fields of the company in the order of their ids. It
// takes two requests. HiBob lists every field, whether or not the service user may
// see it. A service user that may not read the lists of choices gets the fields
// without them.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	fields, err := c.metadata(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := c.namedLists(ctx)
	if fe, ok := errors.AsType[*employee.FetchError](err); ok && fe.StatusCode != http.StatusForbidden && fe.StatusCode != http.StatusNotFound {
		return nil, err
	}
	standard := columns()
	infos := make([]employee.FieldInfo, 0, len(standard)+len(fields))
	known := map[string]bool{"": true, fieldID: true}
	meta := byID(fields)
	for _, col := range standard {
		infos = append(infos, col.info(meta, lists))
		for _, id := range col.ids {
			known[id] = id != workMobile // which is a field of its own, too
		}
	}
	var own []employee.FieldInfo
	for _, m := range fields {
		if id := m.id; !known[id] {
			known[id] = true
			own = append(own, employee.FieldInfo{
				Field: employee.CustomField(id), Label: cmp.Or(m.name, id), Kind: kindOf(m.kind), Options: lists[m.list],
				Sensitive: listing.Sensitive(m.name, id, m.kind)})
		}
	}
	slices.SortFunc(own, func(a, b employee.FieldInfo) int { return cmp.Compare(a.Field, b.Field) })
	return append(infos, own...), nil
}

// info describes a standard field. The company's name for a field of HiBob's is
// used where one fills no other standard field.
func (col column) info(meta map[string]metaField, lists map[string][]string) employee.FieldInfo {
	info := employee.FieldInfo{Field: col.field, Label: col.label, Kind: col.field.Kind()}
	for _, id := range slices.Backward(col.ids) {
		m, ok := meta[id]
		switch {
		case !ok, col.field == employee.FieldStatus, col.field == employee.FieldStatusText:
			continue
		case col.field != employee.FieldEmploymentStatus:
			info.Label = cmp.Or(m.name, info.Label)
		}
		info.Options = lists[m.list]
	}
	return info
}

// namedLists returns the choices of every list, by the list's name. They come as an
// object by name or as an array. The vendor's description and real answers differ in
// the name of the array of choices.
func (c *Client) namedLists(ctx context.Context) (map[string][]string, error) {
	var options map[string][]string
	answer := wire.NewAnswer()
	byName, all := answer.Map(), answer.List()
	name := all.Place("name")
	take := func(l *wire.List, name func(*wire.Record) string) wire.Each {
		values, items := l.Place("values"), l.Place("items")
		return l.Each(func(r *wire.Record) error {
			options[name(r)] = labels(labels(nil, r.At(values)), r.At(items))
			return nil
		})
	}
	eachByName := take(byName, (*wire.Record).Key)
	each := take(all, func(r *wire.Record) string { return r.At(name).Raw() })
	request := rest.Request{Op: "read the named lists", Path: "company/named-lists", Query: url.Values{"includeArchived": {"false"}}}
	err := c.rest.Do(ctx, request, func(r *rest.Response) error {
		options = make(map[string][]string)
		_, err := answer.Read(r.Body, eachByName, each)
		if errors.Is(err, wire.ErrNoObject) {
			err = errors.New("lists of choices in an unknown form")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return options, nil
}

// labels appends the labels of the items that can be chosen, parents before their
// children.
func labels(all []string, items wire.Cell) []string {
	for item := range items.Items() {
		if archived, _ := item.At("archived").Bool(); archived == employee.Bool(true) {
			continue
		}
		if label := cmp.Or(item.At("value").Raw(), item.At("name").Raw()); label != "" {
			all = append(all, label)
		}
		all = labels(all, item.At("children"))
	}
	return all
}
