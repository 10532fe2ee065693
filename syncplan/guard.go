package syncplan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// The guards. The first five hold the whole plan, because they doubt the roster
// or because nobody has looked at it yet; the others hold the actions of one
// kind.
const (
	GuardEmptyRoster           Guard = "empty_roster"      // nobody is listed while users are linked
	GuardMissingRecords        Guard = "missing_records"   // too many linked users without a record
	GuardUnreadableField       Guard = "unreadable_field"  // a field that the settings need is readable for nobody
	GuardUnreadableStatus      Guard = "unreadable_status" // too many employed people with a blank or withheld status
	GuardFirstPlan             Guard = "first_plan"        // no user is linked yet, and the settings hold the first plan
	GuardDeactivations         Guard = "deactivations"
	GuardUnlinkedDeactivations Guard = "unlinked_deactivations" // deactivations of users that no sync has linked
	GuardEmailChanges          Guard = "email_changes"
	GuardRelinks               Guard = "relinks" // always held
	GuardCreates               Guard = "creates"
)

// An Approval releases what one Hold withheld: that set of people, for those
// reasons, and every part of it. It dies when somebody else joins the set, and
// at Expires. It says nothing about other guards: behind one there may be
// another. Make one with Hold.Approve.
type Approval struct {
	Guard   Guard     `json:"guard"`
	Source  string    `json:"source"`
	Members []string  `json:"members"` // as in Hold.Members
	By      string    `json:"by"`
	Expires time.Time `json:"expires"`
}

// Approve returns the approval of h by somebody, until expires. Show the hold
// to a person first; store the approval and give it to the next Build.
func (h Hold) Approve(by string, expires time.Time) Approval {
	return Approval{Guard: h.Guard, Source: h.Source, Members: slices.Clone(h.Members), By: by, Expires: expires}
}

func (a Approval) covers(h *Hold, at time.Time) bool {
	if a.Guard != h.Guard || a.Source != h.Source || !at.Before(a.Expires) {
		return false
	}
	approved := make(map[string]bool, len(a.Members))
	for _, m := range a.Members {
		approved[m] = true
	}
	return !slices.ContainsFunc(h.Members, func(m string) bool { return !approved[m] })
}

// A trip is a guard that has something to hold.
type trip struct {
	Hold
	drafts []int32
}

// guard withholds what looks wrong by its number. Nothing needs an earlier run:
// the base is the active users linked to this source.
func (p *Planner) guard(approvals []Approval) (holds []Hold, held map[int32]bool) {
	held = make(map[int32]bool)
	for _, t := range slices.Concat(p.doubts(), p.excesses()) {
		for _, i := range t.drafts { // beside those whom a doubt counted
			t.Members = append(t.Members, p.drafts[i].member())
		}
		slices.Sort(t.Members)
		t.Members = slices.Compact(t.Members)
		t.Source, t.Base = p.source, p.base
		if slices.ContainsFunc(approvals, func(a Approval) bool { return a.covers(&t.Hold, p.at) }) {
			continue
		}
		p.hold(&t, held)
		holds = append(holds, t.Hold)
	}
	return holds, held
}

// member names a draft in a hold: the user or employee, and the reason.
func (d *draft) member() string {
	return string(d.Kind) + " " + subject(d.EmployeeID, d.UserID) + " " + string(d.Reason)
}

// hold takes the drafts of a trip, and those that cannot run without them, out
// of the plan.
func (p *Planner) hold(t *trip, held map[int32]bool) {
	dependents := make(map[int32][]int32)
	for i := range p.drafts {
		for _, after := range p.drafts[i].after {
			dependents[after] = append(dependents[after], int32(i))
		}
	}
	var taken []*draft
	for queue := slices.Clone(t.drafts); len(queue) > 0; queue = queue[1:] {
		if d := &p.drafts[queue[0]]; !held[queue[0]] && d.Kind != "" {
			held[queue[0]] = true
			taken = append(taken, d)
			queue = append(queue, dependents[queue[0]]...)
		}
	}
	slices.SortFunc(taken, func(a, b *draft) int {
		return orderOf(a.phase-b.phase, a.EmployeeID, b.EmployeeID, a.UserID, b.UserID)
	})
	for _, d := range taken {
		t.Actions = append(t.Actions, d.Action)
	}
}

