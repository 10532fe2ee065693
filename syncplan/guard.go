package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// The guards. The first five hold the whole plan, the others actions of one kind.
const (
	GuardEmptyRoster           Guard = "empty_roster"      // no employee, but linked users
	GuardMissingRecords        Guard = "missing_records"   // linked users without a record
	GuardUnreadableField       Guard = "unreadable_field"  // a needed field that no record has
	GuardUnreadableStatus      Guard = "unreadable_status" // blank or withheld status
	GuardFirstPlan             Guard = "first_plan"        // no user is linked yet
	GuardDeactivations         Guard = "deactivations"
	GuardUnlinkedDeactivations Guard = "unlinked_deactivations" // of users that no sync has linked
	GuardEmailChanges          Guard = "email_changes"
	GuardRelinks               Guard = "relinks" // always held
	GuardCreates               Guard = "creates"
)

// A trippedGuard is a hold before approvals, without its actions, and the drafts that
// it holds.
type trippedGuard struct {
	Hold
	drafts []int32
}

// guardFacts are what the guards count, apart from drafts.
type guardFacts struct {
	source     string
	listed     int            // employees
	hasLinks   bool           // some user is linked to this source
	base       int            // active users linked to this source
	missing    []string       // the active linked users without a record, as members of a hold
	unreadable []string       // the needed fields that no record has, in words
	noStatus   []string       // the employed without a readable status, as members of a hold
	employed   int            // the employees who need one
	elsewhere  map[int32]bool // the users of relinks that are linked to another source
	firstPlan  FirstPlan      // of the policy
	limits     Limits         // of the policy
}

// guardFacts counts what the guards need to know of roster and users.
func (f *facts) guardFacts(drafts []draft) guardFacts {
	g := guardFacts{
		source: f.source, listed: f.roster.Len(), hasLinks: f.hasLinks, base: f.base,
		missing: f.missing(), unreadable: f.unreadable(), elsewhere: make(map[int32]bool),
		firstPlan: f.settings.Policy.FirstPlan, limits: f.settings.Policy.Limits,
	}
	g.noStatus, g.employed = f.noStatus()
	for i := range drafts {
		if d := &drafts[i]; d.Kind == KindRelink {
			g.elsewhere[d.user] = f.users[d.user].Link.Source != f.source
		}
	}
	return g
}

// missing names the active linked users without a record.
func (f *facts) missing() []string {
	var members []string
	for i := range f.users {
		u := &f.users[i]
		if f.owners[i].Employee >= 0 || !u.Active || u.Link.Source != f.source {
			continue
		}
		if _, listed := f.roster.Employee(u.Link.EmployeeID); !listed {
			members = append(members, subject(u.Link.EmployeeID, u.ID)+" missing")
		}
	}
	return members
}

// noStatus names the current employees with a blank or unreadable status, if the
// settings read it.
func (f *facts) noStatus() (members []string, employed int) {
	if f.roster.Origin().NoStatus || f.settings.Policy.LeavingEvidence == LeavingEvidenceEndDate {
		return nil, 0
	}
	for i := range f.employees {
		if s := f.employees[i].stand.State; s == lifecycle.Left || s == lifecycle.PreHire {
			continue
		}
		employed++
		if e := f.employees[i].e; e.Status == "" {
			members = append(members, subject(e.ID, "")+" unreadable status")
		}
	}
	return members, employed
}

// trippedGuards returns the guards that hold drafts, those that hold the whole plan
// first. It writes into none of its arguments.
func trippedGuards(drafts []draft, f *guardFacts) []trippedGuard {
	tripped := slices.Concat(wholePlan(drafts, f), byNumber(drafts, f))
	for i := range tripped {
		t := &tripped[i]
		members := slices.Clone(t.Members) // the records that the guard counted
		for _, n := range t.drafts {
			members = append(members, drafts[n].member())
		}
		slices.Sort(members)
		t.Members, t.Source, t.Base = slices.Compact(members), f.source, f.base
	}
	return tripped
}

// member names a draft in a hold: the user or employee, and the reason.
func (d *draft) member() string {
	return string(d.Kind) + " " + subject(d.EmployeeID, d.UserID) + " " + string(d.Reason)
}

// drafted returns the places of the drafts for which test holds.
func drafted(drafts []draft, test func(*draft) bool) []int32 {
	var places []int32
	for i := range drafts {
		if d := &drafts[i]; d.Kind != "" && test(d) {
			places = append(places, int32(i))
		}
	}
	return places
}

