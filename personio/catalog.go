package personio

import (
	"cmp"
	"context"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
)

// Catalog returns the standard fields that Personio has, and then the tenant's
// other attributes in the order of their keys. Beside the token it takes one
// request. With APIV1 that is the list of the attributes that the credentials may
// read; if they may not read the list itself, the attributes are those of one
// employee, which takes another request and gives no options. With APIV2, which has
// no such list, they are those that any of the first fifty employees has, often
// without a label: the key stands in for it.
//
// A standard field that the credentials do not see is listed all the same.
func (c *Client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	if c.api == APIV2 {
		page, err := c.persons.page(ctx, c, opList, "v2/persons", "", personsSize)
		if err != nil {
			return nil, err
		}
		var all []meta
		for _, p := range page.Items {
			metas, _ := p.metas()
			all = append(all, metas...)
		}
		return catalog(APIV2, all), nil
	}
	all, err := c.readAttributes(ctx)
	if barred(err) {
		whole := projection{table: newAnswerV1(nil, true)}
		page, err := readPage(ctx, c, whole, 0, 1, row.metas)
		if err != nil {
			return nil, err
		}
		all = slices.Concat(page.Items...)
	} else if err != nil {
		return nil, err
	}
	return catalog(APIV1, all), nil
}

func catalog(api API, all []meta) []employee.FieldInfo {
	var standard, own []employee.FieldInfo
	byKey := map[string]int{"id": -1}
	for _, col := range columns() {
		if !col.has(api) {
			continue
		}
		if _, taken := byKey[col.key]; !taken {
			byKey[col.key] = len(standard)
		}
		standard = append(standard, employee.FieldInfo{Field: col.field, Label: col.label, Kind: col.field.Kind()})
	}
	standard = append(standard, listing.ManagerEmail())
	for _, m := range all {
		if i, ok := byKey[m.key]; ok && api == APIV1 {
			if i >= 0 && m.label != "" {
				standard[i].Label, standard[i].Options = m.label, m.options
			}
			continue
		}
		if m.universalID == birthDate().name {
			if !slices.ContainsFunc(standard, isBirthDate) {
				standard = append(standard, employee.FieldInfo{
					Field: employee.FieldBirthDate, Label: cmp.Or(m.label, "Birthday"), Kind: employee.KindDate})
			}
			continue
		}
		if m.key != "" {
			own = append(own, employee.FieldInfo{Field: employee.CustomField(m.key), Label: cmp.Or(m.label, m.key),
				Kind: kindOf(m.kind), Options: m.options, Sensitive: listing.Sensitive(m.label, m.key, m.universalID)})
		}
	}
	// Attributes with the same key are sorted by label, so that the label which is
	// chosen does not depend on the order of the employees; the key itself sorts last.
	slices.SortStableFunc(own, func(a, b employee.FieldInfo) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), unlabelled(a)-unlabelled(b), cmp.Compare(a.Label, b.Label))
	})
	own = slices.CompactFunc(own, func(a, b employee.FieldInfo) bool { return a.Field == b.Field })
	return append(standard, own...)
}

func isBirthDate(i employee.FieldInfo) bool { return i.Field == employee.FieldBirthDate }

// unlabelled is 1 for a field whose key stands in for its label.
func unlabelled(i employee.FieldInfo) int {
	if key, _ := i.Field.CustomKey(); key == i.Label {
		return 1
	}
	return 0
}
