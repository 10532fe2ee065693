package runner

import (
	"context"
	"errors"

	"github.com/rosterkit/rosterkit/syncplan"
)

// A Store is the users of one customer in your database.
type Store interface {
	// Tx calls f in one transaction and returns the error of f, wrapped or not. After
	// an error nothing is kept. An error without a call of f means that the database is
	// gone. f may be called again, as after a deadlock. A product without transactions
	// returns f(tx).
	Tx(ctx context.Context, f func(Tx) error) error
}

// A Tx is a transaction. Its context is never cancelled.
type Tx interface {
	// Recorded reports whether the run has recorded the key for this customer.
	Recorded(ctx context.Context, run, key string) (bool, error)

	// User returns and locks the customer's user with an ID; a zero User for none.
	User(ctx context.Context, id string) (syncplan.User, error)

	// Linked does the same for the user that has a link.
	Linked(ctx context.Context, link syncplan.Link) (syncplan.User, error)

	// Create stores a user without an ID, all of it, and returns the new ID. Invite the
	// user only if it is Active. The error is ErrTaken or ErrNoSeat where it is one.
	Create(ctx context.Context, u syncplan.User) (id string, err error)

	// Update makes a user that was as before as after says: Link, Email, ManagerID,
	// Active, DeactivatedBySync, EndsOn, Attributes and, if a rule has the authority
	// "until_changed", Applied. An attribute that after lacks is cleared. The error is
	// ErrTaken or ErrNoSeat where it is one; an address that stays is never taken.
	Update(ctx context.Context, before, after syncplan.User) error

	// AddGroup adds a value to the groups of an attribute; one that is there stays.
	AddGroup(ctx context.Context, attribute, value string) error

	// Record stores the key of an action, which is done, for this customer and run, with
	// an audit row and whatever is to happen once: an invitation in an outbox. It comes
	// last. userID is "" for a group. The error is ErrRecorded if the key is there.
	Record(ctx context.Context, run string, a syncplan.Action, userID string) error
}

// Errors that a store returns, as they are or wrapped.
var (
	// ErrTaken is for an address that another user of the product has.
	ErrTaken = errors.New("another user has the address")
	// ErrRecorded is for a key that another process has recorded.
	ErrRecorded = errors.New("the key is recorded")
	// ErrNoSeat is for a user that may not become active: there is no seat.
	ErrNoSeat = errors.New("no seat is free")
	// ErrUnavailable is for a database that does not answer. It stops the run.
	ErrUnavailable = errors.New("the product is unavailable")
)

// A Refusal is the product's own reason to refuse an action, which reports show: it
// names no personal data. Other errors of a store are never shown.
type Refusal string

func (r Refusal) Error() string { return string(r) }
