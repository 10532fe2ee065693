package personio_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestProjection: what is asked for is what Fields needs, and what always comes.
func TestProjection(t *testing.T) {
	t.Parallel()
	always := []string{"id", "first_name", "last_name", "preferred_name", "supervisor", "status", "hire_date",
		"termination_date"}
	for _, tt := range []struct {
		name   string
		fields []employee.Field
		more   []string
	}{
		{name: "no fields", fields: []employee.Field{}},
		{name: "one field", fields: []employee.Field{employee.FieldDepartment}, more: []string{"department"}},
		{name: "a field that Personio has not", fields: []employee.Field{employee.FieldNumber, employee.FieldCity}},
		{name: "the manager's address", fields: []employee.Field{employee.FieldManagerEmail}, more: []string{"email"}},
		{name: "the manager's name", fields: []employee.Field{employee.FieldManagerName}},
		{name: "the birth date", fields: []employee.Field{employee.FieldBirthDate}, more: []string{"dynamic_1"}},
		{name: "custom fields",
			fields: []employee.Field{"custom.dynamic_9", "custom.Birthday", "custom.gender", "custom.none"},
			more:   []string{"dynamic_9", "dynamic_1", "gender"}},
		{name: "the standard fields",
			more: []string{"email", "position", "department", "office", "subcompany", "cost_centers", "team",
				"employment_type", "last_working_day", "contract_end_date"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, cfg := fakeOf(personiotest.People(2)...)
			cfg.Fields = tt.fields
			roster(t, cfg)
			requests := fake.Requests()
			query := requests[len(requests)-1].Query
			// No filter, neither by status nor by the time of a change, which would
			// miss employees (pitfall 15).
			if diff := cmp.Diff([]string{"attributes[]", "limit", "offset"},
				slices.Sorted(maps.Keys(query))); diff != "" {
				t.Errorf("query (-want +got):\n%s", diff)
			}
			want, got := slices.Concat(always, tt.more), query["attributes[]"]
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("attributes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRefusedAttribute: an attribute that Personio refuses to project is left
// out, after one look at the list of attributes, and is Withheld.
func TestRefusedAttribute(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status int
		barred bool // from the list of attributes
	}{
		{name: "400", status: 400, barred: false}, {name: "403", status: 403, barred: false},
		{name: "422", status: 422, barred: false}, {name: "200", status: 200, barred: false},
		{name: "400, without the list", status: 400, barred: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake, cfg := fakeOf(personiotest.People(250)...)
				c := personiotest.Config{RefuseHidden: tt.status, Hidden: []string{"department", "dynamic_1"}}
				if tt.barred {
					c.Refuse = map[string]int{"/v1/company/employees/attributes": 403}
				}
				fake.Configure(c)
				cfg.Fields = []employee.Field{employee.FieldDepartment, employee.FieldWorkEmail, "custom.dynamic_1"}
				r := roster(t, cfg)
				for f, want := range map[employee.Field]employee.Coverage{
					employee.FieldDepartment: {Withheld: 250}, "custom.dynamic_1": {Withheld: 250},
					employee.FieldWorkEmail: {Known: 250},
				} {
					if diff := cmp.Diff(want, r.Coverage(f)); diff != "" {
						t.Errorf("%s (-want +got):\n%s", f, diff)
					}
				}
				lists := 0
				for _, r := range fake.Requests() {
					if strings.HasSuffix(r.Path, "/attributes") {
						lists++
					}
				}
				requests := fake.Requests()
				last := requests[len(requests)-1].Query["attributes[]"]
				if lists != 1 || slices.Contains(last, "department") || tt.barred != (last == nil) {
					t.Errorf("%d lists of attributes, and at last %q", lists, last)
				}
			})
		})
	}
}

// TestRefusedAttributeKeepsID: the list of attributes in the vendor's file lacks
// the id, without which there is no employee.
func TestRefusedAttributeKeepsID(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(personiotest.People(3)...)
	fake.Configure(personiotest.Config{RefuseHidden: 400, Hidden: []string{"department"}})
	fake.Next(nil, nil, func(http.Handler) http.Handler {
		return serveBody(`{"success":true,"data":[{"key":"first_name","label":"First name"},{"key":"email",` +
			`"label":"Email"}]}`)
	})
	cfg.Fields = []employee.Field{employee.FieldDepartment, employee.FieldWorkEmail}
	r := roster(t, cfg)
	requests := fake.Requests()
	if diff := cmp.Diff([]string{"id", "first_name", "email"},
		requests[len(requests)-1].Query["attributes[]"]); diff != "" || r.Len() != 3 {
		t.Errorf("%v, attributes (-want +got):\n%s", r, diff)
	}
}

// TestRefusedForGood: a refusal that no attribute explains is the error.
func TestRefusedForGood(t *testing.T) {
	t.Parallel()
	fake, cfg := fakeOf(personiotest.People(3)...)
	fake.Configure(personiotest.Config{Refuse: map[string]int{"/v1/company/employees": 400}})
	_, err := list(newClient(t, cfg))
	if fe := wantClass(t, err, employee.ErrMalformed); fe.StatusCode != 400 || fe.Op != "list employees" {
		t.Errorf("error %v", fe)
	}
	if n := len(fake.Requests()); n != 3 {
		t.Errorf("requests %q, want 3", paths(fake))
	}
}
