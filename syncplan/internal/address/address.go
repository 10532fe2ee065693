// Package address decides which user gets which address, and in which order, so that
// no two users have one address, not even between two actions.
//
// The input is the claims on addresses and the users who have them now. The output
// for each claim is a [Result]: granted, with the claims that have to run before it
// and its depth, or refused, with the reason.
//
// A claim on an address that a user has waits for the claim that frees it. It is
// refused if there is none, or if users would have to swap. Of several claims on one
// address all are refused, except that of the only employee who has not left.
package address

// A Claim is a change that gives a user an address.
type Claim struct {
	User    int32  // -1: a user to be created
	Address string // folded: equal texts are one address
	Left    bool   // the employee has left
}

// A Verdict is the decision about a claim.
type Verdict uint8

const (
	VerdictGranted Verdict = iota
	VerdictRivals          // several users claim the address
	VerdictOwned           // another user has the address and keeps it
	VerdictSwap            // another user has the address and waits for one that is not free
)

// A Result is the decision about one claim.
type Result struct {
	Verdict Verdict
	Owners  []int32 // the other users who have the address now
	Waits   []int32 // the claims that free the address; of a granted one they are granted, too
	Frees   bool    // a granted claim waits for this one
	Depth   int32   // of a granted claim: greater than that of every claim that it waits for
}

// Settle returns the results of claims, in their order. No user is in more than
// one claim. Owners returns the users who have an address now.
func Settle(claims []Claim, owners func(address string) []int32) []Result {
	results := make([]Result, len(claims))
	byUser := make(map[int32]int32)       // the claim by which a user gets another address
	byAddress := make(map[string][]int32) // the claims on an address
	for i, c := range claims {
		if c.User >= 0 {
			byUser[c.User] = int32(i)
		}
		byAddress[c.Address] = append(byAddress[c.Address], int32(i))
	}
	for address, rivals := range byAddress {
		have := owners(address)
		for _, i := range rivals {
			results[i].Owners = others(have, claims[i].User)
		}
		refuseRivals(claims, results, rivals)
	}
	for i := range results {
		await(&results[i], byUser)
	}
	grant(results)
	return results
}

func others(users []int32, user int32) []int32 {
	var all []int32
	for _, u := range users {
		if u != user {
			all = append(all, u)
		}
	}
	return all
}

// refuseRivals refuses all claims on one address if there are several, except that of
// the only employee who has not left.
func refuseRivals(claims []Claim, results []Result, rivals []int32) {
	if len(rivals) < 2 {
		return
	}
	only, living := int32(-1), 0
	for _, i := range rivals {
		if !claims[i].Left {
			only = i
			living++
		}
	}
	for _, i := range rivals {
		switch {
		case living == 1 && i == only:
		case len(results[i].Owners) > 0:
			results[i].Verdict = VerdictOwned
		default:
			results[i].Verdict = VerdictRivals
		}
	}
}

// await finds the claims that a claim waits for. It refuses the claim if a user keeps
// the address.
func await(r *Result, byUser map[int32]int32) {
	if r.Verdict != VerdictGranted {
		return
	}
	for _, u := range r.Owners {
		freeing, ok := byUser[u]
		if !ok {
			r.Verdict, r.Waits = VerdictOwned, nil
			return
		}
		r.Waits = append(r.Waits, freeing)
	}
}

// grant grants the claims that wait for none, then those that wait only for granted
// ones, and so on. The others wait for a refused claim, or for themselves: a swap.
func grant(results []Result) {
	waiting := make(map[int32][]int32) // the claims that wait for one
	open := make([]int, len(results))  // of the claims that one waits for, those that are not granted
	var ready []int32
	for i := range results {
		if results[i].Verdict != VerdictGranted {
			continue
		}
		for _, other := range results[i].Waits {
			waiting[other] = append(waiting[other], int32(i))
		}
		if open[i] = len(results[i].Waits); open[i] == 0 {
			ready = append(ready, int32(i))
		}
	}
	for ; len(ready) > 0; ready = ready[1:] {
		for _, i := range waiting[ready[0]] {
			if open[i]--; open[i] == 0 {
				results[i].Depth = results[ready[0]].Depth + 1 // none was deeper: they are granted by depth
				ready = append(ready, i)
			}
		}
	}
	for i := range results {
		r := &results[i]
		switch {
		case open[i] > 0:
			r.Verdict = VerdictSwap
		case r.Verdict == VerdictGranted:
			for _, other := range r.Waits {
				results[other].Frees = true
			}
		}
	}
}
