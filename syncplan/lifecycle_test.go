package syncplan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

const (
	yesterday = "2026-11-21"
	today     = "2026-11-22"
	tomorrow  = "2026-11-23"
	longAgo   = "2020-01-01"
	lastYear  = "2025-06-30"
	nextYear  = "2027-01-01"
)

// TestLifecycle has every row of the first table in the package comment, and what
// the plan does for Ada, whose user is active; a rule shows the lifecycle as the
// attribute "state". All lines of the table, and the borders between them, are in
// the tests of internal/lifecycle.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	const (
		unknown = "problem Ada unknown: access is not changed, because employment is unknown: "
		left    = `deactivate Ada: left; state: "left" from lifecycle (rules[3])`
		waits   = "hint Ada pre_hire: the hire date is ahead: the active user is not changed"
	)
	is := func(state string) string {
		return fmt.Sprintf("update Ada: changed; state: %q from lifecycle (rules[3])", state)
	}
	for _, tt := range []struct {
		name            string
		hire, end, word string
		evidence        syncplan.LeavingEvidence
		noWord          bool
		want            string
		note            string // what is noted after want
	}{
		{name: "hire ahead", hire: tomorrow, end: "empty", word: "active", want: waits},
		{name: "between spells", hire: tomorrow, end: lastYear, word: "active", want: left},
		{name: "rehired", hire: "2025-07-01", end: lastYear, word: "active", want: is("active")},
		{name: "rehired, on leave", hire: "2025-07-01", end: lastYear, word: "leave", want: is("leave")},
		{name: "rehired, gone again", hire: "2025-07-01", end: lastYear, word: "inactive", want: left},
		{
			name: "rehired, no word",
			hire: "2025-07-01", end: lastYear, word: "absent", noWord: true,
			want: unknown + "the hire date is after the end date, and no status confirms a rehire",
		},
		{name: "left", hire: longAgo, end: yesterday, word: "inactive", want: left},
		{name: "the word lags", hire: longAgo, end: yesterday, word: "active", want: left},
		{
			name: "a contradiction",
			hire: longAgo, end: "2026-11-19", word: "active",
			want: unknown + "contradiction: the end date passed days ago, but the status still says employed",
		},
		{
			name: "flipped early",
			hire: longAgo, end: nextYear, word: "inactive", want: is("notice"),
			note: "problem Ada flipped_early: the status says inactive, but the end date is ahead",
		},
		{name: "notice", hire: longAgo, end: nextYear, word: "active", want: is("notice")},
		{
			name: "the word lags behind the start",
			hire: today, end: "empty", word: "inactive",
			want: unknown + "the status says inactive, but the hire date was only just reached: the status may lag behind",
		},
		{name: "employed, no word", hire: longAgo, end: "empty", word: "absent", noWord: true, want: is("active")},
		{name: "active", hire: longAgo, end: "empty", word: "active", want: is("active")},
		{name: "leave", hire: longAgo, end: "empty", word: "leave", want: is("leave")},
		{name: "inactive", hire: longAgo, end: "empty", word: "inactive", want: left},
		{
			name: "pending, by status",
			hire: longAgo, end: "empty", word: "pending",
			evidence: syncplan.LeavingEvidenceStatus, want: is("pre_hire"),
		},
		{
			name: "still pending",
			hire: longAgo, end: "empty", word: "pending", want: is("active"),
			note: "problem Ada still_pending: the status says pending, though the hire date is reached",
		},
		{name: "blank", hire: longAgo, end: "empty", word: "empty", want: unknown + "the status is blank"},
		{name: "word withheld", hire: longAgo, end: "empty", word: "withheld", want: unknown + "the status cannot be read"},
		{
			name: "end before start",
			hire: nextYear, end: "2026-12-31", word: "active",
			want: unknown + "the end date is before the hire date, and neither is reached",
			note: "problem Ada record: termination_date is before hire_date: it counts as unreadable",
		},
		{
			name: "a future hire?",
			hire: "withheld", end: "empty", word: "inactive",
			want: unknown + "the status says inactive, but the hire date cannot be read: may be a future hire",
		},
		{
			name: "a future leaver?",
			hire: longAgo, end: "withheld", word: "inactive",
			want: unknown + "the status says inactive, but the end date cannot be read: may be a future leaver",
		},
		{name: "active, hire withheld", hire: "withheld", end: "empty", word: "active", want: is("active")},
		{
			name: "hire withheld after the end",
			hire: "withheld", end: yesterday, word: "active",
			want: unknown + "the hire date cannot be read",
		},
		{
			name: "end withheld",
			hire: longAgo, end: "withheld", word: "active",
			want: unknown + "the end date cannot be read",
		},
		{
			name: "no fit",
			hire: longAgo, end: yesterday, word: "pending",
			want: unknown + "status and dates contradict each other",
		},
		{
			name: "end without a year",
			hire: longAgo, end: "--01-01", word: "inactive",
			want: unknown + "the status says inactive, but the end date cannot be read: may be a future leaver",
			note: "problem Ada record: termination_date has no year or is before 1900: it counts as unreadable",
		},
		{
			name: "hire in 1899",
			hire: "1899-12-31", end: "empty", word: "inactive",
			want: unknown + "the status says inactive, but the hire date cannot be read: may be a future hire",
			note: "problem Ada record: hire_date has no year or is before 1900: it counts as unreadable",
		},
		{
			name: "left by end date, the word not read",
			hire: "withheld", end: yesterday, word: "active",
			evidence: syncplan.LeavingEvidenceEndDate, want: left,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, s := origin, settings()
			o.NoStatus, s.Policy.LeavingEvidence = tt.noWord, tt.evidence
			want := tt.want
			if tt.note != "" {
				want += "; " + tt.note
			}
			got := standing(t, s, o, field("hire_date", tt.hire), field("termination_date", tt.end), field("status", tt.word))
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestNoEnds: in a company of which no record shows an end date, and which does not tell
// a hidden one, the status decides; a condition on the end date stays unknown.
func TestNoEnds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, word string
		evidence   syncplan.LeavingEvidence
		block      mapping.Condition
		held       bool
		creates    int
	}{
		{name: "active", word: "active", creates: 1},
		{name: "on leave", word: "leave", creates: 1},
		{name: "pending", word: "pending", creates: 1},
		{name: "inactive", word: "inactive"},
		{name: "the end date alone", word: "active", evidence: syncplan.LeavingEvidenceEndDate, held: true},
		{name: "a block condition", word: "active", held: true, block: mapping.Condition{Not: &mapping.Condition{
			Field: employee.FieldTerminationDate, Op: mapping.OpPresent}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, s := origin, settings()
			o.NoEnds, s.Policy.LeavingEvidence = true, tt.evidence
			s.Policy.Block = tt.block
			hidden := field("termination_date", "withheld")
			new1 := emp("e1", "Ada", "ada@example.com", hidden, field("status", tt.word))
			old := emp("e2", "Bob", "bob@example.com", hidden, field("status", tt.word))
			r, err := employee.NewRoster(o, new1, old)
			if err != nil {
				t.Fatal(err)
			}
			plan := build(t, r, []syncplan.User{linked("u2", "e2", "bob@example.com")}, s)
			creates := 0
			for _, a := range plan.Actions {
				if a.Kind == syncplan.KindCreate {
					creates++
				}
				if a.Kind == syncplan.KindDeactivate {
					t.Errorf("a user is deactivated: %v", a)
				}
			}
			held := slices.ContainsFunc(plan.Held, func(h syncplan.Hold) bool {
				return h.Guard == syncplan.GuardUnreadableField
			})
			if creates != tt.creates || held != tt.held {
				t.Errorf("%d creates, held %v: %s", creates, held, told(plan))
			}
		})
	}
}

