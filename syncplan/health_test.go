package syncplan_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TestHealth follows one connection through its runs.
func TestHealth(t *testing.T) {
	t.Parallel()
	down := &employee.FetchError{Provider: "bamboohr", Op: "list employees", StatusCode: 503, Err: employee.ErrUnavailable}
	revoked := &employee.FetchError{
		Provider: "bamboohr", Op: "list employees", StatusCode: 401, Err: employee.ErrCredentials,
	}
	create := syncplan.Action{Kind: syncplan.KindCreate, EmployeeID: "e9", Name: "Ada Example"}
	failed := []syncplan.FailedAction{create.Failed(errors.New("the seat limit is reached"))}
	employees, users := company(3, first(2, field("termination_date", yesterday)))
	held := build(t, roster(t, employees...), users, settings())

	failure := func(runs int) string {
		return fmt.Sprintf(`,"failed_actions":[{"kind":"create","employee_id":"e9","name":"Ada Example",`+
			`"text":"the seat limit is reached","runs":%d}]}`, runs)
	}
	const (
		again   = "1 action could not be carried out: see the list. The next run tries again."
		outage  = "bamboohr: list employees: HTTP 503: the HR system is unavailable: try again later"
		waiting = "2 actions held. deactivations: 2 deactivations, more than the limit of 1 for 3 linked users: " +
			"look at them, then approve the hold or correct the HR data " +
			"(a threshold, not a refusal: 1 or fewer run without an approval)."
	)
	state := func(state, text string) string { return `{"state":"` + state + `","text":"` + text + `"` }
	failing := func(state string, failures int, text string) string {
		return fmt.Sprintf(`{"state":%q,"failures":%d,"text":%q`, state, failures, text)
	}
	h := syncplan.Health{}
	for _, tt := range []struct {
		name   string
		result syncplan.RunResult
		want   string // the JSON
	}{
		{
			name:   "a plan carried out",
			result: syncplan.RunResult{Plan: &syncplan.Plan{}},
			want:   state("healthy", "In sync.") + "}",
		},
		{
			name:   "one action failed",
			result: syncplan.RunResult{Plan: &syncplan.Plan{}, FailedActions: failed},
			want:   state("healthy", "In sync, but "+again) + failure(1),
		},
		{
			name:   "again",
			result: syncplan.RunResult{Plan: &syncplan.Plan{}, FailedActions: failed},
			want:   state("healthy", "In sync, but "+again) + failure(2),
		},
		{
			name:   "HR is down: the failed action is still known",
			result: syncplan.RunResult{Err: down},
			want:   failing("failing", 1, "The last run failed; the next one tries again. The error: "+outage) + failure(2),
		},
		{
			name:   "it recovers",
			result: syncplan.RunResult{Plan: &syncplan.Plan{}},
			want:   state("healthy", "In sync.") + "}",
		},
		{
			name:   "down",
			result: syncplan.RunResult{Err: down},
			want:   failing("failing", 1, "The last run failed; the next one tries again. The error: "+outage) + "}",
		},
		{
			name:   "down twice",
			result: syncplan.RunResult{Err: down},
			want:   failing("failing", 2, "The last 2 runs failed; the next one tries again. The error: "+outage) + "}",
		},
		{
			name:   "three in a row are an error",
			result: syncplan.RunResult{Err: down},
			want: failing("error", 3, "The last 3 runs failed. Nothing is synced, and no user loses access. "+
				"The last error: "+outage) + "}",
		},
		{
			name:   "the key is revoked",
			result: syncplan.RunResult{Err: revoked},
			want: failing("needs_credentials", 4, "The HR system refused the credentials: enter new ones. "+
				"Nothing is synced until then, and no user loses access.") + "}",
		},
		{
			name:   "a guard holds",
			result: syncplan.RunResult{Plan: held},
			want:   state("awaiting_approval", waiting) + "}",
		},
		{
			name:   "a guard holds and an action failed",
			result: syncplan.RunResult{Plan: held, FailedActions: failed},
			want:   state("awaiting_approval", waiting+" "+again) + failure(1),
		},
	} {
		before := h
		h = h.Next(tt.result)
		data, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, string(data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		var stored syncplan.Health
		if err := json.Unmarshal(data, &stored); err != nil || !cmp.Equal(stored, h) {
			t.Errorf("%s: read back: %v\n%s", tt.name, err, cmp.Diff(h, stored))
		}
		if tt.result.Err == nil && len(before.FailedActions) > 0 && before.FailedActions[0].Runs > 2 {
			t.Errorf("%s: the health before was changed", tt.name)
		}
	}
}

// TestHealthOfADoubt: a guard that doubts the roster waits for an operator even
// where it holds no action.
func TestHealthOfADoubt(t *testing.T) {
	t.Parallel()
	employees, users := company(3, first(3, field("status", "withheld")))
	p := build(t, roster(t, employees...), users, settings())
	h := syncplan.Health{}.Next(syncplan.RunResult{Plan: p})
	if h.State != syncplan.HealthStateAwaitingApproval || !strings.Contains(h.Text, "no record has a readable status") {
		t.Errorf("got %+v for\n%s", h, p)
	}
}
