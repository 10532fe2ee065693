package personio_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestCustomNames (pitfall 10): a custom field is named by its key, its
// universal_id or a label that no other attribute has, in this order, in both
// APIs and also where the list of attributes is not for the credentials.
func TestCustomNames(t *testing.T) {
	t.Parallel()
	values := map[string]any{
		"status": "active", "dynamic_1": "1990-05-17", "dynamic_2": 500.5, "dynamic_3": []string{"Go", "SQL"},
		"dynamic_4": "yes",
		"dynamic_5": "S", "dynamic_6": "large", "dynamic_7": "by its label", "dynamic_8": "by its id",
		"dynamic_9": "a decoy", "dynamic_10": "a decoy",
	}
	want := map[employee.Field]string{
		"birth_date": "date 1990-05-17", "custom.date_of_birth": "date 1990-05-17",
		"custom.Birthday":  "date 1990-05-17",
		"custom.dynamic_2": "number 500.5", "custom.Budget": "number 500.5", "custom.Skills": "list Go, SQL",
		"custom.Alleo": "text yes",
		"custom.color": "text by its id", "custom.paint": "text by its label", "custom.Size": "withheld",
		"custom.none": "withheld",
	}
	for name, c := range map[string]struct {
		api personio.API
		cfg personiotest.Config
	}{
		"v1":               {personio.APIV1, personiotest.Config{}},
		"v1, tags as JSON": {personio.APIV1, personiotest.Config{TagsAsJSON: true}},
		"v1 without the list": {personio.APIV1,
			personiotest.Config{Refuse: map[string]int{"/v1/company/employees/attributes": 403}}},
		"v2":               {personio.APIV2, personiotest.Config{}},
		"v2 in lower case": {personio.APIV2, personiotest.Config{LowerCaseTypes: true}},
		"v2 as texts":      {personio.APIV2, personiotest.Config{TextValues: true}},
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
			if len(e.Problems) != 1 || e.Problems[0].Field != "custom.Size" ||
				!strings.Contains(e.Problems[0].Reason, "key") {
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

// TestListOfAttributesIsOptional: some credentials get 403 for it. The employees
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
			t.Errorf("%d: departments %+v, which were not asked for", status, c)
		}
		if n := len(fake.Requests()); n != 4 {
			t.Errorf("%d: requests %q, want 4", status, paths(fake))
		}
	}
}
