package syncplan

import (
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fieldread"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/internal/zone"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan/internal/disposition"
	"github.com/rosterkit/rosterkit/syncplan/internal/lifecycle"
	"github.com/rosterkit/rosterkit/syncplan/internal/users"
)

// An assessment is what the plan knows about an employee before matching by key.
type assessment struct {
	e                 *employee.Employee
	zone              int32 // its place in zones
	stand             lifecycle.Standing
	leftDependsOnZone bool // has left in one candidate zone and not in another
	disposition       disposition.Disposition
	scope             mapping.Truth
	blocked           mapping.Truth
	waits             bool // not linked and, in every candidate zone, blocked or before the window
	upToDate          bool // the linked user has the texts that the mapping gives
}

// living reports whether there is no proof of leaving, in every zone in question: the
// employee competes for a key.
func (a *assessment) living() bool { return !a.stand.Left() || a.leftDependsOnZone }

// barred reports whether the block condition holds, so that no user is created or
// reactivated, in whatever state the employee is.
func (a *assessment) barred() bool { return a.blocked == mapping.TruthTrue }

// withdrawn reports whether the hire of an employee who has not left may have been
// withdrawn.
func (a *assessment) withdrawn() bool {
	return a.stand.Withdrawn && a.living()
}

// assessed is the output of assess.
type assessed struct {
	linked []int32 // of each employee, the user that its link names, or -1
	notes  []Note
	due    due
}

// An assessor assesses employees.
type assessor struct {
	*rules
	directory *directory
	assessed
}

// assess fills in the assessment of every employee.
func assess(r *rules, c *directory, into []assessment) *assessed {
	w := &assessor{rules: r, directory: c, assessed: assessed{linked: make([]int32, len(into)), due: due{after: r.at}}}
	var ids [users.Batch]string
	first, n := 0, 0
	batch := func() {
		c.table.LinkedBatch(ids[:n], w.linked[first:first+n])
		for i := first; i < first+n; i++ {
			w.assessEmployee(&into[i], int32(i))
		}
		first, n = first+n, 0
	}
	for e := range r.roster.All() {
		into[first+n].e, ids[n] = e, e.ID
		if n++; n == users.Batch {
			batch()
		}
	}
	batch()
	c.table.FinishEmails()
	w.dueTomorrow(len(into) > 0)
	return &w.assessed
}

func (w *assessor) assessEmployee(a *assessment, i int32) {
	linked := w.linked[i] >= 0
	zone, candidates := w.zones.Of(a.e)
	in := w.judge(a, zone, linked)
	if candidates != nil {
		in = w.judgeAll(a, candidates, linked)
	}
	if a.disposition != disposition.Untouched {
		w.noteRecord(a, i, &in)
		a.upToDate = linked && w.hasTexts(a, w.linked[i])
	}
	email := w.address(a)
	w.directory.table.AddEmployee(i, email, w.linked[i], linked && (a.upToDate || fold.Equal(w.directory.users[w.linked[i]].Email, email)))
}

// hasTexts reports whether a user has all texts that the mapping gives, and none of
// them needs a note. It reads the user's row only.
func (w *assessor) hasTexts(a *assessment, u int32) bool {
	row, ok := w.directory.table.Row(u)
	if !ok {
		return false
	}
	s := w.subject(a)
	var has string
	for _, t := range w.texts {
		has, row = row.Next()
		o := w.program.Apply(t, s)
		switch {
		case o.Problem != "", o.Verdict == mapping.VerdictClear:
			return false
		case o.Verdict == mapping.VerdictSet && o.Value.String() != has:
			return false
		}
	}
	return true
}

// judgeAll is judge for several candidate zones: if they disagree, one that keeps
// access wins.
func (w *assessor) judgeAll(a *assessment, candidates []int32, linked bool) lifecycle.Input {
	var (
		zoneBuffer [8]int32
		caseBuffer [8]disposition.Case
	)
	zones, cases := append(zoneBuffer[:0], a.zone), caseBuffer[:0]
	zones = append(zones, candidates...) // the one whose day ends last comes first
	waits := true
	for _, zone := range zones {
		w.judge(a, zone, linked)
		cases = append(cases, a.dispositionCase(linked))
		waits = waits && a.waits
	}
	r := disposition.Resolve(cases, w.takesAway)
	in := w.judge(a, zones[r.Case], linked)
	a.waits = waits
	a.disposition, a.scope, a.leftDependsOnZone = r.Disposition, r.Scope, r.LeftDependsOnZone
	return in
}

// judge finds the lifecycle, scope, block and disposition of an employee in a zone,
// and when they change by themselves. It does so out of scope, too: the scope may
// depend on the lifecycle.
func (w *assessor) judge(a *assessment, zone int32, linked bool) lifecycle.Input {
	a.zone = zone
	day := w.zones.Day(zone)
	in := w.lifecycle.read(a.e, day)
	a.stand = lifecycle.Classify(&in)
	s := w.subject(a)
	a.scope, a.blocked = w.program.Scope(s), mapping.TruthFalse
	if w.block != nil {
		a.blocked = w.block.Eval(s)
	}
	a.disposition = disposition.Of(a.dispositionCase(linked))
	a.waits = !linked && (a.barred() || a.stand.Waits)
	for _, instant := range in.Dues(day.Location, w.roster.Origin().AsOf.IsZero()) {
		w.due.add(instant)
	}
	return in
}

