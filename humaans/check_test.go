package humaans_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

// warns reports whether a warning has all the words.
func warns(a employee.Access, words ...string) bool {
	return slices.ContainsFunc(a.Warnings, func(w employee.Warning) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(w.Text, word) })
	})
}

func TestCheckCountsEmployees(t *testing.T) {
	active := func(n int) []humaanstest.Person {
		employees := humaanstest.People(n)
		for i := range employees {
			employees[i].Values["status"] = "active"
		}
		return employees
	}
	late := append(active(150), humaanstest.People(160)[150:]...) // those who are not active are beyond the sample
	late[155].Values["status"] = "offboarded"
	late[156].Values["status"] = "newHire"
	for _, tt := range []struct {
		name      string
		employees []humaanstest.Person
		config    humaanstest.Config
		want      []string // requests
		seen      int
	}{
		{name: "some not active", employees: humaanstest.People(300), config: humaanstest.Config{},
			want: []string{"token-info", "people status=all", "job-roles", "locations"}, seen: 300},
		{name: "all active", employees: active(20), config: humaanstest.Config{},
			want: []string{"token-info", "people status=all", "people status=newHire", "people status=offboarded",
				"job-roles", "locations"}, seen: 20},
		{name: "all active, many", employees: active(300), config: humaanstest.Config{},
			want: []string{"token-info", "people status=all", "people status=active", "people status=newHire",
				"people status=offboarded", "job-roles", "locations"}, seen: 300},
		{name: "others late", employees: late, config: humaanstest.Config{},
			want: []string{"token-info", "people status=all", "people status=active", "job-roles", "locations"},
			seen: 160},
		{name: "all ignored", employees: late, config: humaanstest.Config{All: "ignored"},
			want: []string{"token-info", "people status=all", "people status=active", "people status=newHire",
				"people status=offboarded", "job-roles", "locations"}, seen: 160},
		{name: "all ignored, few", employees: humaanstest.People(40), config: humaanstest.Config{All: "ignored"},
			want: []string{"token-info", "people status=all", "people status=newHire", "people status=offboarded",
				"job-roles", "locations"}, seen: 40},
		{name: "all refused", employees: late, config: humaanstest.Config{All: "refused"},
			want: []string{"token-info", "people status=all", "people status=newHire", "people status=active",
				"people status=offboarded", "job-roles", "locations"}, seen: 160},
		{name: "weak token", employees: active(20), config: humaanstest.Config{Scopes: []string{"public:read"}},
			want: []string{"token-info", "people status=all", "job-roles", "locations"}, seen: 20},
		{name: "no employee", config: humaanstest.Config{},
			want: []string{"token-info", "people status=all", "people status=newHire", "people status=offboarded",
				"job-roles", "locations", "companies"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fake := humaanstest.New(token, tt.employees...)
			fake.Configure(tt.config)
			access, err := newClient(t, fake, humaans.Config{}).Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if access.People != tt.seen || access.Tenant != "company00000000000000001" {
				t.Errorf("%d employees of %s, want %d", access.People, access.Tenant, tt.seen)
			}
			if diff := cmp.Diff(tt.want, paths(fake)); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			for _, r := range fake.Requests() {
				if limit := r.Query.Get("$limit"); r.Path != "/api/token-info" && r.Path != "/api/companies" &&
					limit != "1" && limit != "100" {
					t.Errorf("%s reads up to %s rows", r.Path, limit)
				}
			}
			if len(tt.employees) == 0 && !warns(access, "sees no employees") {
				t.Errorf("warnings %q", access.Warnings)
			}
		})
	}
}

