package disposition

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

const (
	no      = mapping.TruthFalse
	unknown = mapping.TruthUnknown
	yes     = mapping.TruthTrue
)

// grid calls check with every case.
func grid(check func(Case)) {
	truths := []mapping.Truth{no, unknown, yes}
	states := []lifecycle.State{
		lifecycle.Unknown, lifecycle.PreHire, lifecycle.Active, lifecycle.Leave, lifecycle.Notice, lifecycle.Left,
	}
	for _, state := range states {
		for _, scope := range truths {
			for _, block := range truths {
				for _, linked := range []bool{false, true} {
					for _, may := range []bool{false, true} {
						s := lifecycle.Standing{State: state, MayNotHaveStarted: may}
						check(Case{s, scope, block, linked})
						if s.Grace = true; s.Left() {
							check(Case{s, scope, block, linked})
						}
					}
				}
			}
		}
	}
}

// TestOf has a table that every case fits exactly one line of: the text of a
// cell lists what fits, "" is anything.
func TestOf(t *testing.T) {
	t.Parallel()
	type in []mapping.Truth
	type is []lifecycle.State
	employed := is{lifecycle.Active, lifecycle.Leave, lifecycle.Notice}
	started, mayNotHave, linked, unlinked := []bool{false}, []bool{true}, []bool{true}, []bool{false}
	over, lasts := []bool{false}, []bool{true}
	lines := []struct {
		name         string
		state        is
		scope, block in
		linked, may  []bool
		grace        []bool
		want         Disposition
		fits         int // of the 252 cases
	}{
		{name: "not in scope, not linked", scope: in{no}, linked: unlinked, want: Untouched, fits: 42},
		{name: "left, linked", state: is{lifecycle.Left}, linked: linked, grace: over, want: Left, fits: 18},
		{
			name:  "left, in scope",
			state: is{lifecycle.Left}, scope: in{yes}, linked: unlinked, grace: over,
			want: Left, fits: 6,
		},
		{name: "grace, linked", state: is{lifecycle.Left}, linked: linked, grace: lasts, want: Grace, fits: 18},
		{
			name:  "grace, in scope",
			state: is{lifecycle.Left}, scope: in{yes}, linked: unlinked, grace: lasts,
			want: Grace, fits: 6,
		},
		{
			name:  "left, scope unknown",
			state: is{lifecycle.Left}, scope: in{unknown}, linked: unlinked,
			want: Unknown, fits: 12,
		},
		{name: "unknown, linked", state: is{lifecycle.Unknown}, linked: linked, want: Unknown, fits: 18},
		{name: "unknown", state: is{lifecycle.Unknown}, scope: in{unknown, yes}, linked: unlinked, want: Unknown, fits: 12},
		{name: "employed, scope unknown", state: employed, scope: in{unknown}, want: Unknown, fits: 36},
		{name: "employed, block unknown", state: employed, scope: in{yes}, block: in{unknown}, want: Unknown, fits: 12},
		{
			name:  "out of scope, block unknown",
			state: employed, scope: in{no}, block: in{unknown}, linked: linked,
			want: Unknown, fits: 6,
		},
		{name: "not started, scope unknown", state: is{lifecycle.PreHire}, scope: in{unknown}, want: Unknown, fits: 12},
		{
			name:  "not started, block unknown",
			state: is{lifecycle.PreHire}, scope: in{yes}, block: in{unknown},
			want: Unknown, fits: 4,
		},
		{
			name:  "not started, out of scope, block unknown",
			state: is{lifecycle.PreHire}, scope: in{no}, block: in{unknown},
			linked: linked, want: Unknown, fits: 2,
		},
		{name: "not started", state: is{lifecycle.PreHire}, scope: in{yes}, block: in{no, yes}, want: PreHire, fits: 8},
		{
			name:  "not started, out of scope",
			state: is{lifecycle.PreHire}, scope: in{no}, block: in{no, yes},
			linked: linked, want: PreHire, fits: 4,
		},
		{
			name:  "blocked, hire date unreadable",
			state: employed, scope: in{yes}, block: in{yes}, may: mayNotHave,
			want: Unknown, fits: 6,
		},
		{
			name:  "out of scope, hire date unreadable",
			state: employed, scope: in{no}, block: in{no, yes}, may: mayNotHave,
			linked: linked, want: Unknown, fits: 6,
		},
		{name: "blocked", state: employed, scope: in{yes}, block: in{yes}, may: started, want: Blocked, fits: 6},
		{
			name:  "blocked, out of scope",
			state: employed, scope: in{no}, block: in{yes}, may: started, linked: linked,
			want: Blocked, fits: 3,
		},
		{
			name:  "out of scope",
			state: employed, scope: in{no}, block: in{no}, may: started, linked: linked,
			want: OutOfScope, fits: 3,
		},
		{name: "present", state: employed, scope: in{yes}, block: in{no}, want: Present, fits: 12},
	}
	fits := make([]int, len(lines))
	grid(func(c Case) {
		n := 0
		for i, l := range lines {
			if !contains(l.state, c.Standing.State) || !contains(l.scope, c.Scope) || !contains(l.block, c.Block) ||
				!contains(l.linked, c.Linked) || !contains(l.may, c.Standing.MayNotHaveStarted) ||
				!contains(l.grace, c.Standing.Grace) {
				continue
			}
			n++
			fits[i]++
			if got := Of(c); got != l.want {
				t.Errorf("%s: %+v gives %d, want %d", l.name, c, got, l.want)
			}
		}
		if n != 1 {
			t.Errorf("%+v fits %d lines", c, n)
		}
	})
	for i, l := range lines {
		if fits[i] != l.fits {
			t.Errorf("%s: %d cases, want %d", l.name, fits[i], l.fits)
		}
	}
}

