package hris_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/employee/hris"
)

// TestOpenRefuses: hostile and mistaken credentials are refused input by input, and
// neither the error nor the advice shows a value.
func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	const admin, developer = hris.RoleAdmin, hris.RoleDeveloper
	tests := []struct {
		name, stored string
		system       string
		want         []hris.Fault // Message is a part of it
	}{
		{name: "nothing", stored: ``, want: []hris.Fault{{"", developer, "blank"}}},
		{name: "no JSON", stored: `zq7canary`, want: []hris.Fault{{"", developer, "not JSON at line 1, column 1"}}},
		{
			name:   "cut",
			stored: `{"system": "humaans", "access_token": "zq7canary`,
			want:   []hris.Fault{{"", developer, "not JSON"}},
		},
		{name: "a list", stored: `["zq7canary"]`, want: []hris.Fault{{"", developer, "an object belongs here"}}},
		{
			name:   "two documents",
			stored: `{"system": "humaans"} {"a": "zq7canary"}`,
			want:   []hris.Fault{{"", developer, "not JSON"}},
		},
		{name: "no UTF-8", stored: "{\"system\": \"\xff\"}", want: []hris.Fault{{"", developer, "not UTF-8"}}},
		{name: "endless", stored: `{"system": "` + strings.Repeat("zq7canary", 10_000) + `"}`,
			want: []hris.Fault{{"", developer, "longer than 65536 bytes"}}},
		{name: "deep", stored: strings.Repeat(`{"system": `, 1000), want: []hris.Fault{{"", developer, "levels deep"}}},
		{name: "no system", stored: `{"api_key": "zq7canary"}`,
			want: []hris.Fault{{"system", developer, "is none of bamboohr, personio, hibob, humaans, lucca"}}},
		{
			name:   "another system",
			stored: `{"system": "zq7canary"}`,
			want:   []hris.Fault{{"system", developer, "is none of"}},
		},
		{name: "a typo in the system", stored: `{"system": "bambohr"}`,
			want: []hris.Fault{{"system", developer, `did you mean "bamboohr"?`}}},
		{name: "a key given twice", system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": "zq7canary", "access_token": "zq7canary-2"}`,
			want:   []hris.Fault{{"access_token", developer, "given twice"}}},
		{name: "a number", system: "humaans", stored: `{"system": "humaans", "tenant": "acme", "access_token": 7}`,
			want: []hris.Fault{{"access_token", developer, "text belongs here, not a number"}}},
		{name: "null", system: "humaans", stored: `{"system": "humaans", "tenant": null, "access_token": "x"}`,
			want: []hris.Fault{{"tenant", developer, "null says nothing here"}}},
		{
			name:   "an object",
			system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": {"zq7canary": "x"}}`,
			want:   []hris.Fault{{"access_token", developer, "text belongs here, not an object"}},
		},
		{
			name:   "a secret as a key",
			system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": "x", "zq7canary": "y"}`,
			want:   []hris.Fault{{"", developer, "other keys than the form \"access_token\" (1)"}},
		},
		{name: "a secret as a key, twice", system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": "x", "zq7 canary": "y", "zq7 canary": "y"}`,
			want:   []hris.Fault{{"", developer, "given twice"}, {"", developer, "other keys than the form"}}},
		{
			name:   "a typo in a key",
			system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "acces_token": "zq7canary"}`,
			want:   []hris.Fault{{"access_token", developer, `spelled almost like it`}},
		},
		{name: "no secret", system: "bamboohr", stored: `{"system": "bamboohr", "company": "acme"}`,
			want: []hris.Fault{{"api_key", admin, "is empty"}}},
		{
			name:   "blank boxes",
			system: "personio",
			stored: `{"system": "personio", "tenant": "", "client_id": "", "client_secret": ""}`,
			want: []hris.Fault{
				{"client_id", admin, "is empty"},
				{"client_secret", admin, "is empty"},
				{"tenant", developer, "is empty"},
			},
		},
		{
			name:   "half a pair",
			system: "lucca",
			stored: `{"system": "lucca", "instance": "acme.ilucca.net", "client_id": "zq7canary"}`,
			want:   []hris.Fault{{"client_secret", admin, "is empty"}},
		},
		{name: "two forms of a system", system: "lucca",
			stored: `{"system": "lucca", "instance": "acme.ilucca.net", "client_id": "a", "client_secret": "zq7canary",
				"api_key": "zq7canary-2"}`,
			want: []hris.Fault{{"api_key", developer, `belongs to the form "api_key" and does not go with "oauth"`}}},
		{name: "the form of another system", system: "bamboohr",
			stored: `{"system": "bamboohr", "company": "acme", "client_id": "zq7canary", "client_secret": "zq7canary-2"}`,
			want: []hris.Fault{{"client_id", developer, "is of Personio and Lucca, and BambooHR has no such key"},
				{"client_secret", developer, "is of Personio and Lucca"}, {"api_key", admin, "is empty"}}},
		{name: "the secret in the box of the id", system: "personio",
			stored: `{"system": "personio", "tenant": "acme", "client_id": "zq7canary", "client_secret": "zq7canary"}`,
			want:   []hris.Fault{{"client_id", admin, `has the same value as "Client secret"`}}},
		{name: "the secret in the box of the tenant", system: "hibob",
			stored: `{"system": "hibob", "tenant": "zq7canary", "service_user_id": "a", "token": "zq7canary"}`,
			want:   []hris.Fault{{"tenant", developer, `has the same value as "Token"`}}},
		{name: "the id in the box of the tenant", system: "hibob",
			stored: `{"system": "hibob", "tenant": "zq7canary", "service_user_id": "zq7canary", "token": "b"}`,
			want:   []hris.Fault{{"tenant", developer, `has the same value as "Service user ID"`}}},
		{name: "the key in the box of the company", system: "bamboohr",
			stored: `{"system": "bamboohr", "company": "zq7canary0123456789012345678901234567890", "api_key": "acme"}`,
			want:   []hris.Fault{{"company", admin, "looks like a key"}}},
		{name: "a pair in one box", system: "hibob",
			stored: `{"system": "hibob", "tenant": "acme", "service_user_id": "a", "token": "a:zq7canary"}`,
			want:   []hris.Fault{{"", admin, "a value is none that HiBob gives out"}}},
		{
			name:   "a character that no key has",
			system: "bamboohr",
			stored: `{"system": "bamboohr", "company": "acme", "api_key": "zq7canary:x"}`,
			want:   []hris.Fault{{"", admin, "a value is none that BambooHR gives out"}},
		},
		{
			name:   "a header",
			system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": "Bearer zq7canary"}`,
			want:   []hris.Fault{{"access_token", admin, "without words before it"}},
		},
		{
			name:   "quotes",
			system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": "\"zq7canary\""}`,
			want:   []hris.Fault{{"access_token", admin, "a quote"}},
		},
		{
			name:   "a line break",
			system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": "zq7canary\n"}`,
			want:   []hris.Fault{{"access_token", admin, "a blank"}},
		},
		{name: "e-mail and password", system: "personio",
			stored: `{"system": "personio", "tenant": "acme", "client_id": "zq7canary@example.com",
				"client_secret": "zq7canary"}`,
			want: []hris.Fault{{"client_id", admin, "is an e-mail address"}}},
		{name: "the address in the box of the key", system: "lucca",
			stored: `{"system": "lucca", "instance": "acme.ilucca.net", "api_key": "https://zq7canary.ilucca.net"}`,
			want:   []hris.Fault{{"api_key", admin, "is a web address"}}},
		{name: "the address of another vendor", system: "lucca",
			stored: `{"system": "lucca", "instance": "zq7canary.bamboohr.com", "api_key": "a"}`,
			want:   []hris.Fault{{"instance", admin, "is no address of an account. Check the address"}}},
		{name: "the address of a stranger", system: "bamboohr",
			stored: `{"system": "bamboohr", "company": "acme.bamboohr.com.zq7canary.example.com", "api_key": "a"}`,
			want:   []hris.Fault{{"company", admin, "is no address of an account. Check the company domain"}}},
		{name: "another option", system: "personio",
			stored: `{"system": "personio", "tenant": "acme", "client_id": "a", "client_secret": "b", "api": "zq7canary"}`,
			want:   []hris.Fault{{"api", developer, "is none of v1, v2"}}},
		{
			name:   "a tenant with a line break",
			system: "humaans",
			stored: `{"system": "humaans", "tenant": "zq7canary\n", "access_token": "a"}`,
			want:   []hris.Fault{{"tenant", developer, "is no name"}},
		},
		{name: "an endless value", system: "humaans",
			stored: `{"system": "humaans", "tenant": "acme", "access_token": "` + strings.Repeat("zq7canary", 300) + `"}`,
			want:   []hris.Fault{{"access_token", admin, "longer than 2000 bytes"}}},
	}
	connector := connect(t, hris.Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, err := connector.Open([]byte(tt.stored), nil)
			e, ok := errors.AsType[*hris.CredentialsError](err)
			if !ok || client != nil {
				t.Fatalf("client %v, error %v", client, err)
			}
			if e.System != tt.system {
				t.Errorf("system %q, want %q", e.System, tt.system)
			}
			same := len(e.Faults) == len(tt.want)
			for i := range min(len(e.Faults), len(tt.want)) {
				got, want := e.Faults[i], tt.want[i]
				same = same && got.Key == want.Key && got.Role == want.Role && strings.Contains(got.Message, want.Message)
			}
			if !same {
				t.Errorf("(-want +got):\n%s", cmp.Diff(tt.want, e.Faults))
			}
			shown(t, "the error", err)
			shown(t, "the faults", *e)
			if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "zq7 canary") {
				t.Errorf("the error shows a value: %v", err)
			}
			checkFormAdvice(t, err, tt.want)
		})
	}
}

