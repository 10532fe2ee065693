// Package storetest has stores for tests of the runner and of what checks stores: a
// database with transactions, and a remote product without.
package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// A Fault is a mistake in a store.
type Fault string

// A Database is a product with tables and transactions, for several customers.
type Database struct {
	Fault Fault
	Down  bool // it does not answer
	// OnCall is called before each call of a transaction, by its name; its error is the
	// call's.
	OnCall func(name string) error

	mu       sync.Mutex
	now      tables
	snapshot tables // of the start, for a fault
}

type tables struct {
	next   int
	users  []userRow
	groups []groupRow
	keys   []keyRow
	audit  []string
}

func (t tables) clone() tables {
	return tables{t.next, slices.Clone(t.users), slices.Clone(t.groups), slices.Clone(t.keys), slices.Clone(t.audit)}
}

type userRow struct {
	tenant     string
	user       syncplan.User // without attributes
	attributes string        // a JSON column, as is applied
	applied    string
}

type groupRow struct{ tenant, attribute, value string }

type keyRow struct{ tenant, run, key string }

// Of returns the store of one customer.
func (d *Database) Of(tenant string) *Customer { return &Customer{d, tenant} }

// A Customer is a runner.Store.
type Customer struct {
	db     *Database
	tenant string
}

var errDown = errors.New("dial tcp: connection refused to ada@example.com")

// Existing reads what the customer has.
func (c *Customer) Existing(context.Context) (syncplan.Existing, error) {
	c.db.mu.Lock()
	defer c.db.mu.Unlock()
	if c.db.Down {
		return syncplan.Existing{}, errDown
	}
	x := syncplan.Existing{Groups: map[string][]string{}}
	for _, row := range c.db.now.users {
		if row.tenant == c.tenant && (c.db.Fault != "inactive users are not listed" || row.user.Active) {
			u, err := row.read()
			if err != nil {
				return x, err
			}
			x.Users = append(x.Users, u)
		}
	}
	for _, g := range c.db.now.groups {
		if g.tenant == c.tenant && c.db.Fault != "groups are not read back" {
			x.Groups[g.attribute] = append(x.Groups[g.attribute], g.value)
		}
	}
	return x, nil
}

func (r userRow) read() (syncplan.User, error) {
	u := r.user
	return u, errors.Join(json.Unmarshal([]byte(r.attributes), &u.Attributes), json.Unmarshal([]byte(r.applied), &u.Applied))
}

// Fill stores what a customer has, with the IDs of the users.
func (c *Customer) Fill(x syncplan.Existing) error {
	t := &transaction{c.db, &c.db.now, c.tenant}
	c.db.now.next += 1000 // for IDs that no test gives
	for _, u := range x.Users {
		row, err := t.row(u, syncplan.User{})
		if err != nil {
			return err
		}
		c.db.now.users = append(c.db.now.users, row)
	}
	for attribute, values := range x.Groups {
		for _, value := range values {
			c.db.now.groups = append(c.db.now.groups, groupRow{c.tenant, attribute, value})
		}
	}
	return nil
}

// Delete deletes a user, as an admin does.
func (c *Customer) Delete(id string) {
	c.db.mu.Lock()
	defer c.db.mu.Unlock()
	c.db.now.users = slices.DeleteFunc(c.db.now.users, func(r userRow) bool { return r.user.ID == id })
}

// Audit returns what was recorded, in order.
func (c *Customer) Audit() []string { return c.db.now.audit }

// Tx is that of runner.Store.
func (c *Customer) Tx(ctx context.Context, f func(runner.Tx) error) error {
	c.db.mu.Lock()
	defer c.db.mu.Unlock()
	if c.db.Down {
		return errDown
	}
	if c.db.Fault == "a transaction for each call" {
		return f(&transaction{c.db, &c.db.now, c.tenant})
	}
	work := c.db.now.clone()
	if err := f(&transaction{c.db, &work, c.tenant}); err != nil {
		if c.db.Fault == "an error is committed" {
			c.db.now = work
		}
		return fmt.Errorf("rolled back: %w", err)
	}
	if c.db.OnCall != nil {
		if err := c.db.OnCall("Commit"); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err // as database/sql, which rolls back
	}
	c.db.now = work
	return nil
}

type transaction struct {
	db     *Database
	work   *tables
	tenant string
}

func (t *transaction) enter(name string) error {
	if t.db.OnCall == nil {
		return nil
	}
	return t.db.OnCall(name)
}

// find returns the place of a user, -1 for none.
func (t *transaction) find(is func(syncplan.User) bool) int {
	return slices.IndexFunc(t.work.users, func(r userRow) bool {
		return (r.tenant == t.tenant || t.db.Fault == "users of all customers are found") && is(r.user)
	})
}

func (t *transaction) at(i int) (syncplan.User, error) {
	if i < 0 {
		return syncplan.User{}, nil
	}
	return t.work.users[i].read()
}

func (t *transaction) Recorded(_ context.Context, run, key string) (bool, error) {
	if err := t.enter("Recorded"); err != nil {
		return false, err
	}
	return slices.Contains(t.work.keys, t.key(run, key)), nil
}

func (t *transaction) key(run, key string) keyRow {
	row := keyRow{t.tenant, run, key}
	switch t.db.Fault {
	case "keys of all customers are one":
		row.tenant = ""
	case "keys of all runs are one":
		row.run = ""
	}
	return row
}

func (t *transaction) User(_ context.Context, id string) (syncplan.User, error) {
	if err := t.enter("User"); err != nil {
		return syncplan.User{}, err
	}
	return t.at(t.find(func(u syncplan.User) bool { return u.ID == id }))
}

