package syncplan_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

type (
	options = []func(*employee.Employee)
	policy  = func(*syncplan.Policy)
)

// What the policy can put in place of the first treatment.
var (
	always         policy = func(p *syncplan.Policy) { p.Reactivate = syncplan.ReactivationAlways }
	never          policy = func(p *syncplan.Policy) { p.Reactivate = syncplan.ReactivationNever }
	keepLeft       policy = func(p *syncplan.Policy) { p.Left = syncplan.TreatmentKeep }
	syncLeft       policy = func(p *syncplan.Policy) { p.Left = syncplan.TreatmentSync }
	keepBlocked    policy = func(p *syncplan.Policy) { p.Blocked = syncplan.TreatmentKeep }
	dropOutOfScope policy = func(p *syncplan.Policy) { p.OutOfScope = syncplan.TreatmentDeactivate }
	remember       policy = func(p *syncplan.Policy) { p.NoRecord = syncplan.TreatmentDeactivateEnded }
)

func ahead(days syncplan.Days) policy { return func(p *syncplan.Policy) { p.CreateAhead = days } }

// Who Ada can be.
var (
	left       = field("termination_date", yesterday)
	prehire    = field("hire_date", "2026-12-01")
	unknown    = field("status", "withheld")
	unhired    = field("hire_date", "withheld")
	contractor = field("employment_status", "Contractor") // blocked
	outside    = field("division", "Elsewhere")           // out of scope
	scopeless  = field("division", "withheld")
	blockless  = field("employment_status", "withheld")
	moved      = field("department", "R&D")
)

// treat tells the plan for Ada and her user, if it has an ID. There are three
// more linked people, so that no guard trips.
func treat(t *testing.T, person options, user syncplan.User, change policy) string {
	t.Helper()
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_day", From: []employee.Field{"termination_date"}})
	s.Mapping.Scope = mapping.Condition{Field: "division", Op: mapping.OpNotEquals, Values: []string{"Elsewhere"}}
	s.Policy.Block = mapping.Condition{Any: []mapping.Condition{
		{Field: "employment_status", Op: mapping.OpEquals, Values: []string{"Contractor"}}, {Field: "employment_status", Op: mapping.OpNotPresent}}}
	if change != nil {
		change(&s.Policy)
	}
	work := options{field("employment_status", "Full-Time"), field("division", "Home")}
	users := []syncplan.User{linked("u7", "e7", "x7@example.com"), linked("u8", "e8", "x8@example.com"), linked("u9", "e9", "x9@example.com")}
	if user.ID != "" {
		users = append(users, user)
	}
	r := roster(t, emp("e1", "Ada", "ada@example.com", append(work, person...)...),
		emp("e7", "Ada", "x7@example.com", work...), emp("e8", "Ada", "x8@example.com", work...), emp("e9", "Ada", "x9@example.com", work...))
	return ada.Replace(told(build(t, r, users, s)))
}

