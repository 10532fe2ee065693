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

// TestLifecycle has the lines of the first table in the package comment, in
// their order, and the borders between them. Its person is Ada, whose user is
// active; a rule shows the lifecycle as the attribute "state".
func TestLifecycle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		hire, end, word string
		want            string
	}{
		// ahead | none, ahead | any | prehire
		{"hire ahead, no end", tomorrow, "empty", "active", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		{"hire ahead, no end, inactive", tomorrow, "empty", "inactive", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		{"hire ahead, no end, blank", tomorrow, "empty", "empty", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		{"hire ahead, no end, word withheld", tomorrow, "empty", "withheld", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		{"hire ahead, end ahead", tomorrow, nextYear, "pending", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		{"hired for one day that is ahead", tomorrow, tomorrow, "active", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		// ahead | passed | readable | left, between two spells
		{"between spells", tomorrow, lastYear, "active", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"between spells, blank", tomorrow, lastYear, "empty", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"between spells, word withheld", tomorrow, lastYear, "withheld", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status cannot be read`},
		// reached, after the end date | passed | active, leave, pending | active: rehired
		{"rehired, the old end date still there", "2025-07-01", lastYear, "active", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"rehired, on leave", "2025-07-01", lastYear, "leave", `update Ada: changed; state: "leave" from lifecycle by rules[3]`},
		{"rehired, pending", "2025-07-01", lastYear, "pending", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"rehired today", today, yesterday, "active", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		// reached, after the end date | passed | inactive | left
		{"rehired and gone again", "2025-07-01", lastYear, "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"rehired, blank", "2025-07-01", lastYear, "empty", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: status and dates do not fit together`},
		// reached or empty, not after the end date | passed | inactive, empty, no word | left
		{"left", longAgo, yesterday, "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"left, blank word", longAgo, yesterday, "empty", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"left, no hire date", "empty", yesterday, "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"hired and left on one day", yesterday, yesterday, "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"left on 29 February", longAgo, "2024-02-29", "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		// the same | passed | active or leave, the roster at most 2 days younger | left: the word lags
		{"the word lags a day", longAgo, yesterday, "active", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"the word lags two days", longAgo, "2026-11-20", "leave", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		// the same | passed | active or leave, later | cannot tell: contradiction
		{"three days are a contradiction", longAgo, "2026-11-19", "active", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: contradiction: the end date has passed for days and the status still says employed`},
		{"pending after the end", longAgo, yesterday, "pending", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: status and dates do not fit together`},
		// any | not passed | inactive | notice, reported
		{"the word flipped early", longAgo, nextYear, "inactive", `update Ada: changed; state: "notice" from lifecycle by rules[3]; problem Ada flipped_early: the status says inactive, but the end date is ahead`},
		{"the word flipped on the last day", longAgo, today, "inactive", `update Ada: changed; state: "notice" from lifecycle by rules[3]; problem Ada flipped_early: the status says inactive, but the end date is ahead`},
		{"the word flipped early, hire withheld", "withheld", tomorrow, "inactive", `update Ada: changed; state: "notice" from lifecycle by rules[3]; problem Ada flipped_early: the status says inactive, but the end date is ahead`},
		// any | not passed | active, leave | notice
		{"notice", longAgo, nextYear, "active", `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"notice on leave", longAgo, nextYear, "leave", `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"the last day is today", longAgo, today, "active", `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"hired and leaving today", today, today, "active", `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"no end for ever", longAgo, "9999-12-31", "active", `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"notice, hire withheld", "withheld", nextYear, "active", `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"notice, pending", longAgo, nextYear, "pending", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: status and dates do not fit together`},
		{"notice, blank", longAgo, nextYear, "empty", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: status and dates do not fit together`},
		// reached or empty | empty | active / leave / pending | active / leave / active, reported
		{"active", longAgo, "empty", "active", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"starts today", today, "empty", "active", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"active without hire date", "empty", "empty", "active", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"leave", longAgo, "empty", "leave", `update Ada: changed; state: "leave" from lifecycle by rules[3]`},
		{"pending though started", longAgo, "empty", "pending", `update Ada: changed; state: "active" from lifecycle by rules[3]; problem Ada still_pending: the status says pending, though the hire date is reached`},
		// | inactive | left; cannot tell while the word may lag
		{"inactive without end", longAgo, "empty", "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"inactive without any date", "empty", "empty", "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"inactive on the first day", today, "empty", "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the hire date was reached only just: the word may lag behind`},
		{"inactive two days after the start", "2026-11-20", "empty", "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the hire date was reached only just: the word may lag behind`},
		{"inactive three days after the start", "2026-11-19", "empty", "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		// any | empty | empty | cannot tell: blank
		{"blank", longAgo, "empty", "empty", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status is blank`},
		{"blank, hire withheld", "withheld", "empty", "empty", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status is blank`},
		// any | any | unreadable | cannot tell
		{"word withheld", longAgo, "empty", "withheld", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status cannot be read`},
		{"word absent", longAgo, "empty", "absent", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status cannot be read`},
		{"word withheld after the end", longAgo, yesterday, "withheld", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status cannot be read`},
		// unreadable | any | inactive | cannot tell: a future hire?
		{"inactive, hire withheld", "withheld", "empty", "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the hire date cannot be read: may be a future hire`},
		{"inactive, hire absent, after the end", "absent", yesterday, "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the hire date cannot be read: may be a future hire`},
		// any | unreadable | inactive | cannot tell: a future leaver?
		{"inactive, end withheld", longAgo, "withheld", "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the end date cannot be read: may be a future leaver`},
		// unreadable | empty | active, leave | as the word; nobody is created
		{"active, hire withheld", "withheld", "empty", "active", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"leave, hire absent", "absent", "empty", "leave", `update Ada: changed; state: "leave" from lifecycle by rules[3]`},
		// everything else | cannot tell
		{"hire ahead, end withheld", tomorrow, "withheld", "active", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the end date cannot be read`},
		{"active, end withheld", longAgo, "withheld", "active", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the end date cannot be read`},
		{"active, hire withheld, after the end", "withheld", yesterday, "active", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the hire date cannot be read`},
		// before 1900, without a year, the end before the start
		{"end in the year 1", longAgo, "0001-01-01", "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the end date cannot be read: may be a future leaver; problem Ada record: termination_date has no year or lies before 1900, so it counts as unreadable`},
		{"end without a year", longAgo, "--01-01", "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the end date cannot be read: may be a future leaver; problem Ada record: termination_date has no year or lies before 1900, so it counts as unreadable`},
		{"hire in 1899", "1899-12-31", "empty", "inactive", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status says inactive, but the hire date cannot be read: may be a future hire; problem Ada record: hire_date has no year or lies before 1900, so it counts as unreadable`},
		{"hire in 1900", "1900-01-01", "empty", "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"end before start, neither reached", nextYear, "2026-12-31", "active", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the end date lies before the hire date, and neither is reached; problem Ada record: termination_date lies before hire_date, so it counts as unreadable`},
		{"end today, before the start", tomorrow, today, "active", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the end date lies before the hire date, and neither is reached; problem Ada record: termination_date lies before hire_date, so it counts as unreadable`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := standing(t, settings(), origin, field("hire_date", tt.hire), field("termination_date", tt.end), field("status", tt.word))
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// standing tells the plan for Ada, who is as the options say.
func standing(t *testing.T, s syncplan.Settings, o employee.Origin, with ...func(*employee.Employee)) string {
	t.Helper()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "state", From: []employee.Field{mapping.FieldLifecycle}})
	users := []syncplan.User{linked("u1", "e1", "ada@example.com")}
	people := []employee.Employee{emp("e1", "Ada", "ada@example.com", with...)}
	for _, id := range []string{"2", "3", "4"} { // others, so that no guard trips
		u := linked("u"+id, "e"+id, id+"@example.com")
		u.Attributes = append(u.Attributes, syncplan.TextAttribute("state", "active"))
		users, people = append(users, u), append(people, emp("e"+id, "Ada", id+"@example.com"))
	}
	r, err := employee.NewRoster(o, people...)
	if err != nil {
		t.Fatal(err)
	}
	return ada.Replace(told(build(t, r, users, s)))
}

// TestLifecycleWithoutWord has the lines of a vendor that has no status word,
// and those of settings that do not consult it.
func TestLifecycleWithoutWord(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		hire, end string
		want      string
	}{
		{"employed", longAgo, "empty", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"employed, no hire date", "empty", "empty", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"notice", longAgo, today, `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"left", longAgo, yesterday, `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"starts tomorrow", tomorrow, "empty", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		{"a contract between two spells", tomorrow, lastYear, `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"hire withheld", "withheld", "empty", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the hire date cannot be read`},
		{"hire withheld, after the end", "withheld", yesterday, `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the hire date cannot be read`},
		{"end withheld", longAgo, "withheld", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the end date cannot be read`},
		{"rehired, the old end date still there", "2025-07-01", lastYear, `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the hire date lies after the end date, and no status says whether hired again`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, s := origin, settings()
			o.NoStatus = true
			if got := standing(t, s, o, field("hire_date", tt.hire), field("termination_date", tt.end), field("status", "absent")); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestLifecycleByEndDate is about settings that do not consult the word, for
// credentials that see neither it nor, perhaps, the hire date.
func TestLifecycleByEndDate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, hire, end, want string }{
		{"employed", longAgo, "empty", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"employed, hire withheld", "withheld", "empty", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"notice, hire withheld", "withheld", today, `update Ada: changed; state: "notice" from lifecycle by rules[3]`},
		{"left", longAgo, yesterday, `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"left, hire withheld", "withheld", yesterday, `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"left, the old end date of who was rehired", "2025-07-01", lastYear, `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"starts tomorrow", tomorrow, "empty", `hint Ada pre_hire: the user is active, and the hire date is ahead: left alone`},
		{"a contract between two spells", tomorrow, lastYear, `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"end withheld", longAgo, "withheld", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the end date cannot be read`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.LeavingEvidence = syncplan.LeavingEvidenceEndDate
			for _, word := range []string{"active", "inactive", "withheld"} {
				if got := standing(t, s, origin, field("hire_date", tt.hire), field("termination_date", tt.end), field("status", word)); got != tt.want {
					t.Errorf("%s, not consulted: got %s\nwant %s", word, got, tt.want)
				}
			}
		})
	}
}

// TestLifecycleByStatus is about settings that do not consult the dates.
func TestLifecycleByStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		hire, end, word string
		want            string
	}{
		{"active after the end", longAgo, lastYear, "active", `update Ada: changed; state: "active" from lifecycle by rules[3]`},
		{"leave, the dates withheld", "withheld", "withheld", "leave", `update Ada: changed; state: "leave" from lifecycle by rules[3]`},
		{"inactive before the end", longAgo, nextYear, "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"inactive, the dates withheld", "withheld", "withheld", "inactive", `deactivate Ada: left; state: "left" from lifecycle by rules[3]`},
		{"pending", longAgo, "empty", "pending", `update Ada: changed; state: "prehire" from lifecycle by rules[3]`},
		{"blank", longAgo, yesterday, "empty", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status is blank`},
		{"withheld", longAgo, yesterday, "withheld", `problem Ada cannot_tell: access stays as it is, because nothing tells whether employed: the status cannot be read`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.LeavingEvidence = syncplan.LeavingEvidenceStatus
			if got := standing(t, s, origin, field("hire_date", tt.hire), field("termination_date", tt.end), field("status", tt.word)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
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
		return syncplan.ZoneRule{When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{city}}, Zone: zone}
	}
	office := []syncplan.ZoneRule{byCity("Auckland", "Pacific/Auckland"), byCity("Los Angeles", "America/Los_Angeles")}
	for _, tt := range []struct {
		name, location, own, at string
		want                    syncplan.Lifecycle
	}{
		{"Berlin, a minute before midnight", "Berlin", "empty", "2026-11-22T22:59:00Z", syncplan.LifecycleNotice},
		{"Berlin, midnight", "Berlin", "empty", "2026-11-22T23:00:00Z", syncplan.LifecycleLeft},
		{"Auckland, before its midnight", "Auckland", "empty", "2026-11-22T10:59:59Z", syncplan.LifecycleNotice},
		{"Auckland, planned from the day before elsewhere", "Auckland", "empty", "2026-11-22T11:00:00Z", syncplan.LifecycleLeft},
		{"Los Angeles, the next morning in Berlin", "Los Angeles", "empty", "2026-11-23T07:59:00Z", syncplan.LifecycleNotice},
		{"Los Angeles, its midnight", "Los Angeles", "empty", "2026-11-23T08:00:00Z", syncplan.LifecycleLeft},
		{"the person's own zone", "Berlin", "Asia/Tokyo", "2026-11-22T15:00:00Z", syncplan.LifecycleLeft},
		{"a rule goes before the person's own zone", "Los Angeles", "Asia/Tokyo", "2026-11-22T15:00:00Z", syncplan.LifecycleNotice},
		{"an own zone that nobody knows", "Berlin", "Moon/Crater", "2026-11-22T22:59:00Z", syncplan.LifecycleNotice},
		{"location withheld: the day that ends last", "withheld", "empty", "2026-11-23T07:59:00Z", syncplan.LifecycleNotice},
		{"location withheld: that day has ended", "withheld", "empty", "2026-11-23T08:00:00Z", syncplan.LifecycleLeft},
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

// TestNextDueOfConditions: settings that test against today may turn at every
// midnight.
func TestNextDueOfConditions(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Mapping.Scope = mapping.Condition{Not: &mapping.Condition{Any: []mapping.Condition{{Field: "hire_date", Op: mapping.OpAfter, Values: []string{"today-14"}}}}}
	s.Zones = []syncplan.ZoneRule{{When: mapping.Condition{Field: "location", Op: mapping.OpPresent}, Zone: "Pacific/Auckland"}}
	r := roster(t, emp("e1", "Ada", "ada@example.com", field("location", "empty")))
	if got := build(t, r, nil, s).NextDue.Format(time.RFC3339); got != "2026-11-22T12:00:00+01:00" {
		t.Errorf("got %s: the next midnight is in Auckland", got)
	}
}

// TestNextDueOutOfScope: who is out of scope for the time being enters it when
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
