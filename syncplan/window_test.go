package syncplan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestWindows is about hire dates that are ahead, hires that were withdrawn, blocked
// joiners and the days of grace: what the plan does for Ada and her user.
func TestWindows(t *testing.T) {
	t.Parallel()
	const (
		created = `create Ada: hired`
		waits   = `skipped Ada pre_hire: the hire date is ahead: the user stays inactive`
		hire    = `problem Ada withdrawn: the status says inactive, and the end date is not after the hire date: ` +
			`the hire may have been withdrawn`
		refused = hire + `, and no user is created or reactivated`
	)
	u := linked("u1", "e1", "ada@example.com")
	bySync, none, unlinked := inactive(u, true), syncplan.User{}, free("u1", "ada@example.com")
	ahead := func(days syncplan.Days) syncplan.Policy { return syncplan.Policy{CreateAhead: days} }
	grace := func(days int) syncplan.Policy { return syncplan.Policy{DeactivateAfter: days} }
	dates := func(hire, end, status string, more ...func(*employee.Employee)) options {
		return append(options{field("hire_date", hire), field("termination_date", end), field("status", status)}, more...)
	}
	contractor := field("employment_status", "Contractor")
	worked := field("original_hire_date", longAgo)
	for _, tt := range []struct {
		name   string
		ada    options
		user   syncplan.User
		policy syncplan.Policy
		want   string // without the changes
	}{
		// a return
		{
			name: "a return before the window",
			ada:  dates("2026-12-22", "2026-11-17", "active"), user: bySync, policy: ahead(29),
		},
		{
			name: "a return in the window, inactive user",
			ada:  dates("2026-12-22", "2026-11-17", "active"), user: bySync, policy: ahead(30),
			want: `reactivate Ada: returned`,
		},
		{
			name: "a return in the window, no user",
			ada:  dates("2026-12-22", "2026-11-17", "active"), user: none, policy: ahead(30),
			want: created,
		},
		{
			name: "a return in the window, active user",
			ada:  dates("2026-12-22", yesterday, "active"), user: u, policy: ahead(30),
			want: `update Ada: changed`,
		},
		{
			name: "a return before the window, active user",
			ada:  dates("2026-12-22", yesterday, "active"), user: u, policy: ahead(29),
			want: `deactivate Ada: left`,
		},
		{
			name: "a return in 31 days, at any time",
			ada:  dates("2026-12-23", yesterday, "active"), user: none, policy: ahead(syncplan.DaysAny),
			want: created,
		},
		{
			name: "a return in 32 days, at any time",
			ada:  dates("2026-12-24", yesterday, "active"), user: u, policy: ahead(syncplan.DaysAny),
			want: `deactivate Ada: left`,
		},
		{
			name: "a return, inactive until then",
			ada:  dates("2026-12-01", yesterday, "inactive", worked), user: bySync, policy: ahead(14),
			want: `reactivate Ada: returned`,
		},
		{
			name: "no return: nothing earlier",
			ada:  dates("2026-12-01", yesterday, "inactive"), user: bySync, policy: ahead(14),
			want: refused + "; " + waits,
		},
		{
			name: "by the end date there is no return",
			ada:  dates("2026-12-01", yesterday, "active"), user: u,
			policy: syncplan.Policy{CreateAhead: 14, LeavingEvidence: syncplan.LeavingEvidenceEndDate},
			want:   `deactivate Ada: left`,
		},
		{
			name: "employed before an end that is ahead",
			ada:  dates("2026-12-24", "2026-12-01", "active", worked), user: none,
			want: created,
		},

		// a hire that was withdrawn
		{
			name: "withdrawn, no user",
			ada:  dates("2026-12-01", "2026-12-01", "inactive"), user: none, policy: ahead(14),
			want: refused,
		},
		{
			name: "withdrawn before the window, no user",
			ada:  dates("2026-12-01", "2026-12-01", "inactive"), user: none,
			want: refused,
		},
		{
			name: "withdrawn, inactive user",
			ada:  dates("2026-12-01", "2026-12-01", "inactive", worked), user: bySync, policy: ahead(14),
			want: refused + "; " + waits,
		},
		{
			name: "withdrawn, active user",
			ada:  dates("2026-12-01", "2026-12-01", "inactive"), user: u, policy: ahead(14),
			want: `update Ada: changed; ` + hire,
		},
		{
			name: "withdrawn on the day, no user",
			ada:  dates(today, today, "inactive"), user: none,
			want: refused,
		},
		{
			name: "withdrawn on the day, active user",
			ada:  dates(today, today, "inactive"), user: u,
			want: `update Ada: changed; ` + hire,
		},
		{
			name: "withdrawn on the day, the end before it",
			ada:  dates(today, yesterday, "inactive"), user: u,
			want: `update Ada: changed; problem Ada unknown: access is not changed, because employment is unknown: ` +
				`rehired after the end date; the status says inactive, and may lag behind`,
		},

		// a fixed term
		{
			name: "a fixed term from today, pending",
			ada:  dates(today, "2027-02-28", "pending"), user: none,
			want: created + `; problem Ada still_pending: the status says pending, though the hire date is reached; ` +
				`employed, with an end date ahead`,
		},

		// blocked
		{
			name: "a blocked joiner in the window",
			ada:  dates("2026-12-01", "empty", "active", contractor), user: none, policy: ahead(14),
			want: `skipped Ada blocked: the block condition holds`,
		},
		{
			name: "a blocked joiner before the window",
			ada:  dates("2026-12-01", "empty", "active", contractor), user: none,
			want: `skipped Ada blocked: the block condition holds`,
		},
		{
			name: "a blocked joiner in the window, inactive user",
			ada:  dates("2026-12-01", "empty", "active", contractor), user: bySync, policy: ahead(14),
			want: waits,
		},
		{
			name: "a blocked joiner in the window, active user",
			ada:  dates("2026-12-01", "empty", "active", contractor), user: u, policy: ahead(14),
			want: `hint Ada blocked: the block condition holds before the hire date: the active user is not changed`,
		},
		{
			name: "a blocked leaver, sync",
			ada:  dates(longAgo, yesterday, "inactive", contractor), user: none,
			policy: syncplan.Policy{Left: syncplan.TreatmentSync},
			want:   `skipped Ada blocked: the block condition holds`,
		},

		// grace
		{
			name: "the last day of grace",
			ada:  dates(longAgo, "2026-11-15", "inactive"), user: u, policy: grace(7),
			want: `skipped Ada grace: the employee has left: access ends at 2026-11-23T00:00:00+01:00 in Europe/Berlin`,
		},
		{
			name: "in grace a protected user is to be deactivated at its end",
			ada:  dates(longAgo, "2026-11-15", "inactive"), user: protected(u), policy: grace(7),
			want: `skipped Ada grace: the employee has left: access ends at 2026-11-23T00:00:00+01:00 in Europe/Berlin, ` +
				`but the user is protected: deactivate it by hand then`,
		},
		{
			name: "after the last day of grace",
			ada:  dates(longAgo, "2026-11-14", "inactive"), user: u, policy: grace(7),
			want: `deactivate Ada: left`,
		},
		{
			name: "a word that never flips",
			ada:  dates(longAgo, "2026-11-14", "active"), user: u, policy: grace(7),
			want: `deactivate Ada: left`,
		},
		{
			name: "no grace without a date",
			ada:  dates(longAgo, "empty", "inactive"), user: u, policy: grace(7),
			want: `deactivate Ada: left`,
		},
		{
			name: "in grace no user is created",
			ada:  dates(longAgo, "2026-11-15", "inactive"), user: none,
			policy: syncplan.Policy{DeactivateAfter: 7, Left: syncplan.TreatmentSync},
			want:   `skipped Ada left: the end date has passed (since 2026-11-16T00:00:00+01:00 in Europe/Berlin)`,
		},
		{
			name: "in grace no user is linked",
			ada:  dates(longAgo, "2026-11-15", "inactive"), user: unlinked,
			policy: syncplan.Policy{DeactivateAfter: 7, Left: syncplan.TreatmentSync},
			want:   `skipped Ada grace: the employee has left: access ends at 2026-11-23T00:00:00+01:00 in Europe/Berlin`,
		},
		{
			name: "in grace no user is reactivated",
			ada:  dates(longAgo, "2026-11-15", "inactive"), user: bySync,
			policy: syncplan.Policy{DeactivateAfter: 7, Reactivate: syncplan.ReactivationAlways},
		},
		{
			name: "in grace a leaver is still synced",
			ada:  dates(longAgo, "2026-11-15", "inactive"), user: u,
			policy: syncplan.Policy{DeactivateAfter: 7, Left: syncplan.TreatmentSync},
			want:   `update Ada: changed`,
		},
		{
			name: "in grace the end date is remembered",
			ada:  dates(longAgo, "2026-11-15", "inactive"), user: u,
			policy: syncplan.Policy{DeactivateAfter: 7, NoRecord: syncplan.TreatmentDeactivateEnded},
			want: `update Ada: changed; ends_on: 2026-11-15 from termination_date; ` +
				`skipped Ada grace: the employee has left: access ends at 2026-11-23T00:00:00+01:00 in Europe/Berlin`,
		},

		// inactive users
		{
			name: "an end date that came late",
			ada:  dates(longAgo, yesterday, "inactive", field("work_email", "new@example.com")), user: bySync,
			policy: syncplan.Policy{Inactive: syncplan.InactiveUpdate},
			want:   `update Ada: changed`,
		},
		{
			name: "an end date that came late is left alone",
			ada:  dates(longAgo, yesterday, "inactive"), user: bySync,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := withoutRules(treat(t, tt.ada, tt.user, tt.policy)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// withoutRules returns a text without the changes that rules make.
func withoutRules(text string) string {
	var kept []string
	for part := range strings.SplitSeq(text, "; ") {
		if !strings.Contains(part, "(rules[") {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "; ")
}

// TestInactiveUpdate: the address, the keys and the manager of an inactive user stay.
func TestInactiveUpdate(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.Inactive = syncplan.InactiveUpdate
	s.Mapping.Rules = append(s.Mapping.Rules,
		mapping.Rule{Target: "number", From: []employee.Field{"number"}},
		mapping.Rule{Target: "manager", From: []employee.Field{"manager.id"}})
	s.Match = []syncplan.Key{{Targets: []string{"number"}}, {Targets: []string{"email"}}}
	r := roster(t,
		emp("e1", "Ada", "new@example.com", field("termination_date", lastYear), field("status", "inactive"),
			field("department", "R&D"), field("number", "7"), field("manager.id", "e2")),
		emp("e2", "Ada", "b@example.com", field("number", "8")))
	users := []syncplan.User{inactive(linked("u1", "e1", "ada@example.com"), true), linked("u2", "e2", "b@example.com")}
	want := `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2]); ` +
		`update user u2 employee e2 "Ada Example": changed; number: "8" from number (rules[3])`
	if got := short(told(build(t, r, users, s))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestEndsToday: a text about an end date of today says so, and no day before it does.
// The hash does not tell the two apart.
func TestEndsToday(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		hire, status string
		original     string
		evidence     syncplan.LeavingEvidence
	}{
		{name: "on notice", hire: longAgo, status: "active", original: "absent"},
		{name: "inactive", hire: longAgo, status: "inactive", original: "absent"},
		{name: "pending", hire: longAgo, status: "pending", original: "absent"},
		{name: "hired again", hire: nextYear, status: "active", original: longAgo},
		{
			name: "by the end date",
			hire: longAgo, status: "inactive", original: "absent",
			evidence: syncplan.LeavingEvidenceEndDate,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.LeavingEvidence = tt.evidence
			r := roster(t, emp("e1", "Ada", "ada@example.com", field("hire_date", tt.hire), field("termination_date", today),
				field("status", tt.status), field("original_hire_date", tt.original)))
			before, err := syncplan.Build(r, syncplan.Existing{}, s, now.AddDate(0, 0, -1))
			if err != nil {
				t.Fatal(err)
			}
			on := build(t, r, nil, s)
			if strings.Contains(before.String(), "today") || !strings.Contains(on.String(), "ends today") {
				t.Errorf("the day before:\n%s\non the day:\n%s", before, on)
			}
			if before.Hash() != on.Hash() || !before.NextDue.Equal(on.NextDue) {
				t.Errorf("hashes %s, %s; due %v, %v", before.Hash(), on.Hash(), before.NextDue, on.NextDue)
			}
		})
	}
}

// TestHashTellsValues: a value in a note that reads like the plan's own words for a last
// day is another value still.
func TestHashTellsValues(t *testing.T) {
	t.Parallel()
	hash := func(department string) string {
		s := settings()
		s.Mapping.Scope = mapping.Condition{Field: "department", Op: mapping.OpEquals, Values: []string{"Sales"}}
		ada := emp("e1", "Ada", "ada@example.com", field("department", department))
		return build(t, roster(t, ada), []syncplan.User{linked("u1", "e1", "ada@example.com")}, s).Hash()
	}
	if hash("employed, ends today") == hash("employed, with an end date ahead") {
		t.Error("two departments, and one hash")
	}
}

// TestOwnZone: an employee whose zone is unknown loses access once the day is over
// everywhere.
func TestOwnZone(t *testing.T) {
	t.Parallel()
	const over = "2026-11-23T12:00:00Z" // in UTC-12
	for _, tt := range []struct {
		name, own, others string
		midnight          string // at which a day of 22 November ends
	}{
		{name: "withheld", own: "withheld", others: "absent", midnight: over},
		{name: "absent, and others have one", own: "absent", others: "Europe/Berlin", midnight: over},
		{name: "absent, and that of others is empty", own: "absent", others: "empty", midnight: over},
		{name: "no zone", own: "Mars/Base", others: "absent", midnight: over},
		{name: "the zone of the machine", own: "localtime", others: "absent", midnight: over},
		{name: "leap seconds", own: "right/Europe/Berlin", others: "absent", midnight: over},
		{name: "no real zone", own: "Factory", others: "absent", midnight: over},
		{name: "empty", own: "empty", others: "Europe/Berlin", midnight: "2026-11-22T11:00:00Z"},
		{name: "absent for all", own: "absent", others: "absent", midnight: "2026-11-22T11:00:00Z"},
		{name: "known", own: "America/Los_Angeles", others: "absent", midnight: "2026-11-23T08:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Zone = "Pacific/Auckland"
			r := roster(t, emp("e1", "Ada", "ada@example.com", field("termination_date", today), field("time_zone", tt.own)),
				emp("e2", "Ada", "b@example.com", field("time_zone", tt.others)))
			x := syncplan.Existing{
				Users: []syncplan.User{linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "b@example.com")},
			}
			midnight, err := time.Parse(time.RFC3339, tt.midnight)
			if err != nil {
				t.Fatal(err)
			}
			for _, step := range []struct {
				at   time.Time
				want int
			}{{at: midnight.Add(-time.Second)}, {at: midnight, want: 1}} {
				p, err := syncplan.Build(r, x, s, step.at)
				if err != nil {
					t.Fatal(err)
				}
				if got := len(deactivated(p)); got != step.want {
					t.Errorf("at %v: %d deactivations, want %d", step.at, got, step.want)
				}
				if step.want == 0 && p.NextDue.After(midnight) {
					t.Errorf("at %v: next due %v", step.at, p.NextDue)
				}
			}
		})
	}
}

// TestMachineZones: a zone that is not the same on every machine is a fault.
func TestMachineZones(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "Local", "localtime", "LocalTime", "./localtime", "posixrules", "right/Europe/Berlin", "posix/UTC", "Factory",
		"Europe/./Berlin", "Europe//Berlin",
	} {
		s := settings()
		s.Zone = name
		s.Zones = []syncplan.ZoneRule{{When: cond("location", mapping.OpPresent), Zone: name}}
		err := s.Validate()
		if err == nil || !strings.Contains(err.Error(), "zone: ") || !strings.Contains(err.Error(), "zones[0].zone: ") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestDeactivateAfter: a number of days that is none is a fault with its path.
func TestDeactivateAfter(t *testing.T) {
	t.Parallel()
	for days, fine := range map[int]bool{-1: false, 0: true, 3660: true, 3661: false, 1 << 40: false} {
		s := settings()
		s.Policy.DeactivateAfter = days
		err := s.Validate()
		if (err == nil) != fine || err != nil && !strings.Contains(err.Error(), "policy.deactivate_after: ") {
			t.Errorf("%d: %v", days, err)
		}
	}
}

// TestDueOfGrace: time alone ends the days of grace, also those of a remembered end date.
func TestDueOfGrace(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.DeactivateAfter, s.Policy.NoRecord = 7, syncplan.TreatmentDeactivateEnded
	u := linked("u1", "e1", "ada@example.com")
	u.EndsOn = date("2026-11-20")
	want := "2026-11-28T00:00:00+01:00"
	for name, employees := range map[string][]employee.Employee{
		"listed":     {emp("e1", "Ada", "ada@example.com", field("termination_date", "2026-11-20"))},
		"not listed": {emp("e2", "Ada", "b@example.com")},
	} {
		p := build(t, roster(t, employees...), []syncplan.User{u, linked("u2", "e2", "b@example.com")}, s)
		if got := p.NextDue.Format(time.RFC3339); got != want {
			t.Errorf("%s: due %s, want %s", name, got, want)
		}
		if n := len(deactivated(p)); n != 0 {
			t.Errorf("%s: %d deactivations in grace", name, n)
		}
	}
	at, err := time.Parse(time.RFC3339, want)
	if err != nil {
		t.Fatal(err)
	}
	x := syncplan.Existing{Users: []syncplan.User{u, linked("u2", "e2", "b@example.com")}}
	p, err := syncplan.Build(roster(t, emp("e2", "Ada", "b@example.com")), x, s, at)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(deactivated(p)); n != 1 {
		t.Errorf("%d deactivations after it", n)
	}
}
