package syncplan

import (
	"errors"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fieldread"
	"github.com/rosterkit/rosterkit/mapping"
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
	held := w.guard(approvals)
	actions := w.order()
	plan := &Plan{
		Name: s.Name, Source: w.source, At: at, NextDue: w.nextDue,
		Actions: slices.Concat(w.groups(actions), actions), Held: held, Notes: w.sortedNotes(), work: w,
	}
	w.forget()
	return plan, nil
}

// forget drops what Explain and Compare need not: of a plan that is kept there
// remain a few dozen bytes for each person and user.
func (w *work) forget() {
	w.census, w.links, w.byEmail, w.wanted, w.rows = nil, index{}, index{}, index{}, shelves{}
	w.keys, w.relinks, w.drafts, w.notes, w.exists, w.scratch = nil, nil, nil, nil, nil, nil
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
	noWord    bool  // the vendor has no status word
	email     int   // the target of that name
	manager   int   // the same, -1 if there is none
	copies    []int // the targets that are only copied: the texts of a row
	copiesAll bool  // there is no other target
	places    []int // where the last user had the attribute of each target; -1: nowhere
	block     *mapping.Test
	zones     zones

	people    []person
	users     []account
	standings []*standing

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
	e       *employee.Employee
	stand   *standing
	user    int32 // -1: none
	draft   int32 // in drafts, -1: none
	zone    int32 // in zones.days
	key     int32 // in keys: the one that matched
	claimed int32 // the linked user that the person shares a key with, and 1: 0 for none, -1 for several
	match   matched
	barred  bool // a party of a conflict: no action
	mute    bool // its record creates nobody
	synced  bool // its user follows HR
	alike   bool // its linked user has what the mapping copies
	done    bool // and there is nothing else to do or to say about it
	shares  bool // a key or the address with somebody else who has not left
	wavers  bool // has left in one of the zones in question and in another not
	doubt   bool // found its user by key, but what is hidden might tell that it must not
	want    want
	scope   mapping.Truth
	blocked mapping.Truth
}

type matched uint8

const (
	unmatched matched = iota
	byLink
	byKey
)

// living reports whether the person competes for a key. Only proof of leaving
// ends that.
func (p *person) living() bool { return p.stand.state != LifecycleLeft }

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
	held   bool
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
		word: fieldread.Of(employee.FieldStatus), noWord: r.Origin().NoStatus,
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

// assess finds out about every person what the plan turns on, before it looks
// for a user by key.
func (w *work) assess() {
	first := 0 // of those who are not assessed yet
	for e := range w.roster.All() {
		w.people = append(w.people, person{e: e, user: -1, draft: -1})
		if len(w.people)-first == reach {
			w.assessPeople(first)
			first = len(w.people)
		}
	}
	w.assessPeople(first)
	w.addEmails()
}

// assessPeople is assess for the few people from a place on.
func (w *work) assessPeople(first int) {
	people := w.people[first:]
	var links [reach]uint64
	for i := range people {
		links[i] = maphash.String(w.seed, people[i].e.ID)
	}
	w.reachRows(links[:len(people)])
	for i := range people {
		w.assessPerson(&people[i], int32(first+i), links[i])
	}
	w.addPeople(int32(first), len(people))
}

// assessPerson is assess for person n, given the hash of the id.
func (w *work) assessPerson(p *person, n int32, hash uint64) {
	if u := w.linkedBy(hash, p.e.ID); u >= 0 {
		p.user, p.match = u, byLink
		w.users[u].person = n
		p.barred = w.users[u].barred
	}
	var doubt []int32
	p.zone, doubt = w.zones.of(p.e)
	q := w.judge(p)
	scope := p.scope
	for _, zone := range doubt {
		other := *p
		other.zone = zone
		asked := w.judge(&other)
		p.wavers = p.wavers || other.living() != p.living()
		if other.scope != scope {
			scope = mapping.TruthUnknown
		}
		// A zone that cannot be told takes nothing away that another one in
		// question would leave.
		if w.takesAway(p.want) && !w.takesAway(other.want) {
			other.wavers = p.wavers
			*p, q = other, asked
		}
	}
	if scope != p.scope {
		p.scope = scope
		p.want = wanted(p)
	}
	if p.want == wantUntouched {
		return
	}
	w.noteRecord(p, &q)
	w.compareRow(p)
}

