package syncplantest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/syncplan"
)

// TB is what CheckLaws needs of a [testing.TB], so that a program that only
// applies plans does not link the package testing.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// CheckLaws plans with your own settings, employees and users at an instant, and
// reports as an error of t every promise of package syncplan that does not hold:
//
//  1. Convergence: after the plan has run, a plan for the same instant is empty but
//     for what was held, if the hold has shrunk, and nothing is left to store: also in a
//     store that composes Unicode and keeps no order of the items of a set.
//
//  2. Determinism: the order of employees, users and attributes changes no byte of
//     the plan, and planning changes none of its arguments.
//
//  3. Monotone removal: hiding a field of an employee deactivates no user that some
//     value of the field would have kept, and no rule that reads it clears a value or
//     takes an item of a list. The time zone is a field like any other.
//
//  4. One address: no two users, active or not, have one address after any number of
//     actions.
//
//  5. One action: besides set_manager, at most one action changes a user; no employee
//     gets two users; no action touches an ignored user, or one of another source but
//     for an approved relink.
//
//  6. Hands off: a protected user is not deactivated and keeps its address, and a
//     guard or a missing approval only removes actions, or changes from them.
//
//  7. Approvals: what runs also runs with one approval more, of all of a hold or of a
//     part of it.
//
//  8. Seats: no user becomes active beyond the seats, after any number of actions.
//
//  9. Moves: every active user of a source that the settings replace, but for ignored
//     ones, is in an action, held or not, or in a note.
//
//  10. Resuming: a run that broke off, or in which some actions failed, and the next plan,
//     given what is unfinished and without the approvals, end where the whole run ends,
//     unless a guard doubts the roster.
//
// All but the third are checked for the plan as it is, and with every hold approved.
// The third looks at all actions, held ones too. It hides the fields that the settings
// name, the status and the dates, each as withheld and as absent, and compares with
// every value that the roster, the users and the settings suggest. For large rosters it
// takes a sample, always the same, of about a thousand plans for a thousand employees,
// and fewer for more. A field of a match key, a name or the address is compared for the
// employee's own user only: a record with a hidden key may be any employee, and that
// must not keep all users.
//
// A failure names employees and users by id and quotes no value.
func CheckLaws(t TB, r *employee.Roster, x syncplan.Existing, s syncplan.Settings, at time.Time) {
	t.Helper()
	c := &checker{planner: syncplan.Build, roster: r, existing: x, settings: s, at: at, plans: min(1000, 1_000_000/max(1, r.Len()))}
	c.check()
	for _, broken := range c.broken {
		t.Errorf("syncplantest: %s", broken)
	}
}

// A checker checks the laws for one input.
type checker struct {
	planner  func(*employee.Roster, syncplan.Existing, syncplan.Settings, time.Time, ...syncplan.Approval) (*syncplan.Plan, error)
	roster   *employee.Roster
	existing syncplan.Existing
	settings syncplan.Settings
	at       time.Time
	plans    int    // how many plans the law of monotone removal may make, about
	sample   uint64 // where in the pairs of employees and fields it begins
	broken   []string
}

func (c *checker) fail(law, format string, args ...any) {
	c.broken = append(c.broken, law+": "+fmt.Sprintf(format, args...))
}

func (c *checker) build(r *employee.Roster, x syncplan.Existing, approvals ...syncplan.Approval) *syncplan.Plan {
	p, err := c.planner(r, x, c.settings, c.at, approvals...)
	if err != nil {
		c.fail("planning", "%v", err)
		return &syncplan.Plan{}
	}
	return p
}

func (c *checker) check() {
	before := c.inputs()
	plan := c.build(c.roster, c.existing)
	if len(c.broken) > 0 {
		return
	}
	c.checkOrder(plan)
	c.checkPlan(plan)
	if approvals := c.approvals(plan); len(approvals) > 0 {
		approved := c.build(c.roster, c.existing, approvals...)
		c.checkPlan(approved, approvals...)
		c.checkGuards(plan, approved, approvals)
		c.checkMonotone(plan)
	}
	c.checkRemoval()
	if !reflect.DeepEqual(before, c.inputs()) {
		c.fail("determinism", "planning changed the employees, the users or the settings that it was given")
	}
}

// An input is a copy of what a plan is made from.
type input struct {
	employees []employee.Employee
	existing  syncplan.Existing
	settings  string
}

