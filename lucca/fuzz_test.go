package lucca_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
)

// FuzzRecord puts foreign bytes in the place of an employee in the answers of both
// interfaces. One without an id is never handed out, and one with an id has
// fields that survive JSON.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{"id":1}`, `{"id":"1","firstName":"Ana","manager":{"id":1},"extendedData":{"e_x":{"id":1,` +
			`"value":[{"value":{"a":1}}]}}}`,
		`{"id":9007199254740993,"dtContractStart":"2020-01-01T00:00:00","modifiedAt":"2025-11-07T10:20:06.583"}`,
		`{"ID":1,"id":null}`, `{"id":{}}`, `{}`, `null`, `[]`, `"x"`, `1`, `{"id":1},{"id":1}`, `{"id":"\ud800"}`,
		"{\"id\":\"\xff\"}",
		`{"id":1,"department":"x","legalEntity":[],"mail":{},"birthDate":"--02-30","extendedData":[{}]}`,
		`{"id":"1","birthDay":{"day":31,"month":2},"status":7,"applicableEmployment":{"id":"1"},` +
			`"applicableJobPosition":{"id":"2"}}`,
		`{"id":"1","lastUpdatedAt":"x","applicableEmployment":[],"employeeNumber":1e400}`,
		`{"id":" ","id":true}`, `{"id":1,"extendedData":{"e_x":1e99}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, item []byte) {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/token"):
				fmt.Fprint(w, `{"access_token":"luccatest-token"}`)
			case strings.HasSuffix(r.URL.Path, "/users"):
				fmt.Fprintf(w, `{"data":{"items":[%s],"count":1}}`, item)
				item = nil // the last page
			case strings.HasSuffix(r.URL.Path, "/employees"):
				fmt.Fprintf(w,
					`{"items":[%s],"links":{"prev":null,"next":null},"embedded":{"employment":{"1":%s},"job-position":{"2":%s}}}`,
					item, item, item)
			case strings.Contains(r.URL.Path, "/api/v3/"):
				fmt.Fprint(w, `{"data":{"items":[],"count":0}}`)
			default:
				row := strings.TrimSpace(string(item))
				fmt.Fprintf(w, `{"items":[%s],"count":1,"links":{"prev":null,"next":null}}`, row)
			}
		})
		original := item
		for _, cfg := range both() {
			item = original
			cfg.Fields = append(employee.Fields(), "custom.e_x", "custom.e_x.a")
			synctest.Test(t, func(t *testing.T) { checkPeople(t, connect(t, h, cfg)) })
		}
	})
}

func checkPeople(t *testing.T, c *lucca.Client) {
	employees := 0
	for e, err := range c.Employees(t.Context()) {
		if err != nil {
			if e.ID != "" {
				t.Errorf("employee %q together with the error %v", e.ID, err)
			}
			return
		}
		if employees++; employees > 1000 {
			t.Fatal("there is no end")
		}
		if strings.TrimSpace(e.ID) == "" {
			t.Errorf("an employee with the id %q", e.ID)
		}
		for _, f := range employee.Fields() {
			if v := e.Value(f); f != employee.FieldID && v.Known() && strings.ContainsRune(v.String(), '�') {
				t.Errorf("%s is known although it cannot be read", f)
			}
		}
		if _, err := e.MarshalJSON(); err != nil {
			t.Errorf("employee %q: %v", e.ID, err)
		}
	}
}