// dispositionCase returns what the disposition of an employee depends on.
func (a *assessment) dispositionCase(linked bool) disposition.Case {
	return disposition.Case{Standing: a.stand, Scope: a.scope, Block: a.blocked, Linked: linked}
}

// takesAway reports whether the policy deactivates users for a disposition.
func (r *rules) takesAway(d disposition.Disposition) bool {
	policy := &r.settings.Policy
	switch d {
	case disposition.Left:
		return policy.Left == TreatmentDefault || policy.Left == TreatmentDeactivate
	case disposition.Blocked:
		return policy.Blocked != TreatmentKeep
	case disposition.OutOfScope:
		return policy.OutOfScope == TreatmentDeactivate
	}
	return false
}

// A lifecycleReader reads the fields that the lifecycle depends on.
type lifecycleReader struct {
	hire, end, word func(*employee.Employee) employee.Value
	noWord          bool // the vendor has no status word
	noEnds          bool // a withheld end date is none, unless the word says inactive
	rule            lifecycle.Rule
	ahead, grace    int
}

func newLifecycleReader(p *Policy, o employee.Origin) lifecycleReader {
	return lifecycleReader{
		hire: fieldread.Of(employee.FieldHireDate), end: fieldread.Of(employee.FieldTerminationDate),
		word: fieldread.Of(employee.FieldStatus), noWord: o.NoStatus, rule: leavingRule(p.LeavingEvidence),
		noEnds: o.NoEnds && p.LeavingEvidence == LeavingEvidenceBoth,
		ahead:  int(p.CreateAhead), grace: p.DeactivateAfter,
	}
}

func (r *lifecycleReader) read(e *employee.Employee, day *lifecycle.Day) lifecycle.Input {
	in := lifecycle.Input{
		Hire: lifecycle.ReadDate(r.hire(e), day.Tomorrow), End: lifecycle.ReadDate(r.end(e), day.Today),
		Word: lifecycle.ReadWord(r.word(e), r.noWord), Rule: r.rule, Today: day.Today, AsOf: day.AsOf,
		Ahead: r.ahead, Grace: r.grace,
	}
	if r.noEnds && r.end(e).State() == employee.StateWithheld {
		switch in.Word {
		case lifecycle.WordActive, lifecycle.WordLeave, lifecycle.WordPending:
			in.End = lifecycle.Date{Reading: lifecycle.Empty}
		}
	}
	if in.OriginalCounts() {
		in.Original, _ = e.Value(employee.FieldOriginalHireDate).Day()
	}
	return in
}

// newZones returns the zones of a roster at an instant, with the rules of the settings.
func newZones(s Settings, r *employee.Roster, at time.Time) (*lifecycle.Zones, error) {
	zones := lifecycle.NewZones(s.Zone, func(name string) (*time.Location, bool) {
		loc, err := zone.Load(name)
		return loc, err == nil
	}, at, r.Origin().AsOf)
	if own := r.Coverage(employee.FieldTimeZone); own.Known+own.Empty+own.Withheld > 0 {
		zones.ExpectOwn()
	}
	for _, rule := range s.Zones {
		when, err := mapping.CompileCondition(rule.When, s.Mapping.Yes, s.Mapping.No)
		if err != nil {
			return nil, err
		}
		zones.AddRule(when, rule.Zone)
	}
	return zones, nil
}

// noteRecord reports the unusable fields of a record.
func (w *assessor) noteRecord(a *assessment, i int32, in *lifecycle.Input) {
	add := func(text string, evidence ...Evidence) {
		n := employeeNote(NoteKindProblem, ReasonRecord, a.e, text, evidence...)
		if u := w.linked[i]; u >= 0 {
			n.UserIDs = []string{w.directory.users[u].ID}
		}
		w.notes = append(w.notes, n)
	}
	for _, problem := range a.e.Problems {
		text := problem.Reason
		if problem.Field != "" {
			text = visible.Text(string(problem.Field)) + ": " + text
		}
		add(text)
	}
	if in.Hire.Reading == lifecycle.Unreadable || in.End.Reading == lifecycle.Unreadable {
		for _, f := range []employee.Field{employee.FieldHireDate, employee.FieldTerminationDate} {
			if day, ok := a.e.Value(f).Day(); ok && !lifecycle.Plausible(day) {
				add(string(f) + " has no year or is before 1900: it counts as unreadable")
			}
		}
	}
	if in.Crossed() {
		add("termination_date is before hire_date: it counts as unreadable", w.evidence(a, employee.FieldHireDate, employee.FieldTerminationDate)...)
	}
	if w.zones.Unreadable(a.e) {
		add("time_zone is not an IANA zone: it counts as unreadable, and access goes once the day is over everywhere", w.evidence(a, employee.FieldTimeZone)...)
	}
}
