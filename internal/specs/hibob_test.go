package specs_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
)

const hibobFile = "hibob/hibob-public-api.generated.yml"

func hibobContradictions() []contradiction {
	return []contradiction{
		{`GET /company/(people/fields|named-lists): (401|403|429|500|503): no such status`,
			"the file leaves out the errors that every endpoint has"},
		{`GET /company/people/fields: 200: /\*/description: got null, want string`,
			"a field without a description has null, as in the vendor's documentation"},
		{`GET /company/named-lists: 200: : got object, want array`,
			"four clients that work meet an object by the lists' names"},
		{`GET /company/named-lists/{listName}: 200: /values: not described`,
			"clients that work find the choices under values, not under items"},
		{`GET /company/named-lists(/{listName})?: 200: (/\*)?/items/\*/id: got string, want integer`,
			"ids of choices are numbers or words, by the list"},
		{`POST /people/search: 200: /employees/\*//[\w/]+: not described`,
			"every field that is asked for comes under a key with slashes; the file names those of its example"},
		{
			`POST /people/search: 200: /employees/\*/(address|custom|home|internal|payroll|personal|employee/` +
				`lastDayOfWork): not described`,
			"every field that is asked for comes in its category; the file names those of its example",
		},
		{`POST /people/(search|{identifier}): 200: (/employees/\*)?/humanReadable: not described`,
			"the node that APPEND adds is in the vendor's documentation alone"},
		{`POST /people/{identifier}: 200: /(id|work|/root/id|/work/department): not described`,
			"one person comes bare, as a client that works has it; the file has the envelope of a search"},
		{`GET /bulk/people/lifecycle: 200: /results/\*/values/\*(/\w+: not described|: got object, want string)`,
			"the rows of the table are objects; the file has them as texts that are objects with such rows in them"},
		{
			`GET /bulk/people/lifecycle: 200: /response_metadata/(next_cursor: not described|cursor: got null, want string)`,
			"the vendor's documentation and clients have next_cursor, and null at the end as the file's own text says",
		},
		{`GET /bulk/people/lifecycle: 200: /errors/\*/7: not described`,
			"the key of an error is taken for the id; whether it is the word employeeId is not known"},
		{`POST /people/(search|{identifier}): 200: /employees/\*: 'oneOf' failed, subschemas 0, 1 matched`,
			"the file has one schema for labels and one for stored values, and both are open"},
		{
			`POST /people/search: 200: /employees/\*/work/((employeeIdInCompany|reportsToIdInCompany): got number, ` +
				`want string|reportsTo: got (object|null), want string)`,
			"that is the file's form with labels, which the client does not ask for",
		},
		{
			`POST /people/search: 200: /employees/\*/(email|secondName|employee/hrbp|work/manager|work/reportsTo|` +
				`work/workMobile|work/reportsToIdInCompany): got null, want (string|object|number)`,
			"what is known and empty is null: the mail of a future hire, the manager of the first; the file's own " +
				"example has nulls",
		},
		{
			`POST /people/search: 200: /employees/\*/~1(root~1email|work~1manager|work~1reportsTo|` +
				`work~1reportsToIdInCompany)/value: got null, want (string|object|number)`,
			"the same under the keys with slashes",
		},
		{
			`POST /people/search: 200: /employees/\*/(work/reportsTo|~1work~1reportsTo/value)/(displayName|email|` +
				`firstName|surname): got null, want string`,
			"of a manager that the service user may not see there is the id",
		},
		{`POST /people/search: 200: /employees/\*/work/custom: got object, want array`,
			"it is an object by field, as in the file's own example"},
		{`POST /people/search: (401|503): no such content type`,
			"the body is empty for 401, and a page from what stands in front of the API"},
		{`.*: 200: no such content type`,
			"HTML comes from a wrong address: an answer that no client asks for"},
	}
}

func TestHiBob(t *testing.T) {
	t.Parallel()
	j := newJudge(t, hibobContradictions(), hibobFile)
	custom := []hibobtest.Field{
		{ID: "work.custom.field_1711886937296", Type: "list", List: "size"},
		{ID: "custom.category_1.field_2", Type: "number"},
	}
	lists := []hibobtest.List{{Name: "size", Items: []hibobtest.Item{{ID: "271", Name: "S"}, {ID: "272", Name: "M"}}}}
	all := append(employee.Fields(), "custom.work.custom.field_1711886937296",
		"custom.custom.category_1.field_2", "custom.employee.hrbp")
	for _, tt := range []struct {
		fields []employee.Field
		config hibobtest.Config
	}{
		{fields: nil, config: hibobtest.Config{}},
		{fields: employee.Fields(), config: hibobtest.Config{Form: hibobtest.FormNested, Hidden: []string{"work.site"}}},
		{fields: all, config: hibobtest.Config{Fields: custom, Lists: lists}},
		{
			fields: all,
			config: hibobtest.Config{Fields: custom, Lists: lists, Form: hibobtest.FormSlash, ListsAsItems: true},
		},
	} {
		j.hibob(tt.config, tt.fields, nil).run(t)
	}
	for _, fault := range []fault{
		hibobtest.RateLimited(time.Second), hibobtest.WithHeader(hibobtest.RateLimited(time.Second), "Retry-After", ""),
		hibobtest.Unauthorized(), hibobtest.Forbidden(),
		hibobtest.Blocked(), hibobtest.Unavailable(), hibobtest.ServerError(), hibobtest.HTML(), hibobtest.Truncated(),
	} {
		for after := range 2 {
			p := j.hibob(hibobtest.Config{Fields: custom, Lists: lists}, all, fault)
			p.after = after
			p.run(t)
		}
	}
	j.hibobOthers(t)
	j.verdict(t)
}

