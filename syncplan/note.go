package syncplan

import (
	"cmp"
	"slices"
	"strings"
)

func (w *work) noteAbout(kind NoteKind, reason Reason, p *person, text string, evidence ...Evidence) {
	n := Note{Kind: kind, Reason: reason, EmployeeIDs: []string{p.e.ID}, Name: personName(p.e), Text: text, Evidence: evidence}
	if p.user >= 0 {
		n.UserIDs = []string{w.users[p.user].ID}
	}
	w.notes = append(w.notes, n)
}

func (w *work) noteUser(kind NoteKind, reason Reason, a *account, text string, evidence ...Evidence) {
	n := Note{Kind: kind, Reason: reason, UserIDs: []string{a.ID}, Text: text, Evidence: evidence}
	if a.Link.Source == w.source {
		n.EmployeeIDs = []string{a.Link.EmployeeID}
	}
	w.notes = append(w.notes, n)
}

func (w *work) conflict(reason Reason, employees, users []string, text string, evidence ...Evidence) {
	slices.Sort(employees)
	slices.Sort(users)
	w.notes = append(w.notes, Note{Kind: NoteKindConflict, Reason: reason, EmployeeIDs: employees, UserIDs: users, Text: text, Evidence: evidence})
}

func (w *work) hint(reason Reason, people, users []int32, text string) {
	n := Note{Kind: NoteKindHint, Reason: reason, EmployeeIDs: w.employeeIDs(people), UserIDs: w.userIDs(users), Text: text}
	slices.Sort(n.EmployeeIDs)
	slices.Sort(n.UserIDs)
	w.notes = append(w.notes, n)
}

func (w *work) employeeIDs(people []int32) []string {
	if len(people) == 0 {
		return nil
	}
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = w.people[p].e.ID
	}
	return ids
}

func (w *work) userIDs(users []int32) []string {
	if len(users) == 0 {
		return nil
	}
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = w.users[u].ID
	}
	return ids
}

// sortedNotes puts what needs a person first, and each kind in the order of
// the ids; the same note twice is one.
func sortedNotes(notes []Note) []Note {
	rank := noteKinds()
	compare := func(a, b Note) int {
		return cmp.Or(cmp.Compare(slices.Index(rank, a.Kind), slices.Index(rank, b.Kind)),
			slices.Compare(a.EmployeeIDs, b.EmployeeIDs), slices.Compare(a.UserIDs, b.UserIDs),
			strings.Compare(string(a.Reason), string(b.Reason)), strings.Compare(a.Text, b.Text))
	}
	slices.SortFunc(notes, compare)
	return slices.CompactFunc(notes, func(a, b Note) bool { return compare(a, b) == 0 })
}
