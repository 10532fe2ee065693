package humaans_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// simple people have one job role each.
func simple(n int) []humaanstest.Person {
	people := humaanstest.People(n)
	for i := range people {
		people[i].Roles = []humaanstest.Role{{JobTitle: "Specialist", EffectiveDate: "2020-01-01"}}
	}
	return people
}

func personIDs(people []humaanstest.Person) (ids []string) {
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return ids
}

func ids(r *employee.Roster) (ids []string) {
	for e := range r.All() {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestRequestsForNPeople(t *testing.T) {
	for _, tt := range []struct {
		people, want int
		config       humaanstest.Config
	}{
		{people: 0, want: 7}, // scopes, roles, locations, people; two to see that nobody is not active; the company
		{people: 1, want: 6},
		{people: 250, want: 4},
		{people: 251, want: 6},
		{people: 500, want: 6},
		{people: 10000, want: 82},
		{people: 500, want: 9, config: humaanstest.Config{All: "refused"}}, // the refusal, 1 + 2 + 1 pages of people
		{people: 500, want: 8, config: humaanstest.Config{All: "ignored"}},
	} {
		t.Run(fmt.Sprint(tt.people, tt.config.All), func(t *testing.T) {
			fake := humaanstest.New(token, simple(tt.people)...)
			fake.Configure(tt.config)
			if got := fetch(t, fake).Len(); got != tt.people {
				t.Errorf("%d people", got)
			}
			if got := len(fake.Requests()); got != tt.want {
				t.Errorf("%d requests, want %d: %v", got, tt.want, paths(fake))
			}
			fake.ResetRequests()
			for _, err := range newClient(t, fake, humaans.Config{}).Employees(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
			}
			if got := len(fake.Requests()); got != tt.want {
				t.Errorf("Employees: %d requests, want %d", got, tt.want)
			}
		})
	}
}

// A page is asked for when its first person is wanted.
func TestStreamReadsAPageAtATime(t *testing.T) {
	fake := humaanstest.New(token, simple(600)...)
	people := 0
	for _, err := range newClient(t, fake, humaans.Config{}).Employees(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		people++
		if got, want := len(fake.Requests()), 1+3+1+(people-1)/250+1; got != want {
			t.Fatalf("%d requests at person %d, want %d", got, people, want)
		}
	}
}

// "status=all" is not documented for certain: the three behaviours that the
// fake plays give the same people.
func TestStatusAll(t *testing.T) {
	people := humaanstest.People(120)
	people[40].Values["status"] = "sabbatical" // known to nobody
	want := slices.Sorted(slices.Values(personIDs(people)))
	for _, all := range []string{"", "refused", "ignored"} {
		t.Run(all, func(t *testing.T) {
			fake := humaanstest.New(token, people...)
			fake.Configure(humaanstest.Config{All: all, MaxPage: 50})
			want := want
			if all != "" { // no filter shows a word that is not in the filter's list
				want = slices.DeleteFunc(slices.Clone(want), func(id string) bool { return id == people[40].ID })
			}
			r := fetch(t, fake)
			if diff := cmp.Diff(want, slices.Sorted(slices.Values(ids(r)))); diff != "" {
				t.Errorf("people (-want +got):\n%s", diff)
			}
			if o := r.Origin(); o.Leavers != employee.Seen || o.Starters != employee.Seen || o.Total != len(want) {
				t.Errorf("origin %+v", o)
			}
		})
	}
}

func TestStatusAllRefusedAsksInTheOrderOfALife(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(120)...)
	fake.Configure(humaanstest.Config{All: "refused"})
	fetch(t, fake, employee.FieldWorkEmail)
	want := []string{"token-info", "job-roles", "people status=all", "people status=newHire", "people status=active", "people status=offboarded"}
	if diff := cmp.Diff(want, paths(fake)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// Somebody whose status changes between two of the three listings is listed
// once, and first.
func TestStatusChangesBetweenTheListings(t *testing.T) {
	before := []humaanstest.Person{{ID: "p1", Values: map[string]any{"status": "newHire"}}, {ID: "p2"}}
	after := []humaanstest.Person{{ID: "p1"}, {ID: "p2", Values: map[string]any{"status": "offboarded"}}}
	for when := range 6 {
		fake := humaanstest.New(token, before...)
		fake.Configure(humaanstest.Config{All: "refused"})
		fake.Next(slices.Repeat([]humaanstest.Fault{nil}, when)...)
		fake.Next(func(h http.Handler) http.Handler {
			fake.SetPeople(after...)
			return h
		})
		r := fetch(t, fake, employee.FieldWorkEmail)
		if got := slices.Sorted(slices.Values(ids(r))); !slices.Equal(got, []string{"p1", "p2"}) {
			t.Errorf("changed before request %d: %v", when+1, got)
		}
	}
}

// A filter that the token may not use, or that is not known, is no reason to
// fail when "all" has been answered.
func TestProbesThatAreRefused(t *testing.T) {
	for _, status := range []int{400, 403, 404, 422} {
		fake := one(nil)
		fake.Next(nil, nil, nil, refusal(status), refusal(status))
		r := fetch(t, fake, employee.FieldWorkEmail)
		if o := r.Origin(); r.Len() != 1 || o.Leavers != employee.Unknown || o.Starters != employee.Unknown {
			t.Errorf("%d: %d people, origin %+v", status, r.Len(), o)
		}
	}
}

func refusal(status int) humaanstest.Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
}

// body answers 200 with a body.
func body(text string) humaanstest.Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(text)) })
	}
}

