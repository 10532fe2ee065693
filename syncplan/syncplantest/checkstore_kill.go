package syncplantest

import (
	"context"
	"errors"
	"fmt"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// A killer ends a process at a call: nothing reaches the store after it.
type killer struct {
	left int
	last string // the call
}

var errKilled = errors.New("the process was killed")

// call reports whether the process is still there after one call more.
func (k *killer) call(name string) error {
	if k.left > 0 {
		k.last = name
		k.left--
	}
	if k.left <= 0 {
		return fmt.Errorf("%w: %w", runner.ErrUnavailable, errKilled)
	}
	return nil
}

// A killedStore is a store in a process that a killer ends.
type killedStore struct {
	store Store
	k     *killer
}

func (s killedStore) Tx(ctx context.Context, f func(runner.Tx) error) error {
	if s.k.left <= 0 {
		return errKilled
	}
	err := s.store.Tx(ctx, func(tx runner.Tx) error {
		if err := f(killedTx{tx, s.k}); err != nil {
			return err
		}
		return s.k.call("before the commit")
	})
	if err != nil {
		return err
	}
	return s.k.call("after the commit")
}

// A killedTx ends after a call has done its work.
type killedTx struct {
	tx runner.Tx
	k  *killer
}

func (t killedTx) Recorded(ctx context.Context, run, key string) (bool, error) {
	found, err := t.tx.Recorded(ctx, run, key)
	return found, errors.Join(err, t.k.call("Recorded"))
}

func (t killedTx) User(ctx context.Context, id string) (syncplan.User, error) {
	u, err := t.tx.User(ctx, id)
	return u, errors.Join(err, t.k.call("User"))
}

func (t killedTx) Linked(ctx context.Context, link syncplan.Link) (syncplan.User, error) {
	u, err := t.tx.Linked(ctx, link)
	return u, errors.Join(err, t.k.call("Linked"))
}

func (t killedTx) Create(ctx context.Context, u syncplan.User) (string, error) {
	id, err := t.tx.Create(ctx, u)
	return id, errors.Join(err, t.k.call("Create"))
}

func (t killedTx) Update(ctx context.Context, before, after syncplan.User) error {
	return errors.Join(t.tx.Update(ctx, before, after), t.k.call("Update"))
}

func (t killedTx) AddGroup(ctx context.Context, attribute, value string) error {
	return errors.Join(t.tx.AddGroup(ctx, attribute, value), t.k.call("AddGroup"))
}

func (t killedTx) Record(ctx context.Context, run string, a syncplan.Action, userID string) error {
	return errors.Join(t.tx.Record(ctx, run, a, userID), t.k.call("Record"))
}
