package syncplan_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// company returns n linked people and their users; alter changes the i-th.
func company(n int, alter func(i int, e *employee.Employee)) ([]employee.Employee, []syncplan.User) {
	people, users := make([]employee.Employee, n), make([]syncplan.User, n)
	for i := range n {
		email := fmt.Sprintf("%d@example.com", i)
		people[i] = emp(fmt.Sprintf("e%03d", i), "Ada", email)
		users[i] = linked(fmt.Sprintf("u%03d", i), people[i].ID, email)
		if alter != nil {
			alter(i, &people[i])
		}
	}
	return people, users
}

// first returns an alteration of the first n people.
func first(n int, with ...func(*employee.Employee)) func(int, *employee.Employee) {
	return func(i int, e *employee.Employee) {
		for _, w := range with {
			if i < n {
				w(e)
			}
		}
	}
}

func TestGuards(t *testing.T) {
	t.Parallel()
	gone, hidden := field("termination_date", yesterday), field("status", "withheld")
	rename := func(i int, e *employee.Employee) {
		if i < 6 {
			e.WorkEmail = "new" + e.WorkEmail
		}
	}
	for _, tt := range []struct {
		name    string
		people  int
		alter   func(int, *employee.Employee)
		missing int // people who are not listed
		joiners int
		change  func(*syncplan.Settings)
		want    syncplan.Guard // "" for none
		held    int
	}{
		{"five leavers of ten are half", 10, first(5, gone), 0, 0, nil, "", 0},
		{"five leavers of nine are above half", 9, first(5, gone), 0, 0, nil, syncplan.GuardDeactivations, 5},
		{"two leavers of a firm of six", 6, first(2, gone), 0, 0, nil, "", 0},
		{"six leavers of thirty", 30, first(6, gone), 0, 0, nil, "", 0},
		{"seven leavers of thirty", 30, first(7, gone), 0, 0, nil, syncplan.GuardDeactivations, 7},
		{"seven leavers of thirty-five", 35, first(7, gone), 0, 0, nil, "", 0},
		{"a limit of one's own", 30, first(7, gone), 0, 0, func(s *syncplan.Settings) {
			s.Policy.Limits = map[syncplan.Kind]syncplan.Limit{syncplan.Deactivate: {Count: 7}}
		}, "", 0},
		{"six new addresses of sixty", 60, rename, 0, 0, nil, "", 0},
		{"six new addresses of fifty-nine", 59, rename, 0, 0, nil, syncplan.GuardEmailChanges, 6},
		{"twenty joiners", 10, nil, 0, 20, nil, "", 0},
		{"twenty-one joiners", 10, nil, 0, 21, nil, syncplan.GuardCreates, 21},
		{"twenty-one joiners of a hundred and five", 105, nil, 0, 21, nil, "", 0},
		{"five missing of twenty", 20, nil, 5, 0, func(s *syncplan.Settings) { s.Policy.NoRecord = syncplan.TreatDeactivate }, "", 0},
		{"six missing of twenty", 20, nil, 6, 1, nil, syncplan.GuardMissingRecords, 1},
		{"the roster is empty", 3, nil, 3, 0, func(s *syncplan.Settings) { s.Policy.NoRecord = syncplan.TreatDeactivate }, syncplan.GuardEmptyRoster, 3},
		{"two without status of three", 3, first(2, hidden), 0, 1, nil, "", 0},
		{"three without status of four", 4, first(3, hidden), 0, 1, nil, syncplan.GuardUnreadableWord, 1},
		{"three blank of fifteen", 14, first(3, field("status", "empty")), 0, 1, nil, "", 0},
		{"status withheld for everybody", 3, first(3, hidden), 0, 0, nil, syncplan.GuardUnreadableField, 0},
		{"termination date withheld for everybody", 3, first(3, field("termination_date", "withheld")), 0, 0, nil, syncplan.GuardUnreadableField, 0},
		{"department absent for everybody", 3, first(3, field("department", "absent")), 0, 0, nil, syncplan.GuardUnreadableField, 0},
		{"work e-mail withheld for everybody, with an alternative", 3, first(3, field("work_email", "withheld")), 0, 0, nil, "", 0},
		{"scope withheld for everybody", 3, first(3, field("custom.sync", "withheld")), 0, 0, func(s *syncplan.Settings) {
			s.Mapping.Scope = mapping.Condition{Field: "custom.sync", Op: mapping.Yes}
		}, syncplan.GuardUnreadableField, 0},
		{"status withheld, the end date decides", 3, first(3, hidden), 0, 0, func(s *syncplan.Settings) { s.Policy.LeavingEvidence = syncplan.EvidenceEndDate }, "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			people, users := company(tt.people, tt.alter)
			people = people[tt.missing:]
			for i := range tt.joiners {
				people = append(people, emp(fmt.Sprintf("j%d", i), "Joe", fmt.Sprintf("j%d@example.com", i)))
			}
			s := settings()
			if tt.change != nil {
				tt.change(&s)
			}
			p := build(t, roster(t, people...), users, s)
			if tt.want == "" && len(p.Held) > 0 || tt.want != "" && (len(p.Held) == 0 || p.Held[0].Guard != tt.want || len(p.Held[0].Actions) != tt.held) {
				t.Fatalf("want %q with %d, got\n%s", tt.want, tt.held, p)
			}
			if tt.want == "" {
				return
			}
			again := build(t, roster(t, people...), syncplantest.Apply(syncplan.Existing{Users: users}, p).Users, s)
			if len(again.Actions) > 0 || len(again.Held) == 0 || len(again.Held[0].Actions) != tt.held {
				t.Errorf("what was held did not stay held:\n%s", again)
			}
			var approvals []syncplan.Approval
			approved := p
			for range 3 { // behind one guard there may be another
				for _, h := range approved.Held {
					approvals = append(approvals, h.Approve("ops", now.Add(time.Hour)))
				}
				approved = build(t, roster(t, people...), users, s, approvals...)
			}
			if len(approved.Held) > 0 || len(approved.Actions) < tt.held {
				t.Errorf("approved, still\n%s", approved)
			}
		})
	}
}