// wholePlan returns the tripped guards that hold everything.
func wholePlan(drafts []draft, f *guardFacts) []trippedGuard {
	var tripped []trippedGuard
	all := drafted(drafts, func(*draft) bool { return true })
	add := func(g Guard, count, limit int, counted []string, format string, args ...any) {
		hold := Hold{Guard: g, Count: count, Limit: limit, Members: counted, Text: fmt.Sprintf(format, args...)}
		tripped = append(tripped, trippedGuard{hold, all})
	}
	missing, noStatus := len(f.missing), len(f.noStatus)
	if f.listed == 0 {
		if f.hasLinks {
			add(GuardEmptyRoster, missing, 0, f.missing,
				"HR lists no employee, but users are linked to it: check what the credentials can see before you approve the hold")
		}
		return tripped
	}
	if limit := (Limit{5, 20}); limit.exceeded(missing, f.base) {
		add(GuardMissingRecords, missing, limit.of(f.base), f.missing,
			"%d of %d linked users no longer have a record: check what the credentials can see before you approve the hold",
			missing, f.base)
	}
	if len(f.unreadable) > 0 {
		add(GuardUnreadableField, len(f.unreadable), 0, f.unreadable,
			"no record has a readable %s: let the credentials read it, or change the settings", strings.Join(f.unreadable, "; "))
	}
	if limit := (Limit{2, 20}); limit.exceeded(noStatus, f.employed) {
		add(GuardUnreadableStatus, noStatus, limit.of(f.employed), f.noStatus,
			"the status of %d of %d current employees is blank or cannot be read: check what the credentials can see before you approve the hold",
			noStatus, f.employed)
	}
	if f.firstPlan == FirstPlanHold && !f.hasLinks && len(all) > 0 {
		add(GuardFirstPlan, len(all), 0, nil,
			"no user is linked to this source yet, and the settings hold the first plan: check it, then approve the hold")
	}
	return tripped
}

// byNumber returns the tripped guards that hold the actions of one kind.
func byNumber(drafts []draft, f *guardFacts) []trippedGuard {
	var tripped []trippedGuard
	is := func(kind Kind) []int32 {
		return drafted(drafts, func(d *draft) bool { return d.Kind == kind })
	}
	always := func(g Guard, places []int32, text string) {
		if len(places) > 0 {
			tripped = append(tripped, trippedGuard{Hold{Guard: g, Count: len(places), Text: text}, places})
		}
	}
	check := func(e excess) {
		if t, ok := e.trip(drafts, f); ok {
			tripped = append(tripped, t)
		}
	}
	always(GuardRelinks, is(KindRelink), "users would be relinked to other records: approve the hold if they are the same employees")
	always(GuardUnlinkedDeactivations,
		drafted(drafts, func(d *draft) bool { return d.Kind == KindDeactivate && d.Link != Link{} }),
		"users that no sync has linked would be deactivated: approve the hold if they belong to these employees")
	check(excess{GuardDeactivations, KindDeactivate, is(KindDeactivate), Limit{5, 20}, f.limits.Deactivations, true})
	changed := drafted(drafts, func(d *draft) bool {
		return d.Kind == KindRelink || d.user >= 0 && hasChange(d.Changes, TargetEmail)
	})
	check(excess{GuardEmailChanges, KindUpdate, changed, Limit{5, 10}, f.limits.EmailChanges, false})
	if f.hasLinks {
		check(excess{GuardCreates, KindCreate, is(KindCreate), Limit{20, 20}, f.limits.Creates, false})
	}
	return tripped
}

// An excess is drafts that may exceed a threshold.
type excess struct {
	guard   Guard
	kind    Kind
	drafts  []int32
	limit   Limit
	setting *Limit // in place of limit, if the settings have one
	half    bool   // without a setting, at most half of the base passes
}

// trip returns the guard if there are more drafts than the limit. New links that
// would raise the limit are held, too: a hold lasts until it is approved or shrinks.
func (e excess) trip(drafts []draft, f *guardFacts) (trippedGuard, bool) {
	limit, half := e.limit, e.half
	if e.setting != nil {
		limit, half = *e.setting, false
	}
	passes := func(base int) int {
		if half {
			return min(limit.of(base), base/2)
		}
		return limit.of(base)
	}
	n, most := len(e.drafts), passes(f.base)
	if n <= most {
		return trippedGuard{}, false
	}
	t := trippedGuard{Hold{Guard: e.guard, Count: n, Limit: most}, e.drafts}
	t.Text = fmt.Sprintf("%s, more than the limit of %d for %s: look at them, then approve the hold or correct the HR data",
		count(n, strings.ReplaceAll(strings.TrimSuffix(string(e.guard), "s"), "_", " ")), most, count(f.base, "linked user"))
	growth := drafted(drafts, func(d *draft) bool { return d.Kind != e.kind && f.raisesBase(d) })
	if len(growth) > 0 && n <= passes(f.base+len(growth)) {
		t.drafts = slices.Concat(e.drafts, growth)
		t.Text += fmt.Sprintf(" (%s would raise the limit and are held with them)", count(len(growth), "new link"))
	}
	return t, true
}

// raisesBase reports whether there is one more active linked user after a draft.
func (f *guardFacts) raisesBase(d *draft) bool {
	switch d.Kind {
	case KindCreate, KindLink, KindReactivate:
		return true
	case KindRelink:
		return f.elsewhere[d.user]
	}
	return false
}

// of returns how many actions pass for a base.
func (l Limit) of(base int) int { return max(l.Count, l.Percent*base/100) }

func (l Limit) exceeded(count, base int) bool { return count > l.of(base) }
