// Package recipe runs the recipes among the examples. A recipe is one product's
// integration: the settings that it stores for a customer, the users that the
// customer has, and the HR account, for which a fake stands in.
//
// Connection.Plan is all that the product's own code has to do. What it leaves
// out, because a product has them anyway, is a store of credentials and a
// scheduler.
package recipe

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	// The settings name zones, and not every machine has the files.
	_ "time/tzdata"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/connect"
	"github.com/rosterkit/rosterkit/syncplan"
)

// A Connection is what a product stores for one customer.
type Connection struct {
	Settings syncplan.Settings // what the customer's admin decided
	Existing syncplan.Existing // the users that the product has

	// Open makes the client with the stored credentials; fields are those that
	// the settings read.
	Open func(to Address, fields []employee.Field) (connect.Client, error)
	// HR is the fake that stands in for the customer's account.
	HR http.Handler
	// HTTPClient replaces the one that reaches HR on a loopback address.
	HTTPClient *http.Client
	// At is the instant to plan for. The people of HR are written for it.
	At time.Time
}

// An Address is where the fake is. Real accounts need none of it.
type Address struct {
	BaseURL    string
	HTTPClient *http.Client // nil: the provider's own
}

// New returns a connection with the stored documents. An error has every fault
// of both.
func New(settings, users []byte) (Connection, error) {
	s, err := syncplan.ParseSettings(settings)
	if err != nil {
		return Connection{}, fmt.Errorf("settings:\n%w", err)
	}
	x, err := syncplan.ParseExisting(users)
	if err != nil {
		return Connection{}, fmt.Errorf("users:\n%w", err)
	}
	return Connection{Settings: s, Existing: x}, nil
}

// Plan lists the account and says what to do: this is what runs every night, and
// behind a "sync now" button.
func (c Connection) Plan(ctx context.Context, approvals ...syncplan.Approval) (*syncplan.Plan, error) {
	to := Address{BaseURL: "http://127.0.0.1", HTTPClient: c.HTTPClient}
	if to.HTTPClient == nil {
		account := httptest.NewServer(c.HR)
		defer account.Close()
		to.BaseURL = account.URL
	}
	client, err := c.Open(to, c.Settings.Fields())
	if err != nil {
		return nil, err
	}
	roster, err := client.Roster(ctx)
	if err != nil {
		return nil, err
	}
	if roster, err = connect.ListedAt(roster, c.At); err != nil {
		return nil, err
	}
	return syncplan.Build(roster, c.Existing, c.Settings, c.At, approvals...)
}

// Print writes the plan of each connection to w, or stops at the first error.
func Print(w io.Writer, connections ...func() (Connection, error)) error {
	for i, open := range connections {
		c, err := open()
		if err != nil {
			return err
		}
		plan, err := c.Plan(context.Background())
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(w)
		}
		if _, err := fmt.Fprint(w, plan); err != nil {
			return err
		}
	}
	return nil
}

// Daily returns the next instant after t at which it is the given hour in loc:
// when a product that promises "every day at 3 am Pacific" runs next. Where the
// hour is skipped by a change of clocks it is the hour after, and where it comes
// twice the first one.
func Daily(t time.Time, hour int, loc *time.Location) time.Time {
	local := t.In(loc)
	for day := local.Day(); ; day++ {
		if next := time.Date(local.Year(), local.Month(), day, hour, 0, 0, 0, loc); next.After(t) {
			return next
		}
	}
}
