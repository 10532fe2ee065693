// Package lifecycle decides the lifecycle of an employee on a day: not started,
// employed, on leave, on notice, left, or unknown.
//
// The input is an [Input]: the hire date and the end date relative to the day
// ([ReadDate]), the status ([ReadWord]), the rule that says which of them count, and
// the days of plan and roster. [Classify] returns a [Standing]: the row of the table in the
// comment of package syncplan that applies, its state, and what it allows.
// [Input.Dues] returns when the standing changes by itself. [Zones] returns the day in
// the employee's zone, or in all that it may be.
//
// Only proof of leaving gives [Left]: a missing or unreadable field gives
// [Unknown], or a state in which access stays.
package lifecycle

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// A State is the lifecycle of an employee.
type State uint8

const (
	Unknown State = iota // access is not changed
	PreHire              // the hire date is ahead
	Active
	Leave
	Notice // employed, with an end date ahead
	Left
)

// A Rule says which fields prove that an employee has left.
type Rule uint8

const (
	RuleBoth    Rule = iota // the dates and the status
	RuleEndDate             // the end date; the hire date only decides who has not started
	RuleStatus              // the status alone
)

// lagDays is how many days a status may lag behind a date.
const lagDays = 2

// A Reading is a date field relative to a day.
type Reading uint8

const (
	Unreadable Reading = iota
	Empty
	Ahead  // a hire date after today, an end date of today or later
	Passed // a hire date of today or earlier, an end date before today
)

// A Date is a date field with its reading. Day is zero where the field is empty
// or unreadable.
type Date struct {
	Reading Reading
	Day     employee.Date
}

// ReadDate reads a date field against border: a date on or after border is ahead.
// The border is tomorrow for a hire date, and today for an end date.
func ReadDate(v employee.Value, border employee.Date) Date {
	if v.State() == employee.StateEmpty {
		return Date{Reading: Empty}
	}
	day, ok := v.Day()
	switch {
	case !ok || !Plausible(day):
		return Date{}
	case day.Before(border):
		return Date{Passed, day}
	}
	return Date{Ahead, day}
}

// Plausible reports whether a date has a year and is not before 1900. Other dates are
// sentinels or typos.
func Plausible(d employee.Date) bool { return d.Year() >= 1900 }

// A Word is the status field.
type Word uint8

const (
	WordUnreadable Word = iota
	WordNone            // the vendor has no status
	WordBlank
	WordPending
	WordActive
	WordLeave
	WordInactive
)

// ReadWord reads the status field; noWord is for a vendor without one.
func ReadWord(v employee.Value, noWord bool) Word {
	if noWord {
		return WordNone
	}
	switch v.State() {
	case employee.StateEmpty:
		return WordBlank
	case employee.StateKnown:
		switch employee.Status(v.String()) {
		case employee.StatusPending:
			return WordPending
		case employee.StatusActive:
			return WordActive
		case employee.StatusLeave:
			return WordLeave
		case employee.StatusInactive:
			return WordInactive
		}
	}
	return WordUnreadable
}

// employed reports whether the status is active or on leave.
func (w Word) employed() bool { return w == WordActive || w == WordLeave }

// An Input is what the standing of one employee depends on.
type Input struct {
	Hire, End Date
	Original  employee.Date // the first hire date; zero where unknown
	Word      Word
	Rule      Rule
	Today     employee.Date // the day of the plan, in the employee's zone
	AsOf      employee.Date // the day of the roster, in the same zone
	Ahead     int           // how many days before the hire date there may be a user, negative for any
	Grace     int           // for how many days after the end date access stays
}

// returnDays is how many days before a return there may be a user, if a starter may
// have one at any time.
const returnDays = 31

// returnAhead is Ahead for a return after an end date that has passed.
func (in *Input) returnAhead() int {
	if in.Ahead < 0 {
		return returnDays
	}
	return in.Ahead
}

// window reports whether today is at most so many days before the hire date; a negative
// number is any.
func (in *Input) window(ahead int) bool {
	return ahead < 0 || !in.Hire.Day.IsZero() && !in.Hire.Day.AddDays(-ahead).After(in.Today)
}

