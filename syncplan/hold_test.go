package syncplan

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// TestWithhold: a hold takes with it what cannot run without its drafts; an action
// that several guards hold is in the first hold; approvals release members of one
// guard, and nothing is written into drafts or watches.
func TestWithhold(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	newDraft := func(kind Kind, id string, phase int, after ...int32) draft {
		a := Action{Kind: kind, Key: id, EmployeeID: id, Reason: ReasonChanged}
		return draft{Action: a, user: -1, after: after, phase: phase}
	}
	values := newDraft(KindUpdate, "e6", phaseUpdate)
	values.Changes = []Change{
		{Attribute: "a", From: employee.Text("x"), To: employee.Text("y")}, {Attribute: "b", From: employee.Text("x")},
	}
	drafts := func() []draft {
		return []draft{
			newDraft(KindUpdate, "e1", phaseFree),
			newDraft(KindCreate, "e2", phaseCreate, 0),
			newDraft(KindSetManager, "e3", phaseManager, 1),
			newDraft("", "dropped", phaseUpdate, 0),
			newDraft(KindDeactivate, "e5", phaseDeactivate),
			newDraft(KindUpdate, "e4", phaseUpdate),
			values,
		}
	}
	watched := func() []watch {
		return []watch{
			{guard: GuardEmailChanges, drafts: []int32{0}},
			{guard: GuardClears, target: "b", drafts: []int32{6}},
			{guard: GuardCreates, drafts: []int32{1, 4}, most: 1},
		}
	}
	approve := func(g Guard, target string, n ...int32) Approval {
		a := Approval{Guard: g, Source: "test/acme", Given: at, Expires: at.Add(time.Hour)}
		for _, i := range n {
			a.Members = append(a.Members, (&watch{guard: g, target: target}).member(&drafts()[i]))
		}
		return a
	}
	email, cleared := approve(GuardEmailChanges, "", 0), approve(GuardClears, "b", 6)
	refused := approve(GuardCreates, "", 1)
	refused.Shown = approve(GuardCreates, "", 4).Members
	for _, tt := range []struct {
		name      string
		approvals []Approval
		wantHeld  map[Guard][]string // the employees of the actions, in order
		wantRun   []string
		changes   []string // of e6, to run
	}{
		{
			name:     "no approval",
			wantHeld: map[Guard][]string{GuardEmailChanges: {"e1", "e2", "e3"}, GuardClears: {"e6"}, GuardCreates: {"e5"}},
			wantRun:  []string{"e4", "e6"}, changes: []string{"a"},
		},
		{
			name: "one is approved", approvals: []Approval{email},
			wantHeld: map[Guard][]string{GuardClears: {"e6"}, GuardCreates: {"e2", "e3", "e5"}},
			wantRun:  []string{"e1", "e4", "e6"}, changes: []string{"a"},
		},
		{
			name:      "one member is approved, the other alone is below the limit",
			approvals: []Approval{email, approve(GuardCreates, "", 1)},
			wantHeld:  map[Guard][]string{GuardClears: {"e6"}},
			wantRun:   []string{"e1", "e4", "e6", "e2", "e3", "e5"}, changes: []string{"a"},
		},
		{
			name: "one member is approved, and the other was shown", approvals: []Approval{email, refused},
			wantHeld: map[Guard][]string{GuardClears: {"e6"}, GuardCreates: {"e5"}},
			wantRun:  []string{"e1", "e4", "e6", "e2", "e3"}, changes: []string{"a"},
		},
		{
			name: "all are approved", approvals: []Approval{cleared, approve(GuardCreates, "", 1, 4), email},
			wantHeld: map[Guard][]string{},
			wantRun:  []string{"e1", "e4", "e6", "e2", "e3", "e5"}, changes: []string{"a", "b"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, guards := drafts(), watched()
			x := withhold("test/acme", d, managers{}, guards, newLedger(tt.approvals, "test/acme", at), at)
			got := make(map[Guard][]string)
			for _, h := range x.holds {
				got[h.Guard] = employeesOf(h.Actions)
			}
			if diff := cmp.Diff(tt.wantHeld, got); diff != "" {
				t.Errorf("held: -want +got\n%s", diff)
			}
			rest := x.actions(d, func(i int32) *Action { return x.rest(d, i) })
			if diff := cmp.Diff(tt.wantRun, employeesOf(rest)); diff != "" {
				t.Errorf("run: -want +got\n%s", diff)
			}
			waits := map[string][]string{"e2": {"e1"}, "e3": {"e2"}}
			for _, a := range slices.Concat(rest, heldActions(x.holds)) {
				if diff := cmp.Diff(waits[a.EmployeeID], a.After); diff != "" {
					t.Errorf("%s waits for: -want +got\n%s", a, diff)
				}
			}
			for _, a := range rest {
				var attributes []string
				for _, c := range a.Changes {
					attributes = append(attributes, c.Attribute)
				}
				if a.EmployeeID == "e6" && !cmp.Equal(attributes, tt.changes) {
					t.Errorf("of e6 %q are changed, want %q", attributes, tt.changes)
				}
			}
			unexported := cmp.AllowUnexported(draft{}, watch{})
			if diff := cmp.Diff(drafts(), d, unexported); diff != "" {
				t.Errorf("the drafts are others now: %s", diff)
			}
			if diff := cmp.Diff(watched(), guards, unexported); diff != "" {
				t.Errorf("the watches are others now: %s", diff)
			}
		})
	}
}

func heldActions(holds []Hold) (actions []Action) {
	for _, h := range holds {
		actions = append(actions, h.Actions...)
	}
	return actions
}

func employeesOf(actions []Action) []string {
	var ids []string
	for _, a := range actions {
		ids = append(ids, a.EmployeeID)
	}
	return ids
}
