package syncplan_test

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// guard marks every deed with the first guard that holds it, and every value with the
// guard that takes it out of its deed.
func (o *oracle) guard() {
	base, linked, moves := 0, false, false
	for _, l := range o.logins {
		linked = linked || l.Link.Source == o.source
		moves = moves || l.moves
		if l.Active && (l.moves || l.Link.Source == o.source) {
			base++
		}
	}
	for _, g := range o.doubts(base, linked || moves) {
		if !slices.ContainsFunc(o.approvals, func(a syncplan.Approval) bool { return a.Guard == g && len(a.Shown) == 0 }) {
			o.hold(g, o.deeds)
		}
	}
	all := slices.DeleteFunc(slices.Clone(o.deeds), (*deed).moves) // what the move holds counts nowhere else
	of := func(is func(*deed) bool) []*deed {
		return slices.DeleteFunc(slices.Clone(all), func(d *deed) bool { return !is(d) })
	}
	kind := func(k syncplan.Kind) []*deed { return of(func(d *deed) bool { return d.kind == k }) }
	unlinked := func(d *deed) bool { return d.kind == syncplan.KindDeactivate && d.human != nil && !d.human.linked }
	limits := o.Settings.Policy.Limits
	always := func(int) int { return 0 }
	never := func(int) int { return math.MaxInt }

	first := never
	if o.Settings.Policy.FirstPlan == syncplan.FirstPlanHold && !linked {
		first = always
	}
	o.excess(syncplan.GuardFirstPlan, "", all, first, 0)
	unsure := func(d *deed) bool { return d.kind == syncplan.KindRelink && !d.sure || d.rehired }
	o.excess(syncplan.GuardRelinks, "", of(unsure), always, 0)
	o.excess(syncplan.GuardMove, "", slices.DeleteFunc(slices.Clone(o.deeds), func(d *deed) bool {
		return !d.moves() || d.kind == syncplan.KindSetManager
	}), always, 0)
	o.excess(syncplan.GuardUnlinkedDeactivations, "", of(unlinked), always, 0)
	o.guardDuplicates()
	o.excess(syncplan.GuardDeactivations, syncplan.KindDeactivate,
		of(func(d *deed) bool { return d.kind == syncplan.KindDeactivate && !unlinked(d) }),
		passing(5, 20, true, limits.Deactivations), base)
	o.excess(syncplan.GuardEmailChanges, syncplan.KindUpdate,
		of(func(d *deed) bool { return d.kind == syncplan.KindRelink || d.login != nil && d.email() != "" }),
		passing(5, 10, false, limits.EmailChanges), base)
	created := passing(20, 20, false, limits.Creates)
	if !linked && !moves && limits.Creates == nil {
		created = never
	}
	o.excess(syncplan.GuardCreates, syncplan.KindCreate, kind(syncplan.KindCreate), created, base)
	if waiting := o.seatless(); len(waiting) > 0 {
		o.hold(syncplan.GuardSeats, waiting)
	}
	o.guardValues(base)
}

// moves: what happens to a login of a replaced source.
func (d *deed) moves() bool { return d.login != nil && d.login.moves }

// passing returns how many pass of a base: a guard's own percentage is of the first
// 500, and 1 % of the rest.
func passing(count, percent int, half bool, custom *syncplan.Limit) func(base int) int {
	return func(base int) int {
		if custom != nil {
			return max(custom.Count, base*custom.Percent/100)
		}
		share := base * percent
		if base > 500 {
			share = 500*percent + base - 500
		}
		if most := max(count, share/100); !half || most*2 <= base {
			return most
		}
		return base / 2
	}
}

// named reports whether a member is a deed or, given a target, that value of it.
func named(m syncplan.Member, d *deed, target string) bool {
	id, user := d.employeeID, ""
	if d.human != nil {
		id = d.human.ID
	}
	if d.login != nil {
		user = d.login.ID
	}
	return m.EmployeeID == id && m.UserID == user && m.Target == target && (target != "" || m.Kind == d.kind)
}

// released reports whether a deed is approved, and whether it was shown.
func (o *oracle) released(g syncplan.Guard, d *deed, target string) (approved, shown bool) {
	for _, a := range o.approvals {
		is := func(m syncplan.Member) bool { return named(m, d, target) }
		first := a.Guard == syncplan.GuardFirstPlan && g == syncplan.GuardCreates
		if a.Guard == g || first {
			approved = approved || slices.ContainsFunc(a.Members, is)
		}
		if a.Guard == g { // whatever else the user was shown with
			who := func(m syncplan.Member) bool { m.Kind = d.kind; return named(m, d, target) }
			shown = shown || slices.ContainsFunc(a.Members, who) || slices.ContainsFunc(a.Shown, who)
		}
	}
	return approved, shown
}

// judged returns the deeds that a guard holds: all that no approval names if they are
// too many, else those that were shown and not approved.
func (o *oracle) judged(g syncplan.Guard, target string, deeds []*deed, most int) (held []*deed, tripped, fresh bool) {
	var open, refused []*deed
	for _, d := range deeds {
		approved, shown := o.released(g, d, target)
		if approved || !shown && o.undone(d, target) {
			continue
		}
		if open = append(open, d); shown {
			refused = append(refused, d)
		}
	}
	if len(open) > most {
		return open, true, len(refused) < len(open)
	}
	return refused, false, false
}