// standing returns the one copy of s, of which there are as many as the table of
// the lifecycle has rows.
func (w *work) standing(s standing) *standing {
	for _, known := range w.standings {
		if *known == s {
			return known
		}
	}
	row := new(standing) // not &s, which would be allocated for every call
	*row = s
	w.standings = append(w.standings, row)
	return row
}

// judge finds out, in the zone of p, where p stands and what is wanted, and when
// that turns by itself: out of scope, too, where the scope may turn with it.
func (w *work) judge(p *person) inquiry {
	e, day := p.e, &w.zones.days[p.zone]
	q := inquiry{word: w.word(e), noWord: w.noWord, rule: w.settings.Policy.LeavingEvidence, asOf: day.asOf}
	q.hire, q.hired = readDate(w.hire(e), day.tomorrow)
	q.end, q.ended = readDate(w.end(e), day.today)
	p.stand = w.standing(lifecycle(&q))
	s := w.subject(p)
	p.scope, p.blocked = w.program.Scope(s), mapping.TruthFalse
	if w.block != nil {
		p.blocked = w.block.Eval(s)
	}
	p.want = wanted(p)
	for _, due := range q.dues(day.loc, w.settings.Policy.CreateAhead) {
		w.due(due)
	}
	return q
}

// takesAway reports whether the policy deactivates the users of people of whom
// this is wanted.
func (w *work) takesAway(v want) bool {
	policy := &w.settings.Policy
	switch v {
	case wantLeft:
		return policy.Left == TreatmentDefault || policy.Left == TreatmentDeactivate
	case wantBlocked:
		return policy.Blocked != TreatmentKeep
	case wantOutOfScope:
		return policy.OutOfScope == TreatmentDeactivate
	}
	return false
}

func (w *work) subject(p *person) mapping.Subject {
	return mapping.Subject{Employee: p.e, Lifecycle: string(p.stand.state), Today: w.zones.days[p.zone].today}
}

// noteRecord reports what of the record could not be used.
func (w *work) noteRecord(p *person, q *inquiry) {
	for _, problem := range p.e.Problems {
		w.noteAbout(NoteKindProblem, ReasonRecord, p, problem.String())
	}
	if q.hire == dateUnreadable || q.end == dateUnreadable {
		w.noteImplausible(p)
	}
	if q.crossed() {
		w.noteAbout(NoteKindProblem, ReasonRecord, p, "termination_date lies before hire_date, so it counts as unreadable",
			w.evidence(p, employee.FieldHireDate, employee.FieldTerminationDate)...)
	}
	if zone := p.e.TimeZone; zone != "" && w.zones.named(zone) < 0 {
		w.noteAbout(NoteKindProblem, ReasonRecord, p, "time_zone is none that this machine knows, so it does not count", w.evidence(p, employee.FieldTimeZone)...)
	}
}

func (w *work) noteImplausible(p *person) {
	for _, f := range []employee.Field{employee.FieldHireDate, employee.FieldTerminationDate} {
		if day, ok := p.e.Value(f).Day(); ok && !plausible(day) {
			w.noteAbout(NoteKindProblem, ReasonRecord, p, string(f)+" has no year or lies before 1900, so it counts as unreadable")
		}
	}
}

// order puts the actions that no guard holds into their safe order.
func (w *work) order() []Action {
	var ready []*draft
	for i := range w.drafts {
		if d := &w.drafts[i]; !d.held && d.Kind != "" {
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
