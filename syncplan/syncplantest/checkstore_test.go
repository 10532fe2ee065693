package syncplantest

import (
	"slices"
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/storetest"
)

func targets() []Target {
	return []Target{
		{Name: "department", Group: true}, {Name: "name"}, {Name: "teams", Kind: employee.KindList, Group: true},
		{Name: "skills", Kind: employee.KindList}, {Name: "level", Kind: employee.KindNumber},
		{Name: "remote", Kind: employee.KindBool}, {Name: "since", Kind: employee.KindDate},
		{Name: "places", Kind: mapping.KindSet, Group: true}, {Name: "nickname", UntilChanged: true},
	}
}

// database returns the customers of a database with a fault.
func database(fault storetest.Fault) func(customer string) Store {
	d := &storetest.Database{Fault: fault}
	return func(customer string) Store { return d.Of(customer) }
}

// remotes returns products without transactions, one for each customer.
func remotes() func(customer string) Store {
	stores := make(map[string]*storetest.Remote)
	return func(customer string) Store {
		if stores[customer] == nil {
			stores[customer] = storetest.NewRemote()
		}
		return stores[customer]
	}
}

// TestCheckStore: stores without a fault pass, whatever their targets.
func TestCheckStore(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		store   func(customer string) Store
		targets []Target
		options []StoreOption
	}{
		{name: "a database", store: database(""), targets: targets()},
		{name: "no attributes", store: database("")},
		{name: "one attribute", store: database(""), targets: targets()[1:2]},
		{name: "a remote product", store: remotes(), targets: targets(), options: []StoreOption{WithoutTransactions()}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			CheckStore(t, tt.store, tt.targets, tt.options...)
		})
	}
}

// TestNightsAreWhole: the nights have every kind of action, and actions that wait for
// others of every kind.
func TestNightsAreWhole(t *testing.T) {
	t.Parallel()
	c := &storeChecker{newStore: database(""), targets: targets()}
	customer := c.customer()
	c.seed(customer)
	kinds := make(map[syncplan.Kind]int)
	inactive, cleared, ends, waits := 0, 0, 0, 0
	for _, n := range nights() {
		p := c.plan(n, customer)
		for _, a := range p.Actions {
			kinds[a.Kind]++
			if a.Kind == syncplan.KindCreate && a.Access == syncplan.AccessInactive {
				inactive++
			}
			if a.Kind == syncplan.KindSetManager && a.Manager == (syncplan.Ref{}) {
				cleared++
			}
			for _, ch := range a.Changes {
				if ch.Attribute == syncplan.ChangeEndsOn {
					ends++
				}
			}
			if len(a.After) > 0 {
				waits++
			}
		}
		c.finish(n.name, customer, p, true)
	}
	for _, k := range []syncplan.Kind{
		syncplan.KindCreateGroup, syncplan.KindUpdate, syncplan.KindLink, syncplan.KindRelink, syncplan.KindReactivate,
		syncplan.KindCreate, syncplan.KindSetManager, syncplan.KindDeactivate,
	} {
		if kinds[k] == 0 {
			t.Errorf("there is no %s", k)
		}
	}
	if inactive == 0 || cleared == 0 || ends < 2 || waits < 5 || len(c.faults) > 0 {
		t.Errorf("%d inactive creates, %d managers cleared, %d end dates, %d that wait; %q",
			inactive, cleared, ends, waits, c.faults)
	}
}

