package syncplan

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
)

// The guards, as in the package comment.
const (
	GuardEmptyRoster           Guard = "empty_roster"
	GuardMissingRecords        Guard = "missing_records"
	GuardUnreadableField       Guard = "unreadable_field"
	GuardUnreadableStatus      Guard = "unreadable_status"
	GuardFirstPlan             Guard = "first_plan"
	GuardRelinks               Guard = "relinks"
	GuardMove                  Guard = "move"
	GuardUnlinkedDeactivations Guard = "unlinked_deactivations"
	GuardPossibleDuplicates    Guard = "possible_duplicates"
	GuardDeactivations         Guard = "deactivations"
	GuardEmailChanges          Guard = "email_changes"
	GuardChanges               Guard = "changes"
	GuardClears                Guard = "clears"
	GuardCreates               Guard = "creates"
	GuardSeats                 Guard = "seats" // released by Existing.Seats alone
)

// guards returns all guards, in the order of a plan's holds.
func guards() []Guard {
	return []Guard{
		GuardEmptyRoster, GuardMissingRecords, GuardUnreadableField, GuardUnreadableStatus, GuardFirstPlan,
		GuardRelinks, GuardMove, GuardUnlinkedDeactivations, GuardPossibleDuplicates, GuardDeactivations, GuardEmailChanges,
		GuardChanges, GuardClears, GuardCreates, GuardSeats,
	}
}

// A watch is what one guard counts among the drafts, and how many of them pass.
type watch struct {
	guard   Guard
	target  string         // of changes and clears: whose changes it counts
	drafts  []int32        // each is one member
	most    int            // how many pass that no approval names
	base    int            // what the limit is a part of
	passed  map[int32]bool // of drafts: the last plan let them pass, and they were not carried out
	growth  []int32        // new links, which wait if they would make most large enough for all drafts
	whole   bool           // it doubts the roster: it holds every draft, and Hold.Members are what it counted
	counted Hold           // of a whole watch
	text    string         // of a watch without a limit

	always map[int32]bool            // of drafts: no limit lets them pass
	counts map[int32]bool            // of drafts: the limit is for them; nil: for all
	word   func(held []int32) string // in place of text, where that depends on the drafts
}

// guardFacts are what the guards count, apart from drafts.
type guardFacts struct {
	listed     int            // employees
	hasLinks   bool           // some user is linked to this source
	hasMoves   bool           // some user is linked to a source that this one replaces
	base       int            // active users linked to one of these
	missing    []Member       // the active linked users without a record
	unreadable []unreadable   // what the settings need and no record has readable
	noStatus   []Member       // the employed without a readable status
	employed   int            // who would need one
	raised     map[int32]bool // the users of relinks that are inactive or linked to another source
	managed    map[int32]bool // the users of drafts of managers that have one
	names      map[string]bool
	duplicates duplicates
	firstPlan  FirstPlan // of the policy
	limits     Limits    // of the policy
	unfinished unfinished
	waiting    []int32 // drafts for which there is no seat
	seats      string  // why, in words
}

// guardFacts counts what the guards need to know of roster and users.
func (f *facts) guardFacts(drafts []draft, d duplicates, seats int) guardFacts {
	g := guardFacts{
		listed: f.roster.Len(), hasLinks: f.hasLinks, hasMoves: f.hasMoves, base: f.base,
		missing: f.missing(), unreadable: f.unreadable(), names: f.guardedNames(), duplicates: d,
		raised: make(map[int32]bool), managed: make(map[int32]bool),
		firstPlan: f.settings.Policy.FirstPlan, limits: f.settings.Policy.Limits, unfinished: f.unfinished,
	}
	g.noStatus, g.employed = f.noStatus()
	g.waiting, g.seats = f.waiting(drafts, seats)
	for i := range drafts {
		switch d := &drafts[i]; {
		case d.Kind == KindRelink:
			g.raised[d.user] = d.Access == AccessActive || f.users[d.user].Active && f.users[d.user].Link.Source != f.source && !d.moves
		case d.Kind == KindSetManager && d.user >= 0 && f.users[d.user].ManagerID != "":
			g.managed[d.user] = true
		}
	}
	return g
}