// TestWanted has the list in the package comment in its order: each row is
// about the first that holds where others would, too.
func TestWanted(t *testing.T) {
	t.Parallel()
	linked := linked("u1", "e1", "ada@example.com")
	for _, tt := range []struct {
		name   string
		person options
		user   syncplan.User
		want   string
	}{
		{"out of scope and not linked goes before left", options{outside, left}, free("u1", "ada@example.com"), `skipped Ada out_of_scope: not in scope`},
		{"out of scope and not linked goes before cannot tell", options{outside, unknown}, free("u1", "ada@example.com"), `skipped Ada out_of_scope: not in scope`},
		{"left goes before scope", options{left, outside}, linked, `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`},
		{"left goes before a scope that cannot be told", options{left, scopeless}, linked, `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`},
		{"left goes before a block that cannot be told", options{left, blockless}, linked, `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`},
		{"left goes before blocked", options{left, contractor}, linked, `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`},
		{"cannot tell goes before blocked", options{unknown, contractor}, linked, `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`},
		{"a scope that cannot be told goes before pre-hire", options{scopeless, prehire}, linked, `problem Ada unknown: access is not changed, because the scope is unknown`},
		{"a block that cannot be told goes before pre-hire", options{blockless, prehire}, linked, `problem Ada unknown: access is not changed, because the block condition is unknown`},
		{"pre-hire goes before blocked", options{prehire, contractor}, linked, `hint Ada pre_hire: the hire date is ahead: the active user is not changed`},
		{"pre-hire goes before out of scope", options{prehire, outside}, linked, `hint Ada pre_hire: the hire date is ahead: the active user is not changed`},
		{"blocked goes before out of scope", options{contractor, outside}, linked, `deactivate Ada: blocked`},
		{"out of scope goes before present", options{outside}, linked, `deactivate Ada: out_of_scope`},
		{"present", options{moved}, linked, `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`},
		{"not linked, left, scope withheld: perhaps none of ours", options{left, scopeless}, free("u1", "ada@example.com"), `problem Ada unknown: access is not changed, because the scope is unknown`},
		{"blocked, hire date withheld: perhaps not started", options{contractor, unhired}, linked, `problem Ada unknown: access is not changed, because the start is unknown: the hire date cannot be read`},
		{"out of scope, hire date withheld: perhaps not started", options{outside, unhired}, linked, `problem Ada unknown: access is not changed, because the start is unknown: the hire date cannot be read`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := treat(t, tt.person, tt.user, dropOutOfScope); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestTreatment has the cells of the second table in the package comment, line
// by line, each followed by what the policy can put in its place.
func TestTreatment(t *testing.T) {
	t.Parallel()
	u := linked("u1", "e1", "ada@example.com")
	bySync, byPerson := inactive(u, true), inactive(u, false)
	none, unlinked := syncplan.User{}, free("u1", "ada@example.com")
	for _, tt := range []struct {
		name   string
		person options
		user   syncplan.User
		policy policy
		want   string
	}{
		// present
		{"present, no user", nil, none, nil, `create Ada: hired; email: "ada@example.com" from work_email (rules[0]); first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`},
		{"present, active", nil, u, nil, ``},
		{"present, active, not linked", nil, unlinked, nil, `link Ada: matched; first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`},
		{"present, active, changed", options{moved}, u, nil, `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`},
		{"present, deactivated by the sync", nil, bySync, nil, `reactivate Ada: returned`},
		{"present, deactivated by a person", nil, byPerson, nil, `hint Ada manual: the user should be active, but an operator deactivated the user: reactivate it by hand`},
		{"present, deactivated by a person, always", nil, byPerson, always, `reactivate Ada: returned`},
		{"present, deactivated by the sync, never", nil, bySync, never, `hint Ada manual: the user should be active, but the settings reactivate no user: it stays inactive`},

		// left
		{"left, no user", options{left}, none, nil, `skipped Ada left: the end date has passed; the status lags behind (since 2026-11-22T00:00:00+01:00 in Europe/Berlin)`},
		{"left, no user, sync", options{left}, none, syncLeft, `create Ada: left; email: "ada@example.com" from work_email (rules[0]); first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2]); last_day: "2026-11-21" from termination_date (rules[3])`},
		{"left, active", options{left}, u, nil, `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`},
		{"left, active, keep", options{left, moved}, u, keepLeft, `skipped Ada left: the settings keep the user: access is not changed`},
		{"left, active, sync", options{left, moved}, u, syncLeft, `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2]); last_day: "2026-11-21" from termination_date (rules[3])`},
		{"left, inactive", options{left, moved}, bySync, nil, ``},
		{"left, active, its end date is remembered", options{left}, u, remember, `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3]); ends_on: 2026-11-21 from termination_date`},
		{"left, inactive, and the end date came late", options{left}, bySync, remember, ``},
		{"left, inactive by a person", options{left}, byPerson, nil, ``},

		// pre-hire
		{"pre-hire, no user", options{prehire}, none, nil, `skipped Ada pre_hire: will be created on 2026-12-01`},
		{"pre-hire, no user, in the window", options{prehire}, none, ahead(9), `create Ada: hired; email: "ada@example.com" from work_email (rules[0]); first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`},
		{"pre-hire, no user, a day before the window", options{prehire}, none, ahead(8), `skipped Ada pre_hire: will be created on 2026-11-23`},
		{"pre-hire, no user, any", options{field("hire_date", "2029-01-01")}, none, ahead(syncplan.DaysAny), `create Ada: hired; email: "ada@example.com" from work_email (rules[0]); first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`},
		{"pre-hire, active: the hire date moved away", options{prehire, moved}, u, nil, `hint Ada pre_hire: the hire date is ahead: the active user is not changed`},
		{"pre-hire, active, in the window", options{prehire, moved}, u, ahead(14), `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`},
		{"pre-hire, deactivated by the sync", options{prehire}, bySync, nil, `skipped Ada pre_hire: the hire date is ahead: the user stays inactive`},
		{"pre-hire, deactivated by the sync, in the window", options{prehire}, bySync, ahead(14), `reactivate Ada: returned`},
		{"pre-hire, deactivated by a person, in the window", options{prehire}, byPerson, ahead(14), `skipped Ada pre_hire: the hire date is ahead: the user stays inactive`},
		{"pre-hire, deactivated by the sync, in the window, never", options{prehire}, bySync, func(p *syncplan.Policy) { ahead(14)(p); never(p) }, `hint Ada manual: the user should be active, but the settings reactivate no user: it stays inactive`},

		// blocked
		{"blocked, no user", options{contractor}, none, nil, `skipped Ada blocked: the block condition holds`},
		{"blocked, active", options{contractor}, u, nil, `deactivate Ada: blocked`},
		{"blocked, active, keep", options{contractor}, u, keepBlocked, `skipped Ada blocked: the settings keep the user: access is not changed`},
		{"blocked, inactive", options{contractor}, bySync, nil, ``},
		{"blocked, inactive by a person", options{contractor}, byPerson, always, ``},
		{"blank employment status is blocked", options{field("employment_status", "empty")}, u, nil, `deactivate Ada: blocked`},
		{"withheld employment status cannot be told", options{field("employment_status", "withheld")}, u, nil, `problem Ada unknown: access is not changed, because the block condition is unknown`},

		// out of scope
		{"out of scope, no user", options{outside}, none, nil, `skipped Ada out_of_scope: not in scope`},
		{"out of scope, linked", options{outside, moved}, u, nil, `skipped Ada out_of_scope: the settings keep the user: access is not changed`},
		{"out of scope, linked, deactivate", options{outside}, u, dropOutOfScope, `deactivate Ada: out_of_scope`},
		{"out of scope, inactive", options{outside}, bySync, nil, ``},
		{"out of scope, inactive by a person", options{outside}, byPerson, always, ``},
		{"out of scope, not linked", options{outside}, unlinked, nil, `skipped Ada out_of_scope: not in scope`},
		{"scope withheld, linked", options{field("division", "withheld")}, u, dropOutOfScope, `problem Ada unknown: access is not changed, because the scope is unknown`},
		{"left, scope withheld, not linked: in scope or not is unknown", options{left, field("division", "withheld")}, unlinked, nil, `problem Ada unknown: access is not changed, because the scope is unknown`},

		// cannot tell
		{"cannot tell, no user", options{unknown}, none, nil, `problem Ada unknown: no user is created, because employment is unknown: the status cannot be read`},
		{"cannot tell, active", options{unknown}, u, nil, `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`},
		{"cannot tell, active, changed", options{unknown, moved}, u, nil, `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2]); problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`},
		{"cannot tell, active, not linked", options{unknown}, unlinked, nil, `link Ada: matched; first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2]); problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`},
		{"cannot tell whether in scope, active, not linked", options{scopeless}, unlinked, nil, `problem Ada unknown: access is not changed, because the scope is unknown`},
		{"cannot tell, inactive", options{unknown, moved}, bySync, nil, `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`},
		{"hire date withheld, no user", options{field("hire_date", "withheld")}, none, nil, `problem Ada unknown: no user is created: employed; the hire date cannot be read`},
		{"hire date withheld, active, changed", options{field("hire_date", "withheld"), moved}, u, nil, `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`},
		{"hire date withheld, inactive", options{field("hire_date", "withheld")}, bySync, nil, `problem Ada unknown: the user stays inactive: employed; the hire date cannot be read`},
		{"cannot tell, inactive by a person", options{unknown}, byPerson, always, `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`},

		// protected, ignored, linked elsewhere
		{"protected, left", options{left}, protected(u), nil, `alert Ada protected: the user should be deactivated (left), but is protected and stays active: deactivate it by hand`},
		{"protected, left, keep", options{left}, protected(u), keepLeft, `alert Ada protected: the employee has left, but the user is protected and stays active: deactivate it by hand`},
		{"protected, left, sync", options{left, moved}, protected(u), syncLeft, `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2]); last_day: "2026-11-21" from termination_date (rules[3]); alert Ada protected: the employee has left, but the user is protected and stays active: deactivate it by hand`},
		{"protected, blocked", options{contractor}, protected(u), nil, `alert Ada protected: the user should be deactivated (blocked), but is protected and stays active: deactivate it by hand`},
		{"protected, changed", options{moved}, protected(u), nil, `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`},
		{"protected, another address", options{field("work_email", "new@example.com")}, protected(u), nil, `problem Ada protected: HR has another address, but the user is protected: change it by hand`},
		{"ignored, left", options{left, moved}, ignored(u), nil, `skipped Ada ignored: the user is ignored`},
		{"ignored, found by its address", nil, ignored(unlinked), nil, `skipped Ada ignored: the user is ignored`},
		{"linked elsewhere, same address", nil, syncplan.User{ID: "u1", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "ada@example.com", Active: true}, nil, `held by relinks: users would be relinked to other records: approve the hold if they are the same employees; relink Ada: moved; conflict employee e1 user u1 linked_other: a user with the same email is linked to another record: relink it if both are the same employee`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := treat(t, tt.person, tt.user, tt.policy); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func protected(u syncplan.User) syncplan.User { u.Protected = true; return u }
func ignored(u syncplan.User) syncplan.User   { u.Ignored = true; return u }

// TestNoRecord has the line "no record" of the second table in the package
// comment. Bob's record is gone; Ada is as HR has her.
func TestNoRecord(t *testing.T) {
	t.Parallel()
	ended := func(day string) syncplan.User {
		u := linked("u2", "e2", "bob@example.com")
		if day != "" {
			u.EndsOn = date(day)
		}
		return u
	}
	noLeavers, noStarters, unknown := origin, origin, origin
	noLeavers.Leavers, noLeavers.Starters = employee.VisibilityNo, employee.VisibilityYes
	noStarters.Leavers, noStarters.Starters = employee.VisibilityYes, employee.VisibilityNo
	west := []syncplan.ZoneRule{{When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{"Honolulu"}}, Zone: "Pacific/Honolulu"}}
	for _, tt := range []struct {
		name   string
		origin employee.Origin
		user   syncplan.User
		policy syncplan.Treatment
		zones  []syncplan.ZoneRule
		want   string
	}{
		{"kept", origin, ended(yesterday), "", nil, `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: access is not changed`},
		{"deactivated", origin, ended(""), syncplan.TreatmentDeactivate, nil, `deactivate user u2 employee e2: no_record`},
		{"ended yesterday", origin, ended(yesterday), syncplan.TreatmentDeactivateEnded, nil, `deactivate user u2 employee e2: no_record`},
		{"ended yesterday, but perhaps not yet in Honolulu", origin, ended(yesterday), syncplan.TreatmentDeactivateEnded, west, `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: access is not changed`},
		{"ended the day before, in Honolulu too", origin, ended("2026-11-20"), syncplan.TreatmentDeactivateEnded, west, `deactivate user u2 employee e2: no_record`},
		{"ends today", origin, ended(today), syncplan.TreatmentDeactivateEnded, nil, `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: access is not changed`},
		{"no remembered end", origin, ended(""), syncplan.TreatmentDeactivateEnded, nil, `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: access is not changed`},
		{"inactive", origin, inactive(ended(yesterday), true), syncplan.TreatmentDeactivate, nil, ``},
		{"inactive by a person", origin, inactive(ended(yesterday), false), syncplan.TreatmentDeactivate, nil, ``},
		{"protected", origin, protected(ended(yesterday)), syncplan.TreatmentDeactivate, nil, `alert employee e2 user u2 protected: HR no longer lists the record, and the user is protected: not deactivated`},
		{"ignored", origin, ignored(ended(yesterday)), syncplan.TreatmentDeactivate, nil, ``},
		{"linked elsewhere", origin, syncplan.User{ID: "u2", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e2"}, Email: "bob@example.com", Active: true}, syncplan.TreatmentDeactivate, nil, ``},
		{"never linked", origin, syncplan.User{ID: "u2", Email: "bob@example.com", Active: true}, syncplan.TreatmentDeactivate, nil, ``},
		// A record that the credentials may not see has not vanished.
		{"leavers are not seen", noLeavers, ended(""), syncplan.TreatmentDeactivate, nil, `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: access is not changed`},
		{"starters are not seen", noStarters, ended(""), syncplan.TreatmentDeactivate, nil, `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: access is not changed`},
		{"leavers are not seen, and the remembered end date has passed", noLeavers, ended(yesterday), syncplan.TreatmentDeactivateEnded, nil, `deactivate user u2 employee e2: no_record`},
		{"nobody knows who is seen", unknown, ended(""), syncplan.TreatmentDeactivate, nil, `deactivate user u2 employee e2: no_record`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.NoRecord, s.Zones = tt.policy, tt.zones
			r, err := employee.NewRoster(tt.origin, emp("e1", "Ada", "ada@example.com", field("location", "Berlin")))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(build(t, r, []syncplan.User{linked("u1", "e1", "ada@example.com"), tt.user}, s)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestEndsOnIsRemembered is the other half of deactivate_ended.
func TestEndsOnIsRemembered(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.NoRecord = syncplan.TreatmentDeactivateEnded
	u := linked("u1", "e1", "ada@example.com")
	for _, tt := range []struct{ name, end, remembered, want string }{
		{"a new end date", nextYear, "", "ends_on: 2027-01-01 from termination_date"},
		{"another end date", nextYear, tomorrow, "ends_on: 2026-11-23 -> 2027-01-01 from termination_date"},
		{"the same", nextYear, nextYear, ""},
		{"taken back", "empty", nextYear, "ends_on: 2027-01-01 -> nothing from termination_date"},
		{"withheld", "withheld", nextYear, ""},
	} {
		u.EndsOn = employee.Date{}
		if tt.remembered != "" {
			u.EndsOn = date(tt.remembered)
		}
		p := build(t, roster(t, emp("e1", "Ada", "ada@example.com", field("termination_date", tt.end)), emp("e2", "Bob", "bob@example.com")), []syncplan.User{u}, s)
		got := ""
		for _, a := range p.Actions {
			if a.UserID == "u1" {
				for _, c := range a.Changes {
					got += c.String()
				}
			}
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
