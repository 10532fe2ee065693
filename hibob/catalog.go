package hibob

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
	"github.com/rosterkit/rosterkit/internal/rest"
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
			known[id] = true
		}
	}
	var own []employee.FieldInfo
	for _, m := range fields {
		if id := m.ID.Raw(); !known[id] {
			known[id] = true
			own = append(own, employee.FieldInfo{
				Field: employee.CustomField(id), Label: cmp.Or(m.Name.Raw(), id), Kind: kindOf(m.Type.Raw()), Options: lists[m.list()]})
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
			info.Label = cmp.Or(m.Name.Raw(), info.Label)
		}
		info.Options = lists[m.list()]
	}
	return info
}

// A namedList is a list of choices. The vendor's description and what clients meet
// differ in the name of the array.
type namedList struct {
	Name   record.Cell `json:"name"`
	Values []listItem  `json:"values"`
	Items  []listItem  `json:"items"`
}

type listItem struct {
	Value    record.Cell `json:"value"`
	Name     record.Cell `json:"name"`
	Archived record.Cell `json:"archived"`
	Children []listItem  `json:"children"`
}

// namedLists returns the choices of every list, by the list's name. They come as
// an object by name or as an array.
func (c *Client) namedLists(ctx context.Context) (map[string][]string, error) {
	options := make(map[string][]string)
	request := rest.Request{Op: "read the named lists", Path: "company/named-lists", Query: url.Values{"includeArchived": {"false"}}}
	answer, err := rest.Fetch[json.RawMessage](ctx, c.rest, request)
	if err != nil {
		return nil, err
	}
	var byName map[string]namedList
	if json.Unmarshal(answer, &byName) == nil {
		for name, l := range byName {
			options[name] = labels(nil, append(l.Values, l.Items...))
		}
		return options, nil
	}
	var all []namedList
	if json.Unmarshal(answer, &all) != nil {
		return nil, &employee.FetchError{Provider: provider, Op: request.Op, Message: "lists of choices in an unknown form", Err: employee.ErrMalformed}
	}
	for _, l := range all {
		options[l.Name.Raw()] = labels(nil, append(l.Values, l.Items...))
	}
	return options, nil
}

// labels appends the labels of the items that can be chosen, parents before their
// children.
func labels(all []string, items []listItem) []string {
	for _, item := range items {
		if archived, _ := item.Archived.Bool(); archived == employee.Bool(true) {
			continue
		}
		if label := cmp.Or(item.Value.Raw(), item.Name.Raw()); label != "" {
			all = append(all, label)
		}
		all = labels(all, item.Children)
	}
	return all
}
