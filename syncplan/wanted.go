package syncplan

import "github.com/rosterkit/rosterkit/syncplan/internal/disposition"

type want = disposition.Disposition

const (
	wantUntouched  = disposition.Untouched
	wantLeft       = disposition.Left
	wantUnknown    = disposition.Unknown
	wantPreHire    = disposition.PreHire
	wantBlocked    = disposition.Blocked
	wantOutOfScope = disposition.OutOfScope
	wantPresent    = disposition.Present
)

// dispositionOf returns the word for a disposition.
func dispositionOf(d disposition.Disposition) Disposition {
	return [...]Disposition{
		disposition.Untouched:  DispositionUntouched,
		disposition.Left:       DispositionLeft,
		disposition.Unknown:    DispositionUnknown,
		disposition.PreHire:    DispositionPreHire,
		disposition.Blocked:    DispositionBlocked,
		disposition.OutOfScope: DispositionOutOfScope,
		disposition.Present:    DispositionPresent,
	}[d]
}
