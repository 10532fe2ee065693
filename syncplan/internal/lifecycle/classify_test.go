package lifecycle

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

const (
	yesterday = "2026-11-21"
	today     = "2026-11-22"
	tomorrow  = "2026-11-23"
	longAgo   = "2020-01-01"
	lastYear  = "2025-06-30"
	nextYear  = "2027-01-01"
)

// day is today as a date.
var day = employee.NewDate(2026, time.November, 22)

// A row is a line of a table: fields as HR has them, and the standing wanted.
type row struct {
	name            string
	hire, end, word string // a value; or "empty", "withheld", "absent"
	original        string // "" is "absent"
	ahead, grace    int
	state           State
	row             Row
}

// value returns the value that a text of a row stands for.
func value(t *testing.T, text string, known func(string) (employee.Value, error)) employee.Value {
	t.Helper()
	switch text {
	case "empty":
		return employee.Empty()
	case "withheld":
		return employee.Withheld()
	case "absent":
		return employee.Value{}
	}
	v, err := known(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func date(text string) (employee.Value, error) {
	d, err := employee.ParseDate(text)
	return employee.Day(d), err
}

func word(text string) (employee.Value, error) { return employee.Text(text), nil }

// classify classifies the fields of a row today, from a roster of today.
func classify(t *testing.T, r row, rule Rule, noWord bool) Standing {
	t.Helper()
	in := input(t, r.hire, r.end, r.word, rule, noWord)
	in.Ahead, in.Grace = r.ahead, r.grace
	if r.original != "" {
		in.Original, _ = value(t, r.original, date).Day()
	}
	return Classify(in)
}

// input reads fields today, from a roster of today.
func input(t *testing.T, hire, end, status string, rule Rule, noWord bool) *Input {
	t.Helper()
	return &Input{
		Hire: ReadDate(value(t, hire, date), day.AddDays(1)),
		End:  ReadDate(value(t, end, date), day),
		Word: ReadWord(value(t, status, word), noWord),
		Rule: rule, Today: day, AsOf: day,
	}
}

func check(t *testing.T, got Standing, r row) {
	t.Helper()
	want := got
	want.State, want.Row = r.state, r.row
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestBoth has the lines of the table in the comment of package syncplan, in
// their order, and the borders between them.
func TestBoth(t *testing.T) {
	t.Parallel()
	for _, tt := range []row{
		// ahead | none, ahead | any | pre_hire
		{name: "hire ahead, no end", hire: tomorrow, end: "empty", word: "active", state: PreHire, row: RowPreHire},
		{
			name: "hire ahead, no end, inactive",
			hire: tomorrow, end: "empty", word: "inactive", state: PreHire, row: RowPreHire,
		},
		{name: "hire ahead, no end, blank", hire: tomorrow, end: "empty", word: "empty", state: PreHire, row: RowPreHire},
		{
			name: "hire ahead, no end, word withheld",
			hire: tomorrow, end: "empty", word: "withheld", state: PreHire, row: RowPreHire,
		},
		{name: "hire ahead, end ahead", hire: tomorrow, end: nextYear, word: "pending", state: PreHire, row: RowPreHire},
		{
			name: "hired for one day that is ahead",
			hire: tomorrow, end: tomorrow, word: "active", state: PreHire, row: RowPreHire,
		},
		// ahead | passed | readable | left, between two spells
		{name: "between spells", hire: tomorrow, end: lastYear, word: "active", state: Left, row: RowBetweenSpells},
		{name: "between spells, blank", hire: tomorrow, end: lastYear, word: "empty", state: Left, row: RowBetweenSpells},
		{
			name: "between spells, word withheld",
			hire: tomorrow, end: lastYear, word: "withheld", state: Unknown, row: RowWordUnreadable,
		},
		// the same, in the days before a return in which there may be a user | pre_hire
		{
			name: "a return in seven days",
			hire: "2026-11-29", end: lastYear, word: "active", ahead: 7, state: PreHire, row: RowReturns,
		},
		{
			name: "a return in eight days",
			hire: "2026-11-30", end: lastYear, word: "active", ahead: 7, state: Left, row: RowBetweenSpells,
		},
		{
			name: "any time is 31 days before a return",
			hire: "2026-12-23", end: yesterday, word: "empty", ahead: -1, state: PreHire, row: RowReturns,
		},
		{
			name: "any time is not 32 days before a return",
			hire: "2026-12-24", end: yesterday, word: "empty", ahead: -1, state: Left, row: RowBetweenSpells,
		},
		{
			name: "a return, word withheld",
			hire: tomorrow, end: lastYear, word: "withheld", ahead: 7, state: Unknown, row: RowWordUnreadable,
		},
		// reached, after the end date | passed | active, leave, pending | active: rehired
		{
			name: "rehired, the old end date still there",
			hire: "2025-07-01", end: lastYear, word: "active", state: Active, row: RowRehired,
		},
		{name: "rehired, on leave", hire: "2025-07-01", end: lastYear, word: "leave", state: Leave, row: RowRehired},
		{name: "rehired, pending", hire: "2025-07-01", end: lastYear, word: "pending", state: Active, row: RowRehired},
		{name: "rehired today", hire: today, end: yesterday, word: "active", state: Active, row: RowRehired},
		// reached, after the end date | passed | inactive | left
		{
			name: "rehired and gone again",
			hire: "2025-07-01", end: lastYear, word: "inactive", state: Left, row: RowRehiredInactive,
		},
		{
			name: "rehired today, the word lags",
			hire: today, end: lastYear, word: "inactive", state: Unknown, row: RowRehiredWordLags,
		},
		{
			name: "rehired two days ago, the word lags",
			hire: "2026-11-20", end: lastYear, word: "inactive", state: Unknown, row: RowRehiredWordLags,
		},
		{
			name: "rehired three days ago",
			hire: "2026-11-19", end: lastYear, word: "inactive", state: Left, row: RowRehiredInactive,
		},
		{name: "rehired, blank", hire: "2025-07-01", end: lastYear, word: "empty", state: Unknown, row: RowConflicting},
		// reached or empty, not after the end date | passed | inactive, empty, no word | left
		{name: "left", hire: longAgo, end: yesterday, word: "inactive", state: Left, row: RowEnded},
		{name: "left, blank word", hire: longAgo, end: yesterday, word: "empty", state: Left, row: RowEnded},
		{name: "left, no hire date", hire: "empty", end: yesterday, word: "inactive", state: Left, row: RowEnded},
		{name: "hired and left on one day", hire: yesterday, end: yesterday, word: "inactive", state: Left, row: RowEnded},
		{name: "left on 29 February", hire: longAgo, end: "2024-02-29", word: "inactive", state: Left, row: RowEnded},
		// the same | passed | active or leave, the roster at most 2 days younger | left: the word lags
		{name: "the word lags a day", hire: longAgo, end: yesterday, word: "active", state: Left, row: RowEndedWordLags},
		{
			name: "the word lags two days",
			hire: longAgo, end: "2026-11-20", word: "leave", state: Left, row: RowEndedWordLags,
		},
		{
			name: "the word lags behind the days of grace",
			hire: longAgo, end: "2026-11-15", word: "active", grace: 5, state: Left, row: RowEndedWordLags,
		},
		// the same | passed | active or leave, later | unknown: contradiction
		{
			name: "a contradiction after the days of grace",
			hire: longAgo, end: "2026-11-14", word: "active", grace: 5, state: Unknown, row: RowEndedContradiction,
		},
		{
			name: "three days are a contradiction",
			hire: longAgo, end: "2026-11-19", word: "active", state: Unknown, row: RowEndedContradiction,
		},
		{name: "pending after the end", hire: longAgo, end: yesterday, word: "pending", state: Unknown, row: RowConflicting},
		// any | not passed | inactive | notice, reported
		{
			name: "the word flipped early",
			hire: longAgo, end: nextYear, word: "inactive", state: Notice, row: RowFlippedEarly,
		},
		{
			name: "the word flipped on the last day",
			hire: longAgo, end: today, word: "inactive", state: Notice, row: RowFlippedEarly,
		},
		{
			name: "the word flipped early, hire withheld",
			hire: "withheld", end: tomorrow, word: "inactive", state: Notice, row: RowFlippedEarly,
		},
		// any | not passed | active, leave | notice
		{name: "notice", hire: longAgo, end: nextYear, word: "active", state: Notice, row: RowNotice},
		{name: "notice on leave", hire: longAgo, end: nextYear, word: "leave", state: Notice, row: RowNotice},
		{name: "the last day is today", hire: longAgo, end: today, word: "active", state: Notice, row: RowNotice},
		{name: "hired and leaving today", hire: today, end: today, word: "active", state: Notice, row: RowNotice},
		{name: "no end for ever", hire: longAgo, end: "9999-12-31", word: "active", state: Notice, row: RowNotice},
		{name: "notice, hire withheld", hire: "withheld", end: nextYear, word: "active", state: Notice, row: RowNotice},
		// reached | ahead | pending | notice, reported
		{name: "notice, pending", hire: longAgo, end: nextYear, word: "pending", state: Notice, row: RowNoticePending},
		{name: "a fixed term from today", hire: today, end: today, word: "pending", state: Notice, row: RowNoticePending},
		{
			name: "notice, pending, no hire date",
			hire: "empty", end: nextYear, word: "pending", state: Unknown, row: RowConflicting,
		},
		{name: "notice, blank", hire: longAgo, end: nextYear, word: "empty", state: Unknown, row: RowConflicting},
		// reached or empty | empty | active / leave / pending | active / leave / active, reported
		{name: "active", hire: longAgo, end: "empty", word: "active", state: Active, row: RowActive},
		{name: "starts today", hire: today, end: "empty", word: "active", state: Active, row: RowActive},
		{name: "active without hire date", hire: "empty", end: "empty", word: "active", state: Active, row: RowActive},
		{name: "leave", hire: longAgo, end: "empty", word: "leave", state: Leave, row: RowLeave},
		{name: "pending though started", hire: longAgo, end: "empty", word: "pending", state: Active, row: RowStillPending},
		// | inactive | left; unknown while the word may lag
		{name: "inactive without end", hire: longAgo, end: "empty", word: "inactive", state: Left, row: RowInactive},
		{name: "inactive without any date", hire: "empty", end: "empty", word: "inactive", state: Left, row: RowInactive},
		{
			name: "inactive on the first day",
			hire: today, end: "empty", word: "inactive", state: Unknown, row: RowStartedWordLags,
		},
		{
			name: "inactive two days after the start",
			hire: "2026-11-20", end: "empty", word: "inactive", state: Unknown, row: RowStartedWordLags,
		},
		{
			name: "inactive three days after the start",
			hire: "2026-11-19", end: "empty", word: "inactive", state: Left, row: RowInactive,
		},
		// any | empty | empty | unknown: blank
		{name: "blank", hire: longAgo, end: "empty", word: "empty", state: Unknown, row: RowBlank},
		{name: "blank, hire withheld", hire: "withheld", end: "empty", word: "empty", state: Unknown, row: RowBlank},
		// any | any | unreadable | unknown
		{name: "word withheld", hire: longAgo, end: "empty", word: "withheld", state: Unknown, row: RowWordUnreadable},
		{name: "word absent", hire: longAgo, end: "empty", word: "absent", state: Unknown, row: RowWordUnreadable},
		{
			name: "word withheld after the end",
			hire: longAgo, end: yesterday, word: "withheld", state: Unknown, row: RowWordUnreadable,
		},
		// unreadable | any | inactive | unknown: a future hire?
		{
			name: "inactive, hire withheld",
			hire: "withheld", end: "empty", word: "inactive", state: Unknown, row: RowMaybeFutureHire,
		},
		{
			name: "inactive, hire absent, after the end",
			hire: "absent", end: yesterday, word: "inactive", state: Unknown, row: RowMaybeFutureHire,
		},
		// any | unreadable | inactive | unknown: a future leaver?
		{
			name: "inactive, end withheld",
			hire: longAgo, end: "withheld", word: "inactive", state: Unknown, row: RowMaybeFutureLeaver,
		},
		// unreadable | empty | active, leave | as the word; no user is created
		{
			name: "active, hire withheld",
			hire: "withheld", end: "empty", word: "active", state: Active, row: RowEmployedHireUnknown,
		},
		{name: "leave, hire absent", hire: "absent", end: "empty", word: "leave", state: Leave, row: RowEmployedHireUnknown},
		// everything else | unknown
		{
			name: "hire ahead, end withheld",
			hire: tomorrow, end: "withheld", word: "active", state: Unknown, row: RowEndUnreadable,
		},
		{
			name: "active, end withheld",
			hire: longAgo, end: "withheld", word: "active", state: Unknown, row: RowEndUnreadable,
		},
		{
			name: "active, hire withheld, after the end",
			hire: "withheld", end: yesterday, word: "active", state: Unknown, row: RowHireUnreadable,
		},
		{
			name: "end in the year 1",
			hire: longAgo, end: "0001-01-01", word: "inactive", state: Unknown, row: RowMaybeFutureLeaver,
		},
		{
			name: "end without a year",
			hire: longAgo, end: "--01-01", word: "inactive", state: Unknown, row: RowMaybeFutureLeaver,
		},
		{name: "hire in 1899", hire: "1899-12-31", end: "empty", word: "inactive", state: Unknown, row: RowMaybeFutureHire},
		{name: "hire in 1900", hire: "1900-01-01", end: "empty", word: "inactive", state: Left, row: RowInactive},
		{
			name: "end before start, neither reached",
			hire: nextYear, end: "2026-12-31", word: "active", state: Unknown, row: RowCrossed,
		},
		{
			name: "hired again after an end that is ahead",
			hire: nextYear, end: "2026-12-31", word: "active", original: longAgo, state: Notice, row: RowNoticeReturns,
		},
		{
			name: "hired again after an end that is today",
			hire: tomorrow, end: today, word: "withheld", original: today, state: Notice, row: RowNoticeReturns,
		},
		{
			name: "first hired after the end",
			hire: nextYear, end: "2026-12-30", word: "active", original: "2026-12-31", state: Unknown, row: RowCrossed,
		},
		{
			name: "the original hire date has no year",
			hire: nextYear, end: "2026-12-30", word: "active", original: "--01-01", state: Unknown, row: RowCrossed,
		},
		{name: "end today, before the start", hire: tomorrow, end: today, word: "active", state: Unknown, row: RowCrossed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := classify(t, tt, RuleBoth, false)
			check(t, got, tt)
			if got.Waits && got.State != PreHire || got.Grace && got.State != Left || got.Withdrawn && !got.NoCreate {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestWithoutWord has the lines of a vendor that has no status word.
func TestWithoutWord(t *testing.T) {
	t.Parallel()
	for _, tt := range []row{
		{name: "employed", hire: longAgo, end: "empty", state: Active, row: RowEmployed},
		{name: "employed, no hire date", hire: "empty", end: "empty", state: Active, row: RowEmployed},
		{name: "notice", hire: longAgo, end: today, state: Notice, row: RowNotice},
		{name: "left", hire: longAgo, end: yesterday, state: Left, row: RowEnded},
		{name: "starts tomorrow", hire: tomorrow, end: "empty", state: PreHire, row: RowPreHire},
		{name: "a contract between two spells", hire: tomorrow, end: lastYear, state: Left, row: RowBetweenSpells},
		{name: "hire withheld", hire: "withheld", end: "empty", state: Unknown, row: RowHireUnreadable},
		{name: "hire withheld, after the end", hire: "withheld", end: yesterday, state: Unknown, row: RowHireUnreadable},
		{name: "end withheld", hire: longAgo, end: "withheld", state: Unknown, row: RowEndUnreadable},
		{
			name: "rehired, the old end date still there",
			hire: "2025-07-01", end: lastYear, state: Unknown, row: RowRehiredNoWord,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.word = "absent"
			check(t, classify(t, tt, RuleBoth, true), tt)
		})
	}
}

// TestByEndDate is about a rule that does not read the word, for credentials that
// see neither it nor, perhaps, the hire date.
func TestByEndDate(t *testing.T) {
	t.Parallel()
	for _, tt := range []row{
		{name: "employed", hire: longAgo, end: "empty", state: Active, row: RowEmployed},
		{name: "employed, hire withheld", hire: "withheld", end: "empty", state: Active, row: RowEmployed},
		{name: "notice, hire withheld", hire: "withheld", end: today, state: Notice, row: RowNotice},
		{name: "left", hire: longAgo, end: yesterday, state: Left, row: RowEnded},
		{name: "left, hire withheld", hire: "withheld", end: yesterday, state: Left, row: RowEnded},
		{name: "left, the old end date of a rehire", hire: "2025-07-01", end: lastYear, state: Left, row: RowEnded},
		{name: "starts tomorrow", hire: tomorrow, end: "empty", state: PreHire, row: RowPreHire},
		{name: "a contract between two spells", hire: tomorrow, end: lastYear, state: Left, row: RowBetweenSpells},
		{
			name: "a return in the window",
			hire: tomorrow, end: lastYear, ahead: 7, original: longAgo, state: Left, row: RowBetweenSpells,
		},
		{
			name: "hired again after an end that is ahead",
			hire: nextYear, end: tomorrow, original: longAgo, state: Notice, row: RowNoticeReturns,
		},
		{name: "crossed", hire: nextYear, end: tomorrow, state: Unknown, row: RowCrossed},
		{name: "end withheld", hire: longAgo, end: "withheld", state: Unknown, row: RowEndUnreadable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, tt.word = range []string{"active", "inactive", "withheld", "empty"} {
				check(t, classify(t, tt, RuleEndDate, false), tt)
			}
		})
	}
}

// TestByStatus is about a rule that does not read the dates.
func TestByStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []row{
		{name: "active after the end", hire: longAgo, end: lastYear, word: "active", state: Active, row: RowActive},
		{name: "leave, the dates withheld", hire: "withheld", end: "withheld", word: "leave", state: Leave, row: RowLeave},
		{name: "inactive before the end", hire: longAgo, end: nextYear, word: "inactive", state: Left, row: RowInactive},
		{
			name: "inactive, the dates withheld",
			hire: "withheld", end: "withheld", word: "inactive", state: Left, row: RowInactive,
		},
		{name: "pending", hire: longAgo, end: "empty", word: "pending", state: PreHire, row: RowPending},
		{name: "blank", hire: longAgo, end: yesterday, word: "empty", state: Unknown, row: RowBlank},
		{name: "withheld", hire: longAgo, end: yesterday, word: "withheld", state: Unknown, row: RowWordUnreadable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, classify(t, tt, RuleStatus, false), tt)
		})
	}
	got := classify(t, row{hire: longAgo, end: "empty", word: "absent"}, RuleStatus, true)
	check(t, got, row{state: Unknown, row: RowWordMissing})
}

// TestFlags: what is known may suffice for a user that exists, not to create one.
func TestFlags(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		row
		rule Rule
		want Standing
	}{
		{
			row:  row{name: "on notice, hire date withheld", hire: "withheld", end: nextYear, word: "active"},
			want: Standing{State: Notice, Row: RowNotice, NoCreate: true, MayNotHaveStarted: true},
		},
		{
			row:  row{name: "flipped early, hire date withheld", hire: "withheld", end: nextYear, word: "inactive"},
			want: Standing{State: Notice, Row: RowFlippedEarly, NoCreate: true, MayNotHaveStarted: true},
		},
		{
			row:  row{name: "active, hire date absent", hire: "absent", end: "empty", word: "active"},
			want: Standing{State: Active, Row: RowEmployedHireUnknown, NoCreate: true, MayNotHaveStarted: true},
		},
		{
			row:  row{name: "active, hire date empty", hire: "empty", end: "empty", word: "active"},
			want: Standing{State: Active, Row: RowActive},
		},
		{
			row:  row{name: "by end date, hire date withheld", hire: "withheld", end: "empty", word: "active"},
			rule: RuleEndDate, want: Standing{State: Active, Row: RowEmployed, MayNotHaveStarted: true},
		},
		{
			row:  row{name: "by status, hire date withheld", hire: "withheld", end: "empty", word: "active"},
			rule: RuleStatus, want: Standing{State: Active, Row: RowActive},
		},
		{
			row:  row{name: "before the window", hire: "2026-11-30", end: "empty", word: "active", ahead: 7},
			want: Standing{State: PreHire, Row: RowPreHire, Waits: true},
		},
		{
			row:  row{name: "in the window", hire: "2026-11-29", end: "empty", word: "active", ahead: 7},
			want: Standing{State: PreHire, Row: RowPreHire},
		},
		{
			row:  row{name: "at any time", hire: "9999-12-31", end: "empty", word: "active", ahead: -1},
			want: Standing{State: PreHire, Row: RowPreHire},
		},
		{
			row:  row{name: "by status, before the window", hire: tomorrow, end: "empty", word: "pending"},
			rule: RuleStatus, want: Standing{State: PreHire, Row: RowPending, Waits: true},
		},
		{
			row:  row{name: "by status, hire date withheld", hire: "withheld", end: "empty", word: "pending", ahead: 7},
			rule: RuleStatus, want: Standing{State: PreHire, Row: RowPending, Waits: true},
		},
		{
			row:  row{name: "the last day of grace", hire: longAgo, end: "2026-11-17", word: "inactive", grace: 5},
			want: Standing{State: Left, Row: RowEnded, Grace: true},
		},
		{
			row:  row{name: "after the last day of grace", hire: longAgo, end: "2026-11-16", word: "inactive", grace: 5},
			want: Standing{State: Left, Row: RowEnded},
		},
		{
			row:  row{name: "grace by end date", hire: "withheld", end: yesterday, word: "inactive", grace: 1},
			rule: RuleEndDate, want: Standing{State: Left, Row: RowEnded, Grace: true, MayNotHaveStarted: true},
		},
		{
			row:  row{name: "no grace without a date", hire: longAgo, end: "empty", word: "inactive", grace: 5},
			want: Standing{State: Left, Row: RowInactive},
		},
		{
			row:  row{name: "no grace by status", hire: longAgo, end: yesterday, word: "inactive", grace: 5},
			rule: RuleStatus, want: Standing{State: Left, Row: RowInactive},
		},
		{
			row:  row{name: "withdrawn, the end on the hire date", hire: tomorrow, end: tomorrow, word: "inactive", ahead: -1},
			want: Standing{State: PreHire, Row: RowPreHire, NoCreate: true, Withdrawn: true},
		},
		{
			row:  row{name: "withdrawn, both today", hire: today, end: today, word: "inactive"},
			want: Standing{State: Notice, Row: RowFlippedEarly, NoCreate: true, Withdrawn: true},
		},
		{
			row:  row{name: "withdrawn, after the end", hire: tomorrow, end: yesterday, word: "inactive", ahead: 7},
			want: Standing{State: PreHire, Row: RowReturns, NoCreate: true, Withdrawn: true},
		},
		{
			row: row{
				name: "employed before the end: a return",
				hire: tomorrow, end: yesterday, word: "inactive", original: yesterday, ahead: 7,
			},
			want: Standing{State: PreHire, Row: RowReturns},
		},
		{
			row:  row{name: "an end after the hire date", hire: tomorrow, end: nextYear, word: "inactive", ahead: 7},
			want: Standing{State: PreHire, Row: RowPreHire},
		},
		{
			row: row{
				name: "hired again after an end ahead, inactive",
				hire: nextYear, end: tomorrow, word: "inactive", original: longAgo,
			},
			want: Standing{State: Notice, Row: RowNoticeReturns, NoCreate: true, Withdrawn: true},
		},
		{
			row: row{
				name: "hired again after an end ahead, pending",
				hire: nextYear, end: tomorrow, word: "pending", original: longAgo,
			},
			want: Standing{State: Notice, Row: RowNoticeReturns, NoCreate: true},
		},
		{
			row: row{
				name: "hired again after an end ahead",
				hire: nextYear, end: tomorrow, word: "leave", original: longAgo,
			},
			want: Standing{State: Notice, Row: RowNoticeReturns},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, classify(t, tt.row, tt.rule, false)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
