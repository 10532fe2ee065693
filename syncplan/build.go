package syncplan

import (
	"errors"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// Build returns what to do: it is Prepare and Plan in one.
func Build(r *employee.Roster, x Existing, s Settings, at time.Time, approvals ...Approval) (*Plan, error) {
	p, err := Prepare(r, x, s, at)
	if err != nil {
		return nil, err
	}
	return p.Plan(approvals...), nil
}

// A Planner knows what is to be done about every employee and user; only the
// guards are left, which depend on approvals. It keeps the roster and the users
// that it was prepared from. It is safe for concurrent use.
type Planner struct {
	facts
	groups  groups
	drafts  []draft
	watches []watch
	active  int // users
	notes   []Note
	due     time.Time
}

// facts are what is known of employees and users once they are matched.
type facts struct {
	*rules
	users     []User
	employees []assessment
	outcomes  []match.Outcome     // of the employees
	owners    []match.UserOutcome // of the users
	findings  []match.Finding     // what the outcomes name as their reason
	hasLinks  bool                // some user is linked to this source
	base      int                 // active users linked to this source
}

// Prepare compares the employees of r with the users of x under s, as things stand
// at the instant at. It changes none of its arguments, and does no I/O but loading
// the time zones that s and r name. The plans are the same, byte for byte, for the
// same input in whatever order employees and users come.
//
// It returns an error only for input that cannot be planned: no roster or no
// instant, settings with faults ([mapping.Faults]), and users that cannot be told
// apart. What is ambiguous or missing about an employee is in a plan's Notes, and
// what a guard withheld is in Held, until an approval releases it.
//
// While it works it needs some 400 bytes for each employee, beside what goes in
// and comes out; the Planner keeps less than 100 of them, and a kilobyte for each
// action.
func Prepare(r *employee.Roster, x Existing, s Settings, at time.Time) (*Planner, error) {
	if r == nil || at.IsZero() {
		return nil, errors.New("syncplan: build: want a roster and an instant")
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	if err := x.seatsErr(); err != nil {
		return nil, err
	}
	rules, err := compile(s, r, at)
	if err != nil {
		return nil, err
	}
	employees := make([]assessment, r.Len())
	crew, err := readUsers(rules, x.Users, func(i int32) string { return rules.address(&employees[i]) })
	if err != nil {
		return nil, err
	}
	assessed := assess(rules, crew, employees)
	found := matchAll(rules, crew, employees, assessed.linked)
	facts := facts{rules, x.Users, employees, found.Employees, found.Users, found.Findings, crew.hasLinks, crew.base}
	decided := decide(&facts, crew, found)
	decided.settleEmails()
	managers, managerNotes := setManagers(&facts, crew, &decided.decided)
	drafts := append(decided.drafts, managers...)
	setKeys(rules.source, drafts)
	guardFacts := facts.guardFacts(drafts, x.Seats)
	return &Planner{
		facts: facts, groups: newGroups(x.Groups), drafts: drafts, watches: watches(drafts, &guardFacts), active: facts.active(),
		notes: slices.Concat(assessed.notes, facts.findingNotes(), decided.notes, managerNotes, facts.similar(), facts.overSeats(x.Seats)),
		due:   rules.nextDue(assessed.due, decided.due),
	}, nil
}

// Plan returns the plan under the given approvals. Those of other sources do not
// count, and those that have ended are in the notes if they are needed again.
func (p *Planner) Plan(approvals ...Approval) *Plan {
	ledger := newLedger(approvals, p.source, p.at)
	held := withhold(p.source, p.drafts, p.watches, ledger, p.at)
	actions := held.rest(p.source, p.drafts)
	groups, hints := p.groups.missing(p.source, actions)
	return &Plan{
		Name: p.settings.Name, Source: p.source, At: p.at, NextDue: p.nextDue(due{first: p.due}, ledger.due), Active: p.active,
		Actions: slices.Concat(groups, actions), Held: held.holds,
		Notes: sortedNotes(slices.Concat(p.notes, hints, ledger.expiredHints(held.holds))),
	}
}