// checkFormAdvice: the developer acts if one of the faults is the developer's.
func checkFormAdvice(t *testing.T, err error, faults []hris.Fault) {
	t.Helper()
	advice, ok := hris.Advise(err)
	role := hris.RoleAdmin
	if slices.ContainsFunc(faults, func(f hris.Fault) bool { return f.Role == hris.RoleDeveloper }) {
		role = hris.RoleDeveloper
	}
	if !ok || advice.Code != hris.AdviceCodeForm || advice.Role != role || advice.Retry ||
		strings.Contains(advice.Text, "..") {
		t.Errorf("advice %+v", advice)
	}
	shown(t, "the advice", advice)
}

// TestOpenWithoutAccessToken: a grant is of no use without the option.
func TestOpenWithoutAccessToken(t *testing.T) {
	t.Parallel()
	connector, err := hris.New(hris.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = connector.Open([]byte(`{"system": "hibob", "tenant": "acme", "grant": "7"}`), nil)
	if err == nil || !strings.Contains(err.Error(), "Options.AccessToken") {
		t.Errorf("error %v", err)
	}
}

// TestCutCredentials: no part of a stored document opens a Client, and none panics.
func TestCutCredentials(t *testing.T) {
	t.Parallel()
	connector := connect(t, hris.Options{})
	for _, r := range rigs() {
		for i := range r.stored {
			if client, err := connector.Open([]byte(r.stored[:i]), nil); err == nil || strings.Contains(err.Error(), secret) {
				t.Errorf("%s: client %v, error %v", r.stored[:i], client, err)
			}
		}
	}
}

// TestLeaveOneOut: without a required value, and with any value replaced by one that
// no input can have, Open names the input.
func TestLeaveOneOut(t *testing.T) {
	t.Parallel()
	connector := connect(t, hris.Options{})
	for _, r := range rigs() {
		var whole map[string]string
		if err := json.Unmarshal([]byte(r.stored), &whole); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"", "zq7canary\x00", strings.Repeat("zq7canary", 1000)} {
			for key := range whole {
				changed := maps.Clone(whole)
				changed[key] = bad
				stored, err := json.Marshal(changed)
				if err != nil {
					t.Fatal(err)
				}
				_, err = connector.Open(stored, nil)
				e, ok := errors.AsType[*hris.CredentialsError](err)
				if !ok || !slices.ContainsFunc(e.Faults, func(f hris.Fault) bool { return f.Key == key }) {
					t.Errorf("%s: %s is %.20q: error %v", r.name, key, bad, err)
				}
			}
		}
	}
}