// drafted returns the places of the drafts for which test holds.
func (p *Planner) drafted(test func(*draft) bool) []int32 {
	var places []int32
	for i := range p.drafts {
		if d := &p.drafts[i]; d.Kind != "" && test(d) {
			places = append(places, int32(i))
		}
	}
	return places
}

// doubts returns the guards that hold the whole plan.
func (p *Planner) doubts() []trip {
	var trips []trip
	add := func(g Guard, counted []string, limit int, format string, args ...any) {
		trips = append(trips, trip{Hold{Guard: g, Count: len(counted), Limit: limit, Members: counted, Text: fmt.Sprintf(format, args...)},
			p.drafted(func(*draft) bool { return true })})
	}
	missing := p.missing()
	if p.roster.Len() == 0 {
		if p.hasLinks {
			add(GuardEmptyRoster, missing, 0, "HR lists nobody, and users are linked to it: check what the credentials may see before you approve the hold")
		}
		return trips
	}
	if limit := (Limit{5, 20}); limit.exceeded(len(missing), p.base) {
		add(GuardMissingRecords, missing, limit.of(p.base),
			"%d of %d linked users have no record any more: check what the credentials may see before you approve the hold", len(missing), p.base)
	}
	if blind := p.blind(); len(blind) > 0 {
		add(GuardUnreadableField, blind, 0, "nobody's %s can be read: let the credentials see it, or change the settings", strings.Join(blind, "; "))
	}
	if unreadable, employed := p.unreadableWords(); (Limit{2, 20}).exceeded(len(unreadable), employed) {
		add(GuardUnreadableStatus, unreadable, Limit{2, 20}.of(employed),
			"the status of %d of %d employed people is blank or cannot be read: check what the credentials may see before you approve the hold", len(unreadable), employed)
	}
	if all := p.drafted(func(*draft) bool { return true }); p.settings.Policy.FirstPlan == FirstPlanHold && !p.hasLinks && len(all) > 0 {
		add(GuardFirstPlan, nil, 0, "no user is linked to this source yet, and the settings hold the first plan: look at it, then approve it")
		trips[len(trips)-1].Count = len(all)
	}
	return trips
}

// missing names the active linked users without a record.
func (p *Planner) missing() []string {
	var members []string
	for i := range p.users {
		u := &p.users[i]
		if p.owners[i].Employee >= 0 || !u.Active || u.Link.Source != p.source {
			continue
		}
		if _, listed := p.roster.Employee(u.Link.EmployeeID); !listed {
			members = append(members, subject(u.Link.EmployeeID, u.ID)+" missing")
		}
	}
	return members
}

// blind returns the needs that are readable for nobody.
func (p *Planner) blind() []string {
	var blind []string
	for _, n := range p.needs() {
		if !slices.ContainsFunc(n.fields, func(f employee.Field) bool {
			c := p.roster.Coverage(f)
			return c.Known+c.Empty > 0
		}) {
			blind = append(blind, joinFields(n.fields)+" ("+n.by+")")
		}
	}
	slices.Sort(blind)
	return slices.Compact(blind)
}

// unreadableWords names, of the people who have not left, those whose status
// says nothing.
func (p *Planner) unreadableWords() (members []string, employed int) {
	if p.roster.Origin().NoStatus || p.settings.Policy.LeavingEvidence == LeavingEvidenceEndDate {
		return nil, 0
	}
	for i := range p.employees {
		if s := p.employees[i].stand.State; s == lifecycle.Left || s == lifecycle.PreHire {
			continue
		}
		employed++
		if e := p.employees[i].e; e.Status == "" {
			members = append(members, subject(e.ID, "")+" unreadable status")
		}
	}
	return members, employed
}

// A need is fields of which one must be readable for somebody.
type need struct {
	fields []employee.Field
	by     string // "the rule for department needs it"
}

