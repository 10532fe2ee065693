package hibob_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"github.com/rosterkit/rosterkit/employee"
)

// checkForeign lists with foreign answers. Whatever comes, it comes with an error
// or as employees who have ids and no text that cannot be read.
func checkForeign(t *testing.T, answer string) {
	synctest.Test(t, func(t *testing.T) { // repeated requests wait
		fields := append(employee.Fields(), "custom.work.custom.f", "custom.a")
		serve := foreign{answer, search{fields: "work.custom.f:multi-list a:currency"}}
		r, err := newClient(t, serve, fields...).Roster(t.Context())
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
			if strings.TrimSpace(e.ID) == "" || strings.ContainsRune(e.ID, utf8.RuneError) {
				t.Fatalf("the id %q", e.ID)
			}
			for _, f := range fields {
				if v := e.Value(f); v.Known() && strings.ContainsRune(v.String(), utf8.RuneError) {
					t.Fatalf("%s is known although it cannot be read", f)
				}
			}
		}
	})
}

func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"employees":[]}`, `{"employees":[{"id":"1"},{"id":"2"}]}`, `{"employees":[{"id":"1"},{"id":"1"}]}`,
		`{"employees":[{"id":"1"},`,
		`{"employees":null}`, `{"employees":{}}`, `{"employees":[[]],"employees":[]}`,
		`{"x":{"employees":[1]},"employees":[null]}`,
		`{"key":"x","error":"y"}`, `[]`, `null`, `"employees"`, `<html>`, "\xef\xbb\xbf{}", `{"employees":[]}{}`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, answer string) { checkForeign(t, answer) })
}

func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{"id":"7"}`, `{"id":7}`, `{"id":""}`, `{"id":null,"/root/id":{"value":"7"}}`, `{"root":{"id":["7"]}}`,
		"{\"id\":\"\xff\"}", `{"id":"\ud800"}`,
		`{"id":"7","work":{"title":"1","department":[],"reportsTo":{"id":1,"email":null}},` +
			`"humanReadable":{"work":{"title":{}}}}`,
		`{"id":"7","work":null,"humanReadable":null,"/work/title":{"value":{"value":1}},` +
			`"/work/reportsTo":{"value":null}}`,
		`{"id":"7","internal":{"lifecycleStatus":"Garden_Leave","terminationDate":"2025-13-01T00:00"},` +
			`"personal":{"birthDate":"1/2/3","shortBirthDate":"--"}}`,
		`{"id":"7","work":{"custom":{"f":["a",{"value":"b"},3]}},"a":{"value":{"currency":"EUR"}},` +
			`"humanReadable":{"work":{"custom":{"f":",,"}}}}`,
		`{"\u0069d":"7","firstName":"\\\"","work":{"startDate":{"\"}":"]"}},"x":[[[{}]]]}`,
		`{"id":"7" , "firstName" :	"A" }`, `null`, `[]`, `7`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, record string) {
		checkForeign(t, `{"employees":[`+record+`]}`)
	})
}
