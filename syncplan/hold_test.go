package syncplan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestWithhold: a hold takes with it what cannot run without its drafts; an action
// that several guards hold is in the first hold; approvals release one hold, and
// nothing is written into drafts or guards.
func TestWithhold(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	newDraft := func(kind Kind, id string, phase int, after ...int32) draft {
		return draft{Action: Action{Kind: kind, EmployeeID: id, Reason: ReasonChanged}, user: -1, after: after, phase: phase}
	}
	drafts := func() []draft {
		return []draft{
			newDraft(KindUpdate, "e1", phaseFree),
			newDraft(KindCreate, "e2", phaseCreate, 0),
			newDraft(KindSetManager, "e3", phaseManager, 1),
			newDraft("", "dropped", phaseUpdate, 0),
			newDraft(KindDeactivate, "e5", phaseDeactivate),
			newDraft(KindUpdate, "e4", phaseUpdate),
		}
	}
	tripped := func() []trippedGuard {
		return []trippedGuard{
			{Hold{Guard: GuardEmailChanges, Source: "test/acme", Members: []string{"a"}}, []int32{0}},
			{Hold{Guard: GuardCreates, Source: "test/acme", Members: []string{"b"}}, []int32{1, 4}},
		}
	}
	email := Approval{Guard: GuardEmailChanges, Source: "test/acme", Members: []string{"a"}, Expires: at.Add(time.Hour)}
	creates := Approval{Guard: GuardCreates, Source: "test/acme", Members: []string{"b"}, Expires: at.Add(time.Hour)}
	for _, tt := range []struct {
		name      string
		approvals []Approval
		wantHeld  map[Guard][]string // the employees of the actions, in order
		wantRun   []string
	}{
		{
			name:     "no approval",
			wantHeld: map[Guard][]string{GuardEmailChanges: {"e1", "e2", "e3"}, GuardCreates: {"e5"}},
			wantRun:  []string{"e4"},
		},
		{
			name:      "one is approved",
			approvals: []Approval{email},
			wantHeld:  map[Guard][]string{GuardCreates: {"e2", "e3", "e5"}},
			wantRun:   []string{"e1", "e4"},
		},
		{
			name:      "the other is approved",
			approvals: []Approval{creates},
			wantHeld:  map[Guard][]string{GuardEmailChanges: {"e1", "e2", "e3"}},
			wantRun:   []string{"e4", "e5"},
		},
		{
			name:      "both are approved",
			approvals: []Approval{creates, email},
			wantHeld:  map[Guard][]string{},
			wantRun:   []string{"e1", "e4", "e2", "e3", "e5"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, guards := drafts(), tripped()
			holds, held := withhold(d, guards, tt.approvals, at)
			got := make(map[Guard][]string)
			for _, h := range holds {
				got[h.Guard] = employeesOf(h.Actions)
			}
			if diff := cmp.Diff(tt.wantHeld, got); diff != "" {
				t.Errorf("held: -want +got\n%s", diff)
			}
			run := employeesOf(order(d, func(i int32) bool { return !held[i] }))
			if diff := cmp.Diff(tt.wantRun, run); diff != "" {
				t.Errorf("run: -want +got\n%s", diff)
			}
			unexported := cmp.AllowUnexported(draft{}, trippedGuard{})
			if diff := cmp.Diff(drafts(), d, unexported); diff != "" {
				t.Errorf("the drafts are others now: %s", diff)
			}
			if diff := cmp.Diff(tripped(), guards, unexported); diff != "" {
				t.Errorf("the guards are others now: %s", diff)
			}
		})
	}
}

func employeesOf(actions []Action) []string {
	var ids []string
	for _, a := range actions {
		ids = append(ids, a.EmployeeID)
	}
	return ids
}
