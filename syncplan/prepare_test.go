package syncplan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestPrepareRefuses: what cannot be planned is an error that names the fault.
func TestPrepareRefuses(t *testing.T) {
	t.Parallel()
	r := roster(t, emp("e1", "Ada", "ada@example.com"))
	for _, tt := range []struct {
		name   string
		roster *employee.Roster
		at     time.Time
		want   string
	}{
		{name: "no roster", at: now, want: "want a roster and an instant"},
		{name: "no instant", roster: r, want: "want a roster and an instant"},
		{name: "zero roster", roster: new(employee.Roster), at: now, want: "the roster has no origin"},
		{
			name: "year 10000", roster: r, at: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
			want: "the instant is not between the years 1 and 9998",
		},
		{
			name: "last days of dates", roster: r, at: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC),
			want: "the instant is not between the years 1 and 9998",
		},
		{
			name: "before year 1", roster: r, at: time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC),
			want: "the instant is not between the years 1 and 9998",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := syncplan.Prepare(tt.roster, syncplan.Existing{}, settings(), tt.at)
			if p != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, %v, want an error with %q", p, err, tt.want)
			}
		})
	}
}

// TestLastDay: HR systems write 9999-12-31 for no end. The day after it cannot be
// written, so nothing is due then.
func TestLastDay(t *testing.T) {
	t.Parallel()
	r := roster(t, emp("e1", "Ada", "ada@example.com", field("termination_date", "9999-12-31")))
	plan := build(t, r, nil, settings())
	if !plan.NextDue.IsZero() {
		t.Errorf("due %s, want never", plan.NextDue)
	}
	encoded(t, plan)
}

// TestUnprepared: a Planner that Prepare did not make plans nothing, and says so.
func TestUnprepared(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]*syncplan.Planner{"nil": nil, "zero": {}} {
		plan := p.Plan()
		if len(plan.Actions) > 0 || len(plan.Notes) != 1 || !strings.Contains(plan.Notes[0].Text, "Prepare") {
			t.Errorf("%s: %s", name, plan)
		}
	}
}
