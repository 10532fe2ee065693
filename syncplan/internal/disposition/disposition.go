// Package disposition decides how a plan treats an employee, before matching by key.
//
// The input is a [Case]: the lifecycle, whether scope and block condition hold, and
// whether a user is linked. The output is a [Disposition]. With several candidate
// zones there is a case for each; [Resolve] returns the one that counts: if they
// disagree, one that keeps access wins.
package disposition

import (
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// A Disposition is how a plan treats an employee.
type Disposition uint8

const (
	Untouched  Disposition = iota // out of scope and not linked
	Left                          // proof of leaving
	Grace                         // the same, and access stays for some days more
	Unknown                       // lifecycle, scope or block cannot be decided: access stays
	PreHire                       // the hire date is ahead
	Blocked                       // the block condition holds
	OutOfScope                    // linked, and the scope does not hold
	Present                       // employed and in scope
)

// A Case is what is known about an employee in one time zone.
type Case struct {
	Standing lifecycle.Standing
	Scope    mapping.Truth
	Block    mapping.Truth
	Linked   bool // to a user, by a link that an earlier sync stored
}

// Of returns the first disposition that applies to a case.
func Of(c Case) Disposition {
	switch {
	case c.Scope == mapping.TruthFalse && !c.Linked:
		return Untouched
	case c.Standing.Left() && c.Scope == mapping.TruthUnknown && !c.Linked:
		// A readable scope may keep the user: hiding it must not take access away.
		return Unknown
	case c.Standing.Grace:
		return Grace
	case c.Standing.Left():
		return Left
	case c.Standing.State == lifecycle.Unknown, c.Scope == mapping.TruthUnknown, c.Block == mapping.TruthUnknown:
		return Unknown
	case c.Standing.State == lifecycle.PreHire:
		return PreHire
	case c.Standing.MayNotHaveStarted && (c.Block == mapping.TruthTrue || c.Scope == mapping.TruthFalse):
		// Before the hire date an employee is neither blocked nor out of scope:
		// hiding the hire date must not take access away.
		return Unknown
	case c.Block == mapping.TruthTrue:
		return Blocked
	case c.Scope == mapping.TruthFalse:
		return OutOfScope
	}
	return Present
}

// A Resolution is the result of the cases of one employee.
type Resolution struct {
	Disposition Disposition
	Case        int           // the one that counts
	Scope       mapping.Truth // unknown where the cases differ in it
	// LeftDependsOnZone: in some cases the employee has left, in others not.
	LeftDependsOnZone bool
}

// Resolve returns the result of several cases of one employee. The first counts,
// unless it takes access away: then the first that does not.
func Resolve(cases []Case, takesAway func(Disposition) bool) Resolution {
	r := Resolution{Scope: cases[0].Scope}
	found := !takesAway(Of(cases[0]))
	for i, c := range cases {
		r.LeftDependsOnZone = r.LeftDependsOnZone || c.Standing.Left() != cases[0].Standing.Left()
		if c.Scope != cases[0].Scope {
			r.Scope = mapping.TruthUnknown
		}
		if !found && !takesAway(Of(c)) {
			r.Case, found = i, true
		}
	}
	c := cases[r.Case]
	c.Scope = r.Scope
	r.Disposition = Of(c)
	return r
}