func (j *judge) hibob(config hibobtest.Config, fields []employee.Field, fault fault) play {
	people := hibobtest.People(60)
	people[2].Values["work.custom.field_1711886937296"], people[2].Values["custom.category_1.field_2"] = "271", 12.5
	fake := hibobtest.New("SERVICE-4711", "token", people...)
	fake.Configure(config)
	return play{fail: fake.Next, fault: fault, start: func() (client, error) {
		return hibob.New(hibob.Config{
			Tenant: "acme", ServiceUserID: "SERVICE-4711", Token: "token", Fields: fields, HTTPClient: j.between(fake),
		})
	}}
}

// hibobOthers asks for what the fake has and the client does not read.
func (j *judge) hibobOthers(t *testing.T) {
	t.Helper()
	people := hibobtest.People(3)
	people[0].Lifecycle = []map[string]any{
		{"id": 1, "effectiveDate": "2020-01-01", "status": "employed", "employeeStatus": "Active", "isCurrent": true},
	}
	for _, config := range []hibobtest.Config{{}, {Enveloped: true, ListsAsItems: true, OldCursor: true}} {
		fake := hibobtest.New("id", "token", people...)
		fake.Configure(config)
		const basic = "Basic aWQ6dG9rZW4="
		for _, call := range []struct{ method, path, body string }{
			{
				method: "POST", path: "/people/" + people[0].ID,
				body: `{"fields":["root.id","work.department"],"humanReadable":"APPEND"}`,
			},
			{
				method: "POST", path: "/people/" + people[0].ID,
				body: `{"fields":["root.id","work.department"],"humanReadable":"REPLACE"}`,
			},
			{method: "POST", path: "/people/7", body: `{}`},
			{
				method: "POST", path: "/people/search",
				body: `{"fields":["root.id","work.department"],"humanReadable":"REPLACE"}`,
			},
			{
				method: "POST", path: "/people/search",
				body: `{"fields":["root.id"],"filters":[{"fieldPath":"work.title",` +
					`"operator":"equals","values":["1"]}]}`,
			},
			{method: "GET", path: "/company/named-lists/department"},
			{method: "GET", path: "/company/named-lists/none"},
			{method: "GET", path: "/bulk/people/lifecycle?limit=50&employeeIds=7"},
			{method: "GET", path: "/bulk/people/lifecycle"},
		} {
			j.ask(t, fake, call.method, "https://api.hibob.com/v1"+call.path, call.body, "Authorization", basic,
				"Content-Type", "application/json")
		}
	}
}

// TestHiBobExamples merges what an example has under "employees", which is each
// key of one person in an object of its own.
func TestHiBobExamples(t *testing.T) {
	t.Parallel()
	f := read(t, hibobFile)
	start := func(name string) func() (client, error) {
		text := f.example(t, "paths", "/people/search", "post", "responses", "200", "content",
			"application/json", "examples", name, "value")
		var example struct{ Employees []map[string]any }
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&example); err != nil {
			t.Fatal(err)
		}
		person := make(map[string]any)
		for _, part := range example.Employees {
			maps.Copy(person, part)
		}
		answer, err := json.Marshal(map[string]any{"employees": []any{person}})
		if err != nil {
			t.Fatal(err)
		}
		return func() (client, error) {
			return hibob.New(hibob.Config{
				Tenant: "acme", ServiceUserID: "SERVICE-4711", Token: "token",
				HTTPClient: inMemory(answers{"/v1/people/search": answer}, nil),
			})
		}
	}
	fields := []employee.Field{
		employee.FieldFirstName, employee.FieldLastName, employee.FieldWorkEmail, employee.FieldDepartment,
		employee.FieldStatus, employee.FieldManagerID, employee.FieldManagerEmail, employee.FieldHireDate,
		employee.FieldTerminationDate,
	}
	readsExample(t, true, start("EmployeeResponseMachineFormatExample"), fields,
		"3332883911884669725 | Amy | Miles | amy.miles_636192@samplebob.com | (withheld) | (withheld) | "+
			"3332883909410030364 | zoe.clark_636192@samplebob.com | 2015-03-20 | (withheld)",
		"employee 3332883911884669725: job_title: a list item that came without its name",
		"employee 3332883911884669725: department: a list item that came without its name",
		"employee 3332883911884669725: location: a list item that came without its name")
	// A form that the client never asks for, in which days are written for people.
	readsExample(
		t,
		true,
		start("EmployeeResponseReadableExample"),
		fields,
		"3332883884017713938 | example | example | example@samplebob.com | (withheld) | (withheld) | example | "+
			"(withheld) | (withheld) | (withheld)",
		"employee 3332883884017713938: job_title: a list item that came without its name",
		"employee 3332883884017713938: department: a list item that came without its name",
		"employee 3332883884017713938: location: a list item that came without its name",
		"employee 3332883884017713938: hire_date: not a date of the form 2006-01-02 or --01-02",
		"employee 3332883884017713938: original_hire_date: not a date of the form 2006-01-02 or --01-02",
	)
}
