package syncplan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rosterkit/rosterkit/syncplan/internal/match"
)

// findingNotes says in words what matching found.
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
	if x.Kind == match.FindingSameEmail { // quoted as the first by id has it
		first := slices.MinFunc(x.Employees, func(a, b int32) int { return strings.Compare(f.employees[a].e.ID, f.employees[b].e.ID) })
		n.Evidence = []Evidence{{Detail: "email is " + quote(f.apply(f.email, &f.employees[first]).Value)}}
	}
	return n
}

// parties returns the ids of the employees that a finding is about, those of whose
// records the users are included.
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

// wordFinding is where every sentence of a finding stands.
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
		return NoteKindConflict, ReasonLinkedTwice, "several users are linked to one person: unlink all but one"
	case match.FindingSameEmail:
		return NoteKindConflict, ReasonSameEmail, "several people have the same address in HR: give each their own"
	case match.FindingSeveralUsers:
		return NoteKindConflict, ReasonSeveralUsers, "several users fit one person: link the right one, or give the others another " + key
	case match.FindingSeveralFit:
		return NoteKindConflict, ReasonSameUser, "several people fit one user by " + key + ": link the right one"
	case match.FindingUserInDoubt:
		return NoteKindConflict, ReasonSameUser, "the user that fits may be somebody else's, about whom HR tells too little: link the right one"
	case match.FindingOtherConflict:
		return NoteKindConflict, ReasonSameUser, "the user is a party of another conflict: settle that first"
	case match.FindingLinkedElse:
		if slices.ContainsFunc(x.Users, func(u int32) bool { return f.users[u].Link == Link{} }) {
			return NoteKindConflict, ReasonLinkedOther, "a user with the same " + key + " is another record's, too: link it to the right one"
		}
		return NoteKindConflict, ReasonLinkedOther, "a user with the same " + key + " is linked to another record: relink it if it is the same person"
	case match.FindingNameShared:
		return NoteKindHint, ReasonOtherName, "the name fits, but more than one has it: link them if it is the same person"
	case match.FindingObscure:
		return NoteKindHint, ReasonNoKey, "they share " + key + ", but what comes before it in HR cannot be read"
	case match.FindingEarlierObscure:
		return NoteKindHint, ReasonNoKey, fmt.Sprintf("they share %s, but %s cannot be read and might fit another user", key, named(x.Other))
	case match.FindingTwoByEarlier:
		return NoteKindHint, ReasonOtherName, fmt.Sprintf("they share %s but differ in %s, so they are two", key, named(x.Other))
	case match.FindingLeaverShares:
		return NoteKindHint, ReasonSameUser, "they share " + key + ", but somebody who has not left shares an earlier key with the person"
	case match.FindingNamesDiffer:
		return NoteKindHint, ReasonOtherName, "the address fits, but both first and last name differ: link them if it is the same person, or correct the address"
	default: // match.FindingNoValue
		return NoteKindProblem, ReasonNoKey, fmt.Sprintf("nobody is created: %s cannot be read, so a user may exist already", f.targets[x.Other].Name)
	}
}
