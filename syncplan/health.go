package syncplan

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// Health is the state of a connection: store it after each run, and show it.
type Health struct {
	State         HealthState                  `json:"state,omitzero"`
	Failures      int                          `json:"failures,omitzero"`        // in a row without a plan
	Text          string                       `json:"text,omitzero"`            // what to do; no personal data
	FailedActions employee.Batch[FailedAction] `json:"failed_actions,omitempty"` // of the last run with a plan
}

func (h Health) LogValue() slog.Value {
	return slog.GroupValue(slog.String("state", string(h.State)), slog.Int("failures", h.Failures), slog.Int("failed_actions", len(h.FailedActions)))
}

// A HealthState is the state of a connection.
type HealthState string

const (
	HealthStateNeverRun         HealthState = ""
	HealthStateHealthy          HealthState = "healthy"
	HealthStateFailing          HealthState = "failing"           // once or twice in a row
	HealthStateError            HealthState = "error"             // three times or more
	HealthStateNeedsCredentials HealthState = "needs_credentials" // retrying does not help
	HealthStateAwaitingApproval HealthState = "awaiting_approval" // a guard holds actions
)

// errorAfter is how many failures in a row make an error.
const errorAfter = 3

// A FailedAction is an action that failed; see [Action.Failed].
type FailedAction struct {
	Kind       Kind   `json:"kind"`
	EmployeeID string `json:"employee_id,omitzero"`
	UserID     string `json:"user_id,omitzero"`
	Name       string `json:"name,omitzero"`
	Text       string `json:"text"`
	Runs       int    `json:"runs"` // failed in a row
}

func (f FailedAction) LogValue() slog.Value {
	return slog.StringValue(strings.TrimSpace(string(f.Kind) + " " + subject(f.EmployeeID, f.UserID)))
}

// Failed returns a as failed with err.
func (a Action) Failed(err error) FailedAction {
	return FailedAction{Kind: a.Kind, EmployeeID: a.EmployeeID, UserID: a.UserID, Name: a.Name, Text: err.Error(), Runs: 1}
}

// A RunResult is the result of one run.
type RunResult struct {
	Err           error // of listing or planning
	Plan          *Plan // that was run; nil with Err
	FailedActions employee.Batch[FailedAction]
}

// LogValue logs counts only, and not the error, whose text is the caller's.
func (r RunResult) LogValue() slog.Value {
	attrs := []slog.Attr{slog.Bool("failed", r.Err != nil), slog.Int("failed_actions", len(r.FailedActions))}
	if r.Plan != nil {
		attrs = append(attrs, slog.Any("plan", r.Plan.LogValue()))
	}
	return slog.GroupValue(attrs...)
}

// Next returns the health after a run.
func (h Health) Next(r RunResult) Health {
	if r.Err != nil {
		return h.afterFailure(r.Err)
	}
	next := Health{State: HealthStateHealthy, Text: "In sync."}
	for _, failed := range r.FailedActions {
		failed.Runs = 1
		for _, before := range h.FailedActions {
			if before.Kind == failed.Kind && before.EmployeeID == failed.EmployeeID && before.UserID == failed.UserID && before.Name == failed.Name {
				failed.Runs = before.Runs + 1
			}
		}
		next.FailedActions = append(next.FailedActions, failed)
	}
	failures := ""
	if n := len(r.FailedActions); n > 0 {
		failures = fmt.Sprintf("%s could not be carried out: see the list. The next run tries again.", count(n, "action"))
		next.Text = "In sync, but " + failures
	}
	if r.Plan != nil && len(r.Plan.Held) > 0 {
		next.State = HealthStateAwaitingApproval
		next.Text = strings.TrimSpace(r.Plan.waiting() + " " + failures)
	}
	return next
}

func (h Health) afterFailure(err error) Health {
	next := Health{State: HealthStateFailing, Failures: h.Failures + 1, FailedActions: h.FailedActions}
	switch {
	case errors.Is(err, employee.ErrCredentials):
		next.State = HealthStateNeedsCredentials
		next.Text = "The HR system refused the credentials: enter new ones. Nothing is synced until then, and no user loses access."
	case next.Failures >= errorAfter:
		next.State = HealthStateError
		next.Text = fmt.Sprintf("The last %d runs failed. Nothing is synced, and no user loses access. The last error: %v", next.Failures, err)
	case next.Failures > 1:
		next.Text = fmt.Sprintf("The last %d runs failed; the next one tries again. The error: %v", next.Failures, err)
	default:
		next.Text = fmt.Sprintf("The last run failed; the next one tries again. The error: %v", err)
	}
	return next
}

// waiting says what is held, and what to do about it.
func (p *Plan) waiting() string {
	guards := make([]string, len(p.Held))
	for i, h := range p.Held {
		guards[i] = string(h.Guard) + ": " + h.Text + "."
	}
	return count(p.Summary().Held, "action") + " held. " + strings.Join(guards, " ")
}

// count says how many there are of a thing.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
