package runner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// A killer ends the process after some calls that write: nothing is called after it.
type killer struct {
	runner.Store
	left int
}

var errKilled = errors.New("killed")

func (k *killer) Tx(ctx context.Context, f func(runner.Tx) error) error {
	if k.left <= 0 {
		return errKilled
	}
	return k.Store.Tx(ctx, func(tx runner.Tx) error { return f(killerTx{tx, k}) })
}

type killerTx struct {
	runner.Tx
	k *killer
}

func (k killerTx) after(err error) error {
	if k.k.left--; k.k.left <= 0 {
		return errors.Join(err, runner.ErrUnavailable)
	}
	return err
}

func (k killerTx) Create(ctx context.Context, u syncplan.User) (string, error) {
	id, err := k.Tx.Create(ctx, u)
	return id, k.after(err)
}

func (k killerTx) Update(ctx context.Context, before, after syncplan.User) error {
	return k.after(k.Tx.Update(ctx, before, after))
}

func (k killerTx) AddGroup(ctx context.Context, attribute, value string) error {
	return k.after(k.Tx.AddGroup(ctx, attribute, value))
}

func (k killerTx) Record(ctx context.Context, run string, a syncplan.Action, userID string) error {
	return k.after(k.Tx.Record(ctx, run, a, userID))
}

// A deafStore keeps a transaction and says that it has not.
type deafStore struct{ runner.Store }

func (d *deafStore) Tx(ctx context.Context, f func(runner.Tx) error) error {
	wrote := false
	err := d.Store.Tx(ctx, func(tx runner.Tx) error { return f(noting{tx, &wrote}) })
	if err == nil && wrote {
		return errors.New("the connection broke")
	}
	return err
}

type noting struct {
	runner.Tx
	wrote *bool
}

func (n noting) Record(ctx context.Context, run string, a syncplan.Action, userID string) error {
	*n.wrote = true
	return n.Tx.Record(ctx, run, a, userID)
}

// A blindStore sees no key before it records one.
type blindStore struct{ runner.Store }

func (b blindStore) Tx(ctx context.Context, f func(runner.Tx) error) error {
	return b.Store.Tx(ctx, func(tx runner.Tx) error { return f(blindTx{tx}) })
}

type blindTx struct{ runner.Tx }

func (blindTx) Recorded(context.Context, string, string) (bool, error) { return false, nil }

// TestPanics: a panic in any call of the store rolls the action back and fails it; its
// value is nowhere.
func TestPanics(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Recorded", "User", "Linked", "Create", "Update", "AddGroup", "Record", "Commit"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, s := filled(t)
			before, p := existing(t, s), planned(t, s)
			panicked := false
			d.OnCall = func(called string) error {
				if called == name && !panicked {
					panicked = true
					panic("ada@example.com")
				}
				return nil
			}
			report := run(t, p, s)
			failed := report.Of(runner.OutcomeFailed)
			if len(failed) != 1 || strings.Contains(report.String()+failed[0].Err.Error(), "@") {
				t.Fatalf("report:\n%s", report)
			}
			in := name
			if name == "Commit" {
				in = "Tx"
			}
			if want := "the store panicked in " + in + ": correct the store"; failed[0].Text != want {
				t.Errorf("got %q, want %q", failed[0].Text, want)
			}
			again := run(t, p, s)
			if n := again.Actions[runner.OutcomeDone] + again.Actions[runner.OutcomeDoneBefore]; n != len(p.Actions) {
				t.Errorf("again:\n%s", again)
			}
			settled(t, before, p, s)
		})
	}
}

// A changedTx answers otherwise than the store.
type changedTx struct {
	runner.Tx
	user   func(syncplan.User) syncplan.User
	create func(id string) string
}

func (c changedTx) User(ctx context.Context, id string) (syncplan.User, error) {
	u, err := c.Tx.User(ctx, id)
	return c.user(u), err
}

func (c changedTx) Linked(ctx context.Context, link syncplan.Link) (syncplan.User, error) {
	u, err := c.Tx.Linked(ctx, link)
	return c.user(u), err
}

func (c changedTx) Create(ctx context.Context, u syncplan.User) (string, error) {
	id, err := c.Tx.Create(ctx, u)
	return c.create(id), err
}

// A txStore has a Tx of its own.
type txStore struct {
	runner.Store
	tx func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error
}

func (s txStore) Tx(ctx context.Context, f func(runner.Tx) error) error { return s.tx(s.Store, ctx, f) }

