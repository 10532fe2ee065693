package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
)

// employed returns an active employee, changed by other.
func employed(id string, other map[string]any) bamboohrtest.Person {
	v := map[string]any{
		"firstName": "Ada", "lastName": "Byron", "workEmail": "ada" + id + "@example.com",
		"departmentName": "Sales", "locationName": "Lisbon",
		"status": "Active", "hireDate": "2020-01-02", "terminationDate": nil, "syncIf": true,
	}
	for name, value := range other {
		v[name] = value
	}
	return bamboohrtest.Person{ID: id, Values: v}
}

// planFor previews these employees, of which 7 is linked to an active user that is as
// HR has her, under settings that use a custom field, and a rule for her site.
func planFor(
	t *testing.T, site string, fault bamboohrtest.Fault, config bamboohrtest.Config, employees ...bamboohrtest.Person,
) result {
	t.Helper()
	config.Fields = []bamboohrtest.Field{{Alias: "syncIf", Type: "bool"}}
	fake := bamboohrtest.New(key, employees...)
	fake.Configure(config)
	fake.Always(fault)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	settings := file(t, `{"zone": "UTC", "mapping": {"scope": {"field": "custom.syncIf", "op": "yes"}, "rules": [
		{"target": "email", "from": ["work_email"]}, {"target": "department", "from": ["department"], "on_empty": "clear"},
		{"target": "site", "from": ["`+site+`"], "on_empty": "clear"}]}}`)
	users := file(t, `{"users": [{"id": "u7", "link": {"source": "bamboohr/acme", "employee_id": "7"}, "active": true,
		"email": "ada7@example.com", "attributes": {"department": "Sales", "site": "Lisbon"}}]}`)
	// Less time than the first repetition would wait.
	ctx, cancel := context.WithTimeout(t.Context(), 900*time.Millisecond)
	defer cancel()
	return preview(ctx, t, map[string]string{"BAMBOOHR_DOMAIN": "acme", "BAMBOOHR_API_KEY": key}, "-provider", "bamboohr",
		"-base-url", server.URL, "-settings", settings, "-users", users, "-at", "2026-03-02T08:00:00Z")
}

// TestBadAnswers: an answer that cannot be trusted makes no plan at all.
func TestBadAnswers(t *testing.T) {
	t.Parallel()
	ada := employed("7", nil)
	tests := []struct {
		name      string
		fault     bamboohrtest.Fault
		employees []bamboohrtest.Person
		want      string
	}{
		{
			name:  "a wrong domain",
			fault: func(http.Handler) http.Handler { return http.NotFoundHandler() },
			want:  "so the company domain may be wrong",
		},
		{name: "XML", fault: bamboohrtest.XML(), want: "got XML instead of JSON"},
		{name: "a page that ends half-way", fault: bamboohrtest.Truncated(), want: "the answer broke off"},
		{
			name:      "an employee without an id",
			employees: []bamboohrtest.Person{ada, employed("", nil)},
			want:      "employee 2 of the report has no id",
		},
		{
			name:      "two employees with one id",
			employees: []bamboohrtest.Person{ada, ada},
			want:      `the id "7" came twice`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			planFor(t, "location", test.fault, bamboohrtest.Config{}, test.employees...).want(t, exitFailed,
				test.want, "preview: no plan, because the employees could not be listed: bamboohr: ")
		})
	}
}

// TestBadData: what cannot be read, or may not be seen, of an employee is named,
// and her user stays as it is.
func TestBadData(t *testing.T) {
	t.Parallel()
	restricted := func(p bamboohrtest.Person, field string) bamboohrtest.Person {
		p.Restricted = []string{field}
		return p
	}
	left := map[string]any{"status": "Inactive"}
	none := bamboohrtest.Config{}
	tests := []struct {
		name     string
		config   bamboohrtest.Config
		employee bamboohrtest.Person
		want     []string // in the plan
	}{
		{
			name:     "a report that lost a column",
			config:   bamboohrtest.Config{Hidden: []string{"syncIf"}},
			employee: employed("7", nil),
			want:     []string{"custom.syncIf", "held by "},
		},
		{
			name:     "a field that the key may see of no employee",
			config:   bamboohrtest.Config{Hidden: []string{"departmentName"}},
			employee: employed("7", nil),
			want:     []string{"department", "held by "},
		},
		{name: "a restricted department", config: none, employee: restricted(employed("7", nil), "departmentName")},
		{
			name:     "a restricted hire date on an inactive employee",
			config:   none,
			employee: restricted(employed("7", left), "hireDate"),
			want:     []string{"employee 7", "hire_date is withheld"},
		},
		{
			name:     "an unknown word for the status",
			config:   none,
			employee: employed("7", map[string]any{"status": "Dormant"}),
			want:     []string{"employee 7", "a status that BambooHR does not document"},
		},
		{
			name:     "a blank status",
			config:   none,
			employee: employed("7", map[string]any{"status": nil}),
			want:     []string{"employee 7", "status is empty"},
		},
		{
			name:     "days of 0000-00-00",
			config:   none,
			employee: employed("7", map[string]any{"hireDate": "0000-00-00", "terminationDate": "0000-00-00"}),
		},
		{
			name:     "a day that is none",
			config:   none,
			employee: employed("7", map[string]any{"terminationDate": "2026-02-31"}),
			want:     []string{"employee 7", "termination_date"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			// Another employee with readable fields is listed, too.
			r := planFor(t, "location", nil, test.config, test.employee,
				employed("8", map[string]any{"syncIf": false, "departmentName": "Finance"}))
			r.want(t, exitPlan)
			for _, want := range append(test.want, ": nothing to do") {
				if !strings.Contains(r.stdout, want) {
					t.Errorf("the plan has no %q:\n%s", want, r.stdout)
				}
			}
		})
	}
}

// TestAbsentField: a rule for a field that this HR system does not have clears
// nothing.
func TestAbsentField(t *testing.T) {
	t.Parallel()
	r := planFor(t, "cost_center", nil, bamboohrtest.Config{}, employed("7", nil))
	r.want(t, exitPlan)
	for _, want := range []string{
		": nothing to do", "held by unreadable_field: cost_center (the rule for site needs it) was not asked for",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the plan has no %q:\n%s", want, r.stdout)
		}
	}
}

// TestBadDomains: a key is sent nowhere but to a company below bamboohr.com.
func TestBadDomains(t *testing.T) {
	t.Parallel()
	for _, domain := range []string{
		"acme.evil", "acme/home", "acme@evil.example", "acme:443", "https://acme.example.com",
	} {
		env := map[string]string{"BAMBOOHR_DOMAIN": domain, "BAMBOOHR_API_KEY": key}
		preview(t.Context(), t, env, "-provider", "bamboohr", "-settings", "settings.json", "-users", "users.json").
			want(t, exitUsage, "preview: bamboohr: config: the Company is not a company domain such as ")
	}
}
