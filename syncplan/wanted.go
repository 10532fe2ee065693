package syncplan

import (
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

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

// disposition returns the word that explanations use.
func (w want) disposition() Disposition {
	return [...]Disposition{DispositionUntouched, DispositionLeft, DispositionUnknown, DispositionPreHire,
		DispositionBlocked, DispositionOutOfScope, DispositionPresent}[w]
}

// wanted is the list in the package comment: the first that holds.
func wanted(p *person) want {
	linked := p.match == byLink
	switch {
	case p.scope == mapping.TruthFalse && !linked:
		return wantUntouched
	case p.stand.State == lifecycle.Left && p.scope == mapping.TruthUnknown && !linked:
		// Were the scope readable it might leave this person's user alone:
		// hiding it must not take access away.
		return wantUnknown
	case p.stand.State == lifecycle.Left:
		return wantLeft
	case p.stand.State == lifecycle.Unknown, p.scope == mapping.TruthUnknown, p.blocked == mapping.TruthUnknown:
		return wantUnknown
	case p.stand.State == lifecycle.PreHire:
		return wantPreHire
	case p.stand.MayNotHaveStarted && (p.blocked == mapping.TruthTrue || p.scope == mapping.TruthFalse):
		// Whoever has not started is neither blocked nor out of scope: hiding
		// the hire date must not take access away.
		return wantUnknown
	case p.blocked == mapping.TruthTrue:
		return wantBlocked
	case p.scope == mapping.TruthFalse:
		return wantOutOfScope
	}
	return wantPresent
}
