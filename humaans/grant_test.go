package humaans_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// What a token says of itself decides what a blank means and whether those
// who are not active can be missing.
func TestTokenInfo(t *testing.T) {
	for _, tt := range []struct {
		name, info string
		status     int
		want       employee.Visibility // where no employee but the active is listed
	}{
		{name: "an array", info: `{"id":"t","personId":"p","label":"x","scopes":["public:read","private:read"]}`,
			want: employee.VisibilityUnknown},
		{name: "a text", info: `{"scopes":"public:read private:read"}`, want: employee.VisibilityUnknown},
		{name: "objects", info: `{"scopes":[{"name":"public:read"},{"name":"private:read"}]}`,
			want: employee.VisibilityUnknown},
		{name: "an envelope", info: `{"total":1,"data":[{"scopes":["private:read"]}]}`,
			want: employee.VisibilityUnknown},
		{name: "without private:read", info: `{"scopes":["public:read"]}`, want: employee.VisibilityNo},
		{name: "none", info: `{"scopes":[]}`, want: employee.VisibilityNo},
		{name: "write only", info: `{"scopes":["private:write"]}`, want: employee.VisibilityNo},
		{name: "null", info: `{"scopes":null}`, want: employee.VisibilityUnknown},
		{name: "missing", info: `{"id":"t"}`, want: employee.VisibilityUnknown},
		{name: "an object", info: `{"scopes":{"a":1}}`, want: employee.VisibilityUnknown},
		{name: "a list", info: `["private:read"]`, want: employee.VisibilityUnknown},
		{name: "403", status: 403, want: employee.VisibilityUnknown},
		{name: "404", status: 404, want: employee.VisibilityUnknown},
		{name: "400", status: 400, want: employee.VisibilityUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			proved := strings.Contains(tt.info, "private:read") && tt.name != "a list"
			fake := one(map[string]any{"middleName": nil})
			fault := body(tt.info)
			if tt.status != 0 {
				fault = refusal(tt.status)
			}
			fake.Next(fault)
			r := fetch(t, fake)
			o := r.Origin()
			if o.Leavers != tt.want || o.Starters != tt.want {
				t.Errorf("leavers %q, starters %q, want %q", o.Leavers, o.Starters, tt.want)
			}
			e, _ := r.Employee("p1")
			want := employee.StateWithheld
			if proved {
				want = employee.StateEmpty
			}
			for _, f := range []employee.Field{employee.FieldMiddleName, employee.FieldTerminationDate,
				employee.FieldHireDate, employee.FieldTeams} {
				if got := e.Value(f).State(); got != want {
					t.Errorf("%s is %v, want %v", f, got, want)
				}
			}
		})
	}
	for _, status := range []int{401, 500} {
		at(t, "2026-01-01T00:00:00Z", func(t *testing.T) {
			fake := one(nil)
			fake.Always(refusal(status))
			if _, err := newClient(t, fake, humaans.Config{}).Roster(t.Context()); err == nil {
				t.Errorf("%d: no error", status)
			}
		})
	}
}

// A token that cannot see others is not asked for them.
func TestWeakTokenIsNotProbed(t *testing.T) {
	fake := one(nil)
	fake.Configure(humaanstest.Config{Scopes: []string{"public:read"}})
	fetch(t, fake, employee.FieldWorkEmail)
	if diff := cmp.Diff([]string{"token-info", "job-roles", "people status=all"}, paths(fake)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// Those who are seen are seen, whatever the token says.
func TestVisibilityByEvidence(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(120)...)
	fake.Configure(humaanstest.Config{TokenInfo: map[string]any{"scopes": []string{"public:read"}}})
	if o := fetch(t, fake).Origin(); o.Leavers != employee.VisibilityYes || o.Starters != employee.VisibilityYes {
		t.Errorf("origin %+v", o)
	}
	var left []string
	for _, p := range humaanstest.People(120) {
		if p.Values["status"] == "offboarded" {
			left = append(left, p.ID)
		}
	}
	fake.Configure(humaanstest.Config{Unseen: left})
	if o := fetch(t, fake).Origin(); o.Leavers != employee.VisibilityUnknown || o.Starters != employee.VisibilityYes {
		t.Errorf("leavers hidden by the owner's role: origin %+v", o)
	}
}

// The stream can only log that employees may be missing.
func TestStreamLogsAnUnprovedRight(t *testing.T) {
	for scope, want := range map[string]bool{"private:read": false, "private:write": true} {
		var log bytes.Buffer
		fake := humaanstest.New(token, humaanstest.People(30)...)
		fake.Configure(humaanstest.Config{Scopes: []string{"public:read", scope}})
		client := newClient(t, fake, humaans.Config{NoHiddenFields: true,
			Logger: slog.New(slog.NewTextHandler(&log, nil))})
		for e, err := range client.Employees(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if got := e.Value(employee.FieldMiddleName).State() == employee.StateWithheld; got != want {
				t.Fatalf("%s: middle name withheld: %v", scope, got)
			}
		}
		if got := strings.Contains(log.String(), "not proved"); got != want {
			t.Errorf("%s: log %q", scope, &log)
		}
	}
}

func TestTenant(t *testing.T) {
	company := func(id string) map[string]any { return map[string]any{"companyId": id} }
	two := []humaanstest.Person{{ID: "p1", Values: company("c1")}, {ID: "p2", Values: company("c2")},
		{ID: "p3", Values: company("c1")}}
	for _, tt := range []struct {
		name       string
		employees  []humaanstest.Person
		companies  []humaanstest.Company
		configured string
		want       string
		err        error
	}{
		{name: "of the employees", employees: two[:1], want: "c1"},
		{name: "configured", employees: two[:1], configured: "c1", want: "c1"},
		{name: "another one", employees: two[:1], configured: "c2", err: employee.ErrCredentials},
		{name: "several", employees: two, err: employee.ErrMalformed},
		{name: "several, configured", employees: two, configured: "c2", want: "c2"},
		{name: "no employee", companies: []humaanstest.Company{{ID: "c3"}}, want: "c3"},
		{name: "no employee and several", companies: []humaanstest.Company{{ID: "c3"}, {ID: "c4"}},
			err: employee.ErrMalformed},
		{name: "no employee, configured", configured: "c2", want: "c2"},
		{name: "no company told", employees: []humaanstest.Person{{ID: "p1", Without: []string{"companyId"}}},
			companies: []humaanstest.Company{{ID: "c3"}}, want: "c3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fake := humaanstest.New(token, tt.employees...)
			fake.Configure(humaanstest.Config{Companies: tt.companies})
			client := newClient(t, fake, humaans.Config{Company: tt.configured})
			r, err := client.Roster(t.Context())
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			access, checked := client.Check(t.Context())
			if !errors.Is(checked, tt.err) || access.Tenant != tt.want {
				t.Errorf("Check: %q, error %v", access.Tenant, checked)
			}
			var last error
			for _, last = range client.Employees(t.Context()) {
			}
			if !errors.Is(last, tt.err) {
				t.Errorf("Employees: error %v", last)
			}
			if err == nil && r.Origin().Tenant != tt.want {
				t.Errorf("tenant %q, want %q", r.Origin().Tenant, tt.want)
			}
		})
	}
}
