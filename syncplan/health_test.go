package syncplan_test

import (
	"encoding/json"
	"errors"
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
	revoked := &employee.FetchError{Provider: "bamboohr", Op: "list employees", StatusCode: 401, Err: employee.ErrCredentials}
	create := syncplan.Action{Kind: syncplan.KindCreate, EmployeeID: "e9", Name: "Ada Example"}
	failed := []syncplan.FailedAction{create.Failed(errors.New("the seat limit is reached"))}
	people, users := company(3, first(2, field("termination_date", yesterday)))
	held := build(t, roster(t, people...), users, settings())

	h := syncplan.Health{}
	for _, tt := range []struct {
		name    string
		outcome syncplan.RunResult
		want    string // the JSON
	}{
		{"a plan carried out", syncplan.RunResult{Plan: &syncplan.Plan{}}, `{"state":"healthy","text":"In sync."}`},
		{"one action failed", syncplan.RunResult{Plan: &syncplan.Plan{}, FailedActions: failed},
			`{"state":"healthy","text":"In sync, but 1 action could not be carried out: see the list. The next run tries again.",` +
				`"failed_actions":[{"kind":"create","employee_id":"e9","name":"Ada Example","text":"the seat limit is reached","runs":1}]}`},
		{"again", syncplan.RunResult{Plan: &syncplan.Plan{}, FailedActions: failed},
			`{"state":"healthy","text":"In sync, but 1 action could not be carried out: see the list. The next run tries again.",` +
				`"failed_actions":[{"kind":"create","employee_id":"e9","name":"Ada Example","text":"the seat limit is reached","runs":2}]}`},
		{"HR is down: the failed record is still known", syncplan.RunResult{Err: down},
			`{"state":"failing","failures":1,"text":"The last run failed; the next one tries again. The error: bamboohr: list employees: HTTP 503: the HR system is unavailable: try again later",` +
				`"failed_actions":[{"kind":"create","employee_id":"e9","name":"Ada Example","text":"the seat limit is reached","runs":2}]}`},
		{"it recovers", syncplan.RunResult{Plan: &syncplan.Plan{}}, `{"state":"healthy","text":"In sync."}`},
		{"down", syncplan.RunResult{Err: down}, `{"state":"failing","failures":1,"text":"The last run failed; the next one tries again. The error: bamboohr: list employees: HTTP 503: the HR system is unavailable: try again later"}`},
		{"down twice", syncplan.RunResult{Err: down}, `{"state":"failing","failures":2,"text":"The last 2 runs failed; the next one tries again. The error: bamboohr: list employees: HTTP 503: the HR system is unavailable: try again later"}`},
		{"three in a row are an error", syncplan.RunResult{Err: down},
			`{"state":"error","failures":3,"text":"The last 3 runs failed, so nothing is synced, and nobody loses access. The last error: bamboohr: list employees: HTTP 503: the HR system is unavailable: try again later"}`},
		{"the key is revoked", syncplan.RunResult{Err: revoked},
			`{"state":"needs_credentials","failures":4,"text":"The HR system refused the credentials: enter new ones. Nothing is synced until then, and nobody loses access."}`},
		{"a guard holds", syncplan.RunResult{Plan: held},
			`{"state":"awaiting_approval","text":"2 actions held. deactivations: 2 deactivations, more than the limit of 1 for 3 linked users: look at them, then approve the hold or correct the HR data."}`},
		{"a guard holds and an action failed", syncplan.RunResult{Plan: held, FailedActions: failed},
			`{"state":"awaiting_approval","text":"2 actions held. deactivations: 2 deactivations, more than the limit of 1 for 3 linked users: look at them, then approve the hold or correct the HR data. ` +
				`1 action could not be carried out: see the list. The next run tries again.","failed_actions":[{"kind":"create","employee_id":"e9","name":"Ada Example","text":"the seat limit is reached","runs":1}]}`},
	} {
		before := h
		h = h.Next(tt.outcome)
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
		if tt.outcome.Err == nil && len(before.FailedActions) > 0 && before.FailedActions[0].Runs > 2 {
			t.Errorf("%s: the health before was changed", tt.name)
		}
	}
}

// TestHealthOfADoubt: a guard that doubts the roster waits for somebody even
// where it holds no action.
func TestHealthOfADoubt(t *testing.T) {
	t.Parallel()
	people, users := company(3, first(3, field("status", "withheld")))
	p := build(t, roster(t, people...), users, settings())
	h := syncplan.Health{}.Next(syncplan.RunResult{Plan: p})
	if h.State != syncplan.HealthStateAwaitingApproval || !strings.Contains(h.Text, "nobody's status") {
		t.Errorf("got %+v for\n%s", h, p)
	}
}
