package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// mostInARow is how many failures in a row stop a run.
const mostInARow = 5

// An Option of Run.
type Option func(*job)

// Name names the run; keys belong to a customer and a run. By default it is named
// after the source and instant of the plan, so that only the same plan goes on where
// it was broken off. With a name of your own, as that of the day, a new plan does.
func Name(run string) Option { return func(r *job) { r.name = run } }

// Source refuses a plan of another HR source: give that of the customer's connection.
func Source(source string) Option { return func(r *job) { r.source = source } }

// MaxAge refuses a plan that was made more than limit before now, or after it.
func MaxAge(limit time.Duration, now time.Time) Option {
	return func(r *job) { r.limit, r.now = limit, now }
}

// Progress calls f after each action, in the goroutine of Run.
func Progress(f func(Step)) Option { return func(r *job) { r.progress = f } }

// Listed adds to the report the employees of the roster who need nothing.
func Listed(roster *employee.Roster) Option { return func(r *job) { r.roster = roster } }

// A Step is what became of one action.
type Step struct {
	Action  syncplan.Action // resolved
	UserID  string          // of a user that was created, too
	Outcome Outcome
	Text    string // why not, and what to do; no personal data
	Err     error  // an *Error, of OutcomeFailed and where the store said no
	Number  int    // from 1
	Of      int
}

// A job is one call of Run.
type job struct {
	plan     *syncplan.Plan
	store    Store
	name     string
	source   string
	limit    time.Duration
	now      time.Time
	progress func(Step)
	roster   *employee.Roster

	ran      map[string]bool // keys of actions that are done
	noSeat   bool            // the store has said so
	failures int             // in a row
	steps    []Step
}

// Run runs the actions of a plan, as the package comment says. The error is an *Error:
// the plan was refused, and nothing has run, or the run stopped before its end.
// Actions that failed are in the report alone.
func Run(ctx context.Context, plan *syncplan.Plan, store Store, options ...Option) (Report, error) {
	r := &job{plan: plan, store: store, ran: make(map[string]bool)}
	for _, set := range options {
		set(r)
	}
	if err := r.refuse(); err != nil {
		return Report{}, err
	}
	if r.name == "" {
		r.name = plan.Source + " " + plan.At.UTC().Format(time.RFC3339Nano)
	}
	stop := r.actions(ctx)
	if stop == nil {
		stop = r.applied(ctx)
	}
	report := r.report()
	if stop != nil {
		report.Stopped = stop.Text
		return report, stop
	}
	return report, nil
}

// refuse returns why the plan must not run.
func (r *job) refuse() error {
	refusal := func(err error, format string, args ...any) error {
		return &Error{Run: r.name, Text: "the plan was refused, nothing has run: " + fmt.Sprintf(format, args...), Err: err}
	}
	if r.plan == nil || r.store == nil {
		return refusal(nil, "no plan, or no store: give both to Run")
	}
	if err := r.plan.Validate(); err != nil {
		return refusal(err, "%v", err)
	}
	if r.source != "" && r.plan.Source != r.source {
		return refusal(ErrSource, "it is of %s, and this customer's is %s: plan with the roster of this customer",
			shown(r.plan.Source), shown(r.source))
	}
	if r.limit <= 0 {
		return nil
	}
	switch age := r.now.Sub(r.plan.At); {
	case age > r.limit:
		return refusal(ErrTooOld, "it is %v old, and the limit is %v: plan again, and run that one", age.Round(time.Second), r.limit)
	case age < 0:
		return refusal(ErrTooOld, "it is for %s, which is ahead: plan again at that time", r.plan.At.UTC().Format(time.RFC3339))
	}
	return nil
}

// actions runs all actions. It returns why it stopped.
func (r *job) actions(ctx context.Context) *Error {
	for i, a := range r.plan.Actions {
		if err := ctx.Err(); err != nil {
			return r.stop(i, err, "it was cancelled")
		}
		s := r.step(context.WithoutCancel(ctx), a)
		r.finish(s)
		if stop := r.stopped(i+1, s); stop != nil {
			return stop
		}
	}
	return nil
}

// stopped returns why a step ends the run.
func (r *job) stopped(next int, s Step) *Error {
	switch {
	case errors.Is(s.Err, ErrUnavailable):
		return r.stop(next, s.Err, "the product is unavailable")
	case s.Outcome == OutcomeFailed && r.failures == mostInARow:
		return r.stop(next, errors.Join(ErrStopped, s.Err), fmt.Sprintf("%d actions in a row failed", mostInARow))
	}
	return nil
}

// stop says that the actions from next on are not run.
func (r *job) stop(next int, err error, why string) *Error {
	for _, a := range r.plan.Actions[next:] {
		r.steps = append(r.steps, Step{Action: a, UserID: a.UserID, Outcome: OutcomeNotRun, Text: "the run stopped before: " + why})
	}
	return &Error{Run: r.name, Err: err, Text: fmt.Sprintf("stopped after %d of %s: %s: run the plan again to go on",
		len(r.ran), count(len(r.plan.Actions), "action"), why)}
}

// count counts the failures in a row.
func (r *job) count(s Step) {
	switch s.Outcome {
	case OutcomeFailed:
		r.failures++
	case OutcomeWaiting: // the product was not asked
	default:
		r.failures = 0
	}
}

// finish keeps a step, and tells the caller.
func (r *job) finish(s Step) {
	switch s.Outcome {
	case OutcomeDone, OutcomeDoneBefore:
		r.ran[s.Action.Key] = true
	case OutcomeNoSeat:
		r.noSeat = true
	}
	r.count(s)
	s.Number, s.Of = len(r.steps)+1, len(r.plan.Actions)
	r.steps = append(r.steps, s)
	if r.progress != nil {
		r.progress(s)
	}
}

// step runs one action if it may run.
func (r *job) step(ctx context.Context, a syncplan.Action) Step {
	s := Step{Action: a, UserID: a.UserID}
	switch {
	case slices.ContainsFunc(a.After, func(key string) bool { return !r.ran[key] }):
		s.Outcome, s.Text = OutcomeWaiting, "an action that comes before did not run: the next run tries both"
		return s
	case r.noSeat && a.Access == syncplan.AccessActive:
		s.Outcome, s.Text = OutcomeNoSeat, why(ErrNoSeat)
		return s
	}
	return r.try(ctx, s, r.perform)
}