// What a token says of itself decides what a blank means and whether those
// who are not active can be missing.
func TestTokenInfo(t *testing.T) {
	for _, tt := range []struct {
		name, info string
		status     int
		want       employee.Visibility // where nobody but the active is listed
	}{
		{name: "an array", info: `{"id":"t","personId":"p","label":"x","scopes":["public:read","private:read"]}`, want: employee.Unknown},
		{name: "a text", info: `{"scopes":"public:read private:read"}`, want: employee.Unknown},
		{name: "objects", info: `{"scopes":[{"name":"public:read"},{"name":"private:read"}]}`, want: employee.Unknown},
		{name: "an envelope", info: `{"total":1,"data":[{"scopes":["private:read"]}]}`, want: employee.Unknown},
		{name: "without private:read", info: `{"scopes":["public:read"]}`, want: employee.Unseen},
		{name: "none", info: `{"scopes":[]}`, want: employee.Unseen},
		{name: "write only", info: `{"scopes":["private:write"]}`, want: employee.Unseen},
		{name: "null", info: `{"scopes":null}`, want: employee.Unknown},
		{name: "missing", info: `{"id":"t"}`, want: employee.Unknown},
		{name: "an object", info: `{"scopes":{"a":1}}`, want: employee.Unknown},
		{name: "a list", info: `["private:read"]`, want: employee.Unknown},
		{name: "403", status: 403, want: employee.Unknown},
		{name: "404", status: 404, want: employee.Unknown},
		{name: "400", status: 400, want: employee.Unknown},
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
			for _, f := range []employee.Field{employee.FieldMiddleName, employee.FieldTerminationDate, employee.FieldHireDate, employee.FieldTeams} {
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
	if o := fetch(t, fake).Origin(); o.Leavers != employee.Seen || o.Starters != employee.Seen {
		t.Errorf("origin %+v", o)
	}
	var left []string
	for _, p := range humaanstest.People(120) {
		if p.Values["status"] == "offboarded" {
			left = append(left, p.ID)
		}
	}
	fake.Configure(humaanstest.Config{Unseen: left})
	if o := fetch(t, fake).Origin(); o.Leavers != employee.Unknown || o.Starters != employee.Seen {
		t.Errorf("leavers hidden by the owner's role: origin %+v", o)
	}
}

// The stream can only log that people may be missing.
func TestStreamLogsAnUnprovedRight(t *testing.T) {
	for scope, want := range map[string]bool{"private:read": false, "private:write": true} {
		var log bytes.Buffer
		fake := humaanstest.New(token, humaanstest.People(30)...)
		fake.Configure(humaanstest.Config{Scopes: []string{"public:read", scope}})
		client := newClient(t, fake, humaans.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
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
	two := []humaanstest.Person{{ID: "p1", Values: company("c1")}, {ID: "p2", Values: company("c2")}, {ID: "p3", Values: company("c1")}}
	for _, tt := range []struct {
		name       string
		people     []humaanstest.Person
		companies  []humaanstest.Company
		configured string
		want       string
		err        error
	}{
		{name: "of the people", people: two[:1], want: "c1"},
		{name: "configured", people: two[:1], configured: "c1", want: "c1"},
		{name: "another one", people: two[:1], configured: "c2", err: employee.ErrCredentials},
		{name: "several", people: two, err: employee.ErrMalformed},
		{name: "several, configured", people: two, configured: "c2", want: "c2"},
		{name: "nobody", companies: []humaanstest.Company{{ID: "c3"}}, want: "c3"},
		{name: "nobody and several", companies: []humaanstest.Company{{ID: "c3"}, {ID: "c4"}}, err: employee.ErrMalformed},
		{name: "nobody, configured", configured: "c2", want: "c2"},
		{name: "no company told", people: []humaanstest.Person{{ID: "p1", Without: []string{"companyId"}}}, companies: []humaanstest.Company{{ID: "c3"}}, want: "c3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fake := humaanstest.New(token, tt.people...)
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

// What the vendor says of an error reaches the caller, in each of its forms.
func TestErrorForms(t *testing.T) {
	for name, tt := range map[string]struct{ body, code, message string }{
		"number":  {`{"id":"r1","code":400,"name":"BadRequest","message":"Invalid query","issues":[{"name":"status","reason":"unknown"}]}`, "BadRequest", "Invalid query; status: unknown (request id r1)"},
		"text":    {`{"code":"ValidationError","message":"Invalid","issues":[{"path":"status","message":"unknown"}]}`, "ValidationError", "Invalid; status: unknown"},
		"feather": {`{"name":"NotFound","message":"No page","code":404,"className":"not-found","errors":{}}`, "NotFound", "No page"},
		"strange": {`{"code":[1],"message":{},"issues":"many"}`, "", ""},
		"HTML":    {`<html></html>`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			fake := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/token-info") {
					w.Write([]byte(`{}`))
					return
				}
				w.WriteHeader(http.StatusBadRequest)
				w.Write([]byte(tt.body))
			})
			_, err := newClient(t, fake, humaans.Config{}).Roster(t.Context())
			fe, ok := errors.AsType[*employee.FetchError](err)
			if !ok || fe.Code != tt.code || fe.Message != tt.message || fe.StatusCode != 400 {
				t.Errorf("got %#v (%v)", fe, err)
			}
		})
	}
}

// The lists other than /people may be refused: their fields are withheld, and
// nobody is lost.
func TestRefusedLists(t *testing.T) {
	for path, fields := range map[string][]employee.Field{
		"/job-roles":     {employee.FieldJobTitle, employee.FieldDepartment, employee.FieldManagerID},
		"/locations":     {employee.FieldLocation},
		"/custom-fields": {"custom.f1"},
		"/custom-values": {"custom.f1"},
	} {
		for _, status := range []int{403, 404} {
			fake := humaanstest.New(token, humaanstest.Person{
				ID: "p1", Values: map[string]any{"locationId": "location0000000000000001"},
				Roles: []humaanstest.Role{{JobTitle: "Lead"}}, Custom: map[string]any{"f1": "x"},
			})
			fake.Configure(humaanstest.Config{Refuse: map[string]int{path: status}, CustomFields: []humaanstest.CustomField{{ID: "f1", Name: "A"}}})
			e := fetchOne(t, fake, append(fields, employee.FieldWorkEmail)...)
			for _, f := range fields {
				if got := e.Value(f).State(); got != employee.StateWithheld {
					t.Errorf("%d for %s: %s is %v", status, path, f, got)
				}
			}
		}
	}
	for status, class := range map[int]error{401: employee.ErrCredentials, 403: employee.ErrPermission, 404: employee.ErrMalformed} {
		fake := one(nil)
		fake.Configure(humaanstest.Config{Refuse: map[string]int{"/people": status}})
		if _, err := newClient(t, fake, humaans.Config{}).Roster(t.Context()); !errors.Is(err, class) {
			t.Errorf("%d for /people: error %v", status, err)
		}
	}
}

// Nothing of the above depends on the transport in memory.
func TestOverARealConnection(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(300)...)
	server := httptest.NewServer(fake)
	defer server.Close()
	client, err := humaans.New(humaans.Config{AccessToken: token, BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	r, err := client.Roster(t.Context())
	if err != nil || r.Len() != 300 {
		t.Errorf("%v, error %v", r, err)
	}
}