// needs returns what the settings cannot do without.
func (p *Planner) needs() []need {
	var needs []need
	add := func(by string, fields ...employee.Field) { needs = append(needs, need{fields, by}) }
	evidence := []employee.Field{employee.FieldStatus, employee.FieldHireDate, employee.FieldTerminationDate}
	switch {
	case p.settings.Policy.LeavingEvidence == LeavingEvidenceStatus:
		evidence = evidence[:1]
	case p.settings.Policy.LeavingEvidence == LeavingEvidenceEndDate:
		evidence = evidence[2:]
	case p.roster.Origin().NoStatus:
		evidence = evidence[1:]
	}
	for _, f := range evidence {
		add("it tells who has left", f)
	}
	condition := func(by string, c mapping.Condition) {
		for _, f := range c.Fields() {
			if f != mapping.FieldLifecycle {
				add(by, f)
			}
		}
	}
	condition("the scope tests it", p.settings.Mapping.Scope)
	condition("the block condition tests it", p.settings.Policy.Block)
	for _, z := range p.settings.Zones {
		condition("a zone rule tests it", z.When)
	}
	for _, r := range p.settings.Mapping.Rules {
		condition("the rule for "+r.Target+" tests it", r.When)
		for _, fields := range r.Needs() {
			add("the rule for "+r.Target+" needs it", fields...)
		}
	}
	return needs
}

// excesses returns the guards that hold the actions of one kind.
func (p *Planner) excesses() []trip {
	var trips []trip
	is := func(kinds ...Kind) func(*draft) bool {
		return func(d *draft) bool { return slices.Contains(kinds, d.Kind) }
	}
	always := func(g Guard, text string, drafts []int32) {
		if len(drafts) > 0 {
			trips = append(trips, trip{Hold{Guard: g, Count: len(drafts), Text: text}, drafts})
		}
	}
	always(GuardRelinks, "users would move to other records: approve the hold if they are the same people", p.drafted(is(KindRelink)))
	always(GuardUnlinkedDeactivations, "users that no sync has ever linked would be deactivated: approve the hold if they are these people",
		p.drafted(func(d *draft) bool { return d.Kind == KindDeactivate && d.Link != Link{} }))
	p.excess(&trips, GuardDeactivations, KindDeactivate, Limit{5, 20}, p.settings.Policy.Limits.Deactivations, p.drafted(is(KindDeactivate)))
	p.excess(&trips, GuardEmailChanges, KindUpdate, Limit{5, 10}, p.settings.Policy.Limits.EmailChanges, p.drafted(func(d *draft) bool {
		return d.Kind == KindRelink || d.user >= 0 && hasChange(d.Changes, TargetEmail)
	}))
	if p.hasLinks {
		p.excess(&trips, GuardCreates, KindCreate, Limit{20, 20}, p.settings.Policy.Limits.Creates, p.drafted(is(KindCreate)))
	}
	return trips
}

// excess adds a trip if there are more drafts of a kind than its limit. If the
// plan's own new links would make the base grow until the limit no longer
// holds, they are held as well: what is held stays held until it is approved or
// shrinks.
func (p *Planner) excess(trips *[]trip, g Guard, kind Kind, limit Limit, custom *Limit, drafts []int32) {
	if custom != nil {
		limit = *custom
	}
	half := g == GuardDeactivations && custom == nil
	tripped := func(base int) bool {
		return limit.exceeded(len(drafts), base) || half && 2*len(drafts) > base
	}
	if !tripped(p.base) {
		return
	}
	most := limit.of(p.base)
	if half {
		most = min(most, p.base/2)
	}
	t := trip{Hold{Guard: g, Count: len(drafts), Limit: most, Text: fmt.Sprintf(
		"%s, more than the limit of %d for %s: look at them, then approve the hold or mend HR",
		count(len(drafts), strings.ReplaceAll(strings.TrimSuffix(string(g), "s"), "_", " ")), most, count(p.base, "linked user"))}, drafts}
	growth := p.drafted(func(d *draft) bool {
		return d.Kind != kind && (slices.Contains([]Kind{KindCreate, KindLink, KindReactivate}, d.Kind) || d.Kind == KindRelink && p.users[d.user].Link.Source != p.source)
	})
	if len(growth) > 0 && !tripped(p.base+len(growth)) {
		t.drafts = slices.Concat(drafts, growth)
		t.Text += fmt.Sprintf(" (%s would raise the limit and wait with them)", count(len(growth), "new link"))
	}
	*trips = append(*trips, t)
}

// of returns how many actions pass for a base.
func (l Limit) of(base int) int { return max(l.Count, l.Percent*base/100) }

func (l Limit) exceeded(count, base int) bool { return count > l.of(base) }

func joinFields(fields []employee.Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = string(f)
	}
	return strings.Join(words, " or ")
}
