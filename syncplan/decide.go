package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// decide drafts an action, or writes a note, for every person and for every
// linked user without a record: the second table in the package comment.
func (w *work) decide() {
	for i := range w.people {
		if i%reach == 0 {
			w.reachUsers(w.people[i:min(i+reach, len(w.people))])
		}
		w.decidePerson(&w.people[i], int32(i))
	}
	for i := range w.users {
		a := &w.users[i]
		if a.person < 0 && a.Link.Source == w.source && !a.Ignored && !a.barred {
			w.decideRecordless(a, int32(i))
		}
	}
	w.draftRelinks()
}

func (w *work) decidePerson(p *person, i int32) {
	if p.done && !p.barred {
		p.synced = true
		return
	}
	if reason := rowReason(p.stand.Row); reason != "" && p.want != wantUntouched {
		w.noteAbout(NoteKindProblem, reason, p, rowText(p.stand.Row))
	}
	switch {
	case p.want == wantUntouched:
		w.noteAbout(NoteKindSkipped, ReasonOutOfScope, p, "not in scope", w.scopeEvidence(p)...)
	case p.user >= 0 && w.users[p.user].Ignored:
		w.noteAbout(NoteKindSkipped, ReasonIgnored, p, "the user is ignored")
	case p.barred:
		w.decideBarred(p, i)
	case p.user < 0:
		w.decideNew(p, i)
	case w.users[p.user].Active:
		w.decideActive(p, i)
	default:
		w.decideInactive(p, i)
	}
}

// decideBarred leaves the parties of a conflict alone, with one exception: a
// user linked to a record that has left, and claimed by nobody else.
func (w *work) decideBarred(p *person, i int32) {
	policy := w.settings.Policy.Left
	if p.match != byLink || p.want != wantLeft || policy != TreatmentDefault && policy != TreatmentDeactivate {
		return
	}
	users := w.twice[p.e.ID]
	if users == nil {
		users = []int32{p.user}
	}
	for _, u := range users {
		if a := &w.users[u]; a.Active && !a.Ignored {
			w.remove(p, i, u, ReasonLeft, policy)
		}
	}
}

func (w *work) decideNew(p *person, i int32) {
	switch p.want {
	case wantPresent:
		w.create(p, i, ReasonHired)
	case wantPreHire:
		if w.inWindow(p) {
			w.create(p, i, ReasonHired)
			return
		}
		text := "is to be created once the hire date is reached"
		if hire, known := p.e.Value(employee.FieldHireDate).Day(); known {
			text = "is to be created on " + hire.AddDays(-int(w.settings.Policy.CreateAhead)).String()
		}
		w.noteAbout(NoteKindSkipped, ReasonPreHire, p, text, w.evidence(p, employee.FieldHireDate)...)
	case wantLeft:
		if w.settings.Policy.Left == TreatmentSync {
			w.create(p, i, ReasonLeft)
			return
		}
		w.noteAbout(NoteKindSkipped, ReasonLeft, p, rowText(p.stand.Row), w.leaving(p)...)
	case wantBlocked:
		w.noteAbout(NoteKindSkipped, ReasonBlocked, p, "the block condition holds", w.blockEvidence(p)...)
	case wantUnknown:
		w.noteUnknown(p)
	}
}

func (w *work) decideActive(p *person, i int32) {
	policy := w.settings.Policy
	switch p.want {
	case wantPresent:
		w.update(p, i)
	case wantPreHire:
		if w.inWindow(p) {
			w.update(p, i)
			return
		}
		w.noteAbout(NoteKindHint, ReasonPreHire, p, "the user is active, and the hire date is ahead: left alone", w.evidence(p, employee.FieldHireDate)...)
	case wantLeft:
		w.remove(p, i, p.user, ReasonLeft, policy.Left)
	case wantBlocked:
		w.remove(p, i, p.user, ReasonBlocked, policy.Blocked)
	case wantOutOfScope:
		treatment := policy.OutOfScope
		if treatment == TreatmentDefault {
			treatment = TreatmentKeep
		}
		w.remove(p, i, p.user, ReasonOutOfScope, treatment)
	case wantUnknown:
		w.noteUnknown(p)
		if p.doubt {
			// A link would make the next plan treat somebody who may never have
			// been in scope, or whose user it is not, as ours.
			return
		}
		w.update(p, i)
	}
}

func (w *work) decideInactive(p *person, i int32) {
	a := &w.users[p.user]
	switch {
	case p.want == wantUnknown:
		w.noteUnknown(p)
	case p.want == wantPreHire && !(w.inWindow(p) && a.DeactivatedBySync):
		w.noteAbout(NoteKindSkipped, ReasonPreHire, p, "the user is inactive, and the hire date is ahead: left alone", w.evidence(p, employee.FieldHireDate)...)
	case p.want != wantPresent && p.want != wantPreHire:
		// Left, blocked or out of scope, and inactive: as it should be.
	case p.stand.NoCreate:
		w.noteAbout(NoteKindProblem, ReasonUnknown, p, "the user stays inactive: "+rowText(p.stand.Row), w.leaving(p)...)
	case w.settings.Policy.Reactivate == ReactivationNever:
		w.noteAbout(NoteKindHint, ReasonManual, p, "should be active, but the settings reactivate nobody: left alone")
	case !a.DeactivatedBySync && w.settings.Policy.Reactivate != ReactivationAlways:
		w.noteAbout(NoteKindHint, ReasonManual, p, "should be active, but a person deactivated the user: left alone")
	default:
		w.draft(draft{person: i, user: p.user, phase: phaseUpdate, Action: Action{Kind: KindReactivate, Reason: ReasonReturned,
			Evidence: w.leaving(p), Changes: w.changes(p, a, true)}})
	}
}

