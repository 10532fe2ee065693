package runner

import (
	"context"
	"slices"

	"github.com/rosterkit/rosterkit/syncplan"
)

// applied stores what the plan says to remember of users besides the actions. It has no
// keys: doing it again changes nothing.
func (r *job) applied(ctx context.Context) *Error {
	for _, a := range r.plan.Applied {
		if err := ctx.Err(); err != nil {
			return r.stop(len(r.plan.Actions), err, "it was cancelled")
		}
		s := Step{Action: syncplan.Action{Kind: syncplan.KindUpdate, EmployeeID: a.EmployeeID, UserID: a.UserID}, UserID: a.UserID}
		s = r.try(context.WithoutCancel(ctx), s, func(ctx context.Context, tx Tx, s *Step) error { return r.remember(ctx, tx, s, a) })
		if s.Outcome != OutcomeDone && s.Outcome != OutcomeDoneBefore {
			r.steps = append(r.steps, s)
		}
		r.count(s)
		if stop := r.stopped(len(r.plan.Actions), s); stop != nil {
			return stop
		}
	}
	return nil
}

// remember stores a in the user of its employee, if that is there.
func (r *job) remember(ctx context.Context, tx Tx, s *Step, a syncplan.Applied) error {
	s.Outcome = OutcomeDoneBefore
	link := syncplan.Link{Source: r.plan.Source, EmployeeID: a.EmployeeID}
	read := func() (syncplan.User, error) { return tx.Linked(ctx, link) }
	if a.UserID != "" {
		read = func() (syncplan.User, error) { return tx.User(ctx, a.UserID) }
	}
	now, err := read()
	if err != nil || now.ID == "" || now.Link != link && now.Link != (syncplan.Link{}) {
		return err
	}
	next := a.On(now)
	if slices.Equal(now.Applied, next.Applied) {
		return nil
	}
	s.Outcome = OutcomeDone
	return tx.Update(ctx, now, next)
}
