package syncplan

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A Lifecycle is where a person stands at an instant, in their zone.
type Lifecycle string

const (
	LifecycleUnknown Lifecycle = "unknown"  // cannot be decided; never takes access away
	LifecyclePreHire Lifecycle = "pre_hire" // the hire date is ahead
	LifecycleActive  Lifecycle = "active"
	LifecycleLeave   Lifecycle = "leave"
	LifecycleNotice  Lifecycle = "notice" // employed, with an end date ahead
	LifecycleLeft    Lifecycle = "left"
)

// A standing is a Lifecycle with the row of the table that gave it.
type standing struct {
	state    Lifecycle
	why      string // the row, for people
	report   Reason // a row that wants to be reported
	noCreate bool   // good enough for a user who is there, not to create one
	mayStart bool   // the hire date cannot be read: may not have started
}

// lagDays is how long a status word may lag behind a date.
const lagDays = 2

// What a date field says at a day.
type dateReading int

const (
	dateUnreadable dateReading = iota
	dateEmpty
	dateAhead  // a hire date after today, an end date of today or later
	datePassed // a hire date of today or earlier, an end date before today
)

// What a status word says.
type wordReading int

const (
	wordUnreadable wordReading = iota
	wordNone                   // the vendor has no word, or it is not consulted
	wordBlank
	wordPending
	wordActive // or leave
	wordInactive
)

// An inquiry is all that the lifecycle of one person depends on.
type inquiry struct {
	hire, end    dateReading
	hired, ended employee.Date // where they can be read
	word         employee.Value
	noWord       bool // the vendor has no status word
	rule         LeavingEvidence
	asOf         employee.Date // in the person's zone
}

// lifecycle returns where a person stands.
func lifecycle(q *inquiry) standing {
	s := q.weigh()
	if s.state == "" {
		s.state = LifecycleUnknown
	}
	s.mayStart = q.hire == dateUnreadable && q.rule != LeavingEvidenceStatus
	return s
}

// weigh is the table in the package comment: the first row that fits.
func (q *inquiry) weigh() standing {
	word := q.readWord()
	switch q.rule {
	case LeavingEvidenceStatus:
		switch word {
		case wordPending:
			return standing{state: LifecyclePreHire, why: "the status says pending"}
		case wordNone:
			return standing{why: "there is no status, and the settings rely on it alone"}
		}
		return byWord(word, q.word)
	case LeavingEvidenceEndDate:
		return q.byEndDate()
	}
	hire, hired, end, ended := q.hire, q.hired, q.end, q.ended
	if q.crossed() {
		end = dateUnreadable
	}
	started := hire == datePassed || hire == dateEmpty
	rehired := hire == datePassed && end == datePassed && hired.After(ended)
	switch {
	case hire == dateAhead && (end == dateEmpty || end == dateAhead):
		return standing{state: LifecyclePreHire, why: "the hire date is ahead"}
	case hire == dateAhead && end == datePassed && word != wordUnreadable:
		return standing{state: LifecycleLeft, why: "between two spells: the end date has passed and the hire date is ahead"}
	case rehired && (word == wordActive || word == wordPending):
		return standing{state: q.present(), why: "hired again after the end date"}
	case rehired && word == wordInactive:
		return standing{state: LifecycleLeft, why: "the status says inactive, and the end date has passed"}
	case started && !rehired && end == datePassed && (word == wordInactive || word == wordBlank || word == wordNone):
		return standing{state: LifecycleLeft, why: "the end date has passed"}
	case started && !rehired && end == datePassed && word == wordActive:
		if q.asOf.After(ended.AddDays(lagDays)) {
			return standing{why: "contradiction: the end date has passed for days and the status still says employed"}
		}
		return standing{state: LifecycleLeft, why: "the end date has passed; the status lags behind"}
	case end == dateAhead && word == wordInactive:
		return standing{state: LifecycleNotice, why: "the status says inactive, but the end date is ahead", report: ReasonFlippedEarly, noCreate: hire == dateUnreadable}
	case end == dateAhead && word == wordActive:
		return standing{state: LifecycleNotice, why: "employed, with an end date ahead", noCreate: hire == dateUnreadable}
	case started && end == dateEmpty && word == wordInactive && hire == datePassed && !q.asOf.After(hired.AddDays(lagDays)):
		return standing{why: "the status says inactive, but the hire date was reached only just: the word may lag behind"}
	case started && end == dateEmpty && word != wordUnreadable:
		if word == wordBlank {
			return standing{why: "the status is blank"}
		}
		return byWord(word, q.word)
	}
	return q.unclear(hire, end, word)
}

