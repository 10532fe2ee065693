package runner

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/syncplan"
)

// An Outcome is what became of an action or, in a Report, of an employee.
type Outcome string

// The outcomes, in the order of a report: an employee with several has the first.
const (
	OutcomeFailed     Outcome = "failed"      // the next run tries again
	OutcomeNotRun     Outcome = "not_run"     // the run stopped before
	OutcomeAlert      Outcome = "alert"       // as the note of this kind
	OutcomeNoSeat     Outcome = "no_seat"     // raise the seats
	OutcomeStale      Outcome = "stale"       // the user has changed: the next plan decides
	OutcomeWaiting    Outcome = "waiting"     // for an action that did not run
	OutcomeHeld       Outcome = "held"        // by a guard
	OutcomeConflict   Outcome = "conflict"    // as the note
	OutcomeProblem    Outcome = "problem"     // as the note
	OutcomeDone       Outcome = "done"        // by this run
	OutcomeDoneBefore Outcome = "done_before" // or by another process, or there was nothing left to do
	OutcomeHint       Outcome = "hint"        // as the note
	OutcomeSkipped    Outcome = "skipped"     // as the note
	OutcomeInSync     Outcome = "in_sync"     // nothing to do; see Listed
)

func outcomes() []Outcome {
	return []Outcome{
		OutcomeFailed, OutcomeNotRun, OutcomeAlert, OutcomeNoSeat, OutcomeStale, OutcomeWaiting, OutcomeHeld, OutcomeConflict,
		OutcomeProblem, OutcomeDone, OutcomeDoneBefore, OutcomeHint, OutcomeSkipped, OutcomeInSync,
	}
}

// A Report is what a run has done. Its JSON can be stored and read back; that and its
// text forms are personal data, unless they are of WithoutPersonalData.
type Report struct {
	Run     string                `json:"run"`
	Source  string                `json:"source"`
	At      time.Time             `json:"at"`                // of the plan
	Stopped string                `json:"stopped,omitzero"`  // why the run ended early, and what to do
	Actions map[Outcome]int       `json:"actions,omitempty"` // how many
	Holds   employee.Batch[Hold]  `json:"holds,omitempty"`
	Entries employee.Batch[Entry] `json:"entries,omitempty"` // every employee once, then users and groups without one
}

// A Hold is a syncplan.Hold without its members and actions.
type Hold struct {
	Guard   syncplan.Guard   `json:"guard"`
	Target  string           `json:"target,omitzero"`
	Text    string           `json:"text"`
	Fields  []employee.Field `json:"fields,omitempty"` // that cannot be read
	Actions int              `json:"actions"`
}

// An Entry is one employee, or a user or group without one.
type Entry struct {
	EmployeeID string          `json:"employee_id,omitzero"`
	UserID     string          `json:"user_id,omitzero"`
	Name       string          `json:"name,omitzero"`
	Outcome    Outcome         `json:"outcome"`
	Kind       syncplan.Kind   `json:"kind,omitzero"`  // of the action
	Guard      syncplan.Guard  `json:"guard,omitzero"` // of OutcomeHeld
	Reason     syncplan.Reason `json:"reason,omitzero"`
	Text       string          `json:"text,omitzero"`  // of the note, or why the action did not run
	Done       []syncplan.Kind `json:"done,omitempty"` // what has run, now or before
	Runs       int             `json:"runs,omitzero"`  // in a row with this outcome, kind, guard and reason; 1: new; see Since
	Err        error           `json:"-"`              // an *Error
}

// Of returns the entries with an outcome.
func (r Report) Of(o Outcome) []Entry {
	var found []Entry
	for _, e := range r.Entries {
		if e.Outcome == o {
			found = append(found, e)
		}
	}
	return found
}

// Since counts, by the report of the run before, in how many runs each employee has had
// its outcome. What was done is always new.
func (r Report) Since(before Report) Report {
	earlier := make(map[state]int, len(before.Entries))
	for _, e := range before.Entries {
		earlier[e.same()] = max(e.Runs, 1)
	}
	r.Entries = slices.Clone(r.Entries)
	for i := range r.Entries {
		e := &r.Entries[i]
		e.Runs = 1
		if e.Outcome != OutcomeDone {
			e.Runs += earlier[e.same()]
		}
	}
	return r
}

// A state is what Entry.Runs counts.
type state struct {
	who     who
	outcome Outcome
	kind    syncplan.Kind
	guard   syncplan.Guard
	reason  syncplan.Reason
}

func (e *Entry) same() state { return state{e.who(), e.Outcome, e.Kind, e.Guard, e.Reason} }

// WithoutPersonalData leaves out names and the texts of notes. Ids stay.
func (r Report) WithoutPersonalData() Report {
	r.Entries = slices.Clone(r.Entries)
	for i := range r.Entries {
		e := &r.Entries[i]
		e.Name = ""
		switch e.Outcome {
		case OutcomeAlert, OutcomeConflict, OutcomeProblem, OutcomeHint, OutcomeSkipped:
			e.Text = ""
		}
	}
	return r
}

