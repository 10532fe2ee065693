package syncplan_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// brokenAfter returns what a product has after the first n actions of a plan, and what
// is unfinished.
func brokenAfter(x syncplan.Existing, p *syncplan.Plan, n int) syncplan.Existing {
	begun := *p
	begun.Actions = p.Actions[:n]
	x = syncplantest.Apply(x, &begun)
	x.Unfinished = p.Actions[n:]
	return x
}

func buildFrom(
	t *testing.T, r *employee.Roster, x syncplan.Existing, s syncplan.Settings, approvals ...syncplan.Approval,
) *syncplan.Plan {
	t.Helper()
	p, err := syncplan.Build(r, x, s, now, approvals...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestFirstImportBreaksOff: a first import of 100 goes on after it broke off, with its
// unfinished actions or with the approval of the first plan. Without both the rest waits,
// and no user loses access.
func TestFirstImportBreaksOff(t *testing.T) {
	t.Parallel()
	var employees []employee.Employee
	for i := range 100 {
		id := fmt.Sprintf("e%02d", i)
		employees = append(employees, emp(id, "Ada", id+"@example.com"))
	}
	r := roster(t, employees...)
	for _, tt := range []struct {
		name           string
		first          syncplan.FirstPlan
		done           int
		lost, approved bool
		want           string
	}{
		{name: "after 1", done: 1, want: "99 create"},
		{name: "after 50", done: 50, want: "50 create"},
		{name: "after 79", done: 79, want: "21 create"},
		{name: "at once, of an approved plan", first: syncplan.FirstPlanHold, want: "100 create"},
		{name: "lost", done: 50, lost: true, want: "nothing to do; 50 held by creates"},
		{
			name: "lost, and approved", first: syncplan.FirstPlanHold, done: 50, lost: true, approved: true,
			want: "50 create",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.FirstPlan = tt.first
			var approvals []syncplan.Approval
			for _, h := range buildFrom(t, r, syncplan.Existing{}, s).Held {
				approvals = append(approvals, h.ApproveAll("an operator", now.AddDate(0, 0, 7)))
			}
			x := brokenAfter(syncplan.Existing{}, buildFrom(t, r, syncplan.Existing{}, s, approvals...), tt.done)
			if tt.lost {
				x.Unfinished = nil
			}
			if !tt.approved {
				approvals = nil
			}
			p := buildFrom(t, r, x, s, approvals...)
			if got := p.Summary().String(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if removed := deactivated(p); removed != nil {
				t.Errorf("deactivated: %s", removed)
			}
		})
	}
}

// TestUnfinished: Ada has left, Bob has another first name, and Cem is new; every guard
// holds one such action. Which unfinished actions release them?
func TestUnfinished(t *testing.T) {
	t.Parallel()
	ada := emp("e1", "Ada", "ada@example.com", field("termination_date", yesterday), field("status", "inactive"))
	r := roster(t, ada, emp("e2", "Bob", "bob@example.com"), emp("e3", "Cem", "cem@example.com"))
	none := &syncplan.Limit{}
	s := settings()
	s.Policy.Limits = syncplan.Limits{Deactivations: none, Changes: none, Creates: none}
	users := []syncplan.User{linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "bob@example.com")}
	all := make(map[string]syncplan.Action)
	for _, h := range build(t, r, users, s).Held {
		for _, a := range h.Actions {
			all[a.EmployeeID] = a
		}
	}
	to := func(v string) []syncplan.Change {
		return []syncplan.Change{{Attribute: "first_name", From: employee.Empty(), To: employee.Text(v)}}
	}
	other := syncplan.Link{Source: "test/acme", EmployeeID: "e9"}
	for _, tt := range []struct {
		name string
		of   string
		edit func(*syncplan.Action)
		runs bool
	}{
		{name: "the same deactivation", of: "e1", runs: true},
		{name: "on other evidence", of: "e1", edit: func(a *syncplan.Action) { a.Evidence = nil }, runs: true},
		{name: "under another key", of: "e1", edit: func(a *syncplan.Action) { a.Key = "x" }, runs: true},
		{name: "of another user", of: "e1", edit: func(a *syncplan.Action) { a.UserID = "u9" }},
		{name: "of another record", of: "e1", edit: func(a *syncplan.Action) { a.EmployeeID = "e9" }},
		{name: "of another kind", of: "e1", edit: func(a *syncplan.Action) { a.Kind = syncplan.KindUpdate }},
		{name: "of a user with another link", of: "e1", edit: func(a *syncplan.Action) { a.Linked = other }},
		{name: "with another new link", of: "e1", edit: func(a *syncplan.Action) { a.Link = other }},
		{name: "with a value of its own", of: "e1", edit: func(a *syncplan.Action) { a.Changes = to("Eve") }},
		{name: "the same value", of: "e2", runs: true},
		{name: "from another value", of: "e2", edit: func(a *syncplan.Action) { a.Changes = to("Bob") }, runs: true},
		{name: "another value", of: "e2", edit: func(a *syncplan.Action) { a.Changes = to("Eve") }},
		{name: "the same creation", of: "e3", runs: true},
		{name: "with other values", of: "e3", edit: func(a *syncplan.Action) { a.Changes = to("Eve") }, runs: true},
	} {
		a := all[tt.of]
		if tt.edit != nil {
			tt.edit(&a)
		}
		p := buildFrom(t, r, syncplan.Existing{Users: users, Unfinished: []syncplan.Action{a}}, s)
		var ran []string
		for _, a := range p.Actions {
			ran = append(ran, a.EmployeeID)
		}
		var want []string
		if tt.runs {
			want = []string{tt.of}
		}
		if diff := cmp.Diff(want, ran); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestUnfinishedHeld: what an operator refused, and all where the roster is doubted,
// stays held though it is unfinished.
func TestUnfinishedHeld(t *testing.T) {
	t.Parallel()
	left := func(id, name string) employee.Employee {
		return emp(id, name, id+"@example.com", field("termination_date", yesterday), field("status", "inactive"))
	}
	s := settings()
	s.Policy.Limits.Deactivations = &syncplan.Limit{}
	users := []syncplan.User{linked("u1", "e1", "e1@example.com"), linked("u2", "e2", "e2@example.com")}
	r := roster(t, left("e1", "Ada"), left("e2", "Ada"))
	hold := build(t, r, users, s).Held[0]
	x := syncplan.Existing{Users: users, Unfinished: hold.Actions}
	refusal := hold.Approve("an operator", now.AddDate(0, 0, 7), "e2")
	if got := deactivates(buildFrom(t, r, x, s, refusal)); !slices.Equal(got, []string{"u2"}) {
		t.Errorf("with u1 refused: %s", got)
	}
	if got := deactivates(buildFrom(t, r, x, s)); len(got) != 2 {
		t.Errorf("with nothing refused: %s", got)
	}
	if got := deactivates(buildFrom(t, roster(t), x, s)); got != nil {
		t.Errorf("with an empty roster: %s", got)
	}
}

// deactivates returns the users that a plan deactivates.
func deactivates(p *syncplan.Plan) (users []string) {
	for _, a := range p.Actions {
		if a.Kind == syncplan.KindDeactivate {
			users = append(users, a.UserID)
		}
	}
	return users
}

// TestUnfinishedManagers: the managers of users that the last plan created are set by the
// next one, under the keys that they had, and with a rule that counts at creation only.
func TestUnfinishedManagers(t *testing.T) {
	t.Parallel()
	boss := field("manager.id", "e1")
	r := roster(t, emp("e1", "Ada", "ada@example.com"), emp("e2", "Bob", "bob@example.com", boss),
		emp("e3", "Cem", "cem@example.com", boss, field("termination_date", yesterday), field("status", "inactive")))
	s := withManagers()
	for i := range s.Mapping.Rules {
		if s.Mapping.Rules[i].Target == syncplan.TargetManager {
			s.Mapping.Rules[i].Authority = mapping.AuthorityCreate
		}
	}
	s.Policy.Left = syncplan.TreatmentSync
	whole := buildFrom(t, r, syncplan.Existing{}, s)
	if len(whole.Actions) != 5 {
		t.Fatalf("want three users and two managers:\n%s", whole)
	}
	for n := range whole.Actions {
		x := brokenAfter(syncplan.Existing{}, whole, n)
		p := buildFrom(t, r, x, s)
		var want, got []string
		for _, a := range whole.Actions[n:] {
			want = append(want, a.Key+" "+string(a.Kind)+" "+a.EmployeeID)
		}
		for _, a := range p.Actions {
			got = append(got, a.Key+" "+string(a.Kind)+" "+a.EmployeeID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("after %d actions (-want +got):\n%s", n, diff)
		}
	}
}

// TestUnfinishedKeyInUse: two joiners with one number have a user each, wherever the run
// breaks off.
func TestUnfinishedKeyInUse(t *testing.T) {
	t.Parallel()
	number := field("number", "7")
	r := roster(t, emp("e1", "Ada", "ada@example.com", number), emp("e2", "Ada", "ada.b@example.com", number))
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "number", From: []employee.Field{"number"}})
	s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
	x := brokenAfter(syncplan.Existing{}, buildFrom(t, r, syncplan.Existing{}, s), 1)
	if got := buildFrom(t, r, x, s).Summary().String(); got != "1 create" {
		t.Errorf("the second one: %s", got)
	}
	x.Unfinished = nil
	if got := heads(buildFrom(t, r, x, s)); !strings.Contains(got, "linked_other") || strings.Contains(got, "create ") {
		t.Errorf("without what is unfinished: %s", got)
	}
}

// TestUnfinishedJSON: unfinished actions are stored with the users, and read back.
func TestUnfinishedJSON(t *testing.T) {
	t.Parallel()
	p := build(t, roster(t, emp("e1", "Ada", "ada@example.com")), nil, settings())
	x := syncplan.Existing{Users: []syncplan.User{}, Unfinished: p.Actions}
	data, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	got, err := syncplan.ParseExisting(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(x, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
