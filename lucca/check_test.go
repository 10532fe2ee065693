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
		name      string
		cfg       lucca.Config
		fake      luccatest.Config
		employees []luccatest.Person
		count     int // -1: not known
		withheld  []employee.Field
		warnings  []string // the beginning, or a part, of each
		requests  int
	}{
		{
			name: "all is well", cfg: byKey(), fake: luccatest.Config{}, employees: luccatest.People(300), count: 300,
			requests: 3,
		},
		{name: "no employees", cfg: byKey(), fake: luccatest.Config{}, warnings: []string{"see no employees"}, requests: 2},
		{
			name: "no leavers", cfg: byKey(), fake: luccatest.Config{}, employees: plain(5), count: 5,
			warnings: []string{"no former employee"}, requests: 3,
		},
		{
			name: "contracts refused", cfg: byKey(),
			fake:      luccatest.Config{Refuse: map[string]int{"/directory/api/4.0/work-contracts": 403}},
			employees: luccatest.People(50), count: 50, withheld: []employee.Field{"original_hire_date"},
			warnings: []string{
				"work contracts are refused", "original_hire_date is withheld:", "termination_date is withheld for 2 of 50",
			},
			requests: 3,
		},
		{
			name: "no count", cfg: byKey(), fake: luccatest.Config{NoCount: true}, employees: luccatest.People(50), count: -1,
			requests: 3,
		},
		{
			name: "a field withheld for all", cfg: custom, fake: luccatest.Config{Hidden: []string{"jobTitle"}},
			employees: luccatest.People(50), count: 50, withheld: []employee.Field{"job_title", "custom.e_github"},
			warnings: []string{"job_title is withheld:", "custom.e_github is withheld:"}, requests: 4,
		},
		{
			name: "a field of every tenant withheld", cfg: login, fake: luccatest.Config{Hidden: []string{"login"}},
			employees: luccatest.People(50), count: 50, withheld: []employee.Field{"custom.login"},
			warnings: []string{"custom.login is withheld:"}, requests: 3,
		},
		{
			name: "a field withheld for some", cfg: byKey(), fake: luccatest.Config{},
			employees: append(luccatest.People(30), luccatest.Person{ID: "999", Hidden: []string{"mail"}}), count: 31,
			warnings: []string{"work_email is withheld for 1 of 31 "}, requests: 3,
		},
		{
			name: "definitions refused", cfg: custom,
			fake:      luccatest.Config{Refuse: map[string]int{"/api/v3/extensionuserdefinitions": 403}},
			employees: append(luccatest.People(30), luccatest.Person{ID: "999", Extended: object{"e_github": "ana"}}), count: 31,
			warnings: []string{"definitions of custom fields are refused", "custom.e_github is withheld for 30 of 31 "},
			requests: 4,
		},
		// A token, the employees, and what the fields need beside them.
		{
			name: "all is well by OAuth", cfg: byOAuth(), fake: luccatest.Config{}, employees: luccatest.People(300), count: 300,
			requests: 6,
		},
		{
			name: "no employees by OAuth", cfg: byOAuth(), fake: luccatest.Config{}, warnings: []string{"see no employees"},
			requests: 6,
		},
		{
			name: "a scope is missing", cfg: byOAuth(),
			fake: luccatest.Config{Refuse: map[string]int{"/lucca-api/departments": 403}}, employees: luccatest.People(50),
			count: 50, withheld: []employee.Field{"department"},
			warnings: []string{"grant the scope departments.readonly", "department is withheld:"}, requests: 6,
		},
		{
			name: "a version that ends", cfg: byOAuth(),
			fake:      luccatest.Config{Sunset: "Sat, 01 May 2027 02:00:00 GMT", Deprecation: "true"},
			employees: luccatest.People(50), count: 50,
			warnings: []string{"retires version 2024-11-01 of its API on 2027-05-01: update"}, requests: 6,
		},
		{
			name: "a version that ends some day", cfg: byOAuth(), fake: luccatest.Config{Deprecation: "@1767225600"},
			employees: luccatest.People(50), count: 50, warnings: []string{"on a day that it does not name yet"}, requests: 6,
		},
		{
			name: "employees alone", cfg: attributes, fake: luccatest.Config{Scopes: []string{"employees.readonly"}},
			employees: luccatest.People(9), count: 9,
			withheld: []employee.Field{
				"personal_email", "department", "hire_date", "termination_date", "original_hire_date",
				"custom.e_github",
			},
			warnings: []string{
				"employee-personal-records", "departments.", "employments.", "employee-attributes.", "personal_email",
				"department is", "hire_date", "termination_date", "original_hire_date", "custom.e_github",
			},
			requests: 6,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				fake := luccatest.New(credentials(), tt.employees...)
				fake.Configure(tt.fake)
				access, err := connect(t, fake, tt.cfg).Check(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if access.People != tt.count || !strings.HasPrefix(access.Tenant, "acme.ilucca.net") {
					t.Errorf("%d employees of %s, want %d", access.People, access.Tenant, tt.count)
				}
				if diff := cmp.Diff(tt.withheld, access.Withheld); diff != "" {
					t.Errorf("withheld (-want +got):\n%s", diff)
				}
				for i := range max(len(access.Warnings), len(tt.warnings)) {
					if i >= len(access.Warnings) || i >= len(tt.warnings) ||
						!strings.Contains(access.Warnings[i].Text, tt.warnings[i]) {
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
		own := slices.DeleteFunc(slices.Clone(infos),
			func(i employee.FieldInfo) bool { return !strings.HasPrefix(string(i.Field), "custom.e_") })
		want := []employee.FieldInfo{
			{Field: "custom.e_github", Label: "e_github", Kind: employee.KindText},
			{Field: "custom.e_ok", Label: "OK", Kind: employee.KindBool},
			{Field: "custom.e_pay", Label: "Prime", Kind: employee.KindNumber, Sensitive: true},
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

		fake.Configure(luccatest.Config{
			Refuse: map[string]int{"/api/v3/extensionuserdefinitions": 403, "/lucca-api/employee-attribute-definitions": 403},
		})
		infos, err = c.Catalog(t.Context())
		if err != nil ||
			slices.ContainsFunc(infos,
				func(i employee.FieldInfo) bool { return strings.HasPrefix(string(i.Field), "custom.e_") }) ||
			len(infos) < 18 {
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

// TestManagerEmail: what settings may name is in the catalogue, and comes when it alone
// is asked for.
func TestManagerEmail(t *testing.T) {
	t.Parallel()
	eachReader(t, func(t *testing.T, cfg lucca.Config) {
		cfg.Fields = []employee.Field{employee.FieldManagerEmail}
		fake := luccatest.New(credentials(), luccatest.People(3)...)
		infos, err := connect(t, fake, cfg).Catalog(t.Context())
		listed := slices.ContainsFunc(infos, func(i employee.FieldInfo) bool { return i.Field == cfg.Fields[0] })
		if err != nil || !listed {
			t.Errorf("%v, error %v", infos, err)
		}
		r := rosterOf(t, cfg, luccatest.Config{}, luccatest.People(3)...)
		if c := r.Coverage(employee.FieldManagerEmail); c.Known != 2 {
			t.Errorf("coverage %+v", c)
		}
	})
}
