package lucca_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	custom := byKey()
	custom.Fields = []employee.Field{"custom.e_github", "job_title"}
	login := byKey()
	login.Fields = []employee.Field{"custom.login", "custom.culture"}
	attributes := byOAuth()
	attributes.Fields = []employee.Field{"custom.e_github", "department", "original_hire_date", "personal_email"}
	tests := []struct {
		name     string
		cfg      lucca.Config
		fake     luccatest.Config
		people   []luccatest.Person
		count    int // -1: not known
		withheld []employee.Field
		warnings []string // the beginning, or a part, of each
		requests int
	}{
		{"all is well", byKey(), luccatest.Config{}, luccatest.People(300), 300, nil, nil, 3},
		{"nobody", byKey(), luccatest.Config{}, nil, 0, nil, []string{"see no employees"}, 2},
		{"no leavers", byKey(), luccatest.Config{}, plain(5), 5, nil, []string{"no former employee"}, 3},
		{"contracts refused", byKey(), luccatest.Config{Refuse: map[string]int{"/directory/api/4.0/work-contracts": 403}}, luccatest.People(50), 50,
			[]employee.Field{"original_hire_date"}, []string{"work contracts are refused", "original_hire_date is withheld:"}, 3},
		{"no count", byKey(), luccatest.Config{NoCount: true}, luccatest.People(50), -1, nil, nil, 3},
		{"a field withheld for all", custom, luccatest.Config{Hidden: []string{"jobTitle"}}, luccatest.People(50), 50,
			[]employee.Field{"job_title", "custom.e_github"}, []string{"job_title is withheld:", "custom.e_github is withheld:"}, 4},
		{"a field of every tenant withheld", login, luccatest.Config{Hidden: []string{"login"}}, luccatest.People(50), 50,
			[]employee.Field{"custom.login"}, []string{"custom.login is withheld:"}, 3},
		{"a field withheld for some", byKey(), luccatest.Config{}, append(luccatest.People(30), luccatest.Person{ID: "999", Hidden: []string{"mail"}}), 31,
			nil, []string{"work_email is withheld for 1 of 31 "}, 3},
		{"definitions refused", custom, luccatest.Config{Refuse: map[string]int{"/api/v3/extensionuserdefinitions": 403}},
			append(luccatest.People(30), luccatest.Person{ID: "999", Extended: object{"e_github": "ana"}}), 31,
			nil, []string{"definitions of custom fields are refused", "custom.e_github is withheld for 30 of 31 "}, 4},
		// A token, the people, and what the fields need beside them.
		{"all is well by OAuth", byOAuth(), luccatest.Config{}, luccatest.People(300), 300, nil, nil, 6},
		{"nobody by OAuth", byOAuth(), luccatest.Config{}, nil, 0, nil, []string{"see no employees"}, 6},
		{"a scope is missing", byOAuth(), luccatest.Config{Refuse: map[string]int{"/lucca-api/departments": 403}}, luccatest.People(50), 50,
			[]employee.Field{"department"}, []string{"grant the scope departments.readonly", "department is withheld:"}, 6},
		{"a version that ends", byOAuth(), luccatest.Config{Sunset: "Sat, 01 May 2027 02:00:00 GMT", Deprecation: "true"}, luccatest.People(50), 50,
			nil, []string{"retires version 2024-11-01 of its API on 2027-05-01: update"}, 6},
		{"a version that ends some day", byOAuth(), luccatest.Config{Deprecation: "@1767225600"}, luccatest.People(50), 50,
			nil, []string{"on a day that it does not name yet"}, 6},
		{"employees alone", attributes, luccatest.Config{Scopes: []string{"employees.readonly"}}, luccatest.People(9), 9,
			[]employee.Field{"personal_email", "department", "manager.id", "hire_date", "termination_date", "original_hire_date", "custom.e_github"},
			[]string{"employee-personal-records", "departments.", "employments.", "employee-attributes.", "personal_email", "department is", "manager.id", "hire_date", "termination_date", "original_hire_date", "custom.e_github"}, 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), tt.people...)
				fake.Configure(tt.fake)
				access, err := connect(t, fake, tt.cfg).Check(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if access.People != tt.count || !strings.HasPrefix(access.Tenant, "acme.ilucca.net") {
					t.Errorf("%d people of %s, want %d", access.People, access.Tenant, tt.count)
				}
				if diff := cmp.Diff(tt.withheld, access.Withheld); diff != "" {
					t.Errorf("withheld (-want +got):\n%s", diff)
				}
				for i := range max(len(access.Warnings), len(tt.warnings)) {
					if i >= len(access.Warnings) || i >= len(tt.warnings) || !strings.Contains(access.Warnings[i], tt.warnings[i]) {
						t.Errorf("warnings %q, want %q", access.Warnings, tt.warnings)
						break
					}
				}
				if got := len(fake.Requests()); got != tt.requests {
					t.Errorf("%d requests, want %d", got, tt.requests)
				}
			})
		})
	}
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		fake := luccatest.New(credentials(), luccatest.People(3)...)
		fake.Configure(luccatest.Config{Fields: []luccatest.Field{
			{ID: "e_size", Name: "Taille", Format: "select", Options: []string{"S", "M"}, Schema: "taxonomy-label-reference"},
			{ID: "e_github", Name: "", Format: "text", Schema: "short-text"},
			{ID: "e_start", Name: "Début", Schema: "legacy-date"},
			{ID: "e_ok", Name: "OK", Schema: "boolean"},
			{ID: "e_pay", Name: "Prime", Schema: "decimal"},
			{ID: "e_odd,key", Name: "odd"},
		}})
		c := connect(t, fake, cfg)
		infos, err := c.Catalog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		own := slices.DeleteFunc(slices.Clone(infos), func(i employee.FieldInfo) bool { return !strings.HasPrefix(string(i.Field), "custom.e_") })
		want := []employee.FieldInfo{
			{Field: "custom.e_github", Label: "e_github", Kind: employee.KindText},
			{Field: "custom.e_ok", Label: "OK", Kind: employee.KindBool},
			{Field: "custom.e_pay", Label: "Prime", Kind: employee.KindNumber},
			{Field: "custom.e_size", Label: "Taille", Kind: employee.KindText},
			{Field: "custom.e_start", Label: "Début", Kind: employee.KindDate},
		}
		if cfg.APIKey != "" { // which says the kind of lists alone, and names their entries
			for i := range want {
				want[i].Kind = ""
			}
			want[3].Kind, want[3].Options = employee.KindText, []string{"S", "M"}
		}
		if diff := cmp.Diff(want, own); diff != "" {
			t.Errorf("own fields (-want +got):\n%s", diff)
		}
		if got, want := len(fake.Requests()), map[bool]int{true: 1, false: 2}[cfg.APIKey != ""]; got != want {
			t.Errorf("%d requests, want %d", got, want)
		}

		// All that is offered can be asked for.
		for _, info := range infos {
			cfg.Fields = append(cfg.Fields, info.Field)
		}
		if _, err := connect(t, fake, cfg).Roster(t.Context()); err != nil {
			t.Errorf("a listing with every field of the catalogue: %v", err)
		}

		fake.Configure(luccatest.Config{Refuse: map[string]int{"/api/v3/extensionuserdefinitions": 403, "/lucca-api/employee-attribute-definitions": 403}})
		infos, err = c.Catalog(t.Context())
		if err != nil || slices.ContainsFunc(infos, func(i employee.FieldInfo) bool { return strings.HasPrefix(string(i.Field), "custom.e_") }) || len(infos) < 18 {
			t.Errorf("definitions refused: %d fields, error %v; want the standard ones", len(infos), err)
		}
	})
}

func TestCatalogLeavesArchivedFieldsOut(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		fake := luccatest.New(credentials())
		fake.Configure(luccatest.Config{Fields: []luccatest.Field{{ID: "e_old", Name: "Old", Archived: true}}})
		infos, err := connect(t, fake, byOAuth()).Catalog(t.Context())
		if err != nil || slices.ContainsFunc(infos, func(i employee.FieldInfo) bool { return i.Field == "custom.e_old" }) {
			t.Errorf("%v, error %v", infos, err)
		}
	})
}
