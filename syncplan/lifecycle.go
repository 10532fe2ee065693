package syncplan

import (
	"strings"

	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// lifecycleOf converts a state.
func lifecycleOf(s lifecycle.State) mapping.Lifecycle {
	switch s {
	case lifecycle.PreHire:
		return mapping.LifecyclePreHire
	case lifecycle.Active:
		return mapping.LifecycleActive
	case lifecycle.Leave:
		return mapping.LifecycleLeave
	case lifecycle.Notice:
		return mapping.LifecycleNotice
	case lifecycle.Left:
		return mapping.LifecycleLeft
	}
	return mapping.LifecycleUnknown
}

// leavingRule returns the rule that the settings name.
func leavingRule(e LeavingEvidence) lifecycle.Rule {
	switch e {
	case LeavingEvidenceEndDate:
		return lifecycle.RuleEndDate
	case LeavingEvidenceStatus:
		return lifecycle.RuleStatus
	}
	return lifecycle.RuleBoth
}

// rowText returns the reason of a lifecycle row.
func rowText(r lifecycle.Row) string {
	return [...]string{
		lifecycle.RowConflicting:         "status and dates contradict each other",
		lifecycle.RowPreHire:             "the hire date is ahead",
		lifecycle.RowBetweenSpells:       "between two employments: the end date has passed and the hire date is ahead",
		lifecycle.RowReturns:             "between two employments: the end date has passed and the hire date is near",
		lifecycle.RowRehired:             "rehired after the end date",
		lifecycle.RowRehiredInactive:     "the status says inactive, and the end date has passed",
		lifecycle.RowRehiredWordLags:     "rehired after the end date; the status says inactive, and may lag behind",
		lifecycle.RowRehiredNoWord:       "the hire date is after the end date, and no status confirms a rehire",
		lifecycle.RowEnded:               "the end date has passed",
		lifecycle.RowEndedWordLags:       "the end date has passed; the status lags behind",
		lifecycle.RowEndedContradiction:  "contradiction: the end date passed days ago, but the status still says employed",
		lifecycle.RowFlippedEarly:        "the status says inactive, but the end date is ahead",
		lifecycle.RowNotice:              "employed, with an end date ahead",
		lifecycle.RowNoticePending:       "the status says pending, though the hire date is reached; employed, with an end date ahead",
		lifecycle.RowNoticeReturns:       "employed, with an end date ahead and another hire date after it",
		lifecycle.RowStartedWordLags:     "the status says inactive, but the hire date was only just reached: the status may lag behind",
		lifecycle.RowEmployed:            "employed",
		lifecycle.RowActive:              "the status says active",
		lifecycle.RowLeave:               "the status says on leave",
		lifecycle.RowInactive:            "the status says inactive",
		lifecycle.RowPending:             "the status says pending",
		lifecycle.RowStillPending:        "the status says pending, though the hire date is reached",
		lifecycle.RowBlank:               "the status is blank",
		lifecycle.RowWordUnreadable:      "the status cannot be read",
		lifecycle.RowWordMissing:         "there is no status, and the settings rely on it alone",
		lifecycle.RowCrossed:             "the end date is before the hire date, and neither is reached",
		lifecycle.RowMaybeFutureHire:     "the status says inactive, but the hire date cannot be read: may be a future hire",
		lifecycle.RowMaybeFutureLeaver:   "the status says inactive, but the end date cannot be read: may be a future leaver",
		lifecycle.RowEmployedHireUnknown: "employed; the hire date cannot be read",
		lifecycle.RowHireUnreadable:      "the hire date cannot be read",
		lifecycle.RowEndUnreadable:       "the end date cannot be read",
	}[r]
}

// A lastDay is how a row of the lifecycle reads while the end date is today.
type lastDay struct {
	row  lifecycle.Row
	text string
}

// lastDays has a text before those that it contains.
func lastDays() []lastDay {
	return []lastDay{
		{lifecycle.RowNoticePending, "the status says pending, though the hire date is reached; employed, ends today"},
		{lifecycle.RowNoticeReturns, "employed, ends today; another hire date is ahead"},
		{lifecycle.RowNotice, "employed, ends today"},
		{lifecycle.RowFlippedEarly, "the status says inactive, but the employment ends today"},
	}
}

// rowTextToday returns the reason of a row while the end date is today.
func rowTextToday(r lifecycle.Row) string {
	for _, d := range lastDays() {
		if d.row == r {
			return d.text
		}
	}
	return rowText(r)
}

// anyDay returns a sentence of the plan without the words for an end date of today. Words
// behind a quotation mark are a value's.
func anyDay(text string) string {
	for _, d := range lastDays() {
		before, after, found := strings.Cut(text, d.text)
		if found && !strings.Contains(before, `"`) {
			return before + rowText(d.row) + after
		}
	}
	return text
}

// rowReason returns the reason of the note about a row, "" for none.
func rowReason(r lifecycle.Row) Reason {
	switch r {
	case lifecycle.RowFlippedEarly:
		return ReasonFlippedEarly
	case lifecycle.RowStillPending, lifecycle.RowNoticePending:
		return ReasonStillPending
	}
	return ""
}