func TestCheckSaysWhatIsMissing(t *testing.T) {
	fields := append(employee.DefaultFields(), employee.FieldBirthDate, "custom.f1", "custom.f9")
	employees := humaanstest.People(120)
	for i := range employees {
		employees[i].Custom = map[string]any{"f1": "M"}
	}
	var others []string
	for _, p := range employees {
		if s := p.Values["status"]; s == "offboarded" || s == "newHire" {
			others = append(others, p.ID)
		}
	}
	for _, tt := range []struct {
		name     string
		config   humaanstest.Config
		withheld []employee.Field
		warnings [][]string
	}{
		{name: "nothing", withheld: []employee.Field{"custom.f9"}, warnings: [][]string{{"custom.f9"}}},
		{
			name: "the private scope", config: humaanstest.Config{Scopes: []string{"public:read"}},
			withheld: []employee.Field{"birth_date", "number", "middle_name", "employment_type", "termination_date",
				"last_working_day", "custom.f1", "custom.f9"},
			warnings: [][]string{{"private:read", "leavers and future starters are not listed"}, {"number"},
				{"custom.f1"}, {"custom.f9"}},
		},
		{
			name: "what the scopes are", config: humaanstest.Config{Refuse: map[string]int{"/token-info": 404}},
			withheld: []employee.Field{"middle_name", "custom.f9"},
			warnings: [][]string{{"scopes are unknown", "may be missing", "private:read"}, {"middle_name"}},
		},
		{
			name: "the right to those who are not active", config: humaanstest.Config{Unseen: others},
			withheld: []employee.Field{"custom.f9"}, warnings: [][]string{{"no leaver is listed", "offboarded"}},
		},
		{
			name:     "the right to two fields",
			config:   humaanstest.Config{Hidden: []string{"email", "birthday"}, OmitHidden: true},
			withheld: []employee.Field{"work_email", "birth_date", "custom.f9"},
			warnings: [][]string{{"work_email"}, {"birth_date"}},
		},
		{
			name:     "the right to a required field, by null",
			config:   humaanstest.Config{Hidden: []string{"email", "birthday"}},
			withheld: []employee.Field{"custom.f9"},
			warnings: [][]string{{"work_email is withheld for", "of 100 employees"}},
		},
		{
			name: "the right to lists",
			config: humaanstest.Config{Refuse: map[string]int{"/job-roles": 403, "/locations": 404,
				"/custom-fields": 403}},
			withheld: []employee.Field{"job_title", "department", "manager.id", "location", "custom.f1", "custom.f9"},
			warnings: [][]string{{"job_title"}, {"location"}, {"custom.f1"}},
		},
		{
			name: "restraint", config: humaanstest.Config{Scopes: []string{"public:read", "private:read",
				"private:write", "compensations:read"}},
			withheld: []employee.Field{"custom.f9"},
			warnings: [][]string{{"not needed", "private:write", "compensations:read"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.config.Fields = []humaanstest.Field{{ID: "f1", Name: "Shirt size"}}
			fake := humaanstest.New(token, employees...)
			fake.Configure(tt.config)
			access, err := newClient(t, fake, humaans.Config{Fields: fields}).Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(tt.withheld)
			if diff := cmp.Diff(tt.withheld, slices.Sorted(slices.Values(access.Withheld))); diff != "" {
				t.Errorf("withheld (-want +got):\n%s", diff)
			}
			for _, words := range tt.warnings {
				if !warns(access, words...) {
					t.Errorf("no warning with %q among %q", words, access.Warnings)
				}
			}
			if tt.name == "nothing" && len(access.Warnings) != 1 {
				t.Errorf("warnings %q", access.Warnings)
			}
		})
	}
}

// A refusal of one status is not a refusal of the token.
func TestCheckWithRefusedStatuses(t *testing.T) {
	fake := one(nil)
	fake.Next(nil, nil, refusal(http.StatusBadRequest), refusal(http.StatusForbidden))
	access, err := newClient(t, fake, humaans.Config{}).Check(t.Context())
	if err != nil || access.People != 1 {
		t.Errorf("%+v, error %v", access, err)
	}
}

// Blanks that one missing scope explains get one warning.
func TestCheckDoesNotRepeatItself(t *testing.T) {
	fake := humaanstest.New(token, humaanstest.People(30)...)
	fake.Configure(humaanstest.Config{TokenInfo: map[string]any{}})
	access, err := newClient(t, fake,
		humaans.Config{Fields: []employee.Field{employee.FieldWorkEmail}}).Check(t.Context())
	if err != nil || warns(access, "of 30 employees looked at") || !warns(access, "scopes are unknown") {
		t.Errorf("warnings %q, error %v", access.Warnings, err)
	}
}

// An error of any request is the error of Check, and comes alone.
func TestCheckFails(t *testing.T) {
	for _, employees := range [][]humaanstest.Person{nil,
		humaanstest.People(150)[:16]} { // no employee, or the active alone
		for _, all := range []string{"", "refused"} {
			for request := 0; ; request++ {
				fake := humaanstest.New(token, employees...)
				fake.Configure(humaanstest.Config{All: all, Fields: []humaanstest.Field{{ID: "f1", Name: "A"}}})
				fake.Next(append(make([]humaanstest.Fault, request), humaanstest.Unauthorized())...)
				access, err := newClient(t, fake,
					humaans.Config{Fields: []employee.Field{employee.FieldLocation, "custom.f1"}}).Check(t.Context())
				if len(fake.Requests()) <= request {
					break // it was not reached
				}
				if !errors.Is(err, employee.ErrCredentials) || !cmp.Equal(access, employee.Access{}) ||
					len(fake.Requests()) != request+1 {
					t.Errorf("%d employees, %q: 401 for request %d: %+v, error %v", len(employees), all, request+1,
						access, err)
				}
			}
		}
	}
}
