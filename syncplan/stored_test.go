package syncplan_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/race"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// TestStored keeps everything as bytes, as between two processes: the roster, the
// users, the settings and the plan. A Planner prepared again from them gives the
// same plan and explains the stored one in the same words.
func TestStored(t *testing.T) {
	t.Parallel()
	for seed := range uint64(race.Pick(1_000, 100)) {
		w := worlds.New(seed)
		before := planner(t, w)
		plan := before.Plan()
		r, x, s := storedRoster(t, w.Roster()), storedUsers(t, w.Existing), storedSettings(t, w.Settings)
		after, err := syncplan.Prepare(r, x, s, w.At)
		if err != nil {
			t.Fatalf("world %d: %v", seed, err)
		}
		var stored syncplan.Plan
		if err := json.Unmarshal(encoded(t, plan), &stored); err != nil {
			t.Fatalf("world %d: %v", seed, err)
		}
		if diff := cmp.Diff(plan, after.Plan()); diff != "" {
			t.Fatalf("world %d: prepared again (-before +after):\n%s", seed, diff)
		}
		same := func(who string, x, y syncplan.Explanation, known, knows bool) {
			t.Helper()
			diff := cmp.Diff(string(encoded(t, x))+x.String(), string(encoded(t, y))+y.String())
			if diff != "" || !known || !knows {
				t.Fatalf("world %d, %s: known %v, then %v (-before +after):\n%s", seed, who, known, knows, diff)
			}
		}
		for i := range w.People {
			id := w.People[i].ID
			x, known := before.Explain(plan, id)
			y, knows := after.Explain(&stored, id)
			same("employee "+id, x, y, known, knows)
		}
		for _, u := range w.Existing.Users {
			x, known := before.ExplainUser(plan, u.ID)
			y, knows := after.ExplainUser(&stored, u.ID)
			same("user "+u.ID, x, y, known, knows)
		}
	}
}

func encoded(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func storedRoster(t *testing.T, r *employee.Roster) *employee.Roster {
	t.Helper()
	var b bytes.Buffer
	if _, err := r.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	back, err := employee.ReadRoster(&b)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func storedUsers(t *testing.T, x syncplan.Existing) syncplan.Existing {
	t.Helper()
	if x.Users == nil {
		x.Users = []syncplan.User{}
	}
	groups := make(map[string][]string)
	for attribute, values := range x.Groups {
		groups[attribute] = append([]string{}, values...)
	}
	x.Groups = groups
	back, err := syncplan.ParseExisting(encoded(t, x))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func storedSettings(t *testing.T, s syncplan.Settings) syncplan.Settings {
	t.Helper()
	back, err := syncplan.ParseSettings(encoded(t, s))
	if err != nil {
		t.Fatal(err)
	}
	return back
}
