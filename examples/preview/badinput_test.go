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

// somebody is an active employee, but for what other says.
func somebody(id string, other map[string]any) bamboohrtest.Person {
	v := map[string]any{
		"firstName": "Ada", "lastName": "Byron", "workEmail": "ada" + id + "@example.com", "departmentName": "Sales", "locationName": "Lisbon",
		"status": "Active", "hireDate": "2020-01-02", "terminationDate": nil, "syncIf": true,
	}
	for name, value := range other {
		v[name] = value
	}
	return bamboohrtest.Person{ID: id, Values: v}
}

// planFor previews these people, of whom 7 is linked to an active user who is as
// HR has her, under settings that use a custom field, and a rule for her site.
func planFor(t *testing.T, site string, fault bamboohrtest.Fault, config bamboohrtest.Config, people ...bamboohrtest.Person) result {
	t.Helper()
	config.Fields = []bamboohrtest.Field{{Alias: "syncIf", Type: "bool"}}
	fake := bamboohrtest.New(key, people...)
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
	ada := somebody("7", nil)
	tests := []struct {
		name   string
		fault  bamboohrtest.Fault
		people []bamboohrtest.Person
		want   string
	}{
		{"a wrong domain", func(http.Handler) http.Handler { return http.NotFoundHandler() }, nil, "so the company domain may be wrong"},
		{"XML", bamboohrtest.XML(), nil, "got XML instead of JSON"},
		{"a page that ends half-way", bamboohrtest.Truncated(), nil, "the answer broke off"},
		{"a person without an id", nil, []bamboohrtest.Person{ada, somebody("", nil)}, "employee 2 of the report has no id"},
		{"two people with one id", nil, []bamboohrtest.Person{ada, ada}, `the id "7" came twice`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			planFor(t, "location", test.fault, bamboohrtest.Config{}, test.people...).want(t, exitFailed,
				test.want, "preview: no plan, because nobody could be listed: bamboohr: ")
		})
	}
}

// TestBadData: what cannot be read, or may not be seen, of somebody is named,
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
		name   string
		config bamboohrtest.Config
		person bamboohrtest.Person
		want   []string // in the plan
	}{
		{"a report that lost a column", bamboohrtest.Config{Hidden: []string{"syncIf"}}, somebody("7", nil), []string{"custom.syncIf", "held by "}},
		{"a field that the key may see of nobody", bamboohrtest.Config{Hidden: []string{"departmentName"}}, somebody("7", nil), []string{"department", "held by "}},
		{"a restricted department", none, restricted(somebody("7", nil), "departmentName"), nil},
		{"a restricted hire date on somebody Inactive", none, restricted(somebody("7", left), "hireDate"), []string{"employee 7", "hire_date is withheld"}},
		{"an unknown word for the status", none, somebody("7", map[string]any{"status": "Dormant"}), []string{"employee 7", "a status that BambooHR does not document"}},
		{"a blank status", none, somebody("7", map[string]any{"status": nil}), []string{"employee 7", "status is empty"}},
		{"days of 0000-00-00", none, somebody("7", map[string]any{"hireDate": "0000-00-00", "terminationDate": "0000-00-00"}), nil},
		{"a day that is none", none, somebody("7", map[string]any{"terminationDate": "2026-02-31"}), []string{"employee 7", "termination_date"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			// Somebody else keeps her company, of whom everything can be read.
			r := planFor(t, "location", nil, test.config, test.person, somebody("8", map[string]any{"syncIf": false, "departmentName": "Finance"}))
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
	r := planFor(t, "cost_center", nil, bamboohrtest.Config{}, somebody("7", nil))
	r.want(t, exitPlan)
	for _, want := range []string{": nothing to do", "held by unreadable_field: nobody's cost_center"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the plan has no %q:\n%s", want, r.stdout)
		}
	}
}

// TestBadDomains: a key is sent nowhere but to a company below bamboohr.com.
func TestBadDomains(t *testing.T) {
	t.Parallel()
	for _, domain := range []string{"acme.evil", "acme/home", "acme@evil.example", "acme:443", "https://acme.example.com"} {
		env := map[string]string{"BAMBOOHR_DOMAIN": domain, "BAMBOOHR_API_KEY": key}
		preview(t.Context(), t, env, "-provider", "bamboohr", "-settings", "settings.json", "-users", "users.json").
			want(t, exitUsage, "preview: bamboohr: config: the Company is not a company domain such as ")
	}
}
