package syncplan

import (
	"hash/maphash"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// An assessment is what the plan knows of an employee before it looks for a user
// by key.
type assessment struct {
	e       *employee.Employee
	zone    int32 // its place in zones
	wavers  bool  // has left in one of the zones in question and in another not
	stand   lifecycle.Standing
	want    want
	scope   mapping.Truth
	blocked mapping.Truth
}

// living reports whether the employee competes for a key. Only proof of leaving
// ends that.
func (a *assessment) living() bool { return !a.stand.Left() }

// newZones returns the zones of the settings at an instant, with their rules.
func newZones(s Settings, at, asOf time.Time) (*lifecycle.Zones, error) {
	zones := lifecycle.NewZones(s.Zone, func(name string) (*time.Location, bool) {
		loc, err := loadZone(name)
		return loc, err == nil
	}, at, asOf)
	for _, r := range s.Zones {
		when, err := mapping.CompileCondition(r.When, s.Mapping.Yes, s.Mapping.No)
		if err != nil {
			return nil, err
		}
		zones.AddRule(when, r.Zone)
	}
	return zones, nil
}

// assess finds out about every person what the plan turns on, before it looks
// for a user by key.
func (w *work) assess() {
	first := 0 // of those who are not assessed yet
	for e := range w.roster.All() {
		w.people = append(w.people, person{assessment: assessment{e: e}, user: -1, draft: -1})
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
	zone, inQuestion := w.zones.Of(p.e)
	in := w.judge(p, zone)
	if inQuestion != nil {
		in = w.judgeAll(p, inQuestion)
	}
	if p.want == wantUntouched {
		return
	}
	w.noteRecord(p, &in)
	w.compareRow(p)
}

// judgeAll is judge where several zones are in question: no zone takes away access
// that another one leaves.
func (w *work) judgeAll(p *person, inQuestion []int32) lifecycle.Input {
	// The one that p is in comes first.
	zones := append([]int32{p.zone}, inQuestion...)
	cases := make([]disposition.Case, len(zones))
	for i, zone := range zones {
		w.judge(p, zone)
		cases[i] = p.dispositionCase()
	}
	r := disposition.Resolve(cases, w.takesAway)
	in := w.judge(p, zones[r.Case])
	p.want, p.scope, p.wavers = r.Disposition, r.Scope, r.LeftDependsOnZone
	return in
}

// judge finds out where p stands in a zone and what is wanted, and when that turns
// by itself: out of scope, too, where the scope may turn with it.
func (w *work) judge(p *person, zone int32) lifecycle.Input {
	p.zone = zone
	in := w.lifecycleInput(p)
	p.stand = lifecycle.Classify(&in)
	s := w.subject(p)
	p.scope, p.blocked = w.program.Scope(s), mapping.TruthFalse
	if w.block != nil {
		p.blocked = w.block.Eval(s)
	}
	p.want = disposition.Of(p.dispositionCase())
	for _, due := range in.Dues(w.zones.Day(zone).Location, int(w.settings.Policy.CreateAhead)) {
		w.due(due)
	}
	return in
}

// dispositionCase is p as its disposition depends on it.
func (p *person) dispositionCase() disposition.Case {
	return disposition.Case{Standing: p.stand, Scope: p.scope, Block: p.blocked, Linked: p.match == byLink}
}

// lifecycleInput reads, in the zone of p, what the lifecycle depends on.
func (w *work) lifecycleInput(p *person) lifecycle.Input {
	day := w.zones.Day(p.zone)
	return lifecycle.Input{
		Hire: lifecycle.ReadDate(w.hire(p.e), day.Tomorrow), End: lifecycle.ReadDate(w.end(p.e), day.Today),
		Word: lifecycle.ReadWord(w.word(p.e), w.noWord), Rule: w.rule, AsOf: day.AsOf,
	}
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
	return mapping.Subject{Employee: p.e, Lifecycle: lifecycleOf(p.stand.State), Today: w.zones.Day(p.zone).Today}
}

// noteRecord reports what of the record could not be used.
func (w *work) noteRecord(p *person, in *lifecycle.Input) {
	for _, problem := range p.e.Problems {
		w.noteAbout(NoteKindProblem, ReasonRecord, p, problem.String())
	}
	if in.Hire.Reading == lifecycle.Unreadable || in.End.Reading == lifecycle.Unreadable {
		w.noteImplausible(p)
	}
	if in.Crossed() {
		w.noteAbout(NoteKindProblem, ReasonRecord, p, "termination_date lies before hire_date, so it counts as unreadable",
			w.evidence(p, employee.FieldHireDate, employee.FieldTerminationDate)...)
	}
	if zone := p.e.TimeZone; zone != "" && w.zones.Place(zone) < 0 {
		w.noteAbout(NoteKindProblem, ReasonRecord, p, "time_zone is none that this machine knows, so it does not count", w.evidence(p, employee.FieldTimeZone)...)
	}
}

func (w *work) noteImplausible(p *person) {
	for _, f := range []employee.Field{employee.FieldHireDate, employee.FieldTerminationDate} {
		if day, ok := p.e.Value(f).Day(); ok && !lifecycle.Plausible(day) {
			w.noteAbout(NoteKindProblem, ReasonRecord, p, string(f)+" has no year or lies before 1900, so it counts as unreadable")
		}
	}
}