func (c *checker) inputs() input {
	in := input{existing: clone(c.existing), settings: asJSON(c.settings)}
	for e := range c.roster.All() {
		in.employees = append(in.employees, e.Clone())
	}
	return in
}

// approvals approve everything that a plan holds.
func (c *checker) approvals(p *syncplan.Plan) []syncplan.Approval {
	approvals := make([]syncplan.Approval, len(p.Held))
	for i, h := range p.Held {
		approvals[i] = h.ApproveAll("a test", c.at.Add(time.Hour))
	}
	return approvals
}

// checkPlan checks what holds for every single plan.
func (c *checker) checkPlan(p *syncplan.Plan, approvals ...syncplan.Approval) {
	c.checkAddresses(p)
	c.checkActions(p)
	c.checkSeats(p)
	c.checkMoves(p)
	c.checkResume(p)
	then := Apply(c.existing, p)
	c.checkConvergence(p, c.build(c.roster, then, approvals...), "after", len(approvals))
	if worn, other := c.worn(then); other {
		c.checkConvergence(p, c.build(c.roster, worn, approvals...), "in a store that composes and keeps no order, after", len(approvals))
	}
}

// checkConvergence compares a plan with the one that is made after it.
func (c *checker) checkConvergence(p, again *syncplan.Plan, after string, approvals int) {
	before, concerned := make(map[string]bool), make(map[string]bool)
	for _, a := range held(p) {
		before[name(a)], concerned[a.EmployeeID] = true, true
	}
	// What was held is released when it shrinks: here, when one of the plan's
	// own actions has made a conflict of a part of it. So are the new links that
	// waited with it, when deactivations have lowered the base so far that they
	// do not matter any more.
	shrunk := len(held(again))+count(again, syncplan.KindCreateGroup, false) < len(held(p))
	lowered := count(p, syncplan.KindDeactivate, true) > 0
	for _, a := range again.Actions {
		switch {
		case (shrunk || lowered) && (before[name(a)] || a.Kind == syncplan.KindCreateGroup):
		case shrunk && concerned[a.EmployeeID]:
		default:
			c.fail("convergence", "%s %d actions and with %d approvals there is still to do: %s", after, len(p.Actions), approvals, name(a))
		}
	}
	for _, a := range held(again) {
		// An action that waited for a seat leaves behind the values that are held.
		if !before[name(a)] && !(lowered && a.Kind == syncplan.KindUpdate && concerned[a.EmployeeID]) {
			c.fail("convergence", "%s %d actions and with %d approvals this is held, which was not before: %s", after, len(p.Actions), approvals, name(a))
		}
	}
	for _, a := range p.Actions {
		// What is remembered of a new record comes with the next plan.
		concerned[a.EmployeeID] = concerned[a.EmployeeID] || a.Kind == syncplan.KindRelink
	}
	for _, a := range again.Applied {
		if !concerned[a.EmployeeID] {
			c.fail("convergence", "%s %d actions and with %d approvals there is still to store for employee %s", after, len(p.Actions), approvals, a.EmployeeID)
		}
	}
}

// count returns how many actions are, or are not, of a kind.
func count(p *syncplan.Plan, kind syncplan.Kind, is bool) (n int) {
	for _, a := range p.Actions {
		if (a.Kind == kind) == is {
			n++
		}
	}
	return n
}

func held(p *syncplan.Plan) []syncplan.Action {
	var actions []syncplan.Action
	for _, h := range p.Held {
		actions = append(actions, h.Actions...)
	}
	return actions
}

// name names an action by ids, and the same before and after its user is
// created.
func name(a syncplan.Action) string {
	switch {
	case a.Kind == syncplan.KindCreateGroup:
		return fmt.Sprintf("%s for %s", a.Kind, a.Changes[0].Attribute)
	case a.UserID == "" || a.UserID == "new-"+a.EmployeeID:
		return fmt.Sprintf("%s employee %s", a.Kind, a.EmployeeID)
	}
	return fmt.Sprintf("%s user %s, employee %s", a.Kind, a.UserID, a.EmployeeID)
}