// standing returns the plan's text for Ada, changed by the options.
func standing(t *testing.T, s syncplan.Settings, o employee.Origin, with ...func(*employee.Employee)) string {
	t.Helper()
	state := mapping.Rule{Target: "state", From: []employee.Field{mapping.FieldLifecycle}}
	s.Mapping.Rules = append(s.Mapping.Rules, state)
	users := []syncplan.User{linked("u1", "e1", "ada@example.com")}
	employees := []employee.Employee{emp("e1", "Ada", "ada@example.com", with...)}
	for _, id := range []string{"2", "3", "4"} { // others, so that no guard trips
		u := linked("u"+id, "e"+id, id+"@example.com")
		u.Attributes = append(u.Attributes, syncplan.TextAttribute("state", "active"))
		users, employees = append(users, u), append(employees, emp("e"+id, "Ada", id+"@example.com"))
	}
	r, err := employee.NewRoster(o, employees...)
	if err != nil {
		t.Fatal(err)
	}
	return short(told(build(t, r, users, s)))
}

// TestStatusAloneWithoutWord: settings that rely on a word that the vendor does not
// have take nothing away.
func TestStatusAloneWithoutWord(t *testing.T) {
	t.Parallel()
	o, s := origin, settings()
	o.NoStatus, s.Policy.LeavingEvidence = true, syncplan.LeavingEvidenceStatus
	got := standing(t, s, o, field("termination_date", yesterday), field("status", "absent"))
	want := "problem Ada unknown: access is not changed, because employment is unknown: " +
		"there is no status, and the settings rely on it alone"
	if got, _, _ = strings.Cut(got, "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestZone is about whose midnight ends a last day.
func TestZone(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			panic(err)
		}
		return v
	}
	byCity := func(city, zone string) syncplan.ZoneRule {
		return syncplan.ZoneRule{When: cond("location", mapping.OpEquals, city), Zone: zone}
	}
	office := []syncplan.ZoneRule{byCity("Auckland", "Pacific/Auckland"), byCity("Los Angeles", "America/Los_Angeles")}
	for _, tt := range []struct {
		name              string
		location, own, at string
		want              mapping.Lifecycle
	}{
		{
			name:     "Berlin, a minute before midnight",
			location: "Berlin", at: "2026-11-22T22:59:00Z", want: mapping.LifecycleNotice,
		},
		{name: "Berlin, midnight", location: "Berlin", at: "2026-11-22T23:00:00Z", want: mapping.LifecycleLeft},
		{
			name:     "Auckland, before its midnight",
			location: "Auckland", at: "2026-11-22T10:59:59Z", want: mapping.LifecycleNotice,
		},
		{
			name:     "Auckland, planned from the day before elsewhere",
			location: "Auckland", at: "2026-11-22T11:00:00Z", want: mapping.LifecycleLeft,
		},
		{
			name:     "Los Angeles, the next morning in Berlin",
			location: "Los Angeles", at: "2026-11-23T07:59:00Z", want: mapping.LifecycleNotice,
		},
		{
			name:     "Los Angeles, its midnight",
			location: "Los Angeles", at: "2026-11-23T08:00:00Z", want: mapping.LifecycleLeft,
		},
		{
			name:     "the employee's own zone",
			location: "Berlin", own: "Asia/Tokyo", at: "2026-11-22T15:00:00Z", want: mapping.LifecycleLeft,
		},
		{
			name:     "a rule goes before the employee's own zone",
			location: "Los Angeles", own: "Asia/Tokyo", at: "2026-11-22T15:00:00Z", want: mapping.LifecycleNotice,
		},
		{
			name:     "an own zone that is not known",
			location: "Berlin", own: "Moon/Crater", at: "2026-11-22T22:59:00Z", want: mapping.LifecycleNotice,
		},
		{
			name:     "location withheld: the day that ends last",
			location: "withheld", at: "2026-11-23T07:59:00Z", want: mapping.LifecycleNotice,
		},
		{
			name:     "location withheld: that day has ended",
			location: "withheld", at: "2026-11-23T08:00:00Z", want: mapping.LifecycleLeft,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Zones = office
			own := tt.own
			if own == "" {
				own = "empty"
			}
			r := roster(t, emp("e1", "Ada", "ada@example.com", field("termination_date", today), field("status", "active"),
				field("location", tt.location), field("time_zone", own)),
				emp("e2", "Bob", "bob@example.com", field("location", "Berlin")))
			p, err := syncplan.Prepare(r, syncplan.Existing{}, s, at(tt.at))
			if err != nil {
				t.Fatal(err)
			}
			if x, _ := p.Explain(p.Plan(), "e1"); x.Lifecycle != tt.want {
				t.Errorf("got %q, want %q", x.Lifecycle, tt.want)
			}
		})
	}
}

