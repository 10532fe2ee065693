package syncplan_test

import (
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

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
	west := []syncplan.ZoneRule{
		{
			When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{"Honolulu"}},
			Zone: "Pacific/Honolulu",
		},
	}
	for _, tt := range []struct {
		name   string
		origin employee.Origin
		user   syncplan.User
		policy syncplan.Treatment
		zones  []syncplan.ZoneRule
		want   string
	}{
		{
			name:   "kept",
			origin: origin,
			user:   ended(yesterday),
			want: `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: ` +
				`access is not changed`,
		},
		{
			name:   "deactivated",
			origin: origin,
			user:   ended(""),
			policy: syncplan.TreatmentDeactivate,
			want:   `deactivate user u2 employee e2: no_record`,
		},
		{
			name:   "ended yesterday",
			origin: origin,
			user:   ended(yesterday),
			policy: syncplan.TreatmentDeactivateEnded,
			want:   `deactivate user u2 employee e2: no_record`,
		},
		{
			name:   "ended yesterday, but perhaps not yet in Honolulu",
			origin: origin,
			user:   ended(yesterday),
			policy: syncplan.TreatmentDeactivateEnded,
			zones:  west,
			want: `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: ` +
				`access is not changed`,
		},
		{
			name:   "ended the day before, in Honolulu too",
			origin: origin,
			user:   ended("2026-11-20"),
			policy: syncplan.TreatmentDeactivateEnded,
			zones:  west,
			want:   `deactivate user u2 employee e2: no_record`,
		},
		{
			name:   "ends today",
			origin: origin,
			user:   ended(today),
			policy: syncplan.TreatmentDeactivateEnded,
			want: `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: ` +
				`access is not changed`,
		},
		{
			name:   "no remembered end",
			origin: origin,
			user:   ended(""),
			policy: syncplan.TreatmentDeactivateEnded,
			want: `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: ` +
				`access is not changed`,
		},
		{name: "inactive", origin: origin, user: inactive(ended(yesterday), true), policy: syncplan.TreatmentDeactivate},
		{
			name:   "inactive by an operator",
			origin: origin,
			user:   inactive(ended(yesterday), false),
			policy: syncplan.TreatmentDeactivate,
		},
		{
			name:   "protected",
			origin: origin,
			user:   protected(ended(yesterday)),
			policy: syncplan.TreatmentDeactivate,
			want: `alert employee e2 user u2 protected: HR no longer lists the record, and the user is protected: ` +
				`not deactivated`,
		},
		{name: "ignored", origin: origin, user: ignored(ended(yesterday)), policy: syncplan.TreatmentDeactivate},
		{
			name:   "linked elsewhere",
			origin: origin,
			user: syncplan.User{
				ID: "u2", Link: syncplan.Link{Source: "other/acme", EmployeeID: "e2"}, Email: "bob@example.com", Active: true,
			},
			policy: syncplan.TreatmentDeactivate,
		},
		{
			name:   "never linked",
			origin: origin,
			user:   syncplan.User{ID: "u2", Email: "bob@example.com", Active: true},
			policy: syncplan.TreatmentDeactivate,
		},
		// A record that the credentials may not see has not vanished.
		{
			name:   "leavers are not seen",
			origin: noLeavers,
			user:   ended(""),
			policy: syncplan.TreatmentDeactivate,
			want: `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: ` +
				`access is not changed`,
		},
		{
			name:   "starters are not seen",
			origin: noStarters,
			user:   ended(""),
			policy: syncplan.TreatmentDeactivate,
			want: `hint employee e2 user u2 no_record: HR no longer lists the record that this user is linked to: ` +
				`access is not changed`,
		},
		{
			name:   "leavers are not seen, and the remembered end date has passed",
			origin: noLeavers,
			user:   ended(yesterday),
			policy: syncplan.TreatmentDeactivateEnded,
			want:   `deactivate user u2 employee e2: no_record`,
		},
		{
			name:   "visibility unknown",
			origin: unknown,
			user:   ended(""),
			policy: syncplan.TreatmentDeactivate,
			want:   `deactivate user u2 employee e2: no_record`,
		},
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
		{name: "a new end date", end: nextYear, want: "ends_on: 2027-01-01 from termination_date"},
		{
			name: "another end date",
			end:  nextYear, remembered: tomorrow,
			want: "ends_on: 2026-11-23 -> 2027-01-01 from termination_date",
		},
		{name: "the same", end: nextYear, remembered: nextYear},
		{
			name: "taken back",
			end:  "empty", remembered: nextYear,
			want: "ends_on: 2027-01-01 -> nothing from termination_date",
		},
		{name: "withheld", end: "withheld", remembered: nextYear},
	} {
		u.EndsOn = employee.Date{}
		if tt.remembered != "" {
			u.EndsOn = date(tt.remembered)
		}
		p := build(t, roster(t,
			emp("e1", "Ada", "ada@example.com", field("termination_date", tt.end)),
			emp("e2", "Bob", "bob@example.com"),
		), []syncplan.User{u}, s)
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