// TestHeldStaysHeld: the plan's own creates would raise the limit for the
// deactivations that it holds.
func TestHeldStaysHeld(t *testing.T) {
	t.Parallel()
	people, users := company(30, first(7, field("termination_date", yesterday)))
	for i := range 10 {
		people = append(people, emp(fmt.Sprintf("j%d", i), "Joe", fmt.Sprintf("j%d@example.com", i)))
	}
	r := roster(t, people...)
	p := build(t, r, users, settings())
	if len(p.Actions) != 0 || p.Summary().Held != 17 {
		t.Fatalf("want the creates held with the deactivations:\n%s", p)
	}
	if p = build(t, r, users, settings(), p.Held[0].Approve("ops", now.Add(time.Hour))); len(p.Actions) != 17 {
		t.Errorf("approved: %s", p.Summary())
	}
}

func TestApproval(t *testing.T) {
	t.Parallel()
	gone := field("termination_date", yesterday)
	build := func(leavers int, approvals ...syncplan.Approval) *syncplan.Plan {
		people, users := company(30, first(leavers, gone))
		return build(t, roster(t, people...), users, settings(), approvals...)
	}
	hold := build(8).Held[0]
	approval := hold.Approve("ops", now.Add(time.Hour))
	data, err := json.Marshal(approval)
	if err != nil {
		t.Fatal(err)
	}
	var stored syncplan.Approval
	if err := json.Unmarshal(data, &stored); err != nil {
		t.Fatal(err)
	}
	elsewhere, expired, another := stored, stored, stored
	elsewhere.Source, expired.Expires, another.Guard = "test/other", now, syncplan.GuardCreates
	for _, tt := range []struct {
		name     string
		leavers  int
		approval syncplan.Approval
		want     bool // released
	}{
		{"the same set, stored", 8, stored, true},
		{"a part of it", 7, stored, true},
		{"one more", 9, stored, false},
		{"of another source", 8, elsewhere, false},
		{"expired", 8, expired, false},
		{"of another guard", 8, another, false},
	} {
		if got := len(build(tt.leavers, tt.approval).Actions) == tt.leavers; got != tt.want {
			t.Errorf("%s: released %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestHeldAddresses: whoever waits for an address that a held action frees is
// held with it.
func TestHeldAddresses(t *testing.T) {
	t.Parallel()
	people, users := company(10, func(i int, e *employee.Employee) {
		if i < 6 {
			e.WorkEmail = "new" + e.WorkEmail
		}
	})
	people = append(people, emp("j1", "Joe", "3@example.com"))
	p := build(t, roster(t, people...), users, settings())
	if len(p.Actions) != 0 || len(p.Held) != 1 || len(p.Held[0].Actions) != 7 {
		t.Errorf("got\n%s", p)
	}
}

// TestHeldPairing: who reports to whom waits for the two to have their users,
// not for other changes of theirs.
func TestHeldPairing(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}}, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
	s.Match = []syncplan.Key{{Targets: []string{"number"}}}
	s.Policy.Limits = map[syncplan.Kind]syncplan.Limit{syncplan.Update: {}} // every change of an address is held
	numbered := syncplan.User{ID: "u1", Email: "old@example.com", Active: true, Attributes: syncplan.Attributes{syncplan.Text("number", "1"), syncplan.Text("first_name", "Ada"), syncplan.Text("department", "Sales")}}
	moved := linked("u2", "e2", "old2@example.com")
	for _, tt := range []struct {
		name    string
		manager [2]string // of e1 and of e2
		want    map[string]bool
	}{
		{"of somebody whose link is held", [2]string{"e3", "empty"}, map[string]bool{}},
		{"to somebody whose link is held", [2]string{"empty", "e1"}, map[string]bool{}},
		{"to somebody whose new address is held", [2]string{"e2", "empty"}, map[string]bool{}},
		{"of somebody whose new address is held", [2]string{"empty", "e3"}, map[string]bool{"u2": true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := build(t, roster(t, emp("e1", "Ada", "ada@example.com", field("number", "1"), field("manager.id", tt.manager[0])),
				emp("e2", "Bob", "bob@example.com", field("number", "2"), field("manager.id", tt.manager[1])),
				emp("e3", "Cem", "cem@example.com", field("number", "3"))), []syncplan.User{numbered, moved, linked("u3", "e3", "cem@example.com")}, s)
			got := make(map[string]bool)
			for _, a := range p.Actions {
				if a.Kind == syncplan.SetManager {
					got[a.UserID] = true
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("managers set: %s\n%s", diff, p)
			}
		})
	}
}

// TestMissingLinkedTwice: users that are linked to one record which is not
// listed any more count one by one.
func TestMissingLinkedTwice(t *testing.T) {
	t.Parallel()
	users := []syncplan.User{linked("u0", "e0", "ada@example.com"), inactive(linked("a", "gone0", "a@example.com"), true)}
	for i := range 6 {
		users = append(users, linked(fmt.Sprintf("u1%d", i), fmt.Sprintf("gone%d", i), fmt.Sprintf("%d@example.com", i)))
	}
	p := build(t, roster(t, emp("e0", "Ada", "ada@example.com")), users, settings())
	if len(p.Held) != 1 || p.Held[0].Guard != syncplan.GuardMissingRecords || p.Held[0].Count != 6 {
		t.Errorf("held %v, want missing_records for 6\n%s", p.Held, p)
	}
}