// TestBadStores: what a store does wrong fails the action, in words that say what to
// correct, and nothing is kept.
func TestBadStores(t *testing.T) {
	t.Parallel()
	same := func(u syncplan.User) syncplan.User { return u }
	whole := func(id string) string { return id }
	type txFunc = func(runner.Store, context.Context, func(runner.Tx) error) error
	answers := func(user func(syncplan.User) syncplan.User, create func(string) string) txFunc {
		return func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error {
			return s.Tx(ctx, func(tx runner.Tx) error { return f(changedTx{tx, user, create}) })
		}
	}
	broken := errors.New("ada@example.com: broken")
	for _, tt := range []struct {
		name string
		tx   func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error
		kind syncplan.Kind // the action that fails
		want string
	}{
		{
			name: "another user by its ID",
			tx:   answers(func(u syncplan.User) syncplan.User { u.ID = "u99"; return u }, whole),
			kind: syncplan.KindUpdate,
			want: "the store returned another user than the one asked for in User: correct the store",
		},
		{
			name: "another user by its link",
			tx:   answers(func(u syncplan.User) syncplan.User { return syncplan.User{ID: "u1"} }, whole),
			kind: syncplan.KindCreate,
			want: "the store returned another user than the one asked for in Linked: correct the store",
		},
		{
			name: "no ID",
			tx:   answers(same, func(string) string { return "" }),
			kind: syncplan.KindCreate, want: "the store returned no ID in Create: correct the store",
		},
		{
			name: "the function is not called",
			tx:   func(runner.Store, context.Context, func(runner.Tx) error) error { return nil },
			kind: syncplan.KindUpdate, want: "the store did not call its function in Tx: correct the store",
		},
		{
			name: "an error is hidden",
			tx: func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error {
				err := s.Tx(ctx, func(tx runner.Tx) error {
					return f(changedTx{tx, func(u syncplan.User) syncplan.User { u.ID = "u99"; return u }, whole})
				})
				if err != nil {
					return errors.New("rolled back")
				}
				return nil
			},
			kind: syncplan.KindUpdate, want: "the store hid an error in Tx: correct the store",
		},
		{
			name: "the end fails",
			tx: func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error {
				_ = s.Tx(ctx, func(tx runner.Tx) error { return errors.Join(f(tx), broken) })
				return errors.New("rolled back")
			},
			kind: syncplan.KindUpdate, want: "the store's Tx failed: see the product's log",
		},
		{
			name: "an error is said to be none",
			tx: func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error {
				return s.Tx(ctx, func(tx runner.Tx) error {
					if err := f(changedTx{tx, func(u syncplan.User) syncplan.User { u.ID = "u99"; return u }, whole}); err == nil {
						return nil
					}
					return nil
				})
			},
			kind: syncplan.KindUpdate, want: "the store kept an action that failed in Tx: correct the store",
		},
		{
			name: "a refusal is shown, in one line",
			tx: func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error {
				return s.Tx(ctx, func(tx runner.Tx) error {
					return errors.Join(f(tx), broken, runner.Refusal("a block list\nhas it"))
				})
			},
			kind: syncplan.KindUpdate, want: `the product refused it: a block list\nhas it`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, s := filled(t)
			before, p := existing(t, s), planned(t, s)
			i := 0
			for p.Actions[i].Kind != tt.kind {
				i++
			}
			p.Actions = p.Actions[i : i+1]
			p.Actions[0].After = nil
			report, err := runner.Run(t.Context(), p, txStore{s, tt.tx})
			entries := report.Entries
			if len(entries) == 0 || entries[0].Outcome != runner.OutcomeFailed || entries[0].Text != tt.want {
				t.Fatalf("%v\n%s", err, report)
			}
			if text := fmt.Sprintf("%+v %s %s", entries[0].Err, report, err); strings.Contains(text, "@") {
				t.Error(text)
			}
			compare(t, before, existing(t, s))
		})
	}
}

// TestCalledTwice: a store calls its function again after a deadlock.
func TestCalledTwice(t *testing.T) {
	t.Parallel()
	_, s := filled(t)
	before, p := existing(t, s), planned(t, s)
	deadlock := errors.New("deadlock")
	report := run(t, p, txStore{s, func(s runner.Store, ctx context.Context, f func(runner.Tx) error) error {
		err := s.Tx(ctx, func(tx runner.Tx) error { return errors.Join(f(tx), deadlock) })
		if !errors.Is(err, deadlock) {
			return err
		}
		return s.Tx(ctx, f)
	}})
	if n := report.Actions[runner.OutcomeDone]; n != len(p.Actions) {
		t.Errorf("%d of %d are done:\n%s", n, len(p.Actions), report)
	}
	settled(t, before, p, s)
}
