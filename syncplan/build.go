package syncplan

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// Build is [Prepare] and [Planner.Plan] in one.
func Build(r *employee.Roster, x Existing, s Settings, at time.Time, approvals ...Approval) (*Plan, error) {
	p, err := Prepare(r, x, s, at)
	if err != nil {
		return nil, err
	}
	return p.Plan(approvals...), nil
}

// A Planner makes and explains plans. It is safe for concurrent use. It keeps the
// roster and Existing.Users without a copy: do not change them.
type Planner struct {
	facts
	drafts     []draft
	managers   managers
	watches    []watch
	active     int // users
	remembered []remembered
	notes      []Note
	due        time.Time

	fingerprint string // of the settings
}

// facts are what is known about employees and users after matching.
type facts struct {
	*rules
	users      []User
	employees  []assessment
	outcomes   []match.Outcome     // of the employees
	owners     []match.UserOutcome // of the users
	groups     groups
	findings   []match.Finding // the reasons of outcomes
	unfinished unfinished
	hasLinks   bool // a user is linked to this source
	hasMoves   bool // a user is linked to a source that this one replaces
	base       int  // active users linked to one of these
}

// lastYear is the last one in which the day after an instant can be written.
const lastYear = 9998

// Prepare compares r with x under s at an instant. It changes no argument, and does
// no I/O but loading time zones. The same input, in any order, gives the same plans,
// byte for byte. The error is for a missing roster, origin or instant, settings with faults
// ([mapping.Faults]), and users that are not distinct. It needs 400 bytes per
// employee; the Planner keeps 100, and a kilobyte per action.
func Prepare(r *employee.Roster, x Existing, s Settings, at time.Time) (*Planner, error) {
	if r == nil || at.IsZero() {
		return nil, errors.New("syncplan: build: want a roster and an instant")
	}
	if o := r.Origin(); o.Provider == "" || o.Tenant == "" {
		return nil, errors.New("syncplan: build: the roster has no origin: make it with employee.NewRoster, Collect or ReadRoster")
	}
	if year := at.Year(); year < 1 || year > lastYear {
		return nil, fmt.Errorf("syncplan: build: the instant is not between the years 1 and %d", lastYear)
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	if err := x.seatsErr(); err != nil {
		return nil, err
	}
	if err := s.notFrom(r.Origin().Source()); err != nil {
		return nil, err
	}
	rules, err := compile(s, r, at)
	if err != nil {
		return nil, err
	}
	employees := make([]assessment, r.Len())
	directory, err := readUsers(rules, x.Users, func(i int32) string { return rules.address(&employees[i]) })
	if err != nil {
		return nil, err
	}
	assessed := assess(rules, directory, employees)
	unfinished := newUnfinished(x.Unfinished)
	found := matchAll(rules, directory, employees, assessed.linked, unfinished)
	facts := facts{rules, x.Users, employees, found.Employees, found.Users, newGroups(x.Groups), found.Findings, unfinished,
		directory.hasLinks, directory.hasMoves, directory.base}
	decided := decide(&facts, directory, found)
	decided.settleEmails()
	added, managers, managerNotes := setManagers(&facts, directory, &decided.decided)
	drafts := append(decided.drafts, added...)
	duplicates := findDuplicates(&facts, directory, drafts)
	setKeys(rules.source, drafts)
	guardFacts := facts.guardFacts(drafts, duplicates, x.Seats)
	return &Planner{
		facts: facts, drafts: drafts, managers: managers, remembered: decided.remembered,
		watches: watches(drafts, &guardFacts), active: facts.active(),
		notes: slices.Concat(assessed.notes, facts.findingNotes(), decided.notes, managerNotes, duplicates.notes, facts.similar(duplicates.told),
			facts.leftBehindNote(), facts.overSeats(x.Seats), facts.keptNote(decided.kept), facts.unclearedNote(decided.uncleared)),
		due: rules.nextDue(assessed.due, decided.due), fingerprint: digest(s),
	}, nil
}

// Plan returns a plan of your own: change it as you like.
func (p *Planner) Plan(approvals ...Approval) *Plan {
	if p == nil || p.rules == nil {
		return &Plan{Notes: []Note{{Kind: NoteKindProblem, Reason: ReasonUnknown, Text: "nothing is planned: make the planner with Prepare"}}}
	}
	ledger := newLedger(approvals, p.source, p.at)
	held := withhold(p.source, p.drafts, p.managers, p.watches, ledger, p.at)
	actions := held.actions(p.drafts, func(i int32) *Action { return held.rest(p.drafts, i) })
	groups, hints := p.groups.missing(p.source, p.users, actions)
	plan := &Plan{
		Name: p.settings.Name, Source: p.source, At: p.at, Settings: p.fingerprint,
		NextDue: p.nextDue(due{first: p.due}, ledger.due), Active: p.active,
		Actions: slices.Concat(groups, actions), Held: held.holds,
		Notes:   sortedNotes(slices.Concat(p.notes, hints, ledger.expiredHints(held.holds))),
		Applied: p.applied(actions),
	}
	plan.detach()
	return plan
}

// detach copies what the plan still shares with its Planner. An empty list becomes nil,
// as it is in a plan that was stored.
func (p *Plan) detach() {
	detach := func(actions []Action) {
		for i := range actions {
			a := &actions[i]
			a.Changes, a.Evidence = slices.Concat(a.Changes), slices.Concat(a.Evidence)
		}
	}
	detach(p.Actions)
	for i := range p.Held {
		h := &p.Held[i]
		h.Members = slices.Clone(h.Members)
		detach(h.Actions)
	}
	for i := range p.Notes {
		n := &p.Notes[i]
		n.EmployeeIDs, n.UserIDs, n.Evidence = slices.Clone(n.EmployeeIDs), slices.Clone(n.UserIDs), slices.Clone(n.Evidence)
	}
}
