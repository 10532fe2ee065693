package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/fold"
	"github.com/rosterkit/rosterkit/internal/visible"
	"github.com/rosterkit/rosterkit/mapping"
)

// A stay is why a value of a user stays, whatever HR has.
type stay uint8

const (
	stayNo     stay = iota
	stayKept        // an operator keeps it
	stayEdited      // HR's value is the one that was applied: what the product edited since stays
)

// stays returns why the plan leaves a target of a user alone, given what the mapping
// gives.
func (r *rules) stays(u *User, target int, o mapping.Outcome) stay {
	name := r.targets[target].Name
	if slices.Contains(u.Kept, name) {
		return stayKept
	}
	if o.Authority == mapping.AuthorityUntilChanged {
		if applied, ok := u.applied(name); ok && r.program.Same(target, applied, given(o)) {
			return stayEdited
		}
	}
	return stayNo
}

// applied returns what the sync last wrote for a target, and whether that is stored.
func (u *User) applied(target string) (employee.Value, bool) {
	for _, a := range u.Applied {
		if a.Name == target {
			return a.Value, true
		}
	}
	return employee.Value{}, false
}

// given returns HR's own value: empty where a rule clears.
func given(o mapping.Outcome) employee.Value {
	if o.Verdict == mapping.VerdictSet {
		return o.Value
	}
	return employee.Empty()
}

// wanted returns the value that a user with the value from should get: what the mapping
// gives, with the items that the rule of a set cannot give, and groups as they are
// spelled.
func (f *facts) wanted(target int, o mapping.Outcome, from employee.Value) employee.Value {
	if gives := f.gives[o.Rule]; gives != nil {
		items := given(o).Items()
		for item := range from.ItemSeq() {
			if !gives(item) {
				items = append(items, item)
			}
		}
		slices.Sort(items)
		return f.groups.spelled(f.targets[target].Name, employee.List(slices.Compact(items)...))
	}
	return f.groups.spelled(f.targets[target].Name, given(o))
}

// A remembered is HR's own value of a target that the user has already.
type remembered struct {
	employee, user int32 // user is -1 for one to be created
	value          Attribute
}

// applied returns what to store in User.Applied without a change: for the users that the
// given actions create or relink, and those that exist and have no other link.
func (p *Planner) applied(actions []Action) []Applied {
	created, relinked := make(map[string]bool), make(map[string]bool)
	for i := range actions {
		switch a := &actions[i]; {
		case a.Kind == KindCreate:
			created[a.EmployeeID] = true
		case a.Link != (Link{}):
			relinked[a.UserID] = true
		}
	}
	var all []Applied
	for _, r := range p.remembered {
		a := Applied{EmployeeID: p.employees[r.employee].e.ID}
		switch {
		case r.user >= 0:
			u := &p.users[r.user]
			if u.Link != (Link{}) && u.Link != (Link{p.source, a.EmployeeID}) && !relinked[u.ID] {
				continue // its relink is held
			}
			a.UserID = u.ID
		case !created[a.EmployeeID]:
			continue
		}
		if last := len(all) - 1; last >= 0 && all[last].EmployeeID == a.EmployeeID && all[last].UserID == a.UserID {
			all[last].Attributes = append(all[last].Attributes, r.value)
			continue
		}
		a.Attributes = Attributes{r.value}
		all = append(all, a)
	}
	for i := range all {
		slices.SortFunc(all[i].Attributes, func(a, b Attribute) int { return strings.Compare(a.Name, b.Name) })
	}
	slices.SortFunc(all, func(a, b Applied) int {
		return strings.Compare(a.EmployeeID+"\x00"+a.UserID, b.EmployeeID+"\x00"+b.UserID)
	})
	return all
}

// A keptValue is a value of a user that stays, though HR has another or none.
type keptValue struct {
	target         int
	employee, user int32
}

// keptNote counts the values that operators keep, in one note.
func (f *facts) keptNote(kept []keptValue) []Note {
	return f.countValues(kept, ReasonKept, NoteKindSkipped, " kept by operators, though HR has another: ")
}

// unclearedNote counts the values that are not cleared because no employee has the
// field, in one note.
func (f *facts) unclearedNote(uncleared []keptValue) []Note {
	return f.countValues(uncleared, ReasonNotCleared, NoteKindHint, " not cleared, because no employee has the field any more: "+
		"check what the credentials can see, or clear by hand: ")
}

// countValues counts values that stay, by target.
func (f *facts) countValues(values []keptValue, reason Reason, kind NoteKind, why string) []Note {
	if len(values) == 0 {
		return nil
	}
	n := Note{Kind: kind, Reason: reason}
	byTarget := make([]int, len(f.targets))
	for _, v := range values {
		byTarget[v.target]++
		n.EmployeeIDs = append(n.EmployeeIDs, f.employees[v.employee].e.ID)
		n.UserIDs = append(n.UserIDs, f.users[v.user].ID)
	}
	slices.Sort(n.EmployeeIDs)
	slices.Sort(n.UserIDs)
	n.EmployeeIDs, n.UserIDs = slices.Compact(n.EmployeeIDs), slices.Compact(n.UserIDs)
	var words []string
	for t, of := range byTarget {
		if of > 0 {
			words = append(words, visible.Text(f.targets[t].Name)+" of "+count(of, "user"))
		}
	}
	n.Text = count(len(values), "value") + why + strings.Join(words, ", ")
	return []Note{n}
}

// traces returns what the rules make of an employee. What the plan does not clear is left
// alone.
func (f *facts) traces(a *assessment, creates bool) []mapping.Trace {
	traces := f.program.Explain(f.subjectOf(a, creates))
	for i := range traces {
		if t := &traces[i]; t.Verdict == mapping.VerdictClear && !f.seen(t.Rule) {
			t.Verdict, t.Problem = mapping.VerdictLeave, "not cleared, because no employee has the field"
		}
	}
	return traces
}

// stayWords says, for an explanation, which values of a user stay and why.
func (f *facts) stayWords(a *assessment, u *User) []string {
	var all []string
	for t, target := range f.targets {
		o := f.apply(t, a)
		if o.Verdict == mapping.VerdictLeave || o.Verdict == mapping.VerdictClear && !f.seen(o.Rule) {
			continue
		}
		from := u.value(target.Name)
		same := t != f.manager && (f.program.Same(t, from, given(o)) || t == f.email && fold.Equal(from.String(), given(o).String()))
		switch why := f.stays(u, t, o); {
		case same:
		case why == stayKept:
			all = append(all, visible.Text(target.Name)+": an operator keeps the value")
		case why == stayEdited:
			all = append(all, visible.Text(target.Name)+": HR's value has not changed since it was applied, so what the product has stays")
		case t != f.manager && f.gives[o.Rule] != nil:
			if others := slices.DeleteFunc(from.Items(), f.gives[o.Rule]); len(others) > 0 {
				all = append(all, fmt.Sprintf("%s: the rule gives none of %s, so they stay", visible.Text(target.Name), quoted(others)))
			}
		}
	}
	return all
}
