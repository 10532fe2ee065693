package runner

import (
	"context"
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/syncplan"
)

// try does the work of a step in one transaction.
func (r *job) try(ctx context.Context, s Step, work func(context.Context, Tx, *Step) error) Step {
	var got Step
	var failed error
	called := false
	err := call("Tx", func() error {
		return r.store.Tx(ctx, func(tx Tx) error {
			called = true
			got = s
			failed = work(ctx, checked{tx}, &got)
			return failed
		})
	})
	switch {
	case err == nil && failed != nil:
		err = &storeError{call: "Tx", what: "kept an action that failed", err: failed}
	case err == nil && !called:
		err = &storeError{call: "Tx", what: "did not call its function"}
	case err == nil:
		return got
	case failed != nil && !errors.Is(err, failed):
		err = &storeError{call: "Tx", what: "hid an error", err: errors.Join(err, failed)}
	}
	var of *storeError
	if !called && errors.As(err, &of) && of.what == "" && !errors.Is(err, ErrUnavailable) {
		err = errors.Join(ErrUnavailable, err)
	}
	if errors.Is(err, ErrRecorded) || s.Action.Key != "" && r.recorded(ctx, s.Action.Key) {
		s.Outcome = OutcomeDoneBefore
		return s
	}
	return r.fail(s, err)
}

// fail says what an error of the store makes of an action.
func (r *job) fail(s Step, err error) Step {
	s.Outcome, s.Text = OutcomeFailed, why(err)
	switch {
	case errors.Is(err, ErrUnavailable):
	case errors.Is(err, ErrTaken):
		s.Outcome = OutcomeStale
	case errors.Is(err, ErrNoSeat):
		s.Outcome = OutcomeNoSeat
	}
	s.Err = &Error{Run: r.name, Action: s.Action, Text: s.Text, Err: err}
	return s
}

// recorded looks, after an error, whether the action is done all the same: by another
// process, or by a transaction whose end was not heard of.
func (r *job) recorded(ctx context.Context, key string) (found bool) {
	err := call("Tx", func() error {
		return r.store.Tx(ctx, func(tx Tx) (err error) {
			found, err = checked{tx}.Recorded(ctx, r.name, key)
			return err
		})
	})
	return found && err == nil
}

// perform runs the action of s within a transaction, records it, and writes into s
// what became of it.
func (r *job) perform(ctx context.Context, tx Tx, s *Step) error {
	a := &s.Action
	if found, err := tx.Recorded(ctx, r.name, a.Key); err != nil || found {
		s.Outcome = OutcomeDoneBefore
		return err
	}
	if a.Kind == syncplan.KindCreateGroup {
		for _, c := range a.Changes {
			if err := tx.AddGroup(ctx, c.Attribute, c.To.String()); err != nil {
				return err
			}
		}
		s.Outcome = OutcomeDone
		return tx.Record(ctx, r.name, *a, "")
	}
	now, gone, err := load(ctx, tx, r.plan.Source, a)
	if err != nil || gone != "" {
		s.Outcome, s.Text = OutcomeStale, gone
		return err
	}
	switch verdict, changed := a.Recheck(now); verdict {
	case syncplan.RecheckStale:
		s.Outcome, s.Text = OutcomeStale, stale(changed)
		return nil
	case syncplan.RecheckDone:
		s.UserID, s.Outcome = now.ID, OutcomeDoneBefore
	default:
		s.Outcome = OutcomeDone
		if s.UserID, err = write(ctx, tx, a, now); err != nil {
			return err
		}
	}
	return tx.Record(ctx, r.name, *a, s.UserID)
}

// load resolves an action and returns the user that it is about, a zero User for none.
// gone says why there is nothing to do it to.
func load(ctx context.Context, tx Tx, source string, a *syncplan.Action) (now syncplan.User, gone string, err error) {
	resolved, err := a.Resolve(func(employeeID string) (string, error) {
		u, err := tx.Linked(ctx, syncplan.Link{Source: source, EmployeeID: employeeID})
		return u.ID, err
	})
	switch {
	case errors.Is(err, syncplan.ErrUnresolved):
		return now, "the user of the employee or of the manager is gone: the next plan decides", nil
	case err != nil:
		return now, "", err
	}
	*a = resolved
	if a.Kind == syncplan.KindCreate {
		now, err = tx.Linked(ctx, a.Link)
		return now, "", err
	}
	if now, err = tx.User(ctx, a.UserID); err != nil || now.ID == "" {
		return now, "the user is gone: the next plan decides", err
	}
	if id := a.Manager.UserID; id != "" {
		if manager, err := tx.User(ctx, id); err != nil || manager.ID == "" {
			return now, "the user of the manager is gone: the next plan decides", err
		}
	}
	return now, "", nil
}

// write stores the user as the action leaves it, and returns its ID.
func write(ctx context.Context, tx Tx, a *syncplan.Action, now syncplan.User) (string, error) {
	if a.Kind == syncplan.KindCreate {
		return tx.Create(ctx, a.On(syncplan.User{}))
	}
	return now.ID, tx.Update(ctx, now, a.On(now))
}

// stale says why an action is left to the next plan.
func stale(changed []syncplan.Change) string {
	if len(changed) == 0 {
		return "the user was relinked, ignored, protected or deactivated in the meantime: the next plan decides"
	}
	var names []string
	for _, c := range changed {
		names = append(names, shown(c.Attribute))
	}
	return "changed in the meantime: " + strings.Join(names, ", ") + ": the next plan decides"
}
