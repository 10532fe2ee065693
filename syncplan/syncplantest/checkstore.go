package syncplantest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// A Store is what CheckStore checks: Existing is what you plan with.
type Store interface {
	runner.Store
	Existing(ctx context.Context) (syncplan.Existing, error)
}

// A Target is an attribute of your users.
type Target struct {
	Name  string
	Kind  employee.Kind // "" is text, mapping.KindSet a list in any order
	Group bool          // its values are groups
	// UntilChanged is for a rule with the authority "until_changed": User.Applied is stored.
	UntilChanged bool
}

// A StoreOption is one of CheckStore.
type StoreOption func(*storeChecker)

// WithoutTransactions is for a product whose Tx keeps what was written before an error.
func WithoutTransactions() StoreOption { return func(c *storeChecker) { c.partial = true } }

// CheckStore checks a store and reports each fault as an error of t. newStore opens the
// store of a customer, who is new where the name is; the same name is the same customer
// in another process. targets are the attributes that your users have.
//
//  1. What is created and updated is read back as it was: by ID, by link and by Existing,
//     with groups, in every spelling and order.
//  2. A taken address is ErrTaken, whatever its case, and changes nothing. One that a
//     user of another customer has is free or taken, as your product likes.
//  3. Customers see nothing of one another. Keys are those of a customer and a run.
//  4. After an error a transaction keeps nothing, and returns the error.
//  5. Three nights of plans with every kind of action: each run is killed at each of its
//     calls and begun again. What is there is Apply of the recorded actions, at the end of
//     all; no other customer changes; the next plan is empty.
//
// A check ends with the first of these that finds a fault.
func CheckStore(t TB, newStore func(customer string) Store, targets []Target, options ...StoreOption) {
	t.Helper()
	c := &storeChecker{newStore: newStore, targets: targets}
	for _, set := range options {
		set(c)
	}
	for _, check := range []func(){c.checkReading, c.checkAddresses, c.checkCustomers, c.checkErrors, c.checkNights} {
		if check(); len(c.faults) > 0 {
			break
		}
	}
	for _, fault := range c.faults {
		t.Errorf("syncplantest: store: %s", fault)
	}
}

// A storeChecker checks one store.
type storeChecker struct {
	newStore  func(customer string) Store
	targets   []Target
	partial   bool
	customers int
	faults    []string
}

func (c *storeChecker) fail(format string, args ...any) {
	if fault := fmt.Sprintf(format, args...); !slices.Contains(c.faults, fault) {
		c.faults = append(c.faults, fault)
	}
}

// customer returns the name of a new customer, which is the start of its domain.
func (c *storeChecker) customer() string {
	c.customers++
	return fmt.Sprintf("check-%d", c.customers)
}

func address(name, customer string) string { return name + "@" + customer + ".example.com" }

// in calls f in a transaction of a customer and reports an error of it.
func (c *storeChecker) in(customer, what string, f func(ctx context.Context, tx runner.Tx) error) {
	ctx := context.Background()
	if err := c.newStore(customer).Tx(ctx, func(tx runner.Tx) error { return f(ctx, tx) }); err != nil {
		c.fail("%s: %v", what, err)
	}
}

// create stores a user and returns its ID.
func (c *storeChecker) create(customer string, u syncplan.User) (id string) {
	c.in(customer, "Create", func(ctx context.Context, tx runner.Tx) (err error) {
		id, err = tx.Create(ctx, u)
		return err
	})
	return id
}

func (c *storeChecker) update(customer, what string, before, after syncplan.User) {
	c.in(customer, what, func(ctx context.Context, tx runner.Tx) error { return tx.Update(ctx, before, after) })
}

func (c *storeChecker) existing(customer string) syncplan.Existing {
	x, err := c.newStore(customer).Existing(context.Background())
	if err != nil {
		c.fail("Existing: %v", err)
	}
	return x
}

