package syncplan_test

import (
	"slices"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
)

// setManagers adds a deed for every employee that the plan touches and whose manager
// is another one.
func (o *oracle) setManagers() {
	if o.target("manager") < 0 {
		return
	}
	for _, h := range o.humans {
		if d := o.deedOf(h); d == nil && !h.synced || d != nil && d.kind == syncplan.KindDeactivate {
			continue
		}
		out := o.apply(h, "manager")
		var boss *human
		switch out.Verdict {
		case mapping.VerdictLeave:
			continue
		case mapping.VerdictClear:
			if !o.known(out.Rule) {
				continue
			}
		default:
			if boss = o.boss(out); boss == nil {
				continue
			}
		}
		l := o.loginOf(h)
		if l == nil && boss == nil {
			continue
		}
		if l != nil {
			now := o.byID(l.ManagerID)
			if now != nil && boss != nil && now == o.loginOf(boss) || l.ManagerID == "" && boss == nil ||
				out.Authority == mapping.AuthorityCreate || out.Authority == mapping.AuthorityFill && l.ManagerID != "" {
				continue
			}
		}
		h.proposed, h.boss = true, boss
	}
	for o.openCircles() {
	}
	var deeds []*deed
	for _, h := range o.humans {
		if !h.proposed {
			continue
		}
		d := &deed{kind: syncplan.KindSetManager, human: h, login: o.loginOf(h), boss: h.boss}
		for _, who := range []*human{h, h.boss} { // both must have their user first
			if who == nil {
				continue
			}
			if first := o.deedOf(who); first != nil && first.kind != syncplan.KindUpdate {
				d.after = append(d.after, first)
			}
		}
		deeds = append(deeds, d)
	}
	o.deeds = append(o.deeds, deeds...)
}

// loginOf returns the login that a human has or is to be relinked to, nil for
// one to be created or none.
func (o *oracle) loginOf(h *human) *login {
	if h.login != nil {
		return h.login
	}
	if d := o.deedOf(h); d != nil {
		return d.login
	}
	return nil
}

