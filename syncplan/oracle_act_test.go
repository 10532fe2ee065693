package syncplan_test

import (
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// decide is the second table of the package comment, cell by cell.
func (o *oracle) decide() {
	for _, h := range o.humans {
		l := h.login
		switch {
		case h.want == "untouched", l != nil && l.Ignored:
		case h.conflict:
			o.leaveConflict(h)
		case l == nil:
			o.decideNew(h)
		case l.Active:
			o.decideActive(h, l)
		default:
			o.decideInactive(h, l)
		}
	}
	for _, l := range o.logins {
		if l.Link.Source == o.source && l.human == nil && !l.Ignored && !l.conflict &&
			l.Active && !l.kept && !l.Protected && o.goneForGood(l) {
			o.add(&deed{kind: syncplan.KindDeactivate, login: l, employeeID: l.Link.EmployeeID, rehired: o.rehired(nil, l)})
		}
	}
	for _, r := range o.relinks {
		h, l := r[0].(*human), r[1].(*login)
		if o.rematches(l) {
			continue
		}
		d := &deed{kind: syncplan.KindRelink, human: h, login: l, wakes: o.returns(h, l)}
		d.alone = !l.Active && !d.wakes
		d.sure = o.Settings.Policy.Relink == syncplan.RelinkPolicySamePerson && o.beyondDoubt(h, l)
		switch {
		case l.Active || d.wakes:
			d.changes, d.applied = o.changes(h, l, true)
		case o.Settings.Policy.Inactive == syncplan.InactiveUpdate:
			d.changes, d.applied = o.sideChanges(h, l)
		}
		o.add(d)
	}
}

// leaveConflict: a conflict blocks every party, but a user whose link points to
// a record that has left, and that no employee who has not left claims, is deactivated.
func (o *oracle) leaveConflict(h *human) {
	for _, l := range o.logins {
		if h.want == "left" && o.takesAway(h) && l.Link == (syncplan.Link{Source: o.source, EmployeeID: h.ID}) {
			o.deactivate(h, l)
		}
	}
}

func (o *oracle) deactivate(h *human, l *login) {
	if l.Active && !l.Ignored && !l.kept && !l.Protected {
		changes, applied := o.changes(h, l, false)
		o.keepKeys(h, changes)
		o.add(&deed{kind: syncplan.KindDeactivate, human: h, login: l, changes: changes, applied: applied,
			rehired: h.want == "left" && o.rehired(h, l)})
	}
}

func (o *oracle) decideNew(h *human) {
	wanted := h.want == "present" || h.want == "pre_hire" && !h.waits ||
		h.want == "left" && o.Settings.Policy.Left == syncplan.TreatmentSync
	if !wanted || h.blocked == mapping.TruthTrue || h.mute || h.noCreate || h.want == "left" && o.outdone(h) {
		return
	}
	changes, applied := o.changes(h, nil, true)
	for _, t := range o.targets {
		if _, ok := changes[t.Name]; !ok && (t.Required || t.Name == "email") {
			return
		}
	}
	o.add(&deed{kind: syncplan.KindCreate, human: h, changes: changes, applied: applied})
}

// outdone reports whether an employee who competes has the same address or key.
func (o *oracle) outdone(h *human) bool {
	keys := append([]syncplan.Key{{Targets: []string{"email"}}}, o.Settings.Match...)
	return slices.ContainsFunc(o.humans, func(other *human) bool {
		return other != h && other.competes() && slices.ContainsFunc(keys, func(k syncplan.Key) bool {
			return !k.Name && o.keyOf(h, k) != "" && o.keyOf(other, k) == o.keyOf(h, k)
		})
	})
}

func (o *oracle) decideActive(h *human, l *login) {
	p := o.Settings.Policy
	switch h.want {
	case "present":
		o.update(h, l)
	case "pre_hire":
		if !h.waits && h.blocked != mapping.TruthTrue {
			o.update(h, l)
		}
	case "grace":
		switch {
		case p.Left == syncplan.TreatmentSync && h.linked:
			o.update(h, l)
		case p.Left == "", p.Left == syncplan.TreatmentDeactivate:
			if end, ok := o.endsOn(h, l); ok && h.linked {
				o.updateAlone(h, l, map[string]employee.Value{"ends_on": end}, nil)
			}
		}
	case "left":
		if p.Left == syncplan.TreatmentSync {
			o.update(h, l)
		}
		if o.takesAway(h) {
			o.deactivate(h, l)
		}
	case "blocked", "out_of_scope":
		keys := append([]syncplan.Key{{Targets: []string{"email"}}}, o.Settings.Match...)
		unsure := slices.ContainsFunc(keys, func(k syncplan.Key) bool { return !k.Name && o.hiddenKey(h, k) })
		if o.takesAway(h) && !unsure {
			o.deactivate(h, l)
		}
	case "unknown":
		if !h.doubt {
			o.update(h, l)
		}
	}
}

func (o *oracle) update(h *human, l *login) {
	h.synced = true
	kind := syncplan.KindUpdate
	changes, applied := o.changes(h, l, true)
	o.keepKeys(h, changes)
	switch {
	case l.moves:
		kind = syncplan.KindRelink
	case !h.linked:
		kind = syncplan.KindLink
	}
	if kind != syncplan.KindUpdate || len(changes) > 0 {
		o.add(&deed{kind: kind, human: h, login: l, changes: changes, applied: applied})
	}
}

// keepKeys: the login of a leaver gets no address or key while an employee who competes
// has one of those of the leaver.
func (o *oracle) keepKeys(h *human, changes map[string]employee.Value) {
	if h.living() || !o.outdone(h) {
		return
	}
	delete(changes, "email")
	for _, k := range o.Settings.Match {
		for _, t := range k.Targets {
			if !k.Name {
				delete(changes, t)
			}
		}
	}
}

func (o *oracle) decideInactive(h *human, l *login) {
	if o.returns(h, l) {
		changes, applied := o.changes(h, l, true)
		d := &deed{kind: syncplan.KindReactivate, human: h, login: l, changes: changes, applied: applied}
		if l.moves {
			d.kind, d.wakes = syncplan.KindRelink, true
		}
		o.add(d)
		return
	}
	starts := h.want == "pre_hire" && !h.waits && h.blocked != mapping.TruthTrue
	if l.moves && (h.want == "present" || starts) {
		d := &deed{kind: syncplan.KindRelink, human: h, login: l, alone: true}
		if o.Settings.Policy.Inactive == syncplan.InactiveUpdate {
			d.changes, d.applied = o.sideChanges(h, l)
		}
		o.add(d)
		return
	}
	if o.Settings.Policy.Inactive != syncplan.InactiveUpdate || !h.linked {
		return
	}
	if changes, applied := o.sideChanges(h, l); len(changes) > 0 {
		o.updateAlone(h, l, changes, applied)
	}
}

// returns: an inactive login is to be active as that of a human.
func (o *oracle) returns(h *human, l *login) bool {
	p := o.Settings.Policy
	bySync := l.DeactivatedBySync && p.Reactivate == syncplan.ReactivationOwn ||
		p.Reactivate == syncplan.ReactivationAlways
	return !l.Active && bySync && !h.noCreate && h.blocked != mapping.TruthTrue &&
		(h.want == "present" || h.want == "pre_hire" && !h.waits && l.DeactivatedBySync)
}

// sideChanges are those of a login that stays inactive.
func (o *oracle) sideChanges(h *human, l *login) (changes, applied map[string]employee.Value) {
	changes, applied = o.changes(h, l, false)
	for _, k := range o.keys() {
		for _, t := range k.Targets {
			delete(changes, t)
		}
	}
	return changes, applied
}

func (o *oracle) updateAlone(h *human, l *login, changes, applied map[string]employee.Value) {
	o.add(&deed{kind: syncplan.KindUpdate, human: h, login: l, changes: changes, applied: applied, alone: true})
}

// goneForGood: the policy deactivates users whose record HR no longer lists. A
// record may only be hidden where the credentials do not see every employee.
func (o *oracle) goneForGood(l *login) bool {
	blinkered := o.Origin.Leavers == employee.VisibilityNo || o.Origin.Starters == employee.VisibilityNo
	switch o.Settings.Policy.NoRecord {
	case syncplan.TreatmentDeactivate:
		return !blinkered
	case syncplan.TreatmentDeactivateEnded:
		// Any zone may be that of an employee who is not listed.
		for _, zone := range o.zonesOf(&human{}) {
			if !l.EndsOn.Before(employee.DateAt(o.At, zone).AddDays(-o.Settings.Policy.DeactivateAfter)) {
				return false
			}
		}
		return l.EndsOn.Year() >= 1900
	}
	return false
}

// changes are what a login would get; l is nil for a new one.
func (o *oracle) changes(h *human, l *login, withEmail bool) (changes, applied map[string]employee.Value) {
	changes, applied = make(map[string]employee.Value), make(map[string]employee.Value)
	for i, t := range o.targets {
		if t.Name == "manager" || t.Name == "email" && !withEmail {
			continue
		}
		subject, now := h.created(), employee.Empty()
		if l != nil {
			subject, now = h.subject(), l.value(t.Name)
		}
		out := o.program.Apply(i, subject)
		if out.Verdict == mapping.VerdictLeave {
			continue
		}
		blank := out.Verdict == mapping.VerdictClear && !o.known(out.Rule)
		then := o.becomes(t.Name, out, now)
		same := o.same(t.Name, now, hrValue(out)) || o.same(t.Name, now, then) ||
			t.Name == "email" && fold.Key(now.String()) == fold.Key(out.Value.String())
		kept, edited := false, false
		if l != nil {
			kept, edited = o.stays(l, t.Name, out)
		}
		until, own := out.Authority == mapping.AuthorityUntilChanged, l == nil || l == h.login
		switch {
		case same:
			if until && !kept && !edited && own && !blank {
				o.remember(h, l, t.Name, hrValue(out))
			}
		case blank:
			if own && !kept && !edited {
				o.kept["not cleared "+l.ID] = true
			}
		case kept:
			if own {
				o.kept["kept "+l.ID] = true
			}
		case edited:
		case l != nil && out.Verdict == mapping.VerdictSet && (out.Authority == mapping.AuthorityCreate ||
			out.Authority == mapping.AuthorityFill && now.Known() ||
			t.Name == "email" && now.Known() && (l.Protected || o.stopgap(out))):
		default:
			changes[t.Name] = then
			if until {
				applied[t.Name] = hrValue(out)
			}
		}
	}
	if end, ok := o.endsOn(h, l); ok {
		changes["ends_on"] = end
	}
	return changes, applied
}

// endsOn is the end date to remember, if the policy needs it and it is another one.
func (o *oracle) endsOn(h *human, l *login) (end employee.Value, ok bool) {
	end = h.Value(employee.FieldTerminationDate)
	remembered := o.Settings.Policy.NoRecord == syncplan.TreatmentDeactivateEnded
	if !remembered || !end.Known() && end.State() != employee.StateEmpty {
		return end, false
	}
	now := employee.Empty()
	if l != nil {
		now = employee.Day(l.EndsOn)
	}
	return end, now != end
}

// stopgap: a private address in place of a work address is for new users only.
func (o *oracle) stopgap(out mapping.Outcome) bool {
	return out.Field == employee.FieldPersonalEmail && out.Authority != mapping.AuthorityAlways &&
		o.Settings.Mapping.Rules[out.Rule].From[0] != employee.FieldPersonalEmail
}

// known reports whether a source of the rule is known for any employee. HR withdraws the
// end date of one employee, and no other may have one.
func (o *oracle) known(rule int) bool {
	ends := []employee.Field{"termination_date", "last_working_day", "contract_end_date"}
	from := o.Settings.Mapping.Rules[rule].From
	if !slices.ContainsFunc(from, func(f employee.Field) bool { return !slices.Contains(ends, f) }) {
		return true
	}
	return slices.ContainsFunc(o.Settings.Mapping.Rules[rule].From, func(f employee.Field) bool {
		return slices.ContainsFunc(o.humans, func(h *human) bool { return h.Value(f).Known() })
	})
}

// readable reports whether a field is known or empty for any employee.
func (o *oracle) readable(f employee.Field) bool {
	return slices.ContainsFunc(o.humans, func(h *human) bool {
		s := h.Value(f).State()
		return s == employee.StateKnown || s == employee.StateEmpty
	})
}

// settleAddresses refuses addresses until no user gets one that another has, or
// is to get.
func (o *oracle) settleAddresses() {
	wishes := make(map[string][]*human) // refusing one does not help the others
	for _, d := range o.deeds {
		if email := d.email(); email != "" {
			wishes[email] = append(wishes[email], d.human)
		}
	}
	for again := true; again; {
		var refused []*deed
		for _, d := range o.deeds {
			if d.email() != "" && o.refused(d, wishes[d.email()]) {
				refused = append(refused, d)
			}
		}
		for _, d := range refused {
			delete(d.changes, "email")
			if d.kind == syncplan.KindCreate || d.kind == syncplan.KindUpdate && len(d.changes) == 0 {
				o.deeds = slices.DeleteFunc(o.deeds, func(x *deed) bool { return x == d })
			}
		}
		again = len(refused) > 0
	}
	for _, d := range o.deeds {
		if d.email() != "" {
			for _, l := range o.owners(d) {
				d.after = append(d.after, o.freeing(l))
			}
		}
	}
}

// refused: several wish for the address and d is not the only one living, or
// another user has it and does not give it up before.
func (o *oracle) refused(d *deed, wishes []*human) bool {
	living := slices.DeleteFunc(slices.Clone(wishes), func(h *human) bool { return !h.living() })
	if len(wishes) > 1 && !(len(living) == 1 && living[0] == d.human) {
		return true
	}
	return o.stuck(d, nil)
}

// stuck: another user has the address and does not give it up, or waits for d.
func (o *oracle) stuck(d *deed, waiting []*deed) bool {
	return slices.Contains(waiting, d) || slices.ContainsFunc(o.owners(d), func(l *login) bool {
		next := o.freeing(l)
		return next == nil || next.email() == d.email() || o.stuck(next, append(waiting, d))
	})
}

// owners returns the other logins that have the address that d gives.
func (o *oracle) owners(d *deed) []*login {
	var owners []*login
	for _, l := range o.logins {
		if l != d.login && fold.Key(l.Email) == d.email() {
			owners = append(owners, l)
		}
	}
	return owners
}

// freeing returns the deed that gives a login another address.
func (o *oracle) freeing(l *login) *deed {
	for _, d := range o.deeds {
		if d.login == l && d.email() != "" {
			return d
		}
	}
	return nil
}

// email is the folded address that a deed gives, "" if none.
func (d *deed) email() string {
	v, ok := d.changes["email"]
	if !ok {
		return ""
	}
	return fold.Key(strings.TrimSpace(v.String()))
}
