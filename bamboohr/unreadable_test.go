package bamboohr_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/rosterkit/rosterkit/employee"
)

// TestUnreadablePage: a page whose end cannot be told is never the last one.
func TestUnreadablePage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, meta, want string }{
		{"a cursor that is an object", `{"total":1,"page":{"nextCursor":{"after":"7"}}}`,
			"the cursor of the next page: not a single value"},
		{"a cursor that is half a character", `{"total":1,"page":{"nextCursor":"\ud800"}}`,
			"an answer whose nextCursor is not valid UTF-8"},
		{"two cursors", `{"total":1,"page":{"nextCursor":"c1","nextCursor":null}}`,
			"an answer that has the key nextCursor twice"},
		{"a page that is a list", `{"total":1,"page":[{"nextCursor":"c1"}]}`,
			"the answer does not say whether the list ends there"},
		{"a total that is a list", `{"total":[1],"page":{"nextCursor":null}}`,
			"the total of the list: not a single value"},
		{"a total that is no number", `{"total":"all","page":{"nextCursor":null}}`,
			"the total of the list: not a count"},
		{"a total below zero", `{"total":-1,"page":{"nextCursor":null}}`, "the total of the list: not a count"},
	} {
		synctest.Test(t, func(t *testing.T) {
			r, err := newClient(t, answers{list: `{"data":[{"employeeId":"7"}],"meta":` + tt.meta + `}`}).Roster(t.Context())
			if r != nil || !errors.Is(err, employee.ErrMalformed) || !strings.Contains(text(err), ": "+tt.want+":") {
				t.Errorf("%s: roster %v, error %v", tt.name, r, err)
			}
		})
	}
}

// TestUnreadableCells: what cannot be read of an employee is withheld, with a problem,
// and the employee is there. Without an id, the listing fails.
func TestUnreadableCells(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, row, problems string }{
		{"a key twice", `{"employeeId":"7","lastName":"Byron","lastName":"Lovelace"}`,
			"last_name: the key is there twice"},
		{"wrong UTF-8", "{\"employeeId\":\"7\",\"lastName\":\"Zo\xeb\"}", "last_name: the text is not valid UTF-8"},
		{"half a character", `{"employeeId":"7","lastName":"Zo\ud83d"}`, "last_name: the text is not valid UTF-8"},
		{"a status twice", `{"employeeId":"7","status":"Inactive","status":"Active"}`,
			"status: the key is there twice"},
		{"a key that is not read, twice", `{"employeeId":"7","shoeSize":1,"shoeSize":2}`, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			e := only(t, newClient(t, answers{list: listOf(tt.row)}))
			field, _, _ := strings.Cut(tt.problems, ":")
			if !strings.Contains(problems(e), tt.problems) || (problems(e) == "") != (tt.problems == "") {
				t.Errorf("%s: problems %s", tt.name, problems(e))
			}
			if tt.problems != "" && e.Value(employee.Field(field)) != employee.Withheld() {
				t.Errorf("%s: %s is %v", tt.name, field, e.Value(employee.Field(field)).State())
			}
		})
	}
	for name, row := range map[string]string{
		"an id twice": `{"employeeId":"7","employeeId":"8"}`, "wrong UTF-8 in an id": "{\"employeeId\":\"\xff\"}",
		"a lost character in an id": `{"employeeId":"\ufffd7"}`, "an id that is an object": `{"employeeId":{"id":7}}`,
	} {
		synctest.Test(t, func(t *testing.T) {
			r, err := newClient(t, answers{list: listOf(row)}).Roster(t.Context())
			if r != nil || !errors.Is(err, employee.ErrMalformed) || !strings.Contains(text(err), "without an id") {
				t.Errorf("%s: roster %v, error %v", name, r, err)
			}
		})
	}
}
