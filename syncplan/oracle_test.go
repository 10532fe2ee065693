package syncplan_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/mapping"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/internal/sweeptest"
	"github.com/rosterkit/rosterkit/syncplan/internal/worlds"
)

// An oracle says what a plan has to do. It is written from the rules in the
// package comment as plainly as they read: no index, every employee compared with
// every employee. With the planner it shares the packages mapping and fold alone.
type oracle struct {
	worlds.World
	source  string
	program *mapping.Program
	targets []mapping.Target
	humans  []*human
	logins  []*login
	relinks [][2]any // human and login
	deeds   []*deed
	guards  []string
	notes   map[string]bool

	approvals []syncplan.Approval
	applied   []remembered
	kept      map[string]bool // users with values that operators keep, or that are not cleared
}

// A human is an employee in HR.
type human struct {
	employee.Employee
	roster         *employee.Roster
	today, asOf    employee.Date
	state          mapping.Lifecycle
	noCreate       bool
	grace          bool // it has left, if it has, but not for long enough
	waits          bool // the hire date is too far ahead for a user
	idle           bool // without a link and, in every zone in question, blocked or too early
	scope, blocked mapping.Truth
	want           string
	login          *login
	linked         bool // by link, not by key
	key            int  // which found the login
	conflict, mute bool
	claims         []*login
	synced         bool
	wavers         bool // living in one zone in question, and not in another
	doubt          bool // the login is perhaps not theirs
	proposed       bool
	boss           *human
	elsewhere      *login // the boss's, without a record here
}

// A login is a user of the product.
type login struct {
	syncplan.User
	human          *human
	foreign        bool
	moves          bool // linked to a source that this one replaces
	conflict, kept bool
	claimants      []*human
}

// A deed is one action.
type deed struct {
	kind       syncplan.Kind
	human      *human
	login      *login
	employeeID string // of a record that is not there
	changes    map[string]employee.Value
	applied    map[string]employee.Value // HR's own values behind changes
	boss       *human
	elsewhere  *login // the boss's, without a record here
	alone      bool   // the manager is not changed with it
	wakes      bool   // a relink that reactivates
	sure       bool   // a relink that needs no approval
	rehired    bool   // a deactivation of an employee who may be back under a new id
	after      []*deed
	held       syncplan.Guard
	cut        map[string]syncplan.Guard // the targets whose changes are held
}

// living: in some zone in question the human has not left.
func (h *human) living() bool { return h.state != mapping.LifecycleLeft || h.wavers }

func (h *human) subject() mapping.Subject {
	return mapping.Subject{Employee: &h.Employee, Lifecycle: h.state, Today: h.today, Roster: h.roster}
}

// created is the subject of a human whose user is to be created.
func (h *human) created() mapping.Subject {
	s := h.subject()
	s.Create = true
	return s
}

// block makes a party of a conflict of a human, and of the login, if any.
func (h *human) block() {
	h.conflict = true
	if h.login != nil {
		h.login.conflict = true
	}
}

func (l *login) free() bool { return l.unlinked() && l.human == nil }

func (l *login) unlinked() bool { return l.Link == syncplan.Link{} || l.moves }

// alive reports whether the login's own record goes on to use it.
func (l *login) alive() bool { return !l.foreign && l.human != nil && l.human.living() }

func (l *login) value(target string) employee.Value {
	if target == "email" {
		return employee.Text(l.Email)
	}
	for _, a := range l.Attributes {
		if a.Name == target {
			return a.Value
		}
	}
	return employee.Empty()
}

func (o *oracle) target(name string) int {
	return slices.IndexFunc(o.targets, func(t mapping.Target) bool { return t.Name == name })
}

func (o *oracle) apply(h *human, target string) mapping.Outcome {
	return o.program.Apply(o.target(target), h.subject())
}

// email is the folded address that a human should have.
func (o *oracle) email(h *human) string {
	if out := o.apply(h, "email"); out.Verdict == mapping.VerdictSet {
		return fold.Key(out.Value.String())
	}
	return ""
}

func (o *oracle) add(d *deed) { o.deeds = append(o.deeds, d) }

func (o *oracle) note(reason string, employees, users []string) {
	slices.Sort(employees)
	slices.Sort(users)
	o.notes[fmt.Sprint(reason, employees, users)] = true
}