// missing names the active linked users without a record.
func (f *facts) missing() []Member {
	var members []Member
	for i := range f.users {
		u := &f.users[i]
		if f.owners[i].Employee >= 0 || !u.Active || u.Link.Source != f.source {
			continue
		}
		if _, listed := f.roster.Employee(u.Link.EmployeeID); !listed {
			members = append(members, Member{UserID: u.ID, EmployeeID: u.Link.EmployeeID})
		}
	}
	return members
}

// noStatus names, of the employees who have started and not left, those whose
// status is blank or unreadable, where the settings read it.
func (f *facts) noStatus() (members []Member, employed int) {
	if f.roster.Origin().NoStatus || f.settings.Policy.LeavingEvidence == LeavingEvidenceEndDate {
		return nil, 0
	}
	for i := range f.employees {
		if s := f.employees[i].stand.State; s == lifecycle.Left || s == lifecycle.PreHire {
			continue
		}
		employed++
		if e := f.employees[i].e; e.Status == "" {
			members = append(members, Member{EmployeeID: e.ID, Field: employee.FieldStatus})
		}
	}
	return members, employed
}

// watches returns what the guards count, in the order of the holds. Nothing needs an
// earlier run, and nothing depends on approvals. It writes into none of its arguments.
func watches(drafts []draft, f *guardFacts) []watch {
	members := byMember(drafts, f)
	for i := range members {
		if w := &members[i]; w.guard != GuardSeats {
			w.passed = f.unfinished.of(drafts, w.drafts, w.target)
		}
	}
	return slices.Concat(doubts(f), members)
}

