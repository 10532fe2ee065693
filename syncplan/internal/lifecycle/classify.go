package lifecycle

// A Row is a row of the lifecycle table: the reason of a state.
type Row uint8

const (
	RowConflicting         Row = iota // status and dates contradict each other
	RowPreHire                        // the hire date is ahead
	RowBetweenSpells                  // the end date has passed and the hire date is ahead
	RowReturns                        // the same, and the hire date is near enough to have a user
	RowRehired                        // the hire date was reached after the end date, and the status says employed
	RowRehiredInactive                // the same, and the status says inactive
	RowRehiredWordLags                // the same, and the hire date was only just reached
	RowRehiredNoWord                  // the same, and the vendor has no status
	RowEnded                          // the end date has passed
	RowEndedWordLags                  // the same, and the status still says employed
	RowEndedContradiction             // the same, for longer than a status lags
	RowFlippedEarly                   // the status says inactive, the end date is ahead
	RowNotice                         // the end date is ahead
	RowNoticePending                  // the same, and the status says pending, though the hire date is reached
	RowNoticeReturns                  // the end date is ahead, and the hire date of another employment after it
	RowStartedWordLags                // the status says inactive, the hire date was only just reached
	RowEmployed                       // no status, and the dates say employed
	RowActive                         // the status says active
	RowLeave                          // the status says on leave
	RowInactive                       // the status says inactive
	RowPending                        // the status says pending, and only the status counts
	RowStillPending                   // the status says pending, the hire date is reached
	RowBlank                          // the status is blank
	RowWordUnreadable                 // the status cannot be read
	RowWordMissing                    // the vendor has no status, and only the status counts
	RowCrossed                        // the end date is before the hire date, and neither is reached
	RowMaybeFutureHire                // the status says inactive, the hire date cannot be read
	RowMaybeFutureLeaver              // the status says inactive, the end date cannot be read
	RowEmployedHireUnknown            // the status says employed, the hire date cannot be read
	RowHireUnreadable                 // the hire date cannot be read
	RowEndUnreadable                  // the end date cannot be read
)

// A Standing is the state of an employee, with its reason.
type Standing struct {
	State State
	Row   Row
	// NoCreate: the evidence is enough to keep a user, not to create one.
	NoCreate bool
	// MayNotHaveStarted: the hire date counts and cannot be read.
	MayNotHaveStarted bool
	// Waits: the employee has not started, and the days before the hire date in which
	// there may be a user have not begun.
	Waits bool
	// Grace: the employee has left, and keeps access for some days more.
	Grace bool
	// Withdrawn: the status says inactive, and the end date is not after a hire date of
	// today or later. It comes with NoCreate.
	Withdrawn bool
}

// Left reports whether there is proof that the employee has left, in grace or after
// it: the employee competes for no key.
func (s Standing) Left() bool { return s.State == Left }

// Classify returns the first row of the table that applies.
func Classify(in *Input) Standing {
	var s Standing
	switch in.Rule {
	case RuleStatus:
		s.State, s.Row = byStatus(in.Word)
		s.Waits = s.State == PreHire && !in.window(in.Ahead)
		return s
	case RuleEndDate:
		s.State, s.Row = byEndDate(in)
	default:
		s = byBoth(in)
		s.Withdrawn = s.State != Unknown && in.withdrawn()
		s.NoCreate = s.NoCreate || s.Withdrawn
	}
	s.MayNotHaveStarted = in.Hire.Reading == Unreadable
	s.Waits = s.State == PreHire && !in.window(in.Ahead)
	s.Grace = s.State == Left && in.inGrace()
	return s
}