// TestFaultyStores: each fault is found, and the message names it.
func TestFaultyStores(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fault storetest.Fault
		want  string
	}{
		{"the key is forgotten", "the key is forgotten: Recorded is false after Record"},
		{"a transaction for each call", "a transaction per verb: "},
		{"groups are not read back", "groups are not read back: "},
		{"an address is folded", "the address is folded: keep its spelling"},
		{"addresses are compared by bytes", "Create gives two users one address: compare folded addresses"},
		{"the order of a list is lost", `the attribute "skills" has lost the order of its list`},
		{"Unicode is composed", "is in another spelling: Unicode is composed, decomposed or folded"},
		{"an address belongs to one customer, and the error is another", "e-mail uniqueness across customers: "},
		{"the link is forgotten", "the link is forgotten"},
		{"deactivated_by_sync is forgotten", "deactivated_by_sync is forgotten: it is false, and should be true"},
		{"new users are not found by their link", "the managers of new users are not found"},

		// Mutants.
		{"a manager is never cleared", "the manager is forgotten: it is not cleared"},
		{"an attribute is never cleared", "is not cleared"},
		{"users of all customers are found", "User of one customer finds a user of another customer"},
		{"links are found by the employee alone", "Linked finds a user of another source with the same employee id"},
		{"keys of all runs are one", "the key of one run is recorded for another run"},
		{"keys of all customers are one", "the key of one customer is recorded for another customer"},
		{"the end date is forgotten", "ends_on is forgotten"},
		{"an error is committed", "a transaction per verb: "},
		{"a group takes the place of the others", "groups are not read back as they were: of 3 groups"},
		{"deactivated_by_sync stays", "deactivated_by_sync is forgotten: it is true, and should be false"},
		{"applied is forgotten", "applied is forgotten"},
		{"every new user is active", "active is true, and should be false"},
		{"an address that stays is taken", "Update, a deactivation: rolled back: users: another user has the address"},
		{"a taken address is another error", "want runner.ErrTaken, got "},
		{"a key is recorded twice", "Record of a key that is recorded: want runner.ErrRecorded"},
		{"every value is text", "is of kind text, and should be of kind "},
		{"inactive users are not listed", "Existing does not list the user: list inactive ones too"},
	} {
		t.Run(string(tt.fault), func(t *testing.T) {
			t.Parallel()
			var got recorder
			CheckStore(&got, database(tt.fault), targets())
			if !slices.ContainsFunc(got.errors, func(s string) bool { return strings.Contains(s, tt.want) }) {
				t.Errorf("want %q, got\n%s", tt.want, strings.Join(got.errors, "\n"))
			}
		})
	}
}

// TestNightsAlone: the nights find what a plan meets without the checks before them.
func TestNightsAlone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fault storetest.Fault
		want  string
	}{
		{"the key is forgotten", "a transaction per verb, a forgotten key or a forgotten write"},
		{"a transaction for each call", "a transaction per verb"},
		{"an error is committed", "a transaction per verb"},
		{"an address is folded", "the address is folded: keep its spelling"},
		{"the order of a list is lost", `the attribute "skills" has lost the order of its list`},
		{"the link is forgotten", "user of employee ada: the link is forgotten: it is empty"},
		{"deactivated_by_sync is forgotten", "deactivated_by_sync is forgotten: it is false, and should be true"},
		{"deactivated_by_sync stays", "deactivated_by_sync is forgotten: it is true, and should be false"},
		{"new users are not found by their link", "set_manager employee "},
		{"a manager is never cleared", "the manager is forgotten: it is not cleared"},
		{"an attribute is never cleared", `the attribute "department" is not cleared`},
		{"the end date is forgotten", "ends_on is forgotten"},
		{"applied is forgotten", "applied is forgotten"},
		{"every new user is active", "active is true, and should be false"},
		{"a group takes the place of the others", "groups are not read back"},
		{"keys of all customers are one", "keys are those of a customer and a run"},
		{"an address that stays is taken", "another user has the address"},
	} {
		t.Run(string(tt.fault), func(t *testing.T) {
			t.Parallel()
			c := &storeChecker{newStore: database(tt.fault), targets: targets()}
			c.checkNights()
			if !slices.ContainsFunc(c.faults, func(s string) bool { return strings.Contains(s, tt.want) }) {
				t.Errorf("want %q, got\n%s", tt.want, strings.Join(c.faults, "\n"))
			}
		})
	}
}
