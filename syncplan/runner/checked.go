package runner

import (
	"context"

	"github.com/rosterkit/rosterkit/syncplan"
)

// A checked Tx is that of the store. Its panics are errors within the transaction, so
// that the store rolls back, and its answers are of the user that was asked for.
type checked struct{ tx Tx }

func (c checked) Recorded(ctx context.Context, run, key string) (found bool, err error) {
	err = call("Recorded", func() (err error) {
		found, err = c.tx.Recorded(ctx, run, key)
		return err
	})
	return found, err
}

func (c checked) User(ctx context.Context, id string) (syncplan.User, error) {
	return c.read("User", func() (syncplan.User, error) { return c.tx.User(ctx, id) },
		func(u syncplan.User) bool { return u.ID == id })
}

func (c checked) Linked(ctx context.Context, link syncplan.Link) (syncplan.User, error) {
	return c.read("Linked", func() (syncplan.User, error) { return c.tx.Linked(ctx, link) },
		func(u syncplan.User) bool { return u.Link == link })
}

// read reads a user, which is the one asked for or, without an ID, none.
func (checked) read(name string, read func() (syncplan.User, error), asked func(syncplan.User) bool) (u syncplan.User, err error) {
	err = call(name, func() (err error) {
		if u, err = read(); err == nil && u.ID != "" && !asked(u) {
			err = &storeError{call: name, what: "returned another user than the one asked for"}
		}
		return err
	})
	if err != nil || u.ID == "" {
		return syncplan.User{}, err
	}
	return u, nil
}

func (c checked) Create(ctx context.Context, u syncplan.User) (id string, err error) {
	err = call("Create", func() (err error) {
		if id, err = c.tx.Create(ctx, u); err == nil && id == "" {
			err = &storeError{call: "Create", what: "returned no ID"}
		}
		return err
	})
	return id, err
}

func (c checked) Update(ctx context.Context, before, after syncplan.User) error {
	return call("Update", func() error { return c.tx.Update(ctx, before, after) })
}

func (c checked) AddGroup(ctx context.Context, attribute, value string) error {
	return call("AddGroup", func() error { return c.tx.AddGroup(ctx, attribute, value) })
}

func (c checked) Record(ctx context.Context, run string, a syncplan.Action, userID string) error {
	return call("Record", func() error { return c.tx.Record(ctx, run, a, userID) })
}