// Unused returns approvals without the relinks and the moves of this run: store these
// in place of those that the plan was made with. Else two sources that list one employee
// could pull a user to and fro. An approval of which nothing is left is dropped.
func (r Report) Unused(approvals ...syncplan.Approval) []syncplan.Approval {
	type deed struct {
		kind           syncplan.Kind
		employee, user string
	}
	done := make(map[deed]bool)
	for _, e := range r.Entries {
		for _, kind := range e.Done {
			done[deed{kind, e.EmployeeID, e.UserID}] = e.UserID != ""
		}
	}
	once := func(g syncplan.Guard, m syncplan.Member) bool {
		return g == syncplan.GuardMove || m.Kind == syncplan.KindRelink
	}
	var unused []syncplan.Approval
	for _, a := range approvals {
		if a.Source == r.Source {
			members := slices.DeleteFunc(slices.Clone(a.Members), func(m syncplan.Member) bool {
				return once(a.Guard, m) && done[deed{m.Kind, m.EmployeeID, m.UserID}]
			})
			if len(members) == 0 && len(a.Members) > 0 {
				continue
			}
			a.Members = members
		}
		unused = append(unused, a)
	}
	return unused
}

// report makes the report of what has run so far.
func (r *job) report() Report {
	report := Report{Run: r.name, Source: r.plan.Source, At: r.plan.At, Actions: make(map[Outcome]int)}
	entries := make(collection)
	for _, s := range r.steps {
		report.Actions[s.Outcome]++
		a := &s.Action
		e := Entry{EmployeeID: a.EmployeeID, UserID: s.UserID, Name: a.Name, Outcome: s.Outcome, Kind: a.Kind, Reason: a.Reason, Text: s.Text, Err: s.Err}
		if a.Kind == syncplan.KindCreateGroup {
			e.Name = a.Changes[0].Attribute + ": " + a.Name
		}
		if s.Outcome == OutcomeDone || s.Outcome == OutcomeDoneBefore {
			e.Done = []syncplan.Kind{a.Kind}
		}
		entries.add(e)
	}
	for _, h := range r.plan.Held {
		hold := Hold{Guard: h.Guard, Target: h.Target, Text: h.Text, Actions: len(h.Actions)}
		for _, m := range h.Members {
			if m.Field != "" {
				hold.Fields = append(hold.Fields, m.Field)
			}
		}
		slices.Sort(hold.Fields)
		hold.Fields = slices.Compact(hold.Fields)
		report.Holds = append(report.Holds, hold)
		for _, a := range h.Actions {
			entries.add(Entry{EmployeeID: a.EmployeeID, UserID: a.UserID, Name: a.Name, Outcome: OutcomeHeld, Kind: a.Kind, Guard: h.Guard, Reason: a.Reason})
		}
	}
	entries.notes(r.plan.Notes)
	if r.roster != nil {
		for e := range r.roster.All() {
			entries.add(Entry{EmployeeID: e.ID, Name: strings.TrimSpace(e.FirstName + " " + e.LastName), Outcome: OutcomeInSync})
		}
	}
	report.Entries = entries.sorted()
	return report
}

// A collection has the entries by who they are about.
type collection map[who]*Entry

// subject names an action.
func subject(kind syncplan.Kind, employeeID, userID string) string {
	return syncplan.Action{Kind: kind, EmployeeID: employeeID, UserID: userID}.LogValue().String()
}

// A who is an employee, else a user, else a name with a reason.
type who struct {
	employeeID, userID, name string
	reason                   syncplan.Reason
}

func (e *Entry) who() who {
	switch {
	case e.EmployeeID != "":
		return who{employeeID: e.EmployeeID}
	case e.UserID != "":
		return who{userID: e.UserID}
	}
	return who{name: e.Name, reason: e.Reason}
}

// add adds an entry to that of the same employee, of which the first outcome stays.
func (c collection) add(e Entry) {
	was := c[e.who()]
	if was == nil {
		c[e.who()] = &e
		return
	}
	first, second := *was, e
	if rank(second.Outcome) < rank(first.Outcome) {
		first, second = second, first
	}
	first.Name, first.UserID = cmp.Or(first.Name, second.Name), cmp.Or(first.UserID, second.UserID)
	for _, k := range second.Done {
		if !slices.Contains(first.Done, k) {
			first.Done = append(first.Done, k)
		}
	}
	*was = first
}

func rank(o Outcome) int { return slices.Index(outcomes(), o) }

// notes adds an entry for each employee of a note, for each user where it has none, else
// for what it names.
func (c collection) notes(notes []syncplan.Note) {
	for _, n := range notes {
		e := Entry{Name: n.Name, Outcome: Outcome(n.Kind), Reason: n.Reason, Text: n.Text}
		switch {
		case len(n.EmployeeIDs) == 1 && len(n.UserIDs) == 1:
			e.UserID = n.UserIDs[0]
			fallthrough
		case len(n.EmployeeIDs) > 0:
			for _, id := range n.EmployeeIDs {
				e.EmployeeID = id
				c.add(e)
			}
		case len(n.UserIDs) > 0:
			for _, id := range n.UserIDs {
				e.UserID = id
				c.add(e)
			}
		default:
			c.add(e)
		}
	}
}

// sorted returns the entries in the order of a report.
func (c collection) sorted() []Entry {
	var entries []Entry
	for _, e := range c {
		entries = append(entries, *e)
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(rank(a.Outcome), rank(b.Outcome)), strings.Compare(a.EmployeeID, b.EmployeeID),
			strings.Compare(a.UserID, b.UserID), strings.Compare(a.Name, b.Name))
	})
	return entries
}
