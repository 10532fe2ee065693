package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// findingNotes returns the notes about the findings of matching.
func (f *facts) findingNotes() []Note {
	notes := make([]Note, len(f.findings))
	for i := range f.findings {
		notes[i] = f.findingNote(&f.findings[i])
	}
	return notes
}

func (f *facts) findingNote(x *match.Finding) Note {
	kind, reason, text := f.wordFinding(x)
	if x.Kind == match.FindingNoValue {
		return f.note(kind, reason, x.Employees[0], text)
	}
	n := Note{Kind: kind, Reason: reason, EmployeeIDs: f.parties(x), UserIDs: f.userIDs(x.Users), Text: text}
	slices.Sort(n.EmployeeIDs)
	slices.Sort(n.UserIDs)
	n.EmployeeIDs = slices.Compact(n.EmployeeIDs)
	if x.Kind == match.FindingSameEmail { // quote that of the first by id
		first := slices.MinFunc(x.Employees, func(a, b int32) int { return strings.Compare(f.employees[a].e.ID, f.employees[b].e.ID) })
		n.Evidence = []Evidence{{Detail: "email is " + quote(f.apply(f.email, &f.employees[first]).Value)}}
	}
	return n
}

// parties returns the ids of the employees of a finding, and of the records of its
// users.
func (f *facts) parties(x *match.Finding) []string {
	ids := f.employeeIDs(x.Employees)
	switch x.Kind {
	case match.FindingLinkedTwice:
		ids = append(ids, f.users[x.Users[0]].Link.EmployeeID)
	case match.FindingLinkedElse:
		for _, u := range x.Users {
			switch link := f.users[u].Link; {
			case link == Link{}:
				ids = append(ids, f.employees[f.owners[u].Employee].e.ID)
			case link.Source == f.source:
				ids = append(ids, link.EmployeeID)
			}
		}
	}
	return ids
}

// wordFinding returns kind, reason and text of the note about a finding.
func (f *facts) wordFinding(x *match.Finding) (NoteKind, Reason, string) {
	named := func(key int32) string {
		if keys := f.keys(); int(key) < len(keys) {
			return strings.Join(keys[key].Targets, " and ")
		}
		return "" // there are no keys, and the finding needs none
	}
	key := named(x.Key)
	switch x.Kind {
	case match.FindingLinkedTwice:
		return NoteKindConflict, ReasonLinkedTwice, "several users are linked to one employee: unlink all but one"
	case match.FindingSameEmail:
		return NoteKindConflict, ReasonSameEmail, "several employees have the same address in HR: give each their own"
	case match.FindingSeveralUsers:
		return NoteKindConflict, ReasonSeveralUsers, "several users match one employee: link the right one, or give the others another " + key
	case match.FindingSeveralFit:
		return NoteKindConflict, ReasonSameUser, "several employees match one user by " + key + ": link the right one"
	case match.FindingUserInDoubt:
		return NoteKindConflict, ReasonSameUser, "the matching user may belong to another employee, with unreadable data: link the right one"
	case match.FindingOtherConflict:
		return NoteKindConflict, ReasonSameUser, "the user is part of another conflict: resolve that one first"
	case match.FindingLinkedElse:
		if slices.ContainsFunc(x.Users, func(u int32) bool { return f.users[u].Link == Link{} }) {
			return NoteKindConflict, ReasonLinkedOther, "a user with the same " + key + " also matches another record: link it to the right one"
		}
		return NoteKindConflict, ReasonLinkedOther, "a user with the same " + key + " is linked to another record: relink it if both are the same employee"
	case match.FindingNameShared:
		return NoteKindHint, ReasonOtherName, "the name matches, but more than one employee or user has it: link the right ones"
	case match.FindingObscure:
		return NoteKindHint, ReasonNoKey, "both have the same " + key + ", but an earlier field of its rule cannot be read"
	case match.FindingEarlierObscure:
		return NoteKindHint, ReasonNoKey, fmt.Sprintf("both have the same %s, but %s cannot be read and may match another user", key, named(x.Other))
	case match.FindingTwoByEarlier:
		return NoteKindHint, ReasonOtherName, fmt.Sprintf("both have the same %s but another %s: treated as different employees", key, named(x.Other))
	case match.FindingLeaverShares:
		return NoteKindHint, ReasonSameUser, "both have the same " + key + ", but an employee who has not left shares an earlier key with the leaver: not matched"
	case match.FindingNamesDiffer:
		return NoteKindHint, ReasonOtherName, "the address matches, but both first and last name differ: link them if they are the same, or correct the address"
	default: // match.FindingNoValue
		return NoteKindProblem, ReasonNoKey, fmt.Sprintf("no user is created: %s cannot be read, so a user may exist already", f.targets[x.Other].Name)
	}
}
