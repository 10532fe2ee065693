package syncplan

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fieldread"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// Build compares the people of r with the users of x under s, as things stand
// at the instant at, and returns what to do. It changes none of its arguments,
// does no I/O but loading the time zones that s and r name, and returns the same
// bytes for the same input in whatever order the people and users come.
//
// It returns an error only for input that cannot be planned: no roster or no
// instant, settings with faults ([mapping.Faults]), and users that cannot be told
// apart. What is ambiguous or missing about a person is in the plan's Notes, and
// what a guard withheld is in Held, until one of approvals releases it.
//
// While it works it needs some 400 bytes for each person, beside what goes in
// and comes out; the plan keeps about 80 of them, for Explain and Compare.
func Build(r *employee.Roster, x Existing, s Settings, at time.Time, approvals ...Approval) (*Plan, error) {
	p, err := Prepare(r, x, s, at)
	if err != nil {
		return nil, err
	}
	return p.Plan(approvals...), nil
}

// Prepare does all of Build but for the guards: it returns a Planner, which gives
// any number of plans.
func Prepare(r *employee.Roster, x Existing, s Settings, at time.Time) (*Planner, error) {
	if r == nil || at.IsZero() {
		return nil, errors.New("syncplan: build: want a roster and an instant")
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	w, err := newWork(r, s, at)
	if err != nil {
		return nil, err
	}
	if err := w.addUsers(x.Users); err != nil {
		return nil, err
	}
	w.existingGroups(x.Groups)
	w.assess()
	w.dueTomorrow()
	w.match()
	w.decide()
	w.settleEmails()
	w.setManagers()
	w.hintSimilar()
	w.setKeys()
	w.forget()
	return &Planner{work: w}, nil
}

// A Planner has decided about every employee and user; only the guards are left,
// which depend on approvals. It is safe for concurrent use.
type Planner struct {
	work *work
}

// Plan returns the plan under the given approvals.
func (p *Planner) Plan(approvals ...Approval) *Plan {
	w := p.work
	holds, held := w.guard(approvals)
	actions := w.order(held)
	groups, notes := w.groups(actions)
	return &Plan{
		Name: w.settings.Name, Source: w.source, At: w.at, NextDue: w.nextDue,
		Actions: slices.Concat(groups, actions), Held: holds, Notes: sortedNotes(slices.Concat(w.notes, notes)),
	}
}

// forget drops what Explain and Compare need not: of a plan that is kept there
// remain a few dozen bytes for each person and user.
func (w *work) forget() {
	w.census, w.links, w.byEmail, w.wanted, w.rows = nil, index{}, index{}, index{}, shelves{}
	w.keys, w.relinks, w.scratch = nil, nil, nil
}

// work is one Build in progress. Its steps run in the order of Build, each
// reading what the ones before it left here.
type work struct {
	settings Settings
	source   string
	roster   *employee.Roster
	at       time.Time

	program   *mapping.Program
	targets   []mapping.Target
	hire      func(*employee.Employee) employee.Value
	end       func(*employee.Employee) employee.Value
	word      func(*employee.Employee) employee.Value
	noWord    bool // the vendor has no status word
	rule      lifecycle.Rule
	email     int   // the target of that name
	manager   int   // the same, -1 if there is none
	copies    []int // the targets that are only copied: the texts of a row
	copiesAll bool  // there is no other target
	places    []int // where the last user had the attribute of each target; -1: nowhere
	block     *mapping.Test
	zones     *lifecycle.Zones

	people []person
	users  []account

	*census
	rows     shelves
	scratch  []byte
	links    index              // users linked to this source, by employee id
	byEmail  index              // users by folded address, but for the settled ones
	wanted   index              // people by the folded address that the mapping gives them
	reached  int                // keeps what reaches ahead from being optimised away
	twice    map[string][]int32 // the users of employee ids that are linked more than once, by id
	hasLinks bool               // some user is linked to this source
	base     int                // active users linked to this source

	keys    []keyed
	relinks [][2]int32                 // person and user that may be one
	exists  map[string]map[string]bool // the groups that exist, by attribute
	drafts  []draft
	notes   []Note
	nextDue time.Time
}

// A person is an employee on the way through the plan. There may be a million
// of them: what can be found again is not kept.
type person struct {
	assessment
	user    int32 // -1: none
	draft   int32 // in drafts, -1: none
	key     int32 // in keys: the one that matched
	claimed int32 // the linked user that the person shares a key with, and 1: 0 for none, -1 for several
	match   matched
	barred  bool // a party of a conflict: no action
	mute    bool // its record creates nobody
	synced  bool // its user follows HR
	alike   bool // its linked user has what the mapping copies
	done    bool // and there is nothing else to do or to say about it
	shares  bool // a key or the address with somebody else who has not left
	doubt   bool // found its user by key, but what is hidden might tell that it must not
}

type matched uint8

const (
	unmatched matched = iota
	byLink
	byKey
)

// An account is a user on the way through the plan.
type account struct {
	*User
	person   int32  // -1: none
	claimant int32  // who shares a key with it though it is linked to another record, and 1: 0 for nobody, -1 for several
	linked   bool   // to whatever source
	foreign  bool   // to another one
	barred   bool   // a party of a conflict
	kept     bool   // must not be deactivated: a living record may be the same person
	settled  bool   // has the address that its record gives it
	usual    bool   // active, and not ignored: said here, it costs no look at the User
	row      uint32 // its place on the shelves, 0: none
}

// free reports whether a key may still find the account.
func (a *account) free() bool { return !a.linked && a.person < 0 }

// A draft is an action before the guards.
type draft struct {
	Action
	person int32   // -1: a user without a record
	user   int32   // -1: to be created
	after  []int32 // the drafts without which this one must not run
	phase  int
}

func newWork(r *employee.Roster, s Settings, at time.Time) (*work, error) {
	program, err := mapping.Compile(s.checked())
	if err != nil {
		return nil, err
	}
	w := &work{
		settings: s, source: r.Origin().Source(), roster: r, at: at,
		program: program, targets: program.Targets(), manager: -1,
		hire: fieldread.Of(employee.FieldHireDate), end: fieldread.Of(employee.FieldTerminationDate),
		word: fieldread.Of(employee.FieldStatus), noWord: r.Origin().NoStatus, rule: leavingRule(s.Policy.LeavingEvidence),
		people: make([]person, 0, r.Len()), wanted: newIndex(r.Len()),
	}
	w.places = make([]int, len(w.targets))
	for i, t := range w.targets {
		if t.Name != TargetManager && program.Copies(i) {
			w.copies = append(w.copies, i)
		}
		switch t.Name {
		case TargetEmail:
			w.email = i
		case TargetManager:
			w.manager = i
		}
	}
	w.copiesAll = len(w.copies) == len(w.targets) || w.manager >= 0 && len(w.copies) == len(w.targets)-1
	if !s.Policy.Block.IsZero() {
		if w.block, err = mapping.CompileCondition(s.Policy.Block, s.Mapping.Yes, s.Mapping.No); err != nil {
			return nil, err
		}
	}
	if w.zones, err = newZones(s, at, r.Origin().AsOf); err != nil {
		return nil, err
	}
	return w, nil
}

// order puts the actions that no guard holds into their safe order.
func (w *work) order(held map[int32]bool) []Action {
	var ready []*draft
	for i := range w.drafts {
		if d := &w.drafts[i]; !held[int32(i)] && d.Kind != "" {
			ready = append(ready, d)
		}
	}
	slices.SortFunc(ready, func(a, b *draft) int {
		return orderOf(a.phase-b.phase, a.EmployeeID, b.EmployeeID, a.UserID, b.UserID)
	})
	actions := make([]Action, len(ready))
	for i, d := range ready {
		actions[i] = d.Action
	}
	return actions
}

// orderOf is first, else the order of pairs of ids.
func orderOf(first int, ids ...string) int {
	for i := 0; first == 0 && i < len(ids); i += 2 {
		first = strings.Compare(ids[i], ids[i+1])
	}
	return first
}
