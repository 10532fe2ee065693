package hris

import (
	"context"
	"iter"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/listing"
	"github.com/rosterkit/rosterkit/internal/rest"
)

// A Client reads one HR account, as those of the five providers do. It is safe for
// concurrent use.
type Client interface {
	// Source names the account as [employee.Origin.Source] does: "bamboohr/acme".
	Source() string
	// Check says what the credentials can read, without a listing.
	Check(context.Context) (employee.Access, error)
	// Catalog returns the fields that settings can name.
	Catalog(context.Context) ([]employee.FieldInfo, error)
	// Employees iterates over all employees. An error comes once and last.
	Employees(context.Context) iter.Seq2[employee.Employee, error]
	// Roster lists all employees, or returns an error and none.
	Roster(context.Context) (*employee.Roster, error)
}

// Progress is what a Client does: it has read rows of a list, or it waits.
type Progress struct {
	Source string        // "bamboohr/acme"
	Op     string        // "list employees"; some systems have other lists beside it
	SoFar  int           // rows of that list, employees with "list employees"; a list that changed begins again
	Wait   time.Duration // a wait that begins, for the rate limit or before a request is repeated; 0: none
}

// client is a provider's client whose calls share the budget of the account.
type client struct {
	listing.Label
	hr        Client
	connector *Connector
	accounts  []string
}

func (c *client) Source() string { return c.hr.Source() }

func (c *client) Check(ctx context.Context) (employee.Access, error) {
	ctx, leave := c.enter(ctx)
	defer leave()
	return c.hr.Check(ctx)
}

func (c *client) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	ctx, leave := c.enter(ctx)
	defer leave()
	return c.hr.Catalog(ctx)
}

func (c *client) Roster(ctx context.Context) (*employee.Roster, error) {
	ctx, leave := c.enter(ctx)
	defer leave()
	return c.hr.Roster(ctx)
}

func (c *client) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	return func(yield func(employee.Employee, error) bool) {
		ctx, leave := c.enter(ctx)
		defer leave()
		c.hr.Employees(ctx)(yield)
	}
}

// enter returns the context of one call.
func (c *client) enter(ctx context.Context) (_ context.Context, leave func()) {
	if report := c.connector.progress; report != nil {
		source := c.Source()
		ctx = rest.WithObserver(ctx, func(e rest.Event) { report(Progress{source, e.Op, e.SoFar, e.Wait}) })
	}
	if len(c.accounts) == 0 {
		return ctx, func() {}
	}
	budget, leave := c.connector.accounts.enter(c.accounts)
	return rest.WithBudget(ctx, budget), leave
}