// ask returns what the oracle says about a world.
func ask(w worlds.World, approvals ...syncplan.Approval) *oracle {
	o := &oracle{World: w, source: w.Origin.Source(), notes: make(map[string]bool), approvals: approvals}
	o.kept = make(map[string]bool)
	var keys []string
	for _, k := range w.Settings.Match {
		keys = append(keys, k.Targets...)
	}
	m := w.Settings.Mapping
	m.Rules = slices.Clone(m.Rules)
	for i := range m.Rules {
		if m.Rules[i].Target == "email" {
			m.Rules[i].Check = mapping.CheckEmail
		}
	}
	var err error
	if o.program, err = mapping.Compile(m, keys...); err != nil {
		panic(err)
	}
	o.targets = o.program.Targets()
	for _, u := range w.Existing.Users {
		l := &login{User: u, moves: slices.ContainsFunc(w.Settings.MovesFrom, func(m syncplan.Move) bool {
			return m.Source == u.Link.Source
		})}
		l.foreign = !l.unlinked() && u.Link.Source != o.source
		o.logins = append(o.logins, l)
	}
	roster := w.Roster()
	for e := range roster.All() {
		o.humans = append(o.humans, &human{Employee: *e, roster: roster})
	}
	for _, l := range o.logins {
		o.follow(l)
	}
	for _, h := range o.humans {
		o.judge(h)
	}
	o.match()
	o.decide()
	o.settleAddresses()
	o.setManagers()
	o.guard()
	o.noteLeftBehind()
	return o
}

// noteLeftBehind: one alert names the active logins of a replaced source that nobody
// matched, or only a party of a conflict.
func (o *oracle) noteLeftBehind() {
	var users []string
	for _, l := range o.logins {
		if l.moves && l.Active && !l.Ignored && (l.human == nil || l.human.conflict) {
			users = append(users, l.ID)
		}
	}
	if len(users) > 0 {
		o.note("left_behind", nil, users)
	}
}

// follow pairs a login with the record that its link names. Several logins of
// one record are a conflict; the first by id stands for them.
func (o *oracle) follow(l *login) {
	var same []string
	for _, other := range o.logins {
		if l.Link.Source == o.source && other.Link == l.Link {
			same = append(same, other.ID)
			l.conflict = l.conflict || other != l
		}
	}
	if len(same) > 1 {
		o.note("linked_twice", []string{l.Link.EmployeeID}, slices.Clone(same))
	}
	for _, h := range o.humans {
		if l.Link == (syncplan.Link{Source: o.source, EmployeeID: h.ID}) {
			h.conflict = h.conflict || l.conflict
			if h.linked = true; slices.Min(same) == l.ID {
				h.login, l.human = l, h
			}
		}
	}
}

// lines are the deeds as text, each with the guard that holds it.
func (o *oracle) lines() []string {
	var lines []string
	for _, d := range o.deeds {
		var a syncplan.Action
		a.Kind, a.EmployeeID = d.kind, d.employeeID
		if d.wakes {
			a.Access = syncplan.AccessActive
		}
		if d.human != nil {
			a.EmployeeID = d.human.ID
		}
		if d.login != nil {
			a.UserID = d.login.ID
		}
		for _, name := range slices.Sorted(maps.Keys(d.changes)) {
			c := syncplan.Change{Attribute: name, To: d.changes[name], Applied: d.applied[name]}
			if g := d.cut[name]; d.held == "" && g != "" {
				part := syncplan.Action{Kind: syncplan.KindUpdate, EmployeeID: a.EmployeeID, UserID: a.UserID}
				part.Changes = []syncplan.Change{c}
				lines = append(lines, line(part, g))
				continue
			}
			a.Changes = append(a.Changes, c)
		}
		if d.kind == syncplan.KindUpdate && len(a.Changes) == 0 {
			continue
		}
		if d.elsewhere != nil {
			a.Manager.UserID = d.elsewhere.ID
		}
		if d.boss != nil {
			a.Manager.EmployeeID = d.boss.ID
			if l := o.loginOf(d.boss); l != nil {
				a.Manager.UserID = l.ID
			}
		}
		lines = append(lines, line(a, d.held))
	}
	for _, g := range o.guards {
		lines = append(lines, "guard "+g)
	}
	for n := range o.notes {
		lines = append(lines, n)
	}
	lines = append(lines, o.appliedLines()...)
	for k := range o.kept {
		lines = append(lines, k)
	}
	slices.Sort(lines)
	return lines
}

