package specs_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
)

const (
	luccaDirectory    = "lucca/directory-v3.openapi.yaml"
	luccaOrganization = "lucca/organization.openapi.yaml"
	luccaKey          = "4b6e7c1e-0000-4000-8000-c0ffee000001"
)

func luccaContradictions() []contradiction {
	return []contradiction{
		{
			`GET example.ilucca.net/(api/v3/extensionuserdefinitions|directory/api/4.0/work-contracts): no such endpoint`,
			"the labels of lists and the work contracts are in other parts of the legacy API, of which there is no file",
		},
		{`GET /api/v3/users: request: query (formerEmployees|orderBy): not described`,
			"the file is older than formerEmployees, and leaves out what every list of v3 has"},
		{`GET /api/v3/users: 200: /count: not described`,
			"the total comes because collection.count is asked for"},
		{
			`GET /api/v3/users: 200: /items/\*/(address|directLine|jobTitle|personalEmail|personalMobile|` +
				`professionalMobile|seniorityDate|extendedData): not described`,
			"the file's list has the fields of its example; more can be asked for",
		},
		{`GET /api/v3/users: 200: /items/\*/modifiedAt: not described`,
			"the file calls it modifiedOn, its parameters and the API modifiedAt"},
		{`GET /api/v3/users: 200: /items/\*/dtContractEnd: got string, want null`,
			"the file types it by its example, which has no end"},
		{`GET /api/v3/users: 200: /items/\*/(mail: got null, want string|manager: got null, want object)`,
			"mail may be null, and the manager of the first is"},
		{`GET /api/v3/users: (403|408|429|503): no such status`,
			"a missing right is 403, the server's own time-out 408, the rate limit 429"},
		{`.*: 200: no such content type`,
			"HTML comes from a wrong address: an answer that no client asks for"},
	}
}

func TestLucca(t *testing.T) {
	t.Parallel()
	j := newJudge(t, luccaContradictions(), luccaDirectory)
	j.envelope = "data"
	custom := []luccatest.Field{
		{ID: "e_github", Name: "GitHub"},
		{ID: "e_size", Name: "Size", Format: "select", Options: []string{"S", "M"}},
	}
	all := append(employee.Fields(), "custom.e_github", "custom.e_size", "custom.login", "custom.culture",
		"custom.seniorityDate")
	for _, tt := range []struct {
		fields []employee.Field
		config luccatest.Config
	}{
		{fields: nil, config: luccatest.Config{}},
		{fields: employee.Fields(), config: luccatest.Config{Hidden: []string{"jobTitle"}, NoLeavers: true}},
		{fields: all, config: luccatest.Config{Fields: custom, PageSize: 7}},
	} {
		j.lucca(tt.config, tt.fields, nil).run(t)
	}
	for _, fault := range []fault{
		luccatest.RateLimited(time.Second), luccatest.RateLimited(0), luccatest.Unauthorized(),
		luccatest.Forbidden(), luccatest.Status(http.StatusRequestTimeout),
		luccatest.Unavailable(), luccatest.ServerError(), luccatest.HTML(), luccatest.Truncated(),
	} {
		for after := range 3 {
			p := j.lucca(luccatest.Config{Fields: custom}, all, fault)
			p.after = after
			p.run(t)
		}
	}
	j.verdict(t)
}

func (j *judge) lucca(config luccatest.Config, fields []employee.Field, fault fault) play {
	people := luccatest.People(60)
	people[1].Extended = map[string]any{
		"e_github": map[string]any{"id": 1, "value": "ana"},
		"e_size":   map[string]any{"id": 2, "value": 1},
	}
	fake := luccatest.New(luccatest.Credentials{APIKey: luccaKey}, people...)
	fake.Configure(config)
	return play{fail: fake.Next, fault: fault, start: func() (client, error) {
		return lucca.New(lucca.Config{
			Instance: "example.ilucca.net", APIKey: luccaKey, Fields: fields, HTTPClient: j.between(fake),
		})
	}}
}