// member names a draft in the hold of a watch.
func (w *watch) member(d *draft) Member {
	m := Member{EmployeeID: d.EmployeeID, UserID: d.UserID, Target: w.target}
	if w.target == "" {
		m.Kind, m.Reason, m.Value = d.Kind, d.Reason, seenAddress(d.Changes)
	}
	if d.Kind == KindSetManager {
		m.Value = seenManager(d.Manager)
	}
	for i := range d.Changes {
		if w.target != "" && d.Changes[i].Attribute == w.target {
			m.Value = digestOf(d.Changes[i].To)
		}
	}
	return m
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

// doubts returns the guards that doubt the roster, if they do.
func doubts(f *guardFacts) []watch {
	var doubts []watch
	add := func(g Guard, limit int, counted []Member, format string, args ...any) {
		hold := Hold{Guard: g, Count: len(counted), Limit: limit, Members: counted, Text: fmt.Sprintf(format, args...)}
		doubts = append(doubts, watch{guard: g, whole: true, counted: hold, base: f.base})
	}
	if f.listed == 0 {
		if f.hasLinks || f.hasMoves {
			add(GuardEmptyRoster, 0, f.missing,
				"HR lists no employee, but users are linked to it: check what the credentials can see before you approve the hold")
		}
		return doubts
	}
	if t := missingRecords(); len(f.missing) > t.of(f.base) {
		add(GuardMissingRecords, t.of(f.base), f.missing,
			"%d of %d linked users no longer have a record: check what the credentials can see before you approve the hold",
			len(f.missing), f.base)
	}
	if len(f.unreadable) > 0 {
		members, text := wordUnreadable(f.unreadable)
		add(GuardUnreadableField, 0, members, "%s", text)
	}
	if t := unreadableStatus(); len(f.noStatus) > t.of(f.employed) {
		add(GuardUnreadableStatus, t.of(f.employed), f.noStatus,
			"the status of %d of %d current employees is blank or cannot be read: check what the credentials can see before you approve the hold",
			len(f.noStatus), f.employed)
	}
	return doubts
}

// byMember returns the guards that count drafts. Those that hold nothing today are
// among them: what an operator was shown and did not approve stays held.
func byMember(drafts []draft, f *guardFacts) []watch {
	var all []watch
	is := func(kind Kind) []int32 {
		return drafted(drafts, func(d *draft) bool { return d.Kind == kind })
	}
	add := func(g Guard, places []int32, most int, text string) {
		if len(places) > 0 {
			all = append(all, watch{guard: g, drafts: places, most: most, base: f.base, text: text})
		}
	}
	count := func(g Guard, kind Kind, places []int32, t threshold) {
		if len(places) > 0 {
			w := watch{guard: g, drafts: places, most: t.of(f.base), base: f.base}
			growth := drafted(drafts, func(d *draft) bool { return d.Kind != kind && f.raisesBase(d) })
			if len(places) <= t.of(f.base+len(growth)) {
				w.growth = slices.DeleteFunc(growth, func(i int32) bool { return f.unfinished.has(&drafts[i], "") })
			}
			all = append(all, w)
		}
	}
	first := math.MaxInt
	if f.firstPlan == FirstPlanHold && !f.hasLinks {
		first = 0
	}
	add(GuardFirstPlan, drafted(drafts, func(d *draft) bool { return !d.moves }), first,
		"no user is linked to this source yet, and the settings hold the first plan: check it, then approve the hold")
	relinks, text := f.relinks(drafts)
	add(GuardRelinks, relinks, 0, text)
	add(GuardMove, drafted(drafts, func(d *draft) bool { return d.moves && d.Kind != KindSetManager }), 0,
		"users of a source that moves_from names would be linked to the employees that this one lists, and those of leavers be "+
			"deactivated: compare some of them, then approve the hold")
	unlinked := func(d *draft) bool { return d.Kind == KindDeactivate && d.Link != Link{} && !d.moves }
	add(GuardUnlinkedDeactivations, drafted(drafts, unlinked), 0,
		"users that no sync has linked would be deactivated: approve the hold if they belong to these employees")
	all = append(all, f.duplicates.watch()...)
	deactivated := drafted(drafts, func(d *draft) bool { return d.Kind == KindDeactivate && !unlinked(d) && !d.moves })
	count(GuardDeactivations, KindDeactivate, deactivated, deactivations(f.limits.Deactivations))
	changed := drafted(drafts, func(d *draft) bool {
		return !d.moves && (d.Kind == KindRelink || d.user >= 0 && hasChange(d.Changes, TargetEmail))
	})
	count(GuardEmailChanges, KindUpdate, changed, emailChanges(f.limits.EmailChanges))
	all = append(all, f.byTarget(drafts)...)
	most := math.MaxInt
	if f.hasLinks || f.hasMoves || f.limits.Creates != nil {
		most = 0
	}
	created := len(all)
	count(GuardCreates, KindCreate, is(KindCreate), creates(f.limits.Creates))
	if created < len(all) && most > 0 {
		all[created].most, all[created].growth = most, nil
	}
	add(GuardSeats, f.waiting, 0, f.seats)
	return all
}

// relinks returns what the guard of that name counts: relinks that are not beyond doubt,
// and deactivations of leavers who may have been rehired.
func (f *guardFacts) relinks(drafts []draft) (places []int32, text string) {
	relinked, rehired := false, false
	places = drafted(drafts, func(d *draft) bool {
		unsure, rehire := d.Kind == KindRelink && !d.sure && !d.moves, d.rehire && !d.moves
		relinked, rehired = relinked || unsure, rehired || rehire
		return unsure || rehire
	})
	var texts []string
	if relinked {
		texts = append(texts, "users would be relinked to other records: approve the hold if they are the same employees")
	}
	if rehired {
		texts = append(texts, "users of leavers would be deactivated, and employees with their names, whose address or key cannot be read, "+
			"may be rehires: approve the deactivations of those who are not")
	}
	return places, strings.Join(texts, "; ")
}

// raisesBase reports whether there is one more active linked user after a draft.
func (f *guardFacts) raisesBase(d *draft) bool {
	return d.Access == AccessActive || d.Kind == KindLink || d.Kind == KindRelink && f.raised[d.user]
}

// byTarget returns the watches over values: of each target, who would get another
// value, and who would lose it. Base is the users that the plan leaves linked: new links count,
// so that a first plan is not held for a handful of values.
func (f *guardFacts) byTarget(drafts []draft) []watch {
	type key struct {
		guard  Guard
		target string
	}
	places := make(map[key][]int32)
	add := func(i int, target string, to bool) {
		k := key{GuardChanges, target}
		if !to {
			k.guard = GuardClears
		}
		places[k] = append(places[k], int32(i))
	}
	base := f.base
	for i := range drafts {
		d := &drafts[i]
		if d.Kind == "" {
			continue
		}
		if f.raisesBase(d) {
			base++
		}
		if d.moves {
			continue // it is in a hold of its own
		}
		if d.Kind == KindSetManager && f.managed[d.user] {
			add(i, TargetManager, d.Manager != Ref{})
		}
		for j := range d.Changes {
			if c := &d.Changes[j]; c.guarded() {
				add(i, c.Attribute, c.To.Known())
			}
		}
	}
	var all []watch
	for k, drafts := range places {
		t := clears(f.limits.Clears)
		if k.guard == GuardChanges {
			t = changes(f.limits.Changes, f.names[k.target])
		}
		all = append(all, watch{guard: k.guard, target: k.target, drafts: drafts, most: t.of(base), base: base})
	}
	slices.SortFunc(all, func(a, b watch) int {
		return strings.Compare(string(a.guard)+" "+a.target, string(b.guard)+" "+b.target)
	})
	return all
}

// guarded reports whether a change is one that the guards "changes" and "clears"
// count: of a value that is there, and not of the address, which has a guard of its
// own.
func (c *Change) guarded() bool {
	return c.From.Known() && c.Attribute != TargetEmail && c.Attribute != ChangeEndsOn
}

// names returns the targets that are names: those of a key that is a name, and those
// whose rules read names alone.
func (r *rules) guardedNames() map[string]bool {
	names := make(map[string]bool)
	for _, k := range r.keys() {
		for _, t := range k.Targets {
			names[t] = names[t] || k.Name
		}
	}
	for _, t := range r.names {
		names[r.targets[t].Name] = true
	}
	return names
}

// hold returns the hold of a watch over the given members, all of those that no
// approval names or, of a watch that is not tripped, those that were shown and not
// approved.
func (w *watch) hold(members []Member, drafts []int32, tripped bool) Hold {
	h := Hold{Guard: w.guard, Target: w.target, Count: len(members), Limit: w.most, Base: w.base, Members: members}
	n := len(members)
	switch {
	case !tripped:
		h.Limit = 0
		h.Text = fmt.Sprintf("%s shown with a hold and not approved: they wait for an approval, or for the end of the one beside them", count(n, "member"))
	case w.text != "":
		h.Text = w.text
	case w.word != nil:
		h.Text = w.word(drafts)
	default:
		h.Text = fmt.Sprintf("%s, more than the limit of %d for %s: look at them, then approve the hold or correct the HR data "+
			"(a threshold, not a refusal: %d or fewer run without an approval)",
			w.what(n), w.most, count(w.base, "linked user"), w.most)
	}
	if w.guard == GuardFirstPlan || w.guard == GuardRelinks || w.guard == GuardMove || w.guard == GuardUnlinkedDeactivations || w.guard == GuardSeats || len(w.always) > 0 {
		h.Limit = 0
	}
	return h
}

// what says what the guard counts n of.
func (w *watch) what(n int) string {
	switch w.guard {
	case GuardChanges:
		return count(n, "user") + " would get another " + visible.Text(w.target)
	case GuardClears:
		return count(n, "user") + " would lose the " + visible.Text(w.target)
	}
	return count(n, strings.ReplaceAll(strings.TrimSuffix(string(w.guard), "s"), "_", " "))
}
