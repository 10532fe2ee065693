package syncplan_test

import (
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/syncplantest"
)

// TestDates follows Ada through days on which such programs fail. What each
// plan says is carried out before the next one is made. Without a user she has
// none yet; the settings' zone is Europe/Berlin.
func TestDates(t *testing.T) {
	t.Parallel()
	type step struct{ at, want string }
	const (
		deactivated = "deactivate Ada: left"
		reactivated = "reactivate Ada: returned"
		nothing     = ""
	)
	u := linked("u1", "e1", "ada@example.com")
	ends := func(day string) func(*employee.Employee) { return field("termination_date", day) }
	for _, tt := range []struct {
		name   string
		ada    options
		user   syncplan.User
		policy syncplan.Policy
		steps  []step
	}{
		{
			name:  "clocks go forward the night after the last day",
			ada:   options{ends("2027-03-27")},
			user:  u,
			steps: []step{{"2027-03-27T22:59:59Z", nothing}, {"2027-03-27T23:00:00Z", deactivated}},
		},
		{
			name:  "clocks go forward on the last day",
			ada:   options{ends("2027-03-28")},
			user:  u,
			steps: []step{{"2027-03-28T21:59:59Z", nothing}, {"2027-03-28T22:00:00Z", deactivated}},
		},
		{
			name:  "clocks go back the night after the last day",
			ada:   options{ends("2027-10-30")},
			user:  u,
			steps: []step{{"2027-10-30T21:59:59Z", nothing}, {"2027-10-30T22:00:00Z", deactivated}},
		},
		{
			name:  "clocks go back on the last day",
			ada:   options{ends("2027-10-31")},
			user:  u,
			steps: []step{{"2027-10-31T22:59:59Z", nothing}, {"2027-10-31T23:00:00Z", deactivated}},
		},
		{
			name:  "clocks go forward at midnight, in Santiago",
			ada:   options{ends("2027-09-04"), field("time_zone", "America/Santiago")},
			user:  u,
			steps: []step{{"2027-09-04T23:59:59-04:00", nothing}, {"2027-09-05T01:00:00-03:00", deactivated}},
		},
		{
			name:  "a leaver in Auckland planned from Los Angeles",
			ada:   options{ends("2026-11-20"), field("location", "Auckland")},
			user:  u,
			steps: []step{{"2026-11-20T02:59:59-08:00", nothing}, {"2026-11-20T03:00:00-08:00", deactivated}},
		},
		{
			name:  "29 February",
			ada:   options{ends("2028-02-29")},
			user:  u,
			steps: []step{{"2028-02-29T22:59:59Z", nothing}, {"2028-02-29T23:00:00Z", deactivated}},
		},
		{
			name:  "a termination today",
			ada:   options{ends(today)},
			user:  u,
			steps: []step{{"2026-11-22T06:00:00Z", nothing}, {"2026-11-22T23:00:00Z", deactivated}},
		},
		{
			name: "a hire and a termination on one day",
			ada:  options{field("hire_date", today), ends(today)},
			user: syncplan.User{},
			steps: []step{
				{"2026-11-21T22:59:59Z", "skipped Ada pre_hire: will be created on 2026-11-22"},
				{"2026-11-21T23:00:00Z", "create Ada: hired"},
				{"2026-11-22T22:59:59Z", nothing},
				{"2026-11-22T23:00:00Z", "deactivate user new-e1 Ada: left"},
			},
		},
		{
			name:  "a rehire with the old end date still there",
			ada:   options{field("hire_date", "2026-11-01"), ends("2025-06-30")},
			user:  inactive(u, true),
			steps: []step{{"2026-11-22T06:00:00Z", reactivated}, {"2026-11-23T06:00:00Z", nothing}},
		},
		{
			name: "a status of inactive with an end date ahead",
			ada:  options{field("status", "inactive"), ends("2026-11-30")},
			user: u,
			steps: []step{
				{"2026-11-22T06:00:00Z", "problem Ada flipped_early: the status says inactive, but the end date is ahead"},
				{"2026-11-30T23:00:00Z", deactivated},
			},
		},
		{
			name: "end before start, the start ahead",
			ada:  options{field("hire_date", "2026-12-10"), ends("2026-12-01")},
			user: u,
			steps: []step{{"2026-11-22T06:00:00Z", "problem Ada unknown: access is not changed, " +
				"because employment is unknown: " +
				"the end date is before the hire date, and neither is reached; " +
				"problem Ada record: termination_date is before hire_date: it counts as unreadable"}},
		},
		{
			name:   "a gap between two spells",
			ada:    options{field("hire_date", "2026-12-01"), ends("2026-11-21")},
			user:   u,
			policy: syncplan.Policy{CreateAhead: 7},
			steps: []step{
				{"2026-11-22T06:00:00Z", deactivated},
				{"2026-11-23T22:59:59Z", nothing},
				{"2026-11-23T23:00:00Z", reactivated},
				{"2026-11-30T23:00:00Z", nothing},
			},
		},
		{
			name: "one contract follows the other",
			ada:  options{field("hire_date", "2026-11-23"), ends("2026-11-22")},
			user: u,
			steps: []step{
				{"2026-11-22T06:00:00Z", "problem Ada unknown: access is not changed, because employment is unknown: " +
					"the end date is before the hire date, and neither is reached; " +
					"problem Ada record: termination_date is before hire_date: it counts as unreadable"},
				{"2026-11-22T23:00:00Z", nothing},
			},
		},
		{
			name:   "a hire date that moves away",
			ada:    options{field("hire_date", "2026-12-24")},
			user:   u,
			policy: syncplan.Policy{CreateAhead: 7},
			steps: []step{
				{"2026-11-22T06:00:00Z", "hint Ada pre_hire: the hire date is ahead: the active user is not changed"},
				{"2026-12-16T23:00:00Z", nothing},
			},
		},
		{
			name:   "inactive until the first day, listed the day before",
			ada:    options{field("hire_date", "2026-11-23"), field("status", "inactive")},
			user:   u,
			policy: syncplan.Policy{CreateAhead: 7},
			steps: []step{
				{"2026-11-22T06:00:00Z", nothing},
				{
					"2026-11-22T23:00:00Z",
					"problem Ada unknown: access is not changed, because employment is unknown: " +
						"the status says inactive, but the hire date was only just reached: the status may lag behind",
				},
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settings()
			s.Zones = []syncplan.ZoneRule{
				{
					When: mapping.Condition{Field: "location", Op: mapping.OpEquals, Values: []string{"Auckland"}},
					Zone: "Pacific/Auckland",
				},
			}
			s.Policy = tt.policy
			x := syncplan.Existing{
				Users: []syncplan.User{linked("u2", "e2", "b@example.com"), linked("u3", "e3", "c@example.com")},
			}
			if tt.user.ID != "" {
				x.Users = append(x.Users, tt.user)
			}
			at := field("location", "Berlin")
			r := roster(t,
				emp("e1", "Ada", "ada@example.com", append(options{at}, tt.ada...)...),
				emp("e2", "Ada", "b@example.com", at),
				emp("e3", "Ada", "c@example.com", at),
			)
			for _, step := range tt.steps {
				instant, err := time.Parse(time.RFC3339, step.at)
				if err != nil {
					t.Fatal(err)
				}
				p, err := syncplan.Build(r, x, s, instant)
				if err != nil {
					t.Fatal(err)
				}
				if got := short(heads(p)); got != step.want {
					t.Errorf("at %s\ngot  %s\nwant %s", step.at, got, step.want)
				}
				x = syncplantest.Apply(x, p)
			}
		})
	}
}