func (o *oracle) hold(g syncplan.Guard, deeds []*deed) {
	o.guards = append(o.guards, string(g))
	o.take(g, deeds)
}

// take marks deeds that no earlier guard holds, and those that come after them.
func (o *oracle) take(g syncplan.Guard, deeds []*deed) {
	for len(deeds) > 0 {
		var next []*deed
		for _, d := range deeds {
			if d.held == "" {
				d.held = g
				for _, waits := range o.deeds {
					if slices.Contains(waits.after, d) {
						next = append(next, waits)
					}
				}
			}
		}
		if deeds = next; len(deeds) == 0 {
			deeds = o.blocked()
		}
	}
}

// links reports whether there is one more linked active user after a deed.
func (d *deed) links() bool {
	return d.activates() || d.kind == syncplan.KindLink ||
		d.kind == syncplan.KindRelink && d.login.foreign && d.login.Active
}

// activates reports whether a user who is not active is so after a deed: a leaver's new
// user is not.
func (d *deed) activates() bool {
	return d.kind == syncplan.KindCreate && d.human.want != "left" || d.kind == syncplan.KindReactivate || d.wakes
}

// excess holds the deeds of a kind if they are too many, and the plan's own new
// links with them if those would make the base grow until they are not.
func (o *oracle) excess(g syncplan.Guard, kind syncplan.Kind, deeds []*deed, passing func(base int) int, base int) {
	held, tripped, fresh := o.judged(g, "", deeds, passing(base))
	if len(held) == 0 {
		return
	}
	var growth []*deed
	for _, d := range o.deeds {
		if d.links() && d.kind != kind && kind != "" {
			growth = append(growth, d)
		}
	}
	if tripped && fresh && len(deeds) <= passing(base+len(growth)) {
		held = slices.Concat(held, slices.DeleteFunc(growth, func(d *deed) bool { return o.undone(d, "") }))
	}
	o.hold(g, held)
}

// seatless returns the deeds that would take a seat which is not there.
func (o *oracle) seatless() []*deed {
	if o.Existing.Seats == 0 {
		return nil
	}
	free := o.Existing.Seats
	for _, l := range o.logins {
		if l.Active {
			free--
		}
	}
	var takers []*deed
	for _, d := range o.deeds {
		if d.activates() {
			takers = append(takers, d)
		}
	}
	slices.SortFunc(takers, func(a, b *deed) int {
		back := func(d *deed) int {
			if d.kind == syncplan.KindCreate {
				return 1
			}
			return 0
		}
		hired := func(d *deed) string {
			if day, ok := d.human.Value(employee.FieldHireDate).Day(); ok {
				return day.String()
			}
			return "unknown"
		}
		return cmp.Or(back(a)-back(b), strings.Compare(hired(a), hired(b)), strings.Compare(a.human.ID, b.human.ID))
	})
	return takers[min(len(takers), max(0, free)):]
}

// guardValues takes values out of deeds: too many new values of one target where
// there was one, and too many that would be lost.
func (o *oracle) guardValues(base int) {
	for _, d := range o.deeds {
		if d.links() {
			base++
		}
	}
	limits := o.Settings.Policy.Limits
	for _, clears := range []bool{false, true} {
		for _, t := range o.targets {
			var deeds []*deed
			for _, d := range o.deeds {
				if had, lost := d.replaces(t.Name); had && lost == clears {
					deeds = append(deeds, d)
				}
			}
			g, most := syncplan.GuardChanges, passing(20, 50, false, limits.Changes)
			switch {
			case clears:
				g, most = syncplan.GuardClears, passing(5, 20, true, limits.Clears)
			case o.isName(t.Name):
				most = passing(5, 20, true, limits.Changes)
			}
			held, _, _ := o.judged(g, t.Name, deeds, most(base))
			if len(held) == 0 {
				continue
			}
			o.guards = append(o.guards, string(g)+" "+t.Name)
			o.take(g, slices.DeleteFunc(slices.Clone(held), func(d *deed) bool { return d.kind != syncplan.KindSetManager }))
			for _, d := range held {
				if d.kind == syncplan.KindSetManager {
					continue
				}
				if d.cut == nil {
					d.cut = make(map[string]syncplan.Guard)
				}
				d.cut[t.Name] = g
			}
		}
	}
}

// replaces reports whether a deed takes a value of a target from a user, and whether
// it gives none for it. Addresses have a guard of their own.
func (d *deed) replaces(target string) (had, lost bool) {
	switch {
	case d.login == nil || target == "email" || d.moves():
		return false, false
	case d.kind == syncplan.KindSetManager:
		return target == "manager" && d.login.ManagerID != "", d.boss == nil && d.elsewhere == nil
	}
	v, changes := d.changes[target]
	return changes && d.login.value(target).Known(), !v.Known()
}

