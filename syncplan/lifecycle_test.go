package syncplan_test

import (
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

// TestLifecycle has a row for each line of the first table in the package
// comment, and for the borders between them.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	const unknown = ""
	for _, tt := range []struct {
		name            string
		hire, end, word string
		want            syncplan.Lifecycle
	}{
		{"hire ahead, no end", tomorrow, "empty", "active", syncplan.PreHire},
		{"hire ahead, no end, inactive", tomorrow, "empty", "inactive", syncplan.PreHire},
		{"hire ahead, no end, word withheld", tomorrow, "empty", "withheld", syncplan.PreHire},
		{"hire ahead, end ahead", tomorrow, nextYear, "empty", syncplan.PreHire},
		{"hire ahead, ends today", tomorrow, today, "active", syncplan.PreHire},
		{"hire ahead, end withheld", tomorrow, "withheld", "active", unknown},
		{"between spells", tomorrow, lastYear, "active", syncplan.Left},
		{"between spells, blank", tomorrow, lastYear, "empty", syncplan.Left},
		{"between spells, word withheld", tomorrow, lastYear, "withheld", unknown},
		{"rehired, the old end still there", "2025-07-01", lastYear, "active", syncplan.Employed},
		{"rehired, on leave", "2025-07-01", lastYear, "leave", syncplan.OnLeave},
		{"rehired, pending", "2025-07-01", lastYear, "pending", syncplan.Employed},
		{"rehired and gone again", "2025-07-01", lastYear, "inactive", syncplan.Left},
		{"rehired, blank", "2025-07-01", lastYear, "empty", unknown},
		{"left", longAgo, yesterday, "inactive", syncplan.Left},
		{"left, blank word", longAgo, yesterday, "empty", syncplan.Left},
		{"left, no hire date", "empty", yesterday, "inactive", syncplan.Left},
		{"hired and left on one day", yesterday, yesterday, "inactive", syncplan.Left},
		{"the word lags a day", longAgo, yesterday, "active", syncplan.Left},
		{"the word lags two days", longAgo, "2026-11-20", "leave", syncplan.Left},
		{"three days are a contradiction", longAgo, "2026-11-19", "active", unknown},
		{"pending after the end", longAgo, yesterday, "pending", unknown},
		{"ends today", longAgo, today, "active", syncplan.Notice},
		{"the word flipped early", longAgo, today, "inactive", syncplan.Notice},
		{"the word flipped early, hire withheld", "withheld", tomorrow, "inactive", syncplan.Notice},
		{"notice", longAgo, nextYear, "active", syncplan.Notice},
		{"notice on leave", longAgo, nextYear, "leave", syncplan.Notice},
		{"notice, pending", longAgo, nextYear, "pending", unknown},
		{"notice, blank", longAgo, nextYear, "empty", unknown},
		{"active", longAgo, "empty", "active", syncplan.Employed},
		{"starts today", today, "empty", "active", syncplan.Employed},
		{"active without hire date", "empty", "empty", "active", syncplan.Employed},
		{"leave", longAgo, "empty", "leave", syncplan.OnLeave},
		{"pending though started", longAgo, "empty", "pending", syncplan.Employed},
		{"inactive without end", longAgo, "empty", "inactive", syncplan.Left},
		{"inactive on the first day: the word lags", today, "empty", "inactive", unknown},
		{"inactive two days after the start", "2026-11-20", "empty", "inactive", unknown},
		{"inactive three days after the start", "2026-11-19", "empty", "inactive", syncplan.Left},
		{"blank", longAgo, "empty", "empty", unknown},
		{"blank, hire withheld", "withheld", "empty", "empty", unknown},
		{"word withheld", longAgo, "empty", "withheld", unknown},
		{"word absent", longAgo, "empty", "absent", unknown},
		{"word withheld after the end", longAgo, yesterday, "withheld", unknown},
		{"inactive, hire withheld", "withheld", "empty", "inactive", unknown},
		{"inactive, hire withheld, after the end", "absent", yesterday, "inactive", unknown},
		{"inactive, end withheld", longAgo, "withheld", "inactive", unknown},
		{"active, hire withheld", "withheld", "empty", "active", syncplan.Employed},
		{"leave, hire absent", "absent", "empty", "leave", syncplan.OnLeave},
		{"active, hire withheld, notice", "withheld", nextYear, "active", syncplan.Notice},
		{"active, end withheld", longAgo, "withheld", "active", unknown},
		{"active, hire withheld, after the end", "withheld", yesterday, "active", unknown},
		{"end in the year 1", longAgo, "0001-01-01", "inactive", unknown},
		{"hire in 1899", "1899-12-31", "empty", "inactive", unknown},
		{"hire in 1900", "1900-01-01", "empty", "inactive", syncplan.Left},
		{"end without a year", longAgo, "--01-01", "inactive", unknown},
		{"no end for ever", longAgo, "9999-12-31", "active", syncplan.Notice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := roster(t, emp("e1", "Ada", "ada@example.com", field("hire_date", tt.hire), field("termination_date", tt.end), field("status", tt.word)))
			if got := lifecycle(t, r, settings()); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func lifecycle(t *testing.T, r *employee.Roster, s syncplan.Settings) syncplan.Lifecycle {
	t.Helper()
	x, ok := build(t, r, nil, s).Explain("e1")
	if !ok {
		t.Fatal("e1 is not explained")
	}
	return x.Lifecycle
}

// TestLifecycleWithoutWord has the rows of a vendor that has no status word.
func TestLifecycleWithoutWord(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                string
		hire, end, original string
		want                syncplan.Lifecycle
	}{
		{"employed", longAgo, "empty", "empty", syncplan.Employed},
		{"employed, no hire date", "empty", "empty", "empty", syncplan.Employed},
		{"notice", longAgo, today, "empty", syncplan.Notice},
		{"left", longAgo, yesterday, "empty", syncplan.Left},
		{"starts tomorrow", tomorrow, "empty", "empty", syncplan.PreHire},
		{"starts tomorrow, original too", tomorrow, "empty", tomorrow, syncplan.PreHire},
		{"a contract ahead hides the end of an earlier one", tomorrow, "empty", longAgo, syncplan.LifecycleUnknown},
		{"between spells", tomorrow, lastYear, longAgo, syncplan.Left},
		{"hire withheld", "withheld", yesterday, "empty", syncplan.LifecycleUnknown},
		{"end withheld", longAgo, "withheld", "empty", syncplan.LifecycleUnknown},
		{"rehired", "2025-07-01", lastYear, "empty", syncplan.LifecycleUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := origin
			o.NoStatusWord = true
			r, err := employee.NewRoster(o, emp("e1", "Ada", "ada@example.com", field("status", "absent"),
				field("hire_date", tt.hire), field("termination_date", tt.end), field("original_hire_date", tt.original)))
			if err != nil {
				t.Fatal(err)
			}
			if got := lifecycle(t, r, settings()); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLeavingEvidence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		evidence        syncplan.LeavingEvidence
		hire, end, word string
		want            syncplan.Lifecycle
	}{
		{"end date alone: passed", syncplan.EvidenceEndDate, "withheld", yesterday, "withheld", syncplan.Left},
		{"end date alone: passed, though active", syncplan.EvidenceEndDate, longAgo, lastYear, "active", syncplan.Left},
		{"end date alone: rehired", syncplan.EvidenceEndDate, "2026-01-01", lastYear, "active", syncplan.Left},
		{"end date alone: today", syncplan.EvidenceEndDate, "withheld", today, "inactive", syncplan.Notice},
		{"end date alone: none", syncplan.EvidenceEndDate, "withheld", "empty", "inactive", syncplan.Employed},
		{"end date alone: ahead of the start", syncplan.EvidenceEndDate, tomorrow, "empty", "active", syncplan.PreHire},
		{"end date alone: withheld", syncplan.EvidenceEndDate, longAgo, "withheld", "inactive", syncplan.LifecycleUnknown},
		{"status alone: active after the end", syncplan.EvidenceStatus, longAgo, lastYear, "active", syncplan.Employed},
		{"status alone: inactive before the end", syncplan.EvidenceStatus, longAgo, nextYear, "inactive", syncplan.Left},
		{"status alone: pending", syncplan.EvidenceStatus, longAgo, "empty", "pending", syncplan.PreHire},
		{"status alone: blank", syncplan.EvidenceStatus, longAgo, yesterday, "empty", syncplan.LifecycleUnknown},
		{"status alone: withheld", syncplan.EvidenceStatus, longAgo, yesterday, "withheld", syncplan.LifecycleUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.LeavingEvidence = tt.evidence
			r := roster(t, emp("e1", "Ada", "ada@example.com", field("hire_date", tt.hire), field("termination_date", tt.end), field("status", tt.word)))
			if got := lifecycle(t, r, s); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
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
		return syncplan.ZoneRule{When: mapping.Condition{Field: "location", Op: mapping.Equals, Values: []string{city}}, Zone: zone}
	}
	office := []syncplan.ZoneRule{byCity("Auckland", "Pacific/Auckland"), byCity("Los Angeles", "America/Los_Angeles")}
	for _, tt := range []struct {
		name, location, own, at string
		want                    syncplan.Lifecycle
	}{
		{"Berlin, a minute before midnight", "Berlin", "empty", "2026-11-22T22:59:00Z", syncplan.Notice},
		{"Berlin, midnight", "Berlin", "empty", "2026-11-22T23:00:00Z", syncplan.Left},
		{"Auckland, before its midnight", "Auckland", "empty", "2026-11-22T10:59:59Z", syncplan.Notice},
		{"Auckland, planned from the day before elsewhere", "Auckland", "empty", "2026-11-22T11:00:00Z", syncplan.Left},
		{"Los Angeles, the next morning in Berlin", "Los Angeles", "empty", "2026-11-23T07:59:00Z", syncplan.Notice},
		{"Los Angeles, its midnight", "Los Angeles", "empty", "2026-11-23T08:00:00Z", syncplan.Left},
		{"the person's own zone", "Berlin", "Asia/Tokyo", "2026-11-22T15:00:00Z", syncplan.Left},
		{"a rule goes before the person's own zone", "Los Angeles", "Asia/Tokyo", "2026-11-22T15:00:00Z", syncplan.Notice},
		{"an own zone that nobody knows", "Berlin", "Moon/Crater", "2026-11-22T22:59:00Z", syncplan.Notice},
		{"location withheld: the day that ends last", "withheld", "empty", "2026-11-23T07:59:00Z", syncplan.Notice},
		{"location withheld: that day has ended", "withheld", "empty", "2026-11-23T08:00:00Z", syncplan.Left},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Zones = office
			r := roster(t, emp("e1", "Ada", "ada@example.com", field("termination_date", today), field("status", "active"), field("location", tt.location), field("time_zone", tt.own)),
				emp("e2", "Bob", "bob@example.com", field("location", "Berlin")))
			p, err := syncplan.Build(r, syncplan.Existing{}, s, at(tt.at))
			if err != nil {
				t.Fatal(err)
			}
			if x, _ := p.Explain("e1"); x.Lifecycle != tt.want {
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
		{"nothing ahead", longAgo, "empty", 0, ""},
		{"the day after the last day", longAgo, tomorrow, 0, "2026-11-24T00:00:00+01:00"},
		{"the last day of summer time", longAgo, "2027-03-27", 0, "2027-03-28T00:00:00+01:00"},
		{"the first day of summer time", longAgo, "2027-03-28", 0, "2027-03-29T00:00:00+02:00"},
		{"the hire date", "2026-12-01", "empty", 0, "2026-12-01T00:00:00+01:00"},
		{"the window before the hire date", "2026-12-10", "empty", 7, "2026-12-03T00:00:00+01:00"},
		{"inside the window", "2026-12-01", "empty", 14, "2026-12-01T00:00:00+01:00"},
		{"29 February", longAgo, "2028-02-29", 0, "2028-03-01T00:00:00+01:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.CreateAhead = tt.ahead
			got := build(t, roster(t, emp("e1", "Ada", "ada@example.com", field("hire_date", tt.hire), field("termination_date", tt.end))), nil, s).NextDue
			if tt.want == "" != got.IsZero() || tt.want != "" && got.Format(time.RFC3339) != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}