func TestNextDue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		hire, end string
		ahead     syncplan.Days
		want      string
	}{
		{name: "nothing ahead", hire: longAgo, end: "empty"},
		{name: "the day after the last day", hire: longAgo, end: tomorrow, want: "2026-11-24T00:00:00+01:00"},
		{name: "the last day of summer time", hire: longAgo, end: "2027-03-27", want: "2027-03-28T00:00:00+01:00"},
		{name: "the first day of summer time", hire: longAgo, end: "2027-03-28", want: "2027-03-29T00:00:00+02:00"},
		{name: "the hire date", hire: "2026-12-01", end: "empty", want: "2026-12-01T00:00:00+01:00"},
		{name: "the window before it", hire: "2026-12-10", end: "empty", ahead: 7, want: "2026-12-03T00:00:00+01:00"},
		{name: "inside the window", hire: "2026-12-01", end: "empty", ahead: 14, want: "2026-12-01T00:00:00+01:00"},
		{name: "29 February", hire: longAgo, end: "2028-02-29", want: "2028-03-01T00:00:00+01:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.CreateAhead = tt.ahead
			ada := emp("e1", "Ada", "ada@example.com", field("hire_date", tt.hire), field("termination_date", tt.end))
			got := build(t, roster(t, ada), nil, s).NextDue
			if tt.want == "" != got.IsZero() || tt.want != "" && got.Format(time.RFC3339) != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

// TestNextDueOfConditions: settings that test against today may turn at every
// midnight.
func TestNextDueOfConditions(t *testing.T) {
	t.Parallel()
	s := settings()
	late := mapping.Condition{Any: []mapping.Condition{cond("hire_date", mapping.OpAfter, "today-14")}}
	s.Mapping.Scope = mapping.Condition{Not: &late}
	s.Zones = []syncplan.ZoneRule{{When: cond("location", mapping.OpPresent), Zone: "Pacific/Auckland"}}
	r := roster(t, emp("e1", "Ada", "ada@example.com", field("location", "empty")))
	if got := build(t, r, nil, s).NextDue.Format(time.RFC3339); got != "2026-11-22T12:00:00+01:00" {
		t.Errorf("got %s: the next midnight is in Auckland", got)
	}
	s = settings()
	s.Policy.Block = cond("contract_end_date", mapping.OpEquals, "today")
	r = roster(t, emp("e1", "Ada", "ada@example.com", field("contract_end_date", tomorrow)))
	if got := build(t, r, nil, s).NextDue.Format(time.RFC3339); got != "2026-11-23T00:00:00+01:00" {
		t.Errorf("got %s: the contract ends tomorrow", got)
	}
}

// TestNextDueOutOfScope: an employee who is out of scope for now enters it when
// the lifecycle turns.
func TestNextDueOutOfScope(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Scope = cond(mapping.FieldLifecycle, mapping.OpEquals, "active")
	p := build(t, roster(t, emp("e1", "Ada", "ada@example.com", field("hire_date", "2026-12-01"))), nil, s)
	if got := p.NextDue.Format(time.RFC3339); got != "2026-12-01T00:00:00+01:00" {
		t.Errorf("got %s, want the hire date", got)
	}
}
