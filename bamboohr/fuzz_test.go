package bamboohr_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
)

// checkForeign lists with foreign answers. Whatever comes, it comes with an
// error or as employees who have ids and no text that cannot be read.
func checkForeign(t *testing.T, a answers) {
	synctest.Test(t, func(t *testing.T) { // repeated requests wait
		c := newClient(t, a, append(employee.Fields(), "custom.x", "custom.4567")...)
		r, err := c.Roster(t.Context())
		if (r == nil) == (err == nil) {
			t.Fatalf("roster %v with the error %v", r, err)
		}
		if err != nil {
			if _, fetch := err.(*employee.FetchError); !fetch {
				t.Fatalf("the error is a %T", err)
			}
			return
		}
		for e := range r.All() {
			if strings.TrimSpace(e.ID) == "" {
				t.Fatalf("an empty id")
			}
			for _, f := range append(employee.Fields(), "custom.x", "custom.4567") {
				if v := e.Value(f); f != employee.FieldID && v.Known() && strings.ContainsRune(v.String(), '\ufffd') {
					t.Fatalf("%s is known although it cannot be read", f)
				}
			}
		}
	})
}

func FuzzListPage(f *testing.F) {
	for _, seed := range []string{
		listOf(), listOf(openRow), listOf(shutRow, `null`),
		listOf(`{"employeeId":7.5,"hireDate":{},"teams":[[],{"label":1}]}`),
		listOf(`{"employeeId":"7","status":"On Hold","hireDate":"0000-00-00","terminationDate":"2025-13-01T00:00",` +
			`"reportsToId":0}`),
		listOf(`{"employeeId":"7","employeeId":"","_restrictedFields":{"0":"status"}}`),
		listOf("{\"employeeId\":\"\xff\",\"firstName\":\"\xff\"}"),
		`{"data":[{"employeeId":"7"}],"meta":{"page":{"nextCursor":"a"}}}`, `{"data":null,"meta":null}`,
		`{"data":{},"meta":[]}`,
		`{"error":{"code":429,"message":["x"]}}`, `{"error":{}}`, `{"error":7}`, `[]`, `null`, `<html>`, `{"data":[`,
		``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		checkForeign(t, answers{list: body, report: reportOf("x:text", `{"id":"7","x":"v"}`)})
	})
}

func FuzzReport(f *testing.F) {
	for _, seed := range []string{
		reportOf(""), reportOf("x:text 4567.0:date", `{"id":"7","x":"v","4567.0":"0000-00-00"}`),
		reportOf("x:multilist", `{"id":7,"x":["a",{"label":"b"},null]}`),
		reportOf("x:currency", `{"id":"7","x":{"value":"1"}}`),
		reportOf("x:bool", `{"id":"7","x":"maybe"}`, `{"id":"8"}`), reportOf("x:integer", `{"id":"7","x":1e400}`),
		reportOf("x:text", `null`), reportOf("x:text", `{"id":["7"]}`), reportOf("x:text", `{"id":"7"}`, `{"id":"7"}`),
		reportOf("x:text", "{\"id\":\"7\",\"x\":\"\xff\"}"),
		`{"fields":[{"id":{},"type":[]}],"employees":[{"id":"7"}]}`, `{"fields":{},"employees":{}}`,
		`{"error":{"code":"BadPage"}}`, `[]`, `null`, `<report/>`, `{"fields":[`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		checkForeign(t, answers{list: listOf(openRow), report: body})
		checkForeign(t, answers{report: body})
	})
}
