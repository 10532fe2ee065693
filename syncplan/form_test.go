package syncplan_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// golden compares got with a file in testdata. "go test ./syncplan -update"
// writes the files anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-file +got):\n%s", name, diff)
	}
}

// rich is a night with something of everything.
func rich(t *testing.T) *syncplan.Plan {
	t.Helper()
	s := settings()
	s.Name = "Acme HR"
	s.Mapping.Scope = mapping.Condition{Field: "custom.sync", Op: mapping.OpYes}
	s.Mapping.Rules = append(s.Mapping.Rules,
		mapping.Rule{
			Target: "last_day", From: []employee.Field{"termination_date"}, Type: employee.KindDate,
			OnEmpty: mapping.OnEmptyClear,
		},
		mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}})
	yes := field("custom.sync", "yes")
	inScope := func(id, first, email string, with ...func(*employee.Employee)) employee.Employee {
		return emp(id, first, email, append([]func(*employee.Employee){yes}, with...)...)
	}
	leaver := func(e *employee.Employee) {
		field("termination_date", "2026-11-20")(e)
		field("status", "inactive")(e)
		field("status_text", "Terminated")(e)
	}
	r := roster(t,
		inScope("e01", "Ada", "ada@example.com", field("department", "R&D"), field("manager.id", "e05")),
		inScope("e02", "Bob", "bob@example.com", leaver),
		inScope("e03", "Eve", "eve@example.com", field("manager.id", "e01")),
		emp("e04", "Zoe", "zoe@example.com"),
		inScope("e05", "Dan", "dan@example.com", field("termination_date", "2026-12-24")),
		inScope("e06", "Kim", "same@example.com"), inScope("e07", "Lee", "SAME@example.com "),
		inScope("e08", "Ida", "ida@example.com", leaver),
		inScope("e10", "Max", "mia@example.com"), inScope("e11", "Mia", "max@example.com"),
		inScope("e12", "Jo", "jo@example.com", field("status", "withheld")),
		inScope("e13", "Pat", "pat@example.com", field("hire_date", "2026-12-01")),
		inScope("e14", "Sam", "sam@example.com", leaver),
		inScope("e15", "Una", "una@example.com"),
		inScope("e16", "Vic", "vic@example.com"),
		inScope("e17", "Wes", "wes@example.com", field("department", "empty")),
	)
	named := func(u syncplan.User, first string) syncplan.User {
		u.Attributes = syncplan.Attributes{
			syncplan.TextAttribute("first_name", first),
			syncplan.TextAttribute("department", "Sales"),
		}
		return u
	}
	users := []syncplan.User{
		named(linked("u01", "e01", "ada@example.com"), "Ada"),
		named(linked("u02", "e02", "bob@example.com"), "Bob"),
		{ID: "u05", Email: "Dan@Example.com", Active: true},
		protected(named(linked("u08", "e08", "ida@example.com"), "Ida")),
		named(linked("u09", "e09", "ivy@example.com"), "Ivy"),
		named(linked("u10", "e10", "max@example.com"), "Max"), named(linked("u11", "e11", "mia@example.com"), "Mia"),
		named(linked("u12", "e12", "jo@example.com"), "Jo"),
		free("u14", "sam@example.com"),
		inactive(named(linked("u15", "e15", "una@example.com"), "Una"), true),
		{ID: "u16", Link: syncplan.Link{Source: "old/acme", EmployeeID: "77"}, Email: "vic@example.com", Active: true},
		named(linked("u17", "e17", "wesley@example.com"), "Wes"),
		free("u18", "eve@acme.example.com"),
	}
	p, err := syncplan.Build(r, syncplan.Existing{Users: users, Groups: map[string][]string{"department": {"R & D"}}},
		s, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestForms shows one plan in its three forms, as files to read.
func TestForms(t *testing.T) {
	t.Parallel()
	p := rich(t)
	golden(t, "plan.txt", p.String())
	golden(t, "plan.md", p.Markdown())
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "plan.json", string(data)+"\n")

	var back syncplan.Plan
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.MarshalIndent(&back, "", "  ")
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("read back: %v\n%s", err, cmp.Diff(string(data), string(again)))
	}
	if p.String() != back.String() || p.Markdown() != back.Markdown() || p.Hash() != back.Hash() {
		t.Error("the plan read back is another one")
	}
}
