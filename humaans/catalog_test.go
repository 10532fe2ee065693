package humaans_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

func TestCatalog(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(3)...)
	fake.Configure(humaanstest.Config{Fields: customFields()})
	catalog, err := newClient(t, fake, humaans.Config{}).Catalog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []employee.FieldInfo
	standard := map[employee.Field]bool{}
	for _, info := range catalog {
		if _, custom := info.Field.CustomKey(); custom {
			got = append(got, info)
		} else {
			standard[info.Field] = true
		}
	}
	want := []employee.FieldInfo{
		{Field: "custom.f1", Label: "Shirt size", Kind: "text", Options: []string{"S", "M", "L"}},
		{Field: "custom.f2", Label: "Languages", Kind: "list"},
		{Field: "custom.f3", Label: "Joined band", Kind: "date"},
		{Field: "custom.f4", Label: "Budget", Kind: "number"},
		{Field: "custom.f5", Label: "Remote kit", Kind: "bool"},
		{Field: "custom.f6", Label: "Twin", Kind: "text"},
		{Field: "custom.f7", Label: "Twin", Kind: "text"},
		{Field: "custom.f8", Label: "f1", Kind: "text"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("custom fields (-want +got):\n%s", diff)
	}
	// The standard fields that it offers are those that a listing gives.
	e := fetchOne(t, fake, employee.Fields()...)
	for _, f := range employee.Fields() {
		if given := e.Value(f).State() != employee.StateAbsent; given != standard[f] && f != employee.FieldID &&
			f != employee.FieldManagerEmail {
			t.Errorf("%s: offered %v, given %v", f, standard[f], given)
		}
	}
	fake.Configure(humaanstest.Config{Refuse: map[string]int{"/custom-fields": 403}})
	if less, err := newClient(t, fake, humaans.Config{}).Catalog(t.Context()); err != nil ||
		len(less) != len(standard) {
		t.Errorf("without the right to custom fields: %d fields, error %v", len(less), err)
	}
}

func TestCustomFieldChoicesAsObjects(t *testing.T) {
	fake := one(nil)
	fake.Next(body(`{"total":3,"data":[
		{"id":"f1","name":"A","type":"select","config":{"choices":[{"label":"S"},{"label":"M"}]}},
		{"id":"f2","type":"select","config":{"choices":[{"value":"S"}]}},
		{"id":"f3","name":null,"type":7,"config":"strange"}]}`))
	catalog, err := newClient(t, fake, humaans.Config{}).Catalog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []employee.FieldInfo{
		{Field: "custom.f1", Label: "A", Kind: "text", Options: []string{"S", "M"}},
		{Field: "custom.f2", Label: "f2", Kind: "text", Options: []string{"S"}},
		{Field: "custom.f3", Label: "f3", Kind: "text"},
	}
	if diff := cmp.Diff(want, catalog[len(catalog)-3:]); diff != "" {
		t.Errorf("custom fields (-want +got):\n%s", diff)
	}
}