// read reads a user in each way and reports how it differs from what was written.
func (c *storeChecker) read(customer, after string, want syncplan.User) {
	c.in(customer, "User", func(ctx context.Context, tx runner.Tx) error {
		got, err := tx.User(ctx, want.ID)
		c.compare(after+", read by User", want, got)
		return err
	})
	if len(c.faults) > 0 {
		return
	}
	c.in(customer, "Linked", func(ctx context.Context, tx runner.Tx) error {
		got, err := tx.Linked(ctx, want.Link)
		if got.ID == "" && err == nil {
			c.fail("%s, Linked does not find the user: the link is forgotten, or Linked reads old data, and the managers of new users are not found", after)
			return nil
		}
		c.compare(after+", read by Linked", want, got)
		return err
	})
	if len(c.faults) > 0 {
		return
	}
	for _, u := range c.existing(customer).Users {
		if u.ID == want.ID {
			c.compare(after+", read by Existing", want, u)
			return
		}
	}
	c.fail("%s, Existing does not list the user: list inactive ones too", after)
}

func (c *storeChecker) compare(when string, want, got syncplan.User) {
	if want.ID != got.ID {
		c.fail("%s: it is another user, or none", when)
		return
	}
	for _, d := range c.differences(want, got) {
		c.fail("%s: %s", when, d)
	}
}

// differences says what is wrong with a user that was read back.
func (c *storeChecker) differences(want, got syncplan.User) (all []string) {
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	add(want.Link != got.Link, "the link is forgotten: %s", lost(want.Link == syncplan.Link{}, got.Link == syncplan.Link{}))
	if want.Email != got.Email {
		add(true, "the address is %s", map[bool]string{true: "folded: keep its spelling", false: "another"}[fold.Equal(want.Email, got.Email)])
	}
	add(want.Active != got.Active, "active is %v, and should be %v", got.Active, want.Active)
	add(want.DeactivatedBySync != got.DeactivatedBySync, "deactivated_by_sync is forgotten: it is %v, and should be %v",
		got.DeactivatedBySync, want.DeactivatedBySync)
	add(want.ManagerID != got.ManagerID, "the manager is forgotten: %s", lost(want.ManagerID == "", got.ManagerID == ""))
	add(want.EndsOn != got.EndsOn, "ends_on is forgotten: %s", lost(want.EndsOn.IsZero(), got.EndsOn.IsZero()))
	add(!maps.Equal(c.applied(want), c.applied(got)), "applied is forgotten, or another")
	wanted, there := c.known(want.Attributes), c.known(got.Attributes)
	for _, a := range want.Attributes {
		if v, ok := wanted[a.Name]; ok && v != there[a.Name] {
			add(true, "the attribute %q %s", a.Name, wordValue(v, there[a.Name]))
		}
	}
	for _, a := range got.Attributes {
		_, ok := wanted[a.Name]
		add(!ok && a.Value.Known(), "the attribute %q is not cleared: After without an attribute clears it", a.Name)
	}
	return all
}

// lost says what became of a value.
func lost(empty, gone bool) string {
	switch {
	case empty:
		return "it is not cleared"
	case gone:
		return "it is empty"
	}
	return "it is another"
}

// known returns the values by target, with the items of sets in one order.
func (c *storeChecker) known(as syncplan.Attributes) map[string]employee.Value {
	values := make(map[string]employee.Value)
	for _, a := range as {
		set := slices.ContainsFunc(c.targets, func(t Target) bool { return t.Name == a.Name && t.Kind == mapping.KindSet })
		switch {
		case a.Value.Known() && set:
			values[a.Name] = employee.List(slices.Sorted(a.Value.ItemSeq())...)
		case a.Value.Known():
			values[a.Name] = a.Value
		}
	}
	return values
}

// applied returns what is to be stored of User.Applied.
func (c *storeChecker) applied(u syncplan.User) map[string]employee.Value {
	values := make(map[string]employee.Value)
	for _, a := range u.Applied {
		if slices.ContainsFunc(c.targets, func(t Target) bool { return t.Name == a.Name && t.UntilChanged }) {
			values[a.Name] = a.Value // empty is not the same as none
		}
	}
	return values
}

