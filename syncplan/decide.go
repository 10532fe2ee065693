package syncplan

import (
	"fmt"
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// A draft is an action before the guards.
type draft struct {
	Action
	moves    bool    // of a user of a source that this one replaces
	sure     bool    // a relink beyond doubt, under a policy that lets it run
	rehire   bool    // a deactivation of an employee who may have been rehired
	employee int32   // its place, -1: a user without a record
	user     int32   // -1: to be created
	after    []int32 // the drafts without which this one must not run
	phase    int
}

// What follows for an employee without a draft.
const (
	followsNothing int32 = -1
	followsHR      int32 = -2 // the user follows HR, and has all that HR gives
)

// decided is the output of decide. follows has for each employee a place in drafts,
// followsNothing or followsHR.
type decided struct {
	drafts  []draft
	follows []int32
	notes   []Note
	due     due

	kept       []keptValue
	uncleared  []keptValue // no employee has the field
	remembered []remembered
}

// A decider turns facts into drafts and notes: the table of actions in the package
// comment.
type decider struct {
	*facts
	directory *directory
	found     *match.Result
	rehires   map[match.FullName][]int32 // employees who may be leavers under a new id; nil: not looked for yet
	decided
}

// decide decides about every employee, and about every linked user without a
// record.
func decide(f *facts, c *directory, found *match.Result) *decider {
	d := &decider{facts: f, directory: c, found: found, decided: decided{follows: make([]int32, len(f.employees)), due: due{after: f.at}}}
	for i := range int32(len(f.employees)) {
		d.follows[i] = followsNothing
		d.decideEmployee(i)
	}
	for u := range int32(len(f.users)) {
		if f.owners[u].Kind == match.KindFree && f.users[u].Link.Source == f.source && !f.users[u].Ignored {
			d.decideNoRecord(u)
		}
	}
	for _, l := range found.Relinks(func(i int32) bool { return d.follows[i] >= 0 }) {
		d.relink(l.Employee, l.User)
	}
	return d
}

func (d *decider) decideEmployee(i int32) {
	a, o := &d.employees[i], &d.outcomes[i]
	if a.upToDate && o.Kind == match.KindPaired && a.disposition == disposition.Present && d.nothingElse(a, o.User) {
		d.follows[i] = followsHR
		return
	}
	if a.disposition != disposition.Untouched {
		d.noteRow(i)
	}
	switch {
	case a.disposition == disposition.Untouched:
		d.add(NoteKindSkipped, ReasonOutOfScope, i, "not in scope", d.scopeEvidence(a)...)
	case o.User >= 0 && d.users[o.User].Ignored:
		d.add(NoteKindSkipped, ReasonIgnored, i, "the user is ignored")
	case o.Kind == match.KindConflict:
		d.decideConflict(i)
	case o.User < 0:
		d.decideNew(i)
	case d.users[o.User].Active:
		d.decideActive(i)
	default:
		d.decideInactive(i)
	}
}

// noteRow reports a row of the lifecycle that an admin should look at.
func (d *decider) noteRow(i int32) {
	a := &d.employees[i]
	switch reason := rowReason(a.stand.Row); {
	case a.withdrawn():
		text := "the status says inactive, and the end date is not after the hire date: the hire may have been withdrawn"
		if u := d.outcomes[i].User; u < 0 || !d.users[u].Active {
			text += ", and no user is created or reactivated"
		}
		d.add(NoteKindProblem, ReasonWithdrawn, i, text, d.leaving(a)[1:]...)
	case reason != "":
		d.add(NoteKindProblem, reason, i, d.standingText(a))
	}
}

// nothingElse reports whether the row of the user decides alone, so that the user need
// not be read: the usual case.
func (d *decider) nothingElse(a *assessment, u int32) bool {
	return d.textsOnly && d.settings.Policy.NoRecord != TreatmentDeactivateEnded && rowReason(a.stand.Row) == "" &&
		d.directory.flags[u]&(match.UserActive|match.UserIgnored) == match.UserActive
}

// decideConflict touches no party of a conflict, with one exception: a user that is
// linked to a record that has left, and that no other employee claims.
func (d *decider) decideConflict(i int32) {
	policy := d.settings.Policy.Left
	if !d.outcomes[i].Linked || d.employees[i].disposition != disposition.Left || policy != TreatmentDefault && policy != TreatmentDeactivate {
		return
	}
	for _, u := range d.directory.table.AllLinked(d.employees[i].e.ID) {
		if user := &d.users[u]; user.Active && !user.Ignored {
			d.remove(i, u, ReasonLeft, policy)
		}
	}
}

func (d *decider) decideNew(i int32) {
	a := &d.employees[i]
	switch a.disposition {
	case disposition.Present:
		d.create(i, ReasonHired)
	case disposition.PreHire:
		if !a.stand.Waits || a.barred() || a.withdrawn() {
			d.create(i, ReasonHired)
			return
		}
		text := "will be created on the hire date"
		if hire, known := a.e.Value(employee.FieldHireDate).Day(); known && lifecycle.Plausible(hire) {
			text = "will be created on " + hire.AddDays(-int(d.settings.Policy.CreateAhead)).String()
		}
		d.add(NoteKindSkipped, ReasonPreHire, i, text, d.evidence(a, employee.FieldHireDate)...)
	case disposition.Grace:
		d.add(NoteKindSkipped, ReasonLeft, i, d.standing(a), d.leaving(a)[1:]...)
	case disposition.Left:
		if d.settings.Policy.Left == TreatmentSync {
			d.create(i, ReasonLeft)
			return
		}
		d.add(NoteKindSkipped, ReasonLeft, i, d.standing(a), d.leaving(a)[1:]...)
	case disposition.Blocked:
		d.add(NoteKindSkipped, ReasonBlocked, i, "the block condition holds", d.blockEvidence(a)...)
	case disposition.Unknown:
		d.noteUnknown(i)
	}
}

func (d *decider) decideActive(i int32) {
	a, u, policy := &d.employees[i], d.outcomes[i].User, d.settings.Policy
	switch a.disposition {
	case disposition.Present:
		d.update(i)
	case disposition.PreHire:
		switch {
		case a.stand.Waits:
			d.add(NoteKindHint, ReasonPreHire, i, "the hire date is ahead: the active user is not changed", d.evidence(a, employee.FieldHireDate)...)
		case a.barred():
			d.add(NoteKindHint, ReasonBlocked, i, "the block condition holds before the hire date: the active user is not changed", d.blockEvidence(a)...)
		default:
			d.update(i)
		}
	case disposition.Left:
		d.remove(i, u, ReasonLeft, policy.Left)
	case disposition.Grace:
		d.keepInGrace(i)
	case disposition.Blocked:
		d.remove(i, u, ReasonBlocked, policy.Blocked)
	case disposition.OutOfScope:
		treatment := policy.OutOfScope
		if treatment == TreatmentDefault {
			treatment = TreatmentKeep
		}
		d.remove(i, u, ReasonOutOfScope, treatment)
	case disposition.Unknown:
		d.noteUnknown(i)
		if d.outcomes[i].Kind != match.KindDoubtful { // a link would claim a user that may not be the employee's
			d.update(i)
		}
	}
}

// keepInGrace is for the active user of an employee who has left, on the days on which
// access stays. The user keeps its values, too; only the end date is remembered.
func (d *decider) keepInGrace(i int32) {
	a, o := &d.employees[i], &d.outcomes[i]
	switch d.settings.Policy.Left {
	case TreatmentKeep:
		d.remove(i, o.User, ReasonLeft, TreatmentKeep)
		return
	case TreatmentSync:
		if o.Linked {
			d.update(i)
			return
		}
	}
	text := "the employee has left: access ends at " + d.accessEnds(a)
	if d.users[o.User].Protected {
		text += ", but the user is protected: deactivate it by hand then"
	}
	d.add(NoteKindSkipped, ReasonGrace, i, text, d.leaving(a)...)
	if c, ok := d.endChange(a, o.User); ok && o.Linked {
		d.updateAlone(i, []Change{c})
	}
}

// updateAlone drafts an update of a user whose manager is left alone.
func (d *decider) updateAlone(i int32, changes []Change) {
	d.draft(draft{employee: i, user: d.outcomes[i].User, phase: phaseUpdate, Action: Action{Kind: KindUpdate, Reason: ReasonChanged, Changes: changes}})
	d.follows[i] = followsNothing
}

// reactivates reports whether an inactive user becomes active as the one of an
// employee.
func (d *decider) reactivates(a *assessment, u *User) bool {
	policy := d.settings.Policy.Reactivate
	if a.stand.NoCreate || a.barred() || a.withdrawn() || policy == ReactivationNever {
		return false
	}
	switch a.disposition {
	case disposition.Present:
		return u.DeactivatedBySync || policy == ReactivationAlways
	case disposition.PreHire:
		return u.DeactivatedBySync && !a.stand.Waits
	}
	return false
}

func (d *decider) decideInactive(i int32) {
	a, u := &d.employees[i], d.outcomes[i].User
	if d.reactivates(a, &d.users[u]) {
		if d.moves(&d.users[u]) {
			d.relink(i, u)
			return
		}
		d.draft(draft{employee: i, user: u, phase: phaseUpdate, Action: Action{Kind: KindReactivate, Reason: ReasonReturned, Access: AccessActive,
			Evidence: d.leaving(a), Changes: d.changes(i, u, true)}})
		return
	}
	bySync, policy := d.users[u].DeactivatedBySync, d.settings.Policy
	switch {
	case a.disposition == disposition.Unknown:
		d.noteUnknown(i)
	case a.disposition == disposition.PreHire && (a.stand.Waits || a.stand.NoCreate || a.barred() || !bySync):
		d.add(NoteKindSkipped, ReasonPreHire, i, "the hire date is ahead: the user stays inactive", d.evidence(a, employee.FieldHireDate)...)
	case a.disposition != disposition.Present && a.disposition != disposition.PreHire:
		// Left, blocked or out of scope: inactive is right.
	case a.withdrawn():
		// It has a note.
	case a.stand.NoCreate:
		d.add(NoteKindProblem, ReasonUnknown, i, "the user stays inactive: "+d.standing(a), d.leaving(a)[1:]...)
	case policy.Reactivate == ReactivationNever:
		d.add(NoteKindHint, ReasonManual, i, "the user should be active, but the settings reactivate no user: it stays inactive")
	default:
		d.add(NoteKindHint, ReasonManual, i, "the user should be active, but an operator deactivated the user: reactivate it by hand")
	}
	if d.moves(&d.users[u]) && employeeFlags(a)&match.EmployeeWanted != 0 {
		d.relink(i, u)
	}
	if !d.outcomes[i].Linked {
		return
	}
	if changes := d.inactiveChanges(i, u); len(changes) > 0 {
		d.updateAlone(i, changes)
	}
}

// inactiveChanges are for a user that stays inactive, if the policy keeps its values up
// to date: all but the address, the keys and the manager.
func (d *decider) inactiveChanges(i, u int32) []Change {
	if d.settings.Policy.Inactive != InactiveUpdate {
		return nil
	}
	return slices.DeleteFunc(d.changes(i, u, false), func(c Change) bool {
		return slices.ContainsFunc(d.keys(), func(k Key) bool { return slices.Contains(k.Targets, c.Attribute) })
	})
}

// decideNoRecord is for a linked user without a record in the roster. That is not
// evidence of leaving: the credentials may have lost a permission.
func (d *decider) decideNoRecord(u int32) {
	user := &d.users[u]
	if !user.Active {
		return
	}
	treatment, evidence := d.settings.Policy.NoRecord, []Evidence(nil)
	if treatment == TreatmentDeactivateEnded {
		treatment, evidence = d.ended(user.EndsOn)
	}
	if origin := d.roster.Origin(); evidence == nil && (origin.Leavers == employee.VisibilityNo || origin.Starters == employee.VisibilityNo) {
		// The credentials do not see all employees: the record may only be hidden,
		// whatever the policy.
		treatment = TreatmentKeep
	}
	switch {
	case treatment != TreatmentDeactivate:
		d.notes = append(d.notes, d.userNote(NoteKindHint, ReasonNoRecord, u, "HR no longer lists the record that this user is linked to: access is not changed"))
	case user.Protected:
		d.notes = append(d.notes, d.userNote(NoteKindAlert, ReasonProtected, u, "HR no longer lists the record, and the user is protected: not deactivated"))
	default:
		evidence = append([]Evidence{{Detail: "HR no longer lists the record"}}, evidence...)
		rehire := d.rehireOf(-1, u)
		if rehire >= 0 {
			evidence = append(evidence, d.rehireEvidence(rehire))
		}
		d.draft(draft{employee: -1, user: u, phase: phaseDeactivate, rehire: rehire >= 0, Action: Action{Kind: KindDeactivate,
			EmployeeID: user.Link.EmployeeID, Reason: ReasonNoRecord, Access: AccessInactive, Evidence: evidence}})
	}
}

// ended decides by the end date that an earlier sync read, and the days of grace. The
// zone is unknown: the one whose day ends last decides.
func (d *decider) ended(endsOn employee.Date) (Treatment, []Evidence) {
	zone, _ := d.zones.Of(&employee.Employee{})
	grace := d.settings.Policy.DeactivateAfter
	switch day := d.zones.Day(zone); {
	case endsOn.IsZero():
	case !endsOn.Before(day.Today.AddDays(-grace)):
		d.due.add(endsOn.AddDays(grace + 1).Start(day.Location))
	case lifecycle.Plausible(endsOn):
		return TreatmentDeactivate, []Evidence{{Field: employee.FieldTerminationDate, State: employee.StateKnown, Value: endsOn.String(), Detail: "read by an earlier sync"}}
	}
	return TreatmentKeep, nil
}

func (d *decider) create(i int32, reason Reason) {
	a, o := &d.employees[i], &d.outcomes[i]
	switch {
	case o.Kind == match.KindNoCreate:
		return // the finding has a note
	case a.barred():
		d.add(NoteKindSkipped, ReasonBlocked, i, "the block condition holds", d.blockEvidence(a)...)
		return
	case a.withdrawn() && a.living():
		return // it has a note
	case reason == ReasonLeft && o.Shares:
		d.add(NoteKindSkipped, ReasonLeft, i, "no user is created: an employee who has not left has the same address or key", d.leaving(a)...)
		return
	case a.stand.NoCreate:
		d.add(NoteKindProblem, ReasonUnknown, i, "no user is created: "+d.standing(a), d.leaving(a)[1:]...)
		return
	}
	changes := d.changes(i, -1, true)
	for t, target := range d.targets {
		if !target.Required && t != d.email || hasChange(changes, target.Name) {
			continue
		}
		reason := ReasonRequired
		if t == d.email {
			reason = ReasonNoKey
		}
		d.add(NoteKindProblem, reason, i, fmt.Sprintf("no user is created: no value for %s", visible.Quote(target.Name)), d.evidence(a, d.sources(t)...)...)
		return
	}
	access := AccessActive
	if reason == ReasonLeft {
		access = AccessInactive
	}
	d.draft(draft{employee: i, user: -1, phase: phaseCreate, Action: Action{Kind: KindCreate, Reason: reason, Access: access,
		Evidence: d.leaving(a), Changes: changes}})
}

func (d *decider) update(i int32) {
	o := &d.outcomes[i]
	d.follows[i] = followsHR
	if d.moves(&d.users[o.User]) {
		d.relink(i, o.User)
		return
	}
	changes := d.syncChanges(i, o.User)
	switch {
	case !o.Linked:
		d.draft(draft{employee: i, user: o.User, phase: phaseUpdate, Action: Action{Kind: KindLink, Reason: ReasonMatched, Changes: changes,
			Evidence: []Evidence{{Detail: d.keyText(o)}}}})
	case len(changes) > 0:
		d.draft(draft{employee: i, user: o.User, phase: phaseUpdate, Action: Action{Kind: KindUpdate, Reason: ReasonChanged, Changes: changes}})
	}
}

// syncChanges returns the changes of a user that follows HR.
func (d *decider) syncChanges(i, u int32) []Change {
	changes := d.changes(i, u, true)
	if d.outcomes[i].Shares && !d.employees[i].living() {
		return d.withoutKeys(i, changes)
	}
	return changes
}

// keyText says which key found the user of an employee.
func (d *decider) keyText(o *match.Outcome) string {
	return d.keys()[o.Key].named() + " is the same in HR"
}

// withoutKeys removes address and keys from the changes of a leaver who shares one of
// them with an employee who has not left.
func (d *decider) withoutKeys(i int32, changes []Change) []Change {
	return slices.DeleteFunc(changes, func(c Change) bool {
		key := c.Attribute == TargetEmail || slices.ContainsFunc(d.keys(), func(k Key) bool { return !k.Name && slices.Contains(k.Targets, c.Attribute) })
		if key {
			d.add(NoteKindSkipped, ReasonLeft, i, visible.Text(c.Attribute)+" is not changed: an employee who has not left has the same address or key")
		}
		return key
	})
}

// remove deactivates a user, or does what the policy chooses instead.
func (d *decider) remove(i, u int32, reason Reason, treatment Treatment) {
	a, user := &d.employees[i], &d.users[u]
	evidence := d.leaving(a)
	switch reason {
	case ReasonBlocked:
		evidence = d.blockEvidence(a)
	case ReasonOutOfScope:
		evidence = d.scopeEvidence(a)
	}
	protectedLeaver := user.Protected && reason == ReasonLeft
	if protectedLeaver && treatment != TreatmentDefault && treatment != TreatmentDeactivate {
		d.add(NoteKindAlert, ReasonProtected, i, "the employee has left, but the user is protected and stays active: deactivate it by hand", evidence...)
	}
	switch {
	case treatment == TreatmentSync:
		d.update(i)
	case treatment == TreatmentKeep && protectedLeaver:
		// The alert above is enough.
	case treatment == TreatmentKeep:
		d.add(NoteKindSkipped, reason, i, "the settings keep the user: access is not changed", evidence...)
	case reason != ReasonLeft && d.obscureIdentity(a):
		d.add(NoteKindProblem, ReasonUnknown, i, "not deactivated ("+string(reason)+"): the address or a key cannot be read, so another employee may have the same", evidence...)
	case d.owners[u].Kind == match.KindClaimed:
		d.add(NoteKindConflict, ReasonLinkedOther, i, "not deactivated: another employee claims the user", evidence...)
	case user.Protected:
		d.add(NoteKindAlert, ReasonProtected, i, "the user should be deactivated ("+string(reason)+"), but is protected and stays active: deactivate it by hand", evidence...)
	default:
		rehire := int32(-1)
		if reason == ReasonLeft {
			rehire = d.rehireOf(i, u)
		}
		if rehire >= 0 {
			evidence = append(slices.Clip(evidence), d.rehireEvidence(rehire))
		}
		changes := d.changes(i, u, false)
		if d.outcomes[i].Shares && !d.employees[i].living() {
			changes = d.withoutKeys(i, changes)
		}
		d.draft(draft{employee: i, user: u, phase: phaseDeactivate, rehire: rehire >= 0, Action: Action{Kind: KindDeactivate, Reason: reason,
			Access: AccessInactive, Evidence: evidence, Changes: changes}})
	}
}

// relink drafts a relink. If the user is inactive, it reactivates the user, or leaves
// it as every inactive user.
func (d *decider) relink(i, u int32) {
	user := &d.users[u]
	was := "the user is linked to employee " + visible.Word(user.Link.EmployeeID) + " of " + visible.Text(user.Link.Source)
	a := Action{Kind: KindRelink, Reason: ReasonMoved}
	switch {
	case user.Active:
		a.Changes = d.syncChanges(i, u)
	case d.reactivates(&d.employees[i], user):
		was += ", and inactive"
		a.Reason, a.Access, a.Changes = ReasonReturned, AccessActive, d.changes(i, u, true)
	default:
		was += ", and stays inactive"
		a.Changes = d.inactiveChanges(i, u)
	}
	a.Evidence = []Evidence{{Detail: was}}
	if o := &d.outcomes[i]; o.User == u {
		a.Evidence = append(a.Evidence, Evidence{Detail: d.keyText(o)})
	}
	sure := d.settings.Policy.Relink == RelinkPolicySamePerson && d.samePerson(i, u)
	d.draft(draft{employee: i, user: u, phase: phaseUpdate, sure: sure, Action: a})
}

// The phases in which the actions of a plan run.
const (
	phaseFree       = 0 // and above: an address is freed before it is reassigned
	phaseUpdate     = 1 << 28
	phaseCreate     = 2 << 28
	phaseManager    = 3 << 28
	phaseDeactivate = 4 << 28
)

// draft adds a draft and fills in which employee and user it is about.
func (d *decider) draft(x draft) {
	if x.employee >= 0 {
		o, e := &d.outcomes[x.employee], d.employees[x.employee].e
		x.EmployeeID, x.Name = e.ID, employeeName(e)
		if o.User < 0 || o.User == x.user { // not another user of the record
			d.follows[x.employee] = int32(len(d.drafts))
		}
		if !o.Linked || x.Kind == KindRelink {
			x.Link = Link{Source: d.source, EmployeeID: e.ID}
		}
	}
	if x.user >= 0 {
		x.UserID, x.Linked, x.moves = d.users[x.user].ID, d.users[x.user].Link, d.moves(&d.users[x.user])
	}
	if len(d.drafts) == cap(d.drafts) {
		d.drafts = slices.Grow(d.drafts, len(d.drafts)+1) // append alone would grow, and copy all, by quarters
	}
	d.drafts = append(d.drafts, x)
}

// noteUnknown reports an employee with unknown lifecycle, scope or block condition.
func (d *decider) noteUnknown(i int32) {
	a := &d.employees[i]
	why, evidence := "employment is unknown: "+rowText(a.stand.Row), d.leaving(a)[1:]
	switch {
	case a.stand.State == lifecycle.Unknown:
	case a.scope == mapping.TruthUnknown:
		why, evidence = "the scope is unknown", d.scopeEvidence(a)
	case a.blocked == mapping.TruthUnknown:
		why, evidence = "the block condition is unknown", d.blockEvidence(a)
	default:
		why = "the start is unknown: the hire date cannot be read"
	}
	done := "access is not changed"
	if d.outcomes[i].User < 0 {
		done = "no user is created"
	}
	d.add(NoteKindProblem, ReasonUnknown, i, done+", because "+why, evidence...)
}

// add adds a note about an employee.
func (d *decider) add(kind NoteKind, reason Reason, i int32, text string, evidence ...Evidence) {
	d.notes = append(d.notes, d.note(kind, reason, i, text, evidence...))
}