func (t *transaction) Linked(_ context.Context, link syncplan.Link) (syncplan.User, error) {
	if err := t.enter("Linked"); err != nil {
		return syncplan.User{}, err
	}
	if t.db.Fault == "new users are not found by their link" {
		old := transaction{t.db, &t.db.snapshot, t.tenant}
		return old.at(old.find(func(u syncplan.User) bool { return u.Link == link }))
	}
	return t.at(t.find(func(u syncplan.User) bool {
		return u.Link == link || t.db.Fault == "links are found by the employee alone" && u.Link.EmployeeID == link.EmployeeID
	}))
}

func (t *transaction) Create(_ context.Context, u syncplan.User) (string, error) {
	if err := t.enter("Create"); err != nil {
		return "", err
	}
	if err := t.free(u.Email, ""); err != nil {
		return "", err
	}
	t.work.next++
	u.ID = fmt.Sprintf("u%d", t.work.next)
	row, err := t.row(u, syncplan.User{})
	t.work.users = append(t.work.users, row)
	return u.ID, err
}

func (t *transaction) Update(_ context.Context, before, after syncplan.User) error {
	if err := t.enter("Update"); err != nil {
		return err
	}
	switch {
	case t.db.Fault == "an address that stays is taken":
		if err := t.free(after.Email, ""); err != nil {
			return err
		}
	case !fold.Equal(before.Email, after.Email):
		if err := t.free(after.Email, before.ID); err != nil {
			return err
		}
	}
	i := t.find(func(u syncplan.User) bool { return u.ID == before.ID })
	if i < 0 {
		return errors.New("no such row")
	}
	row, err := t.row(after, before)
	row.tenant = t.work.users[i].tenant
	t.work.users[i] = row
	return err
}

// free returns an error if another user has the address.
func (t *transaction) free(email, own string) error {
	if email == "" {
		return nil
	}
	for _, r := range t.work.users {
		same := fold.Equal(r.user.Email, email)
		if t.db.Fault == "addresses are compared by bytes" {
			same = r.user.Email == email
		}
		if r.tenant != t.tenant && t.db.Fault != "an address belongs to one customer, and the error is another" {
			continue
		}
		if same && r.user.ID != own {
			if t.db.Fault == "a taken address is another error" || r.tenant != t.tenant {
				return errors.New("UNIQUE constraint failed: users.email")
			}
			return fmt.Errorf("users: %w", runner.ErrTaken)
		}
	}
	return nil
}

// row makes a row of a user. Most faults are here.
func (t *transaction) row(u, before syncplan.User) (userRow, error) {
	switch t.db.Fault {
	case "an address is folded":
		u.Email = fold.Key(u.Email)
	case "the link is forgotten":
		u.Link = before.Link
	case "deactivated_by_sync is forgotten":
		u.DeactivatedBySync = false
	case "deactivated_by_sync stays":
		u.DeactivatedBySync = u.DeactivatedBySync || before.DeactivatedBySync
	case "applied is forgotten":
		u.Applied = nil
	case "the end date is forgotten":
		u.EndsOn = before.EndsOn
	case "a manager is never cleared":
		if u.ManagerID == "" {
			u.ManagerID = before.ManagerID
		}
	case "every new user is active":
		u.Active = u.Active || before.ID == ""
	case "an attribute is never cleared":
		for _, a := range before.Attributes {
			if !slices.ContainsFunc(u.Attributes, func(b syncplan.Attribute) bool { return a.Name == b.Name }) {
				u.Attributes = append(u.Attributes, a)
			}
		}
	}
	u.Attributes = slices.Clone(u.Attributes)
	for i := range u.Attributes {
		a := &u.Attributes[i]
		switch t.db.Fault {
		case "the order of a list is lost":
			if items := a.Value.Items(); a.Value.Kind() == employee.KindList {
				slices.Sort(items)
				a.Value = employee.List(items...)
			}
		case "Unicode is composed":
			if s, ok := a.Value.Text(); ok {
				a.Value = employee.Text(fold.Composed(s))
			}
		case "every value is text":
			a.Value = employee.Text(a.Value.String())
		}
	}
	attributes, err := json.Marshal(u.Attributes)
	applied, other := json.Marshal(u.Applied)
	u.Attributes, u.Applied = nil, nil
	return userRow{t.tenant, u, string(attributes), string(applied)}, errors.Join(err, other)
}

func (t *transaction) AddGroup(_ context.Context, attribute, value string) error {
	if err := t.enter("AddGroup"); err != nil {
		return err
	}
	row := groupRow{t.tenant, attribute, value}
	if t.db.Fault == "a group takes the place of the others" {
		t.work.groups = slices.DeleteFunc(t.work.groups, func(g groupRow) bool { return g.tenant == t.tenant && g.attribute == attribute })
	}
	if !slices.Contains(t.work.groups, row) {
		t.work.groups = append(t.work.groups, row)
	}
	return nil
}

func (t *transaction) Record(_ context.Context, run string, a syncplan.Action, userID string) error {
	if err := t.enter("Record"); err != nil {
		return err
	}
	row := t.key(run, a.Key)
	switch {
	case t.db.Fault == "the key is forgotten":
	case !slices.Contains(t.work.keys, row):
		t.work.keys = append(t.work.keys, row)
	case t.db.Fault != "a key is recorded twice":
		return runner.ErrRecorded
	}
	t.work.audit = append(t.work.audit, string(a.Kind)+" "+userID)
	return nil
}
