package personio_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

// TestV2OrgUnits: names are looked up once for each unit, and are Withheld where
// that is not allowed, which is tried once.
func TestV2OrgUnits(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 401, 403, 404, 400} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.People(60)...)
			cfg.API, cfg.Fields = personio.APIV2, []employee.Field{employee.FieldDepartment, employee.FieldTeams}
			lookups := 0
			fake.Always(func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if strings.HasPrefix(r.URL.Path, "/v2/org-units/") {
						lookups++
						if status != 0 {
							w.WriteHeader(status)
							return
						}
					}
					h.ServeHTTP(w, r)
				})
			})
			r := roster(t, cfg)
			want, most := employee.Coverage{Known: 60}, 21
			if status != 0 {
				want = employee.Coverage{Withheld: 60}
			}
			if status == 401 || status == 403 {
				most = 2
			}
			for _, f := range cfg.Fields {
				if diff := cmp.Diff(want, r.Coverage(f)); diff != "" {
					t.Errorf("%d: %s (-want +got):\n%s", status, f, diff)
				}
			}
			if lookups == 0 || lookups > most {
				t.Errorf("%d: %d look-ups, want at most %d", status, lookups, most)
			}
		})
	}
}

// TestV2OrgUnitForms: no source shows the answer about an org unit whole.
func TestV2OrgUnitForms(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"id":"7","name":"IT"}`: "text IT", `{"_data":{"id":"7","name":"IT"}}`: "text IT", `{"_data":[]}`: "withheld",
		`{"id":"7"}`: "withheld", `{"name":null}`: "withheld", `{"name":{}}`: "withheld", `[]`: "withheld",
		`<html>`: "withheld",
	} {
		synctest.Test(t, func(t *testing.T) {
			fake, cfg := fakeOf(personiotest.Person{ID: "1",
				Values: map[string]any{"department": "IT", "status": "active"}})
			cfg.API, cfg.Fields = personio.APIV2, []employee.Field{employee.FieldDepartment}
			fake.Always(func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if strings.HasPrefix(r.URL.Path, "/v2/org-units/") {
						w.Write([]byte(body))
						return
					}
					h.ServeHTTP(w, r)
				})
			})
			if e := one(t, cfg); show(e.Value(employee.FieldDepartment)) != want {
				t.Errorf("%s gives %s, want %s", body, show(e.Value(employee.FieldDepartment)), want)
			}
		})
	}
}

// TestV2OrgUnitsOfAnEmployment: only units that can be told apart say anything
// about department and teams.
func TestV2OrgUnitsOfAnEmployment(t *testing.T) {
	t.Parallel()
	it, core := map[string]any{"type": "department", "id": "11001"}, map[string]any{"type": "team", "id": "5001"}
	for _, tt := range []struct {
		name              string
		units             any // nil: the key is missing
		department, teams string
	}{
		{name: "both", units: []any{it, core}, department: "text IT", teams: "list Core"},
		{name: "in capitals", units: []any{map[string]any{"type": "DEPARTMENT", "id": "11001"}}, department: "text IT",
			teams: "empty"},
		{name: "none", units: []any{}, department: "empty", teams: "empty"},
		{name: "none, as a text", units: "", department: "empty", teams: "empty"},
		{name: "withheld", department: "withheld", teams: "withheld"},
		{name: "of another kind", units: []any{map[string]any{"type": "chapter", "id": "7"}}, department: "empty",
			teams: "empty"},
		{name: "without a type", units: []any{it, map[string]any{"id": "7"}}, department: "withheld",
			teams: "withheld"},
		{name: "without an id", units: []any{map[string]any{"type": "department"}}, department: "withheld",
			teams: "empty"},
		{name: "an id of nothing", units: []any{map[string]any{"type": "team", "id": "404"}, it}, department: "text IT",
			teams: "withheld"},
		{name: "numbers", units: []any{7}, department: "withheld", teams: "withheld"},
		{name: "an object", units: map[string]any{"department": it}, department: "withheld", teams: "withheld"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			one := map[string]any{"id": "e", "status": "ACTIVE"}
			if tt.units != nil {
				one["org_units"] = tt.units
			}
			fake, cfg := fakeOf(
				personiotest.Person{ID: "1", Employments: []map[string]any{one}},
				personiotest.Person{ID: "2", Values: map[string]any{"department": "IT", "team": "Core"}},
			)
			cfg.API, cfg.Fields = personio.APIV2, []employee.Field{employee.FieldDepartment, employee.FieldTeams}
			e, _ := roster(t, cfg).Employee("1")
			got := []string{show(e.Value(employee.FieldDepartment)), show(e.Value(employee.FieldTeams))}
			if diff := cmp.Diff([]string{tt.department, tt.teams}, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", paths(fake), diff)
			}
		})
	}
}