// byBoth combines the status with the dates.
func byBoth(in *Input) Standing {
	hire, end, word := in.Hire.Reading, in.End.Reading, in.Word
	if in.Crossed() {
		end = Unreadable
	}
	if hire == Passed && end == Passed && in.Hire.Day.After(in.End.Day) {
		return afterEnd(in)
	}
	started := hire == Passed || hire == Empty
	switch {
	case in.returns():
		return Standing{State: Notice, Row: RowNoticeReturns, NoCreate: !word.employed() && word != WordNone}
	case hire == Ahead && (end == Empty || end == Ahead):
		return Standing{State: PreHire, Row: RowPreHire}
	case hire == Ahead && end == Passed && word != WordUnreadable:
		if in.window(in.returnAhead()) {
			return Standing{State: PreHire, Row: RowReturns}
		}
		return Standing{State: Left, Row: RowBetweenSpells}
	case started && end == Passed && (word == WordInactive || word == WordBlank || word == WordNone):
		return Standing{State: Left, Row: RowEnded}
	case started && end == Passed && word.employed():
		if in.AsOf.AddDays(-in.Grace - lagDays).After(in.End.Day) {
			return Standing{Row: RowEndedContradiction}
		}
		return Standing{State: Left, Row: RowEndedWordLags}
	case end == Ahead && word == WordInactive:
		return Standing{State: Notice, Row: RowFlippedEarly, NoCreate: hire == Unreadable}
	case end == Ahead && word.employed():
		return Standing{State: Notice, Row: RowNotice, NoCreate: hire == Unreadable}
	case hire == Passed && end == Ahead && word == WordPending:
		return Standing{State: Notice, Row: RowNoticePending}
	case hire == Passed && end == Empty && word == WordInactive && in.startLags():
		return Standing{Row: RowStartedWordLags}
	case started && end == Empty:
		return byWord(word)
	case started && end == Ahead && word == WordNone:
		return Standing{State: Notice, Row: RowNotice}
	case hire == Unreadable && end == Empty && word.employed():
		return Standing{State: byWord(word).State, Row: RowEmployedHireUnknown, NoCreate: true}
	}
	return Standing{Row: unknown(in, hire, end)}
}

// afterEnd is for a hire date that was reached after the end date.
func afterEnd(in *Input) Standing {
	switch in.Word {
	case WordActive, WordPending:
		return Standing{State: Active, Row: RowRehired}
	case WordLeave:
		return Standing{State: Leave, Row: RowRehired}
	case WordInactive:
		if in.startLags() {
			return Standing{Row: RowRehiredWordLags}
		}
		return Standing{State: Left, Row: RowRehiredInactive}
	case WordNone:
		return Standing{Row: RowRehiredNoWord}
	case WordUnreadable:
		return Standing{Row: RowWordUnreadable}
	}
	return Standing{Row: RowConflicting}
}

// unknown returns the reason why the state is unknown.
func unknown(in *Input, hire, end Reading) Row {
	switch {
	case in.Word == WordBlank && end == Empty:
		return RowBlank
	case in.Word == WordUnreadable:
		return RowWordUnreadable
	case in.Crossed():
		return RowCrossed
	case in.Word == WordInactive && hire == Unreadable:
		return RowMaybeFutureHire
	case in.Word == WordInactive && end == Unreadable:
		return RowMaybeFutureLeaver
	case hire == Unreadable:
		return RowHireUnreadable
	case end == Unreadable:
		return RowEndUnreadable
	}
	return RowConflicting
}

// byWord reads the status of an employee who has started and has no end date.
func byWord(word Word) Standing {
	switch word {
	case WordActive:
		return Standing{State: Active, Row: RowActive}
	case WordLeave:
		return Standing{State: Leave, Row: RowLeave}
	case WordPending:
		return Standing{State: Active, Row: RowStillPending}
	case WordInactive:
		return Standing{State: Left, Row: RowInactive}
	case WordNone:
		return Standing{State: Active, Row: RowEmployed}
	case WordBlank:
		return Standing{Row: RowBlank}
	}
	return Standing{Row: RowWordUnreadable}
}

// byStatus reads the status if the dates do not count.
func byStatus(word Word) (State, Row) {
	switch word {
	case WordPending:
		return PreHire, RowPending
	case WordNone:
		return Unknown, RowWordMissing
	}
	s := byWord(word)
	return s.State, s.Row
}

// byEndDate reads the dates if the status does not count. Only the end date can
// prove that an employee has left: if the hire date could disprove it, hiding the
// hire date would take access away.
func byEndDate(in *Input) (State, Row) {
	hire, end := in.Hire.Reading, in.End.Reading
	switch {
	case end == Unreadable:
		return Unknown, RowEndUnreadable
	case in.Crossed():
		return Unknown, RowCrossed
	case in.returns():
		return Notice, RowNoticeReturns
	case end == Passed && hire == Ahead:
		return Left, RowBetweenSpells
	case end == Passed:
		return Left, RowEnded
	case hire == Ahead:
		return PreHire, RowPreHire
	case end == Ahead:
		return Notice, RowNotice
	}
	return Active, RowEmployed
}
