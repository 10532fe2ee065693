// Package runner carries out a plan on your users, through a [Store] that you write
// over your database. It does no I/O of its own, reads no clock, and starts no
// goroutine.
//
//	existing, err := store.Existing(ctx)
//	plan, err := syncplan.Build(roster, existing, settings, now, approvals...)
//	save(plan) // so that a run that is killed can go on
//
//	report, err := runner.Run(ctx, plan, store,
//		runner.Source(client.Source()),       // or as stored: "bamboohr/acme"
//		runner.MaxAge(time.Hour, time.Now())) // else plan again
//	report = report.Since(last)
//	health = health.After(report, err)
//
// If an approval took hours, plan again, and run that plan if its Hash is the one that
// was shown. If a run was broken off, run the stored plan again; if it is too old by
// then, plan again under the same [Name], with the actions whose keys it has not recorded
// as Existing.Unfinished.
//
// A store over database/sql has transactions like this one:
//
//	func (s store) Tx(ctx context.Context, f func(runner.Tx) error) error {
//		tx, err := s.db.BeginTx(ctx, nil)
//		if err != nil {
//			return err
//		}
//		defer tx.Rollback()
//		if err := f(transaction{tx, s.customer}); err != nil {
//			return err
//		}
//		return tx.Commit()
//	}
//
// syncplantest.CheckStore tests a store.
//
// # What a run does
//
// The actions run in the order of the plan, one at a time, each in one transaction with
// its key and audit row. The user is read and compared with the plan first
// (syncplan.Action.Recheck): what has changed in the meantime is stale, and left to the
// next plan. What an action does is syncplan.Action.On. After them, Plan.Applied is stored.
//
//   - An action whose key the run has recorded is not run again. So a run that was
//     killed goes on where it ended, two processes may share a run, and a user that an
//     admin deletes between the two does not come back.
//   - After an action that did not run, those that name it in After wait. The others run.
//   - After ErrNoSeat no more users are created or reactivated.
//   - ErrUnavailable, a Tx that does not begin, and five failures in a row stop the run.
//   - Once ctx is cancelled no action begins. The one that has begun ends.
//   - A store that panics, hides an error, or returns another user than the one asked
//     for has failed. The action is rolled back.
//   - Without transactions, an action may be half done when the run is killed. The next
//     run finds the user by its link and does the rest.
//
// Errors of the store are never quoted, except a [Refusal]; errors.Is and errors.As find
// them.
//
// # What to store
//
// Besides what package syncplan lists, for each customer:
//
//	                        if it is lost
//	keys, by run, for days  a user that an admin deleted may be created again
//	plan, until it has run  nothing is unfinished; a guard may hold the rest
//	report                  everything in the next one is new
//	health                  failures are counted from the start
package runner