// isName reports whether a target belongs to a key that is a name, or its rules read
// nothing but names.
func (o *oracle) isName(target string) bool {
	for _, k := range o.Settings.Match {
		if k.Name && slices.Contains(k.Targets, target) {
			return true
		}
	}
	var read []employee.Field
	for _, r := range o.Settings.Mapping.Rules {
		if r.Target == target {
			for _, fields := range r.Needs() {
				read = append(read, fields...)
			}
		}
	}
	return len(read) > 0 && !slices.ContainsFunc(read, func(f employee.Field) bool {
		return !strings.HasSuffix(string(f), "_name")
	})
}

// doubts returns the guards that hold the whole plan.
func (o *oracle) doubts(base int, linked bool) (guards []syncplan.Guard) {
	if len(o.humans) == 0 {
		if linked {
			guards = append(guards, syncplan.GuardEmptyRoster)
		}
		return guards
	}
	missing := 0
	for _, l := range o.logins {
		if l.Active && l.Link.Source == o.source &&
			!slices.ContainsFunc(o.humans, func(h *human) bool { return h.ID == l.Link.EmployeeID }) {
			missing++
		}
	}
	if missing > passing(5, 20, false, nil)(base) {
		guards = append(guards, syncplan.GuardMissingRecords)
	}
	if o.blind() || slices.ContainsFunc(o.needs(), func(f employee.Field) bool { return !o.readable(f) }) {
		guards = append(guards, syncplan.GuardUnreadableField)
	}
	unreadable, employed := 0, 0
	for _, h := range o.humans {
		if h.state != mapping.LifecycleLeft && h.state != mapping.LifecyclePreHire {
			employed++
			if !h.Value(employee.FieldStatus).Known() {
				unreadable++
			}
		}
	}
	word := !o.Origin.NoStatus && o.Settings.Policy.LeavingEvidence != syncplan.LeavingEvidenceEndDate
	if word && unreadable > passing(2, 20, false, nil)(employed) {
		guards = append(guards, syncplan.GuardUnreadableStatus)
	}
	return guards
}

// blind: of all in scope, a target's rules are stopped for every employee, or a source
// of a list or a part of a format can be read for none.
func (o *oracle) blind() bool {
	var scope []*human
	for _, h := range o.humans {
		if h.scope == mapping.TruthTrue {
			scope = append(scope, h)
		}
	}
	reads := func(h *human, fields []employee.Field) bool {
		return slices.ContainsFunc(fields, func(f employee.Field) bool {
			state := h.Value(f).State()
			return state == employee.StateKnown || state == employee.StateEmpty
		})
	}
	unread := func(fields []employee.Field) bool {
		return !slices.ContainsFunc(scope, func(h *human) bool { return reads(h, fields) })
	}
	if len(scope) == 0 {
		return false
	}
	for _, t := range o.targets {
		works := slices.ContainsFunc(scope, func(h *human) bool {
			out := o.apply(h, t.Name)
			if h.login == nil {
				out = o.program.Apply(o.target(t.Name), h.created())
			}
			if out.Rule < 0 || out.Verdict != mapping.VerdictLeave {
				return true
			}
			rule := o.Settings.Mapping.Rules[out.Rule]
			tests := append(rule.When.Fields(), rule.From...)
			if out.Field == mapping.FieldLifecycle || slices.Contains(tests, mapping.FieldLifecycle) {
				return true // no field of HR
			}
			sources := mapping.Mapping{Rules: []mapping.Rule{{From: rule.From, Format: rule.Format}}}.Fields()
			return !out.Stopped && (out.Problem != "" || reads(h, sources))
		})
		if !works {
			return true
		}
	}
	for _, r := range o.Settings.Mapping.Rules {
		if r.Format != "" && slices.ContainsFunc(r.Needs(), unread) {
			return true
		}
		one := func(f employee.Field) bool { return unread([]employee.Field{f}) }
		if (r.Type == employee.KindList || r.Type == mapping.KindSet) && slices.ContainsFunc(r.From, one) {
			return true
		}
	}
	return false
}

// needs returns the fields of the evidence and of conditions, which must be readable
// for some employee.
func (o *oracle) needs() (needs []employee.Field) {
	evidence := o.Settings.Policy.LeavingEvidence
	if evidence == syncplan.LeavingEvidenceBoth {
		needs = append(needs, employee.FieldHireDate)
	}
	if evidence != syncplan.LeavingEvidenceStatus && !o.noEnds() {
		needs = append(needs, employee.FieldTerminationDate)
	}
	if evidence == syncplan.LeavingEvidenceStatus || evidence == syncplan.LeavingEvidenceBoth && !o.Origin.NoStatus {
		needs = append(needs, employee.FieldStatus)
	}
	needs = append(needs, o.Settings.Mapping.Scope.Fields()...)
	needs = append(needs, o.Settings.Policy.Block.Fields()...)
	for _, z := range o.Settings.Zones {
		needs = append(needs, z.When.Fields()...)
	}
	for _, r := range o.Settings.Mapping.Rules {
		needs = append(needs, r.When.Fields()...)
	}
	return slices.DeleteFunc(needs, func(f employee.Field) bool { return f == mapping.FieldLifecycle })
}
