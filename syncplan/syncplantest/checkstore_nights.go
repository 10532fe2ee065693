package syncplantest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// checkSource is the HR account of the nights.
const checkSource = "check/store"

// checkTime is the instant of the nights.
func checkTime() time.Time { return time.Date(2026, 3, 10, 6, 0, 0, 0, time.UTC) }

// A worker is an employee in one night.
type worker struct {
	id, email string
	manager   string
	values    int    // of the sample values
	blank     bool   // the first target is empty
	end       string // "": none
}

// A night is the employees and the policy of one plan.
type night struct {
	name    string
	workers []worker
	policy  syncplan.Policy
}

const (
	hasLeft   = "2026-03-01"
	willLeave = "2026-06-30"
)

// nights returns three nights. In the first, users are linked, relinked, created and
// reactivated; an address and managers pass from one to another. In the second, all of
// that goes on, and some leave. In the third, one is back, and leavers get users, too.
func nights() []night {
	return []night{
		{name: "night 1", workers: []worker{
			{id: "ada", email: "ada", values: 1},
			{id: "bob", email: "bob", values: 2, manager: "ada"},
			{id: "cem", email: "Cem", values: 3, manager: "bob"},
			{id: "dora", email: "eve", values: 4, manager: "eve"},
			{id: "eve", email: "eve.two", values: 5, manager: "cem"},
			{id: "fay", email: "fay", values: 9, end: hasLeft},
			{id: "gus", email: "gus", values: 6, manager: "ada"},
			{id: "hal-2", email: "hal", values: 7, manager: "gus"},
			{id: "lia", email: "lia", values: 9, blank: true, end: willLeave},
			{id: "mia", email: "mia", values: 9},
		}},
		{name: "night 2", workers: []worker{
			{id: "ada", email: "ada", values: 1, manager: "cem"},
			{id: "bob", email: "bob.two", values: 2, end: hasLeft},
			{id: "cem", email: "cem", values: 8},
			{id: "dora", email: "dora", values: 4, blank: true, manager: "ned"},
			{id: "eve", email: "eve", values: 10, manager: "dora"},
			{id: "fay", email: "fay", values: 9, end: hasLeft},
			{id: "gus", email: "gus", values: 6, end: hasLeft},
			{id: "hal-2", email: "hal", values: 7},
			{id: "lia", email: "lia", values: 9, end: ""},
			{id: "mia", email: "mia", values: 11, manager: "dora"},
			{id: "ned", email: "ned", values: 12, manager: "cem"},
		}},
		{name: "night 3", policy: syncplan.Policy{Left: syncplan.TreatmentSync}, workers: []worker{
			{id: "ada", email: "ada", values: 1, manager: "cem"},
			{id: "cem", email: "cem", values: 8},
			{id: "dora", email: "dora", values: 13, manager: "ned"},
			{id: "eve", email: "eve", values: 10, manager: "dora"},
			{id: "fay", email: "fay", values: 9, manager: "cem"},
			{id: "kim", email: "kim", values: 14, end: hasLeft},
			{id: "lia", email: "lia", values: 9},
			{id: "mia", email: "mia", values: 11, manager: "dora"},
			{id: "ned", email: "ned", values: 12, end: willLeave},
		}},
	}
}

// seed stores the users and groups that are there before the first night.
func (c *storeChecker) seed(customer string) {
	user := func(id, name string, values int) syncplan.User {
		u := syncplan.User{Email: address(name, customer), Active: true, Attributes: c.attributes(values, composed)}
		if id != "" {
			u.Link = syncplan.Link{Source: checkSource, EmployeeID: id}
		}
		return u
	}
	ada := c.create(customer, user("", "ada", 20))
	c.create(customer, user("eve", "eve", 21))
	c.create(customer, user("fay", "fay", 9))
	gus := user("gus", "gus", 22)
	gus.Active, gus.DeactivatedBySync = false, true
	c.create(customer, gus)
	c.create(customer, user("hal-1", "hal", 7))
	c.create(customer, user("lia", "lia", 9))
	mia := user("mia", "mia", 9)
	mia.ManagerID = ada
	c.create(customer, mia)
	for _, t := range c.targets {
		if t.Group {
			c.in(customer, "AddGroup", func(ctx context.Context, tx runner.Tx) error { return tx.AddGroup(ctx, t.Name, "first") })
		}
	}
}

