package runner

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// Health is the state of a connection, for a settings page: store it after each run.
type Health struct {
	State    HealthState `json:"state,omitzero"`
	Failures int         `json:"failures,omitzero"` // runs in a row that ended early
	Failed   int         `json:"failed,omitzero"`   // actions of the last run that did not run
	Held     int         `json:"held,omitzero"`     // actions
	Problems int         `json:"problems,omitzero"` // employees and users with an alert, conflict or problem
	Text     string      `json:"text,omitzero"`     // what to do; no personal data
}

// A HealthState is the state of a connection.
type HealthState string

const (
	HealthStateNeverRun         HealthState = ""
	HealthStateHealthy          HealthState = "healthy"
	HealthStateFailing          HealthState = "failing"           // once or twice in a row
	HealthStateError            HealthState = "error"             // three times or more
	HealthStateNeedsCredentials HealthState = "needs_credentials" // retrying does not help
	HealthStateNeedsPermission  HealthState = "needs_permission"  // likewise; Text names what cannot be read
	HealthStateNeedsSeats       HealthState = "needs_seats"       // users wait for one
	HealthStateAwaitingApproval HealthState = "awaiting_approval" // a guard holds actions
)

// errorAfter is how many failures in a row make an error.
const errorAfter = 3

// After returns the health after a run. err is of listing, planning or Run; report is
// that of Run, a zero Report where it was not reached. A run that was cancelled changes
// nothing, nor does one without a report and an error.
func (h Health) After(report Report, err error) Health {
	switch {
	case errors.Is(err, context.Canceled), err == nil && report.Source == "":
		return h
	case err != nil:
		return h.afterFailure(report, err)
	}
	next := counted(report)
	text := next.state(report)
	if next.Failed > 0 {
		text = append(text, fmt.Sprintf("%s did not run: see the report. The next run tries again.", count(next.Failed, "action")))
	}
	if next.Problems > 0 {
		text = append(text, fmt.Sprintf("%s to look at: see the report.", count(next.Problems, "problem")))
	}
	next.Text = bounded(strings.Join(text, " "))
	return next
}

// counted returns what the report counts.
func counted(r Report) Health {
	h := Health{Held: r.held()}
	for _, o := range []Outcome{OutcomeFailed, OutcomeStale, OutcomeWaiting, OutcomeNoSeat, OutcomeNotRun} {
		h.Failed += r.Actions[o]
	}
	for i := range r.Entries {
		switch r.Entries[i].Outcome {
		case OutcomeAlert, OutcomeConflict, OutcomeProblem:
			h.Problems++
		}
	}
	return h
}

// state sets the state after a whole run and says why.
func (h *Health) state(r Report) (text []string) {
	states := []HealthState{HealthStateHealthy, HealthStateNeedsSeats, HealthStateAwaitingApproval, HealthStateNeedsPermission}
	worst := 0
	if r.Actions[OutcomeNoSeat] > 0 {
		worst = 1
	}
	for _, hold := range r.Holds {
		of := 2
		switch hold.Guard {
		case syncplan.GuardSeats:
			of = 1
		case syncplan.GuardUnreadableField:
			of = 3
		}
		worst = max(worst, of)
		text = append(text, string(hold.Guard)+": "+hold.Text+".")
	}
	h.State = states[worst]
	switch {
	case len(r.Holds) > 0:
		return append([]string{count(h.Held, "action") + " held."}, text...)
	case worst == 1:
		return []string{"Users wait for a seat: raise the seats or deactivate users."}
	case h.Failed > 0:
		return []string{"In sync, but for what did not run."}
	}
	return []string{"In sync."}
}

// afterFailure returns the health after a run that ended early.
func (h Health) afterFailure(report Report, err error) Health {
	next := h
	if report.Source != "" {
		next = counted(report)
	}
	next.Failures = h.Failures + 1
	const nothing = " Nothing is synced until then, and no user loses access."
	switch {
	case errors.Is(err, employee.ErrCredentials):
		next.State = HealthStateNeedsCredentials
		next.Text = "The HR system refused the credentials: enter new ones." + nothing
		return next
	case errors.Is(err, employee.ErrPermission):
		next.State = HealthStateNeedsPermission
		next.Text = bounded("The credentials lack a permission: " + said(err) + "." + nothing)
		return next
	}
	next.State = HealthStateFailing
	runs, then := "The last run failed", "; the next one tries again."
	if next.Failures > 1 {
		runs = fmt.Sprintf("The last %d runs failed", next.Failures)
	}
	if next.Failures >= errorAfter {
		next.State, then = HealthStateError, ". Nothing more is synced, and no user loses access."
	}
	next.Text = bounded(runs + then + " The last error: " + said(err) + ".")
	return next
}

// said quotes an error of this library, and no other.
func said(err error) string {
	var fetch *employee.FetchError
	var ran *Error
	var faults mapping.Faults
	switch {
	case errors.As(err, &fetch):
		return fetch.Error()
	case errors.As(err, &ran):
		return ran.Error()
	case errors.As(err, &faults):
		return faults.Error()
	}
	return "one of the product's own: see its log"
}

// mostText is how many characters a text of Health has.
const mostText = 1000

func bounded(s string) string {
	if r := []rune(s); len(r) > mostText {
		return string(r[:mostText-3]) + "..."
	}
	return s
}
