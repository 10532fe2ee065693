package syncplan_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

type options = []func(*employee.Employee)

// treat returns the plan's text for Ada and her user, if it has an ID. There are three
// more linked employees, so that no guard trips.
func treat(t *testing.T, ada options, user syncplan.User, policy syncplan.Policy) string {
	t.Helper()
	s := settings()
	s.Mapping.Rules = append(s.Mapping.Rules, mapping.Rule{Target: "last_day", From: []employee.Field{"termination_date"}})
	s.Mapping.Scope = mapping.Condition{Field: "division", Op: mapping.OpNotEquals, Values: []string{"Elsewhere"}}
	s.Policy = policy
	s.Policy.Block = mapping.Condition{Any: []mapping.Condition{
		{Field: "employment_status", Op: mapping.OpEquals, Values: []string{"Contractor"}},
		{Field: "employment_status", Op: mapping.OpNotPresent},
	}}
	work := options{field("employment_status", "Full-Time"), field("division", "Home")}
	users := []syncplan.User{
		linked("u7", "e7", "x7@example.com"),
		linked("u8", "e8", "x8@example.com"),
		linked("u9", "e9", "x9@example.com"),
	}
	if user.ID != "" {
		users = append(users, user)
	}
	r := roster(t,
		emp("e1", "Ada", "ada@example.com", append(work, ada...)...),
		emp("e7", "Ada", "x7@example.com", work...),
		emp("e8", "Ada", "x8@example.com", work...),
		emp("e9", "Ada", "x9@example.com", work...),
	)
	return short(told(build(t, r, users, s)))
}

