package orgchart

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		present     map[int32]int32
		proposals   []Proposal
		want        []Proposal
		wantCircles []Circle
	}{
		{name: "nothing is proposed", present: map[int32]int32{1: 2, 2: 1}},
		{
			name:      "a tree",
			proposals: []Proposal{{2, 1}, {3, 1}, {4, 3}},
			want:      []Proposal{{2, 1}, {3, 1}, {4, 3}},
		},
		{
			name:      "no manager any more",
			present:   map[int32]int32{1: 2},
			proposals: []Proposal{{1, None}},
			want:      []Proposal{{1, None}},
		},
		{
			name:        "two report to one another",
			proposals:   []Proposal{{1, 2}, {2, 1}},
			wantCircles: []Circle{{Dropped: []int32{1, 2}}},
		},
		{
			name:        "one reports to itself",
			proposals:   []Proposal{{1, 1}, {2, 1}},
			want:        []Proposal{{2, 1}},
			wantCircles: []Circle{{Dropped: []int32{1}}},
		},
		{
			name:        "a circle, one below it",
			proposals:   []Proposal{{1, 2}, {2, 3}, {3, 1}, {4, 1}},
			want:        []Proposal{{4, 1}},
			wantCircles: []Circle{{Dropped: []int32{1, 2, 3}}},
		},
		{
			name:        "a present manager closes it",
			present:     map[int32]int32{2: 1},
			proposals:   []Proposal{{1, 2}},
			wantCircles: []Circle{{Dropped: []int32{1}, Present: []int32{2}}},
		},
		{
			name:      "a proposal opens a present circle",
			present:   map[int32]int32{1: 2, 2: 1},
			proposals: []Proposal{{1, 3}},
			want:      []Proposal{{1, 3}},
		},
		{
			name:      "a present circle above stays",
			present:   map[int32]int32{1: 2, 2: 1},
			proposals: []Proposal{{3, 1}},
			want:      []Proposal{{3, 1}},
		},
		{
			name:        "a dropped one closes another circle with its present manager",
			present:     map[int32]int32{1: 3},
			proposals:   []Proposal{{1, 2}, {2, 1}, {3, 1}},
			wantCircles: []Circle{{Dropped: []int32{1, 2}}, {Dropped: []int32{3}, Present: []int32{1}}},
		},
		{
			name:        "two circles",
			proposals:   []Proposal{{1, 2}, {2, 1}, {3, 4}, {4, 3}},
			wantCircles: []Circle{{Dropped: []int32{1, 2}}, {Dropped: []int32{3, 4}}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			kept, circles := Settle(tt.proposals, presentIn(tt.present))
			if diff := cmp.Diff(tt.want, kept); diff != "" {
				t.Errorf("kept: -want +got\n%s", diff)
			}
			if diff := cmp.Diff(tt.wantCircles, circles); diff != "" {
				t.Errorf("circles: -want +got\n%s", diff)
			}
		})
	}
}

// TestAdversarial: circles that open one another end after maxCyclePasses, with all
// left alone who would report to one of them.
func TestAdversarial(t *testing.T) {
	t.Parallel()
	// Node 2n+1 proposes itself; dropped, its present manager 2n+2 proposes it in
	// turn, and so on: every pass finds one circle more.
	const n = 3 * maxCyclePasses
	present := make(map[int32]int32)
	proposals := []Proposal{{0, 0}, {n, n - 1}}
	for i := range int32(n) {
		present[i] = i + 1
		if i > 0 {
			proposals = append(proposals, Proposal{i, i - 1})
		}
	}
	kept, circles := Settle(proposals, presentIn(present))
	if len(kept) > 0 || len(circles) != maxCyclePasses+1 {
		t.Errorf("%d proposals are kept, of %d circles", len(kept), len(circles))
	}
	last := circles[len(circles)-1]
	if len(last.Dropped) != n+1-maxCyclePasses {
		t.Errorf("%d nodes are left alone at last: %v", len(last.Dropped), last)
	}
}

// TestNoCircles: with the kept proposals nodes report to one another only where
// they did before; every proposal is kept or in one circle.
func TestNoCircles(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 0))
		nodes := int32(2 + r.IntN(9))
		present := make(map[int32]int32)
		var proposals []Proposal
		for node := range nodes {
			if r.IntN(2) == 0 {
				present[node] = r.Int32N(nodes)
			}
			if r.IntN(2) == 0 {
				proposals = append(proposals, Proposal{node, r.Int32N(nodes+1) - 1})
			}
		}
		kept, circles := Settle(proposals, presentIn(present))
		proposed := make(map[int32]int32)
		for _, p := range kept {
			proposed[p.Node] = p.Manager
		}
		above := func(node int32) int32 {
			if m, ok := proposed[node]; ok {
				return m
			}
			return presentIn(present)(node)
		}
		for _, p := range kept {
			node := p.Manager
			for steps := int32(0); node != None && node != p.Node && steps <= nodes; steps++ {
				node = above(node)
			}
			if node == p.Node {
				t.Fatalf("seed %d: %d reports to itself\npresent %v\nproposed %v\nkept %v", seed, node, present, proposals, kept)
			}
		}
		count := len(kept)
		for _, c := range circles {
			count += len(c.Dropped)
		}
		if count != len(proposals) {
			t.Fatalf("seed %d: %d proposals, kept %v, circles %v", seed, len(proposals), kept, circles)
		}
	}
}

func presentIn(managers map[int32]int32) func(int32) int32 {
	return func(node int32) int32 {
		if m, ok := managers[node]; ok {
			return m
		}
		return None
	}
}
