package personio_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func TestCatalog(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		api      personio.API
		cfg      personiotest.Config
		requests int
		own      []employee.FieldInfo // some of them
	}{
		{name: "v1", api: personio.APIV1, cfg: personiotest.Config{}, requests: 2, own: []employee.FieldInfo{
			{Field: "birth_date", Label: "Birthday", Kind: employee.KindDate},
			{Field: "custom.dynamic_2", Label: "Budget", Kind: employee.KindNumber},
			{Field: "custom.dynamic_3", Label: "Skills", Kind: employee.KindList, Options: []string{"Go", "SQL"}},
			{Field: "custom.dynamic_4", Label: "Alleo", Kind: employee.KindText, Options: []string{"yes", "no"}},
			{Field: "custom.weekly_working_hours", Label: "Weekly hours", Kind: employee.KindText},
		}},
		{name: "v1 without the list", api: personio.APIV1,
			cfg: personiotest.Config{Refuse: map[string]int{"/v1/company/employees/attributes": 403}}, requests: 3,
			own: []employee.FieldInfo{
				{Field: "birth_date", Label: "Birthday", Kind: employee.KindDate},
				{Field: "custom.dynamic_3", Label: "Skills", Kind: employee.KindList},
			}},
		{name: "v2", api: personio.APIV2, cfg: personiotest.Config{}, requests: 2, own: []employee.FieldInfo{
			{Field: "birth_date", Label: "Birthday", Kind: employee.KindDate},
			{Field: "original_hire_date", Label: "Start of the first employment", Kind: employee.KindDate},
			{Field: "custom.dynamic_2", Label: "Budget", Kind: employee.KindNumber},
		}},
		{name: "v2 without labels", api: personio.APIV2, cfg: personiotest.Config{NoLabels: true, LowerCaseTypes: true},
			requests: 2, own: []employee.FieldInfo{
				{Field: "birth_date", Label: "Birthday", Kind: employee.KindDate},
				{Field: "custom.dynamic_2", Label: "dynamic_2", Kind: employee.KindNumber},
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, cfg := fakeOf(personiotest.People(3)...)
			tt.cfg.Fields = attributes()
			fake.Configure(tt.cfg)
			cfg.API = tt.api
			infos, err := newClient(t, cfg).Catalog(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			all := map[employee.Field]employee.FieldInfo{}
			for _, info := range infos {
				all[info.Field] = info
			}
			for _, want := range tt.own {
				if diff := cmp.Diff(want, all[want.Field]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", want.Field, diff)
				}
			}
			if _, has := all["location"]; has != (tt.api == personio.APIV1) {
				t.Errorf("location is offered: %v", has)
			}
			if _, double := all["custom.dynamic_1"]; double || all["department"].Label != "Department" {
				t.Errorf("the birthday is offered twice, or department as %+v", all["department"])
			}
			if n := len(fake.Requests()); n != tt.requests {
				t.Errorf("requests %q, want %d", paths(fake), tt.requests)
			}
		})
	}
}

// TestCatalogWithoutLabels: the label of an attribute that has none there is ours,
// or its key.
func TestCatalogWithoutLabels(t *testing.T) {
	t.Parallel()
	c := newClient(t, config(serveBody(`{"success":true,"data":[{"key":"email","label":""},{"key":"dynamic_2",`+
		`"label":null},{"key":"","label":"x"}]}`)))
	infos, err := c.Catalog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[employee.Field]string{}
	for _, info := range infos {
		got[info.Field] = info.Label
	}
	if _, nameless := got["custom."]; nameless || got["work_email"] != "Email" ||
		got["custom.dynamic_2"] != "dynamic_2" {
		t.Errorf("labels %v", got)
	}
}