// decideRecordless is for a user whose record HR no longer lists. That is a
// question, not evidence: it may be a permission that the credentials lost.
func (w *work) decideRecordless(a *account, u int32) {
	if !a.Active {
		return
	}
	treatment, evidence := w.settings.Policy.NoRecord, []Evidence(nil)
	if treatment == TreatmentDeactivateEnded {
		treatment = TreatmentKeep
		// Nobody knows where the person is: the zone whose day ends last decides.
		zone, _ := w.zones.Of(&employee.Employee{})
		if day := w.zones.Day(zone); !a.EndsOn.IsZero() {
			if !a.EndsOn.Before(day.Today) {
				w.due(a.EndsOn.AddDays(1).Start(day.Location))
			} else if lifecycle.Plausible(a.EndsOn) {
				treatment = TreatmentDeactivate
				evidence = []Evidence{{Field: employee.FieldTerminationDate, State: employee.StateKnown, Value: a.EndsOn.String(), Detail: "read by an earlier sync"}}
			}
		}
	}
	if origin := w.roster.Origin(); evidence == nil && (origin.Leavers == employee.VisibilityNo || origin.Starters == employee.VisibilityNo) {
		// The credentials do not see everybody: a record that is not there may
		// only be hidden, whatever the policy makes of a vanished one.
		treatment = TreatmentKeep
	}
	if treatment != TreatmentDeactivate || a.kept {
		w.noteUser(NoteKindHint, ReasonNoRecord, a, "HR no longer lists the record that this user is linked to: left alone")
		return
	}
	if a.Protected {
		w.noteUser(NoteKindAlert, ReasonProtected, a, "HR no longer lists the record, and the user is protected: not deactivated")
		return
	}
	evidence = append([]Evidence{{Detail: "HR no longer lists the record"}}, evidence...)
	w.draft(draft{person: -1, user: u, phase: phaseDeactivate, Action: Action{Kind: KindDeactivate, EmployeeID: a.Link.EmployeeID,
		Reason: ReasonNoRecord, Evidence: evidence}})
}

// inWindow reports whether a pre-hire may have a user already.
func (w *work) inWindow(p *person) bool {
	ahead := w.settings.Policy.CreateAhead
	hire, known := p.e.Value(employee.FieldHireDate).Day()
	return ahead == DaysAny || known && !hire.AddDays(-int(ahead)).After(w.zones.Day(p.zone).Today)
}

func (w *work) create(p *person, i int32, reason Reason) {
	switch {
	case p.mute:
		return // noted where it was muted
	case reason == ReasonLeft && p.shares:
		w.noteAbout(NoteKindSkipped, ReasonLeft, p, "nobody is created: somebody who has not left has the same address or key", w.leaving(p)...)
		return
	case p.stand.NoCreate:
		w.noteAbout(NoteKindProblem, ReasonUnknown, p, "nobody is created: "+rowText(p.stand.Row), w.leaving(p)...)
		return
	}
	changes := w.changes(p, nil, true)
	for t, target := range w.targets {
		if !target.Required && t != w.email || hasChange(changes, target.Name) {
			continue
		}
		reason := ReasonRequired
		if t == w.email {
			reason = ReasonNoKey
		}
		w.noteAbout(NoteKindProblem, reason, p, fmt.Sprintf("nobody is created: no value for %q", target.Name), w.evidence(p, w.sources(t)...)...)
		return
	}
	p.draft = w.draft(draft{person: i, user: -1, phase: phaseCreate, Action: Action{Kind: KindCreate, Reason: reason,
		Evidence: w.leaving(p), Changes: changes}})
}

func (w *work) update(p *person, i int32) {
	a := &w.users[p.user]
	p.synced = true
	changes := w.changes(p, a, true)
	if p.shares && !p.living() {
		changes = w.withoutKeys(p, changes)
	}
	switch {
	case p.match == byKey:
		w.draft(draft{person: i, user: p.user, phase: phaseUpdate, Action: Action{Kind: KindLink, Reason: ReasonMatched, Changes: changes,
			Evidence: []Evidence{{Detail: strings.Join(w.keys[p.key].Targets, " and ") + " is the same in HR"}}}})
	case len(changes) > 0:
		w.draft(draft{person: i, user: p.user, phase: phaseUpdate, Action: Action{Kind: KindUpdate, Reason: ReasonChanged, Changes: changes}})
	}
}