// TestWanted has the list in the package comment in its order: each row is
// about the first that holds where others would, too.
func TestWanted(t *testing.T) {
	t.Parallel()
	linked := linked("u1", "e1", "ada@example.com")
	for _, tt := range []struct {
		name string
		ada  options
		user syncplan.User
		want string
	}{
		{
			name: "out of scope and not linked goes before left",
			ada:  options{field("division", "Elsewhere"), field("termination_date", yesterday)},
			user: free("u1", "ada@example.com"),
			want: `skipped Ada out_of_scope: not in scope`,
		},
		{
			name: "out of scope and not linked goes before unknown",
			ada:  options{field("division", "Elsewhere"), field("status", "withheld")},
			user: free("u1", "ada@example.com"),
			want: `skipped Ada out_of_scope: not in scope`,
		},
		{
			name: "left goes before scope",
			ada:  options{field("termination_date", yesterday), field("division", "Elsewhere")},
			user: linked,
			want: `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`,
		},
		{
			name: "left goes before an unknown scope",
			ada:  options{field("termination_date", yesterday), field("division", "withheld")},
			user: linked,
			want: `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`,
		},
		{
			name: "left goes before an unknown block",
			ada:  options{field("termination_date", yesterday), field("employment_status", "withheld")},
			user: linked,
			want: `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`,
		},
		{
			name: "left goes before blocked",
			ada:  options{field("termination_date", yesterday), field("employment_status", "Contractor")},
			user: linked,
			want: `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`,
		},
		{
			name: "unknown goes before blocked",
			ada:  options{field("status", "withheld"), field("employment_status", "Contractor")},
			user: linked,
			want: `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`,
		},
		{
			name: "an unknown scope goes before pre-hire",
			ada:  options{field("division", "withheld"), field("hire_date", "2026-12-01")},
			user: linked,
			want: `problem Ada unknown: access is not changed, because the scope is unknown`,
		},
		{
			name: "an unknown block goes before pre-hire",
			ada:  options{field("employment_status", "withheld"), field("hire_date", "2026-12-01")},
			user: linked,
			want: `problem Ada unknown: access is not changed, because the block condition is unknown`,
		},
		{
			name: "pre-hire goes before blocked",
			ada:  options{field("hire_date", "2026-12-01"), field("employment_status", "Contractor")},
			user: linked,
			want: `hint Ada pre_hire: the hire date is ahead: the active user is not changed`,
		},
		{
			name: "pre-hire goes before out of scope",
			ada:  options{field("hire_date", "2026-12-01"), field("division", "Elsewhere")},
			user: linked,
			want: `hint Ada pre_hire: the hire date is ahead: the active user is not changed`,
		},
		{
			name: "blocked goes before out of scope",
			ada:  options{field("employment_status", "Contractor"), field("division", "Elsewhere")},
			user: linked,
			want: `deactivate Ada: blocked`,
		},
		{
			name: "out of scope goes before present",
			ada:  options{field("division", "Elsewhere")},
			user: linked,
			want: `deactivate Ada: out_of_scope`,
		},
		{
			name: "present",
			ada:  options{field("department", "R&D")},
			user: linked,
			want: `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`,
		},
		{
			name: "not linked, left, scope withheld: perhaps never in scope",
			ada:  options{field("termination_date", yesterday), field("division", "withheld")},
			user: free("u1", "ada@example.com"),
			want: `problem Ada unknown: access is not changed, because the scope is unknown`,
		},
		{
			name: "blocked, hire date withheld: perhaps not started",
			ada:  options{field("employment_status", "Contractor"), field("hire_date", "withheld")},
			user: linked,
			want: `problem Ada unknown: access is not changed, because the start is unknown: the hire date cannot be read`,
		},
		{
			name: "out of scope, hire date withheld: perhaps not started",
			ada:  options{field("division", "Elsewhere"), field("hire_date", "withheld")},
			user: linked,
			want: `problem Ada unknown: access is not changed, because the start is unknown: the hire date cannot be read`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := treat(t, tt.ada, tt.user, syncplan.Policy{OutOfScope: syncplan.TreatmentDeactivate}); got != tt.want {
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
		ada    options
		user   syncplan.User
		policy syncplan.Policy
		want   string
	}{
		// present
		{
			name: "present, no user",
			user: none,
			want: `create Ada: hired; email: "ada@example.com" from work_email (rules[0]); ` +
				`first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`,
		},
		{name: "present, active", user: u},
		{
			name: "present, active, not linked",
			user: unlinked,
			want: `link Ada: matched; first_name: "Ada" from first_name (rules[1]); ` +
				`department: "Sales" from department (rules[2])`,
		},
		{
			name: "present, active, changed",
			ada:  options{field("department", "R&D")},
			user: u,
			want: `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`,
		},
		{name: "present, deactivated by the sync", user: bySync, want: `reactivate Ada: returned`},
		{
			name: "present, deactivated by an operator",
			user: byPerson,
			want: `hint Ada manual: the user should be active, but an operator deactivated the user: reactivate it by hand`,
		},
		{
			name:   "present, deactivated by an operator, always",
			user:   byPerson,
			policy: syncplan.Policy{Reactivate: syncplan.ReactivationAlways},
			want:   `reactivate Ada: returned`,
		},
		{
			name:   "present, deactivated by the sync, never",
			user:   bySync,
			policy: syncplan.Policy{Reactivate: syncplan.ReactivationNever},
			want:   `hint Ada manual: the user should be active, but the settings reactivate no user: it stays inactive`,
		},

		// left
		{
			name: "left, no user",
			ada:  options{field("termination_date", yesterday)},
			user: none,
			want: `skipped Ada left: the end date has passed; ` +
				`the status lags behind (since 2026-11-22T00:00:00+01:00 in Europe/Berlin)`,
		},
		{
			name:   "left, no user, sync",
			ada:    options{field("termination_date", yesterday)},
			user:   none,
			policy: syncplan.Policy{Left: syncplan.TreatmentSync},
			want: `create Ada: left; inactive: do not invite the user; email: "ada@example.com" from work_email (rules[0]); ` +
				`first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2]); ` +
				`last_day: "2026-11-21" from termination_date (rules[3])`,
		},
		{
			name: "left, active",
			ada:  options{field("termination_date", yesterday)},
			user: u,
			want: `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3])`,
		},
		{
			name:   "left, active, keep",
			ada:    options{field("termination_date", yesterday), field("department", "R&D")},
			user:   u,
			policy: syncplan.Policy{Left: syncplan.TreatmentKeep},
			want:   `skipped Ada left: the settings keep the user: access is not changed`,
		},
		{
			name:   "left, active, sync",
			ada:    options{field("termination_date", yesterday), field("department", "R&D")},
			user:   u,
			policy: syncplan.Policy{Left: syncplan.TreatmentSync},
			want: `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2]); ` +
				`last_day: "2026-11-21" from termination_date (rules[3])`,
		},
		{
			name: "left, inactive",
			ada:  options{field("termination_date", yesterday), field("department", "R&D")},
			user: bySync,
		},
		{
			name:   "left, active, its end date is remembered",
			ada:    options{field("termination_date", yesterday)},
			user:   u,
			policy: syncplan.Policy{NoRecord: syncplan.TreatmentDeactivateEnded},
			want: `deactivate Ada: left; last_day: "2026-11-21" from termination_date (rules[3]); ` +
				`ends_on: 2026-11-21 from termination_date`,
		},
		{
			name:   "left, inactive, and the end date came late",
			ada:    options{field("termination_date", yesterday)},
			user:   bySync,
			policy: syncplan.Policy{NoRecord: syncplan.TreatmentDeactivateEnded},
		},
		{name: "left, inactive by an operator", ada: options{field("termination_date", yesterday)}, user: byPerson},

		// pre-hire
		{
			name: "pre-hire, no user",
			ada:  options{field("hire_date", "2026-12-01")},
			user: none,
			want: `skipped Ada pre_hire: will be created on 2026-12-01`,
		},
		{
			name:   "pre-hire, no user, in the window",
			ada:    options{field("hire_date", "2026-12-01")},
			user:   none,
			policy: syncplan.Policy{CreateAhead: 9},
			want: `create Ada: hired; email: "ada@example.com" from work_email (rules[0]); ` +
				`first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`,
		},
		{
			name:   "pre-hire, no user, a day before the window",
			ada:    options{field("hire_date", "2026-12-01")},
			user:   none,
			policy: syncplan.Policy{CreateAhead: 8},
			want:   `skipped Ada pre_hire: will be created on 2026-11-23`,
		},
		{
			name:   "pre-hire, no user, any",
			ada:    options{field("hire_date", "2029-01-01")},
			user:   none,
			policy: syncplan.Policy{CreateAhead: syncplan.DaysAny},
			want: `create Ada: hired; email: "ada@example.com" from work_email (rules[0]); ` +
				`first_name: "Ada" from first_name (rules[1]); department: "Sales" from department (rules[2])`,
		},
		{
			name: "pre-hire, active: the hire date moved away",
			ada:  options{field("hire_date", "2026-12-01"), field("department", "R&D")},
			user: u,
			want: `hint Ada pre_hire: the hire date is ahead: the active user is not changed`,
		},
		{
			name:   "pre-hire, active, in the window",
			ada:    options{field("hire_date", "2026-12-01"), field("department", "R&D")},
			user:   u,
			policy: syncplan.Policy{CreateAhead: 14},
			want:   `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`,
		},
		{
			name: "pre-hire, deactivated by the sync",
			ada:  options{field("hire_date", "2026-12-01")},
			user: bySync,
			want: `skipped Ada pre_hire: the hire date is ahead: the user stays inactive`,
		},
		{
			name:   "pre-hire, deactivated by the sync, in the window",
			ada:    options{field("hire_date", "2026-12-01")},
			user:   bySync,
			policy: syncplan.Policy{CreateAhead: 14},
			want:   `reactivate Ada: returned`,
		},
		{
			name:   "pre-hire, deactivated by an operator, in the window",
			ada:    options{field("hire_date", "2026-12-01")},
			user:   byPerson,
			policy: syncplan.Policy{CreateAhead: 14},
			want:   `skipped Ada pre_hire: the hire date is ahead: the user stays inactive`,
		},
		{
			name:   "pre-hire, deactivated by the sync, in the window, never",
			ada:    options{field("hire_date", "2026-12-01")},
			user:   bySync,
			policy: syncplan.Policy{CreateAhead: 14, Reactivate: syncplan.ReactivationNever},
			want:   `hint Ada manual: the user should be active, but the settings reactivate no user: it stays inactive`,
		},

		// blocked
		{
			name: "blocked, no user",
			ada:  options{field("employment_status", "Contractor")},
			user: none,
			want: `skipped Ada blocked: the block condition holds`,
		},
		{
			name: "blocked, active",
			ada:  options{field("employment_status", "Contractor")},
			user: u,
			want: `deactivate Ada: blocked`,
		},
		{
			name:   "blocked, active, keep",
			ada:    options{field("employment_status", "Contractor")},
			user:   u,
			policy: syncplan.Policy{Blocked: syncplan.TreatmentKeep},
			want:   `skipped Ada blocked: the settings keep the user: access is not changed`,
		},
		{name: "blocked, inactive", ada: options{field("employment_status", "Contractor")}, user: bySync},
		{
			name:   "blocked, inactive by an operator",
			ada:    options{field("employment_status", "Contractor")},
			user:   byPerson,
			policy: syncplan.Policy{Reactivate: syncplan.ReactivationAlways},
		},
		{
			name: "blank employment status is blocked",
			ada:  options{field("employment_status", "empty")},
			user: u,
			want: `deactivate Ada: blocked`,
		},
		{
			name: "withheld employment status is unknown",
			ada:  options{field("employment_status", "withheld")},
			user: u,
			want: `problem Ada unknown: access is not changed, because the block condition is unknown`,
		},

		// out of scope
		{
			name: "out of scope, no user",
			ada:  options{field("division", "Elsewhere")},
			user: none,
			want: `skipped Ada out_of_scope: not in scope`,
		},
		{
			name: "out of scope, linked",
			ada:  options{field("division", "Elsewhere"), field("department", "R&D")},
			user: u,
			want: `skipped Ada out_of_scope: the settings keep the user: access is not changed`,
		},
		{
			name:   "out of scope, linked, deactivate",
			ada:    options{field("division", "Elsewhere")},
			user:   u,
			policy: syncplan.Policy{OutOfScope: syncplan.TreatmentDeactivate},
			want:   `deactivate Ada: out_of_scope`,
		},
		{name: "out of scope, inactive", ada: options{field("division", "Elsewhere")}, user: bySync},
		{
			name:   "out of scope, inactive by an operator",
			ada:    options{field("division", "Elsewhere")},
			user:   byPerson,
			policy: syncplan.Policy{Reactivate: syncplan.ReactivationAlways},
		},
		{
			name: "out of scope, not linked",
			ada:  options{field("division", "Elsewhere")},
			user: unlinked,
			want: `skipped Ada out_of_scope: not in scope`,
		},
		{
			name:   "scope withheld, linked",
			ada:    options{field("division", "withheld")},
			user:   u,
			policy: syncplan.Policy{OutOfScope: syncplan.TreatmentDeactivate},
			want:   `problem Ada unknown: access is not changed, because the scope is unknown`,
		},
		{
			name: "left, scope withheld, not linked: in scope or not is unknown",
			ada:  options{field("termination_date", yesterday), field("division", "withheld")},
			user: unlinked,
			want: `problem Ada unknown: access is not changed, because the scope is unknown`,
		},

		// unknown
		{
			name: "unknown, no user",
			ada:  options{field("status", "withheld")},
			user: none,
			want: `problem Ada unknown: no user is created, because employment is unknown: the status cannot be read`,
		},
		{
			name: "unknown, active",
			ada:  options{field("status", "withheld")},
			user: u,
			want: `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`,
		},
		{
			name: "unknown, active, changed",
			ada:  options{field("status", "withheld"), field("department", "R&D")},
			user: u,
			want: `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2]); ` +
				`problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`,
		},
		{
			name: "unknown, active, not linked",
			ada:  options{field("status", "withheld")},
			user: unlinked,
			want: `link Ada: matched; first_name: "Ada" from first_name (rules[1]); ` +
				`department: "Sales" from department (rules[2]); ` +
				`problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`,
		},
		{
			name: "unknown scope, active, not linked",
			ada:  options{field("division", "withheld")},
			user: unlinked,
			want: `problem Ada unknown: access is not changed, because the scope is unknown`,
		},
		{
			name: "unknown, inactive",
			ada:  options{field("status", "withheld"), field("department", "R&D")},
			user: bySync,
			want: `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`,
		},
		{
			name: "hire date withheld, no user",
			ada:  options{field("hire_date", "withheld")},
			user: none,
			want: `problem Ada unknown: no user is created: employed; the hire date cannot be read`,
		},
		{
			name: "hire date withheld, active, changed",
			ada:  options{field("hire_date", "withheld"), field("department", "R&D")},
			user: u,
			want: `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`,
		},
		{
			name: "hire date withheld, inactive",
			ada:  options{field("hire_date", "withheld")},
			user: bySync,
			want: `problem Ada unknown: the user stays inactive: employed; the hire date cannot be read`,
		},
		{
			name:   "unknown, inactive by an operator",
			ada:    options{field("status", "withheld")},
			user:   byPerson,
			policy: syncplan.Policy{Reactivate: syncplan.ReactivationAlways},
			want:   `problem Ada unknown: access is not changed, because employment is unknown: the status cannot be read`,
		},

		// protected, ignored, linked elsewhere
		{
			name: "protected, left",
			ada:  options{field("termination_date", yesterday)},
			user: protected(u),
			want: `alert Ada protected: the user should be deactivated (left), but is protected and stays active: ` +
				`deactivate it by hand`,
		},
		{
			name:   "protected, left, keep",
			ada:    options{field("termination_date", yesterday)},
			user:   protected(u),
			policy: syncplan.Policy{Left: syncplan.TreatmentKeep},
			want: `alert Ada protected: the employee has left, but the user is protected and stays active: ` +
				`deactivate it by hand`,
		},
		{
			name:   "protected, left, sync",
			ada:    options{field("termination_date", yesterday), field("department", "R&D")},
			user:   protected(u),
			policy: syncplan.Policy{Left: syncplan.TreatmentSync},
			want: `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2]); ` +
				`last_day: "2026-11-21" from termination_date (rules[3]); ` +
				`alert Ada protected: the employee has left, but the user is protected and stays active: ` +
				`deactivate it by hand`,
		},
		{
			name: "protected, blocked",
			ada:  options{field("employment_status", "Contractor")},
			user: protected(u),
			want: `alert Ada protected: the user should be deactivated (blocked), but is protected and stays active: ` +
				`deactivate it by hand`,
		},
		{
			name: "protected, changed",
			ada:  options{field("department", "R&D")},
			user: protected(u),
			want: `update Ada: changed; department: "Sales" -> "R&D" from department (rules[2])`,
		},
		{
			name: "protected, another address",
			ada:  options{field("work_email", "new@example.com")},
			user: protected(u),
			want: `problem Ada protected: HR has another address, but the user is protected: change it by hand`,
		},
		{
			name: "ignored, left",
			ada:  options{field("termination_date", yesterday), field("department", "R&D")},
			user: ignored(u),
			want: `skipped Ada ignored: the user is ignored`,
		},
		{name: "ignored, found by its address", user: ignored(unlinked), want: `skipped Ada ignored: the user is ignored`},
		{
			name: "linked elsewhere, same address",
			user: syncplan.User{
				ID: "u1", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e1"}, Email: "ada@example.com", Active: true,
			},
			want: `held by relinks: users would be relinked to other records: ` +
				`approve the hold if they are the same employees; ` +
				`relink Ada: moved; ` +
				`conflict employee e1 user u1 linked_other: a user with the same email is linked to another record: ` +
				`relink it if both are the same employee`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := treat(t, tt.ada, tt.user, tt.policy); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func protected(u syncplan.User) syncplan.User { u.Protected = true; return u }
func ignored(u syncplan.User) syncplan.User   { u.Ignored = true; return u }
