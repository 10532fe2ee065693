package personio_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// attributes are those of a tenant that makes names hard to tell apart.
func attributes() []personiotest.Field {
	return []personiotest.Field{
		{ID: "dynamic_1", Name: "Birthday", UniversalID: "date_of_birth", Type: "date"},
		{ID: "dynamic_2", Name: "Budget", Type: "decimal"},
		{ID: "dynamic_3", Name: "Skills", Type: "tags", Options: []string{"Go", "SQL"}},
		{ID: "dynamic_4", Name: " Alleo ", Type: "list", Options: []string{"yes", "no"}},
		{ID: "dynamic_5", Name: "Size", Type: "list", Options: []string{"S", "M"}},
		{ID: "dynamic_6", Name: "Size"},
		{ID: "dynamic_7", Name: "color", UniversalID: "paint"},
		{ID: "dynamic_8", Name: "Colour", UniversalID: "color"},
		{ID: "dynamic_9", Name: "dynamic_2"},
		{ID: "dynamic_10", Name: "Decoy", UniversalID: "dynamic_2"},
	}
}

// TestCustomNames (pitfall 10): a custom field is named by its key, its
// universal_id or a label that no other attribute has, in this order, in both
// APIs and also where the list of attributes is not for the credentials.
func TestCustomNames(t *testing.T) {
	t.Parallel()
	values := map[string]any{
		"status": "active", "dynamic_1": "1990-05-17", "dynamic_2": 500.5, "dynamic_3": []string{"Go", "SQL"}, "dynamic_4": "yes",
		"dynamic_5": "S", "dynamic_6": "large", "dynamic_7": "by its label", "dynamic_8": "by its id", "dynamic_9": "a decoy", "dynamic_10": "a decoy",
	}
	want := map[employee.Field]string{
		"birth_date": "date 1990-05-17", "custom.date_of_birth": "date 1990-05-17", "custom.Birthday": "date 1990-05-17",
		"custom.dynamic_2": "number 500.5", "custom.Budget": "number 500.5", "custom.Skills": "list Go, SQL", "custom.Alleo": "text yes",
		"custom.color": "text by its id", "custom.paint": "text by its label", "custom.Size": "withheld", "custom.none": "withheld",
	}
	for name, c := range map[string]struct {
		api personio.API
		cfg personiotest.Config
	}{
		"v1":                  {personio.APIV1, personiotest.Config{}},
		"v1, tags as JSON":    {personio.APIV1, personiotest.Config{TagsAsJSON: true}},
		"v1 without the list": {personio.APIV1, personiotest.Config{Refuse: map[string]int{"/v1/company/employees/attributes": 403}}},
		"v2":                  {personio.APIV2, personiotest.Config{}},
		"v2 in lower case":    {personio.APIV2, personiotest.Config{LowerCaseTypes: true}},
		"v2 as texts":         {personio.APIV2, personiotest.Config{TextValues: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, cfg := fakeOf(personiotest.Person{ID: "1", Values: values})
			c.cfg.Fields = attributes()
			fake.Configure(c.cfg)
			cfg.API = c.api
			for f := range want {
				cfg.Fields = append(cfg.Fields, f)
			}
			e := one(t, cfg)
			got := map[employee.Field]string{}
			for f := range want {
				got[f] = show(e.Value(f))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(e.Problems) != 1 || e.Problems[0].Field != "custom.Size" || !strings.Contains(e.Problems[0].Reason, "key") {
				t.Errorf("problems %v, want one about the label that two attributes have", e.Problems)
			}
		})
	}
}

// TestLabelsMissing (pitfall 10): many attributes of v2 have no label; keys and
// ids find them all the same.
func TestLabelsMissing(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(personiotest.Person{ID: "1", Values: map[string]any{"dynamic_1": "1990-05-17", "dynamic_2": 7}})
	fake.Configure(personiotest.Config{Fields: attributes(), NoLabels: true})
	cfg.API, cfg.Fields = personio.APIV2, []employee.Field{employee.FieldBirthDate, "custom.dynamic_2", "custom.Budget"}
	e := one(t, cfg)
	got := []string{show(e.Value("birth_date")), show(e.Value("custom.dynamic_2")), show(e.Value("custom.Budget"))}
	if diff := cmp.Diff([]string{"date 1990-05-17", "number 7", "withheld"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestListOfAttributesIsOptional: some credentials get 403 for it. The people
// are then read without a selection, and the list is not asked for again.
func TestListOfAttributesIsOptional(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 404} {
		fake, cfg := fakeOf(personiotest.People(150)...)
		fake.Configure(personiotest.Config{Refuse: map[string]int{"/v1/company/employees/attributes": status}})
		cfg.Fields = []employee.Field{employee.FieldBirthDate}
		r := roster(t, cfg)
		if c := r.Coverage(employee.FieldBirthDate); c.Known != 150 {
			t.Errorf("%d: birth dates %+v", status, c)
		}
		if c := r.Coverage(employee.FieldDepartment); c.Absent != 150 {
			t.Errorf("%d: departments %+v, which nobody asked for", status, c)
		}
		if n := len(fake.Requests()); n != 4 {
			t.Errorf("%d: requests %q, want 4", status, paths(fake))
		}
	}
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		api      personio.API
		cfg      personiotest.Config
		requests int
		own      []employee.FieldInfo // some of them
	}{
		{"v1", personio.APIV1, personiotest.Config{}, 2, []employee.FieldInfo{
			{Field: "birth_date", Label: "Birthday", Kind: employee.KindDate},
			{Field: "custom.dynamic_2", Label: "Budget", Kind: employee.KindNumber},
			{Field: "custom.dynamic_3", Label: "Skills", Kind: employee.KindList, Options: []string{"Go", "SQL"}},
			{Field: "custom.dynamic_4", Label: "Alleo", Kind: employee.KindText, Options: []string{"yes", "no"}},
			{Field: "custom.weekly_working_hours", Label: "Weekly hours", Kind: employee.KindText},
		}},
		{"v1 without the list", personio.APIV1, personiotest.Config{Refuse: map[string]int{"/v1/company/employees/attributes": 403}}, 3, []employee.FieldInfo{
			{Field: "birth_date", Label: "Birthday", Kind: employee.KindDate},
			{Field: "custom.dynamic_3", Label: "Skills", Kind: employee.KindList},
		}},
		{"v2", personio.APIV2, personiotest.Config{}, 2, []employee.FieldInfo{
			{Field: "birth_date", Label: "Birthday", Kind: employee.KindDate},
			{Field: "original_hire_date", Label: "Start of the first employment", Kind: employee.KindDate},
			{Field: "custom.dynamic_2", Label: "Budget", Kind: employee.KindNumber},
		}},
		{"v2 without labels", personio.APIV2, personiotest.Config{NoLabels: true, LowerCaseTypes: true}, 2, []employee.FieldInfo{
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

func TestCheck(t *testing.T) {
	t.Parallel()
	hidden := personiotest.Config{Hidden: []string{"department", "dynamic_1"}, Fields: attributes()}
	fields := []employee.Field{employee.FieldDepartment, employee.FieldBirthDate, "custom.Size", "custom.Budget", employee.FieldWorkEmail}
	for _, tt := range []struct {
		name     string
		api      personio.API
		people   int
		cfg      personiotest.Config
		requests int
		want     employee.Access // with the starts of the warnings
	}{
		{"v1", personio.APIV1, 500, personiotest.Config{Fields: attributes()}, 3,
			employee.Access{Tenant: "acme", People: 500, Withheld: []employee.Field{"custom.Size"}, Warnings: []string{"custom.Size is withheld: more than one"}}},
		{"v1, hidden", personio.APIV1, 500, hidden, 3,
			employee.Access{Tenant: "acme", People: 500, Withheld: []employee.Field{"department", "birth_date", "custom.Size"}, Warnings: []string{
				`department is withheld: let the credentials read the attribute "Department"`, "birth_date is withheld", "custom.Size is withheld"}}},
		{"v1, nobody", personio.APIV1, 0, personiotest.Config{Fields: attributes()}, 3,
			employee.Access{Tenant: "acme", Warnings: []string{"the credentials see no employees: let them read all"}}},
		{"v1 without a count", personio.APIV1, 500, personiotest.Config{NoMetadata: true}, 3,
			employee.Access{Tenant: "acme", People: -1, Withheld: []employee.Field{"custom.Size", "custom.Budget"}, Warnings: []string{"custom.Size", "custom.Budget"}}},
		{"v2", personio.APIV2, 500, hidden, 3,
			employee.Access{Tenant: "acme", People: -1, Withheld: []employee.Field{"department", "birth_date", "custom.Size"}, Warnings: []string{"department", "birth_date", "custom.Size"}}},
		{"v2, few", personio.APIV2, 5, personiotest.Config{Fields: attributes()}, 4,
			employee.Access{Tenant: "acme", People: 5, Withheld: []employee.Field{"custom.Size"}, Warnings: []string{"custom.Size"}}},
		{"v2, nobody", personio.APIV2, 0, personiotest.Config{}, 2,
			employee.Access{Tenant: "acme", Warnings: []string{"the credentials see no employees: let them read all"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, cfg := fakeOf(personiotest.People(tt.people)...)
			fake.Configure(tt.cfg)
			cfg.API, cfg.Fields = tt.api, fields
			got, err := newClient(t, cfg).Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for i, warning := range got.Warnings {
				if i < len(tt.want.Warnings) && strings.HasPrefix(warning, tt.want.Warnings[i]) {
					got.Warnings[i] = tt.want.Warnings[i]
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
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
	c := newClient(t, config(serveBody(`{"success":true,"data":[{"key":"email","label":""},{"key":"dynamic_2","label":null},{"key":"","label":"x"}]}`)))
	infos, err := c.Catalog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[employee.Field]string{}
	for _, info := range infos {
		got[info.Field] = info.Label
	}
	if _, nameless := got["custom."]; nameless || got["work_email"] != "Email" || got["custom.dynamic_2"] != "dynamic_2" {
		t.Errorf("labels %v", got)
	}
}

// TestCheckSupervisors: whether supervisors have names shows in those who have a
// supervisor.
func TestCheckSupervisors(t *testing.T) {
	t.Parallel()
	named := employee.Access{Tenant: "acme", People: 3}
	nameless := employee.Access{Tenant: "acme", People: 3, Withheld: []employee.Field{employee.FieldManagerName},
		Warnings: []string{"manager.name is withheld: Personio names the supervisors for some accounts only; use manager.id"}}
	for _, tt := range []struct {
		people []personiotest.Person
		full   bool
		want   employee.Access
	}{
		{personiotest.People(3), true, named},
		{personiotest.People(3), false, nameless},
		{personiotest.People(1), false, employee.Access{Tenant: "acme", People: 1}}, // who has none
	} {
		fake, cfg := fakeOf(tt.people...)
		fake.Configure(personiotest.Config{FullSupervisor: tt.full})
		cfg.Fields = []employee.Field{employee.FieldManagerName}
		access, err := newClient(t, cfg).Check(t.Context())
		if diff := cmp.Diff(tt.want, access); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
	}
}

// TestCheckLooksAtTheEmployed: what employments have shows in somebody who has one.
func TestCheckLooksAtTheEmployed(t *testing.T) {
	t.Parallel()
	_, cfg := fakeOf(
		personiotest.Person{ID: "1", Values: map[string]any{"status": "inactive"}, Employments: []map[string]any{}},
		personiotest.Person{ID: "2", Values: map[string]any{"status": "active", "hire_date": "2020-01-01"}},
	)
	cfg.API, cfg.Fields = personio.APIV2, []employee.Field{}
	access, err := newClient(t, cfg).Check(t.Context())
	if diff := cmp.Diff(employee.Access{Tenant: "acme", People: 2}, access); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// TestCheckLacksForSome: a field that only some people lack is a warning and not
// withheld.
func TestCheckLacksForSome(t *testing.T) {
	t.Parallel()
	people := personiotest.People(3)
	people[1].Hidden = []string{"status"}
	_, cfg := fakeOf(people...)
	cfg.Fields = []employee.Field{}
	access, err := newClient(t, cfg).Check(t.Context())
	want := employee.Access{Tenant: "acme", People: 3, Warnings: []string{"status is withheld for 1 of 3 employees looked at"}}
	if diff := cmp.Diff(want, access); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}
