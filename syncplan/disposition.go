package syncplan

import "github.com/rosterkit/rosterkit/syncplan/internal/disposition"

// dispositionOf converts a disposition.
func dispositionOf(d disposition.Disposition) Disposition {
	return [...]Disposition{
		disposition.Untouched:  DispositionUntouched,
		disposition.Left:       DispositionLeft,
		disposition.Grace:      DispositionGrace,
		disposition.Unknown:    DispositionUnknown,
		disposition.PreHire:    DispositionPreHire,
		disposition.Blocked:    DispositionBlocked,
		disposition.OutOfScope: DispositionOutOfScope,
		disposition.Present:    DispositionPresent,
	}[d]
}