// TestOpenRefusesFields: fields that a system cannot be asked for are named.
func TestOpenRefusesFields(t *testing.T) {
	t.Parallel()
	fields := []employee.Field{employee.FieldWorkEmail, "departmnt", "custom.", employee.FieldDepartment}
	connector := connect(t, hris.Options{})
	for _, r := range rigs() {
		_, err := connector.Open([]byte(r.stored), fields)
		e, ok := errors.AsType[*hris.FieldsError](err)
		if !ok {
			t.Errorf("%s: error %v", r.name, err)
			continue
		}
		if diff := cmp.Diff([]employee.Field{"departmnt", "custom."}, e.Fields); diff != "" {
			t.Errorf("%s (-want +got):\n%s", r.name, diff)
		}
		advice, ok := hris.Advise(err)
		if !ok || advice.Code != hris.AdviceCodeFields || !strings.Contains(advice.Text, `"departmnt"`) || advice.Retry {
			t.Errorf("%s: advice %+v", r.name, advice)
		}
	}
	many := make([]employee.Field, 1000)
	for i := range many {
		many[i] = "nonsense"
	}
	if _, err := connector.Open([]byte(rigs()[0].stored), many); err == nil || len(err.Error()) > 300 ||
		!strings.Contains(err.Error(), "and 990 more") {
		t.Errorf("error %v", err)
	}
}
