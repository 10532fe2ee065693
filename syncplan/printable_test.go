package syncplan_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestUnseen: what cannot be seen is escaped in every text: line ends, ESC, controls of
// direction and characters without width.
func TestUnseen(t *testing.T) {
	t.Parallel()
	for name, unseen := range map[string]string{
		"line end": "\n", "escape": "\x1b", "direction": "\u202e", "isolate": "\u2066", "no width": "\u200b",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := employee.Origin{Provider: "test", Tenant: "ac" + unseen + "me", AsOf: now}
			e := emp("e"+unseen+"1", "A"+unseen+"da", "ada@example.com", field("department", "R"+unseen+"D"))
			r, err := employee.NewRoster(of, e, emp("e"+unseen+"2", "Bob", "", field("status", "withheld")))
			if err != nil {
				t.Fatal(err)
			}
			other := settings()
			other.Mapping.Rules[1].Target = "first" + unseen + "name"
			user := linked("u"+unseen+"1", e.ID, "ada@example.com")
			user.Link.Source = of.Source()
			users := []syncplan.User{user}
			before, after := prepare(t, r, users, settings()), prepare(t, r, users, other)
			comparison, err := syncplan.Compare(before, after)
			if err != nil {
				t.Fatal(err)
			}
			plan := after.Plan()
			explained, _ := after.Explain(plan, e.ID)
			for what, text := range map[string]string{
				"plan": plan.String(), "Markdown": plan.Markdown(), "comparison": comparison.String(),
				"explanation": explained.String(), "planner": after.String(), "user": user.String(),
			} {
				found := unseen
				if unseen == "\n" {
					found = "ac\nme" // the forms have lines of their own
				}
				if strings.Contains(text, found) || text == "" {
					t.Errorf("%s: %q", what, text)
				}
			}
		})
	}
}