// wordValue says how a value was changed.
func wordValue(want, got employee.Value) string {
	switch {
	case !got.Known():
		return "is forgotten"
	case want.Kind() != got.Kind():
		return fmt.Sprintf("is of kind %s, and should be of kind %s", got.Kind(), want.Kind())
	case want.Kind() == employee.KindList && slices.Equal(slices.Sorted(want.ItemSeq()), slices.Sorted(got.ItemSeq())):
		return "has lost the order of its list"
	case fold.Equal(want.String(), got.String()):
		return "is in another spelling: Unicode is composed, decomposed or folded"
	}
	return "is another value"
}

// sample returns a value for a target: for each n another one, of groups one of five.
func (t Target) sample(n int, accent string) employee.Value {
	if t.Group {
		n %= 5
	}
	switch t.Kind {
	case employee.KindNumber:
		v, _ := employee.Number(fmt.Sprintf("%d.5", n))
		return v
	case employee.KindBool:
		return employee.Bool(n%2 == 0)
	case employee.KindDate:
		return employee.Day(employee.NewDate(2020, 1, 1+n))
	case employee.KindList, mapping.KindSet:
		return employee.List(fmt.Sprintf("b%d", n), "Zo"+accent, fmt.Sprintf("a%d", n))
	}
	return employee.Text(fmt.Sprintf("Zo%s %s %d", accent, t.Name, n))
}

// The two spellings of one letter.
const (
	composed   = "\u00eb"
	decomposed = "e\u0308"
)

// attributes returns values of all targets.
func (c *storeChecker) attributes(n int, accent string) syncplan.Attributes {
	var as syncplan.Attributes
	for _, t := range c.targets {
		as = append(as, syncplan.Attribute{Name: t.Name, Value: t.sample(n, accent)})
	}
	slices.SortFunc(as, func(a, b syncplan.Attribute) int { return strings.Compare(a.Name, b.Name) })
	return as
}

// checkReading writes users and groups and reads them back.
func (c *storeChecker) checkReading() {
	customer := c.customer()
	c.checkGroups(customer)
	manager := syncplan.User{Email: address("manager", customer), Active: true}
	if manager.ID = c.create(customer, manager); manager.ID == "" {
		c.fail("Create returns no ID")
		return
	}
	u := syncplan.User{
		Link: syncplan.Link{Source: checkSource, EmployeeID: "read"}, Email: address("Read.Me", customer), ManagerID: manager.ID,
		Active: true, EndsOn: employee.NewDate(2030, 2, 28), Attributes: c.attributes(1, decomposed), Applied: c.attributes(3, decomposed),
	}
	u.ID = c.create(customer, u)
	c.read(customer, "after Create", u)
	inactive := syncplan.User{
		Link: syncplan.Link{Source: checkSource, EmployeeID: "inactive"}, Email: address("inactive", customer), DeactivatedBySync: true,
	}
	inactive.ID = c.create(customer, inactive)
	c.read(customer, "after Create of an inactive user", inactive)
	if len(c.faults) > 0 {
		return
	}
	for _, step := range []struct {
		name   string
		change func(*syncplan.User)
	}{
		{"other values", func(u *syncplan.User) {
			u.Attributes, u.EndsOn = c.attributes(2, composed), employee.NewDate(2031, 3, 1)
			u.Applied = c.attributes(4, composed)
			u.Link.EmployeeID, u.Email = "read-2", address("Read.Two", customer)
		}},
		{"a deactivation", func(u *syncplan.User) { u.Active, u.DeactivatedBySync = false, true }},
		{"a reactivation", func(u *syncplan.User) { u.Active, u.DeactivatedBySync = true, false }},
		{"another spelling of the address", func(u *syncplan.User) { u.Email = address("read.TWO", customer) }},
		{"a clearing", func(u *syncplan.User) {
			u.Attributes, u.EndsOn, u.ManagerID = nil, employee.Date{}, ""
			for i := range u.Applied {
				u.Applied[i].Value = employee.Empty()
			}
		}},
	} {
		after := u
		step.change(&after)
		c.update(customer, "Update, "+step.name, u, after)
		c.read(customer, "after Update, "+step.name, after)
		if u = after; len(c.faults) > 0 {
			return
		}
	}
	c.read(customer, "after Update of another user", inactive)
}

