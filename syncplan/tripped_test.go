package syncplan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

// TestTrippedGuards: which guards hold which drafts, by facts alone.
func TestTrippedGuards(t *testing.T) {
	t.Parallel()
	many := func(kind Kind, n int) []draft {
		drafts := make([]draft, n)
		for i := range drafts {
			drafts[i] = draft{Action: Action{Kind: kind, UserID: string(rune('a' + i))}, user: int32(i)}
		}
		return drafts
	}
	linked := guardFacts{listed: 10, hasLinks: true, base: 10, employed: 10}
	with := func(change func(*guardFacts)) guardFacts {
		f := linked
		change(&f)
		return f
	}
	type trip struct {
		Guard                Guard
		Count, Limit, Drafts int
	}
	for _, tt := range []struct {
		name   string
		facts  guardFacts
		drafts []draft
		want   []trip
	}{
		{name: "nothing to do", facts: linked},
		{name: "five deactivations of ten", facts: linked, drafts: many(KindDeactivate, 5)},
		{
			name:  "six deactivations of ten",
			facts: linked, drafts: many(KindDeactivate, 6),
			want: []trip{{GuardDeactivations, 6, 5, 6}},
		},
		{
			name:   "two deactivations of three are above half",
			facts:  with(func(f *guardFacts) { f.base = 3 }),
			drafts: many(KindDeactivate, 2), want: []trip{{GuardDeactivations, 2, 1, 2}},
		},
		{
			name: "a limit of the settings, without the half",
			facts: with(func(f *guardFacts) {
				f.base, f.limits.Deactivations = 3, &Limit{Count: 2}
			}),
			drafts: many(KindDeactivate, 2),
		},
		{
			name: "a relink from another source raises the base",
			facts: with(func(f *guardFacts) {
				f.base, f.limits.Deactivations, f.raised = 11, &Limit{Percent: 50}, map[int32]bool{0: true}
			}),
			drafts: append(many(KindRelink, 1), many(KindDeactivate, 6)...),
			want:   []trip{{GuardRelinks, 1, 0, 1}, {GuardDeactivations, 6, 5, 7}},
		},
		{
			name: "a relink within the source does not",
			facts: with(func(f *guardFacts) {
				f.base, f.limits.Deactivations = 11, &Limit{Percent: 50}
			}),
			drafts: append(many(KindRelink, 1), many(KindDeactivate, 6)...),
			want:   []trip{{GuardRelinks, 1, 0, 1}, {GuardDeactivations, 6, 5, 6}},
		},
		{
			name: "an empty roster, and nothing else is doubted",
			facts: guardFacts{
				hasLinks: true, base: 1, missing: []Member{{UserID: "u1"}}, unreadable: []unreadable{{target: "email"}},
			},
			want: []trip{{GuardEmptyRoster, 1, 0, 0}},
		},
		{
			name: "a field is unreadable, everything is held",
			facts: with(func(f *guardFacts) {
				f.unreadable = []unreadable{{fields: []employee.Field{"status"}}, {target: "email"}}
			}),
			drafts: many(KindUpdate, 3), want: []trip{{GuardUnreadableField, 2, 0, 3}},
		},
		{
			name: "two without a status of four employed",
			facts: with(func(f *guardFacts) {
				f.noStatus, f.employed = []Member{{EmployeeID: "a"}, {EmployeeID: "b"}, {EmployeeID: "c"}}, 4
			}),
			drafts: many(KindUpdate, 3), want: []trip{{GuardUnreadableStatus, 3, 2, 3}},
		},
		{
			name:   "the first plan",
			facts:  guardFacts{listed: 10, firstPlan: FirstPlanHold},
			drafts: many(KindCreate, 30), want: []trip{{GuardFirstPlan, 30, 0, 30}},
		},
		{
			name:   "deactivations of users that no sync has linked do not count as deactivations",
			facts:  linked,
			drafts: append(many(KindDeactivate, 5), draft{Action: Action{Kind: KindDeactivate, Link: Link{"test/acme", "e9"}}}),
			want:   []trip{{GuardUnlinkedDeactivations, 1, 0, 1}},
		},
		{
			name:   "a limit for creates while no user is linked",
			facts:  guardFacts{listed: 10, limits: Limits{Creates: &Limit{}}},
			drafts: many(KindCreate, 2), want: []trip{{GuardCreates, 2, 0, 2}},
		},
		{name: "no limit for creates while no user is linked", facts: guardFacts{listed: 10}, drafts: many(KindCreate, 60)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []trip
			for _, w := range watches(tt.drafts, &tt.facts) {
				if j, ok := w.judge(tt.drafts, newLedger(nil, "test/acme", time.Time{})); ok {
					got = append(got, trip{w.guard, j.hold.Count, j.hold.Limit, len(j.drafts)})
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
