package orgchart

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		present map[int32]int32
		kept    []Proposal
		held    []int
		want    []Turn
	}{
		{
			name: "from the top down, and none waits: none has a manager yet",
			kept: []Proposal{{3, 2}, {2, 1}, {1, 0}},
			want: []Turn{{2, -1}, {1, -1}, {0, -1}},
		},
		{
			name:    "the new manager reports to the node until the other proposal",
			present: map[int32]int32{2: 1, 1: 3},
			kept:    []Proposal{{1, 2}, {2, 3}},
			want:    []Turn{{1, 1}, {0, -1}},
		},
		{
			name:    "the proposal that opens the way is two managers above",
			present: map[int32]int32{2: 4, 4: 1},
			kept:    []Proposal{{1, 2}, {4, 3}},
			want:    []Turn{{1, 1}, {0, -1}},
		},
		{
			name:    "another team",
			present: map[int32]int32{1: 9, 2: 8},
			kept:    []Proposal{{1, 2}, {2, 3}},
			want:    []Turn{{1, -1}, {0, -1}},
		},
		{
			name:    "below a circle of present managers",
			present: map[int32]int32{1: 2, 2: 1, 3: 4},
			kept:    []Proposal{{3, 1}},
			want:    []Turn{{0, -1}},
		},
		{
			name:    "the one above is held, and the node that it keeps opens the way, though more is above it",
			present: map[int32]int32{2: 3, 3: 1},
			kept:    []Proposal{{1, 2}, {2, 9}, {3, 4}, {4, 5}, {5, 6}},
			held:    []int{1},
			want:    []Turn{{3, 2}, {0, -1}, {2, -1}, {1, -1}, {0, -1}},
		},
		{
			name:    "what is held waits as if nothing were",
			present: map[int32]int32{2: 1, 1: 3},
			kept:    []Proposal{{1, 2}, {2, 3}},
			held:    []int{0, 1},
			want:    []Turn{{1, 1}, {0, -1}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, NewOrder(tt.kept, presentIn(tt.present)).Turns(isIn(tt.held))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func isIn(held []int) func(int) bool { return func(i int) bool { return slices.Contains(held, i) } }

func TestBlocked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		present map[int32]int32
		kept    []Proposal
		held    []int
		want    []int
	}{
		{
			name:    "nothing is held",
			present: map[int32]int32{2: 1},
			kept:    []Proposal{{1, 2}, {2, 3}},
		},
		{
			name:    "the new manager goes on to report to the node",
			present: map[int32]int32{2: 1},
			kept:    []Proposal{{1, 2}, {2, 3}},
			held:    []int{1},
			want:    []int{0},
		},
		{
			name:    "another one above changes, and the node may run after it",
			present: map[int32]int32{2: 3, 3: 1},
			kept:    []Proposal{{1, 2}, {2, 9}, {3, 4}},
			held:    []int{1},
		},
		{
			name:    "two are held, and one of them may be released alone",
			present: map[int32]int32{2: 3},
			kept:    []Proposal{{1, 2}, {2, 9}, {3, 1}},
			held:    []int{1, 2},
			want:    []int{0},
		},
		{
			name:    "what is blocked blocks others",
			present: map[int32]int32{1: 4, 2: 1},
			kept:    []Proposal{{1, 2}, {2, 3}, {4, 1}},
			held:    []int{1},
			want:    []int{0, 2},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := NewOrder(tt.kept, presentIn(tt.present)).Blocked(isIn(tt.held))
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestOrderLeavesNoCircle holds some proposals and carries proposals out in random orders that obey After, with
// failures: no proposal closes a circle when its turn comes. Fewer that are held block
// none that ran, and once the others have run, none of the blocked may run.
func TestOrderLeavesNoCircle(t *testing.T) {
	t.Parallel()
	waiting, blocked := 0, 0
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 1))
		nodes := int32(2 + r.IntN(9))
		managers := make(map[int32]int32)
		var proposals []Proposal
		for node := range nodes {
			if r.IntN(3) > 0 {
				managers[node] = r.Int32N(nodes)
			}
			if r.IntN(3) > 0 {
				proposals = append(proposals, Proposal{node, r.Int32N(nodes+1) - 1})
			}
		}
		kept, _ := Settle(proposals, presentIn(managers))
		order := NewOrder(kept, presentIn(managers))
		var held, fewer []int
		for i := range kept {
			if r.IntN(4) == 0 {
				held = append(held, i)
				if r.IntN(2) == 0 {
					fewer = append(fewer, i)
				}
			}
		}
		direct := held
		held = append(held, order.Blocked(isIn(held))...)
		for _, i := range order.Blocked(isIn(fewer)) {
			if !slices.Contains(held, i) {
				t.Fatalf("seed %d: %v is blocked by %v, but not by %v: %v", seed, kept[i], fewer, held, kept)
			}
		}
		turns := order.Turns(isIn(held))
		checkAfter(t, seed, kept, managers, direct, held)
		blocked += len(held) - len(direct)
		done := make([]bool, len(kept))
		for range 4 {
			for _, i := range r.Perm(len(kept)) {
				if first := turns[i].After; first >= 0 && !done[first] {
					waiting++
					continue
				}
				if done[i] || slices.Contains(held, i) || r.IntN(3) == 0 {
					continue
				}
				done[i] = true
				managers[kept[i].Node] = kept[i].Manager
				if circle(managers, kept[i].Node) {
					t.Fatalf("seed %d: after %v of %v with %v there is a circle: %v", seed, kept[i], kept, turns, managers)
				}
			}
		}
		for i, turn := range turns {
			if turn.After >= 0 && turns[turn.After].Depth >= turns[i].Depth {
				t.Fatalf("seed %d: %v waits for one that is not above: %v of %v", seed, kept[i], turns, kept)
			}
		}
	}
	if waiting < 1000 {
		t.Errorf("only %d proposals had to wait", waiting)
	}
	if blocked < 500 {
		t.Errorf("only %d proposals were blocked", blocked)
	}
}

// checkAfter carries out all proposals that are not held: those that were blocked are
// kept again, and blocked.
func checkAfter(t *testing.T, seed uint64, kept []Proposal, managers map[int32]int32, direct, held []int) {
	t.Helper()
	now := maps.Clone(managers)
	var rest []Proposal
	var still []int
	for i, p := range kept {
		if !slices.Contains(held, i) {
			now[p.Node] = p.Manager
			continue
		}
		if slices.Contains(direct, i) {
			still = append(still, len(rest))
		}
		rest = append(rest, p)
	}
	again, _ := Settle(rest, presentIn(now))
	if diff := cmp.Diff(rest, again); diff != "" {
		t.Fatalf("seed %d: after the others: -held +kept\n%s", seed, diff)
	}
	if n := len(NewOrder(again, presentIn(now)).Blocked(isIn(still))); n != len(rest)-len(still) {
		t.Fatalf("seed %d: %d of %d are blocked after the others: %v with %v", seed, n, len(rest)-len(still), rest, now)
	}
}

// circle reports whether a node reports to itself.
func circle(managers map[int32]int32, node int32) bool {
	at := presentIn(managers)(node)
	for range len(managers) + 1 {
		if at == node {
			return true
		}
		if at == None {
			return false
		}
		at = presentIn(managers)(at)
	}
	return false
}
