package syncplan

import (
	"errors"
	"fmt"

	"github.com/rosterkit/rosterkit/employee"
)

// Health is how one customer's connection is doing: a small value to store
// after each run and to show on a settings page. The zero Health is of a
// connection that has never run.
type Health struct {
	State    HealthState `json:"state,omitzero"`
	Failures int         `json:"failures,omitzero"` // in a row
	Text     string      `json:"text,omitzero"`     // for the settings page; no personal data
	Records  []Record    `json:"records,omitempty"` // people and users whose action failed in the last run
}

// A HealthState is the state of a connection.
type HealthState string

const (
	Healthy          HealthState = "healthy"
	Failing          HealthState = "failing"           // once or twice in a row; it may pass
	Errored          HealthState = "error"             // three times in a row
	NeedsCredentials HealthState = "needs_credentials" // repeating cannot help
	AwaitingApproval HealthState = "awaiting_approval" // a guard holds something back
)

// errorAfter is how many failures in a row make an error.
const errorAfter = 3

// A Record is one action that your product could not carry out.
type Record struct {
	EmployeeID string `json:"employee_id,omitzero"`
	UserID     string `json:"user_id,omitzero"`
	Text       string `json:"text"` // yours
}

// An Outcome is what one run came to.
type Outcome struct {
	Err     error    // from listing or planning; nil if there is a plan
	Held    int      // actions withheld: Plan.Summary().Held
	Records []Record // actions that failed
}

// Next returns the health after a run. h is not changed.
func (h Health) Next(o Outcome) Health {
	next := Health{State: Healthy, Text: "in sync", Records: o.Records}
	switch {
	case o.Err != nil:
		next = Health{State: Failing, Failures: h.Failures + 1, Records: h.Records}
		next.Text = fmt.Sprintf("the last run failed, %d in a row: %v", next.Failures, o.Err)
		if next.Failures >= errorAfter {
			next.State = Errored
		}
		if errors.Is(o.Err, employee.ErrCredentials) {
			next.State = NeedsCredentials
		}
	case o.Held > 0:
		next.State, next.Text = AwaitingApproval, fmt.Sprintf("%d changes wait for approval", o.Held)
	case len(o.Records) > 0:
		next.Text = fmt.Sprintf("in sync, but for %d records that failed", len(o.Records))
	}
	return next
}