// unclear has the rows from "blank" to the end of the table.
func (q *inquiry) unclear(hire, end dateReading, word wordReading) standing {
	started := hire == datePassed || hire == dateEmpty
	switch {
	case word == wordBlank && end == dateEmpty:
		return standing{why: "the status is blank"}
	case word == wordUnreadable:
		return standing{why: "the status cannot be read"}
	case q.crossed():
		return standing{why: "the end date lies before the hire date, and neither is reached"}
	case word == wordInactive && hire == dateUnreadable:
		return standing{why: "the status says inactive, but the hire date cannot be read: may be a future hire"}
	case word == wordInactive && end == dateUnreadable:
		return standing{why: "the status says inactive, but the end date cannot be read: may be a future leaver"}
	case word == wordActive && hire == dateUnreadable && (end == dateEmpty || end == dateAhead):
		return standing{state: q.present(), why: "employed; the hire date cannot be read", noCreate: true}
	case word == wordNone && started && end == dateEmpty:
		return standing{state: LifecycleActive, why: "employed"}
	case word == wordNone && started && end == dateAhead:
		return standing{state: LifecycleNotice, why: "employed, with an end date ahead"}
	}
	switch {
	case hire == dateUnreadable:
		return standing{why: "the hire date cannot be read"}
	case end == dateUnreadable:
		return standing{why: "the end date cannot be read"}
	case word == wordNone:
		return standing{why: "the hire date lies after the end date, and no status says whether hired again"}
	}
	return standing{why: "status and dates do not fit together"}
}

// byWord reads the word alone, for somebody whose dates do not matter.
func byWord(word wordReading, v employee.Value) standing {
	switch word {
	case wordActive:
		if v.String() == string(employee.StatusLeave) {
			return standing{state: LifecycleLeave, why: "the status says on leave"}
		}
		return standing{state: LifecycleActive, why: "the status says active"}
	case wordPending:
		return standing{state: LifecycleActive, why: "the status says pending, though the hire date is reached", report: ReasonStillPending}
	case wordInactive:
		return standing{state: LifecycleLeft, why: "the status says inactive"}
	case wordNone:
		return standing{state: LifecycleActive, why: "employed"}
	case wordBlank:
		return standing{why: "the status is blank"}
	}
	return standing{why: "the status cannot be read"}
}

// byEndDate reads the dates alone, and works without the hire date. Only the end
// date can prove that somebody left: if the hire date could disprove it, hiding
// the hire date would take access away.
func (q *inquiry) byEndDate() standing {
	hire, end := q.hire, q.end
	switch {
	case end == dateUnreadable:
		return standing{why: "the end date cannot be read"}
	case q.crossed():
		return standing{why: "the end date lies before the hire date, and neither is reached"}
	case end == datePassed && hire == dateAhead:
		return standing{state: LifecycleLeft, why: "between two spells: the end date has passed and the hire date is ahead"}
	case end == datePassed:
		return standing{state: LifecycleLeft, why: "the end date has passed"}
	case hire == dateAhead:
		return standing{state: LifecyclePreHire, why: "the hire date is ahead"}
	case end == dateAhead:
		return standing{state: LifecycleNotice, why: "employed, with an end date ahead"}
	}
	return standing{state: LifecycleActive, why: "employed"}
}

// present tells leave from work for somebody who is employed.
func (q *inquiry) present() Lifecycle {
	if q.word.String() == string(employee.StatusLeave) {
		return LifecycleLeave
	}
	if q.end == dateAhead {
		return LifecycleNotice
	}
	return LifecycleActive
}

func (q *inquiry) readWord() wordReading {
	if q.noWord {
		return wordNone
	}
	switch q.word.State() {
	case employee.StateEmpty:
		return wordBlank
	case employee.StateKnown:
		switch employee.Status(q.word.String()) {
		case employee.StatusPending:
			return wordPending
		case employee.StatusActive, employee.StatusLeave:
			return wordActive
		case employee.StatusInactive:
			return wordInactive
		}
	}
	return wordUnreadable
}

// crossed reports whether the end date lies before the hire date and neither is
// reached. Once the end date has passed it may be that of an earlier spell.
func (q *inquiry) crossed() bool {
	return q.hire == dateAhead && q.end == dateAhead && q.ended.Before(q.hired) && q.rule != LeavingEvidenceStatus
}

// readDate places a date against border: a date on or after it is ahead.
func readDate(v employee.Value, border employee.Date) (dateReading, employee.Date) {
	if v.State() == employee.StateEmpty {
		return dateEmpty, employee.Date{}
	}
	d, ok := v.Day()
	switch {
	case !ok || !plausible(d):
		return dateUnreadable, employee.Date{}
	case d.Before(border):
		return datePassed, d
	}
	return dateAhead, d
}

// plausible refuses days without a year and those before 1900, which are
// sentinels or slips of the pen.
func plausible(d employee.Date) bool { return d.Year() >= 1900 }

// dues returns the instants at which the lifecycle changes by itself: when the
// hire date is reached, ahead days before it, and when the end date has passed.
func (q *inquiry) dues(loc *time.Location, ahead Days) (instants [3]time.Time) {
	if q.hire == dateAhead {
		instants[0] = q.hired.Start(loc)
		if ahead > 0 {
			instants[1] = q.hired.AddDays(-int(ahead)).Start(loc)
		}
	}
	if q.end == dateAhead {
		instants[2] = q.ended.AddDays(1).Start(loc)
	}
	return instants
}
