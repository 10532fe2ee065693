package syncplan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
)

// employeeNote returns a note about an employee.
func employeeNote(kind NoteKind, reason Reason, e *employee.Employee, text string, evidence ...Evidence) Note {
	return Note{Kind: kind, Reason: reason, EmployeeIDs: []string{e.ID}, Name: employeeName(e), Text: text, Evidence: evidence}
}

// note returns a note about an employee, and about its user if there is one.
func (f *facts) note(kind NoteKind, reason Reason, i int32, text string, evidence ...Evidence) Note {
	n := employeeNote(kind, reason, f.employees[i].e, text, evidence...)
	if u := f.outcomes[i].User; u >= 0 {
		n.UserIDs = []string{f.users[u].ID}
	}
	return n
}

// userNote returns a note about a user without a record.
func (f *facts) userNote(kind NoteKind, reason Reason, u int32, text string) Note {
	n := Note{Kind: kind, Reason: reason, UserIDs: []string{f.users[u].ID}, Text: text}
	if link := f.users[u].Link; link.Source == f.source {
		n.EmployeeIDs = []string{link.EmployeeID}
	}
	return n
}

func (f *facts) employeeIDs(employees []int32) []string {
	var ids []string
	for _, i := range employees {
		ids = append(ids, f.employees[i].e.ID)
	}
	return ids
}

func (f *facts) userIDs(users []int32) []string {
	var ids []string
	for _, u := range users {
		ids = append(ids, f.users[u].ID)
	}
	return ids
}

// sortedNotes sorts notes by kind, the urgent ones first, then by ids, and drops
// duplicates.
func sortedNotes(notes []Note) []Note {
	rank := []NoteKind{NoteKindAlert, NoteKindConflict, NoteKindProblem, NoteKindHint, NoteKindSkipped}
	compare := func(a, b Note) int {
		return cmp.Or(cmp.Compare(slices.Index(rank, a.Kind), slices.Index(rank, b.Kind)),
			slices.Compare(a.EmployeeIDs, b.EmployeeIDs), slices.Compare(a.UserIDs, b.UserIDs),
			compareReasons(a.Reason, b.Reason), strings.Compare(a.Name, b.Name), strings.Compare(a.Text, b.Text))
	}
	slices.SortFunc(notes, compare)
	return slices.CompactFunc(notes, func(a, b Note) bool { return compare(a, b) == 0 })
}

// compareReasons puts unknown, the reason why nothing was done, before its possible
// causes.
func compareReasons(a, b Reason) int {
	switch {
	case a == b:
		return 0
	case a == ReasonUnknown:
		return -1
	case b == ReasonUnknown:
		return 1
	}
	return strings.Compare(string(a), string(b))
}