// checkOrder: the order of the input is irrelevant.
func (c *checker) checkOrder(p *syncplan.Plan) {
	var employees []employee.Employee
	for e := range c.roster.All() {
		employees = append(employees, *e)
	}
	x := clone(c.existing)
	slices.Reverse(employees)
	slices.Reverse(x.Users)
	for i := range x.Users {
		slices.Reverse(x.Users[i].Attributes)
	}
	r, err := employee.NewRoster(c.roster.Origin(), employees...)
	if err != nil {
		c.fail("determinism", "%v", err)
		return
	}
	again := c.build(r, x)
	for _, form := range []struct{ name, a, b string }{
		{"text", p.String(), again.String()}, {"JSON", asJSON(p), asJSON(again)},
	} {
		if form.a != form.b {
			c.fail("determinism", "the %s differs when employees and users come in reverse order: %s", form.name,
				firstDifference(form.a, form.b))
		}
	}
}

func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// checkAddresses: no action gives a user an address that another one has at
// that moment.
func (c *checker) checkAddresses(p *syncplan.Plan) {
	emails, owners := make(map[string]string, len(c.existing.Users)), make(map[string]int, len(c.existing.Users))
	for _, u := range c.existing.Users {
		emails[u.ID] = fold.Key(u.Email)
		owners[emails[u.ID]]++
	}
	for i, a := range p.Actions {
		for _, change := range a.Changes {
			if change.Attribute != syncplan.TargetEmail || a.Kind == syncplan.KindCreateGroup {
				continue
			}
			email, id := fold.Key(change.To.String()), userID(a)
			if emails[id] == email {
				continue
			}
			owners[emails[id]]--
			emails[id] = email
			if owners[email]++; owners[email] > 1 && email != "" {
				c.fail("one address", "after action %d of %d, %s, two users have one address", i+1, len(p.Actions), name(a))
			}
		}
	}
}

// checkActions: one action for a user, and none for those that a plan must not
// touch.
func (c *checker) checkActions(p *syncplan.Plan) {
	users := make(map[string]*syncplan.User, len(c.existing.Users))
	for i := range c.existing.Users {
		users[c.existing.Users[i].ID] = &c.existing.Users[i]
	}
	type turn struct {
		id      string
		manager bool
	}
	seen := make(map[turn]bool)
	for _, a := range p.Actions {
		if a.Kind == syncplan.KindCreateGroup {
			continue
		}
		this := turn{userID(a), a.Kind == syncplan.KindSetManager}
		if seen[this] {
			c.fail("one action", "a second one for the same user: %s", name(a))
		}
		seen[this] = true
		u := users[a.UserID]
		if u == nil {
			continue
		}
		foreign := u.Link != syncplan.Link{} && u.Link.Source != p.Source && !c.moves(u)
		switch {
		case u.Ignored:
			c.fail("one action", "the user is ignored: %s", name(a))
		case foreign && a.Kind != syncplan.KindRelink && !seen[turn{u.ID, false}]:
			c.fail("one action", "the user is linked to another source: %s", name(a))
		case u.Protected && a.Kind == syncplan.KindDeactivate:
			c.fail("hands off", "the user is protected: %s", name(a))
		case u.Protected && fold.Key(u.Email) != "" && slices.ContainsFunc(a.Changes, func(ch syncplan.Change) bool { return ch.Attribute == syncplan.TargetEmail }):
			c.fail("hands off", "the user is protected and would lose the address: %s", name(a))
		}
	}
}

// moves reports whether a user is linked to a source that the settings replace.
func (c *checker) moves(u *syncplan.User) bool {
	return slices.ContainsFunc(c.settings.MovesFrom, func(m syncplan.Move) bool { return m.Source == u.Link.Source })
}

// checkMoves: a move strands no user without a word.
func (c *checker) checkMoves(p *syncplan.Plan) {
	named := make(map[string]bool)
	for _, a := range slices.Concat(p.Actions, held(p)) {
		named[a.UserID] = true
	}
	for _, n := range p.Notes {
		for _, id := range n.UserIDs {
			named[id] = true
		}
	}
	for i := range c.existing.Users {
		if u := &c.existing.Users[i]; u.Active && !u.Ignored && c.moves(u) && !named[u.ID] {
			c.fail("moves", "no action and no note is about user %s, of a source that is replaced", u.ID)
		}
	}
}