// contains reports whether a cell has x; an empty cell has everything.
func contains[T comparable](cell []T, x T) bool {
	for _, y := range cell {
		if x == y {
			return true
		}
	}
	return len(cell) == 0
}

func takesAway(d Disposition) bool { return d == Left || d == Blocked || d == OutOfScope }

// TestHidingTakesNothingAway: a condition or a hire date that is unreadable takes
// no access away that it leaves alone whatever it says.
func TestHidingTakesNothingAway(t *testing.T) {
	t.Parallel()
	grid(func(c Case) {
		if takesAway(Of(c)) {
			return
		}
		scope, block, hire := c, c, c
		scope.Scope, block.Block, hire.Standing.MayNotHaveStarted = unknown, unknown, true
		for name, h := range map[string]Case{"scope": scope, "block": block, "hire date": hire} {
			if takesAway(Of(h)) {
				t.Errorf("%s hidden, %+v gives %d", name, c, Of(h))
			}
		}
	})
}

func TestResolve(t *testing.T) {
	t.Parallel()
	left, active := lifecycle.Standing{State: lifecycle.Left}, lifecycle.Standing{State: lifecycle.Active}
	grace := lifecycle.Standing{State: lifecycle.Left, Grace: true}
	hidden := lifecycle.Standing{State: lifecycle.Active, MayNotHaveStarted: true}
	for _, tt := range []struct {
		name  string
		cases []Case
		want  Resolution
	}{
		{
			name:  "one zone",
			cases: []Case{{Standing: left, Scope: yes, Linked: true}},
			want:  Resolution{Disposition: Left, Scope: yes},
		},
		{
			name: "left in the first, active in another",
			cases: []Case{
				{Standing: left, Scope: yes}, {Standing: left, Scope: yes}, {Standing: active, Scope: yes, Block: no},
			},
			want: Resolution{Disposition: Present, Case: 2, Scope: yes, LeftDependsOnZone: true},
		},
		{
			name:  "left in the first, in grace in another",
			cases: []Case{{Standing: left, Scope: yes, Linked: true}, {Standing: grace, Scope: yes, Linked: true}},
			want:  Resolution{Disposition: Grace, Case: 1, Scope: yes},
		},
		{
			name:  "active in the first, left in another",
			cases: []Case{{Standing: active, Scope: yes, Block: no}, {Standing: left, Scope: yes}},
			want:  Resolution{Disposition: Present, Scope: yes, LeftDependsOnZone: true},
		},
		{
			name: "blocked in the first, out of scope in another",
			cases: []Case{
				{Standing: active, Scope: yes, Block: yes, Linked: true},
				{Standing: active, Scope: no, Block: no, Linked: true},
			},
			want: Resolution{Disposition: Unknown, Scope: unknown},
		},
		{
			name:  "left in both, the scope differs, linked",
			cases: []Case{{Standing: left, Scope: yes, Linked: true}, {Standing: left, Scope: no, Linked: true}},
			want:  Resolution{Disposition: Left, Scope: unknown},
		},
		{
			name:  "left in both, the scope differs, not linked",
			cases: []Case{{Standing: left, Scope: yes}, {Standing: left, Scope: no}},
			want:  Resolution{Disposition: Unknown, Case: 1, Scope: unknown},
		},
		{
			name:  "blocked in both, the hire date unreadable in one",
			cases: []Case{{Standing: active, Scope: yes, Block: yes}, {Standing: hidden, Scope: yes, Block: yes}},
			want:  Resolution{Disposition: Unknown, Case: 1, Scope: yes},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, Resolve(tt.cases, takesAway)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestResolveKeepsAccess: two zones take access away only if both of them do.
func TestResolveKeepsAccess(t *testing.T) {
	t.Parallel()
	grid(func(a Case) {
		grid(func(b Case) {
			if a.Linked != b.Linked {
				return
			}
			got := Resolve([]Case{a, b}, takesAway).Disposition
			if takesAway(got) && !(takesAway(Of(a)) && takesAway(Of(b))) {
				t.Errorf("%+v and %+v give %d", a, b, got)
			}
		})
	})
}