// TestLuccaFake judges what the fake answers and our client never asks for.
func TestLuccaFake(t *testing.T) {
	t.Parallel()
	j := newJudge(t, []contradiction{
		{`GET /api/v3/users/\{userId\}: 404: no such status`,
			"the file has 500 for a user who is not there, later pages have 404"},
		{
			`GET /api/v3/users/\{userId\}: 200: /(address|directLine|jobTitle|personalEmail|personalMobile|` +
				`professionalMobile|seniorityDate|civilTitle|extendedData|departmentID|legalEntityID|cultureID|` +
				`managerID): not described`,
			"a user without fields has all of them, and the file those of its example",
		},
		{`GET /api/v3/users/\{userId\}: 200: /modifiedAt: not described`,
			"the file calls it modifiedOn, its parameters and the API modifiedAt"},
		{`GET /api/v3/users/\{userId\}: 200: /department/code: not described`,
			"departments have a code, and the file's references to them none"},
		{`GET /api/v3/users/\{userId\}: 200: /(mail: got null, want string|manager: got null, want object)`,
			"mail may be null, and the manager of the first is"},
		{`GET /api/v3/users: 200: /items/\*/managerID: not described`,
			"the documentation writes managerId, the server managerID"},
	}, luccaDirectory)
	j.envelope = "data"
	people := luccatest.People(9)
	people[0].Mail = ""
	fake := luccatest.New(luccatest.Credentials{APIKey: luccaKey}, people...)
	for _, plain := range []bool{false, true} {
		fake.Configure(luccatest.Config{PlainErrors: plain})
		for _, request := range []string{
			"", "?fields=id,managerId&id=101,102", "?dtContractEnd=notequal,null", "?fields=nonsense", "?paging=0,1001",
			"/101", "/101?fields=department[id,code]", "/102?fields=id,mail,manager[id,name]", "/999", "/101?fields=nonsense",
		} {
			j.ask(t, fake, "GET", "https://example.ilucca.net/api/v3/"+"users"+request, "", "Authorization",
				"lucca application="+luccaKey)
		}
	}
	j.verdict(t)
}

// TestLuccaErrors holds the errors of v3 to the form that the file about
// departments describes; that about users has none. The client reads no
// departments, so the requests here are none of its own.
func TestLuccaErrors(t *testing.T) {
	t.Parallel()
	j := newJudge(t, nil, luccaOrganization)
	fake := luccatest.New(luccatest.Credentials{APIKey: luccaKey})
	fake.Configure(luccatest.Config{Refuse: map[string]int{"/api/v3/departments": 400}})
	for _, key := range []string{"another-key", luccaKey} {
		j.ask(t, fake, "GET", "https://example.ilucca.net/api/v3/"+"departments?paging=0,10", "",
			"Authorization", "lucca application="+key)
	}
	j.verdict(t)
}

// TestLuccaExamples wraps the examples as the API does and the file does not.
func TestLuccaExamples(t *testing.T) {
	t.Parallel()
	f := read(t, luccaDirectory)
	users := f.example(t, "paths", "/api/v3/users", "get", "responses", "200", "content", "application/json",
		"schema", "x-examples", "example-1")
	start := func(body string) func() (client, error) {
		return func() (client, error) {
			return lucca.New(lucca.Config{Instance: "example.ilucca.net", APIKey: luccaKey,
				HTTPClient: inMemory(answers{"/api/v3/users": []byte(`{"data":` + body + `}`)}, nil)})
		}
	}
	fields := []employee.Field{
		employee.FieldFirstName, employee.FieldLastName, employee.FieldWorkEmail, employee.FieldNumber,
		employee.FieldDepartment, employee.FieldLocation, employee.FieldManagerID, employee.FieldHireDate,
		employee.FieldTerminationDate,
	}
	john := "416 | John | DOE | no-reply@lucca.fr | 00057 | BU Timmi/Lucca | Lucca | 383 | 2014-09-01 | (empty)"
	readsExample(t, false, start(string(users)), fields, john)
	user := f.example(t, "components", "schemas", "User", "x-examples", "example-1")
	readsExample(t, false, start(`{"items":[`+string(user)+`]}`), fields, john)
	one := f.example(t, "paths", "/api/v3/users/{userId}", "get", "responses", "200", "content",
		"application/json", "schema", "x-examples", "example-1")
	readsExample(t, false, start(`{"items":[`+string(one)+`]}`), fields, john)
}

// TestLuccaErrorExample: the vendor's words reach the caller.
func TestLuccaErrorExample(t *testing.T) {
	t.Parallel()
	example := read(t, luccaOrganization).example(t,
		"components", "responses", "Error", "content", "application/json", "schema", "x-examples", "example-1")
	bubble(t, func(t *testing.T) {
		c, err := lucca.New(lucca.Config{Instance: "example.ilucca.net", APIKey: luccaKey,
			HTTPClient: inMemory(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusBadRequest)
				w.Write(example)
			}), nil)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Roster(t.Context())
		if fe, ok := errors.AsType[*employee.FetchError](err); !ok ||
			fe.Said.String() != "Resource Department with ID 13651 not found" {
			t.Errorf("error %v", err)
		}
	})
}