// checkSeats: no user becomes active beyond the seats.
func (c *checker) checkSeats(p *syncplan.Plan) {
	active := 0
	for _, u := range c.existing.Users {
		if u.Active {
			active++
		}
	}
	for _, a := range p.Actions {
		switch {
		case a.Access == syncplan.AccessActive:
			if active++; c.existing.Seats > 0 && active > c.existing.Seats {
				c.fail("seats", "%d users are active, and there are %d seats, after %s", active, c.existing.Seats, name(a))
			}
		case a.Kind == syncplan.KindDeactivate:
			active--
		}
	}
	if s := p.Summary(); s.ActiveAfter != active {
		c.fail("seats", "the summary says that %d users are active after the plan, not %d", s.ActiveAfter, active)
	}
}

// checkMonotone gives approvals one after the other, of every other member of each
// hold and then of the whole: what runs without one must run with it.
func (c *checker) checkMonotone(p *syncplan.Plan) {
	var approvals []syncplan.Approval
	before := p
	for i, h := range slices.Concat(p.Held, p.Held) {
		ids := []string{}
		for j, m := range h.Members {
			if (j+i)%2 == 0 || i >= len(p.Held) {
				ids = append(ids, m.EmployeeID)
			}
		}
		approvals = append(approvals, h.Approve("a test", c.at.Add(time.Hour), ids...))
		after := c.build(c.roster, c.existing, approvals...)
		running := newParts(after.Actions)
		for _, a := range before.Actions {
			if a.Kind != syncplan.KindCreateGroup && !running.have(a) {
				c.fail("approvals", "with one more, of %s, this does not run any more: %s", h.Guard, name(a))
			}
		}
		before = after
	}
}

// parts are actions, of which a guard may leave a part.
type parts map[string][]syncplan.Action

func newParts(actions []syncplan.Action) parts {
	p := make(parts, len(actions))
	for _, a := range actions {
		if a.Kind != syncplan.KindCreateGroup { // groups are made for the actions that run
			p[subject(a)] = append(p[subject(a)], a)
		}
	}
	return p
}

// subject is the employee and user that an action is about, and whether it is about the manager.
func subject(a syncplan.Action) string {
	return fmt.Sprintf("%q %q %v", a.UserID, a.EmployeeID, a.Kind == syncplan.KindSetManager)
}

// have reports whether an action is one of the parts, or a part of one: the same kind,
// or an update with some of its changes.
func (p parts) have(a syncplan.Action) bool {
	return slices.ContainsFunc(p[subject(a)], func(whole syncplan.Action) bool {
		if a.Key == whole.Key {
			return true
		}
		return (a.Kind == whole.Kind || a.Kind == syncplan.KindUpdate) &&
			!slices.ContainsFunc(a.Changes, func(ch syncplan.Change) bool { return !slices.Contains(whole.Changes, ch) })
	})
}

// checkGuards: what is to be done under guards is what would be done without
// them, less what they hold.
func (c *checker) checkGuards(p, approved *syncplan.Plan, approvals []syncplan.Approval) {
	for _, h := range approved.Held {
		if h.Guard != syncplan.GuardSeats {
			c.fail("hands off", "still held though it was approved: %s", h.Guard)
		}
	}
	whole := newParts(slices.Concat(approved.Actions, held(approved)))
	guarded := slices.Concat(p.Actions, held(p))
	for _, a := range guarded {
		if a.Kind != syncplan.KindCreateGroup && !whole.have(a) {
			c.fail("hands off", "not among the actions without guards: %s", name(a))
		}
	}
	if n := len(newParts(guarded)); n < len(whole) {
		c.fail("hands off", "with every hold approved there are %d actions, of which only %d were to run or held", len(whole), n)
	}
	if len(approvals) < 2 {
		return
	}
	for _, approval := range approvals {
		one := c.build(c.roster, c.existing, approval)
		for _, a := range one.Actions {
			if a.Kind != syncplan.KindCreateGroup && !whole.have(a) {
				c.fail("hands off", "with one hold of %d approved, not among the actions without guards: %s", len(approvals), name(a))
			}
		}
	}
}

// firstDifference says where two texts begin to differ, without quoting them.
func firstDifference(a, b string) string {
	at, line := 0, 1
	for at < min(len(a), len(b)) && a[at] == b[at] {
		if at++; a[at-1] == '\n' {
			line++
		}
	}
	return fmt.Sprintf("first in line %d, at byte %d of the text", line, at)
}
