package syncplan

import "github.com/rosterkit/rosterkit/mapping"

// A want is what should be true of the user of one person.
type want uint8

const (
	wantUntouched want = iota
	wantLeft
	wantUnknown
	wantPreHire
	wantBlocked
	wantOutOfScope
	wantPresent
)

// String returns the word that plans and explanations use.
func (w want) String() string {
	return [...]string{"untouched", "left", "cannot tell", "pre-hire", "blocked", "out of scope", "present"}[w]
}

// wanted is the list in the package comment: the first that holds.
func wanted(p *person) want {
	linked := p.match == byLink
	switch {
	case p.scope == mapping.False && !linked:
		return wantUntouched
	case p.stand.state == Left && p.scope == mapping.CannotTell && !linked:
		// Were the scope readable it might leave this person's user alone:
		// hiding it must not take access away.
		return wantUnknown
	case p.stand.state == Left:
		return wantLeft
	case p.stand.state == LifecycleUnknown, p.scope == mapping.CannotTell, p.blocked == mapping.CannotTell:
		return wantUnknown
	case p.stand.state == PreHire:
		return wantPreHire
	case p.stand.mayStart && (p.blocked == mapping.True || p.scope == mapping.False):
		// Whoever has not started is neither blocked nor out of scope: hiding
		// the hire date must not take access away.
		return wantUnknown
	case p.blocked == mapping.True:
		return wantBlocked
	case p.scope == mapping.False:
		return wantOutOfScope
	}
	return wantPresent
}
