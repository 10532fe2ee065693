package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/internal/visible"
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
	case match.FindingLinkedElse, match.FindingKept:
		for _, u := range x.Users {
			switch link := f.users[u].Link; {
			case f.unlinked(&f.users[u]):
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
			return keys[key].named()
		}
		return "" // there are no keys, and the finding needs none
	}
	key := named(x.Key)
	switch x.Kind {
	case match.FindingLinkedTwice:
		return NoteKindConflict, ReasonLinkedTwice, "several users are linked to one employee: unlink all but one"
	case match.FindingSameEmail:
		if f.oneName(x.Employees) {
			return NoteKindConflict, ReasonSameEmail, "several employees have the same address and name in HR: if they are two records of one employee, " +
				"leave one of them out of the scope, or end it; if not, give each their own address"
		}
		return NoteKindConflict, ReasonSameEmail, "several employees have the same address in HR: give each their own"
	case match.FindingSeveralUsers:
		return NoteKindConflict, ReasonSeveralUsers, "several users match one employee: link the right one, or give the others another " + key
	case match.FindingSeveralFit:
		if f.oneName(x.Employees) {
			return NoteKindConflict, ReasonSameUser, "several employees with the same name match one user by " + key + ": if they are two records of one employee, " +
				"leave one of them out of the scope, or end it; if not, link the right one"
		}
		return NoteKindConflict, ReasonSameUser, "several employees match one user by " + key + ": link the right one"
	case match.FindingUserInDoubt:
		return NoteKindConflict, ReasonSameUser, "the matching user may belong to another employee, with unreadable data: link the right one"
	case match.FindingOtherConflict:
		return NoteKindConflict, ReasonSameUser, "the user is part of another conflict: resolve that one first"
	case match.FindingLinkedElse:
		if slices.ContainsFunc(x.Users, func(u int32) bool { return f.unlinked(&f.users[u]) }) {
			return NoteKindConflict, ReasonLinkedOther, "a user with the same " + key + " also matches another record: link it to the right one"
		}
		inactive := ""
		if !slices.ContainsFunc(x.Users, func(u int32) bool { return f.users[u].Active }) {
			inactive = ", and inactive"
		}
		return NoteKindConflict, ReasonLinkedOther, "a user with the same " + key + " is linked to another record" + inactive + ": relink it if both are the same employee"
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
		if f.isEmail(x.Key) {
			return NoteKindHint, ReasonOtherName, "the address matches, but the names differ: link them if they are the same, or correct the address"
		}
		return NoteKindHint, ReasonOtherName, "both have the same " + key + ", but names and addresses differ: treated as different employees"
	case match.FindingNamesUnknown:
		return NoteKindHint, ReasonNoKey, "both have the same " + key + ", but a name cannot be read and may differ: link them if they are the same"
	case match.FindingCrosswise:
		return NoteKindConflict, ReasonOtherName, "the user with the address has the full name of another employee: correct the address, or link the right ones"
	case match.FindingKept:
		return NoteKindHint, ReasonLinkedOther, "an employee who is blocked or has not started has the same " + key + " as the user of a leaver: the user is kept"
	default: // match.FindingNoValue
		return NoteKindProblem, ReasonNoKey, fmt.Sprintf("no user is created: %s cannot be read, so a user may exist already", visible.Text(f.targets[x.Other].Name))
	}
}

// targetWords names the targets of a key.
func targetWords(targets []string) string {
	words := make([]string, len(targets))
	for i, t := range targets {
		words[i] = visible.Text(t)
	}
	return strings.Join(words, " and ")
}

// isEmail reports whether a key is the address alone.
func (f *facts) isEmail(key int32) bool {
	return slices.Equal(f.keys()[key].Targets, []string{TargetEmail})
}

// oneName reports whether employees have one full name in common.
func (f *facts) oneName(employees []int32) bool {
	common := fullNames(f.employees[employees[0]].e)
	for _, i := range employees[1:] {
		own := fullNames(f.employees[i].e)
		common = slices.DeleteFunc(common, func(n match.FullName) bool { return !slices.Contains(own, n) })
	}
	return len(common) > 0
}