// line is one action, and the guard that holds it, as text.
func line(a syncplan.Action, held syncplan.Guard) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s employee %q user %q", a.Kind, a.EmployeeID, a.UserID)
	changes := slices.Clone(a.Changes)
	slices.SortFunc(changes, func(a, b syncplan.Change) int { return strings.Compare(a.Attribute, b.Attribute) })
	for _, c := range changes {
		fmt.Fprintf(&b, " %s=%q", c.Attribute, c.To)
		if c.Applied != (employee.Value{}) {
			fmt.Fprintf(&b, " of %q", c.Applied)
		}
	}
	if a.Kind == syncplan.KindRelink && a.Access != "" {
		fmt.Fprintf(&b, " %s", a.Access)
	}
	if a.Kind == syncplan.KindSetManager {
		fmt.Fprintf(&b, " manager user %q employee %q", a.Manager.UserID, a.Manager.EmployeeID)
	}
	if held != "" {
		fmt.Fprintf(&b, " held by %s", held)
	}
	return b.String()
}

// planned are the same lines of a plan.
func planned(p *syncplan.Plan) []string {
	var lines []string
	for _, a := range p.Actions {
		if a.Kind != syncplan.KindCreateGroup {
			lines = append(lines, line(a, ""))
		}
	}
	for _, h := range p.Held {
		lines = append(lines, strings.TrimSpace("guard "+string(h.Guard)+" "+h.Target))
		for _, a := range h.Actions {
			lines = append(lines, line(a, h.Guard))
		}
	}
	for _, n := range p.Notes {
		switch n.Reason {
		case syncplan.ReasonSameEmail, syncplan.ReasonLinkedTwice, syncplan.ReasonManagerCycle,
			syncplan.ReasonLeftBehind:
			lines = append(lines, fmt.Sprint(n.Reason, n.EmployeeIDs, n.UserIDs))
		}
		words := map[syncplan.Reason]string{syncplan.ReasonKept: "kept ", syncplan.ReasonNotCleared: "not cleared "}
		if word, ok := words[n.Reason]; ok {
			for _, id := range n.UserIDs {
				lines = append(lines, word+id)
			}
		}
	}
	for _, a := range p.Applied {
		for _, x := range a.Attributes {
			lines = append(lines, appliedLine(a.EmployeeID, a.UserID, x.Name, x.Value))
		}
	}
	slices.Sort(lines)
	return lines
}

// disagree compares the plan with the oracle, and that of the next run if the first broke
// off.
func disagree(w worlds.World) string {
	diff, plan := compareWithOracle(w)
	if diff != "" {
		return diff
	}
	if w, ok := brokenOff(w, plan); ok {
		if diff, _ := compareWithOracle(w); diff != "" {
			return "after a run that broke off\n" + diff
		}
	}
	return ""
}

// compareWithOracle plans without approvals, and then with those of some members of some
// holds. It returns the last plan.
func compareWithOracle(w worlds.World) (string, *syncplan.Plan) {
	p, err := syncplan.Prepare(w.Roster(), w.Existing, w.Settings, w.At)
	if err != nil {
		return err.Error(), nil
	}
	plan := p.Plan()
	if diff := cmp.Diff(ask(w).lines(), planned(plan)); diff != "" {
		return diff, nil
	}
	approvals := w.Approvals(plan.Held)
	if len(approvals) == 0 {
		return "", plan
	}
	plan = p.Plan(approvals...)
	if diff := cmp.Diff(ask(w, approvals...).lines(), planned(plan)); diff != "" {
		return "with some approvals\n" + diff, nil
	}
	return "", plan
}

var sweep = sweeptest.Flag()

// TestLawOracle: on random worlds the planner does what the oracle says.
func TestLawOracle(t *testing.T) {
	t.Parallel()
	sweep.Each(t, func(t *testing.T, seed uint64) {
		judgeWorld(t, worlds.New(seed), "(-oracle +planner)\n", disagree)
	})
}
