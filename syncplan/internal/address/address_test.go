package address

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		owners map[string][]int32 // who has which address now
		claims []Claim
		want   []Result
	}{
		{
			name:   "a free address",
			claims: []Claim{{User: 1, Address: "a"}},
			want:   []Result{{}},
		},
		{
			name:   "the user has it already, but for case",
			owners: map[string][]int32{"a": {1}},
			claims: []Claim{{User: 1, Address: "a"}},
			want:   []Result{{}},
		},
		{
			name:   "another user keeps it",
			owners: map[string][]int32{"a": {2}},
			claims: []Claim{{User: 1, Address: "a"}},
			want:   []Result{{Verdict: VerdictOwned, Owners: []int32{2}}},
		},
		{
			name:   "another user keeps it, a new user wants it",
			owners: map[string][]int32{"a": {2}},
			claims: []Claim{{User: -1, Address: "a"}},
			want:   []Result{{Verdict: VerdictOwned, Owners: []int32{2}}},
		},
		{
			name:   "another user gives it up",
			owners: map[string][]int32{"a": {2}, "b": {1}},
			claims: []Claim{{User: 1, Address: "a"}, {User: 2, Address: "c"}},
			want:   []Result{{Owners: []int32{2}, Waits: []int32{1}, Depth: 1}, {Frees: true}},
		},
		{
			name:   "one of two owners keeps it",
			owners: map[string][]int32{"a": {2, 3}},
			claims: []Claim{{User: 1, Address: "a"}, {User: 2, Address: "c"}},
			want:   []Result{{Verdict: VerdictOwned, Owners: []int32{2, 3}}, {}},
		},
		{
			name:   "both owners give it up, one of them after another",
			owners: map[string][]int32{"a": {2, 3}, "c": {4}},
			claims: []Claim{{User: 1, Address: "a"}, {User: 2, Address: "b"}, {User: 3, Address: "c"}, {User: 4, Address: "d"}},
			want: []Result{
				{Owners: []int32{2, 3}, Waits: []int32{1, 2}, Depth: 2}, {Frees: true},
				{Owners: []int32{4}, Waits: []int32{3}, Frees: true, Depth: 1}, {Frees: true},
			},
		},
		{
			name:   "a chain of three, the last one a new user",
			owners: map[string][]int32{"a": {1}, "b": {2}},
			claims: []Claim{{User: -1, Address: "a"}, {User: 1, Address: "b"}, {User: 2, Address: "c"}},
			want: []Result{
				{Owners: []int32{1}, Waits: []int32{1}, Depth: 2},
				{Owners: []int32{2}, Waits: []int32{2}, Frees: true, Depth: 1}, {Frees: true},
			},
		},
		{
			name:   "a swap",
			owners: map[string][]int32{"a": {1}, "b": {2}},
			claims: []Claim{{User: 1, Address: "b"}, {User: 2, Address: "a"}},
			want: []Result{
				{Verdict: VerdictSwap, Owners: []int32{2}, Waits: []int32{1}},
				{Verdict: VerdictSwap, Owners: []int32{1}, Waits: []int32{0}},
			},
		},
		{
			name:   "behind a swap",
			owners: map[string][]int32{"a": {1}, "b": {2}},
			claims: []Claim{{User: 1, Address: "b"}, {User: 2, Address: "a"}, {User: -1, Address: "b"}},
			want: []Result{
				{Verdict: VerdictOwned, Owners: []int32{2}},
				{Verdict: VerdictSwap, Owners: []int32{1}, Waits: []int32{0}},
				{Verdict: VerdictOwned, Owners: []int32{2}},
			},
		},
		{
			name:   "behind a claim that is refused",
			owners: map[string][]int32{"a": {1}, "b": {2}},
			claims: []Claim{{User: -1, Address: "a"}, {User: 1, Address: "b"}},
			want: []Result{{Verdict: VerdictSwap, Owners: []int32{1}, Waits: []int32{1}}, {Verdict: VerdictOwned,
				Owners: []int32{2}}},
		},
		{
			name:   "two for one free address",
			claims: []Claim{{User: 1, Address: "a"}, {User: -1, Address: "a"}},
			want:   []Result{{Verdict: VerdictRivals}, {Verdict: VerdictRivals}},
		},
		{
			name:   "two for one address that one of them has",
			owners: map[string][]int32{"a": {1}},
			claims: []Claim{{User: 1, Address: "a"}, {User: 2, Address: "a"}},
			want:   []Result{{Verdict: VerdictRivals}, {Verdict: VerdictOwned, Owners: []int32{1}}},
		},
		{
			name:   "a leaver gives way",
			claims: []Claim{{User: 1, Address: "a"}, {User: 2, Address: "a", Left: true}},
			want:   []Result{{}, {Verdict: VerdictRivals}},
		},
		{
			name:   "two leavers",
			claims: []Claim{{User: 1, Address: "a", Left: true}, {User: 2, Address: "a", Left: true}},
			want:   []Result{{Verdict: VerdictRivals}, {Verdict: VerdictRivals}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Settle(tt.claims, func(address string) []int32 { return tt.owners[address] })
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// A world is users with addresses, some of them shared, and claims on them.
type world struct {
	have   map[int32]string
	claims []Claim
}

func newWorld(seed uint64) world {
	r := rand.New(rand.NewPCG(seed, 0))
	w := world{have: make(map[int32]string)}
	address := func() string { return string(rune('a' + r.IntN(6))) }
	for u := range int32(1 + r.IntN(6)) {
		w.have[u] = address()
		if r.IntN(3) > 0 {
			w.claims = append(w.claims, Claim{User: u, Address: address(), Left: r.IntN(4) == 0})
		}
	}
	for range r.IntN(3) {
		w.claims = append(w.claims, Claim{User: -1, Address: address(), Left: r.IntN(4) == 0})
	}
	return w
}

func (w world) owners(address string) []int32 {
	var users []int32
	for u, has := range w.have {
		if has == address {
			users = append(users, u)
		}
	}
	slices.Sort(users)
	return users
}

// TestNoAddressTwice: however the granted claims are carried out, if each comes
// after those that it waits for, no step gives a user an address that another user
// has at that moment.
func TestNoAddressTwice(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		w := newWorld(seed)
		results := Settle(w.claims, w.owners)
		r := rand.New(rand.NewPCG(seed, 1))
		created := int32(100)
		done := make(map[int32]bool)
		left := granted(results)
		for len(left) > 0 {
			var can []int32
			for _, i := range left {
				if !slices.ContainsFunc(results[i].Waits, func(j int32) bool { return !done[j] }) {
					can = append(can, i)
				}
			}
			if len(can) == 0 {
				t.Fatalf("world %d: granted claims wait for one another: %+v", seed, results)
			}
			i := can[r.IntN(len(can))]
			c := w.claims[i]
			if others := others(w.owners(c.Address), c.User); len(others) > 0 {
				t.Fatalf("world %d: claim %d takes an address of users %v\n%+v\n%+v", seed, i, others, w, results)
			}
			if c.User < 0 {
				c.User = created
				created++
			}
			w.have[c.User] = c.Address
			done[i] = true
			left = slices.DeleteFunc(left, func(j int32) bool { return i == j })
		}
	}
}

// TestDepthOrders: carrying claims out by depth is such an order.
func TestDepthOrders(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		w := newWorld(seed)
		results := Settle(w.claims, w.owners)
		for _, i := range granted(results) {
			for _, j := range results[i].Waits {
				if results[j].Verdict != VerdictGranted || !results[j].Frees || results[j].Depth >= results[i].Depth {
					t.Fatalf("world %d: claim %d waits for %d: %+v", seed, i, j, results)
				}
			}
		}
	}
}

// TestRefusedForAReason: a claim is refused only if granting it alone, after all
// that are granted, would give an address to two users; or if others claim it.
func TestRefusedForAReason(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20_000) {
		w := newWorld(seed)
		results := Settle(w.claims, w.owners)
		claims := make(map[string]int)
		for _, c := range w.claims {
			claims[c.Address]++
		}
		for n, i := range granted(results) {
			c := w.claims[i]
			if c.User < 0 {
				c.User = int32(100 + n)
			}
			w.have[c.User] = c.Address
		}
		for i, r := range results {
			c := w.claims[i]
			taken := len(others(w.owners(c.Address), c.User)) > 0
			if r.Verdict != VerdictGranted && !taken && claims[c.Address] < 2 {
				t.Fatalf("world %d: claim %d is refused, and the address is free\n%+v\n%+v", seed, i, w, results)
			}
		}
	}
}

// granted returns the places of the granted claims.
func granted(results []Result) []int32 {
	var places []int32
	for i, r := range results {
		if r.Verdict == VerdictGranted {
			places = append(places, int32(i))
		}
	}
	return places
}