func (o *oracle) byID(id string) *login {
	for _, l := range o.logins {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// deedOf returns what is done about a human, nil if nothing.
func (o *oracle) deedOf(h *human) *deed {
	for _, d := range o.deeds {
		if d.human == h && d.kind != syncplan.KindSetManager && (h.login == nil || h.login == d.login) {
			return d
		}
	}
	return nil
}

// boss returns the one human that the outcome names in HR, leavers aside unless
// there are only leavers, if there is a user to report to.
func (o *oracle) boss(out mapping.Outcome) *human {
	var found []*human
	for _, h := range o.humans {
		value := map[employee.Field]string{
			employee.FieldManagerEmail:  h.WorkEmail,
			employee.FieldManagerNumber: h.Number,
		}[out.Field]
		named := value != "" && fold.Key(value) == fold.Key(out.Value.String())
		if out.Field == employee.FieldManagerID {
			named = h.ID == out.Value.String()
		}
		if named {
			found = append(found, h)
		}
	}
	if slices.ContainsFunc(found, (*human).living) {
		found = slices.DeleteFunc(found, func(h *human) bool { return !h.living() })
	}
	if len(found) != 1 || o.loginOf(found[0]) == nil && o.deedOf(found[0]) == nil {
		return nil
	}
	l, d := o.loginOf(found[0]), o.deedOf(found[0])
	if o.post(found[0], l).human != found[0] { // relinked to another employee
		return nil
	}
	if d != nil && d.kind == syncplan.KindDeactivate {
		return nil
	}
	if l != nil && (l.Ignored || !l.Active && (d == nil || d.kind != syncplan.KindReactivate)) {
		return nil
	}
	return found[0]
}

// openCircles drops the proposals of employees who would report to one another,
// and reports whether there were any.
func (o *oracle) openCircles() bool {
	var circle []*human
	for _, h := range o.humans {
		if !h.proposed {
			continue
		}
		at := o.above(h, o.loginOf(h))
		for range len(o.humans) + len(o.logins) {
			if at == (post{}) {
				break
			}
			if at.human == h || at.login != nil && at.login == o.loginOf(h) {
				circle = append(circle, h)
				break
			}
			at = o.above(at.human, at.login)
		}
	}
	for _, h := range circle {
		h.proposed = false
	}
	return len(circle) > 0
}

// A post is where an employee reports: a human, a login, or both.
type post struct {
	human *human
	login *login
}

func (o *oracle) above(h *human, l *login) post {
	if h != nil && h.proposed {
		if h.boss == nil {
			return post{}
		}
		return o.post(h.boss, o.loginOf(h.boss))
	}
	if l == nil {
		return post{}
	}
	boss := o.byID(l.ManagerID)
	if boss == nil {
		return post{}
	}
	return o.post(boss.human, boss)
}

// post is where h reports from, or the human that the login is relinked to.
func (o *oracle) post(h *human, l *login) post {
	for _, d := range o.deeds {
		if d.kind == syncplan.KindRelink && d.login == l {
			return post{d.human, l}
		}
	}
	return post{h, l}
}

// guard marks every deed with the first guard that holds it.
func (o *oracle) guard() {
	base, linked := 0, false
	for _, l := range o.logins {
		if l.Link.Source == o.source {
			linked = true
			if l.Active {
				base++
			}
		}
	}
	for _, g := range o.doubts(base, linked) {
		o.hold(g, o.deeds)
	}
	all := o.deeds
	of := func(is func(*deed) bool) []*deed {
		return slices.DeleteFunc(slices.Clone(all), func(d *deed) bool { return !is(d) })
	}
	kind := func(k syncplan.Kind) []*deed { return of(func(d *deed) bool { return d.kind == k }) }
	first := of(func(d *deed) bool {
		return d.kind == syncplan.KindDeactivate && d.human != nil && !d.human.linked
	})
	if len(kind(syncplan.KindRelink)) > 0 {
		o.hold(syncplan.GuardRelinks, kind(syncplan.KindRelink))
	}
	if len(first) > 0 {
		o.hold(syncplan.GuardUnlinkedDeactivations, first)
	}
	o.excess(syncplan.GuardDeactivations, syncplan.KindDeactivate, syncplan.Limit{Count: 5, Percent: 20},
		o.Settings.Policy.Limits.Deactivations, kind(syncplan.KindDeactivate), base)
	o.excess(syncplan.GuardEmailChanges, syncplan.KindUpdate, syncplan.Limit{Count: 5, Percent: 10},
		o.Settings.Policy.Limits.EmailChanges,
		of(func(d *deed) bool { return d.kind == syncplan.KindRelink || d.login != nil && d.email() != "" }), base)
	if linked {
		o.excess(syncplan.GuardCreates, syncplan.KindCreate, syncplan.Limit{Count: 20, Percent: 20},
			o.Settings.Policy.Limits.Creates, kind(syncplan.KindCreate), base)
	}
}

func (o *oracle) hold(g syncplan.Guard, deeds []*deed) {
	o.guards = append(o.guards, g)
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
		deeds = next
	}
}

// excess holds the deeds of a kind if they are too many, and the plan's own new
// links with them if those would make the base grow until they are not.
func (o *oracle) excess(
	g syncplan.Guard, kind syncplan.Kind, limit syncplan.Limit, custom *syncplan.Limit, deeds []*deed, base int,
) {
	if custom != nil {
		limit = *custom
	}
	tooMany := func(base int) bool {
		return len(deeds) > limit.Count && len(deeds)*100 > limit.Percent*base ||
			g == syncplan.GuardDeactivations && custom == nil && len(deeds)*2 > base
	}
	if !tooMany(base) {
		return
	}
	var growth []*deed
	for _, d := range o.deeds {
		growing := []syncplan.Kind{syncplan.KindCreate, syncplan.KindLink, syncplan.KindReactivate}
		links := slices.Contains(growing, d.kind) || d.kind == syncplan.KindRelink && d.login.foreign
		if links && d.kind != kind {
			growth = append(growth, d)
		}
	}
	if !tooMany(base + len(growth)) {
		deeds = slices.Concat(deeds, growth)
	}
	o.hold(g, deeds)
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
	if missing > 5 && missing*100 > 20*base {
		guards = append(guards, syncplan.GuardMissingRecords)
	}
	if slices.ContainsFunc(o.needs(), func(any []employee.Field) bool { return !slices.ContainsFunc(any, o.readable) }) {
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
	if word && unreadable > 2 && unreadable*100 > 20*employed {
		guards = append(guards, syncplan.GuardUnreadableStatus)
	}
	if o.Settings.Policy.FirstPlan == syncplan.FirstPlanHold && !linked && len(o.deeds) > 0 {
		guards = append(guards, syncplan.GuardFirstPlan)
	}
	return guards
}

// needs returns the fields, or alternatives, that the settings cannot do
// without.
func (o *oracle) needs() (needs [][]employee.Field) {
	add := func(fields ...employee.Field) {
		for _, f := range fields {
			needs = append(needs, []employee.Field{f})
		}
	}
	evidence := o.Settings.Policy.LeavingEvidence
	if evidence == syncplan.LeavingEvidenceBoth {
		add(employee.FieldHireDate)
	}
	if evidence != syncplan.LeavingEvidenceStatus {
		add(employee.FieldTerminationDate)
	}
	if evidence == syncplan.LeavingEvidenceStatus || evidence == syncplan.LeavingEvidenceBoth && !o.Origin.NoStatus {
		add(employee.FieldStatus)
	}
	add(o.Settings.Mapping.Scope.Fields()...)
	add(o.Settings.Policy.Block.Fields()...)
	for _, z := range o.Settings.Zones {
		add(z.When.Fields()...)
	}
	for _, r := range o.Settings.Mapping.Rules {
		add(r.When.Fields()...)
		needs = append(needs, r.Needs()...)
	}
	return needs
}