// roster returns the employees of a night.
func (c *storeChecker) roster(n night, customer string) *employee.Roster {
	var all []employee.Employee
	for _, w := range n.workers {
		e := employee.Employee{
			ID: w.id, WorkEmail: address(w.email, customer), Status: employee.StatusActive,
			HireDate: employee.NewDate(2020, 1, 1), Manager: employee.Manager{ID: w.manager},
		}
		fields := map[employee.Field]employee.Value{employee.FieldTerminationDate: employee.Empty()}
		if day, err := employee.ParseDate(w.end); err == nil {
			fields[employee.FieldTerminationDate] = employee.Day(day)
		}
		if w.manager == "" {
			fields[employee.FieldManagerID] = employee.Empty()
		}
		if w.end == hasLeft {
			e.Status = employee.StatusInactive
		}
		for i, t := range c.targets {
			fields[employee.CustomField(t.Name)] = t.sample(w.values, composed)
			if w.blank && i == 0 {
				fields[employee.CustomField(t.Name)] = employee.Empty()
			}
		}
		for f, v := range fields {
			if err := e.Set(f, v); err != nil {
				c.fail("%s: %v", f, err)
			}
		}
		all = append(all, e)
	}
	provider, tenant, _ := strings.Cut(checkSource, "/")
	r, err := employee.NewRoster(employee.Origin{Provider: provider, Tenant: tenant, AsOf: checkTime()}, all...)
	if err != nil {
		c.fail("%v", err)
	}
	return r
}

// settings returns those of a night: a rule for each target.
func (c *storeChecker) settings(n night) syncplan.Settings {
	n.policy.NoRecord = syncplan.TreatmentDeactivateEnded // it remembers ends_on
	s := syncplan.Settings{Zone: "UTC", Policy: n.policy, Mapping: mapping.Mapping{Rules: []mapping.Rule{
		{Target: syncplan.TargetEmail, From: []employee.Field{employee.FieldWorkEmail}},
		{Target: syncplan.TargetManager, From: []employee.Field{employee.FieldManagerID}, OnEmpty: mapping.OnEmptyClear},
	}}}
	for _, t := range c.targets {
		rule := mapping.Rule{
			Target: t.Name, From: []employee.Field{employee.CustomField(t.Name)}, Type: t.Kind, OnEmpty: mapping.OnEmptyClear,
		}
		if t.UntilChanged {
			rule.Authority = mapping.AuthorityUntilChanged
		}
		s.Mapping.Rules = append(s.Mapping.Rules, rule)
	}
	return s
}

// plan plans a night for what the customer has, with every hold approved.
func (c *storeChecker) plan(n night, customer string) *syncplan.Plan {
	var approvals []syncplan.Approval
	r, x, s := c.roster(n, customer), c.existing(customer), c.settings(n)
	for {
		p, err := syncplan.Build(r, x, s, checkTime(), approvals...)
		if err != nil {
			c.fail("%s: planning: %v", n.name, err)
			return &syncplan.Plan{Source: checkSource}
		}
		if len(p.Held) == 0 || len(approvals) > 20 {
			return p
		}
		for _, h := range p.Held {
			approvals = append(approvals, h.ApproveAll("a test", checkTime().AddDate(0, 0, 1)))
		}
	}
}

// checkNights runs three nights for two customers at once. The runs of the first are
// killed at each of their calls, those of the second are not.
func (c *storeChecker) checkNights() {
	killed, whole := c.customer(), c.customer()
	c.seed(killed)
	c.seed(whole)
	for _, n := range nights() {
		if c.killedNight(n, killed, whole); len(c.faults) > 0 {
			return
		}
		before, p := c.existing(whole), c.plan(n, whole)
		others := c.existing(killed)
		if len(c.faults) > 0 || !c.finish(n.name, whole, p, true) {
			return
		}
		c.settled(n, whole, before, p)
		c.unchanged(n.name+": the run of one customer, seen by another", killed, others)
		if len(c.faults) > 0 {
			return
		}
	}
}