// checkGroups adds groups and reads them back.
func (c *storeChecker) checkGroups(customer string) {
	for _, t := range c.targets {
		if !t.Group {
			continue
		}
		want := []string{"Zo" + decomposed, "zo" + decomposed + " b", "A"}
		for _, g := range append(want, "A") {
			c.in(customer, "AddGroup", func(ctx context.Context, tx runner.Tx) error { return tx.AddGroup(ctx, t.Name, g) })
		}
		switch got := c.existing(customer).Groups[t.Name]; {
		case len(got) == 0:
			c.fail("groups are not read back: Existing.Groups has none of %q after AddGroup", t.Name)
		case len(got) > len(want):
			c.fail("AddGroup of a group that is there makes another one")
		case !slices.Equal(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))):
			c.fail("groups are not read back as they were: of 3 groups of %q there are %d", t.Name, len(got))
		}
	}
}

// checkAddresses looks for two users with one address.
func (c *storeChecker) checkAddresses() {
	customer, other := c.customer(), c.customer()
	first := syncplan.User{Email: address("first", customer), Active: true}
	first.ID = c.create(customer, first)
	second := syncplan.User{Email: address("second", customer), Active: true}
	second.ID = c.create(customer, second)
	before := c.existing(customer)
	taken := second
	taken.Email = address("FIRST", customer)
	try := func(customer string, f func(ctx context.Context, tx runner.Tx) error) error {
		ctx := context.Background()
		return c.newStore(customer).Tx(ctx, func(tx runner.Tx) error { return f(ctx, tx) })
	}
	for _, call := range []struct {
		name string
		f    func(ctx context.Context, tx runner.Tx) error
	}{
		{"Create", func(ctx context.Context, tx runner.Tx) error {
			_, err := tx.Create(ctx, syncplan.User{Email: address("First", customer)})
			return err
		}},
		{"Update", func(ctx context.Context, tx runner.Tx) error { return tx.Update(ctx, second, taken) }},
	} {
		switch err := try(customer, call.f); {
		case err == nil:
			c.fail("%s gives two users one address: compare folded addresses", call.name)
		case !errors.Is(err, runner.ErrTaken):
			c.fail("%s with an address that another user has: want runner.ErrTaken, got %v", call.name, err)
		}
	}
	c.unchanged("an address that was taken", customer, before)
	err := try(other, func(ctx context.Context, tx runner.Tx) error {
		_, err := tx.Create(ctx, syncplan.User{Email: first.Email})
		return err
	})
	if err != nil && !errors.Is(err, runner.ErrTaken) {
		c.fail("e-mail uniqueness across customers: Create with the address of a user of another customer: "+
			"want none or runner.ErrTaken, got %v", err)
	}
	c.unchanged("e-mail uniqueness across customers: Create of another customer", customer, before)
}

// unchanged reports what is not as before.
func (c *storeChecker) unchanged(what, customer string, before syncplan.Existing) {
	now := c.existing(customer)
	users := make(map[string]syncplan.User)
	for _, u := range now.Users {
		users[u.ID] = u
	}
	if len(now.Users) != len(before.Users) {
		c.fail("%s: there were %d users, and there are %d", what, len(before.Users), len(now.Users))
		return
	}
	for _, u := range before.Users {
		if len(c.differences(u, users[u.ID])) > 0 {
			c.fail("%s: a user has changed", what)
		}
	}
	for attribute, values := range before.Groups {
		if len(values) != len(now.Groups[attribute]) {
			c.fail("%s: the groups have changed", what)
		}
	}
}

