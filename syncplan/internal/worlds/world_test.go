package worlds_test

import (
	"testing"
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// TestWild: every world can be planned, and together they have a good number of
// every action, hold and note that there is.
func TestWild(t *testing.T) {
	t.Parallel()
	if race.Enabled {
		t.Skip("nothing here runs side by side, and fewer worlds have too little of something")
	}
	const cases = 2_000
	seen := make(map[string]int)
	for seed := range uint64(cases) {
		w := worlds.New(seed)
		p, err := syncplan.Build(w.Roster(), w.Existing, w.Settings, w.At)
		if err != nil {
			t.Fatalf("world %d: %v", seed, err)
		}
		for _, a := range p.Actions {
			seen[string(a.Kind)+" "+string(a.Reason)]++
		}
		for range p.Applied {
			seen["to remember"]++
		}
		for _, h := range p.Held {
			seen["held by "+string(h.Guard)]++
		}
		for _, n := range p.Notes {
			seen[string(n.Kind)+" "+string(n.Reason)]++
		}
	}
	for _, what := range []string{
		"create_group group", "update changed", "link matched", "reactivate returned", "create hired", "set_manager manager",
		"deactivate left", "deactivate blocked", "deactivate out_of_scope", "deactivate no_record", "create left",
		"held by missing_records", "held by empty_roster", "held by unreadable_field", "held by unreadable_status",
		"held by deactivations",
		"held by unlinked_deactivations", "held by email_changes", "held by relinks", "held by creates",
		"held by possible_duplicates", "held by move", "alert left_behind", "hint similar",
		"alert protected", "conflict email_taken", "conflict same_email", "conflict same_user", "conflict several_users",
		"conflict linked_twice", "conflict linked_other",
		"problem unknown", "problem flipped_early", "problem still_pending", "problem no_key", "problem required",
		"problem value", "problem record", "problem manager_cycle",
		"hint other_name", "hint no_manager", "hint near_duplicate", "hint no_record", "hint manual", "hint pre_hire",
		"skipped kept", "to remember",
		"skipped ignored", "skipped out_of_scope", "skipped left", "skipped blocked", "skipped pre_hire",
	} {
		if seen[what] < 5 {
			t.Errorf("%q only %d times in %d worlds: the generator is too tame", what, seen[what], cases)
		}
	}
	t.Log(seen)
}
