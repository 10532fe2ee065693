package humaans_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
)

// FuzzEmployee lists one employee of foreign making, with a job role and a custom
// value of the same: no panic, and never an employee without an id.
func FuzzEmployee(f *testing.F) {
	f.Add(`{"id":"p1","status":"active","teams":[{"name":"Growth"}],"locationId":"remote"}`,
		`{"id":"r1","personId":"p1","department":{"name":"Sales"}}`,
		`{"id":"v1","personId":"p1","customFieldId":"f1","value":["a"]}`)
	f.Add(`{"id":7,"status":7,"teams":"x","locationId":"l1","jobRole":{"jobTitle":1}}`,
		`{"id":"r1","personId":7,"effectiveDate":"2020-01-01"}`,
		`{"id":"v1","personId":7,"customFieldId":"f1","value":null}`)
	f.Add(`{"id":"","status":null}`, `{"id":"r1"}`, `{"id":null}`)
	f.Add(`{"id":" ","firstName":"\ud800","timezone":"../x","birthday":"--02-30"}`, `{"id":[],"personId":{}}`,
		`{"id":"v","customFieldId":"f1","personId":"p1","value":{"a":[1e999]}}`)
	f.Add(`{"id":"p1","jobRole":{"department":{"name":{}},"jobRole":{}},"department":{"name":[]}}`,
		`{"id":"r1","personId":"p1","department":{"name":null}}`, `{"id":"v","customFieldId":{"a":1}}`)
	f.Fuzz(func(t *testing.T, record, role, value string) {
		for _, text := range []string{record, role, value} {
			var object map[string]json.RawMessage
			if json.Unmarshal([]byte(text), &object) != nil || object == nil {
				return // what is no record is an error of the page
			}
		}
		synctest.Test(t, func(t *testing.T) { checkForeign(t, record, role, value) }) // repeated requests wait
	})
}

func checkForeign(t *testing.T, record, role, value string) {
	bodies := map[string]string{
		"/api/token-info": `{"scopes":["private:read"]}`, "/api/locations": list(`{"id":"l1","label":"Lisbon"}`),
		"/api/people": list(record), "/api/job-roles": list(role), "/api/custom-values": list(value),
		"/api/custom-fields": list(`{"id":"f1","name":"A","type":"date"}`), "/api/companies": list(`{"id":"c1"}`),
	}
	fake := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(bodies[r.URL.Path])) })
	r, err := newClient(t, fake, humaans.Config{Fields: append(employee.Fields(), "custom.f1")}).Roster(t.Context())
	if err != nil {
		if _, ok := errors.AsType[*employee.FetchError](err); !ok {
			t.Errorf("error %v", err)
		}
		return
	}
	for e := range r.All() {
		if strings.TrimSpace(e.ID) == "" {
			t.Error("an employee without an id")
		}
		for _, f := range append(employee.Fields(), "custom.f1") {
			if v := e.Value(f); !utf8.ValidString(v.String()) || v.Known() && v.Kind() == "" {
				t.Errorf("%s is %s", f, show(v))
			}
		}
	}
}

func list(row string) string { return `{"total":1,"limit":250,"skip":0,"data":[` + row + `]}` }
