package employee_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
)

// TestRosterIsNotDecoded: the JSON of a roster is for logs, and no JSON becomes one
// but through ReadRoster.
func TestRosterIsNotDecoded(t *testing.T) {
	t.Parallel()
	r, err := employee.NewRoster(employee.Origin{Provider: "csv", Tenant: "acme"}, employee.Employee{ID: "1"})
	if err != nil {
		t.Fatal(err)
	}
	logged, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var stored strings.Builder
	if _, err := r.WriteTo(&stored); err != nil {
		t.Fatal(err)
	}
	for name, document := range map[string]string{"for logs": string(logged), "stored": stored.String(), "empty": "{}"} {
		var into employee.Roster
		if err := json.Unmarshal([]byte(document), &into); err == nil || !strings.Contains(err.Error(), "use ReadRoster") {
			t.Errorf("%s: %v, want an error that says to use ReadRoster", name, err)
		}
	}
}

func TestWriteNoRoster(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*employee.Roster{"nil": nil, "zero": {}} {
		var b strings.Builder
		if _, err := r.WriteTo(&b); err == nil || b.Len() > 0 {
			t.Errorf("%s: %v, %q written", name, err, b.String())
		}
	}
}