// withoutKeys takes from the changes of a leaver, who shares a key or the address
// with somebody who has not left, those by which the user would be found.
func (w *work) withoutKeys(p *person, changes []Change) []Change {
	return slices.DeleteFunc(changes, func(c Change) bool {
		key := c.Attribute == TargetEmail || slices.ContainsFunc(w.keys, func(k keyed) bool { return !k.Name && slices.Contains(k.Targets, c.Attribute) })
		if key {
			w.noteAbout(NoteKindSkipped, ReasonLeft, p, c.Attribute+" is left alone: somebody who has not left has the same address or key")
		}
		return key
	})
}

// remove deactivates the user of somebody who must not be active, or does what
// the policy says instead.
func (w *work) remove(p *person, i, u int32, reason Reason, treatment Treatment) {
	a := &w.users[u]
	evidence := w.leaving(p)
	switch reason {
	case ReasonBlocked:
		evidence = w.blockEvidence(p)
	case ReasonOutOfScope:
		evidence = w.scopeEvidence(p)
	}
	if a.Protected && reason == ReasonLeft && treatment != TreatmentDefault && treatment != TreatmentDeactivate {
		w.noteAbout(NoteKindAlert, ReasonProtected, p, "has left, and the user is protected: it stays active", evidence...)
	}
	switch {
	case treatment == TreatmentSync:
		w.update(p, i)
	case treatment == TreatmentKeep && a.Protected && reason == ReasonLeft:
		// Said above.
	case treatment == TreatmentKeep:
		w.noteAbout(NoteKindSkipped, reason, p, "the settings keep the user: left alone", evidence...)
	case reason != ReasonLeft && w.obscureIdentity(p):
		w.noteAbout(NoteKindProblem, ReasonUnknown, p, "not deactivated ("+string(reason)+"): the address or a key cannot be read, so other people may have the same", evidence...)
	case a.kept:
		w.noteAbout(NoteKindConflict, ReasonLinkedOther, p, "not deactivated: another record claims the user", evidence...)
	case a.Protected:
		w.noteAbout(NoteKindAlert, ReasonProtected, p, "should be deactivated ("+string(reason)+"), but the user is protected: it stays active", evidence...)
	default:
		w.draft(draft{person: i, user: u, phase: phaseDeactivate, Action: Action{Kind: KindDeactivate, Reason: reason,
			Evidence: evidence, Changes: w.changes(p, a, false)}})
	}
}

// draftRelinks proposes to move a user to another record. A guard holds every
// one of them.
func (w *work) draftRelinks() {
	claims := make(map[int32]int, len(w.relinks))
	for _, r := range w.relinks {
		claims[r[1]]++
	}
	for _, r := range w.relinks {
		p, a := &w.people[r[0]], &w.users[r[1]]
		if claims[r[1]] > 1 || !a.Active || w.robs(a) {
			continue
		}
		w.draft(draft{person: r[0], user: r[1], phase: phaseUpdate, Action: Action{Kind: KindRelink, Reason: ReasonMoved,
			Evidence: []Evidence{{Detail: "the user is linked to employee " + a.Link.EmployeeID + " of " + a.Link.Source}}, Changes: w.changes(p, a, true)}})
	}
}

// The phases in which the actions of a plan run.
const (
	phaseFree       = 0 // and above: what frees an address before what takes it
	phaseUpdate     = 1 << 28
	phaseCreate     = 2 << 28
	phaseManager    = 3 << 28
	phaseDeactivate = 4 << 28
)

// draft adds a draft and fills in who it is about.
func (w *work) draft(d draft) int32 {
	if d.person >= 0 {
		p := &w.people[d.person]
		d.EmployeeID, d.Name = p.e.ID, personName(p.e)
		if p.user < 0 || p.user == d.user { // and not another user of the record
			p.draft = int32(len(w.drafts))
		}
		if p.match != byLink || d.Kind == KindRelink {
			d.Link = Link{Source: w.source, EmployeeID: p.e.ID}
		}
	}
	if d.user >= 0 {
		d.UserID = w.users[d.user].ID
	}
	if len(w.drafts) == cap(w.drafts) {
		w.drafts = slices.Grow(w.drafts, len(w.drafts)+1) // append alone would grow, and copy all, by quarters
	}
	w.drafts = append(w.drafts, d)
	return int32(len(w.drafts) - 1)
}

// noteUnknown reports somebody whose standing, scope or block cannot be told.
func (w *work) noteUnknown(p *person) {
	text, evidence := "employed: "+rowText(p.stand.Row), w.leaving(p)[1:]
	switch {
	case p.stand.State == lifecycle.Unknown:
	case p.scope == mapping.TruthUnknown:
		text, evidence = "in scope", w.scopeEvidence(p)
	case p.blocked == mapping.TruthUnknown:
		text, evidence = "blocked", w.blockEvidence(p)
	default:
		text = "started: the hire date cannot be read"
	}
	left := "access stays as it is"
	if p.user < 0 {
		left = "nobody is created"
	}
	w.noteAbout(NoteKindProblem, ReasonUnknown, p, left+", because nothing tells whether "+text, evidence...)
}
