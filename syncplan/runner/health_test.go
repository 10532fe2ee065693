package runner_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// TestHealth follows one connection through its runs.
func TestHealth(t *testing.T) {
	t.Parallel()
	done := runner.Report{Run: "1", Source: source}
	report := func(change func(*runner.Report)) runner.Report {
		r := done
		change(&r)
		return r
	}
	fetch := func(class error, code int) error {
		err := &employee.FetchError{Provider: "bamboohr", Op: "list employees", StatusCode: code, Err: class}
		return fmt.Errorf("sync of ada@example.com: %w", err)
	}
	const last = " The last error: "
	outage := last + "bamboohr: list employees: HTTP 503: the HR system is unavailable: try again later."
	var h runner.Health
	for _, tt := range []struct {
		name   string
		report runner.Report
		err    error
		want   runner.Health
	}{
		{name: "nothing was run", want: runner.Health{}},
		{name: "cancelled before the first", err: fmt.Errorf("listing: %w", context.Canceled), want: runner.Health{}},
		{name: "a run", report: done, want: runner.Health{State: runner.HealthStateHealthy, Text: "In sync."}},
		{
			name: "actions that did not run, and problems",
			report: report(func(r *runner.Report) {
				r.Actions = map[runner.Outcome]int{runner.OutcomeFailed: 1, runner.OutcomeWaiting: 1, runner.OutcomeDone: 5}
				r.Entries = []runner.Entry{
					{EmployeeID: "1", Outcome: runner.OutcomeProblem}, {EmployeeID: "2", Outcome: runner.OutcomeHint},
				}
			}),
			want: runner.Health{
				State: runner.HealthStateHealthy, Failed: 2, Problems: 1,
				Text: "In sync, but for what did not run. 2 actions did not run: see the report. The next run tries again. " +
					"1 problem to look at: see the report.",
			},
		},
		{
			name: "HR is down", err: fetch(employee.ErrUnavailable, 503),
			want: runner.Health{
				State: runner.HealthStateFailing, Failures: 1, Failed: 2, Problems: 1,
				Text: "The last run failed; the next one tries again." + outage,
			},
		},
		{
			name: "cancelled: no failure", err: context.Canceled,
			want: runner.Health{
				State: runner.HealthStateFailing, Failures: 1, Failed: 2, Problems: 1,
				Text: "The last run failed; the next one tries again." + outage,
			},
		},
		{
			name: "the product's own error is not quoted",
			err:  errors.New("INSERT INTO users: ada@example.com"),
			want: runner.Health{
				State: runner.HealthStateFailing, Failures: 2, Failed: 2, Problems: 1,
				Text: "The last 2 runs failed; the next one tries again." + last + "one of the product's own: see its log.",
			},
		},
		{
			name:   "a run that stopped",
			report: report(func(r *runner.Report) { r.Actions = map[runner.Outcome]int{runner.OutcomeNotRun: 3} }),
			err:    &runner.Error{Run: "1", Text: "stopped after 0 of 3 actions", Err: errors.New("ada@example.com")},
			want: runner.Health{
				State: runner.HealthStateError, Failures: 3, Failed: 3,
				Text: "The last 3 runs failed. Nothing more is synced, and no user loses access." + last +
					"runner: run 1: stopped after 0 of 3 actions.",
			},
		},
		{
			name: "the key is revoked", err: fetch(employee.ErrCredentials, 401),
			want: runner.Health{
				State: runner.HealthStateNeedsCredentials, Failures: 4, Failed: 3,
				Text: "The HR system refused the credentials: enter new ones. " +
					"Nothing is synced until then, and no user loses access.",
			},
		},
		{
			name: "the key lacks a permission", err: fetch(employee.ErrPermission, 403),
			want: runner.Health{
				State: runner.HealthStateNeedsPermission, Failures: 5, Failed: 3,
				Text: "The credentials lack a permission: bamboohr: list employees: HTTP 403: the credentials lack a permission: " +
					"extend their access in the HR system. Nothing is synced until then, and no user loses access.",
			},
		},
		{
			name: "a field that no record shows: a permission, not an approval",
			report: report(func(r *runner.Report) {
				r.Holds = []runner.Hold{
					{Guard: syncplan.GuardUnreadableField, Text: "no record has a readable status: let them read it", Actions: 2},
					{Guard: syncplan.GuardDeactivations, Text: "too many"},
				}
			}),
			want: runner.Health{
				State: runner.HealthStateNeedsPermission, Held: 2,
				Text: "2 actions held. unreadable_field: no record has a readable status: let them read it. " +
					"deactivations: too many.",
			},
		},
		{
			name: "a guard holds",
			report: report(func(r *runner.Report) {
				r.Holds = []runner.Hold{
					{Guard: syncplan.GuardDeactivations, Text: "too many: look at them", Actions: 1},
					{Guard: syncplan.GuardSeats, Text: "no seat"},
				}
			}),
			want: runner.Health{
				State: runner.HealthStateAwaitingApproval, Held: 1,
				Text: "1 action held. deactivations: too many: look at them. seats: no seat.",
			},
		},
		{
			name: "no approval gives a seat",
			report: report(func(r *runner.Report) {
				r.Holds = []runner.Hold{{Guard: syncplan.GuardSeats, Text: "raise the seats", Actions: 1}}
			}),
			want: runner.Health{State: runner.HealthStateNeedsSeats, Held: 1, Text: "1 action held. seats: raise the seats."},
		},
	} {
		h = h.After(tt.report, tt.err)
		if diff := cmp.Diff(tt.want, h); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		data, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		var stored runner.Health
		if err := json.Unmarshal(data, &stored); err != nil || stored != h || strings.Contains(string(data), "@") {
			t.Errorf("%s: read back from %s: %v, %v", tt.name, data, stored, err)
		}
	}
}

// TestHealthIsBounded: a text fits on a page.
func TestHealthIsBounded(t *testing.T) {
	t.Parallel()
	r := runner.Report{Source: source}
	for range 100 {
		r.Holds = append(r.Holds, runner.Hold{Guard: syncplan.GuardChanges, Text: strings.Repeat("é", 100)})
	}
	if h := (runner.Health{}).After(r, nil); len([]rune(h.Text)) != 1000 || !strings.HasSuffix(h.Text, "...") {
		t.Errorf("%d characters: %s", len([]rune(h.Text)), h.Text)
	}
}
