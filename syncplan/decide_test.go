package syncplan_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestTreatment has a row for each cell of the second table in the package
// comment, and for what the policy can put in its place. There are two more
// linked people, so that no guard trips.
func TestTreatment(t *testing.T) {
	t.Parallel()
	u := linked("u1", "e1", "ada@example.com")
	bySync, byPerson := inactive(u, true), inactive(u, false)
	left := field("termination_date", yesterday)
	prehire := field("hire_date", "2026-12-01")
	unknown := field("status", "withheld")
	contractor := field("employment_status", "Contractor")
	outside := field("division", "Elsewhere")
	moved := field("department", "R&D")
	type options = []func(*employee.Employee)
	none := syncplan.User{}
	for _, tt := range []struct {
		name   string
		person options
		user   syncplan.User
		policy func(*syncplan.Policy)
		want   string
	}{
		{"present, no user", nil, none, nil, "create employee e1"},
		{"present, active", nil, u, nil, ""},
		{"present, active, changed", options{moved}, u, nil, "update user u1 employee e1"},
		{"present, deactivated by the sync", nil, bySync, nil, "reactivate user u1 employee e1"},
		{"present, deactivated by a person", nil, byPerson, nil, "hint manual"},
		{"present, deactivated by a person, always", nil, byPerson, func(p *syncplan.Policy) { p.Reactivate = syncplan.ReactivateAlways }, "reactivate user u1 employee e1"},
		{"present, deactivated by the sync, never", nil, bySync, func(p *syncplan.Policy) { p.Reactivate = syncplan.ReactivateNever }, "hint manual"},

		{"left, no user", options{left}, none, nil, "skipped left"},
		{"left, no user, sync", options{left}, none, func(p *syncplan.Policy) { p.Left = syncplan.TreatSync }, "create employee e1"},
		{"left, active", options{left}, u, nil, "deactivate user u1 employee e1"},
		{"left, active, keep", options{left, moved}, u, func(p *syncplan.Policy) { p.Left = syncplan.TreatKeep }, "skipped left"},
		{"left, active, sync", options{left, moved}, u, func(p *syncplan.Policy) { p.Left = syncplan.TreatSync }, "update user u1 employee e1"},
		{"left, inactive", options{left, moved}, bySync, nil, ""},
		{"left, inactive by a person", options{left}, byPerson, nil, ""},
		{"left and out of scope, linked", options{left, outside}, u, nil, "deactivate user u1 employee e1"},
		{"left and blocked", options{left, contractor}, u, func(p *syncplan.Policy) { p.Blocked = syncplan.TreatKeep }, "deactivate user u1 employee e1"},

		{"pre-hire, no user", options{prehire}, none, nil, "skipped pre_hire"},
		{"pre-hire, no user, in the window", options{prehire}, none, func(p *syncplan.Policy) { p.CreateAhead = 9 }, "create employee e1"},
		{"pre-hire, no user, a day before the window", options{prehire}, none, func(p *syncplan.Policy) { p.CreateAhead = 8 }, "skipped pre_hire"},
		{"pre-hire, no user, any", options{field("hire_date", "2029-01-01")}, none, func(p *syncplan.Policy) { p.CreateAhead = syncplan.AnyDays }, "create employee e1"},
		{"pre-hire, active: the hire date moved away", options{prehire, moved}, u, nil, "hint pre_hire"},
		{"pre-hire, active, in the window", options{prehire, moved}, u, func(p *syncplan.Policy) { p.CreateAhead = 14 }, "update user u1 employee e1"},
		{"pre-hire, deactivated by the sync", options{prehire}, bySync, nil, "skipped pre_hire"},
		{"pre-hire, deactivated by the sync, in the window", options{prehire}, bySync, func(p *syncplan.Policy) { p.CreateAhead = 14 }, "reactivate user u1 employee e1"},
		{"pre-hire, deactivated by a person, in the window", options{prehire}, byPerson, func(p *syncplan.Policy) { p.CreateAhead = 14 }, "skipped pre_hire"},

		{"blocked, no user", options{contractor}, none, nil, "skipped blocked"},
		{"blocked, active", options{contractor}, u, nil, "deactivate user u1 employee e1"},
		{"blocked, active, keep", options{contractor}, u, func(p *syncplan.Policy) { p.Blocked = syncplan.TreatKeep }, "skipped blocked"},
		{"blocked, inactive", options{contractor}, bySync, nil, ""},
		{"blank employment status is blocked", options{field("employment_status", "empty")}, u, nil, "deactivate user u1 employee e1"},
		{"withheld employment status cannot be told", options{field("employment_status", "withheld")}, u, nil, "problem cannot_tell"},

		{"out of scope, no user", options{outside}, none, nil, "skipped out_of_scope"},
		{"out of scope, linked", options{outside, moved}, u, nil, "skipped out_of_scope"},
		{"out of scope, linked, deactivate", options{outside}, u, func(p *syncplan.Policy) { p.OutOfScope = syncplan.TreatDeactivate }, "deactivate user u1 employee e1"},
		{"out of scope, inactive", options{outside}, bySync, nil, ""},
		{"out of scope, not linked", options{outside}, syncplan.User{ID: "u1", Email: "ada@example.com", Active: true}, nil, "skipped out_of_scope"},
		{"scope withheld, linked", options{field("division", "withheld")}, u, func(p *syncplan.Policy) { p.OutOfScope = syncplan.TreatDeactivate }, "problem cannot_tell"},
		{"left, scope withheld, not linked: in scope or not is unknown", options{left, field("division", "withheld")}, syncplan.User{ID: "u1", Email: "ada@example.com", Active: true}, nil,
			"problem cannot_tell"},

		{"cannot tell, no user", options{unknown}, none, nil, "problem cannot_tell"},
		{"cannot tell, active", options{unknown}, u, nil, "problem cannot_tell"},
		{"cannot tell, active, changed", options{unknown, moved}, u, nil, "update user u1 employee e1; problem cannot_tell"},
		{"cannot tell, inactive", options{unknown, moved}, bySync, nil, "problem cannot_tell"},
		{"hire date withheld, no user", options{field("hire_date", "withheld")}, none, nil, "problem cannot_tell"},
		{"hire date withheld, active, changed", options{field("hire_date", "withheld"), moved}, u, nil, "update user u1 employee e1"},
		{"hire date withheld, inactive", options{field("hire_date", "withheld")}, bySync, nil, "problem cannot_tell"},
		{"the word flipped early", options{field("status", "inactive"), field("termination_date", nextYear)}, u, nil, "problem flipped_early"},

		{"protected, left", options{left}, protected(u), nil, "alert protected"},
		{"protected, changed", options{moved}, protected(u), nil, "update user u1 employee e1"},
		{"protected, another address", options{field("work_email", "new@example.com")}, protected(u), nil, "alert protected"},
		{"ignored, left", options{left, moved}, ignored(u), nil, "skipped ignored"},
		{"ignored, found by its address", nil, ignored(syncplan.User{ID: "u1", Email: "ada@example.com", Active: true}), nil, "skipped ignored"},
		{"linked elsewhere, same address", nil, syncplan.User{ID: "u1", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "ada@example.com", Active: true}, nil,
			"held relink user u1 employee e1; conflict linked_other"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Mapping.Scope = mapping.Condition{Field: "division", Op: mapping.NotEquals, Values: []string{"Elsewhere"}}
			s.Policy.Block = mapping.Condition{Any: []mapping.Condition{
				{Field: "employment_status", Op: mapping.Equals, Values: []string{"Contractor"}}, {Field: "employment_status", Op: mapping.NotPresent}}}
			if tt.policy != nil {
				tt.policy(&s.Policy)
			}
			work := options{field("employment_status", "Full-Time"), field("division", "Home")}
			users := []syncplan.User{linked("u7", "e7", "x7@example.com"), linked("u8", "e8", "x8@example.com"), linked("u9", "e9", "x9@example.com")}
			if tt.user.ID != "" {
				users = append(users, tt.user)
			}
			r := roster(t, emp("e1", "Ada", "ada@example.com", append(work, tt.person...)...),
				emp("e7", "Ada", "x7@example.com", work...), emp("e8", "Ada", "x8@example.com", work...), emp("e9", "Ada", "x9@example.com", work...))
			if got := brief(build(t, r, users, s)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func protected(u syncplan.User) syncplan.User { u.Protected = true; return u }
func ignored(u syncplan.User) syncplan.User   { u.Ignored = true; return u }

// brief returns kind and ids of the actions, and kind and reason of the notes.
func brief(p *syncplan.Plan) string {
	var got string
	add := func(s string) {
		if got != "" {
			got += "; "
		}
		got += s
	}
	action := func(prefix string, a syncplan.Action) {
		s := prefix + string(a.Kind)
		if a.UserID != "" {
			s += " user " + a.UserID
		}
		add(s + " employee " + a.EmployeeID)
	}
	for _, a := range p.Actions {
		action("", a)
	}
	for _, h := range p.Held {
		for _, a := range h.Actions {
			action("held ", a)
		}
	}
	for _, n := range p.Notes {
		add(string(n.Kind) + " " + string(n.Reason))
	}
	return got
}

// TestNoRecord is about users whose record HR no longer lists.
func TestNoRecord(t *testing.T) {
	t.Parallel()
	ended := func(day string) syncplan.User {
		u := linked("u2", "e2", "bob@example.com")
		if day != "" {
			u.EndsOn = date(day)
		}
		return u
	}
	for _, tt := range []struct {
		name   string
		user   syncplan.User
		policy syncplan.Treatment
		want   string
	}{
		{"kept", ended(yesterday), "", "hint no_record"},
		{"deactivated", ended(""), syncplan.TreatDeactivate, "deactivate user u2 employee e2"},
		{"ended yesterday", ended(yesterday), syncplan.TreatDeactivateEnded, "deactivate user u2 employee e2"},
		{"ends today", ended(today), syncplan.TreatDeactivateEnded, "hint no_record"},
		{"no remembered end", ended(""), syncplan.TreatDeactivateEnded, "hint no_record"},
		{"inactive", inactive(ended(yesterday), true), syncplan.TreatDeactivate, ""},
		{"protected", protected(ended(yesterday)), syncplan.TreatDeactivate, "alert protected"},
		{"ignored", ignored(ended(yesterday)), syncplan.TreatDeactivate, ""},
		{"linked elsewhere", syncplan.User{ID: "u2", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e2"}, Email: "bob@example.com", Active: true}, syncplan.TreatDeactivate, ""},
		{"never linked", syncplan.User{ID: "u2", Email: "bob@example.com", Active: true}, syncplan.TreatDeactivate, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Policy.NoRecord = tt.policy
			u1 := linked("u1", "e1", "ada@example.com")
			if got := brief(build(t, roster(t, emp("e1", "Ada", "ada@example.com")), []syncplan.User{u1, tt.user}, s)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestNoRecordBehindAPermission: a record that the credentials may not see has
// not vanished.
func TestNoRecordBehindAPermission(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name              string
		leavers, starters employee.Visibility
		want              string
	}{
		{"no leavers", employee.Unseen, employee.Seen, "hint no_record"},
		{"no starters", employee.Seen, employee.Unseen, "hint no_record"},
		{"unknown", employee.Unknown, employee.Unknown, "deactivate user u2 employee e2"},
	} {
		o := origin
		o.Leavers, o.Starters = tt.leavers, tt.starters
		r, err := employee.NewRoster(o, emp("e1", "Ada", "ada@example.com"))
		if err != nil {
			t.Fatal(err)
		}
		s := settings()
		s.Policy.NoRecord = syncplan.TreatDeactivate
		users := []syncplan.User{linked("u1", "e1", "ada@example.com"), linked("u2", "e2", "bob@example.com")}
		if got := brief(build(t, r, users, s)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestEndsOnIsRemembered is the other half of deactivate_ended.
func TestEndsOnIsRemembered(t *testing.T) {
	t.Parallel()
	s := settings()
	s.Policy.NoRecord = syncplan.TreatDeactivateEnded
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
