package personio

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// FuzzRecord: whatever a record of either API holds, the conversion does not
// panic, gives no employee a blank id, and leaves an employee that survives JSON, with
// problems that name the employee.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"attributes":[]}`, `{"attributes":null}`, `[]`, `null`, `7`,
		`{"attributes":{"id":{"value":101},"status":{"value":"active"},` +
			`"hire_date":{"value":"2020-02-01T00:00:00+01:00"}}}`,
		`{"attributes":{"id":{"value":9007199254740993},"status":{"value":["active"]},` +
			`"supervisor":{"value":{"attributes":{"id":{"value":1}}}}}}`,
		`{"attributes":{"id":{"value":" "},"department":{"value":[]},"team":{"value":""},` +
			`"cost_centers":{"value":[{"attributes":{"percentage":1e40}}]}}}`,
		`{"attributes":{"id":{"value":"1"},"dynamic_1":{"value":"1990","type":"date",` +
			`"universal_id":"date_of_birth"},"dynamic_2":{"value":"[\"a\",7]","type":"tags","label":"Budget"}}}`,
		`{"attributes":{"id":{"value":"\ufffd"}}}`,
		`{"id":"3003","email":null,"status":"ACTIVE","custom_attributes":[{"id":"dynamic_1","type":"date",` +
			`"global_id":"date_of_birth","value":"1990-05-17"}]}`,
		`{"id":3003,"custom_attributes":[{"label":"Budget","value":{}},{"label":"Budget","value":[[]]}]}`,
		`{"status":"LEAVE","employment_start_date":"2020-02-01","employment_end_date":null,` +
			`"termination":{"termination_date":"2022-12-12"},"org_units":[{"type":"team","id":"1"}],` +
			`"supervisor":{"id":"1"}}`,
		`{"status":7,"termination":"","org_units":{},"position":[],"supervisor":[1]}`,
	} {
		f.Add([]byte(seed))
	}
	fields := append(employee.Fields(), "custom.dynamic_2", "custom.Budget", "custom.work_schedule")
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, api := range []API{APIV1, APIV2} {
			c, err := New(Config{Tenant: "acme", ClientID: "id", ClientSecret: "secret", API: api, Fields: fields})
			if err != nil {
				t.Fatal(err)
			}
			e, ok := convert(c, data)
			if !ok {
				continue
			}
			check(t, e)
		}
	})
}

// convert makes an employee of a record; ok is false for one that has no id.
func convert(c *Client, data []byte) (e employee.Employee, ok bool) {
	list := `{"data":[` + string(data) + `],"_data":[` + string(data) + `]}`
	if c.api == APIV1 {
		p := projection{}.prepare(c)
		_, err := p.table.Read(strings.NewReader(list), p.table.employees.Each(func(r *wire.Record) error {
			one := row{r, p.table}
			e = p.employee(c, one.identity(), one)
			return nil
		}))
		return e, err == nil && e.ID != ""
	}
	var p person
	var m employment
	employees, jobs := newPersonsList(), newEmployments()
	_, err := employees.Read(strings.NewReader(list), employees.items.Each(func(r *wire.Record) error {
		p = employees.read(r)
		return nil
	}))
	_, err2 := jobs.Read(strings.NewReader(list), jobs.items.Each(func(r *wire.Record) error {
		m = jobs.read(r)
		return nil
	}))
	if err != nil || err2 != nil {
		return e, false
	}
	e = c.fromPerson(p)
	l := newPersons(context.Background(), c, time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))
	l.barred = true
	return e, l.fill(&e, p, []employment{m, {}}) == nil && p.id != ""
}

func check(t *testing.T, e employee.Employee) {
	t.Helper()
	if strings.TrimSpace(e.ID) == "" {
		t.Error("an employee with a blank id")
	}
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var back employee.Employee
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, f := range employee.Fields() {
		if e.Value(f) != back.Value(f) {
			t.Errorf("%s does not survive JSON", f)
		}
	}
	for _, p := range e.Problems {
		if p.EmployeeID != e.ID || p.Reason == "" || !p.Field.Valid() {
			t.Errorf("the problem %+v is not about %s", p, fmt.Sprint(e))
		}
	}
}