// checkCustomers looks for what one customer, source or run sees of another.
func (c *storeChecker) checkCustomers() {
	customer, other := c.customer(), c.customer()
	link := syncplan.Link{Source: checkSource, EmployeeID: "7"}
	u := syncplan.User{Link: link, Email: address("seven", customer), Active: true}
	u.ID = c.create(customer, u)
	action := syncplan.Action{Kind: syncplan.KindUpdate, Key: "key", EmployeeID: "7", UserID: u.ID}
	record := func(customer, run string) (err error) {
		return c.newStore(customer).Tx(context.Background(), func(tx runner.Tx) error {
			return tx.Record(context.Background(), run, action, u.ID)
		})
	}
	if err := record(customer, "run 1"); err != nil {
		c.fail("Record: %v", err)
	}
	recorded := func(customer, run string) (found bool) {
		c.in(customer, "Recorded", func(ctx context.Context, tx runner.Tx) (err error) {
			found, err = tx.Recorded(ctx, run, action.Key)
			return err
		})
		return found
	}
	switch {
	case !recorded(customer, "run 1"):
		c.fail("the key is forgotten: Recorded is false after Record")
	case !errors.Is(record(customer, "run 1"), runner.ErrRecorded):
		c.fail("Record of a key that is recorded: want runner.ErrRecorded")
	case recorded(customer, "run 2"):
		c.fail("the key of one run is recorded for another run")
	case recorded(other, "run 1"):
		c.fail("the key of one customer is recorded for another customer")
	}
	c.in(other, "User", func(ctx context.Context, tx runner.Tx) error {
		if got, err := tx.User(ctx, u.ID); err != nil || got.ID != "" {
			c.fail("User of one customer finds a user of another customer (%v)", err)
		}
		if got, err := tx.Linked(ctx, link); err != nil || got.ID != "" {
			c.fail("Linked of one customer finds a user of another customer (%v)", err)
		}
		return nil
	})
	if n := len(c.existing(other).Users); n > 0 {
		c.fail("Existing of one customer lists %d users of another customer", n)
	}
	c.in(customer, "Linked", func(ctx context.Context, tx runner.Tx) error {
		if got, err := tx.Linked(ctx, syncplan.Link{Source: checkSource + "-2", EmployeeID: "7"}); err != nil || got.ID != "" {
			c.fail("Linked finds a user of another source with the same employee id (%v)", err)
		}
		return nil
	})
}

// checkErrors looks for what a transaction keeps after an error.
func (c *storeChecker) checkErrors() {
	if c.partial {
		return
	}
	customer := c.customer()
	u := syncplan.User{Link: syncplan.Link{Source: checkSource, EmployeeID: "1"}, Email: address("one", customer), Active: true}
	u.ID = c.create(customer, u)
	before := c.existing(customer)
	broken := errors.New("a test's own error")
	ctx := context.Background()
	err := c.newStore(customer).Tx(ctx, func(tx runner.Tx) error {
		changed := u
		changed.Active = false
		_, err := tx.Create(ctx, syncplan.User{Email: address("two", customer)})
		return errors.Join(broken, err, tx.Update(ctx, u, changed),
			tx.Record(ctx, "run", syncplan.Action{Kind: syncplan.KindUpdate, Key: "key", UserID: u.ID}, u.ID))
	})
	if !errors.Is(err, broken) {
		c.fail("Tx hides the error of its function: want it, as it is or wrapped, got %v", err)
	}
	c.unchanged("a transaction per verb: after an error of the function of Tx", customer, before)
	c.in(customer, "Recorded", func(ctx context.Context, tx runner.Tx) error {
		if found, err := tx.Recorded(ctx, "run", "key"); found || err != nil {
			c.fail("a transaction per verb: the key is kept after an error of the function of Tx (%v)", err)
		}
		return nil
	})
}