// inGrace reports whether the end date has passed, but not the days of grace.
func (in *Input) inGrace() bool {
	return in.End.Reading == Passed && !in.End.Day.Before(in.Today.AddDays(-in.Grace))
}

// startLags reports whether the status of this roster may lag behind the hire date.
func (in *Input) startLags() bool { return !in.AsOf.After(in.Hire.Day.AddDays(lagDays)) }

// employedBefore reports whether the original hire date says that the employment which the end
// date ends was not one that never began.
func (in *Input) employedBefore() bool {
	return Plausible(in.Original) && !in.Original.After(in.End.Day)
}

// OriginalCounts reports whether the original hire date may decide: the hire date is
// ahead of an end date.
func (in *Input) OriginalCounts() bool {
	return in.Rule != RuleStatus && in.Hire.Reading == Ahead && in.End.Reading >= Ahead && !in.End.Day.After(in.Hire.Day)
}

// crossed reports whether the end date is before the hire date and neither is reached.
func (in *Input) crossed() bool {
	return in.Rule != RuleStatus && in.Hire.Reading == Ahead && in.End.Reading == Ahead && in.End.Day.Before(in.Hire.Day)
}

// returns reports whether the dates are crossed because they are those of the present
// employment and of the next one.
func (in *Input) returns() bool { return in.crossed() && in.employedBefore() }

// Crossed reports whether the end date is before the hire date, neither is reached, and
// the original hire date does not explain it, so that the end date counts as
// unreadable. An end date that has passed may be that of an earlier employment.
func (in *Input) Crossed() bool { return in.crossed() && !in.employedBefore() }

// withdrawn reports whether a hire may have been withdrawn: the status says inactive,
// the hire date is today or ahead, and the end date is not after it. A return after an
// end date that has passed is none.
func (in *Input) withdrawn() bool {
	if in.Word != WordInactive || in.Hire.Day.Before(in.Today) || in.End.Day.IsZero() || in.End.Day.After(in.Hire.Day) {
		return false
	}
	return in.End.Reading == Ahead || !in.employedBefore()
}

// Dues returns the instants at which the standing changes by itself in the zone loc:
// when the hire date is reached, Ahead days before it, when the end date has passed,
// and the days of grace; of a roster that ages, whose day is always that of the plan,
// also when the word no longer lags behind either date. Those that do not apply are
// zero.
func (in *Input) Dues(loc *time.Location, ages bool) (instants [6]time.Time) {
	if in.Hire.Reading == Ahead {
		instants[0] = in.Hire.Day.Start(loc)
		ahead := in.Ahead
		if in.End.Reading == Passed {
			ahead = in.returnAhead()
		}
		if ahead > 0 {
			instants[1] = in.Hire.Day.AddDays(-ahead).Start(loc)
		}
	}
	if in.End.Reading == Ahead {
		instants[2] = in.End.Day.AddDays(1).Start(loc)
	}
	if ages && in.Hire.Reading == Passed {
		instants[3] = in.Hire.Day.AddDays(lagDays + 1).Start(loc)
	}
	if ages && in.End.Reading == Passed {
		instants[4] = in.End.Day.AddDays(in.Grace + lagDays + 1).Start(loc)
	}
	if in.Grace > 0 && in.End.Reading == Passed {
		instants[5] = in.AccessEnds().Start(loc)
	}
	return instants
}

// AccessEnds returns the day from which an end date that is ahead, or has passed, takes
// access.
func (in *Input) AccessEnds() employee.Date { return in.End.Day.AddDays(in.Grace + 1) }

// EndsToday reports whether today is the last day.
func (in *Input) EndsToday() bool { return in.End.Reading == Ahead && in.End.Day == in.Today }

// Turn returns the day on which a date began the state, or will end it. It is
// false where no date decides.
func (in *Input) Turn(s State) (day employee.Date, began, ok bool) {
	hire, end := in.Hire, in.End
	after := end.Day.AddDays(1)
	switch {
	case in.Rule == RuleStatus:
	case s == PreHire && hire.Reading == Ahead:
		return hire.Day, false, true
	case s == Notice && end.Reading == Ahead:
		return after, false, true
	case s == Left && end.Reading == Passed && (hire.Reading != Passed || !hire.Day.After(end.Day)):
		return after, true, true
	}
	return employee.Date{}, false, false
}