// killedNight runs the plan of a night again and again, each time up to one call more.
func (c *storeChecker) killedNight(n night, customer, other string) {
	before, others, p := c.existing(customer), c.existing(other), c.plan(n, customer)
	for calls := 1; len(c.faults) == 0; calls++ {
		k := &killer{left: calls}
		_, stopped := runner.Run(context.Background(), p, killedStore{c.newStore(customer), k}, runner.Name(n.name))
		when := fmt.Sprintf("%s, killed at call %d, %s", n.name, calls, k.last)
		if k.left > 0 || stopped == nil { // at the last call, perhaps
			if c.finish(n.name, customer, p, false) {
				c.settled(n, customer, before, p)
			}
			return
		}
		c.unchanged(when+": another customer", other, others)
		if !c.partial {
			part := *p
			part.Actions = c.recorded(customer, n.name, p)
			c.matches(fmt.Sprintf("%s, with the keys of %d of %d actions: a transaction per verb, a forgotten key or a forgotten write",
				when, len(part.Actions), len(p.Actions)), customer, Apply(before, &part), false)
		}
	}
}

// recorded returns the actions whose keys are recorded.
func (c *storeChecker) recorded(customer, run string, p *syncplan.Plan) (actions []syncplan.Action) {
	c.in(customer, "Recorded", func(ctx context.Context, tx runner.Tx) error {
		actions = nil
		for _, a := range p.Actions {
			switch found, err := tx.Recorded(ctx, run, a.Key); {
			case err != nil:
				return err
			case found:
				actions = append(actions, a)
			}
		}
		return nil
	})
	return actions
}

// finish runs a plan to its end. The keys of a new one must all be new.
func (c *storeChecker) finish(run, customer string, p *syncplan.Plan, isNew bool) bool {
	report, err := runner.Run(context.Background(), p, c.newStore(customer), runner.Name(run))
	if err != nil {
		c.fail("%s: %v", run, err)
	}
	if n := report.Actions[runner.OutcomeDoneBefore]; isNew && n > 0 {
		c.fail("%s: of a new run %d actions are said to be done: keys are those of a customer and a run", run, n)
	}
	for _, e := range report.Entries {
		switch e.Outcome {
		case runner.OutcomeFailed, runner.OutcomeStale, runner.OutcomeNoSeat, runner.OutcomeNotRun:
			c.fail("%s: %s%s", run, e, quoted(e.Err))
		}
	}
	if len(c.faults) > 0 {
		return false
	}
	if n := len(c.recorded(customer, run, p)); n != len(p.Actions) {
		c.fail("%s: a key is forgotten: of %d actions there are %d keys", run, len(p.Actions), n)
	}
	return len(c.faults) == 0
}

// quoted returns the store's own error behind one of the runner.
func quoted(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

// settled looks at what a customer has after a night, and plans again.
func (c *storeChecker) settled(n night, customer string, before syncplan.Existing, p *syncplan.Plan) {
	c.matches(n.name+", at its end", customer, Apply(before, p), true)
	if len(c.faults) > 0 {
		return
	}
	if next := c.plan(n, customer); len(next.Actions) > 0 {
		c.fail("%s: the next plan still has something to do: %s", n.name, next.Actions[0])
	}
}

// matches reports how what a customer has differs from what Apply returned. Plan.Applied,
// which has no keys, counts once all of it is stored.
func (c *storeChecker) matches(when, customer string, want syncplan.Existing, applied bool) {
	got := c.existing(customer)
	ids := make(map[syncplan.Link]string)
	users := make(map[string]syncplan.User)
	for _, u := range got.Users {
		users[u.ID] = u
		if (u.Link != syncplan.Link{}) {
			if _, twice := ids[u.Link]; twice {
				c.fail("%s: two users are linked to employee %s", when, u.Link.EmployeeID)
			}
			ids[u.Link] = u.ID
		}
	}
	real := func(id string) string {
		if employeeID, created := strings.CutPrefix(id, "new-"); created {
			return ids[syncplan.Link{Source: checkSource, EmployeeID: employeeID}]
		}
		return id
	}
	if len(got.Users) != len(want.Users) {
		c.fail("%s: there are %d users, and should be %d", when, len(got.Users), len(want.Users))
	}
	for _, u := range want.Users {
		id := real(u.ID)
		u.ID, u.ManagerID = id, real(u.ManagerID)
		if !applied {
			u.Applied = users[id].Applied
		}
		for _, d := range c.differences(u, users[id]) {
			c.fail("%s: user of employee %s: %s", when, u.Link.EmployeeID, d)
		}
	}
	for _, attribute := range slices.Sorted(maps.Keys(want.Groups)) {
		w, g := slices.Sorted(slices.Values(want.Groups[attribute])), slices.Sorted(slices.Values(got.Groups[attribute]))
		if !slices.Equal(w, g) {
			c.fail("%s: of the %d groups of %q there are %d: groups are not read back, or an action forgot one", when, len(w), attribute, len(g))
		}
	}
}
