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
func wanted(a *assessment, linked bool) want {
	switch {
	case a.scope == mapping.TruthFalse && !linked:
		return wantUntouched
	case a.stand.State == lifecycle.Left && a.scope == mapping.TruthUnknown && !linked:
		// Were the scope readable it might leave this person's user alone:
		// hiding it must not take access away.
		return wantUnknown
	case a.stand.State == lifecycle.Left:
		return wantLeft
	case a.stand.State == lifecycle.Unknown, a.scope == mapping.TruthUnknown, a.blocked == mapping.TruthUnknown:
		return wantUnknown
	case a.stand.State == lifecycle.PreHire:
		return wantPreHire
	case a.stand.MayNotHaveStarted && (a.blocked == mapping.TruthTrue || a.scope == mapping.TruthFalse):
		// Whoever has not started is neither blocked nor out of scope: hiding
		// the hire date must not take access away.
		return wantUnknown
	case a.blocked == mapping.TruthTrue:
		return wantBlocked
	case a.scope == mapping.TruthFalse:
		return wantOutOfScope
	}
	return wantPresent
}
