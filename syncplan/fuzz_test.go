package syncplan_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// FuzzSettings: whatever is stored as settings, it is refused with its faults, or
// it survives being stored again and makes a plan or an error.
func FuzzSettings(f *testing.F) {
	whole, err := os.ReadFile("testdata/settings.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	for _, seed := range []string{
		`{"zone":"UTC","mapping":{"rules":[{"target":"email","from":["work_email"]}]}}`,
		`{"zone":"Local","mapping":{"rules":[{"target":"email","from":["work_email"],"on_empty":"clear"}]},` +
			`"match":[{"targets":[]}]}`,
		`{"zone":"UTC","zones":[{"when":{"field":"location","op":"is","values":["x"]},"zone":"../etc/passwd"}],` +
			`"mapping":{"rules":[{"target":"email","from":["work_email"]}]}}`,
		`{"zone":"UTC","mapping":{"rules":[{"target":"email","from":["work_email"]},` +
			`{"target":"manager","from":["manager.id"]}]},` +
			`"policy":{"create_ahead":"any","limits":{"creates":{"count":-1,"percent":101}},"left":"sync"}}`,
		`{"zone":"UTC","mapping":{"scope":{"not":{"not":{"not":{}}}},"rules":[{"target":"email","constant":"\ud800"}]}}`,
		`{"zone":"UTC","policy":{"create_ahead":1e9}}`,
		`[]`, `null`, `{"zone":"UTC","zone":"UTC"}`, "{\"zone\":\"\xff\"}", ``,
	} {
		f.Add([]byte(seed))
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ada := employee.Employee{
		ID: "1", FirstName: "Ada", WorkEmail: "ada@example.com", Status: employee.StatusActive,
		HireDate: employee.NewDate(2020, 2, 29),
	}
	r, err := employee.NewRoster(employee.Origin{Provider: "acmehr", Tenant: "acme", AsOf: at}, ada)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := syncplan.ParseSettings(data)
		if err != nil {
			if faults, ok := errors.AsType[mapping.Faults](err); !ok || len(faults) == 0 {
				t.Fatalf("the error is a %T: %v", err, err)
			}
			return
		}
		written, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		again, err := syncplan.ParseSettings(written)
		if diff := cmp.Diff(s, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("stored as %s: %v\n%s", written, err, diff)
		}
		plan, err := syncplan.Build(r, syncplan.Existing{}, s, at)
		if (plan == nil) == (err == nil) {
			t.Fatalf("plan %v with the error %v", plan, err)
		}
	})
}

// FuzzExisting: whatever claims to be users, it is refused or it survives being
// written again.
func FuzzExisting(f *testing.F) {
	for _, seed := range []string{
		`{"users":[]}`, `{"users":null}`, `{"groups":{"team":["a"]}}`,
		`{"users":[{"id":"u1","email":"ada@example.com","active":true}]}`,
		`{"users":[{"id":"u1","link":{"source":"a/b"},"ends_on":"2025-02-30"}]}`, `{"users":[{"id":"u1"},{"id":"u1"}]}`,
		`{"users":[{"id":"u1","attributes":{"a":"x","b":["y"],"c":1.50,"d":true,"e":null,"f":{}}}]}`, `[]`, `null`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := syncplan.ParseExisting(data)
		if err != nil {
			return
		}
		written, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		again, err := syncplan.ParseExisting(written)
		if diff := cmp.Diff(x, again, cmpopts.EquateEmpty(),
			cmp.Comparer(func(a, b employee.Value) bool { return a == b })); err != nil || diff != "" {
			t.Fatalf("written as %s: %v\n%s", written, err, diff)
		}
	})
}
