package employee_test

import (
	"encoding/json"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
)

// FuzzEmployeeJSON: a document is refused or it is an employee who survives being
// written again, each field in its state.
func FuzzEmployeeJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `[]`, `{"id":"1"}`, `{"id":"1","first_name":"Ada","birth_date":"--02-29","hire_date":"2020-02-30"}`,
		`{"id":"1","teams":["a","b"],"address":{"line1":"x"},"manager":{"id":"2","email":null},"custom":{"a":1.50,"b":true,"c":["x"],"d":null}}`,
		`{"id":"1","first_name":null,"withheld":["last_name","custom.x","nonsense"]}`, `{"id":"1","status":"gone","updated_at":"x"}`,
		"{\"id\":\"\xff\",\"first_name\":\"\\ud800\"}", `{"id":"1","problems":[{"employee_id":"1","field":"x","reason":"y"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var e, back employee.Employee
		if json.Unmarshal(data, &e) != nil {
			return
		}
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		fields := employee.Fields()
		for key := range e.Custom {
			fields = append(fields, employee.CustomField(key))
		}
		for _, field := range fields {
			if e.Value(field) != back.Value(field) {
				t.Errorf("%s is %s and was %s: %s", field, back.Value(field).State(), e.Value(field).State(), text)
			}
		}
	})
}
